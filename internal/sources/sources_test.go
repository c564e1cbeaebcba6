package sources

import (
	"strings"
	"testing"
	"time"

	"readout/internal/feed"
)

const sample = `# What I follow.
contact = "https://desk.example/about-us"

# The ledger: mornings.
[[source]]
name = "Harbour Ledger"
url = "https://harbourledger.example/feed.xml"
kind = "feed"
min_pace = "5m" # not more
max_pace = "1d"
languages = ["en"]
countries = ["FRA", "TVR"]

[[source]]
url = "https://courier.example/news-sitemap.xml"

[[source]]
name = "clippings"
url = "clippings"
kind = "folder"
paused = true

[[source]]
name = "intranet"
url = "http://intra.example:8080/press"
allow_private = true
`

func TestParse(t *testing.T) {
	f, err := Parse("sources.toml", []byte(sample))
	if err != nil {
		t.Fatal(err)
	}
	if f.Contact != "https://desk.example/about-us" || len(f.Sources) != 4 {
		t.Fatalf("got %+v", f)
	}
	s := f.Sources[0]
	if s.Name != "Harbour Ledger" || s.Kind != feed.Feed || s.MinPace != 5*time.Minute || s.MaxPace != 24*time.Hour ||
		s.Line != 5 || len(s.Filter.Countries) != 2 || s.Filter.Languages[0] != "en" {
		t.Errorf("first: %+v", s)
	}
	if s := f.Sources[1]; s.Name != "courier.example/news-sitemap.xml" || s.Kind != "" {
		t.Errorf("second: %+v", s)
	}
	if s := f.Sources[2]; s.Kind != feed.Folder || !s.Paused {
		t.Errorf("third: %+v", s)
	}
	if got := f.AllowHosts(); len(got) != 1 || got[0] != "intra.example:8080" {
		t.Errorf("hosts %v", got)
	}
}

// Every error names its line and field, and all are named at once.
func TestParseErrors(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"[[source]]\nurl = \"https://a.example/\"\nkind = \"rss\"\n", `s.toml:3: kind: is feed, sitemap, page or folder, not "rss"`},
		{"\n[[source]]\nname = \"x\"\n", "s.toml:2: url: missing"},
		{"[[source]]\nurl = \"ftp://a.example/\"\n", "s.toml:2: url: not an http"},
		{"[[source]]\nurl = \"https://me:secret@a.example/\"\n", "s.toml:2: url: names and passwords"},
		{"[[source]]\nurl = \"https://a.example/\"\nmin_pace = \"often\"\n", "s.toml:3: min_pace: a time such as"},
		{"[[source]]\nurl = \"https://a.example/\"\nmin_pace = \"2d\"\nmax_pace = \"1d\"\n", "s.toml:4: max_pace: is shorter"},
		{"[[source]]\nurl = \"https://a.example/\"\nlanguages = [\"english\"]\n", "s.toml:3: languages: a language is two letters"},
		{"[[source]]\nurl = \"https://a.example/\"\npase = \"2d\"\n", "s.toml:3: source.pase: no such field"},
		{"[[source]]\nurl = 5\n", "s.toml:2: "},
		{"[[source]]\nurl = \"https://a.example/\n", "s.toml:2: "},
		{"[[source]]\nurl = \"https://a.example/\"\n[[source]]\nname=\"b\"\nurl = \"https://a.example/\"\n", "s.toml:5: url: \"https://a.example/\" is also that of line 1"},
		{"[[source]]\nname = \"A\"\nurl = \"https://a.example/\"\n[[source]]\nname=\"a\"\nurl = \"https://b.example/\"\n", "s.toml:5: name: \"a\" is also that of line 1"},
		{"contact = \"me\"\n", "s.toml:1: contact: not a URL"},
		{"[feeds]\nx = 1\n", "s.toml:1: feeds: no such field"},
	} {
		_, err := Parse("s.toml", []byte(c.text))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %v; want %q", c.text, err, c.want)
		}
	}
	_, err := Parse("s.toml", []byte("[[source]]\nkind = \"x\"\n[[source]]\nurl = \"https://a.example/\"\nmax_pace = \"0\"\n"))
	if err == nil || strings.Count(err.Error(), "\n") != 2 {
		t.Errorf("three faults: %v", err)
	}
}
