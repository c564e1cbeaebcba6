package timex

// set matches times that come again: "daily", "every Monday", "each year".
func (p *parser) set(i int) *match {
	every := map[string]string{
		"daily": "P1D", "weekly": "P1W", "monthly": "P1M", "yearly": "P1Y", "hourly": "PT1H", "nightly": "P1D",
	}
	if v := every[p.w(i)]; v != "" && !p.capital(i) {
		return &match{first: i, last: i, typ: "SET", value: v}
	}
	if p.is(i, "every", "each", "per") {
		return p.every(i)
	}
	w := p.w(i)
	if len(w) > 6 && w[len(w)-1] == 's' && p.capital(i) {
		if wd, ok := weekdays[w[:len(w)-1]]; ok {
			return &match{first: i, last: i, typ: "SET", value: weekdayValue(wd)}
		}
	}
	if wd, ok := weekdays[w]; ok && p.capital(i) && p.is(i+1, "nights", "mornings", "evenings", "afternoons") {
		x := p.w(i + 1)
		return &match{first: i, last: i + 1, typ: "SET", value: weekdayValue(wd) + dayparts[x[:len(x)-1]]}
	}
	return nil
}

func weekdayValue(wd int) string { return "XXXX-WXX-" + string(rune('1'+wd)) }

func (p *parser) every(i int) *match {
	k := i + 1
	c, n := count{n: 1}, 0
	if p.is(i, "every") {
		if x, m := p.spelled(k); m > 0 {
			c, n = x, m
		} else if d := digits(p.w(k)); d > 0 {
			c, n = count{n: d}, 1
		} else if p.is(k, "other") {
			c, n = count{n: 2}, 1
		}
	}
	k += n
	if u, ok := units[p.w(k)]; ok && !p.is(i, "per") {
		return &match{first: i, last: k, typ: "SET", value: length(c, u)}
	}
	if wd, ok := weekdays[p.w(k)]; ok && p.capital(k) {
		return &match{first: i, last: k, typ: "SET", value: weekdayValue(wd)}
	}
	if m := months[p.w(k)]; m > 0 && p.capital(k) {
		return &match{first: i, last: k, typ: "SET", value: "XXXX-" + pad(m)}
	}
	return nil
}

// vague matches references to the past, the present and the future.
func (p *parser) vague(i int) *match {
	if m := p.yearEnd(i); m != nil {
		return m
	}
	switch {
	case p.is(i, "right") && p.is(i+1, "now"):
		return p.now(i, i+1)
	case p.is(i, "now") && !p.is(i+1, "-"):
		return p.now(i, i)
	case p.is(i, "currently"):
		return ref(i, i, "PRESENT_REF")
	case p.is(i, "current") && !p.capital(i) && !p.is(i-1, "the", "a") && !p.is(i+1, "account", "events"):
		return ref(i, i, "PRESENT_REF")
	case p.is(i, "these") && p.is(i+1, "days"):
		return ref(i, i+1, "PRESENT_REF")
	case p.is(i, "more") && p.is(i+1, "recently"):
		return ref(i, i+1, "PAST_REF")
	case p.is(i, "recently"):
		return ref(i, i, "PAST_REF")
	case p.is(i, "recent") && !p.is(i-1, "most"):
		return ref(i, i, "PAST_REF")
	case p.is(i, "the") && p.is(i+1, "past") && p.is(i-1, "in", "of", "from") && units[p.w(i+2)] == 0 && p.number2(i+2) == 0:
		return ref(i, i+1, "PAST_REF")
	case p.is(i, "the") && p.is(i+1, "near") && p.is(i+2, "future"):
		return ref(i, i+2, "FUTURE_REF")
	case p.is(i, "the") && p.is(i+1, "future"):
		return ref(i, i+1, "FUTURE_REF")
	case p.is(i, "future") && p.toks[i].UPOS != "NOUN" && !p.capital(i) && !p.is(i-1, "a", "its", "their", "his", "whose", "our", "my", "her", "'s", "’s"):
		return ref(i, i, "FUTURE_REF")
	case p.is(i, "soon") && !p.is(i-1, "as", "too", "how") && !p.is(i+1, "after", "as"):
		return ref(i, i, "FUTURE_REF")
	}
	return nil
}

func (p *parser) number2(i int) int {
	_, n := p.number(i)
	return n
}

// now is a reference to the day of publication.
func (p *parser) now(first, last int) *match {
	m := ref(first, last, "PRESENT_REF")
	if p.known {
		m.start = p.dct.Format(iso)
		m.end = m.start
	}
	return m
}

// yearEnd matches "year-end" and "year's end".
func (p *parser) yearEnd(i int) *match {
	last := i + 1
	if p.is(i+1, "-", "'s", "’s") {
		last++
	}
	if !p.is(i, "year") || !p.is(last, "end") || !p.known {
		return nil
	}
	y := p.dct.Year()
	if p.is(i-1, "since", "from") {
		y--
	}
	if p.is(i+1, "-") {
		return p.date(i, last, point{unit: day, t: ymd(y, 12, 31)}, "")
	}
	return p.date(i, last, point{unit: year, t: ymd(y, 1, 1)}, "end")
}
