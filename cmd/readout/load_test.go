package main

import (
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// TestLoad serves the archive named by READOUT_LOAD to READOUT_LOAD_READERS
// at once (200), each asking one thing after another for READOUT_LOAD_SECONDS
// (30), and prints how long the pages and the routes of the API took. Any
// status but 200 fails it. With READOUT_LOAD_PAUSE=2s a reader looks that long
// at each page on the average.
func TestLoad(t *testing.T) {
	archive := os.Getenv("READOUT_LOAD")
	if archive == "" {
		t.Skip("READOUT_LOAD names no archive")
	}
	number := func(name string, preset int) int {
		if n, err := strconv.Atoi(os.Getenv(name)); err == nil {
			return n
		}
		return preset
	}
	pause, _ := time.ParseDuration(os.Getenv("READOUT_LOAD_PAUSE"))
	at := startDesk(t, deskOptions{archive: archive})
	l := &load{t: t, at: at, pause: pause, client: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 1000}}, took: map[string][]time.Duration{}, largest: map[string]int64{}}
	l.learn()
	for range 3 { // what is asked first finds nothing in memory
		l.reader(rand.New(rand.NewPCG(1, 1)), time.Now().Add(time.Second))
	}
	clear(l.took)
	until := time.Now().Add(time.Duration(number("READOUT_LOAD_SECONDS", 30)) * time.Second)
	var readers sync.WaitGroup
	for n := range number("READOUT_LOAD_READERS", 200) {
		readers.Go(func() { l.reader(rand.New(rand.NewPCG(2, uint64(n))), until) })
	}
	readers.Wait()
	l.print()
}

// A load is what readers ask and how long it took.
type load struct {
	t       *testing.T
	at      string
	pause   time.Duration
	client  *http.Client
	ids     map[string][]string // by the list that they are in
	words   []string
	mu      sync.Mutex
	took    map[string][]time.Duration
	largest map[string]int64
}

// learn finds out ids and words that the archive has.
func (l *load) learn() {
	l.ids = map[string][]string{}
	for _, list := range []string{"reports", "events", "statements", "situations", "actors", "places", "stories"} {
		var got struct {
			Items []struct{ ID, Name, Title string }
		}
		_, body := get(l.t, l.at+"api/v1/"+list+"?newest=true&limit=200")
		if err := json.Unmarshal([]byte(body), &got); err != nil {
			l.t.Fatal(err)
		}
		for _, i := range got.Items {
			l.ids[list] = append(l.ids[list], i.ID)
			l.words = append(l.words, strings.Fields(i.Name+" "+i.Title)...)
		}
	}
}

// questions are what a reader asks, by what it is called.
func (l *load) questions(r *rand.Rand) map[string]string {
	id := func(list string) string { return l.ids[list][r.IntN(len(l.ids[list]))] }
	word := func() string { return url.QueryEscape(l.words[r.IntN(len(l.words))]) }
	states := r.Perm(6)
	state := func(k int) string {
		return []string{"Russia", "Ukraine", "Syria", "Turkey", "Iran", "Israel"}[states[k]]
	}
	country := []string{"RUS", "UKR", "USA", "SYR", "TUR", "GBR", "FRA"}[r.IntN(7)]
	return map[string]string{
		"page /": "", "page /report": "report/" + id("reports"), "page /event": "event/" + id("events"), "page /situation": "situation/" + id("situations"),
		"page /statement": "statement/" + id("statements"), "page /search": "search?text=" + word(), "page /search of a country": "search?kind=event&country=" + country,
		"page /story": "story/" + id("stories"), "page /actor": "actor/" + id("actors"), "page /place": "place/" + id("places"),
		"page /ledger as of": "ledger?as-of=2026-02-01&party=" + id("actors"), "page /ledger": "ledger", "page /stories": "stories",
		"page /dyad":  "dyad?a=" + state(0) + "&b=" + state(1),
		"api reports": "api/v1/reports?newest=true", "api events of an actor": "api/v1/events?newest=true&party=" + id("actors"), "api events of a country": "api/v1/events?newest=true&country=" + country,
		"api situations as of": "api/v1/situations?as_of=2026-01-01&limit=20&country=" + country, "api statements": "api/v1/statements?newest=true&actor=" + id("actors"),
		"api actors": "api/v1/actors?country=" + country, "api one event": "api/v1/events/" + id("events"), "api record": "api/v1/reports/" + id("reports") + "/record",
		"api search": "api/v1/search?text=" + word(), "api timeline": "api/v1/timeline?of=" + id("stories"), "api stats": "api/v1/stats", "api changes": "api/v1/changes",
	}
}

// reader asks until it is time to go.
func (l *load) reader(r *rand.Rand, until time.Time) {
	for time.Now().Before(until) {
		q := l.questions(r)
		names := slices.Sorted(func(yield func(string) bool) {
			for n := range q {
				if !yield(n) {
					return
				}
			}
		})
		name := names[r.IntN(len(names))]
		began := time.Now()
		resp, err := l.client.Get(l.at + q[name])
		if err != nil {
			l.t.Errorf("%s: %v", q[name], err)
			return
		}
		n, err := io.Copy(io.Discard, resp.Body)
		resp.Body.Close()
		if err != nil || resp.StatusCode != 200 {
			l.t.Errorf("%s: status %d, %v", q[name], resp.StatusCode, err)
		}
		l.mu.Lock()
		l.took[name] = append(l.took[name], time.Since(began))
		l.largest[name] = max(l.largest[name], n)
		l.mu.Unlock()
		if l.pause > 0 {
			time.Sleep(time.Duration(r.Int64N(int64(2 * l.pause))))
		}
	}
}

func (l *load) print() {
	var names []string
	total := 0
	for name, list := range l.took {
		slices.Sort(list)
		names, total = append(names, name), total+len(list)
	}
	slices.Sort(names)
	fmt.Printf("%d answers\n", total)
	for _, name := range names {
		list := l.took[name]
		at := func(p int) float64 { return float64(list[(len(list)-1)*p/100].Microseconds()) / 1000 }
		fmt.Printf("%-28s %6d  median %8.1f ms  95%% %8.1f ms  most %8.1f ms  largest %6.1f kB\n", name, len(list), at(50), at(95), at(100), float64(l.largest[name])/1000)
	}
}
