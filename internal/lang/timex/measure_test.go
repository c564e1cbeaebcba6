package timex

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"readout/internal/lang"
	"readout/internal/lang/tokenize"
)

type goldTime struct {
	Start int    `json:"start"`
	End   int    `json:"end"`
	Type  string `json:"type"`
	Value string `json:"value"`
}

type goldDoc struct {
	ID    string     `json:"id"`
	Text  string     `json:"text"`
	DCT   string     `json:"dct"`
	Times []goldTime `json:"timexes"`
}

// TestMeasure prints strict, relaxed, type and value F1 on TimeML news. The
// day of an event in the gold is not checked here.
func TestMeasure(t *testing.T) {
	dir := os.Getenv("READOUT_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "..", "shared")
	}
	for _, part := range []string{"train", "dev"} {
		f, err := os.Open(filepath.Join(dir, "data", "time", "tbaq."+part+".jsonl.gz"))
		if err != nil {
			t.Skip("no shared data")
		}
		defer f.Close()
		z, err := gzip.NewReader(f)
		if err != nil {
			t.Fatal(err)
		}
		sc := bufio.NewScanner(z)
		sc.Buffer(nil, 1<<24)
		var n, gold, pred, strict, value int
		var out []string
		for sc.Scan() {
			var g goldDoc
			if err := json.Unmarshal(sc.Bytes(), &g); err != nil {
				t.Fatal(err)
			}
			d := tokenize.Doc("", g.Text, g.DCT)
			Resolve(d)
			s, v := compare(part, g, d)
			n++
			gold += len(g.Times)
			pred += len(d.Times)
			strict += s
			value += v
			out = append(out, predicted(g.ID, d))
		}
		t.Logf("%s: %d docs strict F1 %.4f value F1 %.4f", part, n, 2*float64(strict)/float64(gold+pred), 2*float64(value)/float64(gold+pred))
		if to := os.Getenv("PRED"); to != "" {
			if err := os.WriteFile(to+"."+part, []byte(strings.Join(out, "\n")), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func predicted(id string, d *lang.Doc) string {
	times := []goldTime{}
	for _, x := range d.Times {
		times = append(times, goldTime{x.Span.Start, x.Span.End, x.Type, x.Value})
	}
	b, _ := json.Marshal(map[string]any{"id": id, "times": times})
	return string(b)
}

// compare counts strict and value hits, and prints the misses if SHOW is set.
func compare(part string, g goldDoc, d *lang.Doc) (strict, value int) {
	show := os.Getenv("SHOW") != ""
	line := func(kind string, s, e int, note string) {
		if show {
			from, to := max(0, s-45), min(len(g.Text), e+30)
			fmt.Printf("%s %s %s [%s] %s | %s @%s\n", part, kind, clean(g.Text[from:s]), clean(g.Text[s:e]), clean(g.Text[e:to]), note, g.DCT)
		}
	}
	used := map[int]bool{}
	for _, w := range g.Times {
		k := -1
		for j, x := range d.Times {
			if !used[j] && x.Span.Start < w.End && w.Start < x.Span.End {
				k = j
				break
			}
		}
		if k < 0 {
			line("MISS", w.Start, w.End, w.Type+" "+w.Value)
			continue
		}
		used[k] = true
		x := d.Times[k]
		if x.Span.Start == w.Start && x.Span.End == w.End {
			strict++
		} else {
			line("SPAN", w.Start, w.End, "got "+clean(d.Slice(x.Span)))
		}
		if x.Value == w.Value {
			value++
		} else {
			line("VAL", w.Start, w.End, w.Value+" got "+x.Value)
		}
	}
	for j, x := range d.Times {
		if !used[j] {
			line("EXTRA", x.Span.Start, x.Span.End, x.Value)
		}
	}
	return strict, value
}

func clean(s string) string { return strings.Join(strings.Fields(s), " ") }
