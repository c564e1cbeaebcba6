package query

import (
	"context"
	"encoding/json"
	"errors"
	"slices"

	"readout/internal/merge"
	"readout/internal/record"
	"readout/internal/store"
)

// Items lists what a filter asks for, and how many there are on all pages: of
// more than store.Many, some number beyond it.
func (f *Filter) Items(ctx context.Context, db *store.DB) ([]store.Item, int, error) {
	if f.dated() {
		return f.asOf(ctx, db)
	}
	q, err := f.Query(ctx, db)
	if err != nil {
		return nil, 0, err
	}
	return db.Items(ctx, q)
}

// asOf lists the situations of which something was known, with their state
// on a day as it was known on another; those found so far, and ErrMost, where
// there are more than may be looked at.
func (f *Filter) asOf(ctx context.Context, db *store.DB) ([]store.Item, int, error) {
	all := *f
	all.Limit, all.Offset = 0, 0
	enough := errors.New("enough")
	most := f.Offset + f.Limit
	if f.After == nil {
		most += store.Many // those beyond the first page are counted
	}
	var out []store.Item
	err := all.Each(ctx, db, asOfAtOnce, func(page []store.Item) error {
		if out = append(out, page...); f.Limit > 0 && len(out) > most {
			return enough
		}
		return nil
	})
	f.Looked = all.Looked
	if err == enough {
		err = nil
	}
	if err != nil && err != ErrMost {
		return nil, 0, err
	}
	total := len(out)
	out = out[min(f.Offset, total):]
	if f.Limit > 0 {
		out = out[:min(f.Limit, len(out))]
	}
	return out, total, err
}

// asOfAtOnce is how many ledgers are read at a time.
const asOfAtOnce = 100

// seenAt sets a situation to its state on a day as it was known on another;
// false when nothing was known or the state is not one of those wanted.
func seenAt(i *store.Item, day, known string, states []string) (bool, error) {
	var t merge.Situation
	if err := json.Unmarshal(i.Body, &t); err != nil {
		return false, err
	}
	v := t.At(day, known)
	if v.State == "" || len(states) > 0 && !slices.Contains(states, v.State) {
		return false, nil
	}
	t.Support = t.Told(known)
	t.State, t.Since, t.Until, t.Disputed, t.Entries = v.State, v.Since, v.Until, v.Disputed, v.Entries
	body, err := json.Marshal(&t)
	i.Body, i.Until, i.Origins = body, v.Until, len(t.Origins)
	return true, err
}

// A Row is an item in a table.
type Row struct {
	ID, Day, Until, Title, State string
	Origins, Reports             int
}

// RowOf is the row of an item.
func RowOf(i store.Item) Row {
	var b struct {
		State, Factuality, Kind, Outlet string
		Disputed                        bool
		Reports                         []string
		Told                            int
	}
	json.Unmarshal(i.Body, &b) // a field that is not there stays empty
	r := Row{i.ID, i.Day, i.Until, record.OneLine(i.Title), b.State, i.Origins, max(1, len(b.Reports), b.Told)}
	switch i.Kind {
	case "event":
		r.State = b.Factuality
	case "actor", "place":
		r.State = b.Kind
	case "report":
		r.State = b.Outlet
	}
	if b.Disputed {
		r.State += " (disputed)"
	}
	return r
}

// Entry is the entry of the merged record that an item holds.
func Entry(i store.Item) (any, error) {
	entries := map[string]any{"actor": &merge.Actor{}, "place": &merge.Place{}, "event": &merge.Event{}, "statement": &merge.Statement{},
		"situation": &merge.Situation{}, "story": &merge.Story{}, "report": &merge.Report{}, "family": &merge.Family{}}
	entry := entries[i.Kind]
	return entry, json.Unmarshal(i.Body, entry)
}
