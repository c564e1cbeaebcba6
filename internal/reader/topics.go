package reader

import "readout/internal/record"

// topics are the actors, places and events that a statement names: those with a
// mention, or a trigger, in its content. Who speaks is none by a mere "I".
func topics(r *record.Reading, s *record.Statement) []string {
	out := []string{}
	add := func(id string, mentions ...record.Evidence) {
		for _, m := range mentions {
			if within(m, s.Content) {
				out = append(out, id)
				return
			}
		}
	}
	for _, a := range r.Actors {
		if s.Speaker == nil || a.ID != *s.Speaker {
			add(a.ID, a.Mentions...)
		}
	}
	for _, p := range r.Places {
		add(p.ID, p.Mentions...)
	}
	for _, e := range r.Events {
		add(e.ID, e.Trigger)
	}
	return out
}

func within(m record.Evidence, spans []record.Evidence) bool {
	for _, s := range spans {
		if s.Start <= m.Start && m.End <= s.End {
			return true
		}
	}
	return false
}
