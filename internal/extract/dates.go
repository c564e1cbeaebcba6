package extract

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// localTime is how a time without a zone is written.
const localTime = "2006-01-02T15:04:05"

// layouts with a zone, then without.
var (
	zoned = [...]string{time.RFC3339, "2006-01-02T15:04:05.999Z0700", "2006-01-02T15:04Z07:00", "2006-01-02T15:04Z0700",
		"2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05 -0700", "2006-01-02 15:04:05 -07:00", "2006-01-02 15:04:05-0700", time.RFC1123Z, time.RFC1123,
		"Mon, 2 Jan 2006 15:04:05 -0700", "Mon, 2 Jan 2006 15:04:05 MST", "Mon Jan 02 15:04:05 MST 2006", "Mon Jan 02 2006 15:04:05 GMT-0700"}
	bare = [...]string{"2006-01-02T15:04:05.999", "2006-01-02T15:04", "2006-01-02 15:04:05", "2006-01-02 15:04", "2006/01/02 15:04:05", "2006/01/02 15:04"}
)

var months = [...][]string{
	{"jan", "янв"}, {"feb", "фев", "fév"}, {"mar", "мар", "mär"}, {"apr", "апр", "avr"}, {"may", "мая", "май", "mai"}, {"jun", "июн", "juin"},
	{"jul", "июл", "juil"}, {"aug", "авг", "août", "ago"}, {"sep", "сен"}, {"oct", "окт", "okt"}, {"nov", "ноя"}, {"dec", "дек", "dez", "déc", "dic"},
}

var (
	isoDay  = regexp.MustCompile(`(?:^|\D)((?:19|20)\d\d)[-/.](\d{1,2})[-/.](\d{1,2})(?:\D|$)`)
	compact = regexp.MustCompile(`(?:^|\D)((?:19|20)\d\d)(\d\d)(\d\d)(?:T|\D|$)`)
	monDay  = regexp.MustCompile(`(?i)(\pL{3,10})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+((?:19|20)\d\d)`)
	dayMon  = regexp.MustCompile(`(?i)(\d{1,2})(?:st|nd|rd|th|\.)?\s+(?:de\s+)?(\pL{3,10})\.?,?\s+(?:de\s+)?((?:19|20)\d\d)`)
	dotted  = regexp.MustCompile(`(?:^|\D)(\d{1,2})\.(\d{1,2})\.((?:19|20)\d\d)(?:\D|$)`)
	urlDay  = regexp.MustCompile(`/((?:19|20)\d\d)[/-](\d{1,2}|[a-z]{3})[/-](\d{1,2})(?:[/-]|$)`)
)

// date reads a date as pages have it: an RFC 3339 instant where a zone is
// given, else a local time without one, or a day; "" when there is none.
func date(s string) string {
	s = squeeze(s)
	if s == "" || len(s) > 200 {
		return ""
	}
	for _, l := range zoned {
		if t, err := time.ParseInLocation(l, s, time.UTC); err == nil && t.Year() > 1900 {
			return inZone(t)
		}
	}
	for _, l := range bare {
		if t, err := time.Parse(l, s); err == nil && t.Year() > 1900 {
			return t.Format(localTime)
		}
	}
	return day(s)
}

// zones are those that mail and feeds name rather than number (RFC 5322,
// section 4.3), in hours.
var zones = map[string]int{"UTC": 0, "GMT": 0, "UT": 0, "Z": 0, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
	"CET": 1, "CEST": 2, "MEZ": 1, "MESZ": 2, "EET": 2, "EEST": 3, "MSK": 3}

// inZone writes an instant. The package time takes a zone that it knows only
// by name to be UTC; one that the table does not know either leaves a local time.
func inZone(t time.Time) string {
	name, offset := t.Zone()
	if hours, ok := zones[name]; ok && offset == 0 && hours != 0 {
		t = time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, time.FixedZone(name, hours*3600))
	} else if !ok && offset == 0 && name != "" {
		return t.Format(localTime)
	}
	return t.Format(time.RFC3339)
}

// day finds a day in a text.
func day(s string) string {
	for _, re := range []*regexp.Regexp{isoDay, compact} {
		if m := re.FindStringSubmatch(s); m != nil {
			if d := ymd(m[1], m[2], m[3]); d != "" {
				return d
			}
		}
	}
	for _, m := range monDay.FindAllStringSubmatch(s, 4) {
		if d := ymd(m[3], monthOf(m[1]), m[2]); d != "" {
			return d
		}
	}
	for _, m := range dayMon.FindAllStringSubmatch(s, 4) {
		if d := ymd(m[3], monthOf(m[2]), m[1]); d != "" {
			return d
		}
	}
	if m := dotted.FindStringSubmatch(s); m != nil {
		return ymd(m[3], m[2], m[1])
	}
	return ""
}

// monthOf is the number of a month's name, "" for another word.
func monthOf(name string) string {
	name = strings.ToLower(name)
	for i, heads := range months {
		for _, h := range heads {
			if strings.HasPrefix(name, h) {
				return strconv.Itoa(i + 1)
			}
		}
	}
	return ""
}

// ymd puts a day together, "" if the calendar has no such day.
func ymd(y, m, d string) string {
	if m == "" {
		return ""
	}
	yy, _ := strconv.Atoi(y)
	mm, _ := strconv.Atoi(m)
	dd, _ := strconv.Atoi(d)
	t := time.Date(yy, time.Month(mm), dd, 0, 0, 0, 0, time.UTC)
	if t.Year() != yy || int(t.Month()) != mm || t.Day() != dd {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", yy, mm, dd)
}

// dateInURL is the day that a URL's path spells.
func dateInURL(address *string) string {
	if address == nil {
		return ""
	}
	m := urlDay.FindStringSubmatch(strings.ToLower(*address))
	if m == nil {
		return ""
	}
	if month := monthOf(m[2]); month != "" {
		return ymd(m[1], month, m[3])
	}
	return ymd(m[1], m[2], m[3])
}
