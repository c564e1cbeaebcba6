package event

import (
	"slices"

	"readout/internal/codebook"
	"readout/internal/record"
)

// onlyTells reports whether a body of a state that may seem to act in an assault, or
// a person in an arrest, is told of only as who tells: "Three people were killed, the
// army said." What fighters suffer may be its doing.
func (f *finder) onlyTells(c *candidate, parties []party, id string) bool {
	kind, _ := f.kind(id)
	if c.typ != codebook.Assault && !(c.typ == codebook.Coerce && kind == "person") {
		return false
	}
	if slices.ContainsFunc(parties, func(p party) bool { return p.tok >= 0 && p.id != id && f.fighter(p.id) }) {
		return false
	}
	tells := false
	si := f.tree.Sentence(c.i)
	for b := max(0, si-memory); b <= si; b++ {
		for _, h := range f.heard(b) {
			if h.id != id {
				continue
			}
			if !f.speaks(h.tok, id, b, b == si) {
				return false
			}
			tells = true
		}
	}
	return tells
}

// speaks reports whether token i names who makes a statement of sentence si, or
// where that is asked for the state that the speaker is of ("the Ruvian army said").
func (f *finder) speaks(i int, id string, si int, states bool) bool {
	return slices.ContainsFunc(f.in.Statements, func(s record.Statement) bool {
		if s.Speaker == nil || f.doc.SentenceAt(s.Cue.Start) != si || holds(s.Content, f.doc.Tokens[i].Span) {
			return false
		}
		if *s.Speaker == id {
			return true
		}
		h := f.tree.Head(i)
		if !states || h < 0 || f.tree.Rel(i) != "amod" && f.tree.Rel(i) != "nmod:poss" && f.tree.Rel(i) != "compound" {
			return false
		}
		of, ok := f.one(h)
		return ok && of == *s.Speaker
	})
}

// fighter reports whether an actor is of those whom an army fights.
func (f *finder) fighter(id string) bool {
	_, sectors := f.kind(id)
	return slices.ContainsFunc(sectors, func(s string) bool { return s == "REB" || s == "UAF" || s == "CRM" })
}

// freeing are words of letting somebody go.
var freeing = words("release free freedom liberate liberation handover")

// toBeFreed reports whether a word is of who is to be let go: "the release of Orm",
// "that Orm be freed".
func (f *finder) toBeFreed(tok int) bool {
	if tok < 0 {
		return false
	}
	h := f.tree.Head(tok)
	if h < 0 || !freeing[f.lemma(h)] {
		return false
	}
	switch f.tree.Rel(tok) {
	case "nmod:poss", "nsubj:pass", "obj":
		return true
	case "nmod":
		return f.cased(tok) == "of"
	}
	return false
}
