package merge

import (
	"cmp"
	"slices"
	"strings"
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
	undone := map[string]bool{}
	for i := len(out) - 1; i >= 0; i-- { // an undo can be undone by a later one
		if out[i].Kind == "undo" && !undone[out[i].ID] {
			for _, t := range out[i].Targets {
				undone[t] = true
			}
		}
	}
	return slices.DeleteFunc(out, func(c Correction) bool { return c.Kind == "undo" || undone[c.ID] })
}

// A regrouping applies joins and splits to groups of one noun.
type regrouping struct {
	prefix string // of ids of the noun
	id     func(group []int) string
	anchor func(member int) []string
	is     func(member int, value string) bool // the member is meant by a value of a split
}

// regroup joins and splits groups as corrections say.
func (m *merger) regroup(groups [][]int, r regrouping) [][]int {
	for _, c := range m.corrections {
		if c.Kind != "join" && c.Kind != "split" || !strings.HasPrefix(first(c.Targets), r.prefix) {
			continue
		}
		var at []int
		for k := range c.Targets {
			if g := findGroup(groups, c, k, r); g >= 0 && !slices.Contains(at, g) {
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
				if slices.ContainsFunc(c.Values, func(v string) bool { return r.is(i, v) }) {
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
	}
	slices.SortFunc(groups, func(a, b []int) int { return cmp.Compare(a[0], b[0]) })
	return groups
}

// findGroup finds the group that a target names: by id, else the one that
// shares most of its anchors.
func findGroup(groups [][]int, c Correction, k int, r regrouping) int {
	for g, group := range groups {
		if r.id(group) == c.Targets[k] {
			return g
		}
	}
	if k >= len(c.Anchors) {
		return -1
	}
	best, at := 0, -1
	for g, group := range groups {
		n := 0
		for _, i := range group {
			for _, a := range r.anchor(i) {
				if slices.Contains(c.Anchors[k], a) {
					n++
				}
			}
		}
		if n > best {
			best, at = n, g
		}
	}
	return at
}

func first(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

func (m *merger) correctGroups(members []member, u union) [][]int {
	return m.regroup(u.groups(), regrouping{
		prefix: "a",
		id:     func(g []int) string { return m.newActor(members, g).ID },
		anchor: func(i int) []string { return []string{m.sources[members[i].source].Key + " " + members[i].key} },
		is: func(i int, v string) bool {
			return v == m.sources[members[i].source].Key || fold(v) == fold(members[i].actor.Name)
		},
	})
}

func (m *merger) correctSpots(spots []spot, u union) [][]int {
	return m.regroup(u.groups(), regrouping{
		prefix: "p",
		id:     func(g []int) string { return m.newPlace(spots, g).ID },
		anchor: func(i int) []string {
			return []string{m.sources[spots[i].source].Key + " " + fold(spots[i].place.Name)}
		},
		is: func(i int, v string) bool {
			return v == m.sources[spots[i].source].Key || fold(v) == fold(spots[i].place.Name)
		},
	})
}

func (m *merger) correctEvents(tellings []telling, u union) [][]int {
	return m.regroup(u.groups(), regrouping{
		prefix: "e",
		id:     func(g []int) string { return m.eventID(&tellings[g[0]]) },
		anchor: func(i int) []string {
			t := tellings[i]
			return []string{m.sources[t.source].Key + " " + t.event.Type + " " + t.event.Trigger.Quote}
		},
		is: func(i int, v string) bool { return v == m.sources[tellings[i].source].Key },
	})
}

func (m *merger) correctStories(groups [][]int) [][]int {
	return m.regroup(groups, regrouping{
		prefix: "y",
		id:     func(g []int) string { return id("y", m.sources[g[0]].Key) },
		anchor: func(i int) []string { return []string{m.sources[i].Key} },
		is:     func(i int, v string) bool { return v == m.sources[i].Key },
	})
}

// Anchors is what an entry is made of, to be kept with a correction of it.
func (r *Record) Anchors(id string) []string {
	var out []string
	for _, a := range r.Actors {
		if a.ID == id {
			for _, key := range a.Reports {
				for _, n := range a.Names {
					out = append(out, key+" "+fold(n))
				}
			}
		}
	}
	for _, p := range r.Places {
		if p.ID == id {
			for _, key := range p.Reports {
				for _, n := range p.Names {
					out = append(out, key+" "+fold(n))
				}
			}
		}
	}
	for _, e := range r.Events {
		if e.ID == id {
			for _, key := range e.Reports {
				for _, t := range e.Triggers {
					out = append(out, key+" "+e.Type+" "+t)
				}
			}
		}
	}
	for _, y := range r.Stories {
		if y.ID == id {
			out = append(out, y.Reports...)
		}
	}
	return append(out, r.factAnchors(id)...)
}

func (r *Record) factAnchors(id string) []string {
	quotes := func(ev []Sourced) []string {
		var out []string
		for _, e := range ev {
			out = append(out, e.Report+" "+e.Quote)
		}
		return out
	}
	for _, s := range r.Statements {
		if s.ID == id {
			return quotes(s.Evidence)
		}
	}
	for _, t := range r.Situations {
		if t.ID == id {
			var out []string
			for _, e := range t.Entries {
				out = append(out, quotes(e.Evidence)...)
			}
			return out
		}
	}
	return nil
}
