package annotate

import (
	"math"
	"slices"
	"testing"

	"readout/internal/encoder"
	"readout/internal/lang"
)

// testItems are things of each sort, one of no words, one of a sort unheard of.
func testItems() []lang.Item {
	return []lang.Item{
		{Own: []int{8}, Whole: []int{1, 8}, Sort: 0, Odds: []float64{0.8, -2}, Known: []float32{0.1, 0.5, 0}},
		{Own: []int{12}, Whole: []int{12}, Sort: 0, Odds: []float64{-1.4, 0.4}, Known: []float32{0.2, 0.3, 1}},
		{Own: []int{0, 3, 5}, Whole: []int{0, 3, 5}, Sort: 1, Odds: []float64{-3, -40}, Known: []float32{2.5, 0.7, 1}},
		{Sort: 1, Odds: []float64{40, 0}, Known: []float32{0, 0, 0}},
		{Own: []int{2}, Sort: 7, Odds: []float64{1, 0}, Known: []float32{0, 0, 0}},
	}
}

// TestScale weighs items together and one by one, and by the formula written out.
func TestScale(t *testing.T) {
	m, d := annotated(t)
	of := []int{10, 11}
	together := testItems()
	if !d.Scales.Weigh("party", of, "ASSAULT", together) {
		t.Fatal("the scale does not know the kind")
	}
	for i, x := range testItems() {
		want := plainly(t, m, d, of, 0, x)
		alone := []lang.Item{x}
		d.Scales.Weigh("party", of, "ASSAULT", alone)
		if !slices.Equal(alone[0].Odds, together[i].Odds) {
			t.Errorf("item %d: %v alone, %v beside others", i, alone[0].Odds, together[i].Odds)
		}
		for part, got := range alone[0].Odds {
			if math.Abs(got-want[part]) > 5e-3 {
				t.Errorf("item %d: %v, by the formula %v", i, alone[0].Odds, want)
			}
		}
	}
	other := testItems()
	d.Scales.Weigh("party", of, "CONSULT", other)
	if other[0].Odds[0] == together[0].Odds[0] {
		t.Error("the kind makes no difference")
	}
	short := testItems()
	short[2].Known = nil
	for _, x := range []struct {
		scale, kind string
		items       []lang.Item
	}{{"party", "NONE", testItems()}, {"none", "ASSAULT", testItems()}, {"party", "ASSAULT", short}} {
		if d.Scales.Weigh(x.scale, of, x.kind, x.items) || x.items[0].Odds[0] != testItems()[0].Odds[0] {
			t.Errorf("scale %s, kind %s, %v: weighed", x.scale, x.kind, x.items[2].Known)
		}
	}
}

// plainly computes what Weigh does for one item, a number at a time.
func plainly(t *testing.T, m *encoder.Model, d *lang.Doc, of []int, kind int, item lang.Item) []float64 {
	const width, n = 96, 128
	float := func(name string, dims ...int) []float32 {
		v, err := m.Float("scale.party."+name, dims...)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	dense := func(name string, x []float64, out int) []float64 {
		w, b, y := float(name+".w", out, len(x)), float(name+".b", out), make([]float64, out)
		for o := range y {
			y[o] = float64(b[o])
			for i, v := range x {
				y[o] += v * float64(w[o*len(x)+i])
			}
		}
		return y
	}
	coarse := func(name string, row []float32, out int) []float32 {
		l, err := m.Linear("scale.party."+name, out, len(row))
		if err != nil {
			t.Fatal(err)
		}
		var q encoder.Quant
		y := make([]float32, out)
		q.Set(row, 1, len(row))
		l.Apply(y, &q)
		return y
	}
	mean := func(tokens []int) []float32 {
		mean, row := make([]float32, width), make([]float32, width)
		for _, i := range tokens {
			for j := range mean {
				mean[j] += d.Vectors[i*width+j] / float32(len(tokens))
			}
		}
		normals(row, mean, width)
		return row
	}
	var numbers, odds []float64
	for _, x := range item.Odds {
		odds = append(odds, math.Min(math.Max(x, -9.2), 9.2))
		numbers = append(numbers, odds[len(odds)-1]/3)
	}
	for _, x := range item.Known {
		numbers = append(numbers, float64(x))
	}
	told, own, whole := coarse("of", mean(of), 2*n), coarse("own", mean(item.Own), 2*n), coarse("whole", mean(item.Whole), n)
	x := dense("numbers", numbers, n)
	kinds, sorts := float("kind", 2, n), float("sort", 2, n)
	for j := range x {
		x[j] += float64(kinds[kind*n+j]) + float64(told[j]) + float64(own[j]) + float64(whole[j]) + float64(told[n+j])*float64(own[n+j])
		if item.Sort < 2 {
			x[j] += float64(sorts[item.Sort*n+j])
		}
	}
	wide := coarse("up", narrow(standard(x)), 2*n)
	for j, v := range wide {
		wide[j] = float32(float64(v) / 2 * (1 + math.Erf(float64(v)/math.Sqrt2)))
	}
	for j, v := range coarse("down", wide, n) {
		x[j] += float64(v)
	}
	out, keep := dense("out", standard(x), 2), float("keep", 2)
	for part := range out {
		out[part] += float64(keep[part]) * odds[part]
	}
	return out
}

func standard(x []float64) []float64 {
	mean, square, out := 0.0, 0.0, make([]float64, len(x))
	for _, v := range x {
		mean += v / float64(len(x))
	}
	for _, v := range x {
		square += (v - mean) * (v - mean) / float64(len(x))
	}
	for j, v := range x {
		out[j] = (v - mean) / math.Sqrt(square+1e-5)
	}
	return out
}

func narrow(x []float64) []float32 {
	out := make([]float32, len(x))
	for j, v := range x {
		out[j] = float32(v)
	}
	return out
}
