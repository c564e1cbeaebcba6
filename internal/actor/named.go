package actor

import (
	"strconv"
	"strings"
)

// Named is At for a name wherever it stands: a country is its state even where
// something only happens in it ("a visit to Ruvia").
func (r *Resolver) Named(tok int) (string, bool) {
	m, ok := r.names[tok]
	if !ok || r.ofName[m] < 0 {
		return "", false
	}
	return r.show(r.ofName[m])
}

// Person reports whether an actor is one person.
func (r *Resolver) Person(id string) bool {
	e := r.byID(id)
	return e != nil && e.kind == "person"
}

// Quietly calls look, which may ask for actors that come to nothing: those
// that were not shown before are not shown after.
func (r *Resolver) Quietly(look func()) {
	shown := make([]bool, len(r.ents))
	for i, e := range r.ents {
		shown[i] = e.shown
	}
	look()
	for i, e := range r.ents {
		e.shown = i < len(shown) && shown[i]
	}
}

// Show marks actors as part of the record.
func (r *Resolver) Show(ids ...string) {
	for _, id := range ids {
		if e := r.byID(id); e != nil {
			e.shown = true
		}
	}
}

// Look returns what an actor is: its kind, first sector and country, "" where
// it is none or not known.
func (r *Resolver) Look(id string) (kind, sector, country string) {
	e := r.byID(id)
	if e == nil {
		return "", "", ""
	}
	return e.kind, first(e.sectors), e.country
}

func (r *Resolver) byID(id string) *entity {
	n, err := strconv.Atoi(strings.TrimPrefix(id, "a"))
	if err != nil || n < 1 || n > len(r.ents) {
		return nil
	}
	return r.ents[n-1]
}

// StateOf returns the state that a person serves or is of.
func (r *Resolver) StateOf(id string) (string, bool) {
	e := r.byID(id)
	if e == nil || e.kind != "person" || e.country == "" {
		return "", false
	}
	return r.show(r.state(e.country, ""))
}
