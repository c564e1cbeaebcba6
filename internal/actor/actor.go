// Package actor joins the names, descriptions and pronouns of a report to
// actors, and says of each what the text says: kind, country, sectors,
// offices. Needs: tags, trees, names. Sets: nothing in the Doc.
//
// The gazetteer helps and the text overrules it. What actors do is read by
// the stages that ask for them.
package actor

import (
	"slices"
	"strconv"
	"strings"

	"readout/internal/gazetteer"
	"readout/internal/lang"
	"readout/internal/record"
)

// An Office is a person's office, read from a title beside the name.
type Office struct {
	Holder, Object string // ids
	Title, State   string
	Evidence       lang.Span // the sentence
	Taken          bool      // a verb says that it was taken up
	Local          []int     // of who heads a town or region, the words of the title, the nearest to its noun first: one may name it
}

// An entity is an actor in the making.
type entity struct {
	kind, country string
	sectors       []string
	names         []string // surface forms, in the order met
	spans         []lang.Span
	at            []int // tokens of its mentions' heads, in order
	shown         bool
	female, male  bool
	plural        bool
	vessel        bool     // a warship
	booked        *bookRow // the user's row for it
	known         string   // the gazetteer's name for it
	aliases       []string // other names that the report gives it, never its first
	titles        []string // lemmas of its offices, with the country before: "SYR president"
	base          string   // head noun of a description
	own           bool     // a description with more than a country beside its noun
	titled        bool     // the text has said what it is
	asked         bool     // a fact may use it
	roles         []role   // what the words beside its name say of a person
	from, stage   string   // which rule gave its country, and its sectors
}

// An early is an entity that its description made, by the head's token, before
// the names were surveyed.
type early struct{ ent, head int }

// A mention is a name in the text.
type mention struct {
	first, last, head int
	typ               string // as lang.Name, or STATE for what stands for a state
	surface           string
	span              lang.Span
	ship              bool
}

// A Resolver knows the actors of one document.
type Resolver struct {
	doc      *lang.Doc
	book     *Book
	tree     *lang.Tree
	mentions []mention
	ents     []*entity
	names    map[int]int // token to mention
	ofName   []int       // mention to entity, -1 for none
	beside   map[int]int // token of a title to the entity of the person titled
	described,
	referred map[int]int // token to entity, -1 for none: what was asked before
	offices  []Office
	found    map[string]bool // states that no list names
	codes    map[string]bool // the countries that it names
	home     map[string]int  // how many names are known to be of each country
	main     string          // the country that the report is about
	namesake map[string]bool
	scene    string // the country where most of it happens
	local    string // the country whose titles name none: the one that the report is from and begins with, or is about
	trail    *trail // what decided, nil where it is not to be explained
	early    []early
	ground   ground
	learning bool // whether examples are kept
	examples []Example
}

// Find reads the actors of d.
func Find(d *lang.Doc) *Resolver { return FindWith(d, nil) }

// FindWith is Find with a user's own list of actors, which wins; nil for none.
func FindWith(d *lang.Doc, book *Book) *Resolver { return newResolver(d, book).find() }

func newResolver(d *lang.Doc, book *Book) *Resolver {
	return &Resolver{doc: d, book: book, tree: lang.NewTree(d), names: map[int]int{}, beside: map[int]int{},
		described: map[int]int{}, referred: map[int]int{}}
}

func (r *Resolver) find() *Resolver {
	r.collect()
	r.found = r.unlisted()
	r.codes = r.namedCodes()
	r.home = r.knownCodes()
	r.main, r.scene = r.aboutCountry(), r.sceneCountry()
	if r.local = r.main; r.leads(r.scene) {
		r.local = r.scene
	}
	r.ofName = make([]int, len(r.mentions))
	for i := range r.mentions {
		r.ofName[i] = -1
	}
	for i := range r.mentions { // full names first, so that a surname finds its bearer wherever it stands
		if m := r.mentions[i]; m.typ == "PER" && wordCount(m.surface) > 1 {
			r.ofName[i] = r.join(m)
		}
	}
	for i := range r.mentions {
		if r.ofName[i] < 0 {
			r.ofName[i] = r.join(r.mentions[i])
		}
	}
	for i, m := range r.mentions {
		if e := r.ofName[i]; e >= 0 {
			r.ents[e].spans = append(r.ents[e].spans, m.span)
			r.ents[e].at = append(r.ents[e].at, m.head)
		}
	}
	r.trace(byName)
	r.mark("name")
	r.titles()
	r.trace(by("a title or an apposition"))
	r.mark("title")
	r.settle()
	r.survey()
	for i, e := range r.ents {
		r.weigh(i, e.at)
	}
	for _, x := range r.early {
		r.weigh(x.ent, []int{x.head})
	}
	r.fill()
	return r
}

// Actors returns the actors that are named or were asked for, in id order.
func (r *Resolver) Actors() []record.Actor {
	out := []record.Actor{}
	for i, e := range r.ents {
		if !e.shown {
			continue
		}
		names := fullest(e.names, e.aliases)
		if e.kind == "government" && e.base == "" {
			names = unowned(names)
		}
		if e.kind == "state" && e.base == "" {
			names = r.surfaces(e.country, names)
		}
		if len(names) == 0 {
			names = []string{e.known} // a state met by its people's name only
		}
		a := record.Actor{ID: id(i), Name: names[0], Kind: e.kind, Sectors: e.sectors, Names: names, Mentions: []record.Evidence{}}
		if e.kind == "state" && e.base == "" {
			if c, ok := gazetteer.CountryByCode(e.country); ok {
				a.Name = c.Name
				if k := slices.Index(names, c.Name); k > 0 {
					a.Names = append([]string{c.Name}, slices.Delete(names, k, k+1)...)
				}
			}
		}
		if e.booked != nil {
			a.Name, a.Kind = e.booked.name, e.booked.kind
			if len(e.booked.sectors) > 0 {
				a.Sectors = slices.Clone(e.booked.sectors)
			}
		}
		if e.country != "" {
			c := e.country
			a.Country = &c
		}
		if a.Sectors == nil {
			a.Sectors = []string{}
		}
		spans := slices.Clone(e.spans)
		slices.SortFunc(spans, func(x, y lang.Span) int { return x.Start - y.Start })
		for _, s := range slices.Compact(spans) {
			a.Mentions = append(a.Mentions, record.Evidence{Start: s.Start, End: s.End, Quote: r.doc.Slice(s)})
		}
		out = append(out, a)
	}
	return out
}

func id(i int) string { return "a" + strconv.Itoa(i+1) }

// show marks an entity as wanted and returns its id.
func (r *Resolver) show(e int) (string, bool) {
	if e < 0 || e >= len(r.ents) {
		return "", false
	}
	r.ents[e].shown, r.ents[e].asked = true, true
	return id(e), true
}

// At returns the actor of the name, title or pronoun that token tok is part of.
func (r *Resolver) At(tok int) (string, bool) {
	if tok < 0 || tok >= len(r.doc.Tokens) {
		return "", false
	}
	if m, ok := r.names[tok]; ok {
		if e := r.ofName[m]; e >= 0 && !(r.mentions[m].typ == "STATE" && r.located(m)) {
			return r.show(e)
		}
		return "", false
	}
	if e, ok := r.beside[tok]; ok {
		return r.show(e)
	}
	return r.show(r.refer(tok))
}

// Describe is At, and makes an actor of a description that can act: "Kurdish
// forces", "officials", "his wife".
func (r *Resolver) Describe(tok int) (string, bool) {
	if id, ok := r.At(tok); ok {
		return id, true
	}
	if tok < 0 || tok >= len(r.doc.Tokens) {
		return "", false
	}
	return r.show(r.describe(tok))
}

// Names returns the names of the report as mended here, in text order: with
// what the engine cut joined, and what it left added. The names of countries
// and seats have the type GPE.
func (r *Resolver) Names() []lang.Name {
	var out []lang.Name
	for _, m := range r.mentions {
		n := lang.Name{Span: m.span, Type: m.typ, First: m.first, Last: m.last}
		if m.typ == "STATE" {
			n.Type = "GPE"
		}
		out = append(out, n)
	}
	return out
}

// Offices returns the offices that titles and appositions tell.
func (r *Resolver) Offices() []Office {
	for _, o := range r.offices {
		for _, i := range []string{o.Holder, o.Object} {
			if n, err := strconv.Atoi(i[min(1, len(i)):]); err == nil {
				r.show(n - 1)
			}
		}
	}
	return r.offices
}

// add makes a new entity.
func (r *Resolver) add(e entity) int {
	r.ents = append(r.ents, &e)
	return len(r.ents) - 1
}

// name adds a surface form once.
func (e *entity) name(s string) {
	if s != "" && !slices.Contains(e.names, s) {
		e.names = append(e.names, s)
	}
}

// unowned moves names with a possessor behind those without.
func unowned(names []string) []string {
	var out, owned []string
	for _, n := range names {
		if strings.Contains(n, "'s ") || strings.Contains(n, "’s ") {
			owned = append(owned, n)
		} else {
			out = append(out, n)
		}
	}
	return append(out, owned...)
}

// surfaces adds to a state's names the words of the report that name its people
// or what is its own: "Belgian".
func (r *Resolver) surfaces(country string, names []string) []string {
	for _, m := range r.mentions {
		if country != "" && m.typ != "ORG" && codeOf(m.surface) == country && !slices.Contains(names, m.surface) {
			names = append(names, m.surface)
		}
	}
	return names
}

// fullest returns the names with the one of most words first that is no alias.
func fullest(names, aliases []string) []string {
	out := slices.Clone(names)
	best := 0
	for i, n := range out {
		if slices.Contains(aliases, n) {
			continue
		}
		if wordCount(n) > wordCount(out[best]) || wordCount(n) == wordCount(out[best]) && len(n) > len(out[best]) {
			best = i
		}
	}
	if best > 0 {
		b := out[best]
		out = append([]string{b}, slices.Delete(out, best, best+1)...)
	}
	return out
}
