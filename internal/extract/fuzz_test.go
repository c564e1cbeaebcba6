package extract

import (
	"strings"
	"testing"
	"unicode/utf8"

	"readout/internal/record"
)

const page = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Envoys Meet in Velm | Coast Herald</title>
<meta property="og:site_name" content="Coast Herald"><link rel="canonical" href="https://coast-herald.example/a">
<script type="application/ld+json">{"@graph":[{"@type":"NewsArticle","headline":"Envoys Meet in Velm","datePublished":"2024-05-12T08:00:00+02:00","author":[{"name":"Ana Petrov"},{"name":"Reuters"}]}]}</script></head>
<body><nav><a href="/">Home</a></nav><article><h1>Envoys Meet in Velm</h1>
<figure><img src="/v.jpg"><figcaption>The harbour of Velm. <span class="credit">Leo Marsh/Reuters</span></figcaption></figure>
<p>VELM, May 12 (Reuters) - Envoys of the two states met in the harbour town of Velm on Sunday to talk about the grain that has waited in its ships for three weeks.</p>
<p>The talks went on until late, a spokesman said, and would be taken up again in the morning if both sides still wanted to.</p>
<p>Read more: <a href="/b">Ships wait for a third week</a></p>
<p>No date was set for the signing of a paper, and neither side would say what stood in the way of it.</p>
</article><footer>© Coast Herald</footer></body></html>`

func TestHTML(t *testing.T) {
	r := read(t, page, Options{URL: "https://coast-herald.example/a"})
	same(t, "title", r.Title, "Envoys Meet in Velm")
	same(t, "outlet", r.Outlet, "Coast Herald")
	same(t, "agency", r.Agency, "Reuters")
	same(t, "published", r.Published, "2024-05-12T08:00:00+02:00")
	same(t, "canonical", r.CanonicalURL, "https://coast-herald.example/a")
	same(t, "place", r.Dateline.Place, "VELM")
	same(t, "day", r.Dateline.Date, "2024-05-12")
	if len(r.Bylines) != 1 || r.Bylines[0] != "Ana Petrov" {
		t.Errorf("bylines %q", r.Bylines)
	}
	if len(r.Captions) != 1 || r.Captions[0].Text != "The harbour of Velm." {
		t.Fatalf("captions %+v", r.Captions)
	}
	same(t, "credit", r.Captions[0].Credit, "Leo Marsh/Reuters")
	if len(r.Related) != 1 || r.Related[0].Title != "Ships wait for a third week" {
		t.Errorf("related %+v", r.Related)
	}
	if strings.Count(r.Text, "\n\n") != 2 || strings.Contains(r.Text, "Ships wait") {
		t.Errorf("text %q", r.Text)
	}
}

func TestDeepHTML(t *testing.T) {
	_, err := Report(&record.Page{Body: []byte("<html>" + strings.Repeat("<div>", 50000) + "x")}, Options{})
	if err != ErrTooDeep {
		t.Error(err)
	}
}

// check holds what is true of every report, whatever the page.
func check(t *testing.T, body []byte) {
	all, err := Reports(&record.Page{Body: body}, Options{})
	if err == nil && len(all) == 0 {
		t.Fatalf("%d reports, %v", len(all), err)
	}
	again, _ := Reports(&record.Page{Body: body}, Options{})
	for i, r := range all {
		if !utf8.ValidString(r.Text) || len(r.ID) != 16 || strings.TrimSpace(r.Text) == "" || strings.Contains(r.Text, "\n\n\n") {
			t.Fatalf("bad report %+v", r)
		}
		if again[i].ID != r.ID {
			t.Fatal("not the same twice")
		}
	}
}

func FuzzHTML(f *testing.F) {
	f.Add([]byte(page))
	f.Add([]byte("<p>a<figure><figcaption>b"))
	f.Fuzz(func(t *testing.T, body []byte) { check(t, append([]byte("<html>"), body...)) })
}

func FuzzMarkdown(f *testing.F) {
	f.Add([]byte(wire))
	f.Add([]byte("---\ntitle: a\n---\n![x](y)\n"))
	f.Fuzz(func(t *testing.T, body []byte) { check(t, body) })
}

func FuzzJSON(f *testing.F) {
	f.Add([]byte(`{"title":"a","text":"One.\n\nTwo.","byline":["x"]}`))
	f.Add([]byte(`[{"retrieved_text":"# T\n\nBy AP\n\nx"}]`))
	f.Fuzz(func(t *testing.T, body []byte) { check(t, append([]byte("{"), body...)) })
}
