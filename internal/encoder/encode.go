package encoder

// MaxWindow is the most pieces of a window, its two borders among them.
const MaxWindow = 256

// A State is the working memory of one goroutine.
type State struct {
	m                     *Model
	x, q, k, v, y, h, ctx []float32
	quant                 Quant
	attention             attention
	ids                   []int32
}

// NewState returns working memory for Encode.
func (m *Model) NewState() *State { return &State{m: m} }

// Encode returns the vectors of the pieces of a window, the borders left out.
// shapes has the shape of the word that each piece is of, or nothing where shapes are not known.
// At most MaxWindow-2 pieces are read. The result lasts until the next call.
func (s *State) Encode(pieces []int32, shapes []uint8) []float32 {
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
			row[j] = float32(float32(q[j]) * scale)
		}
		if i > 0 && i <= min(len(pieces), len(shapes)) {
			m.addShape(row, int(shapes[i-1]))
		}
		m.kern.addNorm(row, pos[:w], m.embLN)
	}
	for i := range m.layers {
		s.layer(&m.layers[i], n)
	}
	return s.x[w : (n-1)*w]
}

// addShape adds what stands for a word's shape to the row of one of its pieces.
func (m *Model) addShape(row []float32, shape int) {
	if at := shape * len(row); at+len(row) <= len(m.shape) {
		for j, v := range m.shape[at : at+len(row)] {
			row[j] += v
		}
	}
}

func (s *State) layer(l *layer, n int) {
	w := s.m.Card.Width
	s.quant.set(s.m.kern, s.x, n, w)
	l.q.Apply(s.q, &s.quant)
	l.k.Apply(s.k, &s.quant)
	l.v.Apply(s.v, &s.quant)
	s.attention.apply(s.m, s.ctx, s.q, s.k, s.v, n)
	s.quant.set(s.m.kern, s.ctx, n, w)
	l.o.Apply(s.y, &s.quant)
	s.addNorm(l.ln1, n)
	s.quant.set(s.m.kern, s.x, n, w)
	l.ff1.Apply(s.h, &s.quant)
	s.m.kern.gelu(s.h)
	s.quant.set(s.m.kern, s.h, n, s.m.Card.FFN)
	l.ff2.Apply(s.y, &s.quant)
	s.addNorm(l.ln2, n)
}

func (s *State) addNorm(ln layerNorm, n int) {
	w := s.m.Card.Width
	for i := range n {
		s.m.kern.addNorm(s.x[i*w:(i+1)*w], s.y[i*w:(i+1)*w], ln)
	}
}

// GELU applies x·Φ(x) to every value.
func GELU(x []float32) {
	n := len(x) &^ 7
	best().gelu(x[:n])
	geluPlain(x[n:])
}

// Dot returns the sum of a[i] b[i]; b is at least as long as a.
func Dot(a, b []float32) float32 {
	n := len(a) &^ 31
	sum := best().dot(a[:n], b[:n])
	for i := n; i < len(a); i++ {
		sum += float32(a[i] * b[i])
	}
	return sum
}
