package store

import (
	"context"
	"database/sql"
	"fmt"
)

// A Digested is a report with the digest of its current reading, part by
// part.
type Digested struct {
	Kept
	Parts [][]byte
}

// partSpan is how many readings an archive can number.
const partSpan = 1 << 40

// Undigested hands out current readings that have no digest of a form, up to
// limit of them, from after a number on: 0, or what the last call returned.
func (db *DB) Undigested(ctx context.Context, form int, after int64, limit int) (out []Kept, last int64, err error) {
	defer wrap(&err, "list readings without a digest")
	err = db.readings(ctx, fmt.Sprintf(`SELECT r.id, r.body, x.body, x.n FROM reading x JOIN report r ON r.id = x.report
		WHERE NOT EXISTS (SELECT 1 FROM digest d WHERE d.n = x.n AND d.form = $1)
		AND x.n > $2 AND x.rank = (SELECT max(y.rank) FROM reading y WHERE y.report = x.report) ORDER BY x.n LIMIT %d`, limit),
		func(k Kept) error { out, last = append(out, k), k.number; return nil }, form, after)
	return out, last, err
}

// PutDigests keeps digests of readings that Undigested handed out, in place
// of those of older readings.
func (db *DB) PutDigests(ctx context.Context, form int, list []Digested) (err error) {
	defer wrap(&err, "keep digests")
	return db.in(ctx, func(tx *sql.Tx) error {
		for _, d := range list {
			for part, body := range d.Parts {
				n := int64(part) * partSpan
				if _, err := tx.ExecContext(ctx, `DELETE FROM digest WHERE n IN (SELECT $1 + x.n FROM reading x WHERE x.report = $2)`, n, d.Key); err != nil {
					return err
				}
				if _, err := tx.ExecContext(ctx, `INSERT INTO digest (n, report, form, body) VALUES ($1, $2, $3, $4)`, n+d.number, d.Key, form, body); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// DropDigests drops all digests, to be made anew.
func (db *DB) DropDigests(ctx context.Context) (err error) {
	defer wrap(&err, "drop digests")
	return db.in(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `DELETE FROM digest`)
		return err
	})
}

// Digests hands out one part of all digests. The bytes are good until each
// returns.
func (db *DB) Digests(ctx context.Context, part int, each func(report string, body []byte) error) (err error) {
	defer wrap(&err, "list digests")
	rows, err := db.sql.QueryContext(ctx, `SELECT report, body FROM digest WHERE n >= $1 AND n < $2 ORDER BY n`, int64(part)*partSpan, int64(part+1)*partSpan)
	if err != nil {
		return err
	}
	defer rows.Close()
	var report string
	var body sql.RawBytes
	for rows.Next() {
		if err := rows.Scan(&report, &body); err != nil {
			return err
		}
		if err := each(report, body); err != nil {
			return err
		}
	}
	return rows.Err()
}
