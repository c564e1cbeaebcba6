package annotate

import (
	"math"
	"slices"
	"strings"

	"readout/internal/encoder"
	"readout/internal/lang"
)

const maxTree = 400 // words that are parsed together

// A treeHead scores arcs and their labels.
type treeHead struct {
	arcDep, arcHead, relDep, relHead *encoder.Linear
	arcRoot                          []float32
	arc                              *encoder.Linear // the form of a dependent, to meet the heads
	rel                              *encoder.Linear // from a head's vector to a form of each label, to meet the vectors of its dependents
	rels                             []string
}

func newTreeHead(m *encoder.Model, width int) (*treeHead, error) {
	h, l := &treeHead{rels: m.Card.Rels}, loader{m: m}
	h.arcDep, h.arcHead = l.linear("tree.arcdep", -1, width), l.linear("tree.archead", -1, width)
	h.relDep, h.relHead = l.linear("tree.reldep", -1, width), l.linear("tree.relhead", -1, width)
	if l.err != nil {
		return nil, l.err
	}
	a, b := h.arcDep.Out, h.arcHead.Out
	p, q := h.relDep.Out+1, h.relHead.Out+1
	h.arcRoot = l.float("tree.arcroot", b)
	u, v, r := l.float("tree.arc.u", a, b), l.float("tree.arc.v", b), l.float("tree.rel", len(h.rels), p, q)
	if l.err != nil {
		return nil, l.err
	}
	h.arc = m.NewLinear(b, a, func(o, i int) float32 { return u[i*b+o] }, v)
	bias := make([]float32, len(h.rels)*p)
	for o := range bias {
		bias[o] = r[o*q+q-1]
	}
	h.rel = m.NewLinear(len(bias), q-1, func(o, i int) float32 { return r[o*q+i] }, bias)
	return h, nil
}

func (e *Engine) trees(d *lang.Doc, s *scratch) {
	if e.tree == nil {
		return
	}
	for _, sent := range d.Sentences {
		words := min(sent.N, len(d.Tokens)-sent.First)
		if words <= 0 {
			continue
		}
		toks := d.Tokens[sent.First:][:words]
		for at := 0; at < words; at += maxTree {
			e.parse(toks[at:min(at+maxTree, words)], s.x[(sent.First+at)*e.width:], s, at)
		}
		partitives(toks)
		possessors(toks)
	}
}

// partitives mends what the head seldom saw at the beginning of a sentence: of "hundreds of protesters" the count is the head, the counted its nmod.
func partitives(toks []lang.Token) {
	for i := range len(toks) - 1 {
		if toks[i+1].Form != "of" || toks[i+1].Deprel != "case" || !counts[strings.ToLower(toks[i].Form)] {
			continue
		}
		switch n, counted := &toks[i], toks[i+1].Head; {
		case counted <= i+1:
		case toks[counted].Head == i:
			toks[counted].Deprel = "nmod"
		case n.Head == counted:
			n.Head, n.Deprel = toks[counted].Head, toks[counted].Deprel
			toks[counted].Head, toks[counted].Deprel = i, "nmod"
		}
	}
}

// possessors mends what never is: a mark of possession that belongs to a word after it marks the word before it, which is that one's possessor.
func possessors(toks []lang.Token) {
	for i := 1; i < len(toks); i++ {
		mark := &toks[i]
		if !possession[mark.Form] || mark.Deprel != "case" || mark.Head <= i || toks[i-1].UPOS != "PROPN" && toks[i-1].UPOS != "NOUN" {
			continue
		}
		owner, owned := i-1, mark.Head
		for toks[owner].Deprel == "flat" {
			owner = toks[owner].Head
		}
		if !under(toks, owned, owner) {
			mark.Head = owner
			toks[owner].Head, toks[owner].Deprel = owned, "nmod:poss"
		}
	}
}

// possession are the marks of it.
var possession = map[string]bool{"'s": true, "’s": true, "'": true, "’": true}

// under reports whether word i hangs from word top, or is it.
func under(toks []lang.Token, i, top int) bool {
	for n := 0; i >= 0 && n < len(toks); n++ {
		if i == top {
			return true
		}
		i = toks[i].Head
	}
	return false
}

// counts are the nouns of a rough count.
var counts = map[string]bool{"tens": true, "dozens": true, "scores": true, "hundreds": true, "thousands": true, "millions": true, "billions": true}

// parse sets the heads and relations of words that begin at word base of their sentence.
func (e *Engine) parse(toks []lang.Token, x []float32, s *scratch, base int) {
	h, n := e.tree, len(toks)
	s.arena.reset()
	heads := s.arena.arborescence(h.arcs(x, n, s))
	s.quant.Set(x, n, h.relDep.In)
	dep, hd := mlp(s, 0, h.relDep, n, nil), mlp(s, 1, h.relHead, n, nil)
	e.relate(toks, heads, dep, hd, s, base)
}

// arcs scores every head 0..n, 0 being the root, of every word 1..n.
func (h *treeHead) arcs(x []float32, n int, s *scratch) [][]float64 {
	s.quant.Set(x, n, h.arcDep.In)
	dep, hd := mlp(s, 0, h.arcDep, n, nil), mlp(s, 1, h.arcHead, n, h.arcRoot)
	b := h.arcHead.Out
	s.quant.Set(dep, n, h.arcDep.Out)
	s.out = grow(s.out, n*b)
	h.arc.Apply(s.out, &s.quant)
	score := s.arena.matrix(n + 1)
	for i := range n {
		row := s.out[i*b:][:b]
		for j := range score[i+1] {
			score[i+1][j] = float64(encoder.Dot(hd[j*b:(j+1)*b], row))
		}
	}
	return score
}

// mlp returns the vectors that a layer makes of the n words of s.quant, after first.
// They are valid until the next call with the same slot.
func mlp(s *scratch, slot int, l *encoder.Linear, n int, first []float32) []float32 {
	s.layers[slot] = grow(s.layers[slot], len(first)+n*l.Out)
	y := s.layers[slot]
	out := y[copy(y, first):]
	l.Apply(out, &s.quant)
	encoder.GELU(out)
	return y
}

// formsAt is how many heads have their forms made at a time: these are large.
const formsAt = 16

// relate labels the arcs.
func (e *Engine) relate(toks []lang.Token, heads []int, dep, hd []float32, s *scratch, base int) {
	h := e.tree
	p, q := h.relDep.Out, h.relHead.Out
	for i, from := range heads[1:] {
		toks[i].Head, toks[i].Deprel = base+from-1, "root"
		if from == 0 && base > 0 { // later parts of a very long sentence hang from the word before
			toks[i].Deprel = "parataxis"
		}
	}
	s.heads = append(s.heads[:0], heads[1:]...)
	slices.Sort(s.heads)
	for some := range slices.Chunk(slices.Compact(s.heads)[1:], formsAt) { // the first is the root
		s.row = grow(s.row, len(some)*q)
		for k, from := range some {
			copy(s.row[k*q:], hd[(from-1)*q:from*q])
		}
		s.quant.Set(s.row, len(some), q)
		s.out = grow(s.out, len(some)*h.rel.Out)
		h.rel.Apply(s.out, &s.quant)
		for i, from := range heads[1:] {
			if k, ok := slices.BinarySearch(some, from); ok {
				toks[i].Deprel = h.label(dep[i*p:(i+1)*p], s.out[k*h.rel.Out:])
			}
		}
	}
}

// label returns the best label but root of a dependent's vector by the form of its head.
func (h *treeHead) label(dep, form []float32) string {
	best, top := "root", float32(math.Inf(-1))
	for l, name := range h.rels {
		f := form[l*(len(dep)+1):]
		if score := encoder.Dot(dep, f) + f[len(dep)]; score > top && name != "root" {
			best, top = name, score
		}
	}
	return best
}
