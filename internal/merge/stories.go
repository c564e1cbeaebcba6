package merge

import (
	"cmp"
	"math"
	"slices"
)

// stories groups the reports and writes the stories.
func (m *merger) stories() {
	vectors := m.vectors()
	groups := m.correctStories(m.group(vectors))
	m.storyOf = make([]int, len(m.sources))
	for n, g := range groups {
		for _, i := range g {
			m.storyOf[i] = n
		}
	}
	m.finishStories(groups, vectors)
}

// finishStories writes the stories: title, main parties, events, time line.
func (m *merger) finishStories(groups [][]int, vectors []vector) {
	events := make([][]int, len(groups))
	story := map[string]int{} // of each report
	for n, g := range groups {
		for _, i := range g {
			story[m.sources[i].Key] = n
		}
	}
	for e := range m.out.Events {
		n := mostOf(m.out.Events[e].Reports, story)
		events[n] = append(events[n], e)
	}
	for n, g := range groups {
		m.out.Stories = append(m.out.Stories, m.newStory(g, vectors, events[n]))
	}
	for e := range m.out.Events {
		ev := &m.out.Events[e]
		ev.Story = m.out.Stories[mostOf(ev.Reports, story)].ID
	}
	for i := range m.out.Statements {
		st := &m.out.Statements[i]
		st.Story = m.out.Stories[mostOf(st.Reports, story)].ID
	}
	for i := range m.out.Situations {
		t := &m.out.Situations[i]
		t.Story = m.out.Stories[mostOf(t.Reports, story)].ID
	}
}

// mostOf is the story of most of the reports, the first of equals.
func mostOf(reports []string, story map[string]int) int {
	n := map[int]int{}
	best := -1
	for _, r := range reports {
		s := story[r]
		n[s]++
	}
	for s, k := range n {
		if best < 0 || k > n[best] || k == n[best] && s < best {
			best = s
		}
	}
	return max(best, 0)
}

// newStory writes one story. Its title is that of the report that is most
// like all others.
func (m *merger) newStory(group []int, vectors []vector, events []int) Story {
	st := Story{ID: id("y", m.sources[group[0]].Key), Actors: []string{}, Places: []string{}, Events: []string{}, Timeline: []string{}}
	st.Title = value(m.sources[m.central(group, vectors)].Reading.Report.Title)
	st.Support = m.support(slices.Clone(group))
	actors, places := map[int]int{}, map[int]int{}
	for _, i := range group {
		for _, n := range m.distinct(m.actorOf[i]) {
			if named(m.out.Actors[n].Name) {
				actors[n]++
			}
		}
		for _, n := range m.distinct(m.placeOf[i]) {
			places[n]++
		}
	}
	for _, e := range events {
		st.Events = append(st.Events, m.out.Events[e].ID)
	}
	st.Actors = m.actorIDs(top(actors, 8))
	for _, p := range top(places, 6) {
		st.Places = append(st.Places, m.out.Places[p].ID)
	}
	st.Start, st.End = st.First, st.Last
	st.Timeline = m.timeline(events)
	return st
}

func (m *merger) distinct(of idMap) []int {
	var out []int
	for _, n := range of {
		out = append(out, n)
	}
	return compactInts(out)
}

// central is the report whose vector is nearest the sum of the group.
func (m *merger) central(group []int, vectors []vector) int {
	sum := map[uint32]float64{}
	for _, i := range group {
		for _, t := range vectors[i] {
			sum[t.hash] += t.w
		}
	}
	best, at := -1.0, group[0]
	for _, i := range group {
		s := 0.0
		for _, t := range vectors[i] {
			s += t.w * sum[t.hash]
		}
		if m.sources[i].Reading.Report.Title != nil && s > best+1e-9 {
			best, at = s, i
		}
	}
	return at
}

// timelineLength is how many events a time line shows at most.
const timelineLength = 30

// weight says how much an event matters: told by many origins, done and not
// only said, and a turn of the story.
func (m *merger) weight(e *Event) float64 {
	w := math.Log2(1+float64(len(e.Origins))) + 0.3*math.Log2(1+float64(len(e.Reports)))
	switch e.Type {
	case "ASSAULT", "COERCE", "RETREAT", "AID", "SANCTION", "MOBILIZE", "PROTEST", "COOPERATE":
		w++
	case "CONSULT", "SUPPORT", "CONCEDE", "REJECT", "THREATEN":
		w += 0.5
	}
	if e.Factuality == "actual" {
		w += 0.5
	}
	if len(e.Actors) == 0 {
		w--
	}
	if e.Start == "" {
		w -= 0.5
	}
	return w
}

// timeline picks the events that matter, in order of day.
func (m *merger) timeline(events []int) []string {
	list := slices.Clone(events)
	slices.SortStableFunc(list, func(a, b int) int {
		return cmp.Compare(m.weight(&m.out.Events[b]), m.weight(&m.out.Events[a]))
	})
	list = list[:min(len(list), timelineLength)]
	slices.SortStableFunc(list, func(a, b int) int {
		x, y := &m.out.Events[a], &m.out.Events[b]
		return cmp.Or(cmp.Compare(cmp.Or(x.Start, x.End, x.First), cmp.Or(y.Start, y.End, y.First)), cmp.Compare(x.ID, y.ID))
	})
	out := []string{}
	for _, e := range list {
		out = append(out, m.out.Events[e].ID)
	}
	return out
}
