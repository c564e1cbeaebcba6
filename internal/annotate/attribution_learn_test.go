package annotate

import (
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// run fits the weights by stochastic gradients of the likelihood (AdaGrad, L2).
func (f *fit) run(t *testing.T, epochs int) {
	n := len(f.table.names)
	f.edge, f.word = make([]float64, n*2*kinds), make([]float64, n*kinds)
	f.scale = [][2 * kinds]float64{{1, 1, 0, 0}, {1, 1, 0, 0}}
	ge, gw := make([]float64, len(f.edge)), make([]float64, len(f.word))
	var gs [2][2 * kinds]float64
	rng := rand.New(rand.NewPCG(1, 1))
	rare := make([]bool, n)
	for i, c := range f.table.count {
		rare[i] = c < 50
	}
	step := func(x, g2 *float64, g, rate float64) {
		*g2 += g * g
		*x += rate * g / (1e-2 + math.Sqrt(*g2))
	}
	for epoch := range epochs {
		loss := 0.0
		for _, k := range rng.Perm(len(f.windows)) {
			w := f.windows[k]
			pw, pe, ll := f.gradients(w)
			loss -= ll
			for i := range pw {
				for k := range kinds {
					if w.odds[i][k] > -50 {
						step(&f.scale[w.set][k], &gs[w.set][k], pw[i][k]*float64(w.odds[i][k]), 0.02)
						step(&f.scale[w.set][kinds+k], &gs[w.set][kinds+k], pw[i][k], 0.02)
					}
					if math.Abs(pw[i][k]) < 1e-4 {
						continue
					}
					for _, id := range w.word[i] {
						if !rare[id] {
							at := int(id)*kinds + k
							step(&f.word[at], &gw[at], pw[i][k]-1e-4*f.word[at], 0.1)
						}
					}
				}
			}
			for i := range pe {
				for k := range 2 * kinds {
					if math.Abs(pe[i][k]) < 1e-4 {
						continue
					}
					for _, id := range w.edge[i] {
						if !rare[id] {
							at := int(id)*2*kinds + k
							step(&f.edge[at], &ge[at], pe[i][k]-1e-3*f.edge[at], 0.1)
						}
					}
				}
			}
		}
		t.Logf("epoch %d loss %.4f a window, scales %.2f", epoch, loss/float64(len(f.windows)), f.scale)
	}
}

// gradients returns gold less expected counts of words and edges, and the log likelihood.
func (f *fit) gradients(w *fitWindow) (pw [][kinds]float64, pe [][2 * kinds]float64, ll float64) {
	n := len(w.odds)
	const m = kinds + 1
	word, edge := make([][kinds]float64, n), make([][2 * kinds]float64, n+1)
	for i := range word {
		for k := range kinds {
			if w.odds[i][k] < -50 {
				word[i][k] = -100
				continue
			}
			word[i][k] = float64(w.odds[i][k])*f.scale[w.set][k] + f.scale[w.set][kinds+k]
			for _, id := range w.word[i] {
				word[i][k] += f.word[int(id)*kinds+k]
			}
		}
	}
	for i := range edge {
		for _, id := range w.edge[i] {
			for k := range 2 * kinds {
				edge[i][k] += f.edge[int(id)*2*kinds+k]
			}
		}
	}
	cross := func(i, a, b int) (v float64) {
		if a == b {
			return 0
		}
		if b > 0 {
			v = edge[i][b-1]
		}
		if a > 0 {
			v += edge[i][kinds+a-1]
		}
		return v
	}
	lse := func(x [m]float64) float64 {
		top := max(x[0], x[1], x[2])
		if math.IsInf(top, -1) {
			return top
		}
		s := 0.0
		for _, v := range x {
			s += math.Exp(v - top)
		}
		return top + math.Log(s)
	}
	no := math.Inf(-1)
	fw, bw := make([][m]float64, n+1), make([][m]float64, n+1)
	fw[0] = [m]float64{0, no, no}
	for i := range n {
		for b := range m {
			var x [m]float64
			for a := range m {
				x[a] = fw[i][a] + cross(i, a, b)
			}
			fw[i+1][b] = lse(x)
			if b > 0 {
				fw[i+1][b] += word[i][b-1]
			}
		}
	}
	for a := range m {
		bw[n][a] = cross(n, a, 0)
	}
	for i := n - 1; i >= 0; i-- {
		for a := range m {
			var x [m]float64
			for b := range m {
				x[b] = bw[i+1][b] + cross(i, a, b)
				if b > 0 {
					x[b] += word[i][b-1]
				}
			}
			bw[i][a] = lse(x)
		}
	}
	z := bw[0][0]
	pw, pe = make([][kinds]float64, n), make([][2 * kinds]float64, n+1)
	prev, gold := 0, 0.0
	for i := range n + 1 {
		b := 0
		if i < n {
			b = int(w.gold[i])
		}
		if b != prev {
			gold += cross(i, prev, b)
			if b > 0 {
				pe[i][b-1]++
			}
			if prev > 0 {
				pe[i][kinds+prev-1]++
			}
		}
		if i < n && b > 0 {
			gold += word[i][b-1]
			pw[i][b-1]++
		}
		prev = b
		for a := range m {
			for b := range m {
				v := fw[i][a] + cross(i, a, b) - z
				if i < n {
					v += bw[i+1][b]
					if b > 0 {
						v += word[i][b-1]
					}
				} else if b > 0 {
					continue
				}
				p := math.Exp(v)
				if i < n && b > 0 {
					pw[i][b-1] -= p
				}
				if a != b {
					if b > 0 {
						pe[i][b-1] -= p
					}
					if a > 0 {
						pe[i][kinds+a-1] -= p
					}
				}
			}
		}
	}
	return pw, pe, gold - z
}

// rows writes the weights that count, with the scales of the second set.
func (f *fit) rows(name string) string {
	var out []string
	row := func(sort, feature string, w []float64) {
		line, some := name+"\t"+sort+"\t"+feature, false
		for _, v := range w {
			k := int(math.Round(100 * v))
			some = some || k > 7 || k < -7
			line += "\t" + strconv.Itoa(k)
		}
		if some || sort == "scale" || sort == "bias" {
			out = append(out, line+"\n")
		}
	}
	row("scale", "-", f.scale[1][:kinds])
	row("bias", "-", f.scale[1][kinds:])
	for i, n := range f.table.names {
		row("word", n, f.word[i*kinds:(i+1)*kinds])
		row("edge", n, f.edge[i*2*kinds:(i+1)*2*kinds])
	}
	slices.Sort(out)
	return strings.Join(out, "")
}
