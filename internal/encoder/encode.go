package encoder

import "math"

// MaxWindow is the most pieces of a window, its two borders among them.
const MaxWindow = 256

// A State is the working memory of one goroutine.
type State struct {
	m                       *Model
	x, q, k, v, y, h        []float32
	kt, vh, qh, scores, ctx []float32
	quant                   Quant
	ids                     []int32
}

// NewState returns working memory for Encode.
func (m *Model) NewState() *State { return &State{m: m} }

// Encode returns the vectors of the pieces of a window, the borders left out.
// At most MaxWindow-2 pieces are read. The result lasts until the next call.
func (s *State) Encode(pieces []int32) []float32 {
	m := s.m
	pieces = pieces[:min(len(pieces), MaxWindow-2)]
	s.ids = append(append(append(s.ids[:0], m.cls), pieces...), m.sep)
	n, w := len(s.ids), m.Card.Width
	s.x, s.q, s.k, s.v = grow(s.x, n*w), grow(s.q, n*w), grow(s.k, n*w), grow(s.v, n*w)
	s.y, s.ctx, s.h = grow(s.y, n*w), grow(s.ctx, n*w), grow(s.h, n*m.Card.FFN)
	for i, id := range s.ids {
		if id < 0 || int(id) >= m.word.dims[0] {
			id = m.unk
		}
		row, q := s.x[i*w:(i+1)*w], m.word.q[int(id)*w:]
		pos, scale := m.pos.f[i*w:], m.word.scale[id]
		for j := range row {
			row[j] = float32(float32(q[j])*scale) + pos[j]
		}
		m.embLN.apply(row)
	}
	for i := range m.layers {
		s.layer(&m.layers[i], n)
	}
	return s.x[w : (n-1)*w]
}

func (s *State) layer(l *layer, n int) {
	w := s.m.Card.Width
	s.quant.Set(s.x, n, w)
	l.q.Apply(s.q, &s.quant)
	l.k.Apply(s.k, &s.quant)
	l.v.Apply(s.v, &s.quant)
	s.attend(n)
	s.quant.Set(s.ctx, n, w)
	l.o.Apply(s.y, &s.quant)
	s.addNorm(l.ln1, n)
	s.quant.Set(s.x, n, w)
	l.ff1.Apply(s.h, &s.quant)
	GELU(s.h)
	s.quant.Set(s.h, n, s.m.Card.FFN)
	l.ff2.Apply(s.y, &s.quant)
	s.addNorm(l.ln2, n)
}

func (s *State) addNorm(ln layerNorm, n int) {
	w := s.m.Card.Width
	for i := range s.x {
		s.x[i] += s.y[i]
	}
	for i := range n {
		ln.apply(s.x[i*w : (i+1)*w])
	}
}

// attend sets ctx from q, k and v, head by head.
func (s *State) attend(n int) {
	w, d := s.m.Card.Width, s.m.Card.Width/s.m.Card.Heads
	stride := (n + 31) &^ 31
	s.kt, s.vh, s.scores = grow(s.kt, d*stride), grow(s.vh, n*d), grow(s.scores, stride)
	s.qh = grow(s.qh, d)
	scale := float32(1 / math.Sqrt(float64(d)))
	for h := range s.m.Card.Heads {
		clear(s.kt)
		for i := range n {
			for j, v := range s.k[i*w+h*d:][:d] {
				s.kt[j*stride+i] = v
			}
			copy(s.vh[i*d:(i+1)*d], s.v[i*w+h*d:])
		}
		for i := range n {
			for j, v := range s.q[i*w+h*d:][:d] {
				s.qh[j] = v * scale
			}
			vecmat(s.m.kern, s.scores, s.qh, s.kt, stride)
			softmax(s.scores[:n])
			vecmat(s.m.kern, s.ctx[i*w+h*d:], s.scores[:n], s.vh, d)
		}
	}
}

func (ln layerNorm) apply(x []float32) {
	var sum, sq float32
	for _, v := range x {
		sum += v
	}
	mean := sum / float32(len(x))
	for _, v := range x {
		d := v - mean
		sq += float32(d * d)
	}
	inv := 1 / float32(math.Sqrt(float64(sq/float32(len(x)))+1e-12))
	for i, v := range x {
		x[i] = float32(float32((v-mean)*inv)*ln.w[i]) + ln.b[i]
	}
}

func softmax(x []float32) {
	if len(x) == 0 {
		return
	}
	top := x[0]
	for _, v := range x {
		top = max(top, v)
	}
	var sum float32
	for i, v := range x {
		e := exp(v - top)
		x[i] = e
		sum += e
	}
	inv := 1 / sum
	for i := range x {
		x[i] *= inv
	}
}

// Tables of 2^f and of GELU, read with linear interpolation: errors < 1e-6
// and < 2e-6.
const (
	expSteps  = 1024
	geluRange = 8
	geluSteps = 256 // a unit
)

var (
	expTable  = makeExp()
	geluTable = makeGELU()
)

func makeExp() *[expSteps + 1]float32 {
	t := new([expSteps + 1]float32)
	for i := range t {
		t[i] = float32(math.Exp2(float64(i) / expSteps))
	}
	return t
}

func makeGELU() *[2*geluRange*geluSteps + 2]float32 {
	t := new([2*geluRange*geluSteps + 2]float32)
	for i := range t {
		x := float64(i)/geluSteps - geluRange
		t[i] = float32(x * 0.5 * (1 + math.Erf(x/math.Sqrt2)))
	}
	return t
}

// exp returns e^x for x <= 0.
func exp(x float32) float32 {
	if !(x > -80) {
		return 0
	}
	v := float32(x * (math.Log2E * expSteps))
	i := int32(v) - 1
	f := v - float32(i)
	k := i & (expSteps - 1)
	lo := expTable[k]
	m := lo + float32(f*(expTable[k+1]-lo))
	return m * math.Float32frombits(uint32(i>>10+127)<<23)
}

// GELU applies x·Φ(x) to every value.
func GELU(x []float32) {
	for i, v := range x {
		if !(v > -geluRange) {
			x[i] = 0
			continue
		}
		if v >= geluRange {
			continue
		}
		u := float32((v + geluRange) * geluSteps)
		k := int32(u)
		f := u - float32(k)
		t := geluTable[k : k+2 : k+2]
		x[i] = t[0] + float32(f*(t[1]-t[0]))
	}
}
