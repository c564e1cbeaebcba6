package feed

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"readout/internal/acquire"
	"readout/internal/record"
)

// TestShared reads the feeds and sitemaps of the data sets in full: as many
// entries as a plain count of their elements gives, each with all that the
// file says.
func TestShared(t *testing.T) {
	dir := filepath.Join("..", "..", "..", "shared", "data", "extraction", "feeds")
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("no data set of feeds: %v", err)
	}
	for _, c := range []struct {
		file, entry string // entry matches one entry in the raw text
		kind        Kind
		format      string
		dates       int // entries with a time
		lists       int
	}{
		{"feed1.atom", `<entry>`, Feed, "Atom 1.0", 2, 0},
		{"feed2.rss", `<item>`, Feed, "RSS 2.0", 1, 0},
		{"feed.json", "", Feed, "JSON Feed 1", 25, 0},
		{"sitemap.xml", `<loc>`, Sitemap, "sitemap", 84, 0},
		{"sitemap.xml.gz", `<loc>`, Sitemap, "sitemap", 84, 0},
		{"sitemap2.xml", `<loc>`, Sitemap, "sitemap index", 2, 2},
		{"sitemap-hreflang.xml", `<loc>`, Sitemap, "sitemap", 0, 1},
	} {
		body, err := os.ReadFile(filepath.Join(dir, c.file))
		if err != nil {
			t.Fatal(err)
		}
		l, err := Parse(&record.Page{Input: c.file, Body: body})
		if err != nil {
			t.Errorf("%s: %v", c.file, err)
			continue
		}
		want := counted(t, c.file, body, c.entry)
		dates, lists := 0, 0
		for _, e := range l.Entries {
			if !e.Published.IsZero() || !e.Updated.IsZero() {
				dates++
			}
			if e.List {
				lists++
			}
		}
		if l.Kind != c.kind || l.Format != c.format || len(l.Entries) != want || dates != c.dates || lists != c.lists || l.Cut {
			t.Errorf("%s: %s, %s, %d entries, %d dates, %d lists; want %s, %s, %d, %d, %d",
				c.file, l.Kind, l.Format, len(l.Entries), dates, lists, c.kind, c.format, want, c.dates, c.lists)
		}
	}
}

// counted counts the entries of a file without the package's own readers.
func counted(t *testing.T, file string, body []byte, entry string) int {
	t.Helper()
	if strings.HasSuffix(file, ".gz") {
		var err error
		if body, err = acquire.Gunzip(body, MaxSize); err != nil {
			t.Fatal(err)
		}
	}
	if entry != "" {
		return len(regexp.MustCompile(entry).FindAll(body, -1))
	}
	var f struct{ Items []json.RawMessage }
	if err := json.Unmarshal(body, &f); err != nil {
		t.Fatal(err)
	}
	return len(f.Items)
}

func parse(t *testing.T, contentType, text string) (*List, error) {
	t.Helper()
	return Parse(&record.Page{URL: "https://ledger.example/feeds/all", ContentType: contentType, Body: []byte(text)})
}

func at(s string) time.Time {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		panic(err)
	}
	return t.UTC()
}
