package annotate

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
)

//go:embed chains.tsv
var chainsTable string

const linkWidth = 32

// A linker scores whether a mention goes with an earlier one: a layer of
// linkWidth units and, beside it, a sum. Each row has the weights of one input
// to the units and, last, to the sum.
type linker struct {
	later, earlier, pair, number [][]float32
	bias, out                    []float32
}

// newLinker reads a table, of which an empty one is no linker: on each line a kind of row and its weights.
func newLinker(table string) (*linker, error) {
	if table == "" {
		return nil, nil
	}
	l := &linker{}
	n := 0
	for line := range strings.Lines(table) {
		n++
		kind, rest, _ := strings.Cut(strings.TrimSpace(line), "\t")
		if kind == "" || kind[0] == '#' {
			continue
		}
		var row []float32
		for f := range strings.FieldsSeq(rest) {
			v, err := strconv.ParseFloat(f, 32)
			if err != nil {
				return nil, fmt.Errorf("table of chains, line %d: %w", n, err)
			}
			row = append(row, float32(v)/1000)
		}
		if len(row) != linkWidth+1 {
			return nil, fmt.Errorf("table of chains, line %d: %d weights, not %d", n, len(row), linkWidth+1)
		}
		switch kind {
		case "later":
			l.later = append(l.later, row)
		case "earlier":
			l.earlier = append(l.earlier, row)
		case "pair":
			l.pair = append(l.pair, row)
		case "number":
			l.number = append(l.number, row)
		case "bias":
			l.bias = row
		case "out":
			l.out = row
		}
	}
	if len(l.later) != size(ownBlocks) || len(l.earlier) != size(ownBlocks) || len(l.pair) != size(pairBlocks) || len(l.number) != pairNumbers || l.bias == nil || l.out == nil {
		return nil, fmt.Errorf("table of chains: not the rows of this program's features")
	}
	return l, nil
}

// score is that of mention i with the k-th of its earlier mentions; above 0 they go together.
func (c *candidates) score(l *linker, i, k int) float32 {
	if c.later == nil {
		c.later, c.before, c.hidden = sums(l.later, c.own), sums(l.earlier, c.own), make([]float32, linkWidth+1)
	}
	h := c.hidden
	a, b := c.later[i][:len(h)], c.before[c.earlier[i][k]][:len(h)]
	for u := range h {
		h[u] = a[u] + b[u] + l.bias[u]
	}
	for _, id := range c.pairs[i][k*len(pairBlocks):][:len(pairBlocks)] {
		for u, w := range l.pair[id][:len(h)] {
			h[u] += w
		}
	}
	for n, v := range c.numbers[i][k*pairNumbers:][:pairNumbers] {
		for u, w := range l.number[n][:len(h)] {
			h[u] += float32(v * w)
		}
	}
	sum := h[linkWidth]
	for u, w := range l.out[:linkWidth] {
		if h[u] > 0 {
			sum += float32(h[u] * w)
		}
	}
	return sum
}

// sums adds up the rows of each mention's features.
func sums(rows [][]float32, own [][]int16) [][]float32 {
	out := make([][]float32, len(own))
	for i, list := range own {
		sum := make([]float32, linkWidth+1)
		for _, id := range list {
			for u, w := range rows[id][:len(sum)] {
				sum[u] += w
			}
		}
		out[i] = sum
	}
	return out
}
