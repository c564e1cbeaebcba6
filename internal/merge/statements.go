package merge

import (
	"cmp"
	"slices"

	"readout/internal/record"
)

// A saying is one statement in one reading.
type saying struct {
	source, local int32
	speaker       int32 // -1 for none
	id, sum       uint64
	words         []uint32
}

const (
	sayingFrom   = 0.6 // likeness from which two sayings of one speaker are one
	sayingDays   = 7
	sayingWindow = 60
)

// statements joins sayings of one speaker whose words are mostly the same.
func (m *merger) statements() error {
	var all []saying
	var words pile[uint32]
	var bag []uint32
	var refs []int32
	err := m.each(PartStatements, func(i int, d *decoder) {
		for k := range d.count() {
			s := saying{source: int32(i), local: int32(k), id: d.fixed(), speaker: -1, sum: mix(entryVersion, m.sum[i], uint64(k))}
			if n := d.int(); 0 <= n && n < len(m.actorOf[i]) {
				s.speaker = m.actorOf[i][n]
				s.sum = mix(s.sum, m.people[s.speaker].sum)
			}
			refs = d.refs(refs[:0], len(m.actorOf[i]))
			for _, n := range refs {
				s.sum = mix(s.sum, m.people[m.actorOf[i][n]].sum)
			}
			bag = d.sorted(bag[:0])
			s.words = words.keep(bag)
			all = append(all, s)
		}
	})
	if err != nil {
		return err
	}
	slices.SortFunc(all, func(a, b saying) int { return cmp.Or(cmp.Compare(a.source, b.source), cmp.Compare(a.local, b.local)) })
	u := newUnion(len(all))
	order := make([]int32, 0, len(all))
	for i := range all {
		if all[i].speaker >= 0 {
			order = append(order, int32(i))
		}
	}
	slices.SortStableFunc(order, func(a, b int32) int { return cmp.Compare(all[a].speaker, all[b].speaker) })
	for x, i := range order {
		for _, j := range order[x+1 : min(len(order), x+1+sayingWindow)] {
			if all[i].speaker != all[j].speaker {
				break
			}
			if m.sameSaying(&all[i], &all[j]) {
				u.join(int(i), int(j))
			}
		}
	}
	groups := u.groups()
	m.sayings = m.found(groups, len(all), func(i int) (fact, uint64) { return fact{all[i].source, all[i].local}, all[i].id })
	for n, g := range groups {
		for _, i := range g {
			m.sayings.groups[n].sum = mix(m.sayings.groups[n].sum, all[i].sum)
		}
	}
	return nil
}

func (m *merger) sameSaying(a, b *saying) bool {
	if a.source == b.source || len(a.words) < 3 || len(b.words) < 3 {
		return false
	}
	if g, ok := gap(m.sources[a.source].day, m.sources[b.source].day); ok && g > sayingDays {
		return false
	}
	return dice(a.words, b.words) >= sayingFrom
}

// A spoken is a statement with whose and to whom it is.
type spoken struct {
	source     int
	statement  record.Statement
	speaker    int // -1 for none
	addressees []int
}

func (m *merger) speak(i int, st *record.Statement, l locals) spoken {
	s := spoken{source: i, statement: *st, speaker: -1}
	if n := index(l.actors, st.Speaker); n >= 0 && n < len(m.actorOf[i]) {
		s.speaker = int(m.actorOf[i][n])
	}
	for _, n := range indexes(l.actors, st.Addressees) {
		if n < len(m.actorOf[i]) {
			s.addressees = append(s.addressees, int(m.actorOf[i][n]))
		}
	}
	return s
}

// newStatement writes a statement of its sayings.
func (m *merger) newStatement(g *group, list []spoken) *Statement {
	st := &Statement{ID: idString("s", g.id), Form: list[0].statement.Form, Addressees: []string{}}
	if n := list[0].speaker; n >= 0 {
		st.Speaker = idString("a", m.people[n].id)
	}
	var sources, addressees []int
	var days []string
	most := -1
	for _, s := range list {
		sources = append(sources, s.source)
		var content []string
		for _, c := range s.statement.Content {
			content = append(content, c.Quote)
			st.Evidence = append(st.Evidence, sourced(m.sources[s.source].key, c))
		}
		if n := len(bag(content...)); n > most {
			most, st.Content = n, content
		}
		addressees = append(addressees, s.addressees...)
		if s.statement.When != nil {
			if day := cmp.Or(value(s.statement.When.Start), value(s.statement.When.End)); day != "" {
				days = append(days, day)
			}
		}
	}
	for _, n := range compactInts(addressees) {
		st.Addressees = append(st.Addressees, idString("a", m.people[n].id))
	}
	slices.Sort(st.Addressees)
	st.Day = commonestOf(days)
	st.Support = m.support(compactInts(sources))
	return st
}
