package merge

import (
	"cmp"
	"fmt"
	"slices"

	"readout/internal/record"
)

// A telling is one event in one reading.
type telling struct {
	source     int
	event      *record.Event
	actors     []int
	recipients []int
	places     []int
	parties    []int
	start, end int // noDay when the report does not say
	trigger    string
	words      []uint32
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
func (m *merger) events() {
	tellings := m.tellings()
	u := newUnion(len(tellings))
	sources := make([][]int, len(tellings))
	span := make([][2]int, len(tellings))
	for i := range tellings {
		sources[i] = []int{tellings[i].source}
		span[i] = [2]int{tellings[i].start, tellings[i].end}
	}
	for _, p := range m.pairs(tellings) {
		a, b := u.find(p.a), u.find(p.b)
		if a == b || common(sources[a], sources[b]) > 0 {
			continue
		}
		joint, ok := meet(span[a], span[b])
		if !ok {
			continue
		}
		u.join(a, b)
		lead := min(a, b)
		sources[lead] = compactInts(append(slices.Clone(sources[a]), sources[b]...))
		span[lead] = joint
	}
	m.eventOf = make([]idMap, len(m.sources))
	for i := range m.eventOf {
		m.eventOf[i] = idMap{}
	}
	for _, g := range m.correctEvents(tellings, u) {
		for _, i := range g {
			m.eventOf[tellings[i].source][tellings[i].event.ID] = len(m.out.Events)
		}
		m.out.Events = append(m.out.Events, m.newEvent(tellings, g))
	}
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

func (m *merger) tellings() []telling {
	var out []telling
	for i, s := range m.sources {
		for j := range s.Reading.Events {
			e := &s.Reading.Events[j]
			t := telling{source: i, event: e, start: noDay, end: noDay, trigger: happening(e.Trigger.Quote)}
			t.actors, t.recipients = m.refs(m.actorOf[i], e.Actors), m.refs(m.actorOf[i], e.Recipients)
			t.places = m.refs(m.placeOf[i], e.Places)
			t.parties = m.refs(m.actorOf[i], e.Actors, e.Recipients)
			if e.When != nil {
				t.start, t.end = dayOf(value(e.When.Start)), dayOf(value(e.When.End))
			}
			var quotes []string
			for _, ev := range e.Evidence {
				quotes = append(quotes, ev.Quote)
			}
			t.words = bag(quotes...)
			out = append(out, t)
		}
	}
	return out
}

// A pair is two tellings with how surely they are of one event.
type pair struct {
	a, b  int
	score float64
}

// A block is compared within a window, in order of day.
const (
	windowDays = 8
	windowSize = 150 // at most so many followers are compared
	joinFrom   = 0.6
)

// pairs scores the pairs that share type and party, or type and family.
func (m *merger) pairs(tellings []telling) []pair {
	blocks := map[string][]int{}
	for i := range tellings {
		t := &tellings[i]
		for _, p := range t.parties {
			key := fmt.Sprint(t.event.Type, " ", p)
			blocks[key] = append(blocks[key], i)
		}
		if f := m.family[t.source]; f >= 0 {
			key := fmt.Sprint(t.event.Type, " family ", f)
			blocks[key] = append(blocks[key], i)
		}
	}
	best := map[[2]int32]float64{}
	for _, list := range blocks {
		slices.SortFunc(list, func(a, b int) int {
			return cmp.Or(cmp.Compare(tellings[a].day(m), tellings[b].day(m)), cmp.Compare(a, b))
		})
		for x, i := range list {
			for _, j := range list[x+1 : min(len(list), x+1+windowSize)] {
				if g, ok := gap(tellings[i].day(m), tellings[j].day(m)); ok && g > windowDays {
					break
				}
				if s := m.score(&tellings[i], &tellings[j]); s >= joinFrom {
					best[[2]int32{int32(min(i, j)), int32(max(i, j))}] = s
				}
			}
		}
	}
	out := make([]pair, 0, len(best))
	for k, s := range best {
		out = append(out, pair{int(k[0]), int(k[1]), s})
	}
	slices.SortFunc(out, func(x, y pair) int {
		return cmp.Or(cmp.Compare(y.score, x.score), cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b))
	})
	return out
}

// score weighs what two tellings have in common. The weights were set by
// hand; the sum of party, trigger and likeness of words decides.
func (m *merger) score(a, b *telling) float64 {
	if a.source == b.source || !agreeFacts(a.event.Factuality, b.event.Factuality) {
		return 0
	}
	s := 0.5 * dice(a.words, b.words)
	s += m.dateScore(a, b)
	if s < 0 {
		return 0
	}
	s += overlap(a.actors, b.actors, 0.3, -0.2)
	s += overlap(a.recipients, b.recipients, 0.25, -0.25)
	s += overlap(a.places, b.places, 0.1, -0.1)
	if common(a.actors, b.actors) == 0 && common(a.parties, b.parties) > 0 {
		s += 0.1
	}
	if a.trigger == b.trigger {
		s += 0.15
	}
	if a.event.Mode != nil && b.event.Mode != nil && *a.event.Mode == *b.event.Mode {
		s += 0.05
	}
	return s
}

// overlap gives what sharing is worth, or what it costs that both name
// something and nothing is shared.
func overlap(a, b []int, gain, loss float64) float64 {
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
func agreeFacts(a, b string) bool {
	return a == b || (a == "planned") == (b == "planned")
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
