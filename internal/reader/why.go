package reader

import (
	"strings"

	"readout/internal/actor"
	"readout/internal/lang"
	"readout/internal/place"
	"readout/internal/record"
)

// Explaining returns a reader that says in each reading's Why how its facts
// came about. The records are the same.
func (r *Reader) Explaining() *Reader {
	out := *r
	out.explain = true
	return &out
}

// nouns reads the actors and places of a document, explained where there is a
// Why to fill.
func (r *Reader) nouns(doc *lang.Doc, why record.Why) (*actor.Resolver, *place.Finder) {
	if why == nil {
		actors := actor.FindWith(doc, r.book)
		return actors, place.Find(doc, actors)
	}
	actors := actor.Explained(doc, r.book)
	return actors, place.Explained(doc, actors)
}

// saySpoken says by which words each statement and its speaker were told.
func saySpoken(why record.Why, doc *lang.Doc, statements []record.Statement) {
	if why == nil {
		return
	}
	for _, s := range statements {
		if s.Cue.Quote != "" {
			why.Say(s.ID, "%s: cue “%s”", s.Form, s.Cue.Quote)
		} else {
			why.Say(s.ID, "%s: no cue", s.Form)
		}
		who := "speaker: no words beside the cue tell it"
		if words := source(doc, s); words != "" {
			who = "speaker: by the words “" + words + "”"
		}
		if s.Speaker == nil {
			who += "; no actor of the report"
		}
		why.Say(s.ID, "%s", who)
	}
}

// source is the words that the engine found to name who speaks a statement.
func source(doc *lang.Doc, s record.Statement) string {
	for _, a := range doc.Attributions {
		for _, c := range append(append([]lang.Span{}, a.Cue...), a.Content...) {
			for _, own := range append([]record.Evidence{s.Cue}, s.Content...) {
				if own.Start < c.End && c.Start < own.End && len(a.Source) > 0 {
					return strings.Join(strings.Fields(doc.Slice(a.Source[0])), " ")
				}
			}
		}
	}
	return ""
}
