package storetest

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"readout/internal/store"
)

// queries asks at random, and compares with what going through all items gives.
func queries(t *testing.T, db *store.DB) {
	ctx := context.Background()
	rnd := rand.New(rand.NewPCG(4, 2))
	all := randomItems(rnd, 600)
	keep := func() int64 {
		t.Helper()
		err := db.Replace(ctx, "", func(w store.Writer) error {
			for _, i := range all {
				if err := w.Keep(i); err != nil {
					return err
				}
			}
			return nil
		})
		n, nerr := db.Merges(ctx)
		if err != nil || nerr != nil {
			t.Fatal(err, nerr)
		}
		return n
	}
	first := keep()
	var changed []store.Item
	for k := 0; k < len(all); k += 3 {
		all[k].Body = []byte(`{"changed":true}`)
		changed = append(changed, all[k])
	}
	keep()
	for range 400 {
		q := randomQuery(rnd)
		want := answer(all, q)
		if rnd.IntN(6) == 0 {
			q.Changed = first
			want = answer(changed, q)
		}
		got, total, err := db.Items(ctx, q)
		if err != nil {
			t.Fatalf("Items(%+v): %v", q, err)
		}
		page := want[min(q.Offset, len(want)):]
		if q.Limit > 0 {
			page = page[:min(q.Limit, len(page))]
		}
		if a, b := idsOf(got), idsOf(page); a != b || total != len(want) && (len(want) <= store.Many || total <= store.Many) {
			t.Fatalf("Items(%+v, after %v) =\n%s of %d; want\n%s of %d", q, q.After, a, total, b, len(want))
		}
	}
}

func randomDay(rnd *rand.Rand, span int) string {
	return time.Date(2026, 1, 1+rnd.IntN(span), 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
}

func randomItems(rnd *rand.Rand, n int) (out []store.Item) {
	for k := range n {
		i := store.Item{Kind: []string{"event", "event", "actor", "situation"}[rnd.IntN(4)], ID: fmt.Sprintf("x%04d", (k*167)%n), Origins: rnd.IntN(7), Hidden: rnd.IntN(8) == 0, Body: []byte(`{}`)}
		for _, f := range []string{"actor", "type", "country"} {
			for range rnd.IntN(3) {
				i.Facets = append(i.Facets, store.Facet{Field: f, Value: fmt.Sprint(f[:1], rnd.IntN(4))})
			}
		}
		if rnd.IntN(9) > 0 {
			i.Facets = append(i.Facets, store.Facet{Field: "country", Value: "c0"})
		}
		words := []string{"naval", "base", "talks", "grain", "convoy"}
		i.Title, i.Text = words[rnd.IntN(5)]+" "+words[rnd.IntN(5)], words[rnd.IntN(5)]+" "+words[rnd.IntN(5)]
		if rnd.IntN(6) > 0 {
			i.Day = randomDay(rnd, 40)
			d, _ := time.Parse(time.DateOnly, i.Day)
			switch rnd.IntN(6) {
			case 0:
			case 1:
				i.Until = d.AddDate(0, 0, rnd.IntN(60)).Format(time.DateOnly)
			default:
				i.Until = i.Day
			}
		}
		out = append(out, i)
	}
	return out
}

func randomQuery(rnd *rand.Rand) store.Query {
	q := store.Query{Kind: []string{"event", "event", "actor", "situation", ""}[rnd.IntN(5)], Facets: map[string][]string{}, Newest: rnd.IntN(2) == 0, Hidden: rnd.IntN(3) == 0}
	for _, f := range []string{"actor", "type", "country"} {
		if rnd.IntN(4) == 0 {
			q.Facets[f] = []string{fmt.Sprint(f[:1], rnd.IntN(4))}
			for range rnd.IntN(3) {
				q.Facets[f] = append(q.Facets[f], fmt.Sprint(f[:1], rnd.IntN(6)))
			}
		}
	}
	if rnd.IntN(3) == 0 {
		q.Since = randomDay(rnd, 50)
	}
	if rnd.IntN(4) == 0 {
		q.Until = randomDay(rnd, 50)
	}
	if rnd.IntN(3) == 0 {
		q.Words = []string{"naval", "Base", "naval base", "grain convoy"}[rnd.IntN(4)]
	}
	if rnd.IntN(4) == 0 {
		q.MinOrigins = rnd.IntN(6)
	}
	if rnd.IntN(2) == 0 {
		q.Limit, q.Offset = 1+rnd.IntN(9), rnd.IntN(3)*rnd.IntN(9)
	}
	if rnd.IntN(3) == 0 {
		q.After = &store.Spot{ID: fmt.Sprintf("x%04d", rnd.IntN(600))}
		if rnd.IntN(6) > 0 {
			q.After.Day = randomDay(rnd, 40)
		}
	}
	return q
}

// answer is what a query should find, on one page.
func answer(all []store.Item, q store.Query) (out []store.Item) {
	compare := func(a, b store.Item) int {
		days := cmp.Compare(a.Day, b.Day)
		if q.Newest {
			days = -days
		}
		return cmp.Or(days, cmp.Compare(a.ID, b.ID))
	}
	for _, i := range all {
		if matches(i, q) && (q.After == nil || compare(i, store.Item{Day: q.After.Day, ID: q.After.ID}) > 0) {
			out = append(out, i)
		}
	}
	slices.SortFunc(out, compare)
	return out
}

func matches(i store.Item, q store.Query) bool {
	for field, values := range q.Facets {
		if !slices.ContainsFunc(i.Facets, func(f store.Facet) bool { return f.Field == field && slices.Contains(values, f.Value) }) {
			return false
		}
	}
	for _, w := range strings.Fields(strings.ToLower(q.Words)) {
		if !slices.Contains(strings.Fields(i.Title+" "+i.Text), w) {
			return false
		}
	}
	return (q.Kind == "" || i.Kind == q.Kind) && (q.Hidden || !i.Hidden) && i.Origins >= q.MinOrigins &&
		(q.Since == "" || i.Until >= q.Since || i.Until == "" && i.Day != "") && (q.Until == "" || i.Day != "" && i.Day <= q.Until)
}

func idsOf(list []store.Item) string {
	var out []string
	for _, i := range list {
		out = append(out, i.ID)
	}
	return strings.Join(out, " ")
}
