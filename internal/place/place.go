// Package place finds the places of a report. Needs: names. Sets: nothing in
// the Doc.
package place

import (
	"fmt"

	"readout/internal/actor"
	"readout/internal/lang"
	"readout/internal/record"
)

// A Finder knows the places of one document.
type Finder struct {
	places []record.Place
	at     map[int]int // token to place
}

// kinds gives the kind of place for a type of name.
var kinds = map[string]string{"LOC": "region", "FAC": "building"}

// Find joins the names of places by their form.
func Find(d *lang.Doc, _ *actor.Resolver) *Finder {
	f := &Finder{at: map[int]int{}}
	for _, n := range d.Names {
		kind := kinds[n.Type]
		if kind == "" || n.Start >= n.End {
			continue
		}
		i := f.join(d.Slice(n.Span), kind)
		p := &f.places[i]
		p.Mentions = append(p.Mentions, record.Evidence{Start: n.Start, End: n.End, Quote: d.Slice(n.Span)})
		for k := n.First; k <= n.Last; k++ {
			f.at[k] = i
		}
	}
	return f
}

func (f *Finder) join(name, kind string) int {
	for i := range f.places {
		if f.places[i].Name == name {
			return i
		}
	}
	f.places = append(f.places, record.Place{ID: fmt.Sprintf("p%d", len(f.places)+1), Name: name, Kind: kind, Names: []string{name}})
	return len(f.places) - 1
}

// Places returns the places in id order.
func (f *Finder) Places() []record.Place { return f.places }

// At returns the place that a token names.
func (f *Finder) At(tok int) (string, bool) {
	i, ok := f.at[tok]
	if !ok {
		return "", false
	}
	return f.places[i].ID, true
}
