package annotate

import (
	"cmp"
	"math"
	"slices"

	"readout/internal/lang"
)

// tellingFrom is the probability of some event from which a word counts as
// telling one.
const tellingFrom = 0.5

// typeFrom is the probability from which a type of event is kept for a word.
const typeFrom = 0.03

// predicates marks the words that tell an event, with its type, factuality and
// mode, and the words that tell that somebody says something.
func (e *Engine) predicates(d *lang.Doc, s *scratch) {
	n := len(d.Tokens)
	e.odds(s, "event", n, func(i int, o odds) {
		t := &d.Tokens[i]
		if t.Guess, t.Told = o.best, o.some; o.some >= tellingFrom {
			t.Event = o.best
		}
		t.Tells = o.types(t.Tells[:0])
	})
	e.label(s, "fact", n, func(i int, l string) {
		if d.Tokens[i].Event != "" {
			d.Tokens[i].Fact = l
		}
	})
	e.label(s, "mode", n, func(i int, l string) {
		if d.Tokens[i].Event != "" && l != "none" {
			d.Tokens[i].Mode = l
		}
	})
	e.label(s, "say", n, func(i int, l string) { d.Tokens[i].Says = l != "O" })
}

// An odds is how likely a word bears each label of a head but the first.
type odds struct {
	best   string  // the likeliest of them
	some   float32 // the probability of any of them
	labels []string
	p      []float32 // by label; valid until the next word
}

// types appends the labels of at least typeFrom to to, likeliest first.
func (o odds) types(to []lang.Type) []lang.Type {
	for j, p := range o.p {
		if p >= typeFrom {
			to = append(to, lang.Type{Name: o.labels[j], P: p})
		}
	}
	slices.SortStableFunc(to, func(a, b lang.Type) int { return cmp.Compare(b.P, a.P) })
	return to
}

// odds calls set with what a head says of each of n words.
func (e *Engine) odds(s *scratch, name string, n int, set func(i int, o odds)) {
	h := e.heads[name]
	if h == nil || len(h.labels) < 2 {
		return
	}
	e.scores(s, h, n, func(i int, scores []float32) {
		o := odds{labels: h.labels[1:], p: scores[1:]}
		none, sum := float64(scores[0]), 0.0
		for j := range o.p {
			o.p[j] = float32(math.Exp(float64(o.p[j]) - none))
			sum += float64(o.p[j])
		}
		o.best, o.some = o.labels[top(o.p)], float32(sum/(1+sum))
		for j := range o.p {
			o.p[j] = float32(float64(o.p[j]) / (1 + sum))
		}
		set(i, o)
	})
}
