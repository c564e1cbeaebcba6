package encoder

import (
	"encoding/binary"
	"unsafe"
)

// middle is what stands for nought among unsigned 8-bit integers.
const middle = 128

// A Linear is y = Wx + b with W of 8-bit rows, each with a scale.
type Linear struct {
	Out, In int
	rows, k int // padded sizes, to 32
	q       []int8
	packed  []int8 // as the kernel wants it, nil for q
	scale   []float32
	bias    []float32
	zero    int32   // what the inputs count from
	less    []int32 // by how much the kernel's sums exceed those of such inputs, for each row
	kern    *kernel
}

// Linear returns the layer whose tensors are name.w and name.b; out or in may
// be -1 for any.
func (m *Model) Linear(name string, out, in int) (*Linear, error) {
	t, err := m.tensor(name+".w", 1, []int{out, in})
	if err != nil {
		return nil, err
	}
	b, err := m.Float(name+".b", t.dims[0])
	if err != nil {
		return nil, err
	}
	return m.linear(t.dims[0], t.dims[1], t.q, t.scale, b), nil
}

// NewLinear returns a layer of which at(o, i) is the weight from input i to output o, rounded to 8 bits.
func (m *Model) NewLinear(out, in int, at func(o, i int) float32, bias []float32) *Linear {
	q, scale, row, round := make([]int8, out*in), make([]float32, out), make([]float32, in), make([]uint8, in)
	for o := range out {
		for i := range row {
			row[i] = at(o, i)
		}
		scale[o] = quantPlain(round, row)
		for i, v := range round {
			q[o*in+i] = int8(int(v) - middle)
		}
	}
	return m.linear(out, in, q, scale, bias)
}

// linear returns the layer of out rows of in weights.
func (m *Model) linear(out, in int, q []int8, scale, bias []float32) *Linear {
	l := &Linear{Out: out, In: in, rows: (out + 31) &^ 31, k: (in + 31) &^ 31, zero: middle, q: q}
	l.scale, l.bias = padded(scale, l.rows), padded(bias, l.rows)
	if l.rows != out || l.k != in {
		l.q = make([]int8, l.rows*l.k)
		for i := range out {
			copy(l.q[i*l.k:], q[i*in:(i+1)*in])
		}
	}
	l.use(m.kern)
	return l
}

// use readies the layer for a kernel.
func (l *Linear) use(k *kernel) {
	l.kern, l.less = k, make([]int32, l.rows)
	for i := range l.less {
		sum := int32(0)
		for _, v := range l.q[i*l.k : (i+1)*l.k] {
			sum += int32(v)
		}
		l.less[i] = l.excess(sum)
	}
	l.pack()
}

// pack puts the weights in the order that the kernel reads them in.
func (l *Linear) pack() {
	if l.kern.pack != nil {
		l.kern.pack(l)
	}
}

// size makes l a layer of out rows of in weights, multiples of 32, without a bias. Its rows are set one by one, and then packed.
func (l *Linear) size(k *kernel, out, in int, zero int32) {
	l.Out, l.In, l.rows, l.k, l.kern, l.zero = out, in, out, in, k, zero
	l.q, l.scale, l.bias, l.less = grow(l.q, out*in), grow(l.scale, out), grow(l.bias, out), grow(l.less, out)
	clear(l.bias)
}

// setRow sets a row of weights to one of a, eight at a time.
func (l *Linear) setRow(row int, a *Quant, from int) {
	const every, second = 0x0101010101010101, 0x00ff00ff00ff00ff
	to := unsafe.Slice((*uint8)(unsafe.Pointer(&l.q[row*l.k])), l.k)
	sum := uint64(0)
	for i, q := 0, a.q[from*a.k:(from+1)*a.k]; i < len(to); i += 8 {
		v := binary.LittleEndian.Uint64(q[i:])
		binary.LittleEndian.PutUint64(to[i:], v^middle*every)
		sum += (v&second + v>>8&second) * (every & second) >> 48
	}
	l.scale[row] = a.scale[from]
	l.less[row] = l.excess(int32(int(sum) - middle*l.k))
}

// excess is by how much the kernel's sum exceeds that of a row whose weights have a sum.
func (l *Linear) excess(sum int32) int32 { return (l.zero - l.kern.zero) * sum }

func padded(s []float32, n int) []float32 {
	if len(s) == n {
		return s
	}
	return append(append(make([]float32, 0, n), s...), make([]float32, n-len(s))...)
}

// Apply computes y for every vector of a, rows of width Out.
func (l *Linear) Apply(y []float32, a *Quant) {
	if a.k == l.k && a.n > 0 {
		_ = y[a.n*l.Out-1]
		l.kern.dense(l, y, a)
	}
}

// Quant holds rows of vectors as unsigned 8-bit integers, each with a scale.
type Quant struct {
	n, k  int
	q     []uint8
	scale []float32
	wide  []uint16  // q in 16 bits, for kernels that want it so
	part  []float32 // outputs of a block that stands over the edge
}

// Set quantises n vectors of width w: q = round(x/scale)+128. Padding counts
// as zero.
func (a *Quant) Set(x []float32, n, w int) { a.set(best(), x, n, w) }

func (a *Quant) set(kern *kernel, x []float32, n, w int) {
	a.size(n, (w+31)&^31)
	do := kern.quant
	if w%32 != 0 {
		do = quantPlain
	}
	for i := range n {
		row := a.q[i*a.k : (i+1)*a.k]
		a.scale[i] = do(row[:w], x[i*w:(i+1)*w])
		for j := w; j < len(row); j++ {
			row[j] = middle
		}
	}
}

// size makes room for n rows of k values, and for what a kernel reads after them.
func (a *Quant) size(n, k int) {
	rows := (n + 7) &^ 7
	a.n, a.k, a.q, a.scale = n, k, grow(a.q, rows*k), grow(a.scale, rows)
}

// grow returns s with the length n; what it holds is not kept.
func grow[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, n+n/4)
	}
	return s[:n]
}
