package merge

// A union keeps groups of numbers 0..n-1 that are joined step by step. The
// least member leads a group.
type union []int

func newUnion(n int) union {
	u := make(union, n)
	for i := range u {
		u[i] = i
	}
	return u
}

func (u union) find(i int) int {
	for u[i] != i {
		u[i] = u[u[i]]
		i = u[i]
	}
	return i
}

func (u union) join(i, j int) {
	a, b := u.find(i), u.find(j)
	u[max(a, b)] = min(a, b)
}

// groups lists the groups in order of their leads, members in order.
func (u union) groups() [][]int {
	sizes := make([]int32, len(u))
	n := 0
	for i := range u {
		lead := u.find(i)
		if lead == i {
			n++
		}
		sizes[lead]++
	}
	all := make([]int, len(u))
	at := make([]int32, len(u)) // of leads
	out := make([][]int, 0, n)
	for i := range u {
		lead := u.find(i)
		if lead == i {
			at[i] = int32(len(out))
			out = append(out, all[:0:sizes[i]])
			all = all[sizes[i]:]
		}
		out[at[lead]] = append(out[at[lead]], i)
	}
	return out
}
