package reader

import (
	"slices"
	"strings"
	"testing"

	"readout/internal/record"
)

// A fact without evidence or with a quote that is not its slice is left out,
// and so is a reference to nothing, and a situation one of whose sides is that.
func TestSettle(t *testing.T) {
	here, gone := "a1", "a9"
	good := record.Evidence{Start: 0, End: 8, Quote: "Oresk sp"}
	bad := record.Evidence{Start: 3, End: 80, Quote: "beyond the end"}
	r := &record.Reading{
		Report: record.Report{Text: "Oresk spoke."},
		Actors: []record.Actor{{ID: "a1", Name: "Oresk", Mentions: []record.Evidence{good, bad}}},
		Events: []record.Event{
			{ID: "e1", Actors: []string{"a1", "a9", "a1"}, Trigger: good, Evidence: []record.Evidence{good}},
			{ID: "e2", Trigger: good, Evidence: []record.Evidence{bad}},
			{ID: "e3", Trigger: good},
		},
		Statements: []record.Statement{{ID: "s1", Speaker: &gone, Cue: good, Content: []record.Evidence{good, bad}}},
		Situations: []record.Situation{
			{ID: "t1", Kind: "backs", Holder: &here, ChangedBy: &gone, Evidence: []record.Evidence{good}},
			{ID: "t2", Kind: "backs", Holder: &here},
			{ID: "t3", Kind: "backs", Holder: &gone, Object: &here, Evidence: []record.Evidence{good}},
			{ID: "t4", Kind: "backs", Holder: &here, Object: &gone, Evidence: []record.Evidence{good}},
		},
	}
	settle(r)
	if len(r.Events) != 1 || len(r.Statements) != 1 || len(r.Situations) != 1 {
		t.Fatalf("%d events, %d statements, %d situations; want one of each", len(r.Events), len(r.Statements), len(r.Situations))
	}
	if got := strings.Join(r.Events[0].Actors, " "); got != "a1" {
		t.Errorf("actors %q, want a1", got)
	}
	if r.Statements[0].Speaker != nil || r.Situations[0].ChangedBy != nil || len(r.Statements[0].Content) != 1 {
		t.Error("a reference to nothing or a wrong quote was kept")
	}
	if f := Faults(r); len(f) > 0 {
		t.Errorf("faults after settling: %q", f)
	}
	if r.Places == nil || r.Events[0].Places == nil {
		t.Error("a list is nil")
	}
}

func TestNotEnglish(t *testing.T) {
	ru := "ru"
	r := (&Reader{}).Read(&record.Report{Text: "Текст", Language: &ru})
	if !strings.Contains(r.Notice, `"ru"`) || r.Events == nil || r.Report.Captions == nil {
		t.Errorf("notice %q, events %v", r.Notice, r.Events)
	}
}

func TestTooLong(t *testing.T) {
	r := (&Reader{}).Read(&record.Report{Text: strings.Repeat("word ", MostText/5+1)})
	if !strings.Contains(r.Notice, "1.0 MB") || r.Events == nil || len(r.Report.Text) <= MostText {
		t.Errorf("notice %q, events %v, %d bytes kept", r.Notice, r.Events, len(r.Report.Text))
	}
}

// The topics of a statement are what its content names, but not its speaker.
func TestTopics(t *testing.T) {
	text := "Vasko said Norrland had left Port Selm."
	at := func(quote string) record.Evidence {
		i := strings.Index(text, quote)
		return record.Evidence{Start: i, End: i + len(quote), Quote: quote}
	}
	speaker := "a1"
	r := &record.Reading{Report: record.Report{Text: text},
		Actors: []record.Actor{{ID: "a1", Mentions: []record.Evidence{at("Vasko")}}, {ID: "a2", Mentions: []record.Evidence{at("Norrland")}}},
		Places: []record.Place{{ID: "p1", Mentions: []record.Evidence{at("Port Selm")}}},
		Events: []record.Event{{ID: "e1", Trigger: at("left"), Evidence: []record.Evidence{at(text)}}},
		Statements: []record.Statement{{ID: "s1", Speaker: &speaker, Cue: at("said"),
			Content: []record.Evidence{at("Norrland had left Port Selm")}}},
	}
	settle(r)
	if got, want := r.Statements[0].Topics, []string{"a2", "p1", "e1"}; !slices.Equal(got, want) {
		t.Errorf("topics of %q: %v, want %v", text, got, want)
	}
	if f := Faults(r); len(f) > 0 {
		t.Errorf("faults: %v", f)
	}
}
