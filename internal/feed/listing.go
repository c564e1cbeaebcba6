package feed

import (
	"cmp"
	"errors"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"readout/internal/acquire"
)

// listing reads a page that lists reports: those links that look like one.
func listing(text string, base *url.URL) (*List, error) {
	p := scanPage(text, base)
	l := &List{Kind: Page, Format: "page", Title: p.title, Site: base.String(), Language: p.language}
	best := map[string]int{} // index of the entry of a report, by its normal address
	var weights []float64
	for _, k := range p.links {
		w := k.looks()
		normal, _ := acquire.Normal(k.url.String())
		i, seen := best[normal]
		switch {
		case !sameSite(base, k.url) || sameTarget(k.url, base) || len(l.Entries) == MaxEntries:
		case !seen:
			best[normal] = len(l.Entries)
			l.Entries = append(l.Entries, Entry{URL: k.url.String(), Title: k.text, Published: pathDay(k.url.Path), Language: l.Language})
			weights = append(weights, w)
		default: // a picture and a title lead to one report
			weights[i] = max(weights[i], w)
			if len(k.text) > len(l.Entries[i].Title) {
				l.Entries[i].Title = k.text
			}
		}
	}
	var reports []Entry
	for i, e := range l.Entries {
		if weights[i] >= enough {
			reports = append(reports, e)
		}
	}
	if l.Entries = reports; len(reports) == 0 {
		return nil, errors.New("a page that lists no reports")
	}
	return l, nil
}

// A link is an anchor of a page.
type link struct {
	url     *url.URL
	text    string
	heading bool // within a heading, or holding one
	article bool // within an article element
	aside   bool // within navigation, the head, the foot or an aside
}

// A scanned page is what a listing and a search for feeds need of it.
type scanned struct {
	title, language string
	links           []link
	alternates      []Alternate
}

// enough is how much a link must look like one to a report.
const enough = 3

var (
	dated    = regexp.MustCompile(`/((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2])(?:[/-]?(0[1-9]|[12]\d|3[01]))?(?:[/_.-]|$)`)
	numbered = regexp.MustCompile(`\d{5,}`)
	noReport = regexp.MustCompile(`(?i)\.(?:pdf|jpe?g|png|gif|webp|svg|mp[34]|m3u8|zip|xml|rss|atom|css|js|ics)$`)
)

// sections are parts of a path that lead to no report.
var sections = words(`about account ads advertise advertising author authors careers category categories
		company contact contact-us cookies donate faq feed feeds gallery help impressum index jobs legal live login
		logout membership my newsletter newsletters page people podcast podcasts privacy privacy-policy profile register
		rss search section sections shop signin sign-in signup sitemap staff store subscribe subscription tag tags team
		terms terms-of-use topic topics user users video videos weather`)

// called are parts of a path that outlets lay their reports under.
var called = words(`article articles story stories artikel articulo doc`)

func words(list string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(list) {
		set[w] = true
	}
	return set
}

// looks says how much a link looks like one to a report: by its address, by
// its words and by where it stands. Weights are set by hand.
//
//	/2026/03/02/tavria-asks-norrland-to-leave   "Tavria Asks Norrland to Leave Port Selm"
//
// but not
//
//	/category/politics   "Politics"
func (k link) looks() float64 {
	path := strings.Trim(k.url.Path, "/")
	if path == "" || noReport.MatchString(path) || k.url.Query().Has("share") {
		return -10
	}
	w := k.address(strings.Split(strings.ToLower(path), "/"))
	switch n := wordCount(k.text); {
	case n >= 5:
		w += 2
	case n >= 4:
		w++
	case n <= 2:
		w -= 2
	}
	if k.heading || k.article {
		w += 1.5
	}
	if k.aside {
		w -= 2
	}
	return w
}

// address weighs the parts of the path and what else an address tells.
func (k link) address(parts []string) (w float64) {
	if n := len(parts) - 1; n > 0 && strings.HasPrefix(parts[n], "index.") {
		parts = parts[:n]
	}
	last := parts[len(parts)-1]
	for _, p := range parts {
		if sections[p] {
			w -= 4
		}
	}
	if slices.ContainsFunc(parts[:len(parts)-1], func(p string) bool { return called[p] }) {
		w += 1.5
	}
	if dated.MatchString(k.url.Path) {
		w += 2.5
	}
	switch n := hyphens(parts); {
	case n >= 5:
		w += 3
	case n >= 3:
		w += 2
	case n == 2:
		w++
	}
	if numbered.MatchString(last + k.url.RawQuery) {
		w += 1.5
	}
	if strings.Contains(last, ".htm") || strings.HasSuffix(last, ".php") {
		w += 0.5
	}
	return w
}

// wordCount counts the words of a text. Scripts without spaces have one in
// three letters.
func wordCount(text string) int {
	letters := 0
	for _, r := range text {
		if unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai) {
			letters++
		}
	}
	return max(len(strings.Fields(text)), letters/3)
}

// hyphens counts those between the words of a title in the last two parts of
// a path, in the one that has more. Numbers at its ends do not count.
func hyphens(parts []string) (most int) {
	for _, p := range parts[max(0, len(parts)-2):] {
		p = strings.TrimFunc(p, func(r rune) bool { return r >= '0' && r <= '9' || r == '-' || r == '.' })
		most = max(most, strings.Count(p, "-")+strings.Count(p, "_"))
	}
	return most
}

// pathDay is the day that an address tells, the zero time where it tells none.
func pathDay(path string) time.Time {
	m := dated.FindStringSubmatch(path)
	if m == nil || m[3] == "" {
		return time.Time{}
	}
	t, err := time.Parse(time.DateOnly, m[1]+"-"+m[2]+"-"+m[3])
	if err != nil {
		return time.Time{}
	}
	return t
}

// sameSite says whether two hosts are one owner's, as far as names tell it:
// live.ledger.co.uk and www.ledger.co.uk, but not courier.co.uk.
func sameSite(a, b *url.URL) bool {
	ha, hb := strings.ToLower(a.Hostname()), strings.ToLower(b.Hostname())
	if ha == hb {
		return a.Port() == b.Port() || a.Port() == "" || b.Port() == ""
	}
	if _, err := netip.ParseAddr(ha); err == nil {
		return false
	}
	return owner(ha) == owner(hb)
}

// owner is the part of a host's name that one owner has: its last two labels,
// and the third where the last two are such as co.uk, under which anyone may
// have a name.
func owner(host string) string {
	labels := strings.Split(host, ".")
	n := 2
	if k := len(labels); k > 2 && len(labels[k-1]) == 2 && shared[labels[k-2]] {
		n = 3
	}
	return strings.Join(labels[max(0, len(labels)-n):], ".")
}

// shared are labels under which the names of a country are given out.
var shared = words(`ac asn co com edu go gob gov gv mil ne net nom or org plc sch`)

func sameTarget(a, b *url.URL) bool {
	return strings.Trim(a.Path, "/") == strings.Trim(b.Path, "/") && a.RawQuery == b.RawQuery
}

// maxLinks is how many links of a page are looked at.
const maxLinks = 20000

// asides are elements that hold no list of reports.
var asides = []atom.Atom{atom.Nav, atom.Footer, atom.Aside}

// A scan is a page being gone through.
type scan struct {
	scanned
	base    *url.URL
	open    *link // the anchor that the text belongs to, or nil
	inTitle bool
	depth   map[atom.Atom]int // of the open elements, by name
}

// scanPage goes through a page's tags. It builds no tree, so that depth costs
// nothing.
func scanPage(text string, base *url.URL) scanned {
	s := scan{base: base, depth: map[atom.Atom]int{}}
	z := html.NewTokenizer(strings.NewReader(text))
	for {
		kind := z.Next()
		switch kind {
		case html.ErrorToken:
			s.close(s.open)
			s.title = oneLine(s.title)
			return s.scanned
		case html.TextToken:
			s.text(z.Token().Data)
		case html.StartTagToken, html.SelfClosingTagToken:
			s.start(z.Token())
		case html.EndTagToken:
			s.end(z.Token().DataAtom)
		}
	}
}

func (s *scan) text(text string) {
	if s.open != nil && len(s.open.text) < 1000 {
		s.open.text += " " + text
	}
	if s.inTitle {
		s.title += text
	}
}

func (s *scan) start(t html.Token) {
	s.depth[t.DataAtom]++
	switch t.DataAtom {
	case atom.Html:
		s.language = cmp.Or(s.language, language(value(t, "lang")))
	case atom.Title:
		s.inTitle = s.title == ""
	case atom.Base: // the first counts (HTML, section 4.2.3)
		if b, err := url.Parse(resolve(s.base, value(t, "href"))); s.depth[atom.Base] == 1 && err == nil && sameSite(s.base, b) {
			s.base = b
		}
	case atom.Link:
		s.alternate(t, s.base)
	case atom.A:
		s.close(s.open)
		s.open = anchor(t, s.base, s.depth)
	case atom.H1, atom.H2, atom.H3, atom.H4:
		if s.open != nil {
			s.open.heading = true
		}
	}
}

func (s *scan) end(a atom.Atom) {
	s.depth[a] = max(0, s.depth[a]-1)
	switch a {
	case atom.A:
		s.close(s.open)
		s.open = nil
	case atom.Title:
		s.inTitle = false
	}
}

func (p *scanned) close(k *link) {
	if k != nil && len(p.links) < maxLinks {
		if k.text = oneLine(k.text); strings.HasPrefix(k.text, "<") {
			k.text = "" // a picture for browsers without scripts
		}
		p.links = append(p.links, *k)
	}
}

func anchor(t html.Token, base *url.URL, depth map[atom.Atom]int) *link {
	u, err := url.Parse(resolve(base, value(t, "href")))
	if err != nil || u.Host == "" {
		return nil
	}
	u.Fragment, u.RawFragment = "", ""
	return &link{
		url:     u,
		heading: depth[atom.H1]+depth[atom.H2]+depth[atom.H3]+depth[atom.H4] > 0,
		article: depth[atom.Article] > 0,
		aside:   slices.ContainsFunc(asides, func(a atom.Atom) bool { return depth[a] > 0 }),
	}
}

func value(t html.Token, name string) string {
	for _, a := range t.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}
