package main

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"readout/internal/access"
	"readout/internal/serve"
)

// A said is what a command said so far, to be read while it runs.
type said struct {
	mu  sync.Mutex
	b   strings.Builder
	now chan struct{} // of each write
}

func newSaid() *said { return &said{now: make(chan struct{}, 1)} }

func (s *said) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	select {
	case s.now <- struct{}{}:
	default:
	}
	return s.b.Write(p)
}

func (s *said) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// startDesk runs the desk until the test ends, and returns where it is.
func startDesk(t *testing.T, o deskOptions) string {
	t.Helper()
	stderr := newSaid()
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	o.listen = "127.0.0.1:0"
	go func() {
		ended <- newEnv(strings.NewReader(""), io.Discard, stderr).desk(ctx, o, slog.New(slog.DiscardHandler))
	}()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	for {
		if m := regexp.MustCompile(`https?://\S+/`).FindString(stderr.String()); m != "" {
			return m
		}
		select {
		case <-stderr.now:
		case err := <-ended:
			ended <- nil
			t.Fatalf("the desk ended: %v", err)
		}
	}
}

func get(t *testing.T, url string, header ...string) (status int, body string) {
	t.Helper()
	r, err := http.NewRequest("GET", url, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range header {
		name, value, _ := strings.Cut(h, ": ")
		r.Header.Set(name, value)
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(b)
}

// post sends a form.
func post(t *testing.T, url, form string, header ...string) (status int) {
	t.Helper()
	r, err := http.NewRequest("POST", url, strings.NewReader(form))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for _, h := range header {
		name, value, _ := strings.Cut(h, ": ")
		r.Header.Set(name, value)
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	return resp.StatusCode
}

func TestDeskDemo(t *testing.T) {
	at := startDesk(t, deskOptions{demo: true})
	for _, path := range []string{"healthz", "readyz", "metrics", "", "api/v1/", "api/v1/stories", "api/v1/openapi.json"} {
		if status, body := get(t, at+path); status != 200 {
			t.Errorf("GET /%s: %d %s", path, status, body)
		}
	}
}

// What other machines could reach does not start without a password or a
// token, and lets nobody in without.
func TestDeskGuarded(t *testing.T) {
	db := filepath.Join(t.TempDir(), "test.db")
	if status, _, stderr := readout("", "desk", "--archive", db, "--listen", "127.0.0.1:0"); status != exitFailed || !strings.Contains(stderr, "no archive") {
		t.Errorf("without an archive: status %d, %q", status, stderr)
	}
	if status, _, stderr := readout("", "desk", "--new", "--archive", db, "--listen", "0.0.0.0:0"); status != exitFailed || !strings.Contains(stderr, "needs a password or a token") {
		t.Errorf("without a password: status %d, %q", status, stderr)
	}
	if status, _, stderr := readout("short\n", "desk", "passwd"); status != exitFailed || !strings.Contains(stderr, "letters or more") {
		t.Errorf("a short password: status %d, %q", status, stderr)
	}
	_, hash, _ := readout("a long enough one\n", "desk", "passwd")
	if p, err := access.ParsePassword(hash); err != nil || !p.Is("a long enough one") {
		t.Errorf("passwd: %q, %v", hash, err)
	}
	file := filepath.Join(t.TempDir(), "password")
	if err := os.WriteFile(file, []byte(hash), 0o600); err != nil {
		t.Fatal(err)
	}
	empty := filepath.Join(t.TempDir(), "empty")
	if err := os.WriteFile(empty, []byte("\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("READOUT_PASSWORD_HASH", strings.TrimSpace(hash))
	if _, _, err := (&deskOptions{listen: "127.0.0.1:0", passwordFile: empty}).guard(); err == nil || !strings.Contains(err.Error(), empty+" is empty") {
		t.Errorf("an empty file of a password: %v", err)
	}
	t.Setenv("READOUT_PASSWORD_HASH", "")
	at := startDesk(t, deskOptions{archive: db, passwordFile: file})
	if status, _ := get(t, at+"readyz"); status != http.StatusUnauthorized {
		t.Errorf("a visitor without a password: %d", status)
	}
	if status, body := get(t, at+"static/desk.css"); status != 200 || !strings.Contains(body, "{") {
		t.Errorf("the style sheet of the page that asks: %d", status)
	}
	if status, body := get(t, at+"login"); status != 200 || !strings.Contains(body, "/static/desk.css") {
		t.Errorf("the page that asks: %d %s", status, body)
	}
	status, token, stderr := readout("", "token", "add", "wall", "display", "--archive", db)
	if status != exitOK {
		t.Fatal(stderr)
	}
	if status, _ := get(t, at+"readyz", "Authorization: Bearer "+strings.TrimSpace(token)); status != 200 {
		t.Errorf("with a token: %d", status)
	}
	reader := "Authorization: Bearer " + strings.TrimSpace(token)
	for _, path := range []string{"", "correct", "settings", "seen", "api/v1/reports", "api/v1/corrections", "api/v1/read", "api/v1/corrections/c0/undo", "login/x", "metrics"} {
		if status := post(t, at+path, ""); status != http.StatusUnauthorized {
			t.Errorf("POST /%s without a token: %d", path, status)
		}
	}
	for _, path := range []string{"correct", "api/v1/reports", "api/v1/corrections", "api/v1/corrections/c0/undo"} {
		if status := post(t, at+path, "kind=wrong&id=e1&targets=e1", reader); status != http.StatusForbidden {
			t.Errorf("POST /%s with a token that may read: %d", path, status)
		}
	}
	if _, list, _ := readout("", "token", "list", "--archive", db); !strings.Contains(list, "wall display") || strings.Contains(list, strings.TrimSpace(token)) {
		t.Errorf("token list: %q", list)
	}
	if status, _, stderr := readout("", "token", "remove", "wall display", "--archive", db); status != exitOK {
		t.Error(stderr)
	}
	if status, _ := get(t, at+"readyz", "Authorization: Bearer "+strings.TrimSpace(token)); status != http.StatusUnauthorized {
		t.Errorf("with a token that was removed: %d", status)
	}
}

func TestDeskUsage(t *testing.T) {
	for _, args := range []string{"desk x", "desk --log xml", "desk --cert a", "token", "token add", "token list x", "token add x --scopes write", "token add x --expires soon"} {
		if status, _, stderr := readout("", strings.Fields(args)...); status != exitUsage {
			t.Errorf("readout %s: status %d, %q", args, status, stderr)
		}
	}
	o := deskOptions{listen: "127.0.0.1:8470", hosts: []string{"desk.example"}}
	if so, _, err := o.guard(); err != nil || !so.Guarded {
		t.Errorf("with a name of its own the desk asks nobody: %v", err)
	}
	if err := anyWayIn(t.Context(), nil, serve.Options{}); err != nil {
		t.Errorf("a desk that asks nobody: %v", err)
	}
}
