package timex

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"readout/internal/lang"
	"readout/internal/lang/tokenize"
)

type goldRecord struct {
	Report struct{ Text, Published string } `json:"report"`
	Events []struct {
		When *struct {
			Start, End, Text *string
		} `json:"when"`
		Evidence []lang.Span `json:"evidence"`
	} `json:"events"`
}

// TestWhen prints how many days that gold events take from words of the
// report come out of those words.
func TestWhen(t *testing.T) {
	dir := os.Getenv("READOUT_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "..", "shared")
	}
	files, _ := filepath.Glob(filepath.Join(dir, "gold", "train", "*.json"))
	if len(files) == 0 {
		t.Skip("no gold records")
	}
	var all, found, right int
	for _, f := range files {
		raw, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		var g goldRecord
		if err := json.Unmarshal(raw, &g); err != nil {
			t.Fatal(f, err)
		}
		d := tokenize.Doc("", g.Report.Text, g.Report.Published)
		Resolve(d)
		for _, e := range g.Events {
			if e.When == nil || e.When.Text == nil {
				continue
			}
			all++
			x := timeIn(d, e.Evidence, *e.When.Text)
			if x == nil {
				note("NONE %s", *e.When.Text)
				continue
			}
			found++
			if x.Start == str(e.When.Start) && x.End == str(e.When.End) {
				right++
			} else {
				note("WRONG %s: %s..%s got %s..%s @%s in %s", *e.When.Text, str(e.When.Start), str(e.When.End), x.Start, x.End, g.Report.Published,
					clean(d.Text[max(0, x.Span.Start-60):min(len(d.Text), x.Span.End+30)]))
			}
		}
	}
	t.Logf("when: %d with words, %d found, %d right (%.3f)", all, found, right, float64(right)/float64(all))
}

func note(format string, args ...any) {
	if os.Getenv("SHOW") != "" {
		fmt.Printf(format+"\n", args...)
	}
}

func str(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// timeIn returns the time that stands within words in the evidence.
func timeIn(d *lang.Doc, evidence []lang.Span, words string) *lang.Timex {
	for _, e := range evidence {
		if e.Start < 0 || e.End > len(d.Text) || e.Start > e.End {
			continue
		}
		at := strings.Index(d.Text[e.Start:e.End], words)
		if at < 0 {
			continue
		}
		w := lang.Span{Start: e.Start + at, End: e.Start + at + len(words)}
		for i := range d.Times {
			if d.Times[i].Span.Overlaps(w) && d.Times[i].Type != "DURATION" {
				return &d.Times[i]
			}
		}
	}
	return nil
}
