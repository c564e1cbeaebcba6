package gazetteer

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed people.tsv
var peopleTSV string

type peopleTable struct {
	all            []KnownActor
	byName, byLast map[string]int
}

var people = sync.OnceValue(func() *peopleTable {
	t := &peopleTable{byName: map[string]int{}, byLast: map[string]int{}}
	rows(peopleTSV, 4, func(c []string) {
		i := len(t.all)
		p := KnownActor{Name: c[0], Kind: "person", Alpha3: c[1], Sectors: list(c[2], ";"), Aliases: list(c[3], ";")}
		t.all = append(t.all, p)
		for _, n := range append([]string{p.Name}, p.Aliases...) {
			put(t.byName, Fold(n), i)
		}
	})
	last := map[string]int{}
	for i, p := range t.all {
		w := strings.Fields(Fold(p.Name))
		l := w[len(w)-1]
		last[l]++
		t.byLast[l] = i
	}
	for l, n := range last {
		if n > 1 {
			delete(t.byLast, l)
		}
	}
	return t
})

// FindPerson returns the office holder with a full name, or with a surname
// that no other in the table bears.
func FindPerson(name string) (*KnownActor, bool) {
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
var common = map[string]bool{"paul": true, "rice": true, "power": true, "bush": true, "ryan": true, "reid": true, "graham": true,
	"austin": true, "johnson": true, "may": true, "khan": true, "sharif": true, "un": true, "il": true, "jonathan": true,
	"francis": true, "carter": true, "abbas": true, "wong": true, "lam": true, "harris": true, "power s": true, "cameron": true, "yi": true, "abe": true}
