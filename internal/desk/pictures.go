package desk

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"html/template"
	"maps"
	"net/http"
	"slices"
	"time"

	"readout/internal/draw"
	"readout/internal/store"
)

// How much a picture shows at most.
const (
	placesShown  = 40
	partiesShown = 18
	dealingsRead = 40 // rows beside a graph
	rowsShown    = 8  // small charts of one picture
	spansShown   = 24
)

// A mapView is a map with the table beside it.
type mapView struct {
	Picture template.HTML
	Places  []placeRow
	Views   []exportLink // other parts of the world
	Nowhere int          // places of which nobody knows where they are
}

// A placeRow is one place of a map.
type placeRow struct {
	ref
	Country string
	Count   int
}

// mapOf draws places with the count of what happened in each. The part of the
// world stands in the address.
func (d *desk) mapOf(r *http.Request, about draw.About, counts []tally) (*mapView, error) {
	ids := make([]string, 0, placesShown)
	for _, c := range counts[:min(placesShown, len(counts))] {
		ids = append(ids, c.ID)
	}
	items, err := d.Store.ItemsByID(r.Context(), ids)
	if err != nil {
		return nil, err
	}
	m := &mapView{}
	var points []draw.Point
	for _, c := range counts[:len(ids)] {
		i, ok := items[c.ID]
		var p struct {
			Country  string
			Lat, Lon *float64
		}
		json.Unmarshal(i.Body, &p)
		switch {
		case !ok || i.Hidden:
		case p.Lat == nil || p.Lon == nil:
			m.Nowhere++
		default:
			points = append(points, draw.Point{Lat: *p.Lat, Lon: *p.Lon, Name: i.Title, URL: entryURL(i.ID), Count: c.All(), What: "event"})
			m.Places = append(m.Places, placeRow{ref{i.ID, i.Title}, p.Country, c.All()})
		}
	}
	if len(points) == 0 {
		return nil, nil
	}
	fit := draw.Around(points)
	extent := fit
	if s := r.FormValue("map"); s != "" {
		if extent, err = draw.ParseExtent(s); err != nil {
			return nil, misuse("%s.", err)
		}
	}
	m.Picture = template.HTML((&draw.Map{About: about, Extent: extent, Points: points}).SVG())
	m.Views = mapLinks(r, extent, fit)
	return m, nil
}

// mapLinks are links to other parts of the world.
func mapLinks(r *http.Request, e, fit draw.Extent) (out []exportLink) {
	v := r.URL.Query()
	for _, x := range []struct {
		name string
		to   draw.Extent
	}{{"closer", e.Zoom(0.5)}, {"wider", e.Zoom(2)}, {"west", e.Move(-0.5, 0)}, {"east", e.Move(0.5, 0)}, {"north", e.Move(0, 0.5)}, {"south", e.Move(0, -0.5)},
		{"all places", fit}, {"the world", draw.Around(nil)}} {
		if x.to != e {
			v.Set("map", x.to.String())
			out = append(out, exportLink{Name: x.name, URL: r.URL.Path + "?" + v.Encode() + "#map"})
		}
	}
	return out
}

// A graphView is a graph with the table beside it.
type graphView struct {
	Picture  template.HTML
	Dealings []dealing
	More     int // dealings not shown
}

// A dealing is what is between two parties.
type dealing struct {
	A, B                  ref
	Cooperation, Conflict int
	URL                   string
}

// graphOf draws the parties of acts and what is between them: those that deal
// most.
func (d *desk) graphOf(ctx context.Context, about draw.About, acts []act) (*graphView, error) {
	between := map[[2]string]*dealing{}
	for _, a := range acts {
		for _, p := range a.pairs() {
			if between[p] == nil {
				between[p] = &dealing{A: ref{ID: p[0]}, B: ref{ID: p[1]}, URL: dyadURL(p[0], p[1], "", "")}
			}
			if a.cooperation {
				between[p].Cooperation++
			} else if a.conflict {
				between[p].Conflict++
			}
		}
	}
	g := &graphView{}
	for _, p := range slices.SortedFunc(maps.Keys(between), func(a, b [2]string) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) }) {
		if x := between[p]; x.Cooperation+x.Conflict > 0 {
			g.Dealings = append(g.Dealings, *x)
		}
	}
	if len(g.Dealings) == 0 {
		return nil, nil
	}
	slices.SortStableFunc(g.Dealings, func(a, b dealing) int { return b.Cooperation + b.Conflict - a.Cooperation - a.Conflict })
	g.More = max(0, len(g.Dealings)-dealingsRead)
	g.Dealings = g.Dealings[:len(g.Dealings)-g.More]
	if err := d.nameDealings(ctx, g.Dealings); err != nil {
		return nil, err
	}
	g.Picture = template.HTML(drawGraph(about, g.Dealings).SVG())
	return g, nil
}

func (d *desk) nameDealings(ctx context.Context, list []dealing) error {
	var ids []string
	for _, x := range list {
		ids = append(ids, x.A.ID, x.B.ID)
	}
	n, err := d.names(ctx, ids)
	for i := range list {
		list[i].A, list[i].B = n.ref(list[i].A.ID), n.ref(list[i].B.ID)
	}
	return err
}

// drawGraph takes the parties of dealings, those that deal most first, until
// there are enough.
func drawGraph(about draw.About, list []dealing) *draw.Graph {
	g := &draw.Graph{About: about}
	at := map[string]int{}
	node := func(r ref) (int, bool) {
		k, ok := at[r.ID]
		if !ok && len(g.Nodes) < partiesShown {
			k, ok = len(g.Nodes), true
			at[r.ID], g.Nodes = k, append(g.Nodes, draw.Node{Name: r.Name, URL: r.URL()})
		}
		return k, ok
	}
	for _, x := range list {
		a, there := node(x.A)
		b, too := node(x.B)
		if there && too {
			g.Edges = append(g.Edges, draw.Edge{A: a, B: b, Cooperation: x.Cooperation, Conflict: x.Conflict})
			g.Nodes[a].Weight += x.Cooperation + x.Conflict
			g.Nodes[b].Weight += x.Cooperation + x.Conflict
		}
	}
	return g
}

// A chart is small charts of acts over time with the table beside them.
type chart struct {
	Picture template.HTML
	Head    string // of the first column
	Rows    []chartRow
	More    int // rows not shown
}

// A chartRow is one row of the table.
type chartRow struct {
	tally
	Name, URL, List string
}

// chartOf draws acts over time, a row for each of some tallies. The name and
// addresses of a row are what name says.
func chartOf(about draw.About, head string, acts []act, counts []tally, by func(act) []string, name func(id string) chartRow) *chart {
	periods := periodsOf(acts)
	if len(periods) == 0 || len(counts) == 0 {
		return nil
	}
	c := &chart{Head: head, More: max(0, len(counts)-rowsShown)}
	bars := &draw.Bars{About: about, Periods: periods, High: 54}
	for _, t := range counts[:len(counts)-c.More] {
		row := name(t.ID)
		row.tally = t
		c.Rows = append(c.Rows, row)
		var mine []act
		for _, a := range acts {
			if slices.Contains(by(a), t.ID) {
				mine = append(mine, a)
			}
		}
		bars.Rows = append(bars.Rows, series(row.Name, row.URL, periods, mine, once))
	}
	c.Picture = template.HTML(bars.SVG())
	return c
}

// A ledgerView is situations with their history as a picture and a table.
type ledgerView struct {
	Picture template.HTML
	Rows    []standing
	More    string // address of all of them, where there are more
}

// A standing is a situation in a table.
type standing struct {
	row
	What         string // kind
	Since, Until string
	Last         string // day on which it was last told
	Entries      []stand
}

// A stand is what a report says of a situation, as histories are drawn from it.
type stand struct{ Report, Origin, State, From, Since, Until, Known, Does string }

func standingOf(i store.Item) standing {
	var b struct {
		Kind, Since, Until string
		Last               string `json:"last_known"`
		Entries            []stand
	}
	json.Unmarshal(i.Body, &b)
	return standing{row: rowOf(i), What: b.Kind, Since: b.Since, Until: b.Until, Last: b.Last, Entries: b.Entries}
}

// ledgerOf lists the latest situations of a query, and draws their history;
// more is the address of all of them.
func (d *desk) ledgerOf(ctx context.Context, about draw.About, q store.Query, more string) (*ledgerView, error) {
	q.Kind, q.Limit, q.Newest = "situation", spansShown+1, true
	items, err := d.Store.Some(ctx, q)
	if err != nil {
		return nil, err
	}
	return ledgerFrom(about, items, more), nil
}

// ledgerFrom draws the history of situations, the latest of which come first;
// nil where there is none.
func ledgerFrom(about draw.About, items []store.Item, more string) *ledgerView {
	if len(items) == 0 {
		return nil
	}
	v := &ledgerView{}
	if len(items) > spansShown {
		items, v.More = items[:spansShown], more
	}
	slices.SortStableFunc(items, func(a, b store.Item) int { return cmp.Compare(a.Day, b.Day) })
	for _, i := range items {
		v.Rows = append(v.Rows, standingOf(i))
	}
	v.Picture = template.HTML(history(about, v.Rows))
	return v
}

// history draws how situations stood over time.
func history(about draw.About, list []standing) string {
	c := &draw.Spans{About: about}
	for _, s := range list {
		c.Rows = append(c.Rows, draw.SpanRow{Name: s.Title, URL: s.URL(), Spans: s.spans()})
	}
	return drawSpans(c)
}

// drawSpans draws rows over all the time that they name: nothing where that is
// one day, of which a picture would not tell more than the table.
func drawSpans(c *draw.Spans) string {
	for _, r := range c.Rows {
		for _, x := range r.Spans {
			for _, t := range []time.Time{x.From, x.To} {
				if t.IsZero() {
					continue
				}
				if c.From.IsZero() || t.Before(c.From) {
					c.From = t
				}
				if t.After(c.To) {
					c.To = t
				}
			}
		}
	}
	if !c.To.After(c.From) {
		return ""
	}
	return c.SVG()
}

// spans are the states in which a situation was, by all that is known now.
// Each lasts until a report tells of another.
func (s standing) spans() (out []draw.Span) {
	add := func(from time.Time, state string) {
		out = append(out, draw.Span{From: from, To: later(dayOf(s.Last), from), Open: true, Class: state, Name: fmt.Sprintf("%s: %s from %s", s.Title, showWords(state), showDay(from.Format(time.DateOnly)))})
	}
	open := false
	for _, e := range s.Entries {
		if e.Does == "confirms" || e.Does == "disputes" {
			continue
		}
		day := dayOf(cmp.Or(e.From, e.Known))
		if open {
			last := &out[len(out)-1]
			day = later(day, last.From)
			last.To, last.Open = day, false
		}
		if open = e.State != "ended"; open {
			add(day, e.State)
		} else if len(out) == 0 {
			out = append(out, draw.Span{From: dayOf(cmp.Or(e.Since, s.Since)), To: later(dayOf(cmp.Or(e.Until, s.Until)), day), Class: "ended", Name: s.Title + ": ended"})
		}
	}
	return out
}

// dayOf reads a day, zero where there is none.
func dayOf(s string) time.Time {
	t, err := time.Parse(time.DateOnly, s[:min(len(s), len(time.DateOnly))])
	if err != nil {
		return time.Time{}
	}
	return t
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
