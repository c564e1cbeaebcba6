package worker

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"readout/internal/codebook"
	"readout/internal/merge"
	"readout/internal/store"
)

// Choices are the values that a field of entries of a kind can have, nil where
// it is not chosen from a list.
func Choices(kind, field string) []string {
	switch field {
	case "factuality":
		return codebook.Factualities()
	case "state":
		return codebook.States()
	case "form":
		return []string{"direct", "indirect", "mixed"}
	case "type":
		return codebook.TypeNames()
	case "kind":
		return partyKinds[kind]
	}
	return nil
}

// partyKinds are the kinds of actors and of places.
var partyKinds = map[string][]string{
	"actor": {"person", "state", "government", "military", "armed_group", "organization", "population"},
	"place": {"city", "country", "region", "airbase", "naval_base", "airport", "building", "installation", "sea", "border_crossing", "water"},
}

// heeded fails where merging does nothing for a correction of an entry.
func heeded(c *merge.Correction, kind, id string) error {
	nouns := "apesty"
	if c.Kind == "join" || c.Kind == "split" {
		nouns = "apey"
	}
	switch {
	case !strings.Contains(nouns, id[:1]):
		return refuse("%s does nothing to %s %s", c.Kind, kind, id)
	case c.Kind == "join" && id[0] != c.Targets[0][0]:
		return refuse("%s and %s are of two kinds, and cannot be joined", c.Targets[0], id)
	}
	return nil
}

// checkSplit fails where an entry has none of what is to be parted from it, or
// nothing else.
func checkSplit(ctx context.Context, db *store.DB, entry any, values []string) error {
	names, s := partsOf(entry)
	stays := func(list []string, is func(a, b string) bool) bool {
		return slices.ContainsFunc(list, func(x string) bool {
			return !slices.ContainsFunc(values, func(v string) bool { return is(x, v) })
		})
	}
	for _, v := range values {
		if slices.ContainsFunc(names, func(n string) bool { return alike(n, v) }) || slices.Contains(s.Reports, v) {
			continue
		}
		if i, err := db.Item(ctx, v); err == nil && i.Kind == "report" && len(s.Reports) >= merge.Latest {
			continue // of those the latest are listed
		}
		return refuse("it has no name and no report %q to be parted", v)
	}
	if !stays(s.Reports, func(a, b string) bool { return a == b }) || names != nil && !stays(names, alike) {
		return refuse("a split of all that it is does nothing")
	}
	return nil
}

func alike(a, b string) bool { return merge.Fold(a) == merge.Fold(b) }

// partsOf is by what an entry can be split.
func partsOf(entry any) (names []string, s merge.Support) {
	switch x := entry.(type) {
	case *merge.Actor:
		return x.Names, x.Support
	case *merge.Place:
		return x.Names, x.Support
	case *merge.Event:
		return nil, x.Support
	case *merge.Story:
		return nil, x.Support
	}
	return nil, s
}

// checkField fails where a field of an entry cannot have a value. An empty one
// is unknown.
func checkField(ctx context.Context, db *store.DB, kind string, entry any, field, value string) error {
	list := Choices(kind, field)
	switch field {
	case "title", "name":
		if strings.TrimSpace(value) == "" && kind != "situation" {
			return refuse("a %s is not empty", field)
		}
	case "start", "end", "day", "since", "until":
		if _, err := time.Parse(time.DateOnly, value); value != "" && err != nil {
			return refuse("%s is a day as 2026-01-28, not %q", field, value)
		}
	case "country":
		if len(value) != 3 && value != "" || strings.Trim(value, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
			return refuse("a country is three letters such as FRA, not %q", value)
		}
	case "mode":
		if e, ok := entry.(*merge.Event); ok {
			return checkMode(ctx, db, e.Type, value)
		}
	case "speaker", "holder", "object":
		return checkParty(ctx, db, field, value)
	}
	if list != nil && !slices.Contains(list, value) {
		return refuse("%s is one of %s, not %q", field, strings.Join(list, ", "), value)
	}
	return nil
}

// checkMode fails unless a type has a mode, in the codebook or, where a user
// has one, in the archive.
func checkMode(ctx context.Context, db *store.DB, typ, mode string) error {
	if codebook.HasMode(typ, mode) {
		return nil
	}
	own, err := db.Some(ctx, store.Query{Kind: "event", Facets: map[string][]string{"type": {typ}, "mode": {mode}}, Limit: 1})
	if err == nil && len(own) == 0 {
		err = refuse("%s has no mode %q", typ, mode)
	}
	return err
}

// checkParty fails unless a value is the id of what a field can name.
func checkParty(ctx context.Context, db *store.DB, field, value string) error {
	if value == "" {
		return nil
	}
	i, err := db.Item(ctx, value)
	if err != nil && !errors.Is(err, store.ErrNone) {
		return err
	}
	if i.Kind != "actor" && (i.Kind != "place" || field == "speaker") {
		return refuse("the %s is named by the id of an actor or, of situations, a place, not %q", field, value)
	}
	return nil
}
