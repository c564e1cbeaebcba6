package draw

import (
	"slices"
	"time"
)

// A Period is a stretch of days in a chart: a day, a week, a month or a year.
type Period struct {
	From, To time.Time // first and last day
	Name     string
}

// mostPeriods is how many periods a chart has room for.
const mostPeriods = 62

// Periods parts the time between two days, both in it, into periods of one
// length, the shortest of which there are not too many.
func Periods(from, to time.Time) []Period {
	if to.Before(from) {
		return nil
	}
	for _, step := range steps {
		if daysBetween(from, to)/step.days > mostPeriods {
			continue
		}
		var out []Period
		for at := step.begin(from); !at.After(to); at = step.next(at) {
			out = append(out, period(at, step.next(at).AddDate(0, 0, -1), step.first, step.last))
		}
		return out
	}
	return []Period{{from, to, "all"}}
}

// daysBetween is the days between two; more than 292 years are not a
// time.Duration.
func daysBetween(from, to time.Time) float64 { return float64(to.Unix()-from.Unix()) / 86400 }

// period names a period by its first day and, where it has a form, its last.
func period(from, to time.Time, first, last string) Period {
	p := Period{from, to, from.Format(first)}
	if last != "" {
		p.Name += " – " + to.Format(last)
	}
	return p
}

// steps are the lengths of periods, and how their first and last days are
// written.
var steps = []struct {
	days  float64
	first string
	last  string
	begin func(time.Time) time.Time
	next  func(time.Time) time.Time
}{
	{1, "2 Jan 2006", "", func(t time.Time) time.Time { return t }, add(0, 0, 1)},
	{7, "2 Jan", "2 Jan 2006", func(t time.Time) time.Time { return t.AddDate(0, 0, -(int(t.Weekday())+6)%7) }, add(0, 0, 7)},
	{30.4, "Jan 2006", "", func(t time.Time) time.Time { return first(t.Year(), t.Month()) }, add(0, 1, 0)},
	{91.3, "Jan", "Jan 2006", func(t time.Time) time.Time { return first(t.Year(), (t.Month()-1)/3*3+1) }, add(0, 3, 0)},
	{365.2, "2006", "", func(t time.Time) time.Time { return first(t.Year(), 1) }, add(1, 0, 0)},
	{3652.4, "2006", "2006", func(t time.Time) time.Time { return first(t.Year()/10*10, 1) }, add(10, 0, 0)},
}

func add(years, months, days int) func(time.Time) time.Time {
	return func(t time.Time) time.Time { return t.AddDate(years, months, days) }
}

func first(year int, month time.Month) time.Time {
	return time.Date(year, month, 1, 0, 0, 0, 0, time.UTC)
}

// PeriodOf is the number of the period that a day is in, false for none.
func PeriodOf(list []Period, day time.Time) (int, bool) {
	return slices.BinarySearchFunc(list, day, func(p Period, day time.Time) int {
		switch {
		case p.To.Before(day):
			return -1
		case p.From.After(day):
			return 1
		}
		return 0
	})
}

// An axis is days along the sheet.
type axis struct {
	from, to time.Time
	x, w     float64
}

func (a axis) at(day time.Time) float64 {
	return a.x + a.w*daysBetween(a.from, day)/max(daysBetween(a.from, a.to), 1)
}

// A tick is a day named on an axis.
type tick struct {
	at   time.Time
	name string
}

// marks are how the days on an axis may be told apart, the closest first.
var marks = []struct {
	name                string
	years, months, days int
}{
	{"2 Jan 2006", 0, 0, 1}, {"2 Jan 2006", 0, 0, 2}, {"2 Jan 2006", 0, 0, 7}, {"2 Jan 2006", 0, 0, 14},
	{"Jan 2006", 0, 1, 0}, {"Jan 2006", 0, 2, 0}, {"Jan 2006", 0, 3, 0}, {"Jan 2006", 0, 6, 0},
	{"2006", 1, 0, 0}, {"2006", 2, 0, 0}, {"2006", 5, 0, 0}, {"2006", 10, 0, 0}, {"2006", 20, 0, 0}, {"2006", 50, 0, 0},
	{"2006", 100, 0, 0}, {"2006", 500, 0, 0}, {"2006", 2000, 0, 0},
}

// ticks are the days that an axis has room to name.
func (a axis) ticks() []tick {
	most := a.w / 90
	days := daysBetween(a.from, a.to)
	for _, m := range marks {
		if days/(float64(m.days)+30.4*float64(m.months)+365.2*float64(m.years)) > most {
			continue
		}
		at := a.from
		switch {
		case m.months > 0:
			at = first(at.Year(), (at.Month()-1)/time.Month(m.months)*time.Month(m.months)+1)
		case m.years > 0:
			at = first(at.Year()/m.years*m.years, 1)
		}
		var out []tick
		for ; !at.After(a.to); at = at.AddDate(m.years, m.months, m.days) {
			if !at.Before(a.from) {
				out = append(out, tick{at, at.Format(m.name)})
			}
		}
		if len(out) == 0 {
			out = []tick{{a.from, a.from.Format("2 Jan 2006")}}
		}
		return out
	}
	return nil
}

// draw draws the axis under what stands above y, with hairlines up to top.
func (a axis) draw(s *sheet, top, y float64) {
	s.line("axis", a.x, y, a.x+a.w, y)
	for _, t := range a.ticks() {
		x := a.at(t.at)
		s.line("hair", x, top, x, y+4)
		anchor := "middle"
		if half := width(t.name, 11) / 2; x-half < 0 {
			anchor = "start"
		} else if x+half > a.x+a.w+8 {
			anchor = "end"
		}
		s.text("tick", x, y+17, anchor, t.name)
	}
}
