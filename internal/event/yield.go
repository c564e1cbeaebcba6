package event

import (
	"slices"
	"strings"

	"readout/internal/codebook"
)

// yields lists verbs that give a place to another, each with its particles.
var yields = map[string][]string{"hand": {"over", "back"}, "turn": {"over"}, "cede": nil, "relinquish": nil}

// yielded is the origin of the reading of a verb that plainly gives up a place.
const yielded = "yield"

// yield reads a verb by which who holds a place gives it up: "handed over the
// Velm airbase to Ruvia". Nothing needs weighing where verb, holder and place
// are all told.
func (f *finder) yield(i int) (reading, bool) {
	particles, ok := yields[f.lemma(i)]
	if !ok || f.doc.Tokens[i].UPOS != "VERB" || f.given(i, particles) < 0 || len(f.subject(i)) == 0 {
		return reading{}, false
	}
	return reading{entry{typ: codebook.Retreat, mode: "withdraw"}, yielded}, true
}

// given returns the place that verb i gives up, with one of its particles where
// it needs one, -1 for none. A particle may be taken for a preposition.
func (f *finder) given(i int, particles []string) int {
	led := ""
	for _, k := range f.tree.Kids(i) {
		if form := strings.ToLower(f.doc.Tokens[k].Form); slices.Contains(particles, form) {
			led = form
		}
	}
	for _, k := range f.tree.Children(i, "obj", "nsubj:pass", "obl") {
		if _, ok := f.in.Places.At(k); !ok {
			continue
		}
		cased := f.cased(k)
		if slices.Contains(particles, cased) || cased == "" && (particles == nil || led != "") {
			return k
		}
	}
	return -1
}

// heirs returns to whom verb i gives place k.
func (f *finder) heirs(i, k int) []string {
	for _, at := range []int{i, k} {
		for _, to := range f.tree.Children(at, "obl", "nmod") {
			if f.cased(to) != "to" {
				continue
			}
			if ids := f.who(to); len(ids) > 0 {
				return ids
			}
			if id, ok := f.state(to); ok {
				return []string{id}
			}
		}
	}
	return nil
}

// settle sets the parties of a place's plain giving up.
func (f *finder) settle(c *candidate) {
	c.actors = f.subject(c.i)
	heirs := f.heirs(c.i, f.given(c.i, yields[f.lemma(c.i)]))
	c.recipients = less(append(heirs, c.recipients...), c.actors)
	if heirs != nil {
		c.recipients = less(heirs, c.actors)
	}
}
