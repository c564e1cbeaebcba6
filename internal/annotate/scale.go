package annotate

import (
	"slices"

	"readout/internal/encoder"
	"readout/internal/lang"
)

// A scale weighs things that may belong to what some words tell: by the vectors
// of those words, of the words that name a thing and of all that tell of it, and
// by how likely it seemed without them. train/scales.py learns it.
type scale struct {
	kinds map[string]int
	of    *encoder.Linear // of the vector of what is told: what is added, and what weighs the second half of own
	own   *encoder.Linear // of that of the naming words: what is added, and what of weighs
	whole *encoder.Linear // of that of all words of a thing
	kind  []float32       // by kind
	sort  []float32       // by sort
	parts int             // how many odds an item has
	known int             // how many other numbers
	perceptron
}

// newScales returns the scales of a model by name.
func newScales(m *encoder.Model, width int) (map[string]*scale, error) {
	scales := map[string]*scale{}
	l := loader{m: m}
	for _, c := range m.Card.Scales {
		s := &scale{kinds: map[string]int{}, parts: c.Parts, known: c.Known}
		for n, k := range c.Kinds {
			s.kinds[k] = n
		}
		at := "scale." + c.Name
		s.of, s.own, s.whole = l.linear(at+".of", 2*c.Width, width), l.linear(at+".own", 2*c.Width, width), l.linear(at+".whole", c.Width, width)
		s.kind, s.sort = l.float(at+".kind", len(c.Kinds), c.Width), l.float(at+".sort", c.Sorts, c.Width)
		s.perceptron = l.perceptron(at, c.Parts+c.Known, c.Parts, c.Width)
		scales[c.Name] = s
	}
	return scales, l.err
}

// A weigher weighs what one document tells.
type weigher struct {
	scales  map[string]*scale
	vectors []float32 // of each token
	width   int
	means   map[wordList][]float32 // as far as asked for
	quant   encoder.Quant
}

// A wordList is a list of tokens, told by where it lies.
type wordList struct {
	first *int
	n     int
}

// scale hands the words' vectors over to the document, and lets things be weighed by them in a text of
// several sentences: scales are learnt of whole reports.
func (e *Engine) scale(d *lang.Doc, s *scratch) {
	d.Vectors, s.x = s.x, nil
	if len(d.Sentences) < 2 {
		return
	}
	d.Scales = &weigher{scales: e.scales, vectors: d.Vectors, width: e.width, means: map[wordList][]float32{}}
}

// Weigh sets the odds of items anew.
func (w *weigher) Weigh(name string, of []int, kind string, items []lang.Item) bool {
	s := w.scales[name]
	if s == nil {
		return false
	}
	k, ok := s.kinds[kind]
	if !ok || slices.ContainsFunc(items, func(x lang.Item) bool { return len(x.Odds) != s.parts || len(x.Known) != s.known }) {
		return false
	}
	n, numbers := len(items), s.parts+s.known
	own, whole, known := make([]float32, 0, n*w.width), make([]float32, 0, n*w.width), make([]float32, 0, n*numbers)
	for i := range items {
		own, whole = append(own, w.mean(items[i].Own)...), append(whole, w.mean(items[i].Whole)...)
		for _, x := range items[i].Odds {
			known = append(known, float32(bound(x)/oddsUnit))
		}
		known = append(known, items[i].Known...)
	}
	told, named, all := w.apply(s.of, w.mean(of)), w.apply(s.own, own), w.apply(s.whole, whole)
	hidden := s.perceptron.width
	x := make([]float32, n*hidden)
	for i := range items {
		row, add, weighed := x[i*hidden:][:hidden], named[i*2*hidden:][:hidden], named[(i*2+1)*hidden:][:hidden]
		for j := range row {
			sum := s.kind[k*hidden+j] + told[j] + add[j] + all[i*hidden+j]
			row[j] = sum + float32(told[hidden+j]*weighed[j])
		}
		if at := items[i].Sort * hidden; at < len(s.sort) {
			for j, v := range s.sort[at:][:hidden] {
				row[j] += v
			}
		}
	}
	scores := s.scores(x, known, n, &w.quant)
	for i := range items {
		for part, x := range items[i].Odds {
			items[i].Odds[part] = s.anew(part, x, scores[i*s.out.Stride+part])
		}
	}
	return true
}

// apply returns what a layer makes of vectors, normalised.
func (w *weigher) apply(l *encoder.Linear, vectors []float32) []float32 {
	n := len(vectors) / w.width
	rows, out := make([]float32, len(vectors)), make([]float32, n*l.Out)
	normals(rows, vectors, w.width)
	w.quant.Set(rows, n, w.width)
	l.Apply(out, &w.quant)
	return out
}

// mean is the mean vector of some tokens, of none nought.
func (w *weigher) mean(tokens []int) []float32 {
	switch len(tokens) {
	case 0:
		return make([]float32, w.width)
	case 1:
		return w.row(tokens[0])
	}
	key := wordList{&tokens[0], len(tokens)}
	if mean := w.means[key]; mean != nil {
		return mean
	}
	mean := make([]float32, w.width)
	for _, t := range tokens {
		for j, v := range w.row(t) {
			mean[j] += v
		}
	}
	for j := range mean {
		mean[j] /= float32(len(tokens))
	}
	w.means[key] = mean
	return mean
}

// row is the vector of a token.
func (w *weigher) row(tok int) []float32 { return w.vectors[tok*w.width:][:w.width] }
