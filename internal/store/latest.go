package store

import (
	"context"
	"fmt"
	"strings"
	"time"
)

// An Arrival is a report that came into the archive.
type Arrival struct {
	Report string // key
	Added  string // instant, RFC 3339 in UTC
}

// Latest lists the reports that came after some time, the last first, at most
// limit of them. Before the zero time came none.
func (db *DB) Latest(ctx context.Context, after time.Time, limit int) (out []Arrival, err error) {
	defer wrap(&err, "list the latest reports")
	rows, err := db.sql.QueryContext(ctx, `SELECT id, added FROM report WHERE added > $1 ORDER BY added DESC, id LIMIT $2`, after.UTC().Format(time.RFC3339), limit)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var a Arrival
		if err := rows.Scan(&a.Report, &a.Added); err != nil {
			return nil, err
		}
		out = append(out, a)
	}
	return out, rows.Err()
}

// ItemsByID are the items with some ids; an id that nothing has is left out.
func (db *DB) ItemsByID(ctx context.Context, ids []string) (out map[string]Item, err error) {
	defer wrap(&err, "look up items")
	out = map[string]Item{}
	const batch = 500
	for len(ids) > 0 {
		part := ids[:min(batch, len(ids))]
		ids = ids[len(part):]
		args, places := make([]any, len(part)), make([]string, len(part))
		for k, id := range part {
			args[k], places[k] = id, fmt.Sprintf("$%d", k+1)
		}
		rows, err := db.sql.QueryContext(ctx, `SELECT kind, id, title, day, until, origins, body FROM item WHERE id IN (`+strings.Join(places, ", ")+`)`, args...)
		if err != nil {
			return nil, err
		}
		items, err := scanItems(rows)
		if err != nil {
			return nil, err
		}
		for _, i := range items {
			out[i.ID] = i
		}
	}
	return out, nil
}
