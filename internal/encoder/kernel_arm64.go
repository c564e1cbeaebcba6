package encoder

import (
	"runtime"
	"unsafe"

	"golang.org/x/sys/cpu"
)

var (
	neon    = kernel{"neon", middle, nil, denseNEON, cols4NEON, colsNEON, softmaxFast, geluFast, addNormFast, dotFast, quantFast}
	neonDot = kernel{"neon-dot", middle, nil, denseDot, cols4NEON, colsNEON, softmaxFast, geluFast, addNormFast, dotFast, quantFast}
)

// kernels lists the kernels this processor can run, best last. Every Apple
// processor of this architecture that macOS runs on has the dot product.
func kernels() []*kernel {
	list := []*kernel{&plain, &neon}
	if cpu.ARM64.HasASIMDDP || runtime.GOOS == "darwin" {
		list = append(list, &neonDot)
	}
	return list
}

var bestKernel = func() *kernel {
	list := kernels()
	return list[len(list)-1]
}()

func best() *kernel { return bestKernel }

func denseNEON(l *Linear, y []float32, a *Quant) {
	l.tiles(func(out *[16]int32, a []uint8, w []int8, k int) { tileNEON(out, &a[0], &w[0], k) }, y, a)
}

func denseDot(l *Linear, y []float32, a *Quant) {
	l.tiles(func(out *[16]int32, a []uint8, w []int8, k int) { tileDot(out, &a[0], &w[0], k) }, y, a)
}

func cols4NEON(y *float32, yStride int, x *float32, xStride, n int, b *float32, stride int) {
	for r := range 4 {
		colsNEON((*float32)(unsafe.Add(unsafe.Pointer(y), 4*r*yStride)), (*float32)(unsafe.Add(unsafe.Pointer(x), 4*r*xStride)), n, b, stride)
	}
}

func softmaxFast(q []uint8, x []float32) int32 {
	return softmaxNEON(&q[:len(x)][0], &x[0], len(x), &constants)
}

func geluFast(x []float32) {
	if len(x) > 0 {
		geluNEON(&x[0], len(x), &constants)
	}
}

//go:noescape
func softmaxNEON(q *uint8, x *float32, n int, c *[15]float32) int32

//go:noescape
func geluNEON(x *float32, n int, c *[15]float32)

// tileNEON and tileDot take the inputs to count from 128.
//
//go:noescape
func tileNEON(out *[16]int32, a *uint8, w *int8, k int)

//go:noescape
func tileDot(out *[16]int32, a *uint8, w *int8, k int)

//go:noescape
func colsNEON(y, x *float32, n int, b *float32, stride int)
