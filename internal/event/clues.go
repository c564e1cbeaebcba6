package event

import (
	"slices"
	"strconv"
	"strings"

	"readout/internal/learnt"
)

// A hearing is a word that means an actor.
type hearing struct {
	tok int
	id  string
}

// heard returns the words of a sentence that mean actors.
func (f *finder) heard(si int) []hearing {
	for len(f.hearings) <= si {
		s := f.doc.Sentences[len(f.hearings)]
		var out []hearing
		for k := s.First; k < s.First+s.N; k++ {
			if !f.standsAlone(k) && !f.modifies(k) {
				continue
			}
			if id, ok := f.one(k); ok {
				out = append(out, hearing{k, id})
			}
		}
		f.hearings = append(f.hearings, out)
	}
	return f.hearings[si]
}

// memory is how many sentences before its own may tell who is party to an act.
const memory = 3

// clues tells of the actors around a trigger what speaks for their being party
// to it: that one speaks the statement it stands in, is named shortly before,
// there in a part that the engine gives it, in the title or most of all. The
// ids are the keys, in the order met.
func (f *finder) clues(i int) (clues map[string][]string, ids []string) {
	clues = map[string][]string{}
	say := func(id, clue string) {
		if clues[id] == nil {
			ids = append(ids, id)
		}
		clues[id] = append(clues[id], clue)
	}
	if id, ok := f.speaker(f.doc.Tokens[i].Span); ok {
		say(id, "speaker")
	}
	si := f.tree.Sentence(i)
	near := map[string]bool{}
	for back := 1; back <= memory && back <= si; back++ {
		for _, role := range []string{"subject", "object", "other"} {
			for _, h := range f.heard(si - back) {
				if near[h.id] || f.stands(h.tok) != role {
					continue
				}
				near[h.id] = true
				say(h.id, "near"+strconv.Itoa(back)+role)
			}
		}
	}
	parts := f.partsBefore(i)
	for _, id := range slices.Clone(ids) {
		if p, ok := parts[id]; ok {
			say(id, "actor"+learnt.Fifths(p[0]))
			say(id, "recipient"+learnt.Fifths(p[1]))
			say(id, "parts"+learnt.Fifths(p[0])+learnt.Fifths(p[1]))
		}
	}
	for n, id := range f.set.leading {
		say(id, "lead"+strconv.Itoa(n))
	}
	for _, id := range f.set.titled {
		say(id, "title")
	}
	return clues, ids
}

// partsBefore returns how likely the engine finds each actor of the sentences
// before a trigger's to be an actor and a recipient of its event, at best.
func (f *finder) partsBefore(i int) map[string][2]float32 {
	out := map[string][2]float32{}
	si := f.tree.Sentence(i)
	for back := 1; back <= memory && back <= si; back++ {
		for _, h := range f.heard(si - back) {
			p := out[h.id]
			for _, a := range f.earlier[i] {
				if !f.inPhrase(a.Token, h.tok) {
					continue
				}
				n := 0
				if a.Role == "recipient" {
					n = 1
				}
				p[n] = max(p[n], a.Score)
			}
			out[h.id] = p
		}
	}
	return out
}

// stands names where a word stands in its clause.
func (f *finder) stands(k int) string {
	switch f.tree.Rel(k) {
	case "nsubj", "nsubj:pass":
		return "subject"
	case "obj", "iobj", "obl:agent":
		return "object"
	}
	return "other"
}

// kin counts the phrases that mean an actor, and tells whether others mean its
// country.
func (f *finder) kin(phrases []party, id string) (times int, kin string) {
	kin = "alien"
	for _, p := range phrases {
		if p.tok < 0 {
			continue
		}
		if p.id == id {
			times++
		} else if f.tie(p.id, id) == "home" {
			kin = "kin"
		}
	}
	return times, kin
}

// look returns what an actor is.
func (f *finder) look(id string) (kind, sector, country string) {
	if l, ok := f.in.Actors.(interface {
		Look(string) (string, string, string)
	}); ok {
		return l.Look(id)
	}
	return "", "", ""
}

// tie tells how two actors belong together: the same one, of one country, or
// of two.
func (f *finder) tie(a, b string) string {
	if a == b {
		return "self"
	}
	_, _, x := f.look(a)
	_, _, y := f.look(b)
	switch {
	case x == "" || y == "":
		return "open"
	case x == y:
		return "home"
	}
	return "abroad"
}

// anchor returns the plainest actor of a candidate: the surest by the engine,
// else the first by the tree, else the speaker.
func (f *finder) anchor(c *candidate) string {
	top, id := float32(0.2), ""
	for _, a := range f.args[c.i] {
		if a.Role == "actor" && a.Score > top {
			if x, ok := f.one(a.Token); ok {
				top, id = a.Score, x
			}
		}
	}
	if id == "" && len(c.actors) > 0 {
		id = c.actors[0]
	}
	if id == "" {
		id, _ = f.speaker(f.doc.Tokens[c.i].Span)
	}
	return id
}

// stray returns the first pronoun of a sentence that means no known actor.
func (f *finder) stray(i int) string {
	s := f.doc.Sentences[f.tree.Sentence(i)]
	for k := s.First; k < s.First+s.N; k++ {
		switch w := strings.ToLower(f.doc.Tokens[k].Form); w {
		case "they", "them", "their", "it", "its", "he", "him", "his", "she", "her", "we", "our", "us", "you", "your":
			if _, ok := f.one(k); !ok {
				return w
			}
		}
	}
	return "-"
}
