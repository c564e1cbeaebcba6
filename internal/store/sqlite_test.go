package store_test

import (
	"path/filepath"
	"testing"

	"readout/internal/store"
	"readout/internal/store/storetest"
)

func TestSQLite(t *testing.T) {
	dir := t.TempDir()
	storetest.Run(t, func(t *testing.T, name string) *store.DB {
		db, err := store.Open(filepath.Join(dir, name+" 100% #?.db"))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { db.Close() })
		return db
	})
}
