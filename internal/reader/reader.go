// Package reader runs the stages in order: a report in, a reading out. It
// alone knows the order, and it alone opens the model.
//
// Reading is of one report. What several reports say of one matter is not
// joined here.
package reader

import (
	"fmt"

	"readout/internal/annotate"
	"readout/internal/event"
	"readout/internal/lang"
	"readout/internal/lang/timex"
	"readout/internal/lang/tokenize"
	"readout/internal/record"
	"readout/internal/situation"
	"readout/internal/statement"
)

// Version names what the reader finds. A new one makes older readings due again.
const Version = "0.3"

// Doc annotates a text: sentences, tokens, and every layer of the engine.
func (r *Reader) Doc(title, text, published string) *lang.Doc {
	doc := tokenize.Doc(title, text, day(published))
	r.Annotate(doc)
	timex.Resolve(doc)
	return doc
}

// Relate returns the types of what the bearer of one span of a text does to
// that of another, likeliest first; none without a model.
func (r *Reader) Relate(text string, from, to lang.Span) []annotate.TypeScore {
	if r.engine == nil {
		return nil
	}
	doc := tokenize.Doc("", text, "")
	return r.engine.Relate(doc, from, to)
}

// Annotate fills the layers of the engine in a doc whose tokens are given.
func (r *Reader) Annotate(doc *lang.Doc) {
	if r.engine != nil {
		r.engine.Annotate(doc)
	}
}

// Read reads one report. It depends on nothing but the report and r: no clock,
// no network, no store.
func (r *Reader) Read(rep *record.Report) *record.Reading {
	out := blank(rep)
	if notice := r.unread(rep); notice != "" {
		out.Notice = notice
		return out
	}
	doc := r.Doc(value(rep.Title), rep.Text, value(rep.Published)) // tags, tree, names, attributions, triggers, times
	doc.Outlet = value(rep.Outlet)

	if r.explain {
		out.Why = record.Why{}
	}
	actors, places := r.nouns(doc, out.Why)
	out.Statements = statement.Explained(doc, actors, out.Why)
	out.Events = event.Find(event.Input{Doc: doc, Actors: actors, Places: places, Statements: out.Statements, Why: out.Why, Codebook: r.codes})
	out.Situations = situation.Find(situation.Input{Doc: doc, Actors: actors, Places: places, Events: out.Events, Why: out.Why, Codebook: r.states})
	actors.Keep(out)
	places.Keep(out)
	out.Actors = actors.Actors() // last: the stages above add the actors known by description only
	out.Places = places.Places()
	actors.Why(out.Why)
	places.Why(out.Why)
	saySpoken(out.Why, doc, out.Statements)
	settle(out)
	return out
}

// blank is a reading with a header and no facts.
func blank(rep *record.Report) *record.Reading {
	out := &record.Reading{Report: *rep, Reader: "readout " + Version}
	out.Report.Bylines = some(out.Report.Bylines)
	out.Report.Captions = some(out.Report.Captions)
	out.Report.Related = some(out.Report.Related)
	settle(out)
	return out
}

// MostText is the longest text that is read, in bytes: some 170,000 words, for
// which a reading takes a minute or two on one core and a gigabyte.
const MostText = 1 << 20

// unread says why a report is not read, "" when it is.
func (r *Reader) unread(rep *record.Report) string {
	if l := value(rep.Language); l != "en" && l != "" {
		return fmt.Sprintf("No reading was made: the report's language is %q, and only English is read.", l)
	}
	if n := len(rep.Text); n > MostText {
		return fmt.Sprintf("No reading was made: the report's text has %.1f MB, and at most %d MB are read; split it.", float64(n)/(1<<20), MostText>>20)
	}
	if r.engine == nil {
		return "No reading was made: this build holds no model; give one with --model."
	}
	return ""
}

func value(p *string) string {
	if p == nil {
		return ""
	}
	return *p
}

// day cuts an instant to its day.
func day(published string) string {
	if len(published) > len("2006-01-02") {
		return published[:len("2006-01-02")]
	}
	return published
}

// some makes a missing list an empty one, so that JSON has [] and not null.
func some[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
