package watch

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"time"

	"readout/internal/acquire"
	"readout/internal/store"
)

// A host is one server, whose pace is kept over all sources and pages. Files
// have the host "".
type host struct {
	name  string
	gap   time.Duration // between the starts of two requests
	next  time.Time     // before which none starts
	alone time.Time     // until when it asked to be left alone
	open  int           // requests under way
	tasks int           // started and still fetching
	fresh int           // of them, those whose own first request waits yet
	queue []task        // to be started
	turns []*turn       // requests that wait

	ruled  time.Time // when its robots.txt was last looked after
	ruling bool      // somebody looks after it
	rulers []*turn   // who waits for that
}

// A task fetches what it is about; it is started when its host is free.
type task struct {
	url    string
	run    func(*visit)
	putOff func(until time.Time) // takes it out of the queue, to be queued again then
}

// A turn is a request, or the right to look after robots.txt, that is waited
// for.
type turn struct {
	host  *host
	own   *visit // whose own request it is; nil for one for robots.txt
	reply chan struct{}
	given bool  // or refused
	fault error // why it is refused

	rule, ruling bool // to know robots.txt; the only one to do so
}

func (w *Watch) host(name string) *host {
	h := w.hosts[name]
	if h == nil {
		h = &host{name: name, gap: w.o.Gap}
		if name == "" {
			h.gap = 0
		}
		w.hosts[name] = h
		w.ring = append(w.ring, h)
	}
	return h
}

// conns is how many requests to a host may be under way.
func (w *Watch) conns(h *host) int {
	if h.name == "" {
		return w.o.Workers
	}
	return w.o.HostConns
}

// start starts the tasks whose hosts are free, each host in its turn, and
// lets go the requests that may.
func (w *Watch) start() {
	for range w.ring {
		h := w.ring[0]
		w.ring = append(w.ring[1:], h)
		w.serve(h)
	}
	w.ring = slices.DeleteFunc(w.ring, func(h *host) bool {
		idle := h.tasks+h.open+len(h.queue)+len(h.turns)+len(h.rulers) == 0 && !h.ruling && w.now.Sub(h.ruled) > gapFor && w.now.After(h.next)
		if idle {
			delete(w.hosts, h.name)
		}
		return idle
	})
}

func (w *Watch) serve(h *host) {
	for len(h.turns) > 0 && h.open < w.conns(h) && !w.now.Before(h.next) {
		t := h.turns[0]
		h.turns = h.turns[1:]
		if t.own != nil {
			t.own.begin()
		}
		h.open++
		h.next = w.now.Add(h.gap)
		w.give(t)
	}
	for w.mayStart(h) && !w.now.Before(h.next) {
		t := h.queue[0]
		h.queue = h.queue[1:]
		w.queued--
		h.tasks++
		h.fresh++
		w.running++
		go t.run(&visit{w: w, home: h})
	}
}

// mayStart says that a task of a host has a place. One at a time comes to its
// first request, so that none waits long for a host with a long gap.
func (w *Watch) mayStart(h *host) bool {
	return len(h.queue) > 0 && h.tasks < w.conns(h) && (h.gap <= 0 || h.fresh == 0) && w.running < w.o.InFlight && !w.stopping
}

func (w *Watch) give(t *turn) {
	t.given = true
	w.waiting--
	close(t.reply)
}

// enqueue lays a task to those of its host; one that is urgent goes first.
func (w *Watch) enqueue(t task, urgent bool) {
	h := w.host(store.Host(t.url))
	w.queued++
	if urgent {
		h.queue = slices.Insert(h.queue, 0, t)
		return
	}
	h.queue = append(h.queue, t)
}

// A hold is that a host is left alone until a time. It is the error of a
// request that it keeps from being made.
type hold struct {
	host  string
	until time.Time
}

func (h hold) Error() string { return h.host + " asked to be left alone" }

// hold stops asking a host. What waits for it gives its place to others, and
// the archive knows of it, for a watch that starts meanwhile.
func (w *Watch) hold(of hold) {
	until := whole(of.until)
	if !until.After(w.now) {
		return
	}
	h := w.host(of.host)
	if !until.After(h.alone) {
		return
	}
	h.alone, h.next = until, later(h.next, until)
	for _, t := range h.queue {
		t.putOff(until)
	}
	w.queued -= len(h.queue)
	for _, t := range h.turns {
		w.refuse(t)
	}
	h.queue, h.turns = nil, nil
	var names []string
	for _, s := range w.order {
		if store.Host(s.URL) == h.name && s.Due.Before(until) && !s.asking {
			s.Due = until
			names = append(names, s.Name)
		}
	}
	w.aside(func(ctx context.Context) error { return w.o.DB.PutOff(ctx, h.name, until, names) }, func() { w.pagesDue(until) })
}

// held says that a host is not asked for some time.
func (w *Watch) held(h *host) bool {
	return w.now.Before(h.alone) || h.next.Sub(w.now) > longestWait
}

// A visit is the requests of one task, of which one is under way at a time.
type visit struct {
	w    *Watch
	home *host // that the task was queued at
	at   *host // of the request under way; nil when there is none

	begun bool // its own first request has had its turn
}

// begin notes that the first request has its turn, or that there is none.
func (v *visit) begin() {
	if !v.begun {
		v.begun = true
		v.home.fresh--
	}
}

// before waits for the turn of a request; it stands in acquire.Request.
func (v *visit) before(ctx context.Context, u *url.URL) error {
	return v.wait(ctx, u, func(t *turn) {
		t.own = v
		v.w.line(t)
	})
}

// forRobots is before, for a robots.txt.
func (v *visit) forRobots(ctx context.Context, u *url.URL) error {
	return v.wait(ctx, u, v.w.line)
}

// line lets a turn wait for its host.
func (w *Watch) line(t *turn) {
	if w.now.Before(t.host.alone) {
		w.refuse(t)
		return
	}
	t.host.turns = append(t.host.turns, t)
}

func (w *Watch) refuse(t *turn) {
	t.fault = hold{t.host.name, t.host.alone}
	w.give(t)
}

// obeying is before, for requests to which robots.txt applies.
func (v *visit) obeying(ctx context.Context, u *url.URL) error {
	rules, err := v.rules(ctx, u)
	if err == nil {
		err = rules.Check(u)
	}
	if err != nil {
		return err
	}
	return v.before(ctx, u)
}

// rules are those of a host. One visit at a time looks after them, so that
// they are got once and the others know that they wait.
func (v *visit) rules(ctx context.Context, u *url.URL) (*acquire.Rules, error) {
	var mine *turn
	err := v.wait(ctx, u, func(t *turn) {
		mine, t.rule = t, true
		t.host.rulers = append(t.host.rulers, t)
		v.w.serveRulers(t.host)
	})
	if err != nil {
		return nil, err
	}
	rules, err := v.w.o.Robots.Rules(ctx, u, v.forRobots)
	v.w.events <- func() {
		v.leave()
		if rules != nil {
			mine.host.gap = max(v.w.o.Gap, rules.Delay)
			v.w.hold(hold{mine.host.name, rules.Alone})
		}
		v.w.endRule(mine, rules != nil)
	}
	return rules, err
}

// wait lets the loop ask for a turn and waits until it is given.
func (v *visit) wait(ctx context.Context, u *url.URL, ask func(*turn)) error {
	t := &turn{reply: make(chan struct{})}
	v.w.events <- func() {
		v.leave()
		v.w.waiting++
		t.host = v.w.host(strings.ToLower(u.Host))
		ask(t)
	}
	select {
	case <-t.reply:
		if !t.rule && t.fault == nil {
			v.at = t.host
		}
		return t.fault
	case <-ctx.Done():
		v.w.events <- func() { v.w.withdraw(t) }
		return ctx.Err()
	}
}

// leave ends the request under way. The loop runs it while the visit waits.
func (v *visit) leave() {
	if v.at != nil {
		v.at.open--
		v.at = nil
	}
}

// end says that the task has fetched what it was to fetch.
func (v *visit) end() {
	v.w.events <- func() {
		v.leave()
		v.begin()
		v.home.tasks--
	}
}

// withdraw takes back a turn that is no longer waited for.
func (w *Watch) withdraw(t *turn) {
	is := func(x *turn) bool { return x == t }
	switch {
	case !t.given:
		w.waiting--
		t.host.turns = slices.DeleteFunc(t.host.turns, is)
		t.host.rulers = slices.DeleteFunc(t.host.rulers, is)
	case t.rule:
		w.endRule(t, false)
	case t.fault != nil:
	default:
		t.host.open--
	}
}

// ruledFor is how long nobody needs to look after a robots.txt again. The
// rules themselves are kept for a day, or an hour if they could not be had.
const ruledFor = 50 * time.Minute

// gapFor is how long the gap that a robots.txt asked for is remembered.
const gapFor = 25 * time.Hour

// serveRulers lets one visit look after robots.txt, or all if it was done.
func (w *Watch) serveRulers(h *host) {
	for len(h.rulers) > 0 && !h.ruling {
		t := h.rulers[0]
		h.rulers = h.rulers[1:]
		h.ruling = w.now.Sub(h.ruled) > ruledFor
		t.ruling = h.ruling
		w.give(t)
	}
}

// endRule lets the next look after robots.txt; had says that the rules are
// known.
func (w *Watch) endRule(t *turn, had bool) {
	if !t.ruling {
		return
	}
	t.host.ruling = false
	if had {
		t.host.ruled = w.now
	}
	w.serveRulers(t.host)
}
