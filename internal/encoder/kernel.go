package encoder

import "unsafe"

// A kernel is the pair of inner loops that a processor may have faster forms
// of. All forms give the same numbers.
type kernel struct {
	name string
	// tile gives out[4i+j] = a row i · w row j for four rows each of k values, k a multiple of 64.
	tile func(out *[16]int32, a *uint8, w *int8, k int)
	// cols gives y[c] = sum over i of x[i] b[i*stride+c] for 32 columns c, in the order of i.
	cols func(y, x *float32, n int, b *float32, stride int)
}

var plain = kernel{"plain", tilePlain, colsPlain}

func tilePlain(out *[16]int32, a *uint8, w *int8, k int) {
	as, ws := unsafe.Slice(a, 4*k), unsafe.Slice(w, 4*k)
	w0, w1, w2, w3 := ws[:k], ws[k:2*k], ws[2*k:3*k], ws[3*k:4*k]
	for i := range 4 {
		var s0, s1, s2, s3 int32
		row := as[i*k : (i+1)*k]
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
