package main

import (
	"bytes"
	"compress/gzip"
	"errors"
	"flag"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"readout/internal/reader"
	"readout/internal/record"
	"readout/internal/worker"
)

// readout runs the program in this process.
func readout(stdin string, args ...string) (status int, stdout, stderr string) {
	var out, err bytes.Buffer
	status = run(args, strings.NewReader(stdin), &out, &err)
	return status, out.String(), err.String()
}

func TestUsage(t *testing.T) {
	for _, c := range []struct {
		args   string
		status int
		stderr string
	}{
		{"", exitUsage, "Usage:"},
		{"reed x", exitUsage, `no command "reed"`},
		{"read", exitUsage, "needs an input"},
		{"read --format xml x", exitUsage, "--format is"},
		{"read --published yesterday x", exitUsage, "--published is a day"},
		{"read --nosuch x", exitUsage, "not defined"},
		{"annotate x", exitUsage, "takes no argument"},
		{"annotate --names muc", exitUsage, "--names is"},
		{"completion tcsh", exitUsage, "no completion"},
	} {
		status, _, stderr := readout("", strings.Fields(c.args)...)
		if status != c.status || !strings.Contains(stderr, c.stderr) {
			t.Errorf("readout %s: status %d, %q; want %d, %q", c.args, status, stderr, c.status, c.stderr)
		}
	}
}

func TestHelpAndCompletion(t *testing.T) {
	for _, args := range []string{"help", "version", "completion bash", "completion zsh", "completion fish"} {
		status, stdout, stderr := readout("", strings.Fields(args)...)
		if status != exitOK || !strings.Contains(stdout, "readout") || stderr != "" {
			t.Errorf("readout %s: status %d, %q, %q", args, status, stdout, stderr)
		}
	}
}

// A shell offers the verbs of each command, the flags that its help tells, and
// the words that their values are.
func TestCompletion(t *testing.T) {
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("no bash")
	}
	_, script, _ := readout("", "completion", "bash")
	_, fish, _ := readout("", "completion", "fish")
	script += `while IFS= read -r typed; do
		IFS=" " read -ra COMP_WORDS <<<"$typed"
		case $typed in *" ") COMP_WORDS+=("") ;; esac
		COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
		_readout
		echo "${COMPREPLY[*]}"
	done`
	type question struct{ typed, want string }
	questions := []question{
		{"readout ", commandNames()}, {"readout sources ", "add list remove check import export"}, {"readout alert ", "add list remove test run key"},
		{"readout token ", "add list remove"}, {"readout completion z", "zsh"}, {"readout help ver", "version versions"}, {"readout desk p", "passwd"},
		{"readout read --format ", "text json jsonl"}, {"readout events --format ", "table json jsonl csv md"}, {"readout sources list --format ", "table json"},
		{"readout export x --format gd", "gdelt gdelt-mentions"}, {"readout alert add x --factuality ", "actual planned denied possible"}, {"readout show --format ", "text json record"},
		{"readout events --fam", "--family"}, {"readout sources add --k", "--kind"}, {"readout sources list --k", ""}, {"readout extract errors_", "errors_test.go"},
	}
	told := regexp.MustCompile(`(?m)^  -([a-z-]+)`)
	for _, c := range completions() {
		name := strings.TrimSpace(c.command + " " + c.verb)
		_, help, _ := readout("", append(strings.Fields(name), "-h")...)
		var flags []string
		for _, m := range told.FindAllStringSubmatch(help, -1) {
			flag, kind := "--"+m[1], " -l "
			if len(m[1]) == 1 {
				flag, kind = "-"+m[1], " -s "
			}
			flags = append(flags, flag)
			if !strings.Contains(fish, "'__readout_is "+name+"'"+kind+m[1]) {
				t.Errorf("fish knows no flag %s of %s", flag, name)
			}
		}
		questions = append(questions, question{"readout " + name + " -", strings.Join(flags, " ")})
	}
	var typed strings.Builder
	for _, q := range questions {
		typed.WriteString(q.typed + "\n")
	}
	shell := exec.Command(bash, "-c", script)
	shell.Stdin = strings.NewReader(typed.String())
	out, err := shell.CombinedOutput()
	answers := strings.Split(string(out), "\n")
	if err != nil || len(answers) != len(questions)+1 {
		t.Fatalf("%v, %d answers to %d questions: %.300s", err, len(answers)-1, len(questions), out)
	}
	for i, q := range questions {
		if answers[i] != q.want {
			t.Errorf("%q is completed by %q; want %q", q.typed, answers[i], q.want)
		}
	}
}

// Help that was asked for goes to standard output, for each command and verb.
func TestHelpOfCommands(t *testing.T) {
	names := []string{"desk passwd"}
	for _, c := range commands() {
		names = append(names, c.name)
	}
	for _, name := range names {
		for _, args := range [][]string{append(strings.Fields(name), "-h"), append([]string{"help"}, strings.Fields(name)...)} {
			status, stdout, stderr := readout("", args...)
			first, _, _ := strings.Cut(name, " ")
			if status != exitOK || !strings.HasPrefix(stdout, "Usage: readout "+first) || stderr != "" {
				t.Errorf("readout %s: status %d, %q, %q", strings.Join(args, " "), status, stdout, stderr)
			}
		}
	}
	for _, args := range []string{"help help", "help -h", "-h -h", "-h read"} {
		if status, stdout, _ := readout("", strings.Fields(args)...); status != exitOK || !strings.Contains(stdout, "readout COMMAND -h") {
			t.Errorf("readout %s: status %d, %q", args, status, stdout)
		}
	}
	if status, _, stderr := readout("", "help", "reed"); status != exitUsage || !strings.Contains(stderr, `no command "reed"`) {
		t.Errorf("help for what is no command: status %d, %q", status, stderr)
	}
}

// Figures are measured by the beginning of their names; a name that none has
// passes no floor.
func TestEvalOnly(t *testing.T) {
	dir := t.TempDir()
	gold := filepath.Join(dir, "data", "syntax")
	if err := os.MkdirAll(gold, 0o700); err != nil {
		t.Fatal(err)
	}
	floor := filepath.Join(dir, "floor.tsv")
	if err := os.WriteFile(floor, []byte("syntax.ewt.upos\t0.1\nrecords.actors\t0.1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, set := range []string{"ewt", "gum"} {
		var z bytes.Buffer
		w := gzip.NewWriter(&z)
		io.WriteString(w, "# text = Ships left.\n1\tShips\tship\tNOUN\t_\t_\t2\tnsubj\t_\t_\n2\tleft\tleave\tVERB\t_\t_\t0\troot\t_\tSpaceAfter=No\n3\t.\t.\tPUNCT\t_\t_\t2\tpunct\t_\t_\n\n")
		w.Close()
		if err := os.WriteFile(filepath.Join(gold, "en_"+set+"-ud-dev.conllu.gz"), z.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for only, want := range map[string]struct{ status, figures int }{
		"syntax": {exitOK, 8}, "syn": {exitOK, 8}, "syntax.ewt": {exitOK, 4}, "syntax.ewt.upos": {exitOK, 1},
		"syntaxx": {exitUsage, 0}, "sintax": {exitUsage, 0}, "syntax.ewt.xpos": {exitUsage, 0}, "records": {exitFailed, 0},
	} {
		status, stdout, stderr := readout("", "eval", "--data", dir, "--floor", floor, "--only", only)
		if status != want.status || strings.Count(stdout, "\n") != want.figures {
			t.Errorf("--only %s: status %d, %q, %q; want %+v", only, status, stdout, stderr, want)
		}
	}
}

// A full is a disk with no room.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left on device") }

// What cannot be written is a failure of the command, told once.
func TestNoRoom(t *testing.T) {
	dir := t.TempDir()
	db, list := filepath.Join(dir, "test.db"), filepath.Join(dir, "sources.toml")
	if err := os.WriteFile(list, []byte("[[source]]\nname = \"a\"\nurl = \"https://ledger.example/rss\"\nkind = \"feed\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if status, _, stderr := readout("", "add", "--archive", db, filepath.Join("..", "..", "examples", "finland-joins-nato.md")); status != exitOK {
		t.Fatal(stderr)
	}
	pair := `{"id":"1","text":"Ruvia attacked Tavria.","source":{"start":0,"end":5},"target":{"start":15,"end":21}}` + "\n"
	for _, args := range []string{"help", "read -h", "version", "completion bash", "model", "relate", "alert key", "sources list --sources " + list, "export --format csv --dictionary",
		"reports --archive " + db, "stats --archive " + db, "token add wall --archive " + db, "alert list -h"} {
		var stderr strings.Builder
		status := run(strings.Fields(args), strings.NewReader(pair), full{}, &stderr)
		if status != exitFailed || strings.Count(stderr.String(), "no space left on device") != 1 {
			t.Errorf("readout %s: status %d, %q", args, status, stderr.String())
		}
	}
	if _, stdout, _ := readout("", "token", "list", "--archive", db); stdout != "" {
		t.Errorf("a token that nobody saw is kept: %q", stdout)
	}
}

func TestFlagsAfterInputs(t *testing.T) {
	fs := flag.NewFlagSet("x", flag.ContinueOnError)
	format := fs.String("format", "", "")
	inputs, _, done := newEnv(nil, io.Discard, io.Discard).parseFlags(fs, []string{"a", "--format", "json", "-", "--", "--b"})
	if done || *format != "json" || !slices.Equal(inputs, []string{"a", "-", "--b"}) {
		t.Errorf("inputs %q, format %q", inputs, *format)
	}
}

// One bad input is named on one line and does not stop the others; reading
// twice gives the same bytes.
func TestReadGoesOn(t *testing.T) {
	dir := t.TempDir()
	missing := filepath.Join(dir, "missing.txt")
	pdf := filepath.Join(dir, "paper.pdf")
	if err := os.WriteFile(pdf, []byte("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj"), 0o644); err != nil {
		t.Fatal(err)
	}
	good := filepath.Join("..", "..", "examples", "finland-joins-nato.md")
	status, stdout, stderr := readout("", "read", missing, good, pdf)
	if status != exitFailed {
		t.Errorf("status %d, want %d", status, exitFailed)
	}
	if n := strings.Count(stdout, "\n"); n != 1 {
		t.Errorf("%d records, want 1: %.300s", n, stdout)
	}
	for _, f := range []string{missing, pdf} {
		if strings.Count(stderr, "readout: "+f+": ") != 1 {
			t.Errorf("no line of its own for %s in %q", f, stderr)
		}
	}
	if _, again, _ := readout("", "read", missing, good, pdf); again != stdout {
		t.Error("reading twice gave different bytes")
	}
}

func TestReadExamples(t *testing.T) {
	if len(reader.Embedded()) == 0 {
		t.Skip("this build holds no model")
	}
	status, stdout, stderr := readout("", "read", "--format", "text", filepath.Join("..", "..", "examples", "handover"))
	if status != exitOK {
		t.Fatalf("status %d: %s", status, stderr)
	}
	for _, want := range []string{"Port Selm", "Events", "Statements", "│ "} {
		if !strings.Contains(stdout, want) {
			t.Errorf("no %q in the text output", want)
		}
	}
	if strings.Contains(stdout, "\x1b") {
		t.Error("escape sequences in a pipe")
	}
	if !strings.Contains(stderr, "5 reports read") {
		t.Errorf("summary %q", stderr)
	}
}

func TestNotEnglish(t *testing.T) {
	status, stdout, _ := readout("", "read", "--format", "text", filepath.Join("..", "..", "examples", "port-de-selm.txt"))
	if status != exitOK || !strings.Contains(stdout, `language is "fr"`) {
		t.Errorf("status %d, %s", status, stdout)
	}
}

func TestAnnotate(t *testing.T) {
	in := `{"id":"1","text":"Oresk met Lund in Dorvan on Monday.","published":"2026-03-04"}` + "\n\nnot JSON\n"
	status, stdout, stderr := readout(in, "annotate")
	if status != exitFailed || !strings.Contains(stderr, "readout: line 3: ") {
		t.Errorf("status %d, %q", status, stderr)
	}
	for _, want := range []string{`"id":"1"`, `"form":"met"`, `"chains":[`, `"value":"2026-03-02"`} {
		if !strings.Contains(stdout, want) {
			t.Errorf("no %s in %s", want, stdout)
		}
	}
}

func TestInOrder(t *testing.T) {
	n := 0
	next := func() (int, bool) { n++; return n, n <= 100 }
	do := func(v int) int { time.Sleep(time.Duration(100-v) * 10 * time.Microsecond); return v }
	want := 0
	worker.InOrder(8, next, do, func(v int) {
		if want++; v != want {
			t.Errorf("got %d, want %d", v, want)
		}
	})
	if want != 100 {
		t.Errorf("%d values came", want)
	}
}

func TestTextOutput(t *testing.T) {
	text := "Lund met Oresk on Monday.\x1b[31m\n\n\"We agree,\" she said."
	name, day, a1 := "A \x1b]0;title\x07 long title", "2026-03-02", "a1"
	r := &record.Reading{
		Report: record.Report{Title: &name, Text: text},
		Actors: []record.Actor{{ID: "a1", Name: "Lund"}, {ID: "a2", Name: "Oresk"}},
		Events: []record.Event{{ID: "e1", Type: "CONSULT", Factuality: "actual", Actors: []string{"a1", "a2"},
			When:    &record.When{Start: &day, End: &day},
			Trigger: record.Evidence{Start: 5, End: 8, Quote: "met"}, Evidence: []record.Evidence{{Start: 0, End: 30, Quote: text[:30]}}}},
		Statements: []record.Statement{{ID: "s1", Speaker: &a1, Form: "direct",
			Cue:     record.Evidence{Start: 48, End: 52, Quote: "said"},
			Content: []record.Evidence{{Start: 33, End: 42, Quote: "We agree,"}}}},
	}
	var plain, color strings.Builder
	if err := writeText(io.Writer(&plain), r, 60, false); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Lund, Oresk → CONSULT\n", "actual · 2026-03-02", "│ Lund [met] Oresk", "Statements (1)\n\n  Lund\n"} {
		if !strings.Contains(plain.String(), want) {
			t.Errorf("no %q in\n%s", want, plain.String())
		}
	}
	if strings.ContainsAny(plain.String(), "\x1b\x07\x01\x02") {
		t.Errorf("control characters in %q", plain.String())
	}
	writeText(&color, r, 60, true)
	if !strings.Contains(color.String(), sgrMark+"met"+sgrOff) || strings.Contains(color.String(), "\x1b[31m") {
		t.Errorf("color output %q", color.String())
	}
}

func TestWrap(t *testing.T) {
	for _, l := range wrap("Norrland agreed to hand over the harbor 東京タワー before the end of the month", 20) {
		if columns(l) > 20 {
			t.Errorf("line %q is %d columns wide", l, columns(l))
		}
	}
}
