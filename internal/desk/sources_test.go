package desk

import (
	"strings"
	"testing"
	"time"

	"readout/internal/store"
)

// Sources that fail come first, with why.
func TestSources(t *testing.T) {
	s := exampleSite(t)
	holds(t, s.page("/sources"), "Nothing is watched")
	now := time.Now().Add(time.Hour) // the clock of the site
	for _, x := range []store.Source{
		{Name: "Well", URL: "https://well.example/feed", Asked: now, Answered: now, Due: now.Add(time.Hour), Entries: 12, Hours: 48},
		{Name: "Late", URL: "https://late.example/feed", Asked: now.Add(-48 * time.Hour), Due: now.Add(-24 * time.Hour)},
		{Name: "Gone", URL: "https://gone.example/feed", Asked: now, Due: now, Gone: true},
		{Name: "Broken", URL: "https://broken.example/feed", Asked: now, Fault: "503 Service Unavailable", FaultAt: now, Failures: 3},
		{Name: "New", URL: "https://new.example/feed"},
	} {
		if err := s.db.PutSource(t.Context(), x); err != nil {
			t.Fatal(err)
		}
	}
	page := s.page("/sources")
	holds(t, page, "5 sources, 2 failing or gone, 1 late", "503 Service Unavailable (3 times)", `<td class="num">6.0</td>`)
	if _, row, _ := strings.Cut(page, "<bdi>Gone</bdi>"); strings.Count(row[:strings.Index(row, "</tr>")], "never") != 2 {
		t.Error("a source that is gone has a time at which it is asked next")
	}
	at := -1
	for _, name := range []string{"Gone", "Broken", "Late", "New", "Well"} {
		i := strings.Index(page, "<bdi>"+name+"</bdi>")
		if i < at {
			t.Errorf("%s does not stand in order of health", name)
		}
		at = i
	}
}
