package merge

import (
	"cmp"
	"slices"
)

// A namesake is the persons of one full name so far.
type namesake struct {
	lead      int // index of a member
	words     []*spelling
	countries []uint32
	days      []int32 // sorted once all are there
	sources   []int32 // in order
}

// joinPersons joins persons in two steps: full names that can be spellings of
// one another, then short names (a last name alone, an initial) with the one
// full name that they can mean.
func (m *merger) joinPersons(u union) {
	byLast := map[string][]*namesake{}
	names := newFullNames(m)
	var short []int
	for i := range m.members {
		mb := &m.members[i]
		if mb.alone || mb.class != classPerson {
			continue
		}
		full := names.of(mb)
		switch {
		case len(full.words) == 0:
		case len(full.words) < 2 || len(full.words[0].word) < 2:
			short = append(short, i)
		default:
			m.joinFull(i, full, u, byLast)
		}
	}
	for _, list := range byLast {
		for _, n := range list {
			slices.Sort(n.days)
		}
	}
	alone := map[string]int{}
	for _, i := range short {
		mb := &m.members[i]
		full := names.of(mb).words
		if j := m.meant(mb, full, byLast); j >= 0 {
			u.join(i, j)
			continue
		}
		key := lastOf(full).word + "\x00" + m.str(mb.country)
		if j, ok := alone[key]; ok {
			u.join(i, j)
		} else {
			alone[key] = i
		}
	}
}

func lastOf(words []*spelling) *spelling { return words[len(words)-1] }

// A fullName is the longest name of a person, word by word. It remembers which
// namesakes it can be a spelling of: the same name comes again and again.
type fullName struct {
	words []*spelling
	alike []*namesake // of those seen, in order
	seen  int         // of the namesakes with its last word
}

// FullNames keeps the longest names of persons.
type fullNames struct {
	m     *merger
	words speller
	done  map[[2]uint32]*fullName // of a name and all others
}

func newFullNames(m *merger) *fullNames {
	return &fullNames{m, speller{}, map[[2]uint32]*fullName{}}
}

// of is the longest name of a person.
func (f *fullNames) of(mb *member) *fullName {
	key := [2]uint32{mb.name, mb.names}
	if w, ok := f.done[key]; ok {
		return w
	}
	var best []string
	for _, n := range f.m.allNames(mb) {
		if w := nameWords(fold(n)); len(w) > len(best) && named(n) {
			best = w
		}
	}
	out := &fullName{words: make([]*spelling, len(best))}
	for i, w := range best {
		out.words[i] = f.words.of(w)
	}
	f.done[key] = out
	return out
}

// joinFull joins a full name with the first namesakes that it can be a
// spelling of.
func (m *merger) joinFull(i int, full *fullName, u union, byLast map[string][]*namesake) {
	mb := &m.members[i]
	key := lastOf(full.words).skeleton
	day := m.sources[mb.source].day
	for k := 0; ; k++ {
		if k == len(full.alike) && !full.seek(byLast[key]) {
			break
		}
		if n := full.alike[k]; n.fits(mb.country) || slices.Equal(n.words, full.words) {
			u.join(n.lead, i)
			n.add(mb.country, day, mb.source)
			return
		}
	}
	n := &namesake{lead: i, words: full.words}
	n.add(mb.country, day, mb.source)
	byLast[key] = append(byLast[key], n)
}

// seek looks for the next namesake that a name can be a spelling of.
func (f *fullName) seek(list []*namesake) bool {
	for f.seen < len(list) {
		n := list[f.seen]
		f.seen++
		if sameFull(n.words, f.words) {
			f.alike = append(f.alike, n)
			return true
		}
	}
	return false
}

func (n *namesake) add(country uint32, day int, source int32) {
	if country != 0 && !slices.Contains(n.countries, country) {
		n.countries = append(n.countries, country)
	}
	n.days = append(n.days, int32(day))
	n.sources = append(n.sources, source)
}

// fits says that a country does not speak against a namesake.
func (n *namesake) fits(country uint32) bool {
	return country == 0 || len(n.countries) == 0 || slices.Contains(n.countries, country)
}

// near counts the reports that told of a namesake within a year of a day, and
// those whose day or its own is not known.
func (n *namesake) near(day int) int {
	if day == noDay {
		return len(n.days)
	}
	undated, _ := slices.BinarySearch(n.days, noDay+1)
	from, _ := slices.BinarySearch(n.days, int32(day-nearDays))
	to, _ := slices.BinarySearch(n.days, int32(day+nearDays+1))
	return undated + to - max(from, undated)
}

// in counts how often one report tells of a namesake.
func (n *namesake) in(source int32) int {
	from, _ := slices.BinarySearch(n.sources, source)
	to, _ := slices.BinarySearch(n.sources, source+1)
	return to - from
}

// sameFull says that two full names can be spellings of one: last words
// nearly the same, first words too, words between them free to be left out.
func sameFull(a, b []*spelling) bool {
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
func (m *merger) meant(mb *member, short []*spelling, byLast map[string][]*namesake) int {
	day := m.sources[mb.source].day
	type candidate struct{ lead, reports int }
	var found []candidate
	for _, n := range byLast[lastOf(short).skeleton] {
		if !nearly(lastOf(n.words), lastOf(short)) || !n.fits(mb.country) {
			continue
		}
		if len(short) > 1 && short[0].word[0] != n.words[0].word[0] {
			continue
		}
		if c := (candidate{n.lead, n.near(day) + 2*n.in(mb.source)}); c.reports > 0 {
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
