package desk

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"readout/internal/record"
	"readout/internal/worker"
)

func TestNow(t *testing.T) {
	s := exampleSite(t)
	w := s.get("/")
	holds(t, w.Body.String(), "Your first visit", "Norrland agrees to hand over Port Selm base to Tavria", " of the latest reports", `<span class="does">ends</span>`, "Latest reports")
	if c := w.Header().Get("Set-Cookie"); !strings.HasPrefix(c, "looked=0+") || !strings.Contains(c, "HttpOnly") {
		t.Errorf("the look is noted as %q", c)
	}
	now := time.Now().Add(time.Hour) // the clock of the site; the reports came an hour before
	looked := func(before, last time.Duration) string {
		return fmt.Sprintf("looked=%d+%d", now.Add(-before).Unix(), now.Add(-last).Unix())
	}
	for _, c := range []struct{ cookie, want string }{
		{looked(2*time.Hour, time.Minute), " reports since <time"},         // the same visit
		{looked(9*time.Hour, 40*time.Minute), "Nothing new since"},         // another visit, after the reports came
		{looked(9*time.Hour, 2*time.Hour), " reports since <time"},         // another visit, before
		{looked(40*time.Minute, time.Minute), "Latest stories"},            // what was seen is not new
		{"looked=0+9999999999999999", "Your first visit"},                  // no cookie of ours
		{"looked=%zz; theme=pink; zone=%00%01; name=%ff", "latest of the"}, // nor these
	} {
		holds(t, s.page("/", c.cookie), c.want)
	}
	w = s.post("/seen", url.Values{})
	if w.Code != http.StatusSeeOther {
		t.Fatalf("POST /seen = %d", w.Code)
	}
	holds(t, s.page("/", strings.Split(w.Header().Get("Set-Cookie"), ";")[0]), "Nothing new since")
}

// A report that is kept but not merged when a reader looks is new afterwards.
func TestNowUnmerged(t *testing.T) {
	s := exampleSite(t)
	r := hostileReading(9)
	if _, err := s.db.Add(t.Context(), &record.Page{Input: "late", Body: []byte(r.Report.Text)}, []*record.Reading{r}); err != nil {
		t.Fatal(err)
	}
	looked := func(w *httptest.ResponseRecorder) string { return strings.Split(w.Header().Get("Set-Cookie"), ";")[0] }
	seen, last := looked(s.post("/seen", url.Values{})), looked(s.get("/"))
	if err := worker.Merge(t.Context(), s.db); err != nil {
		t.Fatal(err)
	}
	for _, cookie := range []string{seen, last} { // of which the second is of another visit by now
		holds(t, s.page("/", cookie), " since <time", "Stories with new facts", `Title "'>`)
	}
}

// A page that renews itself is no look at it: the visit stays as it was.
func TestNowRenewed(t *testing.T) {
	s := exampleSite(t)
	r := httptest.NewRequest("GET", "/", nil)
	r.Header.Set("HX-Request", "true")
	r.Header.Set("Cookie", "looked=1+2")
	if w := s.do(r); w.Code != http.StatusOK || w.Header().Get("Set-Cookie") != "" {
		t.Errorf("GET / by the page itself = %d, %v", w.Code, w.Header())
	}
}

func TestSettings(t *testing.T) {
	s := exampleSite(t)
	w := s.post("/settings", url.Values{"theme": {"dark"}, "zone": {"Europe/Berlin"}, "name": {"Ana Lind"}})
	var cookies []string
	for _, c := range w.Result().Cookies() {
		cookies = append(cookies, c.Name+"="+c.Value)
	}
	page := s.page("/settings", cookies...)
	holds(t, page, `data-theme="dark"`, `data-zone="Europe/Berlin"`, `value="Ana Lind"`)
	for _, form := range []url.Values{{"theme": {"pink"}}, {"zone": {`"><script>`}}, {"name": {strings.Repeat("a", 81)}}} {
		if w := s.post("/settings", form); w.Code != http.StatusBadRequest {
			t.Errorf("POST /settings %v = %d, want 400", form, w.Code)
		}
	}
}

// Times stand in the zone of the report, with the reader's beside.
func TestZone(t *testing.T) {
	s := exampleSite(t)
	x := open(t, s, 1100)
	x.to("/settings")
	for _, c := range []struct{ zone, want string }{{"Asia/Tokyo", "2 Mar 2026, 07:40 +01:00 (2 Mar, 15:40 GMT+9)"}, {"original", "2 Mar 2026, 07:40 +01:00 · "}} {
		eval[bool](x, `fetch("/settings", {method: "POST", body: new URLSearchParams({zone: "`+c.zone+`"})}).then(r => r.ok)`, awaited)
		x.to("/report/" + s.one("report", "Tavria Asks"))
		if by := eval[string](x, `document.querySelector(".by").textContent`); !strings.Contains(by, c.want) {
			t.Errorf("in %s: %q lacks %q", c.zone, by, c.want)
		}
	}
}

// A report that comes while the page is open shows without a reload, on the
// page of what is new in place and on others as a line.
func TestLive(t *testing.T) {
	s := exampleSite(t)
	x, y := open(t, s, 1100), open(t, s, 1100)
	x.to("/")
	y.to("/search")
	for _, tab := range []*tab{x, y} {
		tab.until(`line && line.readyState === EventSource.OPEN`)
		eval[int](tab, `window.stays = 1`)
	}
	r := hostileReading(9)
	page := &record.Page{Input: "late", Body: []byte(r.Report.Text)}
	if _, err := s.db.Add(t.Context(), page, []*record.Reading{r}); err != nil {
		t.Fatal(err)
	}
	if err := worker.Merge(t.Context(), s.db); err != nil {
		t.Fatal(err)
	}
	x.until(`document.querySelector(".latest").textContent.includes("Title \"'>")`)
	y.until(`/new facts? came/.test(document.getElementById("news").textContent)`)
	if eval[int](x, `window.stays || 0`)+eval[int](y, `window.stays || 0`) != 2 {
		t.Error("a page was loaded again")
	}
}

// What is new is gathered once for each merge, and anew after one.
func TestNowAfterMerge(t *testing.T) {
	s := exampleSite(t)
	before := s.page("/")
	if again := s.page("/"); again != before {
		t.Error("not the same page twice")
	}
	_, rest, _ := strings.Cut(before, `href="/event/`)
	id, _, ok := strings.Cut(rest, `"`)
	if !ok {
		t.Fatal("the page shows no event")
	}
	s.corrects(url.Values{"kind": {"wrong"}, "id": {id}, "by": {"Ana Lind"}})
	if after := s.page("/"); strings.Contains(after, `href="/event/`+id) {
		t.Errorf("the page still shows the event %s, which is marked as wrong", id)
	}
}

func TestTurned(t *testing.T) {
	for _, c := range []struct{ does, state, want string }{
		{"opens", "in_force", "opens"}, {"opens", "ended", "ends"}, {"confirms", "ended", "confirms"}, {"changes", "in_doubt", "changes"},
	} {
		if got := turned(c.does, c.state); got != c.want {
			t.Errorf("turned(%s, %s) = %s, want %s", c.does, c.state, got, c.want)
		}
	}
}

func TestNewsKept(t *testing.T) {
	var n news
	for i := range 3 * newsKept {
		n.keep(newsKey{merges: 1, reports: i}, nowPage{All: i})
	}
	if len(n.made) > newsKept {
		t.Errorf("%d pages are kept, more than %d", len(n.made), newsKept)
	}
	n.keep(newsKey{merges: 2, reports: 7}, nowPage{All: 7})
	if _, ok := n.get(newsKey{merges: 1, reports: 3*newsKept - 1}); ok {
		t.Error("a page of before the merge is kept")
	}
	if p, ok := n.get(newsKey{merges: 2, reports: 7}); !ok || p.All != 7 {
		t.Errorf("got %v %v", p, ok)
	}
}
