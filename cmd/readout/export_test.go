package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What is exported stays the same in a rebuild, whole in its file, with its
// description beside it; alerts tell what an add brings, once.
func TestExportAndAlert(t *testing.T) {
	dir := t.TempDir()
	db, file := filepath.Join(dir, "test.db"), filepath.Join(dir, "events.csv")
	handover := filepath.Join("..", "..", "examples", "handover")
	ok := func(args ...string) string {
		t.Helper()
		status, stdout, stderr := readout("", append(args, "--archive", db)...)
		if status != exitOK {
			t.Fatalf("readout %s: status %d, %s", strings.Join(args, " "), status, stderr)
		}
		return stdout
	}
	ok("add", filepath.Join(handover, "1-ledger-talks.html"))
	ok("alert", "add", "port", "--kind", "event", "--type", "RETREAT")
	ok("alert", "add", "lines", "--to", "file:"+filepath.Join(dir, "facts.jsonl"))
	if out := ok("add", handover); strings.Count(out, "[port]") != 1 || !strings.Contains(out, "“") {
		t.Errorf("the add told %q", out)
	}
	before := ok("export", "--format", "jsonl") + ok("export", "--format", "gdelt")
	ok("rebuild")
	if after := ok("export", "--format", "jsonl") + ok("export", "--format", "gdelt"); after != before {
		t.Error("a rebuild changed the export")
	}
	if out := ok("alert", "run"); out != "" {
		t.Errorf("after a rebuild the alerts told %q", out)
	}
	if out := ok("alert", "list"); !strings.Contains(out, "port") || !strings.Contains(out, "1 sent") {
		t.Errorf("alert list: %q", out)
	}
	ok("export", "--format", "csv", "--type", "RETREAT", "-o", file)
	b, err := os.ReadFile(file)
	if err != nil || strings.Count(string(b), "\r\n") < 2 {
		t.Errorf("%v, %q", err, b)
	}
	if b, err := os.ReadFile(file + "-metadata.json"); err != nil || !strings.Contains(string(b), `"url": "events.csv"`) {
		t.Errorf("%v, %q", err, b)
	}
	if out := ok("export", "--format", "csv", "-o", "-"); !strings.HasPrefix(out, "id,") {
		t.Errorf("to standard output: %.100q", out)
	}
	link := filepath.Join(dir, "link.db")
	if err := os.Symlink(db, link); err != nil {
		link = db
	}
	for _, over := range []string{db, link, db + "-wal", db + "-shm"} {
		for _, args := range [][]string{{"export", "--format", "csv", "-o", over}, {"alert", "add", "x", "--to", "file:" + over}, {"add", "x.html", "--skipped", over}} {
			status, _, stderr := readout("", append(args, "--archive", db)...)
			if status != exitUsage || !strings.Contains(stderr, "the archive itself") {
				t.Errorf("%s over %s: status %d, %q", args[0], over, status, stderr)
			}
		}
	}
	ok("stats")
	if out := ok("export", "--format", "polecat", "--dictionary"); !strings.Contains(out, "| Event ID |") {
		t.Errorf("dictionary: %q", out)
	}
	for _, args := range [][]string{
		{"export", "--format", "none"}, {"export", "--format", "csv", "--kind", "event,actor"}, {"export", "--format", "md"}, {"export", "--since", "soon"},
		{"alert"}, {"alert", "add"}, {"alert", "add", "x", "--to", "pigeon"}, {"alert", "add", "x", "--to", "webhook:https://a.example", "--key", "whsec_abc"},
	} {
		if status, _, stderr := readout("", append(args, "--archive", db)...); status != exitUsage && args[0] == "export" || status == exitOK || strings.Count(stderr, "\n") != 1 {
			t.Errorf("readout %s: status %d, %q", strings.Join(args, " "), status, stderr)
		}
	}
}
