package merge

import (
	"cmp"
	"slices"
)

// A namesake is the persons of one full name so far.
type namesake struct {
	lead    int // index of a member
	words   []string
	country map[string]int
	days    []int
	sources []int
}

// joinPersons joins persons in two steps: full names that can be spellings of
// one another, then short names (a last name alone, an initial) with the one
// full name that they can mean.
func (m *merger) joinPersons(members []member, u union) {
	byLast := map[string][]*namesake{}
	var short []int
	for i, mb := range members {
		if mb.alone || mb.actor.Kind != "person" || len(mb.names) == 0 {
			continue
		}
		if full := mb.names[0]; len(full) < 2 || len(full[0]) < 2 {
			short = append(short, i)
			continue
		}
		m.joinFull(members, i, u, byLast)
	}
	alone := map[string]int{}
	for _, i := range short {
		mb := members[i]
		if j := m.meant(mb, byLast); j >= 0 {
			u.join(i, j)
			continue
		}
		key := mb.names[0][len(mb.names[0])-1] + "\x00" + value(mb.actor.Country)
		if j, ok := alone[key]; ok {
			u.join(i, j)
		} else {
			alone[key] = i
		}
	}
}

func lastOf(words []string) string { return words[len(words)-1] }

// joinFull joins a full name with the namesakes that it can be a spelling of.
func (m *merger) joinFull(members []member, i int, u union, byLast map[string][]*namesake) {
	mb := members[i]
	full := mb.names[0]
	key := skeleton(lastOf(full))
	country := value(mb.actor.Country)
	for _, n := range byLast[key] {
		if !sameFull(n.words, full) || !slices.Equal(n.words, full) && !n.fits(country) {
			continue
		}
		u.join(n.lead, i)
		n.add(country, m.sources[mb.source].day, mb.source)
		return
	}
	n := &namesake{lead: i, words: full, country: map[string]int{}}
	n.add(country, m.sources[mb.source].day, mb.source)
	byLast[key] = append(byLast[key], n)
}

func (n *namesake) add(country string, day, source int) {
	if country != "" {
		n.country[country]++
	}
	n.days = append(n.days, day)
	n.sources = append(n.sources, source)
}

// fits says that a country does not speak against a namesake.
func (n *namesake) fits(country string) bool {
	return country == "" || len(n.country) == 0 || n.country[country] > 0
}

// sameFull says that two full names can be spellings of one: last words
// nearly the same, first words too, words between them free to be left out.
func sameFull(a, b []string) bool {
	if !nearly(lastOf(a), lastOf(b)) {
		return false
	}
	if nearly(a[0], b[0]) {
		return true
	}
	// Recep Tayyip Erdogan, Tayyip Erdogan
	for _, w := range a[:len(a)-1] {
		if len(b) == 2 && nearly(w, b[0]) {
			return true
		}
	}
	for _, w := range b[:len(b)-1] {
		if len(a) == 2 && nearly(w, a[0]) {
			return true
		}
	}
	return false
}

// near is how far from the day of a report a namesake may have been told of
// for a short name to mean it.
const nearDays = 365

// meant finds the one namesake that a short name can mean, -1 for none or
// several. Of several, the one told of far more often in these days is meant.
func (m *merger) meant(mb member, byLast map[string][]*namesake) int {
	short := mb.names[0]
	day := m.sources[mb.source].day
	type candidate struct{ lead, reports int }
	var found []candidate
	for _, n := range byLast[skeleton(lastOf(short))] {
		if !nearly(lastOf(n.words), lastOf(short)) || !n.fits(value(mb.actor.Country)) {
			continue
		}
		if len(short) > 1 && short[0][0] != n.words[0][0] {
			continue
		}
		c := candidate{lead: n.lead}
		for k, d := range n.days {
			if g, ok := gap(d, day); !ok || g <= nearDays {
				c.reports++
			}
			if n.sources[k] == mb.source {
				c.reports += 2
			}
		}
		if c.reports > 0 {
			found = append(found, c)
		}
	}
	slices.SortFunc(found, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.reports, a.reports), cmp.Compare(a.lead, b.lead))
	})
	switch {
	case len(found) == 0:
		return -1
	case len(found) == 1 || found[0].reports >= 4*found[1].reports:
		return found[0].lead
	}
	return -1
}
