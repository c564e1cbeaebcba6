package store_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"readout/internal/store"
	"readout/internal/store/storetest"
)

// Only one holds a lock of one word, until it lets go.
func TestAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a #.db")
	release, err := store.Alone(path, "watch")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := store.Alone(path, "watch"); !errors.Is(err, store.ErrTaken) {
		t.Errorf("a second one: %v", err)
	}
	if other, err := store.Alone(path, "alert"); err != nil {
		t.Errorf("for something else: %v", err)
	} else {
		other()
	}
	if err := release(); err != nil {
		t.Fatal(err)
	}
	again, err := store.Alone(path, "watch")
	if err != nil {
		t.Fatalf("after letting go: %v", err)
	}
	again()
}

// What would be gone when it is closed is no archive.
func TestNoFile(t *testing.T) {
	for _, path := range []string{"", ":memory:"} {
		if db, err := store.Open(path); err == nil {
			db.Close()
			t.Errorf("%q was opened", path)
		}
	}
}

// An archive in a folder that cannot be written is read.
func TestFixed(t *testing.T) {
	dir := t.TempDir()
	db := open(dir, func(*store.DB) {})(t, "a")
	if err := db.AddCorrection(t.Context(), store.Correction{ID: "c1", At: "1", By: "A", Kind: "wrong", Body: []byte("{}")}); err != nil {
		t.Fatal(err)
	}
	db.Close()
	if err := os.Chmod(dir, 0o555); err != nil {
		t.Fatal(err)
	}
	defer os.Chmod(dir, 0o755)
	if f, err := os.Create(filepath.Join(dir, "probe")); err == nil {
		f.Close()
		t.Skip("whoever runs this may write in any folder")
	}
	db = open(dir, func(*store.DB) {})(t, "a")
	if list, err := db.Corrections(t.Context()); err != nil || len(list) != 1 {
		t.Errorf("%d corrections, %v; want 1", len(list), err)
	}
	if err := db.AddToken(t.Context(), store.Token{Name: "x"}); err == nil {
		t.Error("it was written")
	}
}

// In a table without row numbers the columns of the key stand first: where
// they do not, integrity_check of SQLite before 3.42 takes a 0 for a NULL.
func TestKeysFirst(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	db, err := store.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	db.Close()
	raw, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer raw.Close()
	rows, err := raw.Query(`SELECT l.name, i.name FROM pragma_table_list l, pragma_table_info(l.name) i
		WHERE l.schema = 'main' AND l.wr AND i.pk > 0 AND i.pk <> i.cid + 1`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var table, column string
		if err := rows.Scan(&table, &column); err != nil {
			t.Fatal(err)
		}
		t.Errorf("%s: %s of its key stands elsewhere", table, column)
	}
}

func TestSQLite(t *testing.T) { storetest.Run(t, open(t.TempDir(), func(*store.DB) {})) }

// What very many items have is found by other walks.
func TestSQLiteMany(t *testing.T) { storetest.Run(t, open(t.TempDir(), (*store.DB).Narrow)) }

// What an alert told with an older form of the archive is known under another
// id, though the merge that follows gives it one.
func TestMarkAll(t *testing.T) {
	ctx := t.Context()
	path := filepath.Join(t.TempDir(), "a.db")
	use := func(do func(*store.DB) error) {
		t.Helper()
		db, err := store.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(do(db), db.Close()); err != nil {
			t.Fatal(err)
		}
	}
	event := func(id string) store.Item {
		return store.Item{Kind: "event", ID: id, Day: "2026-03-09", Body: []byte(`{"type":"AGREE","evidence":[{"report":"r1","start":40}]}`)}
	}
	merge := func(db *store.DB, id string) error {
		return db.Replace(ctx, "", func(w store.Writer) error { return w.Keep(event(id)) })
	}
	use(func(db *store.DB) error {
		if err := errors.Join(merge(db, "e1"), db.AddAlert(ctx, "port", []byte("{}"))); err != nil {
			return err
		}
		_, err := db.FoundByAlert(ctx, "port", []store.Item{event("e1")}, store.Before)
		return err
	})
	raw, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	_, err = raw.Exec(`DROP TABLE delivery_mark; DROP TABLE hold; ALTER TABLE alert DROP COLUMN rests; ALTER TABLE source DROP COLUMN listed_url; PRAGMA user_version = 10`)
	if err := errors.Join(err, raw.Close()); err != nil {
		t.Fatal(err)
	}
	use(func(db *store.DB) error {
		if err := merge(db, "e2"); err != nil {
			return err
		}
		fresh, err := db.FoundByAlert(ctx, "port", []store.Item{event("e2")}, store.Waiting)
		if fresh != 0 {
			t.Errorf("%d facts are new, want none", fresh)
		}
		return err
	})
}

// Those who wait to write while an archive is merged hold nothing that the
// merge needs.
func TestManyWriters(t *testing.T) {
	ctx, stop := context.WithTimeout(t.Context(), 10*time.Second)
	defer stop()
	db := open(t.TempDir(), func(*store.DB) {})(t, "a")
	var all sync.WaitGroup
	err := db.Replace(ctx, "", func(store.Writer) error {
		for n := range 16 {
			all.Go(func() {
				id := fmt.Sprintf("c%02d", n)
				if err := db.AddCorrection(ctx, store.Correction{ID: id, At: id, By: "A", Kind: "wrong", Body: []byte("{}")}); err != nil {
					t.Error(err)
				}
			})
		}
		time.Sleep(100 * time.Millisecond)
		_, err := db.Stats(ctx)
		return err
	})
	all.Wait()
	if err != nil {
		t.Fatal(err)
	}
	if list, err := db.Corrections(t.Context()); err != nil || len(list) != 16 {
		t.Errorf("%d corrections kept, %v; want 16", len(list), err)
	}
}

// A reading that a merge may be digesting is not replaced meanwhile.
func TestReplaceWhileMerging(t *testing.T) {
	db := open(t.TempDir(), func(*store.DB) {})(t, "a")
	release, err := db.Merging(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer stop()
	if err := db.ReplaceReadings(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("while one merges: %v", err)
	}
	release()
	if err := db.ReplaceReadings(t.Context()); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}

// Two names of one archive have one lock.
func TestAloneLinked(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	if err := os.WriteFile(path, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(t.TempDir(), "b.db")
	if err := os.Symlink(path, link); err != nil {
		t.Skip(err)
	}
	release, err := store.Alone(path, "merge")
	if err != nil {
		t.Fatal(err)
	}
	defer release()
	if _, err := store.Alone(link, "merge"); !errors.Is(err, store.ErrTaken) {
		t.Errorf("by another name: %v", err)
	}
}

func open(dir string, set func(*store.DB)) func(*testing.T, string) *store.DB {
	return func(t *testing.T, name string) *store.DB {
		db, err := store.Open(filepath.Join(dir, name+" 100% #?.db"))
		if err != nil {
			t.Fatal(err)
		}
		set(db)
		t.Cleanup(func() { db.Close() })
		return db
	}
}
