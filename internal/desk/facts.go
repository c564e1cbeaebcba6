package desk

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"readout/internal/merge"
	"readout/internal/record"
	"readout/internal/store"
)

// A factGroup is the facts of one kind beside a report's text.
type factGroup struct {
	Kind, Name string
	Facts      []fact
}

// A fact is a fact of one reading as it stands beside the text.
type fact struct {
	ID, Kind, N string
	Parts       []string // who, does, whom; joined by arrows
	Where, When string
	State       string // factuality, form or state
	Merged      *ref   // the entry of the merged record, nil where it is not known
	Origins     int    // of that entry
	Why         []string
}

// groupsOf are the facts of a reading by kind, each with its entry of the
// merged record.
func groupsOf(r *record.Reading, m *merged) []factGroup {
	w := writer{r: r, names: namesOf(r), merged: m}
	all := []factGroup{
		{"event", "Events", each(r.Events, w.event)},
		{"statement", "Statements", each(r.Statements, w.statement)},
		{"situation", "Situations", each(r.Situations, w.situation)},
	}
	return slices.DeleteFunc(all, func(g factGroup) bool { return len(g.Facts) == 0 })
}

func each[T any](list []T, do func(*T) fact) (out []fact) {
	for i := range list {
		out = append(out, do(&list[i]))
	}
	return out
}

// namesOf are the names of a reading's actors and places by id.
func namesOf(r *record.Reading) map[string]string {
	out := map[string]string{}
	for _, a := range r.Actors {
		out[a.ID] = a.Name
	}
	for _, p := range r.Places {
		out[p.ID] = p.Name
	}
	return out
}

// A writer writes facts of a reading in words.
type writer struct {
	r      *record.Reading
	names  map[string]string
	merged *merged
}

func (w writer) list(ids []string) string {
	var out []string
	for _, id := range ids {
		out = append(out, cmp.Or(w.names[id], id))
	}
	return strings.Join(out, ", ")
}

func (w writer) one(id *string) string { return cmp.Or(w.list(some(id)), "?") }

func some(id *string) []string {
	if id == nil {
		return nil
	}
	return []string{*id}
}

func (w writer) fact(id, state string) fact {
	return fact{ID: id, Kind: factKind(id), N: id[1:], State: state, Why: w.r.Why[id]}
}

func (w writer) event(e *record.Event) fact {
	f := w.fact(e.ID, e.Factuality)
	f.Parts = []string{cmp.Or(w.list(e.Actors), "?"), strings.TrimSpace(e.Type + " " + deref(e.Mode))}
	if len(e.Recipients) > 0 {
		f.Parts = append(f.Parts, w.list(e.Recipients))
	}
	f.Where, f.When = w.list(e.Places), whenOf(e.When)
	f.Merged, f.Origins = w.merged.find(e.Type, append([]record.Evidence{e.Trigger}, e.Evidence...))
	return f
}

func (w writer) statement(s *record.Statement) fact {
	f := w.fact(s.ID, s.Form)
	f.Parts = []string{w.one(s.Speaker)}
	if len(s.Addressees) > 0 {
		f.Parts = append(f.Parts, w.list(s.Addressees))
	}
	f.When = whenOf(s.When)
	f.Merged, f.Origins = w.merged.find(s.Form, s.Content)
	return f
}

func (w writer) situation(t *record.Situation) fact {
	f := w.fact(t.ID, t.State)
	does := t.Kind
	if title := deref(t.Title); title != "" {
		does += " (" + title + ")"
	}
	f.Parts = []string{w.one(t.Holder), does, w.one(t.Object)}
	if what := deref(t.What); what != "" {
		f.Parts[2] += ": " + what
	}
	f.When = cmp.Or(deref(t.Since), deref(t.Until))
	f.Merged, f.Origins = w.merged.find(t.Kind, t.Evidence)
	return f
}

// whenOf is an interval of days in words.
func whenOf(w *record.When) string {
	if w == nil {
		return ""
	}
	start, end := deref(w.Start), deref(w.End)
	switch {
	case start == end || end == "":
		return showDay(start)
	case start == "":
		return "until " + showDay(end)
	}
	return showDay(start) + " – " + showDay(end)
}

// merged are the entries of the merged record that quote one report.
type merged struct{ list []candidate }

// A candidate is an entry that may be what a fact of a reading became.
type candidate struct {
	ref
	kind    string // type of an event, form of a statement, kind of a situation
	origins int
	quotes  map[[2]int]bool
	taken   bool
}

// mergedOf looks up the entries that quote a report.
func (d *desk) mergedOf(ctx context.Context, report string) (*merged, error) {
	m := &merged{}
	for _, kind := range []string{"event", "statement", "situation"} {
		items, _, err := d.Store.Items(ctx, store.Query{Kind: kind, Facets: map[string][]string{"report": {report}}, Limit: manyMerged, Hidden: true})
		if err != nil {
			return nil, err
		}
		for _, i := range items {
			c, err := candidateOf(i, report)
			if err != nil {
				return nil, err
			}
			m.list = append(m.list, c)
		}
	}
	return m, nil
}

// manyMerged is how many entries of a kind that quote one report are looked
// at.
const manyMerged = 300

func candidateOf(i store.Item, report string) (candidate, error) {
	c := candidate{ref: ref{i.ID, i.Title}, origins: i.Origins, quotes: map[[2]int]bool{}}
	x, err := decode[struct {
		Type, Form, Kind string
		Evidence         []merge.Sourced
		Entries          []merge.Entry
	}](i)
	if err != nil {
		return c, err
	}
	c.kind = cmp.Or(x.Type, x.Form, x.Kind)
	for _, e := range x.Entries {
		x.Evidence = append(x.Evidence, e.Evidence...)
	}
	for _, q := range x.Evidence {
		if q.Report == report {
			c.quotes[[2]int{q.Start, q.End}] = true
		}
	}
	return c, nil
}

// find is the entry of a kind that has most of some quotes, and the number
// of its origins. An entry is found once while there are others as good.
func (m *merged) find(kind string, quotes []record.Evidence) (*ref, int) {
	best, most := -1, 0
	for i, c := range m.list {
		n := 0
		for _, q := range quotes {
			if c.quotes[[2]int{q.Start, q.End}] {
				n += 2
			}
		}
		if c.kind != kind || n == 0 {
			continue
		}
		if !c.taken {
			n++
		}
		if n > most {
			best, most = i, n
		}
	}
	if best < 0 {
		return nil, 0
	}
	m.list[best].taken = true
	return &m.list[best].ref, m.list[best].origins
}
