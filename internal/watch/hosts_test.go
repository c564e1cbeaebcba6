package watch

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// A redirect counts for the host that it leads to, whose robots.txt is obeyed.
func TestHops(t *testing.T) {
	b := newBench(t, []*outlet{
		{name: "h0.example", form: "rss", fault: "hops", every: time.Hour, offset: -19 * time.Hour, until: 0},
		{name: "h1.example", form: "rss", fault: "disallows", every: time.Hour, offset: -19 * time.Hour, until: 0},
	})
	b.watch(2 * time.Hour)
	b.site.check(2*time.Second, 2)
	for url, n := range b.kept() {
		if n != 1 || strings.HasSuffix(url, "0") {
			t.Errorf("%s was kept %d times", url, n)
		}
	}
	if got := len(b.kept()); got != 18 {
		t.Errorf("%d reports kept, want the 18 of 20 that robots.txt allows", got)
	}
	b.logged("forbidden=2", "source=h0 ", 1)
	if n := b.site.paths["h1.example/news/10"]; n != 0 {
		t.Errorf("a redirect led to a forbidden page %d times", n)
	}
}

// What has no place in the queue waits in the archive and gets its turn.
func TestSmallQueue(t *testing.T) {
	var outlets []*outlet
	for i := range 6 {
		outlets = append(outlets, &outlet{name: fmt.Sprintf("h%d.example", i), form: "rss", every: time.Hour, offset: -39 * time.Hour, until: 0})
	}
	b := newBench(t, outlets)
	b.o.Queue, b.o.InFlight = 4, 3
	b.watch(30 * time.Minute)
	b.site.check(2*time.Second, 2)
	if got := len(b.kept()); got != 240 {
		t.Errorf("%d reports kept, want 240", got)
	}
}

// Pages of a host that asks to be left alone wait, and those of others do not.
func TestHeldPages(t *testing.T) {
	b := newBench(t, []*outlet{
		{name: "h0.example", form: "rss", fault: "429 pages", every: time.Hour, offset: -9 * time.Hour, until: 0},
		{name: "h1.example", form: "rss", every: time.Hour, offset: -9 * time.Hour, until: 0},
	})
	b.watch(time.Hour)
	if got := len(b.kept()); got != 10 {
		t.Errorf("%d reports kept in the first hour, want the 10 of the other host", got)
	}
	b.watch(4 * time.Hour)
	if got := len(b.kept()); got != 20 {
		t.Errorf("%d reports kept, want 20", got)
	}
	b.site.check(2*time.Second, 2)
}

// A redirect to a host that asks to be left alone keeps neither the host that
// it comes from nor a round waiting; the report is kept afterwards.
func TestHopsToHeld(t *testing.T) {
	b := newBench(t, []*outlet{
		{name: "h0.example", form: "rss", fault: "hops", every: time.Hour, offset: -9 * time.Hour, until: 0},
		{name: "h1.example", form: "rss", fault: "429 pages", every: time.Hour, offset: -9 * time.Hour, until: 0},
	})
	b.o.Sources = b.o.Sources[:1]
	b.once()
	if took := b.clock.Now().Sub(start); took > 2*time.Minute || len(b.kept()) > 0 {
		t.Errorf("a round took %v and kept %v", took, b.kept())
	}
	b.clock.set(start.Add(3 * time.Hour))
	b.once()
	if got := len(b.kept()); got != 10 {
		t.Errorf("%d reports kept, want 10", got)
	}
	b.site.check(2*time.Second, 2)
}

// A host that asked to be left alone, with a page or in place of robots.txt, is
// left alone by the next watch too, whatever new URL of it that finds.
func TestHeldByNext(t *testing.T) {
	for _, fault := range []string{"429 pages", "503 robots"} {
		h1 := &outlet{name: "h1.example", form: "rss", fault: fault, every: time.Hour, until: day}
		b := newBench(t, []*outlet{{name: "h0.example", form: "rss", every: 24 * time.Hour, lists: []*outlet{h1}}, h1})
		b.o.Sources = b.o.Sources[:1]
		b.once()
		b.clock.set(start.Add(100 * time.Minute))
		b.once()
		b.clock.set(start.Add(5 * time.Hour))
		b.once()
		b.site.check(2*time.Second, 2)
		if got := len(b.kept()); got != 7 || b.site.paths["h1.example/news/1"] == 0 {
			t.Errorf("%s: %d reports kept, want 7", fault, got)
		}
	}
}

// A host that is busy, and does not say for how long, is left alone for a
// minute, and a round does not wait for it.
func TestBusyHost(t *testing.T) {
	b := newBench(t, []*outlet{{name: "h0.example", form: "rss", fault: "busy", every: time.Hour, offset: -9 * time.Hour, until: 0}})
	b.once()
	if took := b.clock.Now().Sub(start); took > time.Minute || len(b.site.asked["h0.example"]) > 4 {
		t.Errorf("a round took %v and asked %d times", took, len(b.site.asked["h0.example"]))
	}
}

// A source that moved and fails at its new place is asked at its old one.
func TestMovesBack(t *testing.T) {
	b := newBench(t, []*outlet{{name: "h0.example", form: "rss", fault: "moves and fails", every: 6 * time.Hour, until: 10 * day}})
	b.watch(4 * day)
	if s := b.source("h0"); s.Failures != 0 || s.URL != "http://h0.example/feed" {
		t.Errorf("after two days at its old place again: %+v", s)
	}
	if got, want := len(b.kept()), b.site.published(b.site.outlets["h0.example"]); got < want-1 {
		t.Errorf("%d reports kept of %d", got, want)
	}
}
