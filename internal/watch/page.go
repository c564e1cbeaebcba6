package watch

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"readout/internal/acquire"
	"readout/internal/filter"
	"readout/internal/record"
	"readout/internal/sources"
	"readout/internal/store"
)

// What becomes of a URL.
const (
	kept      = "kept"
	filtered  = "filtered"  // the source's filter does not keep it
	forbidden = "forbidden" // by robots.txt
	empty     = "empty"     // a page without a report
	failed    = "failed"
	left      = "left" // its source is watched no more
)

// How often a page is tried: one that the server refuses, and one that may
// come when server and network are well again.
const (
	triesRefused = 3
	tries        = 12
)

// An outcome is what came of fetching a URL once.
type outcome struct {
	state   store.Seen
	first   bool // it was not fetched before
	fault   error
	refused bool // by the server, which is well
	hold    hold
	kept    int  // reports that are new in the archive
	changed bool // and were kept with another text before
}

// pagesDue says that URLs are due at a time.
func (w *Watch) pagesDue(at time.Time) {
	if w.pagesAt.IsZero() || at.Before(w.pagesAt) {
		w.pagesAt = at
	}
}

// hostQueue is how many pages of one host wait in memory.
const hostQueue = 50

// pull queues URLs that are due, as many as there is place for.
func (w *Watch) pull() {
	if w.pagesAt.IsZero() || w.pagesAt.After(w.now) || w.queued > w.o.Queue/2 || w.stopping {
		return
	}
	var full, held []string // of those held little is due
	for _, h := range w.ring {
		switch {
		case len(h.queue) >= hostQueue:
			full = append(full, h.name)
		case w.held(h):
			held = append(held, h.name)
		}
	}
	full = append(full, held...)
	limit := w.o.Queue + len(w.pages)
	due, err := w.o.DB.SeenDue(w.keeping, w.now, limit, full...)
	w.fail(err)
	w.pagesAt = time.Time{}
	next, err := w.o.DB.NextSeen(w.keeping, w.now)
	w.fail(err)
	if !next.IsZero() {
		w.pagesDue(next)
	}
	w.more = len(due) == limit || full != nil
	for _, h := range w.ring {
		if w.held(h) {
			w.pagesDue(h.next)
		}
	}
	for _, p := range due {
		w.queue(p)
	}
}

// queue queues a URL, unless it is queued already or its host has no place.
func (w *Watch) queue(p store.Seen) {
	if w.pages[p.URL] {
		return
	}
	s := w.named(p.Source)
	if s == nil {
		w.pages[p.URL] = true
		p.Due, p.Outcome = time.Time{}, orElse(p.Outcome, left)
		w.aside(func(ctx context.Context) error { return w.o.DB.PutSeen(ctx, p) }, func() { delete(w.pages, p.URL) })
		return
	}
	if h := w.host(store.Host(p.URL)); len(h.queue) >= hostQueue {
		w.more = true
		return
	}
	w.pages[p.URL] = true
	w.enqueue(task{p.URL, func(v *visit) { w.fetch(v, p, s.conf) }, func(time.Time) { delete(w.pages, p.URL) }}, false)
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// fetch gets a page, and keeps its reports and how it stands.
func (w *Watch) fetch(v *visit, p store.Seen, c sources.Source) {
	o := outcome{state: p, first: p.Outcome == "" && p.Tries == 0}
	page, err := w.page(v, &o)
	v.end()
	if errors.Is(err, context.Canceled) {
		w.events <- func() { w.running--; delete(w.pages, p.URL) }
		return
	}
	now := w.o.Clock.Now()
	ok := true
	if err == nil && page != nil {
		ok = w.read(&o, page, c, now)
	} else {
		o.settle(err, now)
	}
	if ok {
		ok = w.keep(func(ctx context.Context) error { return w.o.DB.PutSeen(ctx, o.state) })
	}
	w.events <- func() {
		w.running--
		delete(w.pages, p.URL)
		if ok {
			w.fetched(o)
		}
	}
}

// page gets a page; nil where it is what it was.
func (w *Watch) page(v *visit, o *outcome) (*record.Page, error) {
	p := &o.state
	if !acquire.IsURL(p.URL) {
		return acquire.File(p.URL)
	}
	resp, err := w.o.Client.Get(w.asking, acquire.Request{URL: p.URL, ETag: p.ETag, LastModified: p.Modified, Before: v.obeying})
	if err != nil {
		return nil, err
	}
	o.hold = w.holdOf(resp)
	o.refused = resp.Status/100 == 4 && resp.Status != http.StatusTooManyRequests && resp.Status != http.StatusRequestTimeout
	if err := resp.Err(); err != nil || resp.Unchanged() {
		return nil, err
	}
	p.ETag, p.Modified = resp.ETag, resp.LastModified
	return resp.Page, nil
}

// settle says how a URL stands after a fetch that brought nothing new, or a
// fault, at a time.
func (o *outcome) settle(fault error, now time.Time) {
	p := &o.state
	o.fault = fault
	var held hold
	switch {
	case fault == nil:
		o.checkLater(now)
	case errors.Is(fault, acquire.ErrForbidden):
		p.Due, p.Outcome = time.Time{}, orElse(p.Outcome, forbidden)
	case errors.As(fault, &held): // which was not tried
		p.Due = held.until
	case p.Tries+1 >= tries, o.refused && p.Tries+1 >= triesRefused:
		p.Due, p.Outcome = time.Time{}, orElse(p.Outcome, failed)
	default:
		p.Tries++
		p.Due = later(whole(now.Add(backoff(p.Tries, chance(p.URL, now)))), o.hold.until)
	}
}

// checkLater counts a fetch without a fault, and says when the next is due.
func (o *outcome) checkLater(now time.Time) {
	p := &o.state
	p.Fetched, p.Tries, p.Due = now, 0, time.Time{}
	if p.Checks < len(checks) && p.Outcome == kept && acquire.IsURL(p.URL) {
		p.Due = whole(now.Add(around(checks[p.Checks], chance(p.URL, now))))
	}
	p.Checks++
}

// read reads a page that is not as it was, and keeps what its source's filter
// keeps. It is false when the archive is broken.
func (w *Watch) read(o *outcome, page *record.Page, c sources.Source, now time.Time) bool {
	sum := sha256.Sum256(page.Body)
	hash := hex.EncodeToString(sum[:16])
	if hash == o.state.Hash {
		o.checkLater(now)
		return true
	}
	o.state.Hash = hash
	w.reading <- struct{}{}
	readings, err := w.o.Read(w.keeping, page, ofPages(c.Filter))
	<-w.reading
	o.fault = err
	if o.state.Outcome != kept {
		o.state.Outcome = filtered
		if err != nil {
			o.state.Outcome = empty
		}
	}
	ok := true
	if err == nil && len(readings) > 0 {
		ok = w.keepReports(o, page, readings)
	}
	o.checkLater(now)
	if o.changed || o.kept == 0 || recent(readings, now) {
		return ok
	}
	o.state.Due = time.Time{} // nobody changes what is that old
	return ok
}

// ofPages is what a filter asks of pages. Of sections the list was asked, which
// may know better than the URL.
func ofPages(f filter.Filter) filter.Filter {
	f.Sections = nil
	return f
}

// keepReports keeps those reports of a page that its URL did not lead to
// before.
func (w *Watch) keepReports(o *outcome, page *record.Page, readings []*record.Reading) bool {
	p := &o.state
	var keys []string
	for _, r := range readings {
		if k := store.Key(&r.Report); !slices.Contains(p.Reports, k) && !slices.Contains(keys, k) {
			keys = append(keys, k)
		}
	}
	before := p.Outcome == kept
	p.Outcome = kept
	if keys == nil {
		return true
	}
	p.Reports = append(p.Reports, keys...)
	return w.keep(func(ctx context.Context) (err error) {
		o.kept, err = w.o.DB.Add(ctx, page, readings)
		o.changed = before && o.kept > 0
		return err
	})
}

// recent says that a report was published less than the longest wait ago, or
// does not say when.
func recent(readings []*record.Reading, now time.Time) bool {
	return slices.ContainsFunc(readings, func(r *record.Reading) bool {
		if r.Report.Published == nil {
			return true
		}
		day, _, _ := strings.Cut(*r.Report.Published, "T")
		at, err := time.Parse(time.DateOnly, day)
		return err != nil || now.Sub(at) < 2*longest
	})
}

// fetched takes up what came of fetching a URL.
func (w *Watch) fetched(o outcome) {
	w.hold(o.hold)
	if !o.state.Due.IsZero() {
		w.pagesDue(o.state.Due)
	}
	if o.kept > 0 {
		w.added()
	}
	if w.more && w.queued <= w.o.Queue/2 {
		w.more = false
		w.pagesDue(w.now)
	}
	if o.fault != nil {
		w.o.Log.Debug("page", "url", o.state.URL, "source", o.state.Source, "fault", o.fault, "tries", o.state.Tries)
	}
	if s := w.named(o.state.Source); s != nil {
		s.round.fetched(o)
		w.tell(s)
	}
}
