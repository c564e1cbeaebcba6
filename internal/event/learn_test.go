package event_test

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"maps"
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

// TestLearn writes the examples of gate, roles, joins, where and when; see
// readertest.Learn.
func TestLearn(t *testing.T) {
	readertest.Learn(t, []string{"gate", "roles", "joins", "where", "when", "cast", "cast.vectors"}, learn)
}

// learn writes the examples of one report.
func learn(doc *lang.Doc, g *readertest.Gold, w map[string]*bufio.Writer) {
	actors := actor.Find(doc)
	in := event.Input{Doc: doc, Actors: actors, Places: place.Find(doc, actors), Statements: statement.Find(doc, actors)}
	gold, unsure := &truth{&g.Reading, doc}, &truth{&record.Reading{Events: g.Unsure}, doc}
	for _, x := range event.Candidates(in) {
		told := gold.told(x.Type, x.Trigger, x.Sentence)
		if told || !unsure.told(x.Type, x.Trigger, x.Sentence) {
			fmt.Fprintf(w["gate"], "%d\t%s\n", readertest.Bit(told), strings.Join(x.Features, "\t"))
		}
	}
	sure := func(typ string, trigger, sentence lang.Span) bool { return gold.event(typ, trigger, sentence) != nil }
	seen := map[lang.Span]*record.Event{}
	phrases := event.Phrases(in, func(typ string, trigger, sentence lang.Span) bool {
		seen[trigger] = gold.event(typ, trigger, sentence)
		return seen[trigger] != nil
	})
	byID := map[string]record.Actor{}
	casts := event.Casts(in, sure) // beside the triggers seen
	for _, x := range phrases {
		actors.Show(x.Actor)
	}
	for _, x := range casts {
		actors.Show(x.Actor)
	}
	for _, a := range actors.Actors() {
		byID[a.ID] = a
	}
	part := func(trigger lang.Span, kind, actor string) (acts, suffers bool) {
		e := seen[trigger]
		acts, suffers = gold.names(e.Actors, byID[actor]), gold.names(e.Recipients, byID[actor])
		return acts || kind == lang.Mutual && suffers, suffers
	}
	for _, x := range phrases {
		acts, suffers := part(x.Trigger, x.Type, x.Actor)
		fmt.Fprintf(w["roles"], "%d\t%d\t#%s:%d\t%s\n", readertest.Bit(acts), readertest.Bit(suffers), doc.Title, x.Trigger.Start, strings.Join(x.Features, "\t"))
	}
	learnCast(doc, casts, part, w)
	for _, x := range event.Pairs(in, sure) {
		a, b := gold.event(x.Type, x.Trigger, sentenceAt(doc, x.Trigger)), gold.event(x.Type, x.Other, sentenceAt(doc, x.Other))
		fmt.Fprintf(w["joins"], "%d\t%s\n", readertest.Bit(a == b), strings.Join(x.Features, "\t"))
	}
	settings := event.Settings(in, gold.number)
	timed := map[int]bool{} // events whose time is among those told
	for _, x := range settings {
		timed[x.Event] = timed[x.Event] || x.When != nil && gold.on(x.Event, x.When)
	}
	for _, x := range settings {
		mark := fmt.Sprintf("#%s:%d:%d", doc.Title, g.Events[x.Event].Trigger.Start, x.Event)
		to, right := w["when"], x.When != nil && gold.on(x.Event, x.When) || x.When == nil && !timed[x.Event]
		if x.Place != nil {
			to, right = w["where"], gold.at(&g.Events[x.Event], x.Place)
		}
		fmt.Fprintf(to, "%d\t%s\t%s\n", readertest.Bit(right), mark, strings.Join(x.Features, "\t"))
	}
}

// learnCast writes what train/cast.py learns from: a line of JSON with the phrases,
// and the vectors of the words and of the actors that it names, in that order.
func learnCast(doc *lang.Doc, casts []event.Cast, part func(trigger lang.Span, kind, actor string) (acts, suffers bool), w map[string]*bufio.Writer) {
	if doc.Vectors == nil {
		return
	}
	type phrase struct {
		Trigger, Token   int
		Kind, ID         string
		Actor, Recipient float64
		Acts, Suffers    bool
	}
	var line struct {
		Tokens   []int
		Actors   []string
		Mentions map[string][]int
		Phrases  []phrase
	}
	line.Mentions = map[string][]int{}
	for i := range casts {
		x := &casts[i]
		acts, suffers := part(x.Span, x.Kind, x.Actor)
		line.Phrases = append(line.Phrases, phrase{x.Trigger, x.Token, x.Kind, x.Actor, x.Phrase.Actor, x.Recipient, acts, suffers})
		line.Tokens = append(line.Tokens, x.Trigger)
		if x.Token >= 0 {
			line.Tokens = append(line.Tokens, x.Token)
		}
		line.Mentions[x.Actor] = x.Mentions
	}
	slices.Sort(line.Tokens)
	line.Tokens = slices.Compact(line.Tokens)
	line.Actors = slices.Sorted(maps.Keys(line.Mentions))
	text, _ := json.Marshal(line)
	w["cast"].Write(append(text, '\n'))
	for _, t := range line.Tokens {
		writeMean(w["cast.vectors"], doc, []int{t})
	}
	for _, id := range line.Actors {
		writeMean(w["cast.vectors"], doc, line.Mentions[id])
	}
}

// writeMean writes the mean vector of some tokens, in little-endian float32.
func writeMean(w *bufio.Writer, doc *lang.Doc, tokens []int) {
	width := len(doc.Vectors) / len(doc.Tokens)
	mean := make([]float32, width)
	for _, t := range tokens {
		for j, v := range doc.Vectors[t*width:][:width] {
			mean[j] += v / float32(len(tokens))
		}
	}
	binary.Write(w, binary.LittleEndian, mean)
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

// names reports whether one of the ids is the actor found, by a name in common
// or a person's last name.
func (g *truth) names(ids []string, found record.Actor) bool {
	for _, a := range g.Actors {
		for _, id := range ids {
			if a.ID == id && shared(a, found) {
				return true
			}
		}
	}
	return false
}

func shared(a, b record.Actor) bool {
	for _, x := range append([]string{a.Name}, a.Names...) {
		for _, y := range append([]string{b.Name}, b.Names...) {
			if readertest.SameName(x, y, a.Kind == "person" || b.Kind == "person") {
				return true
			}
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
