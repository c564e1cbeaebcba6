package encoder

import "math"

// An attention is the working memory of the attention of a window (Vaswani and others 2017, section 3.2.1), all of it
// in 8-bit integers: queries and keys have a scale for each head of a piece, values one for each of their dimensions,
// and likelihoods count 255 for the largest of their row.
type attention struct {
	queries, keys, values Quant // queries and keys of all heads, a row for each head of each piece; values of one head, a row for each dimension
	query, share          Quant // of one head, a row for each piece
	key, value            Linear
	turned                []float32 // a head's values, a row for each dimension
	scores, mixture       []float32
}

// apply sets ctx from the queries, keys and values of n pieces, rows of the model's width.
func (a *attention) apply(m *Model, ctx, q, k, v []float32, n int) {
	heads, w := m.Card.Heads, m.Card.Width
	d, wide := w/heads, (n+31)&^31
	a.queries.set(m.kern, q, n*heads, d)
	a.keys.set(m.kern, k, n*heads, d)
	a.query.size(n, d)
	a.share.size(n, wide)
	a.key.size(m.kern, wide, d, middle)
	clear(a.key.q[n*d:])
	a.value.size(m.kern, d, wide, 0)
	a.scores, a.mixture, a.turned = grow(a.scores, n*wide), grow(a.mixture, n*d), grow(a.turned, d*wide)
	for h := range heads {
		a.compare(h, heads, n)
		a.weigh(n)
		a.take(v[h*d:], w, n)
		a.value.Apply(a.mixture, &a.share)
		for i := range n {
			copy(ctx[i*w+h*d:][:d], a.mixture[i*d:])
		}
	}
}

// compare sets scores of each query of head h with each of its keys, as powers of two.
func (a *attention) compare(h, heads, n int) {
	d := a.query.k
	perPower := float32(math.Log2E / math.Sqrt(float64(d)))
	for i := range n {
		from := i*heads + h
		copy(a.query.q[i*d:(i+1)*d], a.queries.q[from*d:])
		a.query.scale[i] = a.queries.scale[from] * perPower
		a.key.setRow(i, &a.keys, from)
	}
	a.key.pack()
	a.key.Apply(a.scores, &a.query)
}

// weigh sets share to the likelihood of each key by the scores of its row.
func (a *attention) weigh(n int) {
	wide := a.share.k
	for i := range n {
		row := a.scores[i*wide : (i+1)*wide]
		for j := n; j < wide; j++ {
			row[j] = math.MaxFloat32 / -2
		}
		a.share.scale[i] = 1 / float32(a.value.kern.softmax(a.share.q[i*wide:(i+1)*wide], row))
	}
}

// take sets value from the values of a head, which stand step apart.
func (a *attention) take(v []float32, step, n int) {
	d, wide := a.value.rows, a.value.k
	for i := 0; i < wide; i += 32 {
		for j := range d {
			row := a.turned[j*wide+i:][:32]
			some := min(max(n-i, 0), 32)
			for k := range some {
				row[k] = v[(i+k)*step+j]
			}
			clear(row[some:])
		}
	}
	a.values.set(a.value.kern, a.turned, d, wide)
	for j := range d {
		a.value.setRow(j, &a.values, j)
	}
	a.value.pack()
}
