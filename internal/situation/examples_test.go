package situation_test

import (
	"strings"
	"testing"

	"readout/internal/codebook"
	"readout/internal/reader"
	"readout/internal/reader/readertest"
	"readout/internal/record"
)

// TestEffectsExamples reads the example of every row of the codebook's table of
// effects, as a report of its own, and asks for the situation that the row says
// the sentence leaves.
func TestEffectsExamples(t *testing.T) {
	r, err := reader.New(reader.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range codebook.Effects() {
		day, lang := "2026-01-28", "en"
		got := r.Read(&record.Report{Text: e.Example, Published: &day, Language: &lang})
		names := map[string]string{}
		for _, a := range got.Actors {
			names[a.ID] = a.Name
		}
		for _, p := range got.Places {
			names[p.ID] = p.Name
		}
		var left []string
		for _, s := range got.Situations {
			if s.Kind == e.Kind {
				left = append(left, names[readertest.Value(s.Holder)]+" | "+names[readertest.Value(s.Object)]+" | "+s.State)
			}
		}
		want := strings.Split(e.Leaves, " | ")
		turned := strings.Join([]string{want[1], want[0], want[2]}, " | ")
		if all := strings.Join(left, "\n"); !strings.Contains(all, e.Leaves) && !strings.Contains(all, turned) {
			t.Errorf("%s %s: %q leaves %s %q, want %q", e.Type, e.Mode, e.Example, e.Kind, left, e.Leaves)
		}
	}
}

// The verbs that change who holds a place are tables too: each example gives a
// hold of the state that the row tells.
func TestChangesExamples(t *testing.T) {
	r, err := reader.New(reader.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ text, want string }{
		{"Norway handed over the Velm naval base to Denmark on Monday.", "ended"},
		{"Norway agreed on Monday to hand over the Velm naval base to Denmark.", "in_doubt"},
		{"Denmark asked Norway to withdraw its sailors from the Velm naval base.", "in_force"},
		{"Norway has two military bases in Denmark.", "in_force"},
		{"Norway has delayed the departure of its ships from the Velm naval base.", "in_doubt"},
	} {
		day, lang := "2026-01-28", "en"
		got := r.Read(&record.Report{Text: c.text, Published: &day, Language: &lang})
		found := ""
		for _, s := range got.Situations {
			for _, a := range got.Actors {
				if s.Kind == "holds" && a.ID == readertest.Value(s.Holder) && a.Name == "Norway" {
					found = s.State
				}
			}
		}
		if found != c.want {
			t.Errorf("%q: Norway's hold is %q, want %q", c.text, found, c.want)
		}
	}
}
