package merge

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"readout/internal/record"
)

// An observation is one situation in one reading.
type observation struct {
	source         int
	situation      *record.Situation
	holder, object string // ids of the merged record
	words          []uint32
}

// situations joins what all reports say of one state of affairs into a
// ledger.
func (m *merger) situations() {
	byKey := map[string][][]observation{}
	for i, s := range m.sources {
		for j := range s.Reading.Situations {
			t := &s.Reading.Situations[j]
			o := observation{source: i, situation: t, holder: m.ref(i, t.Holder), object: m.ref(i, t.Object), words: bag(value(t.What))}
			key := situationKey(&o, m)
			byKey[key] = placeObservation(byKey[key], o)
		}
	}
	for _, key := range sortedKeys(byKey) {
		for _, group := range byKey[key] {
			m.out.Situations = append(m.out.Situations, m.newSituation(key, group))
		}
	}
}

// ref is the merged id of an actor or a place of a source.
func (m *merger) ref(source int, local *string) string {
	if local == nil {
		return ""
	}
	if n, ok := m.actorOf[source][*local]; ok {
		return m.out.Actors[n].ID
	}
	if n, ok := m.placeOf[source][*local]; ok {
		return m.out.Places[n].ID
	}
	return ""
}

// situationKey is what observations of one situation have in common. Either
// side of an agreement, a war or relations may be named first.
func situationKey(o *observation, m *merger) string {
	a, b := o.holder, o.object
	switch o.situation.Kind {
	case "agreement", "fights", "relations":
		a, b = min(a, b), max(a, b)
	}
	title := ""
	if o.situation.Kind == "office" {
		title = fold(m.officeTitle(o))
	}
	key := strings.Join([]string{o.situation.Kind, a, b, title}, "\x00")
	if a == "" && b == "" {
		key += "\x00" + m.sources[o.source].Key + o.situation.ID
	}
	return key
}

// officeTitle is the title of an office without the name of its holder:
// "President", not "President Oresk".
func (m *merger) officeTitle(o *observation) string {
	names := map[string]bool{}
	for _, a := range m.sources[o.source].Reading.Actors {
		if o.situation.Holder != nil && a.ID == *o.situation.Holder {
			for _, n := range append([]string{a.Name}, a.Names...) {
				for _, w := range strings.Fields(fold(n)) {
					names[w] = true
				}
			}
		}
	}
	full := strings.Fields(value(o.situation.Title))
	title := slices.DeleteFunc(slices.Clone(full), func(w string) bool { return names[fold(w)] })
	if len(title) == 0 {
		title = full
	}
	return strings.Join(title, " ")
}

// whatFrom is how alike two wordings of a demand or an agreement must be.
const whatFrom = 0.3

// placeObservation adds an observation to the group whose matter it shares:
// two states can have many agreements.
func placeObservation(groups [][]observation, o observation) [][]observation {
	for g, group := range groups {
		for _, other := range group {
			if len(o.words) == 0 || len(other.words) == 0 || dice(o.words, other.words) >= whatFrom {
				groups[g] = append(groups[g], o)
				return groups
			}
		}
	}
	return append(groups, []observation{o})
}

func (m *merger) newSituation(key string, group []observation) Situation {
	first := group[0]
	t := Situation{Kind: first.situation.Kind, Holder: first.holder, Object: first.object}
	if t.Kind == "office" {
		t.Title = m.officeTitle(&first)
	}
	t.ID = id("t", key, m.sources[first.source].Key, first.situation.ID)
	var sources []int
	var whats []string
	for _, o := range group {
		sources = append(sources, o.source)
		if w := value(o.situation.What); w != "" {
			whats = append(whats, w)
		}
		e := Entry{Report: m.sources[o.source].Key, Origin: m.origin[o.source], State: o.situation.State,
			Since: value(o.situation.Since), Until: value(o.situation.Until), Known: m.sources[o.source].known()}
		e.From = cmp.Or(e.Since, e.Known)
		if e.State == "ended" {
			e.From = cmp.Or(e.Until, e.Known)
		}
		if c := o.situation.ChangedBy; c != nil {
			if n, ok := m.eventOf[o.source][*c]; ok {
				e.ChangedBy = m.out.Events[n].ID
			}
		}
		for _, ev := range o.situation.Evidence {
			e.Evidence = append(e.Evidence, sourced(e.Report, ev))
		}
		t.Entries = append(t.Entries, e)
	}
	t.What = commonestOf(whats)
	t.Support = m.support(compactInts(sources))
	t.settle()
	return t
}

// settle orders the entries, says what each does to the one before, and sets
// the state as of the last report.
func (t *Situation) settle() {
	slices.SortStableFunc(t.Entries, func(a, b Entry) int {
		return cmp.Or(cmp.Compare(a.Known, b.Known), cmp.Compare(a.From, b.From), cmp.Compare(a.Report, b.Report))
	})
	for i := range t.Entries {
		t.Entries[i].Does = does(t.Entries[:i], &t.Entries[i])
	}
	now := t.At("9999-12-31", "9999-12-31")
	t.State, t.Since, t.Until, t.Disputed = now.State, now.Since, now.Until, now.Disputed
}

// disputeDays is for how long after an end a report that still tells the
// state, with no event that brought it back, is a contradiction and no turn.
const disputeDays = 30

// does says what an entry does to the ledger before it.
func does(before []Entry, e *Entry) string {
	if len(before) == 0 {
		return "opens"
	}
	last := &before[len(before)-1]
	for i := len(before) - 1; i >= 0 && last.Does == "disputes"; i-- {
		last = &before[i]
	}
	if last.State == e.State {
		return "confirms"
	}
	contrary := last.State == "ended" && e.State == "in_force" || last.State == "in_force" && e.State == "ended"
	moved := e.ChangedBy != "" || e.Since != "" && e.State == "in_force" || e.State == "ended"
	if g, ok := gap(dayOf(last.Known), dayOf(e.Known)); contrary && !moved && last.Origin != e.Origin && (!ok || g <= disputeDays) {
		return "disputes"
	}
	if contrary && e.State == "ended" && e.Until != "" && e.Until < last.Known && last.Origin != e.Origin {
		return "disputes"
	}
	if e.State == "ended" {
		return "ends"
	}
	return "changes"
}

// A View is a situation as of one day, as it was known on another.
type View struct {
	State     string  `json:"state"` // "" when nothing was known of that day
	Since     string  `json:"since,omitempty"`
	Until     string  `json:"until,omitempty"`
	Disputed  bool    `json:"disputed,omitempty"`
	Confirmed string  `json:"last_confirmed,omitempty"`
	Entries   []Entry `json:"entries"` // those that say so, and those that say otherwise when disputed
}

// A point is a day from which an entry puts a state in force.
type point struct {
	day, state string
	entry      *Entry
}

// At says in what state a situation was on a day, by what was known on
// another. An entry stands until another changes it; silence ends nothing.
func (t *Situation) At(day, known string) View {
	var points []point
	var v View
	var disputes []Entry
	for i := range t.Entries {
		e := &t.Entries[i]
		if e.Known > known {
			continue
		}
		if e.Does == "disputes" && e.From <= day {
			disputes = append(disputes, *e)
			continue
		}
		points = append(points, e.points()...)
	}
	slices.SortStableFunc(points, func(a, b point) int {
		return cmp.Or(cmp.Compare(a.day, b.day), cmp.Compare(a.entry.Known, b.entry.Known))
	})
	at := -1
	for i, p := range points {
		if p.day <= day {
			at = i
		}
	}
	if at < 0 {
		if len(points) > 0 && points[0].state == "ended" {
			v.State, v.Until = "in_force", points[0].day // what ended had been in force
			v.Entries = append(v.Entries, *points[0].entry)
		}
		return v
	}
	v.State = points[at].state
	from := at
	for from > 0 && points[from-1].state == v.State {
		from--
	}
	v.span(points, from, at)
	for _, p := range points[from : at+1] {
		if len(v.Entries) == 0 || v.Entries[len(v.Entries)-1].Report != p.entry.Report {
			v.Entries = append(v.Entries, *p.entry)
		}
		v.Confirmed = max(v.Confirmed, p.entry.Known)
	}
	for _, d := range disputes {
		if d.State != v.State {
			v.Disputed = true
			v.Entries = append(v.Entries, d)
		}
	}
	return v
}

// points are the days that an entry puts on the ledger.
func (e *Entry) points() []point {
	switch {
	case e.State == "ended" && e.Since != "":
		return []point{{e.Since, "in_force", e}, {e.From, "ended", e}}
	default:
		return []point{{e.From, e.State, e}}
	}
}

// span sets since when and until when a view holds, as far as reports say.
func (v *View) span(points []point, from, at int) {
	for _, p := range points[from : at+1] {
		v.Since = cmp.Or(v.Since, p.entry.Since)
	}
	if v.State == "ended" {
		v.Until = points[from].day
	} else {
		for _, p := range points[from : at+1] {
			v.Until = cmp.Or(v.Until, p.entry.Until)
		}
		if at+1 < len(points) && v.Until == "" {
			v.Until = points[at+1].day
		}
	}
}

// offices writes the time line of each person's offices.
func (m *merger) offices() {
	at := map[string]int{}
	for i, a := range m.out.Actors {
		at[a.ID] = i
	}
	for _, t := range m.out.Situations {
		i, ok := at[t.Holder]
		if t.Kind != "office" || !ok {
			continue
		}
		m.out.Actors[i].Offices = append(m.out.Actors[i].Offices, Office{Title: t.Title, Of: t.Object, State: t.State,
			Since: t.Since, Until: t.Until, First: t.First, Last: t.Last})
	}
	for i := range m.out.Actors {
		slices.SortStableFunc(m.out.Actors[i].Offices, func(a, b Office) int {
			return cmp.Compare(fmt.Sprint(cmp.Or(a.Since, a.First), a.Title), fmt.Sprint(cmp.Or(b.Since, b.First), b.Title))
		})
	}
}
