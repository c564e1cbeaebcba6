package place

import (
	"fmt"

	"readout/internal/actor"
	"readout/internal/gazetteer"
	"readout/internal/lang"
	"readout/internal/record"
)

// Explained is Find, and keeps what decided for Why.
func Explained(d *lang.Doc, actors *actor.Resolver) *Finder {
	f := newFinder(d, actors)
	f.reasons = map[string]string{}
	return f.find()
}

// Why says of the places of the record what decided their country and
// coordinates, if they were read by Explained.
func (f *Finder) Why(w record.Why) {
	if f.reasons == nil {
		return
	}
	for _, p := range f.places {
		reason := f.reasons[p.ID]
		if reason == "" {
			reason = "by the words of the description"
		}
		w.Say(p.ID, "%s", reason)
	}
}

// explain keeps the reason of a place at its first name, where it is asked for.
func (f *Finder) explain(n name, p record.Place, names []name) {
	if q := f.Named(n.first); q != nil && f.reasons != nil && f.reasons[q.ID] == "" {
		f.reasons[q.ID] = f.reason(n, p, names)
	}
}

// reason says what decided which place a name is of.
func (f *Finder) reason(n name, p record.Place, names []name) string {
	country := ""
	if p.Country != nil {
		country = *p.Country
	}
	if _, ok := gazetteer.CountryByName(n.text); ok && country != "" {
		if p.Kind == "region" {
			return "country " + country + ": a side of the country named"
		}
		return "country and coordinates: the table of countries"
	}
	within := f.within(n, names)
	said := within != "" && within == country
	cands := f.bearers(n)
	switch {
	case p.Lat == nil && said:
		return "country " + country + ": the text says that it lies there; no coordinates: the gazetteer has no such place there"
	case p.Lat == nil:
		return "no coordinates: the gazetteer has no such place"
	case len(cands) == 1:
		return "country and coordinates: the one bearer of the name in the gazetteer"
	}
	how := "the best known is meant where the text does not say"
	switch {
	case said:
		how = "the text says that it lies in " + country
	case f.weight[country] > 0:
		how = "the report names " + country
	}
	return fmt.Sprintf("country and coordinates: of %d bearers of the name, this one, since %s", len(cands), how)
}
