package extract

import (
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// attr is the value of an element's attribute, "" if it has none.
func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// find gives the first node, in document order, that is wanted.
func find(root *html.Node, want func(*html.Node) bool) *html.Node {
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && want(n) {
			return n
		}
	}
	return nil
}

// textOf is the text of a tree, blocks parted by a space, without scripts.
func textOf(n *html.Node) string { return textUpTo(n, maxSize) }

// maxLine is how much text of an element is looked at where only a line of
// it can be of use, in bytes with all white space.
const maxLine = 16 << 10

// lineOf is the text of an element, cut where it is longer than any headline,
// caption or paragraph, so that elements within each other cost little.
func lineOf(n *html.Node) string { return textUpTo(n, maxLine) }

func textUpTo(n *html.Node, most int) string {
	var b strings.Builder
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		switch {
		case b.Len() >= most:
			return
		case n.Type == html.TextNode:
			b.WriteString(n.Data[:min(len(n.Data), most)])
		case n.DataAtom == atom.Script || n.DataAtom == atom.Style || n.DataAtom == atom.Noscript || n.DataAtom == atom.Template:
			return
		}
		if isBlock(n.DataAtom) || n.DataAtom == atom.Br {
			b.WriteByte(' ')
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
		if isBlock(n.DataAtom) {
			b.WriteByte(' ')
		}
	}
	walk(n)
	return squeeze(strings.ToValidUTF8(b.String(), ""))
}

// labels are the words of an element's class and id, in lower case.
func labels(n *html.Node) []string {
	return strings.FieldsFunc(strings.ToLower(attr(n, "class")+" "+attr(n, "id")+" "+attr(n, "itemprop")+" "+attr(n, "data-testid")), func(c rune) bool {
		return c == ' ' || c == '-' || c == '_' || c == ':' || c == '\n' || c == '\t'
	})
}

func labelled(n *html.Node, words ...string) bool {
	for _, l := range labels(n) {
		if slices.Contains(words, l) {
			return true
		}
	}
	return false
}

// absolute resolves a link, "" if it leads nowhere on the web.
func absolute(base *url.URL, link string) string {
	u, err := url.Parse(strings.TrimSpace(link))
	if err != nil || link == "" || strings.HasPrefix(link, "#") {
		return ""
	}
	if base != nil {
		u = base.ResolveReference(u)
	}
	if u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	return u.String()
}
