package merge

import (
	"cmp"
	"math"
	"regexp"
	"slices"
	"strings"

	"readout/internal/record"
)

// A told is a telling with the words of its reading.
type told struct {
	telling
	event record.Event
}

// tell looks up the parties of an event of a reading.
func (m *merger) tell(i, k int, ev *record.Event, l locals) told {
	of := func(list []int32, at map[string]int, ids []string) []int32 {
		var out []int32
		for _, n := range indexes(at, ids) {
			if n < len(list) {
				out = append(out, list[n])
			}
		}
		slices.Sort(out)
		return slices.Compact(out)
	}
	actors, recipients := of(m.actorOf[i], l.actors, ev.Actors), of(m.actorOf[i], l.actors, ev.Recipients)
	t := telling{source: int32(i), local: int32(k), typ: m.names.of(ev.Type), mode: m.names.of(value(ev.Mode)), fact: m.names.of(ev.Factuality), start: noDay, end: noDay,
		refs: slices.Concat(actors, recipients, of(m.placeOf[i], l.places, ev.Places)), nActors: uint16(len(actors)), nRecipients: uint16(len(recipients))}
	if ev.When != nil {
		t.start, t.end = dayOf(value(ev.When.Start)), dayOf(value(ev.When.End))
	}
	t.said, t.cite = m.attributed(i, index(l.actors, ev.AttributedTo))
	return told{t, *ev}
}

// newEvent writes an event of its tellings.
func (m *merger) newEvent(g *group, list []told) *Event {
	e := &Event{ID: idString("e", g.id), Type: list[0].event.Type}
	var modes []string
	var actors, recipients, places []int32
	tellings := make([]telling, len(list))
	for k := range list {
		t := &list[k]
		tellings[k] = t.telling
		if t.mode != 0 {
			modes = append(modes, m.str(t.mode))
		}
		actors, recipients, places = append(actors, t.actors()...), append(recipients, t.recipients()...), append(places, t.places()...)
		e.Triggers = append(e.Triggers, t.event.Trigger.Quote)
		if t.said >= 0 {
			e.AttributedTo = append(e.AttributedTo, idString("a", m.people[t.said].id))
		}
		for _, ev := range t.event.Evidence {
			e.Evidence = append(e.Evidence, sourced(m.sources[t.source].key, ev))
		}
	}
	e.Mode = commonestOf(modes)
	actors = unique(actors)
	recipients = slices.DeleteFunc(unique(recipients), func(r int32) bool { return slices.Contains(actors, r) })
	e.Actors, e.Recipients, e.Places = set(m.actorIDs(actors)), set(m.actorIDs(recipients)), set(m.placeIDs(unique(places)))
	e.Triggers, e.AttributedTo = set(e.Triggers), slices.Compact(slices.Sorted(slices.Values(e.AttributedTo)))
	e.Support = m.eventSupport(tellings)
	var d *Difference
	if e.Factuality, d = m.factuality(tellings); d != nil {
		e.Differences = append(e.Differences, *d)
	}
	lo, hi, d := m.dates(tellings)
	if d != nil {
		e.Differences = append(e.Differences, *d)
	}
	e.Start, e.End = dayString(lo), dayString(hi)
	m.settleNumbers(e, list)
	return e
}

func unique(list []int32) []int32 {
	slices.Sort(list)
	return slices.Compact(list)
}

func (m *merger) eventSupport(tellings []telling) Support {
	var sources []int
	var cited []uint32
	for k := range tellings {
		sources, cited = append(sources, int(tellings[k].source)), append(cited, tellings[k].cite)
	}
	return m.supportOf(sources, cited)
}

// sides gathers what each report of a group says.
type sides map[string][]int

func (m *merger) difference(what string, s sides) *Difference {
	d := &Difference{What: what}
	for v, sources := range s {
		sup := m.support(compactInts(sources))
		d.Said = append(d.Said, Said{v, sup.Reports, sup.Origins})
	}
	slices.SortFunc(d.Said, func(a, b Said) int {
		return cmp.Or(cmp.Compare(len(b.Origins), len(a.Origins)), cmp.Compare(a.Value, b.Value))
	})
	return d
}

// factuality takes a deed as done when a report tells it so, unless more
// origins deny it.
func (m *merger) factuality(tellings []telling) (string, *Difference) {
	tellings = m.deeds(tellings)
	s := sides{}
	for k := range tellings {
		f := m.str(tellings[k].fact)
		s[f] = append(s[f], int(tellings[k].source))
	}
	if len(s) == 1 {
		return m.str(tellings[0].fact), nil
	}
	d := m.difference("factuality", s)
	top := len(d.Said[0].Origins)
	for _, said := range d.Said {
		if said.Value == "actual" && len(said.Origins) == top {
			return "actual", d
		}
	}
	return d.Said[0].Value, d
}

// dates takes the days on which all dated tellings agree, and where there are
// none the range that they span, with who says what.
func (m *merger) dates(tellings []telling) (lo, hi int, d *Difference) {
	tellings = m.deeds(tellings)
	lo, hi, least, most := noDay, noDay, noDay, noDay
	for k := range tellings {
		t := &tellings[k]
		lo, hi = max(lo, t.start), minKnown(hi, t.end)
		least, most = minKnown(least, t.start), max(most, t.end)
	}
	if lo == noDay || hi == noDay || lo <= hi {
		return lo, hi, nil
	}
	s := sides{}
	for k := range tellings {
		t := &tellings[k]
		if t.start == noDay && t.end == noDay {
			continue
		}
		label := dayString(t.start) + "/" + dayString(t.end)
		if t.start == t.end {
			label = dayString(t.start)
		}
		s[label] = append(s[label], int(t.source))
	}
	return least, most, m.difference("when", s)
}

// A weighed event has how much it matters to its story, and its day.
type weighed struct {
	weight float64
	day    int
}

// weigh says how much an event matters: told by many origins, done and not
// only said, and a turn of the story.
func (m *merger) weigh(tellings []telling) weighed {
	s := m.eventSupport(tellings)
	f, _ := m.factuality(tellings)
	lo, hi, _ := m.dates(tellings)
	w := math.Log2(1+float64(len(s.Origins))) + 0.3*math.Log2(1+float64(len(s.Reports)))
	switch m.str(tellings[0].typ) {
	case "ASSAULT", "COERCE", "RETREAT", "AID", "SANCTION", "MOBILIZE", "PROTEST", "COOPERATE":
		w++
	case "CONSULT", "SUPPORT", "CONCEDE", "REJECT", "THREATEN":
		w += 0.5
	}
	if f == "actual" {
		w += 0.5
	}
	if !slices.ContainsFunc(tellings, func(t telling) bool { return t.nActors > 0 }) {
		w--
	}
	if lo == noDay {
		w -= 0.5
	}
	day := lo
	if day == noDay {
		day = hi
	}
	if day == noDay {
		day = dayOf(s.First)
	}
	return weighed{w, day}
}

// counted finds numbers of what reports differ on.
var counted = regexp.MustCompile(`(?i)\b(\d[\d,.]*\d|\d|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens|hundreds|thousands)` +
	`((?:\s+[a-z-]+){0,3}?)\s+(killed|dead|died|deaths|wounded|injured|hurt|missing|arrested|detained|people|civilians|soldiers|troops|sailors|` +
	`fighters|hostages|prisoners|children|protesters|officers|drones|missiles|ships|boats|aircraft|tanks|million|billion|percent)\b`)

// countedAs puts words for one thing together.
var countedAs = map[string]string{"dead": "killed", "died": "killed", "deaths": "killed", "injured": "wounded", "hurt": "wounded", "detained": "arrested", "boats": "ships", "soldiers": "troops"}

// numbers are the digits of words for numbers.
var numbers = map[string]string{"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9",
	"ten": "10", "eleven": "11", "twelve": "12"}

// grouped matches a number whose thousands are parted by commas, or by more than one point.
var grouped = regexp.MustCompile(`^\d{1,3}(,\d{3})+$|^\d{1,3}(\.\d{3}){2,}$`)

// digits writes a number as all reports of it may be compared: 1,000 as 1000,
// twelve as 12.
func digits(number string) string {
	number = strings.ToLower(number)
	if grouped.MatchString(number) {
		return strings.NewReplacer(",", "", ".", "").Replace(number)
	}
	return cmp.Or(numbers[number], number)
}

// settleNumbers keeps the numbers on which reports differ: who says 12 dead
// and who says 15.
func (m *merger) settleNumbers(e *Event, list []told) {
	if len(list) < 2 {
		return
	}
	said := map[string]sides{}
	for k := range list {
		for _, ev := range list[k].event.Evidence {
			for _, f := range counted.FindAllStringSubmatch(ev.Quote, -1) {
				what := strings.ToLower(f[3])
				if as, ok := countedAs[what]; ok {
					what = as
				}
				if said[what] == nil {
					said[what] = sides{}
				}
				v := digits(f[1])
				said[what][v] = append(said[what][v], int(list[k].source))
			}
		}
	}
	for _, what := range sortedKeys(said) {
		if s := said[what]; len(s) > 1 && m.parted(s) {
			e.Differences = append(e.Differences, *m.difference("number "+what, s))
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
