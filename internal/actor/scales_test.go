package actor

import (
	"slices"
	"testing"

	"readout/internal/lang"
	"readout/internal/lang/langtest"
	"readout/internal/record"
)

// TestScales lets the engine's vectors choose what a title is of, or that it is
// none, and which actors a record lists.
func TestScales(t *testing.T) {
	const words = `
Polish ADJ 2 amod NORP
President PROPN 3 compound
Jan PROPN 5 nsubj PER
Kowal PROPN 3 flat PER
met VERB 0 root
Latvia PROPN 5 obj GPE
. PUNCT 5 punct`
	for _, c := range []struct {
		name, want string
		scales     lang.Scales
	}{
		{"without scales", "Poland", nil},
		{"another that the sentence names", "Latvia", langtest.Favours{Scale: officeScale, Sort: seatAfter, By: 20}},
		{"no office", "", langtest.Favours{Scale: officeScale, Sort: noSeat, By: 20}},
	} {
		d := parse(t, words)
		d.Scales = c.scales
		r := Find(d)
		got := ""
		for _, o := range r.Offices() {
			got = r.Name(o.Object)
		}
		if got != c.want {
			t.Errorf("%s: president of %q, want %q", c.name, got, c.want)
		}
	}
	for _, by := range []float64{-20, 20} {
		d := parse(t, words)
		d.Scales = langtest.Favours{Scale: actorScale, Sort: 0, By: by}
		r := Find(d)
		r.Keep(&record.Reading{})
		if listed := len(r.Actors()) > 0; listed != (by > 0) {
			t.Errorf("odds of %v more: %v", by, r.Actors())
		}
	}
}

// TestAnothersSeat takes the state that another's title is of for no seat by where it is named.
func TestAnothersSeat(t *testing.T) {
	for _, title := range []string{"Latvia PROPN 7 nmod:poss GPE\n's PART 5 case\nambassador NOUN 8 compound", "Latvia PROPN 7 compound GPE\nForeign PROPN 7 compound\nMinister PROPN 8 compound"} {
		d := parse(t, `
President PROPN 2 compound
Jan PROPN 4 nsubj PER
Kowal PROPN 2 flat PER
met VERB 0 root
`+title+`
Anna PROPN 4 obj PER
Ozola PROPN 8 flat PER
. PUNCT 4 punct`)
		r := Find(d)
		for _, p := range r.Posts() {
			for _, seat := range p.Seats {
				if p.Title == "President" && r.Name(seat.Object) == "Latvia" && slices.Contains(seat.Features, "after ") {
					t.Errorf("%s: Latvia, named after the title of president: %v", title, seat.Features)
				}
			}
		}
	}
}

// TestTitleBefore reads a title that a comma parts from the name after it.
func TestTitleBefore(t *testing.T) {
	r := Find(parse(t, `
Latvia PROPN 4 nmod:poss GPE
's PART 1 case
foreign ADJ 4 amod
minister NOUN 6 nmod:desc
, PUNCT 6 punct
Anna PROPN 9 nsubj PER
Ozola PROPN 6 flat PER
, PUNCT 6 punct
left VERB 0 root
. PUNCT 9 punct`))
	o := r.Offices()
	if len(o) != 1 || o[0].Title != "foreign minister" || r.Name(o[0].Object) != "Latvia" {
		t.Errorf("offices %+v", o)
	}
}
