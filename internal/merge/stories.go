package merge

import (
	"cmp"
	"math"
	"slices"
)

// Stories are found in one pass over the reports in order of publication.
// Each joins the story whose reports it is most like on average, or opens
// one. Likeness is the cosine of tf-idf of words, with the actors of the
// record in common on top, and fades with the days that a story has been
// silent.
const (
	storyFrom   = 0.155 // least likeness to join a story
	storyDays   = 90    // a story silent for longer is over
	storyFade   = 40.0  // days of silence that halve what likeness is worth
	actorWeight = 0.15
	commonTerm  = 0.25 // a term of more than this part of the reports finds no stories
)

// A running story is the sum of its reports.
type running struct {
	members []int
	sum     map[uint32]float64
	actors  map[int]float64
	last    int // day
}

// A vector is the unit tf-idf vector of a source.
type vector []weighted

type weighted struct {
	hash uint32
	w    float64
}

// stories groups the reports.
func (m *merger) stories() {
	vectors, df := m.vectors()
	actors := m.actorVectors()
	var all []*running
	index := map[uint32][]int{} // term to stories
	m.storyOf = make([]int, len(m.sources))
	for i, s := range m.sources {
		at := m.bestStory(all, index, vectors[i], actors[i], df, s.day)
		if f := m.family[i]; f >= 0 { // reprints never part
			for j := range i {
				if m.family[j] == f {
					at = m.storyOf[j]
					break
				}
			}
		}
		if at < 0 {
			at = len(all)
			all = append(all, &running{sum: map[uint32]float64{}, actors: map[int]float64{}, last: noDay})
		}
		all[at].add(i, s.day, vectors[i], actors[i], func(h uint32) { index[h] = append(index[h], at) })
		m.storyOf[i] = at
	}
	var groups [][]int
	for _, r := range all {
		groups = append(groups, r.members)
	}
	groups = m.correctStories(groups)
	for n, g := range groups {
		for _, i := range g {
			m.storyOf[i] = n
		}
	}
	m.finishStories(groups, vectors)
}

func (r *running) add(i, day int, v vector, actors map[int]float64, opened func(uint32)) {
	r.members = append(r.members, i)
	r.last = max(r.last, day)
	for _, t := range v {
		if _, ok := r.sum[t.hash]; !ok {
			opened(t.hash)
		}
		r.sum[t.hash] += t.w
	}
	for a, w := range actors {
		r.actors[a] += w
	}
}

// bestStory finds the story that a report is most like, -1 for none.
func (m *merger) bestStory(all []*running, index map[uint32][]int, v vector, actors map[int]float64, df map[uint32]int, day int) int {
	limit := int(commonTerm*float64(len(m.sources))) + 5
	seen := map[int]bool{}
	best, at := storyFrom, -1
	for _, t := range v {
		if df[t.hash] > limit {
			continue
		}
		for _, n := range index[t.hash] {
			if seen[n] {
				continue
			}
			seen[n] = true
			if s := all[n].likeness(v, actors, day); s > best || s == best && at >= 0 && n < at {
				best, at = s, n
			}
		}
	}
	return at
}

// likeness is the mean cosine of a report with those of a story.
func (r *running) likeness(v vector, actors map[int]float64, day int) float64 {
	silent, ok := gap(r.last, day)
	if ok && silent > storyDays {
		return 0
	}
	s := 0.0
	for _, t := range v {
		s += t.w * r.sum[t.hash]
	}
	a := 0.0
	for n := range actors {
		a += min(actors[n], r.actors[n]/float64(len(r.members)))
	}
	s = (1-actorWeight)*s/float64(len(r.members)) + actorWeight*math.Min(a, 1)
	if ok {
		s *= math.Exp2(-float64(silent) / storyFade)
	}
	return s
}

// vectors weighs the terms of all sources.
func (m *merger) vectors() ([]vector, map[uint32]int) {
	df := map[uint32]int{}
	for _, s := range m.sources {
		for _, t := range s.terms {
			df[t.hash]++
		}
	}
	out := make([]vector, len(m.sources))
	n := float64(len(m.sources))
	for i, s := range m.sources {
		v := make(vector, 0, len(s.terms))
		norm := 0.0
		for _, t := range s.terms {
			w := (1 + math.Log(float64(t.n))) * (math.Log((1+n)/(1+float64(df[t.hash]))) + 1)
			v = append(v, weighted{t.hash, w})
			norm += w * w
		}
		norm = math.Sqrt(max(norm, 1e-9))
		for k := range v {
			v[k].w /= norm
		}
		out[i] = v
	}
	return out, df
}

// actorVectors weighs the actors of each source: rare ones count more, and
// all of one report together 1.
func (m *merger) actorVectors() []map[int]float64 {
	out := make([]map[int]float64, len(m.sources))
	for i := range m.sources {
		out[i] = map[int]float64{}
		ids := []int{}
		for _, n := range m.actorOf[i] {
			ids = append(ids, n)
		}
		ids = compactInts(ids)
		sum := 0.0
		for _, n := range ids {
			w := 1 / (1 + math.Log(float64(len(m.out.Actors[n].Reports))))
			out[i][n] = w
			sum += w
		}
		for _, n := range ids {
			out[i][n] /= sum
		}
	}
	return out
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
