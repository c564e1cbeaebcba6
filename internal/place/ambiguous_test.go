package place_test

import (
	_ "embed"
	"math"
	"strconv"
	"strings"
	"testing"

	"readout/internal/actor"
	"readout/internal/gazetteer"
	"readout/internal/place"
	"readout/internal/reader"
	"readout/internal/record"
)

//go:embed testdata/ambiguous.tsv
var ambiguous string

// TestAmbiguous reads names that several places bear, each in two sentences:
// nine in ten must be the place meant.
func TestAmbiguous(t *testing.T) {
	r, err := reader.New(reader.Embedded())
	if err != nil {
		t.Skip(err)
	}
	n, right := 0, 0
	for line := range strings.Lines(ambiguous) {
		c := strings.Split(strings.TrimSpace(line), "\t")
		if len(c) != 3 {
			continue
		}
		n++
		d := r.Doc("", c[2], "2024-05-01")
		if why := wrong(place.Find(d, actor.Find(d)).Places(), c[0], strings.Fields(c[1])); why != "" {
			t.Logf("%s: %s: %s", c[0], c[2], why)
			continue
		}
		right++
	}
	if n < 120 || right*10 < n*9 {
		t.Errorf("%d of %d right, want nine in ten", right, n)
	}
	t.Logf("%d of %d right", right, n)
}

// wrong says how the place of a name differs from the one wanted, "" if it does not.
func wrong(places []record.Place, name string, want []string) string {
	for _, p := range places {
		for _, s := range append([]string{p.Name}, p.Names...) {
			if gazetteer.Fold(s) != gazetteer.Fold(name) {
				continue
			}
			if p.Country == nil || *p.Country != want[0] {
				return "country " + value(p.Country)
			}
			if len(want) > 1 && (p.Lat == nil || !near(*p.Lat, want[1]) || !near(*p.Lon, want[2])) {
				return "the other " + name + " of the country"
			}
			return ""
		}
	}
	return "no such place"
}

func near(x float64, want string) bool {
	y, err := strconv.ParseFloat(want, 64)
	return err == nil && math.Abs(x-y) < 1
}

func value(s *string) string {
	if s == nil {
		return "none"
	}
	return *s
}
