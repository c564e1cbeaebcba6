package actor

import "strings"

// locative lists prepositions that make a country a place.
var locative = set("in at near inside across outside throughout around into within along through off from onto over toward towards inside amid")

// gives lists nouns whose "from X" tells who acts, not where.
var gives = set("support aid help pressure threat demand request criticism attack money backing condemnation independence approval permission opposition letter call statement response reaction official lawmaker order assistance fund funding sanction message")

// spots lists nouns whose "of X" tells where.
var spots = set("capital city town village port outskirts suburb suburbs streets district neighborhood neighbourhood coast north south east west northeast northwest southeast southwest centre center province region island")

// motion lists verbs and nouns whose "to X" tells where.
var motion = set("travel depart leave head sail march embark bind go fly come return arrive move head flee visit trip journey flight withdraw deploy send escape fly back get bring take tour route migrate road way transfer relocate exile ship access close")

// located reports whether a name of a country or seat stands as a place.
func (r *Resolver) located(m int) bool { return r.Located(r.mentions[m].head) }

// Located reports whether the name whose head is token i stands where a place
// stands: "in Syria", "flew to Moscow".
func (r *Resolver) Located(i int) bool {
	for hops := 0; hops < 5; hops++ {
		rel, h := r.tree.Rel(i), r.tree.Head(i)
		c := r.caseOf(i)
		switch rel {
		case "conj", "appos":
			if c == "" && h >= 0 {
				i = h
				continue
			}
		case "nsubj", "obj", "nsubj:pass", "iobj", "nmod:poss", "amod", "compound", "obl:agent":
			return false
		}
		if c == "of" && rel == "nmod" && h >= 0 && spots[r.lower(h)] {
			return true
		}
		if c == "from" && h >= 0 && gives[strings.ToLower(r.doc.Tokens[h].Lemma)] {
			return false
		}
		if c == "to" || c == "for" {
			return h >= 0 && motion[strings.ToLower(r.doc.Tokens[h].Lemma)]
		}
		return locative[c]
	}
	return false
}

// caseOf returns the preposition of a noun, from the tree, or without a tree
// the word before it.
func (r *Resolver) caseOf(i int) string {
	for _, k := range r.tree.Children(i, "case") {
		if !r.genitive(k) {
			return r.lower(k)
		}
	}
	if r.tree.Rel(i) != "" {
		return ""
	}
	for k := i - 1; k >= 0 && k >= i-4; k-- {
		if m, ok := r.names[k]; ok && m == r.names[i] || r.lower(k) == "the" {
			continue
		}
		return r.lower(k)
	}
	return ""
}

// idle reports whether a name that is no place is still no actor: the object
// of "about", "like", "than".
func (r *Resolver) idle(i int) bool {
	switch r.caseOf(i) {
	case "about", "like", "than", "as", "since", "including", "under":
		return true
	}
	return false
}

// refer returns the entity that a pronoun or relative word stands for, or -1.
func (r *Resolver) refer(tok int) int {
	if e, ok := r.referred[tok]; ok {
		return e
	}
	r.referred[tok] = -1 // ends a circle
	e := r.referent(tok)
	r.referred[tok] = e
	return e
}

func (r *Resolver) referent(tok int) int {
	if u := r.doc.Tokens[tok].UPOS; u != "PRON" && u != "DET" && u != "" {
		return -1
	}
	if e := r.joined(tok); e >= 0 {
		return e
	}
	switch r.lower(tok) {
	case "he", "him", "his", "himself":
		return r.nearest(tok, func(e *entity) bool { return e.kind == "person" && !e.female })
	case "she", "her", "herself":
		if e := r.nearest(tok, func(e *entity) bool { return e.kind == "person" && e.female }); e >= 0 {
			return e
		}
		return r.nearest(tok, func(e *entity) bool { return e.kind == "person" && !e.male })
	case "it", "its", "itself":
		return r.nearest(tok, func(e *entity) bool { return e.kind != "person" && e.kind != "population" && !e.plural })
	case "they", "their", "them", "themselves":
		if e := r.nearest(tok, func(e *entity) bool { return e.plural }); e >= 0 {
			return e
		}
		return -1
	case "who", "which", "that", "whom", "whose":
		return r.antecedent(tok)
	}
	return -1
}

// joined returns the person that "his" or "her" stands for in "Assad and his
// wife".
func (r *Resolver) joined(tok int) int {
	if l := r.lower(tok); l != "his" && l != "her" {
		return -1
	}
	h := r.tree.Head(tok)
	if h < 0 || r.tree.Rel(tok) != "nmod:poss" || r.tree.Rel(h) != "conj" {
		return -1
	}
	if m, ok := r.names[r.tree.Head(h)]; ok {
		if e := r.ofName[m]; e >= 0 && r.ents[e].kind == "person" {
			return e
		}
	}
	return -1
}

// antecedent returns what a relative pronoun relates to.
func (r *Resolver) antecedent(tok int) int {
	for _, h := range r.tree.Above(tok) {
		if strings.HasPrefix(r.tree.Rel(h), "acl") {
			n := r.tree.Head(h)
			if n < 0 || n == tok {
				return -1
			}
			if m, ok := r.names[n]; ok {
				return r.ofName[m]
			}
			if e, ok := r.beside[n]; ok {
				return e
			}
			return r.describe(n)
		}
	}
	return -1
}

// nearest returns the entity named last before token tok that fits: a subject
// of this or the sentence before, else the last name.
func (r *Resolver) nearest(tok int, fits func(*entity) bool) int {
	s := r.tree.Sentence(tok)
	best, score := -1, -1
	for i := tok - 1; i >= 0; i-- {
		back := s - r.tree.Sentence(i)
		if back > 3 {
			break
		}
		e, at := r.entityAt(i)
		if e < 0 || !at || !fits(r.ents[e]) {
			continue
		}
		v := 40 - 10*back
		switch r.tree.Rel(i) {
		case "nsubj", "nsubj:pass":
			v += 12
		case "nmod:poss", "nmod", "obl", "compound", "amod":
			v -= 4
		}
		if r.sameClause(i, tok) {
			v -= 9
		}
		if v > score {
			best, score = e, v
		}
	}
	return best
}

// sameClause reports whether token i is an object beside the subject tok, so
// that they differ.
func (r *Resolver) sameClause(i, tok int) bool {
	h := r.tree.Head(i)
	return h >= 0 && h == r.tree.Head(tok) && r.tree.Rel(tok) != "nmod:poss"
}

// entityAt returns the entity whose mention has its head at token i.
func (r *Resolver) entityAt(i int) (int, bool) {
	if m, ok := r.names[i]; ok {
		e := r.ofName[m]
		if e >= 0 && r.mentions[m].typ == "STATE" && r.located(m) {
			return -1, false
		}
		return e, r.mentions[m].head == i
	}
	if e, ok := r.described[i]; ok && e >= 0 {
		return e, true
	}
	switch r.lower(i) {
	case "he", "she", "they", "it", "him", "her", "them", "his", "their", "its":
		if e, ok := r.referred[i]; ok {
			return e, true
		}
		return r.refer(i), true
	}
	return -1, false
}
