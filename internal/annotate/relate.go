package annotate

import (
	"cmp"
	"math"
	"slices"

	"readout/internal/lang"
)

// A TypeScore says how likely a PLOVER type is, 0 to 1.
type TypeScore struct {
	Type  string
	Score float64
}

// stray is the part that a word is taken to play in every event of its text,
// so that two spans have some relation even where no trigger takes both.
const stray = 0.02

// Relate returns the types of what the bearer of one span does to that of
// another, likeliest first, their scores summing to 1. Each word of the text
// counts for the types it may tell, by how likely its event takes the first
// span as actor and the second as recipient. Needs tokens.
func (e *Engine) Relate(d *lang.Doc, from, to lang.Span) []TypeScore {
	h := e.heads["event"]
	if h == nil || len(d.Tokens) == 0 {
		return nil
	}
	s := e.pool.Get().(*scratch)
	defer e.pool.Put(s)
	e.encode(d, s)
	actors, recipients := inside(d, from), inside(d, to)
	sum := make([]float64, len(h.labels))
	parts := e.pairing(s, "args", len(d.Tokens))
	e.chances(s, "event", len(d.Tokens), func(i int, p []float64) {
		weight := stray * stray
		if parts != nil {
			parts.beside(i)
			weight = (stray + parts.most(actors, "actor")) * (stray + parts.most(recipients, "recipient"))
		}
		for l, v := range p {
			sum[l] += v * weight
		}
	})
	return ranked(h.labels, sum)
}

// inside returns the words within a span.
func inside(d *lang.Doc, s lang.Span) []int {
	var out []int
	for i := range d.Tokens {
		if s.Overlaps(d.Tokens[i].Span) {
			out = append(out, i)
		}
	}
	return out
}

// most is the highest probability of a label among words.
func (p *pairing) most(words []int, label string) (top float64) {
	k := slices.Index(p.h.labels, label)
	if k < 0 {
		return 0
	}
	for _, i := range words {
		top = max(top, softmax(p.score(i))[k])
	}
	return top
}

// chances calls set with the probabilities of the labels of each of n words.
func (e *Engine) chances(s *scratch, name string, n int, set func(i int, p []float64)) {
	e.scores(s, e.heads[name], n, func(i int, scores []float32) { set(i, softmax(scores)) })
}

// softmax returns the probabilities of scores.
func softmax(scores []float32) []float64 {
	out := make([]float64, len(scores))
	top := math.Inf(-1)
	for i, v := range scores {
		out[i] = float64(v)
		top = max(top, out[i])
	}
	sum := 0.0
	for i := range out {
		out[i] = math.Exp(out[i] - top)
		sum += out[i]
	}
	for i := range out {
		out[i] /= sum
	}
	return out
}

// ranked returns all labels but the first, which is that of no event.
func ranked(labels []string, sum []float64) []TypeScore {
	total := 0.0
	for _, v := range sum[1:] {
		total += v
	}
	out := make([]TypeScore, 0, len(labels)-1)
	for i, l := range labels[1:] {
		out = append(out, TypeScore{l, sum[i+1] / total})
	}
	slices.SortStableFunc(out, func(a, b TypeScore) int { return cmp.Compare(b.Score, a.Score) })
	return out
}
