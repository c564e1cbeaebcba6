package annotate

import (
	_ "embed"
	"math"
	"slices"

	"readout/internal/lang"
)

//go:embed attribution.tsv
var attributionTable string

const (
	reach      = 8   // sentences of its paragraph, before and after its own, that a cue's content is looked for in
	reachWords = 300 // words of that window on each side, about
)

// attribution finds cues and, for each, the words of its source and content
// (Newell, Margolin and Ruths 2018).
func (e *Engine) attribution(d *lang.Doc, s *scratch) {
	p := e.pairing(s, "attr", len(d.Tokens))
	c := newContext(d)
	e.cues(c, s)
	if p == nil {
		return
	}
	view := &cueContext{context: c}
	for n, sent := range d.Sentences {
		for _, r := range runs(sent.First, sent.First+sent.N, func(i int) bool { return d.Tokens[i].Cue }) {
			from, to := c.window(n)
			a := lang.Attribution{Cue: []lang.Span{span(d, r)}}
			e.parts(view, p, s, r, from, to, &a)
			if len(a.Source)+len(a.Content) > 0 {
				d.Attributions = append(d.Attributions, a)
			}
		}
	}
}

// window is the words where the source and content of a cue in sentence n are
// looked for: its paragraph and the sentences beside.
func (c *context) window(n int) (from, to int) {
	all := c.d.Sentences
	title := all[n].Paragraph < 0
	in := func(k int) bool {
		return k >= 0 && k < len(all) && (all[k].Paragraph < 0) == title
	}
	first, last, words := n, n, 0
	for in(first-1) && n-first < reach && words < reachWords && (first == n || all[first].Paragraph == all[n].Paragraph) {
		first--
		words += all[first].N
	}
	for words = 0; in(last+1) && last-n < reach && words < reachWords && (last == n || all[last].Paragraph == all[n].Paragraph); {
		last++
		words += all[last].N
	}
	return all[first].First, min(all[last].First+all[last].N, len(c.d.Tokens))
}

// cues marks the words of cues.
func (e *Engine) cues(c *context, s *scratch) {
	h := e.heads["cue"]
	if h == nil {
		return
	}
	odds := make([]float32, len(c.d.Tokens))
	out := slices.Index(h.labels, "O")
	e.chances(s, "cue", len(odds), func(i int, p []float64) {
		none := 1e-9
		if out >= 0 {
			none = max(none, p[out])
		}
		odds[i] = float32(math.Log(max(1-none, 1e-9) / none))
	})
	for _, sent := range c.d.Sentences {
		from, to := sent.First, min(sent.First+sent.N, len(odds))
		s.lattice.cueLattice(c, e.cueSegments, odds, from, to)
		for k, kind := range s.lattice.best() {
			c.d.Tokens[from+k].Cue = kind == 1
		}
	}
}

// cueLattice weighs the words of a sentence as those of a cue.
func (l *lattice) cueLattice(c *context, g *segmenter, odds []float32, from, to int) {
	l.reset(to - from)
	for i := from; i < to; i++ {
		o := &l.odds[i-from]
		*o = [kinds]float32{odds[i]*g.scale[0] + g.bias[0], -100}
		c.cueWord(i, odds[i], func(name []byte) { o[0] += g.word[string(name)][0] })
	}
	l.borders(c, g, from, to)
	for i := from + 1; i < to; i++ {
		sum := &l.edge[i-from]
		c.cueBorder(odds[i-1], odds[i], func(name []byte) { add(sum, g.edge[string(name)]) })
	}
}

// borders weighs the borders of a window, whatever the cue.
func (l *lattice) borders(c *context, g *segmenter, from, to int) {
	for i := from; i <= to; i++ {
		sum := &l.edge[i-from]
		c.border(i, from, to, func(name []byte) { add(sum, g.edge[string(name)]) })
	}
}

func add(sum *[2 * kinds]float32, w [2 * kinds]float32) {
	for k, v := range w {
		sum[k] += v
	}
}

// cueBorder names the step in the odds at a border between two words.
func (c *context) cueBorder(before, after float32, f func(name []byte)) {
	c.emit(f, "h", level(before), level(after))
}

// cueWord names what tells whether a word is of a cue.
func (c *context) cueWord(i int, odds float32, f func(name []byte)) {
	c.emit(f, "h", level(odds))
	c.emit(f, "h", level(odds), c.d.Tokens[i].UPOS)
	c.emit(f, "c", c.class[i])
	c.emit(f, "r", c.rel(i), c.d.Tokens[i].UPOS)
	if c.quote[i] > 0 {
		c.emit(f, "q")
	}
	if c.d.Tokens[i].Says {
		c.emit(f, "says")
	}
	for _, k := range c.tree.Kids(i) {
		switch r := c.rel(k); r {
		case "ccomp", "xcomp", "parataxis", "nsubj", "nsubj:pass", "obj", "acl":
			c.emit(f, "k", r, c.d.Tokens[i].UPOS)
		}
	}
	if h := c.tree.Head(i); h >= 0 {
		c.emit(f, "h", c.rel(i), c.d.Tokens[h].UPOS)
	}
}

// parts sets the source and content of a cue.
func (e *Engine) parts(v *cueContext, p *pairing, s *scratch, cue run, from, to int, a *lang.Attribution) {
	v.of(cue, from, to)
	s.lattice.partLattice(v, e.partSegments, p, from, to)
	path := s.lattice.best()
	for _, r := range runs(from, to, func(i int) bool { return path[i-from] == 1 }) {
		a.Source = append(a.Source, span(v.d, r))
		for i := r.first; i <= r.last; i++ {
			v.d.Tokens[i].Source = true
		}
	}
	for _, r := range runs(from, to, func(i int) bool { return path[i-from] == 2 }) {
		a.Content = append(a.Content, span(v.d, r))
		for i := r.first; i <= r.last; i++ {
			v.d.Tokens[i].Quoted = true
		}
	}
}

// partLattice weighs the words of a window as those of a source and a content.
func (l *lattice) partLattice(v *cueContext, g *segmenter, p *pairing, from, to int) {
	l.reset(to - from)
	p.beside(v.first)
	v.odds = v.odds[:0]
	source, content := slices.Index(p.h.labels, "source"), slices.Index(p.h.labels, "content")
	for i := from; i < to; i++ {
		o := &l.odds[i-from]
		*o = [kinds]float32{-100, -100}
		raw := *o
		if !v.in(i) {
			scores := p.score(i)
			for k, at := range [kinds]int{source, content} {
				if at >= 0 {
					raw[k] = scores[at] - scores[0]
					o[k] = raw[k]*g.scale[k] + g.bias[k]
				}
			}
		}
		v.odds = append(v.odds, raw)
		if v.in(i) {
			continue
		}
		v.word(i, func(name []byte) {
			w := g.word[string(name)]
			o[0], o[1] = o[0]+w[0], o[1]+w[1]
		})
	}
	l.borders(v.context, g, from, to)
	for i := from; i <= to; i++ {
		sum := &l.edge[i-from]
		v.near(i, to, func(name []byte) { add(sum, g.edge[string(name)]) })
	}
}

// A run is a stretch of words, both ends within it.
type run struct{ first, last int }

// runs returns the longest stretches of from..to whose words all hold.
func runs(from, to int, is func(i int) bool) []run {
	var out []run
	for i := from; i < to; i++ {
		if !is(i) {
			continue
		}
		if k := len(out) - 1; k >= 0 && out[k].last == i-1 {
			out[k].last = i
		} else {
			out = append(out, run{i, i})
		}
	}
	return out
}

func span(d *lang.Doc, r run) lang.Span {
	return lang.Span{Start: d.Tokens[r.first].Start, End: d.Tokens[r.last].End}
}
