package annotate

import (
	"slices"

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
	c := gather(d, t, all, e.compare(d, s, all))
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
	later   []linkRow   // hidden layers from the mentions alone, as the later one
	before  []linkRow   // and as the earlier one
}

// A comparer appends the numbers of a mention with an earlier one.
type comparer interface {
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
		for _, w := range m.keys() {
			c.earlier[i] = further(c.earlier[i], seen[w], i-nearMentions)
		}
		c.own[i] = own(d, t, c.all, i, counts, before)
		c.pairs[i] = make([]int16, 0, len(c.earlier[i])*len(pairBlocks))
		c.numbers[i] = make([]float32, 0, len(c.earlier[i])*pairNumbers)
		rivals := 0
		for _, j := range c.earlier[i] {
			c.pairs[i] = pair(d, c.pairs[i], c.all, i, j, rivals)
			rivals += flag(rivals < 5 && fits(m, &c.all[j]))
			c.numbers[i] = vec.numbers(c.numbers[i], i, j)
		}
		for _, w := range m.keys() {
			seen[w] = append(seen[w], i)
		}
	}
	return c
}

// further adds to list the last of seen that come before a mention and are not in it yet.
func further(list, seen []int, before int) []int {
	for k := len(seen) - 1; k >= 0 && len(list) < nearMentions+farMentions; k-- {
		if seen[k] < before && !slices.Contains(list[min(len(list), nearMentions):], seen[k]) {
			list = append(list, seen[k])
		}
	}
	return list
}

// keys are the words by which a mention is found again from far: the head, and those of a name.
func (m *refers) keys() []string {
	if m.class < className {
		return nil
	}
	keys := []string{m.lemma}
	for _, w := range m.names {
		if len(w) > 3 && w != m.lemma {
			keys = append(keys, w)
		}
	}
	return keys
}
