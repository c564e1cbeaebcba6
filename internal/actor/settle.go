package actor

import (
	"readout/internal/gazetteer"
	"readout/internal/lang"
	"slices"
	"strings"
)

// homeTitle returns the country of one whose title names none: that named
// nearest before token i in its sentence, else the state that the sentence before
// is of, else the one that the report is from and begins with, else the one that
// it is about.
func (r *Resolver) homeTitle(i int) string {
	s := r.tree.Sentence(i)
	best := ""
	for _, m := range r.mentions {
		if r.tree.Sentence(m.head) == s && m.head < i {
			if c := codeOf(m.surface); c != "" {
				best = c
			}
		}
	}
	if best == "" {
		best = r.subjectBefore(s)
	}
	if best == "" {
		best = r.local
	}
	return best
}

// subjectBefore returns the country of the state that is the subject of the
// sentence before sentence s in its paragraph: "Ruvia sent aid. President Orm ...".
func (r *Resolver) subjectBefore(s int) string {
	if s < 1 || r.doc.Sentences[s-1].Paragraph != r.doc.Sentences[s].Paragraph {
		return ""
	}
	for _, m := range r.mentions {
		if m.typ == "STATE" && r.tree.Sentence(m.head) == s-1 && r.tree.Rel(m.head) == "nsubj" && r.tree.Rel(r.tree.Head(m.head)) == "root" {
			if c := codeOf(m.surface); !r.faced(c, s) {
				return c
			}
		}
	}
	return ""
}

// faced reports whether sentence s has somebody meet a counterpart of a country,
// and so be of another: "with his Ruvian counterpart".
func (r *Resolver) faced(country string, s int) bool {
	return slices.ContainsFunc(r.mentions, func(m mention) bool {
		return r.tree.Sentence(m.head) == s && codeOf(m.surface) == country && r.facing(m.head)
	})
}

// facing reports whether token i says whose counterpart somebody is.
func (r *Resolver) facing(i int) bool {
	h := r.tree.Head(i)
	return h >= 0 && strings.HasPrefix(r.lower(h), "counterpart")
}

// settle fills what stays open, and shows the names that act.
func (r *Resolver) settle() {
	weight := make([]int, len(r.ents))
	for i, m := range r.mentions {
		e := r.ofName[i]
		if e < 0 {
			continue
		}
		x := r.ents[e]
		if x.country == "" && x.kind != "person" && x.kind != "state" {
			r.placeBody(x, m)
		}
		if x.kind == "government" && x.base == "" && x.booked == nil {
			r.fuller(x, m)
		}
		if weight[e] += r.plays(i, x); weight[e] >= 2 {
			x.shown = true
		}
	}
	r.trace(by("the words beside the name"))
	r.mark("beside")
	r.possessed()
	r.mark("owner")
	r.trace(by("the country or body that it is said to belong to"))
	for _, e := range r.ents {
		if e.kind == "person" && e.sectors == nil {
			e.sectors = []string{"CVL"}
			if len(e.at) > 1 {
				e.sectors = []string{"GOV"}
			}
		}
		if e.country == "" && e.known == "" && domestic(e.kind) {
			e.country = r.main
		}
		if e.country == "" && (e.kind == "person" || e.kind == "armed_group") && e.known == "" && e.sectors[0] != "IGO" {
			e.country = r.homeOf(e)
		}
		e.female = e.female && !e.male
	}
	r.trace(by("what the report is about, since no word tells"))
	r.mark("guess")
}

// plays weighs how far a name stands where an actor stands: 2 by itself, 1
// where it takes a second mention, 0 for no actor.
func (r *Resolver) plays(i int, x *entity) int {
	m := r.mentions[i]
	if r.idle(m.head) || !r.told(m.head) || r.credited(m) || faiths[m.surface] {
		return 0
	}
	role, c := r.role(m.head), r.caseOf(m.head)
	strong := 1
	switch {
	case m.typ == "STATE":
		if r.located(i) {
			return 0
		}
		if core[role] && role != "root" && role != "nmod:poss" || role == "appos" || role == "nmod" && c != "in" && c != "from" && c != "of" {
			strong = 2
		}
	case m.typ == "NORP":
		if x.kind == "state" {
			return 0
		}
		if role == "nsubj" || role == "nsubj:pass" {
			strong = 2
		}
	case x.kind == "person":
		if role != "root" && role != "compound" && role != "vocative" && role != "amod" {
			strong = 2
		}
		if wordCount(x.names[0]) == 1 && len(x.names) == 1 && x.known == "" && !x.titled && role != "nsubj" && role != "nsubj:pass" {
			strong = 1 // half a name, and nobody speaks
		}
	default:
		if r.located(i) && c != "from" {
			return 0
		}
		if core[role] && role != "root" || role == "obl" && c == "" {
			strong = 2
		}
		if len(x.sectors) > 0 && x.sectors[0] == "MED" && c == "to" || x.kind == "armed_group" {
			strong = 2
		}
	}
	return strong
}

// faiths lists names of beliefs and pacts, which do nothing.
var faiths = set("Islam Islamic Christianity Judaism Hinduism Buddhism Ottoman Schengen Brexit Internet Web")

// credited reports whether a name stands in the credit of a picture: before a
// slash with an agency, or after the word caption.
func (r *Resolver) credited(m mention) bool {
	if k := m.last + 1; k < len(r.doc.Tokens) && len(r.doc.Tokens[k].Form) > 0 && r.doc.Tokens[k].Form[0] == '/' {
		return true
	}
	return m.first > 0 && (r.lower(m.first-1) == "caption" || r.doc.Tokens[m.first-1].Form == "/")
}

// core lists the relations in which a name acts or is acted on.
var core = set("nsubj obj iobj nsubj:pass obl:agent root nmod:poss")

// role returns the relation of a name, through coordination.
func (r *Resolver) role(i int) string {
	for hops := 0; hops < 8 && r.tree.Rel(i) == "conj" && r.tree.Head(i) >= 0; hops++ {
		i = r.tree.Head(i)
	}
	return r.tree.Rel(i)
}

// told reports whether a token's sentence has a verb; a credit line has none.
func (r *Resolver) told(i int) bool {
	s := r.tree.Sentence(i)
	if s < 0 {
		return false
	}
	for _, t := range r.doc.SentenceTokens(s) {
		if t.UPOS == "VERB" || t.UPOS == "AUX" || t.UPOS == "" {
			return true
		}
	}
	return false
}

// fuller adds the name of a body with the country said before it: "Ruvia's
// Ministry of Defence".
func (r *Resolver) fuller(x *entity, m mention) {
	for _, k := range r.tree.Children(m.head, "nmod:poss", "amod", "compound") {
		n, ok := r.names[k]
		if !ok || r.mentions[n].typ != "STATE" && r.mentions[n].typ != "NORP" || r.mentions[n].last >= m.first || m.first-r.mentions[n].last > 2 {
			continue
		}
		x.name(clean(r.doc.Slice(lang.Span{Start: r.mentions[n].span.Start, End: m.span.End})))
	}
}

// placeBody takes a body's country from what stands beside its name.
func (r *Resolver) placeBody(x *entity, m mention) {
	if k, ok := gazetteer.FindActor(m.surface); ok && len(k.Sectors) > 0 && (k.Sectors[0] == "IGO" || k.Sectors[0] == "MED") {
		return
	}
	for _, k := range r.tree.Children(m.head, "amod", "nmod:poss", "compound", "nmod") {
		if n, ok := r.names[k]; ok && n != r.names[m.head] {
			if c := codeOf(r.mentions[n].surface); c != "" {
				x.country = c
				return
			}
		}
	}
}
