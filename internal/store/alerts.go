package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"
)

// An Alert is a saved query. Body is its JSON.
type Alert struct {
	Name  string // unique
	Body  json.RawMessage
	Merge int64  // number of the merge up to which it was asked; -1 while it is being added
	Added string // instant, RFC 3339
}

// A DeliveryState is how far the telling of a fact by an alert came.
type DeliveryState string

// States of a delivery.
const (
	Before  DeliveryState = "before"  // the fact was there when the alert was added, and is not told
	Waiting DeliveryState = "waiting" // to be told, for the first time or again
	Sending DeliveryState = "sending" // being told, or the process ended while it was
	Sent    DeliveryState = "sent"
	Failed  DeliveryState = "failed" // given up
	Unsure  DeliveryState = "unsure" // the process ended while it was told, and it may not be told twice
	Gone    DeliveryState = "gone"   // the fact was no longer there when it was to be told
)

// A Delivery is one fact that an alert tells.
type Delivery struct {
	N           int64 // in the order of finding
	Alert, Item string
	State       DeliveryState
	Tries       int
	Due         time.Time
	Fault       string // of the last try
	Again       bool   // a try before this one may have come through
}

// AddAlert keeps an alert that is not asked yet: its Merge is -1 until
// AskedAlert. A name that another has is an error.
func (db *DB) AddAlert(ctx context.Context, name string, body json.RawMessage) (err error) {
	defer wrap(&err, "add alert %s", name)
	return db.in(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `DELETE FROM alert WHERE name = $1 AND merge < 0`, name); err != nil { // of a run that was killed
			return err
		}
		res, err := tx.ExecContext(ctx, `INSERT INTO alert (name, body, merge, added) VALUES ($1, $2, -1, $3) ON CONFLICT DO NOTHING`, name, string(body), now())
		if err != nil {
			return err
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			return errors.Join(err, errors.New("an alert has this name already"))
		}
		return nil
	})
}

// RemoveAlert drops an alert with all that it told.
func (db *DB) RemoveAlert(ctx context.Context, name string) (err error) {
	defer wrap(&err, "remove alert %s", name)
	return db.in(ctx, func(tx *sql.Tx) error {
		res, err := tx.ExecContext(ctx, `DELETE FROM alert WHERE name = $1`, name)
		if err != nil {
			return err
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			return errors.Join(err, ErrNone)
		}
		return nil
	})
}

// Alerts lists the alerts in order of name.
func (db *DB) Alerts(ctx context.Context) (out []Alert, err error) {
	defer wrap(&err, "list alerts")
	rows, err := db.sql.QueryContext(ctx, `SELECT name, body, merge, added FROM alert ORDER BY name`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var a Alert
		var body string
		if err := rows.Scan(&a.Name, &body, &a.Merge, &a.Added); err != nil {
			return nil, err
		}
		a.Body = json.RawMessage(body)
		out = append(out, a)
	}
	return out, rows.Err()
}

// AskedAlert notes up to which merge an alert was asked.
func (db *DB) AskedAlert(ctx context.Context, name string, merge int64) (err error) {
	defer wrap(&err, "note alert %s", name)
	return db.write(ctx, `UPDATE alert SET merge = $1 WHERE name = $2`, merge, name)
}

// FoundByAlert keeps items that an alert found, Before or Waiting, and counts those
// that it had not found earlier; the others stay as they are. An item that has
// a mark of one whose id is no more is that one, and has its delivery; what was
// told under an id before that went on as another is not told again.
func (db *DB) FoundByAlert(ctx context.Context, name string, items []Item, state DeliveryState) (fresh int, err error) {
	defer wrap(&err, "note what alert %s found", name)
	err = db.in(ctx, func(tx *sql.Tx) error {
		for _, i := range items {
			f := newFound(name, i.Kind, i.ID, i.Body)
			n, err := f.delivery(ctx, tx)
			if errors.Is(err, sql.ErrNoRows) {
				fresh++
				err = tx.QueryRowContext(ctx, `INSERT INTO delivery (alert, item, state, tries, due, fault) VALUES ($1, $2, $3, 0, 0, '') RETURNING n`, name, i.ID, string(state)).Scan(&n)
			}
			if err != nil {
				return err
			}
			if err := f.mark(ctx, tx, n); err != nil {
				return err
			}
		}
		return nil
	})
	return fresh, err
}

// ClaimDeliveries takes deliveries of an alert that are due, in order of
// finding, for one process to make: until lease no other takes them. None is
// due while the alert rests.
func (db *DB) ClaimDeliveries(ctx context.Context, name string, at, lease time.Time, limit int) (out []Delivery, err error) {
	defer wrap(&err, "take deliveries of alert %s", name)
	const due = `FROM delivery WHERE alert = $1 AND state IN ('waiting', 'sending') AND due <= $2 AND (SELECT rests FROM alert WHERE name = $1) <= $2`
	var some bool // asked first, since a transaction waits for one who merges
	if err := db.sql.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 `+due+`)`, name, at.Unix()).Scan(&some); err != nil || !some {
		return nil, err
	}
	err = db.in(ctx, func(tx *sql.Tx) error {
		out, err = deliveries(ctx, tx, `SELECT n, alert, item, state, tries, due, fault `+due+` ORDER BY n LIMIT $3`, name, at.Unix(), limit)
		if err != nil {
			return err
		}
		for k := range out {
			out[k].Again = out[k].State == Sending
			out[k].State = Sending
			if _, err := tx.ExecContext(ctx, `UPDATE delivery SET state = 'sending', due = $1 WHERE n = $2`, lease.Unix(), out[k].N); err != nil {
				return err
			}
		}
		return nil
	})
	return out, err
}

// RestAlert lets an alert make no delivery until a time.
func (db *DB) RestAlert(ctx context.Context, name string, until time.Time) (err error) {
	defer wrap(&err, "let alert %s rest", name)
	return db.write(ctx, `UPDATE alert SET rests = $1 WHERE name = $2`, until.Unix(), name)
}

// NoteDeliveries keeps what became of deliveries.
func (db *DB) NoteDeliveries(ctx context.Context, list []Delivery) (err error) {
	defer wrap(&err, "note deliveries")
	return db.in(ctx, func(tx *sql.Tx) error {
		for _, d := range list {
			due := int64(0)
			if !d.Due.IsZero() {
				due = d.Due.Unix()
			}
			if _, err := tx.ExecContext(ctx, `UPDATE delivery SET state = $1, tries = $2, due = $3, fault = $4 WHERE n = $5`, string(d.State), d.Tries, due, d.Fault, d.N); err != nil {
				return err
			}
		}
		return nil
	})
}

// LatestDeliveries lists what an alert found since it was added, the last
// first, at most limit.
func (db *DB) LatestDeliveries(ctx context.Context, name string, limit int) (out []Delivery, err error) {
	defer wrap(&err, "list deliveries of alert %s", name)
	return deliveries(ctx, db.sql, `SELECT n, alert, item, state, tries, due, fault FROM delivery WHERE alert = $1 AND state <> 'before' ORDER BY n DESC LIMIT $2`, name, limit)
}

// DeliveryCounts counts the deliveries of an alert by state.
func (db *DB) DeliveryCounts(ctx context.Context, name string) (out map[DeliveryState]int, err error) {
	defer wrap(&err, "count deliveries of alert %s", name)
	rows, err := db.sql.QueryContext(ctx, `SELECT state, count(*) FROM delivery WHERE alert = $1 GROUP BY state`, name)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out = map[DeliveryState]int{}
	for rows.Next() {
		var state string
		var n int
		if err := rows.Scan(&state, &n); err != nil {
			return nil, err
		}
		out[DeliveryState(state)] = n
	}
	return out, rows.Err()
}

// deliveries asks for deliveries in a transaction or without one.
func deliveries(ctx context.Context, from interface {
	QueryContext(context.Context, string, ...any) (*sql.Rows, error)
}, query string, args ...any) (out []Delivery, err error) {
	rows, err := from.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var d Delivery
		var state string
		var due int64
		if err := rows.Scan(&d.N, &d.Alert, &d.Item, &state, &d.Tries, &due, &d.Fault); err != nil {
			return nil, err
		}
		d.State, d.Due = DeliveryState(state), time.Unix(due, 0).UTC()
		out = append(out, d)
	}
	return out, rows.Err()
}
