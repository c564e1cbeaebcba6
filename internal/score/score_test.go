package score

import (
	"testing"

	"readout/internal/record"
)

func ptr(s string) *string { return &s }

func TestNormName(t *testing.T) {
	for in, want := range map[string]string{
		"President Ahmed al-Sharaa": "ahmed al sharaa",
		"the Kremlin's":             "kremlin",
		"The":                       "the",
		"Şırnak":                    "s rnak", // dotless i is no letter of the comparison
		"Vice President":            "president",
	} {
		if got := normName(in); got != want {
			t.Errorf("normName(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestOverlap(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want float64
	}{
		{"Russia withdrew its forces", "Russia withdrew its forces on Sunday.", 1},
		{"one", "one two three four five six", 0},
		{"", "x", 0},
		{"a b c d", "a b x y", 0.5},
	} {
		if got := Overlap(c.a, c.b); got != c.want {
			t.Errorf("Overlap(%q, %q) = %v, want %v", c.a, c.b, got, c.want)
		}
	}
}

// meeting is a record of one meeting, with host and visitor on either side.
func meeting(actors, recipients []string, factuality string) *record.Reading {
	return &record.Reading{
		Actors: []record.Actor{
			{ID: "a1", Name: "Ilse Marn", Kind: "person", Names: []string{"Ilse Marn"}},
			{ID: "a2", Name: "Tarek Odun", Kind: "person", Names: []string{"Tarek Odun"}},
		},
		Events: []record.Event{{ID: "e1", Type: "CONSULT", Factuality: factuality, Actors: actors, Recipients: recipients,
			Evidence: []record.Evidence{{Quote: "Marn met Odun in the capital."}}}},
	}
}

func TestReciprocalEvent(t *testing.T) {
	r := NewRecords()
	r.Add(meeting([]string{"a1", "a2"}, nil, "actual"), meeting([]string{"a2"}, []string{"a1"}, "actual"))
	if c := *r.Counts["events"]; c != (Count{1, 1, 1}) {
		t.Errorf("a meeting with sides changed counts %+v, want one match", c)
	}
	if f := r.Counts["actors"].F1(); f != 1 {
		t.Errorf("actors F1 = %v, want 1", f)
	}
}

func TestFoldedEvent(t *testing.T) {
	gold, pred := meeting([]string{"a1"}, nil, "planned"), meeting([]string{"a1"}, nil, "actual")
	pred.Events[0].Type = "AGREE"
	r := NewRecords()
	r.Add(gold, pred)
	if r.Counts["events"].Matched != 1 {
		t.Error("a planned meeting did not match AGREE")
	}
}

func TestSymmetricSituation(t *testing.T) {
	gold, pred := meeting(nil, nil, ""), meeting(nil, nil, "")
	gold.Situations = []record.Situation{{Kind: "fights", Holder: ptr("a1"), Object: ptr("a2"), State: "ended"}}
	pred.Situations = []record.Situation{{Kind: "fights", Holder: ptr("a2"), Object: ptr("a1"), State: "in_force"}}
	r := NewRecords()
	r.Add(gold, pred)
	if r.Counts["situations"].Matched != 1 || r.Details["situations.state"].Right != 0 {
		t.Errorf("fights: %+v, state %+v", r.Counts["situations"], r.Details["situations.state"])
	}
}

// A greedy pass would give prediction 0 to gold 0 and leave gold 1 without one.
func TestAlignIsLargest(t *testing.T) {
	ok := map[[2]int]bool{{0, 0}: true, {0, 1}: true, {1, 0}: true}
	got := align(2, 2, func(g, p int) bool { return ok[[2]int{g, p}] })
	if len(got) != 2 {
		t.Errorf("align matched %v, want two pairs", got)
	}
}

func TestTimes(t *testing.T) {
	gold := []Span{{Start: 0, End: 6, Value: "2026-01-28"}, {Start: 10, End: 14, Value: "2026"}}
	pred := []Span{{Start: 0, End: 6, Value: "2026-01-28"}, {Start: 10, End: 20, Value: "2026"}}
	strict, value := Times(gold, pred)
	if strict.Matched != 1 || value.Matched != 2 {
		t.Errorf("strict %+v, value %+v", strict, value)
	}
}

func TestWording(t *testing.T) {
	c := comparison{Records: NewRecords()}
	c.wording("situations.what", "withdraw its troops", "to withdraw all its troops")
	c.wording("situations.what", "", "of what gold does not say")
	if s := c.Details["situations.what"]; s.Right != 6 || s.N != 8 {
		t.Errorf("got %+v", s)
	}
}
