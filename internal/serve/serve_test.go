package serve

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"readout/internal/access"
	"readout/internal/store"
)

// A clock that tests set.
type clock struct{ t time.Time }

func (c *clock) now() time.Time { return c.t }

const password = "ten letters or so"

// server makes a server over an empty archive, with a page that says who asks
// and notes what was changed.
func server(t *testing.T, change func(*Options)) (*Server, *bytes.Buffer, *clock) {
	t.Helper()
	db, err := store.Open(filepath.Join(t.TempDir(), "test.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	var log bytes.Buffer
	c := &clock{time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)}
	o := Options{Archive: db, Log: slog.New(slog.NewJSONHandler(&log, nil)), Owner: "ada", Now: c.now, Version: "test"}
	if change != nil {
		change(&o)
	}
	s := New(o)
	s.Handle("GET /{$}", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, access.From(r.Context()).Name) }))
	s.Handle("GET /panic", http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("a mistake of ours") }))
	s.Handle("POST /change", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !access.From(r.Context()).May(access.Correct) {
			w.WriteHeader(http.StatusForbidden)
			return
		}
		if _, err := io.Copy(io.Discard, r.Body); err != nil {
			w.WriteHeader(http.StatusRequestEntityTooLarge)
		}
	}))
	return s, &log, c
}

func guarded(o *Options) {
	o.Guarded = true
	hash, err := access.HashPassword(password)
	if err != nil {
		panic(err)
	}
	o.Password, _ = access.ParsePassword(hash)
}

// ask makes a request of a server from a browser on 192.0.2.1.
func ask(s http.Handler, method, target string, body io.Reader, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, body)
	r.Host = "localhost:8470"
	for _, h := range header {
		name, value, _ := strings.Cut(h, ": ")
		if name == "Host" {
			r.Host = value
		}
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

func TestHeaders(t *testing.T) {
	s, _, _ := server(t, func(o *Options) { o.Secure = true })
	h := s.Handler()
	for _, path := range []string{"/", "/healthz", "/readyz", "/metrics", "/nowhere", "/panic"} {
		w := ask(h, "GET", path, nil)
		for name, want := range map[string]string{"Content-Security-Policy": "frame-ancestors 'none'", "X-Content-Type-Options": "nosniff",
			"Referrer-Policy": "same-origin", "Cross-Origin-Opener-Policy": "same-origin", "Strict-Transport-Security": "max-age", "X-Request-Id": ""} {
			if got := w.Header().Get(name); got == "" || !strings.Contains(got, want) {
				t.Errorf("GET %s: %s is %q; want %q in it", path, name, got, want)
			}
		}
	}
}

func TestHost(t *testing.T) {
	open, _, _ := server(t, nil)
	named, _, _ := server(t, func(o *Options) { guarded(o); o.Hosts = []string{"desk.example"} })
	unnamed, _, _ := server(t, guarded)
	for _, c := range []struct {
		s    *Server
		host string
		ok   bool
	}{
		{open, "localhost:8470", true}, {open, "127.0.0.1:8470", true}, {open, "[::1]:8470", true}, {open, "LOCALHOST", true},
		{open, "evil.example", false}, {open, "evil.example:8470", false}, {open, "192.0.2.7", false}, {open, "", false}, {open, "localhost.evil.example", false},
		{named, "desk.example", true}, {named, "Desk.Example:443", true}, {named, "evil.example", false},
		{unnamed, "anything.example", true},
	} {
		w := ask(c.s.Handler(), "GET", "/healthz", nil, "Host: "+c.host)
		if ok := w.Code == http.StatusOK; ok != c.ok || !ok && w.Code != http.StatusMisdirectedRequest {
			t.Errorf("Host %q: status %d", c.host, w.Code)
		}
	}
}

// A page of another origin changes nothing, whoever looks at it.
func TestOrigin(t *testing.T) {
	s, _, _ := server(t, nil)
	h := s.Handler()
	for _, c := range []struct {
		header string
		status int
	}{
		{"Sec-Fetch-Site: cross-site", 403}, {"Sec-Fetch-Site: same-site", 403}, {"Origin: https://evil.example", 403}, {"Origin: null", 403},
		{"Sec-Fetch-Site: same-origin", 200}, {"Origin: http://localhost:8470", 200}, {"X: none", 200},
	} {
		if w := ask(h, "POST", "/change", nil, c.header); w.Code != c.status {
			t.Errorf("POST with %s: status %d, want %d", c.header, w.Code, c.status)
		}
	}
}

// Where visitors are asked who they are, nobody unknown sees or changes
// anything.
func TestGuarded(t *testing.T) {
	s, _, _ := server(t, guarded)
	h := s.Handler()
	for _, path := range []string{"/", "/metrics", "/readyz", "/nowhere", "/change"} {
		for _, method := range []string{"GET", "HEAD", "POST", "PUT", "DELETE", "PATCH"} {
			if w := ask(h, method, path, nil); w.Code != http.StatusUnauthorized || w.Header().Get("WWW-Authenticate") == "" || method != "HEAD" && !strings.Contains(w.Body.String(), `"status":401`) {
				t.Errorf("%s %s: status %d, %s", method, path, w.Code, w.Body)
			}
		}
	}
	for _, header := range []string{"Authorization: Bearer x", "Authorization: Bearer readout_AAAA", "Authorization: Basic YTpi", "Cookie: readout=x"} {
		if w := ask(h, "POST", "/change", nil, header); w.Code != http.StatusUnauthorized {
			t.Errorf("%s: status %d", header, w.Code)
		}
	}
	if w := ask(h, "GET", "/?a=b", nil, "Accept: text/html"); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/login?next=%2F%3Fa%3Db" {
		t.Errorf("a browser: status %d to %q", w.Code, w.Header().Get("Location"))
	}
	if w := ask(h, "GET", "/healthz", nil); w.Code != http.StatusOK {
		t.Errorf("GET /healthz: status %d", w.Code)
	}
}

func login(h http.Handler, secret, next string) *httptest.ResponseRecorder {
	return ask(h, "POST", "/login", strings.NewReader(url.Values{"secret": {secret}, "next": {next}}.Encode()), "Content-Type: application/x-www-form-urlencoded")
}

func TestLogin(t *testing.T) {
	s, _, c := server(t, func(o *Options) { guarded(o); o.Secure = true })
	h := s.Handler()
	if w := ask(h, "GET", "/login?next=%22%3E%3Cscript%3E", nil); w.Code != http.StatusOK || strings.Contains(w.Body.String(), "<script") {
		t.Errorf("GET /login: %d %s", w.Code, w.Body)
	}
	if w := login(h, "wrong", "/"); w.Code != http.StatusUnauthorized || len(w.Result().Cookies()) > 0 {
		t.Errorf("a wrong password: status %d", w.Code)
	}
	w := login(h, password, "/events?type=AGREE")
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/events?type=AGREE" || len(w.Result().Cookies()) != 1 {
		t.Fatalf("the password: status %d to %q", w.Code, w.Header().Get("Location"))
	}
	cookie := w.Result().Cookies()[0]
	if !cookie.HttpOnly || !cookie.Secure || cookie.SameSite != http.SameSiteLaxMode || cookie.Path != "/" || !strings.HasPrefix(cookie.Name, "__Host-") {
		t.Errorf("cookie %+v", cookie)
	}
	header := "Cookie: " + cookie.Name + "=" + cookie.Value
	if w := ask(h, "GET", "/", nil, header); w.Code != 200 || w.Body.String() != "ada" {
		t.Errorf("with the session: %d %s", w.Code, w.Body)
	}
	if w := ask(h, "POST", "/change", nil, header, "Origin: https://evil.example"); w.Code != http.StatusForbidden {
		t.Errorf("with the session from another origin: %d", w.Code)
	}
	c.t = c.t.Add(sessionLasts)
	if w := ask(h, "GET", "/", nil, header); w.Code != http.StatusUnauthorized {
		t.Errorf("a session that is over: %d", w.Code)
	}
	c.t = c.t.Add(-sessionLasts)
	if w := ask(h, "POST", "/logout", nil, header); w.Code != http.StatusSeeOther {
		t.Errorf("POST /logout: %d", w.Code)
	}
	if w := ask(h, "GET", "/", nil, header); w.Code != http.StatusUnauthorized {
		t.Errorf("after going out: %d", w.Code)
	}
}

func TestLocal(t *testing.T) {
	for next, want := range map[string]string{"": "/", "/a?b=c": "/a?b=c", "//evil.example": "/", "https://evil.example": "/", "/\\evil.example": "/", "/\t/evil.example": "/", "javascript:x": "/"} {
		if got := local(next); got != want {
			t.Errorf("local(%q) = %q, want %q", next, got, want)
		}
	}
}

// Tries are limited by address, and what is kept of addresses is bounded.
func TestLoginLimited(t *testing.T) {
	s, _, c := server(t, guarded)
	h := s.Handler()
	last := 0
	for range triesAtOnce + 1 {
		last = login(h, "wrong", "/").Code
	}
	if last != http.StatusTooManyRequests {
		t.Errorf("after %d tries: status %d", triesAtOnce, last)
	}
	if w := login(h, password, "/"); w.Code != http.StatusTooManyRequests {
		t.Errorf("the password after too many tries: %d", w.Code)
	}
	c.t = c.t.Add(tryEvery)
	if w := login(h, password, "/"); w.Code != http.StatusSeeOther {
		t.Errorf("the password after waiting: %d", w.Code)
	}
	l := newLimiter(c.now)
	for k := range mostAddresses + 100 {
		l.may(fmt.Sprintf("10.%d.%d.%d:1", k>>16, k>>8&255, k&255))
	}
	if len(l.each) > mostAddresses {
		t.Errorf("%d addresses kept", len(l.each))
	}
	if network("[2001:db8::1]:1") != network("[2001:db8::2]:9") || network("10.0.0.1:1") == network("10.0.0.2:1") {
		t.Error("addresses of one network are not one, or those of two are")
	}
}

func TestTokens(t *testing.T) {
	var db *store.DB
	s, _, c := server(t, func(o *Options) { guarded(o); db = o.Archive })
	h := s.Handler()
	token := func(name, scopes, expires string) string {
		secret := access.NewToken()
		if err := db.AddToken(context.Background(), store.Token{Name: name, Hash: access.HashToken(secret), Scopes: scopes, Expires: expires}); err != nil {
			t.Fatal(err)
		}
		return "Authorization: Bearer " + secret
	}
	reader, editor, adder := token("reader", "read", ""), token("editor", "read,correct", "2026-03-02"), token("adder", "add", "")
	check := func(method, path, header string, want int) {
		t.Helper()
		if w := ask(h, method, path, nil, header); w.Code != want {
			t.Errorf("%s %s with %s: %d, want %d", method, path, header, w.Code, want)
		}
	}
	check("GET", "/", reader, 200)
	check("POST", "/change", reader, 403)
	check("POST", "/change", editor, 200)
	check("GET", "/", adder, 403)
	c.t = c.t.Add(24 * time.Hour)
	check("POST", "/change", editor, 401) // its last day is over
	_, secret, _ := strings.Cut(reader, "Bearer ")
	w := login(h, secret, "/")
	if len(w.Result().Cookies()) != 1 {
		t.Fatalf("login with a token: %d", w.Code)
	}
	session := "Cookie: readout=" + w.Result().Cookies()[0].Value
	check("GET", "/", session, 200)
	check("POST", "/change", session, 403)
	if err := db.RemoveToken(context.Background(), "reader"); err != nil {
		t.Fatal(err)
	}
	check("GET", "/", reader, 401)
	check("GET", "/", session, 401)
}

func TestPanic(t *testing.T) {
	s, log, _ := server(t, nil)
	w := ask(s.Handler(), "GET", "/panic", nil)
	if w.Code != 500 || strings.Contains(w.Body.String(), "mistake") || !strings.Contains(log.String(), "a mistake of ours") ||
		!strings.Contains(log.String(), w.Header().Get("X-Request-Id")) {
		t.Errorf("status %d, %s, log %s", w.Code, w.Body, log)
	}
}

// A long page comes compressed to those who take it so, and counts as routed.
func TestCompressed(t *testing.T) {
	s, _, _ := server(t, nil)
	s.Handle("GET /long", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		w.Header().Set("ETag", `W/"1"`)
		fmt.Fprint(w, strings.Repeat("The same again. ", 1000))
	}))
	h := s.Handler()
	w := ask(h, "GET", "/long", nil, "Accept-Encoding: gzip")
	if w.Header().Get("Content-Encoding") != "gzip" || w.Body.Len() > 1000 || w.Header().Get("ETag") != `W/"1"` || !strings.Contains(w.Header().Get("Vary"), "Accept-Encoding") {
		t.Errorf("%d bytes, %v", w.Body.Len(), w.Header())
	}
	if w := ask(h, "GET", "/long", nil); w.Header().Get("Content-Encoding") != "" || w.Body.Len() != 16000 {
		t.Errorf("to one who does not take it: %d bytes, %v", w.Body.Len(), w.Header())
	}
	if body := ask(h, "GET", "/metrics", nil).Body.String(); !strings.Contains(body, `readout_http_requests_total{route="/long",method="GET",code="200"} 2`) {
		t.Errorf("metrics %s", body)
	}
}

func TestBodyBounded(t *testing.T) {
	s, _, _ := server(t, nil)
	if w := ask(s.Handler(), "POST", "/change", io.LimitReader(zeros{}, mostBody+1)); w.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("a body too large: status %d", w.Code)
	}
}

type zeros struct{}

func (zeros) Read(b []byte) (int, error) { clear(b); return len(b), nil }

func TestMetrics(t *testing.T) {
	s, log, _ := server(t, nil)
	h := s.Handler()
	ask(h, "GET", "/?q=1", nil)
	ask(h, "BREW", "/made/up/by/a/visitor", nil)
	body := ask(h, "GET", "/metrics", nil).Body.String()
	for _, want := range []string{`readout_http_requests_total{route="/{$}",method="GET",code="200"} 1`, `readout_http_requests_total{route="none",method="other",code="404"} 1`,
		`readout_http_request_seconds_bucket{route="/{$}",le="0.005"}`, `readout_build_info{version="test"} 1`, "process_resident_memory_bytes"} {
		if !strings.Contains(body, want) {
			t.Errorf("no %s in\n%s", want, body)
		}
	}
	if strings.Contains(body, "visitor") {
		t.Error("a visitor's words are in the metrics")
	}
	if !strings.Contains(log.String(), `"path":"/"`) || !strings.Contains(log.String(), `"visitor":"ada"`) || strings.Contains(log.String(), "q=1") {
		t.Errorf("log %s", log)
	}
}

// The gate lets some in, lets some wait and sends the rest away.
func TestGate(t *testing.T) {
	g := newGate(1)
	if !g.enter(context.Background()) {
		t.Fatal("an open gate is shut")
	}
	over, cancel := context.WithCancel(context.Background())
	cancel()
	if g.enter(over) {
		t.Error("the gate lets in more than it has room for")
	}
	in := make(chan bool)
	go func() { in <- g.enter(context.Background()) }()
	g.leave()
	if !<-in {
		t.Error("who waits is not let in")
	}
}

// A server that is told to stop ends what runs, then itself.
func TestServeStops(t *testing.T) {
	s, _, _ := server(t, nil)
	started := make(chan struct{})
	s.Handle("GET /wait/stream", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		close(started)
		<-s.Stopping()
		fmt.Fprint(w, "the last word")
	}))
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error)
	go func() { ended <- s.Serve(ctx, l, nil) }()
	said := make(chan string)
	go func() {
		resp, err := http.Get("http://" + l.Addr().String() + "/wait/stream")
		if err != nil {
			said <- err.Error()
			return
		}
		defer resp.Body.Close()
		b, _ := io.ReadAll(resp.Body)
		said <- string(b)
	}()
	<-started
	stop()
	if got := <-said; got != "the last word" {
		t.Errorf("what ran when the server stopped said %q", got)
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// A stream lasts longer than a request may take to be read.
func TestStreamLasts(t *testing.T) {
	const bound = 30 * time.Millisecond
	s, _, _ := server(t, nil)
	s.Handle("GET /x/stream", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		select {
		case <-time.After(5 * bound):
			fmt.Fprint(w, "still here")
		case <-r.Context().Done():
		}
	}))
	srv := httptest.NewUnstartedServer(s.Handler())
	srv.Config.ReadTimeout = bound
	srv.Start()
	defer srv.Close()
	resp, err := http.Get(srv.URL + "/x/stream")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if b, err := io.ReadAll(resp.Body); err != nil || string(b) != "still here" {
		t.Errorf("the stream said %q, %v", b, err)
	}
}

func TestLoopback(t *testing.T) {
	for address, want := range map[string]bool{"127.0.0.1:8470": true, "[::1]:1": true, "localhost:1": true, ":8470": false, "0.0.0.0:1": false, "[::]:1": false, "192.168.1.2:1": false, "desk.example:1": false, "127.0.0.1": false} {
		if got := Loopback(address); got != want {
			t.Errorf("Loopback(%q) = %v", address, got)
		}
	}
}
