package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
)

// A Mark is a place in the order in which items came and changed: the number
// of a merge, and that of an item that came or changed in it.
type Mark struct{ Merge, Item int64 }

// A Change is an item with what the merge at its mark did.
type Change struct {
	Item
	At  Mark
	New bool // it came then, and was not there before
}

// mergeNumber is the name under which the number of the last merge is kept.
const mergeNumber = "number"

// nextMerge numbers a merge.
func nextMerge(ctx context.Context, tx *sql.Tx) (n int64, err error) {
	err = tx.QueryRowContext(ctx, `INSERT INTO merged (name, value) VALUES ($1, '1')
		ON CONFLICT (name) DO UPDATE SET value = CAST(value AS INTEGER) + 1 RETURNING CAST(value AS INTEGER)`, mergeNumber).Scan(&n)
	return n, err
}

// Merges is how often the archive was merged. It is quick, so that it can be
// asked often: while it stays, so does the merged record.
func (db *DB) Merges(ctx context.Context) (n int64, err error) {
	defer wrap(&err, "look at the last merge")
	err = db.sql.QueryRowContext(ctx, `SELECT coalesce(max(CAST(value AS INTEGER)), 0) FROM merged WHERE name = $1`, mergeNumber).Scan(&n)
	return n, err
}

// Changes lists the items of some kinds that came or changed after a mark, in
// order of mark, up to limit of them; of an item that changed more than once
// the last change. Items marked as wrong are left out.
func (db *DB) Changes(ctx context.Context, after Mark, kinds []string, limit int) (out []Change, err error) {
	defer wrap(&err, "list changes")
	args := []any{after.Merge, after.Item, limit}
	var places []string
	for _, k := range kinds {
		args = append(args, k)
		places = append(places, fmt.Sprintf("$%d", len(args)))
	}
	rows, err := db.sql.QueryContext(ctx, `SELECT n, came, changed, kind, id, title, day, until, origins, body FROM item
		WHERE (changed, n) > ($1, $2) AND hidden = 0 AND kind IN (`+strings.Join(places, ", ")+`) ORDER BY changed, n LIMIT $3`, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var c Change
		var came int64
		var body []byte
		if err := rows.Scan(&c.At.Item, &came, &c.At.Merge, &c.Kind, &c.ID, &c.Title, &c.Day, &c.Until, &c.Origins, &body); err != nil {
			return nil, err
		}
		if c.Body, err = unpackItem(body); err != nil {
			return nil, fmt.Errorf("%s %s: %w", c.Kind, c.ID, err)
		}
		c.New = came == c.At.Merge
		out = append(out, c)
	}
	return out, rows.Err()
}
