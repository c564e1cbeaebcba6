//go:build amd64 || arm64

package encoder

import "math"

// What follows is the same for all vector kernels of a processor.

func addNormFast(x, y []float32, ln layerNorm) {
	_, _, _ = y[len(x)-1], ln.w[len(x)-1], ln.b[len(x)-1]
	addNormVector(&x[0], &y[0], &ln.w[0], &ln.b[0], len(x), float32(len(x)))
}

func dotFast(a, b []float32) float32 {
	if len(a) == 0 {
		return 0
	}
	return dotVector(&a[0], &b[:len(a)][0], len(a))
}

func quantFast(q []uint8, x []float32) float32 {
	s := math.Float32frombits(topVector(&x[0], len(x))) / 127
	if !(s > 1e-30 && s < 1e30) {
		return quantPlain(q, x)
	}
	_ = q[len(x)-1]
	packVector(&q[0], &x[0], len(x), 1/s)
	return s
}

//go:noescape
func addNormVector(x, y, w, b *float32, n int, width float32)

//go:noescape
func dotVector(a, b *float32, n int) float32

//go:noescape
func topVector(x *float32, n int) uint32

//go:noescape
func packVector(q *uint8, x *float32, n int, inv float32)
