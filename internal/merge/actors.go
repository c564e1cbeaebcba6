package merge

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"readout/internal/record"
)

// A member is one actor of one reading, with what its names come to.
type member struct {
	source int
	actor  *record.Actor
	key    string     // folded fullest name
	names  [][]string // of a person: words of each name, fullest first
	alone  bool       // known by a description only; joined with nothing
}

// actors joins the actors of all readings. Bodies and states are joined by
// name; persons by last name and what is known of the first one, a bare last
// name only where one person alone can be meant.
func (m *merger) actors() {
	members := m.members()
	u := newUnion(len(members))
	m.joinBodies(members, u)
	m.joinPersons(members, u)
	groups := m.correctGroups(members, u)
	m.actorOf = make([]idMap, len(m.sources))
	for i := range m.actorOf {
		m.actorOf[i] = idMap{}
	}
	used := map[string]int{}
	for _, g := range groups {
		n := len(m.out.Actors)
		for _, i := range g {
			m.actorOf[members[i].source][members[i].actor.ID] = n
		}
		a := m.newActor(members, g)
		used[a.ID]++
		if k := used[a.ID]; k > 1 {
			a.ID = id("a", a.ID, strings.Repeat("+", k))
		}
		m.out.Actors = append(m.out.Actors, a)
	}
	m.company()
}

func (m *merger) members() []member {
	var out []member
	for i, s := range m.sources {
		for j := range s.Reading.Actors {
			a := &s.Reading.Actors[j]
			mb := member{source: i, actor: a, key: fold(a.Name)}
			mb.alone = mb.key == "" || !named(a.Name) && !(a.Country != nil && a.Kind != "person")
			if a.Kind == "person" {
				mb.names = personNames(a)
			} else {
				mb.key = strings.TrimPrefix(mb.key, "the ")
			}
			out = append(out, mb)
		}
	}
	return out
}

// named says that a name is one, and no description in small letters.
func named(name string) bool {
	for _, w := range strings.Fields(name) {
		r := []rune(w)
		if unicode.IsUpper(r[0]) || !unicode.IsLower(r[0]) {
			return true
		}
	}
	return false
}

func personNames(a *record.Actor) [][]string {
	var out [][]string
	for _, n := range append([]string{a.Name}, a.Names...) {
		if w := nameWords(fold(n)); len(w) > 0 && named(n) {
			out = append(out, w)
		}
	}
	slices.SortStableFunc(out, func(x, y []string) int { return cmp.Compare(len(y), len(x)) })
	return slices.CompactFunc(out, slices.Equal)
}

// class parts actors that a name in common does not join.
func class(kind string) string {
	switch kind {
	case "person", "state", "population":
		return kind
	}
	return "body"
}

// joinBodies joins all but persons: states by country, the rest by any name
// in common where their countries do not differ. A description is the same in
// all prints of one copy, and nowhere else.
func (m *merger) joinBodies(members []member, u union) {
	first := map[string]int{}
	meet := func(i int, key string) {
		if j, ok := first[key]; ok {
			u.join(i, j)
		} else {
			first[key] = i
		}
	}
	countries := countriesOf(members)
	told := map[string]int{} // how often a source has a description
	for i, mb := range members {
		if f := m.family[mb.source]; mb.alone && mb.key != "" && f >= 0 {
			at := fmt.Sprint(mb.source, "\x00", mb.key)
			told[at]++
			meet(i, fmt.Sprint("described\x00", f, "\x00", mb.key, "\x00", told[at]))
		}
		if mb.alone || mb.actor.Kind == "person" {
			continue
		}
		c := class(mb.actor.Kind)
		if c == "state" && mb.actor.Country != nil {
			meet(i, "state\x00"+*mb.actor.Country)
			continue
		}
		for _, n := range append([]string{mb.actor.Name}, mb.actor.Names...) {
			key := strings.TrimPrefix(fold(n), "the ")
			if key == "" || !named(n) && n != mb.actor.Name {
				continue
			}
			country := value(mb.actor.Country)
			if known := countries[c+"\x00"+key]; country == "" && len(known) == 1 {
				country = known[0]
			}
			meet(i, c+"\x00"+key+"\x00"+country)
		}
	}
}

// countriesOf lists the countries that each name of a body is known with.
func countriesOf(members []member) map[string][]string {
	out := map[string][]string{}
	for _, mb := range members {
		if mb.alone || mb.actor.Country == nil {
			continue
		}
		for _, n := range append([]string{mb.actor.Name}, mb.actor.Names...) {
			key := class(mb.actor.Kind) + "\x00" + strings.TrimPrefix(fold(n), "the ")
			if !slices.Contains(out[key], *mb.actor.Country) {
				out[key] = append(out[key], *mb.actor.Country)
			}
		}
	}
	return out
}

func (m *merger) newActor(members []member, group []int) Actor {
	n := map[string]int{}
	var kinds, countries, sectors []string
	var sources []int
	for _, i := range group {
		a := members[i].actor
		n[a.Name]++
		for _, s := range a.Names {
			if s != a.Name {
				n[s]++
			}
		}
		kinds = append(kinds, a.Kind)
		if a.Country != nil {
			countries = append(countries, *a.Country)
		}
		sectors = append(sectors, a.Sectors...)
		sources = append(sources, members[i].source)
	}
	out := Actor{Kind: commonestOf(kinds), Country: commonestOf(countries), Sectors: set(sectors)}
	for name := range n {
		out.Names = append(out.Names, name)
	}
	// The name shown is the one that leads most readings, fuller before shorter.
	lead := map[string]int{}
	for _, i := range group {
		lead[members[i].actor.Name]++
	}
	slices.SortFunc(out.Names, func(a, b string) int {
		return cmp.Or(cmp.Compare(min(1, lead[b]), min(1, lead[a])), cmp.Compare(words(b), words(a)),
			cmp.Compare(lead[b], lead[a]), cmp.Compare(n[b], n[a]), cmp.Compare(a, b))
	})
	out.Name = bestName(out.Names, lead)
	out.Support = m.support(compactInts(sources))
	first := members[group[0]]
	out.ID = id("a", class(first.actor.Kind), first.key, value(first.actor.Country))
	if first.alone {
		out.ID = id("a", first.key, m.sources[first.source].Key, first.actor.ID)
	}
	if class(out.Kind) == "state" && out.Country != "" {
		out.ID = id("a", "state", out.Country)
	}
	return out
}

// bestName is the most frequent leading name among those of at least two
// words, of all where none has two.
func bestName(names []string, lead map[string]int) string {
	best := names[0]
	for _, n := range names {
		if words(n) >= min(2, words(names[0])) && lead[n] > lead[best] {
			best = n
		}
	}
	return best
}

func words(s string) int { return len(strings.Fields(s)) }

func compactInts(list []int) []int {
	slices.Sort(list)
	return slices.Compact(list)
}

// company lists for each actor those who share its events most often.
func (m *merger) company() {
	with := make([]map[int]int, len(m.out.Actors))
	for i, s := range m.sources {
		for _, e := range s.Reading.Events {
			parties := m.refs(m.actorOf[i], e.Actors, e.Recipients)
			for _, a := range parties {
				for _, b := range parties {
					if a == b {
						continue
					}
					if with[a] == nil {
						with[a] = map[int]int{}
					}
					with[a][b]++
				}
			}
		}
	}
	for a := range with {
		m.out.Actors[a].Company = m.actorIDs(top(with[a], 8))
	}
}

// refs are the merged numbers of local ids, in order.
func (m *merger) refs(of idMap, lists ...[]string) []int {
	var out []int
	for _, list := range lists {
		for _, ref := range list {
			if n, ok := of[ref]; ok {
				out = append(out, n)
			}
		}
	}
	return compactInts(out)
}

// top lists the k most counted numbers, the least of equals first.
func top(counts map[int]int, k int) []int {
	var out []int
	for n := range counts {
		out = append(out, n)
	}
	slices.SortFunc(out, func(a, b int) int { return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b)) })
	return out[:min(k, len(out))]
}

func (m *merger) actorIDs(list []int) []string {
	out := []string{}
	for _, n := range list {
		out = append(out, m.out.Actors[n].ID)
	}
	return out
}
