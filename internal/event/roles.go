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
	"readout/internal/lang/en"
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

// A party is a phrase that may be an actor or a recipient of an event, or an
// actor that the sentence does not name.
type party struct {
	tok              int // -1 for one that the sentence does not name
	id               string
	site             bool     // named as a place
	nth              int      // how many other phrases stand between it and the trigger
	clues            []string // what the report around the sentence tells of it
	parts            string   // the part that the engine gives any phrase of the sentence that means it
	times            int      // how many phrases of the sentence mean it
	kin              string   // whether a phrase of the sentence means one of its country
	actor, recipient float64
}

// phrases returns the phrases of the trigger's sentence that mean actors, and
// the actors that the text around it speaks of.
func (f *finder) phrases(i int) []party {
	s := f.doc.Sentences[f.tree.Sentence(i)]
	out := []party{}
	for k := s.First; k < s.First+s.N; k++ {
		if k == i || !f.standsAlone(k) && !f.modifies(k) {
			continue
		}
		if id, ok := f.one(k); ok {
			out = append(out, party{tok: k, id: id})
		} else if id, ok := f.state(k); ok {
			out = append(out, party{tok: k, id: id, site: true})
		}
	}
	for n := range out {
		for m := range out {
			if m != n && between(out[m].tok, out[n].tok, i) {
				out[n].nth++
			}
		}
	}
	clues, ids := f.clues(i)
	for _, id := range ids {
		if !slices.ContainsFunc(out, func(p party) bool { return p.id == id }) {
			out = append(out, party{tok: -1, id: id})
		}
	}
	for n := range out {
		out[n].clues = clues[out[n].id]
		out[n].times, out[n].kin = f.kin(out, out[n].id)
		out[n].parts = f.parts(i, out, out[n].id)
	}
	return out
}

// parts names the surest actor's and recipient's part that the engine gives the
// phrases of an actor.
func (f *finder) parts(i int, phrases []party, id string) string {
	var top [2]float32
	for _, p := range phrases {
		if p.id != id || p.tok < 0 {
			continue
		}
		for _, a := range f.args[i] {
			if f.inPhrase(a.Token, p.tok) {
				switch a.Role {
				case "actor":
					top[0] = max(top[0], a.Score)
				case "recipient":
					top[1] = max(top[1], a.Score)
				}
			}
		}
	}
	return strconv.Itoa(int(top[0]*4)) + strconv.Itoa(int(top[1]*4))
}

// state returns the state of a country named as a place.
func (f *finder) state(k int) (string, bool) {
	if n, ok := f.in.Actors.(interface{ Named(int) (string, bool) }); ok {
		return n.Named(k)
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
		if st.Speaker != nil && holds(st.Content, s) {
			return *st.Speaker, true
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
	c.parties = f.weighed(c)
	c.actors, c.recipients = cast(c.parties, mutual(c), inMention)
	if two := f.twoMet(c); two != nil && len(c.actors) > 0 && !mutual(c) {
		c.parties, c.recipients = nil, two
	}
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
	return f.untellers(c, parties)
}

// untellers takes those who only tell of an act out of its actors, with others who
// cannot be its parties.
func (f *finder) untellers(c *candidate, parties []party) []party {
	for n := range parties {
		p := &parties[n]
		if f.onlyTells(c, parties, p.id) || f.endures(c.i, p.tok) {
			p.actor = 0
		}
		if c.typ == codebook.Request && f.toBeFreed(p.tok) {
			p.recipient = 0
		}
		if agreed[c.typ] && en.Brokers(f.doc, f.tree, p.tok) {
			p.actor, p.recipient = 0, 0
		}
	}
	return parties
}

// faraway is how likely an attacker must be whom the sentence does not name.
const faraway = 0.2

// endures reports whether token tok is of the subject of a passive: it does not act
// ("the opposition leader was charged").
func (f *finder) endures(i, tok int) bool {
	if tok < 0 || f.doc.Tokens[i].UPOS != "VERB" || f.tree.Child(i, "aux:pass") < 0 {
		return false
	}
	s := f.tree.Child(i, "nsubj:pass")
	return s >= 0 && (tok == s || f.tree.Under(tok, s))
}

// recast returns the phrases beside a candidate with how likely each is its
// actor and its recipient, by the engine's vectors too; nil where its words
// settle who its parties are.
func (f *finder) recast(c *candidate) []party {
	if c.parties == nil {
		return c.parties
	}
	parties, items := slices.Clone(c.parties), f.partyItems(c.i, c.parties)
	if f.doc.Weigh(partyScale, []int{c.i}, kindOf(c), items) {
		for n, x := range items {
			parties[n].actor, parties[n].recipient = learnt.Logistic(x.Odds[acting]), learnt.Logistic(x.Odds[suffering])
		}
	}
	return f.untellers(c, f.present(c, parties))
}

// present leaves an assault that tells no attacker ("bombs went off", "two were
// killed") without one where the likeliest is hardly so and not named in the sentence.
func (f *finder) present(c *candidate, parties []party) []party {
	if c.typ != codebook.Assault || f.tree.Child(c.i, "nsubj") >= 0 && f.doc.Tokens[c.i].UPOS == "VERB" {
		return parties
	}
	top := -1
	for n := range parties {
		if top < 0 || parties[n].actor > parties[top].actor {
			top = n
		}
	}
	if top < 0 || parties[top].tok >= 0 || parties[top].actor >= faraway {
		return parties
	}
	for n := range parties {
		parties[n].actor = 0
	}
	return parties
}

// mentions returns the words of the document that mean each actor, gathered once.
func (f *finder) mentions() map[string][]int {
	if f.meant == nil {
		f.meant = map[string][]int{}
		for si := range f.doc.Sentences {
			for _, h := range f.heard(si) {
				f.meant[h.id] = append(f.meant[h.id], h.tok)
			}
		}
	}
	return f.meant
}

// mutually is the kind of act all of whose parties act.
const mutually = "MUTUAL"

// kindOf names the kind of a candidate's act: its type, or that all parties act.
func kindOf(c *candidate) string {
	if mutual(c) {
		return mutually
	}
	return c.typ
}

// part names the part that the engine gives a phrase in the event of a trigger,
// with how sure it is.
func (f *finder) part(i, tok int) string {
	best := lang.Arg{}
	for _, a := range f.args[i] {
		if a.Score > best.Score && f.inPhrase(a.Token, tok) {
			best = a
		}
	}
	if best.Role == "" {
		return "none"
	}
	return best.Role + strconv.Itoa(int(best.Score*5))
}

// inPhrase reports whether word k is word tok, or one that makes a name or a noun with it.
func (f *finder) inPhrase(k, tok int) bool {
	return k == tok || f.tree.Head(k) == tok && f.fused(k)
}

func (f *finder) fused(k int) bool {
	switch f.tree.Rel(k) {
	case "flat", "compound", "nmod:desc":
		return true
	}
	return false
}

// Likelihoods that a party needs: beside others, in a mention and in the event
// that all its mentions make; as the only one; and as the only recipient where
// the sentence does not name it.
var (
	inMention = likely{actor: 0.25, recipient: 0.2}
	inEvent   = likely{actor: 0.35, recipient: 0.3, third: 0.5}
)

const (
	unlikely = 0.02
	unnamed  = 0.05
)

// A likely is how likely an actor and a recipient beside others must be, and
// how likely beside more than one of its part.
type likely struct{ actor, recipient, third float64 }

// beside is how likely a party must be that follows those listed.
func (l likely) beside(listed []string, least float64) float64 {
	if len(listed) > 1 {
		return max(least, l.third)
	}
	return least
}

// cast gives the parties their parts. The actor and the recipient that together
// are the likeliest come first, since who seems both is one of the two; the
// others follow, each in the part that is likelier for it.
func cast(phrases []party, mutual bool, least likely) (actors, recipients []string) {
	parties := strongest(phrases)
	if mutual {
		for _, p := range parties {
			if p.actor >= least.actor || len(actors) < 2 && p.actor >= unlikely {
				actors = append(actors, p.id)
			}
		}
		return actors, nil
	}
	a, r := leads(parties)
	if a >= 0 && parties[a].actor >= unlikely {
		actors = append(actors, parties[a].id)
	}
	if r >= 0 && (parties[r].recipient >= unnamed || parties[r].tok >= 0 && parties[r].recipient >= unlikely) {
		recipients = append(recipients, parties[r].id)
	}
	for _, p := range parties {
		switch {
		case slices.Contains(actors, p.id) || slices.Contains(recipients, p.id):
		case p.actor >= least.beside(actors, least.actor) && p.actor >= p.recipient:
			actors = append(actors, p.id)
		case p.recipient >= least.beside(recipients, least.recipient) && p.recipient > p.actor:
			recipients = append(recipients, p.id)
		}
	}
	return actors, recipients
}

// strongest makes one party of the phrases that mean the same actor, with the
// best likelihoods of any, the likeliest actor first.
func strongest(phrases []party) []party {
	var out []party
	for _, p := range phrases {
		k := slices.IndexFunc(out, func(o party) bool { return o.id == p.id })
		if k < 0 {
			out = append(out, p)
			continue
		}
		out[k].actor, out[k].recipient = max(out[k].actor, p.actor), max(out[k].recipient, p.recipient)
	}
	slices.SortStableFunc(out, func(a, b party) int { return cmp.Compare(b.actor, a.actor) })
	return out
}

// nobody is how likely an act is to have no actor, or no recipient, among the
// parties: no less likely than one so unlikely.
const nobody = 0.02

// leads returns the parties that are likeliest an actor and a recipient
// together, -1 for none.
func leads(parties []party) (actor, recipient int) {
	actor, recipient = -1, -1
	best := 0.0
	for a := -1; a < len(parties); a++ {
		for r := -1; r < len(parties); r++ {
			if a == r {
				continue
			}
			p := chance(parties, a, party.acts) * chance(parties, r, party.suffers)
			if p > best {
				actor, recipient, best = a, r, p
			}
		}
	}
	return actor, recipient
}

// chance returns how likely a party has a part, for -1 that nobody has.
func chance(parties []party, k int, part func(party) float64) float64 {
	if k < 0 {
		return nobody
	}
	return part(parties[k])
}

// acts and suffers return how likely a party is an actor and no recipient, and
// the reverse.
func (p party) acts() float64    { return p.actor * (1 - p.recipient) }
func (p party) suffers() float64 { return p.recipient * (1 - p.actor) }

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

// agreed are the types of acts that others may broker.
var agreed = map[string]bool{codebook.Agree: true, codebook.Support: true, codebook.Retreat: true, codebook.Cooperate: true}
