#include "textflag.h"
#include "neon_arm64.h"

// Instructions that the assembler has no names for, by the Arm Architecture
// Reference Manual (DDI 0487), C7.2. Operands: second source, first source,
// result.

// SDOT d.4S, n.16B, m.16B
#define SDOT(m, n, d) WORD $(0x4E809400 | (m)<<16 | (n)<<5 | (d))

// ADDP d.4S, n.4S, m.4S
#define ADDP(m, n, d) WORD $(0x4EA0BC00 | (m)<<16 | (n)<<5 | (d))

// SMULL V9.8H, n.8B, m.8B; SMLAL2 V9.8H, n.16B, m.16B; SADALP d.4S, V9.8H
#define SMAC(m, n, d) \
	WORD $(0x0E20C009 | (m)<<16 | (n)<<5) \
	WORD $(0x4E208009 | (m)<<16 | (n)<<5) \
	WORD $(0x4E606920 | (d))

// SUMS adds up each of four vectors from f on, and stores the four sums.
#define SUMS(f) \
	ADDP((f)+1, f, 0) \
	ADDP((f)+3, (f)+2, 1) \
	ADDP(1, 0, 0) \
	VST1.P [V0.S4], 16(R0)

// TILE is a tile by MAC, with V16 to V31 for the sums, row i of a and row j of
// w in V16+4i+j.
#define TILE(MAC) \
	MOVD out+0(FP), R0 \
	MOVD a+8(FP), R1 \
	MOVD w+16(FP), R2 \
	MOVD k+24(FP), R3 \
	ADD  R3, R1, R4 \
	ADD  R3, R4, R5 \
	ADD  R3, R5, R6 \
	ADD  R3, R2, R7 \
	ADD  R3, R7, R8 \
	ADD  R3, R8, R9 \
	VMOVI $128, V8.B16 \
	VEOR V16.B16, V16.B16, V16.B16 \
	VEOR V17.B16, V17.B16, V17.B16 \
	VEOR V18.B16, V18.B16, V18.B16 \
	VEOR V19.B16, V19.B16, V19.B16 \
	VEOR V20.B16, V20.B16, V20.B16 \
	VEOR V21.B16, V21.B16, V21.B16 \
	VEOR V22.B16, V22.B16, V22.B16 \
	VEOR V23.B16, V23.B16, V23.B16 \
	VEOR V24.B16, V24.B16, V24.B16 \
	VEOR V25.B16, V25.B16, V25.B16 \
	VEOR V26.B16, V26.B16, V26.B16 \
	VEOR V27.B16, V27.B16, V27.B16 \
	VEOR V28.B16, V28.B16, V28.B16 \
	VEOR V29.B16, V29.B16, V29.B16 \
	VEOR V30.B16, V30.B16, V30.B16 \
	VEOR V31.B16, V31.B16, V31.B16 \
loop: \
	VLD1.P 16(R1), [V0.B16] \
	VLD1.P 16(R4), [V1.B16] \
	VLD1.P 16(R5), [V2.B16] \
	VLD1.P 16(R6), [V3.B16] \
	VLD1.P 16(R2), [V4.B16] \
	VLD1.P 16(R7), [V5.B16] \
	VLD1.P 16(R8), [V6.B16] \
	VLD1.P 16(R9), [V7.B16] \
	VEOR   V8.B16, V0.B16, V0.B16 \
	VEOR   V8.B16, V1.B16, V1.B16 \
	VEOR   V8.B16, V2.B16, V2.B16 \
	VEOR   V8.B16, V3.B16, V3.B16 \
	MAC(4, 0, 16) \
	MAC(5, 0, 17) \
	MAC(6, 0, 18) \
	MAC(7, 0, 19) \
	MAC(4, 1, 20) \
	MAC(5, 1, 21) \
	MAC(6, 1, 22) \
	MAC(7, 1, 23) \
	MAC(4, 2, 24) \
	MAC(5, 2, 25) \
	MAC(6, 2, 26) \
	MAC(7, 2, 27) \
	MAC(4, 3, 28) \
	MAC(5, 3, 29) \
	MAC(6, 3, 30) \
	MAC(7, 3, 31) \
	SUBS $16, R3, R3 \
	BNE  loop \
	SUMS(16) \
	SUMS(20) \
	SUMS(24) \
	SUMS(28) \
	RET

// func tileNEON(out *[16]int32, a *uint8, w *int8, k int)
TEXT ·tileNEON(SB), NOSPLIT, $0-32
	TILE(SMAC)

// func tileDot(out *[16]int32, a *uint8, w *int8, k int)
TEXT ·tileDot(SB), NOSPLIT, $0-32
	TILE(SDOT)

// func colsNEON(y, x *float32, n int, b *float32, stride int)
TEXT ·colsNEON(SB), NOSPLIT, $0-40
	MOVD y+0(FP), R0
	MOVD x+8(FP), R1
	MOVD n+16(FP), R2
	MOVD b+24(FP), R3
	MOVD stride+32(FP), R4
	LSL  $2, R4, R4
	CLEAR8

colsLoop:
	VLD1R.P 4(R1), [V16.S4]
	ADD     $64, R3, R5
	VLD1    (R3), [V8.S4, V9.S4, V10.S4, V11.S4]
	VLD1    (R5), [V12.S4, V13.S4, V14.S4, V15.S4]
	ADD     R4, R3, R3
	FMUL(16, 8, 8)
	FMUL(16, 9, 9)
	FMUL(16, 10, 10)
	FMUL(16, 11, 11)
	FMUL(16, 12, 12)
	FMUL(16, 13, 13)
	FMUL(16, 14, 14)
	FMUL(16, 15, 15)
	ADD8
	SUBS $1, R2, R2
	BNE  colsLoop
	VST1.P [V0.S4, V1.S4, V2.S4, V3.S4], 64(R0)
	VST1   [V4.S4, V5.S4, V6.S4, V7.S4], (R0)
	RET
