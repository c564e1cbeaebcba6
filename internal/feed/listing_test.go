package feed

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"readout/internal/record"
)

// front is a front page as outlets write them: reports, and much beside.
const front = `<!DOCTYPE html><html lang="en-GB"><head><title>The Harbour Ledger
 | News</title><base href="https://www.ledger.example/"></head><body>
<header><a href="/">The Harbour Ledger</a><nav><a href="/world">World</a> <a href="/category/politics/">Politics and the parliament of Tavria</a></nav></header>
<main>
<article><a href="/2026/03/02/tavria-asks-norrland-to-leave"><img src="x.jpg" alt=""></a>
 <h2><a href="/2026/03/02/tavria-asks-norrland-to-leave#top">Tavria Asks Norrland to <b>Leave</b> Port Selm</a></h2><a href="/author/ines-calloway">Ines Calloway</a></article>
<h3><a href="world/ships-leave-the-port-of-selm-1234567.html">Ships Leave</a></h3>
<a href="/news/article.php?id=9876543"><h3>Parliament rejects the new lease</h3></a>
<ul><li><a href="https://live.ledger.example/story/20260302-norrland-fleet">Norrland's fleet sails north, all of it</a></li>
<li><a href="/tag/port-selm-naval-base">All that we wrote on Port Selm</a></li>
<li><a href="/video/2026/03/02/watch-ships-leave-port">Watch the ships leave the port</a></li>
<li><a href="https://courier.example/2026/03/02/tavria-asks-norrland-to-leave">Elsewhere: Tavria asks Norrland to leave</a></li>
<li><a href="/reports/2026-annual-report-of-the-ledger.pdf">The annual report of the Ledger</a></li>
<li><a href="javascript:void(0)">Read more about the ships at sea</a></li>
<li><a href="mailto:desk@ledger.example">Write to us about this long matter</a></li></ul>
</main><aside><a href="/shop/mugs-of-the-harbour-ledger">Mugs of the Harbour Ledger for you</a></aside>
<footer><a href="/about/our-standards-and-ethics">Our standards and our ethics here</a><a href="/privacy-policy">Privacy</a><a href="/terms-of-use">Terms of use of this site</a></footer></body></html>`

func TestListing(t *testing.T) {
	l, err := Parse(&record.Page{URL: "https://www.ledger.example/front?x=1", Body: []byte(front)})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range l.Entries {
		got = append(got, fmt.Sprintf("%s %s %s", e.URL, e.Published.Format(time.DateOnly), e.Title))
	}
	want := []string{
		"https://www.ledger.example/2026/03/02/tavria-asks-norrland-to-leave 2026-03-02 Tavria Asks Norrland to Leave Port Selm",
		"https://www.ledger.example/world/ships-leave-the-port-of-selm-1234567.html 0001-01-01 Ships Leave",
		"https://www.ledger.example/news/article.php?id=9876543 0001-01-01 Parliament rejects the new lease",
		"https://live.ledger.example/story/20260302-norrland-fleet 2026-03-02 Norrland's fleet sails north, all of it",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %s\nwant %s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if l.Kind != Page || l.Title != "The Harbour Ledger | News" || l.Language != "en-GB" {
		t.Errorf("list %+v", l)
	}
}

func TestAlternates(t *testing.T) {
	page := `<html><head><link rel="alternate" type="application/rss+xml" title="News" href="/feed.rss">
		<link rel='Alternate home' type='application/atom+xml; charset=utf-8' href='https://ledger.example/atom'>
		<LINK REL=alternate TYPE=application/feed+json HREF=feed.json><link rel="alternate" hreflang="de" href="/de">
		<link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed"><link rel="stylesheet" type="text/xml" href="/x">
		<link rel="alternate" type="application/rss+xml" href="javascript:1"></head></html>`
	got := Alternates(&record.Page{URL: "https://ledger.example/a/b", Body: []byte(page)})
	want := []Alternate{{"https://ledger.example/feed.rss", "News"}, {"https://ledger.example/atom", ""}, {"https://ledger.example/a/feed.json", ""}}
	if !slices.Equal(got, want) {
		t.Errorf("got %+v", got)
	}
}

func TestSameSite(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"ledger.example", "www.ledger.example", true}, {"live.ledger.co.uk", "www.ledger.co.uk", true}, {"ledger.co.uk", "courier.co.uk", false},
		{"ledger.com.au", "courier.com.au", false}, {"WWW.Ledger.example", "ledger.example", true}, {"ledger.example", "courier.example", false},
		{"live.br.de", "www.br.de", true}, {"127.0.0.1", "10.0.0.1", false}, {"127.0.0.1:80", "127.0.0.1:81", false}, {"localhost", "localhost", true}, {"ledger.example", "ledger.example.org", false},
	} {
		a, b := &url.URL{Host: c.a}, &url.URL{Host: c.b}
		if got := sameSite(a, b); got != c.want || sameSite(b, a) != got {
			t.Errorf("%s and %s: %v", c.a, c.b, got)
		}
	}
}
