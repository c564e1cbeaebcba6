package annotate

import (
	"math"
	"testing"

	"readout/internal/encoder"
	"readout/internal/lang"
)

var testPhrases = []lang.Phrase{
	{Token: 8, Mentions: []int{1, 8}, Actor: 0.7, Recipient: 0.1},
	{Token: 12, Mentions: []int{12}, Actor: 0.2, Recipient: 0.6},
	{Token: -1, Mentions: []int{0, 3, 5}, Actor: 0.05, Recipient: 0},
	{Token: -1, Actor: 1, Recipient: 0.5},
}

// TestCast weighs phrases together and one by one, and by the formula written out.
func TestCast(t *testing.T) {
	m, d := annotated(t)
	const trigger = 10
	together := append([]lang.Phrase(nil), testPhrases...)
	d.Caster.Cast(trigger, "ASSAULT", together)
	for i, p := range testPhrases {
		alone := []lang.Phrase{p}
		d.Caster.Cast(trigger, "ASSAULT", alone)
		if alone[0].Actor != together[i].Actor || alone[0].Recipient != together[i].Recipient {
			t.Errorf("phrase %d: %+v alone, %+v beside others", i, alone[0], together[i])
		}
		actor, recipient := castPlainly(t, m, d, trigger, 0, p)
		if math.Abs(actor-alone[0].Actor) > 1e-3 || math.Abs(recipient-alone[0].Recipient) > 1e-3 {
			t.Errorf("phrase %d: %+v, by the formula %.5f and %.5f", i, alone[0], actor, recipient)
		}
	}
	other := append([]lang.Phrase(nil), testPhrases...)
	d.Caster.Cast(trigger, lang.Mutual, other)
	if other[0].Actor == together[0].Actor {
		t.Error("the kind of act makes no difference")
	}
	unknown := append([]lang.Phrase(nil), testPhrases...)
	d.Caster.Cast(trigger, "NONE", unknown)
	if unknown[0].Actor != testPhrases[0].Actor {
		t.Error("a kind that the head does not know changes what is likely")
	}
}

// castPlainly computes what Cast does for one phrase, a number at a time.
func castPlainly(t *testing.T, m *encoder.Model, d *lang.Doc, trigger, kind int, p lang.Phrase) (actor, recipient float64) {
	const width, n = 96, 128
	float := func(name string, dims ...int) []float32 {
		v, err := m.Float("cast."+name, dims...)
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
	coarse := func(name string, x []float32, out int) []float32 {
		l, err := m.Linear("cast."+name, out, width)
		if err != nil {
			t.Fatal(err)
		}
		row, y := make([]float32, width), make([]float32, out)
		normals(row, x, width)
		var q encoder.Quant
		q.Set(row, 1, width)
		l.Apply(y, &q)
		return y
	}
	mean := make([]float32, width)
	for _, i := range p.Mentions {
		for j := range mean {
			mean[j] += d.Vectors[i*width+j] / float32(len(p.Mentions))
		}
	}
	own, away := mean, 1
	if p.Token >= 0 {
		own, away = d.Vectors[p.Token*width:][:width], 0
	}
	told, phrase, whole := coarse("trigger", d.Vectors[trigger*width:][:width], 2*n), coarse("phrase", own, 2*n), coarse("actor", mean, n)
	back, none := 2.5, 1.0
	for _, i := range p.Mentions {
		if i < trigger {
			back, none = math.Log1p(float64(trigger-i))/3, 0
		}
	}
	logit := func(p float64) float64 {
		p = math.Min(math.Max(p, 1e-4), 1-1e-4)
		return math.Log(p / (1 - p))
	}
	x := dense("numbers", []float64{logit(p.Actor) / 3, logit(p.Recipient) / 3, back, math.Log1p(float64(len(p.Mentions))) / 2, none}, n)
	kinds, aways := float("kind", 2, n), float("away", 2, n)
	for j := range x {
		x[j] += float64(kinds[kind*n+j]) + float64(aways[away*n+j]) + float64(told[j]) + float64(phrase[j]) + float64(whole[j]) + float64(told[n+j])*float64(phrase[n+j])
	}
	wide := dense("up", standard(x), 2*n)
	for j, v := range wide {
		wide[j] = v / 2 * (1 + math.Erf(v/math.Sqrt2))
	}
	for j, v := range dense("down", wide, n) {
		x[j] += v
	}
	z, keep := dense("out", standard(x), 2), float("keep", 2)
	chance := func(k int, p float64) float64 { return 1 / (1 + math.Exp(-z[k]-float64(keep[k])*logit(p))) }
	return chance(0, p.Actor), chance(1, p.Recipient)
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
