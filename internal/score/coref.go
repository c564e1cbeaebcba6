package score

import "math"

// Chains sums what MUC (Vilain and others 1995), B-cubed (Bagga and Baldwin
// 1998) and entity CEAF (Luo 2005) count, over documents. Mentions are
// compared by their spans; chains of one mention are not counted.
type Chains struct {
	muc, b3, ceaf [4]float64 // recalled, of; precise, of
}

// Add compares the chains of a document. A mention in two predicted chains
// counts in the first.
func (c *Chains) Add(gold, pred [][]Span) {
	seen := map[Span]bool{}
	k, r := chainSets(gold, nil), chainSets(pred, seen)
	add := func(sum *[4]float64, recall, precision [2]float64) {
		sum[0], sum[1], sum[2], sum[3] = sum[0]+recall[0], sum[1]+recall[1], sum[2]+precision[0], sum[3]+precision[1]
	}
	add(&c.muc, muc(k, r), muc(r, k))
	add(&c.b3, bCubed(k, r), bCubed(r, k))
	s := similarity(k, r)
	add(&c.ceaf, [2]float64{s, float64(len(k))}, [2]float64{s, float64(len(r))})
}

// F1 returns the three measures; CoNLL is their mean (Pradhan and others 2012).
func (c *Chains) F1() (muc, b3, ceaf float64) {
	f := func(s [4]float64) float64 {
		if s[0] == 0 || s[2] == 0 {
			return 0
		}
		r, p := s[0]/s[1], s[2]/s[3]
		return 2 * p * r / (p + r)
	}
	return f(c.muc), f(c.b3), f(c.ceaf)
}

// CoNLL is the mean of the three measures.
func (c *Chains) CoNLL() float64 {
	a, b, d := c.F1()
	return (a + b + d) / 3
}

// chainSets leaves out chains of one mention, and mentions that were seen.
func chainSets(chains [][]Span, seen map[Span]bool) []map[Span]bool {
	var out []map[Span]bool
	for _, c := range chains {
		set := map[Span]bool{}
		for _, m := range c {
			m = Span{Start: m.Start, End: m.End}
			if seen == nil || !seen[m] {
				set[m] = true
			}
		}
		for m := range set {
			if seen != nil {
				seen[m] = true
			}
		}
		if len(set) > 1 {
			out = append(out, set)
		}
	}
	return out
}

// where tells the chain of each mention.
func where(chains []map[Span]bool) map[Span]int {
	out := map[Span]int{}
	for i, c := range chains {
		for m := range c {
			out[m] = i
		}
	}
	return out
}

// muc gives the links of key that response keeps, and all of them.
func muc(key, response []map[Span]bool) (n [2]float64) {
	at := where(response)
	for _, c := range key {
		parts, alone := map[int]bool{}, 0
		for m := range c {
			if i, ok := at[m]; ok {
				parts[i] = true
			} else {
				alone++
			}
		}
		n[0] += float64(len(c) - len(parts) - alone)
		n[1] += float64(len(c) - 1)
	}
	return n
}

// bCubed gives the share of each mention's chain that response keeps, summed,
// and the number of mentions.
func bCubed(key, response []map[Span]bool) (n [2]float64) {
	at := where(response)
	for _, c := range key {
		with := map[int]int{}
		for m := range c {
			if i, ok := at[m]; ok {
				with[i]++
			}
		}
		for _, k := range with {
			n[0] += float64(k*k) / float64(len(c))
		}
		n[1] += float64(len(c))
	}
	return n
}

// similarity is the greatest sum of 2|K and R|/(|K|+|R|) over one-to-one pairs
// of chains.
func similarity(key, response []map[Span]bool) float64 {
	n := max(len(key), len(response))
	cost := make([][]float64, n)
	for i := range cost {
		cost[i] = make([]float64, n)
	}
	at := where(response)
	for i, c := range key {
		for m := range c {
			if j, ok := at[m]; ok {
				cost[i][j] -= 2 / float64(len(c)+len(response[j]))
			}
		}
	}
	return -LeastCost(cost)
}

// LeastCost is the least sum of one entry in each row and column of a square
// matrix (Kuhn 1955, the Hungarian method).
func LeastCost(cost [][]float64) float64 {
	n := len(cost)
	u, v, match := make([]float64, n+1), make([]float64, n+1), make([]int, n+1)
	for i := 1; i <= n; i++ {
		match[0] = i
		augment(cost, u, v, match)
	}
	total := 0.0
	for j := 1; j <= n; j++ {
		total += cost[match[j]-1][j-1]
	}
	return total
}

// augment finds a column for the row match[0], moving others.
func augment(cost [][]float64, u, v []float64, match []int) {
	n := len(cost)
	least, used, way := make([]float64, n+1), make([]bool, n+1), make([]int, n+1)
	for j := range least {
		least[j] = math.Inf(1)
	}
	j0 := 0
	for {
		used[j0] = true
		i0, delta, j1 := match[j0], math.Inf(1), 0
		for j := 1; j <= n; j++ {
			if used[j] {
				continue
			}
			if c := cost[i0-1][j-1] - u[i0] - v[j]; c < least[j] {
				least[j], way[j] = c, j0
			}
			if least[j] < delta {
				delta, j1 = least[j], j
			}
		}
		for j := range used {
			if used[j] {
				u[match[j]] += delta
				v[j] -= delta
			} else {
				least[j] -= delta
			}
		}
		if j0 = j1; match[j0] == 0 {
			break
		}
	}
	for j0 != 0 {
		match[j0] = match[way[j0]]
		j0 = way[j0]
	}
}
