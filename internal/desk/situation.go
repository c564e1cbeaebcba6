package desk

import (
	"context"
	"net/http"
	"slices"
	"time"

	"readout/internal/merge"
)

// situationPage is one state of affairs: how it stands, or stood on a day as
// it was known on another, and what each report says of it.
type situationPage struct {
	*merge.Situation
	Holder, Object []ref
	Story          *ref
	AsOf, KnownAt  string
	View           merge.View
	Entries        []ledgerEntry
	Before         int // entries too old to be shown
	Backing        backing
}

// A ledgerEntry is what one report says of a situation.
type ledgerEntry struct {
	merge.Entry
	Report    ref
	ChangedBy []ref
	Quotes    []quote
}

// manyEntries is how many entries of a ledger a page shows at most.
const manyEntries = 200

func (d *desk) situation(r *http.Request) (*page, error) {
	ctx := r.Context()
	asOf, known := r.FormValue("as-of"), r.FormValue("known-at")
	for _, day := range []string{asOf, known} {
		if err := checkDay(day); err != nil {
			return nil, err
		}
	}
	t, err := entry[merge.Situation](ctx, d, r.PathValue("id"), "situation")
	if err != nil {
		return nil, err
	}
	p := situationPage{Situation: t, AsOf: asOf, KnownAt: known, View: viewOf(t, asOf, known)}
	title, err := d.fillSituation(ctx, &p)
	if err != nil {
		return nil, err
	}
	return &page{Name: "situation", Title: title, Nav: "/search", Data: p}, nil
}

// viewOf is how a situation stands, or stood on a day as known on another.
func viewOf(t *merge.Situation, asOf, known string) merge.View {
	if asOf == "" && known == "" {
		return merge.View{State: t.State, Since: t.Since, Until: t.Until, Disputed: t.Disputed, Entries: t.Entries}
	}
	if asOf == "" {
		asOf = known
	}
	if known == "" {
		known = merge.Forever
	}
	return t.At(asOf, known)
}

// fillSituation looks up what a situation names, and gives its title.
func (d *desk) fillSituation(ctx context.Context, p *situationPage) (string, error) {
	t, entries := p.Situation, p.View.Entries
	p.Before = max(0, len(entries)-manyEntries)
	entries = entries[p.Before:]
	ids := []string{t.ID, t.Holder, t.Object, t.Story}
	for _, e := range entries {
		ids = append(ids, e.Report, e.ChangedBy)
	}
	n, err := d.names(ctx, ids, t.Families)
	if err != nil {
		return "", err
	}
	p.Story, p.Backing = n.story(t.Story), n.backing(t.Support)
	p.Holder, p.Object = n.told(t.Holder), n.told(t.Object)
	for _, e := range entries {
		l := ledgerEntry{Entry: e, Report: n.ref(e.Report), ChangedBy: n.told(e.ChangedBy)}
		l.Does = turned(e.Does, e.State)
		for _, q := range e.Evidence {
			l.Quotes = append(l.Quotes, quote{q.Quote, quoteURL(q.Report, q.Start, q.End)})
		}
		p.Entries = append(p.Entries, l)
	}
	slices.Reverse(p.Entries)
	return n[t.ID], nil
}

// told is a list of one link, or of none where nothing is told.
func (n names) told(id string) []ref {
	if id == "" {
		return nil
	}
	return n.refs([]string{id})
}

// checkDay fails where a day is given and is none.
func checkDay(day string) error {
	if day == "" {
		return nil
	}
	if _, err := time.Parse(time.DateOnly, day); err != nil {
		return misuse("A day is written as 2026-01-28, not %q.", day)
	}
	return nil
}
