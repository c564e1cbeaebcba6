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
	in, err := m.Linear("head."+c.Name+".1", -1, width)
	if err != nil {
		return nil, err
	}
	w, err := m.Float("head."+c.Name+".2.w", len(c.Labels), in.Out)
	if err != nil {
		return nil, err
	}
	b, err := m.Float("head."+c.Name+".2.b", len(c.Labels))
	if err != nil {
		return nil, err
	}
	out := m.NewMatrix(in.Out, len(c.Labels), func(i, o int) float32 { return w[o*in.Out+i] })
	return &head{c.Labels, in, out, b}, nil
}

// label calls set with the best label of each of n words.
func (e *Engine) label(s *scratch, name string, n int, set func(i int, label string)) {
	h := e.heads[name]
	if h == nil {
		return
	}
	s.quant.Set(s.x, n, e.width)
	s.hidden = grow(s.hidden, n*h.in.Out)
	s.out = grow(s.out, h.out.Stride)
	h.in.Apply(s.hidden, &s.quant)
	encoder.GELU(s.hidden)
	for i := range n {
		h.out.Apply(s.out, s.hidden[i*h.in.Out:])
		best, top := 0, s.out[0]+h.bias[0]
		for j := 1; j < len(h.labels); j++ {
			if v := s.out[j] + h.bias[j]; v > top {
				best, top = j, v
			}
		}
		set(i, h.labels[best])
	}
}

func grow(s []float32, n int) []float32 {
	if cap(s) < n {
		return make([]float32, n, n+n/4)
	}
	return s[:n]
}

// shapeOf returns the number of a word's shape.
func shapeOf(form string, first bool) int {
	var up, low, digit, other, n int
	title := true
	for _, r := range form {
		switch {
		case unicode.IsUpper(r):
			up++
			title = title && n == 0
		case unicode.IsLower(r):
			low++
			title = title && n > 0
		case unicode.IsDigit(r):
			digit++
		case unicode.IsPunct(r) || unicode.IsSymbol(r):
			other++
		}
		n++
	}
	shape := 0
	switch {
	case n == 0:
	case digit == n:
		shape = 6
	case digit > 0:
		shape = 7
	case other == n:
		return 8
	case up == 1 && n == 1:
		shape = 4
	case up > 1 && low == 0:
		shape = 3
	case low > 0 && up == 0:
		shape = 1
	case up == 1 && low > 0 && title:
		shape = 2
	case up > 0:
		shape = 5
	}
	if first && shape > 0 {
		shape += 8
	}
	return shape
}
