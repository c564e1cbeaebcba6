package acquire

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestFetch(t *testing.T) {
	mux := http.NewServeMux()
	mux.HandleFunc("/page", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Write([]byte("<p>hello"))
	})
	mux.Handle("/once", http.RedirectHandler("/page", http.StatusFound))
	mux.Handle("/loop", http.RedirectHandler("/loop", http.StatusFound))
	mux.HandleFunc("/slow", func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-r.Context().Done():
		case <-time.After(3 * time.Second):
		}
	})
	mux.HandleFunc("/big", func(w http.ResponseWriter, _ *http.Request) {
		block := make([]byte, 1<<20)
		for range 17 {
			w.Write(block)
		}
	})
	srv := httptest.NewServer(mux)
	defer srv.Close()
	open := Options{AllowPrivate: true, Timeout: 10 * time.Second}
	page, err := Fetch(context.Background(), srv.URL+"/once", open)
	if err != nil || string(page.Body) != "<p>hello" || page.URL != srv.URL+"/page" {
		t.Fatalf("got %+v, %v", page, err)
	}
	brief := Options{AllowPrivate: true, Timeout: 100 * time.Millisecond}
	for _, c := range []struct {
		path string
		opt  Options
		want string
	}{
		{"/page", Options{}, "private network"},
		{"/loop", open, "redirects"},
		{"/missing", open, "404"},
		{"/big", open, "16 MB"},
		{"/slow", brief, "timed out"},
	} {
		if _, err := Fetch(context.Background(), srv.URL+c.path, c.opt); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", c.path, err, c.want)
		}
	}
	if _, err := Fetch(context.Background(), "ftp://example.org/", open); err == nil {
		t.Error("ftp was taken")
	}
}

func TestPublic(t *testing.T) {
	for a, want := range map[string]bool{
		"8.8.8.8": true, "2606:4700::1111": true, "127.0.0.1": false, "::1": false, "10.1.2.3": false,
		"169.254.169.254": false, "::ffff:192.168.0.1": false, "fe80::1": false, "fd00::1": false, "224.0.0.1": false,
		"0.0.0.0": false, "100.64.0.1": false, "64:ff9b::7f00:1": false, "2002:7f00:1::": false,
	} {
		if got := public(netip.MustParseAddr(a)); got != want {
			t.Errorf("%s: got %v", a, got)
		}
	}
}

func TestExpand(t *testing.T) {
	dir := t.TempDir()
	for _, n := range []string{"b.html", "a.md", "._a.md", "c.pdf", "sub/d.JSON"} {
		p := filepath.Join(dir, n)
		os.MkdirAll(filepath.Dir(p), 0o755)
		os.WriteFile(p, []byte("x"), 0o644)
	}
	empty := t.TempDir()
	got, errs := Expand([]string{dir, "missing.txt", empty})
	want := []string{filepath.Join(dir, "a.md"), filepath.Join(dir, "b.html"), filepath.Join(dir, "sub/d.JSON"), "missing.txt"}
	if !slices.Equal(got, want) || len(errs) != 1 {
		t.Errorf("got %v, %v", got, errs)
	}
	link := filepath.Join(empty, "link")
	if err := os.Symlink(dir, link); err == nil {
		if got, errs := Expand([]string{link}); len(got) != 3 || len(errs) != 0 {
			t.Errorf("a link to a folder: %v, %v", got, errs)
		}
	}
	if _, err := File("missing.txt"); err == nil || err.Error() != "no such file" {
		t.Errorf("got %v", err)
	}
}
