package gazetteer

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
)

// peopleTSV holds those whom news calls by the surname alone, too; officialsTSV
// more, who are found by their full names.
var (
	//go:embed people.tsv
	peopleTSV string
	//go:embed officials.tsv
	officialsTSV string
)

// A Term is an office with the months or years it began and ended; Until is
// empty where it is not known to have ended.
type Term struct{ Title, From, Until string }

// A Person is one who holds or held an office, or whom news keeps naming.
type Person struct {
	KnownActor
	Terms []Term
}

// Held returns the terms in force on a day; all of them when the day is not known.
func (p *Person) Held(day string) []Term {
	var out []Term
	for _, t := range p.Terms {
		if day == "" || t.From <= day && (t.Until == "" || day <= t.Until+"~") {
			out = append(out, t)
		}
	}
	return out
}

// Former reports whether every office that the table knows had ended by a day.
func (p *Person) Former(day string) bool {
	if day == "" || len(p.Terms) == 0 {
		return false
	}
	return !slices.ContainsFunc(p.Terms, func(t Term) bool { return t.Until == "" || day <= t.Until+"~" })
}

type peopleTable struct {
	all            []Person
	byName, byLast map[string]int
}

var people = sync.OnceValue(func() *peopleTable {
	t := &peopleTable{byName: map[string]int{}, byLast: map[string]int{}}
	usual := 0
	add := func(c []string) {
		f := Fold(c[0])
		i, met := t.byName[f]
		if !met {
			i = len(t.all)
			t.all = append(t.all, Person{KnownActor: KnownActor{Name: c[0], Kind: "person", Alpha3: c[1]}})
			t.byName[f] = i
		}
		p := &t.all[i]
		for _, s := range list(c[2], ";") {
			if !slices.Contains(p.Sectors, s) && i >= usual { // more offices are no more sectors
				p.Sectors = append(p.Sectors, s)
			}
		}
		if c[3] != "" {
			p.Terms = append(p.Terms, Term{c[3], c[4], c[5]})
		}
		for _, n := range list(c[6], ";") {
			p.Aliases = append(p.Aliases, n)
			put(t.byName, Fold(n), i)
		}
	}
	rows(peopleTSV, 7, add)
	usual = len(t.all)
	rows(officialsTSV, 7, add)
	for i := range t.all {
		slices.SortStableFunc(t.all[i].Terms, func(a, b Term) int { return strings.Compare(a.From, b.From) })
	}
	tops := map[string]int{}
	all := map[string]int{}
	for i := range t.all[:usual] {
		w := strings.Fields(Fold(t.all[i].Name))
		l := w[len(w)-1]
		if all[l]++; top(&t.all[i]) {
			tops[l]++
			t.byLast[l] = i
		} else if tops[l] == 0 {
			t.byLast[l] = i
		}
	}
	for l, n := range all { // the only one, or the only one at the top
		if tops[l] > 1 || tops[l] == 0 && n > 1 {
			delete(t.byLast, l)
		}
	}
	return t
})

// top tells those whom news calls by the surname alone.
func top(p *Person) bool {
	return slices.ContainsFunc(p.Terms, func(t Term) bool {
		for _, w := range []string{"president", "prime minister", "premier", "chancellor", "secretary of state", "foreign minister", "king", "leader", "head of", "defense secretary", "secretary-general"} {
			if strings.HasPrefix(t.Title, w) {
				return true
			}
		}
		return false
	})
}

// FindPerson returns the person of a full name, or of a surname that no other of
// those bears whom news calls by it.
func FindPerson(name string) (*Person, bool) {
	t, f := people(), Fold(name)
	if i, ok := t.byName[f]; ok {
		return &t.all[i], true
	}
	f = strings.TrimPrefix(f, "al ")
	if i, ok := t.byLast[f]; ok && !common[f] {
		return &t.all[i], true
	}
	return nil, false
}

// common lists surnames too usual to mean an office holder by themselves.
var common = words("paul rice power bush ryan reid graham austin johnson may khan sharif un il jonathan francis carter abbas wong lam harris cameron yi abe " +
	"brown lee costa michel ford gates powell king martin dan pavel kelly price miller baird lew blair major key bennett katz saar herzog peres barak sharon shah singh salam aoun " +
	"said ahmed ruto ortega morales castro chavez rodriguez gonzalez lopez petro duque moreno correa conte store sanchez perez abdullah hadi saleh karim hussein vi ii iii xiv xvi jr kennedy " +
	"allen campbell nicholson hill taylor page stone neil hayden baker richardson gray garner wilson zimmerman hasan lanza roof walker scott hogan perry carson lewis waters jones moore jordan " +
	"steele foley cooper jackson west floyd cook stewart wallace carlson lemon wolff morgan cobb beck todd franken booker collins casey hatch franklin washington lincoln jefferson mercer prince porter hicks hook kim")

func words(s string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(s) {
		m[w] = true
	}
	return m
}
