package desk

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"readout/internal/merge"
	"readout/internal/record"
	"readout/internal/store"
	"readout/internal/worker"
)

// Marks that overlap share segments, and the text stays whole.
func TestSegments(t *testing.T) {
	text := "Tavria asked Norrland to go.\n\nIt went."
	marks := []mark{
		{start: 0, end: 28, fact: "t1", class: "si", anchor: true},
		{start: 7, end: 12, fact: "e1", class: "ev", anchor: true},
		{start: 13, end: 34, fact: "s1", class: "st"},
		{start: 30, end: 999, fact: "e9", class: "ev"}, // beyond the text
	}
	var got []string
	for _, p := range segments(text, marks) {
		line := ""
		for _, s := range p {
			line += "[" + s.Class + ":" + s.Text
			for _, l := range s.Links {
				line += " >" + l.Fact
			}
			line += "]"
		}
		got = append(got, line)
	}
	want := "[si:Tavria ][ev si:asked >e1][si: ][si st:Norrland to go. >t1]\n[st:It w][:ent.]"
	if all := strings.Join(got, "\n"); all != want {
		t.Errorf("segments:\n%s\nwant\n%s", all, want)
	}
}

func TestReport(t *testing.T) {
	s := exampleSite(t)
	path := "/report/" + s.one("report", "Tavria Asks")
	holds(t, s.page(path),
		`<h1 dir="auto">Tavria Asks Norrland to Leave Port Selm Naval Base</h1>`,
		`class="m ev ev-in si" data-f="e1 t2 t3">asked</span>`,
		`id="in-e1" href="#fact-e1"`, `<li id="fact-e1" class="fact event" data-f="e1">`,
		`2 Mar 2026, 07:40 +01:00</time>`, `in all reports</a>`)
	holds(t, s.page(path+"?at=148-159"), `id="here" class="m ev-in here name si"`)
	holds(t, s.page(path+"?why=1"), `<ul class="why"><li dir="auto">trigger “asked”`, "Nearly")
	for _, bad := range []string{"?at=5", "?at=9-3", "?at=0-99999", "?at=-1-4", "?at=a-b", "?at=1-99999999999999999999"} {
		if w := s.get(path + bad); w.Code != 400 {
			t.Errorf("GET %s = %d, want 400", bad, w.Code)
		}
	}
}

// From a fact to its sentence and back, pointing and by fragment.
func TestReportFacts(t *testing.T) {
	s := exampleSite(t)
	x := open(t, s, 1200)
	x.to("/event/" + s.one("event", "RETREAT withdraw → Tavria"))
	x.click(`.sources blockquote a`, `#here`)
	if words := eval[string](x, `[...document.querySelectorAll(".here")].map(e => e.textContent).join("")`); !strings.Contains(words, "Port Selm") {
		t.Errorf("the words that the address names are %q", words)
	}
	eval[bool](x, `document.querySelector(".facts-beside li").dispatchEvent(new MouseEvent("mouseover", {bubbles: true}))`)
	if n := eval[int](x, `document.querySelectorAll(".text .lit").length`); n == 0 {
		t.Error("pointing at a fact lights nothing in the text")
	}
	x.run(chromedp.Focus(chromedp.CSS(`.text a.mk`)))
	if n := eval[int](x, `document.querySelectorAll("aside .lit").length`); n == 0 {
		t.Error("focus on a mark lights no fact beside it")
	}
}

// A situation is shown as of a day, as it was known on another.
func TestSituation(t *testing.T) {
	s := exampleSite(t)
	path := "/situation/" + s.one("situation", "Norrland holds Port Selm")
	holds(t, s.page(path), `<span class="badge is-ended">`, `<span class="does">opens</span>`, "Norrland handed over the Port Selm naval base", "Meridian News Agency")
	holds(t, s.page(path+"?as-of=2026-03-12&known-at=2026-03-12"), `<p class="marks"><span class="badge is-in_doubt">in doubt</span>`)
	holds(t, s.page(path+"?as-of=2026-03-25&known-at=2026-03-05"), `<p class="marks"><span class="badge is-in_force">in force</span>`)
	holds(t, s.page(path+"?known-at=2026-01-01"), "not yet known", "Nothing was known then")
	if w := s.get(path + "?as-of=2026-13-01"); w.Code != 400 {
		t.Errorf("a day that is none: %d, want 400", w.Code)
	}
}

func TestEventAndStatement(t *testing.T) {
	s := exampleSite(t)
	holds(t, s.page("/event/"+s.one("event", "RETREAT withdraw → Tavria")), "Told by 3 reports", "#here", "Port Selm naval base</bdi>", "Wire families")
	holds(t, s.page("/statement/"+s.one("statement", "The lease ends")), `<blockquote class="said" dir="auto">The lease ends this spring`, "Milan Oresk</bdi>", "direct</span>")
	for _, none := range []string{"/event/e0000000000000000", "/statement/" + s.one("event", "RETREAT"), "/report/x", "/family/" + strings.Repeat("f", 3000)} {
		if w := s.get(none); w.Code != 404 {
			t.Errorf("GET %.60s = %d, want 404", none, w.Code)
		}
	}
}

// Reports are counted each once, however many are quoted, and stand in order of
// time whatever their zones.
func TestSourcesOfFact(t *testing.T) {
	db := openStore(t, filepath.Join(t.TempDir(), "many.db"))
	times := []string{"", "2026-03-02T01:00:00+05:00", "2026-03-01T21:00:00Z", "2026-03-01"} // in the inverse order
	var evidence []merge.Sourced
	put := func(w store.Writer) error {
		for n := range manySources + 10 {
			id := fmt.Sprintf("r%016d", n)
			body := fmt.Sprintf(`{"id": %q, "published": %q}`, id, times[min(n, len(times)-1)])
			if err := w.Keep(store.Item{Kind: "report", ID: id, Title: id, Body: []byte(body)}); err != nil {
				return err
			}
			for range 3 {
				evidence = append(evidence, merge.Sourced{Report: id})
			}
		}
		return nil
	}
	if err := db.Replace(t.Context(), "", put); err != nil {
		t.Fatal(err)
	}
	d := &desk{Options: Options{Store: db}}
	list, total, err := d.sources(t.Context(), evidence)
	if err != nil || total != manySources+10 || len(list) != manySources || len(list[0].Quotes) != 3 {
		t.Fatalf("%d of %d sources, %v", len(list), total, err)
	}
	last := []string{list[len(list)-3].Published, list[len(list)-2].Published, list[len(list)-1].Published}
	if want := []string{times[1], times[2], times[0]}; !slices.Equal(last, want) {
		t.Errorf("the last are %q, want %q", last, want)
	}
}

func TestChanges(t *testing.T) {
	old := "One ship left.\n\nIt was old.\n\nNobody saw it."
	now := "Two ships left.\n\nNobody saw it. Why?"
	got := ""
	for _, p := range textChanges(old, now) {
		for _, r := range p {
			switch {
			case r.Old:
				got += "[-" + r.Text + "]"
			case r.New:
				got += "[+" + r.Text + "]"
			default:
				got += r.Text
			}
		}
		got += "|"
	}
	if want := "[-One ship ][+Two ships ]left.|[-It was old.\n\n]Nobody saw it. [+Why?]|"; got != want {
		t.Errorf("textChanges = %q, want %q", got, want)
	}
	s := exampleSite(t)
	from, to := s.one("report", "Norrland Agrees"), s.one("report", "Norrland agrees")
	holds(t, s.page("/report/"+to+"/changes?from="+from), "<del>Northgate Post</del>", "<ins>The Isle Courier</ins>", "<ins>DORVAN, March 9 </ins>")
	if w := s.get("/report/" + to + "/changes?from=r0"); w.Code != 404 {
		t.Errorf("changes from nothing: %d, want 404", w.Code)
	}
}

// Without scripts a mark leads to its fact and back.
func TestScriptsOff(t *testing.T) {
	s := exampleSite(t)
	x := open(t, s, 1100, scriptsOff())
	x.to("/")
	if eval[bool](x, `"htmx" in window`) {
		t.Fatal("a script ran")
	}
	x.click(`.latest a`, `.text`)
	x.to("/report/" + s.one("report", "Tavria Asks"))
	x.click(`#in-e3`, `#fact-e3:target`)
	x.click(`#fact-e3 a.mk`, `#in-e3:target`)
	x.to("/search")
	x.run(chromedp.SendKeys(chromedp.CSS(`form.search input[name=text]`), "Norrland"))
	x.click(`form.search button.main`, `#results .what`)
}

// A report without facts or day says so, and promises nothing.
func TestNothingTold(t *testing.T) {
	db := openStore(t, filepath.Join(t.TempDir(), "bare.db"))
	title := "Un titre"
	r := &record.Reading{Reader: "readout 0.2", Notice: "No reading was made.", Report: record.Report{ID: "1", Title: &title, Text: "Un texte."}}
	if _, err := db.Add(t.Context(), &record.Page{Input: "x", Body: []byte(r.Report.Text)}, []*record.Reading{r}); err != nil {
		t.Fatal(err)
	}
	if err := worker.Merge(t.Context(), db); err != nil {
		t.Fatal(err)
	}
	s := newSite(t, db)
	page := s.page("/report/" + s.one("report", title))
	holds(t, page, "No facts. No reading was made.")
	if strings.Contains(page, "How each fact was decided") {
		t.Error("it offers to say how no fact was decided")
	}
	holds(t, s.page("/"), `<p class="about">1 of the latest reports · <span`)
}

// A situation is as old as a report says, not as the report is.
func TestSince(t *testing.T) {
	s := exampleSite(t)
	page := s.page("/situation/" + s.one("situation", "Petra Vasko demands of Norrland"))
	holds(t, page, "<dt>Since</dt><dd>not told</dd>", `in force</span></td>`)
}

// What is lit in a text hides no letter of what stands beside it.
func TestLitHidesNothing(t *testing.T) {
	s := exampleSite(t)
	x := open(t, s, 1100)
	x.to("/report/" + s.one("report", "Tavria Asks") + "?at=0-200")
	if got := eval[string](x, `[...getComputedStyle(document.querySelector(".here")).boxShadow.matchAll(/(\S+)px \S+px \S+px (\S+)px/g)].map(m => m[1] + " " + m[2]).join()`); got != "0 0,0 0" {
		t.Errorf("the light of a word is wider than the word: %s", got)
	}
}
