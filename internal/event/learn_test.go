package event_test

import (
	"bufio"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"readout/internal/actor"
	"readout/internal/codebook"
	"readout/internal/event"
	"readout/internal/lang"
	"readout/internal/place"
	"readout/internal/reader"
	"readout/internal/reader/readertest"
	"readout/internal/record"
	"readout/internal/statement"
)

// TestLearnGate writes the examples of the gate; see readertest.Learn.
func TestLearnGate(t *testing.T) {
	readertest.Learn(t, []string{"gate", "scale.gate", "scale.gate.vectors"}, func(doc *lang.Doc, g *readertest.Gold, w map[string]*bufio.Writer) {
		learnGate(input(doc), &truth{&g.Reading, doc}, &truth{&record.Reading{Events: g.Unsure}, doc}, w)
	})
}

// TestLearnParties writes the examples of roles.
func TestLearnParties(t *testing.T) {
	readertest.Learn(t, []string{"roles", "scale.party", "scale.party.vectors"}, func(doc *lang.Doc, g *readertest.Gold, w map[string]*bufio.Writer) {
		in := input(doc)
		learnParties(in, in.Actors.(*actor.Resolver), &truth{&g.Reading, doc}, w)
	})
}

// TestLearnJoins writes the examples of joins.
func TestLearnJoins(t *testing.T) {
	readertest.Learn(t, []string{"joins"}, func(doc *lang.Doc, g *readertest.Gold, w map[string]*bufio.Writer) {
		learnJoins(input(doc), &truth{&g.Reading, doc}, w)
	})
}

// TestLearnSettings writes the examples of where, when and modes.
func TestLearnSettings(t *testing.T) {
	names := []string{"where", "when", "scale.place", "scale.place.vectors", "scale.time", "scale.time.vectors", "scale.mode", "scale.mode.vectors"}
	readertest.Learn(t, names, func(doc *lang.Doc, g *readertest.Gold, w map[string]*bufio.Writer) {
		learnSettings(input(doc), &truth{&g.Reading, doc}, w)
	})
}

// input is what the stages before this one find in a document.
func input(doc *lang.Doc) event.Input {
	actors := actor.Find(doc)
	return event.Input{Doc: doc, Actors: actors, Places: place.Find(doc, actors), Statements: statement.Find(doc, actors)}
}

// learnJoins writes which mentions are one event.
func learnJoins(in event.Input, gold *truth, w map[string]*bufio.Writer) {
	sure := func(typ string, trigger, sentence lang.Span) bool { return gold.event(typ, trigger, sentence) != nil }
	for _, x := range event.Pairs(in, sure) {
		a, b := gold.event(x.Type, x.Trigger, sentenceAt(in.Doc, x.Trigger)), gold.event(x.Type, x.Other, sentenceAt(in.Doc, x.Other))
		fmt.Fprintf(w["joins"], "%d\t%s\n", readertest.Bit(a == b), strings.Join(x.Features, "\t"))
	}
}

// learnGate writes which candidates are events.
func learnGate(in event.Input, gold, unsure *truth, w map[string]*bufio.Writer) {
	var weighings []readertest.Weighing
	for _, x := range event.Candidates(in) {
		told := gold.told(x.Type, x.Trigger, x.Sentence)
		if told || !unsure.told(x.Type, x.Trigger, x.Sentence) {
			fmt.Fprintf(w["gate"], "%d\t%s\n", readertest.Bit(told), strings.Join(x.Features, "\t"))
			weighings = append(weighings, readertest.Weighing{Of: x.Weighed.Of, Kind: x.Type, Items: x.Weighed.Items, Right: [][]int{{readertest.Bit(told)}}})
		}
	}
	readertest.WriteWeighings(w["scale.gate"], w["scale.gate.vectors"], in.Doc, weighings)
}

// learnParties writes who is party to the events.
func learnParties(in event.Input, actors *actor.Resolver, gold *truth, w map[string]*bufio.Writer) {
	seen := map[lang.Span]*record.Event{}
	sure := func(typ string, trigger, sentence lang.Span) bool {
		seen[trigger] = gold.event(typ, trigger, sentence)
		return seen[trigger] != nil
	}
	phrases, weighed := event.Phrases(in, sure), event.Parties(in, sure)
	for _, x := range phrases {
		actors.Show(x.Actor)
	}
	for _, x := range weighed {
		actors.Show(x.IDs...)
	}
	byID := map[string]record.Actor{}
	for _, a := range actors.Actors() {
		byID[a.ID] = a
	}
	part := func(trigger lang.Span, kind, actor string) (acts, suffers int) {
		e := seen[trigger]
		a, r := readertest.Names(gold.Actors, e.Actors, byID[actor]), readertest.Names(gold.Actors, e.Recipients, byID[actor])
		return readertest.Bit(a || kind == event.Mutually && r), readertest.Bit(r)
	}
	for _, x := range phrases {
		acts, suffers := part(x.Trigger, x.Type, x.Actor)
		fmt.Fprintf(w["roles"], "%d\t%d\t#%s:%d\t%s\n", acts, suffers, in.Doc.Title, x.Trigger.Start, strings.Join(x.Features, "\t"))
	}
	var weighings []readertest.Weighing
	for _, x := range weighed {
		y := readertest.Weighing{Of: x.Of, Kind: x.Kind, Items: x.Items}
		for _, id := range x.IDs {
			acts, suffers := part(in.Doc.Tokens[x.Of[0]].Span, x.Kind, id)
			y.Right = append(y.Right, []int{acts, suffers})
		}
		weighings = append(weighings, y)
	}
	readertest.WriteWeighings(w["scale.party"], w["scale.party.vectors"], in.Doc, weighings)
}

// learnSettings writes where and when the events are.
func learnSettings(in event.Input, gold *truth, w map[string]*bufio.Writer) {
	settings := event.Settings(in, gold.number)
	timed := map[int]bool{} // events whose time is among those told
	for _, x := range settings {
		timed[x.Event] = timed[x.Event] || x.When != nil && gold.on(x.Event, x.When)
	}
	weighings := map[string][]readertest.Weighing{}
	of := map[string]int{}
	for _, x := range settings {
		e := &gold.Events[x.Event]
		mark := fmt.Sprintf("#%s:%d:%d", in.Doc.Title, e.Trigger.Start, x.Event)
		to, right := "when", x.When != nil && gold.on(x.Event, x.When) || x.When == nil && !timed[x.Event]
		switch {
		case x.Place != nil:
			to, right = "where", gold.at(e, x.Place)
		case x.Mode != nil:
			to, right = "mode", readertest.Value(e.Mode) == *x.Mode
		}
		if to != "mode" {
			fmt.Fprintf(w[to], "%d\t%s\t%s\n", readertest.Bit(right), mark, strings.Join(x.Features, "\t"))
		}
		if len(weighings[to]) == 0 || of[to] != x.Event {
			of[to] = x.Event
			weighings[to] = append(weighings[to], readertest.Weighing{Of: x.Of, Kind: x.Kind})
		}
		last := &weighings[to][len(weighings[to])-1]
		last.Items, last.Right = append(last.Items, x.Item), append(last.Right, []int{readertest.Bit(right)})
	}
	readertest.WriteWeighings(w["scale.place"], w["scale.place.vectors"], in.Doc, weighings["where"])
	readertest.WriteWeighings(w["scale.time"], w["scale.time.vectors"], in.Doc, weighings["when"])
	readertest.WriteWeighings(w["scale.mode"], w["scale.mode.vectors"], in.Doc, weighings["mode"])
}

func sentenceAt(d *lang.Doc, s lang.Span) lang.Span { return d.Sentences[d.SentenceAt(s.Start)].Span }

// A truth is what annotators recorded of one report.
type truth struct {
	*record.Reading
	doc *lang.Doc
}

// told reports whether a sentence tells an event of a type at a trigger, or at
// no other word of the lexicon.
func (g *truth) told(typ string, trigger, sentence lang.Span) bool {
	for i := range g.Events {
		e := &g.Events[i]
		if e.Type != typ && codebook.Fold(e.Type, e.Factuality) != typ || !tells(e, sentence) {
			continue
		}
		at := lang.Span{Start: e.Trigger.Start, End: e.Trigger.End}
		if at.Overlaps(trigger) || !at.Overlaps(sentence) || !event.Listed(g.doc, at, typ) {
			return true
		}
	}
	return false
}

// event returns the one event of a type that a trigger tells, nil where that is
// not certain.
func (g *truth) event(typ string, trigger, sentence lang.Span) *record.Event {
	var found []*record.Event
	for i := range g.Events {
		e := &g.Events[i]
		if e.Type != typ {
			continue
		}
		if (lang.Span{Start: e.Trigger.Start, End: e.Trigger.End}).Overlaps(trigger) {
			return e
		}
		if tells(e, sentence) {
			found = append(found, e)
		}
	}
	if len(found) != 1 {
		return nil
	}
	return found[0]
}

// number is the index of the event that a trigger tells, -1 where that is not
// certain.
func (g *truth) number(typ string, trigger, sentence lang.Span) int {
	e := g.event(typ, trigger, sentence)
	return slices.IndexFunc(g.Events, func(o record.Event) bool { return e != nil && o.ID == e.ID })
}

// on reports whether annotators date event n so.
func (g *truth) on(n int, found *record.When) bool {
	w := g.Events[n].When
	return w != nil && days(w) == days(found)
}

// days are the first and the last day of a time.
func days(w *record.When) [2]string {
	var d [2]string
	if w.Start != nil {
		d[0] = *w.Start
	}
	if w.End != nil {
		d[1] = *w.End
	}
	return d
}

// at reports whether annotators put an event at a place.
func (g *truth) at(e *record.Event, found *record.Place) bool {
	for _, p := range g.Places {
		if !slices.Contains(e.Places, p.ID) {
			continue
		}
		for _, x := range append([]string{p.Name}, p.Names...) {
			for _, y := range append([]string{found.Name}, found.Names...) {
				if slices.Equal(readertest.Words(x), readertest.Words(y)) {
					return true
				}
			}
		}
	}
	return false
}

func tells(e *record.Event, sentence lang.Span) bool {
	for _, v := range e.Evidence {
		if (lang.Span{Start: v.Start, End: v.End}).Overlaps(sentence) {
			return true
		}
	}
	return false
}

// TestExamples reads the example of every row of the lexicon, as a report of its
// own, and asks for an event of the row's type.
func TestExamples(t *testing.T) {
	r, err := reader.New(reader.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	table, err := os.ReadFile("verbs.tsv")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for n, c := range codebook.Rows(string(table)) {
		if len(c) < 6 || seen[c[0]+c[5]] {
			continue
		}
		seen[c[0]+c[5]] = true
		var found []string
		for _, e := range r.Read(&record.Report{Text: c[5]}).Events {
			found = append(found, e.Type)
		}
		if !slices.Contains(found, c[0]) {
			t.Errorf("verbs.tsv, line %d: %s: found %v, want %s", n, c[5], found, c[0])
		}
	}
	if len(seen) < 140 {
		t.Errorf("%d examples", len(seen))
	}
}
