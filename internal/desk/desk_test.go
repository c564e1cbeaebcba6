package desk

import (
	"context"
	"html"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"readout/internal/access"
	"readout/internal/api"
	"readout/internal/reader"
	"readout/internal/record"
	"readout/internal/store"
	"readout/internal/worker"
)

// scratch is the folder of the archive that all tests copy.
var scratch string

func TestMain(m *testing.M) {
	var err error
	if scratch, err = os.MkdirTemp("", "desk"); err != nil {
		panic(err)
	}
	status := m.Run()
	closeBrowser()
	os.RemoveAll(scratch)
	os.Exit(status)
}

// embedded is the reader of all tests.
var embedded = sync.OnceValues(func() (*reader.Reader, error) { return reader.New(reader.Embedded()) })

// examples makes the archive of the example reports, once.
var examples = sync.OnceValues(func() (path string, err error) {
	path = filepath.Join(scratch, "examples.db")
	r, err := embedded()
	if err != nil {
		return "", err
	}
	db, err := store.Open(path)
	if err != nil {
		return "", err
	}
	defer db.Close()
	w := worker.Worker{DB: db, Reader: r}
	ctx := context.Background()
	err = filepath.WalkDir("../../examples", func(at string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || strings.HasPrefix(e.Name(), "README") || strings.HasSuffix(e.Name(), ".go") {
			return err
		}
		body, err := os.ReadFile(at)
		if err != nil {
			return err
		}
		page := &record.Page{Input: e.Name(), Body: body}
		readings, err := w.Read(ctx, page)
		if err != nil {
			return err
		}
		_, err = db.Add(ctx, page, readings)
		return err
	})
	if err != nil {
		return "", err
	}
	return path, worker.Merge(ctx, db)
})

// A site is a desk under test. Merging after a correction is done by the
// time that a request is answered.
type site struct {
	http.Handler
	t   testing.TB
	db  *store.DB
	who access.Visitor // who asks
}

// exampleSite is a desk over a copy of the archive of the examples.
func exampleSite(t testing.TB) *site {
	t.Helper()
	path, err := examples()
	if err != nil {
		t.Fatal(err)
	}
	body, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	mine := filepath.Join(t.TempDir(), "readout.db")
	if err := os.WriteFile(mine, body, 0o600); err != nil {
		t.Fatal(err)
	}
	return newSite(t, openStore(t, mine))
}

func openStore(t testing.TB, path string) *store.DB {
	t.Helper()
	db, err := store.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func newSite(t testing.TB, db *store.DB) *site {
	t.Helper()
	r, err := embedded()
	if err != nil {
		t.Fatal(err)
	}
	h := New(Options{
		Store:   db,
		Explain: func(rep *record.Report) (*record.Reading, error) { return r.Explaining().Read(rep), nil },
		Merge: func() {
			if err := worker.Merge(context.Background(), db); err != nil {
				t.Error(err)
			}
		},
		Now: func() time.Time { return time.Now().Add(time.Hour) },
		Log: slog.New(slog.DiscardHandler),
	})
	mux := http.NewServeMux()
	mux.Handle("/", h)
	stopping := make(chan struct{})
	t.Cleanup(func() { close(stopping) })
	mux.Handle(api.Root+"/", api.New(api.Options{Archive: db, Stopping: stopping, Log: slog.New(slog.DiscardHandler), Now: time.Now}))
	s := &site{t: t, db: db, who: access.Owner("Owner")}
	s.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mux.ServeHTTP(w, r.WithContext(access.With(r.Context(), s.who)))
	})
	return s
}

// get asks for a page, with cookies such as "theme=dark".
func (s *site) get(path string, cookies ...string) *httptest.ResponseRecorder {
	s.t.Helper()
	r := httptest.NewRequest("GET", path, nil)
	for _, c := range cookies {
		r.Header.Add("Cookie", c)
	}
	return s.do(r)
}

func (s *site) do(r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

// page is the HTML of a page that must be there.
func (s *site) page(path string, cookies ...string) string {
	s.t.Helper()
	w := s.get(path, cookies...)
	if w.Code != http.StatusOK {
		s.t.Fatalf("GET %s = %d\n%s", path, w.Code, w.Body)
	}
	return w.Body.String()
}

// post sends a form, as a page of the desk does.
func (s *site) post(path string, form url.Values, cookies ...string) *httptest.ResponseRecorder {
	s.t.Helper()
	r := httptest.NewRequest("POST", path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	for _, c := range cookies {
		r.Header.Add("Cookie", c)
	}
	return s.do(r)
}

// A request whose time ran out is told so, and is no fault of the desk's.
func TestBusy(t *testing.T) {
	s := exampleSite(t)
	ctx, cancel := context.WithTimeout(t.Context(), 0)
	defer cancel()
	w := s.do(httptest.NewRequestWithContext(ctx, "GET", "/search?kind=event", nil))
	if w.Code != http.StatusServiceUnavailable {
		t.Errorf("out of time: %d, want 503", w.Code)
	}
	holds(t, w.Body.String(), "The archive is busy; nothing was kept. Try again.")
}

// allOf asks for everything in an archive.
var allOf = store.Query{}

// one is the id of the first entry of a kind whose title holds some words.
func (s *site) one(kind, words string) string {
	s.t.Helper()
	items, _, err := s.db.Items(context.Background(), store.Query{Kind: kind})
	if err != nil {
		s.t.Fatal(err)
	}
	for _, i := range items {
		if strings.Contains(i.Title, words) {
			return i.ID
		}
	}
	s.t.Fatalf("no %s %q", kind, words)
	return ""
}

// holds fails unless a page holds all of some texts, whatever space is
// between their words.
func holds(t *testing.T, page string, texts ...string) {
	t.Helper()
	page = blank.ReplaceAllString(html.UnescapeString(page), " ")
	for _, want := range texts {
		if !strings.Contains(page, want) {
			t.Errorf("the page %q lacks %q", page[strings.Index(page, "<title>")+7:strings.Index(page, "</title>")], want)
		}
	}
}

var blank = regexp.MustCompile(`\s+`)

func TestSaid(t *testing.T) {
	for in, want := range map[string]string{"2026-03-01": "1 Mar 2026", "2026-03-01/2026-03-02": "1 Mar 2026 – 2 Mar 2026", "in_doubt": "in doubt", "1,200": "1,200"} {
		if got := showSaid(in); got != want {
			t.Errorf("showSaid(%q) = %q, want %q", in, got, want)
		}
	}
}
