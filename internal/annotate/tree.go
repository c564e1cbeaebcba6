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
	s.quant.Set(x, n, e.width)
	mlp := func(l *encoder.Linear) []float32 {
		y := make([]float32, n*l.Out)
		l.Apply(y, &s.quant)
		encoder.GELU(y)
		return y
	}
	dep, hd := mlp(h.arcDep), append(append([]float32{}, h.arcRoot...), mlp(h.arcHead)...)
	b := h.arcHead.Out
	row := make([]float32, h.u.Stride)
	score := make([][]float64, n+1)
	score[0] = make([]float64, n+1)
	for i := range n {
		h.u.Apply(row, dep[i*h.arcDep.Out:])
		sc := make([]float64, n+1)
		for j := range sc {
			var sum float32
			for k, v := range hd[j*b : (j+1)*b] {
				sum += float32(v * (row[k] + h.v[k]))
			}
			sc[j] = float64(sum)
		}
		score[i+1] = sc
	}
	heads := Arborescence(score)
	e.relate(toks, heads, mlp(h.relDep), append(append([]float32{}, h.relRoot...), mlp(h.relHead)...), base)
}

// relate labels the arcs.
func (e *Engine) relate(toks []lang.Token, heads []int, dep, hd []float32, base int) {
	h := e.tree
	p, q := h.relDep.Out, h.relHead.Out
	outer := make([]float32, (p+1)*(q+1))
	out := make([]float32, h.rel.Stride)
	for i := range toks {
		from := heads[i+1]
		hv := hd[from*q : (from+1)*q]
		for a := range p + 1 {
			v := float32(1)
			if a < p {
				v = dep[i*p+a]
			}
			row := outer[a*(q+1):][:q+1]
			for c, y := range hv {
				row[c] = v * y
			}
			row[q] = v
		}
		h.rel.Apply(out, outer)
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
