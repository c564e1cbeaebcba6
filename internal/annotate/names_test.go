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
