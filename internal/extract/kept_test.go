package extract

import (
	"strings"
	"testing"
)

// TestNewsIsKept reads sentences of news that hold the words of a page's own lines.
func TestNewsIsKept(t *testing.T) {
	for _, p := range []string{
		"Loading of grain at the port resumed on Monday, a day after a drone attack killed three dockers.",
		"Norrland has refused to sign up to the ceasefire that both of its neighbours want.",
		`"Ruvia must join our alliance," President Oresk told reporters in the capital on Tuesday.`,
		"The vaccines would be handed out free of charge in all towns of the valley, the ministry said.",
		"By Friday the city was quiet.",
		"Russia invaded Ukraine on 24 February 2022.",
		"The frigate left the bay at 22 knots (40 km/h).",
		"Petra Vasko, who is a reporter for the Harbour Ledger in Dorvan, was charged with spying.",
	} {
		page := shell(`<title>Port reopens</title>`+declaresArticle, "<article><h1>Port reopens</h1>"+paras(3)+"<p>"+p+"</p>"+paras(1)+"<p>"+p+"</p></article>")
		if r := read(t, page, Options{}); strings.Count(r.Text, p) == 0 {
			t.Errorf("%q is not in the text of the page", p)
		}
		r := read(t, "Port reopens\n\nThe port of Velm reopened.\n\n"+p+"\n\nShips left it at noon.\n", Options{})
		if !strings.Contains(r.Text, p) {
			t.Errorf("%q is not in the plain text", p)
		}
		if r.Published != nil || len(r.Bylines) > 0 || len(r.Captions) > 0 {
			t.Errorf("%q: published %v, bylines %q, captions %v", p, r.Published, r.Bylines, r.Captions)
		}
	}
	page := shell(declaresArticle, "<article><h1>Port reopens</h1>"+paras(3)+"<h2>Popular Mobilization Forces strike back</h2><p>The forces fired rockets at the base in the valley on Monday, officials in Dorvan said.</p><p>Nobody was hurt there, and the base stayed open, they said.</p></article>")
	if r := read(t, page, Options{}); !strings.Contains(r.Text, "strike back") {
		t.Error("what stands under a heading of news is left out")
	}
}

// TestZones reads instants whose zone has a name.
func TestZones(t *testing.T) {
	for given, want := range map[string]string{
		"Mon, 02 Mar 2026 23:40:00 EST":   "2026-03-02T23:40:00-05:00",
		"Mon, 02 Mar 2026 23:40:00 GMT":   "2026-03-02T23:40:00Z",
		"Mon, 02 Mar 2026 23:40:00 CET":   "2026-03-02T23:40:00+01:00",
		"Mon, 02 Mar 2026 23:40:00 +0300": "2026-03-02T23:40:00+03:00",
	} {
		if got := date(given); got != want {
			t.Errorf("%s: %s, want %s", given, got, want)
		}
	}
}

// TestFrontMatter reads lists, quotes and folded texts, and no nested keys.
func TestFrontMatter(t *testing.T) {
	r := read(t, "---\ntitle: \"Oresk: \\\"We will not sign\\\"\"\nauthor:\n  - \"[[Ines Calloway]]\"\n  - Leo Marsh\nimage:\n  url: https://cdn.example/frigate.jpg\n---\nThe lease ends.\n", Options{})
	same(t, "title", r.Title, `Oresk: "We will not sign"`)
	if strings.Join(r.Bylines, "|") != "Ines Calloway|Leo Marsh" || r.URL != nil {
		t.Errorf("bylines %q, url %v", r.Bylines, r.URL)
	}
	if r := read(t, "---\nThe first part.\n---\nThe second part.\n", Options{}); !strings.Contains(r.Text, "The first part.") {
		t.Errorf("between two rules: %q", r.Text)
	}
}

// TestLinkedData reads authors that an @graph names elsewhere, and JSON within CDATA marks.
func TestLinkedData(t *testing.T) {
	graph := `{"@context":"https://schema.org","@graph":[{"@type":"NewsArticle","headline":"Port reopens","datePublished":"2026-03-02T08:00:00Z","author":{"@id":"https://x.example/#ines"}},{"@type":"Person","@id":"https://x.example/#ines","name":"Ines Calloway"}]}`
	for _, data := range []string{graph, "//<![CDATA[\n" + graph + "\n//]]>", graph + ";"} {
		r := read(t, shell(`<script type="application/ld+json">`+data+`</script>`, "<article><h1>Port reopens</h1>"+paras(3)+"</article>"), Options{})
		same(t, "published", r.Published, "2026-03-02T08:00:00Z")
		if strings.Join(r.Bylines, "|") != "Ines Calloway" {
			t.Errorf("bylines %q", r.Bylines)
		}
	}
}
