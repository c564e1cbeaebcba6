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
	at := make([]int, len(u))
	var out [][]int
	for i := range u {
		lead := u.find(i)
		if lead == i {
			at[i] = len(out)
			out = append(out, nil)
		}
		out[at[lead]] = append(out[at[lead]], i)
	}
	return out
}
