package export

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"readout/internal/codebook"
	"readout/internal/merge"
)

// writeGDELT writes events as GDELT's Event Database 2.0 has them (its data
// format codebook of February 2015): 61 columns, no header.
func writeGDELT(j *job) error { return j.tabbed(gdeltColumns("event"), false, j.pairs) }

// writeMentions writes the table of mentions of the same book: 16 columns, no
// header, one line for each report that tells an event.
func writeMentions(j *job) error { return j.tabbed(mentionColumns("event"), false, j.mentions) }

func nothing(*row) any { return nil }

// onEvent makes the value of a column out of the event and its CAMEO code.
func onEvent(get func(*merge.Event, codebook.Code) any) func(*row) any {
	return of(func(r *row, e *merge.Event) any {
		c, ok := codebook.CAMEO(e.Type, e.Mode, e.Factuality)
		if !ok {
			return nil
		}
		return get(e, c)
	})
}

func gdeltColumns(string) []column {
	on := func(form string) func(*row) any {
		return of(func(r *row, e *merge.Event) any { return digits(day(e), form) })
	}
	return join([]column{
		{"GLOBALEVENTID", whole, "a number of 63 bits made of the ids of the event, its actor and its recipient", func(r *row) any { return numbered(pairID(r)) }},
		{"SQLDATE", whole, "day on which it happened, YYYYMMDD; where that is not told, on which it was first reported", on("20060102")},
		{"MonthYear", whole, "the same, YYYYMM", on("200601")},
		{"Year", whole, "the same, YYYY", on("2006")},
		{"FractionDate", number, "the same, with the part of the year before it", of(func(r *row, e *merge.Event) any { return fraction(day(e)) })},
	}, gdeltActor("Actor1", func(r *row) *merge.Actor { return r.actor }), gdeltActor("Actor2", func(r *row) *merge.Actor { return r.recipient }), []column{
		{"IsRootEvent", whole, "1 where a report tells it in its first 400 bytes", func(r *row) any { return early(r) }},
		{"EventCode", text, "CAMEO code", onEvent(func(_ *merge.Event, c codebook.Code) any { return c.Code })},
		{"EventBaseCode", text, "its first three digits", onEvent(func(_ *merge.Event, c codebook.Code) any { return c.Base() })},
		{"EventRootCode", text, "its first two digits", onEvent(func(_ *merge.Event, c codebook.Code) any { return c.Root() })},
		{"QuadClass", whole, "1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict, by the root", onEvent(func(_ *merge.Event, c codebook.Code) any { return int64(c.Quad()) })},
		{"GoldsteinScale", number, "of the code, -10 to +10", onEvent(func(_ *merge.Event, c codebook.Code) any { return c.Weight })},
		{"NumMentions", whole, "sentences that tell it, in all reports", of(func(r *row, e *merge.Event) any { return int64(len(e.Evidence)) })},
		{"NumSources", whole, "outlets that tell it", func(r *row) any { return int64(len(outlets(r.reports()))) }},
		{"NumArticles", whole, "reports that tell it", of(func(r *row, e *merge.Event) any { return int64(len(e.Reports)) })},
		{"AvgTone", number, "empty: tone is not measured", nothing},
	}, gdeltGeo("Actor1Geo", false), gdeltGeo("Actor2Geo", false), gdeltGeo("ActionGeo", true), []column{
		{"DATEADDED", whole, "when the first report of it was published, YYYYMMDDHHMMSS in UTC", func(r *row) any { first, _ := known(r); return digits(first, "20060102150405") }},
		{"SOURCEURL", text, "address of the first report, else its outlet and title", func(r *row) any { return firstCited(r) }},
	})
}

// gdeltActor are the ten columns of an actor. Its codes are CAMEO's: a country,
// then sectors.
func gdeltActor(prefix string, get func(*row) *merge.Actor) []column {
	c := func(name string, help string, value func(*merge.Actor) any) column {
		return column{prefix + name, text, help, func(r *row) any {
			if a := get(r); a != nil {
				return value(a)
			}
			return nil
		}}
	}
	blank := func(name string) column { return column{prefix + name, text, "empty: not known", nothing} }
	sector := func(n int) func(*merge.Actor) any {
		return func(a *merge.Actor) any {
			if n < len(a.Sectors) {
				return a.Sectors[n]
			}
			return nil
		}
	}
	return []column{
		c("Code", "country and sectors, put together", func(a *merge.Actor) any { return a.Country + strings.Join(a.Sectors[:min(3, len(a.Sectors))], "") }),
		c("Name", "name, in capitals", func(a *merge.Actor) any { return strings.ToUpper(a.Name) }),
		c("CountryCode", "ISO 3166-1 alpha-3, which CAMEO's codes mostly are", func(a *merge.Actor) any { return a.Country }),
		blank("KnownGroupCode"), blank("EthnicCode"), blank("Religion1Code"), blank("Religion2Code"),
		c("Type1Code", "its first sector", sector(0)), c("Type2Code", "its second", sector(1)), c("Type3Code", "its third", sector(2)),
	}
}

// gdeltGeo are the eight columns of a place; only that of the action is known.
func gdeltGeo(prefix string, action bool) []column {
	c := func(name string, of kindOf, help string, value func(*merge.Place) any) column {
		if !action || value == nil {
			return column{prefix + "_" + name, of, "empty: not known", nothing}
		}
		return column{prefix + "_" + name, of, help, func(r *row) any {
			if p := where(r); p != nil {
				return value(p)
			}
			return nil
		}}
	}
	return []column{
		c("Type", whole, "1 country, 2 US state, 3 US city or landmark, 4 city or landmark, 5 region", func(p *merge.Place) any { return geoType(p) }),
		c("FullName", text, "name and country", func(p *merge.Place) any {
			return joined(slices.DeleteFunc([]string{p.Name, countries()[p.Country].Name}, func(s string) bool { return s == "" }), ", ")
		}),
		c("CountryCode", text, "FIPS 10-4", func(p *merge.Place) any { return countries()[p.Country].FIPS }),
		c("ADM1Code", text, "", nil),
		c("ADM2Code", text, "", nil),
		c("Lat", number, "degrees north", func(p *merge.Place) any { return degrees(p, p.Lat) }),
		c("Long", number, "degrees east", func(p *merge.Place) any { return degrees(p, p.Lon) }),
		c("FeatureID", text, "", nil),
	}
}

func geoType(p *merge.Place) int64 {
	us := p.Country == "USA"
	switch {
	case p.Kind == "country":
		return 1
	case p.Kind == "region" && us:
		return 2
	case p.Kind == "region":
		return 5
	case us:
		return 3
	}
	return 4
}

// degrees is a coordinate of a place that lies on the globe.
func degrees(p *merge.Place, d *float64) any {
	if len(onGlobe(nil, p)) == 0 {
		return nil
	}
	return *d
}

// fraction is a day as GDELT counts it, months of 30 days in a year of 365.
func fraction(day string) any {
	t, ok := parseTime(day)
	if !ok {
		return nil
	}
	part := float64((int(t.Month())-1)*30+t.Day()) / 365
	return float64(t.Year()) + float64(int(part*10000))/10000
}

// early is 1 where a report tells a fact near its start.
func early(r *row) any {
	if slices.ContainsFunc(evidence(r.entry), func(e merge.Sourced) bool { return e.Start < 400 }) {
		return int64(1)
	}
	return int64(0)
}

// cited is how a report is named: its address, else outlet and title.
func cited(r *merge.Report) string {
	return cmp.Or(webAddress(r.URL), strings.Trim(r.Outlet+": "+r.Title, ": "))
}

func firstCited(r *row) any {
	for _, rep := range r.reports() {
		return cited(rep)
	}
	return nil
}

func mentionColumns(string) []column {
	m := func(name string, of kindOf, help string, value func(*row, *merge.Report) any) column {
		return column{name, of, help, func(r *row) any { return value(r, r.mention) }}
	}
	return []column{
		{"GLOBALEVENTID", whole, "as in the table of events", func(r *row) any { return numbered(pairID(r)) }},
		{"EventTimeDate", whole, "when the first report of it was published, YYYYMMDDHHMMSS in UTC", func(r *row) any { first, _ := known(r); return digits(first, "20060102150405") }},
		m("MentionTimeDate", whole, "when this report was published", func(_ *row, m *merge.Report) any { return digits(instant(m.Published), "20060102150405") }),
		m("MentionType", whole, "1 for a report with an address on the web, 2 for one that is cited", func(_ *row, m *merge.Report) any { return mentionType(m) }),
		m("MentionSourceName", text, "host of the address, else the outlet", func(_ *row, m *merge.Report) any { return host(m) }),
		m("MentionIdentifier", text, "the address, else outlet and title", func(_ *row, m *merge.Report) any { return cited(m) }),
		{"SentenceID", whole, "empty: sentences are not numbered", nothing},
		{"Actor1CharOffset", whole, "-1: not known", func(*row) any { return int64(-1) }},
		{"Actor2CharOffset", whole, "-1: not known", func(*row) any { return int64(-1) }},
		m("ActionCharOffset", whole, "where the sentence begins, in bytes of the report's text", func(r *row, m *merge.Report) any { return offset(r, m) }),
		{"InRawText", whole, "1: offsets are those of the text as it was read", func(*row) any { return int64(1) }},
		{"Confidence", whole, "empty: not measured", nothing},
		{"MentionDocLen", whole, "empty: not known here", nothing},
		{"MentionDocTone", number, "empty: tone is not measured", nothing},
		{"MentionDocTranslationInfo", text, "empty: reports are not translated", nothing},
		m("Extras", text, "the id of the report and those of event, actor and recipient", func(r *row, m *merge.Report) any { return fmt.Sprintf("report:%s,event:%s", m.ID, pairID(r)) }),
	}
}

func mentionType(m *merge.Report) int64 {
	if webAddress(m.URL) != "" {
		return 1
	}
	return 2
}

func host(m *merge.Report) string {
	if u, err := url.Parse(webAddress(m.URL)); err == nil && u.Host != "" {
		return strings.TrimPrefix(u.Hostname(), "www.")
	}
	return m.Outlet
}

func offset(r *row, m *merge.Report) int64 {
	for _, e := range evidence(r.entry) {
		if e.Report == m.ID {
			return int64(e.Start)
		}
	}
	return -1
}
