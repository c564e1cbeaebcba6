package main

import (
	"context"
	"fmt"
	"runtime"
	"strings"
	"time"

	"readout/internal/acquire"
	"readout/internal/reader"
	"readout/internal/record"
	"readout/internal/store"
	"readout/internal/worker"
)

// A batch is what came of one input to be kept.
type batch struct {
	input    string
	page     *record.Page
	readings []*record.Reading
	err      error
}

// runAdd reads reports and keeps them.
func runAdd(e *env, args []string) int {
	var o readOptions
	fs := e.newFlags("add")
	archive := archiveFlag(fs)
	fs.StringVar(&o.extract.Published, "published", "", "the day of publication, where the input names none (YYYY-MM-DD)")
	fs.StringVar(&o.extract.URL, "url", "", "the URL, where the input names none")
	fs.StringVar(&o.extract.Outlet, "outlet", "", "the outlet, where the input names none")
	fs.StringVar(&o.model, "model", "", "use the model in `FILE`")
	fs.StringVar(&o.actors, "actors", "", "take actors from `FILE` (CSV, or TOML), which win over the built-in ones")
	fs.StringVar(&o.codebook, "codebook", "", "take triggers of events from `FILE` (TSV), which win over the built-in ones")
	noMerge := fs.Bool("no-merge", false, "leave merging to a later add or rebuild")
	fs.BoolVar(&o.allowPrivate, "allow-private", false, "fetch URLs of this machine and of private networks too")
	args, status, done := parseFlags(fs, args)
	if done {
		return status
	}
	if len(args) == 0 {
		return e.misuse("add needs an input: a file, a folder, a URL, or - for standard input")
	}
	if o.extract.Published != "" {
		if _, err := time.Parse(time.DateOnly, o.extract.Published); err != nil {
			return e.misuse("--published is a day such as 2026-01-28, not %q", o.extract.Published)
		}
	}
	r, err := readerWith(o.model, o.actors, o.codebook)
	if err != nil {
		return e.broke(err)
	}
	db, err := store.Open(*archive)
	if err != nil {
		return e.broke(err)
	}
	defer db.Close()
	return e.addAll(db, r, args, o, !*noMerge)
}

// addAll keeps the reports of all inputs, then merges the archive. Each
// input is kept whole or not at all, and what is kept already is not read
// again, so that a run that was stopped is gone on with.
func (e *env) addAll(db *store.DB, r *reader.Reader, args []string, o readOptions, merge bool) int {
	ctx := context.Background()
	began := time.Now()
	inputs, errs := acquire.Expand(args)
	for _, err := range errs {
		fmt.Fprintf(e.stderr, "readout: %s\n", record.OneLine(err.Error()))
	}
	failed, added, old, shown := len(errs), 0, 0, 0
	emit := func(b batch) {
		shown++
		e.wipe()
		if b.err == nil {
			var n int
			n, b.err = db.Add(ctx, b.page, b.readings)
			added, old = added+n, old+len(b.readings)-n
		}
		if b.err != nil {
			e.fail(b.input, b.err)
			failed++
		}
		if e.progress && len(inputs) > 1 {
			fmt.Fprintf(e.stderr, "adding: %d of %d", shown, len(inputs))
		}
	}
	w := worker.Worker{DB: db, Reader: r, Extract: o.extract}
	do := func(input string) batch { return e.readNew(ctx, &w, input, o) }
	worker.InOrder(min(runtime.GOMAXPROCS(0), max(1, len(inputs))), worker.Each(inputs), do, emit)
	e.wipe()
	if merge {
		if err := worker.Merge(ctx, db); err != nil {
			return e.broke(err)
		}
	}
	var parts []string
	parts = append(parts, count(added, "report")+" added")
	if old > 0 {
		parts = append(parts, fmt.Sprintf("%d kept before", old))
	}
	if failed > 0 {
		parts = append(parts, fmt.Sprintf("%d failed", failed))
	}
	fmt.Fprintf(e.stderr, "readout: %s in %.1f s\n", strings.Join(parts, "; "), time.Since(began).Seconds())
	if failed > 0 {
		return exitFailed
	}
	return exitOK
}

// readNew reads those reports of an input that are not kept yet.
func (e *env) readNew(ctx context.Context, w *worker.Worker, input string, o readOptions) (b batch) {
	b.input = input
	if b.page, b.err = e.page(input, o); b.err == nil {
		b.readings, b.err = w.Read(ctx, b.page)
	}
	return b
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

// runReread renews the readings that an older reader made.
func runReread(e *env, args []string) int {
	fs := e.newFlags("reread")
	archive := archiveFlag(fs)
	model := fs.String("model", "", "use the model in `FILE`")
	actors := fs.String("actors", "", "take actors from `FILE` (CSV, or TOML), which win over the built-in ones")
	codebook := fs.String("codebook", "", "take triggers of events from `FILE` (TSV), which win over the built-in ones")
	if status, done := e.noInputs(fs, args); done {
		return status
	}
	r, err := readerWith(*model, *actors, *codebook)
	if err != nil {
		return e.broke(err)
	}
	db, err := openArchive(*archive)
	if err != nil {
		return e.broke(err)
	}
	defer db.Close()
	ctx := context.Background()
	n, err := worker.Reread(ctx, db, r)
	if err == nil {
		err = worker.Merge(ctx, db)
	}
	if err != nil {
		return e.broke(err)
	}
	fmt.Fprintf(e.stderr, "readout: %s read again\n", count(n, "report"))
	return exitOK
}
