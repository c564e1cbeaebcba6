package event

import (
	"testing"

	"readout/internal/codebook"
	"readout/internal/lang"
	"readout/internal/record"
)

// favours are scales that make one sort of item of one scale certain.
type favours struct {
	scale string
	sort  int
}

func (s favours) Weigh(scale string, of []int, _ string, items []lang.Item) bool {
	for i := range items {
		if scale == s.scale && len(of) > 0 && items[i].Sort == s.sort {
			items[i].Odds[0] = 9
		}
	}
	return scale == s.scale
}

// TestRemode gives an event the mode that the scale finds likeliest, and leaves
// what its words tell where there is no scale.
func TestRemode(t *testing.T) {
	for _, c := range []struct {
		scales lang.Scales
		want   string
	}{{nil, "aerial"}, {favours{modeScale, modeNumbers()["beat"]}, "beat"}, {favours{modeScale, modeNumbers()[""]}, ""}, {favours{timeScale, 1}, "aerial"}} {
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
