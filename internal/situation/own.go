package situation

import (
	"slices"
	"strings"

	"readout/internal/codebook"
	"readout/internal/record"
)

// ownStated reads the words of a user's codebook at token i.
func (f *finder) ownStated(i int) {
	if f.in.Codebook == nil {
		return
	}
	pos := f.doc.Tokens[i].UPOS
	for _, w := range f.in.Codebook.states[f.lemma(i)] {
		fits := pos == "VERB" || pos == "ADJ"
		if w.noun {
			fits = pos == "NOUN" || pos == "PROPN"
		}
		if fits && f.completes(i, w.with) && f.word(i, w) {
			return
		}
	}
}

// completes reports whether every word of a phrase, or an alternative of it,
// hangs from token i.
func (f *finder) completes(i int, with [][]string) bool {
	if len(with) == 0 {
		return true
	}
	var near []string
	for _, k := range f.tree.Kids(i) {
		near = append(near, f.lemma(k), strings.ToLower(f.doc.Tokens[k].Form))
		for _, g := range f.tree.Children(k, "case", "compound", "fixed", "flat", "conj", "amod") {
			near = append(near, f.lemma(g), strings.ToLower(f.doc.Tokens[g].Form))
		}
	}
	return !slices.ContainsFunc(with, func(alt []string) bool {
		return !slices.ContainsFunc(alt, func(w string) bool { return slices.Contains(near, w) })
	})
}

// word keeps what the wording w states at token i, and reports whether it does.
func (f *finder) word(i int, w wording) bool {
	holder, ok := f.side(i, w.holder)
	if !ok {
		return false
	}
	s := record.Situation{Kind: w.kind, Holder: &holder, State: f.ownState(i)}
	if w.object[0] != "-" {
		object, ok := f.side(i, w.object)
		if !ok {
			return false
		}
		s.Object = &object
	}
	e, ok := f.evidence(f.doc.Tokens[i].Span)
	if !ok || s.State == "" {
		return false
	}
	s.Evidence = []record.Evidence{e}
	f.sure = append(f.sure, s)
	f.add(s)
	return true
}

// side returns who or what stands at one of the spots of token i.
func (f *finder) side(i int, spots []string) (string, bool) {
	for _, spot := range spots {
		for _, k := range f.spot(i, spot) {
			if id, ok := f.party(k); ok {
				return id, true
			}
		}
		if spot == "subj" && f.doc.Tokens[i].UPOS == "VERB" {
			if id, ok := f.doer(i); ok {
				return id, true
			}
		}
	}
	return "", false
}

// spot returns the phrases that stand at a spot of token i.
func (f *finder) spot(i int, spot string) []int {
	switch spot {
	case "subj", "obj":
		subj, obj := f.sides(i)
		if spot == "obj" {
			subj = obj
		}
		if subj < 0 {
			return nil
		}
		return []int{subj}
	case "poss":
		return f.tree.Children(i, "nmod:poss", "amod", "compound")
	}
	var out []int
	under := append([]int{i}, f.tree.Children(i, "obj", "obl")...)
	if f.tree.Rel(i) == "obj" { // "ended its patrols in the sea": a phrase behind both is as often the verb's
		under = append(under, f.tree.Head(i))
	}
	for _, n := range under {
		for _, k := range f.tree.Children(n, "obl", "nmod", "obl:agent") {
			if f.cased(k) == spot {
				out = append(out, k)
			}
		}
	}
	return out
}

// party returns the actor that a noun phrase names, else its place, else who is
// only described by it, else the place that hangs from it.
func (f *finder) party(k int) (string, bool) {
	if id, ok := f.in.Actors.At(k); ok {
		return id, true
	}
	if id, ok := f.in.Places.At(k); ok {
		return id, true
	}
	if id, ok := f.in.Actors.Describe(k); ok {
		return id, true
	}
	return f.where(k)
}

// ownState says how a situation stands that token i states, "" where it is only
// denied or supposed.
func (f *finder) ownState(i int) string {
	for _, k := range f.tree.Children(i, "advmod", "aux", "mark") {
		switch form := strings.ToLower(f.doc.Tokens[k].Form); form {
		case "longer", "formerly", "previously":
			return codebook.Ended
		case "not", "n't", "n’t", "never", "may", "might", "could", "would", "if", "unless":
			return ""
		case "will", "’ll", "'ll", "shall":
			return codebook.Sought
		}
	}
	h := f.tree.Head(i)
	if f.tree.Rel(i) != "xcomp" || h < 0 {
		return f.state(i)
	}
	switch l := f.lemma(h); {
	case stopWords[l]:
		return codebook.Ended
	case goOnWords[l]:
		return codebook.InForce
	case failWords[l]:
		return ""
	}
	return codebook.Sought
}

var (
	stopWords = words("stop cease end quit halt")
	goOnWords = words("continue keep begin start resume remain")
	failWords = words("refuse fail decline deny")
)
