package annotate

import (
	"unicode"

	"readout/internal/encoder"
)

// A head gives every word one of its labels.
type head struct {
	labels []string
	in     *encoder.Linear
	out    *encoder.Matrix
	bias   []float32
}

func newHead(m *encoder.Model, c encoder.HeadCard, width int) (*head, error) {
	l := loader{m: m}
	in := l.linear("head."+c.Name+".1", -1, width)
	if l.err != nil {
		return nil, l.err
	}
	out, bias := l.matrix("head."+c.Name+".2", len(c.Labels), in.Out)
	return &head{c.Labels, in, out, bias}, l.err
}

// How many words have their hidden layer made at a time, and how many of these
// the scores of their labels.
const (
	hiddenRows = 1024
	headRows   = 16
)

// scores calls set with the scores of the labels of each of n words, which last until it returns.
func (e *Engine) scores(s *scratch, h *head, n int, set func(i int, scores []float32)) {
	s.out = grow(s.out, headRows*h.out.Stride)
	for from := 0; from < n; from += hiddenRows {
		to := min(from+hiddenRows, n)
		s.quant.Set(s.x[from*e.width:], to-from, e.width)
		s.hidden = grow(s.hidden, (to-from)*h.in.Out)
		h.in.Apply(s.hidden, &s.quant)
		encoder.GELU(s.hidden)
		for at := from; at < to; at += headRows {
			rows := min(headRows, to-at)
			h.out.ApplyRows(s.out, s.hidden[(at-from)*h.in.Out:], rows, h.in.Out)
			for i := range rows {
				row := s.out[i*h.out.Stride:][:len(h.labels)]
				for j, b := range h.bias {
					row[j] += b
				}
				set(at+i, row)
			}
		}
	}
}

// label calls set with the best label of each of n words.
func (e *Engine) label(s *scratch, name string, n int, set func(i int, label string)) {
	h := e.heads[name]
	if h == nil {
		return
	}
	e.scores(s, h, n, func(i int, scores []float32) { set(i, h.labels[top(scores)]) })
}

// top is the index of the highest score, the first of equal ones.
func top(scores []float32) int {
	best := 0
	for j, v := range scores {
		if v > scores[best] {
			best = j
		}
	}
	return best
}

func grow[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, n+n/4)
	}
	return s[:n]
}

// shapeOf returns the number of a word's shape, as training counts it.
func shapeOf(form string, first bool) int {
	var letters, up, digits, marks, n int
	title := false
	for _, r := range form {
		n++
		switch {
		case unicode.IsLetter(r):
			letters++
			if unicode.IsUpper(r) {
				up++
				title = title || letters == 1
			}
		case unicode.IsDigit(r):
			digits++
		case unicode.IsPunct(r) || unicode.IsSymbol(r):
			marks++
		}
	}
	if letters+digits == 0 {
		if n > 0 && marks == n {
			return 8
		}
		return 0
	}
	shape := 5
	switch {
	case digits == n:
		shape = 6
	case digits > 0:
		shape = 7
	case up == 0:
		shape = 1
	case letters == 1:
		shape = 4
	case up == letters:
		shape = 3
	case title && up == 1:
		shape = 2
	}
	if first {
		shape += 8
	}
	return shape
}
