package sources

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"readout/internal/acquire"
	"readout/internal/feed"
)

// A site serves texts by path and notes what was asked for.
type site struct {
	pages map[string]string
	asked []string
}

func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.asked = append(s.asked, r.URL.Path)
	text, ok := s.pages[r.URL.Path]
	if !ok {
		http.NotFound(w, r)
		return
	}
	fmt.Fprint(w, strings.ReplaceAll(text, "HOST", "http://"+r.Host))
}

const (
	rss     = `<rss version="2.0"><channel><title>The Ledger</title><item><title>One</title><link>/1</link></item></channel></rss>`
	empty   = `<rss version="2.0"><channel><title>Nothing</title></channel></rss>`
	urls    = `<urlset><url><loc>HOST/1</loc></url></urlset>`
	page    = `<html><head><title>L</title></head><body>Hello</body></html>`
	links   = `<link rel=alternate type=application/rss+xml href=%s>`
	reports = `<html><body><h2><a href="/2026/03/02/ships-leave-the-port">Ships leave the port at noon</a></h2><h2><a href="/2026/03/02/norrland-says-no-again">Norrland says no again today</a></h2>
		<h2><a href="/2026/03/01/tavria-votes-on-the-lease">Tavria votes on the lease</a></h2></body></html>`
)

func named(hrefs ...string) string {
	out := "<html><head>"
	for _, h := range hrefs {
		out += fmt.Sprintf(links, h)
	}
	return out + "</head></html>"
}

func TestFind(t *testing.T) {
	for _, c := range []struct {
		name  string
		pages map[string]string
		at    string
		want  string // kind and path of each found, or the error
	}{
		{"a feed itself", map[string]string{"/f": rss}, "/f", "feed /f"},
		{"a sitemap itself", map[string]string{"/s": urls}, "/s", "sitemap /s"},
		{"named by the page", map[string]string{"/": named("/a", "/gone", "/b", "/a"), "/a": rss, "/b": rss, "/feed": rss}, "/", "feed /a, feed /b"},
		{"what it names is empty", map[string]string{"/": named("/a"), "/a": empty, "/rss.xml": rss}, "/", "feed /rss.xml"},
		{"at a usual path", map[string]string{"/news": page, "/feed": page, "/atom.xml": rss}, "/news", "feed /atom.xml"},
		{"named by robots.txt", map[string]string{"/": page, "/robots.txt": "Sitemap: HOST/all.xml\nSitemap: HOST/news.xml", "/all.xml": urls, "/news.xml": urls}, "/", "sitemap /news.xml"},
		{"a usual sitemap", map[string]string{"/": page, "/sitemap.xml": urls}, "/", "sitemap /sitemap.xml"},
		{"a page of reports", map[string]string{"/": reports}, "/", "page /"},
		{"nothing", map[string]string{"/": page}, "/", "no feed, no sitemap and no list of reports found"},
		{"not there", nil, "/x", "404"},
		{"forbidden", map[string]string{"/": rss, "/robots.txt": "User-agent: readout\nDisallow: /"}, "/", "robots.txt does not allow it"},
		{"the feed is forbidden", map[string]string{"/": named("/a"), "/a": rss, "/b": rss, "/robots.txt": "User-agent: *\nDisallow: /a"}, "/", "no feed"},
	} {
		s := &site{pages: c.pages}
		srv := httptest.NewServer(s)
		client := acquire.NewClient(acquire.Settings{AllowHosts: []string{"127.0.0.1"}})
		found, err := Finder{client, acquire.NewRobots(client)}.Find(context.Background(), srv.URL+c.at)
		var got []string
		for _, f := range found {
			got = append(got, string(f.List.Kind)+" "+strings.TrimPrefix(f.URL, srv.URL))
		}
		if err != nil {
			got = []string{err.Error()}
		}
		if text := strings.Join(got, ", "); !strings.HasPrefix(text, c.want) && !(err != nil && strings.Contains(text, c.want)) {
			t.Errorf("%s: got %s", c.name, text)
		}
		if slices.Index(s.asked, "/robots.txt") != 0 || len(s.asked) > 30 {
			t.Errorf("%s: asked for %v", c.name, s.asked)
		}
		client.Close()
		srv.Close()
	}
}

func TestFoundSource(t *testing.T) {
	f := Found{"https://ledger.example/rss", &feed.List{Kind: feed.Feed, Title: "The Ledger"}}
	if s, err := f.Source(""); err != nil || s.Name != "The Ledger" || s.Kind != feed.Feed {
		t.Errorf("got %+v, %v", s, err)
	}
	if s, err := f.Source("mine"); err != nil || s.Name != "mine" {
		t.Errorf("got %+v, %v", s, err)
	}
	f.List.Title = ""
	if s, err := f.Source(""); err != nil || s.Name != "ledger.example/rss" {
		t.Errorf("got %+v, %v", s, err)
	}
}
