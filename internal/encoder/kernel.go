package encoder

import "math"

// A kernel is the set of inner loops that a processor may have faster forms of.
// All forms give the same numbers, bit by bit: products and sums are rounded
// apart, and sums go in the order that the plain ones go in.
type kernel struct {
	name string
	// pack gives the weights of a layer in the order that dense reads them in;
	// nil where that is row by row.
	pack func(l *Linear) []int8
	// dense gives y = Wa + b for every vector of a.
	dense func(l *Linear, y []float32, a *Quant)
	// cols4 gives four rows y[r][c] = sum over i of x[r][i] b[i][c] for 32
	// columns c, in the order of i. Strides are in values.
	cols4 func(y *float32, yStride int, x *float32, xStride, n int, b *float32, stride int)
	// cols gives one such row.
	cols func(y, x *float32, n int, b *float32, stride int)
	// softmax, of a multiple of 8 values.
	softmax func(x []float32)
	// gelu applies x·Φ(x) to a multiple of 8 values.
	gelu func(x []float32)
	// addNorm adds y to x and normalises; w is a multiple of 8 wide.
	addNorm func(x, y []float32, ln layerNorm)
	// quant gives the 8-bit form of a multiple of 32 values, and their scale.
	quant func(q []uint8, x []float32) float32
}

var plain = kernel{"plain", nil, densePlain, cols4Plain, colsPlain, softmaxPlain, geluPlain, addNormPlain, quantPlain}

// densePlain is written for compilers that keep a few sums in registers.
func densePlain(l *Linear, y []float32, a *Quant) { l.tiles(tilePlain, l.sum128, y, a) }

// tile gives out[4i+j] = a row i · w row j for four rows each of k values, k a multiple of 64.
type tile func(out *[16]int32, a []uint8, w []int8, k int)

// tiles computes y tile by tile. over is by how much the tile's sums of a row
// exceed those of signed inputs; nil for not at all.
func (l *Linear) tiles(do tile, over []int32, y []float32, a *Quant) {
	var out [16]int32
	for r := 0; r < l.rows; r += 4 {
		w := l.q[r*l.k : (r+4)*l.k]
		nr := min(4, l.Out-r)
		var less [4]int32
		if over != nil {
			less = [4]int32(over[r : r+4])
		}
		for t := 0; t < a.n; t += 4 {
			do(&out, a.q[t*a.k:(t+4)*a.k], w, l.k)
			for i := range min(4, a.n-t) {
				s := a.scale[t+i]
				row := y[(t+i)*l.Out+r:][:max(nr, 0)]
				for j := range row {
					row[j] = float32(float32(out[i*4+j]-less[j])*float32(s*l.scale[r+j])) + l.bias[r+j]
				}
			}
		}
	}
}

func tilePlain(out *[16]int32, a []uint8, w []int8, k int) {
	w0, w1, w2, w3 := w[:k], w[k:2*k], w[2*k:3*k], w[3*k:4*k]
	for i := range 4 {
		var s0, s1, s2, s3 int32
		row := a[i*k : (i+1)*k]
		for j := range row {
			v := int32(row[j])
			s0 += v * int32(w0[j])
			s1 += v * int32(w1[j])
			s2 += v * int32(w2[j])
			s3 += v * int32(w3[j])
		}
		out[4*i], out[4*i+1], out[4*i+2], out[4*i+3] = s0, s1, s2, s3
	}
}

// The constants of 2^f for -0.5 <= f <= 0.5 (Cephes), and of the tail of the
// normal distribution (Abramowitz and Stegun 7.1.26, error < 1.5e-7).
const (
	expLeast = -80
	toNear   = 12582912 // 1.5 * 2^23: adding it rounds to the nearest even integer
	exp1     = 6.931472028550421e-1
	exp2     = 2.402264791363012e-1
	exp3     = 5.550332471162809e-2
	exp4     = 9.618437357674640e-3
	exp5     = 1.339887440266574e-3
	exp6     = 1.535336188319500e-4
	tailStep = 0.3275911 / math.Sqrt2
	tail1    = 0.254829592 / 2
	tail2    = -0.284496736 / 2
	tail3    = 1.421413741 / 2
	tail4    = -1.453152027 / 2
	tail5    = 1.061405429 / 2
)

// exp returns e^x for x <= 0, e^-80 for less than that.
func exp(x float32) float32 {
	if !(x > expLeast) {
		x = expLeast
	}
	t := float32(x * math.Log2E)
	r := t + toNear
	f := t - float32(r-toNear)
	p := float32(f*exp6) + exp5
	p = float32(f*p) + exp4
	p = float32(f*p) + exp3
	p = float32(f*p) + exp2
	p = float32(f*p) + exp1
	p = float32(f*p) + 1
	return math.Float32frombits(math.Float32bits(p) + math.Float32bits(r)<<23)
}

// gelu1 returns x·Φ(x) as max(x, 0) - |x|·Φ(-|x|).
func gelu1(x float32) float32 {
	a := math.Float32frombits(math.Float32bits(x) &^ (1 << 31))
	t := 1 / (float32(a*tailStep) + 1)
	p := float32(t*tail5) + tail4
	p = float32(t*p) + tail3
	p = float32(t*p) + tail2
	p = float32(t*p) + tail1
	p = float32(float32(t*p) * exp(float32(float32(a*a)*-0.5)))
	return max(x, 0) - float32(a*p)
}

func geluPlain(x []float32) {
	for i, v := range x {
		x[i] = gelu1(v)
	}
}

// fold adds up eight partial sums.
func fold(s *[8]float32) float32 {
	a, b, c, d := s[0]+s[4], s[1]+s[5], s[2]+s[6], s[3]+s[7]
	return float32(a+c) + float32(b+d)
}

func softmaxPlain(x []float32) {
	top := x[0]
	for _, v := range x {
		top = max(top, v)
	}
	var sum [8]float32
	for i := 0; i+8 <= len(x); i += 8 {
		row := (*[8]float32)(x[i:])
		for j := range row {
			e := exp(row[j] - top)
			row[j] = e
			sum[j] += e
		}
	}
	inv := 1 / fold(&sum)
	for i := range x {
		x[i] *= inv
	}
}

func addNormPlain(x, y []float32, ln layerNorm) {
	var sum, sq [8]float32
	for i := 0; i+8 <= len(x); i += 8 {
		row, add := (*[8]float32)(x[i:]), (*[8]float32)(y[i:])
		for j := range row {
			row[j] += add[j]
			sum[j] += row[j]
		}
	}
	mean := fold(&sum) / float32(len(x))
	for i := 0; i+8 <= len(x); i += 8 {
		row := (*[8]float32)(x[i:])
		for j := range row {
			row[j] -= mean
			sq[j] += float32(row[j] * row[j])
		}
	}
	inv := 1 / float32(math.Sqrt(float64(fold(&sq)/float32(len(x))+1e-12)))
	for i, v := range x {
		x[i] = float32(float32(v*inv)*ln.w[i]) + ln.b[i]
	}
}

func quantPlain(q []uint8, x []float32) float32 {
	var top uint32
	for _, v := range x {
		top = max(top, math.Float32bits(v)&0x7fffffff)
	}
	s := math.Float32frombits(top) / 127
	if !(s > 1e-30 && s < 1e30) {
		for i := range x {
			q[i] = 128
		}
		return 0
	}
	inv := 1 / s
	q = q[:len(x)]
	for i, v := range x {
		q[i] = uint8(math.Float32bits(float32(v*inv)+toNear) + 128)
	}
	return s
}
