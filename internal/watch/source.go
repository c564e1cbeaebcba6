package watch

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"readout/internal/acquire"
	"readout/internal/feed"
	"readout/internal/guard"
	"readout/internal/record"
	"readout/internal/sources"
	"readout/internal/store"
)

// A source is one that is watched, with its state.
type source struct {
	store.Source
	conf   sources.Source
	asking bool // queued or under way
	asked  bool // in this round of its own
	round  round
}

// Bounds of what is taken from one answer.
const (
	maxAge      = 30 * 24 * time.Hour // entries that are older are left where they are
	maxChildren = 50                  // lists that an index names, the newest
)

// after the so-manieth fault in a row a source has a warning of its own, and
// one that moved is asked at its old place again.
const (
	warnAfter = 10
	moveBack  = 3
)

// add takes up a source, where it was left off if its state is known.
func (w *Watch) add(c sources.Source, parent string, states []store.Source) *source {
	s := &source{conf: c, Source: store.Source{Name: c.Name, Parent: parent, URL: c.URL, Due: w.now}}
	if i := slices.IndexFunc(states, func(x store.Source) bool { return x.Of(c.Name, c.URL) }); i >= 0 {
		s.Source = states[i]
	}
	s.Listed = c.URL
	i, _ := slices.BinarySearchFunc(w.order, c.Name, func(x *source, name string) int { return strings.Compare(x.Name, name) })
	w.order = slices.Insert(w.order, i, s)
	return s
}

func (w *Watch) named(name string) *source {
	i, ok := slices.BinarySearchFunc(w.order, name, func(x *source, name string) int { return strings.Compare(x.Name, name) })
	if !ok {
		return nil
	}
	return w.order[i]
}

// child is a list that a source names, which is watched as it is.
func child(root *source, address string) sources.Source {
	c := root.conf
	c.Name, c.URL, c.Kind = address, address, feed.Sitemap
	return c
}

// root is the source of the list under which what a source names is kept.
func root(s store.Source) string { return cmp.Or(s.Parent, s.Name) }

// An answer is what came of asking a source once.
type answer struct {
	state    store.Source
	fault    error
	hold     hold
	entries  int
	filtered int
	fresh    int
	children []string
	isIndex  bool
}

// poll asks a source, and keeps what it names and how it stands. Known are the
// lists that it named before.
func (w *Watch) poll(v *visit, s store.Source, c sources.Source, known []string) {
	a := answer{state: s}
	list, fault := w.ask(v, &a, c)
	v.end()
	now := w.o.Clock.Now()
	a.state.Asked = now
	ok := !errors.Is(fault, context.Canceled)
	if ok && list != nil {
		ok = w.see(&a, list, c, now) && w.dropped(&a, known)
	}
	if ok {
		a.settle(fault, c, now)
		ok = w.keep(func(ctx context.Context) error { return w.o.DB.PutSource(ctx, a.state) })
	}
	w.events <- func() {
		w.running--
		if x := w.named(s.Name); x != nil && ok {
			w.polled(x, s.URL, a)
		}
	}
}

// ask gets what a source names; nil where that is what it was.
func (w *Watch) ask(v *visit, a *answer, c sources.Source) (*feed.List, error) {
	if c.Kind == feed.Folder {
		return folder(c.URL)
	}
	r := acquire.Request{URL: a.state.URL, ETag: a.state.ETag, LastModified: a.state.Modified, Before: v.before}
	if c.Kind == feed.Sitemap {
		r.Size = feed.MaxSize
	}
	resp, err := w.o.Client.Get(w.asking, r)
	if err != nil {
		return nil, err
	}
	a.hold = w.holdOf(resp)
	a.state.Gone = resp.Status == http.StatusGone
	if err := resp.Err(); err != nil || resp.Unchanged() {
		return nil, err
	}
	list, err := parse(resp.Page)
	if err == nil && c.Kind != "" && list.Kind != c.Kind {
		err = fmt.Errorf("the answer is no %s but a %s", c.Kind, list.Kind)
	}
	if err != nil {
		return nil, err
	}
	a.state.ETag, a.state.Modified = resp.ETag, resp.LastModified
	if resp.Moved != "" {
		a.state.URL = resp.Moved
	}
	return list, nil
}

// parse is feed.Parse, of which a panic is a mistake of ours in one page and
// no reason for the watch to end.
func parse(page *record.Page) (l *feed.List, err error) {
	err = guard.Call(func() error {
		l, err = feed.Parse(page)
		return err
	})
	return l, err
}

// holdOf is until when the server of an answer asks to be left alone.
func (w *Watch) holdOf(r *acquire.Response) hold {
	if d := r.Alone(); d > 0 {
		return hold{store.Host(r.URL), whole(w.o.Clock.Now().Add(d))}
	}
	return hold{}
}

// folder lists the files of a folder by when they changed.
func folder(path string) (*feed.List, error) {
	files, errs := acquire.Expand([]string{path})
	if len(errs) > 0 {
		return nil, errs[0]
	}
	l := &feed.List{Kind: feed.Folder}
	for _, f := range files {
		abs, err := filepath.Abs(f)
		if err != nil {
			return nil, err
		}
		e := feed.Entry{URL: abs}
		if st, err := os.Stat(f); err == nil {
			e.Updated = st.ModTime()
		}
		l.Entries = append(l.Entries, e)
	}
	return l, nil
}

// see notes what a source names.
func (w *Watch) see(a *answer, l *feed.List, c sources.Source, now time.Time) bool {
	a.entries = len(l.Entries)
	var listed []store.Listing
	var lists []feed.Entry
	all := ofPages(c.Filter).Empty()
	for _, e := range l.Entries {
		at := later(e.Updated, e.Published)
		switch {
		case e.List:
			lists = append(lists, e)
		case l.Kind == feed.Folder:
			listed = append(listed, store.Listing{URL: e.URL, Updated: e.Updated, All: all})
		case !at.IsZero() && now.Sub(at) > maxAge:
		case !c.Filter.Listed(e.URL, cmp.Or(e.Language, l.Language), e.Sections...):
			a.filtered++
		default:
			address, _ := acquire.Normal(e.URL)
			listed = append(listed, store.Listing{URL: address, Updated: e.Updated, All: all})
		}
	}
	a.isIndex = len(lists) > 0
	a.children = newest(lists, now)
	return w.keep(func(ctx context.Context) (err error) {
		a.fresh, err = w.o.DB.See(ctx, root(a.state), now, listed)
		return err
	})
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// newest are the URLs of the lists that changed last, those without a time
// last.
func newest(lists []feed.Entry, now time.Time) (out []string) {
	slices.SortStableFunc(lists, func(a, b feed.Entry) int { return b.Updated.Compare(a.Updated) })
	for _, l := range lists {
		old := !l.Updated.IsZero() && now.Sub(l.Updated) > maxAge
		if !old && len(out) < maxChildren && !slices.Contains(out, l.URL) {
			out = append(out, l.URL)
		}
	}
	return out
}

// dropped forgets the lists that a source no longer names.
func (w *Watch) dropped(a *answer, known []string) bool {
	for _, name := range known {
		if !slices.Contains(a.children, name) &&
			!w.keep(func(ctx context.Context) error { return w.o.DB.DropSource(ctx, name) }) {
			return false
		}
	}
	return true
}

// settle says how a source stands after an answer, or a fault, at a time.
func (a *answer) settle(fault error, c sources.Source, now time.Time) {
	s, luck := &a.state, chance(a.state.Name, now)
	if fault == nil {
		learn(s, a.fresh, now)
		s.Answered, s.Failures = now, 0
		s.Due = whole(now.Add(around(interval(*s, c), luck)))
		return
	}
	a.fault = fault
	s.Fault, s.FaultAt, s.Failures = fault.Error(), now, s.Failures+1
	if s.Failures%moveBack == 0 {
		s.URL, s.ETag, s.Modified = c.URL, "", ""
	}
	s.Due = later(whole(now.Add(backoff(s.Failures, luck))), a.hold.until)
	var held hold
	if errors.As(fault, &held) {
		s.Due = held.until
	}
}

// polled takes up what came of asking a source at a URL.
func (w *Watch) polled(x *source, at string, a answer) {
	x.asking = false
	x.Source = a.state
	w.hold(a.hold)
	if a.fault == nil && (a.isIndex || a.entries > 0) {
		w.takeChildren(x, a.children)
	}
	if a.entries > 0 {
		w.pagesDue(w.now)
	}
	top := w.named(root(x.Source))
	top.round.open += a.fresh
	top.round.polled(a)
	if x.Gone {
		w.o.Log.Error("gone for good: it is asked no more", "source", x.Name)
	}
	if x.Failures == warnAfter {
		w.o.Log.Warn("silent for long", "source", x.Name, "faults", x.Failures, "fault", x.Fault, "answered", x.Answered)
	}
	if a.fault == nil && at != x.URL {
		w.o.Log.Warn("moved for good", "source", x.Name, "from", at, "to", x.URL)
	}
	w.tell(top)
}

// takeChildren watches the lists that a source names now, and no others.
func (w *Watch) takeChildren(x *source, names []string) {
	w.order = slices.DeleteFunc(w.order, func(s *source) bool { return s.Parent == x.Name && !slices.Contains(names, s.Name) })
	for _, name := range names {
		if x.Parent == "" && w.named(name) == nil { // an index names no indexes
			w.add(child(x, name), x.Name, nil)
		}
	}
}

// childrenDue says that a list that a source named is being asked, or is to be
// at once.
func (w *Watch) childrenDue(x *source) bool {
	return slices.ContainsFunc(w.order, func(s *source) bool { return s.Parent == x.Name && (s.asking || !s.Due.After(w.now)) })
}

// children are the lists that a source named.
func (w *Watch) children(name string) (out []string) {
	for _, s := range w.order {
		if s.Parent == name {
			out = append(out, s.Name)
		}
	}
	return out
}
