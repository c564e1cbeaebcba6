package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"strings"
	"syscall"
	"time"

	"readout/internal/acquire"
	"readout/internal/bundle"
	"readout/internal/filter"
	"readout/internal/record"
	"readout/internal/store"
	"readout/internal/worker"
)

// addOptions are the flags of readout add.
type addOptions struct {
	readOptions
	only           filter.Filter
	skipped        string
	again, noMerge bool
}

// runAdd reads reports and keeps them.
func runAdd(e *env, args []string) int {
	var o addOptions
	fs := e.newFlags("add")
	archive := archiveFlag(fs)
	o.define(fs)
	args, status, done := e.parseFlags(fs, args)
	if done {
		return status
	}
	if len(args) == 0 {
		return e.misuse("add needs an input: a file, a folder, a URL, or - for standard input")
	}
	if err := checkHeader(o.extract); err != nil {
		return e.misuse("%s", err)
	}
	if err := o.only.Validate(); err != nil {
		return e.misuse("%s", err)
	}
	if o.skipped != "" && ofArchive(o.skipped, *archive) {
		return e.misuse("--skipped %s is a file of the archive itself", o.skipped)
	}
	r, err := o.open()
	if err != nil {
		return e.broke(err)
	}
	db, err := store.Open(*archive)
	if err != nil {
		return e.broke(err)
	}
	defer db.Close()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second one ends the program at once
	a := &adding{env: e, o: o, w: &worker.Worker{DB: db, Reader: r, Extract: o.extract, Only: o.only}, began: time.Now()}
	return a.all(ctx, args)
}

func (o *addOptions) define(fs *flag.FlagSet) {
	headerFlags(fs, &o.extract)
	o.readerFlags.define(fs)
	fs.BoolVar(&o.noMerge, "no-merge", false, "leave merging to a later add or rebuild")
	networkFlags(fs, &o.allowHosts, &o.allowPrivate)
	only := func(name, usage string, list *[]string) {
		fs.Func(name, usage+"; may be given again, or hold several with commas between", func(s string) error {
			*list = append(*list, strings.FieldsFunc(s, func(r rune) bool { return r == ',' })...)
			return nil
		})
	}
	only("only-language", "keep reports in this `LANGUAGE` (en)", &o.only.Languages)
	only("only-section", "keep reports with this `PART` in the path of their URL (world)", &o.only.Sections)
	only("only-words", "keep reports that hold these `WORDS`", &o.only.Words)
	only("only-actor", "keep reports in which an actor with this `NAME` was read", &o.only.Actors)
	only("only-country", "keep reports in which an actor or a place of this `COUNTRY` was read (FRA)", &o.only.Countries)
	fs.StringVar(&o.skipped, "skipped", "", "write a line to `FILE` for each entry of a file of many pages that gave no report")
	fs.BoolVar(&o.again, "again", false, "read files of many pages from their beginning that were read to their end before")
}

// An adding is one run of readout add.
type adding struct {
	*env
	o     addOptions
	w     *worker.Worker
	began time.Time

	added, old, left, passed, skipped, failed int
}

// all keeps the reports of all inputs, then merges the archive.
func (a *adding) all(ctx context.Context, args []string) int {
	inputs, errs := acquire.Expand(args, bundle.Suffixes()...)
	for _, err := range errs {
		fmt.Fprintf(a.stderr, "readout: %s\n", record.OneLine(err.Error()))
	}
	a.failed = len(errs)
	pages, bundles := parted(inputs)
	a.pages(ctx, pages)
	if err := a.bundles(ctx, bundles); err != nil {
		return a.broke(err)
	}
	if ctx.Err() == nil && !a.o.noMerge {
		a.progressLine("merging")
		err := worker.Merge(ctx, a.w.DB)
		a.wipe()
		if err != nil && ctx.Err() == nil {
			return a.broke(err)
		}
		a.alerts(ctx, a.w.DB)
	}
	fmt.Fprintf(a.stderr, "readout: %s in %.1f s\n", a, time.Since(a.began).Seconds())
	if ctx.Err() != nil {
		fmt.Fprintln(a.stderr, "readout: stopped; the same command goes on from here")
		return exitFailed
	}
	if a.failed > 0 {
		return exitFailed
	}
	return exitOK
}

// String says what came of all inputs.
func (a *adding) String() string {
	parts := []string{count(a.added, "report") + " added"}
	for _, p := range []struct {
		n    int
		what string
	}{{a.old, "kept before"}, {a.left, "left out by the filter"}, {a.passed, "passed over"}, {a.skipped, "skipped"}, {a.failed, "failed"}} {
		if p.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", p.n, p.what))
		}
	}
	return strings.Join(parts, "; ")
}

// parted parts inputs that are one page from files of many.
func parted(inputs []string) (pages, bundles []string) {
	for _, in := range inputs {
		if in != "-" && !acquire.IsURL(in) && bundle.Is(in) {
			bundles = append(bundles, in)
		} else {
			pages = append(pages, in)
		}
	}
	return pages, bundles
}

// A batch is what came of one input to be kept.
type batch struct {
	input    string
	page     *record.Page
	readings []*record.Reading
	err      error
}

// pages keeps the reports of inputs that are one page. Each is kept whole or
// not at all, and what is kept already is not read again, so that a run that
// was stopped is gone on with.
func (a *adding) pages(ctx context.Context, inputs []string) {
	keep := context.WithoutCancel(ctx)
	shown := 0
	emit := func(b batch) {
		shown++
		a.wipe()
		a.keep(keep, b)
		if len(inputs) > 1 {
			a.progressLine(fmt.Sprintf("adding: %d of %d", shown, len(inputs)))
		}
	}
	do := func(input string) (b batch) {
		b.input = input
		if b.page, b.err = a.page(input, a.o.readOptions); b.err == nil {
			b.readings, b.err = a.w.Read(keep, b.page)
		}
		return b
	}
	each := worker.Each(inputs)
	next := func() (string, bool) {
		if ctx.Err() != nil {
			return "", false
		}
		return each()
	}
	worker.InOrder(min(runtime.GOMAXPROCS(0), max(1, len(inputs))), next, do, emit)
	a.wipe()
}

// keep keeps what came of one input.
func (a *adding) keep(ctx context.Context, b batch) {
	if b.err == nil && len(b.readings) == 0 {
		a.left++
		return
	}
	if b.err == nil {
		var n int
		b.err = worker.Patiently(func() (err error) {
			n, err = a.w.DB.Add(ctx, b.page, b.readings)
			return err
		})
		a.added, a.old = a.added+n, a.old+len(b.readings)-n
	}
	if b.err != nil {
		a.fail(b.input, b.err)
	}
	switch {
	case holdsNone(b.err):
		a.skipped++
	case b.err != nil:
		a.failed++
	}
}

// runRebuild merges the archive anew.
func runRebuild(e *env, args []string) int {
	fs := e.newFlags("rebuild")
	archive := archiveFlag(fs)
	if status, done := e.noInputs(fs, args); done {
		return status
	}
	db, err := openArchive(*archive)
	if err != nil {
		return e.broke(err)
	}
	defer db.Close()
	began := time.Now()
	n, err := worker.Rebuild(context.Background(), db)
	if err != nil {
		return e.broke(err)
	}
	fmt.Fprintf(e.stderr, "readout: %s, %d families, %s, %s, %s, %s, %s in %.1f s\n", count(n["r"], "report"), n["f"],
		count(n["a"], "actor"), count(n["e"], "event"), count(n["s"], "statement"),
		count(n["t"], "situation"), strings.Replace(count(n["y"], "story"), "storys", "stories", 1), time.Since(began).Seconds())
	return exitOK
}

// runReread renews the readings that an older reader made, and with lists or a
// model of the user's own all.
func runReread(e *env, args []string) int {
	fs := e.newFlags("reread")
	archive := archiveFlag(fs)
	var o readerFlags
	o.define(fs)
	if status, done := e.noInputs(fs, args); done {
		return status
	}
	r, err := o.open()
	if err != nil {
		return e.broke(err)
	}
	db, err := openArchive(*archive)
	if err != nil {
		return e.broke(err)
	}
	defer db.Close()
	ctx := context.Background()
	reread := worker.Reread
	if o != (readerFlags{}) {
		reread = worker.RereadAll
	}
	n, err := reread(ctx, db, r)
	if err == nil {
		err = worker.Merge(ctx, db)
	}
	if err != nil {
		return e.broke(err)
	}
	e.alerts(ctx, db)
	fmt.Fprintf(e.stderr, "readout: %s read again\n", count(n, "report"))
	return exitOK
}
