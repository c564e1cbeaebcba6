package main

import (
	"context"
	"fmt"
	"runtime"
	"strings"
	"time"

	"readout/internal/acquire"
	"readout/internal/extract"
	"readout/internal/reader"
	"readout/internal/record"
	"readout/internal/store"
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
		fmt.Fprintf(e.stderr, "readout: %s\n", oneLine(err.Error()))
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
	do := func(input string) batch { return e.readNew(ctx, db, r, input, o) }
	inOrder(min(runtime.GOMAXPROCS(0), max(1, len(inputs))), each(inputs), do, emit)
	e.wipe()
	if merge {
		if err := mergeStale(ctx, db); err != nil {
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

// mergeStale merges an archive to which something was added.
func mergeStale(ctx context.Context, db *store.DB) error {
	note, err := db.Stale(ctx)
	if err != nil || note == "" {
		return err
	}
	_, err = mergeAll(ctx, db, false)
	return err
}

// readNew reads those reports of an input that are not kept yet.
func (e *env) readNew(ctx context.Context, db *store.DB, r *reader.Reader, input string, o readOptions) (b batch) {
	b.input = input
	defer func() {
		if p := recover(); p != nil {
			b.readings, b.err = nil, fmt.Errorf("internal error, please report it: %v", p)
		}
	}()
	if b.page, b.err = e.page(input, o); b.err != nil {
		return b
	}
	reports, err := extract.Reports(b.page, o.extract)
	if err != nil {
		b.err = err
		return b
	}
	for _, rep := range reports {
		has, err := db.Has(ctx, rep, readerName())
		if err != nil {
			b.err = err
			return b
		}
		if has {
			b.readings = append(b.readings, &record.Reading{Report: *rep, Reader: readerName()})
			continue
		}
		b.readings = append(b.readings, read(r, rep))
	}
	return b
}

// readerName names the reader as readings do.
func readerName() string { return "readout " + reader.Version }

// read reads a report. A reading that no model made is due at once.
func read(r *reader.Reader, rep *record.Report) *record.Reading {
	x := r.Read(rep)
	if strings.Contains(x.Notice, "holds no model") {
		x.Reader = ""
	}
	return x
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
	n, err := mergeAll(context.Background(), db, true)
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
	n, err := e.reread(ctx, db, r)
	if err == nil {
		err = mergeStale(ctx, db)
	}
	if err != nil {
		return e.broke(err)
	}
	fmt.Fprintf(e.stderr, "readout: %s read again\n", count(n, "report"))
	return exitOK
}

// rereadAtOnce is how many reports are held at a time.
const rereadAtOnce = 200

func (e *env) reread(ctx context.Context, db *store.DB, r *reader.Reader) (n int, err error) {
	for {
		due, err := db.Due(ctx, readerName(), rereadAtOnce)
		if err != nil || len(due) == 0 {
			return n, err
		}
		var failed error
		newer := 0
		do := func(k store.Kept) (out store.Kept) {
			out = k
			defer func() {
				if p := recover(); p != nil {
					out.Reading = &record.Reading{Report: k.Reading.Report, Reader: readerName(), Notice: fmt.Sprintf("internal error, please report it: %v", p)}
				}
			}()
			out.Reading = read(r, &k.Reading.Report)
			return out
		}
		emit := func(k store.Kept) {
			if failed != nil || k.Reading.Reader == "" {
				return
			}
			if failed = db.AddReadings(ctx, k); failed == nil {
				newer++
			}
		}
		inOrder(runtime.GOMAXPROCS(0), each(due), do, emit)
		n += newer
		if failed != nil || newer == 0 {
			return n, failed
		}
	}
}
