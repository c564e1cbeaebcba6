package timex

import (
	"fmt"
	"time"
)

// A unit is a length of calendar time.
type unit int

const (
	second unit = iota
	minute
	hour
	day
	week
	weekend
	month
	quarter
	half
	season
	year
	decade
	century
)

// A point is a day, or a longer stretch of the calendar, by its first day.
type point struct {
	unit   unit
	t      time.Time
	suffix string // "TMO", "T10:30" ... on a day
}

const iso = "2006-01-02"

func ymd(y, m, d int) time.Time { return time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC) }

// at returns the stretch of length u that holds day t.
func at(u unit, t time.Time) point {
	y, m := t.Year(), int(t.Month())
	switch u {
	case week:
		t = t.AddDate(0, 0, -mondays(t))
	case weekend:
		t = t.AddDate(0, 0, 5-mondays(t))
	case month:
		t = ymd(y, m, 1)
	case quarter:
		t = ymd(y, (m-1)/3*3+1, 1)
	case half:
		t = ymd(y, (m-1)/6*6+1, 1)
	case season:
		t = ymd(y, m/3*3, 1) // December opens the winter; January is in that of month 0
	case year:
		t = ymd(y, 1, 1)
	case decade:
		t = ymd(y/10*10, 1, 1)
	case century:
		t = ymd(y/100*100, 1, 1)
	}
	return point{unit: u, t: t}
}

// mondays returns how many days t is past its Monday.
func mondays(t time.Time) int { return (int(t.Weekday()) + 6) % 7 }

// shift moves p by n of its units.
func (p point) shift(n int) point {
	switch p.unit {
	case day:
		p.t = p.t.AddDate(0, 0, n)
	case week, weekend:
		p.t = p.t.AddDate(0, 0, 7*n)
	case month:
		p.t = p.t.AddDate(0, n, 0)
	case quarter, season:
		p.t = p.t.AddDate(0, 3*n, 0)
	case half:
		p.t = p.t.AddDate(0, 6*n, 0)
	case year:
		p.t = p.t.AddDate(n, 0, 0)
	case decade:
		p.t = p.t.AddDate(10*n, 0, 0)
	case century:
		p.t = p.t.AddDate(100*n, 0, 0)
	}
	return p
}

// value returns the TIMEX3 value of p.
func (p point) value() string {
	y, m := p.t.Year(), int(p.t.Month())
	switch p.unit {
	case week, weekend:
		wy, w := p.t.ISOWeek()
		s := fmt.Sprintf("%04d-W%02d", wy, w)
		if p.unit == weekend {
			s += "-WE"
		}
		return s
	case month:
		return fmt.Sprintf("%04d-%02d", y, m)
	case quarter:
		return fmt.Sprintf("%04d-Q%d", y, (m+2)/3)
	case half:
		return fmt.Sprintf("%04d-H%d", y, (m+5)/6)
	case season:
		return fmt.Sprintf("%04d-%s", y, map[int]string{3: "SP", 6: "SU", 9: "FA", 12: "WI"}[m])
	case year:
		return fmt.Sprintf("%04d", y)
	case decade:
		return fmt.Sprintf("%03d", y/10)
	case century:
		return fmt.Sprintf("%02d", y/100)
	}
	return p.t.Format(iso) + p.suffix
}

// days returns the first and the last day of p.
func (p point) days() (string, string) {
	end := p.shift(1).t
	if p.unit == weekend {
		end = p.t.AddDate(0, 0, 2)
	}
	if p.unit < day {
		return "", ""
	}
	return p.t.Format(iso), end.AddDate(0, 0, -1).Format(iso)
}

// partOf returns the days of p that a word such as "early" or "later" picks.
func (p *parser) partOf(at point, part string) (string, string) {
	if at.unit <= day {
		return "", ""
	}
	first := at.t
	last := at.shift(1).t.AddDate(0, 0, -1)
	days := int(last.Sub(first).Hours()/24) + 1
	head, tail := days/3, days-2*(days/3) // lengths of its early and late part
	switch at.unit {
	case month:
		tail = days - 20
	case year:
		head, tail = 90+days-365, 92
	}
	switch part {
	case "early", "beginning", "start":
		last = first.AddDate(0, 0, head-1)
	case "mid", "middle":
		first, last = first.AddDate(0, 0, head), last.AddDate(0, 0, -tail)
	case "late", "end":
		first = last.AddDate(0, 0, 1-tail)
	case "earlier":
		if p.known && !p.dct.Before(first) && p.dct.Before(last) {
			last = p.dct
		}
	case "later":
		if p.known && !p.dct.Before(first) && p.dct.Before(last) {
			first = p.dct
		}
	default:
		return "", ""
	}
	return first.Format(iso), last.Format(iso)
}
