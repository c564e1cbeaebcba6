package export_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/mmcdole/gofeed"
	"github.com/parquet-go/parquet-go"
	"golang.org/x/net/html"

	"readout/internal/export"
	"readout/internal/query"
	"readout/internal/record"
	"readout/internal/store"
	"readout/internal/warc"
	"readout/internal/worker"
)

// What outlets, titles and names of a hostile report hold.
const (
	formula = `=cmd|'/c calc'!A1`
	markup  = `<script>alert(1)</script>"&]]>`
	control = "Tab\tLine\nNUL\x00Bell\aRTL\u202eevoba;|`*_[x](javascript:alert(1))"
)

func ptr[T any](v T) *T { return &v }

// span is the evidence of words in a text.
func span(text, words string) record.Evidence {
	at := strings.Index(text, words)
	if at < 0 {
		panic(words)
	}
	return record.Evidence{Start: at, End: at + len(words), Quote: words}
}

// reading is a hand-made reading of a report of two sentences.
func reading(outlet, url, published, title string) *record.Reading {
	text := "Norrland withdrew its sailors from Port Selm on 9 March <b>" + markup + "</b>. " + control + " asked, \"+ Norrland to leave\", said Ines."
	first, second := strings.SplitAfter(text, "</b>.")[0], strings.TrimSpace(strings.SplitAfter(text, "</b>.")[1])
	mention := []record.Evidence{span(text, "Norrland")}
	return &record.Reading{Reader: "readout 0.1", Report: record.Report{ID: fmt.Sprintf("%016x", len(outlet+title)), Outlet: &outlet, URL: &url, Title: &title, Text: text, Published: &published, Language: ptr("en")},
		Actors: []record.Actor{
			{ID: "a1", Name: "Norrland", Kind: "state", Country: ptr("NOR"), Sectors: []string{"GOV"}, Names: []string{"Norrland"}, Mentions: mention},
			{ID: "a2", Name: formula, Kind: "armed_group", Sectors: []string{"REB"}, Names: []string{formula}, Mentions: mention},
			{ID: "a3", Name: control, Kind: "organization", Names: []string{control}, Mentions: mention},
			{ID: "a4", Name: markup, Kind: "person", Country: ptr("NOR"), Names: []string{markup}, Mentions: mention},
		},
		Places: []record.Place{{ID: "p1", Name: "Port Selm " + markup, Kind: "naval_base", Country: ptr("NOR"), Lat: ptr(-61.5), Lon: ptr(4.25), Names: []string{"Port Selm " + markup}, Mentions: []record.Evidence{span(text, "Port Selm")}}},
		Events: []record.Event{
			{ID: "e1", Type: "RETREAT", Mode: ptr("withdraw"), Factuality: "actual", Actors: []string{"a1"}, Recipients: []string{"a2", "a3"}, Places: []string{"p1"}, When: &record.When{Start: ptr("2026-03-09"), End: ptr("2026-03-09")}, Trigger: span(text, "withdrew"), Evidence: []record.Evidence{span(text, first)}},
			{ID: "e2", Type: "REQUEST", Factuality: "planned", Actors: []string{"a3"}, Recipients: []string{"a1"}, Trigger: span(text, "asked"), Evidence: []record.Evidence{span(text, second)}},
			{ID: "e3", Type: "CONSULT", Mode: ptr("visit"), Factuality: "planned", Actors: []string{"a1", "a4"}, Trigger: span(text, "leave"), Evidence: []record.Evidence{span(text, second)}},
			{ID: "e4", Type: "ASSAULT", Mode: ptr("drone"), Factuality: "actual", Actors: []string{"a2"}, Recipients: []string{"a4"}, Trigger: span(text, "sailors"), Evidence: []record.Evidence{span(text, first)}},
		},
		Statements: []record.Statement{{ID: "s1", Speaker: ptr("a4"), Addressees: []string{"a1"}, Form: "direct", Cue: span(text, "said"), Content: []record.Evidence{span(text, "+ Norrland to leave")}}},
		Situations: []record.Situation{{ID: "t1", Kind: "holds", Holder: ptr("a1"), Object: ptr("p1"), State: "ended", Until: ptr("2026-03-09"), Evidence: []record.Evidence{span(text, first)}}},
	}
}

// archive is an archive of three hostile reports, merged.
func archive(t *testing.T) *store.DB {
	t.Helper()
	return archiveOf(t,
		reading("Ledger "+formula, "https://ledger.example/1?a=<b>&c=\"d\"", "2026-03-10T08:00:00+01:00", formula),
		reading(markup, "javascript:alert(1)", "2026-03-11", markup),
		reading(control, "https://courier.example/3", "2026-03-12T10:00Z", control))
}

func archiveOf(t *testing.T, readings ...*record.Reading) *store.DB {
	t.Helper()
	db, err := store.Open(filepath.Join(t.TempDir(), "a.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	for i, r := range readings {
		if _, err := db.Add(context.Background(), &record.Page{Input: fmt.Sprint(i), Body: []byte(fmt.Sprint(i))}, []*record.Reading{r}); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.AddToken(context.Background(), store.Token{Name: "secret", Hash: "0123456789abcdef"}); err != nil {
		t.Fatal(err)
	}
	if err := worker.Merge(context.Background(), db); err != nil {
		t.Fatal(err)
	}
	return db
}

func write(t *testing.T, db *store.DB, o export.Options) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := export.Write(context.Background(), &b, db, o); err != nil {
		t.Fatalf("Write(%s, %v): %v", o.Format, o.Kinds, err)
	}
	return b.Bytes()
}

// story is the id of a story of the archive.
func story(t *testing.T, db *store.DB) string {
	t.Helper()
	list, _, err := db.Items(context.Background(), store.Query{Kind: "story"})
	if err != nil || len(list) == 0 {
		t.Fatalf("no story: %v", err)
	}
	return list[0].ID
}

// all lists options that make every format, with every kind of its own.
func all(t *testing.T, db *store.DB) (out []export.Options) {
	for _, f := range export.Formats() {
		if len(f.Kinds) == 0 {
			out = append(out, export.Options{Format: f.Name})
		}
		for _, k := range f.Kinds {
			o := export.Options{Format: f.Name, Kinds: []string{k}}
			if f.Name == "md" || f.Name == "html" {
				o.Filter.Story = story(t, db)
			}
			out = append(out, o)
		}
	}
	return out
}

// Every format holds something, twice the same, and nothing in text moves a
// cursor or turns the direction of writing.
func TestEveryFormat(t *testing.T) {
	db := archive(t)
	for _, o := range all(t, db) {
		got := write(t, db, o)
		if len(got) == 0 {
			t.Errorf("%s of %v is empty", o.Format, o.Kinds)
		}
		if !bytes.Equal(got, write(t, db, o)) {
			t.Errorf("%s of %v differs the second time", o.Format, o.Kinds)
		}
		if slices.Contains([]string{"parquet", "sqlite", "jsonl", "warc"}, o.Format) { // text is not as such there
			continue
		}
		if bytes.ContainsAny(got, "\x00\a\u202e") {
			t.Errorf("%s of %v holds control characters", o.Format, o.Kinds)
		}
	}
}

func TestCSV(t *testing.T) {
	db := archive(t)
	for _, kind := range []string{"event", "statement", "situation", "actor", "place", "story", "report", "family"} {
		raw := write(t, db, export.Options{Format: "csv", Kinds: []string{kind}})
		if n := bytes.Count(raw, []byte("\n")); n != bytes.Count(raw, []byte("\r\n")) {
			t.Errorf("%s: %d lines do not end in CR LF", kind, n)
		}
		rows, err := csv.NewReader(bytes.NewReader(raw)).ReadAll() // as many fields in each
		if err != nil {
			t.Errorf("%s: %v", kind, err)
			continue
		}
		for _, r := range rows[1:] {
			for k, field := range r {
				if field != "" && strings.ContainsRune("=+-@", rune(field[0])) && !slices.Contains([]string{"lat", "lon", "intensity"}, rows[0][k]) {
					t.Errorf("%s: %s %q is a formula", kind, rows[0][k], field)
				}
			}
		}
	}
	events, _ := csv.NewReader(bytes.NewReader(write(t, db, export.Options{Format: "csv", Filter: query.Filter{Type: "RETREAT"}}))).ReadAll()
	if len(events) != 2 {
		t.Fatalf("%d lines of RETREAT, want a header and one", len(events))
	}
	get := func(name string) string { return events[1][slices.Index(events[0], name)] }
	for name, want := range map[string]string{"type": "RETREAT", "plover": "RETREAT", "quad": "2", "cameo": "0874", "intensity": "10", "start": "2026-03-09", "actors": "Norrland",
		"lat": "-61.5", "lon": "4.25", "report_count": "3", "urls": "https://ledger.example/1?a=<b>&c=\"d\"; https://courier.example/3", "first_known": "2026-03-10"} {
		if got := get(name); got != want {
			t.Errorf("%s = %q, want %q", name, got, want)
		}
	}
}

// The reader of another library finds in a Parquet file what a table of
// comma-separated values holds.
func TestParquet(t *testing.T) {
	db := archive(t)
	for _, kind := range []string{"event", "statement", "situation", "actor", "place", "story", "report", "family"} {
		raw := write(t, db, export.Options{Format: "parquet", Kinds: []string{kind}, Licence: "CC BY 4.0"})
		f, err := parquet.OpenFile(bytes.NewReader(raw), int64(len(raw)))
		if err != nil {
			t.Fatalf("%s: %v", kind, err)
		}
		if v, _ := f.Lookup("readout.licence"); v != "CC BY 4.0" {
			t.Errorf("%s: licence %q", kind, v)
		}
		table, _ := csv.NewReader(bytes.NewReader(write(t, db, export.Options{Format: "csv", Kinds: []string{kind}}))).ReadAll()
		if f.NumRows() != int64(len(table)-1) {
			t.Errorf("%s: %d rows, want %d", kind, f.NumRows(), len(table)-1)
		}
		rows, err := parquet.Read[any](bytes.NewReader(raw), int64(len(raw)))
		if err != nil {
			t.Fatalf("%s: %v", kind, err)
		}
		for k, r := range rows {
			got := r.(map[string]any)
			for c, name := range table[0] {
				if want := table[k+1][c]; flat(got[name]) != strings.TrimPrefix(want, "'") && !strings.ContainsAny(want, ";,") {
					t.Errorf("%s %d: %s = %q, want %q", kind, k, name, flat(got[name]), want)
				}
			}
		}
	}
}

// flat is a value of Parquet as a field.
func flat(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case []any:
		var out []string
		for _, x := range v {
			out = append(out, flat(x))
		}
		return strings.Join(out, "; ")
	case map[string]any: // the levels of a list
		if l, ok := v["list"]; ok {
			return flat(l)
		}
		return flat(v["element"])
	case []byte:
		return string(v)
	case int32: // a day
		return day(v)
	}
	return fmt.Sprint(v)
}

func TestColumns(t *testing.T) {
	db := archive(t)
	for format, columns := range map[string]int{"gdelt": 61, "gdelt-mentions": 16, "polecat": 40} {
		raw := string(write(t, db, export.Options{Format: format}))
		lines := 0
		for line := range strings.Lines(raw) {
			lines++
			if n := strings.Count(line, "\t") + 1; n != columns {
				t.Errorf("%s: %d columns in %q, want %d", format, n, line, columns)
			}
			for f := range strings.SplitSeq(strings.TrimSuffix(line, "\n"), "\t") {
				if strings.HasPrefix(f, "=") || strings.HasPrefix(f, "+") || strings.ContainsAny(f, "\r\"") {
					t.Errorf("%s: field %q", format, f)
				}
			}
		}
		// RETREAT has two recipients, CONSULT two who meet, ASSAULT one pair. The planned REQUEST has no line.
		want := map[string]int{"gdelt": 5, "gdelt-mentions": 15, "polecat": 6}[format]
		if lines != want {
			t.Errorf("%s: %d lines, want %d\n%s", format, lines, want, raw)
		}
	}
	acled, err := csv.NewReader(bytes.NewReader(write(t, db, export.Options{Format: "acled"}))).ReadAll()
	if err != nil || len(acled) != 3 || len(acled[0]) != 31 {
		t.Fatalf("acled: %d lines of %d columns, %v", len(acled), len(acled[0]), err)
	}
	if got := strings.Join(acled[2][1:7], "|"); !strings.Contains(got, "Air/drone strike") && !strings.Contains(strings.Join(acled[1], "|"), "Air/drone strike") {
		t.Errorf("acled: no drone strike in %v", acled[1:])
	}
	planned := write(t, db, export.Options{Format: "polecat", Filter: query.Filter{Factuality: "planned"}})
	if n := bytes.Count(planned, []byte("\n")); n != 4 { // header, CONSULT both ways, REQUEST
		t.Errorf("polecat of what is planned: %d lines\n%s", n, planned)
	}
	if !bytes.Contains(planned, []byte("\tAGREE\t\t")) {
		t.Errorf("a planned visit is no AGREE without mode:\n%s", planned)
	}
}

func TestGeoJSON(t *testing.T) {
	db := archive(t)
	var got struct {
		Type     string
		Readout  export.Meta
		Features []struct {
			Type, ID string
			Geometry struct {
				Type        string
				Coordinates []float64
			}
			Properties map[string]any
		}
	}
	if err := json.Unmarshal(write(t, db, export.Options{Format: "geojson"}), &got); err != nil {
		t.Fatal(err)
	}
	if got.Type != "FeatureCollection" || got.Readout.Schema != export.Schema || len(got.Features) != 2 {
		t.Fatalf("%+v", got)
	}
	for _, f := range got.Features {
		if f.Type != "Feature" || f.ID == "" || f.Geometry.Type != "Point" || !slices.Equal(f.Geometry.Coordinates, []float64{4.25, -61.5}) || f.Properties["title"] == "" {
			t.Errorf("feature %+v", f)
		}
	}
}

func TestFeeds(t *testing.T) {
	db := archive(t)
	for _, format := range []string{"atom", "jsonfeed"} {
		raw := write(t, db, export.Options{Format: format, Self: "https://desk.example/export?format=" + format})
		f, err := gofeed.NewParser().Parse(bytes.NewReader(raw))
		if err != nil {
			t.Fatalf("%s: %v\n%s", format, err, raw)
		}
		facts := -3 // headers
		for _, kind := range []string{"event", "statement", "situation"} {
			facts += bytes.Count(write(t, db, export.Options{Format: "csv", Kinds: []string{kind}}), []byte("\r\n"))
		}
		if len(f.Items) != facts || f.FeedLink == "" {
			t.Fatalf("%s: %d items of %d facts, link %q", format, len(f.Items), facts, f.FeedLink)
		}
		seen := map[string]bool{}
		for _, i := range f.Items {
			if seen[i.GUID] || !strings.HasPrefix(i.GUID, "urn:uuid:") || i.PublishedParsed == nil || i.UpdatedParsed == nil || i.Title == "" {
				t.Errorf("%s: item %+v", format, i)
			}
			seen[i.GUID] = true
			scripts(t, format, i.Content)
		}
		if f.Items[0].UpdatedParsed.Before(*f.Items[len(f.Items)-1].UpdatedParsed) {
			t.Errorf("%s: the latest is not first", format)
		}
	}
	if a, b := ids(t, db, "atom"), ids(t, db, "jsonfeed"); a != b {
		t.Errorf("feeds name posts %s and %s", a, b)
	}
}

// A feed of one begins with what was told last, of the latest day or not.
func TestFeedToldLast(t *testing.T) {
	one := func(name, published, day string) *record.Reading {
		text := name + " drones struck the town."
		return &record.Reading{Reader: "readout 0.1", Report: record.Report{ID: fmt.Sprintf("%016x", len(name)), Title: &name, Text: text, Published: &published},
			Actors: []record.Actor{{ID: "a1", Name: name, Kind: "state", Names: []string{name}, Mentions: []record.Evidence{span(text, name)}}},
			Events: []record.Event{{ID: "e1", Type: "ASSAULT", Factuality: "actual", Actors: []string{"a1"}, When: &record.When{Start: &day, End: &day}, Trigger: span(text, "struck"), Evidence: []record.Evidence{span(text, text)}}}}
	}
	db := archiveOf(t, one("Norrland", "2026-03-10", "2026-03-09"), one("Tavria", "2026-03-20", "2026-03-01"), one("Osmark", "2026-03-15", "2026-03-15"))
	for offset, want := range []string{"2026-03-20", "2026-03-15", "2026-03-10"} {
		raw := write(t, db, export.Options{Format: "jsonfeed", Kinds: []string{"event"}, Filter: query.Filter{Limit: 1, Offset: offset}})
		f, err := gofeed.NewParser().Parse(bytes.NewReader(raw))
		if err != nil || len(f.Items) != 1 || f.Items[0].UpdatedParsed.Format(time.DateOnly) != want {
			t.Errorf("post %d: %v, want one told on %s\n%s", offset, err, want, raw)
		}
	}
}

// Limit and offset count what a format has.
func TestLimit(t *testing.T) {
	db := archive(t)
	for _, c := range []struct {
		format        string
		limit, offset int
		lines         int // with a header
	}{
		{"acled", 2, 0, 3}, {"acled", 1, 1, 2}, {"acled", 1, 2, 1},
		{"polecat", 3, 0, 6}, {"gdelt", 1, 2, 1}, {"geojson", 1, 0, 5}, {"geojson", 1, 1, 4},
	} {
		raw := write(t, db, export.Options{Format: c.format, Kinds: []string{"event"}, Filter: query.Filter{Limit: c.limit, Offset: c.offset}})
		if n := bytes.Count(raw, []byte("\n")); n != c.lines {
			t.Errorf("%s, limit %d, offset %d: %d lines, want %d\n%s", c.format, c.limit, c.offset, n, c.lines, raw)
		}
	}
}

func ids(t *testing.T, db *store.DB, format string) (out string) {
	f, err := gofeed.NewParser().Parse(bytes.NewReader(write(t, db, export.Options{Format: format})))
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range f.Items {
		out += i.GUID + " "
	}
	return out
}

// scripts fails where HTML has a script or a link to one.
func scripts(t *testing.T, what, page string) {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode && (n.Data == "script" || n.Data == "b" || n.Data == "img") {
			t.Errorf("%s: element %s of a report", what, n.Data)
		}
		for _, a := range n.Attr {
			if strings.HasPrefix(a.Key, "on") || strings.Contains(a.Val, "javascript:") {
				t.Errorf("%s: %s=%q", what, a.Key, a.Val)
			}
		}
	}
}

func TestBrief(t *testing.T) {
	db := archive(t)
	id := story(t, db)
	page := string(write(t, db, export.Options{Format: "html", Filter: query.Filter{Story: id}}))
	scripts(t, "brief", page)
	for _, want := range []string{"What happened", "What was said", "How things stand", "Sources", "[1]", `id="source-1"`, "2026-03-09"} {
		if !strings.Contains(page, want) {
			t.Errorf("the brief lacks %q", want)
		}
	}
	text := string(write(t, db, export.Options{Format: "md", Filter: query.Filter{Story: id}}))
	for line := range strings.Lines(text) {
		for _, bad := range []string{"<script", "](javascript:", "<b>"} {
			if at := strings.Index(line, bad); at > 0 && line[at-1] != '\\' {
				t.Errorf("the brief in Markdown holds %s: %s", bad, line)
			}
		}
	}
	if err := export.Write(context.Background(), &bytes.Buffer{}, db, export.Options{Format: "md", Filter: query.Filter{Story: "y0000000000000000"}}); err == nil {
		t.Error("a brief of no story was written")
	}
}

func TestJSONLines(t *testing.T) {
	db := archive(t)
	nouns := map[string]int{}
	for line := range bytes.Lines(write(t, db, export.Options{Format: "jsonl"})) {
		var l struct {
			Noun, ID string
			Codes    *struct {
				CAMEO     string
				Quad      int
				Intensity float64
			}
			Names map[string]string
			Meta  *export.Meta
			Entry struct{ ID, Type string }
		}
		if err := json.Unmarshal(line, &l); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		nouns[l.Noun]++
		if l.Noun == "event" && (l.Codes == nil || l.Codes.CAMEO == "" || len(l.Names) == 0 || l.Entry.ID != l.ID) || l.Noun == "export" && l.Meta.Licence != export.Licence {
			t.Errorf("line %s", line)
		}
	}
	if nouns["event"] != 4 || nouns["report"] != 3 || nouns["export"] != 1 || nouns["actor"] != 4 {
		t.Errorf("nouns %v", nouns)
	}
}

// A copy is an archive that opens, without the tokens and alerts of the first.
func TestSQLite(t *testing.T) {
	db := archive(t)
	if err := db.AddAlert(t.Context(), "what Ines asks", []byte("{}")); err != nil {
		t.Fatal(err)
	}
	told := store.Item{Kind: "event", ID: "e1", Body: []byte(`{"evidence":[{"report":"r1","start":4}]}`)}
	if _, err := db.FoundByAlert(t.Context(), "what Ines asks", []store.Item{told}, store.Before); err != nil {
		t.Fatal(err)
	}
	t.Setenv("TMPDIR", filepath.Join(t.TempDir(), "none")) // a container may have none
	raw := write(t, db, export.Options{Format: "sqlite"})
	if left, err := filepath.Glob(filepath.Join(db.Folder(), ".readout-export-*")); err != nil || left != nil {
		t.Errorf("the copy left %q, %v", left, err)
	}
	if bytes.Contains(raw, []byte("0123456789abcdef")) {
		t.Error("the copy holds the hash of a token")
	}
	if bytes.Contains(raw, []byte("what Ines asks")) {
		t.Error("the copy holds an alert")
	}
	path := filepath.Join(db.Folder(), "copy.db")
	if err := writeFile(path, raw); err != nil {
		t.Fatal(err)
	}
	c, err := store.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	a, _ := db.Stats(context.Background())
	b, err := c.Stats(context.Background())
	if err != nil || fmt.Sprint(a) != fmt.Sprint(b) {
		t.Errorf("the copy counts %v, %v; want %v", b, err, a)
	}
}

// An archive in a folder that cannot be written is copied too.
func TestSQLiteFixed(t *testing.T) {
	db := archive(t)
	if err := os.Chmod(db.Folder(), 0o555); err != nil {
		t.Fatal(err)
	}
	defer os.Chmod(db.Folder(), 0o755)
	if f, err := os.Create(filepath.Join(db.Folder(), "probe")); err == nil {
		f.Close()
		t.Skip("whoever runs this may write in any folder")
	}
	if raw := write(t, db, export.Options{Format: "sqlite"}); !bytes.HasPrefix(raw, []byte("SQLite format 3")) {
		t.Errorf("the copy begins with %q", raw[:min(16, len(raw))])
	}
}

func TestServe(t *testing.T) {
	db := archive(t)
	get := func(address string, whole bool) (*httptest.ResponseRecorder, error) {
		w := httptest.NewRecorder()
		return w, export.Serve(w, httptest.NewRequest("GET", address, nil), db, whole)
	}
	w, err := get("/export?format=csv&kind=event&type=RETREAT", false)
	if err != nil || w.Header().Get("Content-Disposition") != "attachment; filename=readout-event.csv" || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/csv") || strings.Count(w.Body.String(), "\r\n") != 2 {
		t.Errorf("%v, %v, %q", err, w.Header(), w.Body)
	}
	if w, err := get("/export?format=gdelt&mode=none", false); err != nil || w.Header().Get("Content-Type") == "" || w.Body.Len() > 0 {
		t.Errorf("an empty export: %v, %v, %q", err, w.Header(), w.Body)
	}
	for _, bad := range []string{"format=none", "format=csv&kind=event,actor", "format=gdelt&kind=actor", "format=md", "format=sqlite", "since=today", "limit=-1", "type=RETRAET", "format=csv&as-of=2026-01-01", "kind=\x00",
		"sinse=2026-03-01", "actor=Norrland&actor=Tavria", "min-origins=2&min_origins=3", "as_of=2026-01-01", "type=%zz", "factuality=certain", "kind=situation&state=over", "kind=actor&sector=none",
		"format=md&story=" + story(t, db) + "&since=2026-03-01", "format=html&story=" + story(t, db) + "&limit=5"} {
		w, err := get("/export?"+strings.ReplaceAll(bad, "\x00", "%00"), false)
		if _, ok := err.(*export.BadRequest); !ok || w.Body.Len() > 0 {
			t.Errorf("%s: %v, %q", bad, err, w.Body)
		}
	}
	if w, err := get("/export?format=csv&kind=event,event&min_origins=2&actor=", false); err != nil || strings.Count(w.Body.String(), "\r\n") != 1 {
		t.Errorf("with names as the API has them: %v, %q", err, w.Body)
	}
	for _, format := range []string{"csv", "parquet"} {
		if w, err := get("/export?kind=actor&report=r0000000000000000&format="+format, false); !errors.Is(err, store.ErrNone) || w.Body.Len() > 0 {
			t.Errorf("%s of no report: %v, %q", format, err, w.Body)
		}
	}
	if w, err := get("/export?format=sqlite", true); err != nil || !strings.HasPrefix(w.Body.String(), "SQLite format 3") {
		t.Errorf("sqlite for the owner: %v", err)
	}
}

// Exporting ends at once when its reader leaves.
func TestCancelled(t *testing.T) {
	db := archive(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := export.Write(ctx, &bytes.Buffer{}, db, export.Options{Format: "csv"}); err == nil {
		t.Error("an export that nobody waits for went on")
	}
}

// The pages come out as they came in, each once.
func TestWARC(t *testing.T) {
	db := archive(t)
	raw := write(t, db, export.Options{Format: "warc"})
	r, err := warc.NewReader(bytes.NewReader(raw), int64(len(raw)), warc.Place{})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for {
		rec, err := r.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		got[rec.Type] += string(rec.Block) + " "
	}
	if pages := strings.Fields(got["resource"]); len(pages) != 3 || !slices.Contains(pages, "2") || !strings.Contains(got["warcinfo"], export.Licence) {
		t.Errorf("records %q", got)
	}
}
