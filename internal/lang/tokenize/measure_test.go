package tokenize

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// shared returns the folder of shared measuring data, or skips the test.
func shared(t *testing.T) string {
	dir := os.Getenv("READOUT_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "..", "shared")
	}
	if _, err := os.Stat(filepath.Join(dir, "data", "syntax")); err != nil {
		t.Skip("no shared data")
	}
	return dir
}

// A goldText is a document rebuilt from CoNLL-U.
type goldText struct {
	id, genre string
	text      strings.Builder
	words     map[[2]int]bool // by offsets in the text without white space
	sents     map[int]bool
	solid     int
}

func readGold(t *testing.T, path string) []*goldText {
	f, err := os.Open(path)
	if err != nil {
		t.Skip(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	var out []*goldText
	var cur *goldText
	par, after, skip := false, true, 0
	sc := bufio.NewScanner(z)
	sc.Buffer(nil, 1<<22)
	for sc.Scan() {
		l := sc.Text()
		c := strings.Split(l, "\t")
		switch {
		case strings.HasPrefix(l, "# newdoc id"):
			cur = &goldText{id: strings.TrimSpace(strings.SplitN(l, "=", 2)[1]), words: map[[2]int]bool{}, sents: map[int]bool{}}
			cur.genre = strings.Split(cur.id, "_")[min(1, strings.Count(cur.id, "_"))]
			out = append(out, cur)
		case strings.HasPrefix(l, "# newpar"):
			par = true
		case l == "" && cur != nil:
			cur.sents[cur.solid] = true
			skip = 0
		case len(c) == 10 && !strings.Contains(c[0], "."):
			form := strings.ReplaceAll(c[1], " ", "")
			if strings.Contains(c[0], "-") {
				cur.put(form, par, after)
				var a, b int
				fmt.Sscanf(c[0], "%d-%d", &a, &b)
				skip = b - a + 1
			} else if skip == 0 {
				cur.put(form, par, after)
			}
			if skip == 0 || strings.Contains(c[0], "-") {
				par, after = false, !strings.Contains(c[9], "SpaceAfter=No")
			}
			if !strings.Contains(c[0], "-") {
				if skip > 0 {
					skip--
				}
				cur.words[[2]int{cur.solid, cur.solid + len(form)}] = true
				cur.solid += len(form)
			}
		}
	}
	return out
}

func (g *goldText) put(form string, par, after bool) {
	switch {
	case par && g.text.Len() > 0:
		g.text.WriteString("\n\n")
	case after && g.text.Len() > 0:
		g.text.WriteString(" ")
	}
	g.text.WriteString(form)
}

// TestMeasure prints token and sentence F1 on the development sets.
func TestMeasure(t *testing.T) {
	dir := shared(t)
	show := os.Getenv("SHOW") != ""
	pred := os.Getenv("PRED")
	set := os.Getenv("PART")
	if set == "" {
		set = "dev"
	}
	for _, name := range []string{"ewt", "gum"} {
		var tok, sent [3]int
		by := map[string]*[3]int{}
		var lines []string
		for _, g := range readGold(t, filepath.Join(dir, "data", "syntax", "en_"+name+"-ud-"+set+".conllu.gz")) {
			text := g.text.String()
			d := Doc("", text, "")
			invariant(t, d)
			if by[g.genre] == nil {
				by[g.genre] = &[3]int{}
			}
			at := make([]int, len(text)+1)
			n := 0
			for i := 0; i < len(text); i++ {
				at[i] = n
				if text[i] != ' ' && text[i] != '\n' {
					n++
				}
			}
			at[len(text)] = n
			got := map[[2]int]bool{}
			for _, w := range d.Tokens {
				k := [2]int{at[w.Start], at[w.End-1] + 1}
				got[k] = true
				tok[1]++
				if g.words[k] {
					tok[0]++
				} else if show {
					fmt.Printf("TOK %s\t%s\t%s\n", name, w.Form, strings.ReplaceAll(text[max(0, w.Start-20):min(len(text), w.End+20)], "\n", "|"))
				}
			}
			tok[2] += len(g.words)
			ss := []map[string]int{}
			for _, s := range d.Sentences {
				e := at[s.End-1] + 1
				sent[1]++
				by[g.genre][1]++
				if g.sents[e] {
					sent[0]++
					by[g.genre][0]++
				} else if show {
					fmt.Printf("SEN+ %s\t%q\n", g.id, text[max(0, s.End-40):min(len(text), s.End+30)])
				}
				ss = append(ss, map[string]int{"start": s.Start, "end": s.End})
			}
			mine := map[int]bool{}
			for _, s := range d.Sentences {
				mine[at[s.End-1]+1] = true
			}
			for i := 1; i <= len(text); i++ {
				e := at[i-1] + 1
				if show && text[i-1] != ' ' && text[i-1] != '\n' && has(g.sents, e) && !mine[e] {
					fmt.Printf("SEN- %s\t%q\n", g.id, text[max(0, i-40):min(len(text), i+30)])
				}
			}
			k := 0
			for _, ok := range g.sents {
				if ok {
					k++
				}
			}
			sent[2] += k
			by[g.genre][2] += k
			b, _ := json.Marshal(map[string]any{"id": g.id, "text": text, "sentences": ss})
			lines = append(lines, string(b))
		}
		if pred != "" {
			os.WriteFile(pred+"."+name, []byte(strings.Join(lines, "\n")), 0o644)
		}
		t.Logf("%s tokens F1 %.4f sentences F1 %.4f", name, f1(tok), f1(sent))
		if name == "gum" {
			for g, v := range by {
				t.Logf("  %-14s %.4f", g, f1(*v))
			}
		}
	}
}

func has(m map[int]bool, k int) bool { return m[k] }

func f1(c [3]int) float64 { return 2 * float64(c[0]) / float64(c[1]+c[2]) }
