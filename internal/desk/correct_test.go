package desk

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"readout/internal/access"
	"readout/internal/store"
)

// corrects sends a correction that must be taken, and gives its id.
func (s *site) corrects(form url.Values) string {
	s.t.Helper()
	w := s.post("/correct", form)
	_, id, ok := strings.Cut(w.Header().Get("Location"), "made=")
	if w.Code != http.StatusSeeOther || !ok {
		s.t.Fatalf("POST /correct %v = %d\n%s", form, w.Code, w.Body)
	}
	return id
}

func TestWrongAndUndo(t *testing.T) {
	s := exampleSite(t)
	id := s.one("event", "RETREAT withdraw → Tavria")
	list := "/search?kind=event&type=RETREAT&actor=Norrland&recipient=Tavria"
	made := s.corrects(url.Values{"kind": {"wrong"}, "id": {id}, "by": {"Ana Lind"}, "reason": {"It was <never> so."}})
	holds(t, s.page("/event/"+id), "marked as wrong")
	holds(t, s.page(list), "Nothing was found")
	holds(t, s.page("/corrections?made="+made), "<strong>wrong</strong>", "by <bdi>Ana Lind</bdi>", "It was <never> so.", "the record shows it")
	undo := s.corrects(url.Values{"kind": {"undo"}, "id": {made}, "by": {"Ana Lind"}})
	holds(t, s.page(list), "RETREAT withdraw → Tavria")
	holds(t, s.page("/corrections"), "undone</span>")
	s.corrects(url.Values{"kind": {"undo"}, "id": {undo}, "by": {"Ana Lind"}})
	holds(t, s.page("/event/"+id), "marked as wrong")
}

// A correction is on one page of many, and its link leads there.
func TestCorrectionsPages(t *testing.T) {
	s := exampleSite(t)
	id := s.one("event", "RETREAT withdraw → Tavria")
	first := s.corrects(url.Values{"kind": {"right"}, "id": {id}, "by": {"Ana Lind"}})
	for n := range perPage {
		c := store.Correction{ID: fmt.Sprintf("c%016d", n), At: fmt.Sprintf("2090-01-01T00:00:%02dZ", n), By: "Ana Lind", Kind: "note", Body: []byte("{}")}
		if err := s.db.AddCorrection(t.Context(), c); err != nil {
			t.Fatal(err)
		}
	}
	link := "/corrections?at=" + first
	holds(t, s.page("/event/"+id), `href="`+link+"#"+first+`"`)
	holds(t, s.page("/corrections"), `<a href="/corrections?offset=50" rel="next">`)
	holds(t, s.page(link), `id="`+first+`"`, `<a href="/corrections?offset=0" rel="prev">`)
	if w := s.get("/corrections?at=c1"); w.Code != http.StatusNotFound {
		t.Errorf("a correction that is not there: %d, want 404", w.Code)
	}
}

// Whoever came by a token signs with its name, whatever else is written.
func TestSignedByToken(t *testing.T) {
	s := exampleSite(t)
	id := s.one("event", "RETREAT withdraw → Tavria")
	s.who = access.Visitor{Name: "night desk", Scopes: access.Scopes(), Asked: true}
	holds(t, s.page("/correct?id="+id), "<bdi>night desk</bdi>, <input name=\"by\" value=\"\"")
	s.corrects(url.Values{"kind": {"wrong"}, "id": {id}, "by": {"Owner"}})
	holds(t, s.page("/corrections"), "by <bdi>night desk (Owner)</bdi>")
	s.corrects(url.Values{"kind": {"right"}, "id": {id}})
	holds(t, s.page("/corrections"), "by <bdi>night desk</bdi>")
}

// Cookies go by TLS only where the desk is reached by it.
func TestSecureCookies(t *testing.T) {
	for _, secure := range []bool{false, true} {
		d := &desk{Options: Options{Secure: secure}}
		w := httptest.NewRecorder()
		d.serve(func(*http.Request) (*page, error) {
			return &page{To: "/", Cookies: []*http.Cookie{keep("name", "Ana")}}, nil
		}).ServeHTTP(w, httptest.NewRequest("GET", "/", nil))
		if c := w.Result().Cookies(); len(c) != 1 || c[0].Secure != secure {
			t.Errorf("secure %v: cookies %v", secure, c)
		}
	}
}

func TestEditJoinSplit(t *testing.T) {
	s := exampleSite(t)
	actor := s.one("actor", "Petra Vasko")
	holds(t, s.page("/correct?id="+actor), `name="value" value="Petra Vasko"`, "Join with another actor")
	s.corrects(url.Values{"kind": {"edit"}, "id": {actor}, "field": {"title"}, "value": {"Petra Vaskova"}, "by": {"A"}})
	holds(t, s.page("/search?kind=actor&text=Vaskova"), "Petra Vaskova")
	other := s.one("actor", "Freya Lund")
	holds(t, s.page("/correct?id="+actor+"&with=Lund"), `name="id" value="`+other+`"`)
	s.corrects(url.Values{"kind": {"join"}, "id": {actor, other}, "by": {"A"}})
	joined := s.one("actor", "Petra Vaskova")
	holds(t, s.page("/correct?id="+joined), "Freya Lund")
	if page := s.page("/corrections"); strings.Contains(page, entryURL(other)) == strings.Contains(page, entryURL(actor)) {
		t.Error("the list of corrections leads to an actor that is gone, or not to the one that is left")
	}
	s.corrects(url.Values{"kind": {"split"}, "id": {joined}, "value": {"Freya Lund", "Lund"}, "by": {"A"}})
	s.one("actor", "Freya Lund")
	event := s.one("event", "RETREAT withdraw → Tavria")
	s.corrects(url.Values{"kind": {"edit"}, "id": {event}, "field": {"end"}, "value": {"2026-03-24"}, "by": {"A"}})
	holds(t, s.page("/event/"+event), "23 Mar 2026</time> – <time datetime=\"2026-03-24\">")
}

func TestCorrectRefuses(t *testing.T) {
	s := exampleSite(t)
	id := s.one("event", "RETREAT withdraw → Tavria")
	for _, form := range []url.Values{
		{"kind": {"burn"}, "id": {id}, "by": {"A"}},
		{"kind": {"wrong"}, "by": {"A"}},
		{"kind": {"wrong"}, "id": {"e0000000000000000"}, "by": {"A"}},
		{"kind": {"undo"}, "id": {"c0000000000000000"}, "by": {"A"}},
		{"kind": {"join"}, "id": {id}, "by": {"A"}},
		{"kind": {"edit"}, "id": {id}, "field": {"start"}, "value": {"soon"}, "by": {"A"}},
		{"kind": {"edit"}, "id": {id}, "field": {"type"}, "value": {"DANCE"}, "by": {"A"}},
		{"kind": {"edit"}, "id": {id}, "field": {"evidence"}, "value": {"none"}, "by": {"A"}},
		{"kind": {"wrong"}, "id": {id}, "by": {strings.Repeat("A", 500)}},
		{"kind": {"wrong"}, "id": {id}, "reason": {strings.Repeat("A", 70000)}},
	} {
		if w := s.post("/correct", form); w.Code != http.StatusBadRequest {
			t.Errorf("POST /correct %.80v = %d, want 400", form, w.Code)
		}
	}
	cross := httptest.NewRequest("POST", "/correct", strings.NewReader("kind=wrong&id="+id))
	cross.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	cross.Header.Set("Sec-Fetch-Site", "cross-site")
	if w := s.do(cross); w.Code != http.StatusForbidden {
		t.Errorf("a form of another origin: %d, want 403", w.Code)
	}
	bare := &site{Handler: New(Options{Store: s.db}), t: t, db: s.db}
	if w := bare.post("/correct", url.Values{"kind": {"wrong"}, "id": {id}, "by": {"A"}}); w.Code != http.StatusForbidden {
		t.Errorf("a visitor who may not correct: %d, want 403", w.Code)
	}
	if list, err := s.db.Corrections(t.Context()); err != nil || len(list) != 0 {
		t.Errorf("corrections kept: %v, %v", list, err)
	}
}

// A correction and its undo, by pointing.
func TestCorrectInBrowser(t *testing.T) {
	s := exampleSite(t)
	id := s.one("event", "RETREAT withdraw → Tavria")
	x := open(t, s, 1100)
	x.to("/event/" + id)
	x.click(`.correct a`, `button[value=wrong]`)
	x.click(`button[value=wrong]`, `.corrections .new`)
	x.accessible("corrections")
	x.picture("corrections")
	x.to("/event/" + id)
	if !strings.Contains(do(x, chromedp.Text(chromedp.CSS(`.marks`))), "marked as wrong") {
		t.Error("the event is not marked")
	}
	x.to("/corrections")
	x.click(`button[value=undo]`, `.corrections .new`)
	x.to("/event/" + id)
	if strings.Contains(do(x, chromedp.Text(chromedp.CSS(`.marks`))), "marked as wrong") {
		t.Error("the event is marked after the undo")
	}
}
