package codebook

import (
	_ "embed"
	"fmt"
	"slices"
	"sync"
)

//go:embed effects.tsv
var effectTable string

// An Effect links an event type to the situation that an event of the type
// begins, ends or casts in doubt.
type Effect struct {
	Type, Mode     string   // Mode is "any" where it does not matter
	Words          []string // lemmas of the trigger; nil for any
	Kind           string   // of the situation
	Holder, Object string   // who has which part in the event: actor, recipient, place; "-" for none
	Done, Planned  string   // the state once it has happened, and while it has not; "-" for none
	Example        string   // a sentence that shows it
	Leaves         string   // what the sentence leaves: holder | object | state
	Own            bool     // of a user's codebook
}

var effects = sync.OnceValue(func() []Effect {
	var out []Effect
	for n, c := range Rows(effectTable) {
		e, err := ParseEffect(c)
		if err != nil {
			panic(fmt.Sprintf("effects.tsv: line %d: %v", n, err))
		}
		out = append(out, e)
	}
	return out
})

// Effects returns the table of what events leave behind, in its order: the
// first row that fits an event counts.
func Effects() []Effect { return slices.Clone(effects()) }

// Fits reports whether an event of a type and mode, with a trigger of a lemma,
// is one that the row speaks of.
func (e *Effect) Fits(typ, mode, lemma string) bool {
	return e.Type == typ && (e.Mode == "any" || e.Mode == mode) && (e.Words == nil || slices.Contains(e.Words, lemma))
}
