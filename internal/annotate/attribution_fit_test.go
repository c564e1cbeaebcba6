package annotate

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"readout/internal/lang"
	"readout/internal/lang/tokenize"
)

// A fitWindow is one lattice with its gold path; features are numbers of a fitTable.
type fitWindow struct {
	odds       [][kinds]float32
	word, edge [][]int32
	gold       []uint8
	set        int
}

// A fitTable numbers features and counts them.
type fitTable struct {
	ids   map[string]int32
	names []string
	count []int
}

func (t *fitTable) id(name string) int32 {
	k, ok := t.ids[name]
	if !ok {
		k = int32(len(t.names))
		t.ids[name] = k
		t.names = append(t.names, name)
		t.count = append(t.count, 0)
	}
	t.count[k]++
	return k
}

type goldPart struct{ Start, End int }

type goldAttribution struct{ Source, Cue, Content []goldPart }

type goldReport struct {
	ID, Text, Date string
	Attributions   []goldAttribution
}

func goldReports(t *testing.T, name string, limit int) (out []goldReport) {
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	in := bufio.NewReader(z)
	for len(out) < limit {
		b, err := in.ReadBytes('\n')
		if err != nil {
			return out
		}
		var g goldReport
		if err := json.Unmarshal(b, &g); err != nil {
			t.Fatal(err)
		}
		out = append(out, g)
	}
	return out
}

// A fit is the windows of a segmenter with its weights.
type fit struct {
	table   fitTable
	windows []*fitWindow
	edge    []float64            // 2*kinds for each feature
	word    []float64            // kinds for each feature
	scale   [][2 * kinds]float64 // scales and biases, for each set
}

// TestFitAttribution fits the weights of attribution.tsv. READOUT_POLNEAR
// is the folder of PolNeAR's train and dev files, READOUT_TRAIN how many reports
// of train are read, READOUT_FOLD a number n: reports of dev whose number is n
// modulo 5 are left out and decoded; READOUT_TABLE is the file to write.
func TestFitAttribution(t *testing.T) {
	dir := os.Getenv("READOUT_POLNEAR")
	if dir == "" {
		t.Skip("for training only")
	}
	e := trainedModel(t)
	train, _ := strconv.Atoi(os.Getenv("READOUT_TRAIN"))
	fold, err := strconv.Atoi(os.Getenv("READOUT_FOLD"))
	if err != nil {
		fold = -1
	}
	fits := map[string]*fit{"cue": {table: fitTable{ids: map[string]int32{}}}, "part": {table: fitTable{ids: map[string]int32{}}}}
	dev := goldReports(t, dir+"/polnear.dev.jsonl.gz", 1000)
	sets := [][]goldReport{goldReports(t, dir+"/polnear.train.jsonl.gz", train), dev}
	var held []goldReport
	for set, reports := range sets {
		for k, g := range reports {
			if set == 1 && k%5 == fold {
				held = append(held, g)
				continue
			}
			e.fitWindows(g, set, fits["cue"], fits["part"])
		}
	}
	out := "# Weights of where cues, sources and contents begin and end, in hundredths, fitted on PolNeAR by TestFitAttribution.\n"
	for _, name := range []string{"cue", "part"} {
		fits[name].run(t, map[string]int{"cue": 5, "part": 8}[name])
		out += fits[name].rows(name)
	}
	if name := os.Getenv("READOUT_TABLE"); name != "" {
		if err := os.WriteFile(name, []byte(out), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if len(held) == 0 {
		held = dev
	}
	if e.cueSegments, err = newSegmenter(out, "cue"); err != nil {
		t.Fatal(err)
	}
	if e.partSegments, err = newSegmenter(out, "part"); err != nil {
		t.Fatal(err)
	}
	var n [9]int
	for _, g := range held {
		d := tokenize.Doc("", g.Text, g.Date)
		e.Annotate(d)
		pick := func(spans []lang.Span) string { return fmt.Sprint(spans) }
		want := map[string]int{}
		for _, a := range g.Attributions {
			for k, spans := range [][]goldPart{a.Source, a.Cue, a.Content} {
				if len(spans) == 0 {
					continue
				}
				n[3*k]++
				var s []lang.Span
				for _, x := range spans {
					s = append(s, lang.Span{Start: x.Start, End: x.End})
				}
				want[strconv.Itoa(k)+pick(s)]++
			}
		}
		for _, a := range d.Attributions {
			for k, s := range [][]lang.Span{a.Source, a.Cue, a.Content} {
				if len(s) == 0 {
					continue
				}
				n[3*k+1]++
				if key := strconv.Itoa(k) + pick(s); want[key] > 0 {
					want[key]--
					n[3*k+2]++
				}
			}
		}
	}
	for k, name := range []string{"source", "cue", "content"} {
		t.Logf("HELD %s gold %d found %d right %d F1 %.4f", name, n[3*k], n[3*k+1], n[3*k+2], 2*float64(n[3*k+2])/float64(n[3*k]+n[3*k+1]))
	}
}

// fitWindows adds the windows of a report.
func (e *Engine) fitWindows(g goldReport, set int, cue, part *fit) {
	d := tokenize.Doc("", g.Text, g.Date)
	if len(d.Tokens) == 0 {
		return
	}
	s := e.pool.Get().(*scratch)
	defer e.pool.Put(s)
	e.encode(d, s)
	e.tags(d, s)
	e.trees(d, s)
	e.predicates(d, s)
	c := newContext(d)
	in := func(spans []goldPart, i int) bool {
		for _, x := range spans {
			if d.Tokens[i].Start >= x.Start && d.Tokens[i].End <= x.End {
				return true
			}
		}
		return false
	}
	odds := make([]float32, len(d.Tokens))
	h := e.heads["cue"]
	none := slices.Index(h.labels, "O")
	e.chances(s, "cue", len(odds), func(i int, p []float64) {
		o := max(p[none], 1e-9)
		odds[i] = float32(math.Log(max(1-o, 1e-9) / o))
	})
	cueOf := make([]bool, len(d.Tokens))
	for i := range d.Tokens {
		for _, a := range g.Attributions {
			cueOf[i] = cueOf[i] || in(a.Cue, i)
		}
	}
	numbered := func(t *fitTable, list *[]int32) func([]byte) {
		return func(name []byte) { *list = append(*list, t.id(string(name))) }
	}
	empty := &segmenter{scale: [kinds]float32{1, 1}}
	var l lattice
	for _, sent := range d.Sentences {
		from, to := sent.First, sent.First+sent.N
		some := false
		for i := from; i < to; i++ {
			some = some || odds[i] > -4 || cueOf[i]
		}
		if !some {
			continue
		}
		l.cueLattice(c, empty, odds, from, to)
		w := cue.add(&l, set)
		for i := from; i <= to; i++ {
			c.border(i, from, to, numbered(&cue.table, &w.edge[i-from]))
			if i > from && i < to {
				c.cueBorder(odds[i-1], odds[i], numbered(&cue.table, &w.edge[i-from]))
			}
			if i < to {
				c.cueWord(i, odds[i], numbered(&cue.table, &w.word[i-from]))
				if cueOf[i] {
					w.gold[i-from] = 1
				}
			}
		}
	}
	p := e.pairing(s, "attr", len(d.Tokens))
	v := &cueContext{context: c}
	for _, a := range g.Attributions {
		r := run{-1, -1}
		for i := range d.Tokens {
			if len(a.Cue) > 0 && in(a.Cue[:1], i) {
				if r.first < 0 {
					r.first = i
				}
				r.last = i
			}
		}
		if r.first < 0 {
			continue
		}
		from, to := c.window(c.tree.Sentence(r.first))
		if r.last >= to {
			continue
		}
		v.of(r, from, to)
		l.partLattice(v, empty, p, from, to)
		w := part.add(&l, set)
		for i := from; i <= to; i++ {
			c.border(i, from, to, numbered(&part.table, &w.edge[i-from]))
			v.near(i, to, numbered(&part.table, &w.edge[i-from]))
			if i < to && !v.in(i) {
				v.word(i, numbered(&part.table, &w.word[i-from]))
				switch {
				case in(a.Content, i):
					w.gold[i-from] = 2
				case in(a.Source, i):
					w.gold[i-from] = 1
				}
			}
		}
	}
}

func (f *fit) add(l *lattice, set int) *fitWindow {
	n := len(l.odds)
	w := &fitWindow{odds: slices.Clone(l.odds), word: make([][]int32, n), edge: make([][]int32, n+1), gold: make([]uint8, n), set: set}
	f.windows = append(f.windows, w)
	return w
}

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
		rare[i] = c < 30
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
			some = some || k > 4 || k < -4
			line += "\t" + strconv.Itoa(k)
		}
		if some {
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
