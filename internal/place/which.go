package place

import (
	"math"
	"slices"
	"strings"

	"readout/internal/gazetteer"
)

// which chooses among the bearers of a name: by what the text says contains
// it, by the countries of the report, by size.
func (f *Finder) which(n name, names []name, kind string) (gazetteer.Place, bool) {
	cands := f.bearers(n)
	if len(cands) == 0 {
		return gazetteer.Place{}, false
	}
	within, at := f.within(n, names), f.containing(n, names)
	seat, _ := gazetteer.Metonym(n.text)
	told := slices.ContainsFunc(cands, func(c gazetteer.Place) bool { return big(c) && f.weight[c.Alpha3] > 0 })
	best, score := -1, math.MinInt
	for i, c := range cands {
		if c.Population > 0 && c.Population < 500_000 && f.weight[c.Alpha3] == 0 && !f.same(n.text, c) && !f.same(f.bare(n.text), c) {
			continue // a rare spelling of a town in a country that the report does not name
		}
		s := len(cands) - i
		if within != "" && c.Alpha3 == within {
			s += 100000
		}
		if big(c) {
			s += 6000 * min(f.weight[c.Alpha3], 8)
		} else {
			s += 1500 * min(f.weight[c.Alpha3], 3)
		}
		if told && f.weight[c.Alpha3] == 0 && c.Alpha3 != "" {
			s -= 8000 // another bearer's country is named
		}
		if at != nil && c.Alpha3 == within {
			s += max(0, 60000-5000*int(apartness(c, *at)))
		}
		if c.Population > 0 {
			s += min(c.Population/1000, 20000) / 2
		} else {
			s += 9000
		}
		if seat == c.Alpha3 && seat != "" {
			s += 5000
		}
		if military(c.Kind) && f.based(n) {
			s += 30000
		} else if military(c.Kind) && kind == "" && c.Population == 0 && len(cands) > 1 {
			s -= 20000 // the town, unless the text says base
		} else if kind != "" && (c.Kind == kind) {
			s += 15000
		}
		if c.Population > 0 && f.weight[c.Alpha3] == 0 && c.Population < 100_000 {
			s -= 5000
		}
		if s > score {
			best, score = i, s
		}
	}
	if best < 0 {
		return gazetteer.Place{}, false
	}
	p := cands[best]
	if within != "" && p.Alpha3 != within && p.Alpha3 != "" {
		return gazetteer.Place{}, false // the text says another
	}
	return p, true
}

// bearers are the places that have a name, with or without the word for their
// kind. Towns count where nothing larger has it.
func (f *Finder) bearers(n name) []gazetteer.Place {
	bare := f.bare(n.text)
	for _, find := range []func(string) []gazetteer.Place{gazetteer.PlacesByName, gazetteer.Towns} {
		for _, s := range []string{n.text, bare} {
			if list := find(s); len(list) > 0 {
				return list
			}
		}
	}
	return nil
}

// based reports whether a name hangs from a word for a base, or the clause
// of one: "Russia's bases at Hmeimim and Tartus".
func (f *Finder) based(n name) bool {
	i := n.head
	for hops := 0; hops < 4; hops++ {
		h := f.tree.Head(i)
		if h < 0 {
			return false
		}
		switch l := strings.ToLower(f.doc.Tokens[h].Lemma); l {
		case "base", "bases", "airbase", "facility", "outpost":
			return true
		}
		switch f.tree.Rel(i) {
		case "conj", "appos", "nmod", "compound", "flat":
			i = h
		default:
			return false
		}
	}
	return false
}

func military(kind string) bool { return kind == "airbase" || kind == "naval_base" }

// bare drops the word for a kind of place from a name: "Idlib province".
func (f *Finder) bare(s string) string {
	words := strings.Fields(s)
	if len(words) < 2 {
		return s
	}
	last := strings.ToLower(words[len(words)-1])
	if placeNouns[last] {
		return strings.Join(words[:len(words)-1], " ")
	}
	return s
}

// within returns the country that the text says a name lies in: "Tripoli,
// Lebanon", "Syria's Idlib", "the northern Syrian city of Aleppo".
func (f *Finder) within(n name, names []name) string {
	if o, ok := f.outer(n, names); ok {
		if c := code(o.text); c != "" && !f.actors.Namesake(o.text) && !f.elsewhere(n.text, c, o.text) {
			return c
		}
		if p, ok := region(o.text); ok {
			return p.Alpha3
		}
	}
	at := []int{n.head}
	if h := f.tree.Head(n.head); h >= 0 {
		switch f.tree.Rel(n.head) {
		case "compound", "nmod", "appos", "flat", "nmod:desc":
			if placeNouns[f.lower(h)] && !hosted[f.lower(h)] { // "a Ruvian base in Manta"
				at = append(at, h)
			}
		}
	}
	for _, i := range at {
		for _, k := range f.tree.Children(i, "nmod:poss", "amod", "nmod", "appos", "compound") {
			if k >= n.first && k <= n.last || k > 0 && f.doc.Tokens[k-1].Form == "/" { // "WASHINGTON/BAGHDAD"
				continue
			}
			if c := f.codeAt(k, names); c != "" {
				return c
			}
		}
	}
	if _, seat := gazetteer.Metonym(n.text); !seat {
		return f.inside(n, names)
	}
	return ""
}

// hosted lists places that are another's than the country they lie in.
var hosted = set("base bases outpost outposts garrison garrisons camp camps port")

// inside returns the country of the region or country that a name is said to be in
// right after it: "Maga in Kebbi state", "Camp Orsk in northern Ruvia".
func (f *Finder) inside(n name, names []name) string {
	at := n.last + 1
	if at+1 >= len(f.doc.Tokens) || f.lower(at) != "in" {
		return ""
	}
	for at++; at+1 < len(f.doc.Tokens) && (f.lower(at) == "the" || sides[f.lower(at)]); at++ {
	}
	for _, o := range names {
		if o.first != at {
			continue
		}
		if c := code(o.text); c != "" && !f.actors.Namesake(o.text) {
			return c
		}
		if p, ok := region(o.text); ok {
			return p.Alpha3
		}
	}
	return ""
}

func (f *Finder) codeAt(k int, names []name) string {
	for _, o := range names {
		if o.first <= k && k <= o.last {
			if c := code(o.text); c != "" {
				return c
			}
			if p := gazetteer.PlacesByName(o.text); len(p) > 0 && (p[0].Kind == "region" || p[0].Population > 300_000) {
				return p[0].Alpha3
			}
			return ""
		}
	}
	c, _ := gazetteer.Demonym(f.doc.Tokens[k].Form)
	return c
}

func code(s string) string {
	if c, ok := gazetteer.CountryByName(s); ok {
		return c.Alpha3
	}
	c, _ := gazetteer.Demonym(s)
	return c
}

// region returns the region that a name is of, the states of the United States
// by their short forms too.
func region(name string) (gazetteer.Place, bool) {
	for _, p := range gazetteer.PlacesByName(name) {
		if p.Kind == "region" {
			return p, true
		}
	}
	return gazetteer.Place{}, false
}

// big tells places that news names without saying where they lie.
func big(p gazetteer.Place) bool { return p.Population == 0 || p.Population >= 100_000 }

// elsewhere reports whether a name lies not in the country of a code but in the
// region that bears the country's name: "Athens, Georgia".
func (f *Finder) elsewhere(name, code, outer string) bool {
	p, ok := region(outer)
	if !ok || p.Alpha3 == code {
		return false
	}
	in := func(c string) bool {
		return slices.ContainsFunc(gazetteer.PlacesByName(name), func(q gazetteer.Place) bool { return q.Alpha3 == c })
	}
	return in(p.Alpha3) && !in(code)
}

// containing returns the region said right after a name: "Portland, Maine".
func (f *Finder) containing(n name, names []name) *gazetteer.Place {
	if o, ok := f.outer(n, names); ok {
		if p, ok := region(o.text); ok {
			return &p
		}
	}
	return nil
}

// outer returns the name said right after a name and a comma: "Portland, Maine". That
// of who begins to act there is none: "an attack on Samara, Ruvia said".
func (f *Finder) outer(n name, names []name) (name, bool) {
	next := n.last + 1
	if next >= len(f.doc.Tokens) || f.lower(next) != "," {
		return name{}, false
	}
	for _, o := range names {
		if o.first != next+1 {
			continue
		}
		h := f.tree.Head(o.head)
		acts := f.tree.Rel(o.head) == "nsubj" && h == o.last+1 && f.doc.Tokens[h].UPOS == "VERB"
		return o, !acts
	}
	return name{}, false
}

// full is a name with the region or country said right after it: "Portland,
// Maine"; "" where none is.
func (f *Finder) full(n name, names []name) string {
	if o, ok := f.outer(n, names); ok && (code(o.text) != "" || f.containing(n, names) != nil) {
		return f.words(n.first, o.last)
	}
	return ""
}

// apartness is how far two places lie apart, in degrees of latitude.
func apartness(a, b gazetteer.Place) float64 {
	return math.Hypot(a.Lat-b.Lat, (a.Lon-b.Lon)*math.Cos(a.Lat*math.Pi/180))
}
