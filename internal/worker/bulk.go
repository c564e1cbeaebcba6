package worker

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"

	"readout/internal/bundle"
	"readout/internal/guard"
	"readout/internal/record"
	"readout/internal/store"
)

// Bounds of what is held at a time while a bundle is added.
const (
	bulkMemory  = 128 << 20 // bytes that the garbage collector tries to stay below,
	coreMemory  = 64 << 20  // and so many more for each processor
	underWay    = 96 << 20  // bytes of entries and pages between reading and keeping
	large       = 2 << 20   // a page of more bytes is read alone
	batchPages  = 64        // so many are kept in one transaction
	batchBytes  = 16 << 20
	batchPassed = 5000 // entries that gave nothing, after which the mark is kept all the same
)

// A Passed is an entry of a bundle that gave no report. Why is one of few
// texts, to count by.
type Passed struct{ Name, Why, Detail string }

// A Bulk adds bundles to an archive: one goroutine takes entries out of the
// file, as many as there are processors make readings of them, and one keeps
// these in the order of the entries, many in a transaction, together with how
// far the bundle was read. So an add that is stopped at any moment can go on
// there, and the archive is the same as without a stop.
type Bulk struct {
	*Worker
	Again bool // also what was read to its end before, from its beginning

	// What the caller is told; each may be nil.
	Begun  func(store.Intake) // how far the file was taken in before
	Show   func(Read)         // after each entry
	Passed func(Passed) error // an entry that gave nothing, before it is kept as passed
}

// A Read is how much of a file was gone through, in bytes, and the reports
// that were read in it in this run.
type Read struct {
	At, Size int64
	Reports  int
}

// Add adds a bundle. It stops early when ctx is done, after keeping what is
// under way; the Intake then is not Done. The error of a file that is no bundle
// is bundle.ErrPage.
func (b *Bulk) Add(ctx context.Context, input string) (store.Intake, error) {
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(bulkMemory + coreMemory*int64(runtime.GOMAXPROCS(0))))
	in, mark, err := b.begin(ctx, input)
	if err == nil && b.Begun != nil {
		b.Begun(in)
	}
	if err != nil || in.Done {
		return in, err
	}
	file, err := bundle.Open(input, mark)
	if err != nil {
		return in, err
	}
	defer file.Close()
	run := &bulkRun{Bulk: b, file: file, in: &in, gate: newGate()}
	run.do(ctx)
	return in, run.err
}

// begin is how far an input was taken in before.
func (b *Bulk) begin(ctx context.Context, input string) (in store.Intake, mark bundle.Mark, err error) {
	id, err := bundle.ID(input)
	if err != nil {
		return in, mark, err
	}
	id = b.name(id)
	in, err = b.DB.Intake(ctx, id)
	switch {
	case err == nil && !(b.Again && in.Done):
		if in.Skipped == nil {
			in.Skipped = map[string]int{}
		}
		err = json.Unmarshal(in.Mark, &mark)
	case err == nil || errors.Is(err, store.ErrNone):
		in, err = store.Intake{ID: id, Skipped: map[string]int{}}, nil
	}
	in.Input = input
	return in, mark, err
}

// name names an input read in one way: with another reader or filter it is
// read from its beginning.
func (b *Bulk) name(id string) string {
	how, err := json.Marshal([]any{id, readerName(), b.Extract, b.Only})
	if err != nil {
		panic(err) // texts and lists of texts always have JSON
	}
	sum := sha256.Sum256(how)
	return hex.EncodeToString(sum[:16])
}

// A bulkRun is one bundle being added.
type bulkRun struct {
	*Bulk
	file *bundle.Reader
	in   *store.Intake
	gate *gate
	big  sync.Mutex // held while a large page is read
	err  error      // what ends it; set by the goroutine that emits

	end   error // why the last entry was the last; set before the queue is closed
	at    Read
	batch []store.Paged
	held  int // bytes of the batch
	quiet int // entries since the last batch
	next  bundle.Mark
}

// taken is what came of an entry.
type taken struct {
	*bundle.Entry
	paged store.Paged
	bytes int   // counted at the gate
	at    Read  // of the file
	err   error // why there is no reading
}

func (r *bulkRun) do(ctx context.Context) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	keep := context.WithoutCancel(ctx)
	r.end = context.Canceled
	next := func() (out taken, ok bool) {
		if ctx.Err() != nil {
			return out, false
		}
		e, err := r.file.Next()
		if err != nil {
			r.end = err
			return out, false
		}
		r.gate.pass(e.Size, underWay)
		return taken{Entry: e, bytes: e.Size, at: Read{At: r.file.At(), Size: r.file.Size}}, true
	}
	emit := func(t taken) {
		if r.err == nil {
			r.err = r.took(keep, t)
		}
		r.gate.more(-t.bytes)
		if r.err != nil {
			stop()
		}
	}
	InOrder(runtime.GOMAXPROCS(0), next, func(t taken) taken { return r.read(keep, t) }, emit)
	if r.err == nil {
		r.err = r.finish(keep)
	}
}

// read makes readings of an entry.
func (r *bulkRun) read(ctx context.Context, t taken) taken {
	t.err = guard.Call(func() error { return r.fill(ctx, &t) })
	return t
}

func (r *bulkRun) fill(ctx context.Context, t *taken) error {
	page, err := t.Page()
	if err != nil {
		return err
	}
	r.gate.more(len(page.Body))
	t.bytes += len(page.Body)
	if !r.Only.Listed(page.URL, "") {
		return errFiltered
	}
	if len(page.Body) > large {
		r.big.Lock()
		defer r.big.Unlock()
	}
	t.paged.Page = page
	if t.paged.Readings, err = r.Read(ctx, page); err != nil {
		return err
	}
	if len(t.paged.Readings) == 0 {
		return errFiltered
	}
	t.paged.Pack()
	return nil
}

var errFiltered = &bundle.Pass{Why: "left out by the filter"}

// took adds to the batch what came of an entry.
func (r *bulkRun) took(ctx context.Context, t taken) error {
	r.next, r.at.At, r.at.Size = t.Next, t.at.At, t.at.Size
	if t.err != nil {
		p := passed(t)
		r.in.Skipped[p.Why]++
		if r.quiet++; r.Passed != nil {
			if err := r.Passed(p); err != nil {
				return err
			}
		}
	} else {
		r.batch = append(r.batch, t.paged)
		r.held += len(t.paged.Page.Body)
		r.at.Reports += len(t.paged.Readings)
	}
	if len(r.batch) >= batchPages || r.held >= batchBytes || r.quiet >= batchPassed {
		if err := r.keep(ctx); err != nil {
			return err
		}
	}
	if r.Show != nil {
		r.Show(r.at)
	}
	return nil
}

// passed says why an entry gave no report.
func passed(t taken) Passed {
	var p *bundle.Pass
	if errors.As(t.err, &p) {
		return Passed{t.Name, p.Why, p.Detail}
	}
	// Errors of extract are a few texts, some with a cause after a colon.
	why, detail, _ := strings.Cut(record.OneLine(t.err.Error()), ": ")
	return Passed{t.Name, why, detail}
}

// keep keeps the batch and the mark after it.
func (r *bulkRun) keep(ctx context.Context) error {
	mark, err := json.Marshal(r.next)
	if err != nil {
		return err
	}
	r.in.Mark = mark
	err = Patiently(func() error { return r.DB.AddAll(ctx, r.batch, r.in) })
	clear(r.batch)
	r.batch, r.held, r.quiet = r.batch[:0], 0, 0
	return err
}

// finish keeps what is left, and that the file was read to its end.
func (r *bulkRun) finish(ctx context.Context) error {
	r.in.Done = r.end == io.EOF
	if len(r.batch)+r.quiet > 0 || r.in.Done {
		if err := r.keep(ctx); err != nil {
			return err
		}
	}
	if r.end != io.EOF && r.end != context.Canceled {
		return r.end
	}
	return nil
}
