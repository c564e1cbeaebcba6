package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"readout/internal/store"
)

// A folder is watched by one round after another; what changed under a URL is
// shown.
func TestWatch(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	write := func(name, text string) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(at(name)), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(at(name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	run := func(want int, args ...string) (string, string) {
		t.Helper()
		status, stdout, stderr := readout("", append(args, "--archive", at("a.db"))...)
		if status != want {
			t.Fatalf("readout %s: status %d, %s", strings.Join(args, " "), status, stderr)
		}
		return stdout, stderr
	}
	watch := func(want int, args ...string) (string, string) {
		t.Helper()
		return run(want, append([]string{"watch", "--sources", at("sources.toml")}, args...)...)
	}
	if _, stderr := watch(exitFailed, "--once"); !strings.Contains(stderr, "readout sources add makes one") {
		t.Errorf("without sources: %q", stderr)
	}
	write("sources.toml", "[[source]]\nname = \"inbox\"\nurl = \"inbox\"\nkind = \"folder\"\n\n[[source]]\nname = \"later\"\nurl = \"https://ledger.example/rss\"\npaused = true\n")
	report := `{"url":"https://ledger.example/ships","title":"Ships leave","published":"2026-03-02","text":"Norrland's last ships left Port Selm on Monday, the harbour office said."}`
	write("inbox/one.json", report)
	if _, stderr := watch(exitOK, "--once"); !strings.Contains(stderr, "source=inbox entries=1 new=1 kept=1 ") || !strings.Contains(stderr, "msg=merged") {
		t.Errorf("the first round said %q", stderr)
	}
	write("inbox/two.json", strings.ReplaceAll(report, "last ships", "first ships"))
	if _, stderr := watch(exitOK, "--once"); !strings.Contains(stderr, "no source is due") {
		t.Errorf("the second round said %q", stderr)
	}
	release, err := store.Alone(at("a.db"), "watch")
	if err != nil {
		t.Fatal(err)
	}
	if _, stderr := watch(exitFailed, "--retry", "inbox"); !strings.Contains(stderr, "a watch runs on this archive: stop it first") {
		t.Errorf("while a watch runs, --retry said %q", stderr)
	}
	release()
	watch(exitOK, "--retry", "inbox")
	watch(exitOK, "--once")
	table, _ := watch(exitOK, "--status")
	if lines := strings.Split(table, "\n"); len(lines) != 4 || !strings.HasPrefix(lines[1], "inbox   well ") || !strings.Contains(lines[1], "  2     0 ") || !strings.HasPrefix(lines[2], "later   paused  -  ") {
		t.Errorf("status\n%s", table)
	}
	if out, _ := watch(exitOK, "--status", "--format", "json"); !strings.Contains(out, `"kept": 2`) {
		t.Errorf("status as JSON: %s", out)
	}
	list, _ := run(exitOK, "reports")
	id, _, _ := strings.Cut(list, " ")
	if out, _ := run(exitOK, "show", id); !strings.Contains(out, "2 versions stood under its URL: readout versions "+id) {
		t.Errorf("show\n%s", out)
	}
	out, _ := run(exitOK, "versions", id)
	if !strings.Contains(out, "Norrland's [-last-] {+first+} ships left") {
		t.Errorf("versions\n%s", out)
	}
	if out, _ := run(exitOK, "versions", "--format", "json", id); strings.Count(out, `"id"`) != 2 || !strings.Contains(out, `"op": "gone"`) {
		t.Errorf("versions as JSON\n%s", out)
	}
	run(exitFailed, "versions", "r0000000000000000")
	run(exitUsage, "versions")
	write("sources.toml", "[[source]]\nname = \"inbox\"\nurl = \"elsewhere\"\nkind = \"folder\"\n")
	if table, _ := watch(exitOK, "--status"); !strings.Contains(table, "inbox   new ") {
		t.Errorf("status of what is listed elsewhere\n%s", table)
	}
	watch(exitUsage, "--workers", "-1")
	watch(exitUsage, "--log", "loud")
	watch(exitUsage, "--format", "xml")
	watch(exitFailed, "--retry", "nobody")
}
