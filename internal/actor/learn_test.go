package actor_test

import (
	"bufio"
	"fmt"
	"slices"
	"strings"
	"testing"

	"readout/internal/actor"
	"readout/internal/codebook"
	"readout/internal/event"
	"readout/internal/lang"
	"readout/internal/place"
	"readout/internal/reader/readertest"
	"readout/internal/record"
	"readout/internal/situation"
	"readout/internal/statement"
)

// TestLearn writes the examples of kind, sector, country and keep; see readertest.Learn.
func TestLearn(t *testing.T) {
	readertest.Learn(t, []string{"kind", "sector", "country", "keep", "scale.actor", "scale.actor.vectors", "scale.sector", "scale.sector.vectors"}, learn)
}

// learn writes the examples of one report: the actors that it and its gold
// record have in common.
func learn(doc *lang.Doc, g *readertest.Gold, w map[string]*bufio.Writer) {
	actors := actor.Learning(doc)
	places := place.Find(doc, actors)
	statements := statement.Find(doc, actors)
	events := event.Find(event.Input{Doc: doc, Actors: actors, Places: places, Statements: statements})
	situations := situation.Find(situation.Input{Doc: doc, Actors: actors, Places: places, Events: events})
	listings := actors.Listings(&record.Reading{Events: events, Statements: statements, Situations: situations})
	for _, x := range listings {
		actors.Show(x.ID)
	}
	found := map[string]record.Actor{}
	for _, a := range actors.Actors() {
		found[a.ID] = a
	}
	taken := map[string]bool{}
	var weighings []readertest.Weighing
	for _, x := range listings {
		gold, ok := match(g.Actors, found[x.ID])
		fmt.Fprintf(w["keep"], "%d\t%s\n", readertest.Bit(ok && !taken[gold.ID]), strings.Join(x.Features, "\t"))
		weighings = append(weighings, readertest.Weighing{Of: x.Of, Kind: x.Kind, Items: x.Items, Right: [][]int{{readertest.Bit(ok && !taken[gold.ID])}}})
		taken[gold.ID] = ok
	}
	readertest.WriteWeighings(w["scale.actor"], w["scale.actor.vectors"], doc, weighings)
	weighings = nil
	for _, x := range actors.Examples() {
		gold, ok := match(g.Actors, found[x.ID])
		if !ok {
			continue
		}
		fmt.Fprintf(w["kind"], "%s\t%s\n", gold.Kind, strings.Join(x.Traits, "\t"))
		if len(gold.Sectors) > 0 {
			fmt.Fprintf(w["sector"], "%s\t%s\n", strings.Join(gold.Sectors, ";"), strings.Join(x.Traits, "\t"))
			y := readertest.Weighing{Of: x.Of, Kind: x.Kind, Items: x.Sectors}
			for _, s := range codebook.Sectors() {
				y.Right = append(y.Right, []int{readertest.Bit(slices.Contains(gold.Sectors, s))})
			}
			weighings = append(weighings, y)
		}
		writePick(w["country"], fmt.Sprintf("#%s %s %s", g.Report.ID, readertest.Value(g.Report.Title), x.ID), x, readertest.Value(gold.Country))
	}
	readertest.WriteWeighings(w["scale.sector"], w["scale.sector.vectors"], doc, weighings)
}

// writePick writes the candidates of an actor, if the right one is among them.
func writePick(w *bufio.Writer, mark string, x actor.Example, country string) {
	here := false
	for _, c := range x.Countries {
		here = here || c.Country == country
	}
	for _, c := range x.Countries {
		if here {
			fmt.Fprintf(w, "%d\t%s\t%s\n", readertest.Bit(c.Country == country), mark, strings.Join(c.Features, "\t"))
		}
	}
}

// match returns the gold actor that shares a name with one found, or a
// person's last name.
func match(gold []record.Actor, found record.Actor) (record.Actor, bool) {
	for _, last := range []bool{false, true} {
		for _, g := range gold {
			for _, a := range append([]string{g.Name}, g.Names...) {
				for _, b := range append([]string{found.Name}, found.Names...) {
					if readertest.SameName(a, b, last && (g.Kind == "person" || found.Kind == "person")) {
						return g, true
					}
				}
			}
		}
	}
	return record.Actor{}, false
}
