package actor

import "readout/internal/gazetteer"

// Namesake reports whether a country's name means the region of another country
// that bears it too, by what else the report names: "Georgia" among Florida and
// Alabama.
func (r *Resolver) Namesake(name string) bool {
	if r.namesake == nil {
		r.namesake = map[string]bool{}
	}
	f := gazetteer.Fold(name)
	is, known := r.namesake[f]
	if !known {
		is = r.namesakeOf(name)
		r.namesake[f] = is
	}
	return is
}

func (r *Resolver) namesakeOf(name string) bool {
	c, _ := gazetteer.CountryByName(name)
	var region gazetteer.Place
	for _, p := range gazetteer.PlacesByName(name) {
		if p.Kind == "region" && p.Alpha3 != c.Alpha3 {
			region = p
		}
	}
	if region.Name == "" {
		return false
	}
	here, there := 0, 0 // the region's country, the country of the name
	for i := range r.doc.Tokens {
		f := r.doc.Tokens[i].Form
		if !capital(f) || gazetteer.Fold(f) == gazetteer.Fold(name) {
			continue
		}
		code := codeOf(f)
		p := gazetteer.PlacesByName(f)
		if code == "" && len(p) > 0 && (p[0].Kind == "region" || p[0].Population > 300_000) {
			code = p[0].Alpha3
		}
		switch {
		case code == region.Alpha3 && len(p) > 0:
			here += 2 // a region or city beside it
		case code == region.Alpha3:
			here++
		case code == c.Alpha3:
			there += 4
		case neighbour(c.Alpha3, code):
			there += 2
		}
	}
	return here > there
}

// neighbour reports whether a country borders one whose name a region bears.
func neighbour(of, code string) bool {
	switch code {
	case "RUS", "ARM", "AZE", "TUR":
		return of == "GEO"
	}
	return false
}
