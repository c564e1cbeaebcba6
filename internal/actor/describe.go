package actor

import (
	"slices"
	"strings"

	"readout/internal/gazetteer"
	"readout/internal/lang"
)

// describe returns the entity of a description whose head noun is token n, made
// new where needed; -1 where the noun is no actor.
func (r *Resolver) describe(n int) int {
	if e, ok := r.described[n]; ok {
		return e
	}
	r.described[n] = -1 // ends a circle
	e := r.description(n)
	r.described[n] = e
	if e >= 0 {
		first, last := r.reach(n)
		r.ents[e].spans = append(r.ents[e].spans, lang.Span{Start: r.doc.Tokens[first].Start, End: r.doc.Tokens[last].End})
	}
	return e
}

func (r *Resolver) description(n int) int {
	t := r.doc.Tokens[n]
	if t.UPOS != "NOUN" && t.UPOS != "PROPN" && t.UPOS != "ADJ" && t.UPOS != "NUM" && t.UPOS != "" {
		return -1
	}
	if h := r.tree.Head(n); h >= 0 && h < n && r.counted(h) == n {
		if _, named := r.names[n]; !named {
			return r.describe(h)
		}
	}
	if m, named := r.names[n]; named && r.mentions[m].typ == "STATE" {
		return r.ofName[m] // "Republic" in "the Dominican Republic" is no republic besides
	}
	counted := r.counted(n)
	c, ok := r.class(n)
	if counted != n {
		c, ok = r.countedClass(counted)
	}
	if !ok || r.none(n) || r.attribute(n) {
		return -1
	}
	w := single(r.lower(counted))
	if e, known := r.pointed(n, w); known {
		return e
	}
	first, last := r.reach(n)
	titleOnly := t.UPOS == "PROPN" && first == n && c.kind == "person"
	definite := r.definite(n) || titleOnly
	if e := r.earlier(n, w, c, definite, first); e >= 0 {
		return e
	}
	if titleOnly {
		return -1
	}
	country := r.countryOf(n)
	if counted != n {
		country = r.countryOf(counted)
		if m, named := r.names[counted]; named {
			country = codeOf(r.mentions[m].surface)
		}
	}
	if first == n && counted == n && c.kind != "person" && country == "" { // a bare noun takes up the last of its kind
		for i := len(r.ents) - 1; i >= 0; i-- {
			if r.ents[i].base == w || akin(r.ents[i].kind, c.kind) && len(r.ents[i].names) > 0 && strings.HasSuffix(" "+strings.ToLower(r.ents[i].names[0]), " "+w) {
				return i
			}
		}
	}
	name := clean(r.words(first, last))
	own := !r.plain(first, n) || counted != n
	for i, e := range r.ents { // known by its own name
		if country != "" && e.country == country && (e.army(w) || !own && e.force(w)) {
			e.name(name)
			return i
		}
	}
	for i, e := range r.ents { // the same words, or the same noun of the same country
		if e.base == w && (slices.ContainsFunc(e.names, func(s string) bool { return gazetteer.Fold(s) == gazetteer.Fold(name) }) ||
			country != "" && e.country == country && !own && !e.own && c.kind != "person") {
			e.name(name)
			return i
		}
	}
	e := entity{kind: c.kind, country: country, sectors: []string{c.sector}, names: []string{name}, base: w, own: own,
		plural: strings.Contains(t.Feats, "Number=Plur") || w == "police", female: feminine[w]}
	if x := extra[r.lower(n)]; x != "" {
		e.sectors = append(e.sectors, x)
	}
	if s := r.qualified(n, &e); s != "" {
		e.sectors = []string{s}
	}
	if c.kind == "state" && (e.plural || first < n && r.doc.Tokens[first].UPOS == "PRON") {
		e.country = "" // "its allies" and "ten American countries" are others
	}
	if k := first + 1; k <= n && vaguely[r.lower(first)] {
		e.name(clean(r.words(k, last)))
	}
	if k := first + 1; k <= n && r.doc.Tokens[first].UPOS == "PRON" && e.kind != "person" && e.kind != "state" {
		e.name(clean(r.words(k, last)))
	}
	if q := r.quantified(first); q < first {
		e.name(clean(r.words(q, last)))
	}
	for _, end := range r.ends(counted) {
		e.name(clean(r.words(first, end)))
	}
	from := "words"
	if e.country == "" {
		from = "guess"
	}
	if w == "administration" && e.country == "" && r.naming("USA") {
		e.country = "USA" // nowhere else is it said so of a government
	}
	if e.country == "" && (homely(c) || e.kind == "armed_group") {
		e.country = r.main
	}
	if e.country == "" && (e.kind == "population" || e.kind == "person") && c.sector != "UNK" && c.sector != "MED" && c.sector != "EDU" && e.sectors[0] != "IGO" {
		if e.country = r.placeIn(n); e.country == "" {
			e.country = r.scene
		}
	}
	e.from, e.stage = from, "description"
	k := r.add(e)
	r.trace(by("the words of the description"))
	if r.ground.codes == nil { // weighed when the names are surveyed
		r.early = append(r.early, early{k, n})
		return k
	}
	r.weigh(k, []int{n})
	return k
}

// army reports whether an entity is what news calls by a name instead of "the army".
func (e *entity) army(w string) bool { return (w == "military" || w == "army") && armies[e.known] }

// force reports whether an entity is a force whose name ends in a noun: "Ruvian Navy".
func (e *entity) force(w string) bool {
	return e.kind == "military" && e.base == "" && slices.ContainsFunc(e.names, func(s string) bool { return strings.HasSuffix(strings.ToLower(s), " "+w) })
}

// akin reports whether a bare noun of one kind may take up a body of another:
// "the council" the Security Council, which is of no one state.
func akin(a, b string) bool {
	if a == b {
		return b != "population" && b != "state"
	}
	bodies := func(kind string) bool { return kind == "government" || kind == "organization" }
	return bodies(a) && bodies(b)
}

// none reports whether a determiner leaves a noun without a bearer.
func (r *Resolver) none(n int) bool {
	for _, k := range r.tree.Children(n, "det", "advmod", "cc:preconj") {
		switch r.lower(k) {
		case "no", "neither", "any", "every", "each", "either":
			return true
		}
	}
	return false
}

// class returns what a noun names, by the table, the ending, or a "who" clause.
func (r *Resolver) class(n int) (class, bool) {
	l := r.lower(n)
	if n > 0 && (l == "guard" && guarded[r.lower(n-1)] || l == "force" && forces[r.lower(n-1)]) {
		return class{"military", "MIL"}, true
	}
	if n > 0 && (l == "seekers" || l == "seeker") && r.lower(n-1) == "asylum" {
		return class{"population", "REF"}, true
	}
	if c, ok := nouns[l]; ok {
		return c, true
	}
	if m := strings.ToLower(r.doc.Tokens[n].Lemma); m != "" && m != l {
		if c, ok := nouns[m]; ok && c.kind != "state" {
			if c.kind == "person" {
				c.kind = "population"
			}
			return c, true
		}
	}
	plural := strings.HasSuffix(l, "s")
	stem := strings.TrimSuffix(l, "s")
	for _, end := range []string{"ist", "man", "men", "woman", "women", "maker", "worker", "keeper", "holder", "goer"} {
		if len(stem) > len(end)+2 && strings.HasSuffix(stem, end) {
			if plural || end == "men" || end == "women" {
				return class{"population", "CVL"}, true
			}
			return class{"person", "CVL"}, true
		}
	}
	for _, v := range r.tree.Children(n, "acl:relcl") {
		if s := r.tree.Child(v, "nsubj", "nsubj:pass"); s >= 0 && r.lower(s) == "who" {
			if strings.Contains(r.doc.Tokens[n].Feats, "Number=Plur") {
				return class{"population", "CVL"}, true
			}
			return class{"person", "CVL"}, true
		}
	}
	return class{}, false
}

// guarded lists words that make a guard a force: "the coast guard".
var guarded = set("coast national border presidential republican revolutionary home")

// forces lists words that make a force a body: "the air force".
var forces = set("air task security peacekeeping multinational expeditionary")

// homely tells classes that, with no country beside them, are of the country
// that the report is about.
func homely(c class) bool {
	switch c.kind {
	case "government", "military", "armed_group":
		return true
	}
	switch c.sector {
	case "LEG", "JUD", "COP", "OPP", "GOV":
		return c.kind != "state"
	}
	return false
}

// extent returns the first and last token of a description: the words before
// the noun that hang from it.
func (r *Resolver) extent(n int) (first, last int) {
	first, last = n, n
	s := r.tree.Sentence(n)
	if s < 0 {
		return
	}
	for i := n - 1; i >= r.doc.Sentences[s].First && n-i < 10; i-- {
		if !r.tree.Under(i, n) || r.doc.Tokens[i].UPOS == "PUNCT" && r.doc.Tokens[i].Form != "-" && r.doc.Tokens[i].Form != "," && !r.possessive(i) || r.tree.Rel(i) == "case" && r.tree.Head(i) == n && !strings.HasSuffix(r.doc.Tokens[i].Form, "s") || r.tree.Rel(i) == "cc" && !r.pair(i, n) || r.doc.Tokens[i].UPOS == "AUX" || r.doc.Tokens[i].UPOS == "SCONJ" {
			break
		}
		first = i
	}
	for i := first + 1; i < n && r.doc.Tokens[first].UPOS == "ADP"; i++ {
		if r.doc.Tokens[i].Form == "," { // "in Yerevan, thousands of protesters"
			first = i + 1
			break
		}
	}
	for first < n && (r.loose(first) || r.doc.Tokens[first].UPOS == "PUNCT" || r.lower(first) == "those" || r.lower(first) == "these" || r.lower(first) == "this" || r.lower(first) == "that" || r.lower(first) == "least" || r.lower(first) == "than" || r.doc.Tokens[first].UPOS == "ADV" || r.doc.Tokens[first].UPOS == "ADP" || r.doc.Tokens[first].UPOS == "SCONJ" || r.doc.Tokens[first].UPOS == "CCONJ" || r.doc.Tokens[first].UPOS == "VERB" && r.doc.Tokens[first+1].UPOS == "PUNCT") {
		first++
	}
	return
}

// possessive reports whether token i is the apostrophe of a possessor in the plural:
// "the miners' union".
func (r *Resolver) possessive(i int) bool {
	f := r.doc.Tokens[i].Form
	return (f == "'" || f == "’") && i > 0 && strings.HasSuffix(r.doc.Tokens[i-1].Form, "s") && r.doc.Tokens[i-1].End == r.doc.Tokens[i].Start
}

// reach is the extent of a description up to the noun that its own counts.
func (r *Resolver) reach(n int) (first, last int) {
	first, last = r.extent(n)
	if k := r.counted(n); k != n {
		_, last = r.extent(k)
	}
	return first, last
}

// ends returns where a description may end behind noun n: after each phrase or
// clause that follows it without a gap.
func (r *Resolver) ends(n int) []int {
	var out []int
	last := n
	for _, k := range r.tree.Kids(n) {
		if k < last {
			continue
		}
		sub := r.tree.Subtree(k)
		if sub[0] != last+1 || r.lower(sub[0]) == "," || len(sub) > 10 || len(out) == 3 {
			break
		}
		last = r.unaside(sub, k)
		if r.doc.Tokens[last].UPOS == "PUNCT" && r.lower(last) != ")" {
			last--
		}
		switch rel := r.tree.Rel(k); {
		case (rel == "acl" || rel == "acl:relcl") && relative[r.lower(sub[0])] && len(r.tree.Children(n, "amod", "compound", "nummod")) > 0:
			return out // it is told apart already
		case rel == "acl", rel == "acl:relcl":
			return append(out, last)
		case rel == "nmod" && !r.clausal(k), rel == "amod":
			out = append(out, last)
		default:
			return out
		}
	}
	return out
}

// relative are the words that open a relative clause.
var relative = set("who whom whose which that where")

// unaside returns the last token of a phrase before what is only added to its
// head k: "the government of Orm, a banker".
func (r *Resolver) unaside(sub []int, k int) int {
	for _, a := range r.tree.Children(k, "appos", "acl:relcl", "parataxis") {
		if from := r.tree.Subtree(a)[0]; a > k && from > k {
			return from - 1
		}
	}
	return sub[len(sub)-1]
}

// counts lists nouns that count what follows them: "hundreds of troops".
var counts = set("hundreds thousands dozens scores tens millions number handful couple majority group team crowd pair trio lot bunch")

// counted returns the noun that noun n only counts, n itself for none.
func (r *Resolver) counted(n int) int {
	for hops := 0; hops < 2 && counts[r.lower(n)]; hops++ {
		for _, k := range r.tree.Children(n, "nmod") {
			if k > n && r.caseOf(k) == "of" && (counts[r.lower(k)] || strings.Contains(r.doc.Tokens[k].Feats, "Number=Plur")) {
				n = k
				break
			}
		}
	}
	return n
}

// countedClass is class for a noun that is counted, which may be a name: "dozens
// of Ruvians".
func (r *Resolver) countedClass(k int) (class, bool) {
	if m, named := r.names[k]; named {
		return class{"population", "CVL"}, r.mentions[m].typ == "NORP"
	}
	return r.class(k)
}

// clausal reports whether a phrase holds a clause of its own.
func (r *Resolver) clausal(k int) bool {
	for _, i := range r.tree.Subtree(k) {
		if u := r.doc.Tokens[i].UPOS; u == "AUX" || u == "SCONJ" {
			return true
		}
	}
	return false
}

// plain reports whether the words from first up to noun n only name a country.
func (r *Resolver) plain(first, n int) bool {
	for i := first; i < n; i++ {
		if m, named := r.names[i]; named && codeOf(r.mentions[m].surface) != "" {
			continue
		}
		switch r.doc.Tokens[i].UPOS {
		case "DET", "PUNCT", "PRON", "PART":
		default:
			return false
		}
	}
	return true
}

func (r *Resolver) definite(n int) bool {
	for _, k := range r.tree.Children(n, "det") {
		switch r.lower(k) {
		case "the", "this", "that", "these", "those":
			return true
		}
	}
	return false
}

// earlier returns the entity that a definite description takes up: the holder
// of a title, the state for "the country", the group for "the group".
func (r *Resolver) earlier(n int, w string, c class, definite bool, first int) int {
	if !definite {
		return -1
	}
	country := ""
	for i := first; i < n; i++ {
		if m, ok := r.names[i]; ok {
			if x := codeOf(r.mentions[m].surface); x != "" {
				country = x
			}
		} else if r.doc.Tokens[i].UPOS == "NOUN" || r.doc.Tokens[i].UPOS == "PROPN" {
			if c.kind == "person" { // said closer: "the defense minister"
				return r.nearest(n, func(e *entity) bool { return e.kind == "person" && r.called(e, i, n) })
			}
			return -1
		}
	}
	for _, k := range r.tree.Children(n, "nmod", "nmod:poss") {
		if m, ok := r.names[k]; ok && country == "" {
			country = codeOf(r.mentions[m].surface)
		}
	}
	switch {
	case c.kind == "person":
		fits := func(e *entity) bool {
			return e.kind == "person" && slices.ContainsFunc(e.titles, func(t string) bool {
				code, noun, _ := strings.Cut(t, " ")
				return (noun == w || w == "leader" && ruler[noun]) && (country == "" || code == country)
			})
		}
		if e := r.nearest(n, fits); e >= 0 || country == "" {
			return e
		}
		return r.only(fits)
	case w == "country" || w == "kingdom" || w == "republic" || w == "nation":
		if r.tree.Rel(n) == "obl" || r.tree.Rel(n) == "nmod" {
			return -1
		}
		return r.nearest(n, func(e *entity) bool { return e.kind == "state" })
	case w == "group" || w == "organization" || w == "organisation" || w == "militia" || w == "party" || w == "company" || w == "newspaper" || w == "agency" || w == "alliance" || w == "bloc":
		return r.nearest(n, func(e *entity) bool { return e.base == "" && pointable(w, e) })
	case fighting[w] && len(r.tree.Kids(n)) == 1: // no words beside it but the article
		return r.only(func(e *entity) bool { return e.kind == "armed_group" && e.base == "" })
	case w == "ministry":
		return r.nearest(n, func(e *entity) bool { return e.kind == "government" && e.base == "" && r.named(e, first, n) })
	}
	return -1
}

// called reports whether a name of a person has the words from token i to noun n
// before it, as a title: "Defense Minister Adler".
func (r *Resolver) called(e *entity, i, n int) bool {
	for _, at := range e.at {
		m, ok := r.names[at]
		if !ok {
			continue
		}
		k := r.mentions[m].first - 1
		j := n
		for j >= i && k >= 0 && r.lower(j) == r.lower(k) {
			j, k = j-1, k-1
		}
		if j < i {
			return true
		}
	}
	return false
}

// named reports whether a name of an entity has noun n in it, and the words before
// it from token i on but articles and names: "the defense ministry".
func (r *Resolver) named(e *entity, i, n int) bool {
	return slices.ContainsFunc(e.names, func(name string) bool {
		words := strings.Fields(strings.ToLower(name))
		for k := i; k <= n; k++ {
			_, other := r.names[k]
			if u := r.doc.Tokens[k].UPOS; !other && (u == "NOUN" || u == "PROPN" || u == "ADJ") && !slices.Contains(words, r.lower(k)) {
				return false
			}
		}
		return true
	})
}

// only returns the one entity that fits, -1 for none or several.
func (r *Resolver) only(fits func(*entity) bool) int {
	found := -1
	for i, e := range r.ents {
		if fits(e) {
			if found >= 0 {
				return -1
			}
			found = i
		}
	}
	return found
}

var ruler = set("president premier king emir chancellor sultan dictator leader")

// countryOf reads the country in the words of a description.
func (r *Resolver) countryOf(n int) string {
	for _, k := range r.tree.Children(n, "amod", "compound", "nmod:poss", "nmod", "nmod:unmarked") {
		for _, i := range append([]int{k}, r.tree.Children(k, "compound", "amod", "nmod:poss")...) {
			m, named := r.names[i]
			if named && r.ethnic(r.mentions[m].first) {
				continue
			}
			if !named {
				if e := r.refer(i); e >= 0 && r.tree.Rel(k) == "nmod:poss" && r.ents[e].country != "" {
					return r.ents[e].country
				}
				continue
			}
			if c := codeOf(r.mentions[m].surface); c != "" {
				return c
			}
			if e := r.ofName[m]; e >= 0 && r.ents[e].country != "" {
				return r.ents[e].country
			}
			if p := gazetteer.PlacesByName(r.mentions[m].surface); len(p) > 0 && r.mentions[m].typ != "PER" && (p[0].Population == 0 || p[0].Population >= 50_000) {
				return p[0].Alpha3
			}
		}
	}
	return ""
}

// qualified lets the words beside a description's noun change what it is:
// "rebel forces", "police officers", "opposition leaders".
func (r *Resolver) qualified(n int, e *entity) string {
	for _, k := range r.tree.Children(n, "amod", "compound") {
		l := strings.ToLower(r.doc.Tokens[k].Form)
		if l == "government" || l == "state" {
			return ""
		}
		if l == "led" && e.base == "coalition" {
			e.kind = "military"
			return "MIL"
		}
		if armed[l] && !(l == "armed" && e.base == "forces") && (e.kind == "military" || bands[e.base] || e.kind == "organization" && e.base == "leadership") {
			e.kind = "armed_group"
			return "REB"
		}
		if s := qualifier[l]; s != "" && !governing[e.base] && (e.kind == "person" || e.kind == "population" || e.kind == "government") {
			return s
		}
	}
	return ""
}

// pointable reports whether a body may be taken up by a noun for bodies: a group
// may be armed, an agency is not, and no group is a court.
func pointable(w string, e *entity) bool {
	s := first(e.sectors)
	switch w {
	case "militia":
		return e.kind == "armed_group"
	case "group":
		return e.kind == "armed_group" || e.kind == "organization" && s != "IGO" && s != "JUD"
	case "party":
		return e.kind == "organization" && (s == "PTY" || s == "OPP")
	case "company":
		return e.kind == "organization" && (s == "BUS" || s == "MED")
	case "newspaper":
		return e.kind == "organization" && s == "MED"
	case "alliance", "bloc":
		return e.kind == "organization"
	case "agency":
		return e.kind == "government" || e.kind == "organization" && (s == "IGO" || s == "NGO" || s == "MED" || s == "GOV")
	}
	return e.kind == "organization" || e.kind == "armed_group" || e.kind == "government"
}
