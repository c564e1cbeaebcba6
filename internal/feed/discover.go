package feed

import (
	"net/url"
	"strings"

	"golang.org/x/net/html"

	"readout/internal/record"
)

// An Alternate is a feed that a page names as another form of itself.
type Alternate struct {
	URL, Title string
}

// feedTypes are the media types of feeds in a link element.
var feedTypes = []string{"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml", "text/xml", "application/xml"}

// Alternates are the feeds that a page names, in its order
// (https://www.rssboard.org/rss-autodiscovery). Feeds of comments are left out.
func Alternates(page *record.Page) []Alternate {
	text, err := decode(page)
	if err != nil {
		return nil
	}
	base, err := url.Parse(page.URL)
	if err != nil {
		return nil
	}
	return scanPage(text, base).alternates
}

const maxAlternates = 50

func (p *scanned) alternate(t html.Token, base *url.URL) {
	rel := " " + strings.ToLower(value(t, "rel")) + " "
	kind, _, _ := strings.Cut(strings.ToLower(value(t, "type")), ";")
	known := false
	for _, f := range feedTypes {
		known = known || strings.TrimSpace(kind) == f
	}
	a := Alternate{resolve(base, value(t, "href")), oneLine(value(t, "title"))}
	if !known || !strings.Contains(rel, " alternate ") || a.URL == "" || len(p.alternates) == maxAlternates {
		return
	}
	if strings.Contains(strings.ToLower(a.URL+" "+a.Title), "comment") {
		return
	}
	p.alternates = append(p.alternates, a)
}
