package filter

import (
	"strings"
	"testing"

	"readout/internal/record"
)

func ptr(s string) *string { return &s }

var ships = record.Reading{
	Report: record.Report{Title: ptr("Ships leave Port Selm"), Text: "Norrland's last ships left.\n\nThe harbour is quiet, Petra Vasko said.",
		URL: ptr("https://ledger.example/en/World/2026/ships?x=/sport/"), Language: ptr("en")},
	Actors: []record.Actor{{Name: "Petra Vasko", Names: []string{"Petra Vasko", "Vasko"}, Country: ptr("TVR")}, {Name: "Norrland", Names: []string{"Norrland", "Northern Kingdom"}}},
	Places: []record.Place{{Name: "Port Selm", Country: ptr("NRL")}},
}

// Values of a field are alternatives, fields hold together, each at its time.
func TestFilter(t *testing.T) {
	for _, c := range []struct {
		f                       Filter
		listed, report, reading bool
	}{
		{Filter{}, true, true, true},
		{Filter{Languages: []string{"fr", "EN"}}, true, true, true},
		{Filter{Languages: []string{"fr"}}, false, false, true},
		{Filter{Sections: []string{"world"}}, true, true, true},
		{Filter{Sections: []string{"/en/world/"}}, true, true, true},
		{Filter{Sections: []string{"sport", "orld"}}, false, false, true},
		{Filter{Words: []string{"port selm"}}, true, true, true},
		{Filter{Words: []string{"ship", "harb"}}, true, false, true},
		{Filter{Words: []string{"Selm Norrland"}}, true, false, true}, // over the end of the title
		{Filter{Words: []string{"left the"}}, true, false, true},      // over the end of a paragraph
		{Filter{Words: []string{"quiet, PETRA"}}, true, true, true},
		{Filter{Actors: []string{"vasko"}}, true, true, true},
		{Filter{Actors: []string{"Petra"}, Countries: []string{"FRA"}}, true, true, false},
		{Filter{Actors: []string{"Norrland Northern"}}, true, true, false}, // of two names
		{Filter{Countries: []string{"nrl"}}, true, true, true},
		{Filter{Countries: []string{"TVR"}, Words: []string{"whales"}}, true, false, true},
	} {
		listed, report, reading := c.f.Listed(*ships.Report.URL, "en-GB"), c.f.Report(&ships.Report), c.f.Reading(&ships)
		if listed != c.listed || report != c.report || reading != c.reading {
			t.Errorf("%+v: %v, %v, %v; want %v, %v, %v", c.f, listed, report, reading, c.listed, c.report, c.reading)
		}
		if (Filter{}).Empty() != true || c.f.Validate() != nil {
			t.Errorf("%+v is not valid", c.f)
		}
	}
	if f := (Filter{Languages: []string{"fr"}}); !f.Listed("https://x.example/", "") || !f.Report(&record.Report{}) {
		t.Error("an unknown language does not pass")
	}
	if f := (Filter{Sections: []string{"world"}}); !f.Listed("https://x.example/1", "", "Sport", "World") || f.Listed("https://x.example/1", "", "Worlds") {
		t.Error("a section that the source tells does not count")
	}
}

// All that is wrong is said at once.
func TestValidate(t *testing.T) {
	err := Filter{Languages: []string{"english"}, Countries: []string{"FR"}, Words: []string{"--"}, Sections: []string{""}}.Validate()
	if err == nil {
		t.Fatal("no error")
	}
	for _, want := range []string{`"english"`, `"FR"`, `"--"`, `""`} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("no %s in %q", want, err)
		}
	}
}
