// Package feed reads what names reports: RSS, Atom and JSON Feed, sitemaps
// and their indexes, pages that list reports, and OPML lists of feeds.
//
// All of it comes from outside, so the text is put into UTF-8 and held to
// bounds (size, depth, attributes, entries, no entities of its own) before
// any parser sees it.
package feed

import (
	"cmp"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"
	"golang.org/x/net/html"

	"readout/internal/acquire"
	"readout/internal/record"
)

// A Kind is what names the reports of a source.
type Kind string

// The kinds. A folder holds files, and no page is of this kind.
const (
	Feed    Kind = "feed"    // RSS, Atom, JSON Feed
	Sitemap Kind = "sitemap" // also an index of sitemaps
	Page    Kind = "page"    // HTML that links to reports
	Folder  Kind = "folder"
)

// MaxSize is the largest sitemap that is read, in bytes: the bound that
// sitemaps.org sets, which is more than a page or a feed may have.
const MaxSize = 50 << 20

// MaxEntries is how many entries of a list are read: the bound that
// sitemaps.org sets.
const MaxEntries = 50000

// A List is what a feed, a sitemap or a page names.
type List struct {
	Kind     Kind
	Format   string // such as "RSS 2.0"
	Title    string
	Site     string // the page that it belongs to, "" where it does not say
	Language string // BCP 47, "" where it does not say
	Entries  []Entry
	Cut      bool // it has more than MaxEntries, or a feed more than MaxFeed
}

// An Entry is one report that a list names, or a further list.
type Entry struct {
	URL       string // absolute, http or https
	Title     string
	Published time.Time // UTC; zero where not told
	Updated   time.Time // likewise
	Language  string    // BCP 47, "" where not told
	Sections  []string  // categories and keywords
	List      bool      // a sitemap, to be read in its turn, and no report
}

// Parse reads a list, whatever its kind. An error says that it is none, is
// broken, or goes beyond a bound.
func Parse(page *record.Page) (*List, error) {
	text, err := decode(page)
	if err != nil {
		return nil, err
	}
	base, err := url.Parse(cmp.Or(page.URL, page.Input))
	if err != nil || !base.IsAbs() {
		base = &url.URL{}
	}
	root := rootOf(text)
	switch root {
	case "rss", "rdf", "feed", "urlset", "sitemapindex", "opml":
		if err := check(text); err != nil {
			return nil, err
		}
	}
	switch root {
	case "rss", "rdf", "feed", "{":
		if len(text) > acquire.MaxSize {
			return nil, acquire.ErrTooLarge
		}
		return syndicated(text, base)
	case "urlset", "sitemapindex":
		return sitemap(text, base)
	case "opml":
		return nil, errors.New("is a list of feeds (OPML): import it")
	case "html":
		return listing(text, base)
	case "":
		return plain(text, base)
	}
	return nil, fmt.Errorf("neither a feed nor a sitemap: its first element is %q", root)
}

// rootOf is the name of the first element in small letters and without
// prefix, "html" for what is no XML and looks like a page, "{" for JSON, and
// "" for plain text.
func rootOf(text string) string {
	s := strings.TrimLeft(text, " \t\r\n")
	if strings.HasPrefix(s, "{") {
		return "{"
	}
	for strings.HasPrefix(s, "<") {
		end := ">"
		switch {
		case strings.HasPrefix(s, "<!--"):
			end = "-->"
		case strings.HasPrefix(s, "<?"):
			end = "?>"
		case len(s) > 9 && strings.EqualFold(s[:9], "<!doctype"):
			if strings.HasPrefix(strings.ToLower(strings.TrimSpace(s[9:min(len(s), 40)])), "html") {
				return "html"
			}
			if open, shut := strings.IndexByte(s, '['), strings.IndexByte(s, '>'); open >= 0 && open < shut {
				end = "]>"
			}
		default:
			name := s[1:]
			if i := strings.IndexAny(name, " \t\r\n/>"); i >= 0 {
				name = name[:i]
			}
			return tagName(name)
		}
		i := strings.Index(s, end)
		if i < 0 {
			return ""
		}
		s = strings.TrimLeft(s[i+len(end):], " \t\r\n")
	}
	return ""
}

func tagName(name string) string {
	name = strings.ToLower(name[strings.IndexByte(name, ':')+1:])
	switch name {
	case "head", "body", "div", "main", "title", "meta", "link", "script":
		return "html"
	}
	return name[:min(len(name), 40)]
}

// syndicated reads RSS 0.9x to 2.0, Atom 0.3 and 1.0 and JSON Feed 1.0 and 1.1.
func syndicated(text string, base *url.URL) (l *List, err error) {
	defer func() {
		if p := recover(); p != nil {
			l, err = nil, errors.New("a broken feed")
		}
	}()
	text, cut, err := bounded(text, MaxFeed, maxDates)
	if err != nil {
		return nil, err
	}
	f, err := gofeed.NewParser().Parse(strings.NewReader(text))
	if err != nil {
		return nil, fmt.Errorf("a broken feed: %w", err)
	}
	if f.FeedType == "json" && !strings.Contains(f.FeedVersion, "jsonfeed.org") {
		return nil, errors.New("JSON that is no JSON Feed")
	}
	l = &List{Kind: Feed, Format: format(f), Title: title(f.Title), Site: resolve(base, f.Link), Language: language(f.Language), Cut: cut}
	for _, it := range f.Items {
		if e := item(it, base); e.URL != "" {
			e.Language = cmp.Or(e.Language, l.Language)
			l.Entries = append(l.Entries, e)
		}
	}
	return l, nil
}

func format(f *gofeed.Feed) string {
	name := map[string]string{"rss": "RSS", "atom": "Atom", "json": "JSON Feed"}[f.FeedType]
	version := f.FeedVersion
	if f.FeedType == "json" {
		version = strings.TrimSuffix(version[strings.LastIndexByte(version, '/')+1:], "/")
	}
	return strings.TrimSpace(name + " " + version)
}

// item is an entry of a feed. Its URL is the one that the outlet gave before
// a service for feeds put its own in place, else the link, else any link.
func item(it *gofeed.Item, base *url.URL) Entry {
	e := Entry{Title: title(it.Title), Published: day(it.PublishedParsed), Updated: day(it.UpdatedParsed)}
	links := []string{it.Link}
	if orig := it.Extensions["feedburner"]["origLink"]; len(orig) > 0 {
		links = []string{orig[0].Value, it.Link}
	}
	links = append(links, it.Links...)
	if strings.HasPrefix(it.GUID, "http://") || strings.HasPrefix(it.GUID, "https://") {
		links = append(links, it.GUID)
	}
	for _, link := range links {
		if e.URL = resolve(base, link); e.URL != "" {
			break
		}
	}
	for _, c := range it.Categories {
		if c = oneLine(c); c != "" && len(e.Sections) < maxSections {
			e.Sections = append(e.Sections, c)
		}
	}
	if dc := it.DublinCoreExt; dc != nil && len(dc.Language) > 0 {
		e.Language = language(dc.Language[0])
	}
	return e
}

const maxSections = 50

func day(t *time.Time) time.Time {
	if t == nil || t.Year() < 1900 || t.Year() > 9999 {
		return time.Time{}
	}
	return t.UTC()
}

// resolve is a link as an absolute URL of the web, "" where it is none.
func resolve(base *url.URL, link string) string {
	link = strings.TrimSpace(link)
	if link == "" || len(link) > 4096 {
		return ""
	}
	u, err := base.Parse(link)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || u.User != nil {
		return ""
	}
	return u.String()
}

// language is a tag in the form that BCP 47 recommends for its first part, ""
// for what is none.
func language(tag string) string {
	tag = strings.ReplaceAll(strings.TrimSpace(tag), "_", "-")
	first, rest, more := strings.Cut(tag, "-")
	if len(tag) > 35 || len(first) < 2 || len(first) > 3 || strings.Trim(strings.ToLower(tag), "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
		return ""
	}
	if more {
		return strings.ToLower(first) + "-" + rest
	}
	return strings.ToLower(first)
}

// title is the words of a title, which may be HTML.
func title(s string) string {
	if !strings.ContainsAny(s, "<&") {
		return oneLine(s)
	}
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(s))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return oneLine(b.String())
		case html.TextToken:
			b.WriteString(html.UnescapeString(string(z.Raw())))
		}
	}
}

// oneLine is a title without breaks and control characters, no longer than a
// title is.
func oneLine(s string) string {
	s = record.OneLine(s)
	if len(s) > 500 {
		s = strings.ToValidUTF8(s[:500], "")
	}
	return s
}

// plain reads a sitemap of plain text: a URL a line.
func plain(text string, base *url.URL) (*List, error) {
	l := &List{Kind: Sitemap, Format: "sitemap of plain text"}
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		if !strings.HasPrefix(line, "http://") && !strings.HasPrefix(line, "https://") {
			return nil, errors.New("neither a feed, a sitemap nor a page")
		}
		if u := resolve(base, line); u != "" && !l.add(Entry{URL: u}) {
			break
		}
	}
	if len(l.Entries) == 0 {
		return nil, errors.New("empty")
	}
	return l, nil
}

// add adds an entry, unless the list is full.
func (l *List) add(e Entry) bool {
	if len(l.Entries) == MaxEntries {
		l.Cut = true
		return false
	}
	l.Entries = append(l.Entries, e)
	return true
}
