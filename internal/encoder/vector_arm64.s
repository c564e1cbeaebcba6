#include "textflag.h"
#include "neon_arm64.h"

// Instructions that the assembler has no names for, of vectors of four 32-bit
// values, by the Arm Architecture Reference Manual (DDI 0487), C7.2. Operands:
// second source, first source, result.
#define FSUB(m, n, d) WORD $(0x4EA0D400 | (m)<<16 | (n)<<5 | (d))
#define FMAX(m, n, d) WORD $(0x4E20F400 | (m)<<16 | (n)<<5 | (d))
#define FMIN(m, n, d) WORD $(0x4EA0F400 | (m)<<16 | (n)<<5 | (d))
#define UMAX(m, n, d) WORD $(0x6EA06400 | (m)<<16 | (n)<<5 | (d))
#define ADD32(m, n, d) WORD $(0x4EA08400 | (m)<<16 | (n)<<5 | (d))
#define SHL23(n, d) WORD $(0x4F375400 | (n)<<5 | (d))
#define FABS(n, d) WORD $(0x4EA0F800 | (n)<<5 | (d))

// FCVTNS, to the nearest integer, to even where two are as near.
#define ROUND(n, d) WORD $(0x4E21A800 | (n)<<5 | (d))

// FMAXV, UMAXV and FADDP, of all lanes or of the first two.
#define FMAXV(n, d) WORD $(0x6E30F800 | (n)<<5 | (d))
#define UMAXV(n, d) WORD $(0x6EB0A800 | (n)<<5 | (d))
#define FADDP(n, d) WORD $(0x7E30D800 | (n)<<5 | (d))

// NARROW puts the low bytes of V0, V1, V2 and V3 in V0: XTN and XTN2.
#define NARROW \
	WORD $(0x0E612800 | 0<<5 | 0) \
	WORD $(0x4E612800 | 1<<5 | 0) \
	WORD $(0x0E612800 | 2<<5 | 2) \
	WORD $(0x4E612800 | 3<<5 | 2) \
	WORD $(0x0E212800 | 0<<5 | 0) \
	WORD $(0x4E212800 | 2<<5 | 0)

// CONSTANTS loads those of softmax and gelu to V16 to V30.
#define CONSTANTS(at) \
	VLD1R.P 4(at), [V16.S4] \
	VLD1R.P 4(at), [V17.S4] \
	VLD1R.P 4(at), [V18.S4] \
	VLD1R.P 4(at), [V19.S4] \
	VLD1R.P 4(at), [V20.S4] \
	VLD1R.P 4(at), [V21.S4] \
	VLD1R.P 4(at), [V22.S4] \
	VLD1R.P 4(at), [V23.S4] \
	VLD1R.P 4(at), [V24.S4] \
	VLD1R.P 4(at), [V25.S4] \
	VLD1R.P 4(at), [V26.S4] \
	VLD1R.P 4(at), [V27.S4] \
	VLD1R.P 4(at), [V28.S4] \
	VLD1R.P 4(at), [V29.S4] \
	VLD1R.P 4(at), [V30.S4]

// POW is x = 2^x, with r and f used.
#define POW(x, r, f) \
	FADD(17, x, r) \
	FSUB(17, r, f) \
	FSUB(f, x, f) \
	FMUL(18, f, x) \
	FADD(19, x, x) \
	FMUL(f, x, x) \
	FADD(20, x, x) \
	FMUL(f, x, x) \
	FADD(21, x, x) \
	FMUL(f, x, x) \
	FADD(22, x, x) \
	SHL23(r, r) \
	ADD32(r, x, x)

// SHARE is the share of a score beside the largest, in V4, added to V5.
#define SHARE(x, r, f) \
	FSUB(4, x, x) \
	FMAX(16, x, x) \
	POW(x, r, f) \
	FMUL(23, x, x) \
	ROUND(x, x) \
	ADD32(x, 5, 5)

// func softmaxNEON(q *uint8, x *float32, n int, c *[15]float32) int32
TEXT ·softmaxNEON(SB), NOSPLIT, $0-36
	MOVD q+0(FP), R0
	MOVD x+8(FP), R1
	MOVD n+16(FP), R2
	MOVD c+24(FP), R3
	CONSTANTS(R3)
	MOVD R1, R4
	MOVD R2, R5
	VLD1 (R1), [V4.S4]
top:
	VLD1.P 16(R4), [V0.S4]
	FMAX(0, 4, 4)
	SUBS $4, R5, R5
	BNE  top
	FMAXV(4, 4)
	VDUP V4.S[0], V4.S4
	VEOR V5.B16, V5.B16, V5.B16
shares:
	VLD1.P 64(R1), [V0.S4, V1.S4, V2.S4, V3.S4]
	SHARE(0, 6, 7)
	SHARE(1, 8, 9)
	SHARE(2, 10, 11)
	SHARE(3, 12, 13)
	NARROW
	VST1.P [V0.B16], 16(R0)
	SUBS $16, R2, R2
	BNE  shares
	VADDV V5.S4, V5
	VMOV V5.S[0], R5
	MOVW R5, ret+32(FP)
	RET

// GELU is x·Φ(x), with a, t, p and r used, and V15 nought.
#define GELU(x, a, t, p, r) \
	FABS(x, a) \
	FMIN(24, a, t) \
	FMUL(25, t, p) \
	FADD(26, p, p) \
	FMUL(t, p, p) \
	FADD(27, p, p) \
	FMUL(t, p, p) \
	FADD(28, p, p) \
	FMUL(t, p, p) \
	FADD(29, p, p) \
	FMUL(t, p, p) \
	FADD(30, p, p) \
	POW(p, r, t) \
	FMUL(a, p, p) \
	FMAX(15, x, x) \
	FSUB(p, x, x)

// func geluNEON(x *float32, n int, c *[15]float32)
TEXT ·geluNEON(SB), NOSPLIT, $0-24
	MOVD x+0(FP), R0
	MOVD n+8(FP), R2
	MOVD c+16(FP), R3
	CONSTANTS(R3)
	VEOR V15.B16, V15.B16, V15.B16
loop:
	VLD1 (R0), [V0.S4, V1.S4]
	GELU(0, 2, 3, 4, 5)
	GELU(1, 6, 7, 8, 9)
	VST1.P [V0.S4, V1.S4], 32(R0)
	SUBS $8, R2, R2
	BNE  loop
	RET

// SUM folds V4 and V5 to F4, with V6 used.
#define SUM \
	FADD(5, 4, 4) \
	VEXT $8, V4.B16, V4.B16, V6.B16 \
	FADD(6, 4, 4) \
	FADDP(4, 4)

// func addNormVector(x, y, w, b *float32, n int, width float32)
TEXT ·addNormVector(SB), NOSPLIT, $0-44
	MOVD  x+0(FP), R0
	MOVD  y+8(FP), R1
	MOVD  w+16(FP), R2
	MOVD  b+24(FP), R3
	MOVD  n+32(FP), R4
	FMOVS width+40(FP), F16
	MOVD  R0, R5
	MOVD  R4, R6
	VEOR  V4.B16, V4.B16, V4.B16
	VEOR  V5.B16, V5.B16, V5.B16
sum:
	VLD1   (R5), [V0.S4, V1.S4]
	VLD1.P 32(R1), [V2.S4, V3.S4]
	FADD(2, 0, 0)
	FADD(3, 1, 1)
	VST1.P [V0.S4, V1.S4], 32(R5)
	FADD(0, 4, 4)
	FADD(1, 5, 5)
	SUBS   $8, R6, R6
	BNE    sum
	SUM
	FDIVS  F16, F4, F7
	VDUP   V7.S[0], V7.S4
	MOVD   R0, R5
	MOVD   R4, R6
	VEOR   V4.B16, V4.B16, V4.B16
	VEOR   V5.B16, V5.B16, V5.B16
square:
	VLD1   (R5), [V0.S4, V1.S4]
	FSUB(7, 0, 0)
	FSUB(7, 1, 1)
	VST1.P [V0.S4, V1.S4], 32(R5)
	FMUL(0, 0, 0)
	FMUL(1, 1, 1)
	FADD(0, 4, 4)
	FADD(1, 5, 5)
	SUBS   $8, R6, R6
	BNE    square
	SUM
	FDIVS  F16, F4, F4
	FMOVS  $1.0e-12, F6
	FADDS  F6, F4, F4
	FSQRTS F4, F4
	FMOVS  $1.0, F6
	FDIVS  F4, F6, F7
	VDUP   V7.S[0], V7.S4
scale:
	VLD1   (R0), [V0.S4, V1.S4]
	VLD1.P 32(R2), [V2.S4, V3.S4]
	VLD1.P 32(R3), [V4.S4, V5.S4]
	FMUL(7, 0, 0)
	FMUL(7, 1, 1)
	FMUL(2, 0, 0)
	FMUL(3, 1, 1)
	FADD(4, 0, 0)
	FADD(5, 1, 1)
	VST1.P [V0.S4, V1.S4], 32(R0)
	SUBS   $8, R4, R4
	BNE    scale
	RET

// func topVector(x *float32, n int) uint32
TEXT ·topVector(SB), NOSPLIT, $0-20
	MOVD x+0(FP), R0
	MOVD n+8(FP), R2
	MOVD $0x7fffffff, R3
	VDUP R3, V8.S4
	VEOR V4.B16, V4.B16, V4.B16
loop:
	VLD1.P 64(R0), [V0.S4, V1.S4, V2.S4, V3.S4]
	VAND V8.B16, V0.B16, V0.B16
	VAND V8.B16, V1.B16, V1.B16
	VAND V8.B16, V2.B16, V2.B16
	VAND V8.B16, V3.B16, V3.B16
	UMAX(1, 0, 0)
	UMAX(3, 2, 2)
	UMAX(2, 0, 0)
	UMAX(0, 4, 4)
	SUBS $16, R2, R2
	BNE  loop
	UMAXV(4, 4)
	VMOV V4.S[0], R5
	MOVW R5, ret+16(FP)
	RET

// func packVector(q *uint8, x *float32, n int, inv float32)
TEXT ·packVector(SB), NOSPLIT, $0-28
	MOVD  q+0(FP), R0
	MOVD  x+8(FP), R1
	MOVD  n+16(FP), R2
	FMOVS inv+24(FP), F7
	VDUP  V7.S[0], V7.S4
	VMOVI $128, V8.B16
loop:
	VLD1.P 64(R1), [V0.S4, V1.S4, V2.S4, V3.S4]
	FMUL(7, 0, 0)
	FMUL(7, 1, 1)
	FMUL(7, 2, 2)
	FMUL(7, 3, 3)
	ROUND(0, 0)
	ROUND(1, 1)
	ROUND(2, 2)
	ROUND(3, 3)
	NARROW
	VEOR   V8.B16, V0.B16, V0.B16
	VST1.P [V0.B16], 16(R0)
	SUBS   $16, R2, R2
	BNE    loop
	RET

// func dotVector(a, b *float32, n int) float32
TEXT ·dotVector(SB), NOSPLIT, $0-28
	MOVD a+0(FP), R0
	MOVD b+8(FP), R1
	MOVD n+16(FP), R2
	CLEAR8

dotLoop:
	VLD1.P 64(R0), [V8.S4, V9.S4, V10.S4, V11.S4]
	VLD1.P 64(R0), [V12.S4, V13.S4, V14.S4, V15.S4]
	VLD1.P 64(R1), [V16.S4, V17.S4, V18.S4, V19.S4]
	VLD1.P 64(R1), [V20.S4, V21.S4, V22.S4, V23.S4]
	FMUL(16, 8, 8)
	FMUL(17, 9, 9)
	FMUL(18, 10, 10)
	FMUL(19, 11, 11)
	FMUL(20, 12, 12)
	FMUL(21, 13, 13)
	FMUL(22, 14, 14)
	FMUL(23, 15, 15)
	ADD8
	SUBS $32, R2, R2
	BNE  dotLoop
	FADD(2, 0, 0)
	FADD(6, 4, 4)
	FADD(0, 4, 4)
	FADD(3, 1, 1)
	FADD(7, 5, 5)
	FADD(1, 5, 5)
	SUM
	FMOVS F4, ret+24(FP)
	RET
