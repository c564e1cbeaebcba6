package main

import (
	"cmp"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"strings"

	"readout/internal/merge"
	"readout/internal/store"
)

// archiveFlag adds the flag that names the archive.
func archiveFlag(fs *flag.FlagSet) *string {
	return fs.String("archive", cmp.Or(os.Getenv("READOUT_ARCHIVE"), "readout.db"), "the archive's `FILE`")
}

// openArchive opens an archive that must be there already.
func openArchive(path string) (*store.DB, error) {
	if _, err := os.Stat(path); err != nil {
		return nil, fmt.Errorf("no archive %s; readout add makes one", path)
	}
	return store.Open(path)
}

// broke reports an error that ends a command.
func (e *env) broke(err error) int {
	fmt.Fprintf(e.stderr, "readout: %s\n", oneLine(err.Error()))
	return exitFailed
}

// mergeAll merges all that an archive keeps.
func mergeAll(ctx context.Context, db *store.DB) (*merge.Record, error) {
	var sources []*merge.Source
	err := db.Readings(ctx, func(k store.Kept) error {
		sources = append(sources, merge.NewSource(k.Key, k.Reading))
		return nil
	})
	if err != nil {
		return nil, err
	}
	corrections, err := corrections(ctx, db)
	if err != nil {
		return nil, err
	}
	return merge.Merge(sources, corrections), nil
}

// rebuild merges an archive anew and keeps the record.
func rebuild(ctx context.Context, db *store.DB) (*merge.Record, error) {
	r, err := mergeAll(ctx, db)
	if err != nil {
		return nil, err
	}
	return r, db.Replace(ctx, func(keep func(store.Item) error) error { return newIndex(r).items(keep) })
}

func corrections(ctx context.Context, db *store.DB) ([]merge.Correction, error) {
	kept, err := db.Corrections(ctx)
	if err != nil {
		return nil, err
	}
	var out []merge.Correction
	for _, k := range kept {
		var c merge.Correction
		if err := json.Unmarshal(k.Body, &c); err != nil {
			return nil, fmt.Errorf("correction %s: %w", k.ID, err)
		}
		c.ID, c.At, c.By, c.Kind = k.ID, k.At, k.By, k.Kind
		out = append(out, c)
	}
	return out, nil
}

// An index turns a merged record into items of the store.
type index struct {
	r        *merge.Record
	names    map[string]string // of actors and places by id
	country  map[string]string
	outletOf map[string]string // of reports
}

func newIndex(r *merge.Record) *index {
	x := &index{r, map[string]string{}, map[string]string{}, map[string]string{}}
	for _, a := range r.Actors {
		x.names[a.ID], x.country[a.ID] = a.Name, a.Country
	}
	for _, p := range r.Places {
		x.names[p.ID], x.country[p.ID] = p.Name, p.Country
	}
	for _, rep := range r.Reports {
		x.outletOf[rep.ID] = rep.Outlet
	}
	return x
}

// items hands over every entry.
func (x *index) items(keep func(store.Item) error) error {
	for _, put := range []func(func(store.Item) error) error{x.reports, x.parties, x.facts, x.situations, x.groups} {
		if err := put(keep); err != nil {
			return err
		}
	}
	return nil
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
	l := &listing{store.Item{Kind: kind, ID: id, Title: oneLine(title), Day: s.First, Until: s.Last, Origins: len(s.Origins), Hidden: m.Wrong, Body: raw}, map[store.Facet]bool{}}
	for _, r := range s.Reports {
		l.facet("report", r)
		l.facet("outlet", merge.Fold(x.outletOf[r]))
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
		l.facet("country", x.country[id])
	}
}

func (x *index) list(ids []string, none string) string {
	if len(ids) == 0 {
		return none
	}
	var out []string
	for _, id := range ids {
		out = append(out, cmp.Or(x.names[id], id))
	}
	return strings.Join(out, ", ")
}

func (x *index) reports(keep func(store.Item) error) error {
	for _, r := range x.r.Reports {
		day := r.Published
		if len(day) > 10 {
			day = day[:10]
		}
		s := merge.Support{Reports: []string{r.ID}, Origins: []string{r.Origin}, First: day, Last: day}
		l := x.item("report", r.ID, r.Title, s, r.Marks, r)
		l.facet("text_id", r.Hash).facet("story", r.Story).facet("family", r.Family).facet("type", r.Language)
		x.party(l, "actor", r.Actors...)
		x.party(l, "place", r.Places...)
		if err := keep(l.Item); err != nil {
			return err
		}
	}
	return nil
}

func (x *index) parties(keep func(store.Item) error) error {
	for _, a := range x.r.Actors {
		l := x.item("actor", a.ID, a.Name, a.Support, a.Marks, a)
		l.facet("type", a.Kind).facet("sector", a.Sectors...).facet("story", a.Stories...)
		x.party(l, "actor", a.ID)
		l.named(a.Names)
		if err := keep(l.Item); err != nil {
			return err
		}
	}
	for _, p := range x.r.Places {
		l := x.item("place", p.ID, p.Name, p.Support, p.Marks, p)
		l.facet("type", p.Kind).facet("story", p.Stories...)
		x.party(l, "place", p.ID)
		l.named(p.Names)
		if err := keep(l.Item); err != nil {
			return err
		}
	}
	return nil
}

// named makes an actor or a place found by its names and their last words.
func (l *listing) named(names []string) {
	for _, n := range names {
		f := merge.Fold(n)
		l.facet("name", f)
		l.facet("name", f[strings.LastIndexByte(f, ' ')+1:])
	}
	l.Text = strings.Join(names, " · ")
}

func (x *index) facts(keep func(store.Item) error) error {
	for _, e := range x.r.Events {
		l := x.item("event", e.ID, x.eventTitle(&e), e.Support, e.Marks, e)
		l.Day, l.Until = cmp.Or(e.Start, e.End, l.Day), cmp.Or(e.End, e.Start, l.Until)
		l.facet("type", e.Type).facet("mode", e.Mode).facet("factuality", e.Factuality).facet("story", e.Story)
		x.party(l, "actor", e.Actors...)
		x.party(l, "recipient", e.Recipients...)
		x.party(l, "place", e.Places...)
		l.Text = quotes(e.Evidence)
		if err := keep(l.Item); err != nil {
			return err
		}
	}
	for _, s := range x.r.Statements {
		title := cmp.Or(x.names[s.Speaker], "?") + ": " + strings.Join(s.Content, " … ")
		l := x.item("statement", s.ID, title, s.Support, s.Marks, s)
		l.Day, l.Until = cmp.Or(s.Day, l.Day), cmp.Or(s.Day, l.Until)
		l.facet("type", s.Form).facet("story", s.Story)
		x.party(l, "actor", s.Speaker)
		x.party(l, "recipient", s.Addressees...)
		if err := keep(l.Item); err != nil {
			return err
		}
	}
	return nil
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

func (x *index) situations(keep func(store.Item) error) error {
	for _, t := range x.r.Situations {
		l := x.item("situation", t.ID, x.situationTitle(&t), t.Support, t.Marks, t)
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
		if err := keep(l.Item); err != nil {
			return err
		}
	}
	return nil
}

// side is the field of a side of a situation, which may be a place.
func side(id, field string) string {
	if strings.HasPrefix(id, "p") {
		return "place"
	}
	return field
}

func (x *index) situationTitle(t *merge.Situation) string {
	title := cmp.Or(x.names[t.Holder], "?") + " " + cmp.Or(relation[t.Kind], t.Kind)
	if t.Title != "" {
		title += " (" + t.Title + ")"
	}
	title += " " + cmp.Or(x.names[t.Object], "?")
	if t.What != "" {
		title += ": " + t.What
	}
	return title
}

func (x *index) groups(keep func(store.Item) error) error {
	for _, f := range x.r.Families {
		s := merge.Support{Reports: f.Reports, Origins: []string{cmp.Or(f.Agency, f.ID)}}
		l := x.item("family", f.ID, f.Title, s, f.Marks, f)
		if err := keep(l.Item); err != nil {
			return err
		}
	}
	for _, y := range x.r.Stories {
		l := x.item("story", y.ID, y.Title, y.Support, y.Marks, y)
		l.facet("story", y.ID)
		x.party(l, "actor", y.Actors...)
		x.party(l, "place", y.Places...)
		if err := keep(l.Item); err != nil {
			return err
		}
	}
	return nil
}
