package actor

import (
	"slices"
	"strings"
	"testing"
)

const bookCSV = `name,aliases,kind,country,sectors,from,until
Karim al-Dessouki,Dessouki;the Falcon,person,LBN,REB;OPP,2020,
Anne Duval,,person,FRA,SPY,,2019-12
Kurdish forces,,armed_group,IRQ,MIL,,
`

const bookTOML = `
# our own
[[actor]]
name = "Karim al-Dessouki"
aliases = ["Dessouki", 'the Falcon']   # names
country = "LBN"
sectors = ["REB", "OPP"]
from = 2020
[[actor]]
name = "Anne Duval"
country = "FRA"
sectors = "SPY"
until = "2019-12"
[[actor]]
name = "Kurdish forces"
kind = "armed_group"
country = "IRQ"
sectors = ["MIL"]
`

// TestBook: a user's list wins over the words of the report, where its dates hold.
func TestBook(t *testing.T) {
	for file, text := range map[string]string{"a.csv": bookCSV, "a.toml": bookTOML} {
		b, err := ParseBook(file, []byte(text))
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		d := parse(t, visit)
		d.Published = "2024-05-01"
		r := FindWith(d, b)
		r.Describe(at(t, d, "forces", 0))
		all := r.Actors()
		p := find(all, "Karim al-Dessouki")
		if p == nil || p.Country == nil || *p.Country != "LBN" || !slices.Equal(p.Sectors, []string{"REB", "OPP"}) || !slices.Contains(p.Names, "Dessouki") {
			t.Errorf("%s: %+v", file, p)
		}
		if m := find(all, "Anne Duval"); m == nil || !slices.Equal(m.Sectors, []string{"GOV"}) {
			t.Errorf("%s: a row out of its dates was taken: %+v", file, m)
		}
		if f := find(all, "Kurdish forces"); f == nil || f.Country == nil || *f.Country != "IRQ" {
			t.Errorf("%s: %+v", file, f)
		}
	}
}

func TestBookErrors(t *testing.T) {
	for _, c := range []struct{ file, text, want string }{
		{"a.csv", "", "empty"},
		{"a.csv", "name,colour\n", "colour"},
		{"a.csv", "name,kind\nOresk,ship\n", "line 2"},
		{"a.csv", "name,country\nOresk,Ruvia\n", "ISO 3166"},
		{"a.csv", "name,sectors\nOresk,GOV;SEA\n", "SEA"},
		{"a.csv", "name,from,until\nOresk,2021,2020\n", "before"},
		{"a.csv", "name,from\nOresk,May\n", "no date"},
		{"a.csv", "kind\nperson\n", "no name"},
		{"a.toml", "name = \"x\"", "before any"},
		{"a.toml", "[[ship]]", "only table"},
		{"a.toml", "[[actor]]\nname = Oresk", "quotation"},
		{"a.toml", "[[actor]]\nname = \"Oresk", "not closed"},
		{"a.toml", "[[actor]]\naliases = [\"a\"", "not closed"},
		{"a.toml", "[[actor]]\nname", "line 2"},
	} {
		if _, err := ParseBook(c.file, []byte(c.text)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %v, want %s", c.text, err, c.want)
		}
	}
}

// FuzzBook: no list of actors panics.
func FuzzBook(f *testing.F) {
	f.Add("a.csv", bookCSV)
	f.Add("a.toml", bookTOML)
	f.Fuzz(func(_ *testing.T, file, text string) { ParseBook(file, []byte(text)) })
}
