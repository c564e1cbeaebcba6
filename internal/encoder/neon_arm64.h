// Instructions of four float32 that the assembler has no names for, by the Arm
// Architecture Reference Manual (DDI 0487), C7.2. Operands: second source, first
// source, result.
#define FMUL(m, n, d) WORD $(0x6E20DC00 | (m)<<16 | (n)<<5 | (d))
#define FADD(m, n, d) WORD $(0x4E20D400 | (m)<<16 | (n)<<5 | (d))

// CLEAR8 sets V0 to V7 to nought; ADD8 adds V8 to V15 to them.
#define CLEAR8 \
	VEOR V0.B16, V0.B16, V0.B16 \
	VEOR V1.B16, V1.B16, V1.B16 \
	VEOR V2.B16, V2.B16, V2.B16 \
	VEOR V3.B16, V3.B16, V3.B16 \
	VEOR V4.B16, V4.B16, V4.B16 \
	VEOR V5.B16, V5.B16, V5.B16 \
	VEOR V6.B16, V6.B16, V6.B16 \
	VEOR V7.B16, V7.B16, V7.B16

#define ADD8 \
	FADD(8, 0, 0) \
	FADD(9, 1, 1) \
	FADD(10, 2, 2) \
	FADD(11, 3, 3) \
	FADD(12, 4, 4) \
	FADD(13, 5, 5) \
	FADD(14, 6, 6) \
	FADD(15, 7, 7)
