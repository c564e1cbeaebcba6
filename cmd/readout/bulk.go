package main

import (
	"bufio"
	"cmp"
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"readout/internal/record"
	"readout/internal/store"
	"readout/internal/worker"
)

// bundles keeps the reports of files of many pages, one file after another.
// An error is one that ends the program; a file that cannot be read to its end
// is told of.
func (a *adding) bundles(ctx context.Context, inputs []string) error {
	if len(inputs) == 0 {
		return nil
	}
	passed, done, err := a.skippedTo()
	if err != nil {
		return err
	}
	b := &worker.Bulk{Worker: a.w, Again: a.o.again, Passed: passed}
	for _, input := range inputs {
		if ctx.Err() != nil {
			break
		}
		a.bundle(ctx, b, input)
	}
	return done()
}

// skippedTo opens the file that tells of each entry passed over.
func (a *adding) skippedTo() (passed func(worker.Passed) error, done func() error, err error) {
	if a.o.skipped == "" {
		return nil, func() error { return nil }, nil
	}
	f, err := os.OpenFile(a.o.skipped, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o666)
	if err != nil {
		return nil, nil, err
	}
	w := bufio.NewWriter(f)
	passed = func(p worker.Passed) error {
		_, err := fmt.Fprintf(w, "%s\t%s\t%s\n", record.Clean(p.Name), record.Clean(p.Why), record.Clean(p.Detail))
		return err
	}
	return passed, func() error { return cmp.Or(w.Flush(), f.Close()) }, nil
}

// bundle keeps the reports of one file of many pages.
func (a *adding) bundle(ctx context.Context, b *worker.Bulk, input string) {
	before := store.Intake{}
	meter := &meter{name: filepath.Base(input), began: time.Now()}
	b.Begun = func(in store.Intake) {
		before = in
		before.Skipped = maps.Clone(in.Skipped)
	}
	b.Show = func(at worker.Read) {
		if a.progress && meter.due() {
			a.wipe()
			a.progressLine(meter.line(at))
		}
	}
	in, err := b.Add(ctx, input)
	a.wipe()
	if err != nil {
		a.fail(input, err)
		a.failed++
	}
	if before.Done {
		fmt.Fprintf(a.stderr, "readout: %s: read to its end before; --again reads it once more\n", record.Clean(input))
		return
	}
	a.added, a.old = a.added+in.Added-before.Added, a.old+in.Old-before.Old
	for why, n := range in.Skipped {
		a.passed += n - before.Skipped[why]
	}
	a.tell(input, in)
}

// tell says what a file gave, and why the rest of it gave nothing.
func (a *adding) tell(input string, in store.Intake) {
	fmt.Fprintf(a.stderr, "readout: %s: %s", record.Clean(input), count(in.Added+in.Old, "report"))
	if !in.Done {
		fmt.Fprint(a.stderr, " so far")
	}
	fmt.Fprintln(a.stderr)
	whys := slices.SortedFunc(maps.Keys(in.Skipped), func(x, y string) int {
		return cmp.Or(in.Skipped[y]-in.Skipped[x], strings.Compare(x, y))
	})
	for _, why := range whys {
		fmt.Fprintf(a.stderr, "%9d  %s\n", in.Skipped[why], record.Clean(why))
	}
}

// A meter tells how far a file was read.
type meter struct {
	name         string
	began, shown time.Time
	first        *worker.Read
}

// due says whether the line is old enough to be written anew.
func (m *meter) due() bool {
	now := time.Now()
	if now.Sub(m.shown) < 200*time.Millisecond {
		return false
	}
	m.shown = now
	return true
}

func (m *meter) line(at worker.Read) string {
	if m.first == nil {
		m.first = &at
	}
	return progressText(m.name, at, *m.first, m.shown.Sub(m.began))
}

// progressText says how far a file was read, how fast, and how long the rest
// will take at that pace.
func progressText(name string, at, first worker.Read, took time.Duration) string {
	share := float64(at.At) / float64(max(at.Size, 1))
	bar := strings.Repeat("━", int(20*share)) + strings.Repeat("─", 20-int(20*share))
	line := fmt.Sprintf("%s %s %3.0f %% of %s", clipped(record.Clean(name), 24), bar, 100*share, megabytes(at.Size))
	rate := float64(at.Reports) / max(took.Seconds(), 0.001)
	line += fmt.Sprintf(", %s, %.1f/s", count(at.Reports, "report"), rate)
	if gone := at.At - first.At; gone > 0 && took > time.Second {
		left := time.Duration(float64(took) * float64(at.Size-at.At) / float64(gone))
		line += ", " + rough(left) + " left"
	}
	return line
}

func clipped(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return s
}

func megabytes(n int64) string {
	switch {
	case n >= 1<<30:
		return fmt.Sprintf("%.1f GB", float64(n)/1e9)
	case n >= 1e6:
		return fmt.Sprintf("%.0f MB", float64(n)/1e6)
	}
	return fmt.Sprintf("%.0f kB", float64(n)/1e3)
}

// rough is a time in its two largest units.
func rough(d time.Duration) string {
	switch {
	case d >= time.Hour:
		return fmt.Sprintf("%d h %d min", int(d.Hours()), int(d.Minutes())%60)
	case d >= time.Minute:
		return fmt.Sprintf("%d min %d s", int(d.Minutes()), int(d.Seconds())%60)
	}
	return fmt.Sprintf("%d s", int(d.Seconds()))
}

// progressLine shows a line on a terminal, until it is wiped.
func (e *env) progressLine(line string) {
	if e.progress {
		fmt.Fprint(e.stderr, clipped(line, max(e.width, 80)-1))
	}
}
