package gazetteer

import (
	_ "embed"
	"slices"
	"sync"
)

//go:embed members.tsv
var membersTSV string

var members = sync.OnceValue(func() map[string][]string {
	m := map[string][]string{}
	rows(membersTSV, 3, func(c []string) { m[c[0]] = list(c[2], ";") })
	return m
})

// Members returns the alpha-3 codes of the member states of an organisation by
// any of its names, nil where the table has none.
func Members(name string) []string {
	if k, ok := FindActor(name); ok {
		return slices.Clone(members()[k.Name])
	}
	return nil
}
