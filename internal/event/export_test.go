package event

import (
	"readout/internal/lang"
	"readout/internal/record"
)

// An Example is one instance that weights are learnt from: a candidate trigger,
// a phrase beside one, or two mentions of one type.
type Example struct {
	Type     string
	Weighed  Weighed   // of a candidate
	Trigger  lang.Span // of the candidate; of the earlier mention of a pair
	Other    lang.Span // of the later mention of a pair
	Sentence lang.Span
	Actor    string // id of the phrase's actor
	Features []string
}

// Mutually is the kind of act all of whose parties act.
const Mutually = mutually

// A Judge says whether annotators recorded an event of a type at a trigger.
type Judge func(typ string, trigger, sentence lang.Span) bool

// Candidates returns the candidate triggers of a document.
func Candidates(in Input) []Example {
	f := newFinder(in)
	var out []Example
	for i, t := range f.doc.Tokens {
		for _, c := range f.candidates(i) {
			features := f.features(&c)
			w := Weighed{Of: []int{i}, Kind: c.typ, Items: []lang.Item{f.gateItem(&c, gate().Chance(features))}}
			out = append(out, Example{Type: c.typ, Weighed: w, Trigger: t.Span, Sentence: f.sentence(i), Features: features})
		}
	}
	return out
}

// Phrases returns the phrases beside the triggers that gold has.
func Phrases(in Input, gold Judge) []Example {
	f := newFinder(in)
	var out []Example
	for i, t := range f.doc.Tokens {
		c, ok := f.right(i, gold)
		if !ok {
			continue
		}
		c.actors, c.recipients = f.parties(i, c.entry)
		if mutual(&c) {
			c.actors, c.recipients = union(c.actors, c.recipients), nil
		}
		for _, p := range f.phrases(i) {
			out = append(out, Example{Type: kindOf(&c), Trigger: t.Span, Actor: p.id, Features: f.roleFeatures(&c, &p)})
		}
	}
	return out
}

// A Weighed is what the engine weighs, as it is told.
type Weighed struct {
	Of    []int
	Kind  string
	Items []lang.Item
	IDs   []string // of the items' actors
}

// Parties returns the phrases beside the triggers that gold has, weighed without
// the engine's vectors.
func Parties(in Input, gold Judge) []Weighed {
	f := newFinder(in)
	var out []Weighed
	for i := range f.doc.Tokens {
		c, ok := f.right(i, gold)
		if !ok || len(c.parties) == 0 {
			continue
		}
		x := Weighed{Of: []int{i}, Kind: kindOf(&c), Items: f.partyItems(i, c.parties)}
		for _, p := range c.parties {
			x.IDs = append(x.IDs, p.id)
		}
		out = append(out, x)
	}
	return out
}

// Pairs returns the pairs of mentions of one type that gold has.
func Pairs(in Input, gold Judge) []Example {
	f := newFinder(in)
	var out []Example
	var ms []mention
	for i, t := range f.doc.Tokens {
		c, ok := f.right(i, gold)
		if !ok {
			continue
		}
		m := mention{c, f.event(&c), 1}
		for k := range ms {
			if ms[k].Event.Type == m.Event.Type {
				out = append(out, Example{Type: c.typ, Trigger: f.doc.Tokens[ms[k].i].Span, Other: t.Span, Features: f.joinFeatures(&ms[k], &m)})
			}
		}
		ms = append(ms, m)
	}
	return out
}

// A Setting is an event that gold has, by its number there, and what it may be
// at or of: a place, a mode, a time, or with none of them no time that is told.
type Setting struct {
	Event    int
	Of       []int // the triggers of its mentions
	Kind     string
	Place    *record.Place
	When     *record.When
	Mode     *string // "" for none; nil for a place or a time
	Features []string
	Item     lang.Item
}

// Settings returns the places and times that the events which gold numbers may
// be at.
func Settings(in Input, gold func(typ string, trigger, sentence lang.Span) int) []Setting {
	f := newFinder(in)
	var found []mention
	var order []int
	groups := map[int][]int{}
	for i, t := range f.doc.Tokens {
		for _, c := range f.candidates(i) {
			n := gold(c.typ, t.Span, f.sentence(i))
			if n < 0 {
				continue
			}
			if groups[n] == nil {
				order = append(order, n)
			}
			groups[n] = append(groups[n], len(found))
			found = append(found, mention{c, f.event(&c), f.score(&c)})
			break
		}
	}
	var events []record.Event
	for _, n := range order {
		events = append(events, f.union(found, groups[n]))
	}
	f.fill(events)
	spots := f.spots()
	common := f.common(spots, events)
	var out []Setting
	for i, n := range order {
		e := &events[i]
		triggers := f.triggers[f.token(e.Trigger)]
		places := f.placePairs(spots, common, events, i)
		for k, item := range f.placeItems(spots, places, e) {
			out = append(out, Setting{n, triggers, e.Type, places[k].Place, nil, nil, places[k].features, item})
		}
		times := f.timePairs(events, i)
		for k, item := range f.timeItems(times, e) {
			out = append(out, Setting{n, triggers, e.Type, nil, times[k].when, nil, times[k].features, item})
		}
		modes, items := f.modeItems(e)
		for k, item := range items {
			out = append(out, Setting{n, triggers, e.Type, nil, nil, &modes[k], nil, item})
		}
	}
	return out
}

// right returns the candidate at token i that gold has.
func (f *finder) right(i int, gold Judge) (candidate, bool) {
	for _, c := range f.candidates(i) {
		if gold(c.typ, f.doc.Tokens[i].Span, f.sentence(i)) {
			return c, true
		}
	}
	return candidate{}, false
}

func (f *finder) sentence(i int) lang.Span { return f.doc.Sentences[f.tree.Sentence(i)].Span }

// Listed reports whether a word of the lexicon for a type stands in a span.
func Listed(d *lang.Doc, s lang.Span, typ string) bool {
	f := newFinder(Input{Doc: d})
	for i, t := range d.Tokens {
		if e, ok := f.lookup(i); ok && s.Contains(t.Span) && e.typ == typ {
			return true
		}
	}
	return false
}
