package annotate

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// kinds is how many kinds of span a segmenter finds.
const kinds = 2

// A segmenter cuts a window of words into spans of its kinds and words of
// none, by the head's odds, weights of what a word is and stands under, and
// weights of what lies on the two sides of a border: a linear chain whose
// borders are weighed (Lafferty, McCallum and Pereira 2001).
type segmenter struct {
	scale, bias [kinds]float32            // of the head's odds against no span
	word        map[string][kinds]float32 // of a word in a span of a kind
	edge        map[string][2 * kinds]float32
}

// newSegmenter reads the rows of a table whose first column is name: kind of
// row, feature, and its weights in hundredths. The weights of an edge are those
// of a span of each kind that begins there, then of one that ends there.
func newSegmenter(table, name string) (*segmenter, error) {
	s := &segmenter{word: map[string][kinds]float32{}, edge: map[string][2 * kinds]float32{}, scale: [kinds]float32{1, 1}}
	n := 0
	for line := range strings.Lines(table) {
		n++
		rest, ok := strings.CutPrefix(strings.TrimRight(line, "\r\n"), name+"\t")
		if !ok {
			continue
		}
		sort, rest, _ := strings.Cut(rest, "\t")
		feature, rest, _ := strings.Cut(rest, "\t")
		var w [2 * kinds]float32
		for k := 0; rest != ""; k++ {
			var x string
			x, rest, _ = strings.Cut(rest, "\t")
			v, err := strconv.Atoi(x)
			if err != nil || k == len(w) {
				return nil, fmt.Errorf("table of attributions, line %d: weight %d is %q", n, k+1, x)
			}
			w[k] = float32(v) / 100
		}
		switch sort {
		case "scale":
			s.scale = [kinds]float32(w[:kinds])
		case "bias":
			s.bias = [kinds]float32(w[:kinds])
		case "word":
			s.word[feature] = [kinds]float32(w[:kinds])
		case "edge":
			s.edge[feature] = w
		}
	}
	return s, nil
}

// A lattice holds what the words and borders of a window weigh.
type lattice struct {
	odds [][kinds]float32     // of each word for each kind, against none
	edge [][2 * kinds]float32 // of the border before each word, and of the last
	back [][kinds + 1]uint8
	path []uint8
}

// reset makes the lattice one of n words that weigh nothing.
func (l *lattice) reset(n int) {
	if cap(l.odds) < n+1 {
		l.odds, l.edge = make([][kinds]float32, n+1, 2*n+1), make([][2 * kinds]float32, n+1, 2*n+1)
		l.back, l.path = make([][kinds + 1]uint8, n+1, 2*n+1), make([]uint8, n+1, 2*n+1)
	}
	l.odds, l.edge, l.back, l.path = l.odds[:n], l.edge[:n+1], l.back[:n], l.path[:n]
	clear(l.odds)
	clear(l.edge)
}

// best returns the kind of each word, 0 for none, that weighs most together.
// The slice is valid until the next reset.
func (l *lattice) best() []uint8 {
	n := len(l.odds)
	if n == 0 {
		return nil
	}
	no := float32(math.Inf(-1))
	score := [kinds + 1]float32{0, no, no}
	for i := range n {
		next := [kinds + 1]float32{no, no, no}
		for to := range next {
			for from, s := range score {
				if v := s + l.cross(i, from, to); v > next[to] {
					next[to], l.back[i][to] = v, uint8(from)
				}
			}
			if to > 0 {
				next[to] += l.odds[i][to-1]
			}
		}
		score = next
	}
	at := 0
	for k := range score {
		score[k] += l.cross(n, k, 0)
		if score[k] > score[at] {
			at = k
		}
	}
	for i := n - 1; i >= 0; i-- {
		l.path[i] = uint8(at)
		at = int(l.back[i][at])
	}
	return l.path
}

// cross is the weight of passing from a span of one kind to one of another at border i.
func (l *lattice) cross(i, from, to int) (w float32) {
	if from == to {
		return 0
	}
	if to > 0 {
		w = l.edge[i][to-1]
	}
	if from > 0 {
		w += l.edge[i][kinds+from-1]
	}
	return w
}
