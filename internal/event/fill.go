package event

import (
	"readout/internal/codebook"
	"readout/internal/record"
)

// bodily are the types of acts that mostly happen at one place.
var bodily = map[string]bool{codebook.Assault: true, codebook.Coerce: true, codebook.Mobilize: true, codebook.Protest: true, codebook.Retreat: true}

// fill gives acts at no told place the place where the text then stands.
func (f *finder) fill(events []record.Event) {
	if f.in.Places == nil {
		return
	}
	for i := range events {
		if e := &events[i]; len(e.Places) == 0 && bodily[e.Type] {
			e.Places = some(f.scene(e.Trigger))
		}
	}
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
