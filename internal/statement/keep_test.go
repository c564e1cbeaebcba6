package statement

import (
	"testing"

	"readout/internal/lang"
	"readout/internal/lang/langtest"
)

// TestKeep takes what the engine's vectors make likely enough: of what the rules
// find, and of what is guessed.
func TestKeep(t *testing.T) {
	for _, c := range []struct {
		name   string
		want   int
		scales lang.Scales
	}{
		{"the rules alone", 1, nil},
		{"no scale of statements", 1, langtest.Favours{Scale: speakerScale}},
		{"neither", 0, langtest.Favours{Scale: saidScale, Sort: int(byVerb), By: -9}},
		{"the guess too", 2, langtest.Favours{Scale: saidScale, Sort: int(byVerb+guessed) + 1, By: 9}},
		{"the guess hardly", 1, langtest.Favours{Scale: saidScale, Sort: int(byVerb+guessed) + 1, By: 0.5}},
	} {
		d := parse("Adler said that the harbour was closed. Brandt objected that the bridge was open.",
			"Adler/Adler/PROPN/2/nsubj", "said/say/VERB/0/root", "that/that/SCONJ/7/mark", "the/the/DET/5/det", "harbour/harbour/NOUN/7/nsubj:pass", "was/be/AUX/7/aux:pass", "closed/close/VERB/2/ccomp", "././PUNCT/2/punct",
			"Brandt/Brandt/PROPN/2/nsubj", "objected/object/VERB/0/root", "that/that/SCONJ/7/mark", "the/the/DET/5/det", "bridge/bridge/NOUN/7/nsubj", "was/be/AUX/7/cop", "open/open/ADJ/2/ccomp", "././PUNCT/2/punct")
		half := d.Tokens[8].Start
		d.Sentences = []lang.Sentence{{Span: lang.Span{Start: 0, End: half - 1}, N: 8}, {Span: lang.Span{Start: half, End: len(d.Text)}, First: 8, N: 8}}
		d.Tokens[9].Says = true
		d.Scales = c.scales
		if got := Find(d, byForm{d}); len(got) != c.want {
			t.Errorf("%s: %d statements, want %d: %+v", c.name, len(got), c.want, got)
		}
	}
}
