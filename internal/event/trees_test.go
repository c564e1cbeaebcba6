package event

import (
	"math/rand"
	"testing"

	"readout/internal/lang"
)

// TestBadTrees runs Find over random parses: no tree, however wrong, may panic
// or give evidence that is not its slice.
func TestBadTrees(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	forms := []string{"said", "attack", "talks", "Ruvia", "that", "to", "sanctions", "hold", "not", "will", "of", "on"}
	rels := []string{"nsubj", "obj", "obl", "nmod", "acl", "xcomp", "ccomp", "advcl", "conj", "case", "mark", "aux", "acl:relcl", "nmod:poss", "amod"}
	tags := []string{"VERB", "NOUN", "PROPN", "ADJ", "AUX"}
	for range 3000 {
		d := &lang.Doc{}
		for range 1 + r.Intn(9) {
			form, at := forms[r.Intn(len(forms))], len(d.Text)
			d.Text += form + " "
			d.Tokens = append(d.Tokens, lang.Token{
				Span: lang.Span{Start: at, End: at + len(form)}, Form: form, Lemma: form,
				UPOS: tags[r.Intn(len(tags))], Head: r.Intn(12) - 2, Deprel: rels[r.Intn(len(rels))],
			})
		}
		d.Sentences = []lang.Sentence{{Span: lang.Span{Start: 0, End: len(d.Text) - 1}, N: len(d.Tokens)}}
		for _, e := range Find(Input{Doc: d, Actors: byForm{d}, Places: nowhere{}}) {
			if v := e.Evidence[0]; d.Text[v.Start:v.End] != v.Quote {
				t.Fatalf("evidence %+v of %q", v, d.Text)
			}
		}
	}
}
