package annotate

import (
	"math"

	"readout/internal/lang"
)

const (
	nearMentions = 60 // earlier mentions that are compared with each
	farMentions  = 40 // and more of those further back that share a word
)

// chains joins the mentions of one thing: each mention goes to the earlier one
// that it fits best, if any fits.
func (e *Engine) chains(d *lang.Doc, s *scratch) {
	if e.tree == nil || e.linker == nil {
		return
	}
	t := lang.NewTree(d)
	all := refersOf(d, t)
	c := gather(d, t, all, e.pairVectors(s, all))
	d.Chains = joined(all, c.best(e.linker))
}

// best returns for each mention the earlier one that it goes with, -1 for none.
func (c *candidates) best(l *linker) []int {
	link := make([]int, len(c.all))
	for i := range c.all {
		best, top := -1, float32(0)
		for k, j := range c.earlier[i] {
			if v := c.score(l, i, k); v > top {
				best, top = j, v
			}
		}
		link[i] = best
	}
	return link
}

// joined follows the links; mentions that stay alone make no chain.
func joined(all []refers, link []int) []lang.Chain {
	var out []lang.Chain
	chain := make([]int, len(all)) // 1 + index in out
	for i, j := range link {
		if j < 0 {
			continue
		}
		if chain[j] == 0 {
			out = append(out, lang.Chain{Mentions: []lang.Mention{all[j].Mention}})
			chain[j] = len(out)
		}
		chain[i] = chain[j]
		at := &out[chain[j]-1]
		at.Mentions = append(at.Mentions, all[i].Mention)
	}
	return out
}

// A candidates holds the mentions of a document and what is known of each and
// of each with the earlier ones it may go with.
type candidates struct {
	all     []refers
	own     [][]int16
	earlier [][]int     // for each mention, nearest first
	pairs   [][]int16   // for each mention, the features of all its pairs
	numbers [][]float32 // for each mention, the numbers of all its pairs
	later   [][]float32 // hidden layers from the mentions alone, as the later one
	before  [][]float32 // and as the earlier one
	hidden  []float32
}

// A comparer tells numbers of two mentions, of as many earlier ones as follow a begin.
type comparer interface {
	begin(i int)
	numbers(list []float32, i, j int) []float32
}

func gather(d *lang.Doc, t *lang.Tree, all []refers, vec comparer) *candidates {
	c := &candidates{all: all}
	n := len(c.all)
	counts := map[string]int{}
	for i := range c.all {
		counts[c.all[i].lemma]++
	}
	seen := map[string][]int{}
	c.own, c.earlier, c.pairs, c.numbers = make([][]int16, n), make([][]int, n), make([][]int16, n), make([][]float32, n)
	for i := range c.all {
		m := &c.all[i]
		before := flag(len(seen[m.lemma]) > 0)
		for j := i - 1; j >= max(0, i-nearMentions); j-- {
			c.earlier[i] = append(c.earlier[i], j)
		}
		if m.class >= className {
			list := seen[m.lemma]
			for k := len(list) - 1; k >= 0 && len(c.earlier[i]) < nearMentions+farMentions; k-- {
				if list[k] < i-nearMentions {
					c.earlier[i] = append(c.earlier[i], list[k])
				}
			}
		}
		c.own[i] = own(d, t, c.all, i, counts, before)
		vec.begin(i)
		for _, j := range c.earlier[i] {
			c.pairs[i] = pair(d, c.pairs[i], c.all, i, j)
			c.numbers[i] = vec.numbers(c.numbers[i], i, j)
		}
		seen[m.lemma] = append(seen[m.lemma], i)
	}
	return c
}

// pairNumbers is how many numbers each pair has.
const pairNumbers = 2

// vectors compares mentions by the vectors of their heads.
type vectors struct {
	width int
	rows  [][]float32
	norm  []float32
}

func (e *Engine) pairVectors(s *scratch, all []refers) *vectors {
	v := &vectors{width: e.model.Card.Width}
	for i := range all {
		row := s.x[all[i].Head*e.width:][:v.width]
		v.rows = append(v.rows, row)
		v.norm = append(v.norm, float32(math.Sqrt(float64(dot(row, row))))+1e-6)
	}
	return v
}

func (v *vectors) begin(int) {}

// numbers appends the numbers of mention i with the earlier mention j.
func (v *vectors) numbers(list []float32, i, j int) []float32 {
	return append(list, 0, dot(v.rows[i], v.rows[j])/(v.norm[i]*v.norm[j]))
}

func dot(a, b []float32) (sum float32) {
	b = b[:len(a)]
	var s [4]float32
	for len(a) >= 4 && len(b) >= 4 {
		s[0] += float32(a[0] * b[0])
		s[1] += float32(a[1] * b[1])
		s[2] += float32(a[2] * b[2])
		s[3] += float32(a[3] * b[3])
		a, b = a[4:], b[4:]
	}
	for i := range a {
		sum += float32(a[i] * b[i])
	}
	return sum + s[0] + s[1] + s[2] + s[3]
}
