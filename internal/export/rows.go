package export

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"readout/internal/merge"
	"readout/internal/query"
	"readout/internal/record"
	"readout/internal/store"
)

// A row is an item with its entry and the entries that it names.
type row struct {
	store.Item
	entry any // *merge.Event and the like
	names *names

	// Of one line where an event is written as several: its parties, and the
	// report that mentions it.
	actor, recipient *merge.Actor
	mention          *merge.Report
}

// names looks up the entries that items name.
type names struct {
	db    *store.DB
	known map[string]any
}

// namesHeld is how many entries are held before all are forgotten.
const namesHeld = 20000

// rows makes the rows of items, and looks up all that they name.
func (n *names) rows(ctx context.Context, items []store.Item) ([]*row, error) {
	var out []*row
	var ids []string
	for _, i := range items {
		entry, err := query.Entry(i)
		if err != nil {
			return nil, err
		}
		out = append(out, &row{Item: i, entry: entry, names: n})
		ids = append(ids, named(entry)...)
	}
	return out, n.load(ctx, ids)
}

func (n *names) load(ctx context.Context, ids []string) error {
	if n.known == nil || len(n.known) > namesHeld {
		n.known = map[string]any{}
	}
	ids = slices.DeleteFunc(ids, func(id string) bool { return id == "" || n.known[id] != nil })
	slices.Sort(ids)
	items, err := n.db.ItemsByID(ctx, slices.Compact(ids))
	if err != nil {
		return err
	}
	for id, i := range items {
		if n.known[id], err = query.Entry(i); err != nil {
			return err
		}
	}
	return nil
}

// named lists the ids that an entry names and that its row shows.
func named(entry any) []string {
	switch e := entry.(type) {
	case *merge.Event:
		return slices.Concat(e.Actors, e.Recipients, e.Places, e.AttributedTo, e.Reports, []string{e.Story})
	case *merge.Statement:
		return slices.Concat(e.Addressees, e.Reports, []string{e.Speaker, e.Story})
	case *merge.Situation:
		return slices.Concat(e.Reports, []string{e.Holder, e.Object, e.Story})
	case *merge.Story:
		return slices.Concat(e.Actors, e.Places)
	case *merge.Actor:
		var ids []string
		for _, o := range e.Offices {
			ids = append(ids, o.Of)
		}
		return ids
	}
	return nil
}

func (n *names) actor(id string) *merge.Actor   { a, _ := n.known[id].(*merge.Actor); return a }
func (n *names) place(id string) *merge.Place   { p, _ := n.known[id].(*merge.Place); return p }
func (n *names) report(id string) *merge.Report { r, _ := n.known[id].(*merge.Report); return r }

// name is what an actor or a place is called, its id where nobody knows.
func (n *names) name(id string) string {
	switch e := n.known[id].(type) {
	case *merge.Actor:
		return e.Name
	case *merge.Place:
		return e.Name
	case *merge.Story:
		return e.Title
	}
	return id
}

func (n *names) country(id string) string {
	switch e := n.known[id].(type) {
	case *merge.Actor:
		return e.Country
	case *merge.Place:
		return e.Country
	}
	return ""
}

// each applies a look-up to ids.
func each(ids []string, get func(string) string) []string {
	out := make([]string, len(ids))
	for k, id := range ids {
		out[k] = get(id)
	}
	return out
}

// support is what stands behind an entry; nil for reports and families.
func support(entry any) *merge.Support {
	switch e := entry.(type) {
	case *merge.Event:
		return &e.Support
	case *merge.Statement:
		return &e.Support
	case *merge.Situation:
		return &e.Support
	case *merge.Actor:
		return &e.Support
	case *merge.Place:
		return &e.Support
	case *merge.Story:
		return &e.Support
	}
	return nil
}

// evidence are the quotes under a fact, of a situation those of all entries.
func evidence(entry any) []merge.Sourced {
	switch e := entry.(type) {
	case *merge.Event:
		return e.Evidence
	case *merge.Statement:
		return e.Evidence
	case *merge.Situation:
		var out []merge.Sourced
		for _, en := range e.Entries {
			out = append(out, en.Evidence...)
		}
		return out
	}
	return nil
}

// reports are the reports of a fact that are known, in order of publication,
// last those of no day.
func (r *row) reports() []*merge.Report {
	s := support(r.entry)
	if s == nil {
		return nil
	}
	var out []*merge.Report
	for _, id := range s.Reports {
		if rep := r.names.report(id); rep != nil {
			out = append(out, rep)
		}
	}
	at := func(m *merge.Report) string { return cmp.Or(instant(m.Published), "9999") }
	slices.SortStableFunc(out, func(a, b *merge.Report) int { return strings.Compare(at(a), at(b)) })
	return out
}

// places are the places of a fact that have coordinates on the globe.
func (r *row) places() []*merge.Place {
	var ids []string
	switch e := r.entry.(type) {
	case *merge.Event:
		ids = e.Places
	case *merge.Situation:
		ids = []string{e.Object, e.Holder}
	case *merge.Place:
		return onGlobe(nil, e)
	}
	var out []*merge.Place
	for _, id := range ids {
		out = onGlobe(out, r.names.place(id))
	}
	return out
}

func onGlobe(list []*merge.Place, p *merge.Place) []*merge.Place {
	if p == nil || p.Lat == nil || p.Lon == nil || !(*p.Lat >= -90 && *p.Lat <= 90) || !(*p.Lon >= -180 && *p.Lon <= 180) {
		return list
	}
	return append(list, p)
}

// outlets are the outlets of reports, each once.
func outlets(reports []*merge.Report) []string {
	var out []string
	for _, r := range reports {
		if r.Outlet != "" && !slices.Contains(out, r.Outlet) {
			out = append(out, r.Outlet)
		}
	}
	return out
}

// urls are the addresses of reports on the web.
func urls(reports []*merge.Report) []string {
	var out []string
	for _, r := range reports {
		if u := webAddress(r.URL); u != "" {
			out = append(out, u)
		}
	}
	return out
}

// safe is outside text without what moves a cursor, ends a field or turns the
// direction of writing.
func safe(s string) string {
	return strings.ToValidUTF8(record.Clean(s), "\ufffd")
}
