package watch

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"readout/internal/acquire"
	"readout/internal/extract"
	"readout/internal/filter"
	"readout/internal/record"
	"readout/internal/store"
)

const day = 24 * time.Hour

var start = time.Date(2026, 3, 1, 6, 0, 0, 0, time.UTC)

// month are forty outlets, of each form and fault.
func month() (out []*outlet) {
	forms := []string{"rss", "atom", "json", "sitemap", "index", "page"}
	faults := []string{"", "", "500", "hangs", "429", "dead", "moved", "garbage", "bomb", "soft", "gone", "disallows", "no robots", ""}
	for i := range 40 {
		o := &outlet{name: fmt.Sprintf("h%02d.example", i), form: forms[i%len(forms)], fault: faults[i%len(faults)],
			every: time.Duration(26+i%5*9) * time.Hour, offset: time.Duration(i) * 37 * time.Minute, until: 28 * day}
		if i%7 == 0 {
			o.changes, o.until = true, 18*day
		}
		if o.form == "page" {
			o.offset = 0 // an empty list is a fault
		}
		if o.fault == "gone" {
			o.until = 8 * day
		}
		out = append(out, o)
	}
	out[14].lists, out[15].lists = []*outlet{out[0], out[1], out[2]}, []*outlet{out[0], out[14]}
	return out
}

// A bench is what a test watches with.
type bench struct {
	t      *testing.T
	clock  *fakeClock
	site   *site
	db     *store.DB
	log    bytes.Buffer
	merges int
	o      Options
}

func newBench(t *testing.T, outlets []*outlet) *bench {
	b := &bench{t: t, clock: &fakeClock{now: start}}
	b.site = newSite(t, b.clock, outlets)
	var err error
	if b.db, err = store.Open(filepath.Join(t.TempDir(), "watch.db")); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { b.db.Close() })
	client := acquire.NewClient(acquire.Settings{Transport: b.site.transport(), Now: b.clock.Now, Limits: acquire.Limits{Total: 200 * time.Millisecond, Headers: 200 * time.Millisecond}})
	t.Cleanup(client.Close)
	b.o = Options{Sources: feeds(outlets), DB: b.db, Client: client, Robots: acquire.NewRobots(client), Clock: b.clock,
		Log: slog.New(slog.NewTextHandler(&b.log, nil)), Read: b.read, Merge: b.merge}
	return b
}

// read extracts reports; no engine reads them.
func (b *bench) read(_ context.Context, page *record.Page, f filter.Filter) (out []*record.Reading, err error) {
	reports, err := extract.Reports(page, extract.Options{})
	for _, r := range reports {
		if f.Report(r) {
			out = append(out, &record.Reading{Report: *r, Reader: "none"})
		}
	}
	return out, err
}

func (b *bench) merge(ctx context.Context) error {
	b.merges++
	note, err := b.db.Stale(ctx)
	if err != nil {
		return err
	}
	return b.db.Replace(ctx, note, func(store.Writer) error { return nil })
}

// watch watches until a time after the start.
func (b *bench) watch(until time.Duration, moments ...moment) {
	b.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	w, err := New(ctx, b.o)
	if err != nil {
		b.t.Fatal(err)
	}
	b.clock.busy = w.busy
	b.clock.at = append(moments, moment{start.Add(until), cancel})
	if err := w.Run(ctx); err != nil {
		b.t.Fatal(err)
	}
}

func (b *bench) source(name string) store.Source {
	b.t.Helper()
	list, err := b.db.Sources(context.Background())
	if err != nil {
		b.t.Fatal(err)
	}
	for _, s := range list {
		if s.Name == name {
			return s
		}
	}
	b.t.Fatalf("no source %s", name)
	return store.Source{}
}

// kept counts the reports in the archive by URL.
func (b *bench) kept() map[string]int {
	out := map[string]int{}
	err := b.db.Readings(context.Background(), func(k store.Kept) error { out[*k.Reading.Report.URL]++; return nil })
	if err != nil {
		b.t.Fatal(err)
	}
	return out
}

// Forty feeds of all forms and faults are watched through a month and the
// time until the last looks at their reports, with a restart in the middle.
func TestMonth(t *testing.T) {
	outlets := month()
	b := newBench(t, outlets)
	b.watch(15 * day)
	b.watch(41 * day)
	b.site.check(2*time.Second, 2)

	want, got := map[string]int{}, b.kept()
	for _, o := range outlets {
		for k := range b.site.published(o) {
			url := fmt.Sprintf("http://%s/news/%d", o.name, k)
			switch {
			case o.fault == "dead" || o.fault == "garbage" || o.fault == "bomb":
			case o.fault == "disallows" && strings.HasSuffix(url, "0"):
				if n := b.site.paths[strings.TrimPrefix(url, "http://")]; n > 0 {
					t.Errorf("%s was asked for %d times against robots.txt", url, n)
				}
			case o.changes:
				want[url] = 3
			default:
				want[url] = 1
			}
		}
	}
	total := 0
	for url, n := range want {
		if total += n; got[url] != n {
			t.Errorf("%s: %d versions kept, want %d", url, got[url], n)
		}
		delete(got, url)
	}
	if total != 525 || len(want) != 461 {
		t.Errorf("%d reports under %d URLs were published; want 525 under 461", total, len(want))
	}
	if len(got) > 0 {
		t.Errorf("kept what nobody published: %v", got)
	}
	b.faults(outlets)
	if b.merges > total {
		t.Errorf("%d merges for %d reports", b.merges, total)
	}
	if n := b.site.statuses[http.StatusNotModified]; n < 2000 {
		t.Errorf("%d answers of nothing new; validators are not sent", n)
	}
	t.Logf("%d reports under %d URLs, statuses %v, %d merges", total, len(want), b.site.statuses, b.merges)
}

// faults checks how the sources with faults stand after 41 days.
func (b *bench) faults(outlets []*outlet) {
	for _, o := range outlets {
		name := strings.TrimSuffix(o.name, ".example")
		s := b.source(name)
		healthy, asked := s.Failures == 0 && !s.Gone, b.site.paths[o.name+"/feed"]
		switch o.fault {
		case "dead", "garbage", "bomb":
			healthy = (s.Failures == 54 || s.Failures == 55) && s.Answered.IsZero() && s.Due.Sub(s.Asked) <= day && s.Due.Sub(s.Asked) >= 18*time.Hour
			if n := asked + b.site.paths[o.name+"/dial"]; n != s.Failures {
				b.t.Errorf("%s was asked %d times and has %d faults", name, n, s.Failures)
			}
			b.logged("silent for long", "source="+name+" ", 1)
		case "gone":
			healthy = s.Gone
			b.logged("gone for good", "source="+name, 1)
		case "moved":
			healthy = healthy && strings.HasSuffix(s.URL, "/new/feed") && asked == 1
			b.logged("moved for good", "source="+name+" ", 1)
		case "500", "hangs", "soft":
			healthy = healthy && s.FaultAt.Before(start.Add(9*day)) && s.FaultAt.After(start.Add(6*day))
		case "429":
			healthy = healthy && s.Fault == "the server answered 429 Too Many Requests"
		case "":
			healthy = healthy && s.Fault == ""
		}
		if !healthy {
			b.t.Errorf("%s (%s, %s) stands so: %+v, its feed asked for %d times", name, o.form, o.fault, s, asked)
		}
	}
}

// logged checks how often a message about something was logged.
func (b *bench) logged(message, about string, want int) {
	n := 0
	for line := range strings.Lines(b.log.String()) {
		if strings.Contains(line, message) && strings.Contains(line, about) {
			n++
		}
	}
	if n != want {
		b.t.Errorf("%q of %s was logged %d times, want %d, in\n%.3000s", message, about, n, want, b.log.String())
	}
}
