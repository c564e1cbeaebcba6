package reader

import (
	"strings"
	"testing"

	"readout/internal/record"
)

// FuzzRead holds any text to what the record promises.
func FuzzRead(f *testing.F) {
	for _, s := range []string{
		"Oresk met Lund in Dorvan on Monday.\n\n\"We agree,\" she said.",
		"\"", "", "(((", "a\x00b", "Mr. Mr. Mr.", strings.Repeat("said ", 300), "Ünïcödé “quoted” ‘x’ — \u202e",
	} {
		f.Add("A title", s)
	}
	r := embedded(f)
	en, day := "en", "2026-01-28"
	f.Fuzz(func(t *testing.T, title, text string) {
		got := r.Read(&record.Report{Title: &title, Text: text, Language: &en, Published: &day})
		if faults := Faults(got); len(faults) > 0 {
			t.Errorf("%q: %q", text, faults)
		}
	})
}
