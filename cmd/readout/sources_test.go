package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestSources goes the way of a user: add a site, look, exchange, remove.
func TestSources(t *testing.T) {
	mux := http.NewServeMux()
	mux.HandleFunc("/{$}", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, `<html><head><link rel="alternate" type="application/rss+xml" href="/feed"><link rel="alternate" type="application/rss+xml" href="/sport"></head></html>`)
	})
	dead := false
	mux.HandleFunc("/feed", func(w http.ResponseWriter, r *http.Request) {
		if dead {
			w.WriteHeader(http.StatusGone)
			return
		}
		fmt.Fprint(w, `<rss version="2.0"><channel><title>The `+"\x1b[31m"+`Ledger</title><item><link>/1</link><pubDate>Mon, 02 Mar 2026 08:00:00 GMT</pubDate></item></channel></rss>`)
	})
	mux.HandleFunc("/sport", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, `<rss version="2.0"><channel><title>Sport</title><item><link>/2</link></item></channel></rss>`)
	})
	srv := httptest.NewServer(mux)
	defer srv.Close()
	dir := t.TempDir()
	os.Mkdir(filepath.Join(dir, "clippings"), 0o755)
	os.WriteFile(filepath.Join(dir, "clippings", "a.txt"), []byte("x"), 0o644)
	file, opml := filepath.Join(dir, "sources.toml"), filepath.Join(dir, "o.opml")
	step := func(args string, status int, stdout, stderr string) string {
		t.Helper()
		fields := strings.Fields(args)
		got, out, errs := readout("", append([]string{"sources", fields[0], "--sources", file}, fields[1:]...)...)
		if got != status || !strings.Contains(out, stdout) || !strings.Contains(errs, stderr) || strings.Contains(out+errs, "\x1b") {
			t.Errorf("sources %s: status %d, %q, %q; want %d, %q, %q", args, got, out, errs, status, stdout, stderr)
		}
		return out
	}
	step("list", exitOK, "", "names no source")
	step("add "+srv.URL, exitFailed, "", "readout: "+srv.URL+": refused: the address is inside a private network")
	step("add --allow-host 127.0.0.1 "+srv.URL, exitOK, "Ledger: feed "+srv.URL+"/feed (RSS 2.0, 1 report, newest 2026-03-02)\n  not added: "+srv.URL+"/sport (Sport)\n", "")
	step("add --allow-host 127.0.0.1 "+srv.URL, exitFailed, "", "is also that of line 1")
	step("add "+filepath.Join(dir, "clippings"), exitOK, "folder clippings\n", "")
	step("add --kind sitemap --name maps https://courier.example/map.xml", exitOK, "maps: sitemap https://courier.example/map.xml\n", "")
	step("list", exitOK, "may be private", "")
	step("list --format json", exitOK, `"kind": "sitemap"`, "")
	step("check", exitFailed, "folder, 1 report\n", "readout: maps: robots.txt: ")
	dead = true
	out := step("export", exitOK, `xmlUrl="`+srv.URL+`/feed"`, "2 sources left out")
	os.WriteFile(opml, []byte(out), 0o644)
	step("import "+opml, exitOK, "", "0 sources added; 1 there before")
	step("remove "+srv.URL+"/feed", exitOK, "", "")
	step("import "+opml, exitOK, "", "1 source added; 0 there before")
	step("remove nobody", exitFailed, "", `no source "nobody"`)
	step("import "+file, exitFailed, "", "not an OPML list")
	os.WriteFile(file, []byte("[[source]]\nname = \"a\"\nkind = \"x\"\n"), 0o644)
	if _, _, errs := readout("", "sources", "list", "--sources", file); strings.Count(errs, "readout: "+file+":") != 2 {
		t.Errorf("two faults: %q", errs)
	}
}

func TestSourcesUsage(t *testing.T) {
	for args, want := range map[string]string{
		"sources": "Usage: readout sources", "sources follow": `no "follow"`, "sources add": "needs the address", "sources import": "needs an OPML",
		"sources add --kind rss x": "--kind is", "sources add --name a x y": "--name goes with one", "sources list x": "takes no argument",
		"sources list --format csv": "--format is", "sources remove": "needs the name", "sources add --allow-host http://x/ y": "needs the name of a host",
	} {
		status, _, stderr := readout("", strings.Fields(args)...)
		if status != exitUsage || !strings.Contains(stderr, want) {
			t.Errorf("%s: status %d, %q; want %q", args, status, stderr, want)
		}
	}
}
