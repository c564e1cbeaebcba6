package score

import (
	"math"
	"testing"
)

func chain(starts ...int) (out []Span) {
	for _, s := range starts {
		out = append(out, Span{Start: s, End: s + 1})
	}
	return out
}

// The example of Pradhan and others (2014), section 5: mentions a to i.
func TestChains(t *testing.T) {
	var c Chains
	c.Add([][]Span{chain(1, 2, 3), chain(4, 5, 6, 7)}, [][]Span{chain(1, 2), chain(3, 4), chain(6, 7, 8, 9)})
	muc, b3, ceaf := c.F1()
	for _, x := range []struct{ got, want float64 }{{muc, 0.40}, {b3, 0.4545}, {ceaf, 0.52}} {
		if math.Abs(x.got-x.want) > 0.001 {
			t.Errorf("%v, want %v", x.got, x.want)
		}
	}
	c = Chains{}
	c.Add([][]Span{chain(1, 2), chain(3)}, [][]Span{chain(1, 2)})
	if c.CoNLL() != 1 {
		t.Error("the same chains do not score 1")
	}
}

func TestLeastCost(t *testing.T) {
	if got := LeastCost([][]float64{{4, 1, 3}, {2, 0, 5}, {3, 2, 2}}); got != 5 {
		t.Errorf("LeastCost = %v, want 5", got)
	}
}
