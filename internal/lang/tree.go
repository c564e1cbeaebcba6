package lang

import (
	"slices"
	"strings"
)

// A Tree walks the dependency trees of a Doc by indices into Doc.Tokens. Heads
// that point outside their sentence count as roots, and cycles end a walk, so
// that a bad parse never hangs a reader.
type Tree struct {
	doc  *Doc
	head []int
	kids [][]int
	sent []int
}

// NewTree indexes the trees of d.
func NewTree(d *Doc) *Tree {
	n := len(d.Tokens)
	t := &Tree{doc: d, head: make([]int, n), kids: make([][]int, n), sent: make([]int, n)}
	for i := range t.head {
		t.head[i], t.sent[i] = -1, -1
	}
	for si, s := range d.Sentences {
		for k := range s.N {
			i := s.First + k
			if i >= n {
				break
			}
			t.sent[i] = si
			if h := d.Tokens[i].Head; h >= 0 && h < s.N && h != k {
				t.head[i] = s.First + h
				t.kids[s.First+h] = append(t.kids[s.First+h], i)
			}
		}
	}
	return t
}

// Head returns the head of token i, -1 for a root.
func (t *Tree) Head(i int) int { return t.head[i] }

// Heads returns the heads of tokens, of each in turn but roots.
func (t *Tree) Heads(of []int) []int {
	var out []int
	for _, i := range of {
		if h := t.head[i]; h >= 0 {
			out = append(out, h)
		}
	}
	return out
}

// Sentence returns the index of the sentence that holds token i.
func (t *Tree) Sentence(i int) int { return t.sent[i] }

// Kids returns the dependents of token i in text order.
func (t *Tree) Kids(i int) []int { return t.kids[i] }

// Rel returns the relation of token i to its head.
func (t *Tree) Rel(i int) string { return t.doc.Tokens[i].Deprel }

// Children returns the dependents of i that have one of the relations.
func (t *Tree) Children(i int, rels ...string) []int {
	if i < 0 {
		return nil
	}
	var out []int
	for _, k := range t.kids[i] {
		if slices.Contains(rels, t.doc.Tokens[k].Deprel) {
			out = append(out, k)
		}
	}
	return out
}

// Child returns the first dependent of i with one of the relations, or -1.
func (t *Tree) Child(i int, rels ...string) int {
	if i < 0 {
		return -1
	}
	for _, k := range t.kids[i] {
		if slices.Contains(rels, t.doc.Tokens[k].Deprel) {
			return k
		}
	}
	return -1
}

// Subtree returns i and all that hangs from it, in text order.
func (t *Tree) Subtree(i int) []int {
	out := []int{i}
	seen := map[int]bool{i: true}
	for at := 0; at < len(out); at++ {
		for _, k := range t.kids[out[at]] {
			if !seen[k] {
				seen[k] = true
				out = append(out, k)
			}
		}
	}
	slices.Sort(out)
	return out
}

// Above returns the chain of heads of i, nearest first.
func (t *Tree) Above(i int) []int {
	var out []int
	for h := t.head[i]; h >= 0 && len(out) < 64; h = t.head[h] {
		out = append(out, h)
	}
	return out
}

// Under reports whether i is top or hangs from it.
func (t *Tree) Under(i, top int) bool {
	return i == top || slices.Contains(t.Above(i), top)
}

// Cover returns the span from the first to the last of the tokens.
func (t *Tree) Cover(toks []int) Span {
	if len(toks) == 0 {
		return Span{}
	}
	return Span{t.doc.Tokens[toks[0]].Start, t.doc.Tokens[toks[len(toks)-1]].End}
}

// Path names the way through the tree from one token to another: the relations
// up, each with "<", then those down, each with ">". It is "far" beyond four
// steps and "none" between sentences.
func (t *Tree) Path(from, to int) string {
	up := append([]int{from}, t.Above(from)...)
	down := append([]int{to}, t.Above(to)...)
	for n, x := range up {
		m := slices.Index(down, x)
		if m < 0 {
			continue
		}
		if n+m > 4 {
			return "far"
		}
		var b strings.Builder
		for _, u := range up[:n] {
			b.WriteString(plain(t.Rel(u)) + "<")
		}
		for k := m - 1; k >= 0; k-- {
			b.WriteString(">" + plain(t.Rel(down[k])))
		}
		return b.String()
	}
	return "none"
}

// plain drops the subtypes of relations but those that tell roles apart.
func plain(rel string) string {
	switch rel {
	case "nsubj:pass", "nmod:poss", "acl:relcl", "obl:agent":
		return rel
	}
	base, _, _ := strings.Cut(rel, ":")
	return base
}
