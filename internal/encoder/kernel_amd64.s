#include "textflag.h"

// One weight row against the four rows of activations in Z16..Z19.
#define DOT4(mem, c0, c1, c2, c3) \
	VMOVDQU32 mem, Z20; \
	VPDPBUSD Z20, Z16, c0; \
	VPDPBUSD Z20, Z17, c1; \
	VPDPBUSD Z20, Z18, c2; \
	VPDPBUSD Z20, Z19, c3

// Sums of the lanes of four accumulators, to four adjacent int32.
#define SUM512(a, b, c, d, off) \
	VPUNPCKLDQ b, a, Z24; \
	VPUNPCKHDQ b, a, Z25; \
	VPADDD Z24, Z25, Z24; \
	VPUNPCKLDQ d, c, Z26; \
	VPUNPCKHDQ d, c, Z27; \
	VPADDD Z26, Z27, Z26; \
	VPUNPCKLQDQ Z26, Z24, Z25; \
	VPUNPCKHQDQ Z26, Z24, Z27; \
	VPADDD Z25, Z27, Z25; \
	VEXTRACTI64X4 $1, Z25, Y24; \
	VPADDD Y24, Y25, Y25; \
	VEXTRACTI32X4 $1, Y25, X24; \
	VPADDD X24, X25, X25; \
	VMOVDQU32 X25, off(DI)

// func tileVNNI(out *[16]int32, a *uint8, w *int8, k int)
TEXT ·tileVNNI(SB), NOSPLIT, $0-32
	MOVQ out+0(FP), DI
	MOVQ a+8(FP), SI
	MOVQ w+16(FP), DX
	MOVQ k+24(FP), CX
	LEAQ (CX)(CX*2), R8
	VPXORQ Z0, Z0, Z0
	VPXORQ Z1, Z1, Z1
	VPXORQ Z2, Z2, Z2
	VPXORQ Z3, Z3, Z3
	VPXORQ Z4, Z4, Z4
	VPXORQ Z5, Z5, Z5
	VPXORQ Z6, Z6, Z6
	VPXORQ Z7, Z7, Z7
	VPXORQ Z8, Z8, Z8
	VPXORQ Z9, Z9, Z9
	VPXORQ Z10, Z10, Z10
	VPXORQ Z11, Z11, Z11
	VPXORQ Z12, Z12, Z12
	VPXORQ Z13, Z13, Z13
	VPXORQ Z14, Z14, Z14
	VPXORQ Z15, Z15, Z15
	MOVQ CX, BX
loop:
	VMOVDQU32 (SI), Z16
	VMOVDQU32 (SI)(CX*1), Z17
	VMOVDQU32 (SI)(CX*2), Z18
	VMOVDQU32 (SI)(R8*1), Z19
	DOT4((DX), Z0, Z4, Z8, Z12)
	DOT4((DX)(CX*1), Z1, Z5, Z9, Z13)
	DOT4((DX)(CX*2), Z2, Z6, Z10, Z14)
	DOT4((DX)(R8*1), Z3, Z7, Z11, Z15)
	ADDQ $64, SI
	ADDQ $64, DX
	SUBQ $64, BX
	JG loop
	SUM512(Z0, Z1, Z2, Z3, 0)
	SUM512(Z4, Z5, Z6, Z7, 16)
	SUM512(Z8, Z9, Z10, Z11, 32)
	SUM512(Z12, Z13, Z14, Z15, 48)
	VZEROUPPER
	RET

#define DOT2(mem, c0, c1) \
	VPMOVSXBW mem, Y10; \
	VPMADDWD Y10, Y8, Y11; \
	VPADDD Y11, c0, c0; \
	VPMADDWD Y10, Y9, Y12; \
	VPADDD Y12, c1, c1

#define SUM256(a, b, c, d, off) \
	VPUNPCKLDQ b, a, Y8; \
	VPUNPCKHDQ b, a, Y9; \
	VPADDD Y8, Y9, Y8; \
	VPUNPCKLDQ d, c, Y10; \
	VPUNPCKHDQ d, c, Y11; \
	VPADDD Y10, Y11, Y10; \
	VPUNPCKLQDQ Y10, Y8, Y9; \
	VPUNPCKHQDQ Y10, Y8, Y11; \
	VPADDD Y9, Y11, Y9; \
	VEXTRACTI128 $1, Y9, X8; \
	VPADDD X8, X9, X9; \
	VMOVDQU X9, off(DI)

// func tileAVX2(out *[16]int32, a *uint8, w *int8, k int)
// Two rows of activations at a time, widened to 16 bits so that no sum saturates.
TEXT ·tileAVX2(SB), NOSPLIT, $0-32
	MOVQ out+0(FP), DI
	MOVQ a+8(FP), SI
	MOVQ k+24(FP), CX
	LEAQ (CX)(CX*2), R8
	MOVQ $2, R9
pair:
	MOVQ w+16(FP), DX
	VPXOR Y0, Y0, Y0
	VPXOR Y1, Y1, Y1
	VPXOR Y2, Y2, Y2
	VPXOR Y3, Y3, Y3
	VPXOR Y4, Y4, Y4
	VPXOR Y5, Y5, Y5
	VPXOR Y6, Y6, Y6
	VPXOR Y7, Y7, Y7
	MOVQ CX, BX
loop:
	VPMOVZXBW (SI), Y8
	VPMOVZXBW (SI)(CX*1), Y9
	DOT2((DX), Y0, Y4)
	DOT2((DX)(CX*1), Y1, Y5)
	DOT2((DX)(CX*2), Y2, Y6)
	DOT2((DX)(R8*1), Y3, Y7)
	ADDQ $16, SI
	ADDQ $16, DX
	SUBQ $16, BX
	JG loop
	SUM256(Y0, Y1, Y2, Y3, 0)
	SUM256(Y4, Y5, Y6, Y7, 16)
	ADDQ $32, DI
	ADDQ CX, SI
	DECQ R9
	JNZ pair
	VZEROUPPER
	RET

// Products and sums are rounded apart, not fused, as in the plain kernel.
// func colsAVX512(y, x *float32, n int, b *float32, stride int)
TEXT ·colsAVX512(SB), NOSPLIT, $0-40
	MOVQ y+0(FP), DI
	MOVQ x+8(FP), SI
	MOVQ n+16(FP), CX
	MOVQ b+24(FP), DX
	MOVQ stride+32(FP), R8
	SHLQ $2, R8
	VPXORQ Z0, Z0, Z0
	VPXORQ Z1, Z1, Z1
loop:
	VBROADCASTSS (SI), Z2
	VMULPS (DX), Z2, Z3
	VMULPS 64(DX), Z2, Z4
	VADDPS Z3, Z0, Z0
	VADDPS Z4, Z1, Z1
	ADDQ $4, SI
	ADDQ R8, DX
	DECQ CX
	JNZ loop
	VMOVUPS Z0, (DI)
	VMOVUPS Z1, 64(DI)
	VZEROUPPER
	RET

// func colsAVX2(y, x *float32, n int, b *float32, stride int)
TEXT ·colsAVX2(SB), NOSPLIT, $0-40
	MOVQ y+0(FP), DI
	MOVQ x+8(FP), SI
	MOVQ n+16(FP), CX
	MOVQ b+24(FP), DX
	MOVQ stride+32(FP), R8
	SHLQ $2, R8
	VXORPS Y0, Y0, Y0
	VXORPS Y1, Y1, Y1
	VXORPS Y2, Y2, Y2
	VXORPS Y3, Y3, Y3
loop:
	VBROADCASTSS (SI), Y4
	VMULPS (DX), Y4, Y5
	VMULPS 32(DX), Y4, Y6
	VMULPS 64(DX), Y4, Y7
	VMULPS 96(DX), Y4, Y8
	VADDPS Y5, Y0, Y0
	VADDPS Y6, Y1, Y1
	VADDPS Y7, Y2, Y2
	VADDPS Y8, Y3, Y3
	ADDQ $4, SI
	ADDQ R8, DX
	DECQ CX
	JNZ loop
	VMOVUPS Y0, (DI)
	VMOVUPS Y1, 32(DI)
	VMOVUPS Y2, 64(DI)
	VMOVUPS Y3, 96(DI)
	VZEROUPPER
	RET
