package worker

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"

	"readout/internal/merge"
	"readout/internal/record"
	"readout/internal/store"
)

// An index turns entries of the merged record into items of the store.
type index struct {
	to     store.Writer
	names  *merge.Names
	anew   bool
	counts map[string]int // of entries by the first letter of their ids
}

func (x *index) Same(id string, sum uint64) bool {
	if x.anew || !x.to.Same(id, sum) {
		return false
	}
	x.counts[id[:1]]++
	return true
}

func (x *index) Keep(entry any, sum uint64) error {
	var l *listing
	switch e := entry.(type) {
	case *merge.Report:
		l = x.report(e)
	case *merge.Family:
		l = x.item("family", e.ID, e.Title, merge.Support{Reports: e.Reports, Origins: []string{cmp.Or(e.Agency, e.ID)}}, e.Marks, e)
	case *merge.Actor:
		l = x.actor(e)
	case *merge.Place:
		l = x.place(e)
	case *merge.Event:
		l = x.event(e)
	case *merge.Statement:
		l = x.statement(e)
	case *merge.Situation:
		l = x.situation(e)
	case *merge.Story:
		l = x.item("story", e.ID, e.Title, e.Support, e.Marks, e)
		l.facet("story", e.ID)
		x.party(l, "actor", e.Actors...)
		x.party(l, "place", e.Places...)
	}
	l.Sum = sum
	x.counts[l.ID[:1]]++
	return x.to.Keep(l.Item)
}

func (x *index) name(id string) string {
	name, _ := x.names.Party(id)
	return name
}

// A listing is an item under way.
type listing struct {
	store.Item
	seen map[store.Facet]bool
}

func (x *index) item(kind, id, title string, s merge.Support, m merge.Marks, body any) *listing {
	raw, err := json.Marshal(body)
	if err != nil {
		panic(err) // a merged entry always has JSON
	}
	l := &listing{store.Item{Kind: kind, ID: id, Title: record.OneLine(title), Day: s.First, Until: s.Last, Origins: len(s.Origins), Hidden: m.Wrong, Body: raw}, map[store.Facet]bool{}}
	for _, r := range s.Reports {
		if kind != "actor" && kind != "place" { // a report names those itself
			l.facet("report", r)
		}
		l.facet("outlet", merge.Fold(x.names.Outlet(r)))
	}
	if kind != "actor" && kind != "place" { // the reports of a family name those
		l.facet("family", s.Families...)
	}
	for _, o := range s.Origins {
		l.facet("outlet", merge.Fold(o))
	}
	return l
}

func (l *listing) facet(field string, values ...string) *listing {
	for _, v := range values {
		f := store.Facet{Field: field, Value: v}
		if v != "" && !l.seen[f] {
			l.seen[f] = true
			l.Facets = append(l.Facets, f)
		}
	}
	return l
}

// parties are the ids of actors and places, with their countries.
func (x *index) party(l *listing, field string, ids ...string) {
	l.facet(field, ids...)
	if field == "actor" || field == "recipient" {
		l.facet("party", ids...)
	}
	for _, id := range ids {
		_, country := x.names.Party(id)
		l.facet("country", country)
	}
}

func (x *index) list(ids []string, none string) string {
	if len(ids) == 0 {
		return none
	}
	var out []string
	for _, id := range ids {
		out = append(out, cmp.Or(x.name(id), id))
	}
	return strings.Join(out, ", ")
}

func (x *index) report(r *merge.Report) *listing {
	day := r.Published
	if len(day) > 10 {
		day = day[:10]
	}
	s := merge.Support{Reports: []string{r.ID}, Origins: []string{r.Origin}, First: day, Last: day}
	l := x.item("report", r.ID, r.Title, s, r.Marks, r)
	l.facet("text_id", r.Hash).facet("story", r.Story).facet("family", r.Family).facet("type", r.Language)
	x.party(l, "actor", r.Actors...)
	x.party(l, "place", r.Places...)
	return l
}

func (x *index) actor(a *merge.Actor) *listing {
	l := x.item("actor", a.ID, a.Name, a.Support, a.Marks, a)
	l.facet("type", a.Kind).facet("sector", a.Sectors...).facet("story", a.Stories...)
	x.party(l, "actor", a.ID)
	l.named(a.Name, a.Names, a.Kind == "person")
	return l
}

func (x *index) place(p *merge.Place) *listing {
	l := x.item("place", p.ID, p.Name, p.Support, p.Marks, p)
	l.facet("type", p.Kind).facet("story", p.Stories...)
	x.party(l, "place", p.ID)
	l.named(p.Name, p.Names, false)
	return l
}

// named makes an actor or a place found by its names and by the one that it
// goes by, which a person may have given it; one of a person by last names too.
func (l *listing) named(by string, names []string, person bool) {
	if !slices.Contains(names, by) {
		names = append([]string{by}, names...)
	}
	for _, n := range names {
		f := merge.Fold(n)
		l.facet("name", f)
		if person {
			l.facet("name", f[strings.LastIndexByte(f, ' ')+1:])
		}
	}
	l.Text = strings.Join(names, " · ")
}

func (x *index) event(e *merge.Event) *listing {
	l := x.item("event", e.ID, x.eventTitle(e), e.Support, e.Marks, e)
	l.Day, l.Until = cmp.Or(e.Start, e.End, l.Day), cmp.Or(e.End, e.Start, l.Until)
	l.facet("type", e.Type).facet("mode", e.Mode).facet("factuality", e.Factuality).facet("story", e.Story)
	x.party(l, "actor", e.Actors...)
	x.party(l, "recipient", e.Recipients...)
	x.party(l, "place", e.Places...)
	l.Text = quotes(e.Evidence)
	return l
}

func (x *index) statement(s *merge.Statement) *listing {
	title := cmp.Or(x.name(s.Speaker), "?") + ": " + strings.Join(s.Content, " … ")
	l := x.item("statement", s.ID, title, s.Support, s.Marks, s)
	l.Day, l.Until = cmp.Or(s.Day, l.Day), cmp.Or(s.Day, l.Until)
	l.facet("type", s.Form).facet("story", s.Story)
	x.party(l, "actor", s.Speaker)
	x.party(l, "recipient", s.Addressees...)
	return l
}

func quotes(evidence []merge.Sourced) string {
	var out []string
	for _, e := range evidence {
		out = append(out, e.Quote)
	}
	return strings.Join(out, "\n")
}

// eventTitle says an event in one line.
func (x *index) eventTitle(e *merge.Event) string {
	t := x.list(e.Actors, "?") + " → " + e.Type
	if e.Mode != "" {
		t += " " + e.Mode
	}
	if len(e.Recipients) > 0 {
		t += " → " + x.list(e.Recipients, "")
	}
	if len(e.Places) > 0 {
		t += " (" + x.list(e.Places, "") + ")"
	}
	if e.Factuality != "actual" {
		t += ", " + e.Factuality
	}
	return t
}

func (x *index) situation(t *merge.Situation) *listing {
	l := x.item("situation", t.ID, x.situationTitle(t), t.Support, t.Marks, t)
	l.Day, l.Until = cmp.Or(t.Since, l.Day), t.Until
	if t.State != "ended" {
		l.Until = "" // still open: silence does not end it
	}
	l.facet("type", t.Kind).facet("state", t.State).facet("story", t.Story)
	x.party(l, side(t.Holder, "actor"), t.Holder)
	x.party(l, side(t.Object, "recipient"), t.Object)
	var ev []merge.Sourced
	for _, en := range t.Entries {
		ev = append(ev, en.Evidence...)
	}
	l.Text = quotes(ev)
	return l
}

// side is the field of a side of a situation, which may be a place.
func side(id, field string) string {
	if strings.HasPrefix(id, "p") {
		return "place"
	}
	return field
}

func (x *index) situationTitle(t *merge.Situation) string {
	title := cmp.Or(x.name(t.Holder), "?") + " " + record.Verb(t.Kind)
	if t.Title != "" {
		title += " (" + t.Title + ")"
	}
	title += " " + cmp.Or(x.name(t.Object), "?")
	if t.What != "" {
		title += ": " + t.What
	}
	return title
}
