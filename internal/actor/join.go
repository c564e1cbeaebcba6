package actor

import (
	"slices"
	"strings"

	"readout/internal/gazetteer"
	"readout/internal/lang"
)

// join returns the entity that a mention names, made new where there is none,
// and -1 for what is no actor.
func (r *Resolver) join(m mention) int {
	if row, ok := r.book.find(m.surface, r.doc.Published); ok {
		return r.booked(row, m.surface)
	}
	if m.ship {
		return r.ship(m)
	}
	if e := r.alias(m); e >= 0 {
		r.ents[e].name(m.surface)
		r.ents[e].aliases = append(r.ents[e].aliases, m.surface)
		return e
	}
	switch m.typ {
	case "PER":
		return r.person(m)
	case "STATE":
		if e := r.unlistedState(m.surface); e >= 0 {
			return e
		}
		if _, country := gazetteer.CountryByName(m.surface); !country && r.Located(m.head) {
			return -1 // a capital where something happens
		}
		if e := r.union(m); e >= 0 {
			return e
		}
		return r.state(codeOf(m.surface), m.surface)
	case "NORP":
		return r.people(m)
	case "ORG":
		if r.issues(m) || r.files(m) {
			return -1
		}
		if faiths[m.surface] || platforms[m.surface] && mediums[r.caseOf(m.head)] || platforms[m.surface] && r.tree.Rel(m.head) == "compound" {
			return -1
		}
		return r.body(m)
	case "FAC":
		if k, ok := r.bearer(m); ok {
			return r.knownBody(k, m.surface, m.first)
		}
	case "GPE", "LOC":
		return r.acting(m)
	}
	return -1
}

// alias returns whom a mention gives another name: "Jan Orm, known as 'Fito'";
// -1 for none. A body is so named by a body, whoever else by a person.
func (r *Resolver) alias(m mention) int {
	k := m.first - 1
	for k >= 0 && r.doc.Tokens[k].UPOS == "PUNCT" && r.lower(k) != "," {
		k--
	}
	if m.typ == "STATE" || m.typ == "NORP" || k < 2 || !r.renames(k) {
		return -1
	}
	for i := len(r.mentions) - 1; i >= 0; i-- {
		o, e := r.mentions[i], r.ofName[i]
		if e < 0 && o.typ == "PER" {
			e = r.surname(o.surface)
		}
		if o.last >= k || e < 0 || r.ents[e].kind == "state" {
			continue
		}
		if r.tree.Sentence(o.head) == r.tree.Sentence(m.head) && k-o.last <= 12 && (r.ents[e].kind == "person") == (m.typ != "ORG") && !r.anew(o.last+1, k) {
			return e
		}
		return -1
	}
	return -1
}

// anew reports whether something else is named from one token up to another, which
// goes by the other name: "said the group, known as", but not "Orm, the leader known as".
func (r *Resolver) anew(from, to int) bool {
	for i := from; i < to; i++ {
		if l := r.lower(i); l == "the" && r.lower(i-1) != "," && r.lower(i+1) != "name" && r.lower(i+1) != "nickname" {
			return true
		}
	}
	return false
}

// renames reports whether another name comes after token k.
func (r *Resolver) renames(k int) bool {
	switch r.lower(k) {
	case "as":
		return r.lower(k-1) == "known" || r.lower(k-1) == "dubbed"
	case "name", "nickname":
		return r.lower(k-1) == "the" && r.lower(k-2) == "by"
	case "nicknamed", "alias":
		return true
	}
	return false
}

// union returns the European Union for Brussels where the report does not name
// Belgium, -1 else.
func (r *Resolver) union(m mention) int {
	if m.surface != "Brussels" || slices.ContainsFunc(r.mentions, func(o mention) bool { return o.surface != m.surface && codeOf(o.surface) == "BEL" }) {
		return -1
	}
	k, ok := gazetteer.FindActor("European Union")
	if !ok {
		return -1
	}
	e := r.knownBody(k, k.Name, m.first)
	r.ents[e].name(m.surface)
	return e
}

// platforms lists where people post; they act only as companies.
var platforms = set("Telegram WhatsApp YouTube Twitter Facebook Instagram TikTok Skype X")

// mediums lists prepositions before what carries a message.
var mediums = set("on to via by through over")

// state returns the entity of a country.
func (r *Resolver) state(code, name string) int {
	if code == "" {
		return -1
	}
	for i, e := range r.ents {
		if e.kind == "state" && e.country == code {
			e.name(name)
			return i
		}
	}
	c, ok := gazetteer.CountryByCode(code)
	if !ok {
		return -1
	}
	e := entity{kind: "state", country: code, sectors: []string{"GOV"}, known: c.Name}
	e.name(name)
	return r.add(e)
}

// acting makes an actor of a city, province or region that is the subject of a
// verb; elsewhere it is a place.
func (r *Resolver) acting(m mention) int {
	if e := r.surname(m.surface); e >= 0 && !r.Located(m.head) {
		return e
	}
	for i, e := range r.ents {
		if e.base == "" && e.kind != "person" && slices.Contains(e.names, m.surface) && !(realms[m.surface] && r.Located(m.head)) {
			return i
		}
	}
	if realms[m.surface] && !r.Located(m.head) {
		return r.add(entity{kind: "state", sectors: []string{"GOV"}, names: []string{m.surface}, known: m.surface})
	}
	h := r.tree.Head(m.head)
	if r.tree.Rel(m.head) != "nsubj" || h < 0 || r.doc.Tokens[h].UPOS != "VERB" {
		return -1
	}
	e := entity{kind: "government", sectors: []string{"GOV"}, names: []string{m.surface}}
	if p := gazetteer.PlacesByName(m.surface); len(p) > 0 {
		e.country = p[0].Alpha3
	}
	if m.typ == "LOC" {
		e.kind = "organization"
	}
	return r.add(e)
}

// realms are spoken of as states are.
var realms = set("West Europe")

// people returns the entity of a people or party: for an adjective the state,
// for a noun the people.
func (r *Resolver) people(m mention) int {
	code, known := gazetteer.Demonym(m.surface)
	if next := m.last + 1; next < len(r.doc.Tokens) && r.lower(next) == "orthodox" {
		return -1 // a church
	}
	if k, ok := r.bearer(m); ok && !known {
		return r.knownBody(k, m.surface, m.first)
	}
	noun := r.nounal(m)
	if known && (!noun || r.wholeNation(m, code)) {
		return r.state(code, "")
	}
	if !known && !noun {
		return -1
	}
	lower := strings.ToLower(m.surface)
	c, listed := nouns[lower]
	if !listed {
		c = class{"population", "CVL"}
		if l := gazetteer.Fold(lower); strings.HasSuffix(l, "crats") || strings.HasSuffix(l, "licans") || strings.HasSuffix(l, "tories") {
			c = class{"organization", "PTY"}
		}
	}
	name, apart := r.narrowed(m)
	if apart {
		c = class{"population", c.sector}
	}
	for i, e := range r.ents {
		if e.kind == c.kind && e.base == "" && !apart && slices.Contains(e.names, m.surface) || apart && slices.Contains(e.names, name) {
			e.name(name)
			return i
		}
	}
	if apart {
		return r.add(entity{kind: c.kind, country: code, sectors: []string{c.sector}, names: []string{name}, plural: true})
	}
	return r.add(entity{kind: c.kind, country: code, sectors: []string{c.sector}, names: []string{m.surface}, plural: true})
}

// narrowed returns the name of a people or party with the words that hang
// before it, and whether they mean some of them only: "17 Ruvians", "senior
// Democrats".
func (r *Resolver) narrowed(m mention) (name string, apart bool) {
	first, _ := r.extent(m.head)
	if first >= m.first || r.doc.Tokens[m.last].UPOS == "ADJ" {
		return m.surface, false
	}
	for i := first; i < m.first; i++ {
		switch l := r.lower(i); {
		case r.doc.Tokens[i].UPOS == "NUM", r.doc.Tokens[i].UPOS == "ADJ" && !vaguely[l], r.doc.Tokens[i].UPOS == "NOUN":
			apart = true
		}
	}
	return clean(r.doc.Slice(lang.Span{Start: r.doc.Tokens[first].Start, End: m.span.End})), apart
}

// wholeNation reports whether a people stands for its state: "the Ruvians" where
// Ruvia is named. Palestinians are named as a people more than as a state.
func (r *Resolver) wholeNation(m mention, code string) bool {
	if m.first == 0 || r.lower(m.first-1) != "the" || !strings.HasSuffix(m.surface, "s") || code == "PSE" {
		return false
	}
	if len(r.tree.Children(m.head, "amod", "nummod", "appos", "acl:relcl", "acl", "compound")) > 0 {
		return false
	}
	for _, o := range r.mentions {
		if o.typ == "STATE" && codeOf(o.surface) == code {
			return true
		}
	}
	return false
}

// nounal reports whether a word for a people stands as a noun: "the Kurds",
// not "Kurdish forces".
func (r *Resolver) nounal(m mention) bool {
	switch r.tree.Rel(m.head) {
	case "amod", "compound", "nmod:unmarked":
		return false
	case "":
		return strings.HasSuffix(m.surface, "s")
	}
	t := r.doc.Tokens[m.head]
	return t.UPOS != "ADJ" || strings.HasSuffix(m.surface, "s")
}

// knownBody returns the entity of a body that the gazetteer knows. The seat of
// a head of state stands for the state, as does a capital. A body whose name others
// bear is of the country right before token at, where it first stands, or of the one
// that the report is about.
func (r *Resolver) knownBody(k *gazetteer.KnownActor, surface string, at int) int {
	if c, ok := gazetteer.Metonym(surface); ok {
		return r.state(c, surface)
	}
	for i, e := range r.ents {
		if e.known == k.Name {
			e.name(surface)
			return i
		}
	}
	country := k.Alpha3
	if k.Common && countryIn(surface) == "" {
		if c := r.countryBefore(at); c != "" {
			country = c
		} else if r.elsewhere(country) {
			country = r.main
		}
	}
	return r.add(entity{kind: k.Kind, country: country, sectors: slices.Clone(k.Sectors), names: []string{surface},
		known: k.Name, plural: strings.HasSuffix(surface, "s")})
}

// body returns the entity of an organisation: by the gazetteer, the same form,
// its initials, or its last words.
func (r *Resolver) body(m mention) int {
	if e := r.surname(m.surface); e >= 0 {
		return e
	}
	if e := r.abbreviated(m); e >= 0 { // "Self-Defense Forces (SDF)", whoever else is called so
		r.ents[e].name(m.surface)
		return e
	}
	for i, e := range r.ents {
		if e.kind != "person" && e.kind != "state" && m.surface == strings.ToUpper(m.surface) && slices.Contains(e.names, m.surface) {
			return i
		}
	}
	if k, ok := r.bearer(m); ok {
		return r.knownBody(k, m.surface, m.first)
	}
	if c, ok := gazetteer.CountryByName(m.surface); ok {
		return r.state(c.Alpha3, m.surface)
	}
	fold := gazetteer.Fold(m.surface)
	for i, e := range r.ents {
		if e.kind == "person" || e.kind == "state" || e.base != "" || len(e.sectors) == 0 {
			continue
		}
		for _, n := range e.names {
			if sameBody(fold, gazetteer.Fold(n)) || wordCount(m.surface) == 1 && e.sectors[0] == "MED" && strings.HasSuffix(n, " "+m.surface) || initials(n) == m.surface || initials(m.surface) == n {
				e.name(m.surface)
				return i
			}
		}
	}
	if e := r.firm(m.surface); e >= 0 {
		r.ents[e].name(m.surface)
		return e
	}
	c, sectors := classify(m.surface)
	if sectors[0] == "UNK" {
		c, sectors = r.beforeName(m, c)
	}
	return r.add(entity{kind: c.kind, sectors: sectors, names: []string{m.surface}, country: countryIn(m.surface)})
}

// firm returns the one company, or body that may be one, whose name a word of no other
// meaning begins, -1 for none or several: "Norlake" for "Norlake Commodities".
func (r *Resolver) firm(s string) int {
	if len(s) < 4 || strings.Contains(s, " ") || codeOf(s) != "" {
		return -1
	}
	found := -1
	for i, e := range r.ents {
		if e.kind != "organization" || e.base != "" || len(e.sectors) > 0 && e.sectors[0] != "BUS" && e.sectors[0] != "UNK" || !strings.HasPrefix(e.names[0], s+" ") {
			continue
		}
		if found >= 0 {
			return -1
		}
		found = i
	}
	return found
}

// abbreviated returns the body before the brackets that a short name in capitals
// stands alone in, -1 for none: "Bureau Rask (BRK)".
func (r *Resolver) abbreviated(m mention) int {
	if m.first < 2 || m.first != m.last || m.last+1 >= len(r.doc.Tokens) || len(m.surface) > 8 || strings.ToUpper(m.surface) != m.surface ||
		r.lower(m.first-1) != "(" || r.lower(m.last+1) != ")" {
		return -1
	}
	if n, ok := r.names[m.first-2]; ok && r.mentions[n].typ == "ORG" {
		return r.ofName[n]
	}
	return -1
}

// surname returns the person of the report whose last name a single word is,
// which the engine may have typed otherwise: "the Assad regime".
func (r *Resolver) surname(s string) int {
	if strings.ContainsAny(s, " .") {
		return -1
	}
	for i, e := range r.ents {
		if e.kind != "person" || e.base != "" {
			continue
		}
		for _, n := range e.names {
			if w := nameWords(n); len(w) > 0 && w[len(w)-1] == gazetteer.Fold(s) {
				if k, ok := gazetteer.FindActor(s); ok && k.Kind == "armed_group" {
					return -1 // "the Houthi movement"
				}
				return i
			}
		}
	}
	return -1
}

// sameBody reports whether two folded names are of one body: equal, or one the last
// two or more words of the other, or those before what that is of or for.
func sameBody(a, b string) bool {
	if a == b {
		return true
	}
	if len(a) > len(b) {
		a, b = b, a
	}
	return wordCount(a) >= 2 && (strings.HasSuffix(b, " "+a) || strings.HasPrefix(b, a+" of ") || strings.HasPrefix(b, a+" for "))
}

// initials returns the first letters of the capitalised words of a name of
// three words and more.
func initials(name string) string {
	var b strings.Builder
	for w := range strings.FieldsSeq(strings.ReplaceAll(name, "-", " ")) {
		if w[0] >= 'A' && w[0] <= 'Z' {
			b.WriteByte(w[0])
		}
	}
	if b.Len() < 3 {
		return ""
	}
	return b.String()
}

// countryIn returns the country that a word of a name tells.
func countryIn(name string) string {
	words := strings.Fields(strings.NewReplacer("’s", "", "'s", "").Replace(name))
	for i := range words {
		for n := min(3, len(words)-i); n > 0; n-- {
			s := strings.Join(words[i:i+n], " ")
			if c, ok := gazetteer.CountryByName(s); ok {
				return c.Alpha3
			}
			if c, ok := gazetteer.Demonym(s); ok {
				return c
			}
			if k, ok := gazetteer.FindActor(s); ok && k.Alpha3 != "" && !disputed(s) && n < len(words) && (n > 1 || len(s) > 3 && !ambiguous[s]) {
				return k.Alpha3
			}
			if n < len(words) && capital(s) {
				if p := gazetteer.PlacesByName(s); len(p) > 0 && (p[0].Kind == "region" || p[0].Population > 300_000) && !closing[strings.ToLower(s)] {
					return p[0].Alpha3
				}
			}
		}
	}
	return ""
}

// royal lists titles that go before a given name.
var royal = set("sheikh sheik king queen prince princess emir sultan")

// person returns the entity of a person: the bearer of the same name in any
// spelling, of the surname alone, or else of the first name.
func (r *Resolver) person(m mention) int {
	words := nameWords(m.surface)
	if len(words) == 0 {
		return -1
	}
	best, given := -1, len(words) == 1 && m.first > 0 && royal[r.lower(m.first-1)]
	for i, e := range r.ents {
		if e.kind != "person" || e.base != "" {
			continue
		}
		for _, n := range e.names {
			if w := nameWords(n); samePerson(words, w) || given && len(w) > 1 && w[0] == words[0] {
				best = i // the one met last
			}
		}
	}
	if best < 0 && len(words) == 1 {
		best = r.byFirst(words[0])
	}
	if best >= 0 {
		e := r.ents[best]
		e.name(m.surface)
		if k, ok := gazetteer.FindPerson(m.surface); ok && e.known == "" && wordCount(m.surface) > 1 {
			r.know(e, k)
		}
		return best
	}
	e := entity{kind: "person", names: []string{m.surface}}
	e.female = feminine[words[0]]
	if k, ok := gazetteer.FindPerson(m.surface); ok {
		r.know(&e, k)
		for i, o := range r.ents { // another spelling of one that is known
			if o.known == k.Name {
				o.name(m.surface)
				return i
			}
		}
	}
	return r.add(e)
}

// byFirst returns the one person of the report whose full name begins with a word,
// -1 for none or several: Ethiopians, Icelanders and children go by it.
func (r *Resolver) byFirst(word string) int {
	found := -1
	for i, e := range r.ents {
		if e.kind != "person" || e.base != "" || !slices.ContainsFunc(e.names, func(n string) bool {
			w := nameWords(n)
			return len(w) > 1 && w[0] == word
		}) {
			continue
		}
		if found >= 0 {
			return -1
		}
		found = i
	}
	return found
}

// know gives an entity what the gazetteer knows of a person.
func (r *Resolver) know(e *entity, k *gazetteer.Person) {
	e.known, e.country, e.sectors = k.Name, k.Alpha3, slices.Clone(k.Sectors)
	e.titles = r.held(k)
	if k.Former(r.doc.Published) && !slices.Contains(e.sectors, "ELI") {
		e.sectors = append(e.sectors, "ELI")
	}
}

// held returns the offices of a known person in force when the report was
// published, as "RUS president".
func (r *Resolver) held(k *gazetteer.Person) []string {
	var out []string
	for _, t := range k.Held(r.doc.Published) {
		title, _, _ := strings.Cut(t.Title, " of ")
		if slices.Contains(k.Sectors, "IGO") || strings.Contains(title, " to ") || second(title) {
			continue
		}
		noun := lastWord(title)
		if strings.HasPrefix(title, "prime minister") {
			out = append(out, k.Alpha3+" premier")
		}
		out = append(out, k.Alpha3+" "+noun)
	}
	return out
}

// second reports whether a title is of a deputy, whom the bare title does not mean.
func second(title string) bool {
	t := " " + strings.ToLower(title)
	return strings.Contains(t, " vice") || strings.Contains(t, " deputy")
}

// beforeName classes a body by the noun it stands beside: "the news website
// Vexo", "state broadcaster TVR", "the Qaro militia".
func (r *Resolver) beforeName(m mention, c class) (class, []string) {
	near := r.tree.Children(m.head, "compound", "appos", "nmod:desc", "flat")
	if h := r.tree.Head(m.head); h >= 0 {
		switch r.tree.Rel(m.head) {
		case "compound", "appos", "nmod:desc", "flat":
			near = append(near, h)
		}
	}
	for _, k := range near {
		if _, named := r.names[k]; named {
			continue
		}
		l := r.lower(k)
		if x := qualifier[l]; x != "" && x == "MED" {
			return class{"organization", x}, []string{x}
		}
		n, ok := nouns[l]
		if l == "agency" && k > 0 && r.lower(k-1) == "news" || l == "service" && k > 0 && r.lower(k-1) == "news" || l == "site" {
			n, ok = class{"organization", "MED"}, true
		}
		if ok && collective[n.kind] {
			for _, a := range r.tree.Children(k, "amod", "compound") {
				if armed[r.lower(a)] && bands[l] {
					n = class{"armed_group", "REB"}
				}
			}
			return n, []string{n.sector}
		}
	}
	return c, []string{"UNK"}
}
