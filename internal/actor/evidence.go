package actor

import (
	"cmp"
	"slices"
	"strings"

	"readout/internal/gazetteer"
)

// A clue is what one source says of an actor's country.
type clue struct{ country, source string }

// A ground is what a report as a whole says of countries: what it names most,
// where it happens, who prints it.
type ground struct {
	clues []clue
	codes []string // by mention: the country that a name of a country, people or place tells
}

// sources gathers the clues to the country of an actor whose mentions have
// their heads at the tokens given.
func (r *Resolver) sources(e *entity, heads []int) []clue {
	var out []clue
	say := func(country, source string) {
		if c := (clue{country, source}); country != "" && !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	say(e.country, "rule "+e.from)
	if e.base == "" && e.kind != "person" {
		for _, n := range e.names {
			inName(n, say)
		}
	}
	for i := range e.roles {
		r.entitled(&e.roles[i], say)
	}
	if s := r.tree.Sentence(heads[0]); s >= 0 {
		say(r.subjectBefore(s), "subject before")
		opens, last := r.earlierIn(s)
		say(opens, "paragraph opens")
		say(last, "paragraph before")
	}
	for k, h := range heads[:min(len(heads), 12)] {
		r.phrased(h, say)
		r.governed(h, say)
		if k == 0 {
			r.around(h, say)
		}
	}
	for _, c := range r.ground.clues {
		say(c.country, c.source)
	}
	return out
}

// entitled tells the countries that a title names, in their order before its
// noun: "U.S. special envoy for Ruvia".
func (r *Resolver) entitled(ro *role, say func(country, source string)) {
	if ro.owner >= 0 {
		say(r.ents[ro.owner].country, "office owner "+r.ents[ro.owner].kind)
	}
	order := "first"
	for _, i := range ro.toks {
		c, what := r.tells(i)
		switch {
		case c == "":
		case i < ro.noun:
			say(c, "office "+order+" "+what)
			order = "later"
		default:
			say(c, "office "+strings.TrimSpace(r.caseOf(i)+" "+what))
		}
	}
}

// inName tells the countries that the words of a body's name mean.
func inName(name string, say func(country, source string)) {
	words := strings.Fields(strings.NewReplacer("’s", "", "'s", "").Replace(name))
	for i := range words {
		for n := min(3, len(words)-i); n > 0; n-- {
			s := strings.Join(words[i:i+n], " ")
			if !capital(s) {
				continue
			}
			if c, ok := gazetteer.CountryByName(s); ok {
				say(c.Alpha3, "name country")
			} else if c, ok := gazetteer.Demonym(s); ok {
				say(c, "name people")
			} else if k, ok := gazetteer.FindActor(s); ok && !disputed(s) && (n > 1 || len(s) > 3 && !ambiguous[s]) {
				say(k.Alpha3, "name body")
			} else if p := gazetteer.PlacesByName(s); len(p) > 0 && !closing[strings.ToLower(s)] {
				switch {
				case p[0].Kind == "region":
					say(p[0].Alpha3, "name region")
				case p[0].Population > 300_000:
					say(p[0].Alpha3, "name city")
				}
			}
		}
	}
}

// tells returns the country that the mention at token i tells, and what it is
// the name of.
func (r *Resolver) tells(i int) (country, what string) {
	m, ok := r.names[i]
	if !ok || r.mentions[m].head != i {
		return "", ""
	}
	switch typ := r.mentions[m].typ; typ {
	case "STATE", "NORP", "GPE", "LOC", "FAC":
		if c := r.ground.codes[m]; c != "" {
			return c, strings.ToLower(typ)
		}
	}
	if e := r.ofName[m]; e >= 0 && r.ents[e].kind != "state" {
		return r.ents[e].country, r.ents[e].kind
	}
	return "", ""
}

// phrased tells the countries named in the phrase of token h: "Ruvian", "of
// Ruvia", "Ruvia's", "a lawyer from Ruvia".
func (r *Resolver) phrased(h int, say func(country, source string)) {
	own, named := r.names[h]
	for _, k := range r.tree.Kids(h) {
		rel := r.tree.Rel(k)
		switch rel {
		case "amod", "compound", "nmod:poss", "nmod", "appos", "nmod:desc", "flat", "nmod:unmarked", "acl", "acl:relcl", "parataxis":
		default:
			continue
		}
		if c, what := r.tells(k); c != "" && !(named && r.names[k] == own) {
			say(c, strings.TrimSpace(rel+" "+r.caseOf(k))+" "+what)
			continue
		}
		if e := r.pronounOf(k); e >= 0 {
			say(r.ents[e].country, "pronoun")
			continue
		}
		sub := r.tree.Subtree(k)
		for _, i := range sub[:min(len(sub), 12)] {
			if c, what := r.tells(i); c != "" {
				say(c, "under "+rel+" "+what)
			}
		}
	}
}

// pronounOf returns the actor of a possessive pronoun, -1 for none.
func (r *Resolver) pronounOf(k int) int {
	if r.tree.Rel(k) != "nmod:poss" || !r.pronoun(k) {
		return -1
	}
	return r.refer(k)
}

// governed tells the countries of what token h hangs from: the name that it is
// joined to, the phrase it is in apposition to, where it does what it does.
func (r *Resolver) governed(h int, say func(country, source string)) {
	g, rel := r.tree.Head(h), r.tree.Rel(h)
	if g < 0 {
		return
	}
	switch rel {
	case "conj", "appos", "flat", "compound", "nmod:desc", "nmod:poss", "nmod":
		if c, what := r.tells(g); c != "" {
			say(c, "up "+rel+" "+what)
		} else if rel != "nmod" {
			for _, k := range r.tree.Children(g, "amod", "compound", "nmod:poss", "nmod") {
				if c, what := r.tells(k); c != "" && k != h {
					say(c, "up "+rel+" by "+what)
				}
			}
		}
	case "nsubj", "nsubj:pass", "obj", "obl:agent":
		for _, k := range r.tree.Children(g, "obl", "obj", "nsubj") {
			if c, what := r.tells(k); c != "" && k != h {
				say(c, "with "+rel+" "+strings.TrimSpace(r.tree.Rel(k)+" "+r.caseOf(k))+" "+what)
			}
		}
	}
}

// earlierIn returns the first and the last country that the paragraph of sentence
// s names before it, "" for none.
func (r *Resolver) earlierIn(s int) (opens, last string) {
	for i, m := range r.mentions {
		at := r.tree.Sentence(m.head)
		if at < 0 || at >= s || r.doc.Sentences[at].Paragraph != r.doc.Sentences[s].Paragraph || r.ground.codes[i] == "" {
			continue
		}
		if last = r.ground.codes[i]; opens == "" {
			opens = last
		}
	}
	return opens, last
}

// around tells the countries named nearest to token h in its sentence.
func (r *Resolver) around(h int, say func(country, source string)) {
	s := r.tree.Sentence(h)
	if s < 0 {
		return
	}
	before, after, only, several := "", "", "", false
	first := r.doc.Sentences[s].First
	for i := first; i < first+r.doc.Sentences[s].N; i++ {
		m, ok := r.names[i]
		if !ok || r.mentions[m].head != i || r.ground.codes[m] == "" || r.facing(i) && r.tree.Head(i) != h {
			continue
		}
		c := r.ground.codes[m]
		several = several || only != "" && only != c
		only = c
		if i < h {
			before = c
		} else if i > h && after == "" {
			after = c
		}
	}
	say(before, "before")
	say(after, "after")
	if !several {
		say(only, "alone")
	}
}

// survey takes the ground of the report.
func (r *Resolver) survey() {
	r.ground.codes = make([]string, len(r.mentions))
	for i, m := range r.mentions {
		if m.typ == "NORP" && r.ethnic(m.first) {
			continue
		} else if m.typ == "NORP" || m.typ == "STATE" {
			r.ground.codes[i] = codeOf(m.surface)
		} else if m.typ != "PER" && m.typ != "ORG" {
			r.ground.codes[i] = r.placeCode(m)
		}
	}
	say := func(country, source string) {
		if country != "" {
			r.ground.clues = append(r.ground.clues, clue{country, source})
		}
	}
	r.ranked("named", say, func(i int) string { return r.ground.codes[i] })
	r.ranked("known", say, func(i int) string {
		if e := r.ofName[i]; e >= 0 && r.ents[e].known != "" && r.ents[e].kind != "state" {
			return r.ents[e].country
		}
		return ""
	})
	r.ranked("set", say, func(i int) string {
		if e := r.ofName[i]; e >= 0 && r.ents[e].kind != "state" && r.ents[e].from != "guess" {
			return r.ents[e].country
		}
		return ""
	})
	say(r.scene, "scene")
	for i, m := range r.mentions {
		if r.dateline(m) {
			say(r.ground.codes[i], "dateline")
		}
	}
	inName(r.doc.Title, func(country, source string) { say(country, "title "+source) })
	say(outletCountry(r.doc.Outlet), "outlet")
}

// ethnic reports whether the people named at token i are said to live elsewhere:
// "ethnic Ruvians".
func (r *Resolver) ethnic(i int) bool { return i > 0 && r.lower(i-1) == "ethnic" }

// ranked tells which countries mentions tell most, and how far the first leads.
func (r *Resolver) ranked(source string, say func(country, source string), code func(mention int) string) {
	count := map[string]int{}
	all := 0
	var order []string
	for i, m := range r.mentions {
		c := code(i)
		if c == "" {
			continue
		}
		if count[c] == 0 {
			order = append(order, c)
		}
		n := 2
		if s := r.tree.Sentence(m.head); s >= 0 && s < 3 {
			n = 4
		}
		count[c] += n
		all += n
	}
	slices.SortStableFunc(order, func(a, b string) int { return cmp.Compare(count[b], count[a]) })
	for k, c := range order[:min(6, len(order))] {
		if k > 0 {
			say(c, source+" "+[]string{"", "second", "third", "later", "later", "later"}[k])
			continue
		}
		say(c, source+" most")
		switch {
		case count[c]*4 > all*3:
			say(c, source+" nearly alone")
		case count[c]*2 > all:
			say(c, source+" by half")
		}
	}
}

// outletCountry returns the country of a known outlet: by its name, or the
// words that open it ("NPR" of "NPR Online News").
func outletCountry(outlet string) string {
	words := strings.Fields(outlet)
	for n := len(words); n > 0; n-- {
		if k, ok := gazetteer.FindActor(strings.Join(words[:n], " ")); ok {
			return k.Alpha3
		}
	}
	return countryIn(outlet)
}
