package extract

import (
	"net/url"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"readout/internal/record"
)

var creditPrefix = regexp.MustCompile(`(?i)^\W*(?:photo(?:graph)?|image|picture|foto|credit|source|quelle|bild|copyright)?(?: credit)?(?: by)?\s*[:©/]?\s*`)

// beside takes what stands beside the article: captions and related links.
func (d *draft) beside(doc *html.Node, base *url.URL) {
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode || len(d.Captions) > 60 {
			continue
		}
		switch {
		case n.DataAtom == atom.Figcaption:
			d.figure(n, base)
		case n.DataAtom == atom.P || n.DataAtom == atom.Div && n.FirstChild != nil && len(n.Attr) > 0:
			d.pointer(n, base)
		}
	}
}

// figure takes a caption with its credit and the picture it belongs to.
func (d *draft) figure(n *html.Node, base *url.URL) {
	credit := ""
	if c := find(n, func(m *html.Node) bool {
		return labelled(m, "credit", "credits", "copyright", "source", "attribution", "photographer", "creator") || m.DataAtom == atom.Small || m.DataAtom == atom.Cite
	}); c != nil {
		credit = lineOf(c)
	}
	text := lineOf(n)
	if credit != "" && credit != text {
		text = squeeze(strings.Replace(text, credit, "", 1))
		credit = creditPrefix.ReplaceAllString(credit, "")
	} else {
		text, credit = splitCredit(text)
	}
	if text == "" || len(text) > 1500 {
		return
	}
	if slices.ContainsFunc(d.Captions, func(x record.Caption) bool { return x.Text == text }) {
		return
	}
	c := record.Caption{Text: text, Credit: ptr(strings.Trim(credit, " ()[]")), URL: ptr(pictureOf(n, base))}
	d.Captions = append(d.Captions, c)
}

// pictureOf is the address of the picture that stands with a caption, "" for none.
func pictureOf(n *html.Node, base *url.URL) string {
	for p := n.Parent; p != nil; p = p.Parent {
		if img := find(p, func(m *html.Node) bool { return m.DataAtom == atom.Img }); img != nil {
			if link := absolute(base, attr(img, "src")); link != "" {
				return link
			}
		}
		if p.DataAtom == atom.Figure {
			break
		}
	}
	return ""
}

// pointer takes a paragraph such as "Read more: …" that links elsewhere.
func (d *draft) pointer(n *html.Node, base *url.URL) {
	if n.DataAtom == atom.Div && find(n, func(m *html.Node) bool { return m.DataAtom == atom.P || m.DataAtom == atom.Div }) != nil {
		return
	}
	a := find(n, func(m *html.Node) bool { return m.DataAtom == atom.A })
	if a == nil {
		return
	}
	text := lineOf(n)
	if m := relatedLead.FindStringSubmatch(text); m != nil && len(text) < 250 {
		if title := lineOf(a); len(strings.Fields(title)) > 2 {
			d.addRelated(title, absolute(base, attr(a, "href")))
		} else {
			d.addRelated(m[1], absolute(base, attr(a, "href")))
		}
	}
}

// prune takes scripts and styles out of the tree. Elements are not judged by
// their class here: one called "paywall" or "caption" often holds the article.
func prune(doc *html.Node) {
	var out []*html.Node
	for n := range doc.Descendants() {
		if n.DataAtom == atom.Script || n.DataAtom == atom.Style || n.DataAtom == atom.Template {
			out = append(out, n)
		}
	}
	for _, n := range out {
		n.Parent.RemoveChild(n)
	}
}
