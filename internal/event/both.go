package event

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"readout/internal/lang"
	"readout/internal/record"
)

// pairNouns name two parties by what they are: "both countries", "the two
// sides".
var pairNouns = words("country nation state government side neighbor neighbour")

// both returns the two states that a subject means together, where the report
// has named two so far, and no third.
func (f *finder) both(i int) []string {
	s := f.tree.Child(i, "nsubj")
	if s < 0 && f.tree.Rel(i) == "obj" { // "signed a deal"
		s = f.tree.Child(f.tree.Head(i), "nsubj")
	}
	if s >= 0 && f.twofold(s) {
		return f.pair(f.tree.Sentence(s) - 1)
	}
	if s < 0 || !f.paired(s) {
		return nil
	}
	var out []string
	for k := range s {
		if f.doc.Tokens[k].UPOS != "PROPN" {
			continue
		}
		id, ok := f.in.Actors.At(k)
		if !ok || f.able(id) != "state" {
			id, ok = f.state(k)
		}
		if ok && f.able(id) == "state" && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	if len(out) != 2 {
		return nil
	}
	return out
}

// paired reports whether a noun means two parties by what they are: "both countries".
func (f *finder) paired(n int) bool {
	return pairNouns[f.lemma(n)] && slices.ContainsFunc(f.tree.Children(n, "det", "nummod", "amod"), f.twofold)
}

// twofold reports whether a word is "two" or "both".
func (f *finder) twofold(i int) bool {
	l := strings.ToLower(f.doc.Tokens[i].Form)
	return l == "both" || l == "two"
}

// allOf returns the actors of a kind that a sentence names, but some, each once.
func (f *finder) allOf(kind string, si int, but []string) (out []string) {
	for _, h := range f.heard(si) {
		if k, _ := f.kind(h.id); k == kind && !slices.Contains(out, h.id) && !slices.Contains(but, h.id) {
			out = append(out, h.id)
		}
	}
	return out
}

// pair returns the two persons that a sentence names, and no third, or else its
// two states: "Orm met Lund. The two signed a deal".
func (f *finder) pair(si int) []string {
	if si < 0 {
		return nil
	}
	persons, states := f.allOf("person", si, nil), f.allOf("state", si, nil)
	if len(persons) == 2 {
		return persons
	}
	if len(persons) == 0 && len(states) == 2 {
		return states
	}
	return nil
}

// since returns the day of an act told as so long before what the sentence
// tells: "a week after both countries agreed".
func (f *finder) since(i int) *record.When {
	after := -1
	for _, k := range f.tree.Children(f.clause(i), "mark") {
		if strings.EqualFold(f.doc.Tokens[k].Form, "after") {
			after = k
		}
	}
	day, err := time.Parse(time.DateOnly, f.doc.Published[:min(len(f.doc.Published), len(time.DateOnly))])
	if after < 2 || err != nil {
		return nil
	}
	if t := f.besides(after, i); t != nil {
		if day, err = time.Parse(time.DateOnly, t.Start); err != nil || t.Start != t.End {
			return nil
		}
	}
	n, unit := quantity(f.doc.Tokens[after-2].Form), f.lemma(after-1)
	switch unit {
	case "day":
		day = day.AddDate(0, 0, -n)
	case "week":
		day = day.AddDate(0, 0, -7*n)
	default:
		return nil
	}
	if n == 0 {
		return nil
	}
	text := f.doc.Text[f.doc.Tokens[after-2].Start:f.doc.Tokens[after-1].End] + " after"
	start := day.Format(time.DateOnly)
	return &record.When{Start: &start, End: &start, Text: &text}
}

// besides returns the time that the sentence of an "after" tells outside its
// clause, that of token i: the last before it, else the first; nil for none.
func (f *finder) besides(after, i int) *lang.Timex {
	s := f.doc.Sentences[f.tree.Sentence(after)]
	var out *lang.Timex
	for k := range f.doc.Times {
		t := &f.doc.Times[k]
		if !s.Contains(t.Span) || !f.dates(t) || f.tree.Under(f.first(t.Span, s), f.clause(i)) {
			continue
		}
		if out == nil || t.Span.Start < f.doc.Tokens[after].Start {
			out = t
		}
	}
	return out
}

// quantity reads a small number, 0 for none.
func quantity(s string) int {
	for n, w := range []string{"a", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"} {
		if strings.EqualFold(s, w) {
			return n + 1
		}
	}
	if n, err := strconv.Atoi(s); err == nil && 0 < n && n < 60 {
		return n
	}
	return 0
}

// twoMet returns the two states that what a candidate acts on means together: "urged
// both sides", "tariffs on the two countries". They are those that the nearest
// sentence names, its own included, that names two beside who acts.
func (f *finder) twoMet(c *candidate) []string {
	meant := false
	for _, k := range f.tree.Subtree(c.i) {
		h := f.tree.Head(k)
		near := h == c.i || h >= 0 && f.tree.Head(h) == c.i && f.doc.Tokens[h].UPOS == "NOUN"
		meant = meant || near && f.tree.Rel(k) != "nsubj" && f.paired(k)
	}
	if !meant {
		return nil
	}
	var titled []string
	for _, id := range f.set.titled {
		if kind, _ := f.kind(id); kind == "state" && !slices.Contains(c.actors, id) {
			titled = append(titled, id)
		}
	}
	if len(titled) == 2 {
		return titled
	}
	for si := f.tree.Sentence(c.i); si >= 0; si-- {
		if states := f.allOf("state", si, c.actors); len(states) == 2 {
			return states
		}
	}
	return nil
}
