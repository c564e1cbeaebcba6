package actor_test

import (
	"bufio"
	"fmt"
	"slices"
	"strings"
	"testing"

	"readout/internal/actor"
	"readout/internal/lang"
	"readout/internal/reader/readertest"
	"readout/internal/record"
)

// TestLearnOffice writes the examples of what a title is of; see
// readertest.Learn.
func TestLearnOffice(t *testing.T) {
	readertest.Learn(t, []string{"office", "scale.office", "scale.office.vectors"}, learnOffices)
}

// learnOffices writes the titles of one report: the seat that its gold record
// gives, else none, is the right one.
func learnOffices(doc *lang.Doc, g *readertest.Gold, w map[string]*bufio.Writer) {
	actors := actor.Find(doc)
	posts := actors.Posts()
	for _, p := range posts {
		actors.Show(p.Holder)
		for _, s := range p.Seats {
			actors.Show(s.Object)
		}
	}
	found, gold := map[string]record.Actor{}, map[string]record.Actor{}
	for _, a := range actors.Actors() {
		found[a.ID] = a
	}
	for _, a := range g.Actors {
		gold[a.ID] = a
	}
	for _, p := range g.Places {
		gold[p.ID] = record.Actor{Name: p.Name, Names: p.Names}
	}
	var weighings []readertest.Weighing
	for n, p := range posts {
		right := 0
		for _, s := range g.Situations {
			if s.Kind != "office" || !alikeActors(gold[readertest.Value(s.Holder)], found[p.Holder]) {
				continue
			}
			for k, seat := range p.Seats {
				if k > 0 && alikeActors(gold[readertest.Value(s.Object)], found[seat.Object]) && (right == 0 || shareWord(readertest.Value(s.Title), p.Title)) {
					right = k
					break
				}
			}
		}
		y := readertest.Weighing{Of: p.Of, Kind: p.Kind, Items: p.Items}
		for k, seat := range p.Seats {
			fmt.Fprintf(w["office"], "%d\t#%s %s %d\t%s\n", readertest.Bit(k == right), g.Report.ID, readertest.Value(g.Report.Title), n, strings.Join(seat.Features, "\t"))
			y.Right = append(y.Right, []int{readertest.Bit(k == right)})
		}
		weighings = append(weighings, y)
	}
	readertest.WriteWeighings(w["scale.office"], w["scale.office.vectors"], doc, weighings)
}

func alikeActors(a, b record.Actor) bool {
	_, ok := match([]record.Actor{a}, b)
	return ok
}

func shareWord(a, b string) bool {
	return slices.ContainsFunc(readertest.Words(a), func(x string) bool { return slices.Contains(readertest.Words(b), x) })
}
