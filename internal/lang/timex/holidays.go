package timex

import "time"

// holiday matches a feast with a fixed or reckoned day: "Christmas Eve",
// "New Year's Day", "last Thanksgiving".
func (p *parser) holiday(i int) *match {
	k := i
	if p.is(k, "last", "this", "next") {
		k++
	}
	if !p.capital(k) || !p.known {
		return nil
	}
	last := k
	var on func(int) time.Time
	switch {
	case p.is(k, "christmas"):
		d := 25
		if p.is(k+1, "eve") {
			d = 24
		}
		on = func(y int) time.Time { return ymd(y, 12, d) }
		if p.is(k+1, "eve", "day") {
			last++
		}
	case p.is(k, "new") && p.is(k+1, "year") && p.is(k+2, "'s", "’s") && p.is(k+3, "eve", "day"):
		m, d := 1, 1
		if p.is(k+3, "eve") {
			m, d = 12, 31
		}
		on, last = func(y int) time.Time { return ymd(y, m, d) }, k+3
	case p.is(k, "thanksgiving"):
		on = func(y int) time.Time { return nth(y, 11, time.Thursday, 4) }
		if p.is(k+1, "day") {
			last++
		}
	default:
		return nil
	}
	t := on(p.dct.Year())
	if t.After(p.dct) && p.tenseAt(i, last) != future && !p.is(i, "next", "this") {
		t = on(p.dct.Year() - 1)
	}
	return p.date(i, last, point{unit: day, t: t}, "")
}

// nth returns the n-th such weekday of a month.
func nth(y, m int, wd time.Weekday, n int) time.Time {
	t := ymd(y, m, 1)
	return t.AddDate(0, 0, (int(wd)-int(t.Weekday())+7)%7+7*(n-1))
}
