package actor_test

import (
	"bufio"
	"fmt"
	"strings"
	"testing"

	"readout/internal/actor"
	"readout/internal/event"
	"readout/internal/lang"
	"readout/internal/place"
	"readout/internal/reader"
	"readout/internal/reader/readertest"
	"readout/internal/record"
	"readout/internal/situation"
	"readout/internal/statement"
)

// TestLearn writes the examples of kind, sector, country and keep; see readertest.Learn.
func TestLearn(t *testing.T) {
	readertest.Learn(t, []string{"kind", "sector", "country", "keep"}, func(r *reader.Reader, g *record.Reading, w map[string]*bufio.Writer) {
		doc := r.Doc(value(g.Report.Title), g.Report.Text, value(g.Report.Published))
		doc.Outlet = value(g.Report.Outlet)
		learn(doc, g, w)
	})
}

// learn writes the examples of one report: the actors that it and its gold
// record have in common.
func learn(doc *lang.Doc, g *record.Reading, w map[string]*bufio.Writer) {
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
	for _, x := range listings {
		gold, ok := match(g.Actors, found[x.ID])
		fmt.Fprintf(w["keep"], "%d\t%s\n", bit(ok && !taken[gold.ID]), strings.Join(x.Features, "\t"))
		taken[gold.ID] = ok
	}
	for _, x := range actors.Examples() {
		gold, ok := match(g.Actors, found[x.ID])
		if !ok {
			continue
		}
		fmt.Fprintf(w["kind"], "%s\t%s\n", gold.Kind, strings.Join(x.Traits, "\t"))
		if len(gold.Sectors) > 0 {
			fmt.Fprintf(w["sector"], "%s\t%s\n", strings.Join(gold.Sectors, ";"), strings.Join(x.Traits, "\t"))
		}
		writePick(w["country"], fmt.Sprintf("#%s %s %s", g.Report.ID, value(g.Report.Title), x.ID), x, value(gold.Country))
	}
}

// writePick writes the candidates of an actor, if the right one is among them.
func writePick(w *bufio.Writer, mark string, x actor.Example, country string) {
	here := false
	for _, c := range x.Countries {
		here = here || c.Country == country
	}
	for _, c := range x.Countries {
		if here {
			fmt.Fprintf(w, "%d\t%s\t%s\n", bit(c.Country == country), mark, strings.Join(c.Features, "\t"))
		}
	}
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}

func value(p *string) string {
	if p == nil {
		return ""
	}
	return *p
}

// match returns the gold actor that shares a name with one found, or a
// person's last name.
func match(gold []record.Actor, found record.Actor) (record.Actor, bool) {
	for _, last := range []bool{false, true} {
		for _, g := range gold {
			for _, a := range append([]string{g.Name}, g.Names...) {
				for _, b := range append([]string{found.Name}, found.Names...) {
					if named(a, b, last && (g.Kind == "person" || found.Kind == "person")) {
						return g, true
					}
				}
			}
		}
	}
	return record.Actor{}, false
}

func named(a, b string, last bool) bool {
	x, y := plainWords(a), plainWords(b)
	if len(x) == 0 || len(y) == 0 {
		return false
	}
	return strings.Join(x, " ") == strings.Join(y, " ") || last && x[len(x)-1] == y[len(y)-1]
}

// plainWords puts a name in lower case, without articles, titles, possessives
// and marks.
func plainWords(s string) []string {
	s = strings.NewReplacer("’s", "", "'s", "").Replace(strings.ToLower(s))
	w := strings.FieldsFunc(s, func(r rune) bool { return !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r > 127) })
	for len(w) > 1 && strings.Contains(titles, " "+w[0]+" ") {
		w = w[1:]
	}
	return w
}

const titles = " the a an mr mrs ms dr president vice prime minister foreign defense secretary general chancellor king queen former interim leader senator rep gov governor "
