package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// Replace makes the items that add hands over the merged record: those that
// are as they were stay, the rest is written anew or dropped. Readers see the
// old record until the new is complete.
func (db *DB) Replace(ctx context.Context, add func(keep func(Item) error) error) (err error) {
	defer wrap(&err, "keep the merged record")
	return db.in(ctx, func(tx *sql.Tx) error {
		w, err := newItemWriter(ctx, tx)
		if err != nil {
			return err
		}
		if err := add(w.keep); err != nil {
			return err
		}
		if err := w.dropRest(tx); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM merged WHERE name = 'stale'`); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO merged (name, value) VALUES ('at', $1) ON CONFLICT (name) DO UPDATE SET value = excluded.value`, now())
		return err
	})
}

// An itemWriter keeps items in one transaction.
type itemWriter struct {
	ctx                            context.Context
	find, item, facet, words       *sql.Stmt
	dropItem, dropFacet, dropWords *sql.Stmt
	kept                           map[int64]bool
	last                           int64 // number given
}

func newItemWriter(ctx context.Context, tx *sql.Tx) (*itemWriter, error) {
	w := &itemWriter{ctx: ctx, kept: map[int64]bool{}}
	for _, s := range []struct {
		to    **sql.Stmt
		query string
	}{
		{&w.find, `SELECT n, sum FROM item WHERE id = $1`},
		{&w.item, `INSERT INTO item (n, kind, id, title, day, until, origins, hidden, sum, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`},
		{&w.facet, `INSERT INTO facet (field, value, item) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`},
		{&w.words, `INSERT INTO words (rowid, kind, title, text) VALUES ($1, $2, $3, $4)`},
		{&w.dropItem, `DELETE FROM item WHERE n = $1`},
		{&w.dropFacet, `DELETE FROM facet WHERE item = $1`},
		{&w.dropWords, `DELETE FROM words WHERE rowid = $1`},
	} {
		var err error
		if *s.to, err = tx.PrepareContext(ctx, s.query); err != nil {
			return nil, err
		}
	}
	err := tx.QueryRowContext(ctx, `SELECT coalesce(max(n), 0) FROM item`).Scan(&w.last)
	return w, err
}

// sum names all that an item says and is found by.
func (i *Item) sum() []byte {
	h := sha256.New()
	put := func(s string) { // with its length, so that no two items run together
		h.Write(binary.AppendUvarint(nil, uint64(len(s))))
		io.WriteString(h, s)
	}
	for _, s := range []string{i.Kind, i.ID, i.Title, i.Day, i.Until, fmt.Sprint(i.Origins, i.Hidden), string(i.Body), i.Text} {
		put(s)
	}
	for _, f := range i.Facets {
		put(f.Field)
		put(f.Value)
	}
	return h.Sum(nil)[:16]
}

func (w *itemWriter) keep(i Item) (err error) {
	defer wrap(&err, "%s %s", i.Kind, i.ID)
	sum := i.sum()
	var n int64
	var had []byte
	switch err := w.find.QueryRowContext(w.ctx, i.ID).Scan(&n, &had); {
	case errors.Is(err, sql.ErrNoRows):
		w.last++
		n = w.last
	case err != nil:
		return err
	case w.kept[n]:
		return errors.New("two items have this id")
	case bytes.Equal(had, sum):
		w.kept[n] = true
		return nil
	default:
		if err := w.drop(n); err != nil {
			return err
		}
	}
	w.kept[n] = true
	if _, err := w.item.ExecContext(w.ctx, n, i.Kind, i.ID, i.Title, i.Day, i.Until, i.Origins, i.Hidden, sum, pack(i.Body)); err != nil {
		return err
	}
	for _, f := range i.Facets {
		if f.Value == "" {
			continue
		}
		if _, err := w.facet.ExecContext(w.ctx, f.Field, f.Value, n); err != nil {
			return err
		}
	}
	_, err = w.words.ExecContext(w.ctx, n, i.Kind, i.Title, i.Text)
	return err
}

func (w *itemWriter) drop(n int64) error {
	for _, s := range []*sql.Stmt{w.dropFacet, w.dropWords, w.dropItem} {
		if _, err := s.ExecContext(w.ctx, n); err != nil {
			return err
		}
	}
	return nil
}

// dropRest drops the items that were not handed over.
func (w *itemWriter) dropRest(tx *sql.Tx) error {
	rows, err := tx.QueryContext(w.ctx, `SELECT n FROM item ORDER BY n`)
	if err != nil {
		return err
	}
	defer rows.Close()
	var gone []int64
	for rows.Next() {
		var n int64
		if err := rows.Scan(&n); err != nil {
			return err
		}
		if !w.kept[n] {
			gone = append(gone, n)
		}
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return err
	}
	for _, n := range gone {
		if err := w.drop(n); err != nil {
			return err
		}
	}
	return nil
}
