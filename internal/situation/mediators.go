package situation

import (
	"slices"

	"readout/internal/lang/en"
	"readout/internal/record"
)

// apart reports whether a triple takes one for a party to an agreement who is none:
// who only brings others to it ("a truce between Ruvia and Varonia that Norrland
// brokered"), or one named elsewhere where the sentence names both sides.
func (f *finder) apart(t *triple) bool {
	if t.kind != "agreement" {
		return false
	}
	si := f.tree.Sentence(t.cue)
	m := f.mediators(si)
	if m[t.holder.id] || m[t.object.id] {
		return true
	}
	if (t.holder.tok == away) == (t.object.tok == away) {
		return false
	}
	sides := map[string]bool{}
	for _, x := range f.termsOf(si) {
		if !x.place && !m[x.id] {
			sides[x.id] = true
		}
	}
	return len(sides) == 2
}

// unmediating returns the parties of an event but those who only bring others to it.
func (f *finder) unmediating(e *record.Event, ids []string) []string {
	i := f.tokenAt(e.Trigger.Start)
	if i < 0 {
		return ids
	}
	m := f.mediators(f.tree.Sentence(i))
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return m[id] })
}

// mediators returns the actors that a sentence says bring others to a deal; none
// where it does not name two others.
func (f *finder) mediators(si int) map[string]bool {
	if m, ok := f.brokered[si]; ok {
		return m
	}
	m, others := map[string]bool{}, map[string]bool{}
	for _, t := range f.termsOf(si) {
		if !t.place && en.Brokers(f.doc, f.tree, t.tok) {
			m[t.id] = true
		}
	}
	for _, t := range f.termsOf(si) {
		if !t.place && !m[t.id] {
			others[t.id] = true
		}
	}
	if len(others) < 2 {
		m = nil
	}
	f.brokered[si] = m
	return m
}
