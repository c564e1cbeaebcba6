// Package watch follows sources: it asks each at a pace of its own for what is
// new, fetches and keeps the reports, looks at them again for later changes,
// and merges the archive after each round.
//
// One goroutine, the loop, decides; it alone touches the state of a Watch.
// What takes time (a request, a reading, a merge) runs beside it and comes
// back as an event. Times are judged by an injected clock, and what is due
// stands in the archive, so that a watch that was stopped goes on.
package watch

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"slices"
	"time"

	"readout/internal/acquire"
	"readout/internal/filter"
	"readout/internal/record"
	"readout/internal/sources"
	"readout/internal/store"
)

// Options are what a watch needs. Limits that are 0 have their default.
type Options struct {
	Sources []sources.Source // paused ones are left out
	DB      *store.DB
	Client  *acquire.Client
	Robots  *acquire.Robots
	// Read reads the reports of a page that a filter keeps; none where it keeps
	// none of them.
	Read  func(context.Context, *record.Page, filter.Filter) ([]*record.Reading, error)
	Merge func(context.Context) error
	Clock Clock
	Log   *slog.Logger

	Gap       time.Duration // between two requests to a host; 2 s
	HostConns int           // requests to a host at once; 2
	Workers   int           // reports read at once; as many as processors
	InFlight  int           // pages held at once, fetched or being fetched; 64
	Queue     int           // pages that wait in memory; 4000
}

func (o Options) withDefaults() Options {
	o.Gap = cmp.Or(o.Gap, 2*time.Second)
	o.HostConns = cmp.Or(o.HostConns, 2)
	o.Workers = cmp.Or(o.Workers, runtime.GOMAXPROCS(0))
	o.InFlight = cmp.Or(o.InFlight, 64)
	o.Queue = cmp.Or(o.Queue, 4000)
	return o
}

// A Watch follows sources. It is used once.
type Watch struct {
	o   Options
	now time.Time // of this turn of the loop

	asking  context.Context // ends when the watch is to stop
	keeping context.Context // ends when it has stopped

	events   chan func()
	running  int // tasks
	waiting  int // of them, for a turn that time gives
	stopping bool
	once     bool
	failed   error // what the watch ends for

	order []*source // by name
	hosts map[string]*host
	ring  []*host

	queued  int             // tasks
	pages   map[string]bool // URLs queued or under way
	pagesAt time.Time       // when URLs are due; zero for never
	more    bool            // URLs are due that have no place in the queue
	reading chan struct{}   // holds a place for each report that is read at once

	merger
	forgotten time.Time // when old URLs were last forgotten
}

// New prepares a watch from what the archive knows of its sources.
func New(ctx context.Context, o Options) (*Watch, error) {
	o = o.withDefaults()
	w := &Watch{o: o, events: make(chan func()), hosts: map[string]*host{}, pages: map[string]bool{}, reading: make(chan struct{}, o.Workers)}
	states, err := o.DB.Sources(ctx)
	if err != nil {
		return nil, err
	}
	note, err := o.DB.Stale(ctx)
	if err != nil {
		return nil, err
	}
	w.stale = note != ""
	now := o.Clock.Now()
	holds, err := o.DB.Holds(ctx, now, now.Add(longest))
	if err != nil {
		return nil, err
	}
	for name, until := range holds {
		h := w.host(name)
		h.next, h.alone = until, until
	}
	for _, c := range o.Sources {
		if !c.Paused {
			w.add(c, "", states)
		}
	}
	for _, s := range states {
		if root := w.named(s.Parent); s.Parent != "" && root != nil {
			w.add(child(root, s.Name), s.Parent, states)
		}
	}
	return w, nil
}

// Run watches until ctx is done, or something is wrong with the archive. What
// is being fetched then is dropped, what was fetched is kept.
func (w *Watch) Run(ctx context.Context) error { return w.loop(ctx) }

// Once asks the sources that are due, and ends when all that came of it is
// kept and merged.
func (w *Watch) Once(ctx context.Context) error {
	w.once = true
	return w.loop(ctx)
}

func (w *Watch) loop(ctx context.Context) error {
	var stop, done context.CancelFunc
	w.asking, stop = context.WithCancel(ctx)
	w.keeping, done = context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	defer done()
	w.now = w.o.Clock.Now()
	w.readyAt = w.now
	w.judge(0)
	w.takeUp()
	for {
		w.turn()
		if w.failed != nil || ctx.Err() != nil || w.once && w.roundDone() && !w.mergeLast() {
			break
		}
		w.wait(ctx)
	}
	stop()
	w.drain()
	w.tellNothing()
	for _, s := range w.order {
		w.tell(s)
	}
	if ctx.Err() != nil {
		w.o.Log.Info("stopped", "unmerged", w.stale)
	}
	return w.failed
}

// takeUp makes due what was left while sources were not watched.
func (w *Watch) takeUp() {
	var names []string
	for _, s := range w.order {
		if s.Parent == "" {
			names = append(names, s.Name)
		}
	}
	at := w.now
	w.aside(func(ctx context.Context) error { return w.o.DB.TakeUp(ctx, at, names) }, func() { w.pagesDue(w.now) })
}

// turn does all that can be done at this time.
func (w *Watch) turn() {
	for _, s := range w.order {
		if !s.asking && !s.Gone && !s.Due.After(w.now) && !(w.once && s.asked) {
			s.asking, s.asked = true, true
			state, known := s.Source, w.children(s.Name)
			w.enqueue(task{s.URL, func(v *visit) { w.poll(v, state, s.conf, known) }, func(until time.Time) { s.asking, s.Due = false, until }}, true)
		}
	}
	w.pull()
	w.start()
	w.mergeSome()
	if w.now.Sub(w.forgotten) > 24*time.Hour {
		w.forgotten = w.now
		before := w.now.Add(-remember)
		w.aside(func(ctx context.Context) error { return w.o.DB.Forget(ctx, before) }, func() {})
	}
}

// remember is how long a URL that no source names any more is remembered.
const remember = 180 * 24 * time.Hour

// wait waits for an event or for the time at which something is due.
func (w *Watch) wait(ctx context.Context) {
	from, d := w.now, min(max(0, w.next().Sub(w.now)), longestWait)
	select {
	case event := <-w.events:
		w.now = w.o.Clock.Now()
		event()
	case <-w.o.Clock.After(d):
		w.now = w.o.Clock.Now()
	case <-ctx.Done():
		return
	}
	if jumped(from, w.now, d) {
		w.o.Log.Info("the clock jumped", "from", from, "to", w.now)
		w.judge(min(0, w.now.Sub(from)))
	}
}

// next is when something is due at the latest known.
func (w *Watch) next() time.Time {
	next := w.now.Add(longestWait)
	sooner := func(t time.Time) {
		if t.Before(next) {
			next = t
		}
	}
	for _, s := range w.order {
		if !s.asking && !s.Gone && !(w.once && s.asked) {
			sooner(s.Due)
		}
	}
	for _, h := range w.ring {
		if len(h.turns) > 0 && h.open < w.conns(h) || w.mayStart(h) {
			sooner(h.next)
		}
	}
	if !w.pagesAt.IsZero() && w.queued <= w.o.Queue/2 {
		sooner(w.pagesAt)
	}
	if w.stale && !w.merging && !w.once {
		sooner(w.mergeAt())
	}
	return next
}

// roundDone says that nothing is left to be asked in this round. What a host
// puts off for longer waits for another.
func (w *Watch) roundDone() bool {
	if w.running > 0 || !w.pagesAt.IsZero() && !w.pagesAt.After(w.now) {
		return false
	}
	return !slices.ContainsFunc(w.ring, func(h *host) bool { return len(h.queue) > 0 && !w.held(h) })
}

// drain waits for the tasks that are under way.
func (w *Watch) drain() {
	w.stopping = true
	for w.running > 0 || w.merging {
		(<-w.events)()
	}
}

// fail ends the watch for an error of the archive.
func (w *Watch) fail(err error) {
	if err != nil && w.failed == nil && !errors.Is(err, context.Canceled) {
		w.failed = fmt.Errorf("watch: %w", err)
	}
}

// keep writes to the archive, beside the loop. Another writer, such as a
// merge, may hold the archive for long. An error of the archive ends the watch.
func (w *Watch) keep(write func(context.Context) error) bool {
	for {
		err := write(w.keeping)
		if err == nil {
			return true
		}
		if !store.IsBusy(err) || w.keeping.Err() != nil {
			w.events <- func() { w.fail(err) }
			return false
		}
	}
}

// aside writes to the archive without being waited for.
func (w *Watch) aside(write func(context.Context) error, then func()) {
	w.running++
	go func() {
		ok := w.keep(write)
		w.events <- func() {
			w.running--
			if ok {
				then()
			}
		}
	}()
}
