// Package store keeps the archive: pages as they came, reports, readings and
// corrections, which are only ever added, and what was merged out of them,
// which can be dropped and made again.
//
// An exported method is one transaction, so that a process killed at any
// moment leaves nothing half kept. What differs between databases stands in
// one file per dialect; storetest holds the suite that every dialect passes.
package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"readout/internal/record"
)

// A DB is one open archive.
type DB struct {
	sql *sql.DB
	dialect
	path   string
	bounds bounds
	// writing holds one for whoever writes. Those who wait hold no connection:
	// a merge needs more than its own.
	writing chan struct{}
}

// A dialect is what differs between databases.
type dialect interface {
	// migrations are run in order, each once.
	migrations() []string
	// match is the condition that a row of words holds some, with place for
	// its argument: in its title, or anywhere.
	match(words string, title bool) (condition string, arg any)
	// inOrder is the join whose left side is gone through first.
	inOrder() string
}

// A Kept is one report with a reading of it.
type Kept struct {
	Key     string // names the report in the archive
	Reading *record.Reading

	number int64 // of the reading
}

// ErrNone is returned where nothing has the id asked for.
var ErrNone = errors.New("nothing has this id")

// Close closes the archive.
func (db *DB) Close() error { return db.sql.Close() }

// Key names a report in the archive: the same text with the same header,
// printed by the same outlet at the same address, has one key. What may
// differ under one key (captions, links beside the report) is read by nobody.
func Key(r *record.Report) string {
	parts := []string{r.ID, strings.ToLower(first(r.Outlet)), address(first(r.CanonicalURL, r.URL)), first(r.Published),
		first(r.Agency), first(r.Language), first(r.Dateline.Place), first(r.Dateline.Date)}
	sum := sha256.Sum256([]byte(strings.Join(append(parts, r.Bylines...), "\x00")))
	return "r" + hex.EncodeToString(sum[:8])
}

// address is a URL without what does not name the report: scheme, query, mark.
func address(at string) string {
	u, err := url.Parse(at)
	if err != nil || u.Host == "" {
		return at
	}
	u.Scheme, u.RawQuery, u.Fragment = "", "", ""
	u.Host = strings.TrimPrefix(strings.ToLower(u.Host), "www.")
	return strings.TrimSuffix(u.String(), "/")
}

func first(list ...*string) string {
	for _, p := range list {
		if p != nil && *p != "" {
			return *p
		}
	}
	return ""
}

// Add keeps a page with the readings of the reports in it. What is kept
// already stays as it is; added counts the reports that were not.
func (db *DB) Add(ctx context.Context, page *record.Page, readings []*record.Reading) (added int, err error) {
	defer wrap(&err, "add %s", page.Input)
	err = db.in(ctx, func(tx *sql.Tx) error {
		added, err = addPage(ctx, tx, Paged{Page: page, Readings: readings})
		return err
	})
	return added, err
}

// AddReadings keeps newer readings of reports that are kept already.
func (db *DB) AddReadings(ctx context.Context, readings ...Kept) (err error) {
	defer wrap(&err, "add readings")
	return db.in(ctx, func(tx *sql.Tx) error {
		for _, k := range readings {
			if _, err := insertReading(ctx, tx, k.Key, k.Reading); err != nil {
				return err
			}
		}
		return nil
	})
}

// ReplaceReadings keeps readings of reports that are kept already in the place
// of those by the same reader. It waits for a merge, which would keep digests
// of what it read before.
func (db *DB) ReplaceReadings(ctx context.Context, readings ...Kept) (err error) {
	defer wrap(&err, "replace readings")
	release, err := db.Merging(ctx)
	if err != nil {
		return err
	}
	defer release()
	return db.in(ctx, func(tx *sql.Tx) error {
		for _, k := range readings {
			if err := replaceReading(ctx, tx, k.Key, k.Reading); err != nil {
				return err
			}
		}
		return nil
	})
}

// replaceReading writes a reading where one by the same reader stands, and
// drops the first part of its digest, by which all of it is made anew.
func replaceReading(ctx context.Context, tx *sql.Tx, key string, r *record.Reading) error {
	if isNew, err := insertReading(ctx, tx, key, r); err != nil || isNew {
		return err
	}
	body, err := packReading(r)
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `UPDATE reading SET notice = $1, body = $2, added = $3 WHERE report = $4 AND reader = $5`, r.Notice, body, now(), key, r.Reader); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `DELETE FROM digest WHERE n IN (SELECT n FROM reading WHERE report = $1 AND reader = $2)`, key, r.Reader); err != nil {
		return err
	}
	return setStale(ctx, tx)
}

// insertPage keeps the bytes of a page under their hash.
func insertPage(ctx context.Context, tx *sql.Tx, p *record.Page, packed []byte) (string, error) {
	sum := sha256.Sum256([]byte(p.URL + "\x00" + p.ContentType + "\x00" + string(p.Body)))
	id := hex.EncodeToString(sum[:16])
	_, err := tx.ExecContext(ctx, `INSERT INTO page (id, input, url, content_type, size, body, added) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING`,
		id, p.Input, p.URL, p.ContentType, len(p.Body), packed, now())
	return id, err
}

// insertReport keeps a report and its reading; isNew is false when the
// report was kept before.
func insertReport(ctx context.Context, tx *sql.Tx, page string, r *record.Reading) (isNew bool, err error) {
	key := Key(&r.Report)
	body, err := json.Marshal(&r.Report)
	if err != nil {
		return false, err
	}
	res, err := tx.ExecContext(ctx, `INSERT INTO report (id, text_id, url, outlet, title, published, body, added) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING`,
		key, r.Report.ID, first(r.Report.CanonicalURL, r.Report.URL), first(r.Report.Outlet), first(r.Report.Title), first(r.Report.Published), pack(body), now())
	if err != nil {
		return false, err
	}
	rows, err := res.RowsAffected()
	if err != nil {
		return false, err
	}
	if _, err := tx.ExecContext(ctx, `INSERT INTO page_report (page, n, report) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, page, r.Nth, key); err != nil {
		return false, err
	}
	if rows == 0 {
		// The report as first kept stands, and with it its reading.
		var read int
		if err := tx.QueryRowContext(ctx, `SELECT count(*) FROM reading WHERE report = $1 AND reader = $2`, key, r.Reader).Scan(&read); err != nil || read > 0 {
			return false, err
		}
	}
	_, err = insertReading(ctx, tx, key, r)
	return rows > 0, err
}

// packReading packs a reading. The text is kept with the report only.
func packReading(r *record.Reading) ([]byte, error) {
	bare := *r
	bare.Report = record.Report{ID: r.Report.ID}
	body, err := json.Marshal(&bare)
	return pack(body), err
}

// insertReading adds a reading unless its report has one by the same reader.
func insertReading(ctx context.Context, tx *sql.Tx, key string, r *record.Reading) (bool, error) {
	body, err := packReading(r)
	if err != nil {
		return false, err
	}
	res, err := tx.ExecContext(ctx, `INSERT INTO reading (report, reader, rank, notice, body, added) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`,
		key, r.Reader, rank(r.Reader), r.Notice, body, now())
	if err != nil {
		return false, err
	}
	n, err := res.RowsAffected()
	if err == nil && n > 0 {
		err = setStale(ctx, tx)
	}
	return n > 0, err
}

// setStale notes that the merged record lacks something kept. Each note is
// another, so that what came while merging stays noted.
func setStale(ctx context.Context, tx *sql.Tx) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO merged (name, value) VALUES ('stale', '1') ON CONFLICT (name) DO UPDATE SET value = CAST(value AS INTEGER) + 1`)
	return err
}

// Stale is not empty when the merged record lacks something kept; Replace
// takes it back.
func (db *DB) Stale(ctx context.Context) (note string, err error) {
	defer wrap(&err, "look at the merged record")
	err = db.sql.QueryRowContext(ctx, `SELECT coalesce(max(value), '') FROM merged WHERE name = 'stale'`).Scan(&note)
	return note, err
}

// Has says that a report is kept with a reading by a reader.
func (db *DB) Has(ctx context.Context, r *record.Report, reader string) (has bool, err error) {
	defer wrap(&err, "look for report %s", r.ID)
	err = db.sql.QueryRowContext(ctx, `SELECT count(*) > 0 FROM reading WHERE report = $1 AND reader = $2`, Key(r), reader).Scan(&has)
	return has, err
}

// rank orders versions of the reader as text: "readout 0.10" comes after
// "readout 0.9".
func rank(version string) string {
	var b strings.Builder
	for i := 0; i < len(version); {
		if c := version[i]; c < '0' || c > '9' {
			b.WriteByte(c)
			i++
			continue
		}
		j := i
		for j < len(version) && version[j] >= '0' && version[j] <= '9' {
			j++
		}
		b.WriteString(strings.Repeat("0", max(0, 10-(j-i))) + version[i:j])
		i = j
	}
	return b.String()
}

// Readings hands out every report with its current reading, that of the
// newest reader, in order of key.
func (db *DB) Readings(ctx context.Context, each func(Kept) error) (err error) {
	defer wrap(&err, "list readings")
	return db.readings(ctx, `SELECT r.id, r.body, x.body, x.n FROM report r JOIN reading x ON x.report = r.id
		WHERE x.rank = (SELECT max(y.rank) FROM reading y WHERE y.report = r.id) ORDER BY r.id`, each)
}

// Reading is the current reading of a report, named by its key or by the
// hash of its text.
func (db *DB) Reading(ctx context.Context, id string) (out Kept, err error) {
	defer wrap(&err, "report %s", id)
	found := false
	err = db.readings(ctx, `SELECT r.id, r.body, x.body, x.n FROM report r JOIN reading x ON x.report = r.id
		WHERE (r.id = $1 OR r.text_id = $1) AND x.rank = (SELECT max(y.rank) FROM reading y WHERE y.report = r.id) ORDER BY r.id LIMIT 1`,
		func(k Kept) error { out, found = k, true; return nil }, id)
	if err == nil && !found {
		err = ErrNone
	}
	return out, err
}

// ReadingOf is the current reading of a report, named by its key.
func (db *DB) ReadingOf(ctx context.Context, key string) (out Kept, err error) {
	defer wrap(&err, "report %s", key)
	err = db.readings(ctx, `SELECT r.id, r.body, x.body, x.n FROM report r JOIN reading x ON x.report = r.id WHERE r.id = $1 ORDER BY x.rank DESC LIMIT 1`,
		func(k Kept) error { out = k; return nil }, key)
	if err == nil && out.Reading == nil {
		err = ErrNone
	}
	return out, err
}

func (db *DB) readings(ctx context.Context, query string, each func(Kept) error, args ...any) error {
	rows, err := db.sql.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var key string
		var report, reading []byte
		k := Kept{Reading: &record.Reading{}}
		if err := rows.Scan(&key, &report, &reading, &k.number); err != nil {
			return err
		}
		k.Key = key
		if err := unpackJSON(reading, k.Reading); err != nil {
			return fmt.Errorf("reading of %s: %w", key, err)
		}
		k.Reading.Report = record.Report{}
		if err := unpackJSON(report, &k.Reading.Report); err != nil {
			return fmt.Errorf("report %s: %w", key, err)
		}
		if err := each(k); err != nil {
			return err
		}
	}
	return rows.Err()
}

// Due hands out the reports that the reader of a version has not read, in
// order of key. It stops after limit reports unless limit is 0.
func (db *DB) Due(ctx context.Context, reader string, limit int) (out []Kept, err error) {
	defer wrap(&err, "list reports due")
	query := `SELECT id, body FROM report r WHERE NOT EXISTS (SELECT 1 FROM reading x WHERE x.report = r.id AND x.rank >= $1) ORDER BY id`
	if limit > 0 {
		query += fmt.Sprintf(" LIMIT %d", limit)
	}
	return db.unread(ctx, query, rank(reader))
}

// Reports hands out reports without a reading, in order of key, up to limit
// of them that come after a key.
func (db *DB) Reports(ctx context.Context, after string, limit int) (out []Kept, err error) {
	defer wrap(&err, "list reports")
	return db.unread(ctx, `SELECT id, body FROM report WHERE id > $1 ORDER BY id LIMIT $2`, after, limit)
}

// unread hands out reports without their readings.
func (db *DB) unread(ctx context.Context, query string, args ...any) (out []Kept, err error) {
	rows, err := db.sql.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		k := Kept{Reading: &record.Reading{}}
		var body []byte
		if err := rows.Scan(&k.Key, &body); err != nil {
			return nil, err
		}
		if err := unpackJSON(body, &k.Reading.Report); err != nil {
			return nil, err
		}
		out = append(out, k)
	}
	return out, rows.Err()
}

// A KeptPage is a page as it is kept.
type KeptPage struct {
	record.Page
	ID    string // names the page
	Added string // when it came, RFC 3339 in UTC
}

// Page gives back the page that a report was found in.
func (db *DB) Page(ctx context.Context, report string) (p *KeptPage, err error) {
	defer wrap(&err, "page of %s", report)
	var body []byte
	p = &KeptPage{}
	err = db.sql.QueryRowContext(ctx, `SELECT p.id, p.added, p.input, p.url, p.content_type, p.body FROM page p JOIN page_report x ON x.page = p.id
		WHERE x.report = $1 ORDER BY p.added, p.id LIMIT 1`, report).Scan(&p.ID, &p.Added, &p.Input, &p.URL, &p.ContentType, &body)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, ErrNone
	}
	if err != nil {
		return nil, err
	}
	p.Body, err = unpack(body)
	return p, err
}

// A Correction is an entry that a person wrote. Body is its JSON.
type Correction struct {
	ID, At, By, Kind string
	Body             json.RawMessage
}

// AddCorrection keeps a correction.
func (db *DB) AddCorrection(ctx context.Context, c Correction) (err error) {
	defer wrap(&err, "add correction %s", c.ID)
	return db.in(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO correction (id, at, author, kind, body) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`,
			c.ID, c.At, c.By, c.Kind, string(c.Body))
		if err != nil {
			return err
		}
		return setStale(ctx, tx)
	})
}

// Corrections lists all corrections in order of time.
func (db *DB) Corrections(ctx context.Context) (out []Correction, err error) {
	defer wrap(&err, "list corrections")
	rows, err := db.sql.QueryContext(ctx, `SELECT id, at, author, kind, body FROM correction ORDER BY at, id`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var c Correction
		var body string
		if err := rows.Scan(&c.ID, &c.At, &c.By, &c.Kind, &body); err != nil {
			return nil, err
		}
		c.Body = json.RawMessage(body)
		out = append(out, c)
	}
	return out, rows.Err()
}

// in runs a transaction.
func (db *DB) in(ctx context.Context, do func(*sql.Tx) error) error {
	select {
	case db.writing <- struct{}{}:
		defer func() { <-db.writing }()
	case <-ctx.Done():
		return ctx.Err()
	}
	tx, err := db.sql.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := do(tx); err != nil {
		return err
	}
	return tx.Commit()
}

// write runs one statement in a transaction.
func (db *DB) write(ctx context.Context, query string, args ...any) error {
	return db.in(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, query, args...)
		return err
	})
}

func wrap(err *error, format string, args ...any) {
	if *err != nil {
		*err = fmt.Errorf(format+": %w", append(args, *err)...)
	}
}

// now is when something was kept. It is for people: nothing merged hangs on it.
func now() string { return time.Now().UTC().Format(time.RFC3339) }
