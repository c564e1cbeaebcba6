// Package actor joins the names of a report to actors. Needs: names, heads.
// Sets: nothing in the Doc.
package actor

import (
	"fmt"
	"strings"

	"readout/internal/lang"
	"readout/internal/record"
)

// An Office is a person's office, read from a title beside the name.
type Office struct {
	Holder, Object string // ids
	Title, State   string
	Evidence       lang.Span // the sentence
}

// A Resolver knows the actors of one document.
type Resolver struct {
	doc    *lang.Doc
	actors []record.Actor
	at     map[int]int // token to actor
}

// kinds gives the kind of actor for a type of name.
var kinds = map[string]string{"PER": "person", "ORG": "organization", "GPE": "state", "NORP": "population"}

// Find joins the names of d: the same form, or a last name, is the same actor.
func Find(d *lang.Doc) *Resolver {
	r := &Resolver{doc: d, at: map[int]int{}}
	for _, n := range d.Names {
		kind := kinds[n.Type]
		if kind == "" || n.Start >= n.End {
			continue
		}
		i := r.join(d.Slice(n.Span), kind)
		a := &r.actors[i]
		a.Mentions = append(a.Mentions, record.Evidence{Start: n.Start, End: n.End, Quote: d.Slice(n.Span)})
		for k := n.First; k <= n.Last; k++ {
			r.at[k] = i
		}
	}
	return r
}

// join returns the index of the actor with a name, a new one where there is none.
func (r *Resolver) join(name, kind string) int {
	for i := range r.actors {
		a := &r.actors[i]
		if a.Name == name || kind == "person" && a.Kind == kind && strings.HasSuffix(a.Name, " "+name) {
			if len(a.Names) == 1 && a.Name != name {
				a.Names = append(a.Names, name)
			}
			return i
		}
	}
	r.actors = append(r.actors, record.Actor{ID: fmt.Sprintf("a%d", len(r.actors)+1), Name: name, Kind: kind,
		Sectors: []string{}, Names: []string{name}})
	return len(r.actors) - 1
}

// Actors returns the actors in id order.
func (r *Resolver) Actors() []record.Actor { return r.actors }

// At returns the actor that a token names.
func (r *Resolver) At(tok int) (string, bool) {
	i, ok := r.at[tok]
	if !ok {
		return "", false
	}
	return r.actors[i].ID, true
}

// Describe is At; descriptions are not made actors yet.
func (r *Resolver) Describe(tok int) (string, bool) { return r.At(tok) }

// Offices returns the offices that titles tell; none are read yet.
func (r *Resolver) Offices() []Office { return nil }
