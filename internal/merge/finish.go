package merge

import (
	"slices"

	"readout/internal/record"
)

// Names looks up what entries name by id.
type Names struct {
	m       *merger
	parties map[uint64]*party
}

func (m *merger) lookup() *Names {
	n := &Names{m, make(map[uint64]*party, len(m.people)+len(m.sites))}
	for _, list := range [][]party{m.people, m.sites} {
		for i := range list {
			n.parties[list[i].id] = &list[i]
		}
	}
	return n
}

// Party is the name and the country of an actor or a place.
func (n *Names) Party(id string) (name, country string) {
	if k, ok := idNumber(id); ok {
		if p := n.parties[k]; p != nil {
			return n.m.str(p.name), n.m.str(p.country)
		}
	}
	return "", ""
}

// Outlet is the outlet of a report.
func (n *Names) Outlet(report string) string {
	if i, ok := n.m.at[report]; ok {
		return n.m.str(n.m.sources[i].outlet)
	}
	return ""
}

// emit hands over all entries: first the facts, for which readings are read
// again, then what is known without.
func (m *merger) emit(to Sink) error {
	if err := m.emitFacts(to); err != nil {
		return err
	}
	for i := range m.sources {
		if err := m.keep(to, m.sources[i].key, m.sumOfReport(i), func() any { return m.newReport(i) }); err != nil {
			return err
		}
	}
	for i := range m.kin {
		if err := m.keep(to, m.kin[i].ID, m.sumOfFamily(i), func() any { return &m.kin[i] }); err != nil {
			return err
		}
	}
	for n := range m.people {
		if err := m.keep(to, idString("a", m.people[n].id), m.sumOfActor(n), func() any { return m.wholeActor(n) }); err != nil {
			return err
		}
	}
	for n := range m.sites {
		if err := m.keep(to, idString("p", m.sites[n].id), m.sumOfPlace(n), func() any { return m.wholePlace(n) }); err != nil {
			return err
		}
	}
	for n := range m.tales {
		if err := m.keep(to, idString("y", m.tales[n].id), m.sumOfStory(n), func() any { return m.newStory(n) }); err != nil {
			return err
		}
	}
	return nil
}

// keep hands over an entry made of what a sum names, with its corrections,
// unless it is kept as it is.
func (m *merger) keep(to Sink, id string, sum uint64, write func() any) error {
	sum = m.sumOfMarks(sum, id)
	if to.Same(id, sum) {
		return nil
	}
	entry := write()
	m.mark(entry)
	return to.Keep(entry, sum)
}

// A noun is one list of readings while its entries are written.
type noun struct {
	prefix string
	found  *found
	sums   []uint64
	wanted []bool
}

// nouns says which facts are not kept as they are, and in which reports they
// stand.
func (m *merger) nouns(to Sink) (list []noun, sources []int) {
	needed := make([]bool, len(m.sources))
	for _, n := range []noun{{prefix: "e", found: &m.acts}, {prefix: "s", found: &m.sayings}, {prefix: "t", found: &m.states}} {
		n.sums, n.wanted = make([]uint64, len(n.found.groups)), make([]bool, len(n.found.groups))
		for k := range n.found.groups {
			g := &n.found.groups[k]
			id := idString(n.prefix, g.id)
			n.sums[k] = m.sumOfMarks(mix(g.sum, m.tales[g.story].id), id)
			if to.Same(id, n.sums[k]) {
				continue
			}
			n.wanted[k] = true
			for _, f := range n.found.in(g) {
				needed[f.source] = true
			}
		}
		list = append(list, n)
	}
	for i, is := range needed {
		if is {
			sources = append(sources, i)
		}
	}
	return list, sources
}

// emitFacts writes events, statements and situations. Readings come in order;
// an entry is written when the last of its reports has come.
func (m *merger) emitFacts(to Sink) error {
	nouns, sources := m.nouns(to)
	open := [3]map[int32]*parts{{}, {}, {}}
	return m.readings(sources, func(i int, r *record.Reading) error {
		l := localsOf(r)
		for kind, n := range nouns {
			for local, g := range n.found.of[i] {
				if g < 0 || !n.wanted[g] {
					continue
				}
				p := open[kind][g]
				if p == nil {
					p = &parts{}
					open[kind][g] = p
				}
				m.gather(p, n.prefix, i, local, r, l)
				if group := &n.found.groups[g]; p.count == int(group.to-group.from) {
					delete(open[kind], g)
					entry := m.compose(n.prefix, group, p)
					m.mark(entry)
					if err := to.Keep(entry, n.sums[g]); err != nil {
						return err
					}
				}
			}
		}
		return nil
	})
}

func (m *merger) readings(sources []int, each func(i int, r *record.Reading) error) error {
	keys := make([]string, len(sources))
	for k, i := range sources {
		keys[k] = m.sources[i].key
	}
	return m.archive.Readings(keys, func(k int, r *record.Reading) error { return each(sources[k], r) })
}

// Parts are the facts of one entry that have come so far.
type parts struct {
	count    int
	told     []told
	spoken   []spoken
	seen     []int
	evidence [][]record.Evidence
}

// gather adds one fact of a reading.
func (m *merger) gather(p *parts, prefix string, i, local int, r *record.Reading, l locals) {
	p.count++
	switch {
	case prefix == "e" && local < len(r.Events):
		p.told = append(p.told, m.tell(i, local, &r.Events[local], l))
	case prefix == "s" && local < len(r.Statements):
		p.spoken = append(p.spoken, m.speak(i, &r.Statements[local], l))
	case prefix == "t" && local < len(r.Situations):
		p.seen, p.evidence = append(p.seen, m.seenAt(fact{int32(i), int32(local)})), append(p.evidence, r.Situations[local].Evidence)
	}
}

// compose writes an entry of its facts.
func (m *merger) compose(prefix string, g *group, p *parts) any {
	story := idString("y", m.tales[g.story].id)
	switch prefix {
	case "e":
		e := m.newEvent(g, p.told)
		e.Story = story
		return e
	case "s":
		s := m.newStatement(g, p.spoken)
		s.Story = story
		return s
	}
	t := m.newSituation(g, p.seen, p.evidence)
	t.Story = story
	return t
}

// newReport writes a report with what it tells.
func (m *merger) newReport(i int) *Report {
	s := &m.sources[i]
	r := &Report{ID: s.key, Hash: s.hash, Title: s.title, Outlet: m.str(s.outlet), Agency: m.str(s.agency), URL: s.url, Published: s.published,
		Language: m.str(s.language), Reader: m.str(s.reader), Notice: m.str(s.notice), Origin: m.str(m.origin[i]), Events: []string{}}
	if v := m.versionOf[i]; v >= 0 {
		r.VersionOf = m.sources[v].key
	}
	if f := m.family[i]; f >= 0 {
		r.Family = m.kin[f].ID
	}
	r.Story = idString("y", m.tales[m.storyOf[i]].id)
	for _, n := range distinct(m.acts.of[i]) {
		if n >= 0 {
			r.Events = append(r.Events, idString("e", m.acts.groups[n].id))
		}
	}
	r.Actors, r.Places = m.actorIDs(narrow(distinct(m.actorOf[i]))), m.placeIDs(narrow(distinct(m.placeOf[i])))
	return r
}

// Latest is how many reports an actor or a place lists at most: states are
// told of in all of them.
const Latest = 500

// partySupport counts what stands behind an actor or a place.
func (m *merger) partySupport(sources []int) (s Support, told int, stories []string) {
	sources = compactInts(sources)
	lo, hi := noDay, noDay
	var origins []uint32
	var in []int
	for _, i := range sources {
		lo, hi = minKnown(lo, m.sources[i].day), max(hi, m.sources[i].day)
		origins, in = append(origins, m.origin[i]), append(in, m.storyOf[i])
	}
	s = m.support(sources[max(0, len(sources)-Latest):])
	slices.Sort(origins)
	s.Origins = nil
	for _, o := range slices.Compact(origins) {
		s.Origins = append(s.Origins, m.str(o))
	}
	s.Origins, s.First, s.Last = set(s.Origins), dayString(lo), dayString(hi)
	for _, n := range compactInts(in) {
		stories = append(stories, idString("y", m.tales[n].id))
	}
	return s, len(sources), set(stories)
}

// companions is how many actors are named as the company of one.
const companions = 8

func (m *merger) wholeActor(n int) *Actor {
	p := &m.people[n]
	a := m.newActor(p.group)
	a.ID = idString("a", p.id)
	var sources []int
	for _, i := range p.group {
		sources = append(sources, int(m.members[i].source))
	}
	a.Support, a.Told, a.Stories = m.partySupport(sources)
	a.Offices, a.Company = m.officesOf(n), m.actorIDs(m.companyOf(n))
	return &a
}

func (m *merger) wholePlace(n int) *Place {
	s := &m.sites[n]
	p := m.newPlace(s.group)
	p.ID = idString("p", s.id)
	var sources []int
	for _, i := range s.group {
		sources = append(sources, int(m.spots[i].source))
	}
	p.Support, p.Told, p.Stories = m.partySupport(sources)
	return &p
}
