package encoder

import (
	"math"
	"unsafe"

	"golang.org/x/sys/cpu"
)

var (
	avx2 = kernel{"avx2", 0, nil, denseAVX2, cols4AVX2, colsAVX2, softmaxFast, geluFast, addNormFast, dotFast, quantFast}
	vnni = kernel{"avx512-vnni", 0, packVNNI, denseVNNI, cols4AVX512, colsAVX512, softmaxWide, geluWide, addNormFast, dotFast, quantFast}
)

// kernels lists the kernels this processor can run, best last.
func kernels() []*kernel {
	list := []*kernel{&plain}
	if cpu.X86.HasAVX2 {
		list = append(list, &avx2)
	}
	if cpu.X86.HasAVX512F && cpu.X86.HasAVX512BW && cpu.X86.HasAVX512VL && cpu.X86.HasAVX512VNNI {
		list = append(list, &vnni)
	}
	return list
}

var bestKernel = func() *kernel {
	list := kernels()
	return list[len(list)-1]
}()

func best() *kernel { return bestKernel }

// constants are those of softmax and gelu, each for sixteen lanes, in the order
// in which vector_amd64.s counts them.
var constants = func() (c [15][16]float32) {
	for i, v := range [15]float32{powLeast, toNear, pow4, pow3, pow2, pow1, 1, shares, tailMost,
		tail5, tail4, tail3, tail2, tail1, tail0} {
		for j := range c[i] {
			c[i][j] = v
		}
	}
	return c
}()

func denseAVX2(l *Linear, y []float32, a *Quant) {
	l.tiles(func(out *[16]int32, a []uint8, w []int8, k int) { tileAVX2(out, &a[0], &w[0], k) }, y, a)
}

// packVNNI puts, for each 32 rows, four columns of all of them after each other.
func packVNNI(l *Linear) {
	l.packed = grow(l.packed, len(l.q))
	from := unsafe.Slice((*uint32)(unsafe.Pointer(&l.q[0])), len(l.q)/4)
	to := unsafe.Slice((*uint32)(unsafe.Pointer(&l.packed[0])), len(from))
	groups := l.k / 4
	for r := 0; r < l.rows; r += 32 {
		block := to[r*groups : (r+32)*groups]
		for o := range 32 {
			row := from[(r+o)*groups : (r+o+1)*groups]
			for g, v := range row {
				block[g*32+o] = v
			}
		}
	}
}

func denseVNNI(l *Linear, y []float32, a *Quant) {
	var part [8 * 32]float32
	for r := 0; r < l.rows; r += 32 {
		w := &l.packed[r*l.k]
		for t := 0; t < a.n; t += 8 {
			if t+8 <= a.n && r+32 <= l.Out {
				blockVNNI(&y[t*l.Out+r], 4*l.Out, &a.q[t*a.k], l.k, w, &a.scale[t], &l.scale[r], &l.bias[r], &l.less[r])
				continue
			}
			blockVNNI(&part[0], 4*32, &a.q[t*a.k], l.k, w, &a.scale[t], &l.scale[r], &l.bias[r], &l.less[r])
			for i := range min(8, a.n-t) {
				copy(y[(t+i)*l.Out+r:(t+i+1)*l.Out], part[i*32:(i+1)*32])
			}
		}
	}
}

func softmaxFast(q []uint8, x []float32) int32 {
	return softmaxAVX2(&q[:len(x)][0], &x[0], len(x), &constants)
}

func softmaxWide(q []uint8, x []float32) int32 {
	return softmaxAVX512(&q[:len(x)][0], &x[0], len(x), &constants)
}

func geluFast(x []float32) {
	if len(x) > 0 {
		geluAVX2(&x[0], len(x), &constants)
	}
}

func geluWide(x []float32) {
	n := len(x) &^ 15
	if n > 0 {
		geluAVX512(&x[0], n, &constants)
	}
	geluFast(x[n:])
}

func addNormFast(x, y []float32, ln layerNorm) {
	_, _, _ = y[len(x)-1], ln.w[len(x)-1], ln.b[len(x)-1]
	addNormAVX2(&x[0], &y[0], &ln.w[0], &ln.b[0], len(x), float32(len(x)))
}

func dotFast(a, b []float32) float32 {
	if len(a) == 0 {
		return 0
	}
	return dotAVX2(&a[0], &b[:len(a)][0], len(a))
}

func quantFast(q []uint8, x []float32) float32 {
	s := math.Float32frombits(topAVX2(&x[0], len(x))) / 127
	if !(s > 1e-30 && s < 1e30) {
		return quantPlain(q, x)
	}
	_ = q[len(x)-1]
	packAVX2(&q[0], &x[0], len(x), 1/s)
	return s
}

//go:noescape
func blockVNNI(y *float32, yStep int, a *uint8, k int, w *int8, aScale, wScale, bias *float32, less *int32)

//go:noescape
func tileAVX2(out *[16]int32, a *uint8, w *int8, k int)

//go:noescape
func cols4AVX512(y *float32, yStride int, x *float32, xStride, n int, b *float32, stride int)

//go:noescape
func colsAVX512(y, x *float32, n int, b *float32, stride int)

//go:noescape
func cols4AVX2(y *float32, yStride int, x *float32, xStride, n int, b *float32, stride int)

//go:noescape
func colsAVX2(y, x *float32, n int, b *float32, stride int)

//go:noescape
func softmaxAVX2(q *uint8, x *float32, n int, c *[15][16]float32) int32

//go:noescape
func softmaxAVX512(q *uint8, x *float32, n int, c *[15][16]float32) int32

//go:noescape
func geluAVX2(x *float32, n int, c *[15][16]float32)

//go:noescape
func geluAVX512(x *float32, n int, c *[15][16]float32)

//go:noescape
func addNormAVX2(x, y, w, b *float32, n int, width float32)

//go:noescape
func dotAVX2(a, b *float32, n int) float32

//go:noescape
func topAVX2(x *float32, n int) uint32

//go:noescape
func packAVX2(q *uint8, x *float32, n int, inv float32)
