package merge

import (
	"cmp"
	"slices"
)

// A tale is one story under way.
type tale struct {
	id     uint64
	title  string
	group  []int   // sources
	events []int32 // that belong to it
}

// stories groups the reports, and gives each fact the story of most of its
// reports.
func (m *merger) stories() error {
	vectors, err := m.vectors()
	if err != nil {
		return err
	}
	groups, err := m.correctStories(m.group(vectors))
	if err != nil {
		return err
	}
	m.storyOf = make([]int, len(m.sources))
	m.tales = make([]tale, len(groups))
	for n, g := range groups {
		for _, i := range g {
			m.storyOf[i] = n
		}
		m.tales[n] = tale{id: sum64(m.sources[g[0]].key), title: m.sources[m.central(g, vectors)].title, group: g}
	}
	for _, f := range []*found{&m.acts, &m.sayings, &m.states} {
		for n := range f.groups {
			g := &f.groups[n]
			g.story = m.mostOf(f.in(g))
			if f == &m.acts {
				t := &m.tales[g.story]
				t.events = append(t.events, int32(n))
			}
		}
	}
	m.depend()
	return nil
}

// mostOf is the story of most of the reports, the first of equals.
func (m *merger) mostOf(facts []fact) int32 {
	if len(facts) == 1 {
		return int32(m.storyOf[facts[0].source])
	}
	n := map[int]int{}
	for k, f := range facts {
		if k == 0 || facts[k-1].source != f.source {
			n[m.storyOf[f.source]]++
		}
	}
	return int32(top(n, 1, func(y int) uint64 { return uint64(y) })[0])
}

// newStory writes one story. Its title is that of the report that is most
// like all others.
func (m *merger) newStory(n int) *Story {
	t := &m.tales[n]
	st := &Story{ID: idString("y", t.id), Title: t.title, Events: []string{}, Timeline: m.timeline(t.events)}
	st.Support = m.support(slices.Clone(t.group))
	actors, places := map[int]int{}, map[int]int{}
	for _, i := range t.group {
		for _, n := range distinct(m.actorOf[i]) {
			if named(m.str(m.people[n].name)) {
				actors[n]++
			}
		}
		for _, n := range distinct(m.placeOf[i]) {
			places[n]++
		}
	}
	for _, e := range t.events {
		st.Events = append(st.Events, idString("e", m.acts.groups[e].id))
	}
	st.Actors, st.Places = m.actorIDs(narrow(top(actors, 8, m.actorNumber))), m.placeIDs(narrow(top(places, 6, m.placeNumber)))
	st.Start, st.End = st.First, st.Last
	return st
}

func narrow(list []int) []int32 {
	out := make([]int32, len(list))
	for i, n := range list {
		out[i] = int32(n)
	}
	return out
}

// central is the report whose vector is nearest the sum of the group.
func (m *merger) central(group []int, vectors []vector) int {
	sum := map[uint32]float64{}
	if len(group) > 1 {
		for _, i := range group {
			for _, t := range vectors[i] {
				sum[t.hash] += float64(t.n)
			}
		}
	}
	best, at := -1.0, group[0]
	for _, i := range group {
		s := 0.0
		for _, t := range vectors[i] {
			s += float64(t.n) * sum[t.hash]
		}
		if m.sources[i].title != "" && s > best+1e-6 {
			best, at = s, i
		}
	}
	return at
}

// timelineLength is how many events a time line shows at most.
const timelineLength = 30

// timeline picks the events that matter, in order of day.
func (m *merger) timeline(events []int32) []string {
	list := slices.Clone(events)
	slices.SortStableFunc(list, func(a, b int32) int { return cmp.Compare(m.weights[b].weight, m.weights[a].weight) })
	list = list[:min(len(list), timelineLength)]
	slices.SortStableFunc(list, func(a, b int32) int {
		return cmp.Or(cmp.Compare(m.weights[a].day, m.weights[b].day), cmp.Compare(m.acts.groups[a].id, m.acts.groups[b].id))
	})
	out := []string{}
	for _, e := range list {
		out = append(out, idString("e", m.acts.groups[e].id))
	}
	return out
}
