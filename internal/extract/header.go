package extract

import (
	"encoding/json"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/net/publicsuffix"
)

// A declaration is one name and value of a page's head, in its order.
type declaration struct{ name, value string }

// header takes the facts that a page declares: JSON-LD first, then meta
// elements, then what the page shows.
func (d *draft) header(doc *html.Node, base *url.URL) {
	meta := metas(doc)
	d.linkedData(doc)
	first := func(names ...string) string {
		for _, name := range names {
			for _, m := range meta {
				if m.name == name && squeeze(m.value) != "" {
					return m.value
				}
			}
		}
		return ""
	}
	d.canonical(doc, base, first("og:url"))
	d.site = first("og:site_name", "application-name", "dc.publisher")
	if d.site == "" && d.Outlet != nil {
		d.site = *d.Outlet
	}
	d.Outlet = nil
	d.title(doc, first("og:title", "twitter:title", "dc.title", "title"), strings.EqualFold(first("og:type"), "article"))
	fill(&d.Published, date(first("article:published_time", "article:published:time", "article:published", "og:published_time", "datepublished", "date.issued", "dc.date.issued",
		"dcterms.created", "parsely-pub-date", "sailthru.date", "pubdate", "publishdate", "publish-date", "dc.date", "date", "last-modified-date", "cxenseparse:recs:publishtime")))
	fill(&d.Modified, date(first("article:modified_time", "og:updated_time", "datemodified", "last-modified", "dcterms.modified")))
	d.shownDate(doc)
	for _, name := range []string{"author", "article:author", "parsely-author", "dc.creator", "sailthru.author", "byl", "dcterms.creator", "cxenseparse:author", "article:byline", "itemprop:author"} {
		if slices.ContainsFunc(d.Bylines, func(b string) bool { return !d.isOutlet(b) }) {
			break
		}
		for _, m := range meta {
			if m.name == name {
				d.addByline(m.value)
			}
		}
	}
	d.shownByline(doc)
	d.dropSite()
}

// canonical takes the address that a page gives as its own: of an AMP or a
// print version that is the one of the report. An address of another site, or
// of the front page, is a mistake of the site and is left out.
func (d *draft) canonical(doc *html.Node, base *url.URL, shared string) {
	link := find(doc, func(n *html.Node) bool {
		return n.DataAtom == atom.Link && slices.Contains(strings.Fields(strings.ToLower(attr(n, "rel"))), "canonical")
	})
	if link != nil {
		fill(&d.CanonicalURL, ownAddress(base, attr(link, "href")))
	}
	fill(&d.CanonicalURL, ownAddress(base, shared))
}

// ownAddress resolves an address that a page gives as its own, "" if it
// cannot be that of a page at base, which may be nil.
func ownAddress(base *url.URL, link string) string {
	u, err := url.Parse(absolute(base, link))
	if err != nil || u.Host == "" {
		return ""
	}
	u.Fragment, u.RawFragment = "", ""
	front := strings.Trim(u.Path, "/") == "" && u.RawQuery == ""
	switch {
	case base == nil && front:
		return ""
	case base == nil:
		return u.String()
	case front && (strings.Trim(base.Path, "/") != "" || base.RawQuery != ""), siteOf(u) != siteOf(base):
		return ""
	}
	return u.String()
}

// siteOf is the registered domain of an address, or its host.
func siteOf(u *url.URL) string {
	host := strings.ToLower(u.Hostname())
	if site, err := publicsuffix.EffectiveTLDPlusOne(host); err == nil {
		return site
	}
	return host
}

// metas lists the meta elements with a name and content.
func metas(doc *html.Node) []declaration {
	var out []declaration
	for n := range doc.Descendants() {
		if n.DataAtom != atom.Meta {
			continue
		}
		for _, key := range []string{"property", "name", "itemprop"} {
			if name := attr(n, key); name != "" {
				if key == "itemprop" && name == "author" {
					name = "itemprop:author" // often that of a picture
				}
				out = append(out, declaration{strings.ToLower(name), attr(n, "content")})
			}
		}
	}
	return out
}

// title chooses among the headlines that a page has. What its linked data
// calls the headline comes first, then what it tells other sites, then what
// it shows; the last names are kept, for the article stands below one of them.
func (d *draft) title(doc *html.Node, declared string, shared bool) {
	d.heads = shownHeads(doc)
	linked, given := "", squeeze(html.UnescapeString(declared))
	if d.Title != nil {
		linked = *d.Title
	}
	d.Title = nil
	alikes := slices.DeleteFunc(slices.Clone(d.heads), func(h string) bool { return given != "" && !alike(h, given) })
	switch own := d.withoutSite(given); {
	case linked != "" && letters(own) != letters(linked):
		fill(&d.Title, d.withoutSite(linked))
	case linked != "":
		fill(&d.Title, own)
	case shared && given != "":
		fill(&d.Title, d.withoutSite(given))
	case len(alikes) == 1:
		fill(&d.Title, alikes[0])
	}
	for _, h := range d.heads {
		if strings.HasPrefix(given, h) {
			fill(&d.Title, h)
		}
	}
	fill(&d.Title, d.withoutSite(given))
	if len(d.heads) > 0 {
		fill(&d.Title, d.heads[0])
	}
	if n := find(doc, func(n *html.Node) bool { return n.DataAtom == atom.Title }); n != nil {
		fill(&d.Title, d.withoutSite(lineOf(n)))
	}
	d.heads = append(d.heads, d.withoutSite(linked), d.withoutSite(given))
}

// shownHeads lists the headings of the first rank.
func shownHeads(doc *html.Node) []string {
	var heads []string
	for n := range doc.Descendants() {
		if n.DataAtom == atom.H1 && len(heads) < 8 {
			if s := lineOf(n); len(strings.Fields(s)) > 1 || wordCount(s) > 4 {
				heads = append(heads, s)
			}
		}
	}
	return heads
}

// alike says whether two headlines share half their words.
func alike(a, b string) bool {
	wa, wb := strings.Fields(strings.ToLower(a)), strings.Fields(strings.ToLower(b))
	n := 0
	for _, w := range wa {
		if slices.Contains(wb, w) {
			n++
		}
	}
	return 2*n >= min(len(wa), len(wb))
}

var titleTail = regexp.MustCompile(`(?:\s+[|–—·•ㅣ-]|[|ㅣ])\s*[^|–—·•ㅣ]{2,45}$`)

// maxTitle is how long a headline can be, in bytes.
const maxTitle = 2000

// withoutSite takes the site's name off the end of a title.
func (d *draft) withoutSite(s string) string {
	if s = squeeze(s); len(s) > maxTitle {
		return ""
	}
	for range 2 {
		loc := titleTail.FindStringIndex(s)
		if loc == nil || !d.namesSite(s[:loc[0]], s[loc[0]:]) {
			return s
		}
		s = strings.TrimSpace(s[:loc[0]])
	}
	return s
}

// namesSite says whether the tail of a title is the site's name: what is left
// is a heading of the page, or the name is known.
func (d *draft) namesSite(head, tail string) bool {
	for _, h := range d.heads {
		if letters(h) == letters(head) {
			return true
		}
	}
	if wordCount(head) < 3 {
		return false
	}
	name, site, host := letters(tail), letters(d.site), letters(outletOf(hostOf(d.CanonicalURL)))
	return strings.ContainsAny(tail, "|ㅣ") || site != "" && (strings.Contains(name, site) || strings.Contains(site, name)) ||
		host != "" && strings.Contains(name, host)
}

// letters are the letters and digits of a text, in lower case.
func letters(s string) string {
	return strings.Map(func(c rune) rune {
		if unicode.IsLetter(c) || unicode.IsNumber(c) {
			return unicode.ToLower(c)
		}
		return -1
	}, s)
}

// shownDate falls back to the first time element of the page.
func (d *draft) shownDate(doc *html.Node) {
	for n := range doc.Descendants() {
		if d.Published != nil {
			return
		}
		if n.Type != html.ElementNode {
			continue
		}
		switch {
		case n.DataAtom == atom.Time:
			fill(&d.Published, date(attr(n, "datetime")))
			fill(&d.Published, day(lineOf(n)))
		case labelled(n, "date", "datepublished", "published", "pubdate", "timestamp", "dateline", "datum", "posted"):
			if s := lineOf(n); len(s) < 100 {
				fill(&d.Published, day(s))
			}
		}
	}
}

// authorPath is where sites keep the pages of who writes for them.
var authorPath = regexp.MustCompile(`(?i)/(?:authors?|autor(?:en|es)?|auteurs?|redakteure?|journalists?|reporters?)/[^/]`)

// shownByline falls back to the element that the page marks as its byline.
func (d *draft) shownByline(doc *html.Node) {
	for n := range doc.Descendants() {
		if len(d.Bylines) > 0 {
			return
		}
		if n.Type != html.ElementNode {
			continue
		}
		if attr(n, "rel") == "author" || labelled(n, "byline", "author", "authors", "writer", "authorname") || n.DataAtom == atom.A && authorPath.MatchString(attr(n, "href")) {
			if s := lineOf(n); len(s) > 2 && len(s) < 100 && !isDate(s) {
				d.addByline(s)
			}
		}
	}
}

// dropSite takes the outlet's own name out of the bylines, unless the page
// names nobody else.
func (d *draft) dropSite() {
	if d.Agency != nil || slices.ContainsFunc(d.Bylines, func(b string) bool { return !d.isOutlet(b) }) {
		d.Bylines = slices.DeleteFunc(d.Bylines, d.isOutlet)
	}
	if len(d.Bylines) == 0 && d.Agency == nil {
		d.Bylines = d.desks
	}
}

// isOutlet says whether a byline is the outlet's own name.
func (d *draft) isOutlet(byline string) bool {
	return strings.EqualFold(byline, outletOf(hostOf(d.CanonicalURL))) || d.site != "" && letters(byline) == letters(d.site)
}

// linkedData reads the articles of a page's JSON-LD.
func (d *draft) linkedData(doc *html.Node) {
	for n := range doc.Descendants() {
		if n.DataAtom != atom.Script || !strings.Contains(strings.ToLower(attr(n, "type")), "ld+json") || n.FirstChild == nil {
			continue
		}
		raw := bareJSON(n.FirstChild.Data)
		if depth(raw) > maxDepth {
			continue
		}
		var v any
		if json.Unmarshal([]byte(raw), &v) != nil {
			raw = strings.Map(func(c rune) rune {
				if c < 0x20 {
					return ' '
				}
				return c
			}, raw)
			if json.Unmarshal([]byte(raw), &v) != nil {
				continue
			}
		}
		d.linked(v)
	}
}

// bareJSON takes off what pages write around JSON for old browsers: CDATA
// marks, comment marks, a semicolon.
func bareJSON(raw string) string {
	if before, rest, ok := strings.Cut(raw, "<![CDATA["); ok && !strings.Contains(before, "{") {
		raw, _, _ = strings.Cut(rest, "]]>")
	}
	from, to := strings.IndexAny(raw, "{["), strings.LastIndexAny(raw, "}]")
	if from < 0 || to < from {
		return raw
	}
	return raw[from : to+1]
}

// refer puts those that a graph describes in place of what only refers to them
// by "@id": its authors and publishers.
func refer(graph any) {
	list, _ := graph.([]any)
	known := map[string]any{}
	for _, x := range list {
		if m, ok := x.(map[string]any); ok && m["name"] != nil {
			if id, ok := m["@id"].(string); ok {
				known[id] = m
			}
		}
	}
	meant := func(x any) any {
		if m, ok := x.(map[string]any); ok && m["name"] == nil {
			if id, ok := m["@id"].(string); ok && known[id] != nil {
				return known[id]
			}
		}
		return x
	}
	for _, x := range list {
		m, _ := x.(map[string]any)
		for _, key := range []string{"author", "creator", "publisher"} {
			switch v := m[key].(type) {
			case []any:
				for i := range v {
					v[i] = meant(v[i])
				}
			case map[string]any:
				m[key] = meant(v)
			}
		}
	}
}

// linked walks a JSON-LD value to the articles in it.
func (d *draft) linked(v any) {
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			d.linked(x)
		}
	case map[string]any:
		if graph, ok := v["@graph"]; ok {
			refer(graph)
			d.linked(graph)
		}
		if isArticle(v["@type"]) {
			d.articleData(v)
		} else if main, ok := v["mainEntity"]; ok {
			d.linked(main)
		}
	}
}

func isArticle(v any) bool {
	for _, s := range texts(v) {
		if strings.HasSuffix(s, "Article") || strings.HasSuffix(s, "BlogPosting") || s == "ReportageNewsArticle" {
			return true
		}
	}
	return false
}

func (d *draft) articleData(v map[string]any) {
	one := func(key string) string {
		if s := texts(v[key]); len(s) > 0 {
			return html.UnescapeString(s[0])
		}
		return ""
	}
	if body := one("articleBody"); len(body) > len(d.declared) {
		d.declared = body
	}
	fill(&d.Title, one("headline"))
	fill(&d.Published, date(one("datePublished")))
	fill(&d.Published, date(one("dateCreated")))
	fill(&d.Modified, date(one("dateModified")))
	fill(&d.Outlet, one("publisher"))
	fill(&d.Agency, agencyName(one("sourceOrganization")))
	fill(&d.Agency, agencyName(one("creditText")))
	if len(d.Bylines) == 0 {
		names := texts(v["author"])
		if len(names) == 0 {
			names = texts(v["creator"])
		}
		for _, n := range names {
			d.addByline(html.UnescapeString(n))
		}
	}
	if place := texts(v["dateline"]); len(place) > 0 && len(place[0]) < 60 {
		fill(&d.Dateline.Place, place[0])
	}
}

// texts lists the texts of a JSON-LD value: itself, its items', its name.
func texts(v any) []string {
	switch v := v.(type) {
	case string:
		return []string{v}
	case []any:
		var out []string
		for _, x := range v {
			if _, nested := x.([]any); !nested {
				out = append(out, texts(x)...)
			}
		}
		return out
	case map[string]any:
		given, _ := v["givenName"].(string)
		family, _ := v["familyName"].(string)
		if _, named := v["name"]; !named && family != "" {
			return []string{squeeze(given + " " + family)}
		}
		if name, ok := v["name"]; ok {
			if s, ok := name.(string); ok {
				return []string{s}
			}
			if l, ok := name.([]any); ok && len(l) > 0 {
				return texts(l[0])
			}
		}
	}
	return nil
}
