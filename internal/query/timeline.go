package query

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"readout/internal/merge"
	"readout/internal/store"
)

// ErrUnnamed says that nothing with a time line is named so.
var ErrUnnamed = errors.New("names no story and no actor")

// Timeline lists the events that matter of a story, or those of an actor.
func Timeline(ctx context.Context, db *store.DB, of string, limit int) ([]store.Item, error) {
	i, err := db.Item(ctx, of)
	if err == nil && i.Kind == "story" {
		var y merge.Story
		if err := json.Unmarshal(i.Body, &y); err != nil {
			return nil, err
		}
		var out []store.Item
		for _, id := range y.Timeline {
			ev, err := db.Item(ctx, id)
			if err != nil {
				return nil, err
			}
			if !ev.Hidden {
				out = append(out, ev)
			}
		}
		if limit > 0 {
			out = out[:min(limit, len(out))]
		}
		return out, nil
	}
	var actors []string
	if err != nil || i.Kind == "actor" {
		if actors, err = Named(ctx, db, "actor", of); err != nil {
			return nil, err
		}
	}
	if len(actors) == 0 {
		return nil, fmt.Errorf("%q %w", of, ErrUnnamed)
	}
	if limit <= 0 {
		limit = latestEvents
	}
	out, _, err := db.Items(ctx, store.Query{Kind: "event", Facets: map[string][]string{"party": actors}, Limit: limit, Newest: true})
	slices.SortStableFunc(out, func(a, b store.Item) int { return cmp.Compare(a.Day, b.Day) })
	return out, err
}

// latestEvents is how many events the time line of an actor shows.
const latestEvents = 100
