package desk

import (
	"cmp"
	"html/template"
	"net/http"
	"slices"

	"readout/internal/draw"
	"readout/internal/merge"
	"readout/internal/store"
)

// How much of an actor or a place its page shows at most.
const (
	factsShown   = 12 // events, statements, reports
	storiesShown = 12
	namesShown   = 40
)

// actorPage is one actor: what it is called, what it did, said and held.
type actorPage struct {
	*merge.Actor
	Names                       []string
	MoreNames                   int
	Company, Stories            []ref
	Offices                     []officeRow
	OfficePicture               template.HTML
	Since, Until                string
	Cut                         bool // there are more events than were counted
	Types, With                 *chart
	Events, Statements, Reports *shortList
	Situations                  *ledgerView
	Backing                     backing
}

// An officeRow is one office of a person.
type officeRow struct {
	merge.Office
	Of *ref
}

// A shortList is the latest of something, and the address of all of it.
type shortList struct {
	Rows []row
	All  string
}

func (d *desk) actor(r *http.Request) (*page, error) {
	ctx := r.Context()
	a, err := entry[merge.Actor](ctx, d, r.PathValue("id"), "actor")
	if err != nil {
		return nil, err
	}
	p := &actorPage{Actor: a, Since: r.FormValue("since"), Until: r.FormValue("until")}
	if err := checkDays(p.Since, p.Until); err != nil {
		return nil, err
	}
	for _, fill := range []func(*http.Request, *actorPage) error{d.actorNames, d.actorActs, d.actorLists} {
		if err := fill(r, p); err != nil {
			return nil, err
		}
	}
	return &page{Name: "actor", Title: a.Name, Nav: "/search", Data: p}, nil
}

func checkDays(days ...string) error {
	for _, day := range days {
		if err := checkDay(day); err != nil {
			return err
		}
	}
	return nil
}

// actorNames sets what an actor is called, and what it is linked to.
func (d *desk) actorNames(r *http.Request, p *actorPage) error {
	a := p.Actor
	p.MoreNames = max(0, len(a.Names)-namesShown)
	p.Names = a.Names[:len(a.Names)-p.MoreNames]
	stories := a.Stories[:min(storiesShown, len(a.Stories))]
	families := a.Families[:min(storiesShown, len(a.Families))]
	ids := slices.Concat(a.Company, stories, families)
	for _, o := range a.Offices {
		ids = append(ids, o.Of)
	}
	n, err := d.names(r.Context(), ids)
	if err != nil {
		return err
	}
	p.Company, p.Stories = n.refs(a.Company), n.refs(stories)
	support := a.Support
	support.Families = families
	p.Backing = n.backing(support)
	spans := &draw.Spans{About: draw.About{Title: "Offices of " + a.Name + " over time", Desc: "The table beside it says the same."}}
	for _, o := range a.Offices {
		row := officeRow{Office: o, Of: n.story(o.Of)}
		p.Offices = append(p.Offices, row)
		spans.Rows = append(spans.Rows, draw.SpanRow{Name: row.name(), Spans: []draw.Span{row.span()}})
	}
	p.OfficePicture = template.HTML(drawSpans(spans))
	return nil
}

func (o officeRow) name() string {
	if o.Of == nil {
		return o.Title
	}
	return o.Title + ", " + o.Of.Name
}

// span is the time of an office. One whose beginning nobody told begins when
// it was first told of.
func (o officeRow) span() draw.Span {
	s := draw.Span{From: dayOf(cmp.Or(o.Since, o.First)), To: dayOf(cmp.Or(o.Until, o.Last)), Class: o.State, Name: o.name() + ": " + showWords(o.State)}
	s.To, s.Open = later(s.To, s.From), o.Until == "" && o.State != "ended"
	return s
}

// actorActs sets the events of an actor, and the charts of them.
func (d *desk) actorActs(r *http.Request, p *actorPage) error {
	acts, cut, err := d.acts(r.Context(), store.Query{Facets: map[string][]string{"party": {p.ID}}, Since: p.Since, Until: p.Until, Limit: actsRead})
	if err != nil {
		return err
	}
	p.Cut = cut
	p.Events = actList(acts, listURL("event", "party", p.ID, "since", p.Since, "until", p.Until))
	p.Types = typesOf(p.Name, acts, func(typ string) string {
		return listURL("event", "party", p.ID, "type", typ, "since", p.Since, "until", p.Until)
	})
	with := counterparts(p.ID)
	counts := tallies(acts, with)
	ids := []string{}
	for _, c := range counts[:min(rowsShown, len(counts))] {
		ids = append(ids, c.ID)
	}
	n, err := d.names(r.Context(), ids)
	if err != nil {
		return err
	}
	about := draw.About{Title: "Events of " + p.Name + " by counterpart over time", Desc: "Cooperation stands above the line, conflict below it. The table beside it says the same."}
	p.With = chartOf(about, "Counterpart", acts, counts, with, func(id string) chartRow {
		return chartRow{Name: n.ref(id).Name, URL: entryURL(id), List: dyadURL(p.ID, id, p.Since, p.Until)}
	})
	return nil
}

// counterparts are the parties with whom an actor is in an act.
func counterparts(id string) func(act) []string {
	return func(a act) (out []string) {
		for _, p := range a.pairs() {
			switch id {
			case p[0]:
				out = append(out, p[1])
			case p[1]:
				out = append(out, p[0])
			}
		}
		return out
	}
}

// typesOf draws events by type; all is the address of all of a type, "" for
// none.
func typesOf(name string, acts []act, all func(typ string) string) *chart {
	by := func(a act) []string { return []string{a.Type} }
	about := draw.About{Title: "Events of " + name + " by type over time", Desc: "Cooperation stands above the line, conflict below it. The table beside it says the same."}
	return chartOf(about, "Type", acts, tallies(acts, by), by, func(typ string) chartRow {
		return chartRow{Name: typ, URL: all(typ), List: all(typ)}
	})
}

func actList(acts []act, all string) *shortList {
	out := &shortList{All: all}
	for _, a := range acts[:min(factsShown, len(acts))] {
		out.Rows = append(out.Rows, rowOf(a.item))
	}
	return out
}

// actorLists sets what an actor says, holds and is told of in.
func (d *desk) actorLists(r *http.Request, p *actorPage) (err error) {
	if p.Statements, err = d.latest(r, "statement", "actor", p.ID); err != nil {
		return err
	}
	if p.Reports, err = d.latest(r, "report", "actor", p.ID); err != nil {
		return err
	}
	about := draw.About{Title: "Situations of " + p.Name + " over time", Desc: "The table beside it says the same."}
	p.Situations, err = d.ledgerOf(r.Context(), about, store.Query{Facets: map[string][]string{"party": {p.ID}}}, listURL("situation", "party", p.ID))
	return err
}

// latest lists the latest of a kind that have a property.
func (d *desk) latest(r *http.Request, kind, field, value string) (*shortList, error) {
	items, err := d.Store.Some(r.Context(), store.Query{Kind: kind, Facets: map[string][]string{field: {value}}, Limit: factsShown, Newest: true})
	return &shortList{Rows: rowsOf(items), All: listURL(kind, field, value)}, err
}
