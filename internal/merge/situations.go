package merge

import (
	"cmp"
	"slices"
	"strings"

	"readout/internal/record"
)

// An observation is one situation in one reading. Names stand for numbers of
// the table.
type observation struct {
	source, local                               int32
	ref, kind, state, since, until, what, title uint32
	holder, object                              side
	changedBy                                   int32 // index of an event of the reading, -1 for none
	bag                                         int32 // where its words stand while situations are joined
}

// A side of a situation is an actor n as n+1, a place n as -n-1, or 0.
type side int32

func (m *merger) sideID(s side) string {
	switch {
	case s > 0:
		return idString("a", m.people[s-1].id)
	case s < 0:
		return idString("p", m.sites[-s-1].id)
	}
	return ""
}

func (m *merger) sideSum(s side) uint64 {
	switch {
	case s > 0:
		return m.people[s-1].sum
	case s < 0:
		return m.sites[-s-1].sum
	}
	return 0
}

func (m *merger) readSide(i int, d *decoder) side {
	actor, place := d.int(), d.int()
	switch {
	case 0 <= actor && actor < len(m.actorOf[i]):
		return side(m.actorOf[i][actor] + 1)
	case 0 <= place && place < len(m.placeOf[i]):
		return side(-m.placeOf[i][place] - 1)
	}
	return 0
}

// situations joins what all reports say of one state of affairs into a
// ledger.
func (m *merger) situations() error {
	var bags [][]uint32
	var words pile[uint32]
	var bag []uint32
	err := m.each(PartSituations, func(i int, d *decoder) {
		for k := range d.count() {
			o := observation{source: int32(i), local: int32(k), ref: d.name(m.names), kind: d.name(m.names), state: d.name(m.names),
				since: d.name(m.names), until: d.name(m.names), what: d.name(m.names), title: d.name(m.names)}
			o.holder, o.object = m.readSide(i, d), m.readSide(i, d)
			o.changedBy = int32(d.int())
			bag = d.sorted(bag[:0])
			o.bag = int32(len(bags))
			bags = append(bags, words.keep(bag))
			m.seen = append(m.seen, o)
		}
	})
	if err != nil {
		return err
	}
	slices.SortFunc(m.seen, func(a, b observation) int {
		return cmp.Or(cmp.Compare(a.source, b.source), cmp.Compare(a.local, b.local))
	})
	m.takeTownsForBases()
	keys := make([]string, len(m.seen))
	order := make([]int, len(m.seen))
	for i := range m.seen {
		keys[i], order[i] = m.situationKey(&m.seen[i]), i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(keys[a], keys[b]) })
	var groups [][]int
	for from := 0; from < len(order); {
		to := from
		var of [][]int
		for to < len(order) && keys[order[to]] == keys[order[from]] {
			of = m.placeObservation(of, order[to], bags)
			to++
		}
		groups = append(groups, of...)
		from = to
	}
	m.states = m.found(groups, len(m.seen), func(i int) (fact, uint64) {
		o := &m.seen[i]
		return fact{o.source, o.local}, sum64(keys[i], m.sources[o.source].key, m.str(o.ref))
	})
	for n, g := range groups {
		m.states.groups[n].sum = m.sumOfSituation(g)
		if o := &m.seen[g[0]]; m.str(o.kind) == "office" && o.holder > 0 {
			m.offices = append(m.offices, uint64(o.holder-1)<<32|uint64(n))
		}
	}
	slices.Sort(m.offices)
	return nil
}

// changer is the event that changed a situation, -1 for none.
func (m *merger) changer(o *observation) int {
	if of := m.acts.of[o.source]; 0 <= o.changedBy && int(o.changedBy) < len(of) {
		return int(of[o.changedBy])
	}
	return -1
}

// situationKey is what observations of one situation have in common. Either
// side of an agreement, a war or relations may be named first.
func (m *merger) situationKey(o *observation) string {
	a, b := m.sideID(o.holder), m.sideID(o.object)
	switch m.str(o.kind) {
	case "agreement", "fights", "relations":
		a, b = min(a, b), max(a, b)
	}
	key := strings.Join([]string{m.str(o.kind), a, b, fold(m.str(o.title))}, "\x00")
	if a == "" && b == "" {
		key += "\x00" + m.sources[o.source].key + m.str(o.ref)
	}
	return key
}

// How alike two wordings of a demand or an agreement must be, and with how
// many of the last ones, of how many matters, a new one is compared.
const (
	whatFrom    = 0.3
	whatLast    = 50
	whatMatters = 200
)

// placeObservation adds an observation to the group whose matter it shares:
// two states can have many agreements.
func (m *merger) placeObservation(groups [][]int, i int, bags [][]uint32) [][]int {
	words := bags[m.seen[i].bag]
	for g := max(0, len(groups)-whatMatters); g < len(groups); g++ {
		for _, j := range groups[g][max(0, len(groups[g])-whatLast):] {
			other := bags[m.seen[j].bag]
			if len(words) == 0 || len(other) == 0 || dice(words, other) >= whatFrom {
				groups[g] = append(groups[g], i)
				return groups
			}
		}
	}
	return append(groups, []int{i})
}

// newSituation writes the ledger of observations, each with its evidence.
func (m *merger) newSituation(g *group, seen []int, evidence [][]record.Evidence) *Situation {
	first := &m.seen[seen[0]]
	t := &Situation{ID: idString("t", g.id), Kind: m.str(first.kind), Holder: m.sideID(first.holder), Object: m.sideID(first.object), Title: m.str(first.title)}
	var sources []int
	var whats []string
	for k, i := range seen {
		o := &m.seen[i]
		sources = append(sources, int(o.source))
		if o.what != 0 {
			whats = append(whats, m.str(o.what))
		}
		s := &m.sources[o.source]
		e := Entry{Report: s.key, Origin: m.str(m.origin[o.source]), State: m.str(o.state), Since: m.str(o.since), Until: m.str(o.until), Known: s.known()}
		e.From = cmp.Or(e.Since, e.Known)
		if e.State == "ended" {
			e.From = cmp.Or(e.Until, e.Known)
		}
		if n := m.changer(o); n >= 0 {
			e.ChangedBy = idString("e", m.acts.groups[n].id)
		}
		for _, ev := range evidence[k] {
			e.Evidence = append(e.Evidence, sourced(e.Report, ev))
		}
		t.Entries = append(t.Entries, e)
	}
	slices.SortStableFunc(t.Entries, func(a, b Entry) int {
		return cmp.Or(cmp.Compare(m.at[a.Report], m.at[b.Report]), cmp.Compare(a.From, b.From))
	})
	t.What = commonestOf(whats)
	t.Support = m.support(compactInts(sources))
	t.settle()
	return t
}

// officesOf is the time line of a person's offices.
func (m *merger) officesOf(n int) []Office {
	var list []Office
	for _, k := range pairsOf(m.offices, n) {
		g := &m.states.groups[k]
		var seen []int
		for _, f := range m.states.in(g) {
			seen = append(seen, m.seenAt(f))
		}
		t := m.newSituation(g, seen, make([][]record.Evidence, len(seen)))
		if m.mark(t); t.Wrong {
			continue
		}
		list = append(list, Office{Title: t.Title, Of: t.Object, State: t.State, Since: t.Since, Until: t.Until, First: t.First, Last: t.Last})
	}
	slices.SortStableFunc(list, func(a, b Office) int {
		return cmp.Or(cmp.Compare(cmp.Or(a.Since, a.First), cmp.Or(b.Since, b.First)), cmp.Compare(a.Title, b.Title))
	})
	return list
}

// seenAt is the place of an observation.
func (m *merger) seenAt(f fact) int {
	at, _ := slices.BinarySearchFunc(m.seen, f, func(o observation, f fact) int {
		return cmp.Or(cmp.Compare(o.source, f.source), cmp.Compare(o.local, f.local))
	})
	return at
}

// settle says what each entry does to the one before, and sets the state as of
// the last report.
func (t *Situation) settle() {
	for i := range t.Entries {
		t.Entries[i].Does = does(t.Entries[:i], &t.Entries[i])
	}
	now := t.At(Forever, Forever)
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

// Forever is a day by which all is known.
const Forever = "9999-12-31"

// knownBy says that an entry was told by a day; of one without a day nobody
// knows when.
func (e *Entry) knownBy(day string) bool {
	return day == Forever || e.Known != "" && e.Known <= day
}

// Told is what stood behind a situation by what was known on a day.
func (t *Situation) Told(known string) Support {
	s := Support{Families: t.Families}
	for i := range t.Entries {
		e := &t.Entries[i]
		if !e.knownBy(known) {
			continue
		}
		s.Reports, s.Origins = append(s.Reports, e.Report), append(s.Origins, e.Origin)
		s.First, s.Last = cmp.Or(s.First, e.Known), max(s.Last, e.Known)
	}
	s.Reports, s.Origins = set(s.Reports), set(s.Origins)
	return s
}

// At says in what state a situation was on a day, by what was known on
// another. An entry stands until another changes it; silence ends nothing.
// What a person set goes before what reports say.
func (t *Situation) At(day, known string) View {
	points, disputes := t.known(day, known)
	if t.edited("since") && t.Since != "" && len(points) > 0 {
		if day < t.Since {
			return View{}
		}
		if points[0].state != "ended" { // what ended had been in force
			points[0].day = min(points[0].day, t.Since)
		}
	}
	v := viewOf(points, disputes, day)
	if v.State != "" {
		t.correct(&v, day)
	}
	return v
}

// known are the days on which the ledger changes by what was known on a day,
// in order, and the entries that dispute it.
func (t *Situation) known(day, known string) (points []point, disputes []Entry) {
	for i := range t.Entries {
		e := &t.Entries[i]
		if !e.knownBy(known) {
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
	return points, disputes
}

// viewOf is how a ledger stands on a day.
func viewOf(points []point, disputes []Entry, day string) View {
	var v View
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

// edited says that a person set a field.
func (t *Situation) edited(field string) bool { return slices.Contains(t.Edited, field) }

// correct sets in the view of a day what a person set. What a person says has
// ended was in force until then.
func (t *Situation) correct(v *View, day string) {
	state, until := t.edited("state"), t.edited("until")
	if state || t.edited("since") {
		v.Since = t.Since
	}
	if state || until {
		v.Until = t.Until
	}
	ends := t.State == "ended" && v.Until != ""
	switch {
	case !state && !(until && ends): // as reports say
	case !ends || day >= v.Until:
		v.State = t.State
	case state || v.State == "ended":
		v.State = "in_force"
	}
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
		for _, p := range points[at+1:] {
			if p.state != v.State {
				v.Until = cmp.Or(v.Until, p.day)
				break
			}
		}
	}
}
