package desk

import (
	"fmt"
	"html/template"
	"strings"
	"time"
)

// helpers are the functions of the templates.
func helpers(f files) template.FuncMap {
	return template.FuncMap{
		"url": f.url, "day": showDay, "moment": showMoment, "instant": isInstant, "words": showWords, "said": showSaid,
		"count": count, "plural": plural, "web": web, "stamp": stamp, "deref": deref,
	}
}

// showDay writes a day, or as much of a date as there is, for people.
func showDay(s string) string {
	t, err := time.Parse(time.DateOnly, s[:min(len(s), len(time.DateOnly))])
	if err != nil {
		return s
	}
	return t.Format("2 Jan 2006")
}

// moments are the forms in which reports give an instant.
var moments = []string{time.RFC3339Nano, "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05", "2006-01-02T15:04"}

// parseMoment reads an instant; zoned is false where it names no zone.
func parseMoment(s string) (t time.Time, zoned, ok bool) {
	for i, form := range moments {
		if t, err := time.Parse(form, s); err == nil {
			return t, i < 2, true
		}
	}
	return t, false, false
}

// showMoment writes an instant in the zone that it was given in.
func showMoment(s string) string {
	t, zoned, ok := parseMoment(s)
	switch {
	case !ok:
		return showDay(s)
	case !zoned:
		return t.Format("2 Jan 2006, 15:04")
	case strings.HasSuffix(s, "Z"):
		return t.Format("2 Jan 2006, 15:04 UTC")
	}
	return t.Format("2 Jan 2006, 15:04 -07:00")
}

// isInstant says that a date names a moment that has another clock time in
// another zone.
func isInstant(s string) bool {
	_, zoned, ok := parseMoment(s)
	return ok && zoned
}

// showWords writes a name of ours, such as in_force, as words.
func showWords(s string) string { return strings.ReplaceAll(s, "_", " ") }

// showSaid writes a value that a report gives: a word of ours, or a day or two
// with a stroke between.
func showSaid(s string) string {
	days := strings.Split(s, "/")
	for i := range days {
		days[i] = showDay(days[i])
	}
	return showWords(strings.Join(days, " – "))
}

// count writes a number of things.
func count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprint(n, " ", plural(thing))
}

func plural(thing string) string {
	if stem, ok := strings.CutSuffix(thing, "y"); ok {
		return stem + "ies"
	}
	return thing + "s"
}

// web is an address that may be linked to, "" for all but http and https.
func web(at string) string {
	low := strings.ToLower(at)
	if strings.HasPrefix(low, "http://") || strings.HasPrefix(low, "https://") {
		return at
	}
	return ""
}

// stamp writes a time as pages carry it.
func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }
