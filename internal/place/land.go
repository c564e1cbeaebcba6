package place

// settleCountries gives each place on land without a country that of the places
// named beside it, where they are all of one.
func (f *Finder) settleCountries() {
	beside := f.lands()
	for i := range f.places {
		p := &f.places[i]
		if p.Country != nil || p.Kind == "sea" || p.Kind == "water" || p.Lat != nil {
			continue
		}
		for _, s := range f.spots[i] {
			if c := beside[f.tree.Sentence(s.head)]; c != "" {
				p.Country = &c
				break
			}
		}
	}
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
