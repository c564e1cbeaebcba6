package worker

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"readout/internal/merge"
	"readout/internal/query"
	"readout/internal/store"
)

// Kinds are the kinds of corrections.
func Kinds() []string {
	return []string{"join", "split", "wrong", "right", "retitle", "edit", "undo"}
}

// A Refusal says why a correction cannot be.
type Refusal string

// Error is what it says.
func (r Refusal) Error() string { return string(r) }

func refuse(format string, args ...any) error { return Refusal(fmt.Sprintf(format, args...)) }

// Complete checks that a correction says enough.
func Complete(c *merge.Correction) error {
	switch {
	case !slices.Contains(Kinds(), c.Kind):
		return refuse("no correction is called %q", c.Kind)
	case len(c.Targets) == 0:
		return refuse("%s needs an id", c.Kind)
	case c.Kind == "join" && len(slices.Compact(slices.Sorted(slices.Values(c.Targets)))) < max(2, len(c.Targets)):
		return refuse("join needs two ids or more, each once")
	case c.Kind == "split" && len(c.Targets) > 1:
		return refuse("split needs one id")
	case (c.Kind == "retitle" || c.Kind == "edit" || c.Kind == "split") && len(c.Values) == 0:
		return refuse("%s needs a value", c.Kind)
	case (c.Kind == "retitle" || c.Kind == "edit") && len(c.Values) > 1:
		return refuse("%s needs one value", c.Kind)
	case c.Kind == "edit" && c.Field == "":
		return refuse("edit needs a field")
	}
	return nil
}

// Correct keeps a correction, signed and dated by who calls, and names it.
// Merge makes it show.
func Correct(ctx context.Context, db *store.DB, c merge.Correction) (id string, err error) {
	for _, id := range c.Targets {
		if c.Kind == "undo" {
			if err := isCorrection(ctx, db, id); err != nil {
				return "", err
			}
			continue
		}
		anchors, err := anchorsOf(ctx, db, id, &c)
		if err != nil {
			return "", err
		}
		c.Anchors = append(c.Anchors, anchors)
	}
	body, err := json.Marshal(&c)
	if err != nil {
		return "", err
	}
	c.ID = merge.ID("c", string(body))
	return c.ID, db.AddCorrection(ctx, store.Correction{ID: c.ID, At: c.At, By: c.By, Kind: c.Kind, Body: body})
}

// anchorsOf is what the target of a correction is made of.
func anchorsOf(ctx context.Context, db *store.DB, id string, c *merge.Correction) ([]string, error) {
	i, err := db.Item(ctx, id)
	if err != nil {
		return nil, err
	}
	entry, err := query.Entry(i)
	if err != nil {
		return nil, err
	}
	if err := checkTarget(ctx, db, i, entry, c); err != nil {
		return nil, err
	}
	return merge.Anchors(entry), nil
}

// checkTarget fails where an entry cannot be corrected so.
func checkTarget(ctx context.Context, db *store.DB, i store.Item, entry any, c *merge.Correction) error {
	if err := heeded(c, i.Kind, i.ID); err != nil {
		return err
	}
	field := c.Field
	switch c.Kind {
	case "split":
		return checkSplit(ctx, db, entry, c.Values)
	case "retitle":
		field = "title"
	case "edit":
	default:
		return nil
	}
	if !merge.Editable(entry, field) {
		return refuse("%s %s has no field %q that can be corrected", i.Kind, i.ID, field)
	}
	return checkField(ctx, db, i.Kind, entry, field, c.Values[0])
}

// isCorrection fails unless there is such a correction that stands.
func isCorrection(ctx context.Context, db *store.DB, id string) error {
	list, err := query.Corrections(ctx, db)
	switch {
	case err != nil:
		return err
	case !slices.ContainsFunc(list, func(c merge.Correction) bool { return c.ID == id }):
		return refuse("no correction %s", id)
	case merge.Undone(list)[id]:
		return refuse("the correction %s is undone already", id)
	}
	return nil
}
