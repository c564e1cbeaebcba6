package worker_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"readout/internal/merge"
	"readout/internal/query"
	"readout/internal/record"
	"readout/internal/store"
	"readout/internal/worker"
)

// told is a reading by hand of a report in which a person meets another.
func told(outlet, text, who, whom string) *record.Reading {
	title, published := strings.SplitN(text, ".", 2)[0], "2026-03-09"
	q := record.Evidence{Start: 0, End: 4, Quote: text[:4]}
	day := published
	return &record.Reading{Reader: "readout 0.1", Report: record.Report{ID: text, Title: &title, Outlet: &outlet, Published: &published, Text: text},
		Actors: []record.Actor{{ID: "a1", Name: who, Kind: "person", Names: []string{who}}, {ID: "a2", Name: whom, Kind: "person", Names: []string{whom}}},
		Events: []record.Event{{ID: "e1", Type: "CONSULT", Factuality: "actual", Actors: []string{"a1"}, Recipients: []string{"a2"}, When: &record.When{Start: &day, End: &day},
			Trigger: q, Evidence: []record.Evidence{q}}}}
}

// keep adds readings, each in a page of its own, and merges.
func keep(t *testing.T, db *store.DB, list ...*record.Reading) {
	t.Helper()
	for _, r := range list {
		p := &record.Page{Input: *r.Report.Outlet, Body: []byte(r.Report.Text)}
		if _, err := db.Add(t.Context(), p, []*record.Reading{r}); err != nil {
			t.Fatal(err)
		}
	}
	if err := worker.Merge(t.Context(), db); err != nil {
		t.Fatal(err)
	}
}

// found are the titles of what a filter finds.
func found(t *testing.T, db *store.DB, f query.Filter) string {
	t.Helper()
	items, _, err := f.Items(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, i := range items {
		out = append(out, i.Title)
	}
	return strings.Join(out, "; ")
}

// An actor is found by the name that a person gave it, and what a family
// tells by the id of the family.
func TestFound(t *testing.T) {
	db := open(t)
	text := "Ann Lee met Bo Berg in Dorvan on Monday to speak of the lease of the naval base, of the sailors who stay there and of the grain that waits in the harbour."
	keep(t, db, told("Ledger", text, "Ann Lee", "Bo Berg"), told("Courier", text, "Ann Lee", "Bo Berg"),
		told("Post", "Cy Dahl saw Di Egan at the races in Hollen on the same day, and nothing came of it.", "Cy Dahl", "Di Egan"))
	families, _, err := (&query.Filter{Kind: "family"}).Items(t.Context(), db)
	if err != nil || len(families) != 1 {
		t.Fatalf("%d families, %v", len(families), err)
	}
	people, _, err := (&query.Filter{Kind: "actor", Actor: "Ann Lee"}).Items(t.Context(), db)
	if err != nil || len(people) != 1 {
		t.Fatalf("%d people, %v", len(people), err)
	}
	c := merge.Correction{Kind: "retitle", At: time.Now().UTC().Format(time.RFC3339Nano), Targets: []string{people[0].ID}, Values: []string{"Dame Annabel"}}
	if _, err := worker.Correct(t.Context(), db, c); err != nil {
		t.Fatal(err)
	}
	if err := worker.Merge(t.Context(), db); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		f    query.Filter
		want string
	}{
		{query.Filter{Kind: "actor", Actor: "dame annabel"}, "Dame Annabel"}, {query.Filter{Kind: "actor", Actor: "Annabel"}, "Dame Annabel"},
		{query.Filter{Kind: "event", Actor: "Dame Annabel"}, "Dame Annabel → CONSULT → Bo Berg"},
		{query.Filter{Kind: "event", Family: families[0].ID}, "Dame Annabel → CONSULT → Bo Berg"},
		{query.Filter{Kind: "actor", Family: families[0].ID}, "Bo Berg; Dame Annabel"},
		{query.Filter{Kind: "actor", Family: families[0].ID, Actor: "Bo Berg"}, "Bo Berg"},
		{query.Filter{Kind: "actor", Family: families[0].ID, Actor: "Cy Dahl"}, ""},
	} {
		got := strings.Split(found(t, db, c.f), "; ")
		if len(got) == 2 && got[0] > got[1] {
			got[0], got[1] = got[1], got[0]
		}
		if strings.Join(got, "; ") != c.want {
			t.Errorf("%s: %q, want %q", fmt.Sprint(c.f.Kind, c.f.Values()), got, c.want)
		}
	}
}

// A reading that replaces one by the same reader changes what hangs on it.
func TestReplacedReading(t *testing.T) {
	db := open(t)
	r := told("Ledger", "Ann Lee met Bo Berg in Dorvan on Monday.", "Ann Lee", "Bo Berg")
	keep(t, db, r)
	r.Events[0].Factuality = "denied"
	if err := db.ReplaceReadings(t.Context(), store.Kept{Key: store.Key(&r.Report), Reading: r}); err != nil {
		t.Fatal(err)
	}
	if err := worker.Merge(t.Context(), db); err != nil {
		t.Fatal(err)
	}
	if got, want := found(t, db, query.Filter{Kind: "event"}), "Ann Lee → CONSULT → Bo Berg, denied"; got != want {
		t.Errorf("the event is %q, want %q", got, want)
	}
}
