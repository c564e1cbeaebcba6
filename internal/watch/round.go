package watch

import (
	"fmt"
	"log/slog"
	"time"
)

// A round is what came of a source since its last line of the log.
type round struct {
	asked bool // the source answered, or failed to
	fault error

	entries, fresh int
	open           int // new pages still to come
	kept, changed  int
	filtered       int
	forbidden      int
	failed         int
}

// polled counts an answer in.
func (r *round) polled(a answer) {
	r.asked = true
	if a.fault != nil {
		r.fault = a.fault
		if a.state.Parent != "" {
			r.fault = fmt.Errorf("%s: %w", a.state.Name, a.fault)
		}
	}
	r.entries += a.entries
	r.fresh += a.fresh
	r.filtered += a.filtered
}

// fetched counts a page in.
func (r *round) fetched(o outcome) {
	if o.first {
		r.open = max(0, r.open-1)
	}
	switch {
	case o.changed:
		r.changed++
	case o.kept > 0:
		r.kept += o.kept
	case o.state.Outcome == filtered:
		r.filtered++
	case o.state.Outcome == forbidden:
		r.forbidden++
	case o.fault != nil:
		r.failed++
	}
}

// tellNothing says that a round of its own had no source to ask.
func (w *Watch) tellNothing() {
	var next time.Time
	for _, s := range w.order {
		if s.asked {
			return
		}
		if !s.Gone && (next.IsZero() || s.Due.Before(next)) {
			next = s.Due
		}
	}
	if w.once && !next.IsZero() {
		w.o.Log.Info("no source is due", "next", next.Sub(w.now).Round(time.Second))
	}
}

// tell writes the line of a round that is complete: the source was asked, and
// what was new is fetched; or the watch ends.
func (w *Watch) tell(s *source) {
	r := &s.round
	complete := r.asked && r.open == 0 && !w.childrenDue(s)
	if !complete && !(w.stopping && (r.asked || r.kept+r.changed > 0)) {
		return
	}
	attrs := []slog.Attr{slog.String("source", s.Name)}
	if r.asked {
		attrs = append(attrs, slog.Int("entries", r.entries), slog.Int("new", r.fresh))
	}
	attrs = append(attrs, slog.Int("kept", r.kept))
	for _, c := range []struct {
		name string
		n    int
	}{{"changed", r.changed}, {"filtered", r.filtered}, {"forbidden", r.forbidden}, {"failed", r.failed}, {"pending", r.open}} {
		if c.n > 0 {
			attrs = append(attrs, slog.Int(c.name, c.n))
		}
	}
	level := slog.LevelInfo
	if r.fault != nil {
		level = slog.LevelWarn
		attrs = append(attrs, slog.String("fault", r.fault.Error()), slog.Int("faults", s.Failures))
	}
	if r.asked && !s.Gone {
		attrs = append(attrs, slog.Duration("next", max(0, s.Due.Sub(w.now)).Round(time.Second)))
	}
	message := "asked"
	switch {
	case !r.asked:
		message = "looked again"
	case r.fault == nil && r.entries == 0:
		message = "unchanged"
	}
	w.o.Log.LogAttrs(w.keeping, level, message, attrs...)
	s.round = round{open: r.open}
}
