package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"slices"
)

// marksOf are the marks by which a fact is known under another id: one for each
// sentence that it was read in, of its report and place, and of the kind and
// type of the fact.
func marksOf(kind string, body json.RawMessage) (out []int64) {
	type sentence struct {
		Report string
		Start  int
	}
	var x struct {
		Type, Kind string
		Evidence   []sentence
		Entries    []struct{ Evidence []sentence }
	}
	if json.Unmarshal(body, &x) != nil {
		return nil
	}
	for _, e := range x.Entries {
		x.Evidence = append(x.Evidence, e.Evidence...)
	}
	for _, e := range x.Evidence {
		sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%s\x00%s\x00%s\x00%d", kind, x.Type, x.Kind, e.Report, e.Start))
		out = append(out, int64(binary.BigEndian.Uint64(sum[:])))
	}
	return out
}

// marksAtOnce is how many marks stand in one statement.
const marksAtOnce = 200

// mark notes the marks of the item of a delivery.
func mark(ctx context.Context, tx *sql.Tx, name string, delivery int64, marks []int64) error {
	for part := range slices.Chunk(marks, marksAtOnce) {
		args := make([]any, 0, 3*len(part))
		for _, m := range part {
			args = append(args, name, m, delivery)
		}
		if _, err := tx.ExecContext(ctx, `INSERT INTO delivery_mark (alert, mark, delivery) VALUES `+rows(len(part))+` ON CONFLICT DO NOTHING`, args...); err != nil {
			return err
		}
	}
	return nil
}

// markAll notes the marks of all that alerts found, of those whose items are
// there.
func markAll(ctx context.Context, tx *sql.Tx) error {
	rows, err := tx.QueryContext(ctx, `SELECT alert, delivery.n, kind, body FROM delivery JOIN item ON id = item`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var name, kind string
		var n int64
		var body []byte
		if err := rows.Scan(&name, &n, &kind, &body); err != nil {
			return err
		}
		if body, err = unpackItem(body); err != nil {
			return err
		}
		if err := mark(ctx, tx, name, n, marksOf(kind, body)); err != nil {
			return err
		}
	}
	return rows.Err()
}
