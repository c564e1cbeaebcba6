package situation

import (
	"strings"

	"readout/internal/codebook"
)

// sheltered reads "living in exile in Ruvia", "his asylum in Ruvia" and "fled
// to Ruvia": the country named shelters the guest.
func (f *finder) sheltered(i int) {
	h := f.tree.Head(i)
	noun := f.doc.Tokens[i].UPOS == "NOUN"
	subj := f.tree.Child(i, "nmod:poss", "nsubj")
	switch {
	case subj >= 0 && f.relative(subj) && h >= 0:
		subj = h // "Orm, who is in exile in Ruvia"
	case subj < 0 && noun && h >= 0:
		subj = f.tree.Child(h, "nsubj", "nsubj:pass")
	}
	guest, ok := f.who(subj)
	if !ok {
		return
	}
	near := f.tree.Children(i, "nmod", "obl")
	if h >= 0 && noun {
		near = append(near, f.tree.Children(h, "obl")...)
	}
	for _, k := range near {
		switch f.cased(k) {
		case "in", "to":
			host, named := f.anyone(k)
			if !named {
				host, named = f.stateOver(k)
			}
			if named && k != i {
				f.keep(i, "shelters", host, guest)
				if noun && f.goesOn(i, h) {
					f.beyondDoubt("shelters", host, guest, codebook.InForce)
				}
				return
			}
		}
	}
}

// goesOn reports whether the verb of noun i, h or a copula, tells what is: "lives
// in exile", "who is in exile".
func (f *finder) goesOn(i, h int) bool {
	for _, k := range append(f.tree.Children(i, "cop"), h) {
		if k < 0 {
			continue
		}
		switch strings.ToLower(f.doc.Tokens[k].Form) {
		case "is", "are", "lives", "live", "remains", "remain", "living":
			return true
		case "lived", "been", "remained": // "has lived in exile"
			for _, a := range append(f.tree.Children(k, "aux"), f.tree.Children(i, "aux")...) {
				if l := strings.ToLower(f.doc.Tokens[a].Form); l == "has" || l == "have" {
					return true
				}
			}
		}
	}
	return false
}

// stateOver returns the state in which the place that word k names lies, where the
// report names that state too.
func (f *finder) stateOver(k int) (string, bool) {
	p := f.placeNamed(k)
	if p == nil || p.Country == nil {
		return "", false
	}
	for si := range f.doc.Sentences {
		for _, t := range f.termsOf(si) {
			if kind, _, country := f.look(t.id); !t.place && kind == "state" && country == *p.Country {
				return t.id, true
			}
		}
	}
	return "", false
}
