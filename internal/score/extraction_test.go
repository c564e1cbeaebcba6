package score

import (
	"math"
	"testing"
)

func TestShingles(t *testing.T) {
	for _, c := range []struct {
		what, gold, pred string
		want             Count
	}{
		{"the same but for marks", "Envoys met, in Velm on Sunday.", "Envoys met in Velm on Sunday", Count{3, 3, 3}},
		{"a word more at the end", "one two three four", "one two three four five", Count{1, 1, 2}},
		{"a short text is one run", "one two", "one two", Count{1, 1, 1}},
		{"case is kept", "One two three four", "one two three four", Count{0, 1, 1}},
		{"soft hyphens are nothing", "Grenze bleibt offen sagte", "Gren\u00adze bleibt offen sagte", Count{1, 1, 1}},
		{"marks that combine part words", "e\u0301a", "e a", Count{1, 1, 1}},
		{"twice told counts once", "a b c d", "a b c d a b c d", Count{1, 1, 5}},
		{"nothing found", "a b c d", "", Count{0, 1, 0}},
	} {
		if got := Shingles(c.gold, c.pred); got != c.want {
			t.Errorf("%s: %+v, want %+v", c.what, got, c.want)
		}
	}
}

// A page without a prediction lowers recall but is left out of precision.
func TestBodies(t *testing.T) {
	p, r, f := Bodies{{4, 4, 8}, {0, 4, 0}}.PRF()
	if p != 0.5 || r != 0.5 || math.Abs(f-0.5) > 1e-9 {
		t.Errorf("%v %v %v", p, r, f)
	}
}

func TestHeaderScores(t *testing.T) {
	if !SameTitle("Straße  offen", "STRASSE offen") || SameTitle("Envoys meet", "Envoys met") {
		t.Error("titles")
	}
	if !SameNames([]string{"Ana Petrov", "Reuters"}, []string{"reuters", "ana petrov"}) || SameNames([]string{"Ana Petrov"}, nil) {
		t.Error("names")
	}
	if got := Segments("Envoys met\n\nin Velm.", []string{"met in", "grain"}, []string{"Velm.", "more"}); got != (Count{1, 2, 2}) {
		t.Errorf("segments %+v", got)
	}
}
