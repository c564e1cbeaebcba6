//go:build unix

package main

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"io"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"readout/internal/merge"
	"readout/internal/record"
	"readout/internal/store"
	"readout/internal/worker"
)

// TestScale fills an archive with READOUT_SCALE reports, made by varying
// those of the archive READOUT_SCALE_FROM, and measures adding, merging and
// asking. It is for the bench and is skipped without both. READOUT_SCALE_KEEP
// names a file that keeps the archive; what is there already is not added, and
// nothing more when READOUT_SCALE_ASK is set too.
func TestScale(t *testing.T) {
	n, _ := strconv.Atoi(os.Getenv("READOUT_SCALE"))
	from := os.Getenv("READOUT_SCALE_FROM")
	if n == 0 || from == "" {
		t.Skip("READOUT_SCALE and READOUT_SCALE_FROM are not set")
	}
	ctx := context.Background()
	v := newVariation(t, from)
	path := cmp.Or(os.Getenv("READOUT_SCALE_KEEP"), filepath.Join(t.TempDir(), "scale.db"))
	db, err := store.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	began := time.Now()
	s, err := db.Stats(ctx)
	if err != nil {
		t.Fatal(err)
	}
	have := s.Reports
	add := func(from, to int) (spent, worked time.Duration) {
		measure := func(do func() error) {
			at, cpu := time.Now(), work()
			if err := do(); err != nil {
				t.Fatal(err)
			}
			spent, worked = spent+time.Since(at), worked+work()-cpu
		}
		for i := from; i < to; i++ {
			r := v.reading(t, i)
			page := &record.Page{Input: fmt.Sprint(i), Body: []byte(r.Report.Text)}
			measure(func() error { _, err := db.Add(ctx, page, []*record.Reading{r}); return err })
		}
		measure(func() error { return worker.Digest(ctx, db) })
		return spent, worked
	}
	mergeNow := func(what string) {
		at, cpu := time.Now(), work()
		if err := worker.Merge(ctx, db); err != nil {
			t.Fatal(err)
		}
		t.Logf("%s: merged in %.1f s, %.1f s of work, %s", what, time.Since(at).Seconds(), (work() - cpu).Seconds(), peak())
	}
	for k := range 10 {
		if have >= n*(k+1)/10 {
			continue
		}
		spent, worked := add(max(have, n*k/10), n*(k+1)/10)
		t.Logf("tenth %d: %.2f ms to add a report, %.2f ms of work, %s", k+1, spent.Seconds()*1000/float64(n/10), worked.Seconds()*1000/float64(n/10), peak())
		if os.Getenv("READOUT_SCALE_MERGES") != "" {
			mergeNow(fmt.Sprint("tenth ", k+1))
		}
	}
	mergeNow(fmt.Sprint(n, " reports"))
	if have = max(n, have); os.Getenv("READOUT_SCALE_ASK") == "" {
		add(have, have+20)
		mergeNow("20 more")
	}
	t.Logf("all in %v", time.Since(began))
	if s, err := db.Stats(ctx); err == nil {
		t.Logf("%v", s.Items)
	}
	if fi, err := os.Stat(path); err == nil {
		t.Logf("file: %d bytes a report", fi.Size()/int64(n))
	}
	queries(t, path, v.reports)
	t.Logf("%s", peak())
}

// TestScaleFind digests READOUT_SCALE_FIND reports into a file and measures
// what finding what is one takes, without writing entries. READOUT_SCALE_KEEP
// names a folder that keeps the digests, and is not filled twice.
func TestScaleFind(t *testing.T) {
	n, _ := strconv.Atoi(os.Getenv("READOUT_SCALE_FIND"))
	from := os.Getenv("READOUT_SCALE_FROM")
	if n == 0 || from == "" {
		t.Skip("READOUT_SCALE_FIND and READOUT_SCALE_FROM are not set")
	}
	f := digestFile{dir: cmp.Or(os.Getenv("READOUT_SCALE_KEEP"), t.TempDir())}
	if _, err := os.Stat(filepath.Join(f.dir, "0")); err != nil {
		f.fill(t, newVariation(t, from), n)
	}
	began, cpu := time.Now(), work()
	defer worker.Frugal()()
	if _, err := merge.Find(f, nil); err != nil {
		t.Fatal(err)
	}
	t.Logf("found in %v, %v of work, %s", time.Since(began), work()-cpu, peak())
}

// A digestFile is an archive of digests alone, a file for each part.
type digestFile struct{ dir string }

func (f digestFile) fill(t *testing.T, v *variation, n int) {
	began := time.Now()
	var parts [merge.Parts]*bufio.Writer
	for p := range parts {
		file, err := os.Create(filepath.Join(f.dir, fmt.Sprint(p)))
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		parts[p] = bufio.NewWriter(file)
	}
	for i := range n {
		r := v.reading(t, i)
		key := store.Key(&r.Report)
		for p, body := range merge.Digest(key, r) {
			fmt.Fprintf(parts[p], "%s %d\n%s", key, len(body), body)
		}
	}
	for _, w := range parts {
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("digested %d reports in %v, %s", n, time.Since(began), peak())
}

func (f digestFile) Digests(part merge.Part, each func(string, []byte) error) error {
	file, err := os.Open(filepath.Join(f.dir, fmt.Sprint(int(part))))
	if err != nil {
		return err
	}
	defer file.Close()
	r := bufio.NewReader(file)
	for {
		var key string
		var n int
		if _, err := fmt.Fscanf(r, "%s %d\n", &key, &n); err != nil {
			return nil
		}
		body := make([]byte, n)
		if _, err := io.ReadFull(r, body); err != nil {
			return err
		}
		if err := each(key, body); err != nil {
			return err
		}
	}
}

func (f digestFile) Readings([]string, func(int, *record.Reading) error) error { return nil }

// work is how long processors have worked for the process, whatever else they
// had to do.
func work() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// peak is the most memory that the process held.
func peak() string {
	status, _ := os.ReadFile("/proc/self/status")
	for l := range strings.Lines(string(status)) {
		if strings.HasPrefix(l, "VmHWM") {
			return strings.Join(strings.Fields(l), " ")
		}
	}
	return ""
}

// A variation makes many readings of a few. In each round through them every
// word of content becomes another word of its length, names other names, and
// days move on by a week; offsets stay as they were. States keep their names.
type variation struct {
	bodies  [][]byte
	reports []record.Report
	words   [][]string     // of content, by length
	at      map[string]int // of a word: its place among those of its length
	keep    map[string]bool
}

var wordRuns = regexp.MustCompile(`[A-Za-z]+`)

func newVariation(t *testing.T, from string) *variation {
	given, err := store.Open(from)
	if err != nil {
		t.Fatal(err)
	}
	defer given.Close()
	v := &variation{at: map[string]int{}, keep: map[string]bool{}}
	n := map[string]int{}
	err = given.Readings(context.Background(), func(k store.Kept) error {
		b, err := json.Marshal(k.Reading)
		v.bodies, v.reports = append(v.bodies, b), append(v.reports, k.Reading.Report)
		for _, w := range wordRuns.FindAllString(k.Reading.Report.Text, -1) {
			n[w]++
		}
		for _, a := range k.Reading.Actors {
			if a.Kind == "state" {
				for _, name := range a.Names {
					for _, w := range wordRuns.FindAllString(name, -1) {
						v.keep[w] = true
					}
				}
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range slices.Sorted(maps.Keys(n)) {
		if w == strings.ToLower(w) && len(w) > 3 && n[w] < 100 {
			for len(v.words) <= len(w) {
				v.words = append(v.words, nil)
			}
			v.at[w] = len(v.words[len(w)])
			v.words[len(w)] = append(v.words[len(w)], w)
		}
	}
	return v
}

// casts is after how many rounds the same names come again.
const casts = 100

// text varies a text by the round.
func (v *variation) text(s string, round int) string {
	return wordRuns.ReplaceAllStringFunc(s, func(w string) string {
		if at, ok := v.at[w]; ok {
			list := v.words[len(w)]
			return list[(at+round*131)%len(list)]
		}
		if w[0] < 'A' || w[0] > 'Z' || len(w) < 4 || w[1:] != strings.ToLower(w[1:]) || v.keep[w] || round == 0 {
			return w
		}
		h := fnv.New64a()
		fmt.Fprint(h, w, round%casts)
		sum := h.Sum64()
		b := []byte(w)
		for k := 1; k < len(b) && k < 6; k++ {
			letters := "aeiou"
			if !strings.ContainsRune(letters, rune(b[k])) {
				letters = "bdfgklmnprstvz"
			}
			b[k] = letters[sum%uint64(len(letters))]
			sum /= uint64(len(letters))
		}
		return string(b)
	})
}

// reading is the i-th reading.
func (v *variation) reading(t *testing.T, i int) *record.Reading {
	r := &record.Reading{}
	if err := json.Unmarshal(v.bodies[i%len(v.bodies)], r); err != nil {
		t.Fatal(err)
	}
	round := i / len(v.bodies)
	day := func(p *string) {
		if p != nil {
			if d, err := time.Parse(time.DateOnly, (*p)[:min(10, len(*p))]); err == nil {
				*p = d.AddDate(0, 0, 7*round).Format(time.DateOnly)
			}
		}
	}
	names := func(name *string, list []string) {
		*name = v.text(*name, round)
		for k := range list {
			list[k] = v.text(list[k], round)
		}
	}
	h := &r.Report
	h.Text = v.text(h.Text, round)
	if h.Title != nil {
		*h.Title = v.text(*h.Title, round)
	}
	day(h.Published)
	quote := func(list ...*record.Evidence) {
		for _, e := range list {
			if e.Start >= 0 && e.End <= len(h.Text) && e.Start <= e.End {
				e.Quote = h.Text[e.Start:e.End]
			}
		}
	}
	for k := range r.Actors {
		names(&r.Actors[k].Name, r.Actors[k].Names)
	}
	for k := range r.Places {
		names(&r.Places[k].Name, r.Places[k].Names)
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
		s := &r.Situations[k]
		day(s.Since)
		day(s.Until)
		for j := range s.Evidence {
			quote(&s.Evidence[j])
		}
	}
	url := fmt.Sprint("https://example.org/", i)
	h.URL, h.CanonicalURL = &url, nil
	h.ID = fmt.Sprintf("%016x", i)
	return r
}

// queries asks what people ask, of many things, and logs how long it takes.
func queries(t *testing.T, path string, reports []record.Report) {
	var spent, worked []time.Duration
	ask := func(args ...string) string {
		at, cpu := time.Now(), work()
		status, stdout, stderr := readout("", append(args, "--archive", path)...)
		if status != exitOK {
			t.Errorf("readout %v: %s", args, stderr)
		}
		d, w := time.Since(at), work()-cpu
		spent, worked = append(spent, d), append(worked, w)
		if w > 100*time.Millisecond {
			t.Logf("slow: readout %s: %v of work", strings.Join(args, " "), w)
		}
		return stdout
	}
	countries := []string{"SYR", "USA", "RUS", "UKR", "IRN", "GBR", "FRA", "CHN"}
	actors := []string{"Russia", "Iran", "Ukraine", "United States", "Syria", "Israel", "Putin", "Assad"}
	types := []string{"ASSAULT", "CONSULT", "RETREAT", "AGREE", "SANCTION", "REQUEST"}
	words := []string{"ceasefire", "troops", "talks", "president", "military"}
	for k := range 12 {
		title := strings.Fields(*reports[k*7].Title)
		word, common := title[0], words[k%len(words)]
		country, actor, typ := countries[k%len(countries)], actors[k%len(actors)], types[k%len(types)]
		since, until := fmt.Sprintf("%d-06-01", 2025+k%5), fmt.Sprintf("%d-06-01", 2026+k%5)
		ask("events", "--actor", actor, "--type", typ)
		ask("events", "--country", country, "--since", since, "--until", until)
		ask("events", "--country", country, "--type", typ, "--since", since, "--newest")
		ask("events", "--min-origins", "2", "--newest")
		ask("events", "--text", word)
		ask("events", "--text", common, "--country", country, "--newest")
		ask("statements", "--actor", actor)
		ask("statements", "--text", common, "--newest")
		ask("situations", "--actor", actor)
		ask("situations", "--actor", actor, "--as-of", "2026-02-01", "--known-at", "2026-06-01")
		ask("actors", "--country", country)
		ask("places", "--type", "city", "--country", country)
		ask("stories", "--actor", actor, "--newest")
		ask("reports", "--outlet", "CNN", "--since", since)
		ask("reports", "--text", common)
		ask("search", word)
		ask("search", common, title[len(title)-1])
		ask("timeline", actor)
		ask("stats")
		if found := ask("events", "--text", common, "--format", "jsonl", "--limit", "1"); found != "" {
			var e struct{ ID string }
			if err := json.Unmarshal([]byte(found), &e); err != nil {
				t.Fatal(err)
			}
			ask("show", e.ID)
		}
	}
	say := func(what string, all []time.Duration) {
		slices.Sort(all)
		t.Logf("%d queries, %s: median %v, 95th percentile %v, slowest %v", len(all), what, all[len(all)/2], all[len(all)*95/100], all[len(all)-1])
	}
	say("time", spent)
	say("work", worked)
}
