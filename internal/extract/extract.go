// Package extract makes a report of a page: it finds out what the page is
// (HTML, Markdown, plain text, JSON), takes the header's facts and keeps the
// article's paragraphs.
package extract

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strings"
	"unicode"

	"readout/internal/record"
)

// Options fill what the input lacks.
type Options struct {
	Published, URL, Outlet string
}

// maxSize is the largest page that is taken, in bytes.
const maxSize = 16 << 20

// maxText is the longest Markdown or plain text that is taken, in bytes: each
// of its lines is tried for being a byline, a date, a caption and more.
const maxText = 4 << 20

// The causes for which a page makes no report.
var (
	ErrEmpty       = errors.New("empty page")
	ErrNoArticle   = errors.New("page with no article")
	ErrUnsupported = errors.New("unsupported type")
	ErrTooLarge    = errors.New("larger than 16 MB")
	ErrLongText    = errors.New("text of more than 4 MB")
	ErrTooDeep     = errors.New("nested too deeply")
	ErrTooMany     = errors.New("more than 100,000 tags")
	ErrLeftOpen    = errors.New("too many tags are left open")
	ErrUndecodable = errors.New("text cannot be decoded")
)

// A draft is a report whose text is still in paragraphs.
type draft struct {
	record.Report
	paras    []string
	verbatim bool // the text is already clean: no paragraph is left out
	site     string
	flow     flow     // how the text of its page runs
	desks    []string // bylines that name a desk and nobody
	heads    []string // headlines that the page shows and declares
	declared string   // the article's text in the page's linked data, which may be cut short
}

// Report makes the report of a page. A page with several reports gives the
// first of them.
func Report(page *record.Page, opt Options) (*record.Report, error) {
	all, err := Reports(page, opt)
	if err != nil {
		return nil, err
	}
	return all[0], nil
}

// Reports makes all reports of a page: a JSON array or JSON Lines can have
// several, any other page has one. It never returns none without an error;
// reports beside an error are those of a file of several that could be read.
func Reports(page *record.Page, opt Options) ([]*record.Report, error) {
	switch {
	case len(page.Body) > maxSize:
		return nil, ErrTooLarge
	case len(bytes.TrimSpace(page.Body)) == 0:
		return nil, ErrEmpty
	}
	if err := unsupported(page); err != nil {
		return nil, err
	}
	text, err := decode(page)
	if err != nil {
		return nil, err
	}
	if strings.TrimSpace(text) == "" {
		return nil, ErrEmpty
	}
	drafts, err := parse(page, text, opt)
	var out []*record.Report
	for _, d := range drafts {
		if rep := d.finish(page, opt); rep != nil {
			out = append(out, rep)
		}
	}
	if len(out) == 0 && err == nil {
		err = ErrNoArticle
	}
	return out, err
}

// parse sniffs the kind of a decoded page and reads it as that.
func parse(page *record.Page, text string, opt Options) ([]*draft, error) {
	head := strings.TrimLeftFunc(text, unicode.IsSpace)
	if head[0] == '{' || head[0] == '[' {
		if drafts, err := fromJSON(head); err != errNotJSON {
			return drafts, err
		}
	}
	if looksHTML(page, head) {
		d, err := fromHTML(page, text, opt.URL)
		if err != nil {
			return nil, err
		}
		return []*draft{d}, nil
	}
	if len(text) > maxText {
		return nil, ErrLongText
	}
	if quoteDepth(head) > maxQuote {
		return nil, ErrTooDeep
	}
	return []*draft{fromText(text)}, nil
}

// looksHTML says whether a text is a page of HTML: by its first tag, by its
// declared type, or by its name when it has tags at all.
func looksHTML(page *record.Page, head string) bool {
	low := strings.ToLower(head[:min(len(head), 2048)])
	for strings.HasPrefix(low, "<!--") || strings.HasPrefix(low, "<?xml") {
		_, rest, ok := strings.Cut(low, ">")
		if !ok {
			break
		}
		low = strings.TrimSpace(rest)
	}
	for _, tag := range []string{"<!doctype html", "<html", "<head", "<body", "<title", "<meta", "<article", "<main", "<div", "<p>", "<p ", "<h1", "<section", "<script"} {
		if strings.HasPrefix(low, tag) {
			return true
		}
	}
	if strings.Contains(strings.ToLower(page.ContentType), "html") {
		return true
	}
	name := strings.ToLower(page.Input)
	named := strings.HasSuffix(name, ".html") || strings.HasSuffix(name, ".htm") || strings.HasSuffix(name, ".xhtml")
	return (named || strings.Contains(low, "<html")) && strings.Contains(low, "<")
}

// finish settles a draft: what options and the URL fill, what the text's own
// opening says, the text itself and the id. It is nil for a draft without text.
func (d *draft) finish(page *record.Page, opt Options) *record.Report {
	r := &d.Report
	d.tidyBody()
	fill(&r.URL, page.URL)
	fill(&r.URL, opt.URL)
	if r.URL == nil && r.CanonicalURL != nil {
		fill(&r.URL, *r.CanonicalURL)
	}
	if host := hostOf(r.URL); host == "" || outlets[bareHost(host)] == "" {
		fill(&r.Outlet, d.site)
	}
	fill(&r.Outlet, opt.Outlet)
	fill(&r.Outlet, outletOf(hostOf(r.URL)))
	fill(&r.Outlet, outletOf(hostOf(r.CanonicalURL)))
	fill(&r.Published, dateInURL(r.URL))
	fill(&r.Published, day(opt.Published))
	d.findDateline()
	d.findAgency()
	r.Text = strings.Join(d.paras, "\n\n")
	if strings.TrimFunc(r.Text, func(c rune) bool { return !unicode.IsLetter(c) }) == "" {
		return nil
	}
	fill(&r.Language, language(r.Text, r.Title))
	if r.Bylines == nil {
		r.Bylines = []string{}
	}
	if r.Captions == nil {
		r.Captions = []record.Caption{}
	}
	if r.Related == nil {
		r.Related = []record.Related{}
	}
	title := ""
	if r.Title != nil {
		title = *r.Title
	}
	sum := sha256.Sum256([]byte(title + "\n\n" + r.Text))
	r.ID = hex.EncodeToString(sum[:])[:16]
	return r
}

// fill sets a field that has no value yet.
func fill(field **string, value string) {
	if value = squeeze(value); *field == nil && value != "" {
		*field = &value
	}
}

// ptr is a pointer to a text, nil for an empty one.
func ptr(s string) *string {
	if s = squeeze(s); s == "" {
		return nil
	}
	return &s
}

// squeeze collapses runs of white space to one space, trims, and leaves out
// characters that show nothing.
func squeeze(s string) string {
	s = strings.Map(func(c rune) rune {
		switch {
		case c == '\u00ad' || c == '\u200b' || c == '\ufeff' || c == '\u2060' || c == 0:
			return -1
		case unicode.IsSpace(c):
			return ' '
		case unicode.IsControl(c):
			return -1
		}
		return c
	}, s)
	return strings.Join(strings.Fields(s), " ")
}
