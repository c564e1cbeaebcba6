package reader

import (
	"testing"

	"readout/internal/record"
)

// TestWithCodebook: a user's row adds a trigger, with its mode and frame, and
// wins over the built-in ones.
func TestWithCodebook(t *testing.T) {
	r := embedded(t)
	own, err := r.WithCodebook("mine.tsv", []byte("# mine\nCOERCE\tbuzz\tv\t+\tbuzz embassy|warship\tJets buzzed the warship.\nREQUEST\tnote\tv\t+\tpraise\n"))
	if err != nil {
		t.Fatal(err)
	}
	en, day := "en", "2026-01-28"
	read := func(r *Reader, text string) string {
		out := ""
		for _, e := range r.Read(&record.Report{Text: text, Language: &en, Published: &day}).Events {
			out += e.Type
			if e.Mode != nil {
				out += " " + *e.Mode
			}
			out += " " + e.Trigger.Quote + ";"
		}
		return out
	}
	for _, c := range []struct{ text, want string }{
		{"Norway buzzed a Danish warship on Monday.", "COERCE buzz buzzed;"},
		{"The bees buzzed in the garden on Monday.", ""},
		{"Norway's president praised Denmark on Monday.", "REQUEST note praised;"},
	} {
		if got := read(own, c.text); got != c.want {
			t.Errorf("%s: %q, want %q", c.text, got, c.want)
		}
	}
	if got := read(r, "Norway's president praised Denmark on Monday."); got != "SUPPORT praised;" {
		t.Errorf("without the codebook: %q", got)
	}
	for _, bad := range []string{"MEET\t\tv\t+\tmeet", "CONSULT\t\tverb\t+\tmeet", "CONSULT meet", "CONSULT\t\tv\t+\t;"} {
		if _, err := r.WithCodebook("mine.tsv", []byte(bad)); err == nil {
			t.Errorf("%q was taken", bad)
		}
	}
}
