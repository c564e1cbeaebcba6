package merge

import (
	"cmp"
	"slices"
)

// A telling is one event in one reading. Names stand for numbers of the
// table, parties and places for merged ones.
type telling struct {
	source, local            int32
	id                       uint64
	typ, mode, fact, trigger uint32
	start, end               int // noDay when the report does not say
	refs                     []int32
	nActors, nRecipients     uint16
	said                     int32  // the actor that it is attributed to, -1 for none
	cite                     uint32 // the agency or outlet that it is attributed to
	words                    []uint32
}

func (t *telling) actors() []int32     { return t.refs[:t.nActors] }
func (t *telling) recipients() []int32 { return t.refs[t.nActors : t.nActors+t.nRecipients] }
func (t *telling) places() []int32     { return t.refs[t.nActors+t.nRecipients:] }

// shareParty says that an actor of one is a party of the other.
func (t *telling) shareParty(o *telling) bool {
	return common(t.actors(), o.actors()) > 0 || common(t.actors(), o.recipients()) > 0 ||
		common(t.recipients(), o.actors()) > 0 || common(t.recipients(), o.recipients()) > 0
}

// day is where in time a telling stands: the day of the event, or that of
// the report where nothing is known.
func (t *telling) day(m *merger) int {
	if t.start != noDay {
		return t.start
	}
	if t.end != noDay {
		return t.end
	}
	return m.sources[t.source].day
}

// events joins tellings of one happening. Pairs are scored, best first, and
// joined as long as no report stands in a group twice: a report that tells
// two events means two.
func (m *merger) events() error {
	tellings, err := m.tellings()
	if err != nil {
		return err
	}
	u := newUnion(len(tellings))
	sources := map[int][]int32{} // of groups of more than one
	of := func(i int) []int32 {
		if list, ok := sources[i]; ok {
			return list
		}
		return []int32{tellings[i].source}
	}
	span := make([][2]int, len(tellings))
	for i := range tellings {
		span[i] = [2]int{tellings[i].start, tellings[i].end}
	}
	for _, p := range append(m.pairs(tellings), m.fulfilled(tellings)...) {
		a, b := u.find(int(p.a)), u.find(int(p.b))
		if a == b || common(of(a), of(b)) > 0 {
			continue
		}
		joint, ok := meet(span[a], span[b])
		if !ok {
			continue
		}
		both := slices.Concat(of(a), of(b))
		slices.Sort(both)
		u.join(a, b)
		delete(sources, max(a, b))
		sources[min(a, b)] = both
		span[min(a, b)] = joint
	}
	groups, err := m.correctEvents(tellings, u)
	if err != nil {
		return err
	}
	m.keepCompany(tellings)
	m.acts = m.found(groups, len(tellings), func(i int) (fact, uint64) { return fact{tellings[i].source, tellings[i].local}, tellings[i].id })
	m.weights = make([]weighed, len(groups))
	var buf []telling
	for n, g := range groups {
		buf = buf[:0]
		for _, i := range g {
			buf = append(buf, tellings[i])
			if t := &tellings[i]; t.cite != 0 && m.family[t.source] >= 0 {
				k := &m.kin[m.family[t.source]]
				k.Cites = append(k.Cites, m.str(t.cite))
			}
		}
		m.acts.groups[n].sum = m.sumOf(buf)
		m.weights[n] = m.weigh(buf)
	}
	return nil
}

// found numbers the groups of a noun.
func (m *merger) found(groups [][]int, facts int, at func(i int) (fact, uint64)) found {
	f := found{make([]group, len(groups)), make([]fact, 0, facts), make([][]int32, len(m.sources))}
	counts := make([]int32, len(m.sources)+1) // of the facts of each source
	for n, g := range groups {
		from := int32(len(f.facts))
		for _, i := range g {
			x, _ := at(i)
			f.facts = append(f.facts, x)
			counts[x.source] = max(counts[x.source], x.local+1)
		}
		_, id := at(g[0])
		f.groups[n] = group{id: id, from: from, to: int32(len(f.facts))}
	}
	var p pile[int32]
	for i := range f.of {
		f.of[i] = p.make(int(counts[i]))
		for k := range f.of[i] {
			f.of[i][k] = -1
		}
	}
	for n := range f.groups {
		for _, x := range f.in(&f.groups[n]) {
			f.of[x.source][x.local] = int32(n)
		}
	}
	return f
}

// keepCompany notes who shares events with whom.
func (m *merger) keepCompany(tellings []telling) {
	for i := range tellings {
		parties := slices.Clone(tellings[i].refs[:tellings[i].nActors+tellings[i].nRecipients])
		slices.Sort(parties)
		parties = slices.Compact(parties)
		for _, a := range parties {
			for _, b := range parties {
				if a != b {
					m.company = append(m.company, uint64(a)<<32|uint64(b))
				}
			}
		}
	}
	slices.Sort(m.company)
	m.keepClosest()
}

// A companion is an actor with how many events it shares with another.
type companion struct {
	n, events int
}

// keepClosest keeps of each actor's company those it shares most with.
func (m *merger) keepClosest() {
	kept := m.company[:0]
	var with []companion
	for from := 0; from < len(m.company); {
		a := m.company[from] >> 32
		with = with[:0]
		for ; from < len(m.company) && m.company[from]>>32 == a; from++ {
			b := int(uint32(m.company[from]))
			if k := len(with) - 1; k >= 0 && with[k].n == b {
				with[k].events++
			} else {
				with = append(with, companion{b, 1})
			}
		}
		slices.SortFunc(with, func(x, y companion) int {
			return cmp.Or(cmp.Compare(y.events, x.events), cmp.Compare(m.people[x.n].id, m.people[y.n].id))
		})
		for _, c := range with[:min(companions, len(with))] {
			kept = append(kept, a<<32|uint64(c.n))
		}
	}
	m.company = slices.Clone(kept)
}

// slack is by how many days two dates of one event may differ: zones and
// days of publication shift them.
const slack = 1

// meet joins two spans of days. They must touch; where they only nearly do,
// both are kept in.
func meet(a, b [2]int) ([2]int, bool) {
	if a[0] == noDay && a[1] == noDay {
		return b, true
	}
	if b[0] == noDay && b[1] == noDay {
		return a, true
	}
	lo := max(a[0], b[0])
	hi := minKnown(a[1], b[1])
	if lo != noDay && hi != noDay && lo > hi+slack {
		return a, false
	}
	return [2]int{lo, hi}, true
}

func minKnown(a, b int) int {
	switch {
	case a == noDay:
		return b
	case b == noDay:
		return a
	}
	return min(a, b)
}

// tellings reads the events of all readings.
func (m *merger) tellings() ([]telling, error) {
	var out []telling
	var ids pile[int32]
	var words pile[uint32]
	var refs [3][]int32
	var bag []uint32
	err := m.each(PartEvents, func(i int, d *decoder) {
		for k := range d.count() {
			t := telling{source: int32(i), local: int32(k), id: d.fixed(), typ: d.name(m.names), mode: d.name(m.names),
				fact: d.name(m.names), trigger: d.name(m.names), start: d.int(), end: d.int()}
			for n := range refs {
				of := m.actorOf[i]
				if n == 2 {
					of = m.placeOf[i]
				}
				refs[n] = d.refs(refs[n][:0], len(of))
				for x := range refs[n] {
					refs[n][x] = of[refs[n][x]]
				}
				slices.Sort(refs[n])
				refs[n] = slices.Compact(refs[n])
			}
			t.refs = ids.keep(slices.Concat(refs[0], refs[1], refs[2]))
			t.nActors, t.nRecipients = uint16(len(refs[0])), uint16(len(refs[1]))
			t.said, t.cite = m.attributed(i, d.int())
			bag = d.sorted(bag[:0])
			t.words = words.keep(bag)
			out = append(out, t)
		}
	})
	slices.SortFunc(out, func(a, b telling) int { return cmp.Or(cmp.Compare(a.source, b.source), cmp.Compare(a.local, b.local)) })
	return out, err
}

// attributed is the actor that a fact of a source is attributed to, and the
// agency or outlet that this is, unless the source comes from it anyway.
func (m *merger) attributed(source, local int) (actor int32, cite uint32) {
	if local < 0 || local >= len(m.actorOf[source]) {
		return -1, 0
	}
	if cite = m.members[m.memberAt[source]+local].cite; cite == m.origin[source] {
		cite = 0
	}
	return m.actorOf[source][local], cite
}

// A pair is two tellings with how surely they are of one event.
type pair struct {
	a, b  int32
	score float64
}

// A block is compared within a window, in order of day.
const (
	windowDays = 8
	windowSize = 150 // at most so many followers are compared
	joinFrom   = 0.6
)

// A place in a block: tellings of one type that share a party or a family.
type placed struct {
	block  uint64
	day, i int32
}

// pairs scores the pairs that share type and party, or type and family.
func (m *merger) pairs(tellings []telling) []pair {
	var all []placed
	for i := range tellings {
		t := &tellings[i]
		day := int32(t.day(m))
		for _, p := range slices.Compact(slices.Sorted(slices.Values(t.refs[:t.nActors+t.nRecipients]))) {
			all = append(all, placed{uint64(t.typ)<<33 | uint64(p), day, int32(i)})
		}
		if f := m.family[t.source]; f >= 0 {
			all = append(all, placed{uint64(t.typ)<<33 | 1<<32 | uint64(f), day, int32(i)})
		}
	}
	slices.SortFunc(all, func(a, b placed) int {
		return cmp.Or(cmp.Compare(a.block, b.block), cmp.Compare(a.day, b.day), cmp.Compare(a.i, b.i))
	})
	var out []pair
	for x, p := range all {
		for _, q := range all[x+1 : min(len(all), x+1+windowSize)] {
			if q.block != p.block {
				break
			}
			if g, ok := gap(int(p.day), int(q.day)); ok && g > windowDays {
				break
			}
			i, j := min(p.i, q.i), max(p.i, q.i)
			if s := m.score(&tellings[i], &tellings[j]); s >= joinFrom {
				out = append(out, pair{i, j, s})
			}
		}
	}
	slices.SortFunc(out, func(x, y pair) int {
		return cmp.Or(cmp.Compare(y.score, x.score), cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b))
	})
	return slices.Compact(out)
}

// score weighs what two tellings have in common. The weights were set by
// hand; the sum of party, trigger and likeness of words decides.
func (m *merger) score(a, b *telling) float64 {
	if a.source == b.source || !m.agreeFacts(a.fact, b.fact) {
		return 0
	}
	s := m.dateScore(a, b)
	if s < 0 {
		return 0
	}
	s += overlap(a.actors(), b.actors(), 0.3, -0.2)
	s += overlap(a.recipients(), b.recipients(), 0.25, -0.25)
	s += overlap(a.places(), b.places(), 0.1, -0.1)
	if common(a.actors(), b.actors()) == 0 && a.shareParty(b) {
		s += 0.1
	}
	if a.trigger == b.trigger {
		s += 0.15
	}
	if a.mode != 0 && a.mode == b.mode {
		s += 0.05
	}
	if s+0.5 < joinFrom {
		return 0 // whatever the words
	}
	return s + 0.5*dice(a.words, b.words)
}

// overlap gives what sharing is worth, or what it costs that both name
// something and nothing is shared.
func overlap(a, b []int32, gain, loss float64) float64 {
	switch {
	case len(a) == 0 || len(b) == 0:
		return 0
	case common(a, b) > 0:
		return gain
	}
	return loss
}

// agreeFacts says that two factualities can be of one event: a plan is no
// deed, but a report may doubt or deny what another tells.
func (m *merger) agreeFacts(a, b uint32) bool {
	return a == b || (m.str(a) == "planned") == (m.str(b) == "planned")
}

// dateScore weighs the dates of two tellings, -1 where they exclude each
// other.
func (m *merger) dateScore(a, b *telling) float64 {
	x, y := [2]int{a.start, a.end}, [2]int{b.start, b.end}
	if _, ok := meet(x, y); !ok {
		return -1
	}
	known := func(s [2]int) bool { return s[0] != noDay || s[1] != noDay }
	pa, pb := m.sources[a.source].day, m.sources[b.source].day
	switch {
	case known(x) && known(y):
		if wide(x) || wide(y) {
			return 0
		}
		return 0.15
	case !known(x) && !known(y):
		if g, ok := gap(pa, pb); ok && g > 3 {
			return -1
		}
		return 0
	case known(x):
		return undated(a, pa, pb)
	}
	return undated(b, pb, pa)
}

func wide(s [2]int) bool { return s[0] == noDay || s[1] == noDay || s[1]-s[0] > 7 }

// undated weighs a dated telling t of a report of day p against one without
// a date in a report of day q: news is told without a date within days only.
func undated(t *telling, p, q int) float64 {
	if g, ok := gap(p, q); ok && g > 4 {
		return -1
	}
	if t.end != noDay && q != noDay && q-t.end > windowDays {
		return -1
	}
	return 0
}
