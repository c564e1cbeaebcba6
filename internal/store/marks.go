package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// A found is an item that an alert found, as its delivery is known by.
type found struct {
	alert, id string
	own       int64   // mark of the id
	marks     []int64 // of the sentences that it was read in, by which it is known under another id
}

func newFound(alert, kind, id string, body json.RawMessage) *found {
	return &found{alert, id, markOf(kind, id), marksOf(kind, body)}
}

// markOf is the mark of what some words name.
func markOf(words ...string) int64 {
	sum := sha256.Sum256([]byte(strings.Join(words, "\x00")))
	return int64(binary.BigEndian.Uint64(sum[:]))
}

// marksOf are one for each sentence that a fact was read in, of its report and
// place, and of the kind and type of the fact.
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
		out = append(out, markOf(kind, x.Type, x.Kind, e.Report, strconv.Itoa(e.Start)))
	}
	return out
}

// delivery is that of the item: under its id, or of one told under this id that
// went on as another, or of one with a mark of it whose id is no more, which
// then takes this id; else sql.ErrNoRows.
func (f *found) delivery(ctx context.Context, tx *sql.Tx) (n int64, err error) {
	err = tx.QueryRowContext(ctx, `SELECT n FROM delivery WHERE alert = $1 AND item = $2`, f.alert, f.id).Scan(&n)
	if errors.Is(err, sql.ErrNoRows) {
		err = tx.QueryRowContext(ctx, `SELECT n FROM delivery_mark JOIN delivery ON n = delivery
			WHERE delivery_mark.alert = $1 AND mark = $2 AND state <> 'waiting' ORDER BY n LIMIT 1`, f.alert, f.own).Scan(&n)
	}
	for part := range slices.Chunk(f.marks, marksAtOnce) {
		if !errors.Is(err, sql.ErrNoRows) {
			break
		}
		args, list := []any{f.id, f.alert}, make([]string, len(part))
		for k, m := range part {
			args, list[k] = append(args, m), fmt.Sprintf("$%d", k+3)
		}
		err = tx.QueryRowContext(ctx, `UPDATE delivery SET item = $1 WHERE n = (SELECT min(n) FROM delivery_mark JOIN delivery ON n = delivery
			WHERE delivery_mark.alert = $2 AND mark IN (`+strings.Join(list, ", ")+`) AND NOT EXISTS (SELECT 1 FROM item WHERE id = delivery.item)) RETURNING n`, args...).Scan(&n)
	}
	return n, err
}

// marksAtOnce is how many marks stand in one statement.
const marksAtOnce = 200

// mark notes the marks of the item with its delivery.
func (f *found) mark(ctx context.Context, tx *sql.Tx, delivery int64) error {
	for part := range slices.Chunk(append(f.marks, f.own), marksAtOnce) {
		args := make([]any, 0, 3*len(part))
		for _, m := range part {
			args = append(args, f.alert, m, delivery)
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
	rows, err := tx.QueryContext(ctx, `SELECT alert, delivery.n, kind, id, body FROM delivery JOIN item ON id = item`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var name, kind, id string
		var n int64
		var body []byte
		if err := rows.Scan(&name, &n, &kind, &id, &body); err != nil {
			return err
		}
		if body, err = unpackItem(body); err != nil {
			return err
		}
		if err := newFound(name, kind, id, body).mark(ctx, tx, n); err != nil {
			return err
		}
	}
	return rows.Err()
}
