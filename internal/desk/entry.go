package desk

import (
	"context"
	"encoding/json"
	"fmt"

	"readout/internal/store"
)

// entry is the entry of the merged record that has an id, if it is of a kind.
func entry[T any](ctx context.Context, d *desk, id, kind string) (*T, error) {
	i, err := d.Store.Item(ctx, id)
	if err != nil {
		return nil, err
	}
	if i.Kind != kind {
		return nil, fmt.Errorf("%s %s: %w", kind, id, store.ErrNone)
	}
	return decode[T](i)
}

// decode reads the body of an item.
func decode[T any](i store.Item) (*T, error) {
	out := new(T)
	if err := json.Unmarshal(i.Body, out); err != nil {
		return nil, fmt.Errorf("%s %s: %w", i.Kind, i.ID, err)
	}
	return out, nil
}
