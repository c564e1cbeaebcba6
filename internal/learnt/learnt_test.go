package learnt

import (
	"math"
	"testing"
)

func TestTable(t *testing.T) {
	w := Parse("bias\t-1.00\nnear\t2.50\n# no weight\nbroken\tx\n")
	if len(w) != 2 {
		t.Fatalf("%d rows read: %v", len(w), w)
	}
	if got := w.Chance([]string{"bias", "unheard of"}); got != Logistic(-1) {
		t.Errorf("%v for the bias alone", got)
	}
	if a, b := w.Chance([]string{"bias"}), w.Chance([]string{"bias", "near"}); a >= 0.5 || b <= 0.5 {
		t.Errorf("%v without and %v with what speaks for it", a, b)
	}
}

func TestShares(t *testing.T) {
	got := Shares([]float64{-1, 1.5, 1.5})
	if got[1] != got[2] || got[0] >= got[1] || math.Abs(got[0]+got[1]+got[2]-1) > 1e-9 {
		t.Errorf("%v", got)
	}
}

func TestBins(t *testing.T) {
	for n, want := range map[int]string{-1: "0", 0: "0", 2: "1", 7: "3", 19: "8", 20: "20"} {
		if got := Depth(n); got != want {
			t.Errorf("Depth(%d) is %q, want %q", n, got, want)
		}
	}
	for n, want := range map[int]string{0: "1", 1: "1", 3: "3", 4: "many"} {
		if got := Often(n); got != want {
			t.Errorf("Often(%d) is %q, want %q", n, got, want)
		}
	}
}
