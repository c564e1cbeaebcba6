package annotate

import (
	"cmp"
	"slices"

	"readout/internal/lang"
)

const (
	relationNone  = 0.95 // probability of no relation at which a pair is left out
	relationWords = 40   // words of a sentence that are compared with each other
)

// relations finds the states of affairs in which the nouns and pronouns of a
// sentence stand to each other.
func (e *Engine) relations(d *lang.Doc, s *scratch) {
	p := e.pairing(s, "state", len(d.Tokens))
	if p == nil {
		return
	}
	for _, sent := range d.Sentences {
		words := nouns(d, sent)
		first := len(d.Relations)
		for _, o := range words {
			p.beside(o)
			for _, h := range words {
				if h == o {
					continue
				}
				if kind, prob, none := p.label(h); none < relationNone {
					d.Relations = append(d.Relations, lang.Relation{Holder: h, Object: o, Kind: kind, Score: prob})
				}
			}
		}
		sortRelations(d.Relations[first:])
	}
}

// nouns returns the nouns and pronouns of a sentence, relationWords at most.
func nouns(d *lang.Doc, sent lang.Sentence) []int {
	var out []int
	for i := sent.First; i < sent.First+sent.N && len(out) < relationWords; i++ {
		switch d.Tokens[i].UPOS {
		case "NOUN", "PROPN", "PRON":
			out = append(out, i)
		}
	}
	return out
}

// sortRelations puts relations in the order of their holders, then objects.
func sortRelations(r []lang.Relation) {
	slices.SortFunc(r, func(a, b lang.Relation) int {
		return cmp.Or(cmp.Compare(a.Holder, b.Holder), cmp.Compare(a.Object, b.Object))
	})
}
