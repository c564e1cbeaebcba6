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

func dot(a, b []float32) (sum float32) {
	b = b[:len(a)]
	var s [4]float32
	for len(a) >= 4 && len(b) >= 4 {
		s[0] += float32(a[0] * b[0])
		s[1] += float32(a[1] * b[1])
		s[2] += float32(a[2] * b[2])
		s[3] += float32(a[3] * b[3])
		a, b = a[4:], b[4:]
	}
	for i := range a {
		sum += float32(a[i] * b[i])
	}
	return sum + s[0] + s[1] + s[2] + s[3]
}
