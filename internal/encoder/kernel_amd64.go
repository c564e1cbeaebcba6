package encoder

import (
	"math"
	"unsafe"

	"golang.org/x/sys/cpu"
)

var (
	avx2 = kernel{"avx2", nil, denseAVX2, cols4AVX2, colsAVX2, softmaxFast, geluFast, addNormFast, quantFast}
	vnni = kernel{"avx512-vnni", packVNNI, denseVNNI, cols4AVX512, colsAVX512, softmaxFast, geluFast, addNormFast, quantFast}
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

// constants are those of exp and gelu1, each for eight lanes, in the order in
// which vector_amd64.s counts them.
var constants = func() (c [18][8]float32) {
	for i, v := range [18]float32{expLeast, math.Log2E, toNear, exp6, exp5, exp4, exp3, exp2, exp1, 1, tailStep,
		tail5, tail4, tail3, tail2, tail1, -0.5, math.Float32frombits(0x7fffffff)} {
		for j := range c[i] {
			c[i][j] = v
		}
	}
	return c
}()

func denseAVX2(l *Linear, y []float32, a *Quant) {
	l.tiles(func(out *[16]int32, a []uint8, w []int8, k int) { tileAVX2(out, &a[0], &w[0], k) }, l.sum128, y, a)
}

// packVNNI puts, for each 32 rows, four columns of all of them after each other.
func packVNNI(l *Linear) []int8 {
	from := unsafe.Slice((*uint32)(unsafe.Pointer(&l.q[0])), len(l.q)/4)
	to := make([]uint32, len(from))
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
	return unsafe.Slice((*int8)(unsafe.Pointer(&to[0])), len(l.q))
}

func denseVNNI(l *Linear, y []float32, a *Quant) {
	var part [8 * 32]float32
	for r := 0; r < l.rows; r += 32 {
		w := &l.packed[r*l.k]
		for t := 0; t < a.n; t += 8 {
			if t+8 <= a.n && r+32 <= l.Out {
				blockVNNI(&y[t*l.Out+r], 4*l.Out, &a.q[t*a.k], l.k, w, &a.scale[t], &l.scale[r], &l.bias[r], &l.sum128[r])
				continue
			}
			blockVNNI(&part[0], 4*32, &a.q[t*a.k], l.k, w, &a.scale[t], &l.scale[r], &l.bias[r], &l.sum128[r])
			for i := range min(8, a.n-t) {
				copy(y[(t+i)*l.Out+r:(t+i+1)*l.Out], part[i*32:(i+1)*32])
			}
		}
	}
}

func softmaxFast(x []float32) { softmaxAVX2(&x[0], len(x), &constants) }

func geluFast(x []float32) {
	if len(x) > 0 {
		geluAVX2(&x[0], len(x), &constants)
	}
}

func addNormFast(x, y []float32, ln layerNorm) {
	_, _, _ = y[len(x)-1], ln.w[len(x)-1], ln.b[len(x)-1]
	addNormAVX2(&x[0], &y[0], &ln.w[0], &ln.b[0], len(x), float32(len(x)))
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
func blockVNNI(y *float32, yStep int, a *uint8, k int, w *int8, aScale, wScale, bias *float32, sum128 *int32)

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
func softmaxAVX2(x *float32, n int, c *[18][8]float32)

//go:noescape
func geluAVX2(x *float32, n int, c *[18][8]float32)

//go:noescape
func addNormAVX2(x, y, w, b *float32, n int, width float32)

//go:noescape
func topAVX2(x *float32, n int) uint32

//go:noescape
func packAVX2(q *uint8, x *float32, n int, inv float32)
