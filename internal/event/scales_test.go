package event

import (
	"testing"

	"readout/internal/codebook"
	"readout/internal/lang"
	"readout/internal/lang/langtest"
	"readout/internal/record"
)

// TestRemode gives an event the mode that the scale finds likeliest, and leaves
// what its words tell where there is no scale.
func TestRemode(t *testing.T) {
	for _, c := range []struct {
		scales lang.Scales
		want   string
	}{
		{nil, "aerial"},
		{langtest.Favours{Scale: modeScale, Sort: modeNumbers()["beat"], By: 9}, "beat"},
		{langtest.Favours{Scale: modeScale, Sort: modeNumbers()[""], By: 9}, ""},
		{langtest.Favours{Scale: timeScale, Sort: 1, By: 9}, "aerial"},
	} {
		d := parse("strikes/strike/NOUN/0/root")
		d.Scales = c.scales
		f := newFinder(Input{Doc: d})
		f.triggers[0] = []int{0}
		mode := "aerial"
		e := record.Event{Type: codebook.Assault, Trigger: f.evidence(d.Tokens[0].Span), Mode: &mode}
		f.remode(&e)
		got := ""
		if e.Mode != nil {
			got = *e.Mode
		}
		if got != c.want {
			t.Errorf("%+v: mode %q, want %q", c.scales, got, c.want)
		}
	}
}
