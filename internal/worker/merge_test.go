package worker_test

import (
	"fmt"
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

// busy is an error of a database that another holds.
type busy struct{}

func (busy) Error() string { return "busy" }
func (busy) Code() int     { return 5 }

// A write is tried again while another holds the archive, and not where it
// fails otherwise.
func TestPatiently(t *testing.T) {
	for _, c := range []struct {
		last  error
		tries int
	}{{nil, 3}, {store.ErrNone, 3}, {busy{}, 20}} {
		n := 0
		err := worker.Patiently(func() error {
			if n++; n < 3 {
				return fmt.Errorf("add: %w", busy{})
			}
			return c.last
		})
		if err != c.last || n != c.tries {
			t.Errorf("%d tries, %v; want %d, %v", n, err, c.tries, c.last)
		}
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
