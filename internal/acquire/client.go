package acquire

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"readout/internal/record"
)

// Settings say how a Client gets pages. The zero value is safe.
type Settings struct {
	Agent        string            // the User-Agent, as Agent makes it
	AllowHosts   []string          // names of hosts that may lie inside this network: "host" or "host:port"
	AllowPrivate bool              // every host may, and the environment's proxies are used
	Limits       Limits            // what is 0 has its default
	Transport    http.RoundTripper // for tests; nil is the network, guarded
	Now          func() time.Time  // for tests; nil is time.Now
}

// Limits bound one getting. Sizes are in bytes.
type Limits struct {
	Header    int64         // of a response; 256 KiB
	Size      int64         // of a page, as sent and decompressed; MaxSize
	Ratio     int64         // of decompressed to sent, once past 1 MiB; 200
	Redirects int           // 5
	Connect   time.Duration // and as long again for TLS; 10 s
	Headers   time.Duration // from the request to the end of the response's header; 15 s
	Total     time.Duration // for all of it, redirects too; 60 s
}

func (l Limits) withDefaults() Limits {
	set(&l.Header, 256<<10)
	set(&l.Size, MaxSize)
	set(&l.Ratio, 200)
	set(&l.Redirects, maxRedirects)
	set(&l.Connect, 10*time.Second)
	set(&l.Headers, 15*time.Second)
	set(&l.Total, time.Minute)
	return l
}

func set[T int | int64 | time.Duration](at *T, value T) {
	if *at <= 0 {
		*at = value
	}
}

// Agent is the User-Agent of a version of the program. Contact is a URL at
// which an outlet finds who asks; it may be empty.
func Agent(version, contact string) string {
	clean := func(s string) string {
		return strings.Map(func(r rune) rune {
			if r <= ' ' || r > '~' || r == '(' || r == ')' {
				return -1
			}
			return r
		}, s)
	}
	agent := "readout"
	if v := clean(version); v != "" {
		agent += "/" + v
	}
	if c := clean(contact); c != "" {
		agent += " (+" + c + ")"
	}
	return agent
}

// A Client gets pages of the web. Goroutines share it.
type Client struct {
	agent     string
	limits    Limits
	transport http.RoundTripper
	now       func() time.Time
}

// NewClient returns a client. Close lets go of its connections.
func NewClient(s Settings) *Client {
	c := &Client{agent: s.Agent, limits: s.Limits.withDefaults(), transport: s.Transport, now: s.Now}
	if c.agent == "" {
		c.agent = Agent("", "")
	}
	if c.transport == nil {
		c.transport = newTransport(s, c.limits)
	}
	if c.now == nil {
		c.now = time.Now
	}
	return c
}

// Close ends the connections that wait for another request.
func (c *Client) Close() {
	if t, ok := c.transport.(*http.Transport); ok {
		t.CloseIdleConnections()
	}
}

// A Request names a page, and what is known of it from before.
type Request struct {
	URL          string
	ETag         string // as the last Response gave it
	LastModified string
	Size         int64 // the largest page; 0 is the client's limit

	// Before is asked before every request, those of redirects too; its error
	// ends the getting. The time that it takes is not counted. It may be nil.
	Before func(context.Context, *url.URL) error
}

// A Response is what a server answered.
type Response struct {
	Status       int           // 200 to 599
	Page         *record.Page  // nil unless Status is 2xx
	URL          string        // at the end of the redirects
	Moved        string        // URL, where every redirect was a permanent one; else ""
	ETag         string        // for the next Request
	LastModified string        // likewise
	RetryAfter   time.Duration // what the server asked to wait, at most a week; 0 where it did not
}

// Alone is how long the server is to be left alone, as it says with Too Many
// Requests and Service Unavailable: a minute at least; 0 where it does not.
func (r *Response) Alone() time.Duration {
	if r.Status == http.StatusTooManyRequests || r.Status == http.StatusServiceUnavailable {
		return max(r.RetryAfter, time.Minute)
	}
	return 0
}

// Unchanged says that the page is as the Request knew it.
func (r *Response) Unchanged() bool { return r.Status == http.StatusNotModified }

// Err is nil where there is a page or it is unchanged, and else says the status.
func (r *Response) Err() error {
	if r.Page != nil || r.Unchanged() {
		return nil
	}
	return fmt.Errorf("the server answered %s", strings.TrimSpace(strconv.Itoa(r.Status)+" "+http.StatusText(r.Status)))
}

const accept = "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, application/feed+json, " +
	"application/xml;q=0.9, application/json;q=0.9, text/plain;q=0.8, */*;q=0.5"

// Get gets a page within the client's limits. It fails only where no whole
// answer came; an answer of any status is a Response.
func (c *Client) Get(ctx context.Context, r Request) (*Response, error) {
	u, err := webURL(r.URL)
	if err != nil {
		return nil, err
	}
	if r.Before != nil {
		if err := r.Before(ctx, u); err != nil {
			return nil, c.failure(err)
		}
	}
	timed, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	a := allowance{left: c.limits.Total, end: func() { cancel(context.DeadlineExceeded) }}
	a.start()
	defer a.stop()
	out, err := c.get(timed, u, r, func(u *url.URL, last io.ReadCloser) error {
		if r.Before == nil {
			return nil
		}
		io.CopyN(io.Discard, last, 2<<10) // the connection is free for others while this one waits
		last.Close()
		a.stop()
		defer a.start()
		return r.Before(ctx, u)
	})
	if err != nil && ctx.Err() == nil && timed.Err() != nil {
		err = context.Cause(timed)
	}
	if err != nil {
		return nil, c.failure(err)
	}
	return out, nil
}

// An allowance is the time that one getting may take. It stands still while
// Before waits for a turn.
type allowance struct {
	left  time.Duration
	end   func()
	timer *time.Timer
	since time.Time
}

func (a *allowance) start() { a.timer, a.since = time.AfterFunc(a.left, a.end), time.Now() }

func (a *allowance) stop() {
	a.timer.Stop()
	a.left -= time.Since(a.since)
}

// get asks for a page and follows redirects, asking before each, which is
// handed the body of the answer that led there.
func (c *Client) get(ctx context.Context, u *url.URL, r Request, before func(*url.URL, io.ReadCloser) error) (*Response, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, errNotWeb
	}
	c.head(req, r)
	moved := true
	client := &http.Client{Transport: c.transport, CheckRedirect: func(req *http.Request, via []*http.Request) error {
		s := req.Response.StatusCode
		moved = moved && (s == http.StatusMovedPermanently || s == http.StatusPermanentRedirect)
		if err := c.redirect(req, via); err != nil {
			return err
		}
		return before(req.URL, req.Response.Body)
	}}
	resp, err := client.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	out, err := c.response(resp, r)
	if err == nil && moved && out.URL != u.String() {
		out.Moved = out.URL
	}
	return out, err
}

// webURL is the URL of a page that may be asked for.
func webURL(address string) (*url.URL, error) {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, errNotWeb
	}
	if u.User != nil {
		return nil, errors.New("a URL with a name and password is not fetched")
	}
	u.Fragment, u.RawFragment = "", ""
	return u, nil
}

func (c *Client) head(req *http.Request, r Request) {
	req.Header.Set("User-Agent", c.agent)
	req.Header.Set("Accept", accept)
	req.Header.Set("Accept-Language", "en, *;q=0.5")
	req.Header.Set("Accept-Encoding", codings)
	if r.ETag != "" {
		req.Header.Set("If-None-Match", r.ETag)
	}
	if r.LastModified != "" {
		req.Header.Set("If-Modified-Since", r.LastModified)
	}
}

// redirect decides on following req, after the requests via.
func (c *Client) redirect(req *http.Request, via []*http.Request) error {
	if len(via) > c.limits.Redirects {
		return fmt.Errorf("more than %d redirects", c.limits.Redirects)
	}
	if _, err := webURL(req.URL.String()); errors.Is(err, errNotWeb) {
		return errors.New("redirected to something that is not http or https")
	} else if err != nil {
		return fmt.Errorf("redirected: %w", err)
	}
	to := req.URL.String()
	if slices.ContainsFunc(via, func(v *http.Request) bool { return v.URL.String() == to }) {
		return errors.New("the redirects go in a circle")
	}
	return nil
}

func (c *Client) response(resp *http.Response, r Request) (*Response, error) {
	out := &Response{
		Status: resp.StatusCode, URL: resp.Request.URL.String(),
		ETag: resp.Header.Get("ETag"), LastModified: resp.Header.Get("Last-Modified"),
		RetryAfter: retryAfter(resp.Header, c.now()),
	}
	if out.Status < 200 || out.Status > 299 {
		return out, nil
	}
	limit := c.limits.Size
	if r.Size > 0 {
		limit = r.Size
	}
	body, err := c.body(resp, limit)
	if err != nil {
		return nil, err
	}
	out.Page = &record.Page{Input: r.URL, URL: out.URL, ContentType: resp.Header.Get("Content-Type"), Body: body}
	return out, nil
}

const longestWait = 7 * 24 * time.Hour

// retryAfter reads Retry-After (RFC 9110, section 10.2.3): seconds, or a time,
// which is taken by the server's own clock where it told it.
func retryAfter(h http.Header, now time.Time) time.Duration {
	v := strings.TrimSpace(h.Get("Retry-After"))
	if v == "" {
		return 0
	}
	if strings.Trim(v, "0123456789") == "" {
		n, err := strconv.Atoi(v)
		if err != nil || n > int(longestWait/time.Second) {
			return longestWait
		}
		return time.Duration(n) * time.Second
	}
	at, err := http.ParseTime(v)
	if err != nil {
		return 0
	}
	if date, err := http.ParseTime(h.Get("Date")); err == nil {
		now = date
	}
	return min(max(0, at.Sub(now)), longestWait)
}
