package statement

import (
	"testing"

	"readout/internal/lang"
	"readout/internal/lang/langtest"
)

// TestRespeak takes another speaker than the rules find only where that one is
// surer than not.
func TestRespeak(t *testing.T) {
	for _, c := range []struct {
		name, want string
		scales     lang.Scales
	}{
		{"without scales", "he", nil},
		{"the sentence before", "adler", langtest.Favours{Scale: speakerScale, Sort: sentenceBefore, By: 9}},
		{"hardly", "he", langtest.Favours{Scale: speakerScale, Sort: sentenceBefore, By: 1}},
		{"within what is said", "harbour", langtest.Favours{Scale: speakerScale, Sort: inside, By: 9}},
		{"as the rules find", "he", langtest.Favours{Scale: speakerScale, Sort: byRule + beforeCue, By: 9}},
	} {
		d := parse("Adler came. He said that the harbour was closed.",
			"Adler/Adler/PROPN/2/nsubj", "came/come/VERB/0/root", "././PUNCT/2/punct",
			"He/he/PRON/2/nsubj", "said/say/VERB/0/root", "that/that/SCONJ/7/mark", "the/the/DET/5/det", "harbour/harbour/NOUN/7/nsubj:pass", "was/be/AUX/7/aux:pass", "closed/close/VERB/2/ccomp", "././PUNCT/2/punct")
		half := d.Tokens[3].Start
		d.Sentences = []lang.Sentence{{Span: lang.Span{Start: 0, End: half - 1}, N: 3}, {Span: lang.Span{Start: half, End: len(d.Text)}, First: 3, N: 8}}
		d.Scales = c.scales
		got := Find(d, byForm{d})
		if len(got) != 1 || *got[0].Speaker != c.want {
			t.Errorf("%s: %+v, want one of %s", c.name, got, c.want)
		}
	}
}
