#include "textflag.h"

// One row of activations against 32 rows of weights in Z16 and Z17.
#define DOT(mem, c0, c1) \
	VPBROADCASTD mem, Z18; \
	VPDPBUSD Z16, Z18, c0; \
	VPDPBUSD Z17, Z18, c1

// One row of sums, scaled.
#define STORE(off, c0, c1) \
	VBROADCASTSS off(R11), Z24; \
	VPSUBD Z18, c0, c0; \
	VPSUBD Z19, c1, c1; \
	VCVTDQ2PS c0, c0; \
	VCVTDQ2PS c1, c1; \
	VMULPS Z20, Z24, Z25; \
	VMULPS Z21, Z24, Z26; \
	VMULPS Z25, c0, c0; \
	VMULPS Z26, c1, c1; \
	VADDPS Z22, c0, c0; \
	VADDPS Z23, c1, c1; \
	VMOVUPS c0, (DI); \
	VMOVUPS c1, 64(DI); \
	ADDQ R12, DI

// func blockVNNI(y *float32, yStep int, a unsafe.Pointer, k int, w *int8, aScale, wScale, bias *float32, less *int32)
// Eight rows of activations against 32 rows of weights, four columns at a time.
TEXT ·blockVNNI(SB), NOSPLIT, $0-72
	MOVQ a+16(FP), SI
	MOVQ k+24(FP), CX
	MOVQ w+32(FP), DX
	LEAQ (CX)(CX*2), R8
	LEAQ (CX)(CX*4), R9
	LEAQ (R8)(CX*4), R10
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
	VMOVDQU32 (DX), Z16
	VMOVDQU32 64(DX), Z17
	DOT((SI), Z0, Z1)
	DOT((SI)(CX*1), Z2, Z3)
	DOT((SI)(CX*2), Z4, Z5)
	DOT((SI)(R8*1), Z6, Z7)
	DOT((SI)(CX*4), Z8, Z9)
	DOT((SI)(R9*1), Z10, Z11)
	DOT((SI)(R8*2), Z12, Z13)
	DOT((SI)(R10*1), Z14, Z15)
	ADDQ $4, SI
	ADDQ $128, DX
	SUBQ $4, BX
	JG loop
	MOVQ y+0(FP), DI
	MOVQ yStep+8(FP), R12
	MOVQ aScale+40(FP), R11
	MOVQ wScale+48(FP), R13
	VMOVUPS (R13), Z20
	VMOVUPS 64(R13), Z21
	MOVQ bias+56(FP), R13
	VMOVUPS (R13), Z22
	VMOVUPS 64(R13), Z23
	MOVQ less+64(FP), R13
	VMOVDQU32 (R13), Z18
	VMOVDQU32 64(R13), Z19
	STORE(0, Z0, Z1)
	STORE(4, Z2, Z3)
	STORE(8, Z4, Z5)
	STORE(12, Z6, Z7)
	STORE(16, Z8, Z9)
	STORE(20, Z10, Z11)
	STORE(24, Z12, Z13)
	STORE(28, Z14, Z15)
	VZEROUPPER
	RET

// One row of activations, two columns of it, against 16 rows of weights in Y8 and Y9.
#define DOT2(mem, c0, c1) \
	VPBROADCASTD mem, Y10; \
	VPMADDWD Y8, Y10, Y11; \
	VPMADDWD Y9, Y10, Y12; \
	VPADDD Y11, c0, c0; \
	VPADDD Y12, c1, c1

// One row of sums, scaled.
#define STORE2(off, c0, c1) \
	VBROADCASTSS off(R11), Y14; \
	VPSUBD Y8, c0, c0; \
	VPSUBD Y9, c1, c1; \
	VCVTDQ2PS c0, c0; \
	VCVTDQ2PS c1, c1; \
	VMULPS Y10, Y14, Y15; \
	VMULPS Y11, Y14, Y14; \
	VMULPS Y15, c0, c0; \
	VMULPS Y14, c1, c1; \
	VADDPS Y12, c0, c0; \
	VADDPS Y13, c1, c1; \
	VMOVUPS c0, (DI); \
	VMOVUPS c1, 32(DI); \
	ADDQ R12, DI

// func blockAVX2(y *float32, yStep int, a unsafe.Pointer, k int, w *int8, aScale, wScale, bias *float32, less *int32)
// Twice four rows of activations of 16 bits against 16 rows of weights, two columns at a time.
TEXT ·blockAVX2(SB), NOSPLIT, $0-72
	MOVQ y+0(FP), DI
	MOVQ yStep+8(FP), R12
	MOVQ a+16(FP), SI
	MOVQ k+24(FP), CX
	ADDQ CX, CX
	LEAQ (CX)(CX*2), R8
	MOVQ aScale+40(FP), R11
	MOVQ $2, R9
four:
	MOVQ w+32(FP), DX
	MOVQ CX, BX
	VPXOR Y0, Y0, Y0
	VPXOR Y1, Y1, Y1
	VPXOR Y2, Y2, Y2
	VPXOR Y3, Y3, Y3
	VPXOR Y4, Y4, Y4
	VPXOR Y5, Y5, Y5
	VPXOR Y6, Y6, Y6
	VPXOR Y7, Y7, Y7
loop:
	VPMOVSXBW (DX), Y8
	VPMOVSXBW 16(DX), Y9
	DOT2((SI), Y0, Y1)
	DOT2((SI)(CX*1), Y2, Y3)
	DOT2((SI)(CX*2), Y4, Y5)
	DOT2((SI)(R8*1), Y6, Y7)
	VPMOVSXBW 32(DX), Y8
	VPMOVSXBW 48(DX), Y9
	DOT2(4(SI), Y0, Y1)
	DOT2(4(SI)(CX*1), Y2, Y3)
	DOT2(4(SI)(CX*2), Y4, Y5)
	DOT2(4(SI)(R8*1), Y6, Y7)
	ADDQ $8, SI
	ADDQ $64, DX
	SUBQ $8, BX
	JG loop
	ADDQ R8, SI
	MOVQ wScale+48(FP), R13
	VMOVUPS (R13), Y10
	VMOVUPS 32(R13), Y11
	MOVQ bias+56(FP), R13
	VMOVUPS (R13), Y12
	VMOVUPS 32(R13), Y13
	MOVQ less+64(FP), R13
	VMOVDQU (R13), Y8
	VMOVDQU 32(R13), Y9
	STORE2(0, Y0, Y1)
	STORE2(4, Y2, Y3)
	STORE2(8, Y4, Y5)
	STORE2(12, Y6, Y7)
	ADDQ $16, R11
	DECQ R9
	JNZ four
	VZEROUPPER
	RET

// func widenAVX2(to *uint16, from *uint8, n int)
// n is a multiple of 16.
TEXT ·widenAVX2(SB), NOSPLIT, $0-24
	MOVQ to+0(FP), DI
	MOVQ from+8(FP), SI
	MOVQ n+16(FP), CX
	ADDQ SI, CX
loop:
	VPMOVZXBW (SI), Y0
	VMOVDQU Y0, (DI)
	ADDQ $16, SI
	ADDQ $32, DI
	CMPQ SI, CX
	JLT loop
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

#define ROW512(mem, c0, c1) \
	VBROADCASTSS mem, Z10; \
	VMULPS Z8, Z10, Z11; \
	VMULPS Z9, Z10, Z12; \
	VADDPS Z11, c0, c0; \
	VADDPS Z12, c1, c1

// func cols4AVX512(y *float32, yStride int, x *float32, xStride, n int, b *float32, stride int)
TEXT ·cols4AVX512(SB), NOSPLIT, $0-56
	MOVQ y+0(FP), DI
	MOVQ yStride+8(FP), R9
	MOVQ x+16(FP), SI
	MOVQ xStride+24(FP), R10
	MOVQ n+32(FP), CX
	MOVQ b+40(FP), DX
	MOVQ stride+48(FP), R8
	SHLQ $2, R8
	SHLQ $2, R9
	SHLQ $2, R10
	LEAQ (R10)(R10*2), R11
	VPXORQ Z0, Z0, Z0
	VPXORQ Z1, Z1, Z1
	VPXORQ Z2, Z2, Z2
	VPXORQ Z3, Z3, Z3
	VPXORQ Z4, Z4, Z4
	VPXORQ Z5, Z5, Z5
	VPXORQ Z6, Z6, Z6
	VPXORQ Z7, Z7, Z7
loop:
	VMOVUPS (DX), Z8
	VMOVUPS 64(DX), Z9
	ROW512((SI), Z0, Z1)
	ROW512((SI)(R10*1), Z2, Z3)
	ROW512((SI)(R10*2), Z4, Z5)
	ROW512((SI)(R11*1), Z6, Z7)
	ADDQ $4, SI
	ADDQ R8, DX
	DECQ CX
	JNZ loop
	VMOVUPS Z0, (DI)
	VMOVUPS Z1, 64(DI)
	ADDQ R9, DI
	VMOVUPS Z2, (DI)
	VMOVUPS Z3, 64(DI)
	ADDQ R9, DI
	VMOVUPS Z4, (DI)
	VMOVUPS Z5, 64(DI)
	ADDQ R9, DI
	VMOVUPS Z6, (DI)
	VMOVUPS Z7, 64(DI)
	ADDQ R9, DI
	VZEROUPPER
	RET

#define ROW256(mem, c0, c1) \
	VBROADCASTSS mem, Y10; \
	VMULPS Y8, Y10, Y11; \
	VMULPS Y9, Y10, Y12; \
	VADDPS Y11, c0, c0; \
	VADDPS Y12, c1, c1

// func cols4AVX2(y *float32, yStride int, x *float32, xStride, n int, b *float32, stride int)
// Twice 16 columns.
TEXT ·cols4AVX2(SB), NOSPLIT, $0-56
	MOVQ y+0(FP), DI
	MOVQ yStride+8(FP), R9
	MOVQ xStride+24(FP), R10
	MOVQ b+40(FP), R13
	MOVQ stride+48(FP), R8
	SHLQ $2, R8
	SHLQ $2, R9
	SHLQ $2, R10
	LEAQ (R10)(R10*2), R11
	LEAQ (R9)(R9*2), BX
	MOVQ $2, R12
half:
	MOVQ x+16(FP), SI
	MOVQ n+32(FP), CX
	MOVQ R13, DX
	VXORPS Y0, Y0, Y0
	VXORPS Y1, Y1, Y1
	VXORPS Y2, Y2, Y2
	VXORPS Y3, Y3, Y3
	VXORPS Y4, Y4, Y4
	VXORPS Y5, Y5, Y5
	VXORPS Y6, Y6, Y6
	VXORPS Y7, Y7, Y7
loop:
	VMOVUPS (DX), Y8
	VMOVUPS 32(DX), Y9
	ROW256((SI), Y0, Y1)
	ROW256((SI)(R10*1), Y2, Y3)
	ROW256((SI)(R10*2), Y4, Y5)
	ROW256((SI)(R11*1), Y6, Y7)
	ADDQ $4, SI
	ADDQ R8, DX
	DECQ CX
	JNZ loop
	VMOVUPS Y0, (DI)
	VMOVUPS Y1, 32(DI)
	VMOVUPS Y2, (DI)(R9*1)
	VMOVUPS Y3, 32(DI)(R9*1)
	VMOVUPS Y4, (DI)(R9*2)
	VMOVUPS Y5, 32(DI)(R9*2)
	VMOVUPS Y6, (DI)(BX*1)
	VMOVUPS Y7, 32(DI)(BX*1)
	ADDQ $64, DI
	ADDQ $64, R13
	DECQ R12
	JNZ half
	VZEROUPPER
	RET
