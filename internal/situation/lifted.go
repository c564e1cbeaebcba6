package situation

import "readout/internal/codebook"

// measures are what is imposed on somebody.
var measures = words("sanction embargo tariff duty curb restriction ban blockade freeze")

// lifting are verbs and nouns of the end of a measure, with how it stands then.
var lifting = map[string]string{
	"lift": codebook.Ended, "drop": codebook.Ended, "remove": codebook.Ended, "scrap": codebook.Ended, "revoke": codebook.Ended, "rescind": codebook.Ended,
	"lifting": codebook.Ended, "removal": codebook.Ended,
	"ease": codebook.InDoubt, "relax": codebook.InDoubt, "suspend": codebook.InDoubt, "waive": codebook.InDoubt, "loosen": codebook.InDoubt,
	"easing": codebook.InDoubt, "suspension": codebook.InDoubt,
}

// lifted reads "lifted sanctions on Ruvia" and "the easing of tariffs on Ruvian goods";
// false where noun n tells of no such thing.
func (f *finder) lifted(n int) bool {
	h := f.tree.Head(n)
	if h < 0 || lifting[f.lemma(h)] == "" {
		return false
	}
	subj := -1
	switch rel := f.tree.Rel(n); {
	case rel == "obj" || rel == "nsubj:pass":
		if f.negated(h) || f.governed(h) {
			return false
		}
		subj, _ = f.sides(h)
	case rel == "nmod" && f.cased(n) == "of":
		if subj = f.tree.Child(h, "nmod:poss"); subj < 0 {
			subj = f.caseChild(h, "by")
		}
	default:
		return false
	}
	holder, ok := f.who(subj)
	if !ok {
		if holder, ok = f.who(f.tree.Child(n, "nmod:poss")); !ok {
			return false
		}
	}
	found := false
	for _, k := range append(f.tree.Children(n, "nmod"), f.tree.Children(h, "obl")...) {
		switch f.cased(k) {
		case "on", "against", "from":
		default:
			continue
		}
		if object, ok := f.borne(k); ok {
			f.keepAs(n, "sanctions", holder, object, lifting[f.lemma(h)])
			f.beyondDoubt("sanctions", holder, object, lifting[f.lemma(h)])
			found = true
		}
	}
	return found
}

// borne returns who bears a measure on what word k names: an actor, or the one
// whose goods they are.
func (f *finder) borne(k int) (string, bool) {
	if id, ok := f.who(k); ok {
		return id, true
	}
	for _, j := range f.tree.Children(k, "amod", "compound", "nmod:poss", "nmod") {
		if id, ok := f.anyone(j); ok {
			return id, true
		}
	}
	return f.anyone(k)
}

// anyone returns the actor that word k names, or the state that it stands for.
func (f *finder) anyone(k int) (string, bool) {
	if id, ok := f.in.Actors.At(k); ok {
		return id, true
	}
	return f.asState(k)
}
