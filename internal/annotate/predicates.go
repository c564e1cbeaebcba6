package annotate

import (
	"math"

	"readout/internal/encoder"
	"readout/internal/lang"
)

// tellingFrom is the probability of some event from which a word counts as
// telling one.
const tellingFrom = 0.5

// predicates marks the words that tell an event, with its type, factuality and
// mode, and the words that tell that somebody says something.
func (e *Engine) predicates(d *lang.Doc, s *scratch) {
	n := len(d.Tokens)
	e.odds(s, "event", n, func(i int, l string, some float32) {
		t := &d.Tokens[i]
		if t.Guess, t.Told = l, some; some >= tellingFrom {
			t.Event = l
		}
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

// odds calls set with the likeliest label of each of n words but the first
// label, and the probability of any but the first.
func (e *Engine) odds(s *scratch, name string, n int, set func(i int, label string, some float32)) {
	h := e.heads[name]
	if h == nil || len(h.labels) < 2 {
		return
	}
	s.quant.Set(s.x, n, e.width)
	s.hidden = grow(s.hidden, n*h.in.Out)
	s.out = grow(s.out, h.out.Stride)
	h.in.Apply(s.hidden, &s.quant)
	encoder.GELU(s.hidden)
	for i := range n {
		h.out.Apply(s.out, s.hidden[i*h.in.Out:])
		none, best, sum := float64(s.out[0]+h.bias[0]), 1, 0.0
		for j := 1; j < len(h.labels); j++ {
			v := s.out[j] + h.bias[j]
			sum += math.Exp(float64(v) - none)
			if v > s.out[best]+h.bias[best] {
				best = j
			}
		}
		set(i, h.labels[best], float32(sum/(1+sum)))
	}
}
