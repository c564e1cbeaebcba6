package worker

import (
	"context"

	"readout/internal/store"
)

// A Merger merges an archive behind whoever adds to it. What is asked for
// while it merges is merged together after that.
type Merger struct {
	db    *store.DB
	asked chan struct{}
}

// NewMerger makes a merger of an archive; it merges once Run runs.
func NewMerger(db *store.DB) *Merger { return &Merger{db, make(chan struct{}, 1)} }

// Soon asks that the archive be merged, and returns at once.
func (m *Merger) Soon() {
	select {
	case m.asked <- struct{}{}:
	default: // asked for already
	}
}

// Run merges as asked until ctx is done, and does what comes after each merge.
// What fails is handed to failed and tried again when next asked for.
func (m *Merger) Run(ctx context.Context, after func(context.Context) error, failed func(error)) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-m.asked:
		}
		err := Merge(ctx, m.db)
		if err == nil {
			err = after(ctx)
		}
		if err != nil && ctx.Err() == nil {
			failed(err)
		}
	}
}
