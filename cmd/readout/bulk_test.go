package main

import (
	"archive/zip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"readout/internal/worker"
)

// zipped writes a zip of the example story and of what is no report.
func zipped(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "story.zip")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	w := zip.NewWriter(f)
	if err := w.AddFS(os.DirFS(filepath.Join("..", "..", "examples", "handover"))); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"style.css", "../climbs.html"} {
		m, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		m.Write([]byte("<p>x</p>"))
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// A zip of reports makes the record that its folder makes; what is passed
// over is counted and told of; a second add passes over the whole file.
func TestAddBundle(t *testing.T) {
	dir := t.TempDir()
	story, skipped := zipped(t), filepath.Join(dir, "skipped.tsv")
	run := func(want int, db string, args ...string) (stdout, stderr string) {
		t.Helper()
		status, stdout, stderr := readout("", append(args, "--archive", filepath.Join(dir, db))...)
		if status != want {
			t.Fatalf("readout %s: status %d, %s", strings.Join(args, " "), status, stderr)
		}
		return stdout, stderr
	}
	run(exitOK, "folder.db", "add", filepath.Join("..", "..", "examples", "handover"))
	_, stderr := run(exitOK, "zip.db", "add", "--skipped", skipped, filepath.Dir(story))
	for _, want := range []string{": 5 reports\n", "        1  name that leads out of the archive\n", "        1  file that is no report by its name\n", "readout: 5 reports added; 2 passed over in "} {
		if !strings.Contains(stderr, want) {
			t.Errorf("no %q in %q", want, stderr)
		}
	}
	lines, err := os.ReadFile(skipped)
	if want := story + "/style.css\tfile that is no report by its name\t\n" + story + "/../climbs.html\tname that leads out of the archive\t\n"; err != nil || string(lines) != want {
		t.Errorf("skipped: %q, %v; want %q", lines, err, want)
	}
	for _, list := range []string{"reports", "events", "situations"} {
		a, _ := run(exitOK, "folder.db", list, "--format", "jsonl", "--limit", "0")
		b, _ := run(exitOK, "zip.db", list, "--format", "jsonl", "--limit", "0")
		if a != b {
			t.Errorf("%s of the zip differ from those of the folder", list)
		}
	}
	if _, stderr := run(exitOK, "zip.db", "add", story); !strings.Contains(stderr, "read to its end before") {
		t.Errorf("a second time: %q", stderr)
	}
	if _, stderr := run(exitOK, "fr.db", "add", "--only-language", "fr,de", story); !strings.Contains(stderr, "5  left out by the filter") {
		t.Errorf("with a filter: %q", stderr)
	}
	if _, stderr := run(exitUsage, "fr.db", "add", "--only-country", "France", story); !strings.Contains(stderr, `not "France"`) {
		t.Errorf("with a filter that is wrong: %q", stderr)
	}
	broken := filepath.Join(dir, "broken.zip")
	if err := os.WriteFile(broken, []byte("PK\x03\x04 and no more"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, stderr := run(exitFailed, "broken.db", "add", broken); !strings.Contains(stderr, "broken.zip: zip: not a valid zip file\n") {
		t.Errorf("a broken zip: %q", stderr)
	}
}

func TestProgressText(t *testing.T) {
	for _, c := range []struct {
		at, first worker.Read
		took      time.Duration
		want      string
	}{
		{worker.Read{At: 0, Size: 900}, worker.Read{}, 0, "crawl.warc.gz ────────────────────   0 % of 1 kB, 0 reports, 0.0/s"},
		{worker.Read{At: 5e8, Size: 1e9, Reports: 600}, worker.Read{At: 25e7}, time.Minute, "crawl.warc.gz ━━━━━━━━━━──────────  50 % of 1000 MB, 600 reports, 10.0/s, 2 min 0 s left"},
		{worker.Read{At: 1e9, Size: 50e9, Reports: 1}, worker.Read{}, 10 * time.Minute, "crawl.warc.gz ────────────────────   2 % of 50.0 GB, 1 report, 0.0/s, 8 h 10 min left"},
		{worker.Read{At: 0, Size: 0}, worker.Read{}, time.Hour, "crawl.warc.gz ────────────────────   0 % of 0 kB, 0 reports, 0.0/s"},
	} {
		if got := progressText("crawl.warc.gz", c.at, c.first, c.took); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}
