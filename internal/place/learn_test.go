package place_test

import (
	"bufio"
	"fmt"
	"slices"
	"strings"
	"testing"

	"readout/internal/actor"
	"readout/internal/event"
	"readout/internal/gazetteer"
	"readout/internal/lang"
	"readout/internal/place"
	"readout/internal/reader/readertest"
	"readout/internal/record"
	"readout/internal/situation"
	"readout/internal/statement"
)

// TestLearn writes the examples of listed; see readertest.Learn.
func TestLearn(t *testing.T) {
	readertest.Learn(t, []string{"listed", "scale.site", "scale.site.vectors"}, learn)
}

// learn writes the examples of one report: each place that it names, and
// whether annotators listed it.
func learn(doc *lang.Doc, g *readertest.Gold, w map[string]*bufio.Writer) {
	actors := actor.Find(doc)
	places := place.Find(doc, actors)
	got := &record.Reading{Statements: statement.Find(doc, actors)}
	got.Events = event.Find(event.Input{Doc: doc, Actors: actors, Places: places, Statements: got.Statements})
	got.Situations = situation.Find(situation.Input{Doc: doc, Actors: actors, Places: places, Events: got.Events})
	var weighings []readertest.Weighing
	for _, p := range places.Choices(got) {
		want := readertest.Bit(slices.ContainsFunc(g.Places, func(q record.Place) bool { return shared(p.Place, q) }))
		fmt.Fprintf(w["listed"], "%d\t%s\n", want, strings.Join(p.Features, "\t"))
		weighings = append(weighings, readertest.Weighing{Of: p.Of, Kind: p.Kind, Items: p.Items, Right: [][]int{{want}}})
	}
	readertest.WriteWeighings(w["scale.site"], w["scale.site.vectors"], doc, weighings)
}

// shared reports whether two places bear one name.
func shared(a, b record.Place) bool {
	for _, x := range append([]string{a.Name}, a.Names...) {
		for _, y := range append([]string{b.Name}, b.Names...) {
			if strings.TrimPrefix(gazetteer.Fold(x), "the ") == strings.TrimPrefix(gazetteer.Fold(y), "the ") {
				return true
			}
		}
	}
	return false
}
