package merge

// What an entry is made of is named by a sum: of the reports that tell of it
// (sum of a source: reading, origin, family), of the entries that it names,
// and of what corrections did. Equal sums mean that an entry is as it was.

// sumOf is what an event is made of.
func (m *merger) sumOf(tellings []telling) uint64 {
	sum := uint64(entryVersion)
	for i := range tellings {
		t := &tellings[i]
		sum = mix(sum, m.sum[t.source], uint64(t.local))
		for _, n := range t.refs[:t.nActors+t.nRecipients] {
			sum = mix(sum, m.people[n].sum)
		}
		for _, n := range t.places() {
			sum = mix(sum, m.sites[n].sum)
		}
		if t.said >= 0 {
			sum = mix(sum, m.people[t.said].id)
		}
	}
	return sum
}

func (m *merger) sumOfSituation(g []int) uint64 {
	sum := uint64(entryVersion)
	for _, i := range g {
		o := &m.seen[i]
		sum = mix(sum, m.sum[o.source], uint64(o.local), m.sideSum(o.holder), m.sideSum(o.object))
		if n := m.changer(o); n >= 0 {
			sum = mix(sum, m.acts.groups[n].id)
		}
	}
	return sum
}

func (m *merger) sumOfReport(i int) uint64 {
	sum := mix(entryVersion, m.sum[i], m.storySum(i))
	if v := m.versionOf[i]; v >= 0 {
		sum = mix(sum, m.sum[v])
	}
	for _, n := range m.acts.of[i] {
		if n >= 0 {
			sum = mix(sum, m.acts.groups[n].id)
		}
	}
	return m.sumOfParties(sum, i)
}

// sumOfParties adds the actors and places of a source.
func (m *merger) sumOfParties(sum uint64, i int) uint64 {
	for _, n := range m.actorOf[i] {
		sum = mix(sum, m.people[n].sum)
	}
	for _, n := range m.placeOf[i] {
		sum = mix(sum, m.sites[n].sum)
	}
	return sum
}

// storySum is the story of a source.
func (m *merger) storySum(i int) uint64 { return m.tales[m.storyOf[i]].id }

func (m *merger) sumOfFamily(f int) uint64 {
	k := &m.kin[f]
	sum := mix(entryVersion, fnv(k.Title), fnv(k.Agency), uint64(len(k.Cites)))
	for _, key := range k.Reports {
		sum = mix(sum, m.sum[m.at[key]])
	}
	for _, s := range append(k.Cites[:len(k.Cites):len(k.Cites)], k.Depends...) {
		sum = mix(sum, fnv(s))
	}
	return sum
}

func (m *merger) sumOfActor(n int) uint64 {
	p := &m.people[n]
	sum := mix(entryVersion, p.sum)
	for _, i := range p.group {
		mb := &m.members[i]
		sum = mix(sum, m.sum[mb.source], uint64(mb.local), m.storySum(int(mb.source)))
	}
	for _, t := range pairsOf(m.offices, n) {
		g := &m.states.groups[t]
		sum = m.sumOfMarks(mix(sum, g.id, g.sum), idString("t", g.id))
	}
	for _, c := range m.companyOf(n) {
		sum = mix(sum, m.people[c].id)
	}
	return sum
}

// sumOfMarks adds the corrections of an entry.
func (m *merger) sumOfMarks(sum uint64, id string) uint64 {
	for _, c := range m.marks[id] {
		sum = mix(sum, sum64(c.ID))
	}
	return sum
}

func (m *merger) sumOfPlace(n int) uint64 {
	p := &m.sites[n]
	sum := mix(entryVersion, p.sum)
	for _, i := range p.group {
		sp := &m.spots[i]
		sum = mix(sum, m.sum[sp.source], uint64(sp.local), m.storySum(int(sp.source)))
	}
	return sum
}

func (m *merger) sumOfStory(n int) uint64 {
	t := &m.tales[n]
	sum := mix(entryVersion, t.id, fnv(t.title))
	for _, i := range t.group {
		sum = m.sumOfParties(mix(sum, m.sum[i]), i)
	}
	for _, e := range t.events {
		g := &m.acts.groups[e]
		sum = mix(sum, g.id, g.sum)
	}
	return sum
}
