package main

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"readout/internal/record"
	"readout/internal/store"
)

// TestScale fills an archive with READOUT_SCALE reports, made by varying
// those of the archive READOUT_SCALE_FROM, and measures adding, merging and
// asking. It is for the bench and is skipped without both.
func TestScale(t *testing.T) {
	n, _ := strconv.Atoi(os.Getenv("READOUT_SCALE"))
	from := os.Getenv("READOUT_SCALE_FROM")
	if n == 0 || from == "" {
		t.Skip("READOUT_SCALE and READOUT_SCALE_FROM are not set")
	}
	ctx := context.Background()
	given, err := store.Open(from)
	if err != nil {
		t.Fatal(err)
	}
	defer given.Close()
	var bodies [][]byte
	var firsts []record.Report
	err = given.Readings(ctx, func(k store.Kept) error {
		b, err := json.Marshal(k.Reading)
		bodies, firsts = append(bodies, b), append(firsts, k.Reading.Report)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "scale.db")
	db, err := store.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rnd := rand.New(rand.NewPCG(1, 1))
	began := time.Now()
	var tenths []time.Duration
	var spent time.Duration
	for i := range n {
		r := varied(t, bodies[i%len(bodies)], i, rnd)
		page := &record.Page{Input: fmt.Sprint(i), Body: []byte(r.Report.Text)}
		at := time.Now()
		if _, err := db.Add(ctx, page, []*record.Reading{r}); err != nil {
			t.Fatal(err)
		}
		spent += time.Since(at)
		if (i+1)%(n/10) == 0 {
			tenths, spent = append(tenths, spent/time.Duration(n/10)), 0
		}
	}
	t.Logf("added %d reports in %v; a report, by tenths: %v", n, time.Since(began), tenths)
	began = time.Now()
	if _, err := rebuild(ctx, db); err != nil {
		t.Fatal(err)
	}
	t.Logf("merged in %v", time.Since(began))
	began = time.Now()
	if _, err := rebuild(ctx, db); err != nil {
		t.Fatal(err)
	}
	t.Logf("merged again, nothing new, in %v", time.Since(began))
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	peak, _ := os.ReadFile("/proc/self/status")
	for l := range strings.Lines(string(peak)) {
		if strings.HasPrefix(l, "VmHWM") {
			t.Logf("%s", strings.TrimSpace(l))
		}
	}
	if fi, err := os.Stat(path); err == nil {
		t.Logf("file: %d bytes a report", fi.Size()/int64(n))
	}
	queries(t, path, firsts)
}

// varied is a reading with its names, numbers and days changed, and all
// offsets as they were.
func varied(t *testing.T, body []byte, i int, rnd *rand.Rand) *record.Reading {
	r := &record.Reading{}
	if err := json.Unmarshal(body, r); err != nil {
		t.Fatal(err)
	}
	shift := rnd.IntN(2000)
	b := []byte(r.Report.Text)
	round := i / 300
	for k := range b { // letters of every word that begins with a capital turn, by the round
		if b[k] >= '0' && b[k] <= '9' {
			b[k] = '0' + byte((int(b[k]-'0')+i)%10)
		}
		if b[k] >= 'A' && b[k] <= 'Z' && k+3 < len(b) && b[k+1] >= 'a' && b[k+1] <= 'z' && b[k+2] >= 'a' && b[k+2] <= 'z' {
			b[k+1] = 'a' + byte((int(b[k+1]-'a')+round)%26)
			b[k+2] = 'a' + byte((int(b[k+2]-'a')+round/26)%26)
		}
	}
	r.Report.Text = string(b)
	name := func(s string) string {
		if s == "" || s[0] < 'A' || s[0] > 'Z' || round == 0 {
			return s
		}
		return s + fmt.Sprint(" ", string(rune('A'+round%26)), strings.ToLower(string(rune('A'+round/26%26)))+"son")
	}
	day := func(p *string) {
		if p != nil {
			if d, err := time.Parse(time.DateOnly, (*p)[:min(10, len(*p))]); err == nil {
				*p = d.AddDate(0, 0, shift).Format(time.DateOnly)
			}
		}
	}
	quote := func(e *record.Evidence) {
		if e.Start >= 0 && e.End <= len(r.Report.Text) && e.Start <= e.End {
			e.Quote = r.Report.Text[e.Start:e.End]
		}
	}
	day(r.Report.Published)
	for k := range r.Actors {
		if a := &r.Actors[k]; a.Kind != "state" {
			a.Name = name(a.Name)
			for j := range a.Names {
				a.Names[j] = name(a.Names[j])
			}
		}
	}
	for k := range r.Events {
		e := &r.Events[k]
		quote(&e.Trigger)
		for j := range e.Evidence {
			quote(&e.Evidence[j])
		}
		if e.When != nil {
			day(e.When.Start)
			day(e.When.End)
		}
	}
	for k := range r.Statements {
		for j := range r.Statements[k].Content {
			quote(&r.Statements[k].Content[j])
		}
	}
	for k := range r.Situations {
		for j := range r.Situations[k].Evidence {
			quote(&r.Situations[k].Evidence[j])
		}
	}
	url := fmt.Sprint("https://example.org/", i)
	r.Report.URL, r.Report.CanonicalURL = &url, nil
	r.Report.ID = fmt.Sprintf("%016x", i)
	return r
}

// queries asks what people ask and logs how long it takes.
func queries(t *testing.T, path string, reports []record.Report) {
	var all []time.Duration
	ask := func(args ...string) {
		at := time.Now()
		if status, _, stderr := readout("", append(args, "--archive", path)...); status != exitOK {
			t.Errorf("readout %v: %s", args, stderr)
		}
		d := time.Since(at)
		all = append(all, d)
		if d > 200*time.Millisecond {
			t.Logf("slow: readout %s: %v", strings.Join(args, " "), d)
		}
	}
	for k := range 5 {
		word := strings.Fields(*reports[k*7].Title)[0]
		ask("events", "--actor", "Russia", "--type", "ASSAULT")
		ask("events", "--country", "SYR", "--since", "2014-01-01", "--until", "2016-01-01")
		ask("events", "--min-origins", "2", "--newest")
		ask("events", "--text", word)
		ask("statements", "--actor", "Putin")
		ask("situations", "--actor", "Russia")
		ask("situations", "--actor", "Russia", "--as-of", "2016-01-01", "--known-at", "2017-01-01")
		ask("actors", "--country", "USA")
		ask("places", "--type", "city")
		ask("stories", "--actor", "Iran", "--newest")
		ask("reports", "--outlet", "CNN")
		ask("reports", "--text", word)
		ask("search", word)
		ask("search", "ceasefire")
		ask("timeline", "Assad")
		ask("stats")
	}
	slices.Sort(all)
	t.Logf("%d queries: median %v, 95th percentile %v, slowest %v", len(all), all[len(all)/2], all[len(all)*95/100], all[len(all)-1])
}
