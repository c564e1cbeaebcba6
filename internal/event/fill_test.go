package event

import (
	"testing"

	"readout/internal/codebook"
	"readout/internal/lang"
	"readout/internal/record"
)

// TestFillTime holds the day of an attack to its later mentions, and not to
// what another did.
func TestFillTime(t *testing.T) {
	d := parse("strikes/strike/NOUN/0/root strikes/strike/NOUN/1/conj strikes/strike/NOUN/1/conj")
	f := &finder{doc: d, tree: lang.NewTree(d), in: Input{Doc: d, Places: nowhere{}}}
	day := "2026-03-02"
	events := make([]record.Event, 3)
	for i, who := range []string{"a1", "a1", "a2"} {
		events[i] = record.Event{Type: codebook.Assault, Factuality: codebook.Actual, Actors: []string{who}, Trigger: f.evidence(d.Tokens[i].Span)}
	}
	events[0].When = &record.When{Start: &day, End: &day}
	f.fill(events)
	if w := events[1].When; w == nil || *w.Start != day {
		t.Errorf("the attack told again is at %+v", w)
	}
	if w := events[2].When; w != nil {
		t.Errorf("another's attack is at %+v", w)
	}
}
