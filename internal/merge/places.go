package merge

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"readout/internal/record"
)

// sameKm is how far apart two places of one name may lie and be one.
const sameKm = 60

// A spot is one place of one reading.
type spot struct {
	source int
	place  *record.Place
}

// places joins the places of all readings that have a name in common and do
// not lie in two countries or far apart.
func (m *merger) places() {
	var spots []spot
	for i, s := range m.sources {
		for j := range s.Reading.Places {
			spots = append(spots, spot{i, &s.Reading.Places[j]})
		}
	}
	u := newUnion(len(spots))
	byName := map[string][]int{}
	for i, sp := range spots {
		for _, n := range set(append([]string{fold(sp.place.Name)}, foldAll(sp.place.Names)...)) {
			key := installation(sp.place.Kind) + "\x00" + strings.TrimPrefix(n, "the ")
			joined := false
			for _, j := range byName[key] {
				if samePlace(spots[j].place, sp.place) {
					u.join(i, j)
					joined = true
					break
				}
			}
			if !joined {
				byName[key] = append(byName[key], i)
			}
		}
	}
	m.placeOf = make([]idMap, len(m.sources))
	for i := range m.placeOf {
		m.placeOf[i] = idMap{}
	}
	used := map[string]int{}
	for _, g := range m.correctSpots(spots, u) {
		for _, i := range g {
			m.placeOf[spots[i].source][spots[i].place.ID] = len(m.out.Places)
		}
		p := m.newPlace(spots, g)
		used[p.ID]++
		if k := used[p.ID]; k > 1 {
			p.ID = id("p", p.ID, strings.Repeat("+", k))
		}
		m.out.Places = append(m.out.Places, p)
	}
}

func foldAll(names []string) []string {
	var out []string
	for _, n := range names {
		if f := fold(n); f != "" {
			out = append(out, f)
		}
	}
	return out
}

// installation parts an installation from the town whose name it bears.
func installation(kind string) string {
	switch kind {
	case "airbase", "naval_base", "airport", "building", "installation", "border_crossing":
		return "installation"
	}
	return ""
}

func samePlace(a, b *record.Place) bool {
	if a.Country != nil && b.Country != nil && *a.Country != *b.Country {
		return false
	}
	if a.Lat == nil || a.Lon == nil || b.Lat == nil || b.Lon == nil || a.Kind == "country" || a.Kind == "region" || a.Kind == "sea" {
		return true
	}
	return km(*a.Lat, *a.Lon, *b.Lat, *b.Lon) <= sameKm
}

// km is the distance of two points, near enough for short ones.
func km(lat1, lon1, lat2, lon2 float64) float64 {
	x := (lon2 - lon1) * math.Cos((lat1+lat2)/2*math.Pi/180)
	return math.Hypot(x, lat2-lat1) * 111.2
}

func (m *merger) newPlace(spots []spot, group []int) Place {
	var names, kinds, countries []string
	var sources []int
	out := Place{}
	for _, i := range group {
		p := spots[i].place
		names = append(names, p.Name)
		kinds = append(kinds, p.Kind)
		if p.Country != nil {
			countries = append(countries, *p.Country)
		}
		out.Names = append(append(out.Names, p.Name), p.Names...)
		if out.Lat == nil && p.Lat != nil && p.Lon != nil {
			out.Lat, out.Lon = p.Lat, p.Lon
		}
		sources = append(sources, spots[i].source)
	}
	out.Name, out.Kind, out.Country = commonestOf(names), commonestOf(kinds), commonestOf(countries)
	out.Names = set(out.Names)
	slices.SortStableFunc(out.Names, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
	out.Support = m.support(compactInts(sources))
	first := spots[group[0]].place
	out.ID = id("p", installation(first.Kind), fold(first.Name), value(first.Country))
	return out
}
