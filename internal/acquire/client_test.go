package acquire

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
)

// loopback is a client that may ask this machine, as a user allows it by name.
func loopback(l Limits) *Client {
	return NewClient(Settings{AllowHosts: []string{"127.0.0.1"}, Limits: l, Agent: Agent("1.2", "https://desk.example/")})
}

func get(t *testing.T, c *Client, r Request) (*Response, error) {
	t.Helper()
	t.Cleanup(c.Close)
	return c.Get(context.Background(), r)
}

// packed is text under a content coding.
func packed(t *testing.T, coding string, text []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	var w io.WriteCloser
	switch coding {
	case "gzip":
		w = gzip.NewWriter(&b)
	case "zlib":
		w = zlib.NewWriter(&b)
	case "deflate":
		w, _ = flate.NewWriter(&b, 9)
	case "br":
		w = brotli.NewWriter(&b)
	case "zstd":
		w, _ = zstd.NewWriter(&b, zstd.WithWindowSize(1<<20))
	}
	if _, err := w.Write(text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// serve answers every request with a body and a header.
func serve(t *testing.T, body []byte, header ...string) string {
	t.Helper()
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.Write(body)
	}))
	t.Cleanup(srv.Close)
	return srv.URL
}

// raw answers every connection with the bytes, then goes on with more until
// it fails or gives nothing.
func raw(t *testing.T, head string, more func() []byte) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close()
				http.ReadRequest(bufio.NewReader(c))
				io.WriteString(c, head)
				for more != nil {
					b := more()
					if _, err := c.Write(b); err != nil || len(b) == 0 {
						return
					}
				}
			}()
		}
	}()
	return "http://" + l.Addr().String() + "/"
}

func TestGetAsks(t *testing.T) {
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"7"`)
		w.Header().Set("Last-Modified", "Mon, 02 Mar 2026 08:00:00 GMT")
		if r.Header.Get("If-None-Match") == `"7"` && r.Header.Get("If-Modified-Since") != "" {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		fmt.Fprint(w, r.Header.Get("User-Agent"))
	}))
	defer srv.Close()
	c := loopback(Limits{})
	r, err := get(t, c, Request{URL: srv.URL + "/a#b"})
	if err != nil || r.Err() != nil || string(r.Page.Body) != "readout/1.2 (+https://desk.example/)" || r.URL != srv.URL+"/a" || r.Moved != "" {
		t.Fatalf("got %+v, %v", r, err)
	}
	r, err = get(t, c, Request{URL: srv.URL + "/a", ETag: r.ETag, LastModified: r.LastModified})
	if err != nil || !r.Unchanged() || r.Page != nil || r.Err() != nil || r.ETag != `"7"` {
		t.Errorf("asked again: %+v, %v", r, err)
	}
}

func TestAgent(t *testing.T) {
	for _, c := range [][3]string{
		{"1.2", "https://desk.example/", "readout/1.2 (+https://desk.example/)"},
		{"1.2", "", "readout/1.2"},
		{"", "", "readout"},
		{"1\r\nX: y", "a)\n(b", "readout/1X:y (+ab)"},
	} {
		if got := Agent(c[0], c[1]); got != c[2] {
			t.Errorf("%q, %q: got %q", c[0], c[1], got)
		}
	}
}

// An answer of any status is a response, with the wait that it asks for.
func TestStatus(t *testing.T) {
	now := time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		status      int
		after, date string
		want        time.Duration
	}{
		{503, "120", "", 2 * time.Minute},
		{429, "Mon, 02 Mar 2026 09:00:00 GMT", "Mon, 02 Mar 2026 08:30:00 GMT", 30 * time.Minute},
		{503, "Mon, 02 Mar 2026 07:00:00 GMT", "Mon, 02 Mar 2026 08:30:00 GMT", 0},
		{503, "99999999999999999999", "", longestWait},
		{503, "-5", "", 0},
		{503, "soon", "", 0},
		{404, "", "", 0},
		{410, "", "", 0},
	} {
		h := []string{"Retry-After", c.after}
		if c.date != "" {
			h = append(h, "Date", c.date)
		}
		srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			for i := 0; i < len(h); i += 2 {
				w.Header().Set(h[i], h[i+1])
			}
			w.WriteHeader(c.status)
		}))
		r, err := get(t, NewClient(Settings{AllowPrivate: true, Now: func() time.Time { return now }}), Request{URL: srv.URL})
		srv.Close()
		if err != nil || r.Status != c.status || r.RetryAfter != c.want || r.Page != nil || r.Err() == nil {
			t.Errorf("%d, %q: got %+v, %v", c.status, c.after, r, err)
		}
	}
	if got := retryAfter(http.Header{"Retry-After": {"Mon, 02 Mar 2026 09:00:00 GMT"}}, now); got != time.Hour {
		t.Errorf("without the server's clock: %v", got)
	}
}

func TestRedirects(t *testing.T) {
	mux := http.NewServeMux()
	srv := httptest.NewServer(mux)
	defer srv.Close()
	mux.HandleFunc("/end", func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "end") })
	mux.Handle("/moved", http.RedirectHandler("/moved2", http.StatusMovedPermanently))
	mux.Handle("/moved2", http.RedirectHandler("/end", http.StatusPermanentRedirect))
	mux.Handle("/half", http.RedirectHandler("/moved2", http.StatusFound))
	mux.Handle("/self", http.RedirectHandler("/self", http.StatusFound))
	mux.Handle("/ping", http.RedirectHandler("/pong", http.StatusFound))
	mux.Handle("/pong", http.RedirectHandler("/ping", http.StatusFound))
	mux.Handle("/file", http.RedirectHandler("file:///etc/passwd", http.StatusFound))
	mux.Handle("/secret", http.RedirectHandler("http://a:b@127.0.0.1/", http.StatusFound))
	mux.Handle("/inward", http.RedirectHandler(strings.Replace(srv.URL, "127.0.0.1", "127.0.0.2", 1)+"/end", http.StatusFound))
	mux.Handle("/metadata", http.RedirectHandler("http://169.254.169.254/latest/meta-data/", http.StatusFound))
	mux.HandleFunc("/on/", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, r.URL.Path+"x", http.StatusFound) })
	mux.HandleFunc("/nowhere", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusFound) })
	c := loopback(Limits{})
	for _, x := range []struct{ path, moved, fault string }{
		{"/moved", "/end", ""},
		{"/half", "", ""},
		{"/self", "", "circle"},
		{"/ping", "", "circle"},
		{"/on/", "", "more than 5 redirects"},
		{"/file", "", "redirected to something"},
		{"/secret", "", "redirected: a URL with a name and password"},
		{"/inward", "", "private network"},
		{"/metadata", "", "private network"},
		{"/nowhere", "", "302"},
	} {
		r, err := get(t, c, Request{URL: srv.URL + x.path})
		if err == nil {
			err = r.Err()
		}
		if x.fault != "" {
			if err == nil || !strings.Contains(err.Error(), x.fault) {
				t.Errorf("%s: %v; want %q", x.path, err, x.fault)
			}
			continue
		}
		if err != nil || r.URL != srv.URL+"/end" || strings.TrimPrefix(r.Moved, srv.URL) != x.moved {
			t.Errorf("%s: got %+v, %v", x.path, r, err)
		}
	}
}

// Before is asked for the page and for each redirect, and can end it.
func TestBefore(t *testing.T) {
	mux := http.NewServeMux()
	asked := 0
	mux.Handle("/a", http.RedirectHandler("/b", http.StatusFound))
	mux.HandleFunc("/b", func(http.ResponseWriter, *http.Request) { asked++ })
	srv := httptest.NewServer(mux)
	defer srv.Close()
	var paths []string
	no := errors.New("not now")
	before := func(_ context.Context, u *url.URL) error {
		paths = append(paths, u.Path)
		if u.Path == "/b" {
			return no
		}
		return nil
	}
	if _, err := get(t, loopback(Limits{}), Request{URL: srv.URL + "/a", Before: before}); !errors.Is(err, no) {
		t.Errorf("got %v", err)
	}
	if _, err := get(t, loopback(Limits{}), Request{URL: srv.URL + "/b", Before: before}); !errors.Is(err, no) {
		t.Errorf("got %v", err)
	}
	if fmt.Sprint(paths) != "[/a /b /b]" || asked != 0 {
		t.Errorf("asked about %v, and /b was got %d times", paths, asked)
	}
}

// A wait for a turn is no part of the time that a getting may take.
func TestBeforeWaits(t *testing.T) {
	mux := http.NewServeMux()
	mux.Handle("/a", http.RedirectHandler("/b", http.StatusFound))
	mux.HandleFunc("/b", func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "b") })
	mux.Handle("/c", http.RedirectHandler("/d", http.StatusFound))
	mux.HandleFunc("/d", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	srv := httptest.NewServer(mux)
	defer srv.Close()
	const total = 300 * time.Millisecond
	before := func(ctx context.Context, _ *url.URL) error {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(total + 50*time.Millisecond):
			return nil
		}
	}
	c := loopback(Limits{Total: total})
	if r, err := get(t, c, Request{URL: srv.URL + "/a", Before: before}); err != nil || string(r.Page.Body) != "b" {
		t.Errorf("got %+v, %v", r, err)
	}
	if _, err := get(t, c, Request{URL: srv.URL + "/c", Before: before}); err == nil || !strings.Contains(err.Error(), "timed out") {
		t.Errorf("a slow server after a wait: %v", err)
	}
}

// A host is let in by its name, with its port or for all, and no other is.
func TestAllowHosts(t *testing.T) {
	at := serve(t, []byte("in"))
	u, _ := url.Parse(at)
	for _, c := range []struct {
		allow string
		url   string
		ok    bool
	}{
		{"", at, false},
		{"127.0.0.1", at, true},
		{u.Host, at, true},
		{"127.0.0.1:1", at, false},
		{"LOCALHOST", "http://localhost:" + u.Port(), true},
		{"localhost", at, false},
		{"127.0.0.1", "http://localhost:" + u.Port(), false},
		{"", "http://[::ffff:127.0.0.1]:" + u.Port(), false},
		{"", "http://0:" + u.Port(), false},
		{"", "http://2130706433:" + u.Port(), false},
		{"", "http://127.1:" + u.Port(), false},
	} {
		client := NewClient(Settings{AllowHosts: strings.Fields(c.allow), Limits: Limits{Total: 5 * time.Second}})
		_, err := get(t, client, Request{URL: c.url})
		if (err == nil) != c.ok {
			t.Errorf("%q and %s: %v", c.allow, c.url, err)
		}
	}
}

// Every content coding is undone, on each other too.
func TestCodings(t *testing.T) {
	text := bytes.Repeat([]byte("Ships left Port Selm. "), 2000)
	for _, c := range []struct{ header, how string }{
		{"gzip", "gzip"}, {"x-gzip", "gzip"}, {"GZIP", "gzip"}, {"deflate", "zlib"}, {"deflate", "deflate"}, {"br", "br"}, {"zstd", "zstd"},
	} {
		r, err := get(t, loopback(Limits{}), Request{URL: serve(t, packed(t, c.how, text), "Content-Encoding", c.header)})
		if err != nil || !bytes.Equal(r.Page.Body, text) {
			t.Errorf("%s as %s: %v", c.header, c.how, err)
		}
	}
	both := packed(t, "br", packed(t, "gzip", text))
	if r, err := get(t, loopback(Limits{}), Request{URL: serve(t, both, "Content-Encoding", "gzip, br")}); err != nil || !bytes.Equal(r.Page.Body, text) {
		t.Errorf("gzip, br: %v", err)
	}
}

// Each of these ends in its message, within its bound.
func TestHostile(t *testing.T) {
	zeros := make([]byte, 16<<20)
	long := func() []byte { return bytes.Repeat([]byte("x"), 1<<16) }
	chunk := func() []byte { return []byte("10000\r\n" + strings.Repeat("x", 1<<16) + "\r\n") }
	header := func() []byte { return []byte("X-More: " + strings.Repeat("y", 1000) + "\r\n") }
	const ok = "HTTP/1.1 200 OK\r\n"
	for _, c := range []struct {
		name, url, want string
	}{
		{"gzip bomb", serve(t, packed(t, "gzip", zeros), "Content-Encoding", "gzip"), "suspiciously"},
		{"gzip bomb in gzip", serve(t, packed(t, "gzip", packed(t, "gzip", zeros)), "Content-Encoding", "gzip, gzip"), "suspiciously"},
		{"deflate bomb", serve(t, packed(t, "deflate", zeros), "Content-Encoding", "deflate"), "suspiciously"},
		{"brotli bomb", serve(t, packed(t, "br", zeros), "Content-Encoding", "br"), "suspiciously"},
		{"zstd bomb", serve(t, packed(t, "zstd", zeros), "Content-Encoding", "zstd"), "suspiciously"},
		{"three codings", serve(t, zeros[:10], "Content-Encoding", "gzip, gzip, gzip"), "more than 2 content codings"},
		{"unknown coding", serve(t, zeros[:10], "Content-Encoding", "compress"), "not asked for"},
		{"no gzip", serve(t, []byte("plain text"), "Content-Encoding", "gzip"), "broken gzip"},
		{"gzip cut off", serve(t, packed(t, "gzip", []byte("some words to pack"))[:20], "Content-Encoding", "gzip"), "broke off"},
		{"too large", serve(t, zeros[:3<<20]), "larger than 2 MB"},
		{"endless body", raw(t, ok+"Connection: close\r\n\r\n", long), "larger than 2 MB"},
		{"endless chunks", raw(t, ok+"Transfer-Encoding: chunked\r\n\r\n", chunk), "larger than 2 MB"},
		{"says it is huge", raw(t, ok+"Content-Length: 99999999999\r\n\r\n", nil), "larger than 2 MB"},
		{"says more than it has", raw(t, ok+"Content-Length: 100\r\n\r\nshort", nil), "broke off"},
		{"two lengths", raw(t, ok+"Content-Length: 5\r\nContent-Length: 6\r\n\r\nshorty", nil), "Content-Length"},
		{"length below nothing", raw(t, ok+"Content-Length: -1\r\n\r\n", nil), "Content-Length"},
		{"bad chunk", raw(t, ok+"Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n", nil), "chunk"},
		{"huge chunk", raw(t, ok+"Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\nabc", nil), "chunk"},
		{"chunk cut off", raw(t, ok+"Transfer-Encoding: chunked\r\n\r\nff\r\nabc", nil), "broke off"},
		{"endless header", raw(t, ok, header), "header"},
		{"no HTTP", raw(t, "220 mail.example ESMTP\r\n", nil), "malformed HTTP"},
		{"NUL in the header", raw(t, ok+"X-A: \x00\r\n\r\n", nil), "malformed"},
		{"nothing", raw(t, "", nil), "broke off"},
		{"endless hints", raw(t, "", func() []byte { return []byte("HTTP/1.1 103 Early Hints\r\n\r\n") }), "headers exceeded"},
	} {
		began := time.Now()
		r, err := get(t, loopback(Limits{Size: 2 << 20, Total: 20 * time.Second}), Request{URL: c.url})
		if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %+v, %v; want %q", c.name, r, err, c.want)
		}
		if took := time.Since(began); took > 5*time.Second {
			t.Errorf("%s took %v", c.name, took)
		}
	}
}

// A server that is slow at any point is given up.
func TestSlow(t *testing.T) {
	hold := make(chan struct{})
	defer close(hold)
	wait := func() []byte { <-hold; return nil }
	const ok = "HTTP/1.1 200 OK\r\n"
	for _, c := range []struct {
		name, url, want string
		limits          Limits
	}{
		{"no answer", raw(t, "", wait), "no answer within", Limits{Headers: 30 * time.Millisecond}},
		{"half a header", raw(t, ok+"X-A:", wait), "no answer within", Limits{Headers: 30 * time.Millisecond}},
		{"half a body", raw(t, ok+"Content-Length: 9\r\n\r\nabc", wait), "timed out", Limits{Total: 100 * time.Millisecond}},
		{"half a page of gzip", raw(t, ok+"Content-Encoding: gzip\r\n\r\n\x1f\x8b\x08", wait), "timed out", Limits{Total: 100 * time.Millisecond}},
		{"a byte at a time", raw(t, ok+"\r\n", func() []byte { return []byte("x") }), "", Limits{Total: 100 * time.Millisecond, Size: 1 << 40}},
	} {
		_, err := get(t, loopback(c.limits), Request{URL: c.url})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v; want %q", c.name, err, c.want)
		}
	}
}

// The caller's end of the matter is told from the server's.
func TestGetCanceled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	srv := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		cancel()
		<-r.Context().Done()
	}))
	defer srv.Close()
	c := loopback(Limits{})
	defer c.Close()
	if _, err := c.Get(ctx, Request{URL: srv.URL}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestGunzip(t *testing.T) {
	if b, err := Gunzip(packed(t, "gzip", []byte("ships")), MaxSize); err != nil || string(b) != "ships" {
		t.Errorf("got %q, %v", b, err)
	}
	if _, err := Gunzip(packed(t, "gzip", make([]byte, 32<<20)), 64<<20); !errors.Is(err, errRatio) {
		t.Errorf("a bomb: %v", err)
	}
	if _, err := Gunzip([]byte("no gzip"), MaxSize); err == nil {
		t.Error("what is no gzip was taken")
	}
}

func TestTooLarge(t *testing.T) {
	if !errors.Is(TooLarge(5), ErrTooLarge) || TooLarge(50<<20).Error() != "larger than 50 MB" || ErrTooLarge.Error() != "larger than 16 MB" {
		t.Error("the errors of size do not match")
	}
}
