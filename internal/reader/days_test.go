package reader

import (
	"testing"

	"readout/internal/record"
)

// TestDays reads when something happened that is told beside another time.
func TestDays(t *testing.T) {
	r := embedded(t)
	for _, c := range []struct{ text, typ, start, end string }{
		{"The prime minister met the king on Sunday, two days after rebels attacked the palace.", "ASSAULT", "2026-01-23", "2026-01-23"},
		{"France recalled its ambassador from Niger on Friday, a week after soldiers attacked the palace.", "ASSAULT", "2026-01-16", "2026-01-16"},
		{"Thousands of people protested in Tbilisi ahead of Sunday's election.", "PROTEST", "", ""},
		{"Rebels attacked the village of Bankass on Monday – 15 soldiers were killed.", "ASSAULT", "2026-01-26", "2026-01-26"},
		{"Israeli strikes killed 35 people in Gaza over the past 24 hours.", "ASSAULT", "2026-01-27", "2026-01-28"},
	} {
		en, day := "en", "2026-01-28"
		var start, end string
		found := false
		for _, e := range r.Read(&record.Report{Text: c.text, Language: &en, Published: &day}).Events {
			if found = e.Type == c.typ; found {
				if e.When != nil {
					start, end = value(e.When.Start), value(e.When.End)
				}
				break
			}
		}
		if !found || start != c.start || end != c.end {
			t.Errorf("%s: found %v, %s to %s", c.text, found, start, end)
		}
	}
}
