package storetest

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"readout/internal/record"
	"readout/internal/store"
)

var morning = time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)

func putSource(t *testing.T, db *store.DB, s store.Source) {
	t.Helper()
	if err := db.PutSource(context.Background(), s); err != nil {
		t.Fatal(err)
	}
}

// see lets a source name URLs some hours after the morning.
func see(t *testing.T, db *store.DB, source string, hours int, urls ...string) int {
	t.Helper()
	var list []store.Listing
	for _, u := range urls {
		list = append(list, store.Listing{URL: u})
	}
	n, err := db.See(context.Background(), source, morning.Add(time.Duration(hours)*time.Hour), list)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// due lists the URLs due some hours after the morning.
func due(t *testing.T, db *store.DB, hours int) (out []string) {
	t.Helper()
	list, err := db.SeenDue(context.Background(), morning.Add(time.Duration(hours)*time.Hour), 9)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range list {
		out = append(out, s.URL)
	}
	return out
}

// The state of a source comes back as it was kept.
func watched(t *testing.T, db *store.DB) {
	ctx := context.Background()
	s := store.Source{Name: "ledger", URL: "https://ledger.example/rss", Listed: "https://ledger.example/feed", ETag: `W/"1"`, Modified: "Mon, 02 Mar 2026 08:00:00 GMT", Entries: 1.5, Hours: 12,
		Asked: morning, Answered: morning, Due: morning.Add(time.Hour), Fault: "503", FaultAt: morning.Add(-time.Hour), Failures: 2}
	child := store.Source{Name: "https://ledger.example/map", Parent: "ledger", Gone: true}
	putSource(t, db, s)
	putSource(t, db, child)
	s.Failures = 3
	putSource(t, db, s)
	got, err := db.Sources(ctx)
	if want := []store.Source{child, s}; err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("sources %+v, %v; want %+v", got, err, want)
	}
	if err := db.DropSource(ctx, "ledger"); err != nil {
		t.Fatal(err)
	}
	if got, err := db.Sources(ctx); len(got) != 0 || err != nil {
		t.Errorf("after dropping it: %+v, %v", got, err)
	}
}

// A URL is new once, whoever names it; a settled one that was updated is due
// again; one that left all lists is forgotten, but not that its report is kept.
func seen(t *testing.T, db *store.DB) {
	ctx := context.Background()
	a, b := "https://ledger.example/a", "https://ledger.example/b"
	if n, m := see(t, db, "ledger", 0, a, b, a), see(t, db, "courier", 1, b); n != 2 || m != 0 {
		t.Errorf("%d and %d new; want 2 and 0", n, m)
	}
	if got := fmt.Sprint(due(t, db, 0)); got != fmt.Sprint([]string{a, b}) {
		t.Errorf("due %s", got)
	}
	settled := store.Seen{URL: a, Source: "ledger", First: morning, Listed: morning, Fetched: morning.Add(time.Hour), Checks: 6, ETag: "x", Hash: "h", Outcome: "kept", Reports: []string{"r1", "r2"}}
	later := store.Seen{URL: b, Due: morning.Add(3 * time.Hour)}
	for _, s := range []store.Seen{settled, later} {
		if err := db.PutSeen(ctx, s); err != nil {
			t.Fatal(err)
		}
	}
	if next, err := db.NextSeen(ctx, morning); err != nil || !next.Equal(later.Due) {
		t.Errorf("next at %v, %v", next, err)
	}
	if err := db.Sooner(ctx, morning.Add(2*time.Hour)); err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(due(t, db, 1), due(t, db, 2)); got != fmt.Sprint([]string(nil), []string{b}) {
		t.Errorf("due %s", got)
	}
	noon := morning.Add(4 * time.Hour)
	if _, err := db.See(ctx, "ledger", noon, []store.Listing{{URL: a, Updated: morning.Add(3 * time.Hour)}}); err != nil {
		t.Fatal(err)
	}
	list, err := db.SeenDue(ctx, noon, 9)
	settled.Due, settled.Listed = noon, noon
	if err != nil || len(list) != 2 || !reflect.DeepEqual(list[1], settled) {
		t.Errorf("after an update %+v, %v", list, err)
	}
	but := []string{"courier.example"}
	for n := range 2000 {
		but = append(but, fmt.Sprint("h", n, ".example"))
	}
	but = append(but, "ledger.example")
	if list, err := db.SeenDue(ctx, noon, 9, but...); len(list) != 0 || err != nil {
		t.Errorf("due elsewhere: %+v, %v", list, err)
	}
	checked, failing := settled, later
	checked.Due, failing.Tries, failing.Fetched = noon.Add(72*time.Hour), 1, morning
	failing.Due = checked.Due
	for _, s := range []store.Seen{checked, failing} {
		if err := db.PutSeen(ctx, s); err != nil {
			t.Fatal(err)
		}
	}
	updated := morning.Add(3 * time.Hour)
	if _, err := db.See(ctx, "ledger", noon, []store.Listing{{URL: a, Updated: updated}, {URL: b, Updated: updated}}); err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(due(t, db, 4)); got != fmt.Sprint([]string{a}) { // but not the one that failed
		t.Errorf("after an update, before the next look: due %s", got)
	}
	if err := db.Sooner(ctx, noon); err != nil {
		t.Fatal(err)
	}
	until := noon.Add(time.Hour)
	putSource(t, db, store.Source{Name: "ledger", Due: noon})
	if err := db.PutOff(ctx, "ledger.example", until, []string{"ledger"}); err != nil {
		t.Fatal(err)
	}
	if s, err := db.Sources(ctx); err != nil || len(s) != 1 || !s[0].Due.Equal(until) || len(due(t, db, 4)) != 0 || len(due(t, db, 5)) != 2 {
		t.Errorf("put off: sources %+v, %v; URLs due %v, then %v", s, err, due(t, db, 4), due(t, db, 5))
	}
	for _, held := range []struct {
		after, latest time.Time
		want          int
	}{{noon, until, 1}, {until, until, 0}, {noon, noon, 0}} {
		if got, err := db.Holds(ctx, held.after, held.latest); err != nil || len(got) != held.want || held.want > 0 && !got["ledger.example"].Equal(until) {
			t.Errorf("held after %v and at %v at the latest: %v, %v", held.after, held.latest, got, err)
		}
	}
	if err := db.Release(ctx, a); err != nil {
		t.Fatal(err)
	}
	if got, err := db.Holds(ctx, noon, until); err != nil || len(got) != 0 {
		t.Errorf("held after the release: %v, %v", got, err)
	}
	forget(t, db, a, b)
	left(t, db)
}

// A URL that was left is due again when its source is watched, or another
// names it.
func left(t *testing.T, db *store.DB) {
	a, b := "https://courier.example/a", "https://courier.example/b"
	see(t, db, "paused", 300, a, b)
	for _, u := range []string{a, b} {
		if err := db.PutSeen(context.Background(), store.Seen{URL: u, Outcome: "left", Tries: 2}); err != nil {
			t.Fatal(err)
		}
	}
	if n := see(t, db, "another", 301, a); n != 1 {
		t.Errorf("%d new of those left; want 1", n)
	}
	counts, err := db.SeenCounts(context.Background())
	if want := map[string]int{"": 1}; err != nil || !reflect.DeepEqual(counts["another"], want) || counts["paused"]["left"] != 1 {
		t.Errorf("counts %v, %v", counts, err)
	}
	if err := db.TakeUp(context.Background(), morning.Add(302*time.Hour), []string{"another", "paused"}); err != nil {
		t.Fatal(err)
	}
	if got := due(t, db, 302); !slices.Contains(got, a) || !slices.Contains(got, b) {
		t.Errorf("due %v", got)
	}
}

func forget(t *testing.T, db *store.DB, a, b string) {
	ctx := context.Background()
	r := reading("ledger", "Ships left Port Selm.", "readout 0.1")
	if _, err := db.Add(ctx, &record.Page{Input: a, URL: a, Body: []byte("x")}, []*record.Reading{r}); err != nil {
		t.Fatal(err)
	}
	for _, u := range []string{a, b} {
		if err := db.PutSeen(ctx, store.Seen{URL: u, Outcome: "kept"}); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Forget(ctx, morning.Add(240*time.Hour)); err != nil {
		t.Fatal(err)
	}
	if n := see(t, db, "ledger", 0, a, b); n != 1 {
		t.Errorf("%d new after forgetting; want the one whose report is not kept", n)
	}
	counts, err := db.SeenCounts(ctx)
	if want := map[string]map[string]int{"ledger": {"": 1, "kept": 1}}; err != nil || !reflect.DeepEqual(counts, want) {
		t.Errorf("counts %v, %v; want %v", counts, err, want)
	}
}

// What stood under one address at different times are versions, whether the
// page says its own address or not.
func underOneURL(t *testing.T, db *store.DB) {
	ctx := context.Background()
	at := "https://ledger.example/ships"
	var last string
	for k, text := range []string{"Ships left.", "All ships left.", "Ships left.", "All ships left at noon."} {
		r := reading("ledger", text, "readout 0.1")
		url := fmt.Sprintf("https://ledger.example/ships?session=%d", k)
		r.Report.URL = &url
		if _, err := db.Add(ctx, &record.Page{Input: at, URL: url, Body: []byte(text)}, []*record.Reading{r}); err != nil {
			t.Fatal(err)
		}
		last = store.Key(&r.Report)
	}
	add(t, db, reading("courier", "Ships left.", "readout 0.1"))
	list, err := db.Versions(ctx, last)
	got := ""
	for _, v := range list {
		got += v.Reading.Report.Text + "|"
	}
	if want := "Ships left.|All ships left.|All ships left at noon.|"; got != want || err != nil {
		t.Errorf("versions %q, %v; want %q", got, err, want)
	}
	if _, err := db.Versions(ctx, "r0"); !errors.Is(err, store.ErrNone) {
		t.Errorf("versions of nothing: %v", err)
	}
}
