package encoder

import (
	"unsafe"

	"golang.org/x/sys/cpu"
)

var (
	avx2 = kernel{"avx2", 0, packPairs, denseAVX2, cols4AVX2, colsAVX2, softmaxFast, geluFast, addNormFast, dotFast, quantFast}
	vnni = kernel{"avx512-vnni", 0, packFours, denseVNNI, cols4AVX512, colsAVX512, softmaxWide, geluWide, addNormFast, dotFast, quantFast}
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

// lanes are the constants, each for sixteen lanes.
var lanes = func() (c [len(constants)][16]float32) {
	for i, v := range constants {
		for j := range c[i] {
			c[i][j] = v
		}
	}
	return c
}()

// interleave packs the weights of some rows at a time: as many columns as fit a T
// of each of them, and then the next columns.
func interleave[T uint16 | uint32](l *Linear, rows int) {
	l.packed = grow(l.packed, len(l.q))
	from, to := view[T](l.q), view[T](l.packed)
	groups := len(from) / l.rows
	for r := 0; r < l.rows; r += rows {
		block := to[r*groups : (r+rows)*groups]
		for o := range rows {
			for g, v := range from[(r+o)*groups:][:groups] {
				block[g*rows+o] = v
			}
		}
	}
}

func view[T uint16 | uint32](q []int8) []T {
	return unsafe.Slice((*T)(unsafe.Pointer(&q[0])), len(q)/int(unsafe.Sizeof(T(0))))
}

func packPairs(l *Linear) { interleave[uint16](l, 16) }

func packFours(l *Linear) { interleave[uint32](l, 32) }

func denseAVX2(l *Linear, y []float32, a *Quant) {
	a.wide = grow(a.wide, len(a.q))
	widenAVX2(&a.wide[0], &a.q[0], len(a.q))
	l.blocks(blockAVX2, 16, unsafe.Pointer(&a.wide[0]), 2, y, a)
}

func denseVNNI(l *Linear, y []float32, a *Quant) {
	l.blocks(blockVNNI, 32, unsafe.Pointer(&a.q[0]), 1, y, a)
}

// blocks computes y from inputs of size bytes each, eight of its rows by rows of the weights at a time.
func (l *Linear) blocks(do block, rows int, in unsafe.Pointer, size int, y []float32, a *Quant) {
	a.part = grow(a.part, 8*rows)
	for r := 0; r < l.Out; r += rows {
		w := &l.packed[r*l.k]
		for t := 0; t < a.n; t += 8 {
			x := unsafe.Add(in, t*a.k*size)
			if t+8 <= a.n && r+rows <= l.Out {
				do(&y[t*l.Out+r], 4*l.Out, x, l.k, w, &a.scale[t], &l.scale[r], &l.bias[r], &l.less[r])
				continue
			}
			do(&a.part[0], 4*rows, x, l.k, w, &a.scale[t], &l.scale[r], &l.bias[r], &l.less[r])
			some := min(rows, l.Out-r)
			for i := range min(8, a.n-t) {
				copy(y[(t+i)*l.Out+r:][:some], a.part[i*rows:])
			}
		}
	}
}

// A block gives y, rows that stand yStep bytes apart, of eight rows of inputs of k values.
type block func(y *float32, yStep int, a unsafe.Pointer, k int, w *int8, aScale, wScale, bias *float32, less *int32)

func softmaxFast(q []uint8, x []float32) int32 {
	return softmaxAVX2(&q[:len(x)][0], &x[0], len(x), &lanes)
}

func softmaxWide(q []uint8, x []float32) int32 {
	return softmaxAVX512(&q[:len(x)][0], &x[0], len(x), &lanes)
}

func geluFast(x []float32) {
	if len(x) > 0 {
		geluAVX2(&x[0], len(x), &lanes)
	}
}

func geluWide(x []float32) {
	n := len(x) &^ 15
	if n > 0 {
		geluAVX512(&x[0], n, &lanes)
	}
	geluFast(x[n:])
}

//go:noescape
func blockVNNI(y *float32, yStep int, a unsafe.Pointer, k int, w *int8, aScale, wScale, bias *float32, less *int32)

//go:noescape
func blockAVX2(y *float32, yStep int, a unsafe.Pointer, k int, w *int8, aScale, wScale, bias *float32, less *int32)

//go:noescape
func widenAVX2(to *uint16, from *uint8, n int)

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
