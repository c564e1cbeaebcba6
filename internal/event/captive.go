package event

import (
	"slices"

	"readout/internal/codebook"
)

// captures are verbs of taking a place or a thing, and people too.
var captures = words("seize capture recapture")

// captive gives the taking of people its type: whom an armed group or nobody in
// particular takes is abducted, whom another takes is arrested.
func (f *finder) captive(c *candidate) {
	if c.typ != codebook.Assault && c.typ != codebook.Coerce || !captures[f.lemma(c.i)] || f.doc.Tokens[c.i].UPOS != "VERB" {
		return
	}
	taken := f.tree.Child(c.i, "obj", "nsubj:pass")
	if taken < 0 || !f.people(taken) {
		return
	}
	c.typ, c.mode = codebook.Coerce, "arrest"
	f.moded[c.i] = true
	if f.lemma(c.i) == "recapture" {
		return
	}
	if len(c.actors) == 0 || slices.ContainsFunc(c.actors, func(id string) bool { return f.able(id) == "armed_group" || f.fighter(id) }) {
		c.typ, c.mode = codebook.Assault, "abduct"
	}
}

// people reports whether a word means persons.
func (f *finder) people(k int) bool {
	if f.doc.Tokens[k].UPOS == "PROPN" && f.in.Places != nil {
		if _, ok := f.in.Places.At(k); ok {
			return false
		}
	}
	id, ok := f.one(k)
	if !ok {
		return false
	}
	kind, _ := f.kind(id)
	return kind == "person" || kind == "population"
}
