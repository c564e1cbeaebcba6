package extract

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"github.com/markusmobius/go-trafilatura"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"readout/internal/record"
)

// fromHTML reads a page of HTML: the header's facts from what the page
// declares, then captions and links beside the article, then its body.
func fromHTML(page *record.Page, text, address string) (*draft, error) {
	doc, err := parseHTML(text)
	if err != nil {
		return nil, err
	}
	d := &draft{}
	base := baseURL(cmp.Or(page.URL, address), doc)
	d.header(doc, base)
	d.beside(doc, base)
	signs := signsOf(doc, d.heads)
	prune(doc)
	d.article(doc)
	if thin(d.paras) {
		d.paras = body(doc, base)
	}
	d.leaveHeader()
	if !signs.paid && few(d.paras, stubWords) {
		signs.paid = payLine.MatchString(textOf(doc))
	}
	if err := signs.judge(d.paras, d.flow); err != nil {
		return nil, err
	}
	if thin(d.paras) {
		return nil, ErrNoArticle
	}
	return d, nil
}

// thin says whether the text of a page is too little for an article: the
// words of a menu or a form, without one sentence.
func thin(paras []string) bool {
	n := 0
	for _, p := range paras {
		if sentenceEnd(p) && strings.Count(p, " ") > 2 {
			return false
		}
		n += len(p)
	}
	return n < 80
}

// parseHTML parses a page unless it has too many tags or nests too deeply: the
// parser refuses more open elements than maxDepth, before their number makes
// it slow.
func parseHTML(text string) (*html.Node, error) {
	if err := boundTags(text); err != nil {
		return nil, err
	}
	doc, err := html.ParseWithOptions(strings.NewReader(text), html.ParseOptionEnableScripting(false))
	if err != nil {
		return nil, ErrTooDeep
	}
	return doc, treeDepth(doc)
}

// maxBelow is how many elements and texts the elements of a page may hold in
// all, each counted once for every element around it. What asks of each
// element for all that it holds takes so many steps; the largest pages of news
// take less than a million.
const maxBelow = 5_000_000

// treeDepth refuses a tree that is deeper than maxDepth, or much of which is
// deep.
func treeDepth(doc *html.Node) error {
	depth, below := 0, 0
	for n := doc; n != nil; {
		if below += depth; below > maxBelow {
			return ErrTooDeep
		}
		switch {
		case n.FirstChild != nil:
			if depth++; depth > maxDepth {
				return ErrTooDeep
			}
			n = n.FirstChild
		default:
			for n != nil && n.NextSibling == nil {
				n = n.Parent
				depth--
			}
			if n != nil {
				n = n.NextSibling
			}
		}
	}
	return nil
}

// baseURL is the address that a page's links are relative to.
func baseURL(address string, doc *html.Node) *url.URL {
	base, err := url.Parse(strings.TrimSpace(address))
	if err != nil || base.Host == "" {
		base = nil
	}
	if n := find(doc, func(n *html.Node) bool { return n.DataAtom == atom.Base }); n != nil {
		if u, err := url.Parse(attr(n, "href")); err == nil && u.Host != "" {
			return u
		}
	}
	return base
}

// body gives the paragraphs of the article.
func body(doc *html.Node, base *url.URL) []string {
	marked := sentencesOf(doc)
	opt := trafilatura.Options{OriginalURL: base, ExcludeComments: true, EnableFallback: true, HtmlDateMode: trafilatura.Disabled}
	got, err := extractBody(doc, opt)
	if err != nil || got == nil || got.ContentNode == nil {
		return nil
	}
	var w blockWriter
	w.walk(got.ContentNode)
	w.flush()
	if len(w.out) == 1 {
		return unglued(once(w.out[0]), marked)
	}
	return w.out
}

// sentencesOf lists the texts of the elements of a page that are marked as
// paragraphs and end as a sentence does.
func sentencesOf(doc *html.Node) []string {
	var out []string
	for n := range doc.Descendants() {
		if n.DataAtom != atom.P || len(out) > 1000 {
			continue
		}
		if s := lineOf(n); sentenceEnd(s) && strings.Count(s, " ") > 2 {
			out = append(out, s)
		}
	}
	return out
}

// unglued parts a text into the page's own paragraphs. Of a short page the
// library gives all that stands in the article as one text, headline and
// caption with it, without breaks.
func unglued(text string, marked []string) []string {
	var out []string
	n := 0
	for _, p := range marked {
		if strings.Contains(text, p) && !slices.Contains(out, p) {
			out = append(out, p)
			n += len(p)
		}
	}
	if 3*n < len(text) {
		return []string{text}
	}
	return out
}

// once undoes a doubling: on a page with one short paragraph the library
// gives its text twice, without a break.
func once(p string) string {
	if half := len(p) / 2; half > 40 && p[:half] == p[len(p)-half:] && len(p)-2*half <= 1 {
		return strings.TrimSpace(p[:half])
	}
	return p
}

// extractBody shields us from a panic inside the library: such a page is one
// without an article.
func extractBody(doc *html.Node, opt trafilatura.Options) (got *trafilatura.ExtractResult, err error) {
	defer func() {
		if recover() != nil {
			got, err = nil, ErrNoArticle
		}
	}()
	return trafilatura.ExtractDocument(doc, opt)
}

// A blockWriter gathers the text of a tree, block by block.
type blockWriter struct {
	b   strings.Builder
	out []string
}

func (w *blockWriter) flush() {
	if s := squeeze(w.b.String()); s != "" {
		w.out = append(w.out, s)
	}
	w.b.Reset()
}

func (w *blockWriter) walk(n *html.Node) {
	if n.Type == html.TextNode {
		w.b.WriteString(n.Data)
		return
	}
	apart := n.Type == html.ElementNode && isBlock(n.DataAtom)
	if apart {
		w.flush()
	}
	switch {
	case n.DataAtom == atom.Br:
		if next := n.NextSibling; next != nil && next.DataAtom == atom.Br {
			w.flush()
		} else {
			w.b.WriteByte(' ')
		}
	default:
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			w.walk(c)
		}
	}
	if apart {
		w.flush()
	}
}

func isBlock(a atom.Atom) bool {
	switch a {
	case atom.P, atom.Div, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Li, atom.Ul, atom.Ol, atom.Blockquote,
		atom.Section, atom.Article, atom.Table, atom.Tr, atom.Td, atom.Th, atom.Pre, atom.Dl, atom.Dt, atom.Dd, atom.Hr, atom.Body,
		atom.Header, atom.Footer, atom.Aside, atom.Main, atom.Figure, atom.Figcaption:
		return true
	}
	return false
}

// leaveHeader takes header lines off the top of the body.
func (d *draft) leaveHeader() {
	for n := 0; n < 4 && len(d.paras) > 1; n++ {
		p := d.paras[0]
		switch {
		case d.Title != nil && strings.EqualFold(p, *d.Title):
		case isByline(p) && len(p) < 100:
			if len(d.Bylines) == 0 {
				d.addByline(p)
			}
		case isDate(p) && len(p) < 60:
			fill(&d.Published, day(p))
		case agencyName(p) != "":
			fill(&d.Agency, agencyName(p))
		default:
			return
		}
		d.paras = d.paras[1:]
	}
}
