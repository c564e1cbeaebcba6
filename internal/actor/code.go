package actor

import (
	"slices"
	"strings"

	"readout/internal/gazetteer"
	"readout/internal/record"
)

// Code returns the code of an actor in the manner of CAMEO and PLOVER: the
// country's three letters, then its first two sectors. A state is its country
// alone; who has no country is its sectors alone.
func Code(a record.Actor) string {
	country := ""
	if a.Country != nil {
		country = *a.Country
	}
	return code(country, a.Kind, a.Sectors)
}

func code(country, kind string, sectors []string) string {
	if kind == "state" && country != "" {
		return country
	}
	var b strings.Builder
	b.WriteString(country)
	n := 0
	for _, s := range sectors {
		if s != "UNK" && n < 2 {
			b.WriteString(s)
			n++
		}
	}
	if b.Len() == 0 {
		return "UNK"
	}
	return b.String()
}

// CodePhrase returns the code of an actor known by its words alone: "the French
// foreign minister" is FRAGOV, "Colombian rebels" COLREB. It knows no report:
// what the words do not say stays open.
func CodePhrase(phrase string) string {
	phrase = clean(strings.Trim(phrase, " .,;:"))
	if p, ok := gazetteer.FindPerson(phrase); ok {
		return code(p.Alpha3, "person", p.Sectors)
	}
	if c, ok := gazetteer.Metonym(phrase); ok {
		return c
	}
	if k, ok := gazetteer.FindActor(phrase); ok {
		return code(k.Alpha3, k.Kind, k.Sectors)
	}
	if c, ok := gazetteer.CountryByName(phrase); ok {
		return c.Alpha3
	}
	country, body := phraseParts(phrase)
	sectors := phraseSectors(phrase)
	if body != nil {
		if country == "" {
			country = body.Alpha3
		}
		if sectors == nil || sectors[0] == "UNK" || headsBody(phrase) {
			sectors = body.Sectors
		}
	}
	return code(country, "", sectors)
}

// phraseParts returns the country and the known body or person in a phrase.
func phraseParts(phrase string) (country string, body *gazetteer.KnownActor) {
	words := strings.Fields(strings.NewReplacer("’s ", " ", "'s ", " ", ",", "").Replace(phrase + " "))
	for i := 0; i < len(words); i++ {
		for n := min(6, len(words)-i); n > 0; n-- {
			s := strings.Join(words[i:i+n], " ")
			if c := codeOf(s); c != "" && capital(s) {
				if country == "" {
					country = c
				}
			} else if k, ok := gazetteer.FindActor(s); ok && capital(s) && !ambiguous[s] {
				if body == nil {
					body = k
				}
			} else if p, ok := gazetteer.FindPerson(s); ok && capital(s) {
				if body == nil {
					body = &p.KnownActor
				}
			} else if p := gazetteer.PlacesByName(s); len(p) > 0 && capital(s) && i > 0 && (p[0].Kind == "region" || p[0].Population > 500_000) {
				if country == "" {
					country = p[0].Alpha3
				}
			} else {
				continue
			}
			i += n - 1
			break
		}
	}
	return country, body
}

// headsBody reports whether a phrase names one who heads or speaks for a body,
// whose sector he then has.
func headsBody(phrase string) bool {
	for w := range strings.FieldsSeq(strings.ToLower(phrase)) {
		if heads[single(w)] {
			return true
		}
	}
	return false
}

// phraseSectors reads the sectors from the last noun before an "of", "in" or
// "from", and the words beside it.
func phraseSectors(phrase string) []string {
	words := strings.Fields(strings.NewReplacer("’s", "", "'s", "", ",", "", ".", "").Replace(strings.ToLower(phrase)))
	if i := slices.IndexFunc(words, func(w string) bool {
		return w == "of" || w == "in" || w == "from" || w == "for" || w == "at" || w == "to"
	}); i > 0 {
		words = words[:i]
	}
	text := " " + strings.Join(words, " ") + " "
	switch {
	case strings.Contains(text, " attorney general "):
		return []string{"GOV", "JUD"}
	case strings.Contains(text, " chief executive officer "), strings.Contains(text, " chief financial officer "):
		return []string{"BUS"}
	}
	for i := len(words) - 1; i >= 0; i-- {
		w := words[i]
		c, ok := nouns[w]
		if !ok {
			if c, ok = nouns[single(w)]; !ok {
				continue
			}
		}
		for _, q := range words[:i] {
			if armed[q] && (c.kind == "military" || bands[w] || heads[single(w)]) {
				return []string{"REB"}
			}
			if s := qualifier[q]; s != "" && !governing[single(w)] {
				return []string{s}
			}
		}
		if x := extra[w]; x != "" {
			return []string{c.sector, x}
		}
		return []string{c.sector}
	}
	if c, sectors := classify(phrase); c.sector != "UNK" {
		return sectors
	}
	return nil
}
