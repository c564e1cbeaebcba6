package event

import "readout/internal/codebook"

// mishap reports whether nobody attacks in what a candidate reads as an assault:
// an earthquake that strikes and kills, people who die in a flood.
func (f *finder) mishap(c *candidate) bool {
	if c.typ != codebook.Assault {
		return false
	}
	v := c.i
	if f.doc.Tokens[v].UPOS != "VERB" {
		return mishaps[f.lemma(v)] || f.befallen(v, "nmod", "compound")
	}
	for hops := 0; v >= 0 && hops < 4; hops++ {
		if f.befallen(v, "nsubj", "obl:agent", "obl") {
			return true
		}
		switch s := f.tree.Child(v, "nsubj", "nsubj:pass"); {
		case f.tree.Head(v) < 0:
			return false
		case s >= 0 && f.relative(s) && f.tree.Rel(v) == "acl:relcl":
			return mishaps[f.lemma(f.tree.Head(v))]
		case s >= 0:
			return false
		}
		switch f.tree.Rel(v) {
		case "advcl", "conj", "xcomp":
			v = f.tree.Head(v)
		case "acl", "amod":
			return mishaps[f.lemma(f.tree.Head(v))]
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
		if !mishaps[f.lemma(k)] {
			continue
		}
		switch f.cased(k) {
		case "", "in", "by", "from", "of":
			return true
		}
	}
	return false
}

// mishaps are what harms people without anybody's doing.
var mishaps = words(`earthquake quake aftershock tremor tsunami flood flooding storm thunderstorm hurricane cyclone typhoon tornado
	landslide mudslide avalanche wildfire blizzard drought famine heatwave eruption volcano lightning
	epidemic pandemic virus coronavirus cholera ebola malaria disease illness derailment stampede shipwreck accident`)
