package actor

import (
	"slices"
	"strings"

	"readout/internal/lang/en"
)

// A role is what the words beside a name say of the person.
type role struct {
	noun   int    // token of the title's head noun
	toks   []int  // tokens of the title phrase
	owner  int    // entity of the country or body, -1 for none
	words  []int  // those of them that title, without the owner country
	text   string // what they say
	ended  bool
	before bool // right before the name
	taken  bool // a verb says that it was taken up: "was sworn in as"
}

// titles reads the roles of every named person.
func (r *Resolver) titles() {
	for i := range r.mentions {
		m := r.mentions[i]
		e := r.ofName[i]
		if e < 0 || r.ents[e].kind != "person" {
			continue
		}
		if ro, ok := r.before(m); ok {
			r.give(e, ro, m)
		}
		if r.partyNote(m) && !r.ents[e].titled {
			r.ents[e].sectors, r.ents[e].titled, r.ents[e].country = []string{"LEG"}, true, "USA"
		}
		if r.tree.Rel(m.head) == "conj" {
			r.shared(e, m)
		}
		for _, n := range r.asides(m) {
			if ro, ok := r.phrase(n); ok {
				if slices.Contains(r.serves(m.head), n) {
					ro.ended = ro.ended || r.leaves(m.head) && !r.awaits(r.tree.Head(m.head))
					ro.taken = !ro.ended && r.installs(r.tree.Head(m.head))
				}
				r.give(e, ro, m)
			}
		}
	}
}

// partyNote reports whether "(R-Fla.)", "(D., Calif.)" or ", R-S.C.," follows a name.
func (r *Resolver) partyNote(m mention) bool {
	k := m.last + 1
	if k+1 >= len(r.doc.Tokens) || r.lower(k) != "(" && r.lower(k) != "," {
		return false
	}
	f := r.doc.Tokens[k+1].Form
	return len(f) > 2 && (strings.HasPrefix(f, "R-") || strings.HasPrefix(f, "D-") || f[:2] == "R." || f[:2] == "D.") ||
		(f == "R" || f == "D") && k+2 < len(r.doc.Tokens) && strings.ContainsAny(r.doc.Tokens[k+2].Form, "-–.,")
}

// shared gives a plural title to the later of two names it stands before:
// "Sens. A and B".
func (r *Resolver) shared(e int, m mention) {
	h := r.tree.Head(m.head)
	n, named := r.names[h]
	if !named || r.ofName[n] < 0 || r.mentions[n].first == 0 {
		return
	}
	first := r.mentions[n]
	w := strings.TrimSuffix(r.lower(first.first-1), ".")
	if _, one := nouns[w]; one || single(w) == w {
		return
	}
	if ro, ok := r.before(first); ok {
		beside := r.beside[ro.noun]
		r.give(e, ro, m)
		r.beside[ro.noun] = beside
	}
}

// before reads the title right before a name: "Syrian President", "State
// Department spokeswoman", "Secretary of State".
func (r *Resolver) before(m mention) (role, bool) {
	s := r.tree.Sentence(m.head)
	if s < 0 {
		return role{}, false
	}
	first := m.first
	if first > 0 && linking[r.lower(first-1)] {
		return role{}, false // "a backer of Kowal"
	}
	for i := m.first - 1; i >= r.doc.Sentences[s].First && m.first-i <= 9; i-- {
		if !r.titular(i, first) {
			break
		}
		first = i
	}
	for first < m.first && (r.lower(first) == "of" || r.lower(first) == "for" || r.lower(first) == "and" || r.lower(first) == "-" || r.genitive(first)) {
		first++
	}
	var toks []int
	for i := first; i < m.first; i++ {
		toks = append(toks, i)
	}
	toks = r.unled(r.unranked(toks))
	noun := -1
	for k, i := range toks {
		if !r.personNoun(i) {
			continue
		}
		noun = i
		if i+1 < m.first && linking[r.lower(i+1)] {
			if aides[single(r.lower(i))] && r.personNoun(m.first-1) { // "a spokesman for President Kowal"
				toks, noun = toks[k+2:], m.first-1
			}
			break
		}
	}
	if noun < 0 || noun < toks[len(toks)-1] && !(noun+1 < m.first && (linking[r.lower(noun+1)] || r.lower(noun+1) == "general" || r.lower(noun+1) == "elect" || r.lower(noun+1) == "-")) {
		return role{}, false
	}
	ro := role{noun: noun, toks: toks, owner: -1, before: true}
	r.own(&ro)
	if ro.owner < 0 {
		ro.owner = r.possessor(noun)
	}
	return ro, true
}

// unled returns the words of a title without those that only lead up to it: "the
// release of opposition leader Orm".
func (r *Resolver) unled(toks []int) []int {
	from := 0
	for k, i := range toks {
		if r.personNoun(i) {
			break
		}
		if l := r.lower(i); (l == "of" || l == "for") && k > 0 && r.doc.Tokens[toks[k-1]].UPOS == "NOUN" {
			from = k + 1
		}
	}
	return toks[from:]
}

// unranked returns the words of a title without the rank or form of address that
// closes them: "prime minister" for "Prime Minister General".
func (r *Resolver) unranked(toks []int) []int {
	k := len(toks) - 1
	if k < 1 || !soldierly(r.lower(toks[k])) && !addresses[r.lower(toks[k])] {
		return toks
	}
	for k > 0 && (soldierly(r.lower(toks[k])) || addresses[r.lower(toks[k])]) {
		k--
	}
	if l := single(r.lower(toks[k])); r.personNoun(toks[k]) && office[l] && !generals[l] && !sent[l] {
		return toks[:k+1]
	}
	return toks
}

// addresses are forms of address that stand between a title and a name.
var addresses = set("sheikh sheik sir dr dr. prof prof.")

// generals are titles that go on with "General".
var generals = set("attorney director secretary governor inspector surgeon solicitor consul adjutant comptroller auditor postmaster prosecutor commissioner")

// linking are words that tie what a title is of to its noun.
var linking = set("of for to")

// aides are nouns for who speaks or works for the one named after them.
var aides = set("spokesman spokeswoman spokesperson adviser advisor aide lawyer attorney counsel assistant ally envoy")

// sent are titles that may go on with "to" before a name: "Ambassador to China Jan Kowal".
var sent = set("ambassador envoy adviser advisor representative emissary")

// personNoun reports whether token i is a noun for a person or an office.
func (r *Resolver) personNoun(i int) bool {
	_, named := r.names[i]
	return !named && personal(single(r.lower(i)))
}

// personal reports whether a noun is one for a person or an office.
func personal(noun string) bool { return office[noun] || nouns[noun].kind == "person" }

// genitive reports whether token i is the mark of a possessor.
func (r *Resolver) genitive(i int) bool {
	l := r.lower(i)
	return l == "'s" || l == "’s"
}

// titular reports whether token i can be part of a title that runs up to next.
func (r *Resolver) titular(i, next int) bool {
	t := r.doc.Tokens[i]
	l := r.lower(i)
	if m, ok := r.names[i]; ok {
		return r.mentions[m].typ != "PER"
	}
	switch l {
	case "of", "for", "'s", "’s", "former", "acting", "interim", "deputy", "vice", "senior", "top", "chief", "ex", "-", "then", "supreme", "prime":
		return true
	case "to":
		return i > 0 && sent[single(r.lower(i-1))]
	case "and":
		return false
	}
	if _, ok := nouns[single(l)]; ok || office[single(l)] || honours[l] {
		return true
	}
	return (t.UPOS == "NOUN" || t.UPOS == "PROPN" || t.UPOS == "ADJ") && !calendar[l]
}

// single takes the plural and the point off a title: "Sens." is "sen".
func single(w string) string {
	w = strings.TrimSuffix(w, ".")
	if office[w] {
		return w
	}
	if s := strings.TrimSuffix(w, "s"); office[s] {
		return s
	}
	return w
}

// asides returns the nouns that stand in apposition or predication to a name:
// after it, or before it with a comma between ("Oresk's foreign minister, Jan Kowal").
func (r *Resolver) asides(m mention) []int {
	out := r.tree.Children(m.head, "appos")
	for m.first > 1 && soldierly(r.lower(m.first-1)) { // "chief of staff, General Ado"
		m.first--
	}
	if m.first > 0 && r.lower(m.first-1) == "," {
		for _, k := range r.tree.Children(m.head, "nmod:desc", "nmod:unmarked", "nmod") {
			if k < m.first {
				out = append(out, k)
			}
		}
		if k := r.closing(m.first - 2); k >= 0 && r.personNoun(k) && r.together(k, m) {
			out = append(out, k)
		}
	}
	if rel := r.tree.Rel(m.head); rel == "appos" || rel == "flat" || rel == "compound" {
		out = append(out, r.tree.Head(m.head))
	}
	if h := r.tree.Head(m.head); h >= 0 && r.tree.Rel(m.head) == "nsubj" && r.tree.Child(h, "cop") >= 0 {
		out = append(out, h)
	}
	out = append(out, r.serves(m.head)...)
	for _, a := range slices.Clone(out) {
		out = append(out, r.tree.Children(a, "conj")...)
	}
	return slices.DeleteFunc(out, func(i int) bool {
		_, named := r.names[i]
		return named || i < 0
	})
}

// closing returns the head of the phrase that token k ends: "head" of "head of the
// miners' union"; -1 for none.
func (r *Resolver) closing(k int) int {
	if k < 0 || r.tree.Sentence(k) < 0 {
		return -1
	}
	for h := r.tree.Head(k); h >= 0 && h < k && r.tree.Rel(k) == "nmod"; h = r.tree.Head(k) {
		k = h
	}
	return k
}

// together reports whether noun k and the name after the next comma are of one:
// the tree hangs them from each other or takes both for the same part of a
// clause, or they open a sentence with commas about the name.
func (r *Resolver) together(k int, m mention) bool {
	h := r.tree.Head(k)
	if m.first <= h && h <= m.last || h == r.tree.Head(m.head) && r.tree.Rel(k) == r.tree.Rel(m.head) {
		return true
	}
	opens := r.tree.Subtree(k)[0] == r.doc.Sentences[r.tree.Sentence(k)].First
	return opens && m.last+1 < len(r.doc.Tokens) && r.lower(m.last+1) == ","
}

// installs reports whether the verb at token v says that somebody has taken office,
// not that it is to come, or may.
func (r *Resolver) installs(v int) bool {
	lemma := en.Lemma(r.doc.Tokens[v].Form, "VERB")
	return (installing[lemma] || lemma == "take" || lemma == "assume" || succeeding[lemma]) && !r.awaits(v)
}

// awaits reports whether verb v tells what has not happened: "will replace".
func (r *Resolver) awaits(v int) bool {
	return slices.ContainsFunc(r.tree.Children(v, "aux", "mark", "advmod"), func(k int) bool { return awaited[r.lower(k)] })
}

// choosing lists verbs of who is to take office, installing those of taking it.
var (
	choosing   = set("appoint name elect nominate choose")
	installing = set("swear inaugurate install reinstate")
)

// awaited are words with which a verb tells what has not happened.
var awaited = set("will would may might could should can to not never n't if")

// serves returns the nouns that a verb says the name at token i is, becomes or is
// no more: "served as ambassador", "was appointed interior minister", "took over as
// finance minister", "succeeds Orm as premier".
func (r *Resolver) serves(i int) []int {
	h, rel := r.tree.Head(i), r.tree.Rel(i)
	if h < 0 || r.doc.Tokens[h].UPOS != "VERB" {
		return nil
	}
	lemma := en.Lemma(r.doc.Tokens[h].Form, "VERB")
	named := false
	switch {
	case choosing[lemma] || installing[lemma]:
		named = rel == "nsubj:pass" || rel == "obj"
		if !named {
			return nil
		}
	case succeeding[lemma]:
		if rel == "obl" && r.caseOf(i) != "by" || rel != "obj" && rel != "nsubj:pass" && r.awaits(h) {
			return nil
		}
	case lemma == "become":
		named = rel == "nsubj"
	case !serving[lemma] && !resigning[lemma] || rel != "nsubj":
		return nil
	}
	near := r.tree.Children(h, "obl", "xcomp", "obj")
	for _, o := range r.tree.Children(h, "obj") {
		near = append(near, r.tree.Children(o, "nmod")...) // "took the oath as premier"
	}
	var out []int
	for _, k := range near {
		if k > h && k != i && (r.caseOf(k) == "as" || named && r.tree.Rel(k) == "xcomp") {
			out = append(out, k)
		}
	}
	return out
}

// Verbs of who is something ("acts as"), comes after another, and is it no more.
var (
	serving    = set("serve work act assume take step stay return begin")
	succeeding = set("succeed replace")
	resigning  = set("resign quit retire")
)

// leaves reports whether a verb says that the name at token i is no longer what it
// says: "resigned as", "stepped down as", "Orm was replaced as".
func (r *Resolver) leaves(i int) bool {
	h, rel := r.tree.Head(i), r.tree.Rel(i)
	if h < 0 {
		return false
	}
	lemma := en.Lemma(r.doc.Tokens[h].Form, "VERB")
	down := slices.ContainsFunc(append(r.tree.Children(h, "compound:prt", "advmod"), h+1), func(k int) bool {
		return k < len(r.doc.Tokens) && (r.lower(k) == "down" || r.lower(k) == "aside")
	})
	return resigning[lemma] || lemma == "step" && down || succeeding[lemma] && (rel == "obj" || rel == "nsubj:pass")
}

// phrase reads the noun phrase of token n as a role.
func (r *Resolver) phrase(n int) (role, bool) {
	if !personal(single(r.lower(n))) {
		return role{}, false
	}
	ro := role{noun: n, owner: -1}
	for _, k := range r.tree.Kids(n) {
		switch r.tree.Rel(k) {
		case "amod", "compound", "nmod:poss", "nmod", "flat", "nmod:unmarked":
			sub := r.tree.Subtree(k)
			if len(sub) <= 8 {
				ro.toks = append(ro.toks, sub...)
			}
		}
	}
	ro.toks = append(ro.toks, n)
	slices.Sort(ro.toks)
	r.own(&ro)
	if ro.owner < 0 {
		ro.owner = r.possessor(n)
	}
	return ro, true
}

// possessor returns the actor that possesses noun n, through pronouns too.
func (r *Resolver) possessor(n int) int {
	for _, k := range r.tree.Children(n, "nmod:poss") {
		if m, ok := r.names[k]; ok {
			return r.ofName[m]
		}
		if e := r.refer(k); e >= 0 {
			if r.ents[e].kind == "person" && r.ents[e].country != "" {
				return r.state(r.ents[e].country, "")
			}
			return e
		}
	}
	return -1
}

// own finds the country or body in the words of a title and sets the title's text.
func (r *Resolver) own(ro *role) {
	country := -1
	from := 0
	for k, i := range ro.toks {
		l := r.lower(i)
		if l == "former" || l == "ex" || l == "ousted" || l == "late" || l == "then" || l == "deposed" || l == "predecessor" || l == "previous" {
			ro.ended = true
		}
		m, named := r.names[i]
		if named && i < ro.noun && r.genitive(i+1) {
			from = k + 1
		}
		if !named || r.ofName[m] < 0 {
			continue
		}
		e := r.ofName[m]
		if r.ents[e].kind == "person" || i != r.mentions[m].head {
			continue
		}
		if r.ents[e].kind == "state" {
			if country < 0 {
				country = e
			}
		} else if ro.owner < 0 {
			ro.owner = e
		}
		if i < ro.noun && r.ents[e].kind == "state" {
			from = k + 1
		}
	}
	if ro.owner < 0 {
		ro.owner = country
	} else if country >= 0 && r.ents[ro.owner].country == "" {
		r.ents[ro.owner].country = r.ents[country].country
	}
	if ro.words = r.unopened(ro.toks[from:]); len(ro.words) > 0 && ro.noun >= ro.words[0] {
		ro.text = clean(r.words(ro.words[0], ro.words[len(ro.words)-1]))
	}
}

// unopened takes from the front of a title's words what titles nobody: an
// article, a possessive pronoun, an age.
func (r *Resolver) unopened(words []int) []int {
	for len(words) > 1 {
		t := r.doc.Tokens[words[0]]
		switch {
		case t.UPOS == "PART" || t.UPOS == "DET" || r.genitive(words[0]) || t.UPOS == "PRON" && t.Deprel == "nmod:poss":
			words = words[1:]
		case t.UPOS == "NUM" && len(words) > 5 && r.lower(words[4]) == "old": // 38 - year - old
			words = words[5:]
		default:
			return words
		}
	}
	return words
}

// soldierly reports whether a word is one of a rank.
func soldierly(w string) bool {
	w = strings.TrimSuffix(w, ".")
	return ranks[w] || w == "general" || w == "marshal" || w == "field" || w == "commodore"
}

// ranks are the titles of soldiers that stand between another title and a name.
var ranks = set("gen lt lieutenant col colonel maj major capt captain sgt sergeant brig brigadier adm admiral cmdr")

// unseated returns a title without the words that say of what it is: "envoy" for
// the "EU envoy" of the EU, "commander" for the "commander of the 18th Brigade".
func (r *Resolver) unseated(ro *role, seat int) string {
	words := ro.words
	for k, i := range ro.words {
		if e, ok := r.entityAt(i); !ok || e != seat {
			continue
		}
		if i < ro.noun {
			words = r.unopened(ro.words[k+1:])
		} else if r.tree.Head(i) == ro.noun {
			words = words[:slices.Index(words, ro.noun)+1]
			break
		}
	}
	if k := len(words) - 1; k > 0 && ranks[strings.TrimSuffix(r.lower(words[k]), ".")] && office[single(r.lower(words[k-1]))] {
		words = words[:k] // "army spokesman Gen."
	}
	if len(words) == 0 || words[0] > ro.noun {
		return ro.text
	}
	return clean(r.words(words[0], words[len(words)-1]))
}

// give lets a role tell the person's country, sector and office.
func (r *Resolver) give(e int, ro role, m mention) {
	p := r.ents[e]
	p.roles = append(p.roles, ro)
	w := single(r.lower(ro.noun))
	for _, i := range ro.toks {
		if _, named := r.names[i]; !named {
			r.beside[i] = e
		}
	}
	p.female = p.female || feminine[w]
	if before := slices.Clone(p.sectors); p.known != "" && len(before) > 0 { // what is known stays beside what is said
		defer func() {
			for _, s := range p.sectors {
				if !slices.Contains(before, s) && len(before) < 4 {
					before = append(before, s)
				}
			}
			p.sectors = before
		}()
	}
	owner := ro.owner
	if owner == e {
		owner = -1
	}
	if owner >= 0 && r.ents[owner].kind == "person" {
		if c := r.ents[owner].country; c != "" && p.country == "" {
			p.country = c
		}
		owner = -1
	}
	if p.country == "" && owner >= 0 {
		p.country = r.ents[owner].country
	}
	if p.country == "" && (american[w] && (r.main == "USA" || r.main == "" || !r.naming(r.main)) || r.american(ro)) {
		p.country = "USA"
	}
	r.sector(p, w, owner, ro)
	if p.country == "" && (p.sectors != nil && (p.sectors[0] == "GOV" || p.sectors[0] == "LEG")) && (owner < 0 || r.ents[owner].kind != "organization") {
		p.country = r.homeTitle(m.head)
	}
	if !office[w] {
		return
	}
	if !second(ro.text) {
		p.titles = append(p.titles, p.country+" "+w)
	}
	if w == "minister" && strings.Contains(strings.ToLower(ro.text), "prime minister") {
		p.titles = append(p.titles, p.country+" premier")
	}
}

func lastWord(s string) string { return s[strings.LastIndexByte(s, ' ')+1:] }

// sector sets a person's sectors from the title, or from the body it is of.
func (r *Resolver) sector(p *entity, w string, owner int, ro role) {
	if ro.ended && p.known == "" {
		defer func() {
			if len(p.sectors) > 0 && (p.sectors[0] == "GOV" || p.sectors[0] == "LEG") && !slices.Contains(p.sectors, "ELI") {
				p.sectors = append(slices.Clone(p.sectors), "ELI")
			}
		}()
	}
	if p.titled {
		return
	}
	if s := r.phraseSector(w, ro); s != nil {
		p.sectors, p.titled = s, true
		return
	}
	c, listed := nouns[w]
	if owner >= 0 && heads[w] && r.ents[owner].kind != "state" && len(r.ents[owner].sectors) > 0 && r.ents[owner].sectors[0] != "UNK" {
		p.sectors, p.titled = slices.Clone(r.ents[owner].sectors), true
		return
	}
	if listed && c.kind == "person" {
		if p.known != "" && heads[w] {
			return
		}
		p.sectors, p.titled = []string{c.sector}, true
		for _, i := range ro.toks {
			if s := qualifier[r.lower(i)]; s != "" && !governing[w] {
				p.sectors = []string{s}
			}
		}
	} else if heads[w] {
		for _, i := range ro.toks {
			if c, ok := nouns[r.lower(i)]; ok && i != ro.noun {
				p.sectors, p.titled = []string{c.sector}, true
				return
			}
		}
		if p.sectors == nil {
			p.sectors = []string{"BUS"}
			if owner >= 0 {
				p.sectors = slices.Clone(r.ents[owner].sectors)
			}
		}
	}
}
