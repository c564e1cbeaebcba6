package actor

import (
	"slices"

	"readout/internal/gazetteer"
)

// bearer returns the body of the gazetteer that a name means here, of several: that of
// the country right before it ("Russia's Pacific Fleet"); the one that the report
// spells out somewhere ("Reporters Without Borders ... RSF"); else the first, but
// where the report hardly names its country, the one whose country it names most:
// the PDP of Nigeria, not of Kashmir.
func (r *Resolver) bearer(m mention) (*gazetteer.KnownActor, bool) {
	first, ok := gazetteer.FindActor(m.surface)
	if !ok {
		return nil, false
	}
	others := gazetteer.OtherActors(m.surface)
	if len(others) == 0 {
		return first, true
	}
	all := append([]*gazetteer.KnownActor{first}, others...)
	if c := r.countryBefore(m.first); c != "" {
		if i := slices.IndexFunc(all, func(k *gazetteer.KnownActor) bool { return k.Alpha3 == c }); i >= 0 {
			return all[i], true
		}
	}
	if i := slices.IndexFunc(all, r.spells); i >= 0 {
		return all[i], true
	}
	best := first
	for _, o := range others {
		if !everywhere(o) && r.home[o.Alpha3] > max(r.home[best.Alpha3], 4*r.home[first.Alpha3]) {
			best = o
		}
	}
	return best, true
}

// countryBefore returns the country that stands right before token i as what has or
// qualifies it: "Russia's", "Russian".
func (r *Resolver) countryBefore(i int) string {
	if i--; i > 0 && r.genitive(i) {
		i--
	}
	if i < 0 {
		return ""
	}
	if n, ok := r.names[i]; ok {
		return codeOf(r.mentions[n].surface)
	}
	return codeOf(r.doc.Tokens[i].Form)
}

// spells reports whether the report names a body by a name that no other bears.
func (r *Resolver) spells(k *gazetteer.KnownActor) bool {
	return slices.ContainsFunc(r.mentions, func(m mention) bool {
		found, ok := gazetteer.FindActor(m.surface)
		return ok && found == k && len(gazetteer.OtherActors(m.surface)) == 0
	})
}

// everywhere reports whether a body is one of those that reports of any country
// name: the press, companies, rights groups.
func everywhere(k *gazetteer.KnownActor) bool {
	return slices.ContainsFunc(k.Sectors, func(s string) bool { return s == "MED" || s == "BUS" || s == "NGO" })
}

// disputed reports whether bodies of several countries bear a name, so that it
// tells none.
func disputed(name string) bool {
	return slices.ContainsFunc(gazetteer.OtherActors(name), func(k *gazetteer.KnownActor) bool { return !everywhere(k) })
}
