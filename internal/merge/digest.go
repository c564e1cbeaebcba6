package merge

import (
	"encoding/json"
	"slices"
	"strings"

	"readout/internal/record"
)

// A Part is one part of the digest of a reading. What merging compares is
// kept apart from the reading, a part for each step, so that a step holds no
// more of many reports than it needs.
type Part int

// The parts of a digest.
const (
	PartHead       Part = iota // what the report says of itself
	PartCopy                   // shingles
	PartTerms                  // words of content
	PartNames                  // actors and places
	PartEvents                 // their types, days, parties and words
	PartStatements             // speakers and words
	PartSituations             // sides, states and days
	Parts
)

// DigestVersion names the form of digests. Those of another form are made
// anew.
const DigestVersion = 2

// Digest reduces the reading of a report, which is known by a key, to what
// merging needs.
func Digest(key string, r *record.Reading) [Parts][]byte {
	l := localsOf(r)
	return [Parts][]byte{
		PartHead: digestHead(r), PartCopy: digestCopy(r), PartTerms: digestTerms(r), PartNames: digestNames(r),
		PartEvents: digestEvents(key, r, l), PartStatements: digestStatements(key, r, l), PartSituations: digestSituations(r, l),
	}
}

// locals are the places of ids in the lists of a reading.
type locals struct{ actors, places, events map[string]int }

func localsOf(r *record.Reading) locals {
	l := locals{map[string]int{}, map[string]int{}, map[string]int{}}
	for i := range r.Actors {
		l.actors[r.Actors[i].ID] = i
	}
	for i := range r.Places {
		l.places[r.Places[i].ID] = i
	}
	for i := range r.Events {
		l.events[r.Events[i].ID] = i
	}
	return l
}

func indexes(of map[string]int, ids []string) []int {
	var out []int
	for _, id := range ids {
		if n, ok := of[id]; ok {
			out = append(out, n)
		}
	}
	return out
}

// index is the place of an id, -1 for none.
func index(of map[string]int, id *string) int {
	if id == nil {
		return -1
	}
	if n, ok := of[*id]; ok {
		return n
	}
	return -1
}

func digestHead(r *record.Reading) []byte {
	h := &r.Report
	var e encoder
	e.int(dayOf(value(h.Published)))
	at := value(h.CanonicalURL)
	if at == "" {
		at = value(h.URL)
	}
	e.str(h.ID, value(h.Title), outletOf(h), agencyOf(h), at, value(h.Published), value(h.Language), r.Reader, r.Notice)
	e.str(strings.Join(citedIn(h.Text, agencyOf(h)), "\x00"), value(h.Modified))
	e.fixed(factsSum(r))
	return e.b
}

// factsSum names what was read in a report, so that another reading of it by
// the same reader has its entries written anew.
func factsSum(r *record.Reading) uint64 {
	facts := *r
	facts.Report = record.Report{}
	b, err := json.Marshal(&facts)
	if err != nil {
		panic(err) // a reading always has JSON
	}
	return fnv(string(b))
}

func digestCopy(r *record.Reading) []byte {
	s := newShingles(r.Report.Text)
	var e encoder
	e.int(s.total)
	if s.sampled {
		e.uint(1)
	} else {
		e.uint(0)
	}
	e.sorted(s.hashes)
	return e.b
}

func digestTerms(r *record.Reading) []byte {
	terms, words := newTerms(value(r.Report.Title), r.Report.Text)
	var e encoder
	e.int(words)
	hashes := make([]uint32, len(terms))
	for i, t := range terms {
		hashes[i] = t.hash
	}
	e.sorted(hashes)
	for _, t := range terms {
		e.uint(uint64(t.n))
	}
	return e.b
}

func digestNames(r *record.Reading) []byte {
	var e encoder
	e.uint(uint64(len(r.Actors)))
	for i := range r.Actors {
		a := &r.Actors[i]
		e.str(a.ID, a.Name, a.Kind, value(a.Country), strings.Join(a.Sectors, " "), strings.Join(a.Names, "\x00"), citedAs(a))
	}
	e.uint(uint64(len(r.Places)))
	for i := range r.Places {
		p := &r.Places[i]
		e.str(p.Name, p.Kind, value(p.Country), strings.Join(p.Names, "\x00"))
		if p.Lat == nil || p.Lon == nil {
			e.uint(0)
			continue
		}
		e.uint(1)
		e.float(*p.Lat)
		e.float(*p.Lon)
	}
	return e.b
}

func digestEvents(key string, r *record.Reading, l locals) []byte {
	var e encoder
	e.uint(uint64(len(r.Events)))
	for i := range r.Events {
		ev := &r.Events[i]
		e.fixed(sum64(key, ev.Type, ev.Trigger.Quote, ev.ID))
		e.str(ev.Type, value(ev.Mode), ev.Factuality, happening(ev.Trigger.Quote))
		start, end := noDay, noDay
		if ev.When != nil {
			start, end = dayOf(value(ev.When.Start)), dayOf(value(ev.When.End))
		}
		e.int(start)
		e.int(end)
		e.ints(indexes(l.actors, ev.Actors))
		e.ints(indexes(l.actors, ev.Recipients))
		e.ints(indexes(l.places, ev.Places))
		e.int(index(l.actors, ev.AttributedTo))
		var quotes []string
		for _, q := range ev.Evidence {
			quotes = append(quotes, q.Quote)
		}
		e.sorted(bag(quotes...))
	}
	return e.b
}

func digestStatements(key string, r *record.Reading, l locals) []byte {
	var e encoder
	e.uint(uint64(len(r.Statements)))
	for i := range r.Statements {
		st := &r.Statements[i]
		var content []string
		for _, c := range st.Content {
			content = append(content, c.Quote)
		}
		e.fixed(sum64(key, st.ID, strings.Join(content, " ")))
		e.int(index(l.actors, st.Speaker))
		e.ints(indexes(l.actors, st.Addressees))
		e.sorted(bag(content...))
	}
	return e.b
}

func digestSituations(r *record.Reading, l locals) []byte {
	var e encoder
	e.uint(uint64(len(r.Situations)))
	side := func(id *string) {
		e.int(index(l.actors, id))
		e.int(index(l.places, id))
	}
	for i := range r.Situations {
		t := &r.Situations[i]
		title := ""
		if t.Kind == "office" {
			title = officeTitle(r, t)
		}
		e.str(t.ID, t.Kind, t.State, value(t.Since), value(t.Until), value(t.What), title)
		side(t.Holder)
		side(t.Object)
		e.int(index(l.events, t.ChangedBy))
		e.sorted(bag(value(t.What)))
	}
	return e.b
}

// officeTitle is the title of an office without the name of its holder:
// "President", not "President Oresk".
func officeTitle(r *record.Reading, t *record.Situation) string {
	names := map[string]bool{}
	for _, a := range r.Actors {
		if t.Holder != nil && a.ID == *t.Holder {
			for _, n := range append([]string{a.Name}, a.Names...) {
				for _, w := range strings.Fields(fold(n)) {
					names[w] = true
				}
			}
		}
	}
	full := strings.Fields(value(t.Title))
	title := slices.DeleteFunc(slices.Clone(full), func(w string) bool { return names[fold(w)] })
	if len(title) == 0 {
		title = full
	}
	return strings.Join(title, " ")
}

// citedAs is the agency or outlet that an actor is, "" for none: what a
// report attributes to it comes from there.
func citedAs(a *record.Actor) string {
	for _, name := range append(slices.Clone(a.Names), a.Name) {
		if agency, ok := agencies[fold(name)]; ok {
			return agency
		}
	}
	if slices.Contains(a.Sectors, "MED") && a.Kind == "organization" {
		return a.Name
	}
	return ""
}
