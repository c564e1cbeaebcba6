package store

import (
	"context"
	"database/sql"
	"net/url"
)

// Copy writes a copy of the archive, as it is at this moment, to a file that
// is not there yet. Tokens and alerts are left out. What the copy says of itself stands
// in its table export.
func (db *DB) Copy(ctx context.Context, path string, about [][2]string) (err error) {
	defer wrap(&err, "copy the archive")
	if _, err := db.sql.ExecContext(ctx, `VACUUM INTO $1`, path); err != nil {
		return err
	}
	dsn := url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath(), RawQuery: "_pragma=secure_delete(ON)&_pragma=journal_mode(DELETE)"}
	c, err := sql.Open("sqlite", dsn.String())
	if err != nil {
		return err
	}
	defer c.Close()
	if _, err := c.ExecContext(ctx, `DELETE FROM token; DELETE FROM delivery_mark; DELETE FROM delivery; DELETE FROM alert; DROP TABLE IF EXISTS export; CREATE TABLE export (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID`); err != nil {
		return err
	}
	for _, a := range about {
		if _, err := c.ExecContext(ctx, `INSERT INTO export (name, value) VALUES ($1, $2)`, a[0], a[1]); err != nil {
			return err
		}
	}
	return c.Close()
}
