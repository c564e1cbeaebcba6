package merge

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"readout/internal/record"
)

// shared returns the folder of shared story data, or skips the test.
func shared(t *testing.T) string {
	dir := os.Getenv("READOUT_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared")
	}
	dir = filepath.Join(dir, "data", "stories")
	if _, err := os.Stat(dir); err != nil {
		t.Skip("no shared data")
	}
	return dir
}

// lines decodes a file of JSON Lines, plain or gzipped.
func lines[T any](t *testing.T, path string) []T {
	f, err := os.Open(path)
	if err != nil {
		t.Skip(err)
	}
	defer f.Close()
	var r io.Reader = f
	if strings.HasSuffix(path, ".gz") {
		if r, err = gzip.NewReader(f); err != nil {
			t.Fatal(err)
		}
	}
	var out []T
	sc := bufio.NewScanner(r)
	sc.Buffer(nil, 1<<24)
	for sc.Scan() {
		var v T
		if err := json.Unmarshal(sc.Bytes(), &v); err != nil {
			t.Fatal(err)
		}
		out = append(out, v)
	}
	return out
}

// bare is a source of a report with a header and a text and no facts.
func bare(key, outlet, published, title, text string) *Source {
	return NewSource(key, &record.Reading{Report: record.Report{ID: key, Outlet: pointer(outlet), Published: pointer(published), Title: pointer(title), Text: text}})
}

// TestWirecopy folds the copy of the shared set and nothing else.
func TestWirecopy(t *testing.T) {
	dir := filepath.Join(shared(t), "wirecopy")
	type doc struct{ ID, Title, Source, Date, Text string }
	type labelled struct{ A, B, Label string }
	docs := map[string]doc{}
	var sources []*Source
	for _, d := range lines[doc](t, filepath.Join(dir, "docs.jsonl.gz")) {
		docs[d.ID] = d
		sources = append(sources, bare(d.ID, d.Source, d.Date, d.Title, d.Text))
	}
	r := Merge(sources, nil)
	family := map[string]string{}
	for _, rep := range r.Reports {
		family[rep.ID] = rep.Family
	}
	same := func(a, b string) bool { return family[a] != "" && family[a] == family[b] }
	n, folded := map[string]int{}, map[string]int{}
	listed := map[[2]string]bool{}
	for _, p := range lines[labelled](t, filepath.Join(dir, "pairs.jsonl")) {
		n[p.Label]++
		listed[[2]string{p.A, p.B}], listed[[2]string{p.B, p.A}] = true, true
		if same(p.A, p.B) {
			folded[p.Label]++
		}
		if same(p.A, p.B) != (p.Label == "copy") && p.Label != "partial" && p.Label != "update" {
			t.Errorf("%s, folded %v: %q %s, %q %s", p.Label, same(p.A, p.B), docs[p.A].Title, docs[p.A].Source, docs[p.B].Title, docs[p.B].Source)
		}
	}
	t.Logf("pairs %v, folded %v, %d families", n, folded, len(r.Families))
	for i, a := range r.Reports {
		for _, b := range r.Reports[i+1:] {
			if same(a.ID, b.ID) && !listed[[2]string{a.ID, b.ID}] {
				t.Errorf("unlisted fold: %s %s %q — %s %s %q", a.Outlet, a.Published, a.Title, b.Outlet, b.Published, b.Title)
			}
		}
	}
}

// bCubed scores groups against gold groups.
func bCubed(gold, got map[string]string) (p, r, f float64) {
	size := func(of map[string]string) map[string]int {
		n := map[string]int{}
		for _, g := range of {
			n[g]++
		}
		return n
	}
	ng, nr := size(gold), size(got)
	both := map[[2]string]int{}
	for k, g := range gold {
		both[[2]string{g, got[k]}]++
	}
	for k, n := range both {
		p += float64(n*n) / float64(nr[k[1]])
		r += float64(n*n) / float64(ng[k[0]])
	}
	p, r = p/float64(len(gold)), r/float64(len(gold))
	return p, r, 2 * p * r / (p + r)
}

func storiesOf(r *Record) map[string]string {
	out := map[string]string{}
	for _, rep := range r.Reports {
		out[rep.ID] = rep.Story
	}
	return out
}

// ecb reads documents of ECB+ as sources without dates.
func ecb(t *testing.T, part string) (sources []*Source, gold map[string]string) {
	type doc struct {
		Doc, Subtopic, URL string
		Sents              [][]string
	}
	gold = map[string]string{}
	for _, d := range lines[doc](t, filepath.Join(shared(t), "ecbplus", part+".jsonl.gz")) {
		var text []string
		for i, s := range d.Sents {
			if i > 0 || d.URL == "" {
				text = append(text, strings.Join(s, " "))
			}
		}
		sources = append(sources, bare(d.Doc, d.Doc, "", text[0], strings.Join(text[1:], "\n\n")))
		gold[d.Doc] = d.Subtopic
	}
	return sources, gold
}

func TestStoriesECB(t *testing.T) {
	for part, floor := range map[string]float64{"train": 0.87, "dev": 0.89} {
		sources, gold := ecb(t, part)
		p, r, f := bCubed(gold, storiesOf(Merge(sources, nil)))
		t.Logf("ECB+ %s: B3 P %.3f R %.3f F %.3f", part, p, r, f)
		if f < floor {
			t.Errorf("ECB+ %s: F %.3f is below %.2f", part, f, floor)
		}
	}
}

func TestStoriesHeadlines(t *testing.T) {
	type headline struct{ Cluster, Title, Source, Seen string }
	for part, floor := range map[string]float64{"en.dev": 0.74, "pl.dev": 0.66} {
		var sources []*Source
		gold := map[string]string{}
		for i, h := range lines[headline](t, filepath.Join(shared(t), "gnews", part+".jsonl")) {
			key := string(rune('a'+i/5000)) + h.Title + h.Source
			sources = append(sources, bare(key, h.Source, h.Seen, h.Title, ""))
			gold[key] = h.Cluster
		}
		p, r, f := bCubed(gold, storiesOf(Merge(sources, nil)))
		t.Logf("headlines %s: B3 P %.3f R %.3f F %.3f", part, p, r, f)
		if f < floor {
			t.Errorf("headlines %s: F %.3f is below %.2f", part, f, floor)
		}
	}
}
