package event

import (
	"slices"
	"testing"

	"readout/internal/lang"
	"readout/internal/record"
)

// TestAround tells what the sentence before says of a place: that a party of
// the event came there, and that the engine takes it for a place.
func TestAround(t *testing.T) {
	d := parse("Ruvia/ruvia/PROPN/2/nsubj came/come/VERB/0/root to/to/ADP/4/case Varon/varon/PROPN/2/obl Ruvia/ruvia/PROPN/6/nsubj warned/warn/VERB/0/root Dovia/dovia/PROPN/6/obj")
	whole := d.Sentences[0]
	d.Sentences = []lang.Sentence{
		{Span: lang.Span{End: d.Tokens[3].End}, First: 0, N: 4},
		{Span: lang.Span{Start: d.Tokens[4].Start, End: whole.End}, First: 4, N: 3},
	}
	for i := 4; i < 7; i++ {
		if d.Tokens[i].Head >= 0 {
			d.Tokens[i].Head = 1
		}
	}
	d.Args = []lang.Arg{{Trigger: 1, Token: 3, Role: "place", Score: 0.9}}
	f := newFinder(Input{Doc: d, Places: nowhere{}})
	f.in.Actors = byForm{d}
	spots := []spot{{Place: &record.Place{ID: "p1", Name: "Varon", Kind: "city"}, first: 3, last: 3, head: 3, stands: true}}
	for actor, want := range map[string]bool{"ruvia": true, "dovia": false} {
		e := &record.Event{Type: "THREATEN", Actors: []string{actor}, Trigger: f.evidence(d.Tokens[5].Span)}
		got := f.placeDoings(spots, spots[0], 5, e)
		if !slices.Contains(got, "does=come") || slices.Contains(got, "partyearlier") != want {
			t.Errorf("%s: %v", actor, got)
		}
		if got := f.placeParts(spots, spots[0], e, "before1"); !slices.Contains(got, "anypart=5") || !slices.Contains(got, "toldpart=0") {
			t.Errorf("%s: %v", actor, got)
		}
		if got := f.placeRank(spots, spots[0], 5, "before1"); !slices.Contains(got, "lead") || !slices.Contains(got, "lately=0before1") {
			t.Errorf("%s: %v", actor, got)
		}
	}
}
