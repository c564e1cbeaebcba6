package encoder

import "unsafe"

func colsPlain(y, x *float32, n int, b *float32, stride int) {
	ys, xs := (*[32]float32)(unsafe.Pointer(y)), unsafe.Slice(x, n)
	bs := unsafe.Slice(b, (n-1)*stride+32)
	var acc [32]float32
	for i, v := range xs {
		row := (*[32]float32)(bs[i*stride:])
		for c := range acc {
			acc[c] += float32(v * row[c])
		}
	}
	*ys = acc
}

func cols4Plain(y *float32, yStride int, x *float32, xStride, n int, b *float32, stride int) {
	for r := range 4 {
		colsPlain((*float32)(unsafe.Add(unsafe.Pointer(y), 4*r*yStride)), (*float32)(unsafe.Add(unsafe.Pointer(x), 4*r*xStride)), n, b, stride)
	}
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
func (x *Matrix) Apply(y, in []float32) { x.ApplyRows(y, in, 1, x.In) }

// ApplyRows does so for n inputs that stand step values apart, into rows of Stride values.
func (x *Matrix) ApplyRows(y, in []float32, n, step int) {
	matmul(x.kern, y, x.Stride, in, step, n, x.In, x.w, x.Stride)
}

// matmul computes n rows y = x·B for B of k rows of stride columns, a multiple of 32.
func matmul(kern *kernel, y []float32, yStep int, x []float32, xStep, n, k int, b []float32, stride int) {
	if n <= 0 || k <= 0 || stride <= 0 {
		return
	}
	_, _, _ = y[(n-1)*yStep+stride-1], x[(n-1)*xStep+k-1], b[k*stride-1]
	i := 0
	for ; i+4 <= n; i += 4 {
		for c := 0; c < stride; c += 32 {
			kern.cols4(&y[i*yStep+c], yStep, &x[i*xStep], xStep, k, &b[c], stride)
		}
	}
	for ; i < n; i++ {
		for c := 0; c < stride; c += 32 {
			kern.cols(&y[i*yStep+c], &x[i*xStep], k, &b[c], stride)
		}
	}
}
