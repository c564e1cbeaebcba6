package merge

import (
	"cmp"
	"slices"
	"strings"

	"readout/internal/record"
)

// A Correction is what a person decided, signed and dated. It is an entry of
// its own and lies on top of what merging finds.
type Correction struct {
	ID      string   `json:"id"`
	At      string   `json:"at"` // instant, RFC 3339
	By      string   `json:"by"`
	Kind    string   `json:"kind"`    // join, split, wrong, right, retitle, edit, undo
	Targets []string `json:"targets"` // ids; of undo, that of a correction
	Field   string   `json:"field,omitempty"`
	Values  []string `json:"values,omitempty"` // retitle, edit: the new value; split: names or reports to part
	// Anchors are, for each target, what it was made of when the correction
	// was written, so that it is found again under another id.
	Anchors [][]string `json:"anchors,omitempty"`
	Reason  string     `json:"reason,omitempty"`
}

// standing puts corrections in order of time and drops those undone.
func standing(list []Correction) []Correction {
	out := slices.Clone(list)
	slices.SortFunc(out, func(a, b Correction) int { return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(a.ID, b.ID)) })
	undone := Undone(out)
	return slices.DeleteFunc(out, func(c Correction) bool { return c.Kind == "undo" || undone[c.ID] })
}

// Undone are the ids of corrections that a later one undid, which was not
// itself undone. The list is in order of time.
func Undone(list []Correction) map[string]bool {
	out := map[string]bool{}
	for _, c := range slices.Backward(list) {
		if c.Kind == "undo" && !out[c.ID] {
			for _, id := range c.Targets {
				out[id] = true
			}
		}
	}
	return out
}

// A regrouping applies joins and splits to groups of one noun.
type regrouping struct {
	prefix string // of ids of the noun
	id     func(group []int) uint64
	source func(member int) int
	anchor func(member int) (string, error) // without the report; asked only of reports that a correction names
	is     func(member int, value string) bool
}

// regroup joins and splits groups as corrections say.
func (m *merger) regroup(groups [][]int, r regrouping) ([][]int, error) {
	for _, c := range m.corrections {
		if c.Kind != "join" && c.Kind != "split" || !strings.HasPrefix(first(c.Targets), r.prefix) {
			continue
		}
		var at []int
		for k := range c.Targets {
			g, err := m.findGroup(groups, c, k, r)
			if err != nil {
				return nil, err
			}
			if g >= 0 && !slices.Contains(at, g) {
				at = append(at, g)
			}
		}
		slices.Sort(at)
		switch {
		case len(at) == 0:
		case c.Kind == "join":
			for _, g := range at[1:] {
				groups[at[0]] = append(groups[at[0]], groups[g]...)
				groups[g] = nil
			}
			slices.Sort(groups[at[0]])
		case c.Kind == "split":
			var stay, out []int
			for _, i := range groups[at[0]] {
				if slices.ContainsFunc(c.Values, func(v string) bool { return v == m.sources[r.source(i)].key || r.is(i, v) }) {
					out = append(out, i)
				} else {
					stay = append(stay, i)
				}
			}
			if len(stay) > 0 && len(out) > 0 {
				groups[at[0]] = stay
				groups = append(groups, out)
			}
		}
		groups = slices.DeleteFunc(groups, func(g []int) bool { return len(g) == 0 })
		slices.SortFunc(groups, func(a, b []int) int { return cmp.Compare(a[0], b[0]) })
	}
	return groups, nil
}

// findGroup finds the group that a target names: of those with its id, or of
// all where none has it, the one that shares most of its anchors.
func (m *merger) findGroup(groups [][]int, c Correction, k int, r regrouping) (int, error) {
	want, ok := idNumber(c.Targets[k])
	used := map[uint64]int{}
	for g, group := range groups {
		if ok && again(used, r.prefix, r.id(group)) == want {
			return g, nil
		}
	}
	if k >= len(c.Anchors) {
		return -1, nil
	}
	anchors, sources := m.anchored(c.Anchors[k])
	best, at := 0, -1
	for g, group := range groups {
		n := 0
		for _, i := range group {
			if !sources[r.source(i)] {
				continue
			}
			a, err := r.anchor(i)
			if err != nil {
				return -1, err
			}
			if key := m.sources[r.source(i)].key; anchors[strings.TrimSuffix(key+" "+a, " ")] {
				n++
			}
		}
		if n > best {
			best, at = n, g
		}
	}
	return at, nil
}

// anchored is a set of anchors, and of the reports that they stand in.
func (m *merger) anchored(list []string) (anchors map[string]bool, sources map[int]bool) {
	anchors, sources = map[string]bool{}, map[int]bool{}
	for _, a := range list {
		anchors[a] = true
		key, _, _ := strings.Cut(a, " ")
		if i, ok := m.at[key]; ok {
			sources[i] = true
		}
	}
	return anchors, sources
}

func first(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

func (m *merger) correctGroups(u union) ([][]int, error) {
	return m.regroup(u.groups(), regrouping{
		prefix: "a", id: m.actorID,
		source: func(i int) int { return int(m.members[i].source) },
		anchor: func(i int) (string, error) { return m.str(m.members[i].key), nil },
		is:     func(i int, v string) bool { return fold(v) == fold(m.str(m.members[i].name)) },
	})
}

func (m *merger) correctSpots(u union) ([][]int, error) {
	return m.regroup(u.groups(), regrouping{
		prefix: "p", id: m.placeID,
		source: func(i int) int { return int(m.spots[i].source) },
		anchor: func(i int) (string, error) { return fold(m.str(m.spots[i].name)), nil },
		is:     func(i int, v string) bool { return fold(v) == fold(m.str(m.spots[i].name)) },
	})
}

func (m *merger) correctEvents(tellings []telling, u union) ([][]int, error) {
	return m.regroup(u.groups(), regrouping{
		prefix: "e",
		id:     func(g []int) uint64 { return tellings[g[0]].id },
		source: func(i int) int { return int(tellings[i].source) },
		anchor: func(i int) (anchor string, err error) {
			t := &tellings[i]
			err = m.readings([]int{int(t.source)}, func(_ int, r *record.Reading) error {
				if int(t.local) < len(r.Events) {
					anchor = m.str(t.typ) + " " + r.Events[t.local].Trigger.Quote
				}
				return nil
			})
			return anchor, err
		},
		is: func(int, string) bool { return false },
	})
}

func (m *merger) correctStories(groups [][]int) ([][]int, error) {
	return m.regroup(groups, regrouping{
		prefix: "y",
		id:     func(g []int) uint64 { return sum64(m.sources[g[0]].key) },
		source: func(i int) int { return i },
		anchor: func(int) (string, error) { return "", nil },
		is:     func(int, string) bool { return false },
	})
}

// resolveParties finds the actors and places that corrections mean, gives
// them the names that a person chose, and says what entries take from them.
func (m *merger) resolveParties() error {
	m.marks = map[string][]Correction{}
	if err := m.resolve("ap"); err != nil {
		return err
	}
	for prefix, parties := range map[string][]party{"a": m.people, "p": m.sites} {
		for n := range parties {
			p := &parties[n]
			for _, c := range m.marks[idString(prefix, p.id)] {
				switch {
				case c.Kind == "retitle" || c.Kind == "edit" && (c.Field == "name" || c.Field == "title"):
					p.name = m.names.of(first(c.Values))
				case c.Kind == "edit" && c.Field == "country":
					p.country = m.names.of(first(c.Values))
				}
			}
			p.sum = mix(p.id, sum64(m.str(p.name), m.str(p.country)))
		}
	}
	return nil
}

// resolveFacts finds the facts and stories that corrections mean.
func (m *merger) resolveFacts() error { return m.resolve("esty") }

// resolve finds the entries of nouns that corrections mean: by id, else by
// what they were made of.
func (m *merger) resolve(prefixes string) error {
	for _, c := range m.corrections {
		if c.Kind == "join" || c.Kind == "split" {
			continue
		}
		for k, target := range c.Targets {
			if target == "" || !strings.Contains(prefixes, target[:1]) {
				continue
			}
			id := target
			if !m.has(target) {
				if k >= len(c.Anchors) {
					continue
				}
				var err error
				if id, err = m.anchoredEntry(target[:1], c.Anchors[k]); err != nil {
					return err
				}
			}
			if id != "" {
				m.marks[id] = append(m.marks[id], c)
			}
		}
	}
	return nil
}

// all hands out the numbers of the ids of a noun.
func (m *merger) all(prefix string, each func(n int, id uint64)) {
	switch prefix {
	case "a":
		for n := range m.people {
			each(n, m.people[n].id)
		}
	case "p":
		for n := range m.sites {
			each(n, m.sites[n].id)
		}
	case "y":
		for n := range m.tales {
			each(n, m.tales[n].id)
		}
	default:
		groups := m.facts(prefix).groups
		for n := range groups {
			each(n, groups[n].id)
		}
	}
}

func (m *merger) facts(prefix string) *found {
	switch prefix {
	case "e":
		return &m.acts
	case "s":
		return &m.sayings
	}
	return &m.states
}

func (m *merger) has(id string) (has bool) {
	want, ok := idNumber(id)
	m.all(id[:1], func(_ int, n uint64) { has = has || n == want })
	return has && ok
}

// anchoredEntry finds the entry of a noun that has most of the anchors.
func (m *merger) anchoredEntry(prefix string, list []string) (id string, err error) {
	anchors, sources := m.anchored(list)
	best := 0
	var numbers []uint64
	at := map[uint64]int{}
	m.all(prefix, func(n int, id uint64) {
		if m.standsIn(prefix, n, sources) {
			numbers, at[id] = append(numbers, id), n
		}
	})
	slices.Sort(numbers)
	for _, number := range numbers {
		entry, err := m.entry(prefix, at[number])
		if err != nil {
			return "", err
		}
		count := 0
		for _, a := range Anchors(entry) {
			if anchors[a] {
				count++
			}
		}
		if count > best {
			best, id = count, idString(prefix, number)
		}
	}
	return id, nil
}

// standsIn says that an entry is told of by one of some sources.
func (m *merger) standsIn(prefix string, n int, sources map[int]bool) bool {
	switch prefix {
	case "a":
		return slices.ContainsFunc(m.people[n].group, func(i int) bool { return sources[int(m.members[i].source)] })
	case "p":
		return slices.ContainsFunc(m.sites[n].group, func(i int) bool { return sources[int(m.spots[i].source)] })
	case "y":
		return slices.ContainsFunc(m.tales[n].group, func(i int) bool { return sources[i] })
	}
	return slices.ContainsFunc(m.facts(prefix).in(&m.facts(prefix).groups[n]), func(f fact) bool { return sources[int(f.source)] })
}

// entry writes one entry for its anchors.
func (m *merger) entry(prefix string, n int) (any, error) {
	switch prefix {
	case "a":
		a := m.newActor(m.people[n].group)
		for _, i := range m.people[n].group {
			a.Reports = append(a.Reports, m.sources[m.members[i].source].key)
		}
		a.Reports = set(a.Reports)
		return &a, nil
	case "p":
		p := m.newPlace(m.sites[n].group)
		for _, i := range m.sites[n].group {
			p.Reports = append(p.Reports, m.sources[m.spots[i].source].key)
		}
		p.Reports = set(p.Reports)
		return &p, nil
	case "y":
		y := &Story{}
		y.Support = m.support(m.tales[n].group)
		return y, nil
	}
	g := &m.facts(prefix).groups[n]
	facts := m.facts(prefix).in(g)
	var p parts
	var sources []int
	for _, f := range facts {
		sources = append(sources, int(f.source))
	}
	err := m.readings(compactInts(sources), func(i int, r *record.Reading) error {
		for _, f := range facts {
			if int(f.source) == i {
				m.gather(&p, prefix, i, int(f.local), r, localsOf(r))
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return m.compose(prefix, g, &p), nil
}
