package event

import (
	"readout/internal/lang"
	"readout/internal/record"
)

// An Example is one instance that weights are learnt from: a candidate trigger,
// a phrase beside one, or two mentions of one type.
type Example struct {
	Type     string
	Trigger  lang.Span // of the candidate; of the earlier mention of a pair
	Other    lang.Span // of the later mention of a pair
	Sentence lang.Span
	Actor    string // id of the phrase's actor
	Features []string
}

// A Judge says whether annotators recorded an event of a type at a trigger.
type Judge func(typ string, trigger, sentence lang.Span) bool

// Candidates returns the candidate triggers of a document.
func Candidates(in Input) []Example {
	f := newFinder(in)
	var out []Example
	for i, t := range f.doc.Tokens {
		for _, c := range f.candidates(i) {
			x := Example{Type: c.typ, Trigger: t.Span, Sentence: f.sentence(i), Features: f.features(&c)}
			out = append(out, x)
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

// A Cast is a phrase as the engine weighs it beside a trigger that gold has.
type Cast struct {
	Trigger int
	Span    lang.Span // of the trigger
	Kind    string    // of the act, as the engine is told it
	Actor   string    // id
	lang.Phrase
}

// Casts returns the phrases beside the triggers that gold has, weighed without
// the engine's vectors.
func Casts(in Input, gold Judge) []Cast {
	f := newFinder(in)
	var out []Cast
	for i, t := range f.doc.Tokens {
		c, ok := f.right(i, gold)
		if !ok {
			continue
		}
		for n, p := range f.castable(c.parties) {
			out = append(out, Cast{i, t.Span, kindOf(&c), c.parties[n].id, p})
		}
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
// at: a place, a time, or with neither no time that is told.
type Setting struct {
	Event    int
	Place    *record.Place
	When     *record.When
	Features []string
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
		for _, x := range f.placePairs(spots, common, events, i) {
			out = append(out, Setting{n, x.place, nil, x.features})
		}
		for _, x := range f.timePairs(events, i) {
			out = append(out, Setting{n, nil, x.when, x.features})
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
