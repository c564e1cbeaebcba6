package feed

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"readout/internal/record"
)

const opml = `<?xml version="1.0" encoding="ISO-8859-1"?>
<opml version="1.0"><head><title>Mine</title></head><body>
<outline text="News"><outline text="Ledger &amp; Sons" title="The Ledger" type="rss" xmlUrl="https://ledger.example/feed" htmlUrl="https://ledger.example/"/>
<outline text="Abroad"><OUTLINE text="Caf` + "\xe9" + `" xmlurl="https://cafe.example/rss"></OUTLINE></outline></outline>
<outline text="Again" xmlUrl="https://ledger.example/feed"/>
<outline text="Not of the web" xmlUrl="file:///etc/passwd"/><outline text="A note"/>
<outline xmlUrl="https://bare.example/rss"/></body></opml>`

func TestOPML(t *testing.T) {
	got, err := OPML(&record.Page{Body: []byte(opml)})
	want := []Outline{
		{"The Ledger", "https://ledger.example/feed", "https://ledger.example/", "News"},
		{"Café", "https://cafe.example/rss", "", "News / Abroad"},
		{"", "https://bare.example/rss", "", ""},
	}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("got %+v, %v", got, err)
	}
	for text, want := range map[string]string{
		"<rss/>": "not an OPML list", "": "not an OPML list", "<opml><body><outline": "broken",
		`<!DOCTYPE opml [<!ENTITY a "b">]><opml/>`:    "declares XML entities",
		"<opml>" + strings.Repeat("<outline>", 10000): "nested more than",
	} {
		if _, err := OPML(&record.Page{Body: []byte(text)}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.40q: %v; want %q", text, err, want)
		}
	}
}

// What is written is read again as it was.
func TestWriteOPML(t *testing.T) {
	feeds := []Outline{{Title: `"A" <b> & c`, URL: "https://a.example/?x=1&y=2", Site: "https://a.example/"}, {Title: "B", URL: "https://b.example/"}}
	var b bytes.Buffer
	if err := WriteOPML(&b, "mine", feeds); err != nil {
		t.Fatal(err)
	}
	if got, err := OPML(&record.Page{Body: b.Bytes()}); err != nil || !slices.Equal(got, feeds) {
		t.Errorf("got %+v, %v of\n%s", got, err, b.String())
	}
}

func FuzzOPML(f *testing.F) {
	f.Add([]byte(opml))
	f.Add([]byte(`<opml><outline xmlUrl="https://a.example/" title="&#27;&lt;"/></outline></opml>`))
	f.Fuzz(func(t *testing.T, b []byte) {
		list, err := OPML(&record.Page{Body: b})
		if err != nil {
			return
		}
		for i := range list {
			list[i].Folder = ""
		}
		var out bytes.Buffer
		if err := WriteOPML(&out, "x", list); err != nil {
			t.Fatal(err)
		}
		if again, err := OPML(&record.Page{Body: out.Bytes()}); err != nil || !slices.Equal(again, list) {
			t.Errorf("%+v came back as %+v, %v", list, again, err)
		}
	})
}
