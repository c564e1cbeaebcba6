package worker_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"readout/internal/bundle"
	"readout/internal/filter"
	"readout/internal/reader"
	"readout/internal/store"
	"readout/internal/warc"
	"readout/internal/worker"
)

func open(t *testing.T) *store.DB {
	t.Helper()
	db, err := store.Open(filepath.Join(t.TempDir(), "test.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// bulk adds with a reader that has no model, and so is quick.
func bulk(t *testing.T, db *store.DB) *worker.Bulk {
	t.Helper()
	r, err := reader.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &worker.Bulk{Worker: &worker.Worker{DB: db, Reader: r}}
}

func page(n int) string {
	return fmt.Sprintf("<html lang=en><head><title>Ship %d Leaves Port Selm</title></head><body><article><h1>Ship %[1]d Leaves Port Selm</h1>"+
		"<p>The ship with the number %[1]d left the harbour of Port Selm on Sunday, and its crew of %[1]d waved to those who stood on the pier and watched.</p>"+
		"<p>It was not said where it went, nor whether others of its kind would leave the harbour in the days that come.</p></article></body></html>", n)
}

// crawl writes a WARC of so many pages, every seventh twice, with requests
// between and an answer of 404 after every tenth.
func crawl(t *testing.T, pages int) string {
	t.Helper()
	var b bytes.Buffer
	at := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	w, err := warc.NewWriter(&b, "test", at)
	put := func(kind, block string, n int) {
		if err == nil {
			err = w.Record(kind, fmt.Sprintf("https://ledger.example/ship-%d", n), "application/http", at, []byte(block))
		}
	}
	ok := "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
	for n := range pages {
		put("request", "GET / HTTP/1.1\r\n\r\n", n)
		put("response", ok+page(n), n)
		if n%7 == 0 {
			put("response", ok+page(n), n)
		}
		if n%10 == 0 {
			put("response", strings.Replace(ok, "200", "404", 1)+page(n), n)
		}
	}
	path := filepath.Join(t.TempDir(), "crawl.warc.gz")
	if err == nil {
		err = os.WriteFile(path, b.Bytes(), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// contents tells what an archive keeps, but for times.
func contents(t *testing.T, db *store.DB) string {
	t.Helper()
	var b strings.Builder
	ctx := context.Background()
	var keys []string
	err := db.Readings(ctx, func(k store.Kept) error {
		keys = append(keys, k.Key)
		fmt.Fprintf(&b, "%s %s %q %s\n", k.Key, *k.Reading.Report.URL, k.Reading.Report.Text, k.Reading.Notice)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range keys {
		p, err := db.Page(ctx, key)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "%s %s %s %d\n", key, p.Input, p.URL, len(p.Body))
	}
	return b.String()
}

var errKilled = errors.New("killed")

// An add that is killed at any moment, or stopped, and begun again makes the
// same archive as one that is not, and does not read again what was kept.
func TestBulkResume(t *testing.T) {
	path := crawl(t, 160)
	whole := open(t)
	want, err := bulk(t, whole).Add(context.Background(), path)
	if err != nil || !want.Done || want.Added != 160 || want.Old != 23 || want.Skipped[warc.NotOK] != 16 || want.Skipped[warc.NoPage] != 161 {
		t.Fatalf("%+v, %v", want, err)
	}
	db := open(t)
	b := bulk(t, db)
	var from []int64
	for _, last := range []int{75, 10, 75} {
		b.Begun = func(in store.Intake) { from = append(from, int64(in.Added)) }
		b.Passed = func(worker.Passed) error {
			if last--; last == 0 {
				return errKilled // nothing that is under way is kept, as when the process dies
			}
			return nil
		}
		if in, err := b.Add(context.Background(), path); !errors.Is(err, errKilled) || in.Done {
			t.Fatalf("%+v, %v", in, err)
		}
	}
	b.Passed = nil
	ctx, cancel := context.WithCancel(context.Background())
	b.Show = func(worker.Read) { cancel() }
	if in, err := b.Add(ctx, path); err != nil || in.Done {
		t.Fatalf("stopped: %+v, %v", in, err)
	}
	b.Show = nil
	got, err := b.Add(context.Background(), path)
	if err != nil || fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%+v, %v; want %+v", got, err, want)
	}
	if contents(t, db) != contents(t, whole) {
		t.Error("killed three times, an add makes another archive")
	}
	for i := 1; i < len(from); i++ {
		if from[i] < from[i-1] || from[i] == 0 {
			t.Errorf("reports kept at each beginning: %d", from)
		}
	}
	again, err := b.Add(context.Background(), path)
	if err != nil || fmt.Sprint(again) != fmt.Sprint(want) {
		t.Errorf("a file that was read: %+v, %v", again, err)
	}
	b.Again = true
	if again, err = b.Add(context.Background(), path); err != nil || again.Added != 0 || again.Old != 183 {
		t.Errorf("once more: %+v, %v", again, err)
	}
}

// A file of many pages is read from its beginning by another filter, and
// entries that give no report are told of.
func TestBulkFilter(t *testing.T) {
	path := crawl(t, 30)
	b := bulk(t, open(t))
	b.Only = filter.Filter{Words: []string{"ship 7", "ship 21"}}
	var told []string
	b.Passed = func(p worker.Passed) error { told = append(told, p.Why+"|"+p.Detail); return nil }
	in, err := b.Add(context.Background(), path)
	if err != nil || in.Added != 2 || in.Old != 2 || in.Skipped["left out by the filter"] != 31 {
		t.Errorf("%+v, %v", in, err)
	}
	if len(told) != 65 || told[0] != "record that holds no page|warcinfo" || told[3] != "left out by the filter|" || told[4] != "answer other than 200|404" {
		t.Errorf("%d told: %q", len(told), told[:5])
	}
	b.Only = filter.Filter{}
	if in, err = b.Add(context.Background(), path); err != nil || in.Added != 28 {
		t.Errorf("without the filter: %+v, %v", in, err)
	}
}

// A file that breaks off keeps what came before, and says so.
func TestBulkBroken(t *testing.T) {
	path := filepath.Join(t.TempDir(), "reports.jsonl")
	text := strings.Repeat("The ships left the harbour of Port Selm. ", 5)
	lines := fmt.Sprintf("{\"title\":\"A\",\"text\":%q}\n{\"title\":\"B\"\n{\"title\":\"C\",\"text\":%q}\n{\"deep\":%s\n", text, text, strings.Repeat("[", 10000))
	lines += fmt.Sprintf("<html>%s%s</html>\n", strings.Repeat("<div>", 10000), text)
	if err := os.WriteFile(path, []byte(lines), 0o600); err != nil {
		t.Fatal(err)
	}
	in, err := bulk(t, open(t)).Add(context.Background(), path)
	if err != nil || in.Added != 2 || in.Skipped["broken JSON"] != 1 || in.Skipped["nested too deeply"] != 2 {
		t.Errorf("%+v, %v", in, err)
	}
	if _, err := bulk(t, open(t)).Add(context.Background(), filepath.Dir(path)); !errors.Is(err, bundle.ErrPage) {
		t.Errorf("a folder: %v", err)
	}
}
