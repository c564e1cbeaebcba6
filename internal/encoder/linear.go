package encoder

import "math"

// A Linear is y = Wx + b with W of 8-bit rows, each with a scale.
type Linear struct {
	Out, In int
	rows, k int // padded sizes: rows to 4, k to 64
	q       []int8
	scale   []float32
	bias    []float32
	sum128  []int32 // 128 times the sum of each row
	kern    *kernel
}

// Linear returns the layer whose tensors are name.w and name.b; out or in may
// be -1 for any.
func (m *Model) Linear(name string, out, in int) (*Linear, error) {
	t, err := m.tensor(name+".w", 1, []int{out, in})
	if err != nil {
		return nil, err
	}
	out, in = t.dims[0], t.dims[1]
	b, err := m.Float(name+".b", out)
	if err != nil {
		return nil, err
	}
	l := &Linear{Out: out, In: in, rows: (out + 3) &^ 3, k: (in + 63) &^ 63, q: t.q, scale: t.scale, bias: b, kern: m.kern}
	if l.rows != out || l.k != in {
		l.q = make([]int8, l.rows*l.k)
		for i := range out {
			copy(l.q[i*l.k:], t.q[i*in:(i+1)*in])
		}
	}
	l.sum128 = make([]int32, l.rows)
	for i := range l.rows {
		s := int32(0)
		for _, v := range l.q[i*l.k : (i+1)*l.k] {
			s += int32(v)
		}
		l.sum128[i] = 128 * s
	}
	return l, nil
}

// Quant holds rows of vectors as unsigned 8-bit integers, each with a scale.
type Quant struct {
	n, k  int
	q     []uint8
	scale []float32
}

// Set quantises n vectors of width w: q = round(x/scale)+128.
func (a *Quant) Set(x []float32, n, w int) {
	a.n, a.k = n, (w+63)&^63
	rows := (n + 3) &^ 3
	if need := rows * a.k; cap(a.q) < need {
		a.q = make([]uint8, need)
	}
	a.q = a.q[:rows*a.k]
	a.scale = grow(a.scale, n)
	for i := range n {
		a.scale[i] = quantRow(a.q[i*a.k:(i+1)*a.k], x[i*w:(i+1)*w])
	}
}

// quantRow quantises one vector and returns its scale; padding counts as zero.
func quantRow(q []uint8, x []float32) float32 {
	var top uint32
	for _, v := range x {
		top = max(top, math.Float32bits(v)&0x7fffffff)
	}
	for i := len(x); i < len(q); i++ {
		q[i] = 128
	}
	s := math.Float32frombits(top) / 127
	inv := 1 / s
	if !(s > 1e-30 && s < 1e30) {
		s, inv = 0, 0
		for i := range x {
			q[i] = 128
		}
		return 0
	}
	const bias = 12582912 // 1.5 * 2^23: adding it rounds to the nearest even integer
	q = q[:len(x)]
	for i, v := range x {
		q[i] = uint8(math.Float32bits(float32(v*inv)+bias) + 128)
	}
	return s
}

// Apply computes y for every vector of a, rows of width Out.
func (l *Linear) Apply(y []float32, a *Quant) {
	if a.k != l.k {
		return
	}
	var out [16]int32
	for r := 0; r < l.rows; r += 4 {
		w := l.q[r*l.k : (r+4)*l.k]
		nr := min(4, l.Out-r)
		for t := 0; t < a.n; t += 4 {
			l.kern.tile(&out, &a.q[t*a.k], &w[0], l.k)
			for i := range min(4, a.n-t) {
				s := a.scale[t+i]
				row := y[(t+i)*l.Out+r:][:nr]
				for j := range row {
					row[j] = float32(float32(out[i*4+j]-l.sum128[r+j])*float32(s*l.scale[r+j])) + l.bias[r+j]
				}
			}
		}
	}
}

func grow(s []float32, n int) []float32 {
	if cap(s) < n {
		return make([]float32, n, n+n/4)
	}
	return s[:n]
}

// A Matrix is a float32 matrix kept input-first, with columns padded to 32.
type Matrix struct {
	In, Out, Stride int
	w               []float32
	kern            *kernel
}

// NewMatrix returns a matrix of which at(i, o) is the weight from input i to output o.
func (m *Model) NewMatrix(in, out int, at func(i, o int) float32) *Matrix {
	x := &Matrix{In: in, Out: out, Stride: (out + 31) &^ 31, kern: m.kern}
	x.w = make([]float32, in*x.Stride)
	for i := range in {
		for o := range out {
			x.w[i*x.Stride+o] = at(i, o)
		}
	}
	return x
}

// Apply computes y[o] = sum of x[i] w[i][o]; y has room for Stride values.
func (x *Matrix) Apply(y, in []float32) {
	vecmat(x.kern, y, in[:x.In], x.w, x.Stride)
}

// vecmat computes y = x·B for B of len(x) rows of stride columns, a multiple of 32.
func vecmat(k *kernel, y, x, b []float32, stride int) {
	if len(x) == 0 || stride <= 0 {
		return
	}
	_, _ = y[stride-1], b[len(x)*stride-1]
	for c := 0; c < stride; c += 32 {
		k.cols(&y[c], &x[0], len(x), &b[c], stride)
	}
}
