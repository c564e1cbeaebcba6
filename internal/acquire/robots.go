package acquire

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf8"
)

// Robot is the product token that robots.txt knows this program by (RFC 9309,
// section 2.2.1).
const Robot = "readout"

// Bounds of robots.txt. RFC 9309 sets the least size that must be read
// (section 2.5) and how long a copy may serve (section 2.4).
const (
	maxRobots    = 500 << 10
	maxRules     = 10000
	robotsFresh  = 24 * time.Hour
	robotsRetry  = time.Hour // after a failure
	maxHosts     = 5000      // whose rules are kept
	longestDelay = 10 * time.Minute
)

// Rules are what one site's robots.txt tells this program.
type Rules struct {
	Delay    time.Duration // between requests, where it asks for that (Crawl-delay, no part of the RFC), at most 10 min
	Sitemaps []string      // as written
	Alone    time.Time     // until when the server wants to be left alone, instead of giving it
	rules    []rule
	fault    error // why there are no rules, and nothing may be asked for
}

// ErrForbidden means that a site does not want this program to ask for a page.
var ErrForbidden = errors.New("robots.txt does not allow it")

type rule struct {
	path  string // with * and $
	allow bool
}

// ParseRobots reads a robots.txt (RFC 9309, section 2.2) for the product token
// agent: the groups that name it, all together, else those for all.
func ParseRobots(body []byte, agent string) *Rules {
	own, all := &Rules{}, &Rules{}
	named := false // a group of our own was met
	var sitemaps []string
	var now []*Rules // whose lines these are
	open := false    // the last line named a robot
	text := string(body[:min(len(body), maxRobots)])
	for line := range strings.SplitSeq(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(strings.TrimPrefix(text, "\uFEFF")), "\n") {
		line, _, _ = strings.Cut(line, "#")
		key, value, ok := strings.Cut(line, ":")
		if !ok {
			continue
		}
		key, value = strings.ToLower(strings.TrimSpace(key)), strings.TrimSpace(value)
		switch key {
		case "user-agent":
			if !open {
				now, open = nil, true
			}
			switch product := token(value); {
			case strings.HasPrefix(value, "*"):
				now = append(now, all)
			case strings.EqualFold(product, agent):
				now, named = append(now, own), true
			}
		case "allow", "disallow":
			open = false
			for _, r := range now {
				r.add(value, key == "allow")
			}
		case "crawl-delay":
			open = false
			for _, r := range now {
				r.Delay = max(r.Delay, seconds(value))
			}
		case "sitemap": // of no group
			if len(sitemaps) < 100 {
				sitemaps = append(sitemaps, value)
			}
		}
	}
	if !named {
		own = all
	}
	own.Sitemaps = sitemaps
	return own
}

// token is the product at the start of a user agent.
func token(s string) string {
	i := strings.IndexFunc(s, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r == '_' || r == '-')
	})
	if i < 0 {
		return s
	}
	return s[:i]
}

// seconds reads a whole or broken number of seconds, 0 where it is none.
func seconds(s string) time.Duration {
	n, err := strconv.ParseFloat(s, 64)
	if err != nil || !(n > 0) {
		return 0
	}
	return time.Duration(min(n, longestDelay.Seconds()) * float64(time.Second))
}

// add adds a rule. One without a path says nothing (section 2.2.2).
func (r *Rules) add(path string, allow bool) {
	if path == "" || len(r.rules) == maxRules {
		return
	}
	if path[0] != '/' && path[0] != '*' {
		path = "/" + path
	}
	r.rules = append(r.rules, rule{normalPath(path), allow})
}

// normalPath is a path as paths are compared (section 2.2.2): what stands for
// itself is not escaped, everything else is, in capitals.
func normalPath(p string) string {
	var b strings.Builder
	for i := 0; i < len(p); i++ {
		c := p[i]
		if c == '%' && i+2 < len(p) {
			if n, err := strconv.ParseUint(p[i+1:i+3], 16, 8); err == nil {
				i += 2
				if unreserved(byte(n)) {
					b.WriteByte(byte(n))
				} else {
					fmt.Fprintf(&b, "%%%02X", n)
				}
				continue
			}
		}
		if c <= ' ' || c >= utf8.RuneSelf || c == 0x7f {
			fmt.Fprintf(&b, "%%%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

// unreserved are the bytes that RFC 3986, section 2.3, never escapes.
func unreserved(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-._~", c) >= 0
}

// Allow says whether the page at u may be asked for: by the longest rule that
// matches, and of two as long by the one that allows (section 2.2.2).
func (r *Rules) Allow(u *url.URL) bool {
	path := cmp.Or(u.EscapedPath(), "/")
	if path == "/robots.txt" {
		return true
	}
	if r.fault != nil {
		return false
	}
	if u.RawQuery != "" {
		path += "?" + u.RawQuery
	}
	path = normalPath(path)
	longest, allow := -1, true
	for _, x := range r.rules {
		if n := len(x.path); (n > longest || n == longest && x.allow) && matches(x.path, path) {
			longest, allow = n, x.allow
		}
	}
	return allow
}

// Check is nil where Allow allows. Else it is ErrForbidden, or says why the
// site's robots.txt could not be had.
func (r *Rules) Check(u *url.URL) error {
	switch {
	case r.Allow(u):
		return nil
	case r.fault != nil:
		return fmt.Errorf("robots.txt: %w", r.fault)
	}
	return ErrForbidden
}

// matches says whether a path begins with a pattern, in which * stands for
// any bytes and a $ at its end for the path's end (section 2.2.3). It takes
// as long as pattern times path at most.
func matches(pattern, path string) bool {
	pattern, whole := strings.CutSuffix(pattern, "$")
	parts := strings.Split(pattern, "*")
	if !strings.HasPrefix(path, parts[0]) {
		return false
	}
	path = path[len(parts[0]):]
	if len(parts) == 1 {
		return !whole || path == ""
	}
	last := len(parts) - 1
	for _, p := range parts[1:last] {
		i := strings.Index(path, p)
		if i < 0 {
			return false
		}
		path = path[i+len(p):]
	}
	if whole {
		return strings.HasSuffix(path, parts[last])
	}
	return strings.Contains(path, parts[last])
}

// Robots keeps the rules of sites, each for a day. Goroutines share it.
type Robots struct {
	client *Client
	mu     sync.Mutex
	sites  map[string]*site
}

// A site is a scheme with a host and port.
type site struct {
	mu    sync.Mutex // held while the rules are got, so that they are got once
	rules *Rules
	until time.Time
}

// NewRobots returns rules that the client gets where they are needed.
func NewRobots(c *Client) *Robots { return &Robots{client: c, sites: map[string]*site{}} }

// Rules are those for the page at u. before is asked before a request, as in
// Request; it may be nil. A robots.txt that cannot be had allows everything if
// the server says that there is none (4xx), and nothing if the server or the
// network is at fault, though an older copy goes on serving (section 2.3.1).
// Too Many Requests is counted among the faults. The error is that of before,
// or says that ctx is done.
func (r *Robots) Rules(ctx context.Context, u *url.URL, before func(context.Context, *url.URL) error) (*Rules, error) {
	now := r.client.now()
	s := r.site(u)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.rules != nil && now.Before(s.until) && s.until.Sub(now) <= robotsFresh {
		return s.rules, nil
	}
	var refused error
	got := r.get(ctx, u, func(ctx context.Context, u *url.URL) error {
		if before != nil {
			refused = before(ctx, u)
		}
		return refused
	})
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case refused != nil:
		return nil, refused
	case got.fault == nil:
		s.until = now.Add(robotsFresh)
	default:
		if s.rules != nil && s.rules.fault == nil {
			older := *s.rules
			older.Alone = got.Alone
			got = &older
		}
		s.until = now.Add(robotsRetry)
	}
	s.rules = got
	return s.rules, nil
}

// site is the place for a site's rules. Where there are too many, all
// go and are got again.
func (r *Robots) site(u *url.URL) *site {
	key := u.Scheme + "://" + strings.ToLower(u.Host)
	r.mu.Lock()
	defer r.mu.Unlock()
	if s := r.sites[key]; s != nil {
		return s
	}
	if len(r.sites) >= maxHosts {
		clear(r.sites)
	}
	s := &site{}
	r.sites[key] = s
	return s
}

func (r *Robots) get(ctx context.Context, u *url.URL, before func(context.Context, *url.URL) error) *Rules {
	at := &url.URL{Scheme: u.Scheme, Host: u.Host, Path: "/robots.txt"}
	resp, err := r.client.Get(ctx, Request{URL: at.String(), Before: before})
	switch {
	case err != nil:
		return &Rules{fault: err}
	case resp.Page != nil:
		return ParseRobots(resp.Page.Body, Robot)
	case resp.Status >= 400 && resp.Status < 500 && resp.Status != http.StatusTooManyRequests:
		return &Rules{}
	case resp.Alone() > 0:
		return &Rules{fault: resp.Err(), Alone: r.client.now().Add(resp.Alone())}
	}
	return &Rules{fault: resp.Err()}
}
