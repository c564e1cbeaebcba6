package desk

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"sync"
	"time"

	"readout/internal/merge"
	"readout/internal/store"
)

// How much the page of what is new goes through, so that its time does not
// grow with the archive.
const (
	manyArrivals = 200 // reports
	manyStories  = 12  // shown
	eventsShown  = 4   // of a story
	eventsRead   = 40  // of a story
	turnsFrom    = 60  // reports whose situations are looked at
	ledgersRead  = 80  // of those situations
	turnsShown   = 15
	latestShown  = 15 // reports
)

// nowPage is what is new since the reader looked the time before.
type nowPage struct {
	Since   time.Time // zero on the first visit
	All     int       // reports that came since, at most manyArrivals
	Full    bool      // and there are more
	Fresh   bool      // what is shown came since; else it is the latest
	Stories []newStory
	Turns   []turn
	Alerts  []alertView
	Reports []arrival
}

// A newStory is a story with what is new in it.
type newStory struct {
	Row     row
	Events  []row // new ones, the latest told first
	More    int   // new events not shown
	Reports int   // new ones
}

// A turn is a change of the ledger: a situation that a report opened,
// changed, ended or disputes.
type turn struct {
	Situation                  ref
	State, Does, Known, Origin string
}

// A ledger is what a turn is read from of a situation.
type ledger struct {
	State   string
	Entries []struct{ Report, Origin, State, Does, Known string }
}

// An arrival is a report with the time at which it came into the archive.
type arrival struct {
	Row   row
	Added string
}

func (d *desk) now(r *http.Request) (*page, error) {
	v := visitorOf(r)
	var cookies []*http.Cookie
	if r.Header.Get("HX-Request") == "" { // else the page renews itself, seen or not
		seen, err := d.shown(r.Context())
		if err != nil {
			return nil, err
		}
		v = v.look(d.Now(), seen)
		cookies = append(cookies, v.cookie())
	}
	p := nowPage{Since: v.Since}
	if err := d.fillNow(r.Context(), &p); err != nil {
		return nil, err
	}
	return &page{Name: "now", Title: "Now", Nav: "/", Data: p, Cookies: cookies}, nil
}

// seen notes that the reader has seen all that there is.
func (d *desk) seen(r *http.Request) (*page, error) {
	seen, err := d.shown(r.Context())
	return &page{To: "/", Cookies: []*http.Cookie{visitor{Since: seen, last: seen}.cookie()}}, err
}

// shown is the time up to which a page shows all that came: the present, but
// for reports that are kept and not merged yet.
func (d *desk) shown(ctx context.Context) (time.Time, error) {
	now := d.Now()
	first, err := d.Store.Unmerged(ctx)
	if first.IsZero() || first.After(now) {
		return now, err
	}
	return first.Add(-time.Second), err
}

// fillNow gathers what came since the reader looked, or where nothing did the
// latest of the archive.
func (d *desk) fillNow(ctx context.Context, p *nowPage) error {
	came, err := d.Store.Latest(ctx, p.Since, manyArrivals)
	if err != nil {
		return err
	}
	p.All, p.Full = len(came), len(came) == manyArrivals
	p.Fresh = p.All > 0 && !p.Since.IsZero()
	if p.All == 0 && !p.Since.IsZero() {
		if came, err = d.Store.Latest(ctx, time.Time{}, manyArrivals); err != nil {
			return err
		}
	}
	if err := d.fillNews(ctx, p, came); err != nil {
		return err
	}
	p.Alerts, err = d.alertViews(ctx, alertsOnNow, factsOnNow)
	return err
}

// A newsKey is all that what is new hangs on: the number of the last merge,
// and the reports that came.
type newsKey struct {
	merges        int64
	first, latest string
	reports       int
}

// news keeps what is new for a few readers until the archive is merged again.
type news struct {
	mu   sync.Mutex
	made map[newsKey]nowPage
}

// newsKept is for how many readers, who looked at different times.
const newsKept = 64

func (n *news) get(k newsKey) (nowPage, bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	p, ok := n.made[k]
	return p, ok
}

func (n *news) keep(k newsKey, p nowPage) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for old := range n.made {
		if old.merges != k.merges || len(n.made) >= newsKept {
			n.made = nil
			break
		}
	}
	if n.made == nil {
		n.made = map[newsKey]nowPage{}
	}
	n.made[k] = p
}

// fillNews sets what the reports that came tell, which is gathered once for
// each merge.
func (d *desk) fillNews(ctx context.Context, p *nowPage, came []store.Arrival) error {
	if len(came) == 0 {
		return nil
	}
	merges, err := d.Store.Merges(ctx)
	if err != nil {
		return err
	}
	k := newsKey{merges, came[len(came)-1].Report, came[0].Report, len(came)}
	made, ok := d.news.get(k)
	if !ok {
		if err := d.gather(ctx, &made, came); err != nil {
			return err
		}
		d.news.keep(k, made)
	}
	p.Stories, p.Turns, p.Reports = made.Stories, made.Turns, made.Reports
	return nil
}

// gather sets stories, turns of the ledger and reports of a page.
func (d *desk) gather(ctx context.Context, p *nowPage, came []store.Arrival) error {
	keys := make([]string, 0, len(came))
	for _, c := range came {
		keys = append(keys, c.Report)
	}
	items, err := d.Store.ItemsByID(ctx, keys)
	if err != nil {
		return err
	}
	if p.Stories, err = d.newStories(ctx, keys, items); err != nil {
		return err
	}
	p.Turns, err = d.turns(ctx, keys[:min(turnsFrom, len(keys))])
	p.Reports = arrivals(came, items)
	return err
}

// arrivals are the first reports of a list that are merged.
func arrivals(came []store.Arrival, items map[string]store.Item) (out []arrival) {
	for _, c := range came {
		if i, ok := items[c.Report]; ok && len(out) < latestShown {
			out = append(out, arrival{rowOf(i), c.Added})
		}
	}
	return out
}

// newStories are the stories of new reports, the latest first, each with the
// events that only new reports tell.
func (d *desk) newStories(ctx context.Context, keys []string, items map[string]store.Item) ([]newStory, error) {
	isNew := map[string]bool{}
	var order []string
	reports := map[string][]*merge.Report{}
	for _, k := range keys {
		isNew[k] = true
		i, ok := items[k]
		if !ok {
			continue
		}
		r, err := decode[merge.Report](i)
		if err != nil {
			return nil, err
		}
		if r.Story == "" {
			continue
		}
		if reports[r.Story] == nil {
			order = append(order, r.Story)
		}
		reports[r.Story] = append(reports[r.Story], r)
	}
	order = order[:min(manyStories, len(order))]
	stories, err := d.Store.ItemsByID(ctx, order)
	if err != nil {
		return nil, err
	}
	var out []newStory
	for _, id := range order {
		i, ok := stories[id]
		if !ok {
			continue
		}
		s := newStory{Row: rowOf(i), Reports: len(reports[id])}
		if err := d.newEvents(ctx, &s, reports[id], isNew); err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, nil
}

// newEvents sets the events of a story that only new reports tell.
func (d *desk) newEvents(ctx context.Context, s *newStory, reports []*merge.Report, isNew map[string]bool) error {
	var ids []string
	for _, r := range reports {
		ids = append(ids, r.Events...)
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	items, err := d.Store.ItemsByID(ctx, ids[:min(eventsRead, len(ids))])
	if err != nil {
		return err
	}
	for _, id := range ids[:min(eventsRead, len(ids))] {
		i, ok := items[id]
		if !ok {
			continue
		}
		e, err := decode[merge.Event](i)
		if err != nil {
			return err
		}
		if !e.Wrong && !slices.ContainsFunc(e.Reports, func(r string) bool { return !isNew[r] }) {
			s.Events = append(s.Events, rowOf(i))
		}
	}
	slices.SortStableFunc(s.Events, func(a, b row) int {
		return cmp.Or(cmp.Compare(b.Origins, a.Origins), cmp.Compare(b.Day, a.Day))
	})
	s.More = max(0, len(s.Events)-eventsShown)
	s.Events = s.Events[:len(s.Events)-s.More]
	return nil
}

// turns are the changes that reports made to the ledger, the latest first.
func (d *desk) turns(ctx context.Context, keys []string) (out []turn, err error) {
	if len(keys) == 0 {
		return nil, nil
	}
	items, _, err := d.Store.Items(ctx, store.Query{Kind: "situation", Facets: map[string][]string{"report": keys}, Limit: ledgersRead, Newest: true})
	if err != nil {
		return nil, err
	}
	for _, i := range items {
		t, err := decode[ledger](i)
		if err != nil {
			return nil, err
		}
		for _, e := range t.Entries {
			if e.Does != "confirms" && slices.Contains(keys, e.Report) {
				out = append(out, turn{Situation: ref{i.ID, i.Title}, State: t.State, Does: turned(e.Does, e.State), Known: e.Known, Origin: e.Origin})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b turn) int {
		return cmp.Or(cmp.Compare(b.Known, a.Known), cmp.Compare(weight[a.Does], weight[b.Does]))
	})
	return out[:min(turnsShown, len(out))], nil
}

// turned is what an entry does to a situation: one that is first heard of when
// it has ended is not opened.
func turned(does, state string) string {
	if does == "opens" && state == "ended" {
		return "ends"
	}
	return does
}

// weight puts what turns a situation before what opens one.
var weight = map[string]int{"ends": 0, "disputes": 1, "changes": 2, "opens": 3}
