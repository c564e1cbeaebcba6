package statement_test

import (
	"bufio"
	"testing"

	"readout/internal/actor"
	"readout/internal/lang"
	"readout/internal/reader/readertest"
	"readout/internal/record"
	"readout/internal/statement"
)

// TestLearn writes the examples of speakers; see readertest.Learn.
func TestLearn(t *testing.T) {
	readertest.Learn(t, []string{"scale.speaker", "scale.speaker.vectors"}, learn)
}

// learn writes the examples of one report.
func learn(doc *lang.Doc, g *readertest.Gold, w map[string]*bufio.Writer) {
	actors := actor.Find(doc)
	spoken := statement.Spokens(doc, actors)
	for _, x := range spoken {
		actors.Show(x.IDs...)
	}
	byID := map[string]record.Actor{}
	for _, a := range actors.Actors() {
		byID[a.ID] = a
	}
	var weighings []readertest.Weighing
	for _, x := range spoken {
		speakers := speakersOf(g, &x.Statement)
		y := readertest.Weighing{Of: x.Of, Kind: x.Form, Items: x.Items}
		known := false
		for _, id := range x.IDs {
			right := readertest.Names(g.Actors, speakers, byID[id])
			known = known || right
			y.Right = append(y.Right, []int{readertest.Bit(right)})
		}
		if known && len(x.IDs) > 1 {
			weighings = append(weighings, y)
		}
	}
	readertest.WriteWeighings(w["scale.speaker"], w["scale.speaker.vectors"], doc, weighings)
}

// speakersOf returns the ids of those who speak, in gold, what a statement contains half of.
func speakersOf(g *readertest.Gold, s *record.Statement) []string {
	var out []string
	for _, o := range g.Statements {
		shared, whole := 0, 0
		for _, a := range o.Content {
			whole += a.End - a.Start
			for _, b := range s.Content {
				shared += max(0, min(a.End, b.End)-max(a.Start, b.Start))
			}
		}
		if o.Speaker != nil && 2*shared >= whole {
			out = append(out, *o.Speaker)
		}
	}
	return out
}

// TestLearnSaid writes the examples of what is a statement.
func TestLearnSaid(t *testing.T) {
	readertest.Learn(t, []string{"scale.said", "scale.said.vectors"}, learnSaid)
}

// learnSaid writes the examples of one report: of those that contain half of what a
// gold statement does, and no twice as much, the nearest is the statement.
func learnSaid(doc *lang.Doc, g *readertest.Gold, w map[string]*bufio.Writer) {
	said := statement.Candidates(doc, actor.Find(doc))
	right := make([]int, len(said))
	for _, o := range g.Statements {
		best, most := -1, 0.5
		for k, x := range said {
			if n := common(o.Content, x.Content); right[k] == 0 && n >= most {
				best, most = k, n
			}
		}
		if best >= 0 {
			right[best] = 1
		}
	}
	var weighings []readertest.Weighing
	for k, x := range said {
		weighings = append(weighings, readertest.Weighing{Of: x.Of, Kind: x.Form, Items: x.Items, Right: [][]int{{right[k]}}})
	}
	readertest.WriteWeighings(w["scale.said"], w["scale.said.vectors"], doc, weighings)
}

// common is the largest share that two spans have in common of what both cover.
func common(a, b []record.Evidence) float64 {
	most := 0.0
	for _, x := range a {
		for _, y := range b {
			shared := max(0, min(x.End, y.End)-max(x.Start, y.Start))
			most = max(most, float64(shared)/float64(x.End-x.Start+y.End-y.Start-shared))
		}
	}
	return most
}
