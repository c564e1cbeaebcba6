// Package query says what is asked of an archive: filters by the names that
// people use, the state of things as of a day, and time lines. The command
// line, the pages and the API ask through it, so that one name means one thing
// everywhere.
package query

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"readout/internal/codebook"
	"readout/internal/gazetteer"
	"readout/internal/merge"
	"readout/internal/store"
)

// A Filter says which items of a kind are wanted. Its zero value wants all.
type Filter struct {
	Kind string // event, statement, situation, actor, place, story, report, family

	Actor, Recipient, Party, Place string // a name in any spelling, or an id
	Country                        string // ISO 3166-1 alpha-3; Validate takes alpha-2 and names too
	Type, Mode, Factuality         string
	State, Sector                  string
	Since, Until, AsOf, KnownAt    string // days, YYYY-MM-DD
	Story, Family, Report          string // ids
	Outlet, Text                   string
	MinOrigins, Limit, Offset      int // a limit of 0 is none
	Newest, Wrong                  bool

	Most    int         // how many situations are looked at for their state as of a day, or some more; 0 for all
	Looked  *store.Spot // set where ErrMost is returned: the last that was looked at
	After   *store.Spot // only what comes after it; no address says it
	Changed int64       // only what came or changed in a merge after the one of this number; no address says it
}

// A Field is one property of a filter by its name on the command line and in
// addresses. One of String, Int and Bool is set, and points into the filter.
type Field struct {
	Name, Help string
	String     *string
	Int        *int
	Bool       *bool
}

// Fields lists the properties that a filter of its kind has, without a kind all.
func (f *Filter) Fields() []Field {
	list := []Field{
		{"actor", "who acts, speaks or holds: a `NAME` or an id", &f.Actor, nil, nil},
		{"recipient", "who is acted on, addressed or held: a `NAME` or an id", &f.Recipient, nil, nil},
		{"party", "who is on either side: a `NAME` or an id", &f.Party, nil, nil},
		{"country", "a country of the parties or places, such as NOR", &f.Country, nil, nil},
		{"place", "a place: a `NAME` or an id", &f.Place, nil, nil},
		{"type", "the type of an event, else the kind", &f.Type, nil, nil},
		{"mode", "the mode of an event", &f.Mode, nil, nil},
		{"factuality", "actual, planned, denied or possible", &f.Factuality, nil, nil},
		{"since", "the first `DAY` (YYYY-MM-DD)", &f.Since, nil, nil},
		{"until", "the last `DAY`", &f.Until, nil, nil},
		{"story", "the `ID` of a story", &f.Story, nil, nil},
		{"family", "the `ID` of a family", &f.Family, nil, nil},
		{"outlet", "an outlet or agency", &f.Outlet, nil, nil},
		{"report", "the `ID` of a report", &f.Report, nil, nil},
		{"min-origins", "told by at least `N` independent origins", nil, &f.MinOrigins, nil},
		{"text", "`WORDS` that title or evidence hold", &f.Text, nil, nil},
		{"limit", "how many of them, 0 for all", nil, &f.Limit, nil},
		{"offset", "leave out the first `N`", nil, &f.Offset, nil},
		{"newest", "newest first", nil, nil, &f.Newest},
		{"wrong", "those marked as wrong too", nil, nil, &f.Wrong},
	}
	if f.Kind == "situation" || f.Kind == "" {
		list = append(list, Field{"state", "of situations: in_force, ended, sought or in_doubt", &f.State, nil, nil},
			Field{"as-of", "the state of situations on a `DAY`", &f.AsOf, nil, nil},
			Field{"known-at", "as it was known on a `DAY`", &f.KnownAt, nil, nil})
	}
	if f.Kind == "actor" || f.Kind == "" {
		list = append(list, Field{"sector", "a PLOVER sector of actors", &f.Sector, nil, nil})
	}
	return list
}

// Set takes the filter's properties from an address. A name that no property
// has is left alone, for the caller's own; a value that cannot be is an error.
func (f *Filter) Set(v url.Values) error {
	for _, field := range f.Fields() {
		s := v.Get(field.Name)
		if s == "" {
			continue
		}
		if err := field.set(s); err != nil {
			return err
		}
	}
	return f.Validate()
}

func (f Field) set(s string) (err error) {
	switch {
	case f.String != nil:
		*f.String = s
	case f.Int != nil:
		if *f.Int, err = strconv.Atoi(s); err != nil || *f.Int < 0 {
			return fmt.Errorf("%s is a number, not %q", f.Name, s)
		}
	default:
		if *f.Bool, err = strconv.ParseBool(s); err != nil {
			return fmt.Errorf("%s is true or false, not %q", f.Name, s)
		}
	}
	return nil
}

// Values are the properties of a filter as in an address, without those that
// are not set.
func (f *Filter) Values() url.Values {
	v := url.Values{}
	for _, field := range f.Fields() {
		switch {
		case field.String != nil && *field.String != "":
			v.Set(field.Name, *field.String)
		case field.Int != nil && *field.Int != 0:
			v.Set(field.Name, strconv.Itoa(*field.Int))
		case field.Bool != nil && *field.Bool:
			v.Set(field.Name, "true")
		}
	}
	return v
}

// Validate brings the words of a filter to the form that the record has, and
// checks them, its days and its numbers.
func (f *Filter) Validate() error {
	for _, d := range []string{f.Since, f.Until, f.AsOf, f.KnownAt} {
		if _, err := time.Parse(time.DateOnly, d); d != "" && err != nil {
			return fmt.Errorf("a day is written as 2026-01-28, not %q", d)
		}
	}
	if f.MinOrigins < 0 || f.Limit < 0 || f.Offset < 0 {
		return fmt.Errorf("min-origins, limit and offset are not below 0")
	}
	f.Factuality, f.State, f.Sector = strings.ToLower(f.Factuality), strings.ToLower(f.State), strings.ToUpper(f.Sector)
	for _, p := range []struct{ name, value string }{{"factuality", f.Factuality}, {"state", f.State}, {"sector", f.Sector}} {
		if words := codebook.Words(p.name); p.value != "" && !slices.Contains(words, p.value) {
			return fmt.Errorf("%s is one of %s, not %q", p.name, strings.Join(words, ", "), p.value)
		}
	}
	if err := f.country(); err != nil {
		return err
	}
	return f.eventType()
}

// country makes a country of its name or code the alpha-3 code. One that
// nobody knows may be of a user's own.
func (f *Filter) country() error {
	code := strings.ToUpper(strings.TrimSpace(f.Country))
	known, ok := gazetteer.CountryByCode(code)
	if !ok {
		known, ok = gazetteer.CountryByName(f.Country)
	}
	switch {
	case ok:
		f.Country = known.Alpha3
	case len(code) == 3 && strings.Trim(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == "":
		f.Country = code
	case f.Country != "":
		return fmt.Errorf("a country is written as NOR or Norway, not %q", f.Country)
	}
	return nil
}

// eventType checks the type of events, which is none of a user's own. Where the
// kind is left open, what is all in capitals is one.
func (f *Filter) eventType() error {
	name := strings.ToUpper(f.Type)
	if f.Type == "" || f.Kind != "event" && (f.Kind != "" || name != f.Type) {
		return nil
	}
	if _, ok := codebook.TypeByName(name); !ok {
		return fmt.Errorf("the type of an event is one of %s, not %q", strings.Join(codebook.TypeNames(), ", "), f.Type)
	}
	return nil
}

// Query makes the query of a filter. Names are looked up first.
func (f *Filter) Query(ctx context.Context, db *store.DB) (store.Query, error) {
	q := store.Query{Kind: f.Kind, Facets: map[string][]string{}, Since: f.Since, Until: f.Until, MinOrigins: f.MinOrigins,
		Words: f.Text, Limit: f.Limit, Offset: f.Offset, Newest: f.Newest, Hidden: f.Wrong, After: f.After, Changed: f.Changed}
	for _, p := range []struct{ field, value string }{
		{"country", strings.ToUpper(f.Country)}, {"factuality", f.Factuality}, {"mode", f.Mode}, {"state", f.State}, {"story", f.Story},
		{"family", f.Family}, {"outlet", merge.Fold(f.Outlet)}, {"sector", f.Sector}, {"report", f.Report},
	} {
		if p.value != "" {
			q.Facets[p.field] = []string{p.value}
		}
	}
	if f.Kind == "actor" || f.Kind == "place" {
		for field, id := range map[string]string{"report": f.Report, "family": f.Family} {
			if id == "" {
				continue
			}
			delete(q.Facets, field)
			ids, err := namedBy(ctx, db, id, f.Kind)
			if err != nil {
				return q, err
			}
			narrow(&q, f.Kind, ids)
		}
	}
	if f.Type != "" {
		q.Facets["type"] = set(f.Type, strings.ToUpper(f.Type), strings.ToLower(f.Type))
	}
	for _, p := range []struct{ field, kind, value string }{
		{"actor", "actor", f.Actor}, {"recipient", "actor", f.Recipient}, {"party", "actor", f.Party}, {"place", "place", f.Place},
	} {
		if p.value == "" {
			continue
		}
		ids, err := Named(ctx, db, p.kind, p.value)
		if err != nil {
			return q, err
		}
		narrow(&q, p.field, ids)
	}
	return q, nil
}

// narrow asks for items that have one of some ids in a field, besides what is
// asked of it already.
func narrow(q *store.Query, field string, ids []string) {
	if old, ok := q.Facets[field]; ok {
		ids = slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return !slices.Contains(old, id) })
	}
	q.Facets[field] = ids
}

func set(list ...string) []string {
	slices.Sort(list)
	return slices.Compact(list)
}

// namedBy lists the actors or places that a report or the reports of a family
// tell of.
func namedBy(ctx context.Context, db *store.DB, id, field string) ([]string, error) {
	i, err := db.Item(ctx, id)
	if err != nil {
		return nil, err
	}
	items := map[string]store.Item{id: i}
	if i.Kind == "family" {
		var f merge.Family
		if err := json.Unmarshal(i.Body, &f); err != nil {
			return nil, err
		}
		if items, err = db.ItemsByID(ctx, f.Reports); err != nil {
			return nil, err
		}
	}
	out := []string{}
	for _, i := range items {
		var r merge.Report
		if err := json.Unmarshal(i.Body, &r); err != nil {
			return nil, err
		}
		if field == "place" {
			out = append(out, r.Places...)
		} else {
			out = append(out, r.Actors...)
		}
	}
	return set(out...), nil
}

// Named lists the ids that a name or an id means.
func Named(ctx context.Context, db *store.DB, kind, name string) ([]string, error) {
	if i, err := db.Item(ctx, name); err == nil {
		return []string{i.ID}, nil
	}
	list, _, err := db.Items(ctx, store.Query{Kind: kind, Facets: map[string][]string{"name": {merge.Fold(name)}}, Limit: 500})
	ids := []string{}
	for _, i := range list {
		ids = append(ids, i.ID)
	}
	return ids, err
}
