package query

import (
	"context"
	"encoding/json"
	"fmt"

	"readout/internal/merge"
	"readout/internal/store"
)

// Corrections lists all corrections in order of time.
func Corrections(ctx context.Context, db *store.DB) ([]merge.Correction, error) {
	kept, err := db.Corrections(ctx)
	if err != nil {
		return nil, err
	}
	var out []merge.Correction
	for _, k := range kept {
		var c merge.Correction
		if err := json.Unmarshal(k.Body, &c); err != nil {
			return nil, fmt.Errorf("correction %s: %w", k.ID, err)
		}
		c.ID, c.At, c.By, c.Kind = k.ID, k.At, k.By, k.Kind
		out = append(out, c)
	}
	return out, nil
}
