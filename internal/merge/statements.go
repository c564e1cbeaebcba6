package merge

import (
	"cmp"
	"slices"
	"strings"

	"readout/internal/record"
)

// A saying is one statement in one reading.
type saying struct {
	source    int
	statement *record.Statement
	speaker   int // -1 for none
	words     []uint32
	content   []string
}

const (
	sayingFrom   = 0.6 // likeness from which two sayings of one speaker are one
	sayingDays   = 7
	sayingWindow = 60
)

// statements joins sayings of one speaker whose words are mostly the same.
func (m *merger) statements() {
	var sayings []saying
	for i, s := range m.sources {
		for j := range s.Reading.Statements {
			sayings = append(sayings, m.newSaying(i, &s.Reading.Statements[j]))
		}
	}
	u := newUnion(len(sayings))
	blocks := map[int][]int{}
	for i, s := range sayings {
		if s.speaker >= 0 {
			blocks[s.speaker] = append(blocks[s.speaker], i)
		}
	}
	for speaker := range len(m.out.Actors) {
		list := blocks[speaker]
		for x, i := range list {
			for _, j := range list[x+1 : min(len(list), x+1+sayingWindow)] {
				if m.sameSaying(&sayings[i], &sayings[j]) {
					u.join(i, j)
				}
			}
		}
	}
	for _, g := range u.groups() {
		m.out.Statements = append(m.out.Statements, m.newStatement(sayings, g))
	}
}

func (m *merger) newSaying(source int, st *record.Statement) saying {
	s := saying{source: source, statement: st, speaker: -1}
	for _, c := range st.Content {
		s.content = append(s.content, c.Quote)
	}
	s.words = bag(s.content...)
	if st.Speaker != nil {
		if n, ok := m.actorOf[source][*st.Speaker]; ok {
			s.speaker = n
		}
	}
	return s
}

func (m *merger) sameSaying(a, b *saying) bool {
	if a.source == b.source || len(a.words) < 3 || len(b.words) < 3 {
		return false
	}
	if g, ok := gap(m.sources[a.source].day, m.sources[b.source].day); ok && g > sayingDays {
		return false
	}
	return dice(a.words, b.words) >= sayingFrom
}

func (m *merger) newStatement(sayings []saying, group []int) Statement {
	first := sayings[group[0]]
	st := Statement{Form: first.statement.Form, Addressees: []string{}}
	st.ID = id("s", m.sources[first.source].Key, first.statement.ID, strings.Join(first.content, " "))
	if first.speaker >= 0 {
		st.Speaker = m.out.Actors[first.speaker].ID
	}
	fullest := first
	var ws []witness
	var addressees []int
	var days []string
	for _, i := range group {
		s := sayings[i]
		ws = append(ws, witness{s.source, i})
		if len(s.words) > len(fullest.words) {
			fullest = s
		}
		addressees = append(addressees, m.refs(m.actorOf[s.source], s.statement.Addressees)...)
		if s.statement.When != nil {
			days = append(days, cmp.Or(value(s.statement.When.Start), value(s.statement.When.End)))
		}
		for _, c := range s.statement.Content {
			st.Evidence = append(st.Evidence, sourced(m.sources[s.source].Key, c))
		}
	}
	st.Content = slices.Clone(fullest.content)
	st.Addressees = m.actorIDs(compactInts(addressees))
	st.Day = commonestOf(slices.DeleteFunc(days, func(d string) bool { return d == "" }))
	st.Support = m.supportOf(ws, func(witness) *string { return nil })
	return st
}
