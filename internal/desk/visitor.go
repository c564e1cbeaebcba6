package desk

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A visitor is what the cookies say of who looks.
type visitor struct {
	Theme string    // light or dark, "" for what the browser asks for
	Zone  string    // an IANA name, "UTC", "" for that of the browser, or "original" for none
	Name  string    // signs corrections
	Since time.Time // when the reader looked the time before; zero on the first visit
	last  time.Time // when the reader looked last: what came up to then was shown

	LoggedIn bool // there is a session to be ended
}

var themes = []string{"", "light", "dark"}

// visitorOf reads the cookies of a request; what is not understood is as if
// not there.
func visitorOf(r *http.Request) visitor {
	get := func(name string) string {
		c, err := r.Cookie(name)
		if err != nil {
			return ""
		}
		v, err := url.QueryUnescape(c.Value)
		if err != nil {
			return ""
		}
		return v
	}
	out := visitor{Theme: get("theme"), Zone: get("zone"), Name: get("name")}
	if !slices.Contains(themes, out.Theme) {
		out.Theme = ""
	}
	if !isZone(out.Zone) {
		out.Zone = ""
	}
	out.LoggedIn = get("readout") != "" || get("__Host-readout") != ""
	before, last, _ := strings.Cut(get("looked"), " ")
	out.Since, out.last = instant(before), instant(last)
	return out
}

// isZone says that a value may be the name of a time zone; whether there is
// such a zone the browser knows.
func isZone(s string) bool {
	return len(s) <= 64 && strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/") == ""
}

// instant reads seconds since 1970, zero where it cannot.
func instant(s string) time.Time {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n <= 0 || n > 1<<33 {
		return time.Time{}
	}
	return time.Unix(n, 0).UTC()
}

// apart is how long a reader is away before looking again is another visit.
const apart = 30 * time.Minute

// look is the visitor after a look at some time, which shows what came up to
// seen: it starts a new visit when the last look is long ago.
func (v visitor) look(now, seen time.Time) visitor {
	if !v.last.IsZero() && now.Sub(v.last) > apart {
		v.Since = v.last
	}
	if seen.After(v.last) {
		v.last = seen
	}
	return v
}

// cookie notes when the reader looked.
func (v visitor) cookie() *http.Cookie { return keep("looked", seconds(v.Since)+" "+seconds(v.last)) }

func seconds(t time.Time) string {
	if t.IsZero() {
		return "0"
	}
	return strconv.FormatInt(t.Unix(), 10)
}

// keep is a cookie that stays for a year.
func keep(name, value string) *http.Cookie {
	return &http.Cookie{Name: name, Value: url.QueryEscape(value), Path: "/", MaxAge: 365 * 24 * 3600, HttpOnly: true, SameSite: http.SameSiteLaxMode}
}
