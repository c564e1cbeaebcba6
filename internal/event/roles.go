package event

import (
	"cmp"
	_ "embed"
	"slices"
	"strconv"
	"strings"
	"sync"

	"readout/internal/codebook"
	"readout/internal/lang"
	"readout/internal/learnt"
)

//go:embed roles.tsv
var roleTable string

// roleWeights weighs where a phrase stands to a trigger: for its actor and for
// its recipient. Learnt as the gate is.
var roleWeights = sync.OnceValue(func() map[string][2]float64 {
	m := map[string][2]float64{}
	for line := range strings.Lines(roleTable) {
		c := strings.Split(strings.TrimSpace(line), "\t")
		if len(c) != 3 {
			continue
		}
		a, err1 := strconv.ParseFloat(c[1], 64)
		r, err2 := strconv.ParseFloat(c[2], 64)
		if err1 == nil && err2 == nil {
			m[c[0]] = [2]float64{a, r}
		}
	}
	return m
})

// A party is a phrase that may be an actor or a recipient of an event.
type party struct {
	tok              int    // -1 for one that the sentence does not name
	from             string // "" named as actor, "site" named as place, "speaker", "before" the sentence
	id               string
	nth              int // how many other phrases stand between it and the trigger
	actor, recipient float64
}

// phrases returns the phrases of the trigger's sentence that name actors, and
// the speaker in whose statement it stands.
func (f *finder) phrases(i int) []party {
	s := f.doc.Sentences[f.tree.Sentence(i)]
	var out []party
	for k := s.First; k < s.First+s.N; k++ {
		if k == i || !f.standsAlone(k) && !f.modifies(k) {
			continue
		}
		if id, ok := f.one(k); ok {
			out = append(out, party{tok: k, id: id})
		} else if id, ok := f.state(k); ok {
			out = append(out, party{tok: k, id: id, from: "site"})
		}
	}
	for n := range out {
		for m := range out {
			if m != n && between(out[m].tok, out[n].tok, i) {
				out[n].nth++
			}
		}
	}
	if id, ok := f.speaker(f.doc.Tokens[i].Span); ok {
		out = append(out, party{tok: -1, id: id, from: "speaker"})
	}
	if id, ok := f.earlier(f.tree.Sentence(i)); ok {
		out = append(out, party{tok: -1, id: id, from: "before"})
	}
	if f.set.main != "" {
		out = append(out, party{tok: -1, id: f.set.main, from: "main"})
	}
	return out
}

// state returns the state of a country named as a place.
func (f *finder) state(k int) (string, bool) {
	if n, ok := f.in.Actors.(interface{ Named(int) (string, bool) }); ok {
		return n.Named(k)
	}
	return "", false
}

// earlier returns the subject of the sentence before.
func (f *finder) earlier(si int) (string, bool) {
	if si < 1 {
		return "", false
	}
	s := f.doc.Sentences[si-1]
	for k := s.First; k < s.First+s.N; k++ {
		if rel := f.tree.Rel(k); rel == "nsubj" || rel == "nsubj:pass" {
			if id, ok := f.one(k); ok {
				return id, true
			}
		}
	}
	return "", false
}

// dangling tells whether the trigger's subject is a pronoun for no known actor.
func (f *finder) dangling(i int) string {
	for at, hops := i, 0; at >= 0 && hops < 3; at, hops = f.tree.Head(at), hops+1 {
		if s := f.tree.Child(at, "nsubj", "nsubj:pass", "nmod:poss"); s >= 0 {
			if _, ok := f.one(s); ok {
				return "known"
			}
			if f.doc.Tokens[s].UPOS == "PRON" {
				return strings.ToLower(f.doc.Tokens[s].Form)
			}
			return "other"
		}
	}
	return "none"
}

// modifies reports whether a word before a noun may name an actor: "Ruvian
// strikes", "Ruvia's army".
func (f *finder) modifies(k int) bool {
	switch f.tree.Rel(k) {
	case "nmod:poss", "amod", "compound":
		return f.doc.Tokens[k].UPOS != "NOUN" || f.tree.Rel(k) == "nmod:poss"
	}
	return false
}

func between(x, a, b int) bool { return a < x && x < b || b < x && x < a }

// speaker returns who speaks the statement that holds a span.
func (f *finder) speaker(s lang.Span) (string, bool) {
	for _, st := range f.in.Statements {
		if st.Speaker == nil {
			continue
		}
		for _, c := range st.Content {
			if c.Start <= s.Start && s.End <= c.End {
				return *st.Speaker, true
			}
		}
	}
	return "", false
}

// assign gives a candidate its parties: the phrases that the weights find
// likely, one at least of each where one is not unlikely.
func (f *finder) assign(c *candidate) {
	if c.from == yielded {
		f.settle(c)
		return
	}
	if two := f.both(c.i); two != nil {
		c.actors, c.recipients = two, nil
		return
	}
	parties := f.weighed(c)
	c.actors = pick(parties, nil, unlikely, func(p party) float64 { return p.actor - p.recipient/4 })
	c.recipients = pick(parties, c.actors, unnamed, func(p party) float64 {
		if f.homely(c, p.id) {
			return (p.recipient - p.actor/4) * ownState
		}
		return p.recipient - p.actor/4
	})
}

// weighed returns the phrases beside a candidate, with how likely each is its
// actor and its recipient.
func (f *finder) weighed(c *candidate) []party {
	parties := f.phrases(c.i)
	w := roleWeights()
	for n := range parties {
		p := &parties[n]
		for _, name := range f.roleFeatures(c, p) {
			x := w[name]
			p.actor += x[0]
			p.recipient += x[1]
		}
		p.actor, p.recipient = learnt.Logistic(p.actor), learnt.Logistic(p.recipient)
	}
	return parties
}

// ownState weakens the state of the actor's own country as a recipient.
const ownState = 0.25

// homely reports whether an id is the state of an actor's country, in an act
// that is not aimed at one's own state as a protest is.
func (f *finder) homely(c *candidate, id string) bool {
	k, ok := f.in.Actors.(interface{ Country(string) string })
	if !ok || c.typ == codebook.Protest || f.able(id) != "state" {
		return false
	}
	return slices.ContainsFunc(c.actors, func(a string) bool { return k.Country(a) != "" && k.Country(a) == k.Country(id) })
}

// part names the part that the engine gives a phrase in the event of a trigger,
// with how sure it is.
func (f *finder) part(i, tok int) string {
	best := lang.Arg{}
	for _, a := range f.args[i] {
		if a.Score > best.Score && (a.Token == tok || f.tree.Head(a.Token) == tok && f.fused(a.Token)) {
			best = a
		}
	}
	if best.Role == "" {
		return "none"
	}
	return best.Role + strconv.Itoa(int(best.Score*5))
}

func (f *finder) fused(k int) bool {
	switch f.tree.Rel(k) {
	case "flat", "compound", "nmod:desc":
		return true
	}
	return false
}

// Likelihoods that a party needs, beside others, as the only one, and as the
// only recipient where the sentence does not name it.
const (
	likely   = 0.25
	unlikely = 0.02
	unnamed  = 0.15
)

// pick returns the likely parties, best first, or the best that is not unlikely
// and, where the sentence does not name it, has a likelihood of far.
func pick(parties []party, but []string, far float64, score func(party) float64) []string {
	sorted := slices.Clone(parties)
	slices.SortStableFunc(sorted, func(a, b party) int { return cmp.Compare(score(b), score(a)) })
	var out []string
	for _, p := range sorted {
		if slices.Contains(but, p.id) || slices.Contains(out, p.id) {
			continue
		}
		if s := score(p); s >= likely || len(out) == 0 && s >= unlikely {
			if p.tok < 0 && s < far {
				return out // the likeliest, and yet a guess
			}
			out = append(out, p.id)
		}
	}
	return out
}

func distance(a, b int) string {
	switch n := max(a-b, b-a); {
	case n <= 2:
		return "2"
	case n <= 5:
		return "5"
	case n <= 10:
		return "10"
	case n <= 20:
		return "20"
	}
	return "40"
}

func (f *finder) verbsBetween(a, b int) int {
	n := 0
	for k := min(a, b) + 1; k < max(a, b); k++ {
		if f.doc.Tokens[k].UPOS == "VERB" {
			n++
		}
	}
	return min(n, 3)
}

func verbal(upos string) bool { return upos == "VERB" || upos == "ADJ" || upos == "AUX" }

func (f *finder) passive(v int) bool {
	return f.tree.Child(v, "nsubj:pass", "aux:pass", "obl:agent") >= 0
}

// standsAlone reports whether a word heads a noun phrase.
func (f *finder) standsAlone(k int) bool {
	switch f.doc.Tokens[k].UPOS {
	case "NOUN", "PROPN", "PRON":
	default:
		return false
	}
	switch f.tree.Rel(k) {
	case "compound", "flat", "nmod:poss", "amod", "nmod:unmarked", "obl:unmarked", "fixed":
		return false
	}
	return true
}
