package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"runtime"
	"strings"
	"time"

	"readout/internal/acquire"
	"readout/internal/bundle"
	"readout/internal/extract"
	"readout/internal/guard"
	"readout/internal/reader"
	"readout/internal/record"
	"readout/internal/worker"
)

// readOptions are the flags of readout read.
type readOptions struct {
	readerFlags
	format       string
	allowHosts   hostsFlag
	allowPrivate bool
	explain      bool
	extract      extract.Options
}

// headerFlags adds the flags that say what an input does not.
func headerFlags(fs *flag.FlagSet, o *extract.Options) {
	fs.StringVar(&o.Published, "published", "", "the day of publication, where the input names none (YYYY-MM-DD)")
	fs.StringVar(&o.URL, "url", "", "the URL, where the input names none")
	fs.StringVar(&o.Outlet, "outlet", "", "the outlet, where the input names none")
}

// checkHeader checks what headerFlags took.
func checkHeader(o extract.Options) error {
	if _, err := time.Parse(time.DateOnly, o.Published); o.Published != "" && err != nil {
		return fmt.Errorf("--published is a day such as 2026-01-28, not %q", o.Published)
	}
	return nil
}

// runRead reads reports and prints their records.
func runRead(e *env, args []string) int {
	var o readOptions
	fs := e.newFlags("read")
	fs.StringVar(&o.format, "format", "", "text, json or jsonl (default text on a terminal, else jsonl)")
	headerFlags(fs, &o.extract)
	o.readerFlags.define(fs)
	networkFlags(fs, &o.allowHosts, &o.allowPrivate)
	fs.BoolVar(&o.explain, "explain", false, "say under each fact how it came about (text only)")
	args, status, done := e.parseFlags(fs, args)
	if done {
		return status
	}
	if len(args) == 0 {
		return e.misuse("read needs an input: a file, a folder, a URL, or - for standard input")
	}
	if o.format == "" {
		o.format = "jsonl"
		if e.terminal || o.explain {
			o.format = "text"
		}
	}
	print := e.printer(o.format)
	if print == nil {
		return e.misuse("--format is text, json or jsonl, not %q", o.format)
	}
	if o.explain && o.format != "text" {
		return e.misuse("--explain goes with --format text, not %q", o.format)
	}
	if err := checkHeader(o.extract); err != nil {
		return e.misuse("%s", err)
	}
	defer worker.Frugal()()
	r, err := o.open()
	if err != nil {
		fmt.Fprintf(e.stderr, "readout: %s\n", record.OneLine(err.Error()))
		return exitFailed
	}
	if o.explain {
		r = r.Explaining()
	}
	return e.readAll(r, args, o, print)
}

// printer returns what prints a record in a format, nil for no such format.
func (e *env) printer(format string) func(io.Writer, *record.Reading) error {
	asJSON := func(indent string) func(io.Writer, *record.Reading) error {
		return func(w io.Writer, r *record.Reading) error {
			enc := json.NewEncoder(w)
			enc.SetEscapeHTML(false)
			enc.SetIndent("", indent)
			return enc.Encode(r)
		}
	}
	switch format {
	case "json":
		return asJSON(" ")
	case "jsonl":
		return asJSON("")
	case "text":
		first := true
		return func(w io.Writer, r *record.Reading) error {
			if !first {
				fmt.Fprintf(w, "\n%s\n\n", strings.Repeat("─", max(40, min(e.width, 120))))
			}
			first = false
			return writeText(w, r, e.width, e.color)
		}
	}
	return nil
}

// A result is what came of one input.
type result struct {
	input    string
	readings []*record.Reading // one, but of a JSON file with several reports
	err      error
}

// A tally is what came of all inputs.
type tally struct{ read, unread, skipped, failed, events, statements, situations int }

func (t *tally) add(r result) {
	switch {
	case holdsNone(r.err):
		t.skipped++
	case r.err != nil:
		t.failed++
	}
	for _, x := range r.readings {
		if x.Notice != "" {
			t.unread++
			continue
		}
		t.read++
		t.events += len(x.Events)
		t.statements += len(x.Statements)
		t.situations += len(x.Situations)
	}
}

// readAll reads inputs in parallel and prints them in order.
func (e *env) readAll(r *reader.Reader, args []string, o readOptions, print func(io.Writer, *record.Reading) error) int {
	began := time.Now()
	inputs, errs := acquire.Expand(args)
	e.progress = e.progress && len(inputs) > 1
	var t tally
	for _, err := range errs {
		fmt.Fprintf(e.stderr, "readout: %s\n", record.OneLine(err.Error()))
		t.failed++
	}
	out := bufio.NewWriter(e.stdout)
	var broken error
	shown := 0
	do := func(input string) result { return e.readOne(r, input, o) }
	emit := func(res result) {
		shown++
		e.wipe()
		if res.err != nil {
			e.fail(res.input, res.err)
		}
		for _, x := range res.readings {
			if broken == nil {
				broken = print(out, x)
			}
		}
		if broken == nil {
			broken = out.Flush()
		}
		t.add(res)
		if e.progress {
			fmt.Fprintf(e.stderr, "reading: %d of %d", shown, len(inputs))
		}
	}
	worker.InOrder(min(runtime.GOMAXPROCS(0), max(1, len(inputs))), worker.Each(inputs), do, emit)
	e.wipe()
	if len(inputs)+len(errs) > 1 {
		fmt.Fprintf(e.stderr, "readout: %s in %.1f s\n", t, time.Since(began).Seconds())
	}
	if broken != nil {
		fmt.Fprintf(e.stderr, "readout: write: %s\n", record.OneLine(broken.Error()))
	}
	if t.failed > 0 || broken != nil {
		return exitFailed
	}
	return exitOK
}

// wipe clears the progress line.
func (e *env) wipe() {
	if e.progress {
		fmt.Fprint(e.stderr, "\r\x1b[K")
	}
}

// String says what a tally holds.
func (t tally) String() string {
	s := fmt.Sprintf("%s read: %s, %s, %s", count(t.read, "report"), count(t.events, "event"),
		count(t.statements, "statement"), count(t.situations, "situation"))
	if t.unread > 0 {
		s += fmt.Sprintf("; %d not read", t.unread)
	}
	if t.skipped > 0 {
		s += fmt.Sprintf("; %d skipped", t.skipped)
	}
	if t.failed > 0 {
		s += fmt.Sprintf("; %d failed", t.failed)
	}
	return s
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// holdsNone says that an input could be read and holds no report, but is a
// page of another kind.
func holdsNone(err error) bool {
	var kind *extract.KindError
	return errors.As(err, &kind)
}

// readOne reads one input. A mistake of ours in one report is that report's
// failure: the others of its input are read.
func (e *env) readOne(r *reader.Reader, input string, o readOptions) result {
	reports, err := e.reports(input, o)
	res := result{input: input, err: err}
	for n, rep := range reports {
		err := guard.Call(func() error {
			res.readings = append(res.readings, r.Read(rep))
			return nil
		})
		if err != nil && len(reports) > 1 {
			err = fmt.Errorf("report %d: %w", n+1, err)
		}
		res.err = errors.Join(res.err, err)
	}
	return res
}

// reports extracts the reports of one input.
func (e *env) reports(input string, o readOptions) (reports []*record.Report, err error) {
	err = guard.Call(func() error {
		page, err := e.page(input, o)
		if err == nil {
			reports, err = extract.Reports(page, o.extract)
		}
		return err
	})
	return reports, err
}

// page gets the page of one input; of a message, what it says.
func (e *env) page(input string, o readOptions) (p *record.Page, err error) {
	switch {
	case input == "-":
		p, err = acquire.Read("-", e.stdin)
	case acquire.IsURL(input):
		return acquire.Fetch(context.Background(), input, acquire.Options{Agent: acquire.Agent(stamp(), ""), AllowHosts: o.allowHosts, AllowPrivate: o.allowPrivate})
	default:
		p, err = acquire.File(input)
	}
	if err != nil {
		return nil, err
	}
	return bundle.Message(p)
}
