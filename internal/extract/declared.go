package extract

import (
	"hash/fnv"
	"io"
	"strings"
	"unicode"

	"golang.org/x/net/html"
)

// article takes the paragraphs of the article, which the page shows and may
// declare as well.
func (d *draft) article(doc *html.Node) {
	blocks, run := articleBlocks(doc, d.heads)
	d.flow = run
	said := newDeclared(d.declared)
	if said.words > 120 && wordsIn(blocks) < 60 {
		d.paras = paragraphs(plainOf(d.declared))
		return
	}
	for _, b := range said.clip(blocks) {
		d.paras = append(d.paras, b.text)
	}
}

// A declaredBody is the text that a page's linked data has of the article:
// all of it, its beginning, or a summary.
type declaredBody struct {
	words int
	runs  map[uint64]bool // sums of four words
}

// maxDeclared is how long a declared text is looked at, in bytes.
const maxDeclared = 1 << 20

func newDeclared(text string) *declaredBody {
	d := &declaredBody{runs: map[uint64]bool{}}
	d.words = d.each(text[:min(len(text), maxDeclared)], func(h uint64) { d.runs[h] = true })
	return d
}

// each gives the runs of four words of a text, as sums, and counts its words.
func (d *declaredBody) each(text string, use func(uint64)) int {
	words := strings.FieldsFunc(strings.ToLower(text), func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsNumber(c) })
	sum := fnv.New64a()
	for i := 0; i+4 <= len(words); i++ {
		sum.Reset()
		for _, w := range words[i : i+4] {
			io.WriteString(sum, w)
			io.WriteString(sum, " ")
		}
		use(sum.Sum64())
	}
	return len(words)
}

// holds says whether most of a block stands in the declared text.
func (d *declaredBody) holds(b block) bool {
	n, in := 0, 0
	d.each(b.text, func(h uint64) {
		n++
		if d.runs[h] {
			in++
		}
	})
	return n > 0 && 2*in > n
}

// clip leaves out the blocks after the last that is declared. A text that was
// cut short says nothing of the end.
func (d *declaredBody) clip(blocks []block) []block {
	last, total := -1, 0
	for i, b := range blocks {
		total += b.words
		if d.words >= 60 && d.holds(b) {
			last = i
		}
	}
	if last < 0 || 3*d.words < total {
		return blocks
	}
	return blocks[:last+1]
}

// plainOf is a declared text without tags.
func plainOf(text string) string {
	if !strings.Contains(text, "</") {
		return text
	}
	doc, err := parseHTML(text)
	if err != nil {
		return text
	}
	var w blockWriter
	w.walk(doc)
	w.flush()
	return strings.Join(w.out, "\n\n")
}
