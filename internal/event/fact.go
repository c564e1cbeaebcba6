package event

import (
	"slices"
	"strings"

	"readout/internal/codebook"
)

// Words that govern an act and set its factuality.
var (
	plans = words("plan intend want expect agree decide prepare vow promise threaten seek hope urge ask demand order call aim propose offer pledge try attempt set due likely ready schedule poise willing need wish instruct require persuade recommend announce push prod invite encourage authorize")
	denys = words("refuse deny fail decline reject rule stop prevent avoid halt cancel refrain block cease forbid unable unwilling reluctant")
	maybe = words("consider may might allege suspect mull weigh suggest possible fear")

	plannedWords  = words("planned upcoming proposed forthcoming future scheduled expected next imminent")
	possibleWords = words("possible potential alleged suspected reported apparent threatened hypothetical")
	foreseen      = words("due set schedule slate poise") // of a trigger: "is due in Varon on Monday to meet"
	deniedWords   = words("failed foiled cancelled canceled")
)

// factuality says whether the act at token i happened.
func (f *finder) factuality(i int) string {
	if fact := f.own(i); fact != "" {
		return fact
	}
	if rel := f.tree.Rel(i); (rel == "root" || rel == "ccomp") && f.infinitive(i) {
		return codebook.Planned // "was to meet"
	}
	at := i
	if rel := f.tree.Rel(i); (rel == "amod" || rel == "compound") && f.tree.Head(i) >= 0 && !verbal(f.doc.Tokens[f.tree.Head(i)].UPOS) {
		at = f.tree.Head(i) // "military strikes"
	}
	for hops := 0; hops < 4; hops++ {
		h := f.tree.Head(at)
		if h < 0 {
			break
		}
		rel := f.tree.Rel(at)
		l := f.lemma(h)
		switch rel {
		case "xcomp", "acl", "obj", "ccomp", "csubj", "obl", "nsubj:pass", "nmod":
			nominal := rel == "obj" || rel == "obl" || rel == "nsubj:pass" || rel == "nmod"
			if nominal && !light[l] && !plans[l] && !denys[l] {
				return f.orHead(i, codebook.Actual)
			}
			if rel == "obl" || rel == "nmod" {
				if !plans[l] {
					return f.orHead(i, codebook.Actual)
				}
			}
			switch {
			case denys[l] && rel != "ccomp" && (f.own(h) == codebook.Denied || f.notBefore(h)):
				return codebook.Possible // "has not ruled out strikes"
			case denys[l] && rel != "ccomp":
				return codebook.Denied
			case l == "deny":
				return codebook.Denied
			case plans[l] && f.own(h) == codebook.Denied:
				return codebook.Denied
			case maybe[l]:
				return codebook.Possible
			case plans[l] && (rel != "ccomp" || !f.past(i)):
				return codebook.Planned
			case rel == "acl" && f.infinitive(i):
				return codebook.Planned
			case nominal || rel == "xcomp":
				if fact := f.own(h); fact != "" {
					return fact
				}
			}
			if rel == "ccomp" {
				return f.orHead(i, codebook.Actual)
			}
		case "advcl":
			if f.marked(at, "if") || f.marked(at, "unless") {
				return codebook.Possible
			}
			if f.awaited(at, h) {
				return codebook.Possible
			}
			if f.marked(at, "without") {
				return codebook.Denied
			}
			if f.infinitive(at) {
				return codebook.Planned
			}
			return f.orHead(i, codebook.Actual)
		case "conj":
			if f.tree.Child(at, "nsubj") < 0 {
				if fact := f.own(h); fact != "" {
					return fact
				}
			} else {
				return f.orHead(i, codebook.Actual)
			}
		default:
			return f.orHead(i, codebook.Actual)
		}
		at = h
	}
	return f.orHead(i, codebook.Actual)
}

// notBefore reports whether "not" or "never" stands right before a word.
func (f *finder) notBefore(i int) bool {
	if i < 1 {
		return false
	}
	w := strings.ToLower(f.doc.Tokens[i-1].Form)
	return w == "not" || w == "never" || w == "n't"
}

// awaited reports whether a clause tells what something waits for that has not
// happened: "could open only once they had left", "will stay shut until it acts".
func (f *finder) awaited(clause, main int) bool {
	if f.marked(clause, "provided") {
		return true
	}
	if !f.marked(clause, "once") && !f.marked(clause, "until") {
		return false
	}
	fact := f.own(main)
	return fact == codebook.Planned || fact == codebook.Possible
}

// spoken reports whether an act that looks planned is done by being told: "met
// them to urge restraint", "would be willing to talk".
func (f *finder) spoken(i int, typ string) bool {
	switch typ {
	case codebook.Request, codebook.Accuse:
		return f.tree.Rel(i) == "advcl" && f.infinitive(i)
	case codebook.Agree:
		return f.doc.Tokens[i].UPOS == "ADJ"
	}
	return false
}

// orHead takes the engine's label where the rules see nothing against the act.
func (f *finder) orHead(i int, fact string) string {
	switch l := f.doc.Tokens[i].Fact; l {
	case codebook.Planned, codebook.Denied, codebook.Possible:
		return l
	}
	return fact
}

// own reads the words that hang from the act itself.
func (f *finder) own(i int) string {
	fact := ""
	for _, k := range f.tree.Kids(i) {
		w := strings.ToLower(f.doc.Tokens[k].Form)
		l := f.lemma(k)
		switch f.tree.Rel(k) {
		case "advmod", "det":
			if w == "not" || w == "n't" || w == "never" || (w == "no" && f.tree.Rel(k) == "det") {
				return codebook.Denied
			}
			if w == "reportedly" || w == "allegedly" || w == "possibly" || w == "perhaps" {
				fact = codebook.Possible
			}
		case "aux":
			switch w {
			case "will", "shall", "'ll", "wo", "would", "'d", "should", "must":
				if fact == "" {
					fact = codebook.Planned
				}
			case "may", "might", "could", "can":
				fact = codebook.Possible
			}
		case "amod":
			switch {
			case plannedWords[l] || plannedWords[w]:
				fact = codebook.Planned
			case possibleWords[l] || possibleWords[w]:
				fact = codebook.Possible
			case deniedWords[w]:
				fact = codebook.Denied
			}
		case "mark":
			if w == "if" || w == "unless" {
				fact = codebook.Possible
			}
		}
	}
	return fact
}

func (f *finder) past(i int) bool {
	return strings.Contains(f.doc.Tokens[i].Feats, "Tense=Past")
}

func (f *finder) infinitive(i int) bool { return f.marked(i, "to") }

func (f *finder) marked(i int, word string) bool {
	return slices.ContainsFunc(f.tree.Children(i, "mark", "advmod"), func(k int) bool { return strings.EqualFold(f.doc.Tokens[k].Form, word) })
}
