package annotate

import "math"

// rootCost makes a second root dearer than any arc.
const rootCost = 1e7

// Arborescence returns the heads of the best tree over words 1..n with a
// single root, by Chu and Liu's and Edmonds's algorithm; score[i][j] is that
// of head j for word i, and head 0 is the root. Ties go to the lowest head.
func Arborescence(score [][]float64) []int {
	n := len(score)
	s := make([][]float64, n)
	for i := range s {
		s[i] = append([]float64(nil), score[i]...)
		for j, v := range s[i] {
			if math.IsNaN(v) || v < -1e6 || v > 1e6 {
				s[i][j] = 0
			}
		}
		s[i][0] -= rootCost
		s[i][i] = math.Inf(-1)
	}
	return edmonds(s)
}

func edmonds(s [][]float64) []int {
	n := len(s)
	head := make([]int, n)
	for i := 1; i < n; i++ {
		for j := range n {
			if s[i][j] > s[i][head[i]] {
				head[i] = j
			}
		}
	}
	in, cycle := findCycle(head)
	if cycle == nil {
		return head
	}
	var rest []int
	for i := range n {
		if !in[i] {
			rest = append(rest, i)
		}
	}
	k := len(rest)
	t := make([][]float64, k+1)
	for i := range t {
		t[i] = make([]float64, k+1)
	}
	enter, leave := make([]int, k), make([]int, k) // word of the cycle an outside head enters, that an outside word hangs from
	for a, i := range rest {
		for b, j := range rest {
			t[a][b] = s[i][j]
		}
		enter[a], leave[a] = cycle[0], cycle[0]
		top := math.Inf(-1)
		for _, c := range cycle {
			if v := s[c][i] - s[c][head[c]]; v > top {
				top, enter[a] = v, c
			}
			if s[i][c] > s[i][leave[a]] {
				leave[a] = c
			}
		}
		t[k][a], t[a][k] = top, s[i][leave[a]]
	}
	t[k][k] = math.Inf(-1)
	sub := edmonds(t)
	for a, i := range rest {
		if a == 0 {
			continue
		}
		if sub[a] == k {
			head[i] = leave[a]
		} else {
			head[i] = rest[sub[a]]
		}
	}
	head[enter[sub[k]]] = rest[sub[k]]
	return head
}

func findCycle(head []int) (in []bool, cycle []int) {
	mark := make([]int, len(head))
	for i := 1; i < len(head); i++ {
		j := i
		for j != 0 && mark[j] == 0 {
			mark[j] = i
			j = head[j]
		}
		if j != 0 && mark[j] == i {
			in = make([]bool, len(head))
			for c := j; !in[c]; c = head[c] {
				in[c] = true
				cycle = append(cycle, c)
			}
			return in, cycle
		}
	}
	return nil, nil
}
