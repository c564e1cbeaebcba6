package extract

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// A block is a run of text that the page sets apart.
type block struct {
	text     string
	parent   *html.Node // the element that holds the run
	words    int
	linked   int // how many of the words stand in links
	heading  bool
	item     bool // in a list or a table
	pictured bool // beside a picture
}

// An articleFinder looks for the element that holds a page's article: the
// one whose blocks are worth most. Sentences are worth their words, links
// and labels cost something, so that a parent is preferred to its child only
// where what it adds is mostly text.
//
// The simpler way, the element with most text, takes menus and teasers along.
type articleFinder struct {
	mass  map[*html.Node]int // words in sentences, of elements with a label
	total int                // words in sentences of the page
	led   bool               // the block before was a link
}

// A candidate is an element that may hold the article.
type candidate struct {
	node  *html.Node
	value float64
}

// articleBlocks gives the blocks of the article of a page, and how its text
// runs.
func articleBlocks(doc *html.Node, heads []string) ([]block, flow) {
	f := &articleFinder{mass: map[*html.Node]int{}}
	root := doc
	if b := find(doc, func(n *html.Node) bool { return n.DataAtom == atom.Body }); b != nil {
		root = b
	}
	f.total = f.weigh(root)
	best, _ := f.choose(root)
	if best.node == nil {
		return nil, flowOf(f.blocks(root))
	}
	node := f.firstArticle(best.node, heads)
	all := f.blocks(node)
	run := flowOf(all)
	blocks := trim(all, heads)
	lead := f.lead(root, node, heads)
	return append(slices.DeleteFunc(lead, func(b block) bool { return holdsText(blocks, b.text) }), blocks...), run
}

func holdsText(blocks []block, text string) bool {
	return slices.ContainsFunc(blocks, func(b block) bool { return b.text == text })
}

// lead gives the sentences that stand between the headline and the article's
// element, which many pages keep outside of it.
func (f *articleFinder) lead(root, article *html.Node, heads []string) []block {
	var out []block
	var open, done bool
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n == article {
			done = true
		}
		f.runs(n, func(b block) {
			switch {
			case done:
			case isHead(b.text, heads):
				open, out = b.heading, nil
			case open && b.sentence() && b.linked == 0 && len(out) < 3:
				out = append(out, b)
			}
		}, func(c *html.Node) {
			if !done && (!f.aside(c) || c.DataAtom == atom.Header) {
				walk(c)
			}
		})
	}
	walk(root)
	if len(out) > 2 || !done {
		return nil
	}
	return out
}

// weigh adds up the words in sentences below an element.
func (f *articleFinder) weigh(n *html.Node) int {
	if silent(n) {
		return 0
	}
	sum := 0
	f.runs(n, func(b block) {
		if b.sentence() {
			sum += b.words
		}
	}, func(c *html.Node) { sum += f.weigh(c) })
	if n.Type == html.ElementNode && labelOf(n) != plainLabel {
		f.mass[n] = sum
	}
	return sum
}

// A worth is what an element speaks for and against its being the article.
type worth struct{ pro, con float64 }

// value weighs the two: what speaks against takes away most of the other at most.
func (w worth) value() float64 { return w.pro - min(w.con, w.pro*0.6) }

// choose gives the best candidate at or below an element, and the element's
// own worth.
func (f *articleFinder) choose(n *html.Node) (best candidate, sum worth) {
	f.runs(n, func(b block) {
		if w := f.worth(b); w > 0 {
			sum.pro += w
		} else {
			sum.con -= w
		}
	}, func(c *html.Node) {
		if f.aside(c) {
			return
		}
		below, w := f.choose(c)
		sum.pro += w.pro
		sum.con += w.con
		if below.value > best.value {
			best = below
		}
	})
	sum.pro *= bodyBonus(n)
	if v := sum.value(); n.DataAtom != atom.P && (best.node == nil && v > 0 || v > best.value*climb) {
		best = candidate{n, v}
	}
	return best, sum
}

// climb is how much more a parent must be worth than the best of its children.
const climb = 1.15

// bodyBonus favours the elements that a page marks as the article's body.
func bodyBonus(n *html.Node) float64 {
	switch {
	case labelOf(n) == bodyLabel:
		return 1.2
	case n.DataAtom == atom.Article, n.DataAtom == atom.Main:
		return 1.05
	}
	return 1
}

// firstArticle narrows an element that holds several articles, one after
// another, to the one that bears the page's title.
func (f *articleFinder) firstArticle(root *html.Node, heads []string) *html.Node {
	var articles []*html.Node
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if c.DataAtom == atom.Article {
				articles = append(articles, c)
			} else if !silent(c) {
				walk(c)
			}
		}
	}
	walk(root)
	if len(articles) < 2 {
		return root
	}
	for _, a := range articles {
		h := find(a, func(n *html.Node) bool { return n.DataAtom == atom.H1 || n.DataAtom == atom.H2 })
		if h == nil {
			continue
		}
		if _, w := f.choose(a); w.value() > 60 && (h.DataAtom == atom.H1 || isHead(lineOf(h), heads)) {
			best, _ := f.choose(a)
			return best.node
		}
	}
	return root
}

// blocks gives the blocks below an element, but for those of its parts that
// are none of the article's.
func (f *articleFinder) blocks(root *html.Node) []block {
	var out []block
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		f.runs(n, func(b block) { out = append(out, b) }, func(c *html.Node) {
			if !f.aside(c) {
				walk(c)
			}
		})
	}
	walk(root)
	return out
}

// aside says whether an element is none of the article's.
func (f *articleFinder) aside(n *html.Node) bool {
	if silent(n) {
		return true
	}
	switch n.DataAtom {
	case atom.Nav, atom.Footer, atom.Aside, atom.Header, atom.Form, atom.Figcaption, atom.Dialog, atom.Menu, atom.Figure:
		return 3*f.massOf(n) < f.total
	}
	switch labelOf(n) {
	case consentLabel:
		return true
	case asideLabel:
		return 3*f.massOf(n) < f.total
	case smallLabel:
		m := f.massOf(n)
		return m < 60 && 3*m < f.total
	}
	return hiddenStyle(n) && 3*f.massOf(n) < f.total
}

func (f *articleFinder) massOf(n *html.Node) int {
	m, ok := f.mass[n]
	if !ok {
		m = f.weigh(n)
		f.mass[n] = m
	}
	return m
}

func hiddenStyle(n *html.Node) bool {
	for _, a := range n.Attr {
		switch a.Key {
		case "hidden":
			return true
		case "style":
			return strings.Contains(a.Val, "display:none") || strings.Contains(a.Val, "display: none")
		}
	}
	return false
}

// silent says whether an element never holds text of an article.
func silent(n *html.Node) bool {
	switch n.Type {
	case html.CommentNode, html.DoctypeNode:
		return true
	}
	switch n.DataAtom {
	case atom.Script, atom.Style, atom.Template, atom.Noscript, atom.Svg, atom.Button, atom.Select, atom.Textarea, atom.Iframe,
		atom.Object, atom.Video, atom.Audio, atom.Canvas, atom.Head, atom.Title, atom.Input, atom.Datalist, atom.Math, atom.Map:
		return true
	}
	return false
}

// runs cuts what an element holds into runs of text and elements that are
// set apart, in their order.
func (f *articleFinder) runs(n *html.Node, text func(block), apart func(*html.Node)) {
	r := runReader{parent: n, text: text, apart: apart}
	r.walk(n, inLink(n))
	r.flush()
}

// inLink says whether an element is a link or closely within one.
func inLink(n *html.Node) bool {
	for i := 0; n != nil && i < 5; i++ {
		if n.DataAtom == atom.A {
			return true
		}
		n = n.Parent
	}
	return false
}

// A runReader gathers the text between elements that are set apart.
type runReader struct {
	parent *html.Node
	b      strings.Builder
	links  int // words in links
	img    bool
	text   func(block)
	apart  func(*html.Node)
}

func (r *runReader) flush() {
	if r.b.Len() == 0 {
		r.links, r.img = 0, false
		return
	}
	text := squeeze(r.b.String())
	r.b.Reset()
	if text != "" {
		b := block{text: text, parent: r.parent, words: wordCount(text), linked: r.links, pictured: r.img}
		switch r.parent.DataAtom {
		case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
			b.heading = true
		case atom.Li, atom.Td, atom.Th, atom.Tr, atom.Dt, atom.Dd:
			b.item = true
		}
		r.text(b)
	}
	r.links, r.img = 0, false
}

func (r *runReader) walk(n *html.Node, linked bool) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case c.Type == html.TextNode:
			r.b.WriteString(c.Data)
			if linked {
				r.links += wordCount(c.Data)
			}
		case silent(c), inline(c) && labelOf(c) == asideLabel:
		case c.DataAtom == atom.Br:
			if next := c.NextSibling; next != nil && (next.DataAtom == atom.Br || next.NextSibling != nil && next.NextSibling.DataAtom == atom.Br && strings.TrimSpace(next.Data) == "") {
				r.flush()
			} else {
				r.b.WriteByte('\n')
			}
		case parts(c):
			r.flush()
			r.apart(c)
		case c.DataAtom == atom.Td, c.DataAtom == atom.Th:
			r.b.WriteByte(' ')
			r.walk(c, linked)
			r.b.WriteByte(' ')
		default:
			in := linked || c.DataAtom == atom.A
			r.img = r.img || c.DataAtom == atom.Img
			r.walk(c, in)
		}
	}
}

// parts says whether an element is set apart from the text around it.
func parts(n *html.Node) bool {
	return !inline(n) || hasBlock(n)
}

// inline says whether an element is a part of the text around it.
func inline(n *html.Node) bool {
	if n.Type != html.ElementNode {
		return false
	}
	switch n.DataAtom {
	case atom.A, atom.Span, atom.B, atom.Strong, atom.I, atom.Em, atom.U, atom.S, atom.Small, atom.Sub, atom.Sup, atom.Mark, atom.Q,
		atom.Cite, atom.Code, atom.Font, atom.Abbr, atom.Time, atom.Label, atom.Ins, atom.Del, atom.Img, atom.Wbr, atom.Ruby, atom.Rb, atom.Rt,
		atom.Bdi, atom.Bdo, atom.Kbd, atom.Tt, atom.Big, atom.Strike, atom.Acronym, atom.Dfn, atom.Var, atom.Samp, atom.Data, atom.Td, atom.Th:
		return true
	}
	return false
}

// hasBlock says whether an inline element holds one that is set apart.
func hasBlock(n *html.Node) bool {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode && (isBlock(c.DataAtom) && c.DataAtom != atom.Td || hasBlock(c)) {
			return true
		}
	}
	return false
}

// sentence says whether a block is running text.
func (b block) sentence() bool {
	return !b.heading && 2*b.linked < b.words && (b.words >= 12 || b.words >= 4 && sentenceEnd(b.text))
}

// worth is what a block is worth after those before it: what follows a link
// that stands alone is a teaser.
func (f *articleFinder) worth(b block) float64 {
	led := f.led
	f.led = b.pointsAway() && b.words > 3
	if led && b.sentence() {
		return 0
	}
	return b.worth()
}

// worth is what a block speaks for its parent being the article, in words.
func (b block) worth() float64 {
	switch {
	case b.sentence():
		return float64(b.words - b.linked)
	case b.heading:
		return 0
	case 2*b.linked >= b.words:
		return -float64(min(b.words, 12)) / 2
	case b.item:
		return 0
	}
	return -1
}

// wordCount counts words; of scripts without spaces, two characters are one.
func wordCount(s string) int {
	n, in, wide := 0, false, 0
	for i := 0; i < len(s); {
		c, size := rune(s[i]), 1
		if c >= utf8.RuneSelf {
			c, size = utf8.DecodeRuneInString(s[i:])
		}
		i += size
		switch {
		case c >= 0x2e80 && c < 0xac00 || c >= 0x0e00 && c < 0x0e80:
			wide++
			in = false
		case c == ' ' || c == '\n' || c == '\t' || c >= utf8.RuneSelf && unicode.IsSpace(c):
			in = false
		case !in:
			n++
			in = true
		}
	}
	return n + (wide+1)/2
}
