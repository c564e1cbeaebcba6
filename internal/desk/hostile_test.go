package desk

import (
	"context"
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"readout/internal/record"
	"readout/internal/store"
	"readout/internal/worker"
)

// evil is markup that a report may bring along.
const evil = `"'><script>alert(1)</script><img src=x onerror=alert(1)><a href=javascript:alert(1)>x</a>{{.}}</title></textarea><!--`

// hostileReading is a reading in which every string is hostile. Version
// numbers make it differ from others.
func hostileReading(version int) *record.Reading {
	text := fmt.Sprintf("Tavria %s attacked Norrland %d.\n\nIt said so %s.", evil, version, evil)
	at := func(words string) record.Evidence {
		i := strings.Index(text, words)
		return record.Evidence{Start: i, End: i + len(words), Quote: words}
	}
	bad, url, title := "Outlet "+evil, "javascript:alert(1)//"+evil, "Title "+evil
	day, when := "2026-03-02", &record.When{Start: new(string)}
	*when.Start = day
	all := record.Evidence{Start: 0, End: len(text), Quote: text}
	a1, a2 := "a1", "a2"
	return &record.Reading{Reader: "readout " + evil, Notice: evil,
		Report: record.Report{ID: fmt.Sprintf("%016x", version), URL: &url, CanonicalURL: &url, Outlet: &bad, Agency: &bad, Bylines: []string{evil}, Title: &title,
			Published: &day, Modified: &bad, Language: &bad, Dateline: record.Dateline{Place: &bad, Date: &bad},
			Captions: []record.Caption{{Text: evil, Credit: &bad, URL: &url}}, Related: []record.Related{{Title: evil, URL: &url}}, Text: text},
		Actors: []record.Actor{{ID: a1, Name: "Tavria " + evil, Kind: "state", Names: []string{"Tavria " + evil}, Mentions: []record.Evidence{at("Tavria")}},
			{ID: a2, Name: "Norrland " + evil, Kind: evil, Country: &bad, Sectors: []string{evil}, Names: []string{"Norrland " + evil, evil}, Mentions: []record.Evidence{at("Norrland")}}},
		Places: []record.Place{{ID: "p1", Name: "Selm " + evil, Kind: "city", Names: []string{"Selm " + evil}}},
		Events: []record.Event{{ID: "e1", Type: "ASSAULT", Mode: &bad, Factuality: "actual", Actors: []string{a1}, Recipients: []string{a2}, Places: []string{"p1"},
			When: when, AttributedTo: &a1, Trigger: at("attacked"), Evidence: []record.Evidence{all}}},
		Statements: []record.Statement{{ID: "s1", Speaker: &a1, Addressees: []string{a2}, Form: "direct", Cue: at("said"), Content: []record.Evidence{all}}},
		Situations: []record.Situation{{ID: "t1", Kind: "demands", Holder: &a1, Object: &a2, Title: &bad, What: &bad, State: "in_force", ChangedBy: new(string), Evidence: []record.Evidence{all}}},
	}
}

// hostileSite is a desk over an archive in which everything is hostile.
func hostileSite(t *testing.T) *site {
	t.Helper()
	ctx := context.Background()
	db := openStore(t, filepath.Join(t.TempDir(), "hostile.db"))
	for n := range 2 {
		r := hostileReading(n + 1)
		page := &record.Page{Input: evil, URL: "https://x.example/" + evil, Body: []byte(r.Report.Text)}
		if _, err := db.Add(ctx, page, []*record.Reading{r}); err != nil {
			t.Fatal(err)
		}
	}
	source := store.Source{Name: evil, Parent: evil, URL: "javascript:alert(1)", Asked: time.Unix(1, 0), Fault: evil, FaultAt: time.Unix(1, 0), Failures: 2}
	if err := db.PutSource(ctx, source); err != nil {
		t.Fatal(err)
	}
	if err := worker.Merge(ctx, db); err != nil {
		t.Fatal(err)
	}
	return newSite(t, db)
}

var link = regexp.MustCompile(`href="(/[^"]*)"`)

// walk gets all pages that can be reached from some, and hands out their
// addresses and HTML.
func (s *site) walk(from ...string) map[string]string {
	s.t.Helper()
	out, todo := map[string]string{}, from
	for len(todo) > 0 {
		at := todo[0]
		todo = todo[1:]
		if _, ok := out[at]; ok || strings.HasPrefix(at, "/static/") || strings.HasPrefix(at, "/export") || strings.HasPrefix(at, "/api/") {
			continue
		}
		w := s.get(at)
		if w.Code >= 500 {
			s.t.Errorf("GET %s = %d", at, w.Code)
		}
		out[at] = w.Body.String()
		for _, m := range link.FindAllStringSubmatch(out[at], -1) {
			to, _, _ := strings.Cut(html.UnescapeString(m[1]), "#")
			todo = append(todo, to)
		}
	}
	return out
}

// No word of a report, a source or a correction becomes markup on any page.
func TestHostile(t *testing.T) {
	s := hostileSite(t)
	id := s.one("event", "ASSAULT")
	s.post("/correct", map[string][]string{"kind": {"edit"}, "id": {id}, "field": {"mode"}, "value": {evil}, "reason": {evil}, "by": {"A" + evil[:40]}})
	pages := s.walk("/", "/search?text="+strings.ReplaceAll("alert "+evil[:60], " ", "+"), "/search?kind=event", "/correct?id="+id+"&with=alert",
		"/correct?id="+s.one("actor", "Norrland"), "/"+evil[2:9])
	if len(pages) < 20 {
		t.Errorf("only %d pages were found", len(pages))
	}
	shown := 0
	for at, page := range pages {
		harmless(t, at, page)
		shown += strings.Count(html.UnescapeString(page), "<script>alert(1)</script>")
	}
	if shown < 50 {
		t.Errorf("the hostile words are shown %d times only", shown)
	}
}

// harmless fails where a page holds a script, style, picture or address that
// is not the desk's own.
func harmless(t *testing.T, at, page string) {
	t.Helper()
	z := html.NewTokenizer(strings.NewReader(page))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return
		case html.CommentToken:
			t.Errorf("%s holds a comment %.80q", at, z.Token())
		case html.StartTagToken, html.SelfClosingTagToken:
			tag := z.Token()
			for _, a := range tag.Attr {
				harmlessAttribute(t, at, tag.Data, a)
			}
			if tag.Data == "style" || tag.Data == "iframe" || tag.Data == "img" || tag.Data == "script" && (len(tag.Attr) == 0 || !strings.HasPrefix(tag.Attr[0].Val, "/static/")) {
				t.Errorf("%s holds %s", at, tag)
			}
		}
	}
}

func harmlessAttribute(t *testing.T, at, tag string, a html.Attribute) {
	t.Helper()
	switch a.Key {
	case "style", "srcdoc":
		t.Errorf("%s holds <%s %s=%q>", at, tag, a.Key, a.Val)
	case "href", "src", "action", "hx-get", "hx-post", "formaction", "poster":
		if !strings.HasPrefix(a.Val, "/") && !strings.HasPrefix(a.Val, "#") && !strings.HasPrefix(a.Val, "https://") && !strings.HasPrefix(a.Val, "http://") {
			t.Errorf("%s holds <%s %s=%q>", at, tag, a.Key, a.Val)
		}
	default:
		if strings.HasPrefix(a.Key, "on") || strings.ContainsAny(a.Key, `"'<>`) {
			t.Errorf("%s holds <%s %s=%q>", at, tag, a.Key, a.Val)
		}
	}
}

// In a browser no hostile word runs, asks another origin, or makes a page
// wider than a phone.
func TestHostileInBrowser(t *testing.T) {
	s := hostileSite(t)
	x := open(t, s, 360)
	for _, at := range []string{"/", "/search?kind=event", "/sources", "/report/" + s.one("report", "Title") + "?at=0-40", "/event/" + s.one("event", "ASSAULT"),
		"/statement/" + s.one("statement", "Tavria"), "/situation/" + s.one("situation", "Tavria"), "/correct?id=" + s.one("actor", "Norrland")} {
		x.to(at)
		if wide := eval[int](x, `document.documentElement.scrollWidth - window.innerWidth`); wide > 0 {
			t.Errorf("%s is %d points wider than the window", at, wide)
		}
	}
	x.picture("hostile")
}
