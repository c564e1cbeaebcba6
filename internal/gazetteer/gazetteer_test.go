package gazetteer

import (
	"regexp"
	"slices"
	"strings"
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

// sectors are those of PLOVER that the record knows.
const sectors = " GOV MIL LEG JUD COP SPY PTY OPP REB UAF CVL BUS MED EDU LAB REL REF CRM NGO IGO ELI UNK "

// TestRows reads every row of every table: codes are countries', kinds and
// sectors are the record's, coordinates lie in their country, dates are in order.
func TestRows(t *testing.T) {
	code := regexp.MustCompile(`^[A-Z]{3}$`)
	for _, c := range countries().all {
		if !code.MatchString(c.Alpha3) || len(c.Alpha2) != 2 || len(c.Demonyms) == 0 {
			t.Errorf("country %+v", c)
		}
	}
	for name, c := range countries().metonym {
		if _, ok := CountryByCode(c); !ok {
			t.Errorf("%s stands for %q, which is no country", name, c)
		}
	}
	kinds := " person state government military armed_group organization population "
	actor := func(k *KnownActor) {
		if _, ok := CountryByCode(k.Alpha3); k.Alpha3 != "" && !ok || len(k.Sectors) == 0 || !strings.Contains(kinds, " "+k.Kind+" ") {
			t.Errorf("actor %+v", k)
		}
		for _, s := range k.Sectors {
			if !strings.Contains(sectors, " "+s+" ") {
				t.Errorf("sector %q of %s", s, k.Name)
			}
		}
	}
	for i := range known().all {
		actor(&known().all[i])
	}
	month := regexp.MustCompile(`^(\d{4}(-(0[1-9]|1[0-2]))?)?$`)
	for i := range people().all {
		p := &people().all[i]
		actor(&p.KnownActor)
		last := ""
		for _, o := range p.Terms {
			if !month.MatchString(o.From) || !month.MatchString(o.Until) || o.Until != "" && o.Until < o.From {
				t.Errorf("%s: %+v", p.Name, o)
			}
			if o.From < last {
				t.Errorf("%s: %+v is before the row above", p.Name, o)
			}
			last = o.From
		}
	}
	for name, list := range members() {
		if _, ok := FindActor(name); !ok {
			t.Errorf("members of %s, which is not known", name)
		}
		for _, c := range list {
			if _, ok := CountryByCode(c); !ok || !code.MatchString(c) {
				t.Errorf("member %q of %s", c, name)
			}
		}
	}
}

// TestPlaceRows holds every place to a known kind and, with some tolerance, to
// the box around its country's cities.
func TestPlaceRows(t *testing.T) {
	type box struct{ south, north, west, east float64 }
	boxes := map[string]*box{}
	for _, p := range places().all {
		if p.Population == 0 || p.Alpha3 == "" {
			continue
		}
		b := boxes[p.Alpha3]
		if b == nil {
			b = &box{p.Lat, p.Lat, p.Lon, p.Lon}
			boxes[p.Alpha3] = b
		}
		b.south, b.north = min(b.south, p.Lat), max(b.north, p.Lat)
		b.west, b.east = min(b.west, p.Lon), max(b.east, p.Lon)
	}
	kinds := " city region airbase naval_base airport border_crossing installation building sea water "
	far := map[string]float64{"USA": 16, "RUS": 16, "PRT": 16, "GRL": 20, "GBR": 8, "YEM": 6} // far islands and the north have no cities
	for _, p := range places().all {
		if p.Name == "" || !strings.Contains(kinds, " "+p.Kind+" ") || p.Lat < -90 || p.Lat > 90 || p.Lon < -180 || p.Lon > 180 || p.Lat == 0 && p.Lon == 0 {
			t.Errorf("place %+v", p)
		}
		if _, ok := CountryByCode(p.Alpha3); p.Alpha3 != "" && !ok {
			t.Errorf("place %+v of no country", p)
		}
		b := boxes[p.Alpha3]
		if p.Population > 0 || b == nil {
			continue
		}
		tol := max(4, far[p.Alpha3])
		if p.Lat < b.south-tol || p.Lat > b.north+tol || p.Lon < b.west-tol || p.Lon > b.east+tol {
			t.Errorf("%s lies outside %s: %+v", p.Name, p.Alpha3, *b)
		}
	}
}

// TestSpellings holds the sites that news keeps naming to one place each.
func TestSpellings(t *testing.T) {
	for site, spellings := range map[string]string{
		"Hmeimim airbase": "Hmeimim;Khmeimim;Hmeymim;Khmeimim air base", "Tartus naval base": "Tartus naval base;Tartous", "Qamishli airport": "Qamishli airport;Qamishli Airport",
		"Incirlik Air Base": "Incirlik;İncirlik", "Al-Tanf": "al-Tanf;Tanf;Al Tanf", "Ain al-Asad": "Ain al-Asad;Al-Asad air base;Ayn al-Asad",
		"Rafah crossing": "Rafah crossing;Rafah border crossing", "Zaporizhzhia nuclear power plant": "Zaporizhzhia NPP;Zaporizhzhia nuclear plant;Zaporizhzhya nuclear power plant",
	} {
		for s := range strings.SplitSeq(spellings, ";") {
			if p := PlacesByName(s); len(p) == 0 || p[0].Name != site {
				t.Errorf("%q is not %s", s, site)
			}
		}
	}
}

func TestMembers(t *testing.T) {
	if m := Members("Nato"); !slices.Contains(m, "FIN") || slices.Contains(m, "UKR") {
		t.Errorf("members of NATO: %v", m)
	}
	if Members("the moon") != nil {
		t.Error("the moon has members")
	}
}

func TestPersonTerms(t *testing.T) {
	p, ok := FindPerson("Barack Obama")
	if !ok || p.Former("2013-05-02") || !p.Former("2017-04-12") || len(p.Held("2012")) != 1 {
		t.Errorf("%+v", p)
	}
	if p, ok := FindPerson("Trump"); !ok || p.Name != "Donald Trump" {
		t.Errorf("Trump is %+v", p)
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		PlacesByName("Aleppo")
	}
}

// TestBearers: several bodies may share another name, but each is found by its own.
func TestBearers(t *testing.T) {
	for i := range known().all {
		k := &known().all[i]
		if got, ok := FindActor(k.Name); !ok || got != k {
			t.Errorf("%s (%s) is not found by its name, but %v", k.Name, k.Alpha3, got)
		}
	}
	got := []string{}
	if k, ok := FindActor("PDP"); ok {
		got = append(got, k.Alpha3)
	}
	for _, k := range OtherActors("PDP") {
		got = append(got, k.Alpha3)
	}
	if strings.Join(got, " ") != "NGA IND" {
		t.Errorf("the PDP is of %v", got)
	}
}
