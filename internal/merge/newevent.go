package merge

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
)

// newEvent makes one event of its tellings.
func (m *merger) newEvent(tellings []telling, group []int) Event {
	first := tellings[group[0]]
	e := Event{Type: first.event.Type, Actors: []string{}, Recipients: []string{}, Places: []string{}}
	e.ID = m.eventID(&first)
	var ws []witness
	var modes []string
	var actors, recipients, places []int
	for _, i := range group {
		t := &tellings[i]
		ws = append(ws, witness{t.source, i})
		if t.event.Mode != nil {
			modes = append(modes, *t.event.Mode)
		}
		actors, recipients, places = append(actors, t.actors...), append(recipients, t.recipients...), append(places, t.places...)
		e.Triggers = append(e.Triggers, t.event.Trigger.Quote)
		if at := t.event.AttributedTo; at != nil {
			if n, ok := m.actorOf[t.source][*at]; ok {
				e.AttributedTo = append(e.AttributedTo, m.out.Actors[n].ID)
			}
		}
		for _, ev := range t.event.Evidence {
			e.Evidence = append(e.Evidence, sourced(m.sources[t.source].Key, ev))
		}
	}
	e.Mode = commonestOf(modes)
	actors = compactInts(actors)
	recipients = slices.DeleteFunc(compactInts(recipients), func(r int) bool { return slices.Contains(actors, r) })
	e.Actors, e.Recipients = m.actorIDs(actors), m.actorIDs(recipients)
	for _, p := range compactInts(places) {
		e.Places = append(e.Places, m.out.Places[p].ID)
	}
	e.Triggers, e.AttributedTo = set(e.Triggers), slices.Compact(slices.Sorted(slices.Values(e.AttributedTo)))
	e.Support = m.supportOf(ws, func(w witness) *string { return tellings[w.fact].event.AttributedTo })
	m.settleFactuality(&e, tellings, group)
	m.settleDates(&e, tellings, group)
	m.settleNumbers(&e, tellings, group)
	return e
}

func (m *merger) eventID(t *telling) string {
	return id("e", m.sources[t.source].Key, t.event.Type, t.event.Trigger.Quote, t.event.ID)
}

// sides gathers what each report of a group says.
type sides map[string][]int

func (m *merger) difference(what string, s sides) Difference {
	d := Difference{What: what}
	for v, sources := range s {
		sup := m.support(compactInts(sources))
		d.Said = append(d.Said, Said{v, sup.Reports, sup.Origins})
	}
	slices.SortFunc(d.Said, func(a, b Said) int {
		return cmp.Or(cmp.Compare(len(b.Origins), len(a.Origins)), cmp.Compare(a.Value, b.Value))
	})
	return d
}

// settleFactuality takes a deed as done when a report tells it so, unless
// more origins deny it.
func (m *merger) settleFactuality(e *Event, tellings []telling, group []int) {
	s := sides{}
	for _, i := range group {
		f := tellings[i].event.Factuality
		s[f] = append(s[f], tellings[i].source)
	}
	d := m.difference("factuality", s)
	e.Factuality = d.Said[0].Value
	if len(d.Said) > 1 {
		e.Differences = append(e.Differences, d)
		top := len(d.Said[0].Origins)
		for _, said := range d.Said {
			if said.Value == "actual" && len(said.Origins) == top {
				e.Factuality = "actual"
			}
		}
	}
}

// settleDates takes the days on which all dated tellings agree, and where
// there are none the range that they span, with who says what.
func (m *merger) settleDates(e *Event, tellings []telling, group []int) {
	lo, hi, least, most := noDay, noDay, noDay, noDay
	s := sides{}
	for _, i := range group {
		t := &tellings[i]
		if t.start == noDay && t.end == noDay {
			continue
		}
		lo, hi = max(lo, t.start), minKnown(hi, t.end)
		least, most = minKnown(least, t.start), max(most, t.end)
		label := dayString(t.start) + "/" + dayString(t.end)
		if t.start == t.end {
			label = dayString(t.start)
		}
		s[label] = append(s[label], t.source)
	}
	if lo != noDay && hi != noDay && lo > hi {
		lo, hi = least, most
		e.Differences = append(e.Differences, m.difference("when", s))
	}
	e.Start, e.End = dayString(lo), dayString(hi)
}

// counted finds numbers of what reports differ on.
var counted = regexp.MustCompile(`(?i)\b(\d[\d,.]*\d|\d|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens|hundreds|thousands)` +
	`((?:\s+[a-z-]+){0,3}?)\s+(killed|dead|died|deaths|wounded|injured|hurt|missing|arrested|detained|people|civilians|soldiers|troops|sailors|` +
	`fighters|hostages|prisoners|children|protesters|officers|drones|missiles|ships|boats|aircraft|tanks|million|billion|percent)\b`)

// countedAs puts words for one thing together.
var countedAs = map[string]string{"dead": "killed", "died": "killed", "deaths": "killed", "injured": "wounded", "hurt": "wounded", "detained": "arrested", "boats": "ships", "soldiers": "troops"}

// settleNumbers keeps the numbers on which reports differ: who says 12 dead
// and who says 15.
func (m *merger) settleNumbers(e *Event, tellings []telling, group []int) {
	if len(group) < 2 {
		return
	}
	said := map[string]sides{}
	for _, i := range group {
		for _, ev := range tellings[i].event.Evidence {
			for _, f := range counted.FindAllStringSubmatch(ev.Quote, -1) {
				what := strings.ToLower(f[3])
				if as, ok := countedAs[what]; ok {
					what = as
				}
				if said[what] == nil {
					said[what] = sides{}
				}
				v := strings.ToLower(f[1])
				said[what][v] = append(said[what][v], tellings[i].source)
			}
		}
	}
	for _, what := range sortedKeys(said) {
		if s := said[what]; len(s) > 1 && m.parted(s) {
			e.Differences = append(e.Differences, m.difference("number "+what, s))
		}
	}
}

// parted says that two reports, and not one, stand behind a difference.
func (m *merger) parted(s sides) bool {
	var firsts []int
	for _, k := range sortedKeys(s) {
		list := compactInts(slices.Clone(s[k]))
		for _, f := range firsts {
			if !slices.Contains(list, f) {
				return true
			}
		}
		firsts = append(firsts, list...)
	}
	return false
}

func sortedKeys[V any](m map[string]V) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}
