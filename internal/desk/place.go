package desk

import (
	"fmt"
	"net/http"
	"slices"

	"readout/internal/draw"
	"readout/internal/merge"
	"readout/internal/store"
)

// placePage is one place: who held it when, and what happened there.
type placePage struct {
	*merge.Place
	Where           string // latitude and longitude, "" where they are not known
	Stories         []ref
	Cut             bool
	Map             *mapView
	Held, Other     *ledgerView
	Types           *chart
	Events, Reports *shortList
	Backing         backing
}

func (d *desk) place(r *http.Request) (*page, error) {
	ctx := r.Context()
	pl, err := entry[merge.Place](ctx, d, r.PathValue("id"), "place")
	if err != nil {
		return nil, err
	}
	p := &placePage{Place: pl}
	if pl.Lat != nil && pl.Lon != nil {
		p.Where = fmt.Sprintf("%.2f, %.2f (latitude, longitude)", *pl.Lat, *pl.Lon)
	}
	stories, support := pl.Stories[:min(storiesShown, len(pl.Stories))], pl.Support
	support.Families = support.Families[:min(storiesShown, len(support.Families))]
	n, err := d.names(ctx, stories, support.Families)
	if err != nil {
		return nil, err
	}
	p.Stories, p.Backing = n.refs(stories), n.backing(support)
	for _, fill := range []func(*http.Request, *placePage) error{d.placeHeld, d.placeActs} {
		if err := fill(r, p); err != nil {
			return nil, err
		}
	}
	return &page{Name: "place", Title: pl.Name, Nav: "/search", Data: p}, nil
}

// placeHeld sets the situations of a place, those of holding it first.
func (d *desk) placeHeld(r *http.Request, p *placePage) (err error) {
	about := draw.About{Title: "Who held " + p.Name + " over time", Desc: "The table beside it says the same."}
	held := store.Query{Facets: map[string][]string{"place": {p.ID}, "type": {"holds"}}}
	if p.Held, err = d.ledgerOf(r.Context(), about, held, listURL("situation", "place", p.ID, "type", "holds")); err != nil {
		return err
	}
	items, err := d.Store.Some(r.Context(), store.Query{Kind: "situation", Facets: map[string][]string{"place": {p.ID}}, Limit: 2 * spansShown, Newest: true})
	if err != nil {
		return err
	}
	items = slices.DeleteFunc(items, func(i store.Item) bool { return standingOf(i).What == "holds" })
	about.Title = "Other situations of " + p.Name + " over time"
	p.Other = ledgerFrom(about, items, listURL("situation", "place", p.ID))
	return nil
}

// placeActs sets what happened at a place, and the map.
func (d *desk) placeActs(r *http.Request, p *placePage) error {
	acts, cut, err := d.acts(r.Context(), store.Query{Facets: map[string][]string{"place": {p.ID}}, Limit: actsRead})
	if err != nil {
		return err
	}
	p.Cut, p.Events = cut, actList(acts, listURL("event", "place", p.ID))
	p.Types = typesOf(p.Name, acts, func(typ string) string { return listURL("event", "place", p.ID, "type", typ) })
	if p.Reports, err = d.latest(r, "report", "place", p.ID); err != nil {
		return err
	}
	here := tally{ID: p.ID, Other: len(acts)}
	p.Map, err = d.mapOf(r, draw.About{Title: "Map of " + p.Name}, []tally{here})
	return err
}
