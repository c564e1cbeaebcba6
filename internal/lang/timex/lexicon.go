package timex

import (
	"strconv"
	"strings"
)

var months = map[string]int{
	"january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8,
	"september": 9, "october": 10, "november": 11, "december": 12,
	"jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sept": 9, "sep": 9, "oct": 10, "nov": 11, "dec": 12,
}

// weekdays counts from Monday as 0.
var weekdays = map[string]int{
	"monday": 0, "tuesday": 1, "wednesday": 2, "thursday": 3, "friday": 4, "saturday": 5, "sunday": 6,
	"mon": 0, "tue": 1, "tues": 1, "wed": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4,
}

var seasons = map[string]int{"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}

var dayparts = map[string]string{
	"morning": "TMO", "afternoon": "TAF", "evening": "TEV", "night": "TNI", "noon": "T12:00", "midday": "T12:00",
	"midnight": "T24:00", "lunchtime": "T12:00", "dawn": "TMO",
}

var units = map[string]unit{
	"second": second, "seconds": second, "minute": minute, "minutes": minute, "hour": hour, "hours": hour,
	"day": day, "days": day, "week": week, "weeks": week, "weekend": weekend, "month": month, "months": month,
	"quarter": quarter, "quarters": quarter, "year": year, "years": year, "decade": decade, "decades": decade,
	"century": century, "centuries": century, "night": day, "nights": day,
}

// plural reports whether a unit word is in the plural.
func plural(w string) bool { return strings.HasSuffix(w, "s") }

var cardinals = map[string]int{
	"zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
	"eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
	"eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
	"eighty": 80, "ninety": 90,
}

var ordinals = map[string]int{
	"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
	"tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16,
	"seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30,
}

// ordinal returns the number of an ordinal such as "third" or "21st", or 0.
func ordinal(w string) int {
	if n, ok := ordinals[w]; ok {
		return n
	}
	if len(w) > 2 {
		switch w[len(w)-2:] {
		case "st", "nd", "rd", "th":
			return digits(w[:len(w)-2])
		}
	}
	return 0
}

// digits returns the number that w writes in figures, or 0.
func digits(w string) int {
	if w == "" || len(w) > 9 || w[0] < '0' || w[0] > '9' {
		return 0
	}
	n, err := strconv.Atoi(strings.ReplaceAll(w, ",", ""))
	if err != nil {
		return 0
	}
	return n
}

// A count is a number of units: "two", "2 1/2", "several".
type count struct {
	n     int
	half  bool
	vague bool // "several", "few": X in TIMEX3
}

// number reads a count at i and returns how many tokens it takes.
func (p *parser) number(i int) (count, int) {
	w := p.w(i)
	switch {
	case p.seq(i, "a", "couple", "of"), p.seq(i, "the", "couple", "of"):
		return count{n: 2}, 3
	case p.seq(i, "couple", "of"):
		return count{n: 2}, 2
	case p.seq(i, "a", "few"), p.seq(i, "a", "number", "of"):
		if p.is(i+2, "of") {
			return count{vague: true}, 3
		}
		return count{vague: true}, 2
	case p.is(i, "several", "few", "many", "some"):
		return count{vague: true}, 1
	case p.seq(i, "half", "a"), p.seq(i, "half", "an"):
		return count{half: true}, 2
	case p.is(i, "a", "an"):
		if p.is(i+1, "hundred", "dozen", "thousand") {
			return count{n: map[string]int{"hundred": 100, "dozen": 12, "thousand": 1000}[p.w(i+1)]}, 2
		}
		return count{n: 1}, 1
	case p.is(i, "dozens", "hundreds", "thousands") && p.is(i+1, "of"):
		return count{vague: true}, 2
	}
	if n := digits(w); n > 0 {
		c := count{n: n}
		if p.is(i+1, "1/2", "½") {
			c.half = true
			return c, 2
		}
		return c, 1
	}
	if strings.HasSuffix(w, ".5") && digits(w[:len(w)-2]) > 0 {
		return count{n: digits(w[:len(w)-2]), half: true}, 1
	}
	return p.spelled(i)
}

// spelled reads a number in words.
func (p *parser) spelled(i int) (count, int) {
	total, k := 0, i
	for k < i+12 {
		w := p.w(k)
		n, ok := cardinals[w]
		switch {
		case ok && (k == i || total%10 == 0 && n < 10 || total%100 == 0):
			total += n
		case w == "hundred" && k > i:
			total *= 100
		case w == "thousand" && k > i:
			total *= 1000
		case w == "-" && k > i:
			if n, ok := cardinals[p.w(k+1)]; !ok || n > 9 || total < 20 {
				return count{n: total}, k - i
			}
		default:
			return count{n: total}, k - i
		}
		k++
	}
	return count{n: total}, k - i
}
