package store

import (
	"context"
	"time"
)

// Unmerged is when the first of the reports came that are kept and not in the
// merged record yet; the zero time where there is none.
func (db *DB) Unmerged(ctx context.Context) (at time.Time, err error) {
	defer wrap(&err, "look for reports that are not merged")
	note, err := db.Stale(ctx)
	if err != nil || note == "" {
		return at, err
	}
	var added string
	err = db.sql.QueryRowContext(ctx, `SELECT coalesce(min(added), '') FROM report WHERE NOT EXISTS (SELECT 1 FROM item WHERE item.id = report.id)`).Scan(&added)
	if err != nil || added == "" {
		return at, err
	}
	return time.Parse(time.RFC3339, added)
}
