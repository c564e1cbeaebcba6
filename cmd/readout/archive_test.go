package main

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"readout/internal/merge"
)

// The example story is added, added again, listed and corrected.
func TestArchive(t *testing.T) {
	db := filepath.Join(t.TempDir(), "test.db")
	ok := func(args ...string) string {
		t.Helper()
		status, stdout, stderr := readout("", append(args, "--archive", db)...)
		if status != exitOK {
			t.Fatalf("readout %s: status %d, %s", strings.Join(args, " "), status, stderr)
		}
		return stdout
	}
	if status, _, stderr := readout("", "events", "--archive", db); status != exitFailed || !strings.Contains(stderr, "no archive") {
		t.Errorf("without an archive: status %d, %q", status, stderr)
	}
	ok("add", filepath.Join("..", "..", "examples", "handover"))
	before := ok("reports", "--format", "json")
	ok("add", filepath.Join("..", "..", "examples", "handover"))
	if after := ok("reports", "--format", "json"); after != before {
		t.Error("adding the same pages twice changed the record")
	}
	ok("rebuild")
	if after := ok("reports", "--format", "json"); after != before {
		t.Error("a rebuild changed the record")
	}
	var reports []merge.Report
	if err := json.Unmarshal([]byte(before), &reports); err != nil || len(reports) != 5 {
		t.Fatalf("%d reports, %v", len(reports), err)
	}
	families := map[string]int{}
	for _, r := range reports {
		families[r.Family]++
	}
	if len(families) != 2 || families[""] != 3 {
		t.Errorf("families %v; want two reports in one", families)
	}
	for _, list := range []string{"events", "statements", "situations", "actors", "places", "stories"} {
		for _, format := range []string{"table", "json", "jsonl", "csv", "md"} {
			ok(list, "--format", format)
		}
	}
	story := reports[0].Story
	if out := ok("show", story); !strings.Contains(out, story) {
		t.Errorf("show %s: %q", story, out)
	}
	ok("timeline", story)
	ok("stats")
	ok("correct", "retitle", story, "--value", "The Port Selm handover", "--by", "Ada")
	if out := ok("stories"); !strings.Contains(out, "The Port Selm handover") {
		t.Errorf("after retitling: %q", out)
	}
	if out := ok("search", "selm", "handover", "--kind", "story"); !strings.Contains(out, "The Port Selm handover") {
		t.Errorf("search: %q", out)
	}
	if status, _, _ := readout("", "show", "e000000000000", "--archive", db); status != exitFailed {
		t.Errorf("show of nothing: status %d", status)
	}
}

func TestListUsage(t *testing.T) {
	for _, args := range []string{"events --format xml", "events --since yesterday", "show", "search", "correct join a1", "correct edit e1 --value x", "timeline",
		"timeline y1 --format xml", "timeline y1 --limit -1", "search x --format xml", "search x --kind bogus", "search x --limit -1", "search x --offset -1",
		"events --type bogus", "alert add x --type RETRAET"} {
		if status, _, stderr := readout("", strings.Fields(args)...); status != exitUsage {
			t.Errorf("readout %s: status %d, %q", args, status, stderr)
		}
	}
}

// Reports added one by one, last first, make the record that they make
// together; so does a rebuild.
func TestAddInParts(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("..", "..", "examples", "handover", "*"))
	if err != nil || len(files) < 2 {
		t.Fatalf("%d examples, %v", len(files), err)
	}
	dir := t.TempDir()
	run := func(db string, args ...string) string {
		t.Helper()
		status, stdout, stderr := readout("", append(args, "--archive", filepath.Join(dir, db))...)
		if status != exitOK {
			t.Fatalf("readout %s: status %d, %s", strings.Join(args, " "), status, stderr)
		}
		return stdout
	}
	record := func(db string) (out string) {
		for _, list := range []string{"reports", "events", "statements", "situations", "actors", "places", "stories"} {
			out += run(db, list, "--format", "jsonl", "--limit", "0")
		}
		return out
	}
	run("all.db", append([]string{"add"}, files...)...)
	for i := len(files) - 1; i >= 0; i-- {
		run("parts.db", "add", files[i])
	}
	want := record("all.db")
	if record("parts.db") != want {
		t.Error("reports added one by one make another record")
	}
	run("parts.db", "rebuild")
	if record("parts.db") != want {
		t.Error("a rebuild makes another record")
	}
}

// A list says where it goes on, and that it has ended.
func TestPages(t *testing.T) {
	db := filepath.Join(t.TempDir(), "test.db")
	run := func(args string) (stdout, stderr string) {
		t.Helper()
		status, stdout, stderr := readout("", append(strings.Fields(args), "--archive", db)...)
		if status != exitOK {
			t.Fatalf("readout %s: status %d, %s", args, status, stderr)
		}
		return stdout, stderr
	}
	run("add --no-merge " + filepath.Join("..", "..", "examples", "handover"))
	for _, list := range []string{"reports", "search port", "export"} {
		if out, stderr := run(list); !strings.Contains(stderr, "not all that the archive keeps is merged") {
			t.Errorf("%s before a merge: %q, %q", list, out, stderr)
		}
	}
	run("rebuild")
	for _, c := range []struct {
		args, stderr string
		lines        int
	}{
		{"reports", "", 5}, {"reports --limit 2", "1 to 2 of 5; --offset 2 for more\n", 2}, {"reports --limit 2 --offset 3", "", 2},
		{"reports --offset 7", "readout: there are 5; --offset 7 leaves out all\n", 0}, {"reports --limit 0", "", 5}, {"reports --outlet none", "", 0},
		{"search port --kind report --limit 2", "1 to 2; --offset 2 for more\n", 2}, {"search port --kind report --limit 0", "", 5},
		{"reports --limit 2 --format csv", "", 3},
	} {
		if out, stderr := run(c.args); stderr != c.stderr || strings.Count(out, "\n") != c.lines {
			t.Errorf("%s: %d lines, %q; want %d, %q", c.args, strings.Count(out, "\n"), stderr, c.lines, c.stderr)
		}
	}
}
