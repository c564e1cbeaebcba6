package event

import (
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
	h := f.tree.Head(c.i)
	return h >= 0 && (c.typ == codebook.Sanction || c.typ == codebook.Accuse || c.typ == codebook.Coerce) && f.doc.Tokens[c.i].UPOS == "NOUN" &&
		(f.tree.Rel(c.i) == "obj" || f.tree.Rel(c.i) == "nsubj:pass") && lifting[f.lemma(h)]
}
