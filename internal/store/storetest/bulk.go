package storetest

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"readout/internal/record"
	"readout/internal/store"
)

func paged(list ...*record.Reading) (out []store.Paged) {
	for _, r := range list {
		out = append(out, store.Paged{Page: page(r.Report.Text), Readings: []*record.Reading{r}})
	}
	return out
}

// Pages are kept together with how far their input was read.
func intakes(t *testing.T, db *store.DB) {
	ctx := context.Background()
	if _, err := db.Intake(ctx, "i1"); !errors.Is(err, store.ErrNone) {
		t.Errorf("intake of nothing: %v", err)
	}
	a, b, c := reading("ledger", "Ships left.", "readout 0.1"), reading("ledger", "Ships came back.", "readout 0.1"), reading("courier", "Nothing happened.", "readout 0.1")
	in := store.Intake{ID: "i1", Input: "crawl.warc.gz", Mark: []byte(`{"at":7}`), Skipped: map[string]int{"not a page": 3}}
	if err := db.AddAll(ctx, paged(a, b), &in); err != nil {
		t.Fatal(err)
	}
	in.Mark, in.Done = []byte(`{"at":9}`), true
	if err := db.AddAll(ctx, paged(b, c), &in); err != nil {
		t.Fatal(err)
	}
	got, err := db.Intake(ctx, "i1")
	if want := (store.Intake{ID: "i1", Input: "crawl.warc.gz", Mark: []byte(`{"at":9}`), Added: 3, Old: 1, Skipped: map[string]int{"not a page": 3}, Done: true}); err != nil || fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%+v, %v; want %+v", got, err, want)
	}
	if len(keys(t, db)) != 3 {
		t.Errorf("%d reports, want 3", len(keys(t, db)))
	}
	for _, r := range []*record.Reading{a, b, c} {
		if p, err := db.Page(ctx, store.Key(&r.Report)); err != nil || string(p.Body) != r.Report.Text {
			t.Errorf("page of %q: %+v, %v", r.Report.Text, p, err)
		}
	}
}

// What fails keeps neither pages nor how far the input was read.
func intakeFails(t *testing.T, db *store.DB) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	in := store.Intake{ID: "i1", Added: 5}
	if err := db.AddAll(ctx, paged(reading("ledger", "Ships left.", "readout 0.1")), &in); err == nil || in.Added != 5 {
		t.Errorf("%v, %d added", err, in.Added)
	}
	if _, err := db.Intake(context.Background(), "i1"); !errors.Is(err, store.ErrNone) || len(keys(t, db)) != 0 {
		t.Errorf("after a failure: %v, %d reports", err, len(keys(t, db)))
	}
}
