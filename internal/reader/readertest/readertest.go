// Package readertest holds what tests of several stages do with a reader.
package readertest

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"readout/internal/lang"
	"readout/internal/reader"
	"readout/internal/record"
)

// A Gold is what annotators recorded of a report.
type Gold struct {
	record.Reading
	Unsure []record.Event // those that not all annotators hold to be one; they are not among Events
}

// gold reads a record in which an event that is not sure is marked "unsure".
func gold(data []byte) (*Gold, error) {
	g := &Gold{}
	var marks struct{ Events []struct{ Unsure bool } }
	if err := errors.Join(json.Unmarshal(data, &g.Reading), json.Unmarshal(data, &marks)); err != nil {
		return nil, err
	}
	all := g.Events
	g.Events = nil
	for i, e := range all {
		if marks.Events[i].Unsure {
			g.Unsure = append(g.Unsure, e)
		} else {
			g.Events = append(g.Events, e)
		}
	}
	return g, nil
}

// Learn writes what weights are learnt from, for train/weigh.py: with
// READOUT_LEARN=DIR it hands each gold record of READOUT_RECORDS to one, with its
// text as the embedded reader annotates it and a writer of the file DIR/NAME for each name. It
// skips the test where either is not set.
func Learn(t *testing.T, names []string, one func(doc *lang.Doc, g *Gold, w map[string]*bufio.Writer)) {
	out, records := os.Getenv("READOUT_LEARN"), os.Getenv("READOUT_RECORDS")
	if out == "" || records == "" {
		t.Skip("READOUT_LEARN and READOUT_RECORDS are not set")
	}
	r, err := reader.New(reader.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	w := map[string]*bufio.Writer{}
	for _, name := range names {
		f, err := os.Create(filepath.Join(out, name))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		w[name] = bufio.NewWriter(f)
		defer w[name].Flush()
	}
	files, _ := filepath.Glob(filepath.Join(records, "*.json"))
	for _, path := range files {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		g, err := gold(data)
		if err != nil {
			t.Fatal(path, err)
		}
		doc := r.Doc(Value(g.Report.Title), g.Report.Text, Value(g.Report.Published))
		doc.Outlet = Value(g.Report.Outlet)
		one(doc, g, w)
	}
}

// A Weighing is what a scale is learnt from: items of the words that tell
// something of a kind, and which of their parts are right: 1, not: 0, or not
// known: -1.
type Weighing struct {
	Of    []int
	Kind  string
	Items []lang.Item
	Right [][]int
}

// WriteWeighings writes what train/scales.py learns from: to w a line of JSON
// with what is weighed, and to v the mean vectors of all lists of words there,
// each once, in the order in which the line numbers them, in little-endian float32.
func WriteWeighings(w, v *bufio.Writer, doc *lang.Doc, weighings []Weighing) {
	type item struct {
		Own, Whole, Sort int
		Odds             []float64
		Known            []float32
		Right            []int
	}
	type weighing struct {
		Of    int
		Kind  string
		Items []item
	}
	line := struct {
		Means     int
		Weighings []weighing
	}{}
	numbers := map[string]int{}
	number := func(tokens []int) int {
		key := fmt.Sprint(tokens)
		n, ok := numbers[key]
		if !ok {
			n = len(numbers)
			numbers[key] = n
			writeMean(v, doc, tokens)
		}
		return n
	}
	for _, x := range weighings {
		y := weighing{Of: number(x.Of), Kind: x.Kind}
		for k, i := range x.Items {
			y.Items = append(y.Items, item{number(i.Own), number(i.Whole), i.Sort, i.Odds, i.Known, x.Right[k]})
		}
		line.Weighings = append(line.Weighings, y)
	}
	line.Means = len(numbers)
	text, _ := json.Marshal(line)
	w.Write(append(text, '\n'))
}

// writeMean writes the mean vector of some tokens, of none nought.
func writeMean(w *bufio.Writer, doc *lang.Doc, tokens []int) {
	width := len(doc.Vectors) / max(1, len(doc.Tokens))
	mean := make([]float32, width)
	for _, t := range tokens {
		for j, v := range doc.Vectors[t*width:][:width] {
			mean[j] += v / float32(len(tokens))
		}
	}
	binary.Write(w, binary.LittleEndian, mean)
}

// Value is what a pointer points to, "" for none.
func Value(p *string) string {
	if p == nil {
		return ""
	}
	return *p
}

// Bit is 1 for what is so, as train/weigh.py reads it.
func Bit(b bool) int {
	if b {
		return 1
	}
	return 0
}

// SameName reports whether two names agree, or of persons the last words, after
// articles, titles, possessives and marks are dropped.
func SameName(a, b string, last bool) bool {
	x, y := Words(a), Words(b)
	if len(x) == 0 || len(y) == 0 {
		return false
	}
	return slices.Equal(x, y) || last && x[len(x)-1] == y[len(y)-1]
}

// Names reports whether one of the ids of annotators' actors is the actor found,
// by a name in common or a person's last name.
func Names(actors []record.Actor, ids []string, found record.Actor) bool {
	return slices.ContainsFunc(actors, func(a record.Actor) bool { return slices.Contains(ids, a.ID) && alike(a, found) })
}

func alike(a, b record.Actor) bool {
	for _, x := range append([]string{a.Name}, a.Names...) {
		for _, y := range append([]string{b.Name}, b.Names...) {
			if SameName(x, y, a.Kind == "person" || b.Kind == "person") {
				return true
			}
		}
	}
	return false
}

// Words are the words of a name in lower case, without leading articles and
// titles, possessives and marks.
func Words(name string) []string {
	s := strings.NewReplacer("’s", "", "'s", "").Replace(strings.ToLower(name))
	w := strings.FieldsFunc(s, func(r rune) bool { return !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r > 127) })
	for len(w) > 1 && strings.Contains(titles, " "+w[0]+" ") {
		w = w[1:]
	}
	return w
}

const titles = " the a an mr mrs ms dr president vice prime minister foreign defense secretary general chancellor king queen former interim leader senator rep gov governor "
