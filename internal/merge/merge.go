// Package merge joins the readings of many reports into one record: reprints
// are folded into wire families, actors and places are joined across
// spellings, one happening told by many outlets becomes one event, situations
// are followed over time, and reports are grouped into stories.
//
// Merge is a function of readings and corrections alone: no clock, no store,
// and the same result whatever order they come in. Corrections lie on top, so
// that a rebuild never loses one.
package merge

import (
	"cmp"
	"slices"
	"time"

	"readout/internal/record"
)

// A Source is one kept report with its reading, reduced to what merging
// needs: the text has become shingles and terms.
type Source struct {
	Key     string // names the report in the archive; the same for the same print
	Reading *record.Reading

	day      int // of publication, in days since 1970; noDay when unknown
	outlet   string
	agency   string
	shingles shingleSet
	terms    []term
	words    int // of content, behind the terms
}

// noDay stands for an unknown day.
const noDay = -1 << 31

// NewSource reduces a reading. It takes the reading over: the text of the
// report and the mentions of actors and places are dropped from it.
func NewSource(key string, r *record.Reading) *Source {
	s := &Source{Key: key, Reading: r, day: dayOf(value(r.Report.Published))}
	s.outlet = outletOf(&r.Report)
	s.agency = agencyOf(&r.Report)
	s.shingles = newShingles(r.Report.Text)
	s.terms, s.words = newTerms(value(r.Report.Title), r.Report.Text)
	share(r)
	r.Report.Text, r.Report.Captions, r.Report.Related = "", nil, nil
	for i := range r.Actors {
		r.Actors[i].Mentions = nil
	}
	for i := range r.Places {
		r.Places[i].Mentions = nil
	}
	return s
}

// share makes quotes slices of the one text.
func share(r *record.Reading) {
	text := r.Report.Text
	do := func(list ...record.Evidence) {
		for i, e := range list {
			if 0 <= e.Start && e.Start <= e.End && e.End <= len(text) && text[e.Start:e.End] == e.Quote {
				list[i].Quote = text[e.Start:e.End]
			}
		}
	}
	for i := range r.Events {
		do(r.Events[i].Evidence...)
	}
	for i := range r.Statements {
		do(r.Statements[i].Content...)
	}
	for i := range r.Situations {
		do(r.Situations[i].Evidence...)
	}
}

// known is the day on which what a report says became known: that of its
// publication.
func (s *Source) known() string { return dayString(s.day) }

// Merge makes the record of all sources.
func Merge(sources []*Source, corrections []Correction) *Record {
	m := &merger{corrections: standing(corrections)}
	m.sources = slices.Clone(sources)
	slices.SortFunc(m.sources, bySource)
	m.sources = slices.CompactFunc(m.sources, func(a, b *Source) bool { return a.Key == b.Key })
	m.families()
	m.origins()
	m.actors()
	m.places()
	m.events()
	m.statements()
	m.situations()
	m.stories()
	m.reports()
	m.correct()
	return &m.out
}

// bySource orders sources by day of publication, then key, so that the
// earliest member of a group is its first.
func bySource(a, b *Source) int {
	return cmp.Or(cmp.Compare(a.day, b.day), cmp.Compare(a.Key, b.Key))
}

// A merger carries what one merge has found so far. Reports are known by
// their index in sources.
type merger struct {
	sources     []*Source
	corrections []Correction
	out         Record

	family  []int    // of each source: index into out.Families, -1 for none
	origin  []string // of each source
	actorOf []idMap  // of each source: local id to index into out.Actors
	placeOf []idMap  // of each source: local id to index into out.Places
	eventOf []idMap  // of each source: local id to index into out.Events
	storyOf []int    // of each source: index into out.Stories, -1 for none
}

type idMap map[string]int

// A witness is one fact in one source.
type witness struct{ source, fact int }

// support counts what stands behind a fact.
func (m *merger) support(sources []int) Support {
	var s Support
	for _, i := range sources {
		s.Reports = append(s.Reports, m.sources[i].Key)
		s.Origins = append(s.Origins, m.origin[i])
		if f := m.family[i]; f >= 0 {
			s.Families = append(s.Families, m.out.Families[f].ID)
		}
		if k := m.sources[i].known(); k != "" {
			if s.First == "" || k < s.First {
				s.First = k
			}
			s.Last = max(s.Last, k)
		}
	}
	s.Reports, s.Origins, s.Families = set(s.Reports), set(s.Origins), set(s.Families)
	return s
}

// set sorts a list and drops what stands in it twice.
func set(list []string) []string {
	if list == nil {
		return []string{}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

func value(p *string) string {
	if p == nil {
		return ""
	}
	return *p
}

// pointer makes an unknown value nil.
func pointer(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// dayOf counts the days from 1970 to an ISO 8601 day or instant.
func dayOf(s string) int {
	if len(s) < len(time.DateOnly) {
		return noDay
	}
	t, err := time.Parse(time.DateOnly, s[:len(time.DateOnly)])
	if err != nil {
		return noDay
	}
	return int(t.Unix() / 86400)
}

// dayString writes a day, "" for an unknown one.
func dayString(day int) string {
	if day == noDay {
		return ""
	}
	return time.Unix(int64(day)*86400, 0).UTC().Format(time.DateOnly)
}

// gap is the distance of two days; ok is false when one is unknown.
func gap(a, b int) (days int, ok bool) {
	if a == noDay || b == noDay {
		return 0, false
	}
	return max(a-b, b-a), true
}
