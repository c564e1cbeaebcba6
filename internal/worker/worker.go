// Package worker takes pages through extracting, reading and keeping, renews
// old readings, and merges the archive after that.
package worker

import (
	"context"
	"runtime"
	"strings"

	"readout/internal/extract"
	"readout/internal/filter"
	"readout/internal/guard"
	"readout/internal/reader"
	"readout/internal/record"
	"readout/internal/store"
)

// A Worker reads what an archive does not keep yet.
type Worker struct {
	DB      *store.DB
	Reader  *reader.Reader
	Extract extract.Options // for pages that lack a header of their own
	Only    filter.Filter   // reports that it does not keep are left out
}

// Read reads the reports of a page, as ReadAll does. A panic is a mistake of
// ours in one page and comes back as its error.
func (w *Worker) Read(ctx context.Context, page *record.Page) (out []*record.Reading, err error) {
	var reports []*record.Report
	err = guard.Call(func() error {
		reports, err = extract.Reports(page, w.Extract)
		return err
	})
	if err != nil {
		return nil, err
	}
	return w.ReadAll(ctx, reports)
}

// ReadAll reads the reports of one page. A report that is kept already with a
// reading by this reader comes back with no facts, for store.DB.Add to know it
// by; it is not read again. Where the filter keeps none of them, there is
// neither a reading nor an error.
func (w *Worker) ReadAll(ctx context.Context, reports []*record.Report) (out []*record.Reading, err error) {
	err = guard.Call(func() error {
		out, err = w.readAll(ctx, reports)
		return err
	})
	return out, err
}

func (w *Worker) readAll(ctx context.Context, reports []*record.Report) (out []*record.Reading, err error) {
	for n, rep := range reports {
		if !w.Only.Report(rep) {
			continue
		}
		has, err := w.DB.Has(ctx, rep, readerName())
		if err != nil {
			return nil, err
		}
		if has {
			out = append(out, &record.Reading{Report: *rep, Reader: readerName(), Nth: n})
			continue
		}
		x := read(w.Reader, rep)
		if x.Nth = n; w.Only.Reading(x) {
			out = append(out, x)
		}
	}
	return out, nil
}

// busyTries is how often a write is tried; each try waits half a minute for
// another that writes.
const busyTries = 20

// Patiently writes to an archive that others may hold for long, as when they
// merge.
func Patiently(write func() error) (err error) {
	for range busyTries {
		if err = write(); !store.IsBusy(err) {
			break
		}
	}
	return err
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

// rereadAtOnce is how many reports are held at a time.
const rereadAtOnce = 200

// Reread renews the readings that an older reader made, and counts them.
func Reread(ctx context.Context, db *store.DB, r *reader.Reader) (n int, err error) {
	for {
		due, err := db.Due(ctx, readerName(), rereadAtOnce)
		if err != nil || len(due) == 0 {
			return n, err
		}
		newer := reread(r, due)
		if err := Patiently(func() error { return db.AddReadings(ctx, newer...) }); err != nil || len(newer) == 0 {
			return n, err
		}
		n += len(newer)
	}
}

// RereadAll reads all reports again, in the place of what this reader read
// with other lists or another model, and counts them.
func RereadAll(ctx context.Context, db *store.DB, r *reader.Reader) (n int, err error) {
	for after := ""; ; {
		list, err := db.Reports(ctx, after, rereadAtOnce)
		if err != nil || len(list) == 0 {
			return n, err
		}
		after = list[len(list)-1].Key
		newer := reread(r, list)
		if err := Patiently(func() error { return db.ReplaceReadings(ctx, newer...) }); err != nil {
			return n, err
		}
		n += len(newer)
	}
}

// reread gives reports new readings, and leaves out those that the reader
// breaks on.
func reread(r *reader.Reader, list []store.Kept) (newer []store.Kept) {
	do := func(k store.Kept) store.Kept { return renewed(r, k) }
	InOrder(runtime.GOMAXPROCS(0), Each(list), do, func(k store.Kept) {
		if k.Reading.Reader != "" {
			newer = append(newer, k)
		}
	})
	return newer
}

// renewed is a report with a new reading; what the reader breaks on, it is not
// given again.
func renewed(r *reader.Reader, k store.Kept) store.Kept {
	rep := &k.Reading.Report
	err := guard.Call(func() error {
		k.Reading = read(r, rep)
		return nil
	})
	if err != nil {
		k.Reading = &record.Reading{Report: *rep, Reader: readerName(), Notice: err.Error()}
	}
	return k
}
