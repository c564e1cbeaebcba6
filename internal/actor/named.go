package actor

import (
	"strconv"
	"strings"
)

// Named is At for a name wherever it stands: a country is its state even where
// something only happens in it ("a visit to Ruvia").
func (r *Resolver) Named(tok int) (string, bool) {
	m, ok := r.names[tok]
	if !ok || r.ofName[m] < 0 {
		return "", false
	}
	return r.show(r.ofName[m])
}

// Person reports whether an actor is one person.
func (r *Resolver) Person(id string) bool {
	n, err := strconv.Atoi(strings.TrimPrefix(id, "a"))
	return err == nil && n > 0 && n <= len(r.ents) && r.ents[n-1].kind == "person"
}
