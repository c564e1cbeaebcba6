package desk

import (
	"context"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"

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
}
