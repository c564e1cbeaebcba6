package annotate

import (
	"testing"

	"readout/internal/lang"
)

func TestTrimmed(t *testing.T) {
	d := &lang.Doc{}
	for _, w := range []string{"-", "Corran", "'s", "“", "Vell", "-"} {
		d.Tokens = append(d.Tokens, lang.Token{Form: w})
	}
	got := trimmed(d, []lang.Name{{First: 0, Last: 2}, {First: 3, Last: 3}, {First: 4, Last: 5}})
	if len(got) != 2 || got[0].First != 1 || got[0].Last != 1 || got[1].First != 4 || got[1].Last != 4 {
		t.Errorf("trimmed: %+v", got)
	}
}

// Names of the same words are of one type: the one that all of them speak for, where one alone is unsure.
func TestAgree(t *testing.T) {
	labels := nameLabels([]string{"O", "B-PER", "I-PER", "B-GPE", "I-GPE"})
	d := &lang.Doc{Text: "Vell Corran Vell"}
	for i, at := range []lang.Span{{Start: 0, End: 4}, {Start: 5, End: 11}, {Start: 12, End: 16}} {
		d.Tokens = append(d.Tokens, lang.Token{Span: at})
		d.Names = append(d.Names, lang.Name{Type: []string{"GPE", "GPE", "PER"}[i], First: i, Last: i})
	}
	s := &scratch{scores: []float32{
		0, 1, 0, 3, 0, // Vell: a place
		0, 1, 0, 2, 0, // Corran: a place, which no other name changes
		0, 2, 0, 1.5, 0, // Vell: a person, hardly
	}}
	s.agree(d, labels)
	for i, want := range []string{"GPE", "GPE", "GPE"} {
		if d.Names[i].Type != want {
			t.Errorf("name %d is %s, want %s", i, d.Names[i].Type, want)
		}
	}
}
