// Instructions of four float32 that the assembler has no names for, by the Arm
// Architecture Reference Manual (DDI 0487), C7.2. Operands: second source, first
// source, result.
#define FMUL(m, n, d) WORD $(0x6E20DC00 | (m)<<16 | (n)<<5 | (d))
#define FADD(m, n, d) WORD $(0x4E20D400 | (m)<<16 | (n)<<5 | (d))
