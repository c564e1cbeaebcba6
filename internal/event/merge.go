package event

import (
	"slices"

	"readout/internal/record"
)

// merge joins mentions of one happening: the same type, parties that do not
// contradict, and no other time, place, mode or factuality.
func merge(found []record.Event) []record.Event {
	var out []record.Event
next:
	for _, e := range found {
		for i := range out {
			if same(&out[i], &e) {
				join(&out[i], &e)
				continue next
			}
		}
		out = append(out, e)
	}
	return out
}

func same(a, b *record.Event) bool {
	if a.Type != b.Type || a.Factuality != b.Factuality || clash(a.Mode, b.Mode) || !timesAgree(a.When, b.When) {
		return false
	}
	if a.Trigger.Start == b.Trigger.Start {
		return true
	}
	if len(a.Places) > 0 && len(b.Places) > 0 && !overlap(a.Places, b.Places) {
		return false
	}
	if a.Type == "CONSULT" || a.Type == "COOPERATE" {
		shared := 0
		all := slices.Concat(b.Actors, b.Recipients)
		for _, id := range slices.Concat(a.Actors, a.Recipients) {
			if slices.Contains(all, id) {
				shared++
			}
		}
		return shared >= 2
	}
	actors := overlap(a.Actors, b.Actors)
	recipients := overlap(a.Recipients, b.Recipients)
	if actors && recipients {
		return true
	}
	sameSentence := a.Evidence[0].Start == b.Evidence[0].Start
	return actors && sameSentence && (len(a.Recipients) == 0 || len(b.Recipients) == 0)
}

func join(a, b *record.Event) {
	a.Actors, a.Recipients, a.Places = union(a.Actors, b.Actors), union(a.Recipients, b.Recipients), union(a.Places, b.Places)
	a.Recipients = slices.DeleteFunc(a.Recipients, func(id string) bool { return slices.Contains(a.Actors, id) })
	if a.When == nil {
		a.When = b.When
	}
	if a.Mode == nil {
		a.Mode = b.Mode
	}
	if b.AttributedTo == nil {
		a.AttributedTo = nil
	}
	for _, ev := range b.Evidence {
		if !slices.Contains(a.Evidence, ev) {
			a.Evidence = append(a.Evidence, ev)
		}
	}
}

func clash(a, b *string) bool { return a != nil && b != nil && *a != *b }

func timesAgree(a, b *record.When) bool {
	if a == nil || b == nil {
		return true
	}
	return !clash(a.Start, b.Start) && !clash(a.End, b.End)
}

func overlap(a, b []string) bool {
	return slices.ContainsFunc(a, func(x string) bool { return slices.Contains(b, x) })
}
