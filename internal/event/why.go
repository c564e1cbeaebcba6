package event

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"readout/internal/codebook"
	"readout/internal/learnt"
	"readout/internal/record"
)

// What an explanation tells of candidates that fell short.
const (
	nearly   = 0.2 // how far below what they needed
	mostNear = 8   // of a report
	reasons  = 3   // for and against an event
)

// A short is a candidate that fell short.
type short struct {
	candidate
	score float64
}

// explain says of each event what it came from, and what was nearly one.
func (f *finder) explain(found []mention, near []short, events []record.Event) {
	why := f.in.Why
	for n := range events {
		e := &events[n]
		k := slices.IndexFunc(found, func(m mention) bool { return m.Event.Trigger == e.Trigger })
		if k < 0 {
			continue
		}
		c := &found[k].candidate
		why.Say(e.ID, "trigger “%s”: %s; score %.2f, by the table alone %.2f, needed %.2f", e.Trigger.Quote, c.origin(), found[k].score, gate().Chance(f.features(c)), f.needed(c))
		f.sayReasons(e.ID, c)
		for _, x := range f.candidates(c.i) {
			if x.from != c.from {
				why.Say(e.ID, "another reading: %s, score %.2f", x.origin(), f.score(&x))
			}
		}
		f.sayParties(e, c)
		why.Say(e.ID, "factuality %s: %s", e.Factuality, f.cause(c))
		if e.AttributedTo != nil {
			why.Say(e.ID, "told by %s: the trigger stands in that speaker's statement", f.nameOf(*e.AttributedTo))
		}
		if more := len(e.Evidence) - 1; more > 0 {
			why.Say(e.ID, "joined with what %d more of the sentences below tell", more)
		}
	}
	slices.SortStableFunc(near, func(a, b short) int { return cmp.Compare(b.score, a.score) })
	for _, x := range near[:min(len(near), mostNear)] {
		why.Say(record.Nearly, "event “%s”: %s; score %.2f, needed %.2f", f.phraseAt(x.i), x.origin(), x.score, f.needed(&x.candidate))
	}
}

// origin says by what a candidate is of its type.
func (c *candidate) origin() string {
	typ := strings.TrimSpace(c.typ + " " + c.mode)
	switch c.from {
	case "listed":
		if c.own {
			return "the user's codebook lists it as " + typ
		}
		return "the lexicon lists it as " + typ
	case "guessed":
		return "the engine reads it as " + typ
	}
	return fmt.Sprintf("the words under it make it %s (%s)", typ, c.from)
}

// sayReasons names the features that speak most for and against a candidate.
func (f *finder) sayReasons(id string, c *candidate) {
	for n, list := range sides(gate(), f.features(c)) {
		if list != "" {
			f.in.Why.Say(id, "%s: %s", []string{"for it", "against it"}[n], list)
		}
	}
}

// sayChosen says how likely a place or a time of an event is, and what speaks most for it.
func (f *finder) sayChosen(id, what string, p, need float64, w learnt.Table, features []string) {
	if f.in.Why != nil {
		f.in.Why.Say(id, "%s: likelihood %.2f, needed %.2f, by %s", what, p, need, cmp.Or(sides(w, features)[0], "no feature"))
	}
}

// sides names the features that speak most for what has them, and those that speak most against it, with their weights.
func sides(w learnt.Table, features []string) (out [2]string) {
	names := slices.Compact(slices.Sorted(slices.Values(features)))
	slices.SortStableFunc(names, func(a, b string) int { return cmp.Compare(math.Abs(w[b]), math.Abs(w[a])) })
	var lists [2][]string
	for _, name := range names {
		side := 0
		if w[name] < 0 {
			side = 1
		}
		if w[name] != 0 && len(lists[side]) < reasons {
			lists[side] = append(lists[side], fmt.Sprintf("%s %+.2f", name, w[name]))
		}
	}
	for side := range lists {
		out[side] = strings.Join(lists[side], ", ")
	}
	return out
}

// sayParties says where each party of an event was found.
func (f *finder) sayParties(e *record.Event, c *candidate) {
	parties := f.recast(c)
	say := func(part string, ids []string, least float64, likely func(party) float64) {
		for _, id := range ids {
			var best *party
			for n := range parties {
				if p := &parties[n]; p.id == id && (best == nil || likely(*p) > likely(*best)) {
					best = p
				}
			}
			switch {
			case parties == nil:
				f.in.Why.Say(e.ID, "%s %s: by the words of the trigger", part, f.nameOf(id))
				continue
			case best == nil || len(e.Evidence) > 1 && likely(*best) < least:
				f.in.Why.Say(e.ID, "%s %s: from another sentence that tells the event", part, f.nameOf(id))
				continue
			}
			f.in.Why.Say(e.ID, "%s %s: %s, likelihood %.2f", part, f.nameOf(id), f.stand(best, c.i), likely(*best))
		}
	}
	say("actor", e.Actors, inEvent.actor, func(p party) float64 {
		if mutual(c) {
			return max(p.actor, p.recipient)
		}
		return p.actor
	})
	say("recipient", e.Recipients, inEvent.recipient, func(p party) float64 { return p.recipient })
}

// stand says where a party stands to trigger i.
func (f *finder) stand(p *party, i int) string {
	if p.tok < 0 {
		return "not in the sentence: " + told(p.clues)
	}
	side := "before"
	if p.tok > i {
		side = "after"
	}
	out := fmt.Sprintf("“%s” %s the trigger, as %s", f.doc.Tokens[p.tok].Form, side, f.doc.Tokens[p.tok].Deprel)
	if h := f.tree.Head(p.tok); h >= 0 {
		out += fmt.Sprintf(" of “%s”", f.doc.Tokens[h].Form)
	}
	if p.site {
		out += ", the state of a country named as a place"
	}
	return out
}

// told says what clues tell.
func told(clues []string) string {
	var out []string
	for _, x := range clues {
		switch {
		case x == "speaker":
			x = "speaks the statement around the trigger"
		case x == "title":
			x = "in the title"
		case strings.HasPrefix(x, "lead"):
			x = "among the actors named most"
		default:
			x = "named shortly before"
		}
		if !slices.Contains(out, x) {
			out = append(out, x)
		}
	}
	return strings.Join(out, ", ")
}

// cause says what decided the factuality of a candidate.
func (f *finder) cause(c *candidate) string {
	switch {
	case c.fact == codebook.Actual:
		return "no word makes it less than done"
	case f.own(c.i) == c.fact:
		return "by a word that hangs from the trigger"
	case f.doc.Tokens[c.i].Fact == c.fact:
		return "by the engine's label"
	}
	return "by the words above the trigger"
}

// phraseAt is token i with up to four tokens of its sentence on each side.
func (f *finder) phraseAt(i int) string {
	s := f.doc.Sentences[f.tree.Sentence(i)]
	first, last := max(s.First, i-4), min(s.First+s.N-1, i+4)
	span := f.doc.Tokens[first].Span
	span.End = f.doc.Tokens[last].End
	return strings.Join(strings.Fields(f.doc.Slice(span)), " ")
}

// nameOf is the name of an actor, its id where none is known.
func (f *finder) nameOf(id string) string {
	if n, ok := f.in.Actors.(interface{ Name(string) string }); ok {
		return cmp.Or(n.Name(id), id)
	}
	return id
}
