package watch

import (
	"time"
)

// A merger is when the archive was merged and is to be.
type merger struct {
	stale   bool      // something was added that is not merged
	since   time.Time // when the first of it was
	merging bool
	readyAt time.Time // before which no merge starts
}

// How long what was added waits at most for the end of a round, and how long
// at least, for what other sources have.
const (
	patience = 10 * time.Minute
	quiet    = time.Minute
)

// added notes that something is to be merged.
func (w *Watch) added() {
	if !w.stale {
		w.stale, w.since = true, w.now
	}
}

// mergeAt is when the next merge starts: when nothing is fetched any more, or
// patience ends.
func (w *Watch) mergeAt() time.Time {
	at := w.since.Add(patience)
	if w.running == 0 && w.queued == 0 {
		at = w.since.Add(quiet)
	}
	if at.Before(w.readyAt) {
		at = w.readyAt
	}
	return at
}

// mergeSome merges when it is time to. Fetching goes on beside it; what comes
// meanwhile is merged next time, and not before as much time has passed as
// this merge takes, so that merging takes half of the time at most.
func (w *Watch) mergeSome() {
	if !w.stale || w.merging || w.once || w.mergeAt().After(w.now) {
		return
	}
	w.merge()
}

func (w *Watch) merge() {
	w.stale, w.merging = false, true
	began := w.now
	go func() {
		err := w.o.Merge(w.asking)
		w.events <- func() { w.merged(began, err) }
	}()
}

func (w *Watch) merged(began time.Time, err error) {
	w.merging = false
	w.readyAt = w.now.Add(max(0, w.now.Sub(began)))
	if err == nil {
		w.o.Log.Info("merged", "took", w.now.Sub(began).Round(time.Millisecond))
		return
	}
	if w.once {
		w.fail(err)
		return
	}
	w.added()
	if w.asking.Err() == nil {
		w.readyAt = w.now.Add(patience)
		w.o.Log.Error("merging failed; it is tried again", "error", err)
	}
}

// mergeLast starts the merge that ends a round of its own, and says that there
// is something to wait for.
func (w *Watch) mergeLast() bool {
	if w.merging {
		return true
	}
	if !w.stale || w.asking.Err() != nil {
		return false
	}
	w.merge()
	return true
}
