package actor

import (
	"strings"

	"readout/internal/gazetteer"
)

// stateParts are what a state has and a person has not: their possessor is a
// state, though no list names it.
var stateParts = set("parliament ministry ambassador embassy border borders coast coastline capital airspace territory waters constitution independence legislature currency")

// portfolios are what a minister of a state is named after.
var portfolios = set("foreign defense defence interior finance prime justice economy trade energy")

// unlisted takes names of one word that the text itself shows to be states,
// though the gazetteer does not know them: "Norrland's ambassador", "Norrland
// Defense Minister Anders Holm", "the Republic of Norrland", "Tavrian troops"
// beside "Tavria". It returns the names so found, and lets their mentions
// stand for states.
func (r *Resolver) unlisted() map[string]bool {
	may := map[string]bool{}
	for _, m := range r.mentions {
		if !strings.Contains(m.surface, " ") {
			ok, met := may[m.surface]
			may[m.surface] = r.mayBeState(m) && (ok || !met)
		}
	}
	states := map[string]bool{}
	for i, t := range r.doc.Tokens {
		switch {
		case may[t.Form] && demonymOf(t.Form, may) == "" && (r.hasStatePart(i) || r.beforePortfolio(i) || r.afterRealm(i)):
			states[t.Form] = true
		case r.attributive(i) && capital(t.Form) && !r.demonym(i):
			if s := demonymOf(t.Form, may); s != "" {
				states[s] = true
			}
		}
	}
	if len(states) == 0 {
		return nil
	}
	for i := range r.mentions {
		if m := &r.mentions[i]; states[m.surface] || demonymOf(m.surface, states) != "" {
			m.typ = "STATE"
		}
	}
	return states
}

// attributive reports whether token i is an adjective, or stands as one before
// a noun or a minister's title.
func (r *Resolver) attributive(i int) bool {
	switch t := r.doc.Tokens[i]; {
	case t.UPOS == "ADJ":
		return true
	case t.UPOS != "PROPN":
		return false
	}
	rel := r.tree.Rel(i)
	return rel == "amod" || rel == "compound" || r.beforePortfolio(i)
}

// mayBeState reports whether a name is of one word that neither the gazetteer
// nor a fuller name of the report knows.
func (r *Resolver) mayBeState(m mention) bool {
	if m.typ == "NORP" || m.typ == "STATE" || strings.ContainsAny(m.surface, " .-") || len(m.surface) < 4 || strings.ToUpper(m.surface) == m.surface {
		return false
	}
	if m.first > 0 && honours[r.lower(m.first-1)] && r.lower(m.first-1) != "the" || r.borne(m) {
		return false
	}
	_, body := gazetteer.FindActor(m.surface)
	_, person := gazetteer.FindPerson(m.surface)
	if body || person {
		return false
	}
	p := gazetteer.PlacesByName(m.surface)
	return len(p) == 0 || p[0].Kind == "city" && p[0].Population < 50_000
}

// hasStatePart reports whether token i possesses what only states have.
func (r *Resolver) hasStatePart(i int) bool {
	if k := i + 1; k >= len(r.doc.Tokens) || !r.genitive(k) {
		return false
	}
	h := r.tree.Head(i)
	return h > i && stateParts[r.lower(h)]
}

// beforePortfolio reports whether a minister's title follows token i: "Norrland
// Defense Minister Anders Holm".
func (r *Resolver) beforePortfolio(i int) bool {
	k := i + 1
	return k+2 < len(r.doc.Tokens) && portfolios[r.lower(k)] && capital(r.doc.Tokens[k].Form) && r.lower(k+1) == "minister" && capital(r.doc.Tokens[k+2].Form)
}

// afterRealm reports whether "the Republic of" leads token i.
func (r *Resolver) afterRealm(i int) bool {
	if i < 2 || r.lower(i-1) != "of" {
		return false
	}
	switch r.doc.Tokens[i-2].Form {
	case "Republic", "Kingdom", "Emirate", "Sultanate", "Principality":
		return true
	}
	return false
}

// demonymOf returns the state among those given that an adjective of a people
// belongs to: "Tavrian" to "Tavria"; "" for none.
func demonymOf(s string, states map[string]bool) string {
	for _, end := range []string{"n", "an", "ian", "ese", "ish"} {
		stem, ok := strings.CutSuffix(s, end)
		if !ok || len(stem) < 3 {
			continue
		}
		for _, back := range []string{"", "a", "ia", "e"} {
			if end == "n" && !strings.HasSuffix(stem, "a") {
				continue
			}
			if states[stem+back] {
				return stem + back
			}
		}
	}
	return ""
}

// unlistedState returns the entity of a state that the gazetteer lacks, -1
// where the name is of none.
func (r *Resolver) unlistedState(name string) int {
	people := demonymOf(name, r.found)
	if !r.found[name] && people == "" {
		return -1
	}
	if people != "" && !r.found[name] {
		name = people
	}
	for i, e := range r.ents {
		if e.kind == "state" && e.known == name {
			return i
		}
	}
	return r.add(entity{kind: "state", sectors: []string{"GOV"}, known: name, names: []string{name}})
}
