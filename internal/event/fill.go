package event

import (
	"slices"

	"readout/internal/codebook"
	"readout/internal/record"
)

// bodily are the types of acts that mostly happen at one place.
var bodily = map[string]bool{codebook.Assault: true, codebook.Coerce: true, codebook.Mobilize: true, codebook.Protest: true, codebook.Retreat: true}

// fill gives events that leave their place or time open the place where the
// text then stands, and what it tells of the same matter elsewhere.
func (f *finder) fill(events []record.Event) {
	if f.in.Places == nil {
		return
	}
	for i := range events {
		if e := &events[i]; len(e.Places) == 0 && (bodily[e.Type] || e.Type == codebook.Consult) {
			e.Places = some(f.scene(e.Trigger))
		}
	}
	theatre := some(f.theatre())
	for i := range events {
		e := &events[i]
		if len(e.Places) == 0 && e.Type == codebook.Consult {
			e.Places = meeting(events, i)
		}
		if len(e.Places) == 0 && (e.Type == codebook.Assault || e.Type == codebook.Protest) {
			e.Places = slices.Clone(theatre)
		}
		if e.When == nil && (bodily[e.Type] || e.Type == codebook.Consult) {
			e.When = f.dayElsewhere(events, i)
		}
	}
}

// meeting returns the places of the nearest meeting that event i shares a
// party with.
func meeting(events []record.Event, i int) []string {
	for _, o := range alike(events, i) {
		if len(o.Places) > 0 {
			return slices.Clone(o.Places)
		}
	}
	return []string{}
}

// dayElsewhere returns the time of the nearest event that the same word tells
// of a same party.
func (f *finder) dayElsewhere(events []record.Event, i int) *record.When {
	word := f.word(events[i].Trigger)
	for _, o := range alike(events, i) {
		if o.When != nil && o.Factuality == events[i].Factuality && word != "" && word == f.word(o.Trigger) {
			when := *o.When
			return &when
		}
	}
	return nil
}

// word returns the lemma of a trigger.
func (f *finder) word(trigger record.Evidence) string {
	for k, t := range f.doc.Tokens {
		if t.Start == trigger.Start {
			return f.lemma(k)
		}
	}
	return ""
}

// alike returns the events of the type of event i that share a party with it,
// those before it first, then those after it, the nearest first.
func alike(events []record.Event, i int) []*record.Event {
	var out []*record.Event
	add := func(k int) {
		if o := &events[k]; o.Type == events[i].Type && shared(&events[i], o) {
			out = append(out, o)
		}
	}
	for k := i - 1; k >= 0; k-- {
		add(k)
	}
	for k := i + 1; k < len(events); k++ {
		add(k)
	}
	return out
}

func shared(a, b *record.Event) bool {
	s := agreement(slices.Concat(a.Actors, a.Recipients), slices.Concat(b.Actors, b.Recipients))
	return s == "some" || s == "equal"
}

// theatre returns the place that the text names most, and twice at least, as
// the place of something.
func (f *finder) theatre() []string {
	n, best := map[string]int{}, 1
	var out []string
	for k := range f.doc.Tokens {
		id, ok := f.in.Places.At(k)
		if !ok || !located[f.cased(k)] {
			continue
		}
		if n[id]++; n[id] > best {
			best, out = n[id], []string{id}
		}
	}
	return out
}

// reach is how many sentences before its own tell the place of an act.
const reach = 2

// scene returns the place that was last told as one in the sentence of a
// trigger or shortly before.
func (f *finder) scene(trigger record.Evidence) []string {
	n := f.number(trigger)
	for b := n; b >= max(0, n-reach); b-- {
		s := f.doc.Sentences[b]
		for k := s.First + s.N - 1; k >= s.First; k-- {
			if id, ok := f.in.Places.At(k); ok && located[f.cased(k)] {
				return []string{id}
			}
		}
	}
	return nil
}

// number returns the number of the sentence that a trigger stands in, -1 for
// none.
func (f *finder) number(trigger record.Evidence) int {
	for i, s := range f.doc.Sentences {
		if s.Start <= trigger.Start && trigger.Start < s.End {
			return i
		}
	}
	return -1
}
