package timex

import (
	"strconv"
	"strings"
	"time"
)

// part reads a word before a date that picks a part of it, as "early" or
// "the end of", and returns that word and how many tokens it takes.
func (p *parser) part(i int) (string, int) {
	n := 0
	if p.is(i, "the", "about", "around") {
		n = 1
	}
	switch {
	case p.is(i+n, "beginning", "end", "middle", "start") && p.is(i+n+1, "of"):
		return p.w(i + n), n + 2
	case p.is(i+n, "early", "late", "mid", "middle") && p.is(i+n+1, "-"):
		return p.w(i + n), n + 2
	case p.is(i+n, "early", "late", "mid", "earlier", "later"):
		if p.is(i+n+1, "in") {
			return p.w(i + n), n + 2
		}
		return p.w(i + n), n + 1
	case strings.HasPrefix(p.w(i+n), "mid-") && p.low[i+n] != "mid-":
		return "mid", n // the word itself carries it
	}
	return "", 0
}

// monthAt returns the month that token i names.
func (p *parser) monthAt(i int) int {
	w := strings.TrimPrefix(p.w(i), "mid-")
	m := months[w]
	if m == 0 || !p.capital(i) && !strings.HasPrefix(p.w(i), "mid-") {
		return 0
	}
	if len(w) == 3 && w != "may" && !strings.HasSuffix(p.form(i), ".") && digits(p.w(i+1)) == 0 && p.dayAt(i-1) == 0 {
		return 0
	}
	if w == "may" || w == "march" || w == "mar" || w == "jan" || w == "august" {
		if p.ordinary(i) {
			return 0
		}
	}
	return m
}

// ordinary reports whether "May" or "March" at i is likely no month.
func (p *parser) ordinary(i int) bool {
	if p.dayAt(i+1) > 0 || p.yearAt(i+1) > 0 || p.dayAt(i-1) > 0 {
		return false
	}
	if p.toks[i].UPOS == "AUX" || p.toks[i].UPOS == "VERB" {
		return true
	}
	return !p.is(i-1, "in", "since", "last", "next", "this", "of", "early", "late", "mid", "-", "until", "till", "by", "from", "to", "for", "every", "each", "and", "before", "after", "during", "between", "through", "a", "the")
}

// dayAt returns the day of the month that token i writes, or 0.
func (p *parser) dayAt(i int) int {
	w := p.w(i)
	n := 0
	if len(w) <= 2 {
		n = digits(w)
	}
	if n == 0 {
		n = ordinal(w)
	}
	if n > 31 {
		return 0
	}
	return n
}

// yearAt returns the year that token i writes in four figures, or 0.
func (p *parser) yearAt(i int) int {
	w := strings.TrimPrefix(p.w(i), "mid-")
	if len(w) != 4 {
		return 0
	}
	n := digits(w)
	if n < 1000 || n > 2199 {
		return 0
	}
	return n
}

// yearAfter reads a year after a month or a day, over a comma or "of".
func (p *parser) yearAfter(i int) (year, last int) {
	if y := p.yearAt(i); y > 0 {
		return y, i
	}
	if p.is(i, ",", "of") {
		if y := p.yearAt(i + 1); y > 0 {
			return y, i + 1
		}
		if y, n := p.spelledYear(i + 1); y > 0 && p.is(i, "of") {
			return y, i + n
		}
	}
	if y, n := p.spelledYear(i); y > 0 {
		return y, i + n - 1
	}
	return 0, i - 1
}

// spelledYear reads a year in words, as "nineteen ninety-six".
func (p *parser) spelledYear(i int) (int, int) {
	if p.seq(i, "two", "thousand") {
		if n := cardinals[p.w(i+2)]; n > 0 && n < 20 {
			return 2000 + n, 3
		}
		return 2000, 2
	}
	head := cardinals[p.w(i)]
	if head != 18 && head != 19 && head != 20 {
		return 0, 0
	}
	c, n := p.spelled(i + 1)
	if n == 0 || c.n < 10 || c.n > 99 {
		return 0, 0
	}
	return head*100 + c.n, n + 1
}

// calendar matches a date that names a month or a year.
func (p *parser) calendar(i int) *match {
	part, n := p.part(i)
	k := i + n
	if p.is(k, "the", "next", "last", "this", "past", "coming") && k > i {
		return nil
	}
	if _, ok := weekdays[p.w(k)]; ok && p.capital(k) && n == 0 {
		k++
		if p.is(k, ",") {
			k++
		}
		if p.monthAt(k) == 0 && (p.dayAt(k) == 0 || p.monthAt(k+1) == 0) {
			return nil
		}
	}
	if m := p.monthAt(k); m > 0 {
		return p.fromMonth(i, k, m, part)
	}
	if d := p.dayAt(k); d > 0 {
		q := k + 1
		if p.is(q, "of") {
			q++
		}
		if m := p.monthAt(q); m > 0 && p.dayAt(q+1) == 0 {
			y, last := p.yearAfter(q + 1)
			return p.dayDate(i, last, y, m, d)
		}
	}
	return p.bareYear(i, k, part)
}

func (p *parser) fromMonth(i, k, m int, part string) *match {
	if d := p.dayAt(k + 1); d > 0 {
		if y, last := p.yearAfter(k + 2); y > 0 {
			return p.dayDate(i, last, y, m, d)
		}
		if p.is(k+2, "this", "last", "next") && p.is(k+3, "year") && p.known {
			return p.dayDate(i, k+3, p.dct.Year()+yearShift[p.w(k+2)], m, d)
		}
		return p.dayDate(i, k+1, 0, m, d)
	}
	if y, last := p.yearAfter(k + 1); y > 0 {
		return p.date(i, last, point{unit: month, t: ymd(y, m, 1)}, part)
	}
	if p.is(k+1, "this", "last", "next") && p.is(k+2, "year") && p.known {
		y := p.dct.Year() + yearShift[p.w(k+1)]
		return p.date(i, k+2, point{unit: month, t: ymd(y, m, 1)}, part)
	}
	if !p.known {
		return &match{first: i, last: k, typ: "DATE", value: "XXXX-" + pad(m)}
	}
	return p.date(i, k, p.monthNear(i, k, m), part)
}

var yearShift = map[string]int{"this": 0, "last": -1, "next": 1}

func pad(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}

// monthNear picks the year of a month that is named alone.
func (p *parser) monthNear(i, k, m int) point {
	at := point{unit: month, t: ymd(p.dct.Year(), m, 1)}
	ahead := at.t.After(p.dct)
	switch p.tenseAt(i, k) {
	case future:
		if m < int(p.dct.Month()) || m == int(p.dct.Month()) && p.is(i-1, "by", "until") {
			at.t = ymd(p.dct.Year()+1, m, 1)
		}
	case past:
		if ahead && !(p.is(i-1, "by") && m-int(p.dct.Month()) < 4) {
			at.t = ymd(p.dct.Year()-1, m, 1)
		}
	default:
		if ahead && m-int(p.dct.Month()) > 4 {
			at.t = ymd(p.dct.Year()-1, m, 1)
		} else if ahead && p.is(i-1, "since") {
			at.t = ymd(p.dct.Year()-1, m, 1)
		}
	}
	return at
}

// dayDate matches a day of a month; y is 0 where the text gives no year.
func (p *parser) dayDate(i, last, y, m, d int) *match {
	if y == 0 && !p.known {
		return &match{first: i, last: last, typ: "DATE", value: "XXXX-" + pad(m) + "-" + pad(d)}
	}
	if y != 0 {
		t := ymd(y, m, d)
		if int(t.Month()) != m {
			return nil
		}
		return p.date(i, last, point{unit: day, t: t}, "")
	}
	if m == 9 && d == 11 && p.is(last+1, "attack", "attacks", "hijackers", "hijackings", "terrorist", "terror", "commission") {
		return p.date(i, last, point{unit: day, t: ymd(2001, m, d)}, "")
	}
	if m == 10 && d == 7 && p.dct.Year() > 2023 && p.is(last+1, "attack", "attacks", "massacre", "massacres", "assault", "raid") {
		return p.date(i, last, point{unit: day, t: ymd(2023, m, d)}, "")
	}
	tense := p.tenseAt(i, last)
	best, cost := time.Time{}, 1e9
	for _, y := range []int{p.dct.Year(), p.dct.Year() - 1, p.dct.Year() + 1} {
		t := ymd(y, m, d)
		c := t.Sub(p.dct).Hours() / 24
		switch {
		case c < 0 && tense == future:
			c *= -2.5
		case c < 0:
			c = -c
		case c > 0 && tense == past:
			c *= 2.5
		case c > 0 && tense == unknown:
			c *= 1.2
		}
		if int(t.Month()) == m && c < cost {
			best, cost = t, c
		}
	}
	if cost == 1e9 {
		return nil
	}
	return p.date(i, last, point{unit: day, t: best}, "")
}

// bareYear matches a year, or a decade such as "the 1990s".
func (p *parser) bareYear(i, k int, part string) *match {
	the := k
	if p.is(k, "the") {
		k++
		if p2, n := p.part(k); n > 0 {
			part, k = p2, k+n
		}
	}
	if dec := p.decadeAt(k); dec > 0 {
		last := k
		if p.is(k, "'", "’", "‘") {
			last = k + 1
		}
		if p.is(last+1, "s") {
			last++
		}
		return p.date(i, last, point{unit: decade, t: ymd(dec, 1, 1)}, part)
	}
	if p.seq(k, "year") || p.is(k, "fiscal") {
		k++
	} else if the != k {
		return nil
	}
	if y, n := p.spelledYear(k); y > 0 {
		return p.date(i, k+n-1, point{unit: year, t: ymd(y, 1, 1)}, part)
	}
	y := p.yearAt(k)
	if y == 0 || !p.yearLike(k, y, i != k) {
		return nil
	}
	return p.date(i, k, point{unit: year, t: ymd(y, 1, 1)}, part)
}

func (p *parser) decadeAt(k int) int {
	w := strings.TrimPrefix(p.w(k), "mid-")
	if p.is(k, "'", "’", "‘") {
		w = "19" + p.w(k+1)
		if len(w) == 5 && w[2] < '4' {
			w = "20" + w[2:]
		}
	}
	if len(w) == 5 && strings.HasSuffix(w, "0s") {
		return digits(w[:4])
	}
	for j := k - 1; j >= k-3; j-- {
		if p.is(j, "his", "her", "their", "my", "our", "your", "its") {
			return 0 // an age
		}
	}
	return map[string]int{"sixties": 1960, "seventies": 1970, "eighties": 1980, "nineties": 1990, "fifties": 1950, "forties": 1940, "thirties": 1930, "twenties": 1920}[w]
}

// yearLike reports whether the four figures at k are a year and no amount.
func (p *parser) yearLike(k, y int, marked bool) bool {
	if p.is(k-1, "$", "£", "€", "¥", "no", "#", ".", "route", "flight", "resolution", "room", "boeing", "about") && !marked {
		return false
	}
	if p.is(k+1, "%", "percent", "per", "people", "troops", "soldiers", "men", "women", "miles", "feet", "tons", "tonnes", "km", "points", "shares", "dead", "meters", "metres", "million", "dollars", "cars", "hours", "others", "yards", "votes", "pounds", "units") {
		return false
	}
	if p.toks[k].Feats != "" && strings.Contains(p.toks[k].Feats, "NumForm=Word") {
		return false
	}
	if marked || p.is(k-1, "in", "since", "of", "by", "from", "until", "before", "after", "during", "and", "to", "for", "-", "–", ",", "(", "the", "through", "between") {
		return y >= 1400 && y < 2100 || p.is(k-1, "in", "since")
	}
	return y >= 1900 && y < 2060
}

// numeric matches 2026-01-28, 28/01/2026 and 01/28/2026.
func (p *parser) numeric(i int) *match {
	w := p.w(i)
	if w == "9/11" {
		return p.date(i, i, point{unit: day, t: ymd(2001, 9, 11)}, "")
	}
	if len(w) < 6 || w[0] < '0' || w[0] > '9' {
		return nil
	}
	if t, err := time.Parse(iso, w); err == nil {
		return p.date(i, i, point{unit: day, t: t}, "")
	}
	sep := "/"
	if strings.Count(w, "-") == 2 {
		sep = "-"
	}
	f := strings.Split(w, sep)
	if len(f) != 3 {
		return nil
	}
	m, d, y := digits(f[0]), digits(f[1]), digits(f[2])
	if len(f[2]) == 2 {
		y += 1900
		if y < 1950 {
			y += 100
		}
	}
	if m > 12 {
		m, d = d, m
	}
	t := ymd(y, m, d)
	if m < 1 || d < 1 || y < 1000 || y > 2199 || int(t.Month()) != m {
		return nil
	}
	return p.date(i, i, point{unit: day, t: t}, "")
}
