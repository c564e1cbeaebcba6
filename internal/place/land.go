package place

// settleCountries gives each place on land without a country that of the places
// named beside it, where they are all of one, else of those named last before it,
// else of those named next.
func (f *Finder) settleCountries() {
	beside := f.lands()
	for i := range f.places {
		p := &f.places[i]
		if p.Country != nil || p.Kind == "sea" || p.Kind == "water" || p.Lat != nil {
			continue
		}
		if c := f.landOf(f.spots[i], beside); c != "" {
			p.Country = &c
		}
	}
}

// landOf returns the country of the land around the spots of a place, "" for none.
func (f *Finder) landOf(spots []spot, beside map[int]string) string {
	for _, s := range spots {
		if c := beside[f.tree.Sentence(s.head)]; c != "" {
			return c
		}
	}
	if len(spots) == 0 {
		return ""
	}
	at := f.tree.Sentence(spots[0].head)
	for n := at; n >= 0; n-- {
		if c := beside[n]; c != "" {
			return c
		}
	}
	for n := at; n < len(f.doc.Sentences); n++ {
		if c := beside[n]; c != "" {
			return c
		}
	}
	return ""
}

// lands returns, by sentence, the one country that what stands as a place there
// lies in; "" where there are several.
func (f *Finder) lands() map[int]string {
	of := map[int]string{}
	for i, p := range f.places {
		if p.Country == nil {
			continue
		}
		for _, s := range f.spots[i] {
			n := f.tree.Sentence(s.head)
			c, met := of[n]
			switch {
			case !s.stands:
			case !met:
				of[n] = *p.Country
			case c != *p.Country:
				of[n] = ""
			}
		}
	}
	return of
}
