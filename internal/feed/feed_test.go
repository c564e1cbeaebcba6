package feed

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"readout/internal/acquire"
	"readout/internal/record"
)

// TestShared reads the feeds and sitemaps of the data sets in full: as many
// entries as a plain count of their elements gives, each with all that the
// file says.
func TestShared(t *testing.T) {
	dir := filepath.Join("..", "..", "..", "shared", "data", "extraction", "feeds")
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("no data set of feeds: %v", err)
	}
	for _, c := range []struct {
		file, entry string // entry matches one entry in the raw text
		kind        Kind
		format      string
		dates       int // entries with a time
		lists       int
	}{
		{"feed1.atom", `<entry>`, Feed, "Atom 1.0", 2, 0},
		{"feed2.rss", `<item>`, Feed, "RSS 2.0", 1, 0},
		{"feed.json", "", Feed, "JSON Feed 1", 25, 0},
		{"sitemap.xml", `<loc>`, Sitemap, "sitemap", 84, 0},
		{"sitemap.xml.gz", `<loc>`, Sitemap, "sitemap", 84, 0},
		{"sitemap2.xml", `<loc>`, Sitemap, "sitemap index", 2, 2},
		{"sitemap-hreflang.xml", `<loc>`, Sitemap, "sitemap", 0, 1},
	} {
		body, err := os.ReadFile(filepath.Join(dir, c.file))
		if err != nil {
			t.Fatal(err)
		}
		l, err := Parse(&record.Page{Input: c.file, Body: body})
		if err != nil {
			t.Errorf("%s: %v", c.file, err)
			continue
		}
		want := counted(t, c.file, body, c.entry)
		dates, lists := 0, 0
		for _, e := range l.Entries {
			if !e.Published.IsZero() || !e.Updated.IsZero() {
				dates++
			}
			if e.List {
				lists++
			}
		}
		if l.Kind != c.kind || l.Format != c.format || len(l.Entries) != want || dates != c.dates || lists != c.lists || l.Cut {
			t.Errorf("%s: %s, %s, %d entries, %d dates, %d lists; want %s, %s, %d, %d, %d",
				c.file, l.Kind, l.Format, len(l.Entries), dates, lists, c.kind, c.format, want, c.dates, c.lists)
		}
	}
}

// counted counts the entries of a file without the package's own readers.
func counted(t *testing.T, file string, body []byte, entry string) int {
	t.Helper()
	if strings.HasSuffix(file, ".gz") {
		var err error
		if body, err = acquire.Gunzip(body, MaxSize); err != nil {
			t.Fatal(err)
		}
	}
	if entry != "" {
		return len(regexp.MustCompile(entry).FindAll(body, -1))
	}
	var f struct{ Items []json.RawMessage }
	if err := json.Unmarshal(body, &f); err != nil {
		t.Fatal(err)
	}
	return len(f.Items)
}

func parse(t *testing.T, contentType, text string) (*List, error) {
	t.Helper()
	return Parse(&record.Page{URL: "https://ledger.example/feeds/all", ContentType: contentType, Body: []byte(text)})
}

// lines are the entries of a list as text, a line each.
func lines(l *List) string {
	var b strings.Builder
	for _, e := range l.Entries {
		b.WriteString(strings.TrimPrefix(e.URL, "https://ledger.example"))
		for _, t := range []time.Time{e.Published, e.Updated} {
			b.WriteString(" ")
			if !t.IsZero() {
				b.WriteString(t.Format("01-02T15:04"))
			}
		}
		b.WriteString(" " + e.Language + " " + strings.Join(e.Sections, "+") + " " + e.Title)
		if e.List {
			b.WriteString(" (list)")
		}
		b.WriteString("\n")
	}
	return b.String()
}

func TestFormats(t *testing.T) {
	for _, c := range []struct{ name, text, format, want string }{
		{"RSS 2.0", `<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"><channel>
			<title>Ledger</title><link>https://ledger.example/</link><language>en_GB</language>
			<item><title>Ships &amp; sailors
				leave</title><link> /a </link><pubDate>Mon, 02 Mar 2026 08:00:00 +0100</pubDate><category>World</category><category>Navy</category></item>
			<item><link>https://ledger.example/b</link><dc:date>2026-03-02T09:00:00Z</dc:date><dc:language>fr</dc:language></item>
			<item><guid isPermaLink="true">https://ledger.example/c</guid></item>
			<item><guid isPermaLink="false">7</guid><title>no address</title></item>
			<item><link>https://proxy.example/x</link><feedburner:origLink>https://ledger.example/d</feedburner:origLink></item>
			<item><link>javascript:alert(1)</link></item>
			<item><link>http://me:secret@ledger.example/e</link></item>
			</channel></rss>`, "RSS 2.0",
			"/a 03-02T07:00  en-GB World+Navy Ships & sailors leave\n/b 03-02T09:00 03-02T09:00 fr  \n/c   en-GB  \n/d   en-GB  \n"},
		{"RSS 0.91, with its DTD", `<?xml version="1.0" encoding="ISO-8859-1"?><!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd">
			<rss version="0.91"><channel><title>L</title><language>en</language><item><title>One</title><link>https://ledger.example/1</link></item></channel></rss>`, "RSS 0.91", "/1   en  One\n"},
		{"RSS 1.0", `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>L</title></channel>
			<item rdf:about="y"><title>One</title><link>https://ledger.example/1</link><dc:date>2026-03-02T09:00:00Z</dc:date><dc:subject>World</dc:subject></item></rdf:RDF>`, "RSS 1.0", "/1 03-02T09:00 03-02T09:00  World One\n"},
		{"Atom", `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title type="html">L &amp;amp; L</title><link href="https://ledger.example/"/>
			<entry><title type="html">Ships &lt;b&gt;leave&lt;/b&gt;</title><link rel="enclosure" href="/a.mp3"/><link rel="alternate" href="/a"/><published>2026-03-02T08:00:00+01:00</published><updated>2026-03-02T09:00:00Z</updated><category term="World"/></entry>
			<entry xml:base="https://ledger.example/deep/"><link href="b"/><updated>2026-03-02T09:00:00Z</updated></entry></feed>`, "Atom 1.0",
			"/a 03-02T07:00 03-02T09:00 en World Ships leave\n/deep/b 03-02T09:00 03-02T09:00 en  \n"},
		{"JSON Feed", `{"version":"https://jsonfeed.org/version/1.1","title":"L","language":"en-GB","items":[
			{"id":"1","url":"https://ledger.example/a","title":"Ships","date_published":"2026-03-02T08:00:00Z","date_modified":"2026-03-02T09:00:00Z","tags":["World"]},{"id":"https://ledger.example/b"}]}`, "JSON Feed 1.1",
			"/a 03-02T08:00 03-02T09:00 en-GB World Ships\n/b   en-GB  \n"},
		{"a news sitemap", `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
			<url><loc>https://ledger.example/a</loc><lastmod>2026-03-02T09:00Z</lastmod><news:news><news:publication><news:name>L</news:name><news:language>en</news:language></news:publication>
			<news:publication_date>2026-03-02T08:00:00Z</news:publication_date><news:title>Ships leave</news:title><news:keywords>World, Navy</news:keywords></news:news>
			<image:image><image:loc>https://ledger.example/a.jpg</image:loc><image:title>A ship</image:title></image:image></url>
			<url><loc></loc></url><url><lastmod>2026</lastmod></url><url><loc>ftp://ledger.example/x</loc></url>
			<url><loc><![CDATA[https://ledger.example/b?x=1&y=2]]></loc><lastmod>2026-03</lastmod></url></urlset>`, "sitemap",
			"/a 03-02T08:00 03-02T09:00 en World+Navy Ships leave\n/b?x=1&y=2  03-01T00:00   \n"},
		{"a sitemap index", `<sitemapindex><sitemap><loc>/1.xml.gz</loc><lastmod>2026-03-02</lastmod></sitemap><sitemap><loc>https://ledger.example/2.xml</loc></sitemap></sitemapindex>`, "sitemap index",
			"/1.xml.gz  03-02T00:00    (list)\n/2.xml      (list)\n"},
		{"a sitemap with a prefix", `<s:urlset xmlns:s="http://www.sitemaps.org/schemas/sitemap/0.9"><s:url><s:loc>https://ledger.example/a</s:loc></s:url></s:urlset>`, "sitemap", "/a     \n"},
		{"a sitemap of text", "https://ledger.example/a\n\nhttps://ledger.example/b\r\n", "sitemap of plain text", "/a     \n/b     \n"},
		{"sloppy XML", "\n\n<?xml version='1.0'?><rss version='2.0'><channel><title>L &nbsp; & M</title><item><title>A & B</title><link>https://ledger.example/a?x=1&y=2</link></item></channel></rss>", "RSS 2.0", "/a?x=1&y=2     A & B\n"},
		{"NUL and other bytes", "<rss version='2.0'><channel><item><title>A\x00B\x0b \xff</title><link>https://ledger.example/a\x00</link></item></channel></rss>", "RSS 2.0", "/a     AB \uFFFD\n"},
	} {
		l, err := parse(t, "", c.text)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if got := lines(l); l.Format != c.format || got != c.want {
			t.Errorf("%s: %s\n got %q\nwant %q", c.name, l.Format, got, c.want)
		}
	}
}

// The encoding is that of the mark, the server or the declaration.
func TestCharsets(t *testing.T) {
	feed := func(encoding, title string) string {
		return `<?xml version="1.0" encoding="` + encoding + `"?><rss version="2.0"><channel><title>` + title + `</title></channel></rss>`
	}
	utf16 := func(s string, order string) string {
		b := []byte(order)
		for _, r := range s {
			if order == "\xfe\xff" {
				b = append(b, byte(r>>8), byte(r))
			} else {
				b = append(b, byte(r), byte(r>>8))
			}
		}
		return string(b)
	}
	for _, c := range []struct{ served, text string }{
		{"", feed("utf-8", "Порт")},
		{"", "\xef\xbb\xbf" + feed("windows-1251", "Порт")},
		{"", feed("windows-1251", "\xcf\xee\xf0\xf2")},
		{"application/xml; charset=windows-1251", feed("utf-8", "\xcf\xee\xf0\xf2")},
		{"application/xml; charset=utf-8", feed("koi8-r", "\xf0\xcf\xd2\xd4")},
		{"", utf16(feed("utf-16", "Порт"), "\xfe\xff")},
		{"", utf16(feed("utf-16", "Порт"), "\xff\xfe")},
		{"application/xml; charset=nonsense", feed("x-nonsense", "Порт")},
	} {
		l, err := parse(t, c.served, c.text)
		if err != nil || l.Title != "Порт" {
			t.Errorf("%q, %.60q: %+v, %v", c.served, c.text, l, err)
		}
	}
}

// laughs is a feed whose entities stand for ever more of each other.
const laughs = `<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>
<rss version="2.0"><channel><title>&c;</title><item><link>https://ledger.example/a</link></item></channel></rss>`

// Each of these ends in its message.
func TestHostile(t *testing.T) {
	deep := strings.Repeat("<a>", 10000)
	spaces := func() string {
		var b strings.Builder
		for i := range 100 {
			fmt.Fprintf(&b, "<a%d xmlns:n%d='x%d'/>", i, i, i)
		}
		return b.String()
	}
	var attrs strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&attrs, " a%d=''", i)
	}
	for _, c := range []struct{ name, text, want string }{
		{"billion laughs", laughs, "declares XML entities"},
		{"billion laughs, sitemap", strings.NewReplacer("rss", "urlset").Replace(laughs), "declares XML entities"},
		{"a file as entity", `<!DOCTYPE feed [ <!entity x SYSTEM "file:///etc/passwd"> ]><feed xmlns="http://www.w3.org/2005/Atom"><title>&x;</title></feed>`, "declares XML entities"},
		{"a parameter entity", `<!DOCTYPE feed [<!ENTITY % x SYSTEM "http://ledger.example/x.dtd"> %x;]><feed></feed>`, "declares XML entities"},
		{"laughs in UTF-16", "\xff\xfe" + strings.Join(strings.Split(laughs, ""), "\x00") + "\x00", "declares XML entities"},
		{"deep", "<rss version='2.0'><channel>" + deep, "nested more than"},
		{"deep sitemap", "<urlset>" + deep, "nested more than"},
		{"deep JSON", `{"version":"https://jsonfeed.org/version/1","items":` + strings.Repeat("[", 100000), "a broken feed"},
		{"many namespaces", "<rss>" + spaces() + "</rss>", "XML namespaces"},
		{"many attributes", "<rss" + attrs.String() + "/>", "attributes"},
		{"cut off", "<rss version='2.0'><channel><item><title>x", "broken"},
		{"cut off inside a tag", "<rss version='2.0'><channel><item", "broken"},
		{"cut off JSON", `{"version":"https://jsonfeed.org/version/1","items":[{`, "a broken feed"},
		{"other JSON", `{"a":1}`, "no JSON Feed"},
		{"other XML", `<svg xmlns="http://www.w3.org/2000/svg"/>`, `its first element is "svg"`},
		{"OPML", `<opml version="2.0"><body/></opml>`, "import it"},
		{"a page of nothing", `<!DOCTYPE html><html><body><p>Hello</p></body></html>`, "lists no reports"},
		{"deep page", "<!doctype html><html>" + strings.Repeat("<div>", 100000), "lists no reports"},
		{"many bases", "<!doctype html><html>" + strings.Repeat("<base href=a/>", 200000), "lists no reports"},
		{"many elements", "<rss>" + strings.Repeat("<a/>", maxElements), "more than 1000000 elements"},
		{"words", "hello there", "neither a feed, a sitemap nor a page"},
		{"nothing", "", "empty"},
		{"only NUL", strings.Repeat("\x00", 1000), "empty"},
		{"a comment without end", "<!-- x", "neither"},
	} {
		began := time.Now()
		l, err := parse(t, "", c.text)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %+v, %v; want %q", c.name, l, err, c.want)
		}
		if took := time.Since(began); took > 10*time.Second {
			t.Errorf("%s took %v", c.name, took)
		}
	}
}

// A gzip bomb and a list of more bytes than the protocol allows are refused;
// of more entries the first are read.
func TestBounds(t *testing.T) {
	var bomb bytes.Buffer
	w := gzip.NewWriter(&bomb)
	w.Write(bytes.Repeat([]byte(" "), 32<<20))
	w.Close()
	if _, err := Parse(&record.Page{Body: bomb.Bytes()}); err == nil || !strings.Contains(err.Error(), "suspiciously") {
		t.Errorf("bomb: %v", err)
	}
	if _, err := Parse(&record.Page{Body: make([]byte, MaxSize+1)}); err == nil || !strings.Contains(err.Error(), "larger than 50 MB") {
		t.Errorf("large: %v", err)
	}
	if _, err := parse(t, "", "<rss><channel>"+strings.Repeat(" ", acquire.MaxSize)+"</channel></rss>"); !errors.Is(err, acquire.ErrTooLarge) {
		t.Errorf("a large feed: %v", err)
	}
	var b strings.Builder
	b.WriteString("<urlset>")
	for i := range MaxEntries + 10 {
		fmt.Fprintf(&b, "<url><loc>https://a.example/%d</loc></url>", i)
	}
	l, err := Parse(&record.Page{Body: []byte(b.String() + "</urlset>")})
	if err != nil || len(l.Entries) != MaxEntries || !l.Cut {
		t.Errorf("%v: %d entries, cut %v", err, len(l.Entries), l.Cut)
	}
}

func TestLanguage(t *testing.T) {
	for in, want := range map[string]string{"en": "en", "EN-gb": "en-gb", "en_US": "en-US", "zh-Hans": "zh-Hans", "english": "", "": "", "e": "", "en us": "", "x<y": ""} {
		if got := language(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{
		laughs, "<rss version='2.0'><channel><item><link>/a</link><pubDate>Mon, 02 Mar 2026 08:00:00 GMT</pubDate></item></channel></rss>",
		"<feed xmlns='http://www.w3.org/2005/Atom'><entry xml:base='/x'><link href='a'/><updated>2026-03-02T08:00:00Z</updated></entry></feed>",
		`{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1","url":"/a"}]}`,
		"<rdf:RDF xmlns='http://purl.org/rss/1.0/'><item><link>/a</link></item></rdf:RDF>",
		"<html><a href='/2026/03/02/ships-leave-the-port'>Ships leave the port at noon</a></html>", "\xff\xfe<\x00r\x00", "\x1f\x8b\x08",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) { sound(t, b) })
}

func FuzzSitemap(f *testing.F) {
	f.Add([]byte("<urlset xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'><url><loc>/a</loc><lastmod>2026-03-02</lastmod><news:news><news:title>x</news:title><news:publication_date>2026</news:publication_date></news:news></url></urlset>"))
	f.Add([]byte("<sitemapindex><sitemap><loc><![CDATA[/1.xml.gz]]></loc></sitemap></url></sitemapindex>"))
	f.Add([]byte("https://a.example/\nhttps://b.example/"))
	f.Fuzz(func(t *testing.T, b []byte) { sound(t, append([]byte("<urlset>"), b...)); sound(t, b) })
}

// sound checks what holds of every list.
func sound(t *testing.T, b []byte) {
	page := &record.Page{URL: "https://ledger.example/feed", Body: b}
	l, err := Parse(page)
	Alternates(page)
	if err != nil {
		return
	}
	for _, e := range l.Entries {
		u, err := url.Parse(e.URL)
		if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || u.User != nil {
			t.Errorf("entry %q", e.URL)
		}
		if !utf8.ValidString(e.Title) || strings.ContainsAny(e.Title, "\n\r\x00\x1b") || len(e.Title) > 500 {
			t.Errorf("title %q", e.Title)
		}
	}
}
