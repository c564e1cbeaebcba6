// Package storetest holds the tests that an archive passes on every
// database.
package storetest

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"readout/internal/record"
	"readout/internal/store"
)

// Run tests archives that open makes. Each call of open with one name opens
// the same archive.
func Run(t *testing.T, open func(t *testing.T, name string) *store.DB) {
	for _, test := range []struct {
		name string
		run  func(*testing.T, *store.DB)
	}{
		{"AddTwice", addTwice}, {"Latest", latest}, {"Versions", versions}, {"Reread", reread}, {"Pages", pages}, {"ReadTwoWays", readTwoWays},
		{"Corrections", corrections}, {"Items", items}, {"Queries", queries}, {"ReplaceFails", replaceFails}, {"Digests", digests}, {"Came", came}, {"Sums", sums}, {"Alerts", alerts}, {"Changed", changed},
		{"Watched", watched}, {"Seen", seen}, {"UnderOneURL", underOneURL},
		{"Tokens", tokens}, {"Changes", changes},
		{"Intakes", intakes}, {"IntakeFails", intakeFails},
	} {
		t.Run(test.name, func(t *testing.T) { test.run(t, open(t, test.name)) })
	}
	t.Run("Reopen", func(t *testing.T) {
		add(t, open(t, "Reopen"), reading("a", "Ships left Port Selm.", "readout 0.1"))
		if got := keys(t, open(t, "Reopen")); len(got) != 1 {
			t.Errorf("after opening again: %d reports, want 1", len(got))
		}
	})
}

func reading(outlet, text, reader string) *record.Reading {
	title, url := "Title of "+text, "https://"+outlet+".example/x?utm=1"
	return &record.Reading{Reader: reader, Report: record.Report{ID: fmt.Sprintf("%016x", len(text)), Outlet: &outlet, URL: &url, Title: &title, Text: text},
		Events: []record.Event{{ID: "e1", Type: "RETREAT", Factuality: "actual", Trigger: record.Evidence{Start: 6, End: 10, Quote: "left"}}}}
}

func page(body string) *record.Page {
	return &record.Page{Input: "a.html", ContentType: "text/html", Body: []byte(body)}
}

func add(t *testing.T, db *store.DB, r *record.Reading) int {
	t.Helper()
	n, err := db.Add(context.Background(), page(r.Report.Text), []*record.Reading{r})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func keys(t *testing.T, db *store.DB) (out []string) {
	t.Helper()
	err := db.Readings(context.Background(), func(k store.Kept) error { out = append(out, k.Key+" "+k.Reading.Reader); return nil })
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// Adding the same page twice changes nothing.
func latest(t *testing.T, db *store.DB) {
	ctx := context.Background()
	add(t, db, reading("a", "Ships left Port Selm.", "readout 0.1"))
	add(t, db, reading("b", "Ships came back to Port Selm.", "readout 0.1"))
	for _, c := range []struct {
		after       time.Time
		limit, want int
	}{{time.Time{}, 9, 2}, {time.Time{}, 1, 1}, {time.Date(9000, 1, 1, 0, 0, 0, 0, time.UTC), 9, 0}} {
		if got, err := db.Latest(ctx, c.after, c.limit); err != nil || len(got) != c.want {
			t.Errorf("Latest(%s, %d) = %v, %v; want %d", c.after, c.limit, got, err, c.want)
		}
	}
}

func addTwice(t *testing.T, db *store.DB) {
	r := reading("ledger", "Ships left Port Selm.", "readout 0.1")
	if a, b := add(t, db, r), add(t, db, r); a != 1 || b != 0 {
		t.Errorf("added %d, then %d; want 1, then 0", a, b)
	}
	s, err := db.Stats(context.Background())
	if err != nil || s.Pages != 1 || s.Reports != 1 || s.Readings != 1 {
		t.Errorf("stats %+v, %v; want one of each", s, err)
	}
	if has, err := db.Has(context.Background(), &r.Report, "readout 0.1"); !has || err != nil {
		t.Errorf("Has = %v, %v", has, err)
	}
	k, err := db.Reading(context.Background(), store.Key(&r.Report))
	if err != nil || k.Reading.Report.Text != r.Report.Text || len(k.Reading.Events) != 1 {
		t.Errorf("Reading = %+v, %v", k, err)
	}
	if _, err := db.Reading(context.Background(), "r0"); !errors.Is(err, store.ErrNone) {
		t.Errorf("reading of nothing: %v", err)
	}
}

// A page that is read in two ways has the reports of both.
func readTwoWays(t *testing.T, db *store.DB) {
	for _, outlet := range []string{"ledger", "courier"} {
		r := reading(outlet, "Ships left Port Selm.", "readout 0.1")
		if add(t, db, r) != 1 {
			t.Errorf("nothing was added for %s", outlet)
		}
		if p, err := db.Page(t.Context(), store.Key(&r.Report)); err != nil || string(p.Body) != r.Report.Text {
			t.Errorf("page of the report of %s: %+v, %v", outlet, p, err)
		}
	}
}

// A page that changes under one URL is another report; another outlet's
// print of one text is too.
func versions(t *testing.T, db *store.DB) {
	add(t, db, reading("ledger", "Ships left Port Selm.", "readout 0.1"))
	add(t, db, reading("ledger", "All ships left Port Selm.", "readout 0.1"))
	add(t, db, reading("courier", "Ships left Port Selm.", "readout 0.1"))
	if got := keys(t, db); len(got) != 3 {
		t.Errorf("%d reports, want 3: %q", len(got), got)
	}
}

// A newer reader makes readings due; the older are kept.
func reread(t *testing.T, db *store.DB) {
	ctx := context.Background()
	r := reading("ledger", "Ships left Port Selm.", "readout 0.9")
	add(t, db, r)
	if due, err := db.Due(ctx, "readout 0.9", 0); err != nil || len(due) != 0 {
		t.Errorf("due for the same reader: %d, %v", len(due), err)
	}
	due, err := db.Due(ctx, "readout 0.10", 0)
	if err != nil || len(due) != 1 || due[0].Reading.Report.Text != r.Report.Text {
		t.Fatalf("due for a newer reader: %d, %v", len(due), err)
	}
	newer := *r
	newer.Reader = "readout 0.10"
	if err := db.AddReadings(ctx, store.Kept{Key: due[0].Key, Reading: &newer}); err != nil {
		t.Fatal(err)
	}
	if got := keys(t, db); len(got) != 1 || got[0] != due[0].Key+" readout 0.10" {
		t.Errorf("current readings %q", got)
	}
	again := newer
	again.Notice = "read again"
	if err := db.ReplaceReadings(ctx, store.Kept{Key: due[0].Key, Reading: &again}); err != nil {
		t.Fatal(err)
	}
	if k, err := db.Reading(ctx, due[0].Key); err != nil || k.Reading.Notice != again.Notice {
		t.Errorf("after replacing a reading: %+v, %v", k.Reading, err)
	}
	if s, _ := db.Stats(ctx); s.Readings != 2 {
		t.Errorf("%d readings kept, want 2", s.Readings)
	}
	if list, err := db.Reports(ctx, "", 10); err != nil || len(list) != 1 || list[0].Key != due[0].Key {
		t.Errorf("reports %+v, %v", list, err)
	}
	if list, err := db.Reports(ctx, due[0].Key, 10); err != nil || len(list) != 0 {
		t.Errorf("reports after the last: %+v, %v", list, err)
	}
}

// A page comes back as it was.
func pages(t *testing.T, db *store.DB) {
	r := reading("ledger", "Ships left Port Selm.", "readout 0.1")
	add(t, db, r)
	p, err := db.Page(context.Background(), store.Key(&r.Report))
	if err != nil || string(p.Body) != r.Report.Text || p.ContentType != "text/html" {
		t.Errorf("page %+v, %v", p, err)
	}
}

func corrections(t *testing.T, db *store.DB) {
	ctx := context.Background()
	for _, c := range []store.Correction{
		{ID: "c2", At: "2026-03-02T00:00:00Z", By: "Ada", Kind: "undo", Body: []byte(`{"targets":["c1"]}`)},
		{ID: "c1", At: "2026-03-01T00:00:00Z", By: "Ada", Kind: "wrong", Body: []byte(`{"targets":["e1"]}`)},
	} {
		if err := db.AddCorrection(ctx, c); err != nil {
			t.Fatal(err)
		}
	}
	got, err := db.Corrections(ctx)
	if err != nil || len(got) != 2 || got[0].ID != "c1" || string(got[1].Body) != `{"targets":["c1"]}` {
		t.Errorf("corrections %+v, %v", got, err)
	}
}

func replace(t *testing.T, db *store.DB) {
	t.Helper()
	note, err := db.Stale(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	err = db.Replace(context.Background(), note, func(w store.Writer) error {
		for _, i := range []store.Item{
			{Kind: "event", ID: "e1", Title: "Norrland agrees", Day: "2026-03-09", Until: "2026-03-09", Origins: 2, Body: []byte(`{"id":"e1"}`),
				Facets: []store.Facet{{Field: "actor", Value: "a1"}, {Field: "type", Value: "AGREE"}}, Text: "handover of the naval base"},
			{Kind: "event", ID: "e2", Title: "Tavria deploys", Day: "2026-03-14", Until: "2026-03-14", Origins: 1, Body: []byte(`{}`),
				Facets: []store.Facet{{Field: "actor", Value: "a2"}, {Field: "type", Value: "MOBILIZE"}}},
			{Kind: "event", ID: "e3", Title: "Undated", Origins: 1, Body: []byte(`{}`)},
			{Kind: "event", ID: "e4", Title: "Wrong", Hidden: true, Origins: 1, Body: []byte(`{}`)},
			{Kind: "actor", ID: "a1", Title: "Norrland", Origins: 2, Body: []byte(`{}`)},
		} {
			if err := w.Keep(i); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func items(t *testing.T, db *store.DB) {
	ctx := context.Background()
	replace(t, db)
	replace(t, db)
	for _, c := range []struct {
		q    store.Query
		want string
	}{
		{store.Query{Kind: "event"}, "3: e3 e1 e2 "},
		{store.Query{Kind: "event", Hidden: true}, "4: e3 e4 e1 e2 "},
		{store.Query{Kind: "event", Facets: map[string][]string{"actor": {"a1", "a9"}}}, "1: e1 "},
		{store.Query{Kind: "event", Facets: map[string][]string{"actor": {"a1"}, "type": {"MOBILIZE"}}}, "0: "},
		{store.Query{Kind: "event", Facets: map[string][]string{"actor": {}}}, "0: "},
		{store.Query{Kind: "event", Facets: map[string][]string{"actor": {"a1", "a2"}, "type": {"AGREE", "MOBILIZE"}}}, "2: e1 e2 "},
		{store.Query{Kind: "event", Since: "2026-03-10"}, "1: e2 "},
		{store.Query{Kind: "event", Until: "2026-03-10"}, "1: e1 "},
		{store.Query{Kind: "event", MinOrigins: 2}, "1: e1 "},
		{store.Query{Words: "naval BASE"}, "1: e1 "},
		{store.Query{Words: `base" OR x*`}, "0: "},
		{store.Query{Kind: "event", Newest: true, Limit: 1, Offset: 1}, "3: e1 "},
		{store.Query{Kind: "event", After: &store.Spot{ID: "e3"}}, "2: e1 e2 "},
		{store.Query{Kind: "event", Newest: true, After: &store.Spot{Day: "2026-03-10", ID: "e0"}}, "2: e1 e3 "},
		{store.Query{Kind: "event", Facets: map[string][]string{"actor": {"a1", "a2"}}, After: &store.Spot{Day: "2026-03-09", ID: "e1"}}, "1: e2 "},
		{store.Query{Kind: "event", Facets: map[string][]string{"actor": {"a1", "a2"}}, Newest: true, After: &store.Spot{Day: "2026-03-14", ID: "e2"}}, "1: e1 "},
	} {
		list, total, err := db.Items(ctx, c.q)
		got := fmt.Sprintf("%d: ", total)
		for _, i := range list {
			got += i.ID + " "
		}
		if err != nil || got != c.want {
			t.Errorf("Items(%+v) = %q, %v; want %q", c.q, got, err, c.want)
		}
	}
	if byID, err := db.ItemsByID(ctx, []string{"e1", "none", "a1"}); err != nil || len(byID) != 2 || byID["a1"].Title != "Norrland" {
		t.Errorf("ItemsByID = %v, %v", byID, err)
	}
	for kind, want := range map[string]int{"": 2, "actor": 1, "place": 0} {
		if found, err := db.Search(ctx, "norrland", kind, 9, 0); err != nil || len(found) != want {
			t.Errorf("Search in %q: %d, %v; want %d", kind, len(found), err, want)
		}
	}
	i, err := db.Item(ctx, "e1")
	if err != nil || i.Title != "Norrland agrees" || string(i.Body) != `{"id":"e1"}` {
		t.Errorf("Item = %+v, %v", i, err)
	}
	if i, err := db.Item(ctx, "e4"); err != nil || !i.Hidden {
		t.Errorf("what is marked as wrong: %+v, %v", i, err)
	}
	changed := func(w store.Writer) error {
		return w.Keep(store.Item{Kind: "event", ID: "e2", Title: "Tavria withdraws", Day: "2026-03-15", Body: []byte(`{}`)})
	}
	defer func() {
		if err := db.Replace(ctx, "", changed); err != nil {
			t.Fatal(err)
		}
		found, _ := db.Search(ctx, "tavria", "", 9, 0)
		old, _ := db.Search(ctx, "deploys norrland", "", 9, 0)
		list, total, _ := db.Items(ctx, store.Query{Hidden: true})
		if total != 1 || list[0].Title != "Tavria withdraws" || len(found) != 1 || len(old) != 0 {
			t.Errorf("after a change: %+v, found %d, old %d", list, len(found), len(old))
		}
	}()
	titles, err := db.Titles(ctx, []string{"a1", "e2", "none"})
	if err != nil || len(titles) != 2 || titles["a1"] != "Norrland" {
		t.Errorf("Titles = %v, %v", titles, err)
	}
}

// Merging that fails leaves the record as it was.
func replaceFails(t *testing.T, db *store.DB) {
	ctx := context.Background()
	add(t, db, reading("ledger", "Ships left Port Selm.", "readout 0.1"))
	if stale, err := db.Stale(ctx); stale == "" || err != nil {
		t.Errorf("after adding, stale = %q, %v", stale, err)
	}
	replace(t, db)
	if stale, err := db.Stale(ctx); stale != "" || err != nil {
		t.Errorf("after merging, stale = %q, %v", stale, err)
	}
	broken := errors.New("broken")
	if err := db.Replace(ctx, "", func(store.Writer) error { return broken }); !errors.Is(err, broken) {
		t.Errorf("Replace = %v", err)
	}
	if _, total, _ := db.Items(ctx, store.Query{}); total != 4 {
		t.Errorf("%d items after a failed merge, want 4", total)
	}
}

// Digests are those of current readings, part by part.
func digests(t *testing.T, db *store.DB) {
	ctx := context.Background()
	digest := func(mark string, want int) {
		t.Helper()
		due, _, err := db.Undigested(ctx, 1, 0, 9)
		if err != nil || len(due) != want {
			t.Fatalf("%d without a digest, %v; want %d", len(due), err, want)
		}
		var list []store.Digested
		for _, k := range due {
			list = append(list, store.Digested{Kept: k, Parts: [][]byte{[]byte(mark + " head"), []byte(mark + " words")}})
		}
		if err := db.PutDigests(ctx, 1, list); err != nil {
			t.Fatal(err)
		}
	}
	show := func() (out string) {
		err := db.Digests(ctx, 1, func(report string, body []byte) error { out += string(body) + ";"; return nil })
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	r := reading("ledger", "Ships left Port Selm.", "readout 0.1")
	add(t, db, r)
	add(t, db, reading("courier", "Ships left Port Selm.", "readout 0.1"))
	digest("old", 2)
	digest("none", 0)
	if got := show(); got != "old words;old words;" {
		t.Errorf("digests %q", got)
	}
	newer := *r
	newer.Reader = "readout 0.2"
	if err := db.AddReadings(ctx, store.Kept{Key: store.Key(&r.Report), Reading: &newer}); err != nil {
		t.Fatal(err)
	}
	digest("new", 1)
	if got := show(); got != "old words;new words;" {
		t.Errorf("after a newer reading: digests %q", got)
	}
	due, last, err := db.Undigested(ctx, 2, 0, 1)
	if err != nil || len(due) != 1 {
		t.Errorf("of another form: %d due, %v", len(due), err)
	}
	if due, _, err = db.Undigested(ctx, 2, last, 9); err != nil || len(due) != 1 {
		t.Errorf("of another form, the rest: %d due, %v", len(due), err)
	}
	if err := db.DropDigests(ctx); err != nil {
		t.Fatal(err)
	}
	digest("again", 2)
}

// What comes while merging is merged next time.
func came(t *testing.T, db *store.DB) {
	ctx := context.Background()
	add(t, db, reading("ledger", "Ships left Port Selm.", "readout 0.1"))
	note, err := db.Stale(ctx)
	if err != nil {
		t.Fatal(err)
	}
	add(t, db, reading("courier", "Ships left Port Selm.", "readout 0.1"))
	if err := db.Replace(ctx, note, func(store.Writer) error { return nil }); err != nil {
		t.Fatal(err)
	}
	if stale, err := db.Stale(ctx); stale == "" || err != nil {
		t.Errorf("stale = %q, %v after something came", stale, err)
	}
}

// An item whose sum is as it was stays; another sum writes it anew.
func sums(t *testing.T, db *store.DB) {
	ctx := context.Background()
	write := func(sum uint64, title string) (same bool) {
		err := db.Replace(ctx, "", func(w store.Writer) error {
			if same = w.Same("e1", sum); same {
				return nil
			}
			return w.Keep(store.Item{Kind: "event", ID: "e1", Title: title, Sum: sum, Body: []byte(`{}`)})
		})
		if err != nil {
			t.Fatal(err)
		}
		return same
	}
	if write(7, "one") || !write(7, "two") || write(8, "three") {
		t.Error("Same does not follow the sum")
	}
	if i, err := db.Item(ctx, "e1"); err != nil || i.Title != "three" {
		t.Errorf("item %+v, %v", i, err)
	}
}
