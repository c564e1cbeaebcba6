// Package event finds what actors did: a trigger by the lexicon and the
// engine's labels, its parties by the tree, and whether it happened. Mentions
// of one happening become one event.
package event

import (
	"cmp"
	"slices"
	"strconv"

	"readout/internal/codebook"
	"readout/internal/lang"
	"readout/internal/record"
)

// Actors tells which actor a word stands for.
type Actors interface {
	At(tok int) (string, bool)
	Describe(tok int) (string, bool)
}

// Places tells which place a word names.
type Places interface {
	At(tok int) (string, bool)
	Named(tok int) *record.Place // of a name that may stand for who acts, too; nil for none
}

// Input is what Find reads.
type Input struct {
	Doc        *lang.Doc
	Actors     Actors
	Places     Places
	Statements []record.Statement
	Why        record.Why // filled where it is not nil
	Codebook   *Codebook  // nil for the built-in lexicon
}

type finder struct {
	in       Input
	doc      *lang.Doc
	tree     *lang.Tree
	lex      *lexicon
	set      setting
	args     map[int][]lang.Arg  // by trigger
	plays    map[int][]lang.Arg  // by the word that plays the part
	earlier  map[int][]lang.Arg  // by trigger, of the sentences before its own
	hearings [][]hearing         // by sentence, as far as asked for
	meant    map[string][]int    // by actor, once asked for: the words that mean it
	meanings map[int]meaning     // by token, as far as asked for
	again    map[int32][]int32   // by either word, indexes in Doc.Again
	guessed  map[[2]string][]int // by type and lemma, the words that likely tell such an event
	words    []int               // all tokens, once asked for
	moded    map[int]bool        // by trigger: rules settle the mode
	triggers map[int][]int       // by the first trigger of an event, those of all its mentions
}

// A candidate is a word that may trigger an event, with its parties.
type candidate struct {
	entry
	i                  int
	from               string   // as of its reading
	beside             []string // its other readings
	parties            []party  // beside it, by the table; nil where its words settle who they are
	actors, recipients []string
	where              []string
	when               *record.When
	fact               string
}

// A quiet resolver can be asked for actors without making them part of the
// record.
type quiet interface {
	Quietly(look func())
	Show(ids ...string)
}

// Find returns the events of the document in text order of their triggers.
func Find(in Input) []record.Event {
	var out []record.Event
	q, ok := in.Actors.(quiet)
	if !ok {
		return find(in)
	}
	q.Quietly(func() { out = find(in) })
	for _, e := range out {
		q.Show(e.Actors...)
		q.Show(e.Recipients...)
	}
	return out
}

func find(in Input) []record.Event {
	f := newFinder(in)
	var found []mention
	var near []short
	for i := range f.doc.Tokens {
		c, p := f.best(i)
		switch need := f.needed(&c); {
		case p >= need:
			if f.mishap(&c) || f.lifted(&c) || f.byTheWay(&c) {
				continue
			}
			f.rioting(&c)
			f.downing(&c)
			f.captive(&c)
			f.moded[c.i] = f.moded[c.i] || f.unwelcome(&c)
			found = append(found, mention{c, f.event(&c), p})
		case in.Why != nil && p >= need-nearly:
			near = append(near, short{c, p})
		}
	}
	out := f.merge(found)
	f.fill(out)
	for i := range out {
		out[i].ID = "e" + strconv.Itoa(i+1)
		f.remode(&out[i])
	}
	if in.Why != nil {
		f.explain(found, near, out)
	}
	f.locate(out)
	return out
}

func newFinder(in Input) *finder {
	f := &finder{in: in, doc: in.Doc, tree: lang.NewTree(in.Doc), lex: in.Codebook.listed()}
	if in.Actors != nil {
		f.set = f.setting()
	}
	f.meanings, f.again, f.triggers = map[int]meaning{}, map[int32][]int32{}, map[int][]int{}
	f.moded = map[int]bool{}
	for n, a := range in.Doc.Again {
		f.again[a.Earlier] = append(f.again[a.Earlier], int32(n))
		f.again[a.Later] = append(f.again[a.Later], int32(n))
	}
	f.guessed = map[[2]string][]int{}
	for k, t := range f.doc.Tokens {
		if t.Guess != "" && t.Told >= guessFrom {
			key := [2]string{t.Guess, f.lemma(k)}
			f.guessed[key] = append(f.guessed[key], k)
		}
	}
	f.args, f.plays, f.earlier = map[int][]lang.Arg{}, map[int][]lang.Arg{}, map[int][]lang.Arg{}
	for _, a := range in.Doc.Around {
		f.earlier[a.Trigger] = append(f.earlier[a.Trigger], a)
	}
	for _, a := range in.Doc.Args {
		f.args[a.Trigger] = append(f.args[a.Trigger], a)
		f.plays[a.Token] = append(f.plays[a.Token], a)
	}
	return f
}

// single reports whether the document is of one sentence.
func (f *finder) single() bool { return len(f.doc.Sentences) == 1 }

// unwelcome reports whether a candidate is of "declared persona non grata", which
// tells of nothing but an expulsion.
func (f *finder) unwelcome(c *candidate) bool {
	return c.from == "listed" && c.typ == "SANCTION" && f.lemma(c.i) == "declare"
}

// needed is the score that a candidate needs in this document.
func (f *finder) needed(c *candidate) float64 {
	if c.own && c.strong || f.unwelcome(c) {
		return leastOwn
	}
	if f.set.idle {
		return leastIdle
	}
	if !f.single() {
		return least
	}
	switch {
	case c.from != "guessed" && len(c.actors) > 0 && len(c.actors)+len(c.recipients) > 1:
		return leastPaired
	case len(c.actors)+len(c.recipients) > 0:
		return leastAlone
	}
	return least
}

// Scores that a candidate needs: in a report of affairs of state, in one of
// sport, trade or leisure, and for what a user lists. What is told in one
// sentence is the news, not its background, and needs less where it has one
// party, and less again where it has two.
const (
	least       = 0.42
	leastIdle   = 0.75
	leastAlone  = 0.25
	leastPaired = 0.10
	leastOwn    = 0 // a strong row says that the words are an act wherever they stand
)

// candidates returns the events that token i may trigger.
func (f *finder) candidates(i int) []candidate {
	var out []candidate
	rs := f.readings(i)
	for _, r := range rs {
		c := candidate{entry: r.entry, i: i, from: r.from}
		for _, x := range rs {
			if x.from != r.from {
				c.beside = append(c.beside, x.from)
			}
		}
		c.actors, c.recipients = f.parties(i, r.entry)
		f.assign(&c)
		if mutual(&c) {
			c.actors, c.recipients = union(c.actors, c.recipients), nil
		}
		c.fact = f.factuality(i)
		if c.fact == codebook.Planned && f.spoken(i, r.typ) {
			c.fact = codebook.Actual
		}
		if c.fact == codebook.Actual && r.typ != codebook.Agree && foreseen[f.lemma(i)] && f.infinitive(f.tree.Child(i, "xcomp")) {
			c.fact = codebook.Planned
		}
		if c.fact == codebook.Denied && r.typ != codebook.Reject && f.lemma(i) == "rule" { // "has not ruled out strikes"
			c.fact = codebook.Possible
		}
		if r.from == "refusal" || r.from == "duty" || r.from == "harm" || r.from == "menace" {
			c.fact = codebook.Actual
		}
		c.where, c.when = f.places(i), f.when(i, c.fact)
		out = append(out, c)
	}
	return out
}

// best returns the likeliest event that token i triggers, with its score.
func (f *finder) best(i int) (candidate, float64) {
	var best candidate
	top := -1.0
	for _, c := range f.candidates(i) {
		if p := f.score(&c); p > top {
			best, top = c, p
		}
	}
	return best, top
}

// event makes an event of a candidate.
func (f *finder) event(c *candidate) record.Event {
	t := f.doc.Tokens[c.i]
	out := record.Event{
		Type: c.typ, Factuality: c.fact, Actors: some(c.actors), Recipients: some(c.recipients),
		Trigger: f.evidence(t.Span), Places: some(c.where), When: c.when,
	}
	mode := c.mode
	if mode == "" || mode == usual[c.typ] {
		mode = cmp.Or(f.modeOf(c), mode)
	}
	if mode != "" {
		out.Mode = &mode
	}
	out.AttributedTo = f.attributed(t.Span, c.actors)
	s := f.doc.Sentences[f.tree.Sentence(c.i)]
	out.Evidence = []record.Evidence{f.evidence(s.Span)}
	return out
}

// partOf reports whether the word only helps another trigger: the object of a
// listed phrase, or a modifier of a listed noun.
func (f *finder) partOf(i int) bool {
	h := f.tree.Head(i)
	if h < 0 {
		return false
	}
	switch f.tree.Rel(i) {
	case "compound", "amod", "flat":
		return true
	case "obj", "nsubj:pass", "obl":
		e, ok := f.lookup(h)
		return ok && len(e.with) > 0 && slices.ContainsFunc(e.with, func(alt []string) bool {
			return slices.Contains(alt, f.lemma(i)) || slices.Contains(alt, f.doc.Tokens[i].Form)
		})
	}
	return false
}

// parties returns who acts and who is acted on, no one both.
func (f *finder) parties(i int, e entry) (actors, recipients []string) {
	if u := f.doc.Tokens[i].UPOS; u == "VERB" || u == "ADJ" || u == "AUX" {
		actors, recipients = f.subject(i), f.object(i, e.typ)
	} else {
		actors, recipients = f.nominal(i)
	}
	recipients = slices.DeleteFunc(slices.Clone(recipients), func(id string) bool { return slices.Contains(actors, id) })
	return actors, recipients
}

// attributed names the speaker of the statement that holds the trigger, unless
// the speaker acts.
func (f *finder) attributed(s lang.Span, actors []string) *string {
	for _, st := range f.in.Statements {
		if st.Speaker != nil && holds(st.Content, s) && !slices.Contains(actors, *st.Speaker) {
			speaker := *st.Speaker
			return &speaker
		}
	}
	return nil
}

// holds reports whether one of the quotes has a span.
func holds(quotes []record.Evidence, s lang.Span) bool {
	return slices.ContainsFunc(quotes, func(q record.Evidence) bool { return q.Start <= s.Start && s.End <= q.End })
}

// usual is the mode of most acts of a type, for a trigger that only the engine
// names.
var usual = map[string]string{codebook.Accuse: "disapprove", codebook.Protest: "demo"}

func (f *finder) evidence(s lang.Span) record.Evidence {
	return record.Evidence{Start: s.Start, End: s.End, Quote: f.doc.Slice(s)}
}

func optional(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func some(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}
