package gazetteer

import (
	_ "embed"
	"sync"
)

//go:embed ships.tsv
var shipsTSV string

var ships = sync.OnceValue(func() map[string][]string {
	m := map[string][]string{}
	rows(shipsTSV, 2, func(c []string) { m[c[0]] = list(c[1], "|") })
	return m
})

// ShipPrefix returns the alpha-3 codes of the states whose navies put a prefix
// before the names of their ships ("USS"), none for a prefix of merchant ships
// ("MV"), and whether it is a prefix at all.
func ShipPrefix(word string) (navies []string, ok bool) {
	navies, ok = ships()[word]
	return navies, ok
}
