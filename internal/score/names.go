package score

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"readout/internal/record"
)

// titles are words dropped from the front of a name before it is compared.
var titles = set("mr mrs ms dr president vice prime minister foreign defense defence secretary general " +
	"chancellor king queen sheikh emir leader spokesman spokeswoman spokesperson sen senator rep gov " +
	"governor the a an interim former ex col colonel gen lt maj capt sir lord sultan prince princess")

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// fold lower-cases s and drops its accents.
func fold(s string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(s) {
		if !unicode.Is(unicode.Mn, r) {
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

// wordRune reports whether r is part of a word in the comparison: a digit, or
// a letter of the Latin, Cyrillic or Arabic alphabet.
func wordRune(r rune) bool {
	return r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'Ѐ' && r <= 'ӿ' || r >= '؀' && r <= 'ۿ'
}

// words returns the folded words of a text.
func words(text string) []string {
	return strings.FieldsFunc(fold(text), func(r rune) bool { return !wordRune(r) })
}

// normName folds a name and drops its possessive, punctuation, and leading
// article and titles.
func normName(name string) string {
	s := fold(name)
	for _, mark := range []string{"'", "’", "`"} {
		s = dropPossessive(s, mark)
	}
	w := strings.FieldsFunc(s, func(r rune) bool { return !wordRune(r) })
	for len(w) > 1 && titles[w[0]] {
		w = w[1:]
	}
	return strings.Join(w, " ")
}

// dropPossessive removes each mark+"s" that ends a word.
func dropPossessive(s, mark string) string {
	var b strings.Builder
	for {
		i := strings.Index(s, mark+"s")
		if i < 0 {
			b.WriteString(s)
			return b.String()
		}
		b.WriteString(s[:i])
		rest := s[i+len(mark)+1:]
		if r := firstRune(rest); unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_' {
			b.WriteString(mark + "s")
		}
		s = rest
	}
}

func firstRune(s string) rune {
	for _, r := range s {
		return r
	}
	return 0
}

// Overlap is the share of the shorter text's words that the longer has too,
// counted as a bag; zero where the shared words are less than a fifth of either.
func Overlap(a, b string) float64 {
	short, long := words(a), words(b)
	if len(short) > len(long) {
		short, long = long, short
	}
	if len(short) == 0 {
		return 0
	}
	bag := map[string]int{}
	for _, w := range long {
		bag[w]++
	}
	hit := 0
	for _, w := range short {
		if bag[w] > 0 {
			bag[w]--
			hit++
		}
	}
	if float64(hit) < 0.2*float64(len(long)) {
		return 0
	}
	return float64(hit) / float64(len(short))
}

// An entity is an actor or a place as the comparison sees it.
type entity struct {
	names map[string]bool
	kind  string
}

// entities indexes the actors and places of a record by id.
type entities map[string]entity

func newEntities(r *record.Reading) entities {
	out := entities{}
	for _, a := range r.Actors {
		out[a.ID] = entity{nameSet(a.Name, a.Names), a.Kind}
	}
	for _, p := range r.Places {
		out[p.ID] = entity{nameSet(p.Name, p.Names), p.Kind}
	}
	return out
}

func nameSet(name string, more []string) map[string]bool {
	m := map[string]bool{}
	for _, n := range append([]string{name}, more...) {
		if n = normName(n); n != "" {
			m[n] = true
		}
	}
	return m
}

// get returns the entity of an id; a reference that is no id stands for itself.
func (e entities) get(ref string) entity {
	if x, ok := e[ref]; ok {
		return x
	}
	return entity{names: nameSet(ref, nil)}
}

// same reports whether two references are to one thing: a shared name, or the
// last name of a person.
func same(gold entities, g string, pred entities, p string) bool {
	a, b := gold.get(g), pred.get(p)
	for n := range a.names {
		if b.names[n] {
			return true
		}
	}
	if a.kind != "person" && b.kind != "person" {
		return false
	}
	for n := range a.names {
		for m := range b.names {
			if lastWord(n) == lastWord(m) {
				return true
			}
		}
	}
	return false
}

func lastWord(s string) string { return s[strings.LastIndexByte(s, ' ')+1:] }

// some reports whether any of gs is the same as any of ps.
func some(gold entities, gs []string, pred entities, ps []string) bool {
	for _, g := range gs {
		for _, p := range ps {
			if same(gold, g, pred, p) {
				return true
			}
		}
	}
	return false
}

func deref(p *string) string {
	if p == nil {
		return ""
	}
	return *p
}

// samePtr is same for references that may be absent; an absent one matches nothing.
func samePtr(gold entities, g *string, pred entities, p *string) bool {
	return g != nil && p != nil && same(gold, *g, pred, *p)
}
