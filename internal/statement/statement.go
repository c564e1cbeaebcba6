// Package statement finds who said what: a cue, its speaker and its content,
// by the tree and the quotation marks, with the engine's attributions where
// those find nothing. It judges no content.
package statement

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"readout/internal/lang"
	"readout/internal/lang/en"
	"readout/internal/record"
)

// Actors tells which actor a word stands for. Describe also makes an actor of
// a description ("officials").
type Actors interface {
	At(tok int) (string, bool)
	Describe(tok int) (string, bool)
}

// A found is a statement in the making.
type found struct {
	speaker    string
	addressees []string
	by         source
	cue        lang.Span
	sentence   int
	content    []lang.Span
	share      float64 // how likely it is one, by the engine's vectors; 0 where they do not say
}

// A source is what a statement was found by.
type source int

const (
	byAccording source = iota
	byCiting
	byVerb  // of a kind, the first of three
	byNoun  = byVerb + 3
	byHead  = byNoun + 1
	guessed = byHead + 1 // as many more, of what needs a scale's word
)

type finder struct {
	doc     *lang.Doc
	tree    *lang.Tree
	actors  Actors
	quotes  []quotation
	guesses bool // what is looked for are guesses
	out     []found
	means   map[string][]int // by actor, once asked for: the words that mean it
	why     record.Why       // filled where it is not nil
}

// Find returns the statements of d in text order of their cues.
func Find(d *lang.Doc, actors Actors) []record.Statement { return Explained(d, actors, nil) }

// Explained is Find, and says in why how likely each statement is one and what
// was nearly one.
func Explained(d *lang.Doc, actors Actors, why record.Why) []record.Statement {
	f := newFinder(d, actors)
	f.why = why
	f.quietly(f.look)
	f.quietly(f.respeak)
	return f.records()
}

// quietly looks at actors without making them part of the record, unless they
// speak or are spoken to.
func (f *finder) quietly(look func()) {
	q, ok := f.actors.(interface {
		Quietly(func())
		Show(...string)
	})
	if !ok {
		look()
		return
	}
	q.Quietly(look)
	for _, s := range f.out {
		q.Show(s.speaker)
		q.Show(s.addressees...)
	}
}

func newFinder(d *lang.Doc, actors Actors) *finder {
	return &finder{doc: d, tree: lang.NewTree(d), actors: actors, quotes: quotations(d)}
}

// look finds what is said, with the speakers that the rules give it.
func (f *finder) look() {
	f.sure()
	if f.doc.Scales != nil {
		f.guess()
		f.keep()
	}
	f.carryOn()
}

// sure finds what the rules are sure of.
func (f *finder) sure() {
	for i := range f.doc.Tokens {
		f.at(i)
	}
	f.fromHead()
	f.settle()
}

// settle puts what is found in the order of the text, each thing once.
func (f *finder) settle() {
	slices.SortStableFunc(f.out, func(a, b found) int { return cmp.Or(cmp.Compare(a.cue.Start, b.cue.Start), cmp.Compare(a.by, b.by)) })
	f.dedupe()
}

// at looks for a statement whose cue is token i.
func (f *finder) at(i int) {
	t := f.doc.Tokens[i]
	lemma := f.lemma(i)
	kind := cueVerbs[lemma]
	if kind > says && !t.Says && !(kind == labels && f.names(i)) { // a verb of thought or deed is a cue where the engine says so
		kind = 0
	}
	switch {
	case strings.EqualFold(t.Form, "according"):
		f.accordingTo(i)
	case (t.UPOS == "VERB" || t.UPOS == "AUX") && kind != 0 && !f.inQuote(t.Span):
		if lemma == "cite" || (lemma == "quote" && t.Form != "quoted") {
			f.citing(i)
			return
		}
		f.verb(i, lemma, kind)
	case t.UPOS == "NOUN" && cueNouns[lemma] && !f.inQuote(t.Span):
		f.noun(i)
	}
}

func (f *finder) lemma(i int) string { return en.Lemma(f.doc.Tokens[i].Form, f.doc.Tokens[i].UPOS) }

func (f *finder) verb(v int, lemma string, kind cueKind) {
	if lemma == "quote" && f.tree.Child(v, "nsubj:pass") >= 0 { // "was quoted as saying"
		return
	}
	speakers := f.speakers(v)
	if id, ok := f.again(v); ok {
		speakers = []string{id}
	}
	if len(speakers) == 0 && kind == says {
		speakers = f.nearSpeaker(v)
	}
	if len(speakers) == 0 {
		return
	}
	content := f.contentOf(v, kind)
	if len(content) == 0 && kind == says {
		content = f.rest(v)
	}
	if len(content) == 0 {
		return
	}
	f.take(v, content)
	for _, s := range speakers {
		f.add(found{speaker: s, addressees: f.addressees(v, lemma), by: byVerb + source(kind-says), cue: f.doc.Tokens[v].Span, sentence: f.tree.Sentence(v), content: content})
	}
}

// citing reads ", citing officials" after the clause that it vouches for.
func (f *finder) citing(i int) {
	obj, top := f.tree.Child(i, "obj"), f.tree.Head(i)
	if obj < 0 || top < 0 || f.tree.Rel(i) != "advcl" {
		return
	}
	content := f.runs(without(f.tree.Subtree(top), f.tree.Subtree(i)))
	for _, s := range f.named(obj) {
		f.add(found{speaker: s, by: byCiting, cue: f.doc.Tokens[i].Span, sentence: f.tree.Sentence(i), content: content})
	}
}

// noun reads "his claim that …" and "warnings from X that …".
func (f *finder) noun(i int) {
	c := f.tree.Child(i, "acl", "ccomp", "acl:relcl")
	if c < 0 {
		return
	}
	if m := f.tree.Child(c, "mark"); !f.guesses && (m < 0 || !strings.EqualFold(f.doc.Tokens[m].Form, "that")) {
		return
	}
	who := f.named(f.tree.Child(i, "nmod:poss", "nmod"))
	if h := f.tree.Head(i); len(who) == 0 && h >= 0 && f.tree.Rel(i) == "obj" {
		who = f.speakers(h)
	}
	content := f.runs(f.clauseTokens(c))
	for _, s := range who {
		f.add(found{speaker: s, by: byNoun, cue: f.doc.Tokens[i].Span, sentence: f.tree.Sentence(i), content: content})
	}
}

// add keeps a statement that has content.
func (f *finder) add(s found) {
	if f.guesses {
		s.by += guessed
	}
	s.content = f.unfronted(f.led(s.content, s.cue), s.cue)
	if len(s.content) > 0 {
		f.out = append(f.out, s)
	}
}

// dedupe drops a statement whose speaker and content another cue in the
// sentence has given: an earlier one, or a wider one ("said he believed …"). A
// guess drops nothing but later guesses.
func (f *finder) dedupe() {
	var out []found
	for k, s := range f.out {
		twice := func(o found) bool {
			return (o.by < guessed || s.by >= guessed) && o.sentence == s.sentence && o.speaker == s.speaker &&
				(o.cue.Overlaps(s.cue) || slices.Equal(o.content, s.content) || covered(o.content, s.cue))
		}
		later := s.by >= guessed && slices.ContainsFunc(f.out[k+1:], func(o found) bool { return o.by < guessed && twice(o) })
		if !later && !slices.ContainsFunc(out, twice) {
			out = append(out, s)
		}
	}
	f.out = out
}

// carryOn gives quotations that no cue claims to the statement before them,
// when they follow it closely.
func (f *finder) carryOn() {
	for qi := range f.quotes {
		q := &f.quotes[qi]
		if q.owned || q.words < 4 {
			continue
		}
		si := f.doc.SentenceAt(q.Start)
		if si < 0 || q.Start-f.doc.Sentences[si].Start > 4 {
			continue
		}
		best := -1
		for k := range f.out {
			if f.out[k].cue.Start < q.Start && f.near(f.out[k].sentence, si) {
				best = k
			}
		}
		if best >= 0 && !covered(f.out[best].content, q.Span) {
			f.out[best].content = append(f.out[best].content, q.Span)
			f.out[best].sentence = si
		}
	}
}

// near reports whether sentence b follows a in its paragraph or opens the next.
func (f *finder) near(a, b int) bool {
	return a >= 0 && b >= a && b-a <= 2 && f.doc.Sentences[b].Paragraph-f.doc.Sentences[a].Paragraph <= 1
}

func (f *finder) records() []record.Statement {
	out := make([]record.Statement, 0, len(f.out))
	for _, s := range f.out {
		speaker := s.speaker
		r := record.Statement{
			ID: "s" + strconv.Itoa(len(out)+1), Speaker: &speaker, Addressees: s.addressees,
			Form: f.form(s.content), Cue: f.evidence(s.cue),
		}
		for _, c := range s.content {
			r.Content = append(r.Content, f.evidence(closed(f.doc.Text, c)))
		}
		if s.share > 0 {
			f.why.Say(r.ID, "likelihood %.2f, needed %.2f", s.share, leastSaid)
		}
		out = append(out, r)
	}
	return out
}

func (f *finder) evidence(s lang.Span) record.Evidence {
	return record.Evidence{Start: s.Start, End: s.End, Quote: f.doc.Slice(s)}
}
