package actor

import (
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"readout/internal/gazetteer"
	"readout/internal/lang"
)

// collect gathers the names: those that the gazetteer knows at their longest,
// then the engine's, mended, then what both left.
func (r *Resolver) collect() {
	taken := make([]bool, len(r.doc.Tokens))
	keep := func(m mention) {
		r.mentions = append(r.mentions, m)
		for k := m.first; k <= m.last; k++ {
			taken[k] = true
		}
	}
	r.listed(taken, keep)
	r.ships(taken, keep)
	r.bodies(taken, keep)
	r.certain(taken, keep)
	for _, n := range r.doc.Names {
		if n.First < 0 || n.Last >= len(r.doc.Tokens) || n.First > n.Last || taken[n.First] || taken[n.Last] {
			continue
		}
		for _, m := range r.trim(r.mend(n, taken)) {
			keep(m)
		}
	}
	r.supplement(taken)
	slices.SortStableFunc(r.mentions, func(a, b mention) int { return a.first - b.first })
	for i, m := range r.mentions {
		for k := m.first; k <= m.last; k++ {
			r.names[k] = i
		}
	}
}

// trim drops articles, possessives and titles from the ends of a name.
func (r *Resolver) trim(n lang.Name) []mention {
	first, last := n.First, n.Last
	for first < last && r.loose(first) {
		first++
	}
	for last > first && (r.genitive(last) || r.lower(last) == "'" || r.lower(last) == "’" || r.doc.Tokens[last].UPOS == "PUNCT" && !strings.HasSuffix(r.doc.Tokens[last].Form, ".") && r.doc.Tokens[last].Form != ")") {
		last--
	}
	if n.Type == "PER" {
		for first < last && (honours[r.lower(first)] || r.demonym(first) || r.lower(first) == "of") {
			first++
		}
	}
	if first == last && (strings.Trim(r.doc.Tokens[first].Form, ".,-–—’'\"“”()") == "" || r.pronoun(first) || honours[r.lower(first)] && n.Type == "PER" && r.lower(first) != "pope") {
		return nil
	}
	if first == last {
		f := r.doc.Tokens[first].Form
		_, country := gazetteer.CountryByName(f)
		_, known := gazetteer.FindActor(f)
		if !country && !known && (len(f) <= 2 || !capital(f) || r.doc.Tokens[first].UPOS == "NUM" && !coined(f)) {
			return nil
		}
	}
	return []mention{r.mention(first, last, n.Type)}
}

func (r *Resolver) loose(i int) bool {
	l := r.lower(i)
	return l == "the" || l == "a" || l == "an" || l == "-" || l == "\"" || l == "“" || l == "'" || l == "‘"
}

// words returns the text from token first to token last.
func (r *Resolver) words(first, last int) string {
	return r.doc.Slice(lang.Span{Start: r.doc.Tokens[first].Start, End: r.doc.Tokens[last].End})
}

func (r *Resolver) pronoun(i int) bool { return r.doc.Tokens[i].UPOS == "PRON" }

func (r *Resolver) lower(i int) string { return strings.ToLower(r.doc.Tokens[i].Form) }

func (r *Resolver) demonym(i int) bool {
	_, ok := gazetteer.Demonym(r.doc.Tokens[i].Form)
	return ok
}

// mention makes a mention of tokens first..last, its type settled by what the
// gazetteer knows of the words.
func (r *Resolver) mention(first, last int, typ string) mention {
	if first > 0 && strings.HasPrefix(r.lower(first), "american") && continental[r.lower(first-1)] {
		first--
	}
	span := lang.Span{Start: r.doc.Tokens[first].Start, End: r.doc.Tokens[last].End}
	m := mention{first: first, last: last, head: r.headOf(first, last), typ: typ, span: span, surface: clean(r.doc.Slice(span))}
	if typ == "PER" && !r.misread(m) {
		return m
	}
	if typ == "PER" {
		m.typ = "GPE"
	}
	if typ == "ORG" && strings.ToUpper(m.surface) != m.surface || typ == "ORG" && m.first == m.last { // a base or crossing, whatever the engine calls it
		if p := gazetteer.PlacesByName(m.surface); len(p) > 0 && sited[p[0].Kind] {
			m.typ = "FAC"
		}
	}
	if typ == "NORP" { // a place that the engine takes for a people
		if p := gazetteer.PlacesByName(m.surface); len(p) > 0 && (p[0].Kind == "region" || p[0].Population > 200_000) {
			m.typ = "GPE"
		}
	}
	if m.surface == "Emirates" && (m.first == 0 || r.lower(m.first-1) != "the") {
		m.typ = "ORG" // the airline
	} else if _, ok := gazetteer.CountryByName(m.surface); ok && r.Namesake(m.surface) {
		m.typ = "LOC"
	} else if ok {
		m.typ = "STATE"
	} else if _, ok := gazetteer.Demonym(m.surface); ok {
		m.typ = "NORP"
	} else if _, ok := gazetteer.Metonym(m.surface); ok {
		m.typ = "STATE"
	} else if _, ok := gazetteer.FindActor(m.surface); ok {
		m.typ = "ORG"
	} else if _, ok := gazetteer.FindPerson(m.surface); ok {
		m.typ = "PER"
	}
	return m
}

// continental lists words with which "American" means no state.
var continental = set("latin south central")

// sited lists kinds of places that do nothing.
var sited = set("airbase naval_base installation airport border_crossing")

// clean sets a name on one line, without stray joiners.
func clean(s string) string {
	return strings.Join(strings.Fields(strings.NewReplacer("\u200b", "", "\u00ad", "").Replace(s)), " ")
}

// headOf returns the token of a run whose head lies outside it.
func (r *Resolver) headOf(first, last int) int {
	for i := first; i <= last; i++ {
		if h := r.tree.Head(i); h < first || h > last {
			return i
		}
	}
	return last
}

// supplement adds names that the engine left: the gazetteer's, longest first,
// and where the engine gave no names at all, runs of proper nouns.
func (r *Resolver) supplement(taken []bool) {
	bare := len(r.doc.Names) == 0
	for _, s := range r.doc.Sentences {
		for i := s.First; i < s.First+s.N && i < len(taken); i++ {
			if taken[i] || !capital(r.doc.Tokens[i].Form) {
				continue
			}
			last := r.lookUp(i, r.open(i, 5, taken))
			typ := "ORG"
			if last < 0 && bare && r.doc.Tokens[i].UPOS == "PROPN" && !calendar[r.lower(i)] {
				last, typ = r.run(i, s.First+s.N)
			}
			if last < 0 {
				continue
			}
			r.mentions = append(r.mentions, r.trim(lang.Name{Type: typ, First: i, Last: last})...)
			for k := i; k <= last; k++ {
				taken[k] = true
			}
			i = last
		}
	}
}

// open returns the last token of the sentence up to which those after i, at most
// n of them, are of no name yet.
func (r *Resolver) open(i, n int, taken []bool) int {
	s, end := r.doc.Sentences[r.tree.Sentence(i)], i
	for end+1 < min(s.First+s.N, len(taken)) && end-i < n && !taken[end+1] {
		end++
	}
	return end
}

// coined reports whether a name has a figure in it, and so may be one whatever the
// engine tags it: "M23".
func coined(s string) bool { return strings.ContainsAny(s, "0123456789") }

// lookUp returns the last token of the longest name from i that the gazetteer
// knows as a country, people or actor, or -1.
func (r *Resolver) lookUp(i, end int) int {
	for k := end; k >= i; k-- {
		s := r.words(i, k)
		if !capital(r.doc.Tokens[k].Form) && k > i {
			continue
		}
		if u := r.doc.Tokens[i].UPOS; k == i && !coined(s) && u != "PROPN" && u != "ADJ" && u != "" && u != "NOUN" {
			continue
		}
		_, country := gazetteer.CountryByName(s)
		_, people := gazetteer.Demonym(s)
		_, actor := gazetteer.FindActor(s)
		if actor && k == i && (r.doc.Tokens[i].UPOS != "PROPN" && !coined(s) || ambiguous[s]) {
			actor = false
		}
		if country || people || actor {
			return k
		}
	}
	return -1
}

// ambiguous lists one-word names of actors that are usual words.
var ambiguous = set("House Commons Labour Marines Treasury Diet Time Shell Apple Meta Fars Dawn RT IS PA AU AP Wagner Guardian Telegraph Independent Amazon Amnesty Azov")

var calendar = set("monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december mon tue wed thu fri sat sun")

// run returns the last token of a run of proper nouns and the type it looks like.
func (r *Resolver) run(i, end int) (last int, typ string) {
	last = i
	for k := i + 1; k < end; k++ {
		t := r.doc.Tokens[k]
		if t.UPOS == "PROPN" && !calendar[r.lower(k)] || t.Form == "-" && k+1 < end && r.doc.Tokens[k+1].UPOS == "PROPN" {
			last = k
			continue
		}
		break
	}
	first := i
	for first < last && honours[r.lower(first)] {
		first++
	}
	s := r.words(first, last)
	c, _ := classify(s)
	_, org := gazetteer.FindActor(s)
	if first > i || !org && c.sector == "UNK" && last-first >= 1 && last-first < 6 {
		return last, "PER"
	}
	if len(gazetteer.PlacesByName(s)) > 0 {
		return last, "GPE"
	}
	return last, "ORG"
}

func capital(s string) bool {
	c, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(c) || strings.HasPrefix(s, "al-")
}

func wordCount(s string) int { return len(strings.Fields(s)) }

// aboutCountry returns the country that is named most, by itself or by its people
// and places, the first sentences counting more; where it is named far less than
// who is known to be of another, that one: a home report names its country little.
func (r *Resolver) aboutCountry() string {
	weight := map[string]int{}
	var order []string
	for _, m := range r.mentions {
		code := ownCode(m)
		if code == "" && !r.dateline(m) {
			code = r.placeCode(m)
		}
		if code == "" {
			continue
		}
		if _, seen := weight[code]; !seen {
			order = append(order, code)
		}
		weight[code] += 2
		if s := r.tree.Sentence(m.head); s >= 0 && s < 3 {
			weight[code] += 3
		}
	}
	best := ""
	for _, c := range order {
		if best == "" || weight[c] > weight[best] {
			best = c
		}
	}
	for _, c := range slices.Sorted(maps.Keys(r.home)) {
		if r.home[c] > weight[best] && r.home[c] > r.home[best] {
			best = c
		}
	}
	return best
}

// elsewhere reports whether the report is about another country than the one of
// a code, and hardly names that or who is known to be of it.
func (r *Resolver) elsewhere(code string) bool {
	return r.main != "" && r.main != code && 4*r.home[code] < r.home[r.main]
}

// knownCodes counts the names that are known to be of each country.
func (r *Resolver) knownCodes() map[string]int {
	out := map[string]int{}
	for _, m := range r.mentions {
		if c := r.knownCode(m); c != "" {
			out[c]++
		}
	}
	return out
}

// ownCode returns the country that a name tells by itself, or that of the people
// it begins with: "the Ruvian Senate".
func ownCode(m mention) string {
	code := codeOf(m.surface)
	if people, rest, _ := strings.Cut(m.surface, " "); code == "" && m.typ == "ORG" && rest != "" {
		code, _ = gazetteer.Demonym(people)
	}
	return code
}

// knownCode returns the country that a name is known to be of, "" for none.
func (r *Resolver) knownCode(m mention) string {
	if c := ownCode(m); c != "" {
		return c
	}
	if p, ok := gazetteer.FindPerson(m.surface); ok {
		return p.Alpha3
	}
	if k, ok := gazetteer.FindActor(m.surface); ok {
		if k.Common || disputed(m.surface) || slices.Contains(k.Sectors, "MED") || slices.Contains(k.Sectors, "BUS") {
			return "" // the press and companies are everywhere
		}
		return k.Alpha3
	}
	return r.placeCode(m)
}

// codeOf returns the country that a name is of: a country, a people, a seat.
func codeOf(s string) string {
	if c, ok := gazetteer.CountryByName(s); ok {
		return c.Alpha3
	}
	if c, ok := gazetteer.Demonym(s); ok {
		return c
	}
	c, _ := gazetteer.Metonym(s)
	return c
}
