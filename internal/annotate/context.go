package annotate

import (
	"strings"

	"readout/internal/lang"
)

// A context names what is to be seen of the words and borders of a document:
// forms, tags, quotation marks, and the phrases that begin and end there.
type context struct {
	d           *lang.Doc
	tree        *lang.Tree
	class       []string // a word's form where it is a function word or a mark, else its tag
	quote       []int    // number of the quotation each word is in, its marks included; 0 for none
	mark        []int8   // 1 for an opening quotation mark, 2 for a closing one
	left, right []int    // first and last word, marks left out, of the phrase of each word
	open, shut  []int    // word of the widest phrase that begins with, ends with a word; -1 for none
	key         []byte
}

func newContext(d *lang.Doc) *context {
	n := len(d.Tokens)
	all := make([]int, 5*n)
	c := &context{d: d, tree: lang.NewTree(d), class: make([]string, n), mark: make([]int8, n),
		quote: all[:n], left: all[n : 2*n], right: all[2*n : 3*n], open: all[3*n : 4*n], shut: all[4*n:]}
	c.quotations()
	for i := range d.Tokens {
		c.class[i] = c.classOf(i)
		c.left[i], c.right[i] = i, i
	}
	c.phrases()
	return c
}

// classOf is a mark, a function word in small letters, or a tag.
func (c *context) classOf(i int) string {
	t := &c.d.Tokens[i]
	switch {
	case c.mark[i] == 1:
		return "((" // of any form
	case c.mark[i] == 2:
		return "))"
	}
	switch t.UPOS {
	case "ADP", "AUX", "CCONJ", "DET", "PART", "PRON", "SCONJ", "PUNCT":
		if len(t.Form) <= 8 {
			return strings.ToLower(t.Form)
		}
	}
	return t.UPOS
}

// quotations numbers the quotations. A mark that does not say whether it opens
// or closes does by turns within its paragraph.
func (c *context) quotations() {
	number, open, paragraph := 0, false, -2
	for _, s := range c.d.Sentences {
		if s.Paragraph != paragraph {
			open, paragraph = false, s.Paragraph
		}
		for i := s.First; i < s.First+s.N && i < len(c.quote); i++ {
			switch f := c.d.Tokens[i].Form; f {
			case "“", "``", `"`, "''", "”", "„", "«", "»":
				closes := f == "”" || f == "»" || open && (f == `"` || f == "''")
				switch {
				case !closes:
					number++
					open = true
					c.mark[i], c.quote[i] = 1, number
				case open:
					open = false
					c.mark[i], c.quote[i] = 2, number
				}
				continue
			}
			if open {
				c.quote[i] = number
			}
		}
	}
}

// phrases sets the borders of the phrases.
func (c *context) phrases() {
	for i := range c.left {
		if c.d.Tokens[i].UPOS == "PUNCT" {
			continue
		}
		for h, n := c.tree.Head(i), 0; h >= 0 && n < 64; h, n = c.tree.Head(h), n+1 {
			c.left[h], c.right[h] = min(c.left[h], i), max(c.right[h], i)
		}
	}
	for i := range c.open {
		c.open[i], c.shut[i] = -1, -1
	}
	for i := range c.left {
		if c.d.Tokens[i].UPOS == "PUNCT" {
			continue
		}
		wide := c.right[i] - c.left[i]
		if o := &c.open[c.left[i]]; *o < 0 || c.right[*o]-c.left[*o] < wide {
			*o = i
		}
		if o := &c.shut[c.right[i]]; *o < 0 || c.right[*o]-c.left[*o] < wide {
			*o = i
		}
	}
}

// rel is the relation of a word without its subtype but where that tells parts apart.
func (c *context) rel(i int) string {
	switch r := c.d.Tokens[i].Deprel; r {
	case "nsubj:pass", "nmod:poss", "acl:relcl", "obl:agent":
		return r
	default:
		base, _, _ := strings.Cut(r, ":")
		return base
	}
}

// emit hands a name made of parts to f.
func (c *context) emit(f func(name []byte), parts ...string) {
	c.key = c.key[:0]
	for i, p := range parts {
		if i > 1 {
			c.key = append(c.key, '|')
		}
		c.key = append(c.key, p...)
	}
	f(c.key)
}

// pastMarks is the last word before border i that is no mark.
func (c *context) pastMarks(i, from int) int {
	for i--; i > from && c.d.Tokens[i].UPOS == "PUNCT"; i-- {
	}
	return i
}

// border names what lies on the two sides of the border before word i of the
// window from..to, whatever the cue.
func (c *context) border(i, from, to int, f func(name []byte)) {
	a, b := "[", "]"
	if i > from {
		a = c.class[i-1]
	}
	if i < to {
		b = c.class[i]
	}
	c.emit(f, "<", a)
	c.emit(f, ">", b)
	c.emit(f, "<>", a, b)
	c.emit(f, "q", c.quoting(i, from, to))
	switch {
	case i == from || i == to:
		c.emit(f, "s", "window")
	case c.tree.Sentence(i) != c.tree.Sentence(i-1):
		s, p := c.d.Sentences[c.tree.Sentence(i)], c.d.Sentences[c.tree.Sentence(i-1)]
		c.emit(f, "s", map[bool]string{true: "paragraph", false: "sentence"}[s.Paragraph != p.Paragraph])
	default:
		c.within(i, f)
	}
	if i < to {
		if o := c.open[i]; o >= 0 {
			c.emit(f, "L", c.rel(o))
			c.emit(f, "L", c.rel(o), a)
		}
	}
	if i > from {
		j := c.pastMarks(i, from)
		if o := c.shut[j]; o >= 0 {
			sort := "R"
			if j != i-1 {
				sort = "R,"
			}
			c.emit(f, sort, c.rel(o))
			c.emit(f, sort, c.rel(o), b)
		}
	}
}

// within names how the two words at a border inside a sentence hang together.
func (c *context) within(i int, f func(name []byte)) {
	switch {
	case c.tree.Head(i) == i-1:
		c.emit(f, "arc>", c.rel(i))
	case c.tree.Head(i-1) == i:
		c.emit(f, "arc<", c.rel(i-1))
	default:
		c.emit(f, "arc", "no")
	}
}

// quoting says how a border lies to a quotation.
func (c *context) quoting(i, from, to int) string {
	switch {
	case i < to && c.mark[i] == 1:
		return "before"
	case i > from && c.mark[i-1] == 1:
		return "opened"
	case i < to && c.mark[i] == 2:
		return "closing"
	case i > from && c.mark[i-1] == 2:
		return "after"
	case i > from && i < to && c.quote[i] > 0 && c.quote[i] == c.quote[i-1]:
		return "in"
	case i < to && c.quote[i] > 0:
		return "new"
	}
	return "out"
}
