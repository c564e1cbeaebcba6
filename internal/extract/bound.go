package extract

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Bounds of the tags of a page.
const (
	maxTags  = 100_000   // news pages have a few thousand, the longest ones less than 10,000
	fewTags  = 5_000     // so many cannot make a parser slow
	maxExtra = 1_000_000 // elements that a parser may add, and attributes that it may join
)

// boundTags refuses a page with more tags than any has, or with tags that make
// a parser build far more than the page says (HTML, section 13.2.6.4.7):
// elements of form, such as <font>, that are opened anew in every block until
// they are closed, and attributes of many <html> and <body> that are joined in one.
func boundTags(text string) error {
	tags, roots := 0, 0
	for rest := text; ; tags++ {
		i := strings.IndexByte(rest, '<')
		if i < 0 {
			break
		}
		rest = rest[i+1:]
		if name := rest[:min(len(rest), 4)]; strings.EqualFold(name, "body") || strings.EqualFold(name, "html") {
			roots++
		}
	}
	switch {
	case tags > maxTags:
		return ErrTooMany
	case tags > fewTags || roots > 2:
		return boundParser(text)
	}
	return nil
}

// A parserBound estimates what a parser builds beyond the tags of a page.
type parserBound struct {
	open  []int // elements of form, of each open table, cell or object, which close none outside
	sum   int   // of these
	extra int   // elements that were opened anew
	roots int   // <html> and <body> with attributes
	attrs int   // of these
}

func boundParser(text string) error {
	b := parserBound{open: []int{0}}
	z := html.NewTokenizer(strings.NewReader(text))
	for {
		switch kind := z.Next(); kind {
		case html.ErrorToken:
			return nil
		case html.StartTagToken, html.SelfClosingTagToken:
			name, more := z.TagName()
			b.start(atom.Lookup(name), more, z)
		case html.EndTagToken:
			name, _ := z.TagName()
			b.end(atom.Lookup(name))
		case html.TextToken:
			b.extra += b.sum
		}
		if b.extra > maxExtra || b.roots*b.attrs > maxExtra {
			return ErrLeftOpen
		}
	}
}

func (b *parserBound) start(a atom.Atom, more bool, z *html.Tokenizer) {
	top := len(b.open) - 1
	switch {
	case a == atom.Html || a == atom.Body:
		if more {
			b.roots++
		}
		for more {
			_, _, more = z.TagAttr()
			b.attrs++
		}
	case ofForm(a):
		b.open[top]++
		b.sum++
	case holdsForm(a):
		if len(b.open) <= maxDepth {
			b.open = append(b.open, 0)
		}
	default:
		b.extra += b.sum
	}
}

func (b *parserBound) end(a atom.Atom) {
	top := len(b.open) - 1
	switch {
	case ofForm(a) && b.open[top] > 0:
		b.open[top]--
		b.sum--
	case holdsForm(a) && top > 0:
		b.sum -= b.open[top]
		b.open = b.open[:top]
	}
}

// ofForm says whether a parser opens an element anew in blocks after the one
// in which it was left open. It does not keep two links open.
func ofForm(a atom.Atom) bool {
	switch a {
	case atom.B, atom.Big, atom.Code, atom.Em, atom.Font, atom.I, atom.Nobr, atom.S, atom.Small, atom.Strike, atom.Strong, atom.Tt, atom.U:
		return true
	}
	return false
}

// holdsForm says whether elements of form end with an element, and those
// around it are not closed in it.
func holdsForm(a atom.Atom) bool {
	switch a {
	case atom.Applet, atom.Marquee, atom.Object, atom.Template, atom.Table, atom.Td, atom.Th, atom.Caption:
		return true
	}
	return false
}
