package feed

import (
	"cmp"
	"encoding/xml"
	"fmt"
	"io"
	"net/url"
	"strings"
	"time"
)

// sitemap reads a sitemap or an index of sitemaps
// (https://www.sitemaps.org/protocol.html), with Google's extension for news
// and the links to other languages. What a sitemap index lists are lists. An
// element counts where its parents are those of the protocol, whatever the
// namespaces, which many get wrong; so the address of a picture is not taken
// for that of a page.
func sitemap(text string, base *url.URL) (*List, error) {
	l := &List{Kind: Sitemap, Format: "sitemap"}
	d := newDecoder(text)
	s := sitemapState{base: base}
	for {
		t, err := d.Token()
		if err == io.EOF {
			return l, nil
		}
		if err != nil {
			return nil, fmt.Errorf("a broken sitemap: %w", err)
		}
		switch t := t.(type) {
		case xml.StartElement:
			s.start(t)
			if len(s.path) == 1 && s.path[0] == "sitemapindex" {
				l.Format = "sitemap index"
			}
		case xml.CharData:
			if s.text.Len() < 8192 {
				s.text.Write(t)
			}
		case xml.EndElement:
			if s.end() && !l.add(s.entry) {
				return l, nil
			}
		}
	}
}

// A sitemapState is where a sitemap is being read.
type sitemapState struct {
	base  *url.URL
	path  []string // names of the open elements
	text  strings.Builder
	entry Entry
	here  string // the language that a link to another version says of this one
}

func (s *sitemapState) start(t xml.StartElement) {
	s.path = append(s.path, strings.ToLower(t.Name.Local))
	s.text.Reset()
	switch s.under() {
	case "url", "sitemap":
		s.entry, s.here = Entry{List: s.under() == "sitemap"}, ""
	case "url/link":
		if href := resolve(s.base, attr(t, "href")); href != "" && href == s.entry.URL && attr(t, "rel") == "alternate" {
			s.here = language(attr(t, "hreflang"))
		}
	}
}

// under is the path below the root.
func (s *sitemapState) under() string {
	if len(s.path) == 0 {
		return ""
	}
	return strings.Join(s.path[1:], "/")
}

// end closes an element, and says whether an entry is complete with it.
func (s *sitemapState) end() bool {
	if len(s.path) == 0 {
		return false
	}
	text := strings.TrimSpace(s.text.String())
	complete := false
	switch s.under() {
	case "url/loc", "sitemap/loc":
		s.entry.URL = resolve(s.base, text)
	case "url/lastmod", "sitemap/lastmod":
		s.entry.Updated = w3cTime(text)
	case "url/news/title":
		s.entry.Title = oneLine(text)
	case "url/news/publication_date":
		s.entry.Published = w3cTime(text)
	case "url/news/publication/language":
		s.entry.Language = language(text)
	case "url/news/keywords", "url/news/genres":
		for k := range strings.SplitSeq(text, ",") {
			if k = oneLine(k); k != "" && len(s.entry.Sections) < maxSections {
				s.entry.Sections = append(s.entry.Sections, k)
			}
		}
	case "url", "sitemap":
		s.entry.Language = cmp.Or(s.entry.Language, s.here)
		complete = s.entry.URL != ""
	}
	s.path = s.path[:len(s.path)-1]
	s.text.Reset()
	return complete
}

func attr(t xml.StartElement, name string) string {
	for _, a := range t.Attr {
		if strings.EqualFold(a.Name.Local, name) {
			return a.Value
		}
	}
	return ""
}

// w3cTime reads a time as https://www.w3.org/TR/NOTE-datetime has it, and as
// some write it; the zero time where it is none.
func w3cTime(s string) time.Time {
	for _, layout := range []string{
		time.RFC3339Nano, "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05", "2006-01-02 15:04:05Z07:00",
		"2006-01-02 15:04:05", "2006-01-02T15:04:05.999999999Z0700", time.DateOnly, "2006-01", "2006", time.RFC1123Z, time.RFC1123,
	} {
		if t, err := time.Parse(layout, s); err == nil {
			return day(&t)
		}
	}
	return time.Time{}
}
