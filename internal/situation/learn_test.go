package situation_test

import (
	"bufio"
	"fmt"
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

// TestLearn writes the examples of states; see readertest.Learn.
func TestLearn(t *testing.T) { readertest.Learn(t, []string{"states"}, learn) }

// learn writes the examples of one report.
func learn(doc *lang.Doc, g *readertest.Gold, w map[string]*bufio.Writer) {
	actors := actor.Find(doc)
	places := place.Find(doc, actors)
	events := event.Find(event.Input{Doc: doc, Actors: actors, Places: places, Statements: statement.Find(doc, actors)})
	examples := situation.Triples(situation.Input{Doc: doc, Actors: actors, Places: places, Events: events})
	for _, x := range examples {
		actors.Show(x.Holder, x.Object)
	}
	found, gold := names(actors.Actors(), places.Places()), names(g.Actors, g.Places)
	symmetric := map[string]bool{}
	for _, k := range codebook.Kinds() {
		symmetric[k.Name] = k.Symmetric
	}
	for _, x := range examples {
		group := fmt.Sprintf("#%s %s %s %s %s", g.Report.ID, readertest.Value(g.Report.Title), x.Kind, x.Holder, x.Object)
		label := 0
		for _, s := range g.Situations {
			h, o := gold[readertest.Value(s.Holder)], gold[readertest.Value(s.Object)]
			straight := shared(h, found[x.Holder]) && shared(o, found[x.Object])
			turned := symmetric[s.Kind] && shared(o, found[x.Holder]) && shared(h, found[x.Object])
			if s.Kind == x.Kind && (straight || turned) {
				label = 1
			}
		}
		fmt.Fprintf(w["states"], "%d\t%s\t%s\n", label, group, strings.Join(x.Features, "\t"))
	}
}

// names returns the names of actors and places by id, and of persons the last
// names.
func names(actors []record.Actor, places []record.Place) map[string][]string {
	out := map[string][]string{}
	for _, a := range actors {
		for _, n := range append([]string{a.Name}, a.Names...) {
			n = plain(n)
			out[a.ID] = append(out[a.ID], n)
			if w := strings.Fields(n); a.Kind == "person" && len(w) > 1 {
				out[a.ID] = append(out[a.ID], w[len(w)-1])
			}
		}
	}
	for _, p := range places {
		for _, n := range append([]string{p.Name}, p.Names...) {
			out[p.ID] = append(out[p.ID], plain(n))
		}
	}
	return out
}

func shared(a, b []string) bool {
	for _, x := range a {
		for _, y := range b {
			if x == y && x != "" {
				return true
			}
		}
	}
	return false
}

// plain puts a name in lower case, without an article, possessive and marks.
func plain(s string) string {
	s = strings.NewReplacer("’s", "", "'s", "").Replace(strings.ToLower(s))
	w := strings.FieldsFunc(s, func(r rune) bool { return !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r > 127) })
	if len(w) > 1 && w[0] == "the" {
		w = w[1:]
	}
	return strings.Join(w, " ")
}
