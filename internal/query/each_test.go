package query

import (
	"context"
	"fmt"
	"path/filepath"
	"strconv"
	"testing"

	"readout/internal/store"
)

// Pages, however small, hold together what one list holds.
func TestEach(t *testing.T) {
	ctx := context.Background()
	db, err := store.Open(filepath.Join(t.TempDir(), "a.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	err = db.Replace(ctx, "", func(w store.Writer) error {
		for n := range 25 {
			day := fmt.Sprintf("2026-03-%02d", 1+n/3)
			if n == 7 {
				day = ""
			}
			i := store.Item{Kind: "situation", ID: fmt.Sprintf("t%02d", n*7%25), Title: "x", Day: day, Body: []byte(`{"entries":[{"known":"2026-03-05","state":"in_force"}]}`),
				Facets: []store.Facet{{Field: "type", Value: []string{"holds", "backs"}[n%2]}}}
			if err := w.Keep(i); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range []Filter{{}, {Newest: true}, {Limit: 7, Offset: 3}, {Type: "holds", Newest: true, Offset: 1}, {Since: "2026-03-04", Limit: 4}, {Type: "backs", Until: "2026-03-06"}, {KnownAt: "2026-03-06", Offset: 2, Limit: 20}, {KnownAt: "2026-03-01"}} {
		f.Kind = "situation"
		want, _, err := f.Items(ctx, db)
		if err != nil {
			t.Fatal(err)
		}
		for _, atOnce := range []int{1, 2, 7, 100} {
			var got []store.Item
			if err := f.Each(ctx, db, atOnce, func(page []store.Item) error { got = append(got, page...); return nil }); err != nil {
				t.Fatal(err)
			}
			if a, b := list(got), list(want); a != b {
				t.Errorf("%+v, %d at once: %s, want %s", f, atOnce, a, b)
			}
		}
	}
}

// What merges leave in the record is handed out whatever else they drop and
// add while it is read.
func TestEachWhileMerging(t *testing.T) {
	ctx := t.Context()
	db, err := store.Open(filepath.Join(t.TempDir(), "a.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	const all, stay = 300, 200
	put := func(odd int) error { // two of three stay
		return db.Replace(ctx, "", func(w store.Writer) error {
			for n := range all {
				if n%3 == 0 && n%2 != odd {
					continue
				}
				if err := w.Keep(store.Item{Kind: "event", ID: fmt.Sprintf("e%03d", n), Title: "x", Day: "2026-03-01", Body: []byte("{}")}); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err := put(0); err != nil {
		t.Fatal(err)
	}
	end, done := make(chan bool), make(chan error)
	go func() {
		for n := 1; ; n++ {
			select {
			case <-end:
				done <- nil
				return
			default:
				if err := put(n % 2); err != nil {
					done <- err
					return
				}
			}
		}
	}()
	for range 40 {
		n := 0
		f := Filter{Kind: "event"}
		err := f.Each(ctx, db, 30, func(page []store.Item) error {
			for _, i := range page {
				if number, _ := strconv.Atoi(i.ID[1:]); number%3 != 0 {
					n++
				}
			}
			return nil
		})
		if err != nil || n != stay {
			t.Errorf("%d items handed out of %d, %v", n, stay, err)
			break
		}
	}
	close(end)
	if err := <-done; err != nil {
		t.Error(err)
	}
}

// ledgers is an archive of so many situations, of which one of each that many
// is in force.
func ledgers(t *testing.T, n, each int) *store.DB {
	t.Helper()
	db, err := store.Open(filepath.Join(t.TempDir(), "a.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	err = db.Replace(t.Context(), "", func(w store.Writer) error {
		for k := range n {
			body := `{"entries":[{"known":"2026-03-05","from":"2026-03-05","state":"ended"}]}`
			if k%each == each-1 {
				body = `{"entries":[{"known":"2026-03-05","from":"2026-03-05","state":"in_force"}]}`
			}
			if err := w.Keep(store.Item{Kind: "situation", ID: fmt.Sprintf("t%03d", k), Title: "x", Day: "2026-03-01", Body: []byte(body)}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return db
}

// A look at ledgers stops where it may look at no more, and is gone on with
// from there.
func TestMost(t *testing.T) {
	db := ledgers(t, 450, 400)
	for most, want := range map[int]error{0: nil, 100: ErrMost, 500: nil} {
		f := Filter{Kind: "situation", AsOf: "2026-03-09", State: "in_doubt", Limit: 10, Most: most}
		if items, _, err := f.Items(t.Context(), db); err != want || len(items) != 0 {
			t.Errorf("at most %d: %d items, %v; want none, %v", most, len(items), err, want)
		}
	}
	f := Filter{Kind: "situation", AsOf: "2026-03-09", State: "in_force", Limit: 10, Most: 100}
	for n := range 5 {
		items, _, err := f.Items(t.Context(), db)
		if found := n == 3; err != nil && err != ErrMost || (len(items) == 1) != found || (err == nil) != (n == 4) {
			t.Fatalf("look %d: %s, %v", n, list(items), err)
		}
		f.After = f.Looked
	}
}

// Situations as of a day are counted beyond the page.
func TestTotalAsOf(t *testing.T) {
	db := ledgers(t, 250, 1)
	f := Filter{Kind: "situation", AsOf: "2026-03-09", Limit: 10}
	if items, total, err := f.Items(t.Context(), db); err != nil || len(items) != 10 || total != 250 {
		t.Errorf("%d items of %d, %v; want 10 of 250", len(items), total, err)
	}
}

// What is known later does not show in a list of what was known on a day.
func TestKnownAt(t *testing.T) {
	db := ledgers(t, 0, 1)
	body := `{"entries":[{"report":"r1","origin":"A","known":"2026-03-05","from":"2026-03-05","state":"in_force"},
		{"report":"r2","origin":"B","known":"2026-03-09","from":"2026-03-09","state":"ended","until":"2026-03-09"},
		{"report":"r0","origin":"C","from":"","state":"in_doubt"}],"reports":["r0","r1","r2"],"origins":["A","B","C"],"last_known":"2026-03-09"}`
	err := db.Replace(t.Context(), "", func(w store.Writer) error {
		return w.Keep(store.Item{Kind: "situation", ID: "t1", Title: "x", Day: "2026-03-05", Until: "2026-03-09", Origins: 3, Body: []byte(body)})
	})
	if err != nil {
		t.Fatal(err)
	}
	for known, want := range map[string]string{"2026-03-01": "", "2026-03-06": "in_force  1 1", "2026-03-10": "ended 2026-03-09 2 2"} {
		f := Filter{Kind: "situation", KnownAt: known}
		items, _, err := f.Items(t.Context(), db)
		got := ""
		for _, i := range items {
			r := RowOf(i)
			got += fmt.Sprint(r.State, " ", r.Until, " ", r.Origins, " ", r.Reports)
		}
		if err != nil || got != want {
			t.Errorf("known at %s: %q, %v; want %q", known, got, err, want)
		}
	}
}

func list(items []store.Item) (out string) {
	for _, i := range items {
		out += i.ID + " "
	}
	return out
}
