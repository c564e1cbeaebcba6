package feed

import (
	"strings"
	"testing"

	"readout/internal/record"
)

// A feed without end is read up to a bound, before any date in it is.
func TestLongFeed(t *testing.T) {
	const maxItems, maxDates = 20, 300
	item := `<item><title>Envoys meet</title><link>https://a.example/1</link><pubDate>Mon, 02 Mar 2026 09:00:00 GMT</pubDate></item>`
	entry := `<entry><title>Envoys meet</title><link href="https://a.example/1"/><updated>Mon, 02 Mar 2026 09:00:00 GMT</updated></entry>`
	one := `{"id":"1","url":"https://a.example/1","title":"Envoys meet","date_published":"Mon, 02 Mar 2026 09:00:00 GMT"}`
	dates := strings.Repeat("<pubDate>Mon, 02 Mar 2026 09:00:00 GMT</pubDate>", 20)
	for _, c := range []struct {
		what, body, title string
		want              int
	}{
		{"RSS", `<rss version="2.0"><channel><title>Courier</title>` + strings.Repeat(item, maxItems+5) + `</channel></rss>`, "Courier", maxItems},
		{"RSS that names itself at its end", `<rss version="2.0"><channel>` + strings.Repeat(item, maxItems+5) + `<title>Courier</title></channel></rss>`, "Courier", maxItems},
		{"RDF", `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel><title>Courier</title></channel>` + strings.Repeat(item, maxItems+5) + `</rdf:RDF>`, "Courier", maxItems},
		{"Atom", `<feed xmlns="http://www.w3.org/2005/Atom"><title>Courier</title>` + strings.Repeat(entry, maxItems+5) + `</feed>`, "Courier", maxItems},
		{"JSON", `{"version":"https://jsonfeed.org/version/1.1","title":"Courier","items":[` + strings.Repeat(one+",", maxItems+4) + one + `]}`, "Courier", maxItems},
		{"RSS of many dates", `<rss version="2.0"><channel><title>Courier</title>` + strings.Repeat(strings.Replace(item, "</item>", dates+"</item>", 1), 18) + `</channel></rss>`, "Courier", 14},
	} {
		text, cut, err := bounded(c.body, maxItems, maxDates)
		if err != nil || !cut {
			t.Errorf("%s: cut %v, %v", c.what, cut, err)
		}
		l, err := Parse(&record.Page{Body: []byte(text), URL: "https://a.example/feed"})
		if err != nil || len(l.Entries) != c.want || l.Title != c.title {
			if l == nil {
				l = &List{}
			}
			t.Errorf("%s: %d entries of %q, %v; want %d", c.what, len(l.Entries), l.Title, err, c.want)
		}
	}
	_, _, err := bounded(`<rss version="2.0"><channel><item>`+strings.Repeat(dates, maxDates/20+1)+`</item></channel></rss>`, maxItems, maxDates)
	if err == nil || !strings.Contains(err.Error(), "more than 300 dates") {
		t.Errorf("an entry of nothing but dates: %v", err)
	}
}
