package codebook

import (
	"fmt"
	"iter"
	"slices"
	"strings"
)

// The words that open a row of a user's table which tells of situations; every
// other row tells triggers of events.
const (
	StateRow  = "state"  // words that state a situation
	EffectRow = "effect" // what an event leaves behind, in the form of effects.tsv
)

// Rows are the rows of a table whose columns are parted by tabs, each with its
// line, from 1. Empty lines and lines that begin with # are none.
func Rows(text string) iter.Seq2[int, []string] {
	return func(yield func(int, []string) bool) {
		n := 0
		for line := range strings.Lines(text) {
			n++
			line = strings.TrimRight(line, "\r\n")
			if strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#") {
				continue
			}
			if !yield(n, strings.Split(line, "\t")) {
				return
			}
		}
	}
}

// IsName reports whether s may name a mode or a kind of a user's own: small
// letters and hyphens.
func IsName(s string) bool {
	return s != "" && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz-") == ""
}

// ParseEffect reads the columns of a row of the table of effects.
func ParseEffect(c []string) (Effect, error) {
	if len(c) != 10 {
		return Effect{}, fmt.Errorf("%d columns, not type, mode, words, situation, holder, object, done, planned, example, leaves", len(c))
	}
	e := Effect{Type: c[0], Mode: c[1], Kind: c[3], Holder: c[4], Object: c[5], Done: c[6], Planned: c[7], Example: c[8], Leaves: c[9]}
	if c[2] != "any" {
		e.Words = strings.Split(c[2], "|")
	}
	return e, e.check()
}

// check says what is wrong with a row.
func (e *Effect) check() error {
	if _, ok := TypeByName(e.Type); !ok {
		return fmt.Errorf("%q is no type of event", e.Type)
	}
	if !IsName(e.Mode) {
		return fmt.Errorf("mode %q is not of small letters and hyphens, nor any", e.Mode)
	}
	if slices.Contains(e.Words, "") {
		return fmt.Errorf("an empty word of the trigger; any word is \"any\"")
	}
	for _, part := range []string{e.Holder, e.Object} {
		if !slices.Contains([]string{"actor", "recipient", "place", "-"}, part) {
			return fmt.Errorf("%q is none of actor, recipient, place, -", part)
		}
	}
	for _, s := range []string{e.Done, e.Planned} {
		if !IsState(s) && s != "-" {
			return fmt.Errorf("%q is no state of a situation, nor -", s)
		}
	}
	return CheckExample(e.Kind, e.Example, e.Leaves)
}

// CheckExample says what is wrong with the kind of a row about situations, its
// example, or what that leaves: holder | object | state.
func CheckExample(kind, example, leaves string) error {
	left := strings.Split(leaves, " | ")
	switch {
	case !IsName(kind):
		return fmt.Errorf("kind %q is not of small letters and hyphens", kind)
	case strings.TrimSpace(example) == "":
		return fmt.Errorf("no example")
	case len(left) != 3 || !IsState(left[2]):
		return fmt.Errorf("%q is not holder | object | state", leaves)
	}
	return nil
}

// IsState reports whether s is a state of a situation.
func IsState(s string) bool {
	return slices.Contains(States(), s)
}
