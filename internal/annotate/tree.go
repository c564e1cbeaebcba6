package annotate

import (
	"readout/internal/encoder"
	"readout/internal/lang"
)

const maxTree = 400 // words that are parsed together

// A treeHead scores arcs and their labels.
type treeHead struct {
	arcDep, arcHead, relDep, relHead *encoder.Linear
	arcRoot, relRoot, v              []float32
	u, rel                           *encoder.Matrix
	rels                             []string
	root                             int // index of the label "root", -1 for none
}

func newTreeHead(m *encoder.Model, width int) (*treeHead, error) {
	h := &treeHead{rels: m.Card.Rels, root: -1}
	var err error
	load := func(name string, in int) (l *encoder.Linear) {
		if err == nil {
			l, err = m.Linear("tree."+name, -1, in)
		}
		return l
	}
	h.arcDep, h.arcHead, h.relDep, h.relHead = load("arcdep", width), load("archead", width), load("reldep", width), load("relhead", width)
	if err != nil {
		return nil, err
	}
	a, b := h.arcDep.Out, h.arcHead.Out
	p, q := h.relDep.Out+1, h.relHead.Out+1
	var u, r []float32
	float := func(at *[]float32, name string, dims ...int) {
		if err == nil {
			*at, err = m.Float("tree."+name, dims...)
		}
	}
	float(&h.arcRoot, "arcroot", b)
	float(&h.relRoot, "relroot", q-1)
	float(&h.v, "arc.v", b)
	float(&u, "arc.u", a, b)
	float(&r, "rel", len(h.rels), p, q)
	if err != nil {
		return nil, err
	}
	h.u = m.NewMatrix(a, b, func(i, o int) float32 { return u[i*b+o] })
	h.rel = m.NewMatrix(p*q, len(h.rels), func(i, o int) float32 { return r[o*p*q+i] })
	for i, l := range h.rels {
		if l == "root" {
			h.root = i
		}
	}
	return h, nil
}

func (e *Engine) trees(d *lang.Doc, s *scratch) {
	if e.tree == nil {
		return
	}
	for _, sent := range d.Sentences {
		for at := 0; at < sent.N; at += maxTree {
			n := min(maxTree, sent.N-at, len(d.Tokens)-sent.First-at)
			if n <= 0 {
				break
			}
			e.parse(d.Tokens[sent.First+at:][:n], s.x[(sent.First+at)*e.width:], s, at)
		}
	}
}

// parse sets the heads and relations of words that begin at word base of their sentence.
func (e *Engine) parse(toks []lang.Token, x []float32, s *scratch, base int) {
	h, n := e.tree, len(toks)
	s.arena.reset()
	heads := s.arena.arborescence(h.arcs(x, n, s))
	dep, hd := mlp(s, 0, h.relDep, n, nil), mlp(s, 1, h.relHead, n, h.relRoot)
	e.relate(toks, heads, dep, hd, s, base)
}

// arcs scores every head 0..n, 0 being the root, of every word 1..n.
func (h *treeHead) arcs(x []float32, n int, s *scratch) [][]float64 {
	s.quant.Set(x, n, h.arcDep.In)
	dep, hd := mlp(s, 0, h.arcDep, n, nil), mlp(s, 1, h.arcHead, n, h.arcRoot)
	b := h.arcHead.Out
	s.row = grow(s.row, h.u.Stride)
	row, score := s.row, s.arena.matrix(n+1)
	for i := range n {
		h.u.Apply(row, dep[i*h.arcDep.Out:])
		for k, v := range h.v {
			row[k] += v
		}
		for j := range score[i+1] {
			score[i+1][j] = float64(dot(hd[j*b:(j+1)*b], row))
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

// relate labels the arcs.
func (e *Engine) relate(toks []lang.Token, heads []int, dep, hd []float32, s *scratch, base int) {
	h := e.tree
	p, q := h.relDep.Out, h.relHead.Out
	const rows = 4 // words at a time, since the matrix is large
	s.outer, s.out = grow(s.outer, rows*(p+1)*(q+1)), grow(s.out, rows*h.rel.Stride)
	outer, scores := s.outer, s.out
	for i := range toks {
		if i%rows == 0 {
			n := min(rows, len(toks)-i)
			for k := range n {
				from := heads[i+k+1]
				cross(outer[k*(p+1)*(q+1):], dep[(i+k)*p:(i+k+1)*p], hd[from*q:(from+1)*q])
			}
			h.rel.ApplyRows(scores, outer, rows, (p+1)*(q+1))
		}
		from, out := heads[i+1], scores[i%rows*h.rel.Stride:]
		best := -1
		for l := range h.rels {
			if (l == h.root) == (from == 0) && (best < 0 || out[l] > out[best]) {
				best = l
			}
		}
		toks[i].Head, toks[i].Deprel = base+from-1, "root"
		if from == 0 {
			toks[i].Head = base - 1 // later parts of a very long sentence hang from the word before
			if base > 0 {
				toks[i].Deprel = "parataxis"
			}
		} else if best >= 0 {
			toks[i].Deprel = h.rels[best]
		}
	}
}

// cross sets out to all products of a value of a and one of b, each with a 1 at its end.
func cross(out, a, b []float32) {
	w := len(b) + 1
	for i := range len(a) + 1 {
		v := float32(1)
		if i < len(a) {
			v = a[i]
		}
		row := out[i*w:][:w]
		for j, y := range b {
			row[j] = v * y
		}
		row[w-1] = v
	}
}
