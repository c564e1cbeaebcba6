package merge

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
)

// A member is one actor of one reading. Names stand for numbers of the table.
type member struct {
	source, local          int32
	ref                    uint32 // its id in the reading
	name, names            uint32 // names: all, joined by zero bytes
	kind, country, sectors uint32
	cite                   uint32 // the agency or outlet that it is
	key                    uint32 // folded name
	alone                  bool   // known by a description only; joined with nothing
	class                  class
}

// folds keeps the folded form of names while actors are joined.
type folds struct {
	t     *table
	done  map[uint32]uint32
	names map[[2]uint32][]bodyName // of a name and all others
}

func (f *folds) of(n uint32) uint32 {
	if k, ok := f.done[n]; ok {
		return k
	}
	k := f.t.of(fold(f.t.list[n]))
	f.done[n] = k
	return k
}

// body is the folded name of what is no person.
func (f *folds) body(s string) uint32 {
	return f.t.of(strings.TrimPrefix(f.t.list[f.of(f.t.of(s))], "the "))
}

// A bodyName is a name of what is no person. Others join it where it is one
// and no description, or what it is called first.
type bodyName struct {
	key   uint32 // folded
	joins bool
}

// bodies are the names of a member that is no person.
func (f *folds) bodies(m *merger, mb *member) []bodyName {
	at := [2]uint32{mb.name, mb.names}
	if list, ok := f.names[at]; ok {
		return list
	}
	var out []bodyName
	own := m.str(mb.name)
	for _, n := range m.allNames(mb) {
		key := f.body(n)
		out = append(out, bodyName{key, key != 0 && (named(n) || n == own)})
	}
	f.names[at] = out
	return out
}

// A class parts actors that a name in common does not join.
type class uint8

const (
	classBody class = iota
	classPerson
	classState
	classPopulation
)

var classNames = [...]string{"body", "person", "state", "population"}

func classOf(kind string) class {
	switch kind {
	case "person":
		return classPerson
	case "state":
		return classState
	case "population":
		return classPopulation
	}
	return classBody
}

// actors joins the actors of all readings. Bodies and states are joined by
// name; persons by last name and what is known of the first one, a bare last
// name only where one person alone can be meant.
func (m *merger) actors() error {
	f := &folds{m.names, map[uint32]uint32{}, map[[2]uint32][]bodyName{}}
	if err := m.readNames(f); err != nil {
		return err
	}
	u := newUnion(len(m.members))
	m.joinBodies(f, u)
	m.joinPersons(u)
	groups, err := m.correctGroups(u)
	if err != nil {
		return err
	}
	m.people = make([]party, len(groups))
	used := map[uint64]int{}
	for n, g := range groups {
		for _, i := range g {
			mb := &m.members[i]
			m.actorOf[mb.source][mb.local] = int32(n)
		}
		a := m.newActor(g)
		m.people[n] = party{id: again(used, "a", m.actorID(g)), name: m.names.of(a.Name), country: m.names.of(a.Country), group: g}
	}
	return nil
}

// again makes the id of a second entry that would have the same one another.
func again(used map[uint64]int, prefix string, n uint64) uint64 {
	used[n]++
	if k := used[n]; k > 1 {
		return sum64(idString(prefix, n), strings.Repeat("+", k))
	}
	return n
}

// readNames reads the actors and places of all readings, in order of source.
func (m *merger) readNames(f *folds) error {
	m.actorOf, m.placeOf = make([][]int32, len(m.sources)), make([][]int32, len(m.sources))
	err := m.each(PartNames, func(i int, d *decoder) {
		n := d.count()
		m.actorOf[i] = make([]int32, n)
		for k := range n {
			mb := member{ref: d.name(m.names), source: int32(i), local: int32(k), name: d.name(m.names), kind: d.name(m.names), country: d.name(m.names),
				sectors: d.name(m.names), names: d.name(m.names), cite: d.name(m.names)}
			name, kind := m.str(mb.name), m.str(mb.kind)
			mb.class = classOf(kind)
			mb.key = f.of(mb.name)
			mb.alone = mb.key == 0 || !named(name) && !(mb.country != 0 && kind != "person")
			if kind != "person" {
				mb.key = f.body(name)
			}
			m.members = append(m.members, mb)
		}
		n = d.count()
		m.placeOf[i] = make([]int32, n)
		for k := range n {
			m.spots = append(m.spots, readSpot(m.names, i, k, d))
		}
	})
	slices.SortFunc(m.members, func(a, b member) int { return cmp.Or(cmp.Compare(a.source, b.source), cmp.Compare(a.local, b.local)) })
	m.memberAt = make([]int, len(m.sources)+1)
	for _, mb := range m.members {
		m.memberAt[mb.source+1]++
	}
	for i := range m.sources {
		m.memberAt[i+1] += m.memberAt[i]
	}
	slices.SortFunc(m.spots, func(a, b spot) int { return cmp.Or(cmp.Compare(a.source, b.source), cmp.Compare(a.local, b.local)) })
	return err
}

// allNames are the name of a member and all its others.
func (m *merger) allNames(mb *member) []string {
	return append([]string{m.str(mb.name)}, list(m.str(mb.names))...)
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

// A bodyKey is what bodies that are one have in common.
type bodyKey struct {
	class         class
	name, country uint32
}

// A describedKey is a description in the prints of one copy: the n-th so
// described.
type describedKey struct {
	family, n int
	name      uint32
}

// joinBodies joins all but persons: states by country, the rest by any name
// in common where their countries do not differ. A description is the same in
// all prints of one copy, and nowhere else.
func (m *merger) joinBodies(f *folds, u union) {
	first := map[bodyKey]int{}
	meet := func(i int, key bodyKey) {
		if j, ok := first[key]; ok {
			u.join(i, j)
		} else {
			first[key] = i
		}
	}
	countries := m.countriesOf(f)
	described := map[describedKey]int{}
	told := map[[2]uint32]int{} // how often a source has a description
	for i := range m.members {
		mb := &m.members[i]
		if k := m.family[mb.source]; mb.alone && mb.key != 0 && k >= 0 {
			at := [2]uint32{uint32(mb.source), mb.key}
			told[at]++
			key := describedKey{k, told[at], mb.key}
			if j, ok := described[key]; ok {
				u.join(i, j)
			} else {
				described[key] = i
			}
		}
		if mb.alone || mb.class == classPerson {
			continue
		}
		if mb.class == classState && mb.country != 0 {
			meet(i, bodyKey{class: classState, country: mb.country})
			continue
		}
		for _, n := range f.bodies(m, mb) {
			if !n.joins {
				continue
			}
			country := mb.country
			if known := countries[bodyKey{class: mb.class, name: n.key}]; country == 0 && len(known) == 1 {
				country = known[0]
			}
			meet(i, bodyKey{mb.class, n.key, country})
		}
	}
}

// countriesOf lists the countries that each name of a body is known with.
func (m *merger) countriesOf(f *folds) map[bodyKey][]uint32 {
	out := map[bodyKey][]uint32{}
	for i := range m.members {
		mb := &m.members[i]
		if mb.alone || mb.country == 0 || mb.class == classPerson {
			continue
		}
		for _, n := range f.bodies(m, mb) {
			key := bodyKey{class: mb.class, name: n.key}
			if !slices.Contains(out[key], mb.country) {
				out[key] = append(out[key], mb.country)
			}
		}
	}
	return out
}

// actorID is the number of the id of a group.
func (m *merger) actorID(group []int) uint64 {
	first := &m.members[group[0]]
	if kind, country := m.common(group); classOf(kind) == classState && country != "" {
		return sum64("state", country)
	}
	if first.alone {
		return sum64(m.str(first.key), m.sources[first.source].key, m.str(first.ref))
	}
	return sum64(classNames[first.class], m.str(first.key), m.str(first.country))
}

// common is the kind of most members and the country of most that have one. A
// body that few readings give a country, as "the EU" beside "the US", has none.
func (m *merger) common(group []int) (kind, country string) {
	var kinds, countries []string
	for _, i := range group {
		kinds = append(kinds, m.str(m.members[i].kind))
		if c := m.members[i].country; c != 0 {
			countries = append(countries, m.str(c))
		}
	}
	kind = commonestOf(kinds)
	if kind == "organization" && 3*len(countries) < len(group) {
		return kind, ""
	}
	return kind, commonestOf(countries)
}

// newActor says what an actor is called and is.
func (m *merger) newActor(group []int) Actor {
	n, lead := map[string]int{}, map[string]int{}
	var sectors []string
	for _, i := range group {
		mb := &m.members[i]
		name := m.str(mb.name)
		lead[name]++
		n[name]++
		for _, s := range list(m.str(mb.names)) {
			if s != name {
				n[s]++
			}
		}
		if s := m.str(mb.sectors); s != "" && (len(sectors) == 0 || sectors[len(sectors)-1] != s) {
			sectors = append(sectors, s)
		}
	}
	out := Actor{Sectors: set(strings.Fields(strings.Join(set(sectors), " ")))}
	out.Kind, out.Country = m.common(group)
	for name := range n {
		out.Names = append(out.Names, name)
	}
	// The name shown is the one that leads most readings, fuller before shorter.
	slices.SortFunc(out.Names, func(a, b string) int {
		return cmp.Or(cmp.Compare(min(1, lead[b]), min(1, lead[a])), cmp.Compare(words(b), words(a)),
			cmp.Compare(lead[b], lead[a]), cmp.Compare(n[b], n[a]), cmp.Compare(a, b))
	})
	least := 1
	if out.Kind == "person" {
		least = min(2, words(out.Names[0]))
	}
	out.Name = bestName(out.Names, lead, least)
	return out
}

// bestName is the most frequent leading name among those of so many words at
// least: "Freya Lund" before "Lund", but "Russia" before what one report calls it.
func bestName(names []string, lead map[string]int, least int) string {
	best := names[0]
	for _, n := range names {
		if words(n) >= least && lead[n] > lead[best] {
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

// companyOf lists the actors that share an actor's events most often.
func (m *merger) companyOf(a int) []int32 { return pairsOf(m.company, a) }

// pairsOf lists what pairs in order have beside a number.
func pairsOf(pairs []uint64, n int) (out []int32) {
	at, _ := slices.BinarySearchFunc(pairs, uint64(n), func(p, n uint64) int { return cmp.Compare(p>>32, n) })
	for ; at < len(pairs) && pairs[at]>>32 == uint64(n); at++ {
		out = append(out, int32(uint32(pairs[at])))
	}
	return out
}

// top lists the k most counted numbers, of equals the one of the least id
// first: numbers change as reports come, ids do not.
func top(counts map[int]int, k int, id func(n int) uint64) []int {
	var out []int
	for n := range counts {
		out = append(out, n)
	}
	slices.SortFunc(out, func(a, b int) int { return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(id(a), id(b))) })
	return out[:min(k, len(out))]
}

func (m *merger) actorNumber(n int) uint64 { return m.people[n].id }
func (m *merger) placeNumber(n int) uint64 { return m.sites[n].id }

// distinct are the merged numbers of a list of a reading, each once, in the
// order of the reading.
func distinct(of []int32) []int {
	out := make([]int, 0, len(of))
	for _, n := range of {
		if !slices.Contains(out, int(n)) {
			out = append(out, int(n))
		}
	}
	return out
}

func (m *merger) actorIDs(list []int32) []string {
	out := make([]string, len(list))
	for i, n := range list {
		out[i] = idString("a", m.people[n].id)
	}
	return out
}

func (m *merger) placeIDs(list []int32) []string {
	out := make([]string, len(list))
	for i, n := range list {
		out[i] = idString("p", m.sites[n].id)
	}
	return out
}
