package desk

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"readout/internal/alert"
	"readout/internal/store"
)

// alertsPage is the alerts with the facts that each found last.
type alertsPage struct {
	List []alertView
	May  bool // the visitor may remove those of the desk
}

// An alertView is an alert with what it found.
type alertView struct {
	alert.Alert
	Search string // address of the list that it was made of
	Asks   string // what it is narrowed to, in words
	Where  string // what it tells by; not the address, which may be secret
	Own    bool   // it tells the desk only
	Rows   []row
	Failed int // facts that could not be told
}

// How many alerts a page shows, and facts of each.
const (
	manyAlerts  = 50
	alertFacts  = 20
	alertsOnNow = 8
	factsOnNow  = 3
)

func (d *desk) alerts(r *http.Request) (*page, error) {
	list, err := d.alertViews(r.Context(), manyAlerts, alertFacts)
	if err != nil {
		return nil, err
	}
	return &page{Name: "alerts", Title: "Alerts", Nav: "/alerts", Data: alertsPage{list, d.mayCorrect(r)}}, nil
}

// alertViews are the first alerts with the facts that each found last.
func (d *desk) alertViews(ctx context.Context, alerts, facts int) (out []alertView, err error) {
	list, err := alert.List(ctx, d.Store)
	if err != nil {
		return nil, err
	}
	for _, a := range list[:min(alerts, len(list))] {
		v := alertView{Alert: a, Search: searchURL(a), Asks: asks(a.Filter), Own: a.To == "desk"}
		v.Where, _, _ = strings.Cut(a.To, ":")
		found, err := d.Store.LatestDeliveries(ctx, a.Name, facts)
		if err != nil {
			return nil, err
		}
		if v.Rows, err = d.found(ctx, found); err != nil {
			return nil, err
		}
		for _, f := range found {
			if f.State == store.Failed || f.State == store.Unsure {
				v.Failed++
			}
		}
		out = append(out, v)
	}
	return out, nil
}

// found are the rows of the facts of deliveries, in their order.
func (d *desk) found(ctx context.Context, list []store.Delivery) (out []row, err error) {
	var ids []string
	for _, f := range list {
		ids = append(ids, f.Item)
	}
	items, err := d.Store.ItemsByID(ctx, ids)
	for _, id := range ids {
		if i, ok := items[id]; ok {
			out = append(out, rowOf(i))
		}
	}
	return out, err
}

// searchURL is the list that an alert looks for what is new in.
func searchURL(a alert.Alert) string {
	v, err := url.ParseQuery(a.Filter)
	if err != nil {
		return "/search"
	}
	if len(a.Kinds) == 1 {
		v.Set("kind", a.Kinds[0])
	}
	v.Set("newest", "true")
	return "/search?" + v.Encode()
}

// asks says in words what the properties of a filter, as in an address, narrow
// a list to.
func asks(filter string) string {
	v, _ := url.ParseQuery(filter) // what is not understood is not told
	var out []string
	for _, name := range slices.Sorted(maps.Keys(v)) {
		if name != "limit" && name != "offset" && name != "newest" {
			out = append(out, name+" "+v.Get(name))
		}
	}
	return strings.Join(out, ", ")
}

// alertable are the kinds of what an alert may find.
var alertable = []string{"event", "statement", "situation"}

// savable is the filter of a list as an alert keeps it, false where an alert
// cannot have it.
func (p *searchPage) savable() (string, bool) {
	f := *p.Filter
	f.Limit, f.Offset, f.Newest = 0, 0, false
	ok := slices.Contains(alertable, f.Kind) && f.AsOf == "" && f.KnownAt == ""
	return f.Values().Encode(), ok
}

func (d *desk) saveAlert(r *http.Request) (*page, error) {
	if !d.mayCorrect(r) {
		return nil, errForbidden
	}
	if err := readForm(r); err != nil {
		return nil, err
	}
	ctx := r.Context()
	a := alert.Alert{Name: strings.TrimSpace(r.PostFormValue("name")), Kinds: []string{r.PostFormValue("kind")}, Filter: r.PostFormValue("filter"), To: "desk"}
	if err := a.Validate(); err != nil {
		return nil, misuse("%s.", err)
	}
	list, err := d.Store.Alerts(ctx)
	if err != nil {
		return nil, err
	}
	switch {
	case slices.ContainsFunc(list, func(k store.Alert) bool { return k.Name == a.Name }):
		return nil, misuse("An alert is called %q already.", a.Name)
	case len(list) >= manyAlerts:
		return nil, misuse("There are %d alerts already; remove one.", len(list))
	}
	err = alert.Add(ctx, d.Store, a)
	return &page{To: "/alerts"}, err
}

// removeAlert drops an alert that tells the desk only; others are the
// command line's.
func (d *desk) removeAlert(r *http.Request) (*page, error) {
	if !d.mayCorrect(r) {
		return nil, errForbidden
	}
	if err := readForm(r); err != nil {
		return nil, err
	}
	name := r.PostFormValue("name")
	list, err := alert.List(r.Context(), d.Store)
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(list, func(a alert.Alert) bool { return a.Name == name && a.To == "desk" }) {
		return nil, misuse("No alert of the desk is called %q.", name)
	}
	err = d.Store.RemoveAlert(r.Context(), name)
	if errors.Is(err, store.ErrNone) { // somebody else was quicker
		err = nil
	}
	return &page{To: "/alerts"}, err
}
