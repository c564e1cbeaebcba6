package event

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"readout/internal/record"
)

// A sense is one way to take a time that the report tells: "Monday" is the last
// one or the next, "this year" all of it, or what of it is over.
type sense struct {
	as   string
	when *record.When
}

// senses returns the ways to take time k, none where it tells no days.
func (f *finder) senses(k int) []sense {
	t := &f.doc.Times[k]
	text := f.doc.Slice(t.Span)
	low := strings.ToLower(text)
	day := f.today()
	var out []sense
	add := func(as, start, end, text string) {
		out = append(out, sense{as, &record.When{Start: optional(start), End: optional(end), Text: &text}})
	}
	if t.Type == "DURATION" {
		if start := back(t.Value, low, day); start != "" {
			add("back", start, day, text)
		}
		return out
	}
	if !f.dates(t) {
		return nil
	}
	near := side(t.Start, t.End, day)
	add(near, t.Start, t.End, text)
	if t.Start < day && day < t.End && t.Start != "" {
		add("gone", t.Start, day, text)
	}
	if t.Start < day && day < t.End && t.Start != "" || t.Start == day && day < t.End {
		add("left", day, t.End, text)
	}
	if start, end := turned(t.Start, t.End, low, day); start != "" {
		add("turned"+side(start, end, day), start, end, text)
	}
	if t.Start != "" && t.End != "" && t.Start <= day && f.opens(k) {
		add("open", t.Start, "", text)
	}
	if end, last := f.through(k); end > t.Start && t.Start != "" {
		add("through", t.Start, end, f.doc.Text[t.Span.Start:last])
	}
	return out
}

var starts = words("begin start launch break erupt")

// opens reports whether what is told of time k may go on since: it began then.
func (f *finder) opens(k int) bool {
	span := f.doc.Times[k].Span
	at := f.first(span, f.doc.Sentences[f.doc.SentenceAt(span.Start)])
	o := f.owner(at, -1)
	return f.cased(at) == "after" || o >= 0 && starts[f.lemma(o)]
}

// today is the day of publication, "" for none.
func (f *finder) today() string {
	return f.doc.Published[:min(len(f.doc.Published), len(time.DateOnly))]
}

// side says on which side of a day a time lies.
func side(start, end, day string) string {
	switch {
	case day == "" || start == "" || end == "":
		return "told"
	case end < day:
		return "last"
	case start > day:
		return "next"
	}
	return "now"
}

var length = regexp.MustCompile(`^PT?(\d{1,3})([DWMYH])$`)

// back returns the first day of a length of time that ends today, as "the past
// two weeks", "" where it is none.
func back(value, text, day string) string {
	m := length.FindStringSubmatch(value)
	d, err := time.Parse(time.DateOnly, day)
	if m == nil || err != nil || !strings.Contains(text, "past") && !strings.Contains(text, "last") {
		return ""
	}
	n, _ := strconv.Atoi(m[1])
	switch m[2] {
	case "H":
		d = d.AddDate(0, 0, -(n+23)/24)
	case "D":
		d = d.AddDate(0, 0, -n)
	case "W":
		d = d.AddDate(0, 0, -7*n)
	case "M":
		d = d.AddDate(0, -n, 0)
	case "Y":
		d = d.AddDate(-n, 0, 0)
	}
	return d.Format(time.DateOnly)
}

// turned returns the days of a bare weekday on the other side of the day of
// publication, and of a day or month without its year that is still to come
// those of the year before, "" for none.
func turned(start, end, text, day string) (string, string) {
	a, err := time.Parse(time.DateOnly, start)
	b, bad := time.Parse(time.DateOnly, end)
	if err != nil || bad != nil || day == "" || start <= day && day <= end {
		return "", ""
	}
	sign := 1
	if start > day {
		sign = -1
	}
	switch {
	case fixed.MatchString(text):
		return "", ""
	case start == end && ofWeek.MatchString(text):
		a, b = a.AddDate(0, 0, 7*sign), b.AddDate(0, 0, 7*sign)
	case sign < 0 && ofYear.MatchString(text):
		a, b = a.AddDate(-1, 0, 0), b.AddDate(-1, 0, 0)
	default:
		return "", ""
	}
	return a.Format(time.DateOnly), b.Format(time.DateOnly)
}

// Words of a time that may be taken otherwise, and of one that may not.
var (
	fixed  = regexp.MustCompile(`\b(last|next|\d{4})\b`)
	ofWeek = regexp.MustCompile(`^\D*\b(mon|tues|wednes|thurs|fri|satur|sun)day\b\D*$`)
	ofYear = regexp.MustCompile(`\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)`)
)

// tail matches the last day of a stretch after its first: "-16", " to 16", and " and 5"
// where no number of something follows.
var tail = regexp.MustCompile(`^(?: ?[-–—] ?| to )(\d{1,2})\b|^ and (\d{1,2})(?:[,.;]|$| (?:in|for|at|to|with|by|as|and|on|after|before|during)\b)`)

func endsInDigit(s string) bool { return s != "" && s[len(s)-1] >= '0' && s[len(s)-1] <= '9' }

// joints part the two ends of a stretch.
var joints = []string{"-", "–", "—", "and", "or", "to", "through", "until", "and on"}

// through returns the last day of a stretch that begins with time k, and where
// its words end: "Aug. 14-16", "Monday and Tuesday".
func (f *finder) through(k int) (string, int) {
	t := &f.doc.Times[k]
	rest := f.doc.Text[t.Span.End:]
	if m := tail.FindStringSubmatch(rest); m != nil && endsInDigit(f.doc.Slice(t.Span)) && len(t.Start) == len(time.DateOnly) {
		last := m[1] + m[2]
		n, _ := strconv.Atoi(last)
		end := t.Span.End + strings.Index(rest, last) + len(last)
		switch {
		case t.Start == t.End:
			d, err := time.Parse(time.DateOnly, fmt.Sprintf("%s%02d", t.Start[:8], n))
			if err == nil {
				return d.Format(time.DateOnly), end
			}
		case t.Start[4:] == "-01-01" && t.End == t.Start[:4]+"-12-31" && len(last) == 2:
			return t.Start[:2] + last + "-12-31", end
		}
		return "", 0
	}
	if k+1 == len(f.doc.Times) {
		return "", 0
	}
	o := &f.doc.Times[k+1]
	if o.Span.Start < t.Span.End || !f.dates(o) || !slices.Contains(joints, strings.TrimSpace(f.doc.Text[t.Span.End:o.Span.Start])) {
		return "", 0
	}
	return o.End, o.Span.End
}
