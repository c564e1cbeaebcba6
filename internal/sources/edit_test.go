package sources

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"readout/internal/feed"
	"readout/internal/filter"
)

func write1(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "sources.toml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func text(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// What is added comes back as it was, and the rest of the file stays.
func TestAdd(t *testing.T) {
	path := write1(t, strings.TrimSuffix(sample, "\n"))
	s := Source{Name: `The "Courier" \ ` + "\x01é", URL: "https://courier.example/rss?a=1&b=2", Kind: feed.Feed, MinPace: 90 * time.Second, MaxPace: 36 * time.Hour,
		Filter:       filter.Filter{Languages: []string{"en", "fr"}, Sections: []string{"world"}, Words: []string{`Port "Selm"`}, Actors: []string{"Oresk"}, Countries: []string{"TVR"}},
		AllowPrivate: true, Paused: true}
	if err := Add(path, s); err != nil {
		t.Fatal(err)
	}
	if got := text(t, path); !strings.HasPrefix(got, sample) {
		t.Errorf("what stood there changed:\n%s", got)
	}
	f, err := Load(path)
	if err != nil {
		t.Fatal(err)
	}
	got := f.Sources[4]
	s.Line = got.Line
	if got.TOML() != s.TOML() || got.Name != s.Name || got.MaxPace != s.MaxPace || !got.Paused || !slices.Equal(got.Filter.Words, s.Filter.Words) {
		t.Errorf("got %+v, want %+v", got, s)
	}
	if st, _ := os.Stat(path); st.Mode().Perm() != 0o600 {
		t.Errorf("mode %v", st.Mode())
	}
}

func TestAddFails(t *testing.T) {
	path := write1(t, sample)
	for _, c := range []struct {
		s    Source
		want string
	}{
		{Source{Name: "x", URL: "https://harbourledger.example/feed.xml"}, `url "https://harbourledger.example/feed.xml" is also that of line 5`},
		{Source{Name: "HARBOUR ledger", URL: "https://x.example/"}, `name "HARBOUR ledger" is also that of line 5`},
		{Source{Name: "x", URL: "gopher://x.example/"}, "url: not an http"},
	} {
		if err := Add(path, c.s); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: %v; want %q", c.s, err, c.want)
		}
	}
	if err := Add(path, Source{Name: "x", URL: "https://x.example/"}, Source{Name: "y", URL: "https://x.example/"}); err == nil {
		t.Error("one source twice was added")
	}
	if text(t, path) != sample {
		t.Error("the file changed")
	}
	broken := write1(t, "[[source]\n")
	if err := Add(broken, Source{Name: "x", URL: "https://x.example/"}); err == nil || !strings.Contains(err.Error(), ":1: ") {
		t.Errorf("a broken file: %v", err)
	}
	if err := Add(filepath.Join(t.TempDir(), "new.toml"), Source{Name: "x", URL: "https://x.example/"}); err != nil {
		t.Errorf("a new file: %v", err)
	}
}

// A source goes with the comment above it, and nothing else does.
func TestRemove(t *testing.T) {
	first := strings.Index(sample, "# The ledger")
	second := strings.Index(sample, "[[source]]\nurl")
	third := strings.Index(sample, "[[source]]\nname = \"clip")
	fourth := strings.Index(sample, "[[source]]\nname = \"intra")
	for name, want := range map[string]string{
		"Harbour Ledger": sample[:first] + sample[second:],
		"https://courier.example/news-sitemap.xml": sample[:second] + sample[third:],
		"clippings": sample[:third] + sample[fourth:],
		"intranet":  sample[:fourth],
	} {
		path := write1(t, sample)
		if err := Remove(path, name); err != nil {
			t.Fatal(err)
		}
		if got := text(t, path); got != want {
			t.Errorf("%s:\n got %s\nwant %s", name, got, want)
		}
	}
	parts := []string{"# All of them.\n\n", "# its own\n[[source]]\nurl = \"https://a.example/\" # too\nwords = [\"x\",\n\n# of a\n\"y\"]\n# paused = true\n\n", "# Others.\n\n# Far ones.\n\n", "[[source]]\nurl = \"https://b.example/\"\n\n", "# The end.\n"}
	for k, name := range map[int]string{1: "a.example", 3: "b.example"} {
		path := write1(t, strings.Join(parts, ""))
		if err := Remove(path, "https://"+name+"/"); err != nil {
			t.Fatal(err)
		}
		if got, want := text(t, path), strings.Join(slices.Delete(slices.Clone(parts), k, k+1), ""); got != want {
			t.Errorf("without %s:\n got %s\nwant %s", name, got, want)
		}
	}
	if err := Remove(write1(t, sample), "nobody"); err == nil || !strings.Contains(err.Error(), `no source "nobody"`) {
		t.Errorf("got %v", err)
	}
	for _, odd := range []string{
		"source = [{url = \"https://a.example/\", name = \"a\"}, {url = \"https://b.example/\"}]\n",
		"[[source]]\nname = \"a\"\nurl = \"https://a.example/\"\nwords = [\"\"\"\n# x\n[[source]]\n\"\"\"]\n",
	} {
		path := write1(t, odd)
		if err := Remove(path, "a"); err == nil && strings.Contains(text(t, path), "a.example") {
			t.Errorf("%q became %q", odd, text(t, path))
		}
	}
}

func TestFromOPML(t *testing.T) {
	f, err := Parse("s.toml", []byte(sample))
	if err != nil {
		t.Fatal(err)
	}
	fresh, had := f.FromOPML([]feed.Outline{
		{Title: "Known", URL: "https://harbourledger.example/feed.xml"},
		{Title: "harbour ledger", URL: "https://x.example/1"}, {Title: "Harbour Ledger", URL: "https://x.example/2"}, {URL: "https://x.example/3"}, {Title: "again", URL: "https://x.example/3"},
	})
	var names []string
	for _, s := range fresh {
		names = append(names, s.Name)
	}
	if want := []string{"harbour ledger 2", "Harbour Ledger 3", "x.example/3"}; had != 2 || !slices.Equal(names, want) {
		t.Errorf("%d there before, names %q", had, names)
	}
	if out := f.Outlines(); len(out) != 3 || out[0].URL != "https://harbourledger.example/feed.xml" {
		t.Errorf("outlines %+v", out)
	}
}

func TestPace(t *testing.T) {
	for in, want := range map[string]string{"90s": "1m30s", "5m": "5m", "60m": "1h", "1d": "1d", "24h": "1d", "1.5d": "36h", "7d": "7d"} {
		d, err := pace(in)
		if got := Pace(d); err != nil || got != want {
			t.Errorf("%s: %s, %v; want %s", in, got, err, want)
		}
		if again, err := pace(Pace(d)); err != nil || again != d {
			t.Errorf("%s came back as %v", in, again)
		}
	}
	for _, bad := range []string{"d", "5", "-1h", "0s", "1000000d", "5 m", "NaNd", "1e9d"} {
		if d, err := pace(bad); err == nil {
			t.Errorf("%q was taken as %v", bad, d)
		}
	}
}
