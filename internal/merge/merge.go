// Package merge joins the readings of many reports into one record: reprints
// are folded into wire families, actors and places are joined across
// spellings, one happening told by many outlets becomes one event, situations
// are followed over time, and reports are grouped into stories.
//
// Merging is a function of readings and corrections alone: no clock, and the
// same result whatever order they come in. Corrections lie on top, so that a
// rebuild never loses one.
//
// It has two halves. The first says which facts are one; it goes through the
// digests of all reports, a part at a time, and holds little of each. The
// second writes the entries, reading again only the reports of entries that
// are not as they were.
package merge

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"readout/internal/record"
)

// An Archive hands out what is merged.
type Archive interface {
	// Digests hands out one part of the digest of every report. The bytes
	// are good until each returns.
	Digests(part Part, each func(key string, body []byte) error) error
	// Readings hands out the readings of reports in the order of their keys.
	Readings(keys []string, each func(i int, r *record.Reading) error) error
}

// A Sink takes the entries of the record.
type Sink interface {
	// Same says that the entry with an id is kept already, made of what a sum
	// names, and stays.
	Same(id string, sum uint64) bool
	// Keep takes an entry: a *Report, *Family, *Actor, *Place, *Event,
	// *Statement, *Situation or *Story.
	Keep(entry any, sum uint64) error
}

// A Source is a report with its reading, to be merged in memory.
type Source struct {
	Key     string // names the report in the archive; the same for the same print
	Reading *record.Reading

	digest [Parts][]byte
}

// NewSource makes a source of a reading.
func NewSource(key string, r *record.Reading) *Source {
	return &Source{key, r, Digest(key, r)}
}

// A shelf is an archive in memory.
type shelf []*Source

func shelfOf(sources []*Source) shelf {
	s := shelf(slices.Clone(sources))
	slices.SortStableFunc(s, func(a, b *Source) int { return cmp.Compare(a.Key, b.Key) })
	return slices.CompactFunc(s, func(a, b *Source) bool { return a.Key == b.Key })
}

func (s shelf) Digests(part Part, each func(string, []byte) error) error {
	for _, x := range s {
		if err := each(x.Key, x.digest[part]); err != nil {
			return err
		}
	}
	return nil
}

func (s shelf) Readings(keys []string, each func(int, *record.Reading) error) error {
	for i, key := range keys {
		at, ok := slices.BinarySearchFunc(s, key, func(x *Source, key string) int { return cmp.Compare(x.Key, key) })
		if !ok {
			return fmt.Errorf("no report %s", key)
		}
		if err := each(i, s[at].Reading); err != nil {
			return err
		}
	}
	return nil
}

// Merge makes the record of all sources.
func Merge(sources []*Source, corrections []Correction) *Record {
	r := &Record{}
	f, err := Find(shelfOf(sources), corrections)
	if err == nil {
		err = f.Write(r)
	}
	if err != nil {
		panic(err) // what is in memory can be read
	}
	r.sort()
	return r
}

// A Found record is one whose entries are known and not yet written.
type Found struct {
	m     *merger
	names *Names
}

// Find says what in an archive is one.
func Find(a Archive, corrections []Correction) (*Found, error) {
	m := &merger{archive: a, corrections: standing(corrections), names: newTable()}
	for _, step := range []func() error{m.load, m.families, m.actors, m.places, m.resolveParties, m.events, m.statements, m.situations, m.stories, m.resolveFacts} {
		if err := step(); err != nil {
			return nil, fmt.Errorf("merge: %w", err)
		}
	}
	return &Found{m, m.lookup()}, nil
}

// Names looks up the names of actors and places.
func (f *Found) Names() *Names { return f.names }

// Write writes all entries.
func (f *Found) Write(to Sink) error {
	if err := f.m.emit(to); err != nil {
		return fmt.Errorf("merge: %w", err)
	}
	return nil
}

// A source is what is held of a report throughout.
type source struct {
	key, hash, title, url, published string
	outlet, agency, language         uint32
	reader, notice                   uint32
	day                              int      // of publication, in days since 1970; noDay when unknown
	at, changed                      int64    // when it was published and modified, in seconds since 1970; 0 when unknown
	facts                            uint64   // names all that was read in it
	words                            int      // of content
	cites                            []string // agencies that its text names as its source
}

// A merger carries what one merge has found so far. Reports are known by
// their index in sources, which are in the order of source.compare: the
// earliest member of a group is its first.
type merger struct {
	archive     Archive
	corrections []Correction
	names       *table
	sources     []source
	at          map[string]int // of a key

	family    []int    // of each source: index into kin, -1 for none
	kin       []Family // in order of their first reports
	versionOf []int    // of each source: the one that it reworks, -1 for none
	origin    []uint32 // of each source
	sum       []uint64 // of each source: all that entries take from it

	members  []member
	memberAt []int   // of each source: its first member
	people   []party // the actors
	spots    []spot
	sites    []party // the places
	actorOf  [][]int32
	placeOf  [][]int32
	company  []uint64 // pairs: an actor and one that shares most events with it, in order

	acts, sayings, states found     // events, statements, situations
	weights               []weighed // of the events
	seen                  []observation
	offices               []uint64 // pairs: an actor and a situation that is an office of it, in order

	storyOf []int
	tales   []tale // stories
	marks   map[string][]Correction
}

// What is found of one noun: the groups of facts that are one, and of each
// source and fact its group.
type found struct {
	groups []group
	facts  []fact // of all groups, one after the other
	of     [][]int32
}

// in are the facts of a group, in order.
func (f *found) in(g *group) []fact { return f.facts[g.from:g.to] }

// A party is one actor or place across reports.
type party struct {
	id            uint64
	name, country uint32
	group         []int // members
	sum           uint64
}

// A fact is one entry of one list of a reading.
type fact struct{ source, local int32 }

// A group is the facts that are one event, statement or situation.
type group struct {
	id, sum  uint64
	from, to int32 // where its facts stand
	story    int32
}

// noDay stands for an unknown day.
const noDay = -1 << 31

// entryVersion names the way in which entries are written. A change of it
// has all of them written anew.
const entryVersion = 3

// load reads the heads of all reports.
func (m *merger) load() error {
	err := m.archive.Digests(PartHead, func(key string, body []byte) error {
		d := decoder{b: body}
		s := source{key: key, day: d.int(), hash: d.str(), title: d.str(), outlet: d.name(m.names), agency: d.name(m.names),
			url: d.str(), published: d.str(), language: d.name(m.names), reader: d.name(m.names), notice: d.name(m.names)}
		s.cites = list(d.str())
		s.at, s.changed = secondOf(s.published), secondOf(d.str())
		s.facts = d.fixed()
		m.sources = append(m.sources, s)
		return d.err(key)
	})
	slices.SortFunc(m.sources, func(a, b source) int { return a.compare(&b) })
	m.at = make(map[string]int, len(m.sources))
	for i, s := range m.sources {
		m.at[s.key] = i
	}
	return err
}

func (d *decoder) err(key string) error {
	if d.bad {
		return fmt.Errorf("the digest of %s is damaged; readout rebuild makes it anew", key)
	}
	return nil
}

// each hands out one part of all reports that were there at first.
func (m *merger) each(part Part, do func(i int, d *decoder)) error {
	return m.archive.Digests(part, func(key string, body []byte) error {
		i, ok := m.at[key]
		if !ok {
			return nil
		}
		d := decoder{b: body}
		do(i, &d)
		return d.err(key)
	})
}

// list takes apart what was joined by zero bytes.
func list(joined string) []string {
	if joined == "" {
		return nil
	}
	var out []string
	for {
		s, rest, more := cut0(joined)
		out = append(out, s)
		if !more {
			return out
		}
		joined = rest
	}
}

func cut0(s string) (before, after string, found bool) {
	for i := range len(s) {
		if s[i] == 0 {
			return s[:i], s[i+1:], true
		}
	}
	return s, "", false
}

func (m *merger) str(n uint32) string { return m.names.list[n] }

// known is the day on which what a report says became known: that of its
// publication.
func (s *source) known() string { return dayString(s.day) }

// support counts what stands behind a fact of some sources.
func (m *merger) support(sources []int) Support {
	var s Support
	lo, hi := noDay, noDay
	for _, i := range sources {
		s.Reports = append(s.Reports, m.sources[i].key)
		s.Origins = append(s.Origins, m.str(m.origin[i]))
		if f := m.family[i]; f >= 0 {
			s.Families = append(s.Families, m.kin[f].ID)
		}
		lo, hi = minKnown(lo, m.sources[i].day), max(hi, m.sources[i].day)
	}
	s.First, s.Last = dayString(lo), dayString(hi)
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

// secondOf counts the seconds from 1970 to an ISO 8601 instant, 0 for a day.
func secondOf(s string) int64 {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return 0
	}
	return t.Unix()
}

// compare puts sources in the order of publication, those without a day
// first, and the states of one report in the order of its changes.
func (s *source) compare(o *source) int {
	return cmp.Or(cmp.Compare(s.day, o.day), cmp.Compare(s.at, o.at), cmp.Compare(s.changed, o.changed), cmp.Compare(s.key, o.key))
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
