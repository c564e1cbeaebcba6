package desk

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"net/http"
	"slices"

	"readout/internal/draw"
	"readout/internal/merge"
	"readout/internal/store"
)

// dyadPage is two actors and what is between them.
type dyadPage struct {
	A, B         ref
	Given        [2]string // what the form holds
	Since, Until string
	Fault, Look  string // why there is no such pair, and where to look for an actor
	Asked        bool
	Cut          bool
	Picture      template.HTML
	Periods      []balance
	Types        *chart
	Events       *shortList
	All          [2]exportLink // all events in which the one acts, and the other
	Situations   *ledgerView
}

// A balance is how two actors stood to each other in a period.
type balance struct {
	Name                  string
	Cooperation, Conflict int     // events
	Plus, Minus, Sum      float64 // weights on Goldstein's scale
}

func (d *desk) dyad(r *http.Request) (*page, error) {
	v, err := queryOf(r)
	if err != nil {
		return nil, err
	}
	p := &dyadPage{Given: [2]string{v.Get("a"), v.Get("b")}, Since: v.Get("since"), Until: v.Get("until")}
	if err := checkDays(p.Since, p.Until); err != nil {
		return nil, err
	}
	if p.Given[0] == "" || p.Given[1] == "" {
		return &page{Name: "dyad", Title: "Two actors", Nav: "/search", Data: p}, nil
	}
	var m mistake
	switch err := d.nameDyad(r.Context(), p); {
	case errors.As(err, &m):
		p.Fault = m.what
		return &page{Name: "dyad", Title: "Two actors", Nav: "/search", Status: http.StatusBadRequest, Data: p}, nil
	case err != nil:
		return nil, err
	}
	p.Asked = true
	if err := d.fillDyad(r.Context(), p); err != nil {
		return nil, err
	}
	return &page{Name: "dyad", Title: p.A.Name + " and " + p.B.Name, Nav: "/search", Data: p}, nil
}

// nameDyad finds the two actors that are meant.
func (d *desk) nameDyad(ctx context.Context, p *dyadPage) (err error) {
	for k, to := range []*ref{&p.A, &p.B} {
		if *to, err = d.actorNamed(ctx, p.Given[k]); err != nil {
			p.Look = address("/search", []string{"kind", "actor", "text", p.Given[k]})
			return err
		}
		p.Given[k] = to.Name
	}
	if p.A.ID == p.B.ID {
		return misuse("Both names mean %s.", p.A.Name)
	}
	return nil
}

// Net is the balance with its sign.
func (b balance) Net() string {
	if b.Sum < 0 {
		return fmt.Sprintf("−%.1f", -b.Sum)
	}
	return fmt.Sprintf("+%.1f", b.Sum)
}

// actorNamed is the actor that an id or a name means: of several the one that
// most reports tell of.
func (d *desk) actorNamed(ctx context.Context, name string) (ref, error) {
	if i, err := d.Store.Item(ctx, name); err == nil && i.Kind == "actor" {
		return ref{i.ID, i.Title}, nil
	}
	items, err := d.Store.Some(ctx, store.Query{Kind: "actor", Facets: map[string][]string{"name": {merge.Fold(name)}}, Limit: namesakesRead, Newest: true})
	best, told := ref{}, -1
	for _, i := range items {
		var a struct{ Told int }
		if json.Unmarshal(i.Body, &a); a.Told > told {
			best, told = ref{i.ID, i.Title}, a.Told
		}
	}
	if err == nil && best.ID == "" {
		err = misuse("No actor is called %q.", name)
	}
	return best, err
}

// namesakesRead is how many actors of one name are looked at, the latest.
const namesakesRead = 200

// fillDyad looks up what is between two actors. Those acting are asked for by
// turns, so that mutual events are among them too.
func (d *desk) fillDyad(ctx context.Context, p *dyadPage) error {
	var acts []act
	seen := map[string]bool{}
	for _, side := range [][2]string{{p.A.ID, p.B.ID}, {p.B.ID, p.A.ID}} {
		list, cut, err := d.acts(ctx, store.Query{Facets: map[string][]string{"actor": {side[0]}, "party": {side[1]}}, Since: p.Since, Until: p.Until, Limit: sideRead})
		if err != nil {
			return err
		}
		p.Cut = p.Cut || cut
		for _, a := range list {
			if !seen[a.item.ID] && slices.Contains(counterparts(p.A.ID)(a), p.B.ID) {
				seen[a.item.ID], acts = true, append(acts, a)
			}
		}
	}
	slices.SortStableFunc(acts, func(a, b act) int { return cmp.Or(b.day.Compare(a.day), cmp.Compare(a.item.ID, b.item.ID)) })
	p.Events = actList(acts, "")
	for k, side := range [][2]ref{{p.A, p.B}, {p.B, p.A}} {
		p.All[k] = exportLink{Name: side[0].Name, URL: listURL("event", "actor", side[0].ID, "party", side[1].ID, "since", p.Since, "until", p.Until)}
	}
	p.Types = typesOf(p.A.Name+" and "+p.B.Name, acts, func(string) string { return "" })
	p.balance(acts)
	about := draw.About{Title: "Situations of " + p.A.Name + " and " + p.B.Name + " over time", Desc: "The table beside it says the same."}
	return d.dyadLedger(ctx, p, about)
}

// dyadLedger sets the situations between two actors.
func (d *desk) dyadLedger(ctx context.Context, p *dyadPage, about draw.About) error {
	var all *ledgerView
	for _, side := range [][2]string{{p.A.ID, p.B.ID}, {p.B.ID, p.A.ID}} {
		q := store.Query{Facets: map[string][]string{"actor": {side[0]}, "recipient": {side[1]}}, Since: p.Since, Until: p.Until}
		v, err := d.ledgerOf(ctx, about, q, listURL("situation", "actor", side[0], "recipient", side[1], "since", p.Since, "until", p.Until))
		switch {
		case err != nil:
			return err
		case v == nil:
		case all == nil:
			all = v
		default:
			all.Rows, all.More = append(all.Rows, v.Rows...), cmp.Or(all.More, v.More)
			all.Picture = template.HTML(history(about, all.Rows))
		}
	}
	p.Situations = all
	return nil
}

// balance sums up the events by period.
func (p *dyadPage) balance(acts []act) {
	periods := periodsOf(acts)
	if len(periods) == 0 {
		return
	}
	weight := func(a act) float64 { return a.weight }
	s := series("Weight of events", "", periods, acts, weight)
	bars := draw.Bars{About: draw.About{Title: "Cooperation and conflict of " + p.A.Name + " and " + p.B.Name + " over time",
		Desc: "The weights of events on Goldstein's scale: cooperation above the line, conflict below it, and their balance as a line. The table beside it says the same."},
		Periods: periods, Rows: []draw.Series{s}, High: 220, Balance: true}
	p.Picture = template.HTML(bars.SVG())
	n := series("", "", periods, acts, once)
	for k, x := range periods {
		if n.Up[k] > 0 || n.Down[k] > 0 {
			p.Periods = append(p.Periods, balance{x.Name, int(n.Up[k]), int(n.Down[k]), s.Up[k], s.Down[k], s.Up[k] - s.Down[k]})
		}
	}
	slices.Reverse(p.Periods)
}
