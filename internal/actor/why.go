package actor

import (
	"fmt"
	"strings"

	"readout/internal/gazetteer"
	"readout/internal/lang"
	"readout/internal/record"
)

// A look is what the stages decide of an actor.
type look struct{ kind, country, sectors string }

// A trail keeps which stage changed the look of which actor.
type trail struct {
	looks map[int]look
	lines map[int][]string
}

// Explained is FindWith, and keeps what decided for Why.
func Explained(d *lang.Doc, book *Book) *Resolver {
	r := newResolver(d, book)
	r.trail = &trail{map[int]look{}, map[int][]string{}}
	return r.find()
}

// trace notes what a stage decided since the one before it, where it is to be
// explained.
func (r *Resolver) trace(stage func(*entity) string) {
	if r.trail == nil {
		return
	}
	for i, e := range r.ents {
		was, now := r.trail.looks[i], look{e.kind, e.country, strings.Join(e.sectors, " ")}
		var parts []string
		say := func(what, was, now string) {
			switch {
			case now != "" && was != now:
				parts = append(parts, what+" "+now)
			case was != now:
				parts = append(parts, "no "+what)
			}
		}
		say("kind", was.kind, now.kind)
		say("country", was.country, now.country)
		say("sectors", was.sectors, now.sectors)
		if len(parts) > 0 {
			r.trail.looks[i] = now
			r.trail.lines[i] = append(r.trail.lines[i], strings.Join(parts, ", ")+": by "+stage(e))
		}
	}
}

// mark notes which rule gave an actor its country and its sectors.
func (r *Resolver) mark(rule string) {
	for _, e := range r.ents {
		by := rule
		if rule == "name" && e.known != "" {
			by = "table"
		}
		if e.from == "" && e.country != "" {
			e.from = by
		}
		if e.stage == "" && len(e.sectors) > 0 {
			e.stage = by
		}
	}
}

func by(s string) func(*entity) string { return func(*entity) string { return s } }

// byName says what an actor's name alone told.
func byName(e *entity) string {
	switch {
	case e.booked != nil:
		return "the user's list"
	case e.kind == "state" && e.country == "":
		return "how the report speaks of it, as of a state"
	case e.kind == "state":
		return "the table of countries"
	case e.known != "":
		return fmt.Sprintf("the table of names, as “%s”", e.known)
	case e.kind == "population":
		return "the table of countries and peoples"
	}
	return "the form of the name"
}

// Why says of the actors of the record what decided their kind, country and
// sectors, if they were read by Explained.
func (r *Resolver) Why(w record.Why) {
	if r.trail == nil {
		return
	}
	r.trace(by("the words of the description"))
	for i, e := range r.ents {
		if e.shown {
			w[id(i)] = append(w[id(i)], r.trail.lines[i]...)
		}
	}
}

// Name returns an actor's name as the record gives it, "" for an unknown id.
func (r *Resolver) Name(id string) string {
	e := r.byID(id)
	if e == nil {
		return ""
	}
	if c, ok := gazetteer.CountryByCode(e.country); ok && e.kind == "state" && e.base == "" {
		return c.Name
	}
	if names := fullest(e.names, e.aliases); len(names) > 0 {
		return names[0]
	}
	return e.known
}
