package codebook

import (
	_ "embed"
	"slices"
	"strings"
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
	Done, Planned  string   // the state once it has happened, and while it has not
	Example        string   // a sentence that shows it
	Leaves         string   // what the sentence leaves: holder | object | state
}

var effects = sync.OnceValue(func() []Effect {
	var out []Effect
	for line := range strings.Lines(effectTable) {
		c := strings.Split(strings.TrimRight(line, "\r\n"), "\t")
		if len(c) != 10 || strings.HasPrefix(line, "#") {
			continue
		}
		e := Effect{Type: c[0], Mode: c[1], Kind: c[3], Holder: c[4], Object: c[5], Done: c[6], Planned: c[7], Example: c[8], Leaves: c[9]}
		if c[2] != "any" {
			e.Words = strings.Split(c[2], "|")
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
