package desk

import (
	"context"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"readout/internal/record"
	"readout/internal/worker"
)

// The first page with all that it loads is below 200 kB, uncompressed.
func TestWeight(t *testing.T) {
	s := exampleSite(t)
	page := s.page("/")
	size := len(page)
	for _, m := range regexp.MustCompile(`(?:src|href)="(/static/[^"]*)"`).FindAllStringSubmatch(page, -1) {
		w := s.get(m[1])
		if w.Code != 200 || !strings.Contains(w.Header().Get("Cache-Control"), "immutable") {
			t.Errorf("GET %s = %d, %v", m[1], w.Code, w.Header())
		}
		size += w.Body.Len()
	}
	if size > 200_000 {
		t.Errorf("the first page weighs %d bytes", size)
	}
	for _, none := range []string{"/static/", "/static/none.js", "/static/..%2fpage.go", "/nothing"} {
		if w := s.get(none); w.Code != 404 {
			t.Errorf("GET %s = %d, want 404", none, w.Code)
		}
	}
}

// Names and titles that run from right to left do so, within a page that does
// not.
func TestRightToLeft(t *testing.T) {
	db := openStore(t, filepath.Join(t.TempDir(), "rtl.db"))
	title, outlet, day, text := "نورلاند تغادر ميناء سلم", "صحيفة الميناء", "2026-03-02", "نورلاند غادرت الميناء."
	r := &record.Reading{Reader: "readout 0.1", Report: record.Report{ID: "1", Title: &title, Outlet: &outlet, Published: &day, Text: text}}
	if _, err := db.Add(context.Background(), &record.Page{Input: "x", Body: []byte(text)}, []*record.Reading{r}); err != nil {
		t.Fatal(err)
	}
	if err := worker.Merge(context.Background(), db); err != nil {
		t.Fatal(err)
	}
	s := newSite(t, db)
	x := open(t, s, 360)
	x.to("/report/" + s.one("report", title))
	for part, want := range map[string]string{"h1": "rtl", ".text": "rtl", ".by bdi": "rtl", "main": "ltr"} {
		if got := eval[string](x, `getComputedStyle(document.querySelector("`+part+`")).direction`); got != want {
			t.Errorf("%s runs %s, want %s", part, got, want)
		}
	}
	x.to("/")
	if got := eval[string](x, `getComputedStyle(document.querySelector(".latest a")).direction`); got != "rtl" {
		t.Errorf("the title in the list runs %s", got)
	}
	x.accessible("right to left")
}

// A name that is one long word makes no page wider than a phone.
func TestLongNames(t *testing.T) {
	db := openStore(t, filepath.Join(t.TempDir(), "long.db"))
	for n, told := range []string{"actual", "possible"} {
		r := hostileReading(n + 1)
		for i := range r.Actors {
			r.Actors[i].Name = strings.Repeat("Tavrianorrland", 8) + r.Actors[i].ID
			r.Actors[i].Names = []string{r.Actors[i].Name}
		}
		r.Report.Outlet, r.Report.Title, r.Events[0].Factuality = &r.Actors[0].Name, &r.Actors[1].Name, told
		if _, err := db.Add(context.Background(), &record.Page{Input: "x", Body: []byte(r.Report.Text)}, []*record.Reading{r}); err != nil {
			t.Fatal(err)
		}
	}
	if err := worker.Merge(context.Background(), db); err != nil {
		t.Fatal(err)
	}
	s := newSite(t, db)
	x := open(t, s, 360)
	event := "/event/" + s.one("event", "ASSAULT")
	holds(t, s.page(event), "Where they differ")
	for _, at := range []string{event, "/correct?id=" + s.one("actor", "landa1") + "&with=landa2", "/correct?" + strings.TrimPrefix(event, "/event/"), "/", "/stories", "/story/" + s.one("story", "landa2")} {
		x.to(at)
		x.accessible(at)
	}
}

// Nothing lies on anything else in a list of corrections, and dates of lists
// are not cut in two.
func TestWhen(t *testing.T) {
	s := exampleSite(t)
	s.corrects(url.Values{"kind": {"right"}, "id": {s.one("event", "RETREAT withdraw → Tavria")}, "by": {"Ana Lind"}})
	x := open(t, s, 1100)
	x.to("/corrections")
	if eval[bool](x, `document.querySelector(".rows .when time").getBoundingClientRect().right > document.querySelector(".rows .what").getBoundingClientRect().left`) {
		t.Error("the time of a correction lies on what it is")
	}
	x.to("/stories")
	if eval[bool](x, `[...document.querySelectorAll(".rows .when time")].some(t => t.getClientRects().length > 1)`) {
		t.Error("a day is cut in two")
	}
}

// What is printed is the text and its facts, without what is worked with.
func TestPrint(t *testing.T) {
	s := exampleSite(t)
	x := open(t, s, 800, call(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"}))
	x.to("/report/" + s.one("report", "Tavria Asks"))
	for part, want := range map[string]bool{".masthead nav": false, ".find": false, ".legend": false, ".text": true, "aside": true, "h1": true} {
		if got := eval[bool](x, `document.querySelector("`+part+`").checkVisibility()`); got != want {
			t.Errorf("%s is printed: %t, want %t", part, got, want)
		}
	}
	if got := eval[string](x, `getComputedStyle(document.documentElement).colorScheme`); got != "light" {
		t.Errorf("printed in %s", got)
	}
	for path, words := range map[string]string{
		"/situation/" + s.one("situation", "Norrland holds Port Selm") + "?as-of=2026-03-12": "As of 12 Mar 2026",
		"/actor/" + s.one("actor", "Norrland") + "?since=2026-03-01&until=2026-03-31":        "From 1 Mar 2026 to 31 Mar 2026",
		"/search?kind=event&actor=Norrland":                                                  "events with actor Norrland",
	} {
		x.to(path)
		if eval[bool](x, `[...document.querySelectorAll("form")].some(f => f.checkVisibility())`) {
			t.Errorf("%s is printed with a form", path)
		}
		if got := do(x, chromedp.Text(chromedp.CSS(".printed"))); got != words {
			t.Errorf("%s is printed with %q, want %q", path, got, words)
		}
	}
}
