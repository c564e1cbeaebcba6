package event

import (
	"slices"
	"unicode"
	"unicode/utf8"

	"readout/internal/codebook"
)

// mishap reports whether nobody attacks in what a candidate reads as an assault:
// an earthquake that strikes and kills, people who die in a flood.
func (f *finder) mishap(c *candidate) bool {
	if c.typ != codebook.Assault {
		return false
	}
	v := c.i
	if f.doc.Tokens[v].UPOS != "VERB" {
		return f.misfortune(v) || f.befallen(v, "nmod", "compound")
	}
	for hops := 0; v >= 0 && hops < 4; hops++ {
		if f.befallen(v, "nsubj", "obl:agent", "obl") {
			return true
		}
		switch s := f.tree.Child(v, "nsubj", "nsubj:pass"); {
		case f.tree.Head(v) < 0:
			return false
		case s >= 0 && f.relative(s) && f.tree.Rel(v) == "acl:relcl":
			return f.misfortune(f.tree.Head(v))
		case s >= 0:
			return false
		}
		switch f.tree.Rel(v) {
		case "advcl", "conj", "xcomp":
			v = f.tree.Head(v)
		case "acl", "amod":
			return f.misfortune(f.tree.Head(v))
		default:
			return false
		}
	}
	return false
}

// befallen reports whether a mishap hangs from token i by one of the relations,
// as what acts or what it happens in or by.
func (f *finder) befallen(i int, rels ...string) bool {
	for _, k := range f.tree.Children(i, rels...) {
		if !f.misfortune(k) {
			continue
		}
		switch f.cased(k) {
		case "", "in", "by", "from", "of":
			return true
		}
	}
	return false
}

// misfortune reports whether a word is of a mishap, as a fire is that is nobody's:
// "a fire at a market", but "by sniper fire".
func (f *finder) misfortune(i int) bool {
	l := f.lemma(i)
	if l != "fire" {
		return mishaps[l]
	}
	if f.doc.Tokens[i].UPOS != "NOUN" || f.tree.Child(i, "det") < 0 || f.tree.Child(i, "compound", "nmod:poss") >= 0 {
		return false
	}
	for _, k := range f.tree.Children(i, "amod") {
		if first, _ := utf8.DecodeRuneInString(f.doc.Tokens[k].Form); unicode.IsUpper(first) {
			return false // "the Israeli fire"
		}
	}
	return true
}

// mishaps are what harms people without anybody's doing.
var mishaps = words(`earthquake quake aftershock tremor tsunami flood flooding storm thunderstorm hurricane cyclone typhoon tornado
	landslide mudslide avalanche wildfire blizzard drought famine heatwave eruption volcano lightning
	epidemic pandemic virus coronavirus cholera ebola malaria disease illness derailment stampede shipwreck accident
	blaze inferno collapse crash capsizing debris malnutrition hunger starvation`)

// lifting are verbs that end what is imposed on somebody.
var lifting = words("lift ease remove drop relax waive scrap revoke loosen rescind")

// lifted reports whether a measure is told of as what ends: "lifted sanctions".
func (f *finder) lifted(c *candidate) bool {
	if c.typ == codebook.Sanction && f.ends(c.i) {
		return true
	}
	h := f.tree.Head(c.i)
	return h >= 0 && (c.typ == codebook.Sanction || c.typ == codebook.Accuse || c.typ == codebook.Coerce) && f.doc.Tokens[c.i].UPOS == "NOUN" &&
		(f.tree.Rel(c.i) == "obj" || f.tree.Rel(c.i) == "nsubj:pass") && lifting[f.lemma(h)]
}

// ends reports whether a word stands in a phrase for the end of sanctions, or has it
// for its object: "announced a suspension of the sanctions".
func (f *finder) ends(i int) bool {
	if f.doc.Tokens[i].UPOS == "VERB" {
		i = f.tree.Child(i, "obj")
	}
	for hops := 0; i >= 0 && hops < 4; i, hops = f.tree.Head(i), hops+1 {
		if ending[f.lemma(i)] && f.doc.Tokens[i].UPOS == "NOUN" {
			return slices.ContainsFunc(f.tree.Kids(i), func(k int) bool { return f.lemma(k) == "sanction" || f.lemma(k) == "tariff" })
		}
		if f.doc.Tokens[i].UPOS == "VERB" {
			return false
		}
	}
	return false
}

// ending are nouns for the end of what is imposed on somebody.
var ending = words("suspension lifting easing removal relaxation waiver end")

// recalling are verbs by which a state calls its envoy home.
var recalling = words("recall return call withdraw")

// byTheWay reports whether a meeting is told of only as what another act is for or
// comes from: "recalled its envoy for consultations", "travel at the invitation of".
func (f *finder) byTheWay(c *candidate) bool {
	if c.typ != codebook.Consult {
		return false
	}
	switch f.lemma(c.i) {
	case "invitation":
		return f.cased(c.i) == "at"
	case "consultation":
		for h, hops := f.tree.Head(c.i), 0; h >= 0 && hops < 4 && f.cased(c.i) == "for"; h, hops = f.tree.Head(h), hops+1 {
			if recalling[f.lemma(h)] {
				return true
			}
		}
	}
	return false
}
