package annotate

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"slices"
	"strconv"
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
