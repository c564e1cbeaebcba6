package desk

import (
	"cmp"
	"net/http"
	"slices"
	"time"

	"readout/internal/store"
)

// sourcesPage is how the places stand that are watched, those that fail
// first.
type sourcesPage struct {
	List    []watched
	Failing int
	Late    int
	More    int // not shown
}

// A watched is one source with what became of what it named.
type watched struct {
	store.Source
	Health string // well, late, failing, gone or new
	Counts []outcome
	PerDay float64
}

// An outcome is what became of URLs.
type outcome struct {
	Name string
	N    int
}

// manyWatched is how many sources the page shows.
const manyWatched = 500

// late is for how long after it was due a source may stay unasked.
const late = 6 * time.Hour

func (d *desk) sourcesOf(r *http.Request) (*page, error) {
	ctx := r.Context()
	list, err := d.Store.Sources(ctx)
	if err != nil {
		return nil, err
	}
	counts, err := d.Store.SeenCounts(ctx)
	if err != nil {
		return nil, err
	}
	p := sourcesPage{}
	for _, s := range list {
		w := watched{Source: s, Health: health(s, d.Now())}
		if s.Hours > 0 {
			w.PerDay = s.Entries / s.Hours * 24
		}
		for _, name := range []string{"kept", "filtered", "empty", "forbidden", "failed", ""} {
			if n := counts[s.Name][name]; n > 0 {
				w.Counts = append(w.Counts, outcome{cmp.Or(name, "to fetch"), n})
			}
		}
		switch w.Health {
		case "failing", "gone":
			p.Failing++
		case "late":
			p.Late++
		}
		p.List = append(p.List, w)
	}
	order := []string{"gone", "failing", "late", "new", "well"}
	slices.SortStableFunc(p.List, func(a, b watched) int {
		return cmp.Compare(slices.Index(order, a.Health), slices.Index(order, b.Health))
	})
	p.More = max(0, len(p.List)-manyWatched)
	p.List = p.List[:len(p.List)-p.More]
	return &page{Name: "sources", Title: "Sources", Nav: "/sources", Data: p}, nil
}

// health says in a word how a source stands.
func health(s store.Source, now time.Time) string {
	switch {
	case s.Gone:
		return "gone"
	case s.Failures > 0:
		return "failing"
	case s.Asked.IsZero():
		return "new"
	case !s.Due.IsZero() && now.Sub(s.Due) > late:
		return "late"
	}
	return "well"
}
