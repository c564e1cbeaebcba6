package desk

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"readout/internal/store"
)

// picturedPages are the pages with pictures, of the examples.
func picturedPages(s *site) map[string]string {
	return map[string]string{
		"stories": "/stories",
		"story":   "/story/" + s.one("story", "Port Selm"),
		"mapped":  "/story/" + s.one("story", "Grain"),
		"ledger":  "/ledger",
		"as-of":   "/ledger?as-of=2026-03-05&known-at=2026-03-10",
		"actor":   "/actor/" + s.called("actor", "Norrland"),
		"person":  "/actor/" + s.called("actor", "Sauli Niinisto"),
		"place":   "/place/" + s.one("place", "Port Selm naval base"),
		"city":    "/place/" + s.called("place", "Odesa"),
		"dyad":    "/dyad?a=Norrland&b=Tavria",
		"two":     "/dyad",
	}
}

// TestPicturedLooks walks the pages with pictures in every look.
func TestPicturedLooks(t *testing.T) {
	s := exampleSite(t)
	for _, look := range looks {
		t.Run(look.name, func(t *testing.T) {
			x := open(t, s, look.width, look.steps...)
			for name, path := range picturedPages(s) {
				x.to(path)
				x.checked(fmt.Sprint(name, ", ", look.name), look.rules)
				x.picture(name + "-" + look.name)
			}
		})
	}
}

// Every picture has a name and a table, and no page is heavier than it may be.
func TestPictures(t *testing.T) {
	s := exampleSite(t)
	pictures := 0
	for name, path := range picturedPages(s) {
		page := s.page(path)
		if len(page) > 200_000 {
			t.Errorf("%s weighs %d bytes", name, len(page))
		}
		for _, svg := range regexp.MustCompile(`<svg[^>]*>`).FindAllString(page, -1) {
			pictures++
			if !strings.Contains(svg, "aria-label=") || !strings.Contains(svg, "role=") {
				t.Errorf("%s has a picture without a name: %s", name, svg)
			}
		}
		if strings.Count(page, "<svg") > strings.Count(page, "<table") {
			t.Errorf("%s has %d pictures and %d tables", name, strings.Count(page, "<svg"), strings.Count(page, "<table"))
		}
	}
	if pictures < 10 {
		t.Errorf("there are %d pictures", pictures)
	}
}

// called is the id of the entry of a kind that has a title.
func (s *site) called(kind, title string) string {
	s.t.Helper()
	items, err := s.db.Some(s.t.Context(), store.Query{Kind: kind})
	if err != nil {
		s.t.Fatal(err)
	}
	for _, i := range items {
		if i.Title == title {
			return i.ID
		}
	}
	s.t.Fatalf("no %s is called %q", kind, title)
	return ""
}

func TestStory(t *testing.T) {
	s := exampleSite(t)
	id := s.one("story", "Port Selm")
	page := s.page("/story/" + id)
	norrland, tavria := s.called("actor", "Norrland"), s.called("actor", "Tavria")
	holds(t, page, "Time line", "2 Mar 2026", "→ RETREAT withdraw", "opens", "Who deals with whom", "Who says what", "How things stand", "Norrland holds Port Selm naval base",
		"Reports by origin", "The Harbour Ledger", `href="`+dyadURL(min(norrland, tavria), max(norrland, tavria), "", "")+`"`, `href="`+listURL("event", "story", id)+`"`)
	for _, kind := range []string{"event", "statement", "situation", "report"} {
		holds(t, s.page(listURL(kind, "story", id)), "of")
	}
	holds(t, s.page("/stories"), "Norrland agrees to hand over Port Selm base to Tavria", "/story/"+id)
}

// The map of a story has its places, each a link, and zooms by links.
func TestStoryMap(t *testing.T) {
	s := exampleSite(t)
	at := "/story/" + s.one("story", "Grain")
	page := s.page(at)
	holds(t, page, `<circle class="mark"`, `<a href="/place/`+s.called("place", "Odesa")+`">`, "closer", "the world")
	for _, m := range regexp.MustCompile(`href="([^"]*map=[^"]*)"`).FindAllStringSubmatch(page, -1) {
		to, _, _ := strings.Cut(strings.ReplaceAll(m[1], "&amp;", "&"), "#")
		holds(t, s.page(to), `class="land"`)
	}
	for _, bad := range []string{"1", "a,b,c,d", "3,2,1,0", "1e9,0,2e9,1", "NaN,0,1,1"} {
		if w := s.get(at + "?map=" + bad); w.Code != 400 {
			t.Errorf("map=%s gives %d", bad, w.Code)
		}
	}
}

func TestLedger(t *testing.T) {
	s := exampleSite(t)
	if to := s.get("/ledger?text=&party=Norrland&type=holds").Header().Get("Location"); to != "/ledger?party=Norrland&type=holds" {
		t.Errorf("an address with empty fields leads to %q", to)
	}
	now := s.page("/ledger?party=Norrland&type=holds")
	holds(t, now, "Norrland holds Port Selm naval base", "How things stand by all that is known", `aria-current="page">holds`)
	then := s.page("/ledger?party=Norrland&type=holds&as-of=2026-03-02&known-at=2026-03-02")
	holds(t, then, `How things stood on <time datetime="2026-03-02">`, `as it was known on <time datetime="2026-03-02">`, `href="/ledger?party=Norrland&type=holds"`)
	before := s.page("/ledger?party=Norrland&type=holds&as-of=2020-01-01&known-at=2020-01-01")
	holds(t, before, "Nothing was known then")
	first, second := s.page("/ledger?limit=3"), s.page("/ledger?limit=3&offset=3")
	rows := regexp.MustCompile(`"/situation/[^"]*"`)
	for _, id := range rows.FindAllString(first, -1) {
		if strings.Contains(second, id) {
			t.Errorf("%s stands on two pages", id)
		}
	}
	if n := len(rows.FindAllString(first, -1)); n != 3 {
		t.Errorf("the first page has %d situations", n)
	}
	holds(t, first, "/ledger?limit=3&offset=3")
}

func TestActorPlaceDyad(t *testing.T) {
	s := exampleSite(t)
	norrland, tavria := s.called("actor", "Norrland"), s.called("actor", "Tavria")
	holds(t, s.page("/actor/"+norrland), "By type", "By counterpart", "Tavria", dyadURL(norrland, tavria, "", ""), "Statements", "Situations")
	holds(t, s.page("/actor/"+norrland+"?since=2030-01-01"), "None.")
	holds(t, s.page("/actor/"+s.called("actor", "Sauli Niinisto")), "Offices", "President")
	holds(t, s.page("/place/"+s.one("place", "Port Selm naval base")), "Who held it", "Norrland holds Port Selm naval base", "What happened there")
	holds(t, s.page("/place/"+s.called("place", "Odesa")), "Where it is", "46.49, 30.74", "UKR")
	holds(t, s.get("/dyad?a=Norrland&b=Tavira&since=2026-03-01").Body.String(), `No actor is called "Tavira". <a href="/search?kind=actor&text=Tavira">`, `name="b" value="Tavira"`, `name="since" value="2026-03-01"`)
	byName, byID := s.page("/dyad?a=norrland&b=Tavria"), s.page(dyadURL(norrland, tavria, "", ""))
	for _, page := range []string{byName, byID} {
		holds(t, page, "Norrland", "Tavria", "Goldstein", "Mar 2026", "the balance of both", "Situations between them")
	}
	// The days chosen go with the links, and for situations too.
	const since, until = "2026-03-01", "2026-04-30"
	holds(t, s.page("/actor/"+norrland+"?since="+since+"&until="+until), dyadURL(norrland, tavria, since, until), listURL("event", "party", norrland, "type", "AGREE", "since", since, "until", until))
	if strings.Contains(s.page(dyadURL(norrland, tavria, "", "2020-01-01")), "Situations between them") {
		t.Error("situations of before they began")
	}
}

// What no page of these can be is an error of the reader's, not of the desk's.
func TestPicturedMistakes(t *testing.T) {
	s := exampleSite(t)
	actor, story := s.called("actor", "Norrland"), s.one("story", "Port Selm")
	for at, want := range map[string]int{
		"/story/none": 404, "/story/" + actor: 404, "/actor/" + story: 404, "/place/" + actor: 404, "/actor/%00": 404,
		"/actor/" + actor + "?since=yesterday": 400, "/actor/" + actor + "?until=2026-13-01": 400,
		"/stories?from=-1": 400, "/stories?from=x": 400, "/stories?from=99999999999999999999": 400, "/stories?from=9000": 200,
		"/dyad?a=Norrland&b=Norrland": 400, "/dyad?a=Norrland&b=nobody+of+this+name": 400, "/dyad?a=" + story + "&b=" + actor: 400,
		"/dyad?a=" + actor: 200, "/dyad?a=x&a=y": 400, "/dyad?a=" + strings.Repeat("x", 500): 400, "/dyad?a=%00&b=1": 400, "/dyad?since=1": 400,
		"/ledger?as-of=1": 400, "/ledger?limit=201": 400, "/ledger?offset=-1": 400, "/ledger?offset=99999": 400, "/ledger?type=none": 200, "/ledger?party=%zz": 400,
		"/ledger?party=nobody+of+this+name": 200, "/ledger?limit=": 303, "/ledger?story=none": 200,
	} {
		if w := s.get(at); w.Code != want {
			t.Errorf("GET %s = %d, want %d", at, w.Code, want)
		}
	}
}

// FuzzPictured holds that no query makes a page fail.
func FuzzPictured(f *testing.F) {
	for _, q := range []string{"a=Norrland&b=Tavria", "as-of=2026-03-05&known-at=2026-03-10", "map=1,2,3,4&since=2026-01-01", "from=50", "party=x&limit=3&offset=2", "%zz"} {
		f.Add(q)
	}
	s := exampleSite(f)
	pages := []string{"/dyad", "/ledger", "/stories", "/actor/" + s.called("actor", "Norrland"), "/story/" + s.one("story", "Grain"), "/place/" + s.called("place", "Odesa")}
	f.Fuzz(func(t *testing.T, q string) {
		s := &site{Handler: s.Handler, t: t, db: s.db}
		for _, at := range pages {
			if w := s.get(at + "?" + url.PathEscape(q)); w.Code >= 500 {
				t.Errorf("%s?%q gives %d", at, q, w.Code)
			}
			if u, err := url.Parse(at + "?" + strings.Map(printable, q)); err == nil {
				if w := s.get(u.RequestURI()); w.Code >= 500 {
					t.Errorf("%s gives %d", u, w.Code)
				}
			}
		}
	})
}

// printable leaves out what no line of a request holds.
func printable(r rune) rune {
	if r <= ' ' || r == 0x7f || r == '#' {
		return -1
	}
	return r
}

// In a browser the slider asks for the ledger as of its day, and the address
// says so; without scripts the fields do.
func TestSlider(t *testing.T) {
	s := exampleSite(t)
	x := open(t, s, 1100)
	x.to("/ledger?party=Norrland")
	x.until(`!document.querySelector(".slider").hidden`)
	now := eval[string](x, `document.querySelector("#standings").innerText`)
	eval[int](x, `(() => { const r = document.querySelector(".slider[data-of='as-of']"); r.value = 0; for (const e of ["input", "change"]) r.dispatchEvent(new Event(e, {bubbles: true})); return 0 })()`)
	x.until(`location.search.includes("as-of=2022-07-22") && location.search.includes("party=Norrland")`)
	x.until(`document.querySelector("#ledger").innerText.includes("22 Jul 2022")`)
	if then := eval[string](x, `document.querySelector("#standings").innerText`); then == now || !strings.Contains(then, "Nothing was known then") {
		t.Errorf("as of the first day the ledger shows %q", then)
	}
	x.run(chromedp.Navigate(x.url + "/ledger?party=Norrland&as-of=2026-03-16"))
	if got := eval[string](x, `document.querySelector(".slider[data-of='as-of']").getAttribute("aria-valuetext")`); got != "2026-03-16" {
		t.Errorf("the slider stands at %q", got)
	}
}

func TestLedgerWithoutScripts(t *testing.T) {
	s := exampleSite(t)
	x := open(t, s, 800, scriptsOff())
	x.to("/ledger")
	if !eval[bool](x, `document.querySelector(".slider").hidden`) {
		t.Error("the slider shows where no script moves it")
	}
	eval[int](x, `(document.querySelector("#as-of").value = "2026-03-05", 0)`)
	x.run(chromedp.Click(chromedp.CSS(`.ledger-form button`)), chromedp.WaitVisible(chromedp.CSS(`#ledger time[datetime="2026-03-05"]`)))
	if got := eval[string](x, `location.search`); got != "?as-of=2026-03-05" {
		t.Errorf("the address asks for %q", got)
	}
	if got := eval[string](x, `document.querySelector("#ledger").innerText`); !strings.Contains(got, "How things stood on 5 Mar 2026") {
		t.Errorf("the ledger says %q", got)
	}
}

// A mark of a map is reached and followed by the keyboard alone, and so is the
// picture itself where it has to be scrolled.
func TestMapByKeyboard(t *testing.T) {
	s := exampleSite(t)
	x := open(t, s, 360)
	x.to("/story/" + s.one("story", "Grain"))
	want := "/place/" + s.called("place", "Odesa")
	eval[int](x, `(document.querySelector(".turn-of-views a").closest(".pictured").querySelector("figure").focus(), 0)`)
	for range 20 {
		x.run(chromedp.KeyEvent(kb.Tab))
		if eval[string](x, `document.activeElement.getAttribute("href") || ""`) == want {
			x.run(chromedp.KeyEvent(kb.Enter), chromedp.WaitVisible(chromedp.CSS(`article.place`)))
			return
		}
	}
	t.Error("no mark of the map was reached")
}

// In a browser no hostile word of a picture runs, asks another origin, or
// makes a page wider than a phone.
func TestHostilePictures(t *testing.T) {
	s := hostileSite(t)
	x := open(t, s, 360)
	a, b := s.one("actor", "Norrland"), s.one("actor", "Tavria")
	for _, at := range []string{"/stories", "/story/" + s.one("story", "Title"), "/actor/" + a, "/actor/" + b, "/place/" + s.one("place", "Selm"), dyadURL(a, b, "", ""), "/ledger",
		"/dyad?a=" + url.QueryEscape(evil[:100]) + "&b=x"} {
		x.to(at)
		if wide := eval[int](x, `document.documentElement.scrollWidth - window.innerWidth`); wide > 0 {
			t.Errorf("%s is %d points wider than the window", at, wide)
		}
		harmless(t, at, s.get(at).Body.String())
	}
	x.picture("hostile-pictures")
}
