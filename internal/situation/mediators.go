package situation

import (
	"slices"
	"strings"

	"readout/internal/record"
)

// brokering are verbs of who brings others to a deal.
var brokering = words("broker mediate facilitate")

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
	s := f.doc.Sentences[si]
	for k := s.First; k < s.First+s.N; k++ {
		for _, j := range f.brokers(k) {
			if id, ok := f.anyone(j); ok {
				m[id] = true
			}
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

// brokers returns the words for who brings about what word k tells: the agent of
// "brokered by Norrland", the subject of "brokered a truce", the first part of
// "Norrland-brokered", who is called a mediator.
func (f *finder) brokers(k int) []int {
	l := f.lemma(k)
	if l == "mediator" {
		out := f.tree.Children(k, "appos", "nsubj")
		if rel := f.tree.Rel(k); rel == "appos" || rel == "nmod:desc" || rel == "compound" {
			out = append(out, f.tree.Head(k))
		}
		return out
	}
	if !brokering[l] && !strings.HasSuffix(strings.ToLower(f.doc.Tokens[k].Form), "brokered") {
		return nil
	}
	if k+1 < len(f.doc.Tokens) && strings.EqualFold(f.doc.Tokens[k+1].Form, "by") {
		return f.row(k + 2)
	}
	if k >= 2 && f.doc.Tokens[k-1].Form == "-" {
		return []int{k - 2}
	}
	if f.tree.Child(k, "obj") >= 0 && f.caseChild(k, "with") < 0 {
		out := f.tree.Children(k, "nsubj")
		for _, j := range out {
			out = append(out, f.tree.Children(j, "conj")...)
		}
		return out
	}
	return nil
}

// row returns the words of the names that stand from word k on, one after the other,
// whatever the tree hangs them from: "Norrland, Ruvia and the United Nations".
func (f *finder) row(k int) (out []int) {
	for ; k < len(f.doc.Tokens); k++ {
		switch t := f.doc.Tokens[k]; {
		case t.UPOS == "PROPN" || t.UPOS == "ADJ":
			out = append(out, k)
		case t.UPOS != "CCONJ" && t.UPOS != "DET" && t.Form != ",":
			return out
		}
	}
	return out
}

// anyone returns the actor that word k names, or the state that it stands for.
func (f *finder) anyone(k int) (string, bool) {
	if id, ok := f.in.Actors.At(k); ok {
		return id, true
	}
	return f.asState(k)
}
