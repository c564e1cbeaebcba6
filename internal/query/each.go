package query

import (
	"context"
	"errors"

	"readout/internal/merge"
	"readout/internal/store"
)

// ErrMost ends a look through more items than a filter allows.
var ErrMost = errors.New("there are more than were looked at")

// Each hands out what a filter asks for, some items at a time, however many
// they are. What a merge writes meanwhile may be among them.
func (f *Filter) Each(ctx context.Context, db *store.DB, atOnce int, do func([]store.Item) error) error {
	q, err := f.Query(ctx, db)
	if err != nil {
		return err
	}
	see := f.view(&q)
	left := f.Limit
	skip := q.Offset
	looked := 0
	q.Offset, q.Limit = 0, atOnce
	for {
		page, err := db.Some(ctx, q)
		if err != nil || len(page) == 0 {
			return err
		}
		last := page[len(page)-1]
		q.After = &store.Spot{Day: last.Day, ID: last.ID}
		full := len(page) == atOnce
		looked += len(page)
		if page, err = see(page); err != nil {
			return err
		}
		n := min(skip, len(page))
		page, skip = page[n:], skip-n
		if f.Limit > 0 {
			page = page[:min(left, len(page))]
			left -= len(page)
		}
		if len(page) > 0 {
			if err := do(page); err != nil {
				return err
			}
		}
		if !full || f.Limit > 0 && left == 0 {
			return nil
		}
		if f.Most > 0 && looked >= f.Most {
			f.Looked = q.After
			return ErrMost
		}
	}
}

// view is what a filter does to the items that its query finds: nothing, but
// for situations as of a day.
func (f *Filter) view(q *store.Query) func([]store.Item) ([]store.Item, error) {
	if !f.dated() {
		return func(page []store.Item) ([]store.Item, error) { return page, nil }
	}
	day, known := f.days()
	state := q.Facets["state"]
	delete(q.Facets, "state") // that of the last report
	return func(page []store.Item) (out []store.Item, err error) {
		for _, i := range page {
			seen, err := seenAt(&i, day, known, state)
			if err != nil {
				return nil, err
			}
			if seen {
				out = append(out, i)
			}
		}
		return out, nil
	}
}

// dated says that situations are asked for as of a day.
func (f *Filter) dated() bool { return f.Kind == "situation" && (f.AsOf != "" || f.KnownAt != "") }

// days are the day of which the state is asked, and that by which it was known.
func (f *Filter) days() (day, known string) {
	day, known = f.AsOf, f.KnownAt
	if day == "" {
		day = known
	}
	if known == "" {
		known = merge.Forever
	}
	return day, known
}
