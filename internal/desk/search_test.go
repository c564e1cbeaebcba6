package desk

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"readout/internal/store"
)

func TestSearch(t *testing.T) {
	s := exampleSite(t)
	start := s.page("/search")
	holds(t, start, `href="/search?kind=story&newest=true">stories</a>`, `name="factuality"`, `name="state"`)
	if strings.Contains(start, "<option selected>") {
		t.Error("the form looks in one kind before anybody chose it")
	}
	holds(t, s.page("/search?text=frigate"), "Nothing was found")
	holds(t, s.page("/search?text=Norrland"), "best matches first", `<a class="what" href="/situation/`)
	one := s.page("/search?kind=event&type=RETREAT&actor=Norrland&recipient=Tavria")
	holds(t, one, "Norrland → RETREAT withdraw → Tavria (Port Selm naval base)", "1 – 1 of 1",
		`/export?actor=Norrland&format=csv&kind=event&recipient=Tavria&type=RETREAT`, `<option value="RETREAT" selected>`)
	then := s.page("/search?kind=situation&actor=Norrland&place=Port+Selm+naval+base&type=holds&as-of=2026-03-12")
	holds(t, then, "in doubt</span>")
	for query, kind := range map[string]string{"state=ended": "situation", "as-of=2026-03-12": "situation", "sector=GOV": "actor", "type=holds": "situation", "type=direct": "statement", "factuality=actual": "event", "text=Norrland&newest=true": "event"} {
		holds(t, s.page("/search?"+query), "<option selected>"+kind+"</option>", "one kind is. These are "+kind, `<a class="what" href="/`+kind+"/")
	}
	// What a form leaves empty does not stay in the address.
	w := s.get("/search?text=&kind=event&actor=&newest=true")
	if at := w.Header().Get("Location"); w.Code != http.StatusSeeOther || at != "/search?kind=event&newest=true" {
		t.Errorf("an empty field: %d to %q", w.Code, at)
	}
}

// A kind is asked for what it has, in its own words.
func TestFieldsOfKinds(t *testing.T) {
	s := exampleSite(t)
	for kind, c := range map[string]struct{ label, lacks string }{
		"event": {"type", "state"}, "statement": {"form", "mode"}, "situation": {"kind", "factuality"}, "story": {"place", "recipient"},
		"report": {"language", "recipient"}, "actor": {"kind", "place"}, "place": {"kind", "actor"},
	} {
		page := s.page("/search?kind=" + kind)
		holds(t, page, ">"+c.label+"<")
		if strings.Contains(page, `name="`+c.lacks+`"`) {
			t.Errorf("the form for %s asks for %s, which none has", kind, c.lacks)
		}
	}
	holds(t, s.page("/search?kind=place&recipient=Tavria"), `name="recipient" value="Tavria"`) // what finds nothing is seen
	holds(t, s.page("/search?kind=report"), `report</span> · <bdi>The Example Courier</bdi> · `)
}

// The pages of a list hold each of its items once.
func TestSearchPages(t *testing.T) {
	s := exampleSite(t)
	link := regexp.MustCompile(`<a class="what" href="(/event/[^"]*)"`)
	next := regexp.MustCompile(`<a href="([^"]*)" rel="next"`)
	seen := map[string]bool{}
	for at := "/search?kind=event&limit=7"; at != ""; {
		page := s.page(at)
		rows := link.FindAllStringSubmatch(page, -1)
		for _, m := range rows {
			if seen[m[1]] {
				t.Errorf("%s shows %s again", at, m[1])
			}
			seen[m[1]] = true
		}
		at = ""
		if m := next.FindStringSubmatch(page); m != nil {
			at = strings.ReplaceAll(m[1], "&amp;", "&")
		}
	}
	all := link.FindAllString(s.page("/search?kind=event&limit=200"), -1)
	if len(seen) != len(all) || len(seen) < 20 {
		t.Errorf("%d events on pages of 7, %d on one page", len(seen), len(all))
	}
}

var badQueries = []string{
	"/search?kind=article", "/search?kind=event&since=yesterday", "/search?kind=event&limit=-1", "/search?kind=event&limit=100000",
	"/search?kind=event&offset=1e9", "/search?kind=event&offset=99999999", "/search?newest=perhaps", "/search?text=a&text=b",
	"/search?text=%00", "/search?text=%zz", "/search?kind=situation&as-of=2026-02-30", "/search?kind=actor&report=nothing",
	"/corrections?offset=-1", "/corrections?offset=many",
}

func TestBadQueries(t *testing.T) {
	s := exampleSite(t)
	holds(t, s.get("/search?since=yesterday").Body.String(), `<p>A day is written as 2026-01-28, not "yesterday".</p>`)
	for _, at := range append(badQueries, "/search?text="+strings.Repeat("a", 5000)) {
		r, err := http.NewRequest("GET", at, nil)
		if err != nil { // not even an address
			r, _ = http.NewRequest("GET", "/search", nil)
			_, r.URL.RawQuery, _ = strings.Cut(at, "?")
		}
		w := s.do(r)
		if w.Code != http.StatusBadRequest {
			t.Errorf("GET %.80s = %d, want 400", at, w.Code)
		}
	}
}

// Whatever stands in a query, a page comes or the mistake is told.
func FuzzQuery(f *testing.F) {
	for _, at := range badQueries {
		_, query, _ := strings.Cut(at, "?")
		f.Add(query)
	}
	for _, q := range []string{"kind=event&actor=Norrland", "text=%22+OR+x*", "at=1-5", "why=1", "as-of=2026-03-01&known-at=x", "id=e1&with=Tavria", "from=r1", "made=c1"} {
		f.Add(q)
	}
	path, err := examples()
	if err != nil {
		f.Fatal(err)
	}
	s := newSite(f, openStore(f, path))
	items, _, err := s.db.Items(context.Background(), allOf)
	if err != nil {
		f.Fatal(err)
	}
	paths := []string{"/search", "/corrections", "/correct"} // and all else that looks at its query
	for _, kind := range []string{"report", "situation"} {
		i := slices.IndexFunc(items, func(i store.Item) bool { return i.Kind == kind })
		paths = append(paths, entryURL(items[i].ID))
	}
	paths = append(paths, paths[3]+"/changes", "/export")
	f.Fuzz(func(t *testing.T, query string) {
		for _, path := range paths {
			if strings.Contains(query, "why") && strings.HasPrefix(path, "/report/") {
				continue // reading again is slow
			}
			r := &http.Request{Method: "GET", URL: &url.URL{Path: path, RawQuery: query}, Header: http.Header{}}
			if w := s.do(r); w.Code >= 500 {
				t.Errorf("GET %s?%q = %d", path, query, w.Code)
			}
		}
	})
}

// By keyboard alone: from the head of the page to words, to a result, to its
// sentence.
func TestKeyboard(t *testing.T) {
	s := exampleSite(t)
	x := open(t, s, 1100)
	x.to("/")
	x.run(chromedp.KeyEvent(kb.Tab))
	if at := eval[string](x, `document.activeElement.textContent`); at != "Skip to the content" {
		t.Errorf("the first stop is %q", at)
	}
	x.run(chromedp.KeyEvent(kb.Tab), chromedp.KeyEvent(kb.Tab))
	x.run(chromedp.KeyEvent("Doubt over Port Selm handover"), chromedp.KeyEvent(kb.Enter), chromedp.WaitVisible(chromedp.CSS("#results .what")))
	for range 40 {
		x.run(chromedp.KeyEvent(kb.Tab))
		if eval[bool](x, `document.activeElement.matches(".rows .what[href^='/report/']")`) {
			break
		}
	}
	if width := eval[string](x, `getComputedStyle(document.activeElement).outlineWidth`); width != "3px" {
		t.Errorf("focus is drawn %s wide", width)
	}
	x.run(chromedp.KeyEvent(kb.Enter), chromedp.WaitVisible(chromedp.CSS(".text")))
}

// Filtering without a reload keeps the address that another reader can open.
func TestSearchInPlace(t *testing.T) {
	s := exampleSite(t)
	x := open(t, s, 1100)
	x.to("/search?kind=event&newest=true")
	eval[int](x, `window.stays = 1`)
	x.run(chromedp.SendKeys(chromedp.CSS(`input[name=actor]`), "Norrland"), chromedp.Click(chromedp.CSS(`form.search button.main`)))
	x.until(`location.search === "?actor=Norrland&kind=event&newest=true"`)
	if eval[int](x, `window.stays || 0`) != 1 {
		t.Error("the page was loaded again")
	}
	if n := eval[int](x, `document.querySelectorAll(".rows li").length`); n == 0 || n >= 40 {
		t.Errorf("%d rows of Norrland's events", n)
	}
}

// The fields are those of the kind that was chosen, and a mistake is told.
func TestSearchFields(t *testing.T) {
	s := exampleSite(t)
	x := open(t, s, 1100)
	x.to("/search?kind=event")
	x.run(chromedp.SetValue(chromedp.CSS(`select[name=kind]`), "situation"), chromedp.Click(chromedp.CSS(`form.search button.main`)))
	x.until(`document.querySelector("form.search [name=as-of]") !== null`)
	x.run(chromedp.SetValue(chromedp.CSS(`select[name=kind]`), "actor"), chromedp.SetValue(chromedp.CSS(`input[name=report]`), "nothing"), chromedp.Click(chromedp.CSS(`form.search button.main`)))
	x.arrives(`document.title.startsWith("Not understood") && location.search.includes("report=nothing")`)
}

func TestExport(t *testing.T) {
	s := exampleSite(t)
	w := s.get("/export?kind=event&format=csv&actor=Norrland")
	if got := w.Header().Get("Content-Disposition"); w.Code != http.StatusOK || !strings.Contains(got, "attachment") || strings.Count(w.Body.String(), "\n") < 3 {
		t.Errorf("GET /export = %d, %q\n%s", w.Code, got, w.Body)
	}
	for _, bad := range []string{"?format=doc", "?kind=event&format=csv&since=soon", "?format=csv&kind=war", "?kind=event&sinse=2026-03-01"} {
		if w := s.get("/export" + bad); w.Code != http.StatusBadRequest {
			t.Errorf("GET /export%s = %d, want 400", bad, w.Code)
		}
	}
	bare := &site{Handler: New(Options{Store: s.db}), t: t, db: s.db}
	if w := bare.get("/export?format=sqlite"); w.Code != http.StatusBadRequest {
		t.Errorf("the archive for everybody: %d, want 400", w.Code)
	}
}
