package worker

import (
	"cmp"
	"context"
	"runtime"
	"runtime/debug"

	"readout/internal/merge"
	"readout/internal/query"
	"readout/internal/record"
	"readout/internal/store"
)

// Merge merges an archive to which something was added since the last merge.
func Merge(ctx context.Context, db *store.DB) error {
	note, err := db.Stale(ctx)
	if err != nil || note == "" {
		return err
	}
	_, err = merging(ctx, db, false)
	return err
}

// Rebuild merges an archive anew and counts the entries by the first letter of
// their ids.
func Rebuild(ctx context.Context, db *store.DB) (map[string]int, error) {
	return merging(ctx, db, true)
}

// A shelf is an archive as merging reads it.
type shelf struct {
	ctx context.Context
	db  *store.DB
}

func (s shelf) Digests(part merge.Part, each func(string, []byte) error) error {
	return s.db.Digests(s.ctx, int(part), each)
}

// Readings unpacks readings on all processors and hands them out in order.
func (s shelf) Readings(keys []string, do func(int, *record.Reading) error) error {
	type got struct {
		reading *record.Reading
		err     error
	}
	var failed error
	n := 0
	get := func(key string) got {
		k, err := s.db.ReadingOf(s.ctx, key)
		return got{k.Reading, err}
	}
	put := func(g got) {
		if failed == nil {
			failed = g.err
		}
		if failed == nil {
			failed = do(n, g.reading)
		}
		n++
	}
	next := Each(keys)
	stop := func() (string, bool) {
		if s.ctx.Err() != nil {
			return "", false
		}
		return next()
	}
	InOrder(runtime.GOMAXPROCS(0), stop, get, put)
	return cmp.Or(failed, s.ctx.Err())
}

// digestAtOnce is how many readings are digested in one transaction.
const digestAtOnce = 200

// Digest digests the readings that have no digest.
func Digest(ctx context.Context, db *store.DB) error {
	for after := int64(0); ; {
		due, last, err := db.Undigested(ctx, merge.DigestVersion, after, digestAtOnce)
		after = last
		if err != nil || len(due) == 0 {
			return err
		}
		list := make([]store.Digested, 0, len(due))
		do := func(k store.Kept) store.Digested {
			parts := merge.Digest(k.Key, k.Reading)
			return store.Digested{Kept: k, Parts: parts[:]}
		}
		InOrder(runtime.GOMAXPROCS(0), Each(due), do, func(d store.Digested) { list = append(list, d) })
		if err := db.PutDigests(ctx, merge.DigestVersion, list); err != nil {
			return err
		}
	}
}

// A frugal process collects garbage when it is half of what lives, and sooner
// where more than so many bytes would be held.
const (
	frugalGarbage = 50 // per cent
	frugalMemory  = 900 << 20
)

// Frugal has the process hold less memory until it is undone.
func Frugal() (undo func()) {
	limit, garbage := debug.SetMemoryLimit(frugalMemory), debug.SetGCPercent(frugalGarbage)
	return func() {
		debug.SetMemoryLimit(limit)
		debug.SetGCPercent(garbage)
	}
}

// merging merges an archive and keeps the record. Entries that are made of
// the same as before stay as they are, unless anew is set.
func merging(ctx context.Context, db *store.DB, anew bool) (map[string]int, error) {
	release, err := db.Merging(ctx)
	if err != nil {
		return nil, err
	}
	defer release()
	defer Frugal()()
	note, err := db.Stale(ctx)
	if err != nil || note == "" && !anew { // another merged it while this one waited
		return nil, err
	}
	if anew {
		if err := db.DropDigests(ctx); err != nil {
			return nil, err
		}
	}
	if err := Digest(ctx, db); err != nil {
		return nil, err
	}
	corrections, err := query.Corrections(ctx, db)
	if err != nil {
		return nil, err
	}
	found, err := merge.Find(shelf{ctx, db}, corrections)
	if err != nil {
		return nil, err
	}
	x := &index{names: found.Names(), anew: anew, counts: map[string]int{}}
	return x.counts, db.Replace(ctx, note, func(w store.Writer) error {
		x.to = w
		return found.Write(x)
	})
}
