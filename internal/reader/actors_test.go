package reader

import (
	"slices"
	"testing"

	"readout/internal/record"
)

// TestWithActors: a user's row corrects what the report and the tables say.
func TestWithActors(t *testing.T) {
	r, err := New(Embedded())
	if err != nil {
		t.Skip(err)
	}
	own, err := r.WithActors("mine.csv", []byte("name,kind,country,sectors,from\nLake Front,armed_group,TCD,REB,2020\nMarta Lind,person,EST,SPY,2020\n"))
	if err != nil {
		t.Fatal(err)
	}
	en, day := "en", "2026-01-28"
	got := own.Read(&record.Report{Text: "The Lake Front attacked a village on Monday. Finnish Foreign Minister Marta Lind condemned the attack. Lind spoke in Helsinki.", Language: &en, Published: &day})
	want := map[string]string{"Lake Front": "armed_group TCD REB", "Marta Lind": "person EST SPY"}
	for _, a := range got.Actors {
		if w, ok := want[a.Name]; ok && a.Country != nil && w == a.Kind+" "+*a.Country+" "+a.Sectors[0] {
			if delete(want, a.Name); a.Name == "Marta Lind" && !slices.Contains(a.Names, "Lind") {
				t.Errorf("names %q", a.Names)
			}
		}
	}
	if len(want) > 0 {
		t.Errorf("not found: %v in %+v", want, got.Actors)
	}
	if _, err := r.WithActors("mine.csv", []byte("colour\nred\n")); err == nil {
		t.Error("a list without names was taken")
	}
}
