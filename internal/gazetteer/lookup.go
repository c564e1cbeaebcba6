package gazetteer

import (
	"slices"
	"strings"
	"sync"
)

// countryTable is the countries with their indices by folded name.
type countryTable struct {
	all                                  []Country
	byName, byDemonym, byCode, byCapital map[string]int
	metonym                              map[string]string
}

var countries = sync.OnceValue(func() *countryTable {
	t := &countryTable{byName: map[string]int{}, byDemonym: map[string]int{}, byCode: map[string]int{},
		byCapital: map[string]int{}, metonym: map[string]string{}}
	rows(countriesTSV, 8, func(c []string) {
		i := len(t.all)
		k := Country{Alpha2: c[0], Alpha3: c[1], Name: c[2], Capital: c[3], Lat: number(c[4]), Lon: number(c[5]),
			Demonyms: list(c[6], ";"), Aliases: list(c[7], ";")}
		t.all = append(t.all, k)
		t.byCode[k.Alpha2], t.byCode[k.Alpha3] = i, i
		for _, n := range append([]string{k.Name}, k.Aliases...) {
			put(t.byName, Fold(n), i)
		}
		for _, n := range k.Demonyms {
			put(t.byDemonym, Fold(n), i)
		}
		if k.Capital != "" && k.Capital != k.Name && !homonyms[Fold(k.Capital)] {
			put(t.byCapital, Fold(k.Capital), i)
		}
	})
	rows(metonymsTSV, 2, func(c []string) { t.metonym[Fold(c[0])] = c[1] })
	return t
})

// homonyms are capitals whose name mostly means another place or a person.
var homonyms = words("victoria hamilton plymouth douglas stanley kingstown jamestown")

func put(m map[string]int, key string, i int) {
	if _, taken := m[key]; !taken && key != "" {
		m[key] = i
	}
}

// CountryByName returns the country with a name, alias or ISO code in capitals.
// "us" and the like in small letters are no names.
func CountryByName(name string) (*Country, bool) {
	t := countries()
	name = strings.TrimSpace(name)
	if len(name) < 2 || name == "us" || name == "Us" {
		return nil, false
	}
	if i, ok := t.byName[Fold(name)]; ok {
		return &t.all[i], true
	}
	return nil, false
}

// CountryByCode returns the country with an alpha-2 or alpha-3 code.
func CountryByCode(code string) (*Country, bool) {
	t := countries()
	if i, ok := t.byCode[code]; ok {
		return &t.all[i], true
	}
	return nil, false
}

// Demonym returns the code of the country that a word for its people or their
// ways belongs to: "Syrian", "Syrians", "Danish", "Poles".
func Demonym(word string) (alpha3 string, ok bool) {
	t := countries()
	f := Fold(word)
	if f == "" || word[0] >= 'a' && word[0] <= 'z' {
		return "", false
	}
	if i, ok := t.byDemonym[f]; ok {
		return t.all[i].Alpha3, true
	}
	if s, cut := strings.CutSuffix(f, "s"); cut {
		if i, ok := t.byDemonym[s]; ok {
			return t.all[i].Alpha3, true
		}
	}
	return "", false
}

// Metonym returns the code of the state that a capital or seat of power stands
// for when it acts.
func Metonym(name string) (alpha3 string, ok bool) {
	t := countries()
	f := Fold(name)
	if c, ok := t.metonym[f]; ok {
		return c, true
	}
	if i, ok := t.byCapital[f]; ok {
		return t.all[i].Alpha3, true
	}
	return "", false
}

type knownTable struct {
	all    []KnownActor
	byName map[string]int
	more   map[string][]int // of names that several bear, those after the first
}

var known = sync.OnceValue(func() *knownTable {
	t := &knownTable{byName: map[string]int{}, more: map[string][]int{}}
	rows(knownTSV, 5, func(c []string) {
		alpha3, common := strings.CutSuffix(c[2], "?")
		k := KnownActor{Name: c[0], Kind: c[1], Alpha3: alpha3, Common: common, Sectors: list(c[3], ";"), Aliases: list(c[4], ";")}
		t.all = append(t.all, k)
		for _, n := range append([]string{k.Name}, k.Aliases...) {
			t.bear(Fold(n), len(t.all)-1)
		}
	})
	return t
})

// bear gives a folded name to row i.
func (t *knownTable) bear(name string, i int) {
	first, taken := t.byName[name]
	if taken && first != i && !slices.Contains(t.more[name], i) {
		t.more[name] = append(t.more[name], i)
	}
	put(t.byName, name, i)
}

// FindActor returns the body or group with a name or alias, of several the one that
// the table has first. A short name must be written in capitals, or as the table has it.
func FindActor(name string) (*KnownActor, bool) {
	t := known()
	f := Fold(name)
	i, ok := t.byName[f]
	if !ok {
		return nil, false
	}
	k := &t.all[i]
	if len(f) <= 3 && name != strings.ToUpper(name) && name != k.Name && !slices.Contains(k.Aliases, name) {
		return nil, false
	}
	return k, true
}

// OtherActors returns whoever else bears the name of the one that FindActor returns,
// in the order of the table: the PDP of Nigeria and that of Kashmir.
func OtherActors(name string) (out []*KnownActor) {
	t := known()
	for _, i := range t.more[Fold(name)] {
		out = append(out, &t.all[i])
	}
	return out
}
