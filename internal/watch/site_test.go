package watch

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"readout/internal/feed"
	"readout/internal/sources"
)

// A fakeClock moves when the watch waits and nothing else can happen.
type fakeClock struct {
	mu   sync.Mutex
	now  time.Time
	busy func() int
	at   []moment
}

// A moment is something that happens once the clock shows a time.
type moment struct {
	time time.Time
	do   func()
}

func (c *fakeClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *fakeClock) set(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = t
}

func (c *fakeClock) After(d time.Duration) <-chan time.Time {
	if c.busy() > 0 {
		return nil
	}
	c.set(c.Now().Add(d))
	for len(c.at) > 0 && !c.now.Before(c.at[0].time) {
		m := c.at[0]
		c.at = c.at[1:]
		m.do()
	}
	ch := make(chan time.Time, 1)
	ch <- c.Now()
	return ch
}

// An outlet is one host of the test site, with a feed and reports.
type outlet struct {
	name    string        // h07.example
	form    string        // rss, atom, json, sitemap, index, page
	fault   string        // see answer
	every   time.Duration // between reports
	offset  time.Duration
	until   time.Duration // no report is published after
	changes bool          // its reports change 3 hours and 2 days after they were first asked for
	lists   []*outlet     // whose reports its feed names too, with tracking parameters
}

// A site serves all outlets from one listener on loopback.
type site struct {
	t       *testing.T
	clock   *fakeClock
	start   time.Time
	outlets map[string]*outlet
	server  *httptest.Server

	mu       sync.Mutex
	asked    map[string][]time.Time // by host
	polls    map[string][]time.Time // by host, of its feed
	open     map[string]int
	most     map[string]int
	paths    map[string]int // requests by host and path
	statuses map[int]int
	first    map[string]time.Time // when a report was first asked for
	hold     map[string]time.Time // until when a host asked to be left alone
	seen     []string             // requests in such a time
}

func newSite(t *testing.T, clock *fakeClock, outlets []*outlet) *site {
	s := &site{t: t, clock: clock, start: clock.now, outlets: map[string]*outlet{}, asked: map[string][]time.Time{}, polls: map[string][]time.Time{}, open: map[string]int{}, most: map[string]int{},
		paths: map[string]int{}, statuses: map[int]int{}, first: map[string]time.Time{}, hold: map[string]time.Time{}}
	for _, o := range outlets {
		s.outlets[o.name] = o
	}
	s.server = httptest.NewServer(http.HandlerFunc(s.serve))
	t.Cleanup(s.server.Close)
	return s
}

// transport leads every host to the listener, but for those that are dead.
func (s *site) transport() *http.Transport {
	return &http.Transport{
		DisableCompression: true, MaxIdleConnsPerHost: 2,
		DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			host, _, _ := net.SplitHostPort(address)
			o := s.outlets[host]
			if o == nil || o.fault == "dead" {
				if o != nil {
					s.note(host, "/dial")
				}
				return nil, &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}
			}
			return new(net.Dialer).DialContext(ctx, network, s.server.Listener.Addr().String())
		},
	}
}

func (s *site) note(host, path string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.clock.Now()
	s.asked[host] = append(s.asked[host], now)
	s.paths[host+path]++
	if path == "/feed" {
		s.polls[host] = append(s.polls[host], now)
	}
	if now.Before(s.hold[host]) {
		s.seen = append(s.seen, host+path)
	}
}

func (s *site) serve(w http.ResponseWriter, r *http.Request) {
	s.note(r.Host, r.URL.Path)
	s.mu.Lock()
	s.open[r.Host]++
	s.most[r.Host] = max(s.most[r.Host], s.open[r.Host])
	s.mu.Unlock()
	rec := &statusWriter{ResponseWriter: w, status: 200}
	s.answer(rec, r, s.outlets[r.Host])
	s.mu.Lock()
	s.open[r.Host]--
	s.statuses[rec.status]++
	s.mu.Unlock()
}

type statusWriter struct {
	http.ResponseWriter
	status int
}

func (w *statusWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

// day says that some days have passed and others have not.
func (s *site) day(from, to float64) bool {
	d := s.clock.Now().Sub(s.start).Hours() / 24
	return d >= from && d < to
}

// givenUp answers what the watch gives up on, of which a server learns so late
// that the request does not count as open meanwhile.
func (s *site) givenUp(host string, answer func()) {
	s.count(host, -1)
	answer()
	s.count(host, 1)
}

func (s *site) count(host string, n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.open[host] += n
}

// answer plays the fault of an outlet, or answers.
func (s *site) answer(w http.ResponseWriter, r *http.Request, o *outlet) {
	feedPath := !strings.HasPrefix(r.URL.Path, "/news/") && r.URL.Path != "/robots.txt"
	switch {
	case o.fault == "500" && s.day(5, 8), o.fault == "no robots" && r.URL.Path == "/robots.txt" && s.day(5, 7):
		http.Error(w, "out of order", http.StatusInternalServerError)
	case o.fault == "hangs" && s.day(5, 7) && feedPath:
		s.givenUp(r.Host, func() { <-r.Context().Done() })
	case o.fault == "429" && feedPath && s.pause(r.Host):
		w.Header().Set("Retry-After", "7200")
		w.WriteHeader(http.StatusTooManyRequests)
	case o.fault == "429 pages" && strings.HasPrefix(r.URL.Path, "/news/") && s.pause(r.Host):
		w.Header().Set("Retry-After", "7200")
		w.WriteHeader(http.StatusTooManyRequests)
	case o.fault == "503 robots" && r.URL.Path == "/robots.txt" && s.pause(r.Host):
		w.Header().Set("Retry-After", "7200")
		w.WriteHeader(http.StatusServiceUnavailable)
	case o.fault == "busy" && strings.HasPrefix(r.URL.Path, "/news/"):
		w.WriteHeader(http.StatusTooManyRequests)
	case o.fault == "hops" && strings.HasPrefix(r.URL.Path, "/news/"):
		http.Redirect(w, r, "http://h1.example"+r.URL.Path, http.StatusFound)
	case o.fault == "moves and fails" && r.URL.Path == "/feed" && s.day(0, 2):
		http.Redirect(w, r, "/new/feed", http.StatusMovedPermanently)
	case o.fault == "moves and fails" && r.URL.Path == "/new/feed" && s.day(1, 1000):
		http.NotFound(w, r)
	case o.fault == "moved" && r.URL.Path == "/feed":
		http.Redirect(w, r, "http://"+o.name+"/new/feed", http.StatusMovedPermanently)
	case o.fault == "garbage" && feedPath:
		io.WriteString(w, "<rss><channel><item><title>Ships &nosuch; \x00 leave</")
	case o.fault == "bomb" && feedPath:
		w.Header().Set("Content-Encoding", "gzip")
		s.givenUp(r.Host, func() { w.Write(bomb()) })
	case o.fault == "soft" && feedPath && s.day(5, 8):
		w.Header().Set("Content-Type", "text/html")
		io.WriteString(w, "<html><body><h1>Sorry</h1><a href=/news/1>One</a></body></html>")
	case o.fault == "gone" && feedPath && s.day(10, 1000):
		w.WriteHeader(http.StatusGone)
	case r.URL.Path == "/robots.txt":
		s.robots(w, o)
	case !feedPath:
		s.report(w, r, o)
	default:
		s.feed(w, r, o)
	}
}

// pause asks to be left alone for two hours, after every day.
func (s *site) pause(host string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.clock.Now()
	if now.Before(s.hold[host].Add(22 * time.Hour)) {
		return false
	}
	s.hold[host] = now.Add(2 * time.Hour)
	return true
}

// bomb is 64 MB of nothing, compressed.
var bomb = sync.OnceValue(func() []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	zeros := make([]byte, 1<<20)
	for range 64 {
		z.Write(zeros)
	}
	z.Close()
	return b.Bytes()
})

func (s *site) robots(w http.ResponseWriter, o *outlet) {
	if o.fault == "delays" {
		io.WriteString(w, "User-agent: *\nCrawl-delay: 300\n")
		return
	}
	if o.fault == "disallows" {
		io.WriteString(w, "User-agent: *\nDisallow: /news/*0$\n")
		return
	}
	http.NotFound(w, nil)
}

// published is how many reports an outlet has published.
func (s *site) published(o *outlet) int {
	passed := min(s.clock.Now().Sub(s.start), o.until) - o.offset
	if passed < 0 {
		return 0
	}
	return int(passed/o.every) + 1
}

// An item is what a feed lists.
type item struct {
	url, title string
	at         time.Time
}

const listed = 40

func (s *site) items(o *outlet) (out []item) {
	for _, of := range append([]*outlet{o}, o.lists...) {
		n := s.published(of)
		for k := max(0, n-listed); k < n; k++ {
			it := item{fmt.Sprintf("http://%s/news/%d", of.name, k), fmt.Sprintf("Report %d of %s", k, of.name), s.start.Add(of.offset + time.Duration(k)*of.every)}
			if of != o {
				it.url += "?utm_source=" + o.name + "&utm_medium=rss#top"
			}
			out = append(out, it)
		}
	}
	return out
}

// feed answers with the list of an outlet, or that it is as it was.
func (s *site) feed(w http.ResponseWriter, r *http.Request, o *outlet) {
	items := s.items(o)
	tag := fmt.Sprintf(`"%d-%s"`, len(items), items1(items))
	switch o.form {
	case "atom", "sitemap":
		at := s.start
		for _, it := range items {
			at = later(at, it.at)
		}
		stamp := at.UTC().Format(http.TimeFormat)
		w.Header().Set("Last-Modified", stamp)
		if r.Header.Get("If-Modified-Since") == stamp {
			w.WriteHeader(http.StatusNotModified)
			return
		}
	case "rss", "json":
		w.Header().Set("ETag", tag)
		if r.Header.Get("If-None-Match") == tag {
			w.WriteHeader(http.StatusNotModified)
			return
		}
	}
	io.WriteString(w, render(o, r.URL.Path, items))
}

func items1(items []item) string {
	if len(items) == 0 {
		return ""
	}
	return strings.TrimPrefix(items[len(items)-1].url, "http://")
}

func render(o *outlet, path string, items []item) string {
	var b strings.Builder
	each := func(format string, values func(item) []any) {
		for _, it := range items {
			fmt.Fprintf(&b, format, values(it)...)
		}
	}
	esc := func(s string) string { return strings.ReplaceAll(s, "&", "&amp;") }
	switch {
	case o.form == "rss":
		b.WriteString(`<rss version="2.0"><channel><title>News</title>`)
		each("<item><title>%s</title><link>%s</link><pubDate>%s</pubDate></item>", func(i item) []any { return []any{i.title, esc(i.url), i.at.Format(time.RFC1123Z)} })
		b.WriteString("</channel></rss>")
	case o.form == "atom":
		b.WriteString(`<feed xmlns="http://www.w3.org/2005/Atom"><title>News</title>`)
		each(`<entry><title>%s</title><link href="%s"/><published>%s</published></entry>`, func(i item) []any { return []any{i.title, esc(i.url), i.at.Format(time.RFC3339)} })
		b.WriteString("</feed>")
	case o.form == "json":
		b.WriteString(`{"version":"https://jsonfeed.org/version/1.1","title":"News","items":[`)
		each(`{"id":%[2]q,"title":%[1]q,"url":%[2]q,"date_published":%[3]q},`, func(i item) []any { return []any{i.title, i.url, i.at.Format(time.RFC3339)} })
		return strings.TrimSuffix(b.String(), ",") + "]}"
	case o.form == "index" && !strings.HasPrefix(path, "/map/"):
		return `<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>http://` + o.name + `/map/0</loc></sitemap><sitemap><loc>http://` + o.name + `/map/1</loc></sitemap></sitemapindex>`
	case o.form == "sitemap", o.form == "index":
		b.WriteString(`<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">`)
		n := 0
		each("%s<url><loc>%s</loc></url>%s", func(i item) []any {
			n++
			if o.form == "index" && fmt.Sprintf("/map/%d", n%2) != path {
				return []any{"<!-- ", esc(i.url), " -->"}
			}
			return []any{"", esc(i.url), ""}
		})
		b.WriteString("</urlset>")
	case o.form == "page":
		b.WriteString("<!doctype html><html><body><main>")
		each(`<article><h2><a href="%s">%s, told at some length</a></h2></article>`, func(i item) []any { return []any{esc(i.url), i.title} })
		b.WriteString("</main></body></html>")
	}
	return b.String()
}

// report answers with a report in the text that stands at this time.
func (s *site) report(w http.ResponseWriter, r *http.Request, o *outlet) {
	s.mu.Lock()
	now := s.clock.Now()
	if s.first[r.Host+r.URL.Path].IsZero() {
		s.first[r.Host+r.URL.Path] = now
	}
	age := now.Sub(s.first[r.Host+r.URL.Path])
	s.mu.Unlock()
	version := 0
	if o.changes && age > 3*time.Hour {
		version = 1
	}
	if o.changes && age > 48*time.Hour {
		version = 2
	}
	tag := fmt.Sprintf(`"v%d"`, version)
	w.Header().Set("ETag", tag)
	if r.Header.Get("If-None-Match") == tag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	var k int
	fmt.Sscanf(r.URL.Path, "/news/%d", &k)
	fmt.Fprintf(w, `{"title":"Report %[1]d of %[2]s","url":"http://%[2]s%[3]s","outlet":%[2]q,"published":"%[4]s","text":"Ship %[1]d of the %[2]s line left the harbour with %[5]d crates on board.\n\nThe harbour office gave no reason."}`,
		k, o.name, r.URL.Path, s.start.Add(o.offset+time.Duration(k)*o.every).Format(time.RFC3339), 100+version)
}

// feeds are the sources of the outlets.
func feeds(outlets []*outlet) (out []sources.Source) {
	kinds := map[string]feed.Kind{"rss": feed.Feed, "atom": feed.Feed, "json": feed.Feed, "sitemap": feed.Sitemap, "index": feed.Sitemap, "page": feed.Page}
	for _, o := range outlets {
		out = append(out, sources.Source{Name: strings.TrimSuffix(o.name, ".example"), URL: "http://" + o.name + "/feed", Kind: kinds[o.form]})
	}
	return out
}

// check fails for a host that was asked more often than its limit.
func (s *site) check(gap time.Duration, conns int) {
	s.t.Helper()
	for host, times := range s.asked {
		for i := 1; i < len(times); i++ {
			if d := times[i].Sub(times[i-1]); d < gap && d >= 0 {
				s.t.Errorf("%s was asked twice within %v, at %v", host, d, times[i])
				break
			}
		}
		if s.most[host] > conns {
			s.t.Errorf("%s was asked %d times at once", host, s.most[host])
		}
	}
	if len(s.seen) > 0 {
		s.t.Errorf("%d requests to hosts that asked to be left alone: %v", len(s.seen), s.seen[:min(5, len(s.seen))])
	}
}
