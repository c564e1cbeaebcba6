package encoder

// A Linear is y = Wx + b with W of 8-bit rows, each with a scale.
type Linear struct {
	Out, In int
	rows, k int    // padded sizes: rows to 32, k to 64
	q       []int8 // rows to 4 only where the kernel has packed the rest
	packed  []int8 // as the kernel wants it, nil for q
	scale   []float32
	bias    []float32
	sum128  []int32 // 128 times the sum of each row
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
			q[o*in+i] = int8(int(v) - 128)
		}
	}
	return m.linear(out, in, q, scale, bias)
}

// linear returns the layer of out rows of in weights.
func (m *Model) linear(out, in int, q []int8, scale, bias []float32) *Linear {
	l := &Linear{Out: out, In: in, rows: (out + 31) &^ 31, k: (in + 63) &^ 63, q: q}
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
	l.kern = k
	if k.pack != nil {
		l.packed = k.pack(l)
	}
	if l.sum128 != nil {
		return
	}
	sums := make([]int32, l.rows)
	for i := range sums {
		s := int32(0)
		for _, v := range l.q[i*l.k : (i+1)*l.k] {
			s += int32(v)
		}
		sums[i] = 128 * s
	}
	l.sum128 = sums
}

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
}

// Set quantises n vectors of width w: q = round(x/scale)+128. Padding counts
// as zero.
func (a *Quant) Set(x []float32, n, w int) { a.set(best(), x, n, w) }

func (a *Quant) set(kern *kernel, x []float32, n, w int) {
	a.n, a.k = n, (w+63)&^63
	rows := (n + 7) &^ 7
	if need := rows * a.k; cap(a.q) < need {
		a.q = make([]uint8, need, need+need/4)
	}
	a.q, a.scale = a.q[:rows*a.k], grow(a.scale, rows)
	do := kern.quant
	if w%32 != 0 {
		do = quantPlain
	}
	for i := range n {
		row := a.q[i*a.k : (i+1)*a.k]
		a.scale[i] = do(row[:w], x[i*w:(i+1)*w])
		for j := w; j < len(row); j++ {
			row[j] = 128
		}
	}
}

func grow(s []float32, n int) []float32 {
	if cap(s) < n {
		return make([]float32, n, n+n/4)
	}
	return s[:n]
}
