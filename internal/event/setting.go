package event

import (
	"slices"
	"strings"
	"time"

	"readout/internal/codebook"
	"readout/internal/lang"
	"readout/internal/record"
)

// How near a phrase stands to a trigger.
const (
	apart  = iota
	beside // in the clauses around
	within // in the trigger's own clause
	under  // hangs from the trigger
)

// nearness says how near token k stands to trigger i in the tree: by the word
// that k tells the time or the place of.
func (f *finder) nearness(k, i int) int {
	owner := f.owner(k, i)
	switch {
	case owner < 0:
		return apart
	case owner == i:
		return under
	case f.doc.Tokens[owner].UPOS != "VERB":
		return apart
	case owner == f.clause(i):
		return within
	case f.linked(i, owner):
		return beside
	}
	return apart
}

// owner returns the verb, the act or the noun that token k belongs to, -1 for
// none. A name passes on what stands under it: "the attack in Varon in May".
func (f *finder) owner(k, i int) int {
	at := k
	for range 6 {
		h := f.tree.Head(at)
		switch {
		case h < 0, h == i:
			return h
		case f.doc.Tokens[h].UPOS == "VERB":
			return h
		case f.doc.Tokens[h].UPOS == "NOUN" && !f.timely(h) && f.tree.Rel(at) != "conj" && f.tree.Rel(at) != "appos":
			return h
		}
		at = h
	}
	return -1
}

// timely reports whether a noun is itself a time or a place.
func (f *finder) timely(k int) bool {
	if _, ok := f.in.Places.At(k); ok {
		return true
	}
	if sites[f.lemma(k)] {
		return true
	}
	s := f.doc.Tokens[k].Span
	return slices.ContainsFunc(f.doc.Times, func(t lang.Timex) bool { return t.Contains(s) })
}

// sites are nouns that only introduce a place: "the Varonian capital of Varon".
var sites = words("capital city town village province region district port")

// clause returns the verb of the clause that token i is a part of: itself, the
// verb that it completes, or that of which it is subject, object or adjunct.
func (f *finder) clause(i int) int {
	at := i
	for range 4 {
		h := f.tree.Head(at)
		if h < 0 {
			return at
		}
		switch f.tree.Rel(at) {
		case "xcomp", "nsubj", "obj", "nsubj:pass", "obl", "iobj", "csubj":
			at = h
		case "nmod", "conj":
			if f.doc.Tokens[h].UPOS == "VERB" || verbal(f.doc.Tokens[i].UPOS) {
				return at
			}
			at = h
		default:
			return at
		}
		if f.doc.Tokens[at].UPOS == "VERB" && f.tree.Rel(at) != "xcomp" {
			return at
		}
	}
	return at
}

// linked reports whether the verb governs the clause of i as a circumstance of
// it, or as one of two that share what stands before both.
func (f *finder) linked(i, verb int) bool {
	at := f.clause(i)
	h := f.tree.Head(at)
	switch {
	case h == verb:
		switch f.tree.Rel(at) {
		case "advcl", "conj", "xcomp":
			return true
		}
	case f.tree.Head(verb) == i && f.tree.Rel(verb) == "xcomp":
		return true
	case f.tree.Head(verb) == i && !verbal(f.doc.Tokens[i].UPOS): // "the attack that killed nine in May"
		return true
	}
	return false
}

// places returns the places named nearest to token i.
func (f *finder) places(i int) []string {
	s := f.doc.Sentences[f.tree.Sentence(i)]
	best := beside - 1
	var out []string
	var frame []string
	for k := s.First; k < s.First+s.N; k++ {
		id, ok := f.in.Places.At(k)
		if !ok {
			continue
		}
		n := f.nearness(k, i)
		if n > best {
			best, out = n, nil
		}
		if n == apart && located[f.cased(k)] && len(frame) < 1 {
			frame = append(frame, id)
		}
		if n == best && n > apart && len(out) < 3 && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	if len(out) == 0 {
		return frame
	}
	return out
}

// located are the prepositions of the place where something happens.
var located = words("in at near across outside inside around along off")

// when returns the time told nearest to token i, cut at the day of publication.
func (f *finder) when(i int, fact string) *record.When {
	s := f.doc.Sentences[f.tree.Sentence(i)]
	best, at := apart, -1
	for k := range f.doc.Times {
		t := &f.doc.Times[k]
		if !s.Contains(t.Span) || !f.dates(t) || f.beyond(k, i) {
			continue
		}
		if n := f.nearness(f.first(t.Span, s), i); n > best {
			best, at = n, k
		}
	}
	if w := f.since(i); w != nil {
		return w
	}
	if at < 0 {
		return nil
	}
	return f.told(f.doc.Times[at], fact)
}

// beyond reports whether time k is that of what an act comes ahead of:
// "protested ahead of Sunday's election".
func (f *finder) beyond(k, trigger int) bool {
	span := f.doc.Times[k].Span
	s := f.doc.Sentences[f.doc.SentenceAt(span.Start)]
	at := f.first(span, s)
	for j := at - 1; j > s.First && j >= at-6; j-- {
		if j == trigger {
			return false
		}
		if strings.EqualFold(f.doc.Tokens[j].Form, "of") && strings.EqualFold(f.doc.Tokens[j-1].Form, "ahead") {
			return j < 2 || !strings.EqualFold(f.doc.Tokens[j-2].Form, "just") // which is that day as good as any
		}
	}
	return false
}

// vague lists times that tell no day.
var vague = map[string]bool{"now": true, "currently": true, "today's": true, "recently": true, "at the time": true}

// first returns the token that a span begins with.
func (f *finder) first(span lang.Span, s lang.Sentence) int {
	for k := s.First; k < s.First+s.N; k++ {
		if span.Contains(f.doc.Tokens[k].Span) {
			return k
		}
	}
	return s.First
}

var weekdays = words("monday tuesday wednesday thursday friday saturday sunday")

// ahead returns the days of a bare weekday that is still to come: the next one,
// not the last.
func ahead(t lang.Timex, text, published string) (start, end string) {
	day, err := time.Parse(time.DateOnly, t.Start)
	if err != nil || t.Start != t.End || t.Start >= published || strings.Contains(text, "last") ||
		!slices.ContainsFunc(strings.Fields(text), func(w string) bool { return weekdays[w] }) {
		return t.Start, t.End
	}
	next := day.AddDate(0, 0, 7).Format(time.DateOnly)
	if next < published {
		return t.Start, t.End
	}
	return next, next
}

// cut ends what has happened, and begins what will, on the day of publication
// where the time told runs over it: "this week".
func cut(start, end, published, fact string) (string, string) {
	if published == "" || start == "" || end == "" || start == end || published < start || end < published {
		return start, end
	}
	if fact == codebook.Planned {
		return published, end
	}
	return start, published
}
