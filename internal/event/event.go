// Package event finds what actors did: a trigger by the lexicon and the
// engine's labels, its parties by the tree, and whether it happened. Mentions
// of one happening become one event.
package event

import (
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
}

// Input is what Find reads.
type Input struct {
	Doc        *lang.Doc
	Actors     Actors
	Places     Places
	Statements []record.Statement
}

type finder struct {
	in   Input
	doc  *lang.Doc
	tree *lang.Tree
	lex  *lexicon
}

// Find returns the events of the document in text order of their triggers.
func Find(in Input) []record.Event {
	f := &finder{in: in, doc: in.Doc, tree: lang.NewTree(in.Doc), lex: lexiconOnce()}
	var found []record.Event
	for i := range f.doc.Tokens {
		if e, ok := f.at(i); ok {
			found = append(found, e)
		}
	}
	out := merge(found)
	for i := range out {
		out[i].ID = "e" + strconv.Itoa(i+1)
	}
	return out
}

// at returns the event that token i triggers.
func (f *finder) at(i int) (record.Event, bool) {
	t := f.doc.Tokens[i]
	e, listed := f.lookup(i)
	switch {
	case !listed && t.Event == "":
		return record.Event{}, false
	case !listed || (t.Event != "" && t.Event != e.typ):
		if _, ok := codebook.TypeByName(t.Event); !ok {
			return record.Event{}, false
		}
		e = entry{typ: t.Event, mode: usual[t.Event], noun: t.UPOS != "VERB"}
	}
	agreed := listed && t.Event == e.typ
	if !agreed && f.partOf(i) {
		return record.Event{}, false
	}
	actors, recipients := f.parties(i, e)
	if len(actors)+len(recipients) == 0 {
		return record.Event{}, false
	}
	if t.Event == "" && (!e.strong || len(actors) == 0) {
		return record.Event{}, false
	}
	if e.typ == codebook.Consult && e.mode != "visit" {
		actors, recipients = union(actors, recipients), nil
		if t.Event == "" && len(actors) < 2 {
			return record.Event{}, false
		}
	}
	where := f.places(i, e.typ)
	if t.Event == "" && listed && len(e.with) == 0 && transitive[e.typ] && len(recipients)+len(where) == 0 {
		return record.Event{}, false
	}
	out := record.Event{
		Type: e.typ, Factuality: f.factuality(i), Actors: some(actors), Recipients: some(recipients),
		Trigger: f.evidence(t.Span), Places: some(where), When: f.when(i),
	}
	if e.mode != "" {
		mode := e.mode
		out.Mode = &mode
	}
	out.AttributedTo = f.attributed(t.Span, actors)
	s := f.doc.Sentences[f.tree.Sentence(i)]
	out.Evidence = []record.Evidence{f.evidence(s.Span)}
	return out, true
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
		if st.Speaker == nil || slices.Contains(actors, *st.Speaker) {
			continue
		}
		for _, c := range st.Content {
			if c.Start <= s.Start && s.End <= c.End {
				speaker := *st.Speaker
				return &speaker
			}
		}
	}
	return nil
}

// usual is the mode of most acts of a type, for a trigger that only the engine
// names.
var usual = map[string]string{codebook.Accuse: "disapprove", codebook.Protest: "demo"}

// transitive lists the types whose acts, told in one word, need somebody acted
// on or a place before the lexicon alone is believed.
var transitive = words("ASSAULT AID SUPPORT REQUEST ACCUSE COERCE THREATEN")

// sited lists the types whose object may be the place where they happen:
// "visited the capital", "shelled the town".
var sited = words("CONSULT ASSAULT COERCE RETREAT")

// places returns the places named in the clause of token i.
func (f *finder) places(i int, typ string) []string {
	var out []string
	for _, k := range f.tree.Children(i, "obl", "nmod", "obl:loc", "obj") {
		rel := f.tree.Rel(k)
		switch f.cased(k) {
		case "in", "at", "near", "outside", "inside", "on", "around", "across", "to", "from", "off", "over":
		default:
			if rel != "obj" || !sited[typ] {
				continue
			}
		}
		if id, ok := f.in.Places.At(k); ok && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	if h := f.tree.Head(i); len(out) == 0 && h >= 0 && f.doc.Tokens[i].UPOS != "VERB" && light[f.lemma(h)] && f.doc.Tokens[h].UPOS == "VERB" {
		return f.places(h, typ)
	}
	return out
}

// when returns the time told in the clause of i, or one that opens the
// sentence.
func (f *finder) when(i int) *record.When {
	s := f.doc.Sentences[f.tree.Sentence(i)]
	var best *lang.Timex
	for k := range f.doc.Times {
		t := &f.doc.Times[k]
		if !s.Contains(t.Span) || t.Type == "DURATION" || t.Type == "SET" || (t.Start == "" && t.End == "") {
			continue
		}
		if f.inClause(t.Span, i) {
			best = t
			break
		}
	}
	if best == nil {
		return nil
	}
	text := f.doc.Slice(best.Span)
	return &record.When{Start: optional(best.Start), End: optional(best.End), Text: &text}
}

// inClause reports whether the nearest verb above a time is the trigger's.
func (f *finder) inClause(s lang.Span, i int) bool {
	sent := f.doc.Sentences[f.tree.Sentence(i)]
	for k := sent.First; k < sent.First+sent.N; k++ {
		if !s.Contains(f.doc.Tokens[k].Span) {
			continue
		}
		for _, h := range f.tree.Above(k) {
			if h == i {
				return true
			}
			if u := f.doc.Tokens[h].UPOS; u == "VERB" {
				return light[f.lemma(h)] && f.tree.Head(i) == h
			}
		}
		return false
	}
	return false
}

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
