package timex

import (
	"strings"
	"time"
)

// weekday matches a day of the week with what goes with it: "last Friday",
// "Wednesday night", "Friday, Oct. 13" is of calendar.
func (p *parser) weekday(i int) *match {
	part, n := p.part(i)
	k := i + n
	if p.is(i, "the") && n == 1 {
		n, k, part = 0, i, ""
	}
	dir := ""
	if p.is(k, "last", "next", "this", "coming", "previous", "past") || p.is(k, "the") && p.is(k+1, "previous", "following", "next") {
		if p.is(k, "the") {
			k++
		}
		dir = p.w(k)
		k++
		if p.is(k, "coming", "past") {
			dir = p.w(k)
			k++
		}
	}
	wd, ok := weekdays[p.w(k)]
	if !ok || !p.capital(k) || len(p.w(k)) < 4 && !strings.HasSuffix(p.form(k), ".") {
		return nil
	}
	last, suffix := p.daypart(k, part)
	if !p.known {
		return &match{first: i, last: last, typ: "DATE", value: "XXXX-WXX-" + string(rune('1'+wd)) + suffix}
	}
	at := p.weekdayNear(i, last, wd, dir)
	q := last + 1
	if p.is(q, "of") {
		q++
	}
	if n, ok := yearShift[p.w(q)]; ok && dir == "" && p.is(q+1, "week") {
		at, last = point{unit: day, t: p.dct}.shift(7*n+wd-mondays(p.dct)), q+1
	}
	at.suffix = suffix
	return p.date(i, last, at, "")
}

// daypart reads "morning", "night" after the day at k.
func (p *parser) daypart(k int, part string) (int, string) {
	if s := dayparts[p.w(k+1)]; s != "" && s[1] != '1' && s[1] != '2' {
		return k + 1, s
	}
	if p.is(k+1, "late", "early") && dayparts[p.w(k+2)] != "" {
		return k + 2, dayparts[p.w(k+2)]
	}
	return k, ""
}

// weekdayNear picks the day that a weekday stands for.
func (p *parser) weekdayNear(i, last, wd int, dir string) point {
	back := (mondays(p.dct) - wd + 7) % 7 // days back to the nearest such day
	at := point{unit: day, t: p.dct}
	switch dir {
	case "last", "past", "previous":
		if back == 0 {
			back = 7
		}
		return at.shift(-back)
	case "next", "coming", "following":
		if back == 0 {
			return at.shift(7)
		}
		return at.shift(7 - back)
	case "this":
		if p.tenseAt(i, last) == past {
			return at.shift(-back)
		}
		return at.shift((7 - back) % 7)
	}
	if back != 0 && p.tenseAt(i, last) == future {
		return at.shift(7 - back)
	}
	return at.shift(-back)
}

// deictic matches today, yesterday, tonight and such.
func (p *parser) deictic(i int) *match {
	k, part := i, ""
	if p.is(i, "earlier", "later", "late", "early") {
		part, k = p.w(i), i+1
	}
	shift, suffix, last := 0, "", k
	switch {
	case p.is(k, "today") && p.is(k-1, "usa"):
		return nil
	case p.is(k, "today"):
	case p.seq(k, "the", "day", "before", "yesterday"):
		shift, last = -2, k+3
	case p.seq(k, "the", "day", "after", "tomorrow"):
		shift, last = 2, k+3
	case p.is(k, "yesterday"):
		shift = -1
	case p.is(k, "tomorrow"):
		shift = 1
	case p.is(k, "tonight"):
		suffix = "TNI"
	case p.is(k, "overnight") && part == "" && !p.is(k+1, "stay", "bag"):
		return p.night(i, k, p.dct)
	case p.is(k, "last") && p.is(k+1, "night"):
		return p.night(i, k+1, p.dct.AddDate(0, 0, -1))
	case p.is(k, "last") && p.is(k+1, "evening"):
		shift, suffix, last = -1, "TEV", k+1
	case p.is(k, "this") && p.is(k+1, "morning", "afternoon", "evening"):
		suffix, last = dayparts[p.w(k+1)], k+1
	default:
		return nil
	}
	if suffix == "" && last == k {
		last, suffix = p.daypart(k, part)
	}
	if !p.known {
		return &match{first: i, last: last, typ: "DATE"}
	}
	at := point{unit: day, t: p.dct, suffix: suffix}
	return p.date(i, last, at.shift(shift), "")
}

// night matches the night before the day of publication, up to a day.
func (p *parser) night(i, last int, end time.Time) *match {
	m := &match{first: i, last: last, typ: "TIME"}
	if p.known {
		at := point{unit: day, t: p.dct.AddDate(0, 0, -1), suffix: "TNI"}
		m.value, m.start, m.end = at.value(), at.t.Format(iso), end.Format(iso)
	}
	return m
}

// clock matches a time of day, with the day that follows it.
func (p *parser) clock(i int) *match {
	k := i
	if p.is(i, "about", "around", "nearly", "shortly") {
		k++
	}
	var hm string
	switch {
	case p.is(k, "noon", "midnight", "midday"):
		if _, day := weekdays[p.w(k+1)]; !day && !p.is(i-1, "at", "by", "until", "before", "after", "around", "since") {
			return nil
		}
		hm = dayparts[p.w(k)]
	default:
		h, m, ok := hourMinute(p.w(k))
		mer := strings.ReplaceAll(p.w(k+1), ".", "")
		switch {
		case ok && (mer == "am" || mer == "pm"):
			k++
		case ok && strings.Contains(p.w(k), ":"), ok && len(p.w(k)) == 4 && zones[p.w(k+1)]:
			mer = ""
		default:
			return nil
		}
		if mer == "pm" && h < 12 {
			h += 12
		} else if mer == "am" && h == 12 {
			h = 0
		}
		hm = "T" + pad(h) + ":" + pad(m)
	}
	last := k
	if zones[p.w(k+1)] || p.is(k+1, "local") {
		last = k + 1
		if p.is(k+1, "local") && p.is(k+2, "time") {
			last = k + 2
		} else if p.is(k+1, "local") {
			last = k
		}
	}
	next := last + 1
	if p.is(next, ",", "on") {
		next++
	}
	for _, r := range []rule{(*parser).weekday, (*parser).calendar, (*parser).deictic} {
		m := r(p, next)
		if m != nil && m.at != nil && m.at.unit == day {
			at := *m.at
			at.suffix = hm
			if !p.is(last+1, "on") {
				last = m.last
			}
			return p.date(i, last, at, "")
		}
	}
	m := &match{first: i, last: last, typ: "TIME", value: hm}
	if p.anchored(day) && p.known {
		at := point{unit: day, t: p.anchor, suffix: hm}
		m.value = at.value()
		m.start, m.end = at.days()
	} else if p.known {
		m.value = p.dct.Format(iso) + hm
		m.start = p.dct.Format(iso)
		m.end = m.start
	}
	return m
}

// zones close a time of day: "1930 GMT".
var zones = words("est edt gmt et utc pst cet cest bst ist jst kst")

// hourMinute reads "10", "7:15" or "2230".
func hourMinute(w string) (int, int, bool) {
	a, b, two := strings.Cut(w, ":")
	if !two {
		a, b, two = strings.Cut(w, ".")
	}
	if !two && len(w) == 4 {
		a, b, two = w[:2], w[2:], true
	}
	h, m := digits(a), digits(strings.TrimLeft(b, "0"))
	if len(a) > 2 || h > 24 || m > 59 || h == 0 && a != "0" && a != "00" || two && len(b) != 2 {
		return 0, 0, false
	}
	return h, m, true
}
