package annotate

import (
	"math"

	"readout/internal/encoder"
)

// A perceptron adds what some numbers say to a sum, passes it through one
// residual block, and weighs log odds anew by what comes out. Layers are
// normalised before the block and before the end (Ba and others 2016); the
// weights of the norms stand within the layers after them.
type perceptron struct {
	numbers, out *encoder.Matrix
	bias         [2][]float32 // of both
	up, down     *encoder.Linear
	width        int
	keep         []float32 // by part: how much of its own odds is kept
}

// scores adds numbers to n rows of sums and sets out to what each makes, Stride values a row.
func (p *perceptron) scores(x, numbers []float32, n int, quant *encoder.Quant) []float32 {
	made := make([]float32, n*p.numbers.Stride)
	p.numbers.ApplyRows(made, numbers, n, p.numbers.In)
	for i := range n {
		for j, b := range p.bias[0] {
			x[i*p.width+j] += made[i*p.numbers.Stride+j] + b
		}
	}
	in, wide := make([]float32, n*p.width), make([]float32, n*2*p.width)
	normals(in, x, p.width)
	quant.Set(in, n, p.width)
	p.up.Apply(wide, quant)
	encoder.GELU(wide)
	quant.Set(wide, n, 2*p.width)
	p.down.Apply(in, quant)
	for j, v := range in {
		x[j] += v
	}
	normals(in, x, p.width)
	out := make([]float32, n*p.out.Stride)
	p.out.ApplyRows(out, in, n, p.width)
	return out
}

// anew is the odds of a part with the score that speaks for it.
func (p *perceptron) anew(part int, odds float64, score float32) float64 {
	return float64(float64(p.keep[part])*bound(odds)) + float64(score+p.bias[1][part]) // never fused, so that all machines give the same
}

// Log odds are bounded, and divided to be like other numbers.
const (
	mostOdds = 9.2 // one in ten thousand
	oddsUnit = 3
)

func bound(odds float64) float64 { return min(max(odds, -mostOdds), mostOdds) }

// normals sets the rows of out to those of x less their mean, with a variance of one.
func normals(out, x []float32, width int) {
	for at := 0; at < len(x); at += width {
		row := x[at : at+width]
		var mean, square float64
		for _, v := range row {
			mean += float64(v)
		}
		mean /= float64(width)
		for _, v := range row {
			square += float64((float64(v) - mean) * (float64(v) - mean))
		}
		scale := 1 / math.Sqrt(square/float64(width)+1e-5)
		for j, v := range row {
			out[at+j] = float32((float64(v) - mean) * scale)
		}
	}
}

// perceptron reads one of a width, of so many numbers, for so many parts.
func (l *loader) perceptron(name string, numbers, parts, width int) (p perceptron) {
	p.width = width
	p.numbers, p.bias[0] = l.matrix(name+".numbers", width, numbers)
	p.up, p.down = l.linear(name+".up", 2*width, width), l.linear(name+".down", width, 2*width)
	p.out, p.bias[1] = l.matrix(name+".out", parts, width)
	p.keep = l.float(name+".keep", parts)
	return p
}
