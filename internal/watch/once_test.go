package watch

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"readout/internal/feed"
	"readout/internal/filter"
	"readout/internal/record"
	"readout/internal/sources"
	"readout/internal/store"
)

// once makes one round.
func (b *bench) once() {
	b.t.Helper()
	w, err := New(context.Background(), b.o)
	if err != nil {
		b.t.Fatal(err)
	}
	b.clock.busy = w.busy
	if err := w.Once(context.Background()); err != nil {
		b.t.Fatal(err)
	}
}

// One round asks what is due, keeps and merges once, and says so in a line for
// each source.
func TestOnce(t *testing.T) {
	b := newBench(t, []*outlet{{name: "h0.example", form: "rss", every: time.Hour, until: day}, {name: "h1.example", form: "index", every: time.Hour, until: day}})
	b.clock.now = start.Add(3*time.Hour + time.Minute)
	b.once()
	if got := len(b.kept()); got != 8 || b.merges != 1 {
		t.Errorf("%d reports, %d merges; want 8 and 1", got, b.merges)
	}
	b.logged("msg=asked source=h0 entries=4 new=4 kept=4 next=", "", 1)
	b.logged("msg=asked source=h1 entries=6 new=4 kept=4 next=", "", 1)
	b.logged("no source is due", "", 0)
	before := len(b.site.asked["h0.example"])
	b.once()
	if n := len(b.site.asked["h0.example"]); n != before || b.merges != 1 {
		t.Errorf("%d requests and %d merges for what is not due", n-before, b.merges-1)
	}
	b.logged("no source is due", "", 1)
}

// What a filter does not keep is not fetched where the list tells, and not
// read where the page does.
func TestFiltered(t *testing.T) {
	b := newBench(t, []*outlet{{name: "h0.example", form: "json", every: time.Hour, until: day}})
	b.o.Sources[0].Filter = filter.Filter{Words: []string{"Ship 2"}}
	b.clock.now = start.Add(5*time.Hour + time.Minute)
	b.once()
	if got := b.kept(); len(got) != 1 || got["http://h0.example/news/2"] != 1 {
		t.Errorf("kept %v", got)
	}
	b.logged("entries=6 new=6 kept=1 filtered=5", "source=h0", 1)
	b = newBench(t, []*outlet{{name: "h1.example", form: "json", every: time.Hour, until: day}})
	b.o.Sources[0].Filter = filter.Filter{Sections: []string{"sport"}}
	b.once()
	b.logged("entries=1 new=0 kept=0 filtered=1", "source=h1", 1)
	if n := b.site.paths["h1.example/news/0"]; n != 0 {
		t.Errorf("%d requests for a page of another section", n)
	}
}

// What the filter of one source does not keep is kept for another that has
// none.
func TestFilteredByOne(t *testing.T) {
	h0 := &outlet{name: "h0.example", form: "json", every: time.Hour, until: 5 * time.Hour}
	b := newBench(t, []*outlet{h0, {name: "h1.example", form: "rss", every: time.Hour, until: 0, lists: []*outlet{h0}}})
	both := b.o.Sources
	both[0].Filter, both[1].Filter = filter.Filter{Words: []string{"Ship 2"}}, filter.Filter{Sections: []string{"news"}}
	b.o.Sources = both[:1]
	b.clock.now = start.Add(5*time.Hour + time.Minute)
	b.once()
	if got := b.kept(); len(got) != 1 {
		t.Errorf("kept %v", got)
	}
	b.o.Sources = both
	for range 2 {
		b.once()
		b.clock.set(b.clock.now.Add(3 * day))
	}
	if got := b.kept(); len(got) != 7 || b.site.paths["h0.example/news/3"] > 3 {
		t.Errorf("kept %v, and asked for one %d times", got, b.site.paths["h0.example/news/3"])
	}
}

// A folder's files are read when they are new, and again when they changed.
func TestFolder(t *testing.T) {
	b := newBench(t, nil)
	dir := t.TempDir()
	write := func(name, text string, at time.Time) {
		t.Helper()
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(path, at, at); err != nil {
			t.Fatal(err)
		}
	}
	b.o.Sources = []sources.Source{{Name: "inbox", URL: dir, Kind: feed.Folder}}
	text := "Ships leave Port Selm\n\nThe last ships of the northern fleet left Port Selm on Monday, the harbour office said.\n"
	write("one.txt", text, start)
	write("two.txt", strings.ReplaceAll(text, "Selm", "Orra"), start)
	b.once()
	b.clock.set(start.Add(2 * day))
	b.once()
	write("two.txt", strings.ReplaceAll(text, "last", "first"), b.clock.now.Add(time.Hour))
	b.clock.set(start.Add(4 * day))
	b.once()
	if s, err := b.db.Stats(context.Background()); err != nil || s.Reports != 3 {
		t.Errorf("%d reports, %v; want 3", s.Reports, err)
	}
	b.logged("looked again", "source=inbox kept=0 changed=1", 1)
}

// What waits when its source is paused or named otherwise is kept all the same,
// when the source is watched again or its list names the report.
func TestLeft(t *testing.T) {
	for name, back := range map[string]func(*bench){
		"watched again": func(b *bench) {
			b.o.Sources[0].Paused = false
			b.site.outlets["h0.example"].fault = "garbage" // the list no longer names them
		},
		"renamed": func(b *bench) { b.o.Sources[0] = sources.Source{Name: "another", URL: b.o.Sources[0].URL} },
	} {
		b := newBench(t, []*outlet{{name: "h0.example", form: "rss", fault: "429 pages", every: time.Hour, offset: -9 * time.Hour, until: 0}})
		b.once()
		if got := len(b.kept()); got != 0 {
			t.Errorf("%s: %d reports kept while the host was to be left alone", name, got)
		}
		b.o.Sources[0].Paused = true
		b.clock.set(start.Add(3 * time.Hour))
		b.once()
		back(b)
		b.once()
		if got := len(b.kept()); got != 10 {
			t.Errorf("%s: %d reports kept, want 10", name, got)
		}
	}
}

// A source whose URL in the list is another is asked there at once, under its
// old name.
func TestListedElsewhere(t *testing.T) {
	b := newBench(t, []*outlet{{name: "h0.example", form: "rss", fault: "moved", every: time.Hour, until: day}, {name: "h1.example", form: "rss", every: time.Hour, until: day}})
	b.o.Sources = b.o.Sources[:1]
	b.once()
	b.once()
	if n := b.site.paths["h0.example/feed"]; n != 1 {
		t.Errorf("it was asked %d times", n)
	}
	b.o.Sources[0].URL = "http://h1.example/feed"
	b.once()
	if s := b.source("h0"); s.URL != "http://h1.example/feed" || b.kept()["http://h1.example/news/0"] != 1 {
		t.Errorf("after the list changed: %+v, kept %v", s, b.kept())
	}
}

// An archive that cannot be written ends the watch with its error.
func TestBrokenArchive(t *testing.T) {
	b := newBench(t, ten())
	w, err := New(context.Background(), b.o)
	if err != nil {
		t.Fatal(err)
	}
	b.clock.busy = w.busy
	b.db.Close()
	if err := w.Run(context.Background()); err == nil || !strings.Contains(err.Error(), "closed") {
		t.Errorf("the watch ended with %v", err)
	}
}

// A stop while a report is being read keeps it, and asks for no other; the
// next watch goes on.
func TestStop(t *testing.T) {
	b := newBench(t, []*outlet{{name: "h0.example", form: "rss", every: time.Hour, until: day}})
	b.clock.now = start.Add(9*time.Hour + time.Minute)
	ctx, stop := context.WithCancel(context.Background())
	read, reads := b.o.Read, 0
	b.o.Read = func(ctx context.Context, p *record.Page, f filter.Filter) ([]*record.Reading, error) {
		if reads++; reads == 3 {
			stop()
		}
		return read(ctx, p, f)
	}
	b.o.Workers = 1
	w, err := New(ctx, b.o)
	if err != nil {
		t.Fatal(err)
	}
	b.clock.busy = w.busy
	if err := w.Run(ctx); err != nil {
		t.Fatal(err)
	}
	if got := len(b.kept()); got != reads || got < 3 || got > 4 {
		t.Errorf("%d reports kept of %d read before the stop", got, reads)
	}
	if note, err := b.db.Stale(context.Background()); note == "" || err != nil {
		t.Errorf("after the stop stale = %q, %v", note, err)
	}
	b.o.Read = read
	b.once()
	if got := len(b.kept()); got != 10 || b.merges == 0 {
		t.Errorf("%d reports, %d merges after going on; want 10", got, b.merges)
	}
}

// A host that asks for long gaps gets them, and nobody gives up for that.
func TestCrawlDelay(t *testing.T) {
	b := newBench(t, []*outlet{{name: "h0.example", form: "rss", fault: "delays", every: time.Hour, until: day, offset: -9 * time.Hour}})
	b.watch(5 * time.Hour)
	if got := len(b.kept()); got != 14 {
		t.Errorf("%d reports kept, want 14", got)
	}
	times := b.site.asked["h0.example"]
	for i := 3; i < len(times); i++ { // after the feed, robots.txt and the first report
		if d := times[i].Sub(times[i-1]); d < 5*time.Minute {
			t.Errorf("request %d came %v after the one before", i, d)
		}
	}
	if s := b.source("h0"); s.Failures > 0 || strings.Contains(b.log.String(), "failed=") {
		t.Errorf("faults: %+v\n%s", s, b.log.String())
	}
}

// While another writer holds the archive, what is kept waits and what is asked
// of the archive does not.
func TestKeepWaits(t *testing.T) {
	b := newBench(t, nil)
	w, err := New(context.Background(), b.o)
	if err != nil {
		t.Fatal(err)
	}
	w.keeping = context.Background()
	var kept sync.WaitGroup
	err = b.db.Replace(context.Background(), "", func(store.Writer) error {
		for i := range 20 {
			kept.Go(func() {
				if !w.keep(func(ctx context.Context) error { return b.db.PutSource(ctx, store.Source{Name: fmt.Sprint(i)}) }) {
					t.Error("not kept")
				}
			})
		}
		for range 2000 { // until the others have their connections
			ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
			_, err := b.db.NextSeen(ctx, start)
			cancel()
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	kept.Wait()
	if list, err := b.db.Sources(context.Background()); len(list) != 20 || err != nil {
		t.Errorf("%d sources kept, %v; want 20", len(list), err)
	}
}

// A merge that takes long does not hold up fetching.
func TestLongMerge(t *testing.T) {
	b := newBench(t, ten())
	hold, merging, held := make(chan struct{}), make(chan struct{}), true
	b.o.Merge = func(ctx context.Context) error {
		if b.merges++; b.merges == 1 {
			close(merging)
			<-hold
		}
		return nil
	}
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	w, err := New(ctx, b.o)
	if err != nil {
		t.Fatal(err)
	}
	// Time goes on while the first merge stands still.
	b.clock.busy = func() int {
		if w.merging && held {
			<-merging
			return w.busy() - 1
		}
		return w.busy()
	}
	b.clock.at = []moment{{start.Add(2 * day), func() { held = false; close(hold) }}, {start.Add(5 * day), stop}}
	if err := w.Run(ctx); err != nil {
		t.Fatal(err)
	}
	if got := len(b.kept()); got < 50 || b.merges < 2 {
		t.Errorf("%d reports, %d merges; want 50 or more while the first merge went on", got, b.merges)
	}
}
