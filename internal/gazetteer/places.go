package gazetteer

import (
	_ "embed"
	"encoding/binary"
	"slices"
	"sort"
	"strings"
	"sync"
)

//go:embed regions.tsv
var regionsTSV string

// citiesIndex holds the offsets in cities.tsv of all names and spellings, four
// bytes each, little-endian, in order of what they fold to: cities are looked up
// where they lie, and nothing of the table is read at start.
//
//go:embed cities.idx
var citiesIndex string

// town is the population below which a city is a Town.
const town = 15_000

type placeTable struct {
	all    []Place
	byName map[string][]int32
}

// places are the sites and regions; cities have an index.
var places = sync.OnceValue(func() *placeTable {
	t := &placeTable{byName: map[string][]int32{}}
	add := func(p Place) {
		i := int32(len(t.all))
		t.all = append(t.all, p)
		seen := map[string]bool{}
		for _, n := range append([]string{p.Name}, p.Aliases...) {
			if key := placeKey(n); key != "" && !seen[key] {
				seen[key] = true
				t.byName[key] = append(t.byName[key], i)
			}
		}
	}
	rows(sitesTSV, 6, func(c []string) {
		add(Place{Name: c[0], Kind: c[1], Alpha3: c[2], Lat: number(c[3]), Lon: number(c[4]), Aliases: list(c[5], ";")})
	})
	known := len(t.all)
	rows(regionsTSV, 5, func(c []string) {
		p := Place{Name: c[0], Kind: "region", Alpha3: alpha3(c[1]), Lat: number(c[2]), Lon: number(c[3]), Aliases: list(c[4], "|"), division: true}
		for _, i := range t.byName[placeKey(p.Name)] {
			if int(i) < known && t.all[i].Alpha3 == p.Alpha3 && t.all[i].Kind == p.Kind {
				return // the sites have it
			}
		}
		add(p)
	})
	return t
})

// placeKey is what the spellings of a place's name fold to, without the Arabic
// article.
func placeKey(name string) string { return strings.TrimPrefix(Fold(name), "al ") }

func alpha3(alpha2 string) string {
	if k, ok := CountryByCode(alpha2); ok {
		return k.Alpha3
	}
	return ""
}

// spelling is the name or spelling that starts at an offset of cities.tsv.
func spelling(at uint32) string {
	s := citiesTSV[at:]
	return s[:strings.IndexAny(s, "\t|\n")]
}

// row is the offset of the row of cities.tsv that holds an offset.
func row(at uint32) int { return strings.LastIndexByte(citiesTSV[:at], '\n') + 1 }

// city is the city of the row at an offset.
func city(row int) Place {
	line, _, _ := strings.Cut(citiesTSV[row:], "\n")
	c := strings.SplitN(line, "\t", 6)
	return Place{Name: c[0], Kind: "city", Alpha3: alpha3(c[1]), Lat: number(c[2]), Lon: number(c[3]),
		Population: int(number(c[4])) * 1000, Aliases: list(c[5], "|")}
}

func entry(k int) uint32 { return binary.LittleEndian.Uint32([]byte(citiesIndex[4*k : 4*k+4])) }

// citiesNamed are the cities with a key, each once.
func citiesNamed(key string) (out []Place) {
	n := len(citiesIndex) / 4
	var seen []int
	for k := sort.Search(n, func(k int) bool { return placeKey(spelling(entry(k))) >= key }); k < n; k++ {
		at := entry(k)
		if placeKey(spelling(at)) != key {
			break
		}
		if r := row(at); !slices.Contains(seen, r) {
			seen = append(seen, r)
			out = append(out, city(r))
		}
	}
	return out
}

// PlacesByName returns the places with a name or spelling: sites, regions and
// waters first, then cities, whose own name it is before others, by size. A
// division of a state that bears the name of a city there is left out, and so
// are towns.
func PlacesByName(name string) []Place {
	return bearers(name, func(p Place) bool { return p.Population == 0 || p.Population >= town })
}

// Towns returns the places of fewer than 15,000 people with a name or
// spelling, by size.
func Towns(name string) []Place {
	return bearers(name, func(p Place) bool { return p.Population > 0 && p.Population < town })
}

func bearers(name string, want func(Place) bool) (out []Place) {
	key := placeKey(name)
	if key == "" {
		return nil
	}
	t := places()
	all := citiesNamed(key)
	for _, i := range t.byName[key] {
		all = append(all, t.all[i])
	}
	cities := map[string]bool{}
	for _, p := range all {
		cities[p.Alpha3] = cities[p.Alpha3] || p.Population >= town
	}
	for _, p := range all {
		if want(p) && !(p.division && cities[p.Alpha3]) {
			out = append(out, p)
		}
	}
	rank := func(p Place) int { // the less, the sooner it is meant
		switch {
		case p.Population == 0:
			return 0
		case placeKey(p.Name) == key, p.Population >= 200_000:
			return 1
		}
		return 2
	}
	sort.SliceStable(out, func(a, b int) bool {
		if ra, rb := rank(out[a]), rank(out[b]); ra != rb {
			return ra < rb
		}
		return out[a].Population > out[b].Population
	})
	return out
}
