package export

import (
	"net/url"
	"strings"
	"time"

	"readout/internal/merge"
)

// instant is when something was published, RFC 3339 in UTC: of a bare day its
// first moment, of what is no time "".
func instant(published string) string {
	t, ok := parseTime(published)
	if !ok {
		return ""
	}
	return t.Format(time.RFC3339)
}

func parseTime(s string) (time.Time, bool) {
	for _, form := range []string{time.RFC3339, "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05", "2006-01-02T15:04", time.DateOnly} {
		if t, err := time.Parse(form, s); err == nil && t.Year() > 0 {
			return t.UTC(), true
		}
	}
	return time.Time{}, false
}

// known is when a fact was first and last told.
func known(r *row) (first, last string) {
	for _, rep := range r.reports() {
		at := instant(rep.Published)
		if at == "" {
			continue
		}
		if first == "" {
			first = at
		}
		last = at
	}
	if s := support(r.entry); s != nil && first == "" {
		first, last = instant(s.First), instant(s.Last)
	}
	return first, last
}

// day is the day on which an event happened; where it is not told, that of the
// first report of it.
func day(e *merge.Event) string {
	for _, d := range []string{e.Start, e.End, e.First} {
		if d != "" {
			return d
		}
	}
	return ""
}

// digits is an instant or a day as YYYYMMDDHHMMSS or a part of it.
func digits(s, form string) any {
	t, ok := parseTime(s)
	if !ok {
		return nil
	}
	return t.Format(form)
}

// webAddress is an address of the web, "" for another: a feed or page must not
// carry a script.
func webAddress(s string) string {
	u, err := url.Parse(strings.TrimSpace(s))
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	return u.String()
}
