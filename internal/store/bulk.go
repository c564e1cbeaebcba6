package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"readout/internal/record"
)

// An Intake is how far an input of many pages was taken in.
type Intake struct {
	ID      string         // names the input by what is in it and what was asked for
	Input   string         // as the user last named it
	Mark    []byte         // where to go on; its form is the caller's
	Added   int            // reports that were not kept before
	Old     int            // reports that were
	Skipped map[string]int // entries that gave no page or no report, by the reason
	Done    bool           // the input was read to its end
}

// A Paged is a page with the readings of the reports in it.
type Paged struct {
	Page     *record.Page
	Readings []*record.Reading

	packed []byte // the page's body, once Pack was called
}

// Pack does ahead what costs most of keeping a page, so that several can be
// packed at a time.
func (p *Paged) Pack() { p.packed = pack(p.Page.Body) }

// AddAll keeps pages as Add does, and with them how far their input was read,
// in one transaction. It adds to in.Added and in.Old what came of the pages.
func (db *DB) AddAll(ctx context.Context, pages []Paged, in *Intake) (err error) {
	defer wrap(&err, "add %s", in.Input)
	added, old := in.Added, in.Old
	err = db.in(ctx, func(tx *sql.Tx) error {
		for _, p := range pages {
			n, err := addPage(ctx, tx, p)
			if err != nil {
				return err
			}
			added, old = added+n, old+len(p.Readings)-n
		}
		return putIntake(ctx, tx, *in, added, old)
	})
	if err == nil {
		in.Added, in.Old = added, old
	}
	return err
}

func addPage(ctx context.Context, tx *sql.Tx, p Paged) (added int, err error) {
	if p.packed == nil {
		p.Pack()
	}
	id, err := insertPage(ctx, tx, p.Page, p.packed)
	if err != nil {
		return 0, err
	}
	for _, r := range p.Readings {
		isNew, err := insertReport(ctx, tx, id, r)
		if err != nil {
			return 0, err
		}
		if isNew {
			added++
		}
	}
	return added, nil
}

func putIntake(ctx context.Context, tx *sql.Tx, in Intake, added, old int) error {
	skipped, err := json.Marshal(in.Skipped)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO intake (id, input, mark, added, old, skipped, done, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT (id) DO UPDATE SET input = $2, mark = $3, added = $4, old = $5, skipped = $6, done = $7, at = $8`,
		in.ID, in.Input, string(in.Mark), added, old, string(skipped), in.Done, now())
	return err
}

// Intake is how far an input was taken in; ErrNone where nothing was.
func (db *DB) Intake(ctx context.Context, id string) (in Intake, err error) {
	defer wrap(&err, "look how far an input was read")
	var mark, skipped string
	err = db.sql.QueryRowContext(ctx, `SELECT id, input, mark, added, old, skipped, done FROM intake WHERE id = $1`, id).
		Scan(&in.ID, &in.Input, &mark, &in.Added, &in.Old, &skipped, &in.Done)
	if errors.Is(err, sql.ErrNoRows) {
		return Intake{}, ErrNone
	}
	if err != nil {
		return Intake{}, err
	}
	in.Mark = []byte(mark)
	return in, json.Unmarshal([]byte(skipped), &in.Skipped)
}
