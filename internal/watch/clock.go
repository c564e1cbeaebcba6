package watch

import (
	"context"
	"time"
)

// A Clock tells the time of day and waits.
type Clock interface {
	Now() time.Time
	// After sends once a time has passed.
	After(d time.Duration) <-chan time.Time
}

// System is the clock of this machine. Its time of day is one that people may
// set, and that runs on while the machine sleeps.
type System struct{}

// Now is the time of day.
func (System) Now() time.Time { return time.Now().Round(0) }

// After is time.After, which stands still while the machine sleeps.
func (System) After(d time.Duration) <-chan time.Time { return time.After(d) }

// Most of the time waited for at once, so that a jump of the clock shows; and
// how far the time may be off after a wait before that is a jump.
const (
	longestWait = time.Minute
	slack       = 2 * time.Minute
)

// jumped says that the clock was set, or the machine slept, in a wait that
// began at from and was for d at most.
func jumped(from, to time.Time, d time.Duration) bool {
	passed := to.Sub(from)
	return passed < -time.Second || passed > d+slack
}

// judge fits what is due to a clock that jumped; back is how far, if it went
// back, as a negative time. Where it did, every wait begins again; where it went forward, or the watch was stopped for long,
// sources that are overdue are asked one after another, a second apart.
func (w *Watch) judge(back time.Duration) {
	late := 0
	for _, s := range w.order {
		switch {
		case s.Asked.After(w.now.Add(slack)):
			s.Due = w.now.Add(min(max(0, s.Due.Sub(s.Asked)), longest))
			s.Asked = w.now
		case s.Due.Before(w.now) && !w.once:
			s.Due = w.now.Add(time.Duration(late) * time.Second)
			late++
		}
	}
	for _, h := range w.ring {
		h.next, h.alone, h.ruled = h.next.Add(back), h.alone.Add(back), h.ruled.Add(back)
	}
	w.since, w.readyAt, w.forgotten = w.since.Add(back), w.readyAt.Add(back), w.forgotten.Add(back)
	latest := w.now.Add(longest)
	w.aside(func(ctx context.Context) error { return w.o.DB.Sooner(ctx, latest) }, func() { w.pagesDue(w.now) })
}
