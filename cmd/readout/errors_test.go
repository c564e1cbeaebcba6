package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Each bad input is named on one line with its cause, and the status says so.
func TestBadInputs(t *testing.T) {
	dir := t.TempDir()
	for name, body := range map[string]string{
		"paper.pdf":   "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj",
		"photo.html":  "\xff\xd8\xff\xe0\x00\x10JFIF",
		"binary.txt":  strings.Repeat("\x00\x07\x9d\x01\xff ab", 400),
		"empty.html":  "",
		"blank.txt":   " \n\t\n",
		"menu.html":   "<html><head><title>Sign in</title></head><body><nav><a href=/>Home</a></nav><form><input></form></body></html>",
		"script.html": "<html><body><noscript>x</noscript><p>Please enable JavaScript to continue using this site.</p></body></html>",
		"title.md":    "# Only a title",
		"large.txt":   strings.Repeat("word ", 17<<20/5),
		"deep.html":   "<html><body>" + strings.Repeat("<div>", 50_000) + "x",
		"deep.json":   strings.Repeat("[", 100000),
		"deep.md":     strings.Repeat(">", 100000) + " x",
		"noise.txt":   strings.Repeat("\x81\x8d\x8f\x90\x9d", 400),
		"broken.json": `{"title": "x", "text": `,
		"number.json": `{"title": 5, "text": "One sentence stands here."}`,
		"none.json":   `{"title": "x"}`,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(body), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	folder := filepath.Join(dir, "folder")
	if err := os.Mkdir(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	for input, want := range map[string]string{
		filepath.Join(dir, "missing.txt"): "no such file",
		folder:                            "directory without reports",
		filepath.Join(dir, "paper.pdf"):   "unsupported type: PDF",
		filepath.Join(dir, "photo.html"):  "unsupported type: JPEG image",
		filepath.Join(dir, "binary.txt"):  "unsupported type: binary",
		filepath.Join(dir, "empty.html"):  "empty page",
		filepath.Join(dir, "blank.txt"):   "empty page",
		filepath.Join(dir, "menu.html"):   "page with no article",
		filepath.Join(dir, "script.html"): "page with no article",
		filepath.Join(dir, "title.md"):    "page with no article",
		filepath.Join(dir, "large.txt"):   "larger than 16 MB",
		filepath.Join(dir, "deep.html"):   "nested too deeply",
		filepath.Join(dir, "deep.json"):   "nested too deeply",
		filepath.Join(dir, "deep.md"):     "nested too deeply",
		filepath.Join(dir, "noise.txt"):   "text cannot be decoded",
		filepath.Join(dir, "broken.json"): "broken JSON",
		filepath.Join(dir, "number.json"): `"title" is a number`,
		filepath.Join(dir, "none.json"):   "page with no article",
		"ftp://example.org/a":             "not an http or https URL",
		"http://":                         "not an http or https URL",
	} {
		status, stdout, stderr := readout("", "read", input)
		line := "readout: " + input + ": "
		if status != exitFailed || stdout != "" || strings.Count(stderr, "\n") != 1 || !strings.HasPrefix(stderr, line) || !strings.Contains(stderr, want) {
			t.Errorf("%s: status %d, %.200q; want %q", input, status, stderr, want)
		}
	}
}

// A page that cannot be fetched is an input that failed; those after it are
// read.
func TestBadURLs(t *testing.T) {
	good, err := os.ReadFile(filepath.Join("..", "..", "examples", "grain-initiative.html"))
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/good", func(w http.ResponseWriter, _ *http.Request) { w.Write(good) })
	mux.Handle("/elsewhere", http.RedirectHandler("file:///etc/hosts", http.StatusFound))
	mux.HandleFunc("/paper", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/pdf")
		w.Write([]byte("x"))
	})
	srv := httptest.NewServer(mux)
	defer srv.Close()
	status, stdout, stderr := readout("", "read", "--allow-private", srv.URL+"/gone", srv.URL+"/elsewhere", srv.URL+"/paper", srv.URL+"/good")
	if status != exitFailed || strings.Count(stdout, "\n") != 1 {
		t.Errorf("status %d, %.200q", status, stdout)
	}
	for _, want := range []string{"/gone: the server answered 404", "/elsewhere: redirected to something", "/paper: unsupported type", "1 report read", "3 failed"} {
		if !strings.Contains(stderr, want) {
			t.Errorf("no %q in %q", want, stderr)
		}
	}
	if status, _, stderr := readout("", "read", srv.URL+"/good"); status != exitFailed || !strings.Contains(stderr, "inside a private network") {
		t.Errorf("status %d, %q", status, stderr)
	}
}

// A page that is no report is skipped with its reason, and is no failure.
func TestNoReports(t *testing.T) {
	dir := t.TempDir()
	links := ""
	for range 20 {
		links += "<article><h2><a href=/n>Envoys of two states meet in harbour town of Velm</a></h2><p>They met on Sunday to talk about the grain in its ships there.</p></article>"
	}
	for name, body := range map[string]string{
		"wall.html":  "<title>Your privacy</title><h1>We value your privacy</h1><p>We and our partners use cookies and other tracking to show personalised ads on this site.</p><p>You can change your consent at any time in the privacy settings, or accept all cookies.</p>",
		"gone.html":  "<title>Page not found</title><h1>Page not found</h1><p>The page that you asked for is not here any more. Try the front page of the paper instead.</p>",
		"index.html": "<title>Coast Herald</title><h1>Coast Herald news</h1>" + links,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("<!doctype html><html><body>"+body), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	db := filepath.Join(dir, "a.db")
	for name, why := range map[string]string{"wall.html": "cookie wall: its text is about cookies and privacy", "gone.html": "page not found: it is headed", "index.html": "page of links: 20 links"} {
		input := filepath.Join(dir, name)
		for _, args := range [][]string{{"read"}, {"extract"}, {"add", "--archive", db}} {
			status, stdout, stderr := readout("", append(args, input)...)
			if status != exitOK || stdout != "" || !strings.HasPrefix(stderr, "readout: "+input+": not a report: "+why) {
				t.Errorf("%s %s: status %d, %q; want %q", args[0], name, status, stderr, why)
			}
			if args[0] == "add" && !strings.Contains(stderr, "0 reports added; 1 skipped in") {
				t.Errorf("add %s: %q", name, stderr)
			}
		}
	}
	if status, _, stderr := readout("", "add", "--archive", db, filepath.Join(dir, "wall.html"), filepath.Join(dir, "missing.html")); status != exitFailed || !strings.Contains(stderr, "1 skipped; 1 failed") {
		t.Errorf("status %d, %q", status, stderr)
	}
}

// One report of a file of several that cannot be read leaves the others.
func TestOneOfSeveral(t *testing.T) {
	path := filepath.Join(t.TempDir(), "three.jsonl")
	line := `{"title":"One","text":"The minister arrived in Velm on Monday and said that the talks would go on."}` + "\n"
	if err := os.WriteFile(path, []byte(line+`{"title":"Two","text":"The minister`+"\n"+strings.ReplaceAll(line, "Monday", "Tuesday")), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, command := range []string{"read", "extract"} {
		status, stdout, stderr := readout("", command, path)
		if status != exitFailed || strings.Count(stdout, "\n") != 2 || !strings.HasPrefix(stderr, "readout: "+path+": line 2: broken JSON") {
			t.Errorf("%s: status %d, %d lines, %q", command, status, strings.Count(stdout, "\n"), stderr)
		}
	}
}

// A message is a report like any other; a mailbox of several is for add.
func TestMessage(t *testing.T) {
	dir := t.TempDir()
	message := "From: Harbour Ledger <news@ledger.example>\nTo: desk@desk.example\nDate: Mon, 2 Mar 2026 08:00:00 +0100\nSubject: Ships leave Port Selm\n\n" +
		"Norrland's last ships left Port Selm on Monday, the harbour office said.\n"
	letter, box := filepath.Join(dir, "m.eml"), filepath.Join(dir, "m.mbox")
	if os.WriteFile(letter, []byte(message), 0o600) != nil || os.WriteFile(box, []byte("From news@ledger.example Mon Mar  2 08:00:00 2026\n"+message), 0o600) != nil {
		t.Fatal("no files")
	}
	for _, args := range [][]string{{"extract", letter}, {"extract", "-"}, {"read", letter}} {
		status, stdout, stderr := readout(message, args...)
		if status != exitOK || !strings.Contains(stdout, `"title":"Ships leave Port Selm"`) || !strings.Contains(stdout, `"published":"2026-03-02T08:00:00+01:00"`) || strings.Contains(stdout, "desk.example") {
			t.Errorf("%v: status %d, %q, %q", args, status, stdout, stderr)
		}
	}
	if status, stdout, stderr := readout("", "extract", box); status != exitFailed || stdout != "" || !strings.Contains(stderr, "which readout add reads") {
		t.Errorf("a mailbox: status %d, %q, %q", status, stdout, stderr)
	}
}

// A mistake of ours in one report of an input leaves the others to be read: a reader that fails on every report is
// asked for each.
func TestMistakeIsOfOneReport(t *testing.T) {
	path := filepath.Join(t.TempDir(), "two.jsonl")
	lines := `{"title":"One","text":"The minister arrived in Velm on Monday and said that the talks would go on."}` + "\n" + `{"title":"Two","text":"The president met the minister of Velm on Tuesday and said that the talks went well."}` + "\n"
	if err := os.WriteFile(path, []byte(lines), 0o600); err != nil {
		t.Fatal(err)
	}
	e := newEnv(strings.NewReader(""), io.Discard, io.Discard)
	err := e.readOne(nil, path, readOptions{}).err
	if err == nil || !strings.Contains(err.Error(), "report 1: internal error") || !strings.Contains(err.Error(), "report 2: internal error") {
		t.Errorf("got %v", err)
	}
}
