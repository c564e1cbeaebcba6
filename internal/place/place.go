// Package place finds the places of a report: names that stand where a place
// stands ("in Aleppo", "near the Turkish border"), and installations wherever
// they are named. Needs: names, trees. Sets: nothing in the Doc.
package place

import (
	"slices"
	"strconv"
	"strings"

	"readout/internal/actor"
	"readout/internal/gazetteer"
	"readout/internal/lang"
	"readout/internal/record"
)

// A Finder knows the places of one document.
type Finder struct {
	doc    *lang.Doc
	tree   *lang.Tree
	actors *actor.Resolver
	places []record.Place
	byName map[string]int
	at     map[int]int        // token to the place that stands there
	of     map[int]int        // token to the place that it names, standing or not
	spots  [][]spot           // by place: where it is named
	weight map[string]int     // how often the report names a country
	parts  map[int][]lang.Arg // token to the parts that the engine gives it

	reasons map[string]string // what decided, nil where it is not to be explained
}

// A name is a run of tokens that may be a place.
type name struct {
	first, last, head int
	typ, text         string
	span              lang.Span
}

// A spot is where a place is named, and whether it stands as a place there.
type spot struct {
	name
	stands bool
}

// Find reads the places of d.
func Find(d *lang.Doc, actors *actor.Resolver) *Finder { return newFinder(d, actors).find() }

func newFinder(d *lang.Doc, actors *actor.Resolver) *Finder {
	f := &Finder{doc: d, tree: lang.NewTree(d), actors: actors, byName: map[string]int{}, at: map[int]int{}, of: map[int]int{}, weight: map[string]int{}, parts: map[int][]lang.Arg{}}
	for _, a := range d.Args {
		f.parts[a.Token] = append(f.parts[a.Token], a)
	}
	return f
}

func (f *Finder) find() *Finder {
	names := f.names()
	f.countries(names)
	for _, n := range names {
		if p, stands := f.place(n, names); p.Name != "" {
			if full := f.full(n, names); full != "" && p.Kind != "country" {
				p.Names = append(p.Names, full)
			}
			if f.unit(n) && p.Kind != "country" {
				p.Names = append(p.Names, f.words(n.first, n.last+1))
			}
			f.keep(f.whole(n, p), p, stands)
			f.explain(n, p, names)
		}
	}
	f.describe()
	f.again()
	f.settleCountries()
	return f
}

// Places returns the places in id order: those that the text names as places,
// and after Keep those that the record lists.
func (f *Finder) Places() []record.Place {
	out := []record.Place{}
	for _, p := range f.places {
		if len(p.Mentions) > 0 {
			out = append(out, p)
		}
	}
	return out
}

// Named returns the place that a token names, though it may stand for who acts
// there; nil for none.
func (f *Finder) Named(tok int) *record.Place {
	i, ok := f.of[tok]
	if !ok {
		return nil
	}
	return &f.places[i]
}

// At returns the place that a token names.
func (f *Finder) At(tok int) (string, bool) {
	i, ok := f.at[tok]
	if !ok {
		return "", false
	}
	return f.places[i].ID, true
}

// keep adds a mention of a place, made new where it was not met. It is evidence
// of the place where it stands as one.
func (f *Finder) keep(n name, p record.Place, stands bool) {
	key := gazetteer.Fold(p.Name) + "|" + p.Kind
	i, ok := f.byName[key]
	if !ok {
		i = len(f.places)
		f.byName[key] = i
		p.ID = "p" + strconv.Itoa(i+1)
		p.Mentions = []record.Evidence{}
		f.places = append(f.places, p)
		f.spots = append(f.spots, nil)
	}
	f.spots[i] = append(f.spots[i], spot{n, stands})
	for k := n.first; k <= n.last; k++ {
		f.of[k] = i
	}
	q := &f.places[i]
	for _, x := range append(p.Names, n.text) {
		if !slices.Contains(q.Names, x) {
			q.Names = append(q.Names, x)
		}
	}
	if !stands {
		return
	}
	q.Mentions = append(q.Mentions, f.evidence(n))
	for k := n.first; k <= n.last; k++ {
		f.at[k] = i
	}
}

func (f *Finder) evidence(n name) record.Evidence {
	return record.Evidence{Start: n.span.Start, End: n.span.End, Quote: f.doc.Slice(n.span)}
}

// names returns the names that may be places: the engine's, and runs of proper
// nouns that the gazetteer knows.
func (f *Finder) names() []name {
	var out []name
	taken := map[int]bool{}
	for _, n := range f.actors.Names() {
		if n.First < 0 || n.Last >= len(f.doc.Tokens) || n.First > n.Last {
			continue
		}
		for k := n.First; k <= n.Last; k++ {
			taken[k] = true
		}
		switch n.Type {
		case "GPE", "LOC", "FAC", "ORG":
			if x, ok := f.trim(n.First, n.Last, n.Type); ok {
				out = append(out, x)
			}
		}
	}
	for i := 0; i < len(f.doc.Tokens); i++ {
		if taken[i] || f.doc.Tokens[i].UPOS != "PROPN" {
			continue
		}
		s := f.tree.Sentence(i)
		for k := min(i+4, len(f.doc.Tokens)-1); k >= i; k-- {
			if taken[k] || f.tree.Sentence(k) != s || f.doc.Tokens[k].UPOS != "PROPN" {
				continue
			}
			x, ok := f.trim(i, k, "GPE")
			if !ok {
				continue
			}
			_, country := gazetteer.CountryByName(x.text)
			if p := gazetteer.PlacesByName(x.text); country && !f.actors.Namesake(x.text) || len(p) > 0 && (p[0].Population == 0 || p[0].Population > 100_000) {
				out = append(out, x)
				i = k
				break
			}
		}
	}
	slices.SortStableFunc(out, func(a, b name) int { return a.first - b.first })
	return out
}

func (f *Finder) lower(i int) string { return strings.ToLower(f.doc.Tokens[i].Form) }

// trim drops articles and possessives from the ends of a name.
func (f *Finder) trim(first, last int, typ string) (name, bool) {
	for first < last && (f.lower(first) == "the" || f.doc.Tokens[first].UPOS == "PUNCT") {
		first++
	}
	for last > first && (f.lower(last) == "'s" || f.lower(last) == "’s" || f.doc.Tokens[last].UPOS == "PUNCT" && !strings.HasSuffix(f.doc.Tokens[last].Form, ".")) {
		last--
	}
	last = f.joined(last)
	span := lang.Span{Start: f.doc.Tokens[first].Start, End: f.doc.Tokens[last].End}
	n := name{first: first, last: last, head: last, typ: typ, span: span, text: strings.Join(strings.Fields(f.doc.Slice(span)), " ")}
	for i := first; i <= last; i++ {
		if h := f.tree.Head(i); h < first || h > last {
			n.head = i
			break
		}
	}
	return n, len(strings.Trim(n.text, ".,-–—’'\"“”()")) > 1
}

// particles lists the words that join the parts of a place's name, or close it,
// behind a hyphen: "Pul-e-Khumri", "Punggye-ri".
var particles = set("e i al el ul ad as ri do dong gu si gun sur la le les de en upon on")

// joined is the last token of a name that ends at last, with what hyphens join to it.
func (f *Finder) joined(last int) int {
	t := f.doc.Tokens
	for last+2 < len(t) && t[last].End == t[last+1].Start && t[last+1].Form == "-" && t[last+1].End == t[last+2].Start {
		part, rest, _ := strings.Cut(t[last+2].Form, "-")
		if !particles[part] && (t[last+2].UPOS != "PROPN" || !particles[t[last].Form]) || rest == "based" {
			break
		}
		last += 2
	}
	return last
}

// sole returns the country of a name that only places of one country bear, by
// far the largest or a region.
func sole(name string) string {
	p := gazetteer.PlacesByName(name)
	if len(p) == 0 || p[0].Kind == "city" && p[0].Population < 200_000 {
		return ""
	}
	for _, q := range p[1:] {
		if q.Alpha3 != p[0].Alpha3 && q.Population > 50_000 {
			return ""
		}
	}
	return p[0].Alpha3
}

// countries counts the countries that the report names.
func (f *Finder) countries(names []name) {
	for _, t := range f.doc.Tokens {
		if c, ok := gazetteer.Demonym(t.Form); ok {
			f.weight[c]++
		}
	}
	for _, n := range f.actors.Names() { // "Costa Rican"
		if s := f.doc.Slice(n.Span); n.Type == "NORP" && n.Last > n.First {
			if c, ok := gazetteer.Demonym(s); ok {
				f.weight[c]++
			}
		}
	}
	for _, n := range names {
		if c, ok := gazetteer.CountryByName(n.text); ok {
			f.weight[c.Alpha3] += 2
		} else if c, ok := gazetteer.Metonym(n.text); ok {
			f.weight[c]++
		} else if c := sole(n.text); c != "" {
			f.weight[c] += 2
		}
	}
}
