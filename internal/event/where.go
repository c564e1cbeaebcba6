package event

import (
	"cmp"
	_ "embed"
	"slices"
	"strconv"
	"strings"
	"sync"

	"readout/internal/gazetteer"
	"readout/internal/lang"
	"readout/internal/learnt"
	"readout/internal/record"
)

//go:embed where.tsv
var whereTable string

// whereWeights weighs whether an event is at a place that the report names.
// Learnt as the gate is.
var whereWeights = sync.OnceValue(func() learnt.Table { return learnt.Parse(whereTable) })

const (
	thereFrom  = 0.14 // how likely a place of an event must be
	alsoFrom   = 0.60 // and any beyond the likeliest
	mostPlaces = 3    // of an event
)

// An event is where and when the first sentences of its report tell, or those
// within so many of its own: a report that is longer has more scenes than one.
const (
	opening = 3
	scene   = 100
)

// inScene reports whether token k is of the scene of an event.
func (f *finder) inScene(k, trigger int) bool {
	s, own := f.tree.Sentence(k), f.tree.Sentence(trigger)
	return s < opening || max(s-own, own-s) <= scene
}

// A spot is where the report names a place.
type spot struct {
	*record.Place
	first, last, head int
	stands            bool // as a place, not for who acts there
}

// spots returns where the report names places.
func (f *finder) spots() []spot {
	var out []spot
	for k := 0; k < len(f.doc.Tokens); k++ {
		p := f.in.Places.Named(k)
		if p == nil {
			continue
		}
		s := spot{Place: p, first: k, last: k, head: k}
		for s.last+1 < len(f.doc.Tokens) && f.in.Places.Named(s.last+1) == p && f.tree.Sentence(s.last+1) == f.tree.Sentence(k) {
			s.last++
		}
		for i := s.first; i <= s.last; i++ {
			if h := f.tree.Head(i); h < s.first || h > s.last {
				s.head = i
				break
			}
		}
		_, s.stands = f.in.Places.At(s.head)
		out = append(out, s)
		k = s.last
	}
	return out
}

// locate gives each event the places and the time that the whole report makes
// likeliest, over those that its own words and the rules of fill give.
func (f *finder) locate(events []record.Event) {
	if f.in.Places == nil {
		return
	}
	spots, ruled := f.spots(), slices.Clone(events)
	common := f.common(spots, ruled)
	for i := range events {
		events[i].Places = f.likelyPlaces(spots, common, ruled, i)
		events[i].When = f.likelyTime(ruled, i)
	}
}

// likelyPlaces returns the places where event i most likely is.
func (f *finder) likelyPlaces(spots []spot, common map[string]share, events []record.Event, i int) []string {
	type likely struct {
		placePair
		p float64
	}
	var all []likely
	w := whereWeights()
	trigger := f.token(events[i].Trigger)
	spots = slices.DeleteFunc(slices.Clone(spots), func(s spot) bool { return !f.inScene(s.head, trigger) })
	pairs := f.placePairs(spots, common, events, i)
	items := f.placeItems(spots, pairs, &events[i])
	f.doc.Weigh(placeScale, f.triggers[trigger], events[i].Type, items)
	for n, x := range pairs {
		if f.onlyActs(x.Place, &events[i]) {
			continue
		}
		if p := learnt.Logistic(items[n].Odds[0]); p >= thereFrom {
			all = append(all, likely{x, p})
		}
	}
	slices.SortStableFunc(all, func(a, b likely) int { return cmp.Compare(b.p, a.p) })
	out := []string{}
	for n, x := range all[:min(len(all), mostPlaces)] {
		if n == 0 || x.p >= alsoFrom {
			out = append(out, x.ID)
			f.sayChosen(events[i].ID, "place "+x.Name, x.p, thereFrom, w, x.features)
		}
	}
	return out
}

// placeItems returns the places that an event may be at with the table's odds.
func (f *finder) placeItems(spots []spot, pairs []placePair, e *record.Event) []lang.Item {
	items := make([]lang.Item, len(pairs))
	for n, x := range pairs {
		items[n] = f.placeItem(spots, x.spot, e, whereWeights().Chance(x.features))
	}
	return items
}

// onlyActs reports whether a place is a party of an event and nothing more is
// known of it: a state that no gazetteer has.
func (f *finder) onlyActs(p *record.Place, e *record.Event) bool {
	return p.Lat == nil && p.Country == nil && (f.bears(e.Actors, p) || f.bears(e.Recipients, p))
}

// A placePair is an event and a place, and what speaks for and against it.
type placePair struct {
	spot
	features []string
}

// placePairs returns the places of the report and what speaks for each as the
// place of event i.
func (f *finder) placePairs(spots []spot, common map[string]share, events []record.Event, i int) []placePair {
	e := &events[i]
	trigger := f.token(e.Trigger)
	var out []placePair
	best := map[string]int{}
	for n, s := range spots {
		b, met := best[s.ID]
		if !met || f.remote(s.head, trigger, e) < f.remote(spots[b].head, trigger, e) {
			best[s.ID] = n
		}
	}
	for n, s := range spots {
		if best[s.ID] == n {
			out = append(out, placePair{s, f.placeFeatures(spots, n, events, i, common)})
		}
	}
	return out
}

// remote is how far a token stands from an event: by the clause in the
// trigger's sentence, then in others that tell the event, then by sentences.
func (f *finder) remote(k, trigger int, e *record.Event) int {
	gap := f.tree.Sentence(trigger) - f.tree.Sentence(k)
	switch {
	case gap == 0:
		return 100*(under-f.nearness(k, trigger)) + min(99, max(k-trigger, trigger-k))
	case f.tells(e, k):
		return 1000
	case gap > 0:
		return 2000 + 10*gap
	}
	return 2005 - 10*gap
}

// tells reports whether token k stands in evidence of an event.
func (f *finder) tells(e *record.Event, k int) bool { return holds(e.Evidence, f.doc.Tokens[k].Span) }

// reached names how far a token stands from an event.
func (f *finder) reached(k, trigger int, e *record.Event) string {
	gap := f.tree.Sentence(trigger) - f.tree.Sentence(k)
	switch {
	case gap == 0:
		return "near" + strconv.Itoa(f.nearness(k, trigger))
	case f.tells(e, k):
		return "told"
	case gap > 0:
		return "before" + far(gap)
	}
	return "after" + far(-gap)
}

func far(gap int) string {
	switch {
	case gap <= 2:
		return strconv.Itoa(gap)
	case gap <= 5:
		return "3"
	}
	return "6"
}

// token returns the token that evidence begins with.
func (f *finder) token(v record.Evidence) int {
	n, _ := slices.BinarySearchFunc(f.doc.Tokens, v.Start, func(t lang.Token, at int) int { return cmp.Compare(t.Start, at) })
	return min(n, len(f.doc.Tokens)-1)
}

// A share is how much of a report is at a place.
type share struct{ stands, names, events int }

// common returns, by place, how much of the report is at it.
func (f *finder) common(spots []spot, events []record.Event) map[string]share {
	m := map[string]share{}
	for _, s := range spots {
		c := m[s.ID]
		c.names++
		if s.stands {
			c.stands++
		}
		m[s.ID] = c
	}
	for _, e := range events {
		for _, id := range e.Places {
			c := m[id]
			c.events++
			m[id] = c
		}
	}
	return m
}

// placeFeatures names what speaks for and against spot n as the place of event i.
func (f *finder) placeFeatures(spots []spot, n int, events []record.Event, i int, common map[string]share) []string {
	e, s := &events[i], spots[n]
	trigger := f.token(e.Trigger)
	near, c := f.reached(s.head, trigger, e), f.cased(s.head)
	stands := strconv.FormatBool(s.stands)
	x := []string{"bias", near, near + "/" + e.Type, near + stands, near + "/" + c, near + "/" + s.Kind, near + stands + s.Kind,
		"kind=" + s.Kind + stands, "case=" + c, "case=" + c + "/" + e.Type, "rel=" + f.tree.Rel(s.head) + near, "type=" + e.Type + s.Kind}
	add := func(ok bool, name string) {
		if ok {
			x = append(x, name)
		}
	}
	ruled := slices.Contains(e.Places, s.ID)
	add(ruled, "rule")
	add(ruled, "rule"+near+stands)
	add(ruled, "rule/"+e.Type)
	add(!ruled && len(e.Places) > 0, "another"+near)
	x = append(x, f.placeAsParty(e, s, near)...)
	x = append(x, f.placeParts(spots, s, e, near)...)
	if strings.HasPrefix(near, "near") {
		side := "after"
		if s.head < trigger {
			side = "before"
		}
		x = append(x, "away="+far(max(s.head-trigger, trigger-s.head)/3+1)+side)
		if h := f.tree.Head(s.head); h >= 0 {
			x = append(x, "under="+f.lemma(h)+"/"+c)
		}
	}
	between, rivals := 0, 0
	here := f.doc.Sentences[f.tree.Sentence(s.head)]
	frames := s.stands
	for m, o := range spots {
		if o.stands && o.head < s.head && o.head >= here.First {
			frames = false
		}
		if o.stands && o.ID != s.ID && f.tree.Sentence(o.head) == f.tree.Sentence(trigger) {
			rivals = max(rivals, 1+f.nearness(o.head, trigger))
		}
		if m != n && o.ID != s.ID && o.stands && (s.head < o.head && o.head < trigger || trigger < o.head && o.head < s.head) {
			between++
		}
		if m != n && o.ID != s.ID && s.Country != nil && o.Country != nil && *s.Country == *o.Country && f.tree.Sentence(o.head) == f.tree.Sentence(s.head) {
			x = append(x, "with="+s.Kind+"/"+o.Kind)
		}
	}
	add(frames, "frames"+near)
	add(frames && s.first <= here.First+2, "opens"+near)
	x = append(x, "rivals="+strconv.Itoa(rivals)+near, "word="+f.lemma(trigger), "word="+f.lemma(trigger)+near[:4])
	x = append(x, "between="+strconv.Itoa(min(between, 2))+near+stands)
	own := common[s.ID]
	x = append(x, "stands="+strconv.Itoa(min(own.stands, 3))+strconv.Itoa(min(own.names-own.stands, 2)), "stands="+strconv.Itoa(min(own.stands, 3))+near,
		"share="+tenths(own.events, len(events)), "places="+strconv.Itoa(min(len(common)/2, 5))+near)
	x = append(x, f.placeAround(s, events, i, near)...)
	x = append(x, f.placeKin(e, s, near)...)
	x = append(x, f.placeRank(spots, s, trigger, near)...)
	x = append(x, f.placeDoings(spots, s, trigger, e)...)
	slices.Sort(x)
	return slices.Compact(x)
}

// placeAsParty names how a place is also a party of an event.
func (f *finder) placeAsParty(e *record.Event, s spot, near string) []string {
	var x []string
	for _, part := range []struct {
		name string
		ids  []string
	}{{"actor", e.Actors}, {"recipient", e.Recipients}} {
		if f.bears(part.ids, s.Place) {
			x = append(x, part.name, part.name+near, part.name+e.Type)
		}
	}
	return x
}

// bears reports whether one of the actors bears the name of a place.
func (f *finder) bears(ids []string, p *record.Place) bool {
	name := gazetteer.Fold(p.Name)
	return slices.ContainsFunc(ids, func(id string) bool { return gazetteer.Fold(f.nameOf(id)) == name })
}

// neighbours calls say with the events that the report tells before and after event i.
func neighbours(events []record.Event, i int, say func(side string, o *record.Event)) {
	if i > 0 {
		say("previous", &events[i-1])
	}
	if i+1 < len(events) {
		say("next", &events[i+1])
	}
}

// echoes names what event e has of event o beside it: its place or time, as
// name says, its type, a party.
func echoes(name, near string, o, e *record.Event) []string {
	x := []string{name, name + near}
	if o.Type == e.Type {
		x = append(x, name+"same")
	}
	if shared(o, e) {
		x = append(x, name+"party")
	}
	return x
}
