package annotate

import (
	_ "embed"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

//go:embed chains.tsv
var chainsTable string

const linkWidth = 32

// A linker scores whether a mention goes with an earlier one: a layer of
// linkWidth units and, beside it, a sum.
type linker struct {
	later, earlier, pair, number []linkRow
	bias, out                    linkRow
}

// A linkRow has the weights of an input to the units and, last, to the sum.
type linkRow [linkWidth + 1]float32

// newLinker reads a table, of which an empty one is no linker: on each line a kind of row and its weights.
func newLinker(table string) (*linker, error) {
	if table == "" {
		return nil, nil
	}
	rows := map[string][]linkRow{}
	n := 0
	for line := range strings.Lines(table) {
		n++
		kind, rest, _ := strings.Cut(strings.TrimSpace(line), "\t")
		if kind == "" || kind[0] == '#' {
			continue
		}
		weights := strings.Fields(rest)
		if len(weights) != linkWidth+1 {
			return nil, fmt.Errorf("table of chains, line %d: %d weights, not %d", n, len(weights), linkWidth+1)
		}
		var row linkRow
		for i, f := range weights {
			v, err := strconv.ParseFloat(f, 32)
			if err != nil {
				return nil, fmt.Errorf("table of chains, line %d: %w", n, err)
			}
			row[i] = float32(v) / 1000
		}
		rows[kind] = append(rows[kind], row)
	}
	for kind, n := range map[string]int{"later": size(ownBlocks), "earlier": size(ownBlocks), "pair": size(pairBlocks), "number": pairNumbers, "bias": 1, "out": 1} {
		if len(rows[kind]) != n {
			return nil, errors.New("table of chains: not the rows of this program's features")
		}
	}
	return &linker{rows["later"], rows["earlier"], rows["pair"], rows["number"], rows["bias"][0], rows["out"][0]}, nil
}

// score is that of mention i with the k-th of its earlier mentions; above 0 they go together.
func (c *candidates) score(l *linker, i, k int) float32 {
	if c.later == nil {
		c.later, c.before = sums(l.later, c.own), sums(l.earlier, c.own)
	}
	later, before := &c.later[i], &c.before[c.earlier[i][k]]
	pairs, numbers := c.pairs[i][k*len(pairBlocks):][:len(pairBlocks)], c.numbers[i][k*pairNumbers:][:pairNumbers]
	score := later[linkWidth] + before[linkWidth] + l.bias[linkWidth]
	for _, id := range pairs {
		score += l.pair[id][linkWidth]
	}
	for n, v := range numbers {
		score += float32(v * l.number[n][linkWidth])
	}
	for u := 0; u < linkWidth; u += 4 {
		a, b, c := (*[4]float32)(later[u:]), (*[4]float32)(before[u:]), (*[4]float32)(l.bias[u:])
		h0, h1, h2, h3 := a[0]+b[0]+c[0], a[1]+b[1]+c[1], a[2]+b[2]+c[2], a[3]+b[3]+c[3]
		for _, id := range pairs {
			w := (*[4]float32)(l.pair[id][u:])
			h0, h1, h2, h3 = h0+w[0], h1+w[1], h2+w[2], h3+w[3]
		}
		for n, v := range numbers {
			w := (*[4]float32)(l.number[n][u:])
			h0, h1, h2, h3 = h0+float32(v*w[0]), h1+float32(v*w[1]), h2+float32(v*w[2]), h3+float32(v*w[3])
		}
		out := (*[4]float32)(l.out[u:])
		score += float32(max(h0, 0)*out[0]) + float32(max(h1, 0)*out[1]) + float32(max(h2, 0)*out[2]) + float32(max(h3, 0)*out[3])
	}
	return score
}

// sums adds up the rows of each mention's features.
func sums(rows []linkRow, own [][]int16) []linkRow {
	out := make([]linkRow, len(own))
	for i, list := range own {
		for _, id := range list {
			for u, w := range rows[id] {
				out[i][u] += w
			}
		}
	}
	return out
}
