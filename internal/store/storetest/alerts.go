package storetest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"readout/internal/store"
)

// A fact is found once by an alert, taken by one process at a time, and told
// again only when that process did not say what became of it.
func alerts(t *testing.T, db *store.DB) {
	ctx := context.Background()
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	found := func(want int, state store.DeliveryState, ids ...string) {
		t.Helper()
		var list []store.Item
		for _, id := range ids {
			list = append(list, store.Item{ID: id})
		}
		n, err := db.FoundByAlert(ctx, "port", list, state)
		if err != nil || n != want {
			t.Errorf("FoundByAlert(%v) = %d, %v; want %d", ids, n, err, want)
		}
	}
	claim := func(at int64, want string) []store.Delivery {
		t.Helper()
		list, err := db.ClaimDeliveries(ctx, "port", time.Unix(at, 0), time.Unix(at+60, 0), 9)
		got := ""
		for _, d := range list {
			got += fmt.Sprint(d.Item, " ", d.Again, " ", d.Tries, "; ")
		}
		if err != nil || got != want {
			t.Errorf("ClaimDeliveries at %d = %q, %v; want %q", at, got, err, want)
		}
		return list
	}
	check(db.AddAlert(ctx, "port", []byte(`{"old":1}`)))
	found(1, store.Before, "e9")
	check(db.AddAlert(ctx, "port", []byte(`{}`))) // the first was never asked
	found(1, store.Before, "e1")
	check(db.AskedAlert(ctx, "port", 3))
	if err := db.AddAlert(ctx, "port", []byte(`{}`)); err == nil {
		t.Error("a name was given twice")
	}
	found(2, store.Waiting, "e1", "e2", "e3", "e2")
	list := claim(100, "e2 false 0; e3 false 0; ")
	claim(120, "")
	list[0].State = store.Sent
	list[1].State, list[1].Tries, list[1].Due, list[1].Fault = store.Waiting, 1, time.Unix(200, 0), "refused"
	check(db.NoteDeliveries(ctx, list))
	claim(199, "")
	claim(200, "e3 false 1; ")
	claim(261, "e3 true 1; ") // whoever took it is gone
	found(0, store.Waiting, "e1", "e2", "e3")
	if latest, err := db.LatestDeliveries(ctx, "port", 1); err != nil || len(latest) != 1 || latest[0].Item != "e3" || latest[0].Fault != "refused" {
		t.Errorf("LatestDeliveries = %+v, %v", latest, err)
	}
	counts, err := db.DeliveryCounts(ctx, "port")
	if err != nil || fmt.Sprint(counts) != "map[before:1 sending:1 sent:1]" {
		t.Errorf("DeliveryCounts = %v, %v", counts, err)
	}
	if list, err := db.Alerts(ctx); err != nil || len(list) != 1 || list[0].Merge != 3 || string(list[0].Body) != "{}" {
		t.Errorf("Alerts = %+v, %v", list, err)
	}
	check(db.RemoveAlert(ctx, "port"))
	if err := db.RemoveAlert(ctx, "port"); err == nil {
		t.Error("an alert was removed twice")
	}
	if counts, err := db.DeliveryCounts(ctx, "port"); err != nil || len(counts) != 0 {
		t.Errorf("after removal: %v, %v", counts, err)
	}
	if _, err := db.FoundByAlert(ctx, "port", []store.Item{{ID: "e5"}}, store.Waiting); err == nil {
		t.Error("an alert that is gone found something")
	}
}

// A query finds what came or changed in later merges, with facets and without.
func changed(t *testing.T, db *store.DB) {
	ctx := context.Background()
	merge := func(titles ...string) int64 {
		t.Helper()
		err := db.Replace(ctx, "", func(w store.Writer) error {
			for n, title := range titles {
				i := store.Item{Kind: "event", ID: fmt.Sprint("e", n), Title: title, Day: "2026-03-09", Body: fmt.Appendf(nil, `{"title":%q}`, title), Facets: []store.Facet{{Field: "type", Value: "AGREE"}}}
				if err := w.Keep(i); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		n, err := db.Merges(ctx)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	first := merge("a", "b")
	second := merge("a", "changed", "new")
	for _, facets := range []map[string][]string{nil, {"type": {"AGREE"}}} {
		for after, want := range map[int64]string{0: "e0 e1 e2 ", first: "e1 e2 ", second: ""} {
			list, err := db.Some(ctx, store.Query{Kind: "event", Facets: facets, Changed: after})
			got := ""
			for _, i := range list {
				got += i.ID + " "
			}
			if err != nil || got != want {
				t.Errorf("changed after merge %d, facets %v: %q, %v; want %q", after, facets, got, err, want)
			}
		}
	}
}
