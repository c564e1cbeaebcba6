package annotate

import (
	"slices"
	"testing"
)

// TestBest finds one span where borders weigh more than the words between
// them, and two where they do not.
func TestBest(t *testing.T) {
	var l lattice
	for _, c := range []struct {
		edge float32
		want []uint8
	}{{-2, []uint8{0, 2, 2, 2, 0}}, {-0.1, []uint8{0, 2, 0, 2, 0}}} {
		l.reset(5)
		for i, odds := range []float32{-3, 3, -1, 3, -3} {
			l.odds[i] = [kinds]float32{-9, odds}
		}
		for i := range l.edge {
			l.edge[i] = [2 * kinds]float32{c.edge, c.edge, c.edge, c.edge}
		}
		if got := l.best(); !slices.Equal(got, c.want) {
			t.Errorf("edges of %v: %v, want %v", c.edge, got, c.want)
		}
	}
}

func TestTableOfAttributions(t *testing.T) {
	if _, err := newSegmenter("part\tedge\tx\t1\tbad\n", "part"); err == nil {
		t.Error("a weight that is no number is taken")
	}
	if s, err := newSegmenter(attributionTable, "part"); err != nil || len(s.edge) == 0 {
		t.Errorf("the table: %v", err)
	}
}
