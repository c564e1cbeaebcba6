package situation

import (
	"readout/internal/lang"
	"readout/internal/record"
)

// An Example is a cue with two parties, as the weights are learnt from.
type Example struct {
	Kind, Holder, Object string
	Sentence             lang.Span
	Features             []string // none where a sentence does not name both
	Hopeless             bool     // by the table
	Of                   []int
	Item                 lang.Item
}

// Triples returns every example of a document.
func Triples(in Input) []Example {
	f := newFinder(in)
	f.ruled = f.byRule()
	f.often = f.together()
	var out []Example
	for _, t := range f.triples() {
		t.p = f.chance(&t)
		x := Example{Kind: t.kind, Holder: t.holder.id, Object: t.object.id, Of: []int{t.cue}, Item: f.item(&t), Sentence: f.doc.Sentences[f.tree.Sentence(t.cue)].Span}
		x.Hopeless = t.p < hopeless
		if t.holder.tok != away && t.object.tok != away {
			x.Features = f.stateFeatures(&t)
		}
		out = append(out, x)
	}
	return out
}

// A Standing is a situation with the ways in which it may stand.
type Standing struct {
	record.Situation
	Of    []int
	Items []lang.Item
}

// Standings returns what Find does, each with the ways in which it may stand.
func Standings(in Input) []Standing {
	f := newFinder(in)
	f.find()
	out := make([]Standing, len(f.out))
	for i := range f.out {
		s := &f.out[i]
		of, items := f.standingItems(s)
		out[i] = Standing{*s, of, items}
	}
	return out
}

// StandingSorts are the ways a situation may stand, by the sort of their items.
var StandingSorts = standings
