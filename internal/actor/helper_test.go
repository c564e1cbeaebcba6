package actor

import (
	"strconv"
	"strings"
	"testing"

	"readout/internal/lang"
)

// parse makes a Doc of rows "form upos head deprel [type]", heads counted from
// 1 and 0 for the root, sentences parted by a blank line. Words of one type in
// a row are one name, unless the type ends in "+", which begins another.
func parse(t *testing.T, rows string) *lang.Doc {
	t.Helper()
	d := &lang.Doc{}
	for block := range strings.SplitSeq(strings.TrimSpace(rows), "\n\n") {
		s := lang.Sentence{First: len(d.Tokens)}
		was := ""
		for line := range strings.Lines(block) {
			f := strings.Fields(line)
			if len(f) < 4 {
				t.Fatalf("row %q", line)
			}
			head, err := strconv.Atoi(f[2])
			if err != nil {
				t.Fatal(err)
			}
			if len(d.Text) > 0 {
				d.Text += " "
			}
			k := len(d.Tokens)
			span := lang.Span{Start: len(d.Text), End: len(d.Text) + len(f[0])}
			d.Text += f[0]
			tok := lang.Token{Span: span, Form: f[0], Lemma: strings.ToLower(f[0]), UPOS: f[1], Head: head - 1, Deprel: f[3]}
			if f[1] == "NOUN" && strings.HasSuffix(f[0], "s") {
				tok.Feats = "Number=Plur"
			}
			d.Tokens = append(d.Tokens, tok)
			typ := ""
			if len(f) > 4 {
				typ = strings.TrimSuffix(f[4], "+")
			}
			if typ != "" && typ == was && !strings.HasSuffix(f[4], "+") {
				n := &d.Names[len(d.Names)-1]
				n.Last, n.End = k, span.End
			} else if typ != "" {
				d.Names = append(d.Names, lang.Name{Span: span, Type: typ, First: k, Last: k})
			}
			was = typ
			s.N++
		}
		s.Span = lang.Span{Start: d.Tokens[s.First].Start, End: len(d.Text)}
		d.Sentences = append(d.Sentences, s)
	}
	return d
}

// at returns the index of the n-th token (from 0) of a form.
func at(t *testing.T, d *lang.Doc, form string, n int) int {
	t.Helper()
	for i, tok := range d.Tokens {
		if tok.Form == form {
			if n == 0 {
				return i
			}
			n--
		}
	}
	t.Fatalf("no token %q", form)
	return -1
}
