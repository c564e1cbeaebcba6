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

// TestListed: victims and officials whom no fact uses are listed, a country
// where something only happens is not.
func TestListed(t *testing.T) {
	r, err := New(Embedded())
	if err != nil {
		t.Skip(err)
	}
	en, day := "en", "2026-01-28"
	got := r.Read(&record.Report{Language: &en, Published: &day, Text: "Norwegian President Anders Holm met Danish officials on Monday. " +
		"The rebels killed 13 people near the town, police said. Dozens of protesters gathered outside the parliament. The meeting took place in Finland."})
	var names []string
	for _, a := range got.Actors {
		names = append(names, a.Names...)
	}
	for _, want := range []string{"Anders Holm", "Danish officials", "13 people"} {
		if !slices.Contains(names, want) {
			t.Errorf("%s is not listed among %q", want, names)
		}
	}
	if slices.Contains(names, "Finland") {
		t.Errorf("Finland is listed among %q", names)
	}
}

// TestDescribed: a description has the words before its noun and those behind
// it, what only counts is no noun of its own, and what more than a country sets
// apart is not one with its like.
func TestDescribed(t *testing.T) {
	r, err := New(Embedded())
	if err != nil {
		t.Skip(err)
	}
	en, day := "en", "2026-01-28"
	got := r.Read(&record.Report{Language: &en, Published: &day, Text: "Hundreds of Danish lawmakers met with Norwegian officials on Monday. " +
		"About 400 people attacked the Bergen police, and the Oslo police arrested 17 Swedes in the town, who were released on Tuesday. " +
		"The woman who led the protest accused the Holm administration of lying, and the Lind administration condemned her."})
	of := map[string]string{}
	for _, a := range got.Actors {
		for _, n := range a.Names {
			of[n] = a.ID
		}
	}
	for _, want := range []string{"Hundreds of Danish lawmakers", "About 400 people", "17 Swedes", "woman who led the protest"} {
		if of[want] == "" {
			t.Errorf("%s is not among the names of %+v", want, got.Actors)
		}
	}
	if a, b := of["Bergen police"], of["Oslo police"]; a == "" || a == b {
		t.Errorf("the police of two towns are %q and %q", a, b)
	}
	if a, b := of["Holm administration"], of["Lind administration"]; a == "" || a == b {
		t.Errorf("two administrations are %q and %q", a, b)
	}
}

// TestWhoseLeader: what "whose" stands for is described before the names of the
// report are surveyed.
func TestWhoseLeader(t *testing.T) {
	r := embedded(t)
	en := "en"
	got := r.Read(&record.Report{Language: &en, Text: "According to the charge, Berg and Lund acted as agents of the Government of Norway, the Party of Plains, " +
		"a Danish political party whose leader Lars Holm was president from 2010 to 2014, and the Opposition Bloc."})
	if !slices.ContainsFunc(got.Actors, func(a record.Actor) bool { return a.Name == "Lars Holm" }) {
		t.Errorf("no Lars Holm among %v", got.Actors)
	}
}
