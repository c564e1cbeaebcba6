package gazetteer

import (
	"regexp"
	"testing"
)

func TestCountries(t *testing.T) {
	for name, want := range map[string]string{
		"Syria": "SYR", "the United States": "USA", "U.S.": "USA", "US": "USA", "Türkiye": "TUR", "Kosovo": "XKX",
		"Côte d'Ivoire": "CIV", "DR Congo": "COD", "Britain": "GBR", "Palestine": "PSE", "Taiwan": "TWN",
	} {
		if c, ok := CountryByName(name); !ok || c.Alpha3 != want {
			t.Errorf("CountryByName(%q) = %v, want %s", name, c, want)
		}
	}
	if c, ok := CountryByName("us"); ok {
		t.Errorf("the pronoun is a country: %v", c)
	}
	for word, want := range map[string]string{"Syrian": "SYR", "Syrians": "SYR", "Danish": "DNK", "Poles": "POL", "Philippine": "PHL", "polish": ""} {
		if got, _ := Demonym(word); got != want {
			t.Errorf("Demonym(%q) = %q, want %q", word, got, want)
		}
	}
	for seat, want := range map[string]string{"Kremlin": "RUS", "the Kremlin": "RUS", "Damascus": "SYR", "Élysée": "FRA", "Downing Street": "GBR", "Aleppo": ""} {
		if got, _ := Metonym(seat); got != want {
			t.Errorf("Metonym(%q) = %q, want %q", seat, got, want)
		}
	}
}

func TestPlaces(t *testing.T) {
	for name, want := range map[string]string{
		"Khmeimim": "airbase SYR", "Tartous": "naval_base SYR", "al-Tanf": "installation SYR", "Ain Al-Asad": "airbase IRQ",
		"Incirlik": "airbase TUR", "Rafah crossing": "border_crossing EGY", "Zaporizhzhia NPP": "installation UKR",
		"Kharkov": "city UKR", "Qamishli": "city SYR", "Red Sea": "sea ",
	} {
		p := PlacesByName(name)
		if len(p) == 0 || p[0].Kind+" "+p[0].Alpha3 != want {
			t.Errorf("PlacesByName(%q) = %v, want %s first", name, p, want)
		}
	}
}

func TestKnownActor(t *testing.T) {
	for name, want := range map[string]string{"UN": "United Nations", "ISIL": "Islamic State", "Hizbollah": "Hezbollah", "the Pentagon": "Pentagon", "who": ""} {
		got := ""
		if k, ok := FindActor(name); ok {
			got = k.Name
		}
		if got != want {
			t.Errorf("FindActor(%q) = %q, want %q", name, got, want)
		}
	}
}

// TestRows holds every row of every table to valid codes and coordinates.
func TestRows(t *testing.T) {
	code := regexp.MustCompile(`^[A-Z]{3}$`)
	for _, c := range countries().all {
		if !code.MatchString(c.Alpha3) || len(c.Alpha2) != 2 || len(c.Demonyms) == 0 {
			t.Errorf("country %+v", c)
		}
	}
	for _, p := range places().all {
		if p.Alpha3 != "" && !code.MatchString(p.Alpha3) || p.Lat < -90 || p.Lat > 90 || p.Lon < -180 || p.Lon > 180 || p.Name == "" {
			t.Errorf("place %+v", p)
		}
		if _, ok := CountryByCode(p.Alpha3); p.Alpha3 != "" && !ok {
			t.Errorf("place %+v of no country", p)
		}
	}
	for _, k := range known().all {
		if _, ok := CountryByCode(k.Alpha3); k.Alpha3 != "" && !ok || len(k.Sectors) == 0 {
			t.Errorf("actor %+v", k)
		}
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		PlacesByName("Aleppo")
	}
}
