package watch

import (
	"fmt"
	"testing"
	"time"

	"readout/internal/sources"
	"readout/internal/store"
)

// ten are outlets that publish twice a day.
func ten() (out []*outlet) {
	for i := range 10 {
		out = append(out, &outlet{name: fmt.Sprintf("h%02d.example", i), form: "rss", every: 12 * time.Hour, until: 100 * day})
	}
	return out
}

// A machine that slept asks its sources one after another; one whose clock was
// set back by a year goes on asking them.
func TestJumps(t *testing.T) {
	b := newBench(t, ten())
	slept, back := start.Add(3*day), start.Add(-361*day)
	b.watch(-351*day,
		moment{start.Add(day), func() { b.clock.set(slept) }},
		moment{start.Add(4 * day), func() { b.clock.set(back) }},
	)
	b.logged("the clock jumped", "", 2)
	awake, again := b.first(slept), b.first(back)
	for i := range 10 {
		name := fmt.Sprintf("h%02d.example", i)
		if d := awake[name].Sub(slept); d < 0 || d > 10*time.Second {
			t.Errorf("%s was asked %v after the sleep", name, d)
		}
		if d := again[name].Sub(back); d < 0 || d > day {
			t.Errorf("%s was asked %v after the clock went back", name, d)
		}
		n := 0
		for _, at := range b.site.polls[name] {
			if at.Before(start) {
				n++
			}
		}
		if n < 9 || n > 40 {
			t.Errorf("%s was asked %d times in the ten days after the clock went back", name, n)
		}
	}
	at := map[time.Time]bool{}
	for _, x := range awake {
		at[x] = true
	}
	if len(at) < 5 { // a host that is asked for a report may be asked for its feed a second later
		t.Errorf("ten sources were asked at %d times after a sleep", len(at))
	}
}

// first is when each feed was first asked at a time or in the days after.
func (b *bench) first(from time.Time) map[string]time.Time {
	out := map[string]time.Time{}
	for host, times := range b.site.polls {
		for _, at := range times {
			if !at.Before(from) && at.Before(from.Add(2*day)) {
				out[host] = at
				break
			}
		}
	}
	return out
}

// The pace follows what a source publishes, within bounds.
func TestPace(t *testing.T) {
	for _, c := range []struct {
		perDay   float64
		conf     sources.Source
		from, to time.Duration
	}{
		{0, sources.Source{}, day, day},
		{1, sources.Source{}, 12 * time.Hour, day},
		{24, sources.Source{}, 50 * time.Minute, 70 * time.Minute},
		{240, sources.Source{}, 5 * time.Minute, 8 * time.Minute},
		{5000, sources.Source{}, fastest, fastest},
		{5000, sources.Source{MinPace: time.Hour}, time.Hour, time.Hour},
		{0, sources.Source{MaxPace: time.Hour}, time.Hour, time.Hour},
		{5000, sources.Source{MaxPace: time.Minute}, time.Minute, time.Minute},
	} {
		s := store.Source{}
		now, due := start, 0.0
		for now.Before(start.Add(20 * day)) {
			learn(&s, int(due), now)
			due -= float64(int(due))
			s.Answered = now
			wait := interval(s, c.conf)
			due += c.perDay * wait.Hours() / 24
			now = now.Add(wait)
		}
		if got := interval(s, c.conf); got < c.from || got > c.to {
			t.Errorf("%v entries a day, %+v: asked every %v; want %v to %v", c.perDay, c.conf, got, c.from, c.to)
		}
	}
}

// Faults put off twice as long each time, up to a day.
func TestBackoff(t *testing.T) {
	for n, want := range map[int]time.Duration{1: 5 * time.Minute, 2: 10 * time.Minute, 5: 80 * time.Minute, 9: 1280 * time.Minute, 10: day, 1000: day} {
		if most, least := backoff(n, 0), backoff(n, 0.9999); most != want || least < want*3/4 || least >= want {
			t.Errorf("after %d faults %v to %v, want at most %v", n, least, most, want)
		}
	}
}

// Chance is spread evenly and is the same for the same name and time.
func TestChance(t *testing.T) {
	var tenths [10]int
	for i := range 10000 {
		c := chance(fmt.Sprintf("h%d", i%100), start.Add(time.Duration(i)*time.Second))
		tenths[int(c*10)]++
	}
	for i, n := range tenths {
		if n < 900 || n > 1100 {
			t.Errorf("%d of 10000 in tenth %d", n, i)
		}
	}
	if chance("a", start) != chance("a", start) || chance("a", start) == chance("b", start) {
		t.Error("chance does not hang on the name alone")
	}
}

// busy is how many tasks do something that no clock ends.
func (w *Watch) busy() int {
	n := w.running - w.waiting
	if w.merging {
		n++
	}
	return n
}
