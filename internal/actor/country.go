package actor

import (
	"slices"
	"strings"

	"readout/internal/gazetteer"
)

// sceneCountry returns the country where most of the report happens: that of
// most places named as places, the dateline and the first sentences counting
// more; "" where none leads.
func (r *Resolver) sceneCountry() string {
	weight := map[string]int{}
	for _, m := range r.mentions {
		code := r.placeCode(m)
		if code == "" || !(r.located(r.names[m.head]) || r.dateline(m)) {
			continue
		}
		weight[code] += 2
		if s := r.tree.Sentence(m.head); s >= 0 && s < 3 {
			weight[code] += 2
		}
		if r.dateline(m) {
			weight[code] += 3
		}
	}
	best, second := "", 0
	for c, n := range weight {
		switch {
		case best == "" || n > weight[best] || n == weight[best] && c < best:
			if best != "" {
				second = max(second, weight[best])
			}
			best = c
		default:
			second = max(second, n)
		}
	}
	if weight[best] <= second {
		return ""
	}
	return best
}

// placeCode returns the country of a place's name: a country itself, its seat, or
// that of the first place of the name whose country the report names, of the
// first of all where it names none.
func (r *Resolver) placeCode(m mention) (code string) {
	if m.typ == "PER" || m.typ == "NORP" || m.typ == "ORG" {
		return ""
	}
	if c := codeOf(m.surface); c != "" {
		return c
	}
	if at := m.last + 1; at+1 < len(r.doc.Tokens) && (r.lower(at) == "in" || r.lower(at) == "of") { // "Independence Square in Accra"
		if n, ok := r.names[m.last+2]; ok {
			if c := r.placeCode(r.mentions[n]); c != "" {
				return c
			}
		}
	}
	for k, p := range gazetteer.PlacesByName(m.surface) {
		if p.Population > 0 && p.Population < 50_000 {
			break
		}
		if k == 0 {
			code = p.Alpha3
		}
		if r.naming(p.Alpha3) {
			return p.Alpha3
		}
	}
	return code
}

// dateline reports whether a name opens a text in capitals, before a dash or bracket.
func (r *Resolver) dateline(m mention) bool {
	if r.tree.Sentence(m.head) > 2 || m.last+1 >= len(r.doc.Tokens) || m.surface != strings.ToUpper(m.surface) || len(m.surface) < 4 {
		return false
	}
	next := r.doc.Tokens[m.last+1].Form
	return dashes[next] || next == "(" || next == ","
}

// dashes part a place of issue from the text.
var dashes = set("- – — --")

// issues reports whether a name is of a place of issue in capitals, which is cut
// off with its dash as a sentence of its own (tokenize, dateline).
func (r *Resolver) issues(m mention) bool {
	at := r.tree.Sentence(m.head)
	if at < 0 || !r.dateline(m) {
		return false
	}
	s := r.doc.Sentences[at]
	return m.first == s.First && dashes[r.doc.Tokens[s.First+s.N-1].Form]
}

// files reports whether a name is of the agency that a place of issue names in
// brackets: "LIMA, May 3 (Reuters) -".
func (r *Resolver) files(m mention) bool {
	if s := r.tree.Sentence(m.head); s < 0 || s > 2 || m.first < 2 || m.last+2 >= len(r.doc.Tokens) {
		return false
	}
	k, ok := gazetteer.FindActor(m.surface)
	return ok && first(k.Sectors) == "MED" && r.lower(m.first-1) == "(" && r.lower(m.last+1) == ")" && dashes[r.lower(m.last+2)]
}

// leads reports whether the state of a country opens the report as the one that
// acts, and the report comes from there.
func (r *Resolver) leads(code string) bool {
	issued := false
	for _, m := range r.mentions {
		if r.dateline(m) {
			issued = issued || r.placeCode(m) == code
			continue
		}
		if h := r.tree.Head(m.head); issued && code != "" && m.typ == "STATE" && codeOf(m.surface) == code && r.tree.Sentence(m.head) < 3 && r.tree.Rel(m.head) == "nsubj" && acting[r.tree.Rel(h)] {
			return true
		}
	}
	return false
}

// acting are the relations of the verb of what a sentence tells.
var acting = set("root ccomp parataxis")

// homeOf guesses the country of one whom no word beside the name places: the
// group named of that nation, the place said in the sentence where it first
// stands, else the country that the report is about.
func (r *Resolver) homeOf(e *entity) string {
	for _, i := range e.at {
		if c := r.nationBeside(i); c != "" {
			return c
		}
	}
	for _, i := range e.at[:min(1, len(e.at))] {
		if c := r.placeIn(i); c != "" {
			return c
		}
	}
	if r.scene != "" && r.scene != r.main && e.sectors[0] == "CVL" {
		return r.scene
	}
	return r.main
}

// nationBeside returns the nation of a people that a name is one of: "two
// Danes, Anne Lund and Per Holm".
func (r *Resolver) nationBeside(i int) string {
	for hops := 0; hops < 4; hops++ {
		h := r.tree.Head(i)
		if h < 0 {
			return ""
		}
		switch r.tree.Rel(i) {
		case "appos", "conj", "flat":
			if m, ok := r.names[h]; ok && r.mentions[m].typ == "NORP" {
				return codeOf(r.mentions[m].surface)
			}
			i = h
		default:
			return ""
		}
	}
	return ""
}

// placeIn returns the country of the only country's places in the sentence of token i.
func (r *Resolver) placeIn(i int) string {
	s, found := r.tree.Sentence(i), ""
	for n, m := range r.mentions {
		if r.tree.Sentence(m.head) != s || !r.located(n) {
			continue
		}
		c := r.placeCode(m)
		if c == "" {
			continue
		}
		if found != "" && c != found {
			return ""
		}
		found = c
	}
	return found
}

// possessed lets a body tell of the person it is said to have: "RTV's Jo Blake".
func (r *Resolver) possessed() {
	for i, m := range r.mentions {
		e := r.ofName[i]
		if e < 0 || r.ents[e].kind != "person" {
			continue
		}
		p := r.ents[e]
		for _, k := range r.tree.Children(m.head, "nmod:poss", "compound") {
			n, ok := r.names[k]
			if !ok || r.ofName[n] < 0 || r.ofName[n] == e {
				continue
			}
			o := r.ents[r.ofName[n]]
			if o.kind == "state" && p.country == "" && r.tree.Rel(k) == "nmod:poss" {
				p.country = o.country
			}
			if o.kind != "organization" || p.titled || len(o.sectors) == 0 || o.sectors[0] == "UNK" || r.tree.Rel(k) != "nmod:poss" && o.sectors[0] != "MED" {
				continue
			}
			p.sectors, p.titled = slices.Clone(o.sectors), true
			if p.country == "" {
				p.country = o.country
			}
		}
	}
}
