package annotate

import "math"

// rootCost makes a second root dearer than any arc.
const rootCost = 1e7

// An arena lends slices that are all given back together.
type arena struct {
	floats []float64
	ints   []int
	rows   [][]float64
}

func lend[T any](pool *[]T, n int) []T {
	at := len(*pool)
	if at+n > cap(*pool) { // what is lent already stays where it is
		*pool = make([]T, 0, 2*(at+n))
		at = 0
	}
	*pool = (*pool)[:at+n]
	out := (*pool)[at : at+n : at+n]
	clear(out)
	return out
}

func (a *arena) reset() { a.floats, a.ints, a.rows = a.floats[:0], a.ints[:0], a.rows[:0] }

// matrix lends n rows of n values.
func (a *arena) matrix(n int) [][]float64 {
	rows, all := lend(&a.rows, n), lend(&a.floats, n*n)
	for i := range rows {
		rows[i] = all[i*n:][:n]
	}
	return rows
}

// Arborescence returns the heads of the best tree over words 1..n with a
// single root, by Chu and Liu's and Edmonds's algorithm; score[i][j] is that
// of head j for word i, and head 0 is the root. Ties go to the lowest head.
func Arborescence(score [][]float64) []int {
	return (&arena{}).arborescence(score)
}

// arborescence is Arborescence in lent memory; the heads too are lent.
func (a *arena) arborescence(score [][]float64) []int {
	s := a.matrix(len(score))
	for i := range s {
		copy(s[i], score[i])
		for j, v := range s[i] {
			if math.IsNaN(v) || v < -1e6 || v > 1e6 {
				s[i][j] = 0
			}
		}
		s[i][0] -= rootCost
		s[i][i] = math.Inf(-1)
	}
	return a.edmonds(s)
}

func (ar *arena) edmonds(s [][]float64) []int {
	n := len(s)
	head := lend(&ar.ints, n)
	for i := 1; i < n; i++ {
		for j := range n {
			if s[i][j] > s[i][head[i]] {
				head[i] = j
			}
		}
	}
	in, cycle := ar.findCycle(head)
	if cycle == nil {
		return head
	}
	rest := lend(&ar.ints, n)[:0]
	for i := range n {
		if in[i] == 0 {
			rest = append(rest, i)
		}
	}
	k := len(rest)
	t := ar.matrix(k + 1)
	enter, leave := lend(&ar.ints, k), lend(&ar.ints, k) // word of the cycle an outside head enters, that an outside word hangs from
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
	sub := ar.edmonds(t)
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

// findCycle returns the words of a cycle and a mark for each word in it, nil for none.
func (ar *arena) findCycle(head []int) (in, cycle []int) {
	mark := lend(&ar.ints, len(head))
	for i := 1; i < len(head); i++ {
		j := i
		for j != 0 && mark[j] == 0 {
			mark[j] = i
			j = head[j]
		}
		if j != 0 && mark[j] == i {
			in, cycle = lend(&ar.ints, len(head)), lend(&ar.ints, len(head))[:0]
			for c := j; in[c] == 0; c = head[c] {
				in[c] = 1
				cycle = append(cycle, c)
			}
			return in, cycle
		}
	}
	return nil, nil
}
