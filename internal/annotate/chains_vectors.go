package annotate

import (
	"math"

	"readout/internal/encoder"
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
		v.norm = append(v.norm, float32(math.Sqrt(float64(encoder.Dot(row, row))))+1e-6)
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
		score = (encoder.Dot(dep, form) + form[len(dep)]) / 4
	}
	if v.all[i].class >= className && v.all[j].class >= className {
		like = encoder.Dot(v.rows[i], v.rows[j]) / (v.norm[i] * v.norm[j])
	}
	return append(list, max(score, 0), min(score, 0), like)
}
