package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	_ "modernc.org/sqlite" // the driver "sqlite"
)

// Open opens the archive in a file, or makes it. Migrations run at once;
// before one changes a file, a backup is laid beside it. An archive in a folder
// that cannot be written is opened to be read.
func Open(path string) (*DB, error) {
	if path == "" || path == ":memory:" {
		return nil, fmt.Errorf("open %q: an archive is a file", path)
	}
	q := url.Values{}
	for _, p := range []string{"busy_timeout(30000)", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(ON)", "cache_size(-65536)", "temp_store(MEMORY)"} {
		q.Add("_pragma", p)
	}
	q.Set("_txlock", "immediate")
	db, err := openWith(path, q)
	if err != nil && fixed(path) {
		q = url.Values{"mode": {"ro"}, "immutable": {"1"}, "_pragma": {"cache_size(-65536)", "temp_store(MEMORY)"}}
		db, err = openWith(path, q)
	}
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	return db, nil
}

func openWith(path string, q url.Values) (*DB, error) {
	dsn := url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath(), RawQuery: q.Encode()}
	s, err := sql.Open("sqlite", dsn.String())
	if err != nil {
		return nil, err
	}
	s.SetMaxOpenConns(4)
	db := &DB{sql: s, dialect: sqlite{}, bounds: bounds{5000, 300}, writing: make(chan struct{}, 1)}
	if err := db.migrate(path); err != nil {
		s.Close()
		return nil, err
	}
	db.path = followed(path)
	return db, nil
}

// fixed says that a file is whole, without a journal beside it that has more,
// and that nothing can be written beside it.
func fixed(path string) bool {
	if _, err := os.Stat(path); err != nil {
		return false
	}
	if wal, err := os.Stat(path + "-wal"); err == nil && wal.Size() > 0 {
		return false
	}
	probe, err := os.CreateTemp(filepath.Dir(path), ".readout-*")
	if err == nil {
		probe.Close()
		os.Remove(probe.Name())
	}
	return err != nil
}

type sqlite struct{}

func (sqlite) match(words string, title bool) (string, any) {
	if title {
		return "words MATCH $%d", "title : (" + phrase(words) + ")"
	}
	return "words MATCH $%d", phrase(words)
}

func (sqlite) inOrder() string { return "CROSS JOIN" }

// phrase quotes each word for FTS5, so that none is taken for its syntax.
func phrase(words string) string {
	var terms []string
	for _, w := range wordsOf(words) {
		terms = append(terms, `"`+w+`"`)
	}
	if terms == nil {
		return `""`
	}
	return strings.Join(terms, " ")
}

// migrate brings the file to the newest form.
func (db *DB) migrate(path string) error {
	ctx := context.Background()
	var have int
	if err := db.sql.QueryRowContext(ctx, `PRAGMA user_version`).Scan(&have); err != nil {
		return err
	}
	steps := db.migrations()
	if have > len(steps) {
		return fmt.Errorf("the archive is of form %d, and this program knows up to %d: use a newer one", have, len(steps))
	}
	if have == len(steps) {
		return nil
	}
	if have > 0 {
		if err := db.backup(ctx, fmt.Sprintf("%s.form%d.bak", path, have)); err != nil {
			return fmt.Errorf("backup: %w", err)
		}
	}
	return db.in(ctx, func(tx *sql.Tx) error {
		// Another process may have come first.
		if err := tx.QueryRowContext(ctx, `PRAGMA user_version`).Scan(&have); err != nil {
			return err
		}
		for n := have; n < len(steps); n++ {
			if _, err := tx.ExecContext(ctx, steps[n]); err != nil {
				return fmt.Errorf("migration %d: %w", n+1, err)
			}
		}
		if have < marked {
			if err := markAll(ctx, tx); err != nil {
				return fmt.Errorf("marks of what alerts found: %w", err)
			}
		}
		_, err := tx.ExecContext(ctx, fmt.Sprintf(`PRAGMA user_version = %d`, max(have, len(steps))))
		return err
	})
}

// marked is the first form of the archive in which what alerts found has marks.
const marked = 11

// backup writes a copy of the archive, whole or not at all.
func (db *DB) backup(ctx context.Context, path string) error {
	part := filepath.Join(filepath.Dir(path), "."+filepath.Base(path)+".part")
	os.Remove(part) // of a run that was killed
	if _, err := db.sql.ExecContext(ctx, `VACUUM INTO $1`, part); err != nil {
		return err
	}
	return os.Rename(part, path)
}

// migrations are the forms of the archive, oldest first. A step that was
// released is never changed.
func (sqlite) migrations() []string {
	return []string{`
		CREATE TABLE page (
			id TEXT PRIMARY KEY, input TEXT NOT NULL, url TEXT NOT NULL, content_type TEXT NOT NULL,
			size INTEGER NOT NULL, body BLOB NOT NULL, added TEXT NOT NULL);
		CREATE TABLE report (
			id TEXT PRIMARY KEY, text_id TEXT NOT NULL, url TEXT NOT NULL, outlet TEXT NOT NULL, title TEXT NOT NULL,
			published TEXT NOT NULL, body BLOB NOT NULL, added TEXT NOT NULL);
		CREATE INDEX report_text ON report (text_id);
		CREATE INDEX report_url ON report (url);
		CREATE TABLE page_report (
			page TEXT NOT NULL REFERENCES page, n INTEGER NOT NULL, report TEXT NOT NULL REFERENCES report,
			PRIMARY KEY (page, n)) WITHOUT ROWID;
		CREATE INDEX page_report_report ON page_report (report);
		CREATE TABLE reading (
			n INTEGER PRIMARY KEY, report TEXT NOT NULL REFERENCES report, reader TEXT NOT NULL, rank TEXT NOT NULL,
			notice TEXT NOT NULL, body BLOB NOT NULL, added TEXT NOT NULL, UNIQUE (report, reader));
		CREATE INDEX reading_rank ON reading (report, rank);
		CREATE INDEX reading_reader ON reading (reader, notice);
		CREATE TABLE correction (
			id TEXT PRIMARY KEY, at TEXT NOT NULL, author TEXT NOT NULL, kind TEXT NOT NULL, body TEXT NOT NULL) WITHOUT ROWID;

		-- What follows is made out of the above and can be dropped.
		CREATE TABLE item (
			n INTEGER PRIMARY KEY, kind TEXT NOT NULL, id TEXT NOT NULL UNIQUE, title TEXT NOT NULL,
			day TEXT NOT NULL, until TEXT NOT NULL, origins INTEGER NOT NULL, hidden INTEGER NOT NULL, sum BLOB NOT NULL, body BLOB NOT NULL);
		CREATE INDEX item_day ON item (kind, day, id, until, origins, hidden);
		CREATE TABLE facet (
			field TEXT NOT NULL, value TEXT NOT NULL, item INTEGER NOT NULL, PRIMARY KEY (field, value, item)) WITHOUT ROWID;
		CREATE INDEX facet_item ON facet (item);
		CREATE VIRTUAL TABLE words USING fts5 (kind, title, text, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2');
		CREATE TABLE merged (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
	`, `
		DROP TABLE item;
		DROP TABLE facet;
		DROP TABLE words;
		DELETE FROM merged;
		INSERT INTO merged (name, value) SELECT 'stale', '1' WHERE EXISTS (SELECT 1 FROM reading);

		-- Digests of current readings. The number is that of the part, then that of the reading, so that a part lies together.
		CREATE TABLE digest (n INTEGER PRIMARY KEY, report TEXT NOT NULL, form INTEGER NOT NULL, body BLOB NOT NULL);
		-- Sum is what an item is made of, facets the keys of its facets, eight bytes each.
		CREATE TABLE item (
			n INTEGER PRIMARY KEY, kind TEXT NOT NULL, id TEXT NOT NULL UNIQUE, title TEXT NOT NULL, day TEXT NOT NULL, until TEXT NOT NULL,
			origins INTEGER NOT NULL, hidden INTEGER NOT NULL, sum INTEGER NOT NULL, found INTEGER NOT NULL, facets BLOB NOT NULL, body BLOB NOT NULL);
		CREATE INDEX item_day ON item (kind, day, id, until, origins, hidden);
		-- A key names a kind, a field and a value. Days count from 1970.
		CREATE TABLE facet (key INTEGER NOT NULL, day INTEGER NOT NULL, item INTEGER NOT NULL, PRIMARY KEY (key, day, item)) WITHOUT ROWID;
		CREATE VIRTUAL TABLE words USING fts5 (title, text, content='', contentless_delete=1, detail=column, tokenize='unicode61 remove_diacritics 2');
	`, `
		-- What is watched. Times are seconds since 1970, 0 for none.
		CREATE TABLE source (
			name TEXT PRIMARY KEY, parent TEXT NOT NULL, url TEXT NOT NULL, etag TEXT NOT NULL, modified TEXT NOT NULL, entries REAL NOT NULL, hours REAL NOT NULL,
			asked INTEGER NOT NULL, answered INTEGER NOT NULL, due INTEGER NOT NULL, fault TEXT NOT NULL, fault_at INTEGER NOT NULL, failures INTEGER NOT NULL, gone INTEGER NOT NULL) WITHOUT ROWID;
		CREATE TABLE seen (
			url TEXT PRIMARY KEY, source TEXT NOT NULL, first INTEGER NOT NULL, listed INTEGER NOT NULL, fetched INTEGER NOT NULL, due INTEGER NOT NULL, checks INTEGER NOT NULL,
			tries INTEGER NOT NULL, etag TEXT NOT NULL, modified TEXT NOT NULL, hash TEXT NOT NULL, outcome TEXT NOT NULL, reports TEXT NOT NULL) WITHOUT ROWID;
		CREATE INDEX seen_due ON seen (due) WHERE due > 0;
		CREATE INDEX seen_listed ON seen (listed);
		CREATE INDEX page_input ON page (input);
	`, `
		CREATE TABLE token (name TEXT PRIMARY KEY, hash TEXT NOT NULL UNIQUE, scopes TEXT NOT NULL, added TEXT NOT NULL, expires TEXT NOT NULL) WITHOUT ROWID;

		-- The merges in which an item came and last changed.
		ALTER TABLE item ADD COLUMN came INTEGER NOT NULL DEFAULT 0;
		ALTER TABLE item ADD COLUMN changed INTEGER NOT NULL DEFAULT 0;
		CREATE INDEX item_changed ON item (changed, n);
	`, `
		CREATE INDEX report_added ON report (added, id);
	`, `
		-- How far inputs of many pages were taken in.
		CREATE TABLE intake (
			id TEXT PRIMARY KEY, input TEXT NOT NULL, mark TEXT NOT NULL, added INTEGER NOT NULL, old INTEGER NOT NULL, skipped TEXT NOT NULL,
			done INTEGER NOT NULL, at TEXT NOT NULL) WITHOUT ROWID;
	`, `
		-- Saved queries, with the number of the merge up to which they were asked, and what each found. States are those of alerts.go.
		CREATE TABLE alert (name TEXT PRIMARY KEY, body TEXT NOT NULL, merge INTEGER NOT NULL, added TEXT NOT NULL) WITHOUT ROWID;
		CREATE TABLE delivery (
			n INTEGER PRIMARY KEY, alert TEXT NOT NULL REFERENCES alert ON DELETE CASCADE, item TEXT NOT NULL, state TEXT NOT NULL,
			tries INTEGER NOT NULL, due INTEGER NOT NULL, fault TEXT NOT NULL, UNIQUE (alert, item));
		CREATE INDEX delivery_state ON delivery (alert, state, due, n);
	`, `
		-- Rows of words are numbered by kind, day and item; facets tell what lasts long, what many origins tell, and what is hidden.
		DELETE FROM item;
		DELETE FROM facet;
		DROP TABLE words;
		CREATE VIRTUAL TABLE words USING fts5 (title, text, content='', contentless_delete=1, detail=column, tokenize='unicode61 remove_diacritics 2');
		DELETE FROM merged WHERE name LIKE 'count %' OR name = 'at';
		INSERT INTO merged (name, value) SELECT 'stale', '1' WHERE EXISTS (SELECT 1 FROM reading)
			ON CONFLICT (name) DO UPDATE SET value = CAST(value AS INTEGER) + 1;
	`, `
		CREATE INDEX seen_outcome ON seen (source, outcome);
	`, `
		-- A page that was read in two ways has the reports of both; n is the place of a report among those of its page.
		ALTER TABLE page_report RENAME TO old_page_report;
		CREATE TABLE page_report (
			page TEXT NOT NULL REFERENCES page, report TEXT NOT NULL REFERENCES report, n INTEGER NOT NULL,
			PRIMARY KEY (page, report)) WITHOUT ROWID;
		INSERT OR IGNORE INTO page_report (page, n, report) SELECT page, n, report FROM old_page_report ORDER BY page, n;
		DROP TABLE old_page_report;
		CREATE INDEX page_report_report ON page_report (report);
		INSERT INTO merged (name, value) SELECT 'stale', '1' WHERE EXISTS (SELECT 1 FROM reading)
			ON CONFLICT (name) DO UPDATE SET value = CAST(value AS INTEGER) + 1;
	`, `
		-- Marks of what the items that alerts found were read in: an id changes when an earlier report joins. markAll gives those of
		-- what was found before.
		CREATE TABLE delivery_mark (
			alert TEXT NOT NULL REFERENCES alert ON DELETE CASCADE, mark INTEGER NOT NULL, delivery INTEGER NOT NULL,
			PRIMARY KEY (alert, mark, delivery)) WITHOUT ROWID;
		ALTER TABLE alert ADD COLUMN rests INTEGER NOT NULL DEFAULT 0; -- until when its receiver is left alone
		ALTER TABLE source ADD COLUMN listed_url TEXT NOT NULL DEFAULT '';
		-- Until when hosts asked to be left alone.
		CREATE TABLE hold (host TEXT PRIMARY KEY, until INTEGER NOT NULL) WITHOUT ROWID;
	`}
}

// IsBusy says that an error means that another writer held the archive for so
// long that a write gave up; it may be tried again.
func IsBusy(err error) bool {
	var coded interface{ Code() int }
	return errors.As(err, &coded) && coded.Code()&0xff == 5 // SQLITE_BUSY and its kinds
}

// ErrTaken means that another process has what only one may have.
var ErrTaken = errors.New("another process does this already")

// Merging makes this the only merge of the archive, once no other runs, until
// release is called.
func (db *DB) Merging(ctx context.Context) (release func() error, err error) {
	for {
		release, err = Alone(db.path, "merge")
		if !errors.Is(err, ErrTaken) {
			return release, err
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(100 * time.Millisecond):
		}
	}
}

// followed is the path of a file to which links lead.
func followed(path string) string {
	if to, err := filepath.EvalSymlinks(path); err == nil {
		return to
	}
	return path
}

// Folder is the folder in which the archive's file stands.
func (db *DB) Folder() string { return filepath.Dir(db.path) }

// Alone makes this process the only one that does something named by a word
// with the archive in a file, until release is called or the process ends, in
// whatever way. The lock is that of an empty database beside the archive.
func Alone(path, what string) (release func() error, err error) {
	defer wrap(&err, "%s of %s", what, path)
	dsn := url.URL{Scheme: "file", Opaque: (&url.URL{Path: followed(path) + "." + what}).EscapedPath()}
	s, err := sql.Open("sqlite", dsn.String())
	if err != nil {
		return nil, err
	}
	s.SetMaxOpenConns(1)
	_, err = s.Exec(`BEGIN EXCLUSIVE`)
	if err != nil {
		s.Close()
		if IsBusy(err) {
			err = ErrTaken
		}
		return nil, err
	}
	return s.Close, nil
}
