package worker_test

import (
	"testing"
	"time"

	"readout/internal/record"
	"readout/internal/store"
	"readout/internal/worker"
)

// addPage keeps a made-up page.
func addPage(t *testing.T, db *store.DB, n int) {
	t.Helper()
	p := &record.Page{Input: "-", ContentType: "text/html", Body: []byte(page(n))}
	readings, err := bulk(t, db).Read(t.Context(), p)
	if err == nil {
		_, err = db.Add(t.Context(), p, readings)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// Of two merges one waits for the other, so that the later has all that the
// earlier had.
func TestMergesAtOnce(t *testing.T) {
	db := open(t)
	addPage(t, db, 1)
	release, err := db.Merging(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- worker.Merge(t.Context(), db) }()
	select {
	case err := <-done:
		t.Errorf("a merge did not wait for another: %v", err)
	case <-time.After(200 * time.Millisecond):
	}
	addPage(t, db, 2)
	release()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	if s, err := db.Stats(t.Context()); err != nil || s.Items["report"] != 2 {
		t.Errorf("%d reports merged, %v; want 2", s.Items["report"], err)
	}
}
