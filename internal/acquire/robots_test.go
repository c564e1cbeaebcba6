package acquire

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"
)

// The cases are those of RFC 9309, sections 2.2 and 5, and what servers send.
func TestRobotsRules(t *testing.T) {
	for _, c := range []struct {
		name, robots string
		allowed      string
		refused      string
	}{
		{"none", "", "/ /a", ""},
		{"all closed", "User-agent: *\nDisallow: /", "/robots.txt", "/ /a /a?b"},
		{"own group only", "User-agent: *\nDisallow: /\n\nUser-agent: readout\nDisallow: /private", "/ /a", "/private /private/x /privateer"},
		{"own groups together", "user-agent: ReadOut\nDisallow: /a\nUser-agent: x\nDisallow: /\nUSER-AGENT: readout/2.0\nDisallow: /b", "/c", "/a /b"},
		{"another's name", "User-agent: readoutloud\nDisallow: /", "/a", ""},
		{"two agents, one group", "User-agent: x\nUser-agent: readout\nDisallow: /a", "/b", "/a"},
		{"own group of no rules", "User-agent: readout\nDisallow:\n\nUser-agent: *\nDisallow: /", "/a", ""},
		{"an empty line parts no agents", "User-agent: readout\n\nUser-agent: *\nDisallow: /", "", "/a"},
		{"rules before a group", "Disallow: /\nUser-agent: *\nDisallow: /a", "/b", "/a"},
		{"longest", "User-agent: *\nDisallow: /a/\nAllow: /a/b/\nDisallow: /a/b/c", "/x /a/b/ /a/b/d", "/a/ /a/x /a/b/c"},
		{"as long: allow", "User-agent: *\nDisallow: /page\nAllow: /page", "/page", ""},
		{"star", "User-agent: *\nDisallow: /*/print/\nDisallow: *.pdf", "/a/prints /print/a", "/a/print/ /a/b/print/c /x.pdf /a/x.pdf?y"},
		{"dollar", "User-agent: *\nDisallow: /*.php$\nDisallow: /exact$", "/a.php5 /a.php?x /exactly /exact/", "/a.php /exact"},
		{"star and dollar", "User-agent: *\nDisallow: /a*$", "/b", "/a /abc"},
		{"dollar inside", "User-agent: *\nDisallow: /a$b", "/a /ab", "/a$b"},
		{"stars meet at the end", "User-agent: *\nDisallow: /a*aa$", "/aa", "/aaa /abaa"},
		{"empty disallow", "User-agent: *\nDisallow:", "/ /a", ""},
		{"comments and space", "# hello\n  User-Agent : * # all\n\tDisallow :\t/a # not this\n", "/b", "/a"},
		{"carriage returns", "User-agent: *\rDisallow: /a\r\nDisallow: /b\n", "/c", "/a /b"},
		{"byte order mark", "\uFEFFUser-agent: *\nDisallow: /a", "/b", "/a"},
		{"escapes", "User-agent: *\nDisallow: /caf%c3%a9\nDisallow: /ü\nDisallow: /%7edesk\nDisallow: /a%2Fb", "/cafe /a/b", "/café /caf%C3%A9 /%C3%BC /~desk /a%2fb"},
		{"query", "User-agent: *\nDisallow: /*?print=", "/a?p", "/a?print=1"},
		{"a path without its slash", "User-agent: *\nDisallow: a", "/b", "/a"},
		{"unknown lines", "User-agent: *\nNoindex: /b\nDisallow: /a\nnonsense\nHost: x", "/b", "/a"},
		{"a sitemap does not part a group", "User-agent: x\nSitemap: https://a.example/s.xml\nUser-agent: readout\nDisallow: /a", "/b", "/a"},
		{"HTML", "<!doctype html><html><body>Not found: sorry</body></html>", "/ /a", ""},
		{"NUL bytes", "User-agent: *\nDisallow: /a\x00\nDisallow: /b\n\x00\x00", "/a", "/b"},
	} {
		r := ParseRobots([]byte(c.robots), Robot)
		for _, want := range []bool{true, false} {
			paths := c.allowed
			if !want {
				paths = c.refused
			}
			for p := range strings.FieldsSeq(paths) {
				u, err := url.Parse("https://ledger.example" + p)
				if err != nil {
					t.Fatal(err)
				}
				if got := r.Allow(u); got != want || (r.Check(u) == nil) != want {
					t.Errorf("%s: %s: got %v", c.name, p, got)
				}
			}
		}
	}
}

func TestRobotsExtras(t *testing.T) {
	r := ParseRobots([]byte("Sitemap: https://a.example/1.xml\nUser-agent: readout\nCrawl-delay: 2.5\nDisallow: /a\nsitemap: /2.xml\nUser-agent: *\nCrawl-delay: 99999999999\n"), Robot)
	if r.Delay != 2500*time.Millisecond || strings.Join(r.Sitemaps, " ") != "https://a.example/1.xml /2.xml" {
		t.Errorf("got %+v", r)
	}
	if r := ParseRobots([]byte("User-agent: *\nCrawl-delay: 1e300"), Robot); r.Delay != longestDelay {
		t.Errorf("delay %v", r.Delay)
	}
	for _, bad := range []string{"NaN", "-5", "often", ""} {
		if r := ParseRobots([]byte("User-agent: *\nCrawl-delay: "+bad), Robot); r.Delay != 0 {
			t.Errorf("%q: delay %v", bad, r.Delay)
		}
	}
}

// What lies past 500 KiB is not read, many rules are bounded, and a pattern of
// many stars does not take long.
func TestRobotsBounds(t *testing.T) {
	r := ParseRobots([]byte("User-agent: *\n"+strings.Repeat("#", maxRobots)+"\nDisallow: /a"), Robot)
	u, _ := url.Parse("https://a.example/a")
	if !r.Allow(u) {
		t.Error("a rule past the bound was read")
	}
	if r := ParseRobots([]byte("User-agent: *\n"+strings.Repeat("Disallow: /x\n", 30000)), Robot); len(r.rules) != maxRules {
		t.Errorf("%d rules", len(r.rules))
	}
	began := time.Now()
	r = ParseRobots([]byte("User-agent: *\nDisallow: /"+strings.Repeat("*a", 2000)+"$"), Robot)
	u.Path = "/" + strings.Repeat("a", 8000) + "b"
	if !r.Allow(u) || time.Since(began) > time.Second {
		t.Errorf("stars: %v after %v", r.Allow(u), time.Since(began))
	}
}

// A roboter is a server whose answer to /robots.txt can change.
type roboter struct {
	status int
	body   string
	asked  int
}

func (s *roboter) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.asked++
	if s.status == http.StatusFound {
		http.Redirect(w, r, "/elsewhere"+strings.TrimPrefix(r.URL.Path, "/elsewhere"), s.status)
		return
	}
	w.WriteHeader(s.status)
	w.Write([]byte(s.body))
}

func TestRobotsKept(t *testing.T) {
	s := &roboter{status: 200, body: "User-agent: *\nDisallow: /a"}
	srv := httptest.NewServer(s)
	defer srv.Close()
	now := time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)
	c := NewClient(Settings{AllowPrivate: true, Now: func() time.Time { return now }})
	defer c.Close()
	robots := NewRobots(c)
	u, _ := url.Parse(srv.URL + "/a")
	check := func(what string, asked int, want error) {
		t.Helper()
		r, err := robots.Rules(context.Background(), u, nil)
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		if got := r.Check(u); s.asked != asked || !errors.Is(got, want) {
			t.Errorf("%s: asked %d times, %v; want %d, %v", what, s.asked, got, asked, want)
		}
	}
	refused := errors.New("not yet")
	if _, err := robots.Rules(context.Background(), u, func(context.Context, *url.URL) error { return refused }); !errors.Is(err, refused) {
		t.Errorf("refused: %v", err)
	}
	check("at first", 1, ErrForbidden)
	now = now.Add(23 * time.Hour)
	check("within a day", 1, ErrForbidden)
	s.status = 503
	now = now.Add(2 * time.Hour)
	check("the server fails: the old copy", 2, ErrForbidden)
	now = now.Add(30 * time.Minute)
	check("and is left alone for an hour", 2, ErrForbidden)
	s.status = 404
	now = now.Add(time.Hour)
	check("none any more", 3, nil)
	now = now.Add(-400 * 24 * time.Hour)
	check("the clock jumped back", 4, nil)
}

func TestRobotsFaults(t *testing.T) {
	for _, c := range []struct {
		status int
		ok     bool
	}{{401, true}, {403, true}, {404, true}, {410, true}, {429, false}, {500, false}, {503, false}, {302, false}} {
		s := &roboter{status: c.status}
		srv := httptest.NewServer(s)
		u, _ := url.Parse(srv.URL + "/a")
		client := NewClient(Settings{AllowPrivate: true})
		r, err := NewRobots(client).Rules(context.Background(), u, nil)
		if err != nil || r.Allow(u) != c.ok {
			t.Errorf("%d: %v, %v", c.status, r, err)
		}
		if !c.ok && (errors.Is(r.Check(u), ErrForbidden) || !strings.HasPrefix(r.Check(u).Error(), "robots.txt: ")) {
			t.Errorf("%d: %v does not say why", c.status, r.Check(u))
		}
		if asked := c.status == 429 || c.status == 503; asked == r.Alone.IsZero() {
			t.Errorf("%d: to be left alone until %v", c.status, r.Alone)
		}
		client.Close()
		srv.Close()
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	u, _ := url.Parse("http://127.0.0.1:1/a")
	if _, err := NewRobots(loopback(Limits{})).Rules(ctx, u, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("after the end: %v", err)
	}
}

// The sites that are remembered do not grow without end.
func TestRobotsMany(t *testing.T) {
	robots := NewRobots(nil)
	for i := range 3 * maxHosts {
		robots.site(&url.URL{Scheme: "https", Host: strings.Repeat("a", i%50+1) + ".example" + string(rune('a'+i%26)) + strings.Repeat("b", i/1300)})
	}
	if n := len(robots.sites); n > maxHosts {
		t.Errorf("%d sites", n)
	}
}

func FuzzRobots(f *testing.F) {
	f.Add("User-agent: *\nDisallow: /*a$\nAllow: /%zz", "/a?b=%41")
	f.Add("User-Agent:\xda", "0")
	f.Add("Sitemap: x\rcrawl-delay: 1\x00", "")
	f.Fuzz(func(t *testing.T, text, path string) {
		u := &url.URL{Scheme: "https", Host: "a.example", Path: "/" + path}
		r := ParseRobots([]byte(text), Robot)
		if r.Allow(u) != (r.Check(u) == nil) || r.Delay < 0 || r.Delay > longestDelay {
			t.Errorf("%q: %+v", text, r)
		}
	})
}
