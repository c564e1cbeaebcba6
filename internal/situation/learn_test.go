package situation_test

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

// TestLearn writes the examples of states; see readertest.Learn.
func TestLearn(t *testing.T) {
	readertest.Learn(t, []string{"states", "scale.state", "scale.state.vectors"}, learn)
}

// learn writes the examples of one report.
func learn(doc *lang.Doc, g *readertest.Gold, w map[string]*bufio.Writer) {
	in, actors, places := stages(doc)
	examples := situation.Triples(in)
	for _, x := range examples {
		actors.Show(x.Holder, x.Object)
	}
	m := matcher{names(actors.Actors(), places.Places()), names(g.Actors, g.Places)}
	var weighings []readertest.Weighing
	at := map[string]int{} // the weighing of a cue and a kind
	for _, x := range examples {
		label, here := 0, 0
		for i := range g.Situations {
			s := &g.Situations[i]
			if m.same(s, x.Kind, x.Holder, x.Object) {
				label = 1
				if slices.ContainsFunc(s.Evidence, func(e record.Evidence) bool { return e.Start < x.Sentence.End && e.End > x.Sentence.Start }) {
					here = 1
				}
			}
		}
		if x.Features != nil {
			group := fmt.Sprintf("#%s %s %s %s %s", g.Report.ID, readertest.Value(g.Report.Title), x.Kind, x.Holder, x.Object)
			fmt.Fprintf(w["states"], "%d\t%s\t%s\n", label, group, strings.Join(x.Features, "\t"))
		}
		if label == 1 && here == 0 {
			label = -1 // another sentence tells of it
		}
		if x.Hopeless {
			continue
		}
		key := fmt.Sprint(x.Of, x.Kind)
		n, ok := at[key]
		if !ok {
			n = len(weighings)
			at[key], weighings = n, append(weighings, readertest.Weighing{Of: x.Of, Kind: x.Kind})
		}
		weighings[n].Items, weighings[n].Right = append(weighings[n].Items, x.Item), append(weighings[n].Right, []int{label})
	}
	readertest.WriteWeighings(w["scale.state"], w["scale.state.vectors"], doc, weighings)
}

// stages runs those that situations are found after.
func stages(doc *lang.Doc) (situation.Input, *actor.Resolver, *place.Finder) {
	actors := actor.Find(doc)
	places := place.Find(doc, actors)
	events := event.Find(event.Input{Doc: doc, Actors: actors, Places: places, Statements: statement.Find(doc, actors)})
	return situation.Input{Doc: doc, Actors: actors, Places: places, Events: events}, actors, places
}

// TestLearnStanding writes the examples of how situations stand.
func TestLearnStanding(t *testing.T) {
	readertest.Learn(t, []string{"scale.standing", "scale.standing.vectors"}, learnStanding)
}

// learnStanding writes the examples of one report: the situations that gold has too.
func learnStanding(doc *lang.Doc, g *readertest.Gold, w map[string]*bufio.Writer) {
	in, actors, places := stages(doc)
	all := situation.Standings(in)
	m := matcher{names(actors.Actors(), places.Places()), names(g.Actors, g.Places)}
	var weighings []readertest.Weighing
	for _, x := range all {
		n := slices.IndexFunc(g.Situations, func(s record.Situation) bool {
			return m.same(&s, x.Kind, readertest.Value(x.Holder), readertest.Value(x.Object))
		})
		if n < 0 {
			continue
		}
		y := readertest.Weighing{Of: x.Of, Kind: x.Kind, Items: x.Items}
		for _, state := range situation.StandingSorts {
			y.Right = append(y.Right, []int{readertest.Bit(state == g.Situations[n].State)})
		}
		weighings = append(weighings, y)
	}
	readertest.WriteWeighings(w["scale.standing"], w["scale.standing.vectors"], doc, weighings)
}

// A matcher tells which situations of gold are found, by the names of the ids in either.
type matcher struct{ found, gold map[string][]string }

// same reports whether a situation of gold is of a kind and between two that are found.
func (m *matcher) same(s *record.Situation, kind, holder, object string) bool {
	h, o := m.gold[readertest.Value(s.Holder)], m.gold[readertest.Value(s.Object)]
	straight := shared(h, m.found[holder]) && (s.Object == nil || shared(o, m.found[object]))
	symmetric := slices.ContainsFunc(codebook.Kinds(), func(k codebook.Kind) bool { return k.Name == kind && k.Symmetric })
	return s.Kind == kind && (straight || symmetric && shared(o, m.found[holder]) && shared(h, m.found[object]))
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
