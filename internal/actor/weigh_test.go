package actor

import (
	"slices"
	"strings"
	"testing"
)

// TestChoose: labels come likeliest first, with probabilities that sum to 1,
// and what speaks most for one can be told.
func TestChoose(t *testing.T) {
	w := readWeights("bias\tGOV 0.5\tCVL 0.2\nname police\tCOP 3.00\tGOV -1.00\nnone\t1.25\n")
	c := w.choose([]string{"bias", "name police", "unheard of"})
	if len(c) != 3 || c[0].label != "COP" || c[1].label != "CVL" || c[2].label != "GOV" {
		t.Fatalf("choices %v", c)
	}
	if sum := c[0].p + c[1].p + c[2].p; sum < 0.999 || sum > 1.001 {
		t.Errorf("probabilities sum to %v", sum)
	}
	if got := w.reasons([]string{"bias", "name police"}, "COP"); got != "name police +3.0" {
		t.Errorf("reasons %q", got)
	}
	if x := w["none"]; len(x) != 1 || x[0] != (weight{"", 1.25}) {
		t.Errorf("a weight without a label: %v", x)
	}
}

// TestSources: each source of a country is told by name.
func TestSources(t *testing.T) {
	r := Find(parse(t, visit))
	i := slices.IndexFunc(r.ents, func(e *entity) bool {
		return strings.HasSuffix(fullest(append(e.names, e.known), nil)[0], "al-Dessouki")
	})
	if i < 0 {
		t.Fatal("no al-Dessouki")
	}
	clues := r.sources(r.ents[i], r.ents[i].at)
	if !slices.ContainsFunc(clues, func(c clue) bool { return c.country == "SYR" && strings.HasPrefix(c.source, "under appos") }) {
		t.Errorf("the apposition does not speak for SYR: %v", clues)
	}
}

// TestTablesRead: every row of the learnt tables is read.
func TestTablesRead(t *testing.T) {
	for name, table := range map[string]string{"country": countryTable, "kind": kindTable, "sector": sectorTable} {
		if rows, read := strings.Count(table, "\n"), len(readWeights(table)); rows < 1000 || read != rows {
			t.Errorf("%s.tsv: %d rows, %d read", name, rows, read)
		}
	}
}
