package situation

import (
	"cmp"
	"slices"

	"readout/internal/record"
)

// What an explanation tells of situations that fell short.
const (
	nearly   = 0.15 // how far below what they needed
	mostNear = 5    // of a report
)

// explain says of each situation what it came from, and what was nearly one.
func (f *finder) explain() {
	why := f.in.Why
	if why == nil {
		return
	}
	for i := range f.out {
		s := &f.out[i]
		f.source(s)
		if s.ChangedBy != nil {
			why.Say(s.ID, "state %s: by event %s", s.State, f.triggerOf(*s.ChangedBy))
		}
	}
	slices.SortStableFunc(f.near, func(a, b triple) int { return cmp.Compare(b.p, a.p) })
	for _, t := range f.near[:min(len(f.near), mostNear)] {
		why.Say(record.Nearly, "situation %s of “%s” and “%s”: cue “%s”, score %.2f, needed %.2f", t.kind,
			f.form(t.holder), f.form(t.object), f.doc.Tokens[t.cue].Form, t.p, f.needed(&t))
	}
}

// source says whether a situation is an office, stated, or weighed.
func (f *finder) source(s *record.Situation) {
	why := f.in.Why
	if s.Kind == "office" {
		why.Say(s.ID, "a title or an apposition beside the name tells the office")
		return
	}
	if f.surely(s) {
		why.Say(s.ID, "a construction states it")
	}
	t := f.likeliest(s)
	if t == nil {
		return
	}
	why.Say(s.ID, "weighed: cue “%s”, “%s” and “%s”, score %.2f, needed %.2f", f.doc.Tokens[t.cue].Form,
		f.form(t.holder), f.form(t.object), t.p, f.needed(t))
	if _, ok := f.rule(t); ok {
		why.Say(s.ID, "a rule, of what is stated or of what an event leaves, finds it too")
	}
}

// form is the word of a party, of one that the sentence does not name its first.
func (f *finder) form(t term) string {
	if t.tok != away {
		return f.doc.Tokens[t.tok].Form
	}
	if words := f.meant()[t.id]; len(words) > 0 {
		return f.doc.Tokens[words[0]].Form
	}
	return t.id
}

// needed is the score that a triple needs.
func (f *finder) needed(t *triple) float64 {
	_, ruled := f.rule(t)
	return least(ruled, t.weighed)
}

// meets reports whether a situation is of a kind and between two parties.
func (f *finder) meets(s *record.Situation, kind, holder, object string) bool {
	h, o := value(s.Holder), value(s.Object)
	return s.Kind == kind && (h == holder && o == object || h == object && o == holder && symmetric(kind))
}

// triggerOf is an event's id with the words of its trigger.
func (f *finder) triggerOf(id string) string {
	for _, e := range f.in.Events {
		if e.ID == id {
			return id + " (“" + e.Trigger.Quote + "”)"
		}
	}
	return id
}
