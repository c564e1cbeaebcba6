package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"os/signal"
	"slices"
	"sync"
	"syscall"
	"text/tabwriter"
	"time"

	"readout/internal/acquire"
	"readout/internal/filter"
	"readout/internal/record"
	"readout/internal/sources"
	"readout/internal/store"
	"readout/internal/watch"
	"readout/internal/worker"
)

// watchOptions are the flags of the watch.
type watchOptions struct {
	sourcesFlags
	archive string
	readerFlags
	once    bool
	workers int
	level   slog.Level
}

// runWatch follows the sources of a file, or says how they stand.
func runWatch(e *env, args []string) int {
	var o watchOptions
	fs := e.newFlags("watch")
	archive, file := archiveFlag(fs), sourcesFlag(fs)
	o.readerFlags.define(fs)
	fs.BoolVar(&o.once, "once", false, "ask what is due, keep and merge what came, and end")
	fs.IntVar(&o.workers, "workers", 0, "read so many reports at once; 0 for as many as there are processors")
	fs.TextVar(&o.level, "log", slog.LevelInfo, "write lines of this `LEVEL` and above: debug, info, warn or error")
	status := fs.Bool("status", false, "say how the sources stand, and end")
	format := fs.String("format", "table", "of --status: table or json")
	retry := fs.String("retry", "", "forget how the source `NAME` stands, so that it is asked again at once, and end")
	networkFlags(fs, &o.allowHosts, &o.allowPrivate)
	if status, done := e.noInputs(fs, args); done {
		return status
	}
	if *format != "table" && *format != "json" {
		return e.misuse("--format is table or json, not %q", *format)
	}
	if o.workers < 0 {
		return e.misuse("--workers is a number of reports, not %d", o.workers)
	}
	o.archive, o.file = *archive, *file
	switch {
	case *status:
		return e.watchStatus(o, *format)
	case *retry != "":
		return e.watchRetry(o, *retry)
	}
	return e.watch(o)
}

// watch follows the sources until it is interrupted.
func (e *env) watch(o watchOptions) int {
	f, err := sources.Load(o.file)
	if errors.Is(err, fs.ErrNotExist) {
		err = fmt.Errorf("no file %s; readout sources add makes one", o.file)
	}
	if err != nil {
		return e.brokeAll(err)
	}
	r, err := o.readerFlags.open()
	if err != nil {
		return e.broke(err)
	}
	db, err := store.Open(o.archive)
	if err != nil {
		return e.broke(err)
	}
	defer db.Close()
	release, err := store.Alone(o.archive, "watch")
	if err != nil {
		return e.broke(err)
	}
	defer release()
	client := o.client(f)
	defer client.Close()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	read := func(ctx context.Context, p *record.Page, only filter.Filter) ([]*record.Reading, error) {
		w := worker.Worker{DB: db, Reader: r, Only: only}
		return w.Read(ctx, p)
	}
	logger := slog.New(slog.NewTextHandler(e.stderr, &slog.HandlerOptions{Level: o.level}))
	w, err := watch.New(ctx, watch.Options{
		Sources: f.Sources, DB: db, Client: client, Robots: acquire.NewRobots(client), Clock: watch.System{},
		Read: read, Merge: func(ctx context.Context) error { return worker.Merge(ctx, db) },
		Log: logger, Workers: o.workers,
	})
	switch {
	case err != nil:
	case o.once:
		if err = w.Once(ctx); err == nil {
			e.alerts(ctx, db)
		}
	default:
		var behind sync.WaitGroup
		behind.Go(func() { e.alerting(ctx, db, logger) })
		err = w.Run(ctx)
		stop()
		behind.Wait()
	}
	if err != nil {
		return e.broke(err)
	}
	return exitOK
}

// watchRetry forgets how a source stands, and that its host asked to be left
// alone.
func (e *env) watchRetry(o watchOptions, name string) int {
	db, err := openArchive(o.archive)
	if err != nil {
		return e.broke(err)
	}
	defer db.Close()
	release, err := store.Alone(o.archive, "watch") // one that runs would not notice, and keep how it stands anew
	if errors.Is(err, store.ErrTaken) {
		err = errors.New("a watch runs on this archive: stop it first")
	}
	if err != nil {
		return e.broke(err)
	}
	defer release()
	ctx := context.Background()
	states, err := db.Sources(ctx)
	if err != nil {
		return e.broke(err)
	}
	i := slices.IndexFunc(states, func(s store.Source) bool { return s.Name == name })
	if i < 0 {
		return e.broke(fmt.Errorf("no source %q was watched", name))
	}
	if err := errors.Join(db.Release(ctx, states[i].URL), db.DropSource(ctx, name)); err != nil {
		return e.broke(err)
	}
	return exitOK
}

// A standing is how a source stands, as people and programs read it.
type standing struct {
	Name     string         `json:"name"`
	URL      string         `json:"url"`
	State    string         `json:"state"` // new, well, failing, gone, paused, left
	Answered *time.Time     `json:"answered"`
	Next     *time.Time     `json:"next"`
	Failures int            `json:"failures"`
	Fault    string         `json:"fault,omitempty"` // the last
	FaultAt  *time.Time     `json:"fault_at"`
	URLs     map[string]int `json:"urls"` // that it named, by what became of them
}

// watchStatus says how the sources of the file and of the archive stand.
func (e *env) watchStatus(o watchOptions, format string) int {
	f, err := loadSources(o.file)
	if err != nil {
		return e.brokeAll(err)
	}
	db, err := openArchive(o.archive)
	if err != nil {
		return e.broke(err)
	}
	defer db.Close()
	list, err := standings(context.Background(), db, f)
	if err != nil {
		return e.broke(err)
	}
	if format == "json" {
		enc := json.NewEncoder(e.stdout)
		enc.SetIndent("", "  ")
		err = enc.Encode(list)
	} else {
		err = e.standingsTable(list)
	}
	if err != nil {
		return e.broke(err)
	}
	return exitOK
}

// standings are those of the sources of the file in its order, then of those
// that the archive knows besides.
func standings(ctx context.Context, db *store.DB, f *sources.File) ([]standing, error) {
	states, err := db.Sources(ctx)
	if err != nil {
		return nil, err
	}
	counts, err := db.SeenCounts(ctx)
	if err != nil {
		return nil, err
	}
	out := []standing{}
	for _, c := range f.Sources {
		s := store.Source{Name: c.Name, URL: c.URL}
		if i := slices.IndexFunc(states, func(x store.Source) bool { return x.Name == c.Name }); i >= 0 {
			if states[i].Of(c.Name, c.URL) {
				s = states[i]
			}
			states = slices.Delete(states, i, i+1)
		}
		x := standingOf(s, counts[c.Name])
		if c.Paused {
			x.State, x.Next = "paused", nil
		}
		out = append(out, x)
	}
	for _, s := range states {
		x := standingOf(s, counts[s.Name])
		if !slices.ContainsFunc(f.Sources, func(c sources.Source) bool { return c.Name == s.Parent }) {
			x.State, x.Next = "left", nil
		}
		out = append(out, x)
	}
	return out, nil
}

func standingOf(s store.Source, counts map[string]int) standing {
	at := func(t time.Time) *time.Time {
		if t.IsZero() {
			return nil
		}
		return &t
	}
	x := standing{Name: s.Name, URL: s.URL, State: "well", Answered: at(s.Answered), Next: at(s.Due), Failures: s.Failures, Fault: s.Fault, FaultAt: at(s.FaultAt), URLs: map[string]int{}}
	for outcome, n := range counts {
		x.URLs[cmp.Or(outcome, "waiting")] = n
	}
	switch {
	case s.Gone:
		x.State, x.Next = "gone", nil
	case s.Failures > 0:
		x.State = "failing"
	case s.Asked.IsZero():
		x.State = "new"
	}
	return x
}

func (e *env) standingsTable(list []standing) error {
	minute := func(t *time.Time) string {
		if t == nil {
			return "-"
		}
		return t.UTC().Format("2006-01-02 15:04")
	}
	w := tabwriter.NewWriter(e.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "SOURCE\tSTATE\tANSWERED\tNEXT\tKEPT\tWAITING\tFAULT")
	for _, s := range list {
		fault := ""
		if s.Failures > 0 || s.State == "gone" {
			fault = fmt.Sprintf("%s (%d in a row)", record.OneLine(s.Fault), s.Failures)
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%d\t%d\t%s\n", record.Clean(s.Name), s.State, minute(s.Answered), minute(s.Next), s.URLs["kept"], s.URLs["waiting"], fault)
	}
	return w.Flush()
}
