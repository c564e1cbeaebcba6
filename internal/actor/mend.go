package actor

import (
	"slices"
	"strings"

	"readout/internal/gazetteer"
	"readout/internal/lang"
)

// certain keeps names of two words and more that the gazetteer knows whole.
func (r *Resolver) certain(taken []bool, keep func(mention)) {
	for _, s := range r.doc.Sentences {
		for i := s.First; i < s.First+s.N && i < len(taken); i++ {
			if taken[i] || !capital(r.doc.Tokens[i].Form) || r.loose(i) {
				continue
			}
			for k := min(i+7, s.First+s.N-1, len(taken)-1); k > i; k-- {
				last := r.doc.Tokens[k].Form
				if taken[k] || !capital(last) && !lastWords[last] && r.doc.Tokens[k].UPOS != "NUM" {
					continue
				}
				text := r.words(i, k)
				if typ := whole(text); typ != "" && (typ != "ORG" || r.carried(i, k) == k) {
					keep(r.mention(r.untitled(i, k, typ), k, typ))
					i = k
					break
				}
			}
		}
	}
}

// untitled returns the first token of a person's name without the titles that the
// gazetteer has before it, where it has the name without them too.
func (r *Resolver) untitled(first, last int, typ string) int {
	from := first
	for typ == "PER" && from+1 < last && honours[r.lower(from)] {
		from++
	}
	if _, known := gazetteer.FindPerson(r.words(from, last)); from > first && known {
		return from
	}
	return first
}

// closing lists the words that end, or before "of" begin, the name of a body.
var closing = set("committee subcommittee ministry department party council institute commission agency university parliament court army navy forces guard guards corps command front movement association union federation foundation organization organisation assembly congress bureau administration authority news times post journal radio")

// bodies keeps runs of capitalised words that a word for a body closes
// ("Senate Foreign Relations Committee") or opens ("Ministry of Defence").
func (r *Resolver) bodies(taken []bool, keep func(mention)) {
	for k := range r.doc.Tokens {
		f := r.doc.Tokens[k].Form
		if taken[k] || !capital(f) || !closing[strings.ToLower(f)] || r.tree.Sentence(k) < 0 {
			continue
		}
		if k+1 < len(r.doc.Tokens) && capital(r.doc.Tokens[k+1].Form) && closing[r.lower(k+1)] {
			continue // a longer name closes there
		}
		s := r.doc.Sentences[r.tree.Sentence(k)]
		first, last := k, k
		for first > s.First && !taken[first-1] && r.part(first-1) && !(first-1 > s.First && r.lower(first-1) == "and" && codeOf(r.doc.Tokens[first-2].Form) != "") {
			first--
		}
		for first < k && (!capital(r.doc.Tokens[first].Form) && !ordinal(r.lower(first)) || r.loose(first) || first == s.First && r.doc.Tokens[first].UPOS != "PROPN" && r.doc.Tokens[first].UPOS != "ADJ") {
			first++
		}
		if i := k + 2; first == k && i < s.First+s.N && (r.lower(k+1) == "of" || r.lower(k+1) == "for") {
			for i < s.First+s.N && !taken[i] && r.part(i) {
				if capital(r.doc.Tokens[i].Form) {
					last = i
				}
				i++
			}
		}
		last = max(last, r.lookUp(first, r.open(first, 7, taken)), r.carried(first, last)) // "International Organization for Migration"
		first = r.opened(first, last, taken)
		if last-first >= 1 && last-first < 8 {
			keep(r.mention(first, last, "ORG"))
		}
	}
	r.chambers(taken, keep)
}

// carried returns the last token of a body's name that the engine carries on past
// tokens first to last by what it is of or for: "Foundation for Human Rights".
func (r *Resolver) carried(first, last int) int {
	for _, n := range r.doc.Names {
		if n.Type == "ORG" && n.First <= first && n.Last > last+1 && n.Last < len(r.doc.Tokens) && (r.lower(last+1) == "of" || r.lower(last+1) == "for") {
			return n.Last
		}
	}
	return last
}

// opened returns the first token of a body's name of which first to last is the
// end, by the engine or the gazetteer: "Ruvian People's Liberation Front".
func (r *Resolver) opened(first, last int, taken []bool) int {
	if first < 2 || !r.genitive(first-1) && !r.possessive(first-1) || codeOf(r.doc.Tokens[first-2].Form) != "" || len(gazetteer.PlacesByName(r.doc.Tokens[first-2].Form)) > 0 {
		return first // "Ruvia's Health Ministry" is had by Ruvia
	}
	for _, n := range r.doc.Names {
		if n.Type == "ORG" && n.First < first && n.Last == last && !taken[n.First] {
			return n.First
		}
	}
	start := r.doc.Sentences[r.tree.Sentence(first)].First
	for i := max(start, first-4); i < first; i++ {
		if _, ok := gazetteer.FindActor(r.words(i, last)); ok && !taken[i] {
			return i
		}
	}
	return first
}

// chambers keeps the committees of a chamber that a house style writes small:
// "Senate intelligence committee".
func (r *Resolver) chambers(taken []bool, keep func(mention)) {
	for i := range r.doc.Tokens {
		if f := r.doc.Tokens[i].Form; taken[i] || f != "Senate" && f != "House" {
			continue
		}
		s := r.tree.Sentence(i)
		for k := i + 1; k < len(r.doc.Tokens) && k < i+5 && r.tree.Sentence(k) == s && !taken[k]; k++ {
			switch l := r.lower(k); {
			case l == "committee" || l == "subcommittee":
				keep(r.mention(i, k, "ORG"))
				k = len(r.doc.Tokens)
			case r.doc.Tokens[k].UPOS != "NOUN" && r.doc.Tokens[k].UPOS != "ADJ" && r.doc.Tokens[k].UPOS != "PROPN":
				k = len(r.doc.Tokens)
			}
		}
	}
}

// part reports whether token i can stand inside the name of a body.
func (r *Resolver) part(i int) bool {
	switch l := r.lower(i); l {
	case "and", "&", "-":
		return true
	default:
		t := r.doc.Tokens[i]
		return ordinal(l) || capital(t.Form) && !r.loose(i) && !calendar[l] && (t.UPOS == "PROPN" || t.UPOS == "VERB" && l == "united" || t.UPOS == "NOUN" || t.UPOS == "ADJ") && !office[single(l)]
	}
}

// ordinal reports whether a word counts a unit: "66th".
func ordinal(w string) bool {
	return len(w) > 2 && w[0] >= '0' && w[0] <= '9' && (strings.HasSuffix(w, "th") || strings.HasSuffix(w, "st") || strings.HasSuffix(w, "nd") || strings.HasSuffix(w, "rd"))
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

// misread reports whether a name that the engine calls a person's is known as a
// body or place: a word that no person of the report bears after a first name.
func (r *Resolver) misread(m mention) bool {
	if _, person := gazetteer.FindPerson(m.surface); person || m.first > 0 && honours[r.lower(m.first-1)] && r.lower(m.first-1) != "the" {
		return false
	}
	if _, known := gazetteer.FindActor(m.surface); known {
		return true
	}
	if _, country := gazetteer.CountryByName(m.surface); country && !r.fullName(func(n lang.Name) bool { return strings.Contains(r.words(n.First, n.Last), m.surface) }) {
		return true
	}
	if _, seat := gazetteer.Metonym(m.surface); seat && wordCount(m.surface) == 1 && !r.borne(m) && r.tree.Rel(m.head) == "nsubj" {
		return true // "Malabo expelled"
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
	return r.fullName(func(n lang.Name) bool { return strings.EqualFold(r.doc.Tokens[n.Last].Form, r.doc.Tokens[m.last].Form) })
}

// fullName reports whether the engine gives a person's name of several words that fits.
func (r *Resolver) fullName(fits func(lang.Name) bool) bool {
	return slices.ContainsFunc(r.doc.Names, func(n lang.Name) bool {
		return n.Type == "PER" && n.Last > n.First && n.Last < len(r.doc.Tokens) && fits(n)
	})
}
