package annotate

import (
	"math"

	"readout/internal/lang"
)

// pairNumbers is how many numbers each pair of mentions has: the score of the
// model's own head for pairs within a window, its part above and below 0, and
// for descriptions and names the likeness of the heads' vectors.
const pairNumbers = 3

// vectors compares mentions by the vectors of their heads.
type vectors struct {
	all  []refers
	rows [][]float32
	norm []float32
	dep  [][]float32 // of each mention as the later one, nil where the model has no head for it
	form [][]float32 // and as the earlier one, to meet those
}

// compare gathers the vectors of the mentions.
func (e *Engine) compare(d *lang.Doc, s *scratch, all []refers) *vectors {
	v := &vectors{all: all}
	p := e.pairing(s, "coref", len(d.Tokens))
	for i := range all {
		at := all[i].Head
		row := s.x[at*e.width:][:e.model.Card.Width]
		v.rows = append(v.rows, row)
		v.norm = append(v.norm, float32(math.Sqrt(float64(dot(row, row))))+1e-6)
		if p != nil {
			w := p.h.dep.Out
			p.beside(at)
			v.form = append(v.form, append([]float32(nil), p.form[:w+1]...))
			v.dep = append(v.dep, p.dep[at*w:][:w])
		}
	}
	return v
}

// numbers appends the numbers of mention i with the earlier mention j.
func (v *vectors) numbers(list []float32, i, j int) []float32 {
	var score, like float32
	if v.dep != nil {
		form, dep := v.form[j], v.dep[i]
		score = (dot(dep, form) + form[len(dep)]) / 4
	}
	if v.all[i].class >= className && v.all[j].class >= className {
		like = dot(v.rows[i], v.rows[j]) / (v.norm[i] * v.norm[j])
	}
	return append(list, max(score, 0), min(score, 0), like)
}

func dot(a, b []float32) float32 {
	b = b[:len(a)]
	var s0, s1, s2, s3, s4, s5, s6, s7 float32
	for len(a) >= 8 && len(b) >= 8 {
		x, y := (*[8]float32)(a), (*[8]float32)(b)
		s0 += float32(x[0] * y[0])
		s1 += float32(x[1] * y[1])
		s2 += float32(x[2] * y[2])
		s3 += float32(x[3] * y[3])
		s4 += float32(x[4] * y[4])
		s5 += float32(x[5] * y[5])
		s6 += float32(x[6] * y[6])
		s7 += float32(x[7] * y[7])
		a, b = a[8:], b[8:]
	}
	for i := range a {
		s0 += float32(a[i] * b[i])
	}
	return s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7
}
