package event

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// kind returns the kind and the sectors of an actor; those who resolve no kinds
// name states.
func (f *finder) kind(id string) (kind string, sectors []string) {
	k, ok := f.in.Actors.(interface {
		Kind(string) (string, []string)
	})
	if !ok {
		return "state", nil
	}
	return k.Kind(id)
}

// able returns in which capacity an actor acts: as a state, its government,
// army, a party, an armed group, a crowd, an organisation, the press, or a
// person of whom nothing public is known.
func (f *finder) able(id string) string {
	kind, sectors := f.kind(id)
	is := func(names ...string) bool {
		return slices.ContainsFunc(names, func(s string) bool { return slices.Contains(sectors, s) })
	}
	switch {
	case kind == "state", kind == "government", kind == "military", kind == "armed_group":
		return kind
	case is("MED"):
		return "press"
	case is("GOV", "LEG", "MIL", "JUD", "COP", "SPY"):
		return "office"
	case is("PTY", "OPP", "REB", "IGO", "ELI"):
		return "party"
	case kind == "population":
		return "people"
	case is("NGO", "REL", "LAB", "CVL", "REF", "EDU"):
		return "civil"
	case is("BUS"):
		return "firm"
	case kind == "":
		return "none"
	}
	return kind
}

// public tells the capacities in which one acts politically.
var public = words("state government military armed_group office party")

// ablest returns the most telling capacity among actors, "none" for none.
func (f *finder) ablest(ids []string) string {
	best := "none"
	for _, id := range ids {
		a := f.able(id)
		if public[a] {
			return a
		}
		best = a
	}
	return best
}

// survey tells how public a report is: the share of its named actors that act
// politically, the share of its sentences in which the engine sees an event,
// and the actor named most.
func (f *finder) survey(s *setting) {
	n, open := 0, 0
	count := map[string]int{}
	for i := range f.doc.Tokens {
		if f.doc.Tokens[i].UPOS != "PROPN" {
			continue
		}
		if id, ok := f.in.Actors.At(i); ok {
			n++
			if s.title[strings.ToLower(f.doc.Tokens[i].Form)] && !slices.Contains(s.titled, id) {
				s.titled = append(s.titled, id)
			}
			if public[f.able(id)] {
				open++
				count[id]++
				if c := count[id]; c > count[s.main] || c == count[s.main] && id < s.main {
					s.main = id
				}
			}
		}
	}
	s.count = count
	s.leading = leading(count)
	s.public = tenths(open, n)
	s.high = make([]float32, len(f.doc.Sentences))
	told := 0
	for si, sent := range f.doc.Sentences {
		for k := sent.First; k < sent.First+sent.N && k < len(f.doc.Tokens); k++ {
			s.high[si] = max(s.high[si], f.doc.Tokens[k].Told)
		}
		if s.high[si] >= 0.3 {
			told++
		}
	}
	s.dense = tenths(told, len(f.doc.Sentences))
}

// tenths names a share in tenths, drawn to the middle where there is little.
func tenths(part, whole int) string { return strconv.Itoa((part*10 + 5) / (whole + 1)) }

// often names how often an actor is named in the report.
func (f *finder) often(id string) string {
	switch n := f.set.count[id]; {
	case id == f.set.main:
		return "main"
	case n >= 5:
		return "5"
	case n >= 2:
		return "2"
	}
	return strconv.Itoa(f.set.count[id])
}

// leaders is how many of the actors named most may be party to what names none.
const leaders = 4

// leading returns the actors named most, the first of them first.
func leading(count map[string]int) []string {
	var out []string
	for id, n := range count {
		if n > 1 {
			out = append(out, id)
		}
	}
	slices.SortFunc(out, func(a, b string) int {
		return cmp.Or(count[b]-count[a], len(a)-len(b), cmp.Compare(a, b))
	})
	return out[:min(len(out), leaders)]
}
