package actor

import (
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

// certain keeps names of two words and more that the gazetteer knows whole.
func (r *Resolver) certain(taken []bool, keep func(mention)) {
	for _, s := range r.doc.Sentences {
		for i := s.First; i < s.First+s.N && i < len(taken); i++ {
			if taken[i] || !capital(r.doc.Tokens[i].Form) || r.loose(i) {
				continue
			}
			for k := min(i+7, s.First+s.N-1, len(taken)-1); k > i; k-- {
				last := r.doc.Tokens[k].Form
				if taken[k] || !capital(last) && !lastWords[last] {
					continue
				}
				text := r.doc.Slice(lang.Span{Start: r.doc.Tokens[i].Start, End: r.doc.Tokens[k].End})
				if typ := whole(text); typ != "" {
					keep(r.mention(i, k, typ))
					i = k
					break
				}
			}
		}
	}
}

// lastWords may close a name without a capital.
var lastWords = set("group agency news airbase airport base crossing plant complex camp port prison corridor region province naval facility")

// whole returns the type of a name that the gazetteer knows in full.
func whole(text string) string {
	if wordCount(text) < 2 && !strings.ContainsAny(text, "-–") {
		return ""
	}
	if _, ok := gazetteer.FindActor(text); ok {
		return "ORG"
	}
	if _, ok := gazetteer.CountryByName(text); ok {
		return "GPE"
	}
	if _, ok := gazetteer.Demonym(text); ok {
		return "NORP"
	}
	if _, ok := gazetteer.FindPerson(text); ok {
		return "PER"
	}
	if p := gazetteer.PlacesByName(text); len(p) > 0 {
		switch p[0].Kind {
		case "city":
			if p[0].Population > 200_000 && gazetteer.Fold(p[0].Name) == gazetteer.Fold(text) {
				return "GPE"
			}
		case "region", "sea", "water":
			return "LOC"
		default:
			return "FAC"
		}
	}
	return ""
}

// mend grows a name over the proper nouns that belong to it: those beside it
// that hang from it or that it hangs from.
func (r *Resolver) mend(n lang.Name, taken []bool) lang.Name {
	if n.Type == "NORP" {
		return n
	}
	s := r.tree.Sentence(n.First)
	if s < 0 {
		return n
	}
	lo, hi := r.doc.Sentences[s].First, r.doc.Sentences[s].First+r.doc.Sentences[s].N
	for n.Last+1 < hi && !taken[n.Last+1] {
		k := n.Last + 1
		if f := r.doc.Tokens[k].Form; (f == "-" || f == "‑") && k+1 < hi && !taken[k+1] && r.tied(k+1, n) && capital(r.doc.Tokens[k+1].Form) {
			n.Last = k + 1
			continue
		}
		if end := r.particle(k, hi, taken); n.Type == "PER" && end > k {
			n.Last = end
			continue
		}
		if !(r.tied(k, n) || n.Type == "PER" && r.follows(k)) || r.honour(k) {
			break
		}
		n.Last = k
	}
	for n.First > lo && !taken[n.First-1] && n.Type != "PER" {
		k := n.First - 1
		if !r.tied(k, n) || r.demonym(k) || r.honour(k) {
			break
		}
		n.First = k
	}
	for n.Type == "PER" && n.First > lo && !taken[n.First-1] && r.tied(n.First-1, n) && !r.honour(n.First-1) && !r.demonym(n.First-1) && !r.otherName(n.First-1) && !office[single(r.lower(n.First-1))] && nouns[r.lower(n.First-1)].kind == "" {
		n.First--
	}
	return n
}

// particles join the words of a person's name.
var particles = set("al el bin ibn abu van von de der den del della da dos la le ten ter")

// particle returns the last token of a particle and the name it leads, from k.
func (r *Resolver) particle(k, hi int, taken []bool) int {
	if !particles[r.lower(k)] {
		return -1
	}
	for i := k + 1; i < hi && i <= k+3 && !taken[i]; i++ {
		f := r.doc.Tokens[i].Form
		if f == "-" || particles[strings.ToLower(f)] {
			continue
		}
		if capital(f) {
			return i
		}
		break
	}
	return -1
}

// follows reports whether token k, right after a person's name, carries it on.
func (r *Resolver) follows(k int) bool {
	t := r.doc.Tokens[k]
	if t.UPOS != "PROPN" || !capital(t.Form) || calendar[strings.ToLower(t.Form)] || r.demonym(k) {
		return false
	}
	for _, n := range r.doc.Names {
		if n.First <= k && k <= n.Last {
			return n.Type == "PER"
		}
	}
	return true
}

func (r *Resolver) honour(k int) bool {
	return honours[r.lower(k)] && r.lower(k) != "the" && r.lower(k) != "field" && r.lower(k) != "foreign" && r.lower(k) != "defense" && r.lower(k) != "state" && r.lower(k) != "justice"
}

// otherName reports whether the engine gave token k another name.
func (r *Resolver) otherName(k int) bool {
	for _, n := range r.doc.Names {
		if n.First <= k && k <= n.Last {
			return true
		}
	}
	return false
}

// tied reports whether token k is a proper noun of the same phrase as name n.
func (r *Resolver) tied(k int, n lang.Name) bool {
	t := r.doc.Tokens[k]
	if !capital(t.Form) || t.UPOS != "PROPN" || calendar[strings.ToLower(t.Form)] {
		return false
	}
	switch r.tree.Rel(k) {
	case "flat", "compound", "goeswith", "amod":
		if h := r.tree.Head(k); h >= n.First && h <= n.Last {
			return true
		}
	}
	for i := n.First; i <= n.Last; i++ {
		if rel := r.tree.Rel(i); r.tree.Head(i) == k && (rel == "flat" || rel == "compound" || rel == "amod") {
			return true
		}
	}
	return false
}

// trim drops articles, possessives and titles from the ends of a name.
func (r *Resolver) trim(n lang.Name) []mention {
	first, last := n.First, n.Last
	for first < last && r.loose(first) {
		first++
	}
	for last > first && (r.lower(last) == "'s" || r.lower(last) == "’s" || r.lower(last) == "'" || r.lower(last) == "’" || r.doc.Tokens[last].UPOS == "PUNCT" && !strings.HasSuffix(r.doc.Tokens[last].Form, ".") && r.doc.Tokens[last].Form != ")") {
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
		if !country && !known && (len(f) <= 2 || !capital(f) || r.doc.Tokens[first].UPOS == "NUM") {
			return nil
		}
	}
	return []mention{r.mention(first, last, n.Type)}
}

func (r *Resolver) loose(i int) bool {
	l := r.lower(i)
	return l == "the" || l == "a" || l == "an" || l == "-" || l == "\"" || l == "“" || l == "'" || l == "‘"
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
	span := lang.Span{Start: r.doc.Tokens[first].Start, End: r.doc.Tokens[last].End}
	m := mention{first: first, last: last, head: r.headOf(first, last), typ: typ, span: span, surface: clean(r.doc.Slice(span))}
	if typ == "PER" && !r.misread(m) {
		return m
	}
	if typ == "PER" {
		m.typ = "GPE"
	}
	if _, ok := gazetteer.CountryByName(m.surface); ok {
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

// misread reports whether a name that the engine calls a person's is known as a
// body or place: a word that no person of the report bears after a first name.
func (r *Resolver) misread(m mention) bool {
	if _, person := gazetteer.FindPerson(m.surface); person || m.first > 0 && honours[r.lower(m.first-1)] && r.lower(m.first-1) != "the" {
		return false
	}
	if _, known := gazetteer.FindActor(m.surface); known {
		return true
	}
	p := gazetteer.PlacesByName(m.surface)
	if len(p) == 0 {
		return false
	}
	if r.Located(m.head) && (p[0].Population == 0 || p[0].Population > 50_000) {
		return true
	}
	return !r.borne(m) && (p[0].Population == 0 || p[0].Population > 700_000)
}

// borne reports whether the engine gives a fuller person's name that ends in
// this one.
func (r *Resolver) borne(m mention) bool {
	for _, n := range r.doc.Names {
		if n.Type == "PER" && n.Last > n.First && n.Last < len(r.doc.Tokens) && strings.EqualFold(r.doc.Tokens[n.Last].Form, r.doc.Tokens[m.last].Form) {
			return true
		}
	}
	return false
}

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
			end := i
			for end+1 < s.First+s.N && end-i < 5 && !taken[end+1] {
				end++
			}
			last := r.lookUp(i, end)
			typ := "ORG"
			if last < 0 && bare && r.doc.Tokens[i].UPOS == "PROPN" && !calendar[r.lower(i)] {
				last, typ = r.run(i, s.First+s.N)
			}
			if last < 0 {
				continue
			}
			r.mentions = append(r.mentions, r.mention(i, last, typ))
			for k := i; k <= last; k++ {
				taken[k] = true
			}
			i = last
		}
	}
}

// lookUp returns the last token of the longest name from i that the gazetteer
// knows as a country, people or actor, or -1.
func (r *Resolver) lookUp(i, end int) int {
	for k := end; k >= i; k-- {
		s := r.doc.Slice(lang.Span{Start: r.doc.Tokens[i].Start, End: r.doc.Tokens[k].End})
		if !capital(r.doc.Tokens[k].Form) && k > i {
			continue
		}
		if u := r.doc.Tokens[i].UPOS; k == i && u != "PROPN" && u != "ADJ" && u != "" && u != "NOUN" {
			continue
		}
		_, country := gazetteer.CountryByName(s)
		_, people := gazetteer.Demonym(s)
		_, actor := gazetteer.FindActor(s)
		if actor && k == i && (r.doc.Tokens[i].UPOS != "PROPN" || ambiguous[s]) {
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
	s := r.doc.Slice(lang.Span{Start: r.doc.Tokens[first].Start, End: r.doc.Tokens[last].End})
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

// aboutCountry returns the country named most, the first sentences counting more.
func (r *Resolver) aboutCountry() string {
	weight := map[string]int{}
	var order []string
	for _, m := range r.mentions {
		code := codeOf(m.surface)
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
	return best
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
