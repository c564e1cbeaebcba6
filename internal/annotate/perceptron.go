package annotate

import (
	"math"

	"readout/internal/encoder"
)

// hidden is the width of a perceptron.
const hidden = 128

// A perceptron adds what some numbers say to a sum, passes it through one
// residual block, and weighs probabilities anew by what comes out. Layers are
// normalised before the block and before the end (Ba and others 2016); the
// weights of the norms stand within the layers after them.
type perceptron struct {
	numbers, up, down, out *encoder.Matrix
	bias                   [4][]float32 // of each of them
	keep                   []float32    // by probability: how much of its own odds is kept
}

// scores adds numbers to n rows of sums and sets out to what each makes, Stride values a row.
func (p *perceptron) scores(x, numbers []float32, n int) []float32 {
	p.add(p.numbers, 0, x, numbers, n)
	in, wide := make([]float32, n*hidden), make([]float32, n*2*hidden)
	normals(in, x, hidden)
	p.add(p.up, 1, wide, in, n)
	encoder.GELU(wide)
	p.add(p.down, 2, x, wide, n)
	normals(in, x, hidden)
	out := make([]float32, n*p.out.Stride)
	p.out.ApplyRows(out, in, n, hidden)
	return out
}

// add adds to n rows what a layer makes of n others.
func (p *perceptron) add(m *encoder.Matrix, layer int, to, of []float32, n int) {
	made := make([]float32, n*m.Stride)
	m.ApplyRows(made, of, n, m.In)
	for i := range n {
		for j, b := range p.bias[layer] {
			to[i*m.Out+j] += made[i*m.Stride+j] + b
		}
	}
}

// weigh is a probability with the score that speaks for it.
func (p *perceptron) weigh(part int, likely float64, score float32) float64 {
	x := float64(float32(p.keep[part]*odd(likely))) + float64(score+p.bias[3][part])
	return 1 / (1 + math.Exp(-x))
}

// leastOdd bounds a probability away from nought and one.
const leastOdd = 1e-4

// odd is the log odds of a probability.
func odd(p float64) float32 {
	p = min(max(p, leastOdd), 1-leastOdd)
	return float32(math.Log(p / (1 - p)))
}

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

// perceptron reads one of so many numbers, for so many probabilities.
func (l *loader) perceptron(name string, numbers, parts int) (p perceptron) {
	p.numbers, p.bias[0] = l.matrix(name+".numbers", hidden, numbers)
	p.up, p.bias[1] = l.matrix(name+".up", 2*hidden, hidden)
	p.down, p.bias[2] = l.matrix(name+".down", hidden, 2*hidden)
	p.out, p.bias[3] = l.matrix(name+".out", parts, hidden)
	p.keep = l.float(name+".keep", parts)
	return p
}
