// Package diff says which words two versions of a text do not share.
package diff

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// An Op says where the words of a part stand.
type Op string

// The ops.
const (
	Same Op = "same"
	Gone Op = "gone" // in the older text only
	New  Op = "new"  // in the newer text only
)

// A Part is a run of words. Text holds the space after them too.
type Part struct {
	Op   Op     `json:"op"`
	Text string `json:"text"`
}

// maxEdits is how many words may differ for a comparison word by word; beyond
// that, all from the first difference to the last counts as another text.
const maxEdits = 3000

// Words compares two texts word by word. The parts that are the same or new
// are, one after another, the newer text. Between two changes, a single word
// that stayed counts as changed, so that a sentence written anew reads as one.
//
// The words that stay are a longest common subsequence (Myers, "An O(ND)
// Difference Algorithm and Its Variations", 1986).
func Words(old, new string) []Part {
	a, b := words(old), words(new)
	front := 0
	for front < len(a) && front < len(b) && alike(a[front], b[front]) {
		front++
	}
	back := 0
	for back < len(a)-front && back < len(b)-front && alike(a[len(a)-1-back], b[len(b)-1-back]) {
		back++
	}
	var out parts
	out.add(Same, b[:front])
	x, y := a[front:len(a)-back], b[front:len(b)-back]
	i, j := 0, 0
	for _, m := range matches(x, y) {
		out.add(Gone, x[i:m[0]])
		out.add(New, y[j:m[1]])
		out.add(Same, y[m[1]:m[1]+1])
		i, j = m[0]+1, m[1]+1
	}
	out.add(Gone, x[i:])
	out.add(New, y[j:])
	out.add(Same, b[len(b)-back:])
	return out.joined()
}

// words cuts a text into words, each with the space after it; space at the
// start is a word of its own.
func words(s string) (out []string) {
	for s != "" {
		end := strings.IndexFunc(s, unicode.IsSpace)
		if end < 0 {
			end = len(s)
		}
		for end < len(s) {
			r, n := utf8.DecodeRuneInString(s[end:])
			if !unicode.IsSpace(r) {
				break
			}
			end += n
		}
		out, s = append(out, s[:end]), s[end:]
	}
	return out
}

// alike says that two words are the same, and end a paragraph or do not.
func alike(a, b string) bool {
	return a == b || strings.TrimSpace(a) == strings.TrimSpace(b) && strings.Contains(a, "\n") == strings.Contains(b, "\n")
}

// matches are the pairs of words of a longest common subsequence, none where
// more than maxEdits words differ.
func matches(a, b []string) [][2]int {
	n, m := len(a), len(b)
	limit := min(n+m, maxEdits)
	reach := make([]int, 2*limit+3) // by diagonal k, at k+limit+1: how far into a some edits come
	var trace [][]int               // what of reach each number of edits began with
	for d := 0; d <= limit; d++ {
		trace = append(trace, slices.Clone(reach[limit-d:limit+d+3]))
		for k := -d; k <= d; k += 2 {
			at := k + limit + 1
			x := reach[at-1] + 1
			if down(reach[at-1], reach[at+1], k, d) {
				x = reach[at+1]
			}
			for x < n && x-k < m && alike(a[x], b[x-k]) {
				x++
			}
			if reach[at] = x; k == n-m && x >= n {
				return backtrack(trace, n, m)
			}
		}
	}
	return nil
}

// down says that the farthest of d edits on diagonal k takes a word of b, and
// not of a, after those on the diagonals beside it.
func down(left, right, k, d int) bool { return k == -d || k != d && left < right }

// backtrack walks the shortest edit script from its end.
func backtrack(trace [][]int, x, y int) (out [][2]int) {
	for d := len(trace) - 1; d >= 0; d-- {
		row, k := trace[d], x-y
		from := k - 1
		if down(row[k+d], row[k+d+2], k, d) {
			from = k + 1
		}
		fromX := row[from+d+1]
		fromY := fromX - from
		if d == 0 {
			fromX, fromY = 0, 0
		}
		for x > fromX && y > fromY {
			x, y = x-1, y-1
			out = append(out, [2]int{x, y})
		}
		x, y = fromX, fromY
	}
	slices.Reverse(out)
	return out
}

// parts are runs of words under way.
type parts []Part

func (p *parts) add(op Op, words []string) {
	if len(words) == 0 {
		return
	}
	*p = append(*p, Part{op, strings.Join(words, "")})
}

// joined joins what lies together: of changes, first what is gone, then what is
// new.
func (p parts) joined() []Part {
	p = p.same()
	var out []Part
	var gone, fresh string
	flush := func() {
		for _, x := range []Part{{Gone, gone}, {New, fresh}} {
			if x.Text != "" {
				out = append(out, x)
			}
		}
		gone, fresh = "", ""
	}
	for i, x := range p {
		lone := x.Op == Same && i > 0 && i < len(p)-1 && len(strings.Fields(x.Text)) < 2 && !strings.Contains(x.Text, "\n")
		switch {
		case x.Op == Gone:
			gone += x.Text
		case x.Op == New:
			fresh += x.Text
		case lone:
			gone, fresh = gone+strings.TrimSpace(x.Text)+" ", fresh+x.Text
		default:
			flush()
			out = append(out, x)
		}
	}
	flush()
	return out
}

// same joins neighbours of one op.
func (p parts) same() (out parts) {
	for _, x := range p {
		if n := len(out); n > 0 && out[n-1].Op == x.Op {
			out[n-1].Text += x.Text
			continue
		}
		out = append(out, x)
	}
	return out
}
