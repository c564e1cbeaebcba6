package merge

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// sameKm is how far apart two places of one name may lie and be one.
const sameKm = 60

// A spot is one place of one reading. Names stand for numbers of the table.
type spot struct {
	source, local              int32
	name, kind, country, names uint32 // names: all, joined by zero bytes
	located                    bool
	lat, lon                   float64
}

func readSpot(t *table, source, local int, d *decoder) spot {
	p := spot{source: int32(source), local: int32(local), name: d.name(t), kind: d.name(t), country: d.name(t), names: d.name(t)}
	if p.located = d.uint() == 1; p.located {
		p.lat, p.lon = d.float(), d.float()
	}
	return p
}

// A siteKey is a name that places are joined by.
type siteKey struct {
	installation bool
	name         uint32
}

// places joins the places of all readings that have a name in common and do
// not lie in two countries or far apart.
func (m *merger) places() error {
	u := newUnion(len(m.spots))
	byName := map[siteKey][]int{}
	for i := range m.spots {
		sp := &m.spots[i]
		for _, n := range m.foldedNames(sp) {
			key := siteKey{installation(m.str(sp.kind)) != "", m.names.of(strings.TrimPrefix(n, "the "))}
			joined := false
			for _, j := range byName[key] {
				if m.samePlace(&m.spots[j], sp) {
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
	groups, err := m.correctSpots(u)
	if err != nil {
		return err
	}
	m.sites = make([]party, len(groups))
	used := map[uint64]int{}
	for n, g := range groups {
		for _, i := range g {
			m.placeOf[m.spots[i].source][m.spots[i].local] = int32(n)
		}
		p := m.newPlace(g)
		m.sites[n] = party{id: again(used, "p", m.placeID(g)), name: m.names.of(p.Name), country: m.names.of(p.Country), group: g}
	}
	return nil
}

func (m *merger) foldedNames(sp *spot) []string {
	out := []string{fold(m.str(sp.name))}
	for _, n := range list(m.str(sp.names)) {
		if f := fold(n); f != "" {
			out = append(out, f)
		}
	}
	return set(out)
}

// installation parts an installation from the town whose name it bears.
func installation(kind string) string {
	switch kind {
	case "airbase", "naval_base", "airport", "building", "installation", "border_crossing":
		return "installation"
	}
	return ""
}

func (m *merger) samePlace(a, b *spot) bool {
	if a.country != 0 && b.country != 0 && a.country != b.country {
		return false
	}
	kind := m.str(a.kind)
	if !a.located || !b.located || kind == "country" || kind == "region" || kind == "sea" {
		return true
	}
	return km(a.lat, a.lon, b.lat, b.lon) <= sameKm
}

// km is the distance of two points, near enough for short ones.
func km(lat1, lon1, lat2, lon2 float64) float64 {
	x := (lon2 - lon1) * math.Cos((lat1+lat2)/2*math.Pi/180)
	return math.Hypot(x, lat2-lat1) * 111.2
}

func (m *merger) placeID(group []int) uint64 {
	first := &m.spots[group[0]]
	return sum64(installation(m.str(first.kind)), fold(m.str(first.name)), m.str(first.country))
}

// newPlace says what a place is called and is.
func (m *merger) newPlace(group []int) Place {
	var names, kinds, countries []string
	out := Place{}
	for _, i := range group {
		p := &m.spots[i]
		names = append(names, m.str(p.name))
		kinds = append(kinds, m.str(p.kind))
		if p.country != 0 {
			countries = append(countries, m.str(p.country))
		}
		out.Names = append(append(out.Names, m.str(p.name)), list(m.str(p.names))...)
		if out.Lat == nil && p.located {
			lat, lon := p.lat, p.lon
			out.Lat, out.Lon = &lat, &lon
		}
	}
	out.Name, out.Kind, out.Country = commonestOf(names), commonestOf(kinds), commonestOf(countries)
	out.Names = set(out.Names)
	slices.SortStableFunc(out.Names, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
	return out
}
