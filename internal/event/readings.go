package event

import (
	"cmp"
	"strings"

	"readout/internal/codebook"
)

// A reading is an event that a word may tell.
type reading struct {
	entry
	from string // "listed" by the lexicon, "guessed" by the engine, or the name of a shift
}

// Probabilities by the engine from which a word that the lexicon does not list
// is a candidate: any word, and one that attributes a statement.
const (
	guessFrom = 0.1
	sayFrom   = 0.08
)

// plainly are verbs that with what the lexicon lists beside them tell of nothing
// else: "dismissed the minister", where "dismissed the claim" is a rejection;
// "brokered a truce", which is no deal of the broker's; "pleaded not guilty".
var plainly = words("dismiss fire remove broker plead declare")

// readings returns the events that token i may tell: by the lexicon, by the
// engine, and by what hangs from it.
func (f *finder) readings(i int) []reading {
	if y, ok := f.yield(i); ok {
		return []reading{y}
	}
	t := f.doc.Tokens[i]
	var out []reading
	e, listed := f.lookup(i)
	guess := cmp.Or(t.Event, t.Guess)
	if listed && (guess == e.typ || !f.partOf(i)) {
		out = append(out, reading{e, "listed"})
		if e.own || plainly[f.lemma(i)] && len(e.with) > 0 {
			return out
		}
	}
	add := func(r reading) {
		if _, ok := codebook.TypeByName(r.typ); !ok {
			return
		}
		for _, x := range out {
			if x.typ == r.typ {
				return
			}
		}
		out = append(out, r)
	}
	for _, k := range t.Tells {
		if k.P >= guessFrom || t.Event == k.Name || k.P >= sayFrom && (t.Says || t.Cue) {
			add(reading{entry{typ: k.Name, mode: usual[k.Name], noun: t.UPOS != "VERB"}, "guessed"})
		}
	}
	if s, ok := f.shift(i, e, listed); ok {
		add(s)
	}
	return out
}

// Words of shifts: a promise of harm is a threat, a promise not to is a
// refusal, and what a speaker says must be done is a request.
var (
	vows     = words("promise vow pledge swear prepare warn threaten ready")
	harms    = words("retaliate punish punishment consequence consequences respond response revenge avenge crush destroy attack strike hit fight force war escalate disobedience expel retaliation action veto block")
	refusals = words("agree accept accede meet negotiate talk stop halt end allow tolerate permit recognize recognise sign attend join participate withdraw leave retreat yield surrender back support bow give return step compromise negotiate resign cooperate comply want")
	duties   = words("must should need ought have")
)

// shift returns the event that the words under token i make of it.
func (f *finder) shift(i int, e entry, listed bool) (reading, bool) {
	if f.doc.Tokens[i].UPOS != "VERB" {
		return reading{}, false
	}
	l := f.lemma(i)
	switch {
	case vows[l] && (!listed || e.typ == codebook.Agree) && f.governs(i, harms):
		return reading{entry{typ: codebook.Threaten}, "harm"}, true
	case f.future(i) && !f.negated(i) && (harms[l] || f.governs(i, harms)) && (!listed || e.typ != codebook.Threaten):
		return reading{entry{typ: codebook.Threaten}, "menace"}, true
	case refusals[l] && f.negated(i) && f.willing(i):
		return reading{entry{typ: codebook.Reject}, "refusal"}, true
	case f.dutiful(i) && f.inStatement(i):
		return reading{entry{typ: codebook.Request, mode: "change"}, "duty"}, true
	}
	return reading{}, false
}

// governs reports whether one of the words is the object or the complement of
// token i, or hangs from it.
func (f *finder) governs(i int, set map[string]bool) bool {
	for _, k := range f.tree.Children(i, "obj", "xcomp", "ccomp", "obl", "nmod") {
		if set[f.lemma(k)] {
			return true
		}
		for _, g := range f.tree.Children(k, "xcomp", "obj", "nmod", "conj") {
			if set[f.lemma(g)] {
				return true
			}
		}
	}
	return false
}

func (f *finder) negated(i int) bool {
	for _, k := range f.tree.Children(i, "advmod") {
		switch strings.ToLower(f.doc.Tokens[k].Form) {
		case "not", "n't", "never":
			return true
		}
	}
	return false
}

// willing reports whether a verb tells a will: "will not", "does not want".
func (f *finder) willing(i int) bool {
	if f.lemma(i) == "want" {
		return true
	}
	for _, k := range f.tree.Children(i, "aux") {
		switch strings.ToLower(f.doc.Tokens[k].Form) {
		case "will", "wo", "would", "can", "ca", "'ll", "shall":
			return true
		}
	}
	return false
}

// future reports whether a verb tells what its subject will do.
func (f *finder) future(i int) bool {
	for _, k := range f.tree.Children(i, "aux") {
		switch strings.ToLower(f.doc.Tokens[k].Form) {
		case "will", "would", "'ll", "shall":
			return true
		}
	}
	return false
}

// dutiful reports whether a verb tells what must be done.
func (f *finder) dutiful(i int) bool {
	for _, k := range f.tree.Children(i, "aux") {
		if duties[f.lemma(k)] && f.lemma(k) != "have" {
			return f.tree.Child(i, "nsubj", "nsubj:pass") >= 0
		}
	}
	h := f.tree.Head(i)
	return h >= 0 && f.tree.Rel(i) == "xcomp" && (f.lemma(h) == "need" || f.lemma(h) == "have") && f.infinitive(i) && f.tree.Child(h, "nsubj") >= 0
}

func (f *finder) inStatement(i int) bool {
	s := f.doc.Tokens[i].Span
	return inside(f.set.quoted, s) || inside(f.set.said, s)
}
