package encoder

import "golang.org/x/sys/cpu"

var (
	avx2 = kernel{"avx2", tileAVX2, colsAVX2}
	vnni = kernel{"avx512-vnni", tileVNNI, colsAVX512}
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

func best() *kernel {
	list := kernels()
	return list[len(list)-1]
}

//go:noescape
func tileVNNI(out *[16]int32, a *uint8, w *int8, k int)

//go:noescape
func tileAVX2(out *[16]int32, a *uint8, w *int8, k int)

//go:noescape
func colsAVX512(y, x *float32, n int, b *float32, stride int)

//go:noescape
func colsAVX2(y, x *float32, n int, b *float32, stride int)
