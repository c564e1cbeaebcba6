package store_test

import (
	"path/filepath"
	"testing"

	"readout/internal/store"
	"readout/internal/store/storetest"
)

func TestSQLite(t *testing.T) { storetest.Run(t, open(t.TempDir(), func(*store.DB) {})) }

// What very many items have is found by other walks.
func TestSQLiteMany(t *testing.T) { storetest.Run(t, open(t.TempDir(), (*store.DB).Narrow)) }

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
