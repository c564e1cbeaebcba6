// Package timex finds time expressions in a report and gives each its TIMEX3
// type and value and the days it covers, reckoned from the day of publication
// and the tense of the words around.
package timex

import (
	"strings"
	"time"

	"readout/internal/lang"
)

// Resolve sets d.Times from the tokens of d. It reads UPOS and Feats where
// they are set and guesses tense from word forms where they are not.
func Resolve(d *lang.Doc) {
	p := &parser{doc: d}
	p.dct, p.known = published(d.Published)
	p.findQuarter()
	d.Times = nil
	for s := range d.Sentences {
		p.sentence(s)
	}
}

// published returns the day of an ISO 8601 day or timestamp.
func published(s string) (time.Time, bool) {
	if len(s) > 10 {
		s = s[:10]
	}
	t, err := time.Parse("2006-01-02", s)
	return t, err == nil
}

// A parser walks the sentences of one document.
type parser struct {
	doc     *lang.Doc
	dct     time.Time
	known   bool // dct is set
	toks    []lang.Token
	low     []string  // lower-case forms of toks, without the stop of an abbreviation
	anchor  time.Time // day of the last date that the text named
	fine    unit      // and how long a stretch that date is
	has     bool      // anchor is set
	quarter time.Time // first day of the quarter that an earnings report is on
	earn    bool      // quarter is set
}

// A match is a time expression over toks[first:last+1].
type match struct {
	first, last int
	typ, value  string
	at          *point // the time it covers, nil for none
	start, end  string // days, in place of those of at
}

// A rule tries to match a time expression that starts at token i.
type rule func(p *parser, i int) *match

var rules = []rule{
	(*parser).clock, (*parser).numeric, (*parser).calendar, (*parser).weekday, (*parser).deictic,
	(*parser).relative, (*parser).quantity, (*parser).quarters, (*parser).era, (*parser).set, (*parser).vague, (*parser).holiday,
}

func (p *parser) sentence(s int) {
	p.toks = p.doc.SentenceTokens(s)
	p.low = make([]string, len(p.toks))
	for i, t := range p.toks {
		w := strings.ToLower(t.Form)
		if len(w) > 2 {
			w = strings.TrimSuffix(w, ".")
		}
		p.low[i] = w
	}
	for i := 0; i < len(p.toks); i++ {
		m := p.best(i)
		if m == nil {
			continue
		}
		p.add(m)
		i = m.last
	}
}

// best returns the longest match at i; of equal ones the first rule's.
func (p *parser) best(i int) *match {
	var best *match
	for _, r := range rules {
		if m := r(p, i); m != nil && (best == nil || m.last > best.last) {
			best = m
		}
	}
	return best
}

func (p *parser) add(m *match) {
	first, last := p.toks[m.first], p.toks[m.last]
	t := lang.Timex{
		Span:  lang.Span{Start: first.Start, End: last.End},
		Type:  m.typ,
		Value: m.value,
		Start: m.start,
		End:   m.end,
	}
	if m.at != nil {
		if t.Start == "" && t.End == "" {
			t.Start, t.End = m.at.days()
		}
		if m.at.unit <= year {
			p.anchor, p.fine, p.has = m.at.t, m.at.unit, true
		}
		switch {
		case p.is(m.first-1, "since", "starting", "beginning"):
			t.End = ""
		case p.is(m.first-1, "by", "until", "till"):
			t.Start = ""
		}
	}
	p.doc.Times = append(p.doc.Times, t)
}

// w returns the lower-case form of token i, or "" outside the sentence.
func (p *parser) w(i int) string {
	if i < 0 || i >= len(p.low) {
		return ""
	}
	return p.low[i]
}

// form returns token i as written, or "".
func (p *parser) form(i int) string {
	if i < 0 || i >= len(p.toks) {
		return ""
	}
	return p.toks[i].Form
}

// capital reports whether token i starts with a capital letter.
func (p *parser) capital(i int) bool {
	f := p.form(i)
	return f != "" && f[0] >= 'A' && f[0] <= 'Z'
}

// is reports whether token i is one of words.
func (p *parser) is(i int, words ...string) bool {
	w := p.w(i)
	if w == "" {
		return false
	}
	for _, x := range words {
		if w == x {
			return true
		}
	}
	return false
}

// seq reports whether the tokens from i on are the words.
func (p *parser) seq(i int, words ...string) bool {
	for k, x := range words {
		if p.w(i+k) != x {
			return false
		}
	}
	return true
}

// date makes a match of a point in time; part is "early", "late" and such.
func (p *parser) date(first, last int, at point, part string) *match {
	m := &match{first: first, last: last, typ: "DATE", value: at.value(), at: &at}
	if at.suffix != "" {
		m.typ = "TIME"
	}
	m.start, m.end = p.partOf(at, part)
	return m
}

// ref makes a match of a vague reference such as PAST_REF.
func ref(first, last int, value string) *match {
	return &match{first: first, last: last, typ: "DATE", value: value}
}
