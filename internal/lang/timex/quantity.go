package timex

import (
	"strconv"
	"time"
)

// length returns the TIMEX3 value of a length of time.
func length(c count, u unit) string {
	n := strconv.Itoa(c.n)
	if c.vague {
		n = "X"
	}
	switch u {
	case second, minute, hour:
		code := map[unit]string{second: "S", minute: "M", hour: "H"}[u]
		s := "PT" + n + code
		if c.half && u == hour {
			return halves("PT", c.n, "H", "30M")
		}
		if c.half && u == minute {
			return halves("PT", c.n, "M", "30S")
		}
		return s
	case day:
		if c.half {
			return halves("P", c.n, "D", "T12H")
		}
		return "P" + n + "D"
	case week:
		if c.half && c.n > 0 {
			return "P" + n + ".5W"
		}
		return "P" + n + "W"
	case weekend:
		return "P" + n + "WE"
	case month:
		return "P" + n + "M"
	case quarter:
		return "P" + n + "Q"
	case year:
		if c.half {
			return halves("P", c.n, "Y", "6M")
		}
		return "P" + n + "Y"
	case decade:
		if c.vague {
			return "PXE"
		}
		return "P" + strconv.Itoa(10*c.n) + "Y"
	case century:
		if c.vague {
			return "PXC"
		}
		return "P" + strconv.Itoa(100*c.n) + "Y"
	}
	return ""
}

func halves(head string, n int, code, rest string) string {
	if n == 0 {
		return head + rest
	}
	return head + strconv.Itoa(n) + code + rest
}

// approx returns how many tokens of hedging stand at i: "more than", "nearly".
func (p *parser) approx(i int) int {
	switch {
	case p.is(i, "more", "less", "fewer", "longer", "later", "earlier") && p.is(i+1, "than"):
		return 2
	case p.is(i, "no") && p.is(i+1, "more", "less", "later") && p.is(i+2, "than"):
		return 3
	case p.is(i, "at") && p.is(i+1, "least", "most"), p.seq(i, "up", "to"):
		return 2
	case p.is(i, "nearly", "almost", "about", "roughly", "approximately"),
		p.is(i, "over") && p.is(i+1, "a", "an") && units[p.w(i+2)] > 0:
		return 1
	}
	return 0
}

// quantity matches lengths of time, and dates told by them: "two years",
// "the past three months", "10 days ago", "a year earlier", "five-year".
func (p *parser) quantity(i int) *match {
	hedge := p.approx(i)
	k := i + hedge
	det := p.is(k, "the")
	if det {
		k++
	}
	dir := ""
	if p.is(k, "last", "past", "next", "coming", "previous", "following", "first", "recent", "latest", "early", "final", "preceding", "future") {
		dir = p.w(k)
		k++
	}
	c, n := p.number(k)
	bare := n == 0
	k += n
	if c.n == 0 && !c.vague && !c.half && n > 0 {
		return nil
	}
	c, k = p.upper(c, k)
	if p.is(k, "more", "additional", "full", "consecutive", "straight", "trading", "fiscal", "whole", "further", "extra") && !bare {
		k++
	}
	hyphen := p.is(k, "-") && !bare
	if hyphen {
		k++
	}
	u, ok := units[p.w(k)]
	if !ok || u == weekend && !bare || p.capital(k) && k > 0 || hyphen && det || fraction(p.w(k), c, hyphen) {
		return nil
	}
	last := k
	if p.is(k+1, "and") && p.is(k+2, "a") && p.is(k+3, "half") {
		c.half, last = true, k+3
	}
	if m := p.offset(i, last, c, u, bare, dir); m != nil {
		return m
	}
	if bare {
		return p.bareQuantity(i, k, hedge, u, dir)
	}
	if u == second && !plural(p.w(k)) || p.is(k, "night", "nights") && (p.is(k-1, "one", "a", "some")) {
		return nil
	}
	if !plural(p.w(k)) && !hyphen && c.n > 1 && p.is(k, "quarter") {
		return nil
	}
	if p.is(last+1, "-") && p.is(last+2, "old", "long") {
		if p.is(last+2, "old") && c.n > 0 {
			return nil // an age
		}
		return &match{first: i, last: last, typ: "DURATION", value: length(c, u)}
	}
	if p.is(last+1, "old") || p.is(last+1, "of") && p.is(last+2, "age") || p.rate(i, k) {
		return nil
	}
	if p.is(i, "a", "an", "one") && n == 1 && p.is(last+1, "when", "of", "that", "-") && !hyphen {
		return nil
	}
	return &match{first: i, last: last, typ: "DURATION", value: length(c, u)}
}

// fraction reports whether "a quarter" or "three-quarters" is no time.
func fraction(w string, c count, hyphen bool) bool {
	return w == "quarter" && c.n == 1 || w == "quarters" && hyphen
}

// upper reads the rest of a range such as "two to three weeks".
func (p *parser) upper(c count, k int) (count, int) {
	if !p.is(k, "to", "or", "-") || c.n == 0 {
		return c, k
	}
	hi, n := p.number(k + 1)
	if n == 0 || hi.n <= c.n || units[p.w(k+1+n)] == 0 && p.w(k+1+n) != "seconds" {
		return c, k
	}
	return c, k + 1 + n
}

// rate reports whether "a year" at i is a rate: "$5 a year", "twice a week".
func (p *parser) rate(i, k int) bool {
	return p.is(i, "a", "an") && k == i+1 && (units[p.w(i-1)] > 0 && plural(p.w(i-1)) || p.is(i-1, "twice", "once", "times", "million", "billion", "trillion", "cents", "dollars", "barrels", "people", "tons", "share"))
}

// bareQuantity matches a plural without a number: "recent years", "the nine
// months" is of quantity.
func (p *parser) bareQuantity(i, k, hedge int, u unit, dir string) *match {
	if u < day || !plural(p.w(k)) {
		return nil
	}
	v := length(count{vague: true}, u)
	switch dir {
	case "future", "coming":
		return ref(i, k, "FUTURE_REF")
	case "recent", "past", "next", "last", "previous":
		return &match{first: i, last: k, typ: "DURATION", value: v}
	case "":
		if hedge == 0 && p.is(i, p.w(k)) && p.is(i-1, "in", "within", "over", "took", "taken") && u != day ||
			p.is(k+1, "-") && p.is(k+2, "long") {
			return &match{first: i, last: k, typ: "DURATION", value: v}
		}
	}
	return nil
}

// offset matches a length with "ago", "earlier" or "later" after it.
func (p *parser) offset(i, last int, c count, u unit, bare bool, dir string) *match {
	sign, from, known := 0, p.dct, p.known
	end := last + 1
	if p.is(end, "or") && p.is(end+1, "so", "more") {
		end += 2
	}
	switch {
	case p.is(end, "ago"), p.is(end, "-") && p.is(end+1, "ago") && p.is(last, "year"):
		sign = -1
	case p.is(end, "earlier", "before", "previously"), p.is(end, "-") && p.is(end+1, "earlier") && p.is(last, "year"):
		if p.is(end, "before") && p.w(end+1) != "" && !p.is(end+1, ".", ",") || p.is(end+1, "than") {
			return nil
		}
		sign = -1
		if p.anchored(u) && u <= month && !p.earn {
			from, known = p.anchor, true
		}
	case p.is(end, "later"):
		if p.is(end+1, "than") {
			return nil
		}
		if !p.has || u < day || c.vague {
			return nil // a length only
		}
		sign = 1
		if p.anchored(u) {
			from, known = p.anchor, true
		}
	case p.is(end, "from") && p.is(end+1, "now"):
		sign = 1
		end++
	default:
		return nil
	}
	if p.is(end, "-") {
		if !bare {
			return nil
		}
		end++
	}
	if bare && !p.is(last, "year") {
		return &match{first: i, last: end, typ: "DATE", value: "PAST_REF"}
	}
	if bare {
		c.n = 1
	}
	if c.vague || !known {
		v := "PAST_REF"
		if sign > 0 {
			v = "FUTURE_REF"
		}
		if !known && !c.vague {
			v = ""
		}
		return ref(i, end, v)
	}
	return p.offsetDate(i, end, c, u, sign, from)
}

func (p *parser) offsetDate(i, end int, c count, u unit, sign int, from time.Time) *match {
	if c.n > 5000 {
		return nil
	}
	if u < day {
		at := point{unit: day, t: from}
		if u == hour {
			at = at.shift(sign * c.n / 24)
		}
		m := &match{first: i, last: end, typ: "TIME", value: at.value(), at: &at}
		return m
	}
	if u == year && c.n == 1 && !c.half && p.earn && !p.is(end, "later") {
		return p.date(i, end, point{unit: quarter, t: p.quarter}.shift(-4), "")
	}
	if u == week && c.n <= 1 {
		return p.date(i, end, point{unit: day, t: from}.shift(7*sign*c.n), "")
	}
	pt := at(u, from).shift(sign * c.n)
	if u == decade {
		pt = at(year, from).shift(sign * 10 * c.n)
	}
	if u == century {
		pt = at(year, from).shift(sign * 100 * c.n)
	}
	if c.half {
		switch u {
		case year:
			pt = at(month, from).shift(sign * (12*c.n + 6))
		case decade:
			pt = at(year, from).shift(sign * (10*c.n + 5))
		case century:
			pt = at(year, from).shift(sign * (100*c.n + 50))
		}
	}
	m := p.date(i, end, pt, "")
	if p.is(i, "more") && p.is(i+1, "than") && sign < 0 {
		_, m.end = pt.days()
		if u >= month {
			m.end = from.AddDate(-(boolInt(u == year)+10*boolInt(u == decade))*c.n, -boolInt(u == month)*c.n, 0).Format(iso)
		}
		m.start = ""
	}
	return m
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// anchored reports whether the last date named is fine enough to count units
// of u from.
func (p *parser) anchored(u unit) bool { return p.has && p.fine <= max(u, day) }
