package encoder

import "math"

// A kernel is the set of inner loops that a processor may have faster forms of.
// All forms give the same numbers, bit by bit: products and sums are rounded
// apart, and sums go in the order that the plain ones go in.
type kernel struct {
	name string
	zero int32 // what dense takes its inputs to count from
	// pack sets the packed weights of a layer, in the order that dense reads
	// them in; nil where that is row by row.
	pack func(l *Linear)
	// dense gives y = Wa + b for every vector of a.
	dense func(l *Linear, y []float32, a *Quant)
	// cols4 gives four rows y[r][c] = sum over i of x[r][i] b[i][c] for 32
	// columns c, in the order of i. Strides are in values.
	cols4 func(y *float32, yStride int, x *float32, xStride, n int, b *float32, stride int)
	// cols gives one such row.
	cols func(y, x *float32, n int, b *float32, stride int)
	// softmax sets q to 255·2^(x - the largest of x), rounded, of a multiple of
	// 32 values, and gives the sum of q.
	softmax func(q []uint8, x []float32) int32
	// gelu applies x·Φ(x) to a multiple of 8 values.
	gelu func(x []float32)
	// addNorm adds y to x and normalises; w is a multiple of 8 wide.
	addNorm func(x, y []float32, ln layerNorm)
	// dot gives the sum of a[i] b[i] of a multiple of 32 values, in 32 partial
	// sums of which those eight apart are added first, the nearer two of them.
	dot func(a, b []float32) float32
	// quant gives the 8-bit form of a multiple of 32 values, and their scale.
	quant func(q []uint8, x []float32) float32
}

var plain = kernel{"plain", 0, nil, densePlain, cols4Plain, colsPlain, softmaxPlain, geluPlain, addNormPlain, dotPlain, quantPlain}

// densePlain is written for compilers that keep a few sums in registers.
func densePlain(l *Linear, y []float32, a *Quant) { l.tiles(tilePlain, y, a) }

// tile gives out[4i+j] = a row i · w row j for four rows each of k values, k a multiple of 32.
type tile func(out *[16]int32, a []uint8, w []int8, k int)

// tiles computes y tile by tile.
func (l *Linear) tiles(do tile, y []float32, a *Quant) {
	var out [16]int32
	for r := 0; r < l.Out; r += 4 {
		w := l.q[r*l.k : (r+4)*l.k]
		width := min(4, l.Out-r)
		less := [4]int32(l.less[r:])
		for t := 0; t < a.n; t += 4 {
			do(&out, a.q[t*a.k:(t+4)*a.k], w, l.k)
			for i := range min(4, a.n-t) {
				s := a.scale[t+i]
				row := y[(t+i)*l.Out+r:][:width]
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

// The constants of 2^f for -0.5 <= f <= 0.5, error 3e-6 of it, and of the
// logarithm to base 2 of Φ(-a) for 0 <= a <= tailMost, error 5e-7 of a·Φ(-a):
// least squares, weighted towards the least greatest error.
const (
	powLeast = -100
	toNear   = 12582912 // 1.5 * 2^23: adding it rounds to the nearest even integer
	pow1     = 0.6931242
	pow2     = 0.240241
	pow3     = 0.0559064
	pow4     = 0.00958279
	tailMost = 5.5
	tail0    = -1.00003764
	tail1    = -1.15078771
	tail2    = -0.459992798
	tail3    = -0.0518270162
	tail4    = 0.00708439496
	tail5    = -0.000473283734
	shares   = 255
)

// constants are those of softmax and gelu, in the order in which the vector
// forms count them.
var constants = [15]float32{powLeast, toNear, pow4, pow3, pow2, pow1, 1, shares, tailMost, tail5, tail4, tail3, tail2, tail1, tail0}

// pow returns 2^x for powLeast <= x <= 0.
func pow(x float32) float32 {
	r := x + toNear
	f := x - float32(r-toNear)
	p := float32(f*pow4) + pow3
	p = float32(f*p) + pow2
	p = float32(f*p) + pow1
	p = float32(f*p) + 1
	return math.Float32frombits(math.Float32bits(p) + math.Float32bits(r)<<23)
}

// gelu1 returns x·Φ(x) as max(x, 0) - |x|·Φ(-|x|).
func gelu1(x float32) float32 {
	a := math.Float32frombits(math.Float32bits(x) &^ (1 << 31))
	t := min(a, tailMost)
	p := float32(t*tail5) + tail4
	p = float32(t*p) + tail3
	p = float32(t*p) + tail2
	p = float32(t*p) + tail1
	p = float32(t*p) + tail0
	return max(x, 0) - float32(a*pow(p))
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

func softmaxPlain(q []uint8, x []float32) int32 {
	top, sum := x[0], int32(0)
	for _, v := range x {
		top = max(top, v)
	}
	for i, v := range x {
		q[i] = uint8(math.Float32bits(float32(shares*pow(max(v-top, powLeast))) + toNear))
		sum += int32(q[i])
	}
	return sum
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

func dotPlain(a, b []float32) float32 {
	var s [4][8]float32
	for i := 0; i+32 <= len(a); i += 32 {
		for k := range s {
			x, y := (*[8]float32)(a[i+8*k:]), (*[8]float32)(b[i+8*k:])
			for j := range x {
				s[k][j] += float32(x[j] * y[j])
			}
		}
	}
	for j := range s[0] {
		s[0][j] = float32(s[0][j]+s[1][j]) + float32(s[2][j]+s[3][j])
	}
	return fold(&s[0])
}

func quantPlain(q []uint8, x []float32) float32 {
	var top uint32
	for _, v := range x {
		top = max(top, math.Float32bits(v)&0x7fffffff)
	}
	s := math.Float32frombits(top) / 127
	if !(s > 1e-30 && s < 1e30) {
		for i := range x {
			q[i] = middle
		}
		return 0
	}
	inv := 1 / s
	q = q[:len(x)]
	for i, v := range x {
		q[i] = uint8(math.Float32bits(float32(v*inv)+toNear) + middle)
	}
	return s
}
