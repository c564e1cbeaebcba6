package actor

import (
	"slices"

	"readout/internal/gazetteer"
)

// ships keeps the names of ships: a prefix and the proper nouns behind it, "USS
// Cole". What else the report calls by the last of them is the ship, too.
func (r *Resolver) ships(taken []bool, keep func(mention)) {
	called := map[string]bool{}
	for i := range r.doc.Tokens {
		if _, ok := gazetteer.ShipPrefix(r.doc.Tokens[i].Form); !ok || taken[i] || r.tree.Sentence(i) < 0 {
			continue
		}
		last := i
		for end := r.open(i, 3, taken); last < end && r.doc.Tokens[last+1].UPOS == "PROPN" && capital(r.doc.Tokens[last+1].Form) && !calendar[r.lower(last+1)]; {
			last++
		}
		if last > i {
			keep(r.vessel(i, last))
			called[r.doc.Tokens[last].Form] = true
		}
	}
	for i := range r.doc.Tokens {
		if !taken[i] && called[r.doc.Tokens[i].Form] && r.tree.Sentence(i) >= 0 {
			keep(r.vessel(i, i))
		}
	}
}

// vessel makes a mention of a ship.
func (r *Resolver) vessel(first, last int) mention {
	m := r.mention(first, last, "ORG")
	m.typ, m.ship = "ORG", true
	return m
}

// ship returns the entity of a ship: a warship, a unit of its navy. A merchant
// ship is no actor.
func (r *Resolver) ship(m mention) int {
	for i, e := range r.ents {
		if e.vessel && slices.ContainsFunc(e.names, func(n string) bool { return lastWord(n) == lastWord(m.surface) }) {
			e.name(m.surface)
			return i
		}
	}
	navies, _ := gazetteer.ShipPrefix(r.doc.Tokens[m.first].Form)
	if len(navies) == 0 {
		return -1
	}
	country := navies[0]
	for _, c := range navies {
		if r.naming(c) {
			country = c
			break
		}
	}
	return r.add(entity{kind: "military", country: country, sectors: []string{"MIL"}, names: []string{m.surface}, known: m.surface, vessel: true})
}
