package annotate

import (
	"math"
	"slices"

	"readout/internal/encoder"
	"readout/internal/lang"
)

// castNumbers is how many numbers tell of a phrase beside its vectors.
const castNumbers = 5

// A castHead weighs whether a phrase is the actor or the recipient of an event:
// by the vectors of the trigger, of the phrase and of all mentions of its actor,
// and by how likely the phrase seemed without them. train/cast.py learns it.
type castHead struct {
	kinds   map[string]int  // by kind of act
	trigger *encoder.Linear // of a trigger's vector: what is added, and what weighs the phrase's second half
	phrase  *encoder.Linear // of a phrase's vector: what is added, and what the trigger weighs
	actor   *encoder.Linear // of the mean vector of an actor's mentions
	kind    []float32       // by kind of act
	away    []float32       // for a phrase of the sentence, for an actor that it does not name
	perceptron
}

// newCastHead returns the head of a model, nil where it has none. The kinds of
// acts are PLOVER types, and one for acts all of whose parties act.
func newCastHead(m *encoder.Model, width int, types []string) (*castHead, error) {
	if !m.Has("cast.trigger.w") {
		return nil, nil
	}
	h := &castHead{kinds: map[string]int{lang.Mutual: len(types)}}
	for n, t := range types {
		h.kinds[t] = n
	}
	l := loader{m: m}
	h.trigger, h.phrase, h.actor = l.linear("cast.trigger", 2*hidden, width), l.linear("cast.phrase", 2*hidden, width), l.linear("cast.actor", hidden, width)
	h.kind, h.away = l.float("cast.kind", len(types)+1, hidden), l.float("cast.away", 2, hidden)
	h.perceptron = l.perceptron("cast", castNumbers, 2)
	return h, l.err
}

// A caster weighs the phrases of one document.
type caster struct {
	h       *castHead
	vectors []float32 // of each token
	width   int
	means   map[int][]float32 // of the actor whose first mention a token is: the mean vector of all, as far as asked for
	quant   encoder.Quant
}

// cast hands the words' vectors over to the document, and lets its phrases be weighed by them.
func (e *Engine) cast(d *lang.Doc, s *scratch) {
	d.Vectors, s.x = s.x, nil
	if e.caster != nil {
		d.Caster = &caster{h: e.caster, vectors: d.Vectors, width: e.width, means: map[int][]float32{}}
	}
}

// Cast weighs the phrases beside a trigger anew.
func (c *caster) Cast(trigger int, kind string, phrases []lang.Phrase) {
	n := len(phrases)
	k, ok := c.h.kinds[kind]
	if n == 0 || !ok {
		return
	}
	own, whole, numbers := make([]float32, 0, n*c.width), make([]float32, 0, n*c.width), make([]float32, 0, n*castNumbers)
	for i := range phrases {
		p := &phrases[i]
		mean := c.mean(p.Mentions)
		if whole = append(whole, mean...); p.Token >= 0 {
			mean = c.row(p.Token)
		}
		own, numbers = append(own, mean...), append(numbers, castKnown(trigger, p)...)
	}
	told, phrase, actor := c.apply(c.h.trigger, c.row(trigger)), c.apply(c.h.phrase, own), c.apply(c.h.actor, whole)
	x := make([]float32, n*hidden)
	for i := range phrases {
		away := c.h.away[:hidden]
		if phrases[i].Token < 0 {
			away = c.h.away[hidden:]
		}
		add, weighed := phrase[i*2*hidden:][:hidden], phrase[(i*2+1)*hidden:][:hidden]
		for j := range hidden {
			sum := c.h.kind[k*hidden+j] + away[j] + told[j] + add[j] + actor[i*hidden+j]
			x[i*hidden+j] = sum + float32(told[hidden+j]*weighed[j])
		}
	}
	scores := c.h.scores(x, numbers, n)
	for i := range phrases {
		p, row := &phrases[i], scores[i*c.h.out.Stride:]
		p.Actor, p.Recipient = c.h.weigh(0, p.Actor, row[0]), c.h.weigh(1, p.Recipient, row[1])
	}
}

// apply returns what a layer makes of vectors, normalised.
func (c *caster) apply(l *encoder.Linear, vectors []float32) []float32 {
	n := len(vectors) / c.width
	rows, out := make([]float32, len(vectors)), make([]float32, n*l.Out)
	normals(rows, vectors, c.width)
	c.quant.Set(rows, n, c.width)
	l.Apply(out, &c.quant)
	return out
}

// row is the vector of a token.
func (c *caster) row(tok int) []float32 { return c.vectors[tok*c.width:][:c.width] }

// mean is the mean vector of an actor's mentions.
func (c *caster) mean(mentions []int) []float32 {
	if len(mentions) == 0 {
		return make([]float32, c.width)
	}
	if mean := c.means[mentions[0]]; mean != nil {
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
	c.means[mentions[0]] = mean
	return mean
}

// castKnown is what is known of a phrase beside its vectors, in numbers of like
// size: how likely it is actor and recipient, how far back the actor's last
// mention stands, how many there are, and whether all stand after the trigger.
func castKnown(trigger int, p *lang.Phrase) []float32 {
	back, none := float32(2.5), float32(1)
	if before, _ := slices.BinarySearch(p.Mentions, trigger); before > 0 {
		back, none = float32(math.Log1p(float64(trigger-p.Mentions[before-1]))/3), 0
	}
	return []float32{odd(p.Actor) / 3, odd(p.Recipient) / 3, back, float32(math.Log1p(float64(len(p.Mentions))) / 2), none}
}
