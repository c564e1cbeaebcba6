package situation

import (
	"slices"

	"readout/internal/codebook"
	"readout/internal/record"
)

// fromEvents adds the situations that events begin, end or cast in doubt, by
// the codebook's table of effects.
func (f *finder) fromEvents() {
	for i := range f.in.Events {
		e := &f.in.Events[i]
		for _, x := range f.effectsOf(e.Type, value(e.Mode), f.lemmaAt(e.Trigger.Start)) {
			f.leave(e, &x)
		}
	}
}

// leaves returns the state that an event leaves, "" for none.
func (f *finder) leaves(e *record.Event, x *codebook.Effect) string {
	switch {
	case e.Factuality == codebook.Denied:
		return ""
	case e.Factuality == codebook.Possible:
		return x.Planned
	case x.Done == codebook.Ended && f.asked(e):
		return codebook.InForce // what is only asked for goes on
	case e.Factuality == codebook.Planned && f.decided(e):
		return x.Done
	case e.Factuality == codebook.Planned || x.Done == codebook.Ended && f.heldUp(e):
		return x.Planned
	}
	return x.Done
}

// leave writes the situation an event leaves.
func (f *finder) leave(e *record.Event, x *codebook.Effect) {
	state := f.leaves(e, x)
	if (x.Kind == "agreement" || x.Kind == "holds") && f.ofPersons(e) {
		return // "withdrew its ambassador", "seized 276 girls in Velm"
	}
	if x.Kind == "sanctions" && x.Type == codebook.Concede && !f.measured(e) {
		return // "dropped the charges"
	}
	if state == "" || state == "-" {
		return
	}
	holders, objects := f.part(e, x, x.Holder), f.part(e, x, x.Object)
	if x.Kind == "agreement" {
		holders, objects = f.unmediating(e, holders), f.unmediating(e, objects)
	}
	if (x.Kind == "agreement" || x.Kind == "fights" || x.Kind == "relations") && len(objects) == 0 && len(holders) > 1 {
		holders, objects = holders[:1], holders[1:]
	}
	bare := x.Object == "-"
	if len(holders) == 0 || len(objects) == 0 && !bare || x.Kind == "office" {
		return
	}
	s := record.Situation{Kind: x.Kind, Holder: f.foremost(e, holders), State: state, Evidence: e.Evidence[:1]}
	if !bare {
		s.Object = f.foremost(e, objects)
	}
	id := e.ID
	if x.Kind != "demands" && x.Kind != "fights" {
		s.ChangedBy = &id
	}
	if i := f.tokenAt(e.Trigger.Start); i >= 0 {
		s.What = f.what(i, x.Kind, value(s.Object))
	}
	if certain(e, x) {
		f.sure = append(f.sure, s)
	}
	f.add(s)
}

// measured reports whether the sentence of an event's trigger names a measure that is
// imposed on somebody.
func (f *finder) measured(e *record.Event) bool {
	i := f.tokenAt(e.Trigger.Start)
	if i < 0 {
		return true
	}
	s := f.doc.Sentences[f.tree.Sentence(i)]
	for k := s.First; k < s.First+s.N; k++ {
		if measures[f.lemma(k)] {
			return true
		}
	}
	return false
}

// ofPersons reports whether what an event's trigger has as its object is persons
// who are no troops.
func (f *finder) ofPersons(e *record.Event) bool {
	i := f.tokenAt(e.Trigger.Start)
	if i < 0 {
		return false
	}
	return f.persons(f.tree.Child(i, "obj", "nsubj:pass"))
}

// persons reports whether a word means people who are no troops.
func (f *finder) persons(o int) bool {
	if o < 0 || manned[f.lemma(o)] || holdings[f.lemma(o)] {
		return false
	}
	id, known := f.who(o)
	if !known {
		return false
	}
	kind, sector, _ := f.look(id)
	return (kind == "person" || kind == "population" || kind == "government") && sector != "MIL"
}

// look returns what is known of an actor, "" for what is not.
func (f *finder) look(id string) (kind, sector, country string) {
	if l, ok := f.in.Actors.(interface {
		Look(string) (kind, sector, country string)
	}); ok {
		return l.Look(id)
	}
	return "", "", ""
}

// foremost returns the first party of an event that the sentence of its trigger
// names, else the first.
func (f *finder) foremost(e *record.Event, ids []string) *string {
	if i := f.tokenAt(e.Trigger.Start); i >= 0 {
		terms := f.termsOf(f.tree.Sentence(i))
		for n := range ids {
			if slices.ContainsFunc(terms, func(t term) bool { return t.id == ids[n] }) {
				return &ids[n]
			}
		}
	}
	return &ids[0]
}

// part returns who or what has a part in an event.
func (f *finder) part(e *record.Event, x *codebook.Effect, role string) []string {
	ids := having(e, role)
	if role != "place" || x.Kind != "holds" {
		return ids
	}
	var out []string
	for _, p := range ids {
		out = append(out, f.installation(p))
	}
	return out
}

// having returns the ids of those who have a role in an event.
func having(e *record.Event, role string) []string {
	switch role {
	case "actor":
		return e.Actors
	case "recipient":
		return e.Recipients
	case "place":
		return e.Places
	}
	return nil
}

// asked reports whether an event is told only as what somebody asks for.
func (f *finder) asked(e *record.Event) bool {
	i := f.tokenAt(e.Trigger.Start)
	if i < 0 || e.Factuality != codebook.Planned {
		return false
	}
	h := f.tree.Head(i)
	return h >= 0 && askWords[f.lemma(h)] && (f.tree.Rel(i) == "xcomp" || f.tree.Rel(i) == "ccomp")
}

// decided reports whether an event is told as a decision taken: "its decision to
// grant asylum".
func (f *finder) decided(e *record.Event) bool {
	i := f.tokenAt(e.Trigger.Start)
	if i < 0 {
		return false
	}
	h := f.tree.Head(i)
	return h >= 0 && f.tree.Rel(i) == "acl" && f.lemma(h) == "decision"
}

// heldUp reports whether somebody delays or halts an event: "delayed the
// departure of its ships".
func (f *finder) heldUp(e *record.Event) bool {
	i := f.tokenAt(e.Trigger.Start)
	if i < 0 || f.tree.Rel(i) != "obj" {
		return false
	}
	switch h := f.tree.Head(i); f.lemma(h) {
	case "delay", "postpone", "halt", "suspend", "block", "stall":
		return true
	}
	return false
}

// certain tells the rows that need no weighing: a user's own and, where one
// party faces one other, those of who quits or signs a treaty with a partner,
// lifts sanctions, or frees or abducts a captive.
func certain(e *record.Event, x *codebook.Effect) bool {
	if x.Own {
		return true
	}
	if x.Type == codebook.Concede && x.Kind == "sanctions" && e.Factuality == codebook.Actual {
		return true
	}
	if e.Factuality != codebook.Actual || len(e.Actors) != 1 || len(e.Recipients) != 1 {
		return false
	}
	switch x.Type {
	case codebook.Concede:
		return x.Kind == "sanctions"
	case codebook.Sanction, codebook.Support:
		return x.Kind == "agreement"
	case codebook.Retreat, codebook.Assault:
		return x.Kind == "detains"
	}
	return false
}
