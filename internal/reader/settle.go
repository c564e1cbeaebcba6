package reader

import (
	"fmt"
	"slices"

	"readout/internal/record"
)

// settle holds the stages to what the record promises: a fact whose quote is
// not its slice, or that has no evidence, is left out; so is a reference to
// nothing; and no list is null.
func settle(r *record.Reading) {
	t := r.Report.Text
	r.Actors, r.Places = some(r.Actors), some(r.Places)
	known := ids(r)
	for i := range r.Actors {
		a := &r.Actors[i]
		a.Sectors, a.Names, a.Mentions = some(a.Sectors), some(a.Names), exact(t, a.Mentions)
	}
	for i := range r.Places {
		p := &r.Places[i]
		p.Names, p.Mentions = some(p.Names), exact(t, p.Mentions)
	}
	r.Statements = slices.DeleteFunc(some(r.Statements), func(s record.Statement) bool {
		return len(exact(t, s.Content)) == 0 || !isExact(t, s.Cue)
	})
	for i := range r.Statements {
		s := &r.Statements[i]
		s.Content, s.Addressees, s.Speaker = exact(t, s.Content), kept(known, s.Addressees), keptOne(known, s.Speaker)
	}
	r.Events = slices.DeleteFunc(some(r.Events), func(e record.Event) bool {
		return len(exact(t, e.Evidence)) == 0 || !isExact(t, e.Trigger)
	})
	for i := range r.Events {
		e := &r.Events[i]
		e.Evidence, e.AttributedTo = exact(t, e.Evidence), keptOne(known, e.AttributedTo)
		e.Actors, e.Recipients, e.Places = kept(known, e.Actors), kept(known, e.Recipients), kept(known, e.Places)
		known[e.ID] = true
	}
	for i := range r.Statements {
		r.Statements[i].Topics = topics(r, &r.Statements[i])
	}
	r.Situations = slices.DeleteFunc(some(r.Situations), func(s record.Situation) bool {
		lost := s.Object != nil && !known[*s.Object] && s.Kind != "office"
		return len(exact(t, s.Evidence)) == 0 || keptOne(known, s.Holder) == nil || lost
	})
	for i := range r.Situations {
		s := &r.Situations[i]
		s.Evidence, s.ChangedBy = exact(t, s.Evidence), keptOne(known, s.ChangedBy)
		s.Holder, s.Object = keptOne(known, s.Holder), keptOne(known, s.Object)
	}
}

func ids(r *record.Reading) map[string]bool {
	known := map[string]bool{}
	for _, a := range r.Actors {
		known[a.ID] = true
	}
	for _, p := range r.Places {
		known[p.ID] = true
	}
	return known
}

func isExact(text string, e record.Evidence) bool {
	return 0 <= e.Start && e.Start <= e.End && e.End <= len(text) && text[e.Start:e.End] == e.Quote
}

// exact keeps the spans whose quote is their slice.
func exact(text string, spans []record.Evidence) []record.Evidence {
	out := []record.Evidence{}
	for _, s := range spans {
		if s.Quote != "" && isExact(text, s) {
			out = append(out, s)
		}
	}
	return out
}

func kept(known map[string]bool, refs []string) []string {
	out := []string{}
	for _, id := range refs {
		if known[id] && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

func keptOne(known map[string]bool, ref *string) *string {
	if ref == nil || !known[*ref] {
		return nil
	}
	return ref
}

// Faults lists everything in a record that breaks its own rules.
func Faults(r *record.Reading) []string {
	var out []string
	known := ids(r)
	say := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	spans := func(id string, spans ...record.Evidence) {
		for _, s := range spans {
			if !isExact(r.Report.Text, s) {
				say("%s: quote %q is not bytes %d to %d", id, s.Quote, s.Start, s.End)
			}
		}
	}
	refs := func(id string, refs ...string) {
		for _, ref := range refs {
			if !known[ref] {
				say("%s: refers to %s, which is not in the record", id, ref)
			}
		}
	}
	for _, a := range r.Actors {
		spans(a.ID, a.Mentions...)
	}
	for _, p := range r.Places {
		spans(p.ID, p.Mentions...)
	}
	for _, e := range r.Events {
		spans(e.ID, append(e.Evidence, e.Trigger)...)
		refs(e.ID, slices.Concat(e.Actors, e.Recipients, e.Places)...)
		if len(e.Evidence) == 0 {
			say("%s: no evidence", e.ID)
		}
		known[e.ID] = true
	}
	for _, s := range r.Statements {
		spans(s.ID, append(s.Content, s.Cue)...)
		refs(s.ID, slices.Concat(s.Addressees, s.Topics)...)
	}
	for _, s := range r.Situations {
		spans(s.ID, s.Evidence...)
		if len(s.Evidence) == 0 {
			say("%s: no evidence", s.ID)
		}
	}
	return out
}
