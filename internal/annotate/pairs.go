package annotate

import (
	"math"

	"readout/internal/encoder"
)

// A pairHead gives a word one of its labels in view of another word, by a
// biaffine form over both (Dozat and Manning 2017, eq. 6). Its first label says
// that the two have nothing to do with each other.
type pairHead struct {
	labels    []string
	dep, head *encoder.Linear
	rel       *encoder.Matrix // from the second word's vector to one vector for each label
}

func newPairHead(m *encoder.Model, c encoder.HeadCard, width int) (*pairHead, error) {
	l := loader{m: m}
	h := &pairHead{labels: c.Labels, dep: l.linear("pair."+c.Name+".dep", -1, width), head: l.linear("pair."+c.Name+".head", -1, width)}
	if l.err != nil {
		return nil, l.err
	}
	p, q := h.dep.Out+1, h.head.Out+1
	r := l.float("pair."+c.Name+".rel", len(c.Labels), p, q)
	if l.err != nil {
		return nil, l.err
	}
	h.rel = m.NewMatrix(q, len(c.Labels)*p, func(i, o int) float32 { return r[o*q+i] })
	return h, nil
}

// A pairing holds a document's words as one pair head sees them.
type pairing struct {
	h         *pairHead
	dep, head []float32
	in, form  []float32 // of the second word last given to beside
	scores    []float32
}

// pairing returns the words of a document as the named pair head sees them,
// nil where the model lacks it.
func (e *Engine) pairing(s *scratch, name string, n int) *pairing {
	h := e.pairs[name]
	if h == nil {
		return nil
	}
	p := &pairing{h: h, dep: make([]float32, n*h.dep.Out), head: make([]float32, n*h.head.Out),
		in: make([]float32, h.head.Out+1), form: make([]float32, h.rel.Stride), scores: make([]float32, len(h.labels))}
	s.quant.Set(s.x, n, e.width)
	h.dep.Apply(p.dep, &s.quant)
	h.head.Apply(p.head, &s.quant)
	encoder.GELU(p.dep)
	encoder.GELU(p.head)
	return p
}

// beside fixes the second word of the pairs that label and score look at.
func (p *pairing) beside(j int) {
	w := p.h.head.Out
	copy(p.in, p.head[j*w:(j+1)*w])
	p.in[w] = 1
	p.h.rel.Apply(p.form, p.in)
}

// score returns the scores of the labels of word i beside the fixed word. The
// slice is valid until the next call.
func (p *pairing) score(i int) []float32 {
	w := p.h.dep.Out
	for l := range p.scores {
		form := p.form[l*(w+1):]
		p.scores[l] = encoder.Dot(p.dep[i*w:(i+1)*w], form) + form[w]
	}
	return p.scores
}

// label returns the likeliest label of word i but the first, its probability,
// and that of the first.
func (p *pairing) label(i int) (best string, prob, none float32) {
	s := p.score(i)
	k, top := 1, s[0]
	for l := 1; l < len(s); l++ {
		top = max(top, s[l])
		if s[l] > s[k] {
			k = l
		}
	}
	var sum float64
	for _, v := range s {
		sum += math.Exp(float64(v - top))
	}
	at := func(l int) float32 { return float32(math.Exp(float64(s[l]-top)) / sum) }
	return p.h.labels[k], at(k), at(0)
}
