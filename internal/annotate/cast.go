package annotate

import (
	"math"
	"sort"

	"readout/internal/encoder"
	"readout/internal/lang"
)

// castWide is how many numbers tell of a phrase beside its vectors, castHidden
// the width of what is made of all.
const (
	castWide   = 5
	castHidden = 128
)

// mutualKind is the kind of act all of whose parties act.
const mutualKind = "MUTUAL"

// A castHead weighs whether a phrase is the actor or the recipient of an event:
// by the vectors of the trigger, of the phrase and of all mentions of its actor,
// and by how likely the phrase seemed without them. It is a perceptron with one
// residual block; train/cast.py learns it.
type castHead struct {
	kinds   map[string]int  // by PLOVER type
	trigger *encoder.Linear // of a trigger's vector: what is added, and what weighs the phrase's second half
	phrase  *encoder.Linear // of a phrase's vector: what is added, and what the trigger weighs
	actor   *encoder.Linear // of the mean vector of an actor's mentions
	kind    []float32       // by kind of act
	away    []float32       // for a phrase of the sentence, for an actor that it does not name
	numbers *encoder.Matrix // of castWide numbers
	up      *encoder.Matrix // the block
	down    *encoder.Matrix //
	bias    [3][]float32    // of numbers, up and down
	out     *encoder.Matrix // for the actor's part and the recipient's
	last    [2]float32      // its bias
	keep    [2]float32      // how much of the odds without vectors is kept
}

// newCastHead returns the head of a model, nil where it has none.
func newCastHead(m *encoder.Model, width int, types []string) (*castHead, error) {
	if !m.Has("cast.trigger.w") {
		return nil, nil
	}
	h := &castHead{kinds: map[string]int{mutualKind: len(types)}}
	for n, t := range types {
		h.kinds[t] = n
	}
	l := loader{m: m}
	h.trigger, h.phrase, h.actor = l.linear("cast.trigger", 2*castHidden, width), l.linear("cast.phrase", 2*castHidden, width), l.linear("cast.actor", castHidden, width)
	h.kind, h.away = l.float("cast.kind", len(types)+1, castHidden), l.float("cast.away", 2, castHidden)
	h.numbers, h.bias[0] = l.matrix("cast.numbers", castHidden, castWide)
	h.up, h.bias[1] = l.matrix("cast.up", 2*castHidden, castHidden)
	h.down, h.bias[2] = l.matrix("cast.down", castHidden, 2*castHidden)
	var last []float32
	h.out, last = l.matrix("cast.out", 2, castHidden)
	keep := l.float("cast.keep", 2)
	if l.err != nil {
		return nil, l.err
	}
	h.last, h.keep = [2]float32(last), [2]float32(keep)
	return h, nil
}

// A loader reads a head's tensors, and remembers the first error.
type loader struct {
	m   *encoder.Model
	err error
}

func (l *loader) float(name string, dims ...int) []float32 {
	v, err := l.m.Float(name, dims...)
	if l.err == nil {
		l.err = err
	}
	return v
}

func (l *loader) linear(name string, out, in int) *encoder.Linear {
	v, err := l.m.Linear(name, out, in)
	if l.err == nil {
		l.err = err
	}
	return v
}

func (l *loader) matrix(name string, out, in int) (*encoder.Matrix, []float32) {
	w, b := l.float(name+".w", out, in), l.float(name+".b", out)
	if l.err != nil {
		return nil, nil
	}
	return l.m.NewMatrix(in, out, func(i, o int) float32 { return w[o*in+i] }), b
}

// A caster weighs the phrases of one document.
type caster struct {
	h       *castHead
	vectors []float32 // of each token
	width   int
	actors  map[int][]float32 // of the actor whose first mention a token is: the mean vector of all, as far as asked for
	quant   encoder.Quant
}

// cast keeps the words' vectors, and lets the document's phrases be weighed by them.
func (e *Engine) cast(d *lang.Doc, s *scratch) {
	d.Vectors = append([]float32(nil), s.x[:len(d.Tokens)*e.width]...)
	if e.caster == nil {
		return
	}
	d.Caster = &caster{h: e.caster, vectors: d.Vectors, width: e.width, actors: map[int][]float32{}}
}

// Cast weighs the phrases beside a trigger anew.
func (c *caster) Cast(trigger int, kind string, phrases []lang.Phrase) {
	n, d := len(phrases), castHidden
	k, ok := c.h.kinds[kind]
	if n == 0 || !ok {
		return
	}
	rows := make([]float32, (2*n+1)*c.width)
	normal(rows[2*n*c.width:], c.row(trigger))
	for i, p := range phrases {
		actor := c.actor(p.Mentions)
		normal(rows[(n+i)*c.width:][:c.width], actor)
		if p.Token >= 0 {
			actor = c.row(p.Token)
		}
		normal(rows[i*c.width:][:c.width], actor)
	}
	told, own, whole := make([]float32, 2*d), make([]float32, n*2*d), make([]float32, n*d)
	c.apply(c.h.trigger, told, rows[2*n*c.width:], 1)
	c.apply(c.h.phrase, own, rows, n)
	c.apply(c.h.actor, whole, rows[n*c.width:], n)
	x := make([]float32, n*d)
	for i := range phrases {
		row, known := x[i*d:][:d], numbers(trigger, &phrases[i])
		c.h.numbers.Apply(row, known[:])
		away := c.h.away[:d]
		if phrases[i].Token < 0 {
			away = c.h.away[d:]
		}
		for j := range row {
			sum := row[j] + c.h.bias[0][j] + c.h.kind[k*d+j] + away[j] + told[j] + own[i*2*d+j] + whole[i*d+j]
			row[j] = sum + float32(told[d+j]*own[i*2*d+d+j])
		}
	}
	c.block(x, n)
	scores := make([]float32, c.h.out.Stride)
	for i := range phrases {
		row := x[i*d:][:d]
		normal(row, row)
		c.h.out.Apply(scores, row)
		p := &phrases[i]
		p.Actor = c.h.weigh(0, p.Actor, scores[0])
		p.Recipient = c.h.weigh(1, p.Recipient, scores[1])
	}
}

// apply computes a layer of n rows.
func (c *caster) apply(l *encoder.Linear, out, rows []float32, n int) {
	c.quant.Set(rows, n, c.width)
	l.Apply(out, &c.quant)
}

// block adds to n rows what the block makes of them.
func (c *caster) block(x []float32, n int) {
	d := castHidden
	in, wide, back := make([]float32, n*d), make([]float32, n*2*d), make([]float32, n*d)
	for i := range n {
		normal(in[i*d:][:d], x[i*d:][:d])
	}
	c.h.up.ApplyRows(wide, in, n, d)
	for i := range wide {
		wide[i] += c.h.bias[1][i%(2*d)]
	}
	encoder.GELU(wide)
	c.h.down.ApplyRows(back, wide, n, 2*d)
	for i := range x {
		x[i] += back[i] + c.h.bias[2][i%d]
	}
}

// row is the vector of a token.
func (c *caster) row(tok int) []float32 { return c.vectors[tok*c.width:][:c.width] }

// actor is the mean vector of the mentions of an actor.
func (c *caster) actor(mentions []int) []float32 {
	if len(mentions) == 0 {
		return make([]float32, c.width)
	}
	if mean := c.actors[mentions[0]]; mean != nil {
		return mean
	}
	mean := make([]float32, c.width)
	for _, m := range mentions {
		for j, v := range c.row(m) {
			mean[j] += v
		}
	}
	for j := range mean {
		mean[j] /= float32(len(mentions))
	}
	c.actors[mentions[0]] = mean
	return mean
}

// numbers are what is known of a phrase beside its vectors, brought to like size.
func numbers(trigger int, p *lang.Phrase) [castWide]float32 {
	before := sort.SearchInts(p.Mentions, trigger)
	out := [castWide]float32{odd(p.Actor) / 3, odd(p.Recipient) / 3, 2.5, float32(math.Log1p(float64(len(p.Mentions))) / 2), 1}
	if before > 0 {
		out[2], out[4] = float32(math.Log1p(float64(trigger-p.Mentions[before-1]))/3), 0
	}
	return out
}

// leastOdd bounds a probability away from nought and one.
const leastOdd = 1e-4

// odd is the log odds of a probability.
func odd(p float64) float32 {
	p = min(max(p, leastOdd), 1-leastOdd)
	return float32(math.Log(p / (1 - p)))
}

// weigh is a probability of a part with the score of the vectors.
func (h *castHead) weigh(part int, p float64, score float32) float64 {
	x := float64(float32(h.keep[part]*odd(p))) + float64(score+h.last[part])
	return 1 / (1 + math.Exp(-x))
}

// normal sets out to x less its mean, with a variance of one (layer normalisation, Ba and others 2016).
func normal(out, x []float32) {
	var mean, square float64
	for _, v := range x {
		mean += float64(v)
	}
	mean /= float64(len(x))
	for _, v := range x {
		square += float64((float64(v) - mean) * (float64(v) - mean))
	}
	scale := 1 / math.Sqrt(square/float64(len(x))+1e-5)
	for j, v := range x {
		out[j] = float32((float64(v) - mean) * scale)
	}
}
