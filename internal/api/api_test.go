package api

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"readout/examples"
	"readout/internal/access"
	"readout/internal/merge"
	"readout/internal/problem"
	"readout/internal/reader"
	"readout/internal/record"
	"readout/internal/store"
	"readout/internal/worker"
)

var openReader = sync.OnceValues(func() (*reader.Reader, error) { return reader.New(reader.Embedded()) })

// archived is an archive of the running story of the examples, merged.
var archived = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "api-test-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "test.db")
	db, err := store.Open(file)
	if err != nil {
		return nil, err
	}
	pages, err := examples.Pages()
	if err != nil {
		return nil, err
	}
	for _, p := range pages {
		if strings.Contains(p.Input, "handover") {
			if err := addPage(db, p); err != nil {
				return nil, err
			}
		}
	}
	if err := db.Close(); err != nil {
		return nil, err
	}
	return os.ReadFile(file)
})

// addPage does what another process would: it adds a page and merges.
func addPage(db *store.DB, p *record.Page) error {
	r, err := openReader()
	if err != nil {
		return err
	}
	w := worker.Worker{DB: db, Reader: r}
	readings, err := w.Read(context.Background(), p)
	if err == nil {
		_, err = db.Add(context.Background(), p, readings)
	}
	if err == nil {
		err = worker.Merge(context.Background(), db)
	}
	return err
}

// A bench is an API over an archive of its own.
type bench struct {
	*api
	t    testing.TB
	db   *store.DB
	file string
	log  *bytes.Buffer
	who  access.Visitor
	stop chan struct{}

	asked int // how often the clock was looked at
}

func newBench(t testing.TB) *bench {
	t.Helper()
	if len(reader.Embedded()) == 0 {
		t.Skip("this build holds no model")
	}
	b, err := archived()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "test.db")
	if err := os.WriteFile(file, b, 0o600); err != nil {
		t.Fatal(err)
	}
	db, err := store.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	out := &bench{t: t, db: db, file: file, log: &bytes.Buffer{}, who: access.Owner("ada"), stop: make(chan struct{})}
	merge := func() {
		if err := worker.Merge(context.Background(), db); err != nil {
			t.Error(err)
		}
	}
	out.api = newAPI(Options{Archive: db, Reader: openReader, Merge: merge, Stopping: out.stop,
		Log: slog.New(slog.NewTextHandler(out.log, nil)), Now: out.now, Version: "test"})
	return out
}

// now is a second later each time.
func (b *bench) now() time.Time {
	b.asked++
	return time.Date(2026, 3, 30, 12, 0, b.asked, 0, time.UTC)
}

func (b *bench) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	b.mux.ServeHTTP(w, r.WithContext(access.With(r.Context(), b.who)))
}

// ask asks a path below Root.
func (b *bench) ask(method, path, body string, header ...string) *httptest.ResponseRecorder {
	b.t.Helper()
	r := httptest.NewRequest(method, Root+path, strings.NewReader(body))
	for _, h := range header {
		name, value, _ := strings.Cut(h, ": ")
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	b.ServeHTTP(w, r)
	return w
}

// into asks what must answer with a status, and decodes it.
func into[T any](b *bench, status int, method, path, body string, header ...string) (out T) {
	b.t.Helper()
	w := b.ask(method, path, body, header...)
	if w.Code != status {
		b.t.Fatalf("%s %s: status %d, %s; want %d", method, path, w.Code, w.Body, status)
	}
	if err := json.Unmarshal(w.Body.Bytes(), &out); err != nil {
		b.t.Fatalf("%s %s: %v in %s", method, path, err, w.Body)
	}
	return out
}

// sample is an address that a route answers, of this archive.
func (b *bench) sample(rt route) string {
	path := rt.path
	if strings.Contains(path, "{id}") {
		kind := map[string]string{"get_record": "reports", "list_versions": "reports", "get_entry": "events"}[rt.name]
		if kind == "" {
			kind, _, _ = strings.Cut(strings.TrimPrefix(path, "/"), "/")
		}
		list := into[struct{ Items []struct{ ID string } }](b, 200, "GET", "/"+kind+"?limit=1", "")
		if len(list.Items) == 0 {
			b.t.Fatalf("no %s", kind)
		}
		path = strings.Replace(path, "{id}", list.Items[0].ID, 1)
	}
	return path + map[string]string{"search": "?text=base", "timeline": "?of=Norrland", "changes": "?after=0-0&kind=event,actor,report,place,story,family,statement,situation"}[rt.name]
}

// samples are the bodies of routes that take one.
var samples = map[string][2]string{
	"read_report": {"text/plain", "DORVAN (Example) -- Tavria's president met the king of Norrland on Tuesday."},
	"add_report":  {"application/json", `{"title":"Talks in Dorvan","outlet":"The Example","published":"2026-03-28","text":"Tavria's president met the king of Norrland in Dorvan on Friday."}`},
}

// What is no report among others is refused with its number; all of one body
// are read.
func TestManyReports(t *testing.T) {
	b := newBench(t)
	two := `{"text":"Norrland left the base on Monday."}`
	for body, want := range map[string]string{"[" + two + `,{"title":"None"},` + two + "]": "report 2 ", two + "\n" + two + "\n{}": "report 3 ", "[" + two + ",null]": "report 2 "} {
		w := b.ask("POST", "/reports", body, "Content-Type: application/json")
		if w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), want) {
			t.Errorf("POST %s: %d, %s; want 422 of %s", body, w.Code, w.Body, want)
		}
	}
	for _, body := range []string{"[" + two + `,{"retrieved_text":"Tavria took it on Friday."}]`, two + "\n" + `{"report":{"text":"Tavria took it on Friday."}}`, "\ufeff[" + two + "," + two + "]"} {
		if n := len(into[Readings](b, 200, "POST", "/read", body, "Content-Type: application/json").Readings); n != 2 {
			t.Errorf("POST %s: %d readings, want 2", body, n)
		}
	}
}

// What is watched is told with what became of what it named.
func TestSources(t *testing.T) {
	b := newBench(t)
	asked := time.Date(2026, 3, 30, 8, 0, 0, 0, time.UTC)
	if err := b.db.PutSource(t.Context(), store.Source{Name: "ledger", URL: "https://ledger.example/feed", Asked: asked, Entries: 12, Hours: 48, Fault: "no answer", Failures: 2}); err != nil {
		t.Fatal(err)
	}
	got := into[struct{ Items []Source }](b, 200, "GET", "/sources", "")
	if len(got.Items) != 1 || got.Items[0].Asked != "2026-03-30T08:00:00Z" || got.Items[0].PerDay != 6 || got.Items[0].Failures != 2 || got.Items[0].Answered != "" {
		t.Errorf("sources %+v", got.Items)
	}
}

// Every route answers, and what it answers is as the document says.
func TestRoutesAreAsDocumented(t *testing.T) {
	b := newBench(t)
	story := into[struct{ Items []struct{ ID string } }](b, 200, "GET", "/stories", "").Items[0].ID
	samples := maps.Clone(samples)
	samples["correct"] = [2]string{"application/json", `{"kind":"retitle","targets":["` + story + `"],"values":["The handover"]}`}
	samples["undo"] = [2]string{}
	doc := into[map[string]any](b, 200, "GET", "/openapi.json", "")
	c := jsonschema.NewCompiler()
	if err := c.AddResource("mem:doc", doc); err != nil {
		t.Fatal(err)
	}
	order := slices.Clone(b.routes)
	slices.SortStableFunc(order, func(x, y route) int { return strings.Compare(y.method, x.method) }) // corrections are there before they are looked at
	for _, rt := range order {
		if rt.stream != nil {
			continue
		}
		sample := samples[rt.name]
		w := b.ask(rt.method, b.sample(rt), sample[1], "Content-Type: "+sample[0])
		if w.Code != rt.status {
			t.Errorf("%s %s: status %d, %s", rt.method, rt.path, w.Code, w.Body)
			continue
		}
		at := fmt.Sprintf("mem:doc#/paths/%s/%s/responses/%d/content/application~1json/schema", strings.NewReplacer("~", "~0", "/", "~1", "{", "%7B", "}", "%7D").Replace(Root+rt.path), strings.ToLower(rt.method), rt.status)
		schema, err := c.Compile(at)
		if err != nil {
			t.Fatalf("%s: %v", at, err)
		}
		got, err := jsonschema.UnmarshalJSON(w.Body)
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(got); err != nil {
			t.Errorf("%s %s: %v", rt.method, rt.path, err)
		}
	}
}

// What was answered before is not answered again.
func TestTags(t *testing.T) {
	b := newBench(t)
	for _, rt := range b.routes {
		if rt.method != "GET" || rt.stream != nil || strings.HasPrefix(rt.path, "/corrections/") {
			continue
		}
		path := b.sample(rt)
		first := b.ask("GET", path, "")
		tag := first.Header().Get("ETag")
		again := b.ask("GET", path, "", "If-None-Match: \"x\", "+tag)
		if tag == "" || again.Code != http.StatusNotModified || again.Body.Len() > 0 {
			t.Errorf("GET %s: tag %q, then status %d with %d bytes", path, tag, again.Code, again.Body.Len())
		}
		if other := b.ask("GET", path, "", `If-None-Match: "x"`); other.Code != 200 {
			t.Errorf("GET %s with another tag: %d", path, other.Code)
		}
	}
}

// walk pages through a list.
func (b *bench) walk(path string, each func(page int)) (ids []string) {
	b.t.Helper()
	next := ""
	for page := 0; page < 200; page++ {
		got := into[struct {
			Items []struct{ ID string }
			Next  string
			Total *int
		}](b, 200, "GET", path+next, "")
		if (got.Total != nil) != (page == 0) {
			b.t.Errorf("%s: total on page %d is %v", path, page, got.Total)
		}
		for _, i := range got.Items {
			ids = append(ids, i.ID)
		}
		if got.Next == "" {
			return ids
		}
		next = "&cursor=" + got.Next
		if each != nil {
			each(page)
		}
	}
	b.t.Fatalf("%s has no end", path)
	return nil
}

// Pages add up to the list, without what comes twice or not at all.
func TestCursors(t *testing.T) {
	b := newBench(t)
	for _, question := range []string{"/events?", "/events?newest=true", "/events?actor=Norrland", "/events?country=NOR&newest=true", "/situations?as_of=2026-03-10&known_at=2026-03-10",
		"/situations?as-of=2026-03-10", "/statements?text=base", "/actors?", "/reports?since=2026-03-09"} {
		all := b.walk(question+"&limit=500", nil)
		for _, limit := range []int{1, 2, 7} {
			if got := b.walk(fmt.Sprintf("%s&limit=%d", question, limit), nil); !slices.Equal(got, all) {
				t.Errorf("%s by %d: %d entries, at once %d", question, limit, len(got), len(all))
			}
		}
	}
	found := into[List](b, 200, "GET", "/search?text=norrland&limit=3", "")
	next := into[List](b, 200, "GET", "/search?text=norrland&limit=3&cursor="+found.Next, "")
	if len(found.Items) != 3 || len(next.Items) == 0 || string(next.Items[0]) == string(found.Items[0]) {
		t.Errorf("search: %d, then %d", len(found.Items), len(next.Items))
	}
	if w := b.ask("GET", "/search?text=other&cursor="+found.Next, ""); w.Code != 400 {
		t.Errorf("a cursor of another question: %d", w.Code)
	}
}

// Pages stay in step while reports come in.
func TestCursorsWhileMerging(t *testing.T) {
	b := newBench(t)
	before := b.walk("/events?limit=500", nil)
	got := b.walk("/events?limit=4", func(page int) {
		if page == 1 {
			into[Added](b, 201, "POST", "/reports", samples["add_report"][1], "Content-Type: application/json")
		}
	})
	for _, id := range before {
		n := 0
		for _, g := range got {
			if g == id {
				n++
			}
		}
		if n != 1 {
			t.Errorf("%s came %d times", id, n)
		}
	}
}

func TestMistakes(t *testing.T) {
	b := newBench(t)
	id := b.walk("/events?limit=500", nil)[0]
	for _, c := range []struct {
		method, path, body, contentType string
		status                          int
	}{
		{"GET", "/nothing", "", "", 404}, {"GET", "/events/e0000000000000000", "", "", 404}, {"GET", "/actors/" + id, "", "", 404}, {"GET", "/events/%00", "", "", 404},
		{"DELETE", "/events", "", "", 405}, {"POST", "/events", "", "", 405}, {"GET", "/read", "", "", 405}, {"PUT", "/corrections/c1/undo", "", "", 405},
		{"GET", "/events?limit=0", "", "", 400}, {"GET", "/events?limit=501", "", "", 400}, {"GET", "/events?limit=-1", "", "", 400}, {"GET", "/events?limit=1e2", "", "", 400},
		{"GET", "/events?limit=1&limit=2", "", "", 400}, {"GET", "/events?min_origins=1&min-origins=2", "", "", 400}, {"GET", "/events?since=yesterday", "", "", 400},
		{"GET", "/events?since=2026-02-30", "", "", 400}, {"GET", "/events?newest=1", "", "", 400}, {"GET", "/events?nosuch=1", "", "", 400}, {"GET", "/events?id=1", "", "", 400},
		{"GET", "/events?factuality=perhaps", "", "", 400}, {"GET", "/events?country=NO", "", "", 400}, {"GET", "/events?actor=%FF", "", "", 400}, {"GET", "/events?actor=%00", "", "", 400},
		{"GET", "/events?actor=" + strings.Repeat("x", longest+1), "", "", 400}, {"GET", "/events?%zz", "", "", 400}, {"GET", "/events?a;b", "", "", 400},
		{"GET", "/events?cursor=x", "", "", 400}, {"GET", "/events?cursor=W10", "", "", 400}, {"GET", "/events?as_of=2026-01-01", "", "", 400}, {"GET", "/search", "", "", 400},
		{"GET", "/search?text=a&kind=war", "", "", 400}, {"GET", "/timeline", "", "", 400}, {"GET", "/timeline?of=nobody", "", "", 404}, {"GET", "/timeline?of=" + id, "", "", 404}, {"GET", "/changes?after=1", "", "", 400}, {"GET", "/stream?after=-1-1", "", "", 400},
		{"GET", "/stream?kind=event,,", "", "", 400}, {"GET", "/corrections/c0", "", "", 404}, {"GET", "/actors?report=r0", "", "", 400},
		{"POST", "/corrections/c0/undo", "", "", 404}, {"POST", "/corrections", "{}", "text/plain", 415}, {"POST", "/corrections", "", "application/json", 400},
		{"POST", "/corrections", "{}", "application/json", 400}, {"POST", "/corrections", `{"kind":"wrong","targets":["` + id + `"],"by":"eve"}`, "application/json", 400},
		{"POST", "/corrections", `{"kind":"wrong","targets":["e0000000000000000"]}`, "application/json", 400}, {"POST", "/corrections", `{"kind":"undo","targets":["c0"]}`, "application/json", 400},
		{"POST", "/corrections", `{"kind":"edit","targets":["` + id + `"],"field":"id","values":["x"]}`, "application/json", 400},
		{"POST", "/corrections", `{"kind":"wrong","targets":["` + id + `"]} more`, "application/json", 400},
		{"POST", "/corrections", `{"kind":"wrong","reason":"` + strings.Repeat("x", mostWish) + `"}`, "application/json", 413},
		{"POST", "/read", "text", "", 415}, {"POST", "/read", "text", "application/pdf", 415}, {"POST", "/read", "", "text/plain", 422}, {"POST", "/read", "{}", "application/json", 422},
		{"POST", "/reports", "null", "application/json", 422}, {"POST", "/reports", "true", "application/json", 422}, {"POST", "/reports", "Norrland left the base on Monday.", "application/json", 422},
		{"POST", "/reports", "[]", "application/json", 422}, {"POST", "/reports", `["Norrland left."]`, "application/json", 422}, {"POST", "/reports", `{"text":"Norrland left."} x`, "application/json", 422},
		{"POST", "/reports", strings.Repeat(`{"text":"Norrland left."}`, mostReports+1), "application/json", 413},
		{"POST", "/read", strings.Repeat("x", mostBytes+1), "text/plain", 413}, {"POST", "/reports", strings.Repeat("One sentence more. ", mostText/19+2), "text/plain", 413},
		{"POST", "/read?published=soon", "text", "text/plain", 400},
	} {
		w := b.ask(c.method, c.path, c.body, "Content-Type: "+c.contentType)
		var p problem.Problem
		err := json.Unmarshal(w.Body.Bytes(), &p)
		if w.Code != c.status || err != nil || p.Status != c.status || p.Detail == "" || w.Header().Get("Content-Type") != problem.ContentType {
			t.Errorf("%s %.80s: status %d, %s; want %d", c.method, c.path, w.Code, w.Body, c.status)
		}
	}
	if allow := b.ask("DELETE", "/reports", "").Header().Values("Allow"); !slices.Equal(allow, []string{"GET", "POST"}) {
		t.Errorf("Allow: %v", allow)
	}
	if b.log.Len() > 0 {
		t.Errorf("mistakes of visitors are in the log: %s", b.log)
	}
}

// hostile are values that break what is put together carelessly.
var hostile = []string{"", " ", "'", `"`, "' OR 1=1 --", `"; DROP TABLE item; --`, "*", "NEAR(a b)", "a AND", "(", "^", "-", "{", "%", "%%d", "$1", "\u202e", "\ufffd", "é", "\U0001F4A9",
	"-1", "0", "1", "99999999999999999999", "1e9", "NaN", "true", "null", "[]", "{}", "9999-12-31", "0000-01-01", "2026-02-29", "../../etc/passwd", "<script>alert(1)</script>", "\r\nX: y",
	"0-0", "999999999999999999-999999999999999999", "event", "event,event", "GET", strings.Repeat("a ", 499), strings.Repeat("é", 500), strings.Repeat("x", 5000)}

// No value of any parameter breaks a route.
func TestHostileValues(t *testing.T) {
	b := newBench(t)
	for _, rt := range b.routes {
		if rt.method != "GET" || rt.stream != nil {
			continue
		}
		path := strings.Replace(rt.path, "{id}", "e0000000000000000", 1)
		for _, p := range rt.params {
			for _, v := range hostile {
				q := url.Values{p.name: {v}}
				if !q.Has("text") && rt.name == "search" {
					q.Set("text", "base")
				}
				at := path + "?" + q.Encode()
				if p.inPath {
					at = strings.Replace(rt.path, "{id}", url.PathEscape(v), 1)
				}
				if w := b.ask("GET", at, ""); w.Code >= 500 {
					t.Errorf("GET %.100s: status %d, %s, log %s", at, w.Code, w.Body, b.log)
				}
			}
		}
	}
}

// FuzzQuery asks every list with any query.
func FuzzQuery(f *testing.F) {
	b := newBench(f)
	for _, v := range hostile {
		f.Add(uint8(3), "text="+url.QueryEscape(v)+"&limit=1")
		f.Add(uint8(5), v)
	}
	f.Add(uint8(7), "as_of=2026-03-01&known-at=2026-03-01&state=ended&newest=true&wrong=true&names=true&country=nor&type=holds")
	var lists []route
	for _, rt := range b.routes {
		if rt.method == "GET" && rt.stream == nil && !strings.Contains(rt.path, "{") {
			lists = append(lists, rt)
		}
	}
	f.Fuzz(func(t *testing.T, n uint8, query string) {
		r := httptest.NewRequest("GET", Root+lists[int(n)%len(lists)].path, nil)
		r.URL.RawQuery = query
		w := httptest.NewRecorder()
		b.ServeHTTP(w, r)
		if w.Code != 200 && w.Code != 400 && w.Code != 404 {
			t.Errorf("GET %s?%s: status %d, %s", r.URL.Path, query, w.Code, w.Body)
		}
	})
}

// FuzzCorrection writes corrections of any words.
func FuzzCorrection(f *testing.F) {
	b := newBench(f)
	b.Merge = func() {}
	id := b.walk("/events?limit=500", nil)[0]
	for _, body := range []string{`{"kind":"wrong","targets":["` + id + `"]}`, `{"kind":"edit","targets":["` + id + `"],"field":"start","values":["x"]}`, `{"kind":"join","targets":["` + id + `","` + id + `"]}`, `[]`, `null`, `{"kind":1}`, `{"targets":[null]}`} {
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body string) {
		r := httptest.NewRequest("POST", Root+"/corrections", strings.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		b.ServeHTTP(w, r)
		if w.Code != 201 && w.Code != 400 && w.Code != 413 {
			t.Errorf("POST %q: status %d, %s", body, w.Code, w.Body)
		}
	})
}

// Without a scope nothing is shown, and nothing changes.
func TestScopes(t *testing.T) {
	b := newBench(t)
	into[merge.Correction](b, 201, "POST", "/corrections", `{"kind":"right","targets":["`+b.walk("/events?limit=500", nil)[0]+`"]}`, "Content-Type: application/json")
	paths := map[string]string{}
	for _, rt := range b.routes {
		paths[rt.name] = b.sample(rt)
	}
	before := into[store.Stats](b, 200, "GET", "/stats", "")
	for _, rt := range b.routes {
		for _, scope := range access.Scopes() {
			if scope == rt.scope {
				continue
			}
			b.who = access.Visitor{Name: "eve", Scopes: []access.Scope{scope}}
			if w := b.ask(rt.method, paths[rt.name], samples[rt.name][1], "Content-Type: "+samples[rt.name][0]); w.Code != 403 {
				t.Errorf("%s %s with the scope %s: %d", rt.method, rt.path, scope, w.Code)
			}
		}
		b.who = access.Visitor{}
		if w := b.ask(rt.method, paths[rt.name], ""); w.Code != 403 {
			t.Errorf("%s %s without a scope: %d", rt.method, rt.path, w.Code)
		}
	}
	b.who = access.Owner("ada")
	if after := into[store.Stats](b, 200, "GET", "/stats", ""); after.Reports != before.Reports || after.Corrections != before.Corrections {
		t.Errorf("%+v, before %+v", after, before)
	}
}

func TestReadKeepsNothing(t *testing.T) {
	b := newBench(t)
	got := into[Readings](b, 200, "POST", "/read?published=2026-03-28&outlet=The+Example", samples["read_report"][1], "Content-Type: text/plain; charset=utf-8")
	if len(got.Readings) != 1 || len(got.Readings[0].Events) == 0 || *got.Readings[0].Report.Published != "2026-03-28" || *got.Readings[0].Report.Outlet != "The Example" {
		t.Errorf("readings %+v", got.Readings)
	}
	if s := into[store.Stats](b, 200, "GET", "/stats", ""); s.Reports != 5 {
		t.Errorf("%d reports kept, want 5", s.Reports)
	}
}

func TestAddAndCorrect(t *testing.T) {
	b := newBench(t)
	added := into[Added](b, 201, "POST", "/reports", samples["add_report"][1], "Content-Type: application/json")
	if added.Added != 1 || len(added.Reports) != 1 {
		t.Fatalf("%+v", added)
	}
	if again := into[Added](b, 201, "POST", "/reports", samples["add_report"][1], "Content-Type: application/json"); again.Added != 0 || !slices.Equal(again.Reports, added.Reports) {
		t.Errorf("added again: %+v", again)
	}
	r := into[merge.Report](b, 200, "GET", "/reports/"+added.Reports[0], "")
	if r.Title != "Talks in Dorvan" || len(r.Events) == 0 {
		t.Errorf("the report is %+v", r)
	}
	event := r.Events[0]
	c := into[merge.Correction](b, 201, "POST", "/corrections", `{"kind":"edit","targets":["`+event+`"],"field":"start","values":["2026-03-27"],"reason":"the Friday before"}`, "Content-Type: application/json")
	if c.By != "ada" || c.At != "2026-03-30T12:00:01Z" || c.Kind != "edit" {
		t.Errorf("the correction is %+v", c)
	}
	if e := into[merge.Event](b, 200, "GET", "/events/"+event, ""); e.Start != "2026-03-27" || !slices.Contains(e.Corrections, c.ID) {
		t.Errorf("the event after it is %+v", e)
	}
	for _, body := range []string{`{"kind":"edit","targets":["` + event + `"],"field":"start","values":["2026-02-30"]}`, `{"kind":"wrong","targets":["` + r.ID + `"]}`,
		`{"kind":"join","targets":["` + event + `","` + event + `"]}`} {
		if w := b.ask("POST", "/corrections", body, "Content-Type: application/json"); w.Code != 400 {
			t.Errorf("POST %s: %d, want 400", body, w.Code)
		}
	}
	u := into[merge.Correction](b, 201, "POST", "/corrections/"+c.ID+"/undo", "")
	if e := into[merge.Event](b, 200, "GET", "/events/"+event, ""); len(e.Corrections) != 0 {
		t.Errorf("the event after undoing is %+v", e)
	}
	if got := b.walk("/corrections?limit=1", nil); !slices.Equal(got, []string{u.ID, c.ID}) {
		t.Errorf("corrections %v", got)
	}
}

// What is marked as wrong is found by its id only.
func TestWrong(t *testing.T) {
	b := newBench(t)
	timeline := b.sample(b.routes[slices.IndexFunc(b.routes, func(rt route) bool { return rt.name == "get_story" })])
	timeline = "/timeline?of=" + strings.TrimPrefix(timeline, "/stories/")
	first := into[struct{ Items []merge.Event }](b, 200, "GET", timeline, "").Items[0].ID
	into[merge.Correction](b, 201, "POST", "/corrections", `{"kind":"wrong","targets":["`+first+`"]}`, "Content-Type: application/json")
	for _, path := range []string{timeline + "&limit=500", "/events?limit=500", "/changes?after=0-0&limit=500", "/search?text=base&limit=500"} {
		if w := b.ask("GET", path, ""); w.Code != 200 || strings.Contains(w.Body.String(), `"id":"`+first+`"`) {
			t.Errorf("GET %s: status %d, with what is wrong", path, w.Code)
		}
	}
	if e := into[merge.Event](b, 200, "GET", "/events/"+first, ""); !e.Wrong {
		t.Errorf("by its id: %+v", e)
	}
}

// events reads server-sent events until one of a name came.
func events(t *testing.T, r *bufio.Reader, until string) (names, ids []string) {
	t.Helper()
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			t.Fatalf("the stream ended after %v: %v", names, err)
		}
		if id, ok := strings.CutPrefix(line, "id: "); ok {
			ids = append(ids, strings.TrimSpace(id))
		}
		if name, ok := strings.CutPrefix(line, "event: "); ok {
			names = append(names, strings.TrimSpace(name))
		}
		if line == "\n" && len(names) > 0 && names[len(names)-1] == until {
			return names, ids
		}
	}
}

// What another process adds comes by the stream, and is gone on with from the
// last event that was had.
func TestStream(t *testing.T) {
	b := newBench(t)
	srv := httptest.NewServer(b)
	t.Cleanup(srv.Close)
	follow := func(last string) *bufio.Reader {
		r, err := http.NewRequestWithContext(t.Context(), "GET", srv.URL+Root+"/stream", nil)
		if err != nil {
			t.Fatal(err)
		}
		if last != "" {
			r.Header.Set("Last-Event-ID", last)
		}
		resp, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { resp.Body.Close() })
		if resp.Header.Get("Content-Type") != "text/event-stream" {
			t.Fatalf("status %d, %s", resp.StatusCode, resp.Header)
		}
		return bufio.NewReader(resp.Body)
	}
	live := follow("")
	names, start := events(t, live, "ready")
	if len(names) != 1 || len(start) != 1 {
		t.Fatalf("at first: %v, ids %v", names, start)
	}
	other, err := store.Open(b.file)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	if err := addPage(other, &record.Page{Input: "x", Body: []byte(samples["add_report"][1])}); err != nil {
		t.Fatal(err)
	}
	names, ids := events(t, live, "merged")
	if !slices.Contains(names, "new") {
		t.Errorf("after a merge: %v", names)
	}
	again, rest := events(t, follow(start[0]), "merged")
	if !slices.Equal(again, append([]string{"ready"}, names...)) || !slices.Equal(rest, append(start, ids...)) {
		t.Errorf("gone on after %s: %v %v; want %v", start[0], again, rest, ids)
	}
	polled := into[Changes](b, 200, "GET", "/changes?after="+start[0], "")
	if len(polled.Items) != len(ids) || polled.Next != ids[len(ids)-1] {
		t.Errorf("polled: %d changes up to %s, want %v", len(polled.Items), polled.Next, ids)
	}
	close(b.stop)
	if _, err := io.Copy(io.Discard, live); err != nil {
		t.Errorf("the end of a stream: %v", err)
	}
}

func TestTryPage(t *testing.T) {
	b := newBench(t)
	w := b.ask("GET", "/", "")
	page := w.Body.String()
	for _, rt := range b.routes {
		if !strings.Contains(page, `id="`+rt.name+`"`) {
			t.Errorf("no form for %s", rt.name)
		}
	}
	if strings.Contains(page, "<style") || strings.Contains(page, "style=") || strings.Contains(page, "onclick") || strings.Contains(page, "://") {
		t.Error("the page holds what the policy forbids, or names another origin")
	}
	for _, name := range []string{"try.css", "try.js"} {
		if w := b.ask("GET", "/files/"+name, ""); w.Code != 200 || w.Body.Len() == 0 {
			t.Errorf("%s: status %d", name, w.Code)
		}
	}
	if w := b.ask("GET", "/files/try.html", ""); w.Code != 404 {
		t.Errorf("the template is served: %d", w.Code)
	}
}
