package timex

import (
	"strings"
	"time"

	"readout/internal/lang"
)

// relative matches "last week", "earlier this month", "the following year",
// "next summer", "last April", "the weekend", "the end of the year".
func (p *parser) relative(i int) *match {
	part, n := p.part(i)
	k := i + n
	if p.is(i, "the") && n == 1 {
		k, part = i, ""
	}
	the := false
	if p.is(k, "the") {
		the = true
		k++
	}
	dir := ""
	if p.is(k, "last", "next", "this", "past", "coming", "previous", "following", "same", "that", "current", "latest", "preceding") {
		dir = p.w(k)
		k++
		if p.is(k, "coming", "past", "same") {
			dir = p.w(k)
			k++
		}
	}
	if dir == "" && !the {
		return nil
	}
	if p.is(k, "fiscal", "calendar", "full") && p.is(k+1, "year", "quarter") {
		k++
	}
	w := p.w(k)
	if m := months[w]; m > 0 && dir != "" && p.capital(k) && p.dayAt(k+1) == 0 {
		return p.dirMonth(i, k, m, dir, part)
	}
	if m := seasons[w]; m > 0 && (dir != "" || part != "" || the && p.is(i-1, "in", "during", "of", "for", "over", "into", "by")) {
		return p.seasonNear(i, k, m, dir, part)
	}
	if s := dayparts[w]; the && s != "" && s[1] > '9' && p.anchored(day) && (dir == "next" || dir == "following" || dir == "same") {
		pt := point{unit: day, t: p.anchor, suffix: s}
		if dir != "same" {
			pt = pt.shift(1)
		}
		return p.date(i, k, pt, "")
	}
	u, ok := units[w]
	if !ok || plural(w) || u < day || w == "night" || p.capital(k) && p.is(k-1, "this") {
		return nil // "This Week" is a broadcast
	}
	if dir == "" && !p.bareUnit(k, u, part) {
		return nil
	}
	if u == year && dir == "" && p.is(k+1, "ended", "ending") {
		return p.span(i, k, u)
	}
	if !p.known {
		return &match{first: i, last: k, typ: "DATE"}
	}
	return p.dirUnit(i, k, u, dir, part)
}

// bareUnit reports whether "the year", "the weekend" at k stands for a date.
func (p *parser) bareUnit(k int, u unit, part string) bool {
	if p.is(k+1, "of", "-", "before", "after", "when", "that") && u != weekend {
		return false
	}
	switch u {
	case weekend, quarter, year:
		return true
	case month, week, decade, century:
		return part != "" || u == week
	}
	return false
}

// dirUnit resolves a unit against the day of publication, or against the
// last date named for "that", "same" and "following".
func (p *parser) dirUnit(i, k int, u unit, dir, part string) *match {
	now := p.dct
	if p.anchored(u) && (dir == "that" || dir == "same" || dir == "following" || dir == "previous" || dir == "preceding" || dir == "next" && p.is(i, "the") && u == day) {
		now = p.anchor
	}
	p1 := at(u, now)
	switch dir {
	case "last", "previous", "preceding":
		if p.seq(i, "the", "last") && u < decade && u != quarter && u != weekend {
			return p.span(i, k, u)
		}
		p1 = p1.shift(-1)
	case "past":
		if u == weekend {
			break
		}
		return p.span(i, k, u)
	case "next", "coming", "following":
		p1 = p1.shift(1)
	case "latest":
		if u == quarter {
			p1 = p.lastQuarter()
		}
	case "":
		if u == quarter {
			p1 = p.lastQuarter()
		}
	}
	if u == weekend && (dir == "" || dir == "past" || dir == "last" || dir == "this") {
		p1 = p.weekendNear(i, k)
		if dir == "last" && !p1.t.AddDate(0, 0, 1).Before(p.dct) {
			p1 = p1.shift(-1)
		}
	}
	return p.date(i, k, p1, part)
}

// span is a length of time up to now, such as "the past year".
func (p *parser) span(i, k int, u unit) *match {
	return &match{first: i, last: k, typ: "DURATION", value: length(count{n: 1}, u)}
}

// weekendNear is the weekend that now is in, or that the tense points to.
func (p *parser) weekendNear(i, k int) point {
	w := at(weekend, p.dct)
	if mondays(p.dct) < 5 && p.tenseAt(i, k) != future {
		w = w.shift(-1)
	}
	return w
}

func (p *parser) dirMonth(i, k, m int, dir, part string) *match {
	if !p.known {
		return &match{first: i, last: k, typ: "DATE", value: "XXXX-" + pad(m)}
	}
	pt := point{unit: month, t: ymd(p.dct.Year(), m, 1)}
	now := int(p.dct.Month())
	switch dir {
	case "last", "past", "previous":
		if m >= now-1 {
			pt.t = ymd(p.dct.Year()-1, m, 1)
		}
	case "next", "coming":
		if m <= now {
			pt.t = ymd(p.dct.Year()+1, m, 1)
		}
	case "that":
		if p.has {
			pt.t = ymd(p.anchor.Year(), m, 1)
		}
	}
	return p.date(i, k, pt, part)
}

func (p *parser) seasonNear(i, k, m int, dir, part string) *match {
	if y, last := p.yearAfter(k + 1); y > 0 {
		return p.date(i, last, point{unit: season, t: ymd(y, m, 1)}, part)
	}
	if !p.known || p.capital(k) {
		return nil
	}
	pt := point{unit: season, t: ymd(p.dct.Year(), m, 1)}
	tense := p.tenseAt(i, k)
	switch {
	case dir == "last" || dir == "past":
		for !pt.shift(1).t.Before(p.dct) {
			pt.t = pt.t.AddDate(-1, 0, 0)
		}
	case dir == "next" || dir == "coming":
		if !pt.t.After(p.dct) {
			pt.t = pt.t.AddDate(1, 0, 0)
		}
	case m == 12 && p.dct.Month() < 6, pt.t.After(p.dct) && tense == past:
		pt.t = pt.t.AddDate(-1, 0, 0)
	}
	return p.date(i, k, pt, part)
}

// findQuarter finds the quarter that an earnings report is on: the one that
// the text names most, fiscal ones aside, as the latest before publication.
func (p *parser) findQuarter() {
	if !p.known {
		return
	}
	var seen [5]int
	toks := p.doc.Tokens
	for i, t := range toks {
		if strings.ToLower(t.Form) != "quarter" || i < 3 {
			continue
		}
		if m := endMonth(toks[i+1:]); m > 0 {
			seen[(m+2)/3]++
			continue
		}
		j := i - 1
		if toks[j].Form == "-" {
			j--
		}
		n := ordinals[strings.ToLower(toks[j].Form)]
		if n >= 1 && n <= 4 && strings.ToLower(toks[j-1].Form) != "fiscal" {
			seen[n]++
		}
	}
	if p.ninth() {
		seen[3] += 5
	}
	best := 0
	for n := 1; n <= 4; n++ {
		if seen[n] > seen[best] {
			best = n
		}
	}
	if best > 0 {
		p.quarter, p.earn = p.quarterNear(best).t, true
	}
}

// ninth reports whether a report of October or November tells of nine months.
func (p *parser) ninth() bool {
	if m := p.dct.Month(); m != time.October && m != time.November {
		return false
	}
	toks := p.doc.Tokens
	for i := 1; i < len(toks); i++ {
		if toks[i].Form == "months" && strings.EqualFold(toks[i-1].Form, "nine") {
			return true
		}
	}
	return false
}

// endMonth returns the month in "ended Sept. 30" at the start of toks.
func endMonth(toks []lang.Token) int {
	if len(toks) < 2 || toks[0].Form != "ended" {
		return 0
	}
	return months[strings.ToLower(strings.TrimSuffix(toks[1].Form, "."))]
}

// quarterNear is the latest n-th quarter that is over or runs.
func (p *parser) quarterNear(n int) point {
	q := point{unit: quarter, t: ymd(p.dct.Year(), 3*n-2, 1)}
	if q.t.After(p.dct) {
		q.t = q.t.AddDate(-1, 0, 0)
	}
	return q
}

// lastQuarter is the quarter that the report is on, or the last that is over.
func (p *parser) lastQuarter() point {
	if p.earn {
		return point{unit: quarter, t: p.quarter}
	}
	return at(quarter, p.dct).shift(-1)
}

// quarters matches "third-quarter", "the fiscal first quarter", "the first
// half of 1990", "next year's first quarter".
func (p *parser) quarters(i int) *match {
	k, yr := i, 0
	the := p.is(k, "the")
	if the {
		k++
	}
	if p.is(k, "this", "last", "next") && p.is(k+1, "year") && p.is(k+2, "'s", "’s") && p.known {
		yr = p.dct.Year() + yearShift[p.w(k)]
		k += 3
	} else if y := p.yearAt(k); y > 0 {
		yr = y
		k++
	}
	back := 0
	if p.is(k, "year") && p.is(k+1, "-") && p.is(k+2, "ago", "earlier") {
		back = 1
		k += 3
	}
	if p.is(k, "fiscal") {
		k++
		if p.is(k, "-") {
			k++
		}
	}
	n := ordinals[p.w(k)]
	if p.is(k, "last", "latter") {
		n = 2
	}
	if n == 0 && back == 1 && p.is(k, "quarter", "period") && p.known {
		return p.date(i, k, p.lastQuarter().shift(-4), "")
	}
	if n == 0 && the && p.earn && p.is(k, "latest") && p.is(k+1, "period") {
		return p.date(i, k+1, p.lastQuarter(), "")
	}
	if n == 0 && yr > 0 && p.is(k, "quarter", "period") && p.earn {
		return p.date(i, k, point{unit: quarter, t: ymd(yr, int(p.quarter.Month()), 1)}, "")
	}
	if n == 0 || n > 4 || !p.known {
		return nil
	}
	k++
	if p.is(k, "-") {
		if the && p.is(k+1, "quarter") && !p.is(k-2, "fiscal") {
			return nil
		}
		k++
	}
	var pt point
	switch {
	case p.is(k, "quarter"):
		pt = p.quarterNear(n)
		if p.tenseAt(i, k) == future && pt.shift(2).t.Before(p.dct) {
			pt = pt.shift(4)
		}
	case p.is(k, "half") && n < 3 && p.is(k+1, "of"):
		pt = point{unit: half, t: ymd(p.dct.Year(), 6*n-5, 1)}
	default:
		return nil
	}
	last := k
	switch {
	case p.is(k+1, "of") && p.yearAt(k+2) > 0:
		yr, last = p.yearAt(k+2), k+2
	case p.is(k+1, "of") && p.is(k+2, "this", "last", "next", "the") && p.is(k+3, "year"):
		yr, last = p.dct.Year()+yearShift[p.w(k+2)], k+3
	case pt.unit == half:
		return nil
	}
	if yr > 0 {
		pt.t = ymd(yr, int(pt.t.Month()), 1)
	}
	return p.date(i, last, pt.shift(-4*back), "")
}

// era matches centuries and seasons of a year.
func (p *parser) era(i int) *match {
	k := i
	if p.is(k, "the") {
		k++
	}
	part, n := p.part(k)
	k += n
	if c := ordinal(p.w(k)); c > 0 && c < 23 && p.is(k+1, "century") {
		return p.date(i, k+1, point{unit: century, t: ymd((c-1)*100, 1, 1)}, part)
	}
	if m := seasons[p.w(k)]; m > 0 {
		if y, last := p.yearAfter(k + 1); y > 0 {
			return p.date(i, last, point{unit: season, t: ymd(y, m, 1)}, part)
		}
	}
	return nil
}
