package place

import (
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

//go:embed listed.tsv
var listedTable string

// listed weighs which of the places that a report names its record lists. Its
// table is learnt from annotated reports by logistic regression (see
// train/weigh.py) and may be edited by hand.
var listed = sync.OnceValue(func() learnt.Table { return learnt.Parse(listedTable) })

// least is the probability that a place needs.
const least = 0.36

// Keep leaves out the places that a reader would not list beside the facts of
// the record: those that only frame the matter or act in it. What a situation is
// of stays.
func (f *Finder) Keep(out *record.Reading) {
	var kept []record.Place
	var features [][]string
	used := uses(out)
	f.actors.Quietly(func() { features = f.features(used, len(out.Events)) })
	for i, x := range features {
		p := f.places[i]
		of, items := f.item(i, used[p.ID], listed().Score(x))
		f.doc.Weigh(siteScale, of, p.Kind, items)
		if learnt.Logistic(items[0].Odds[0]) < least && !used[p.ID].stated {
			continue
		}
		if len(p.Mentions) == 0 {
			for _, s := range f.spots[i] {
				p.Mentions = append(p.Mentions, f.evidence(s.name))
			}
		}
		kept = append(kept, p)
	}
	f.places = kept
}

// siteScale is the scale that the engine's vectors weigh places by, see lang.Scales.
const siteScale = "site"

// item returns place i as the engine weighs it: the words that name it, and one
// item, by the first of them and the words that they hang from.
func (f *Finder) item(i int, u use, odds float64) (of []int, items []lang.Item) {
	for _, s := range f.spots[i] {
		of = append(of, s.head)
	}
	x := lang.Item{Own: of[:min(len(of), 1)], Whole: f.tree.Heads(of), Sort: min(u.events, 3), Odds: []float64{odds}}
	if u.stated {
		x.Sort += 4
	}
	x.Known = []float32{lang.Count(f.count(i, true)), lang.Count(f.count(i, false)), lang.Count(u.events)}
	return of, []lang.Item{x}
}

// A use is how the facts of a record refer to a place.
type use struct {
	events int
	stated bool // a situation is of it
	what   []string
}

// uses returns how facts refer to places, by id.
func uses(out *record.Reading) map[string]use {
	m := map[string]use{}
	for _, e := range out.Events {
		for _, id := range e.Places {
			u := m[id]
			m[id] = use{u.events + 1, u.stated, append(u.what, "event="+e.Type, "fact="+e.Factuality)}
		}
	}
	state := func(part string, id *string) {
		if id != nil {
			u := m[*id]
			m[*id] = use{u.events, true, append(u.what, part)}
		}
	}
	for _, s := range out.Situations {
		state("object="+s.Kind, s.Object)
		state("holder="+s.Kind, s.Holder)
	}
	return m
}

// features names, for each place, what speaks for and against listing it in a
// record with so many events, whose facts use places as told.
func (f *Finder) features(used map[string]use, events int) [][]string {
	title := " " + gazetteer.Fold(f.doc.Title) + " "
	inner := map[string]int{} // events at places in a country
	for i, p := range f.places {
		if p.Country != nil && p.Kind != "country" {
			inner[*p.Country] += f.count(i, true) * used[p.ID].events
		}
	}
	all := make([][]string, len(f.places))
	for i, p := range f.places {
		u := used[p.ID]
		stand, other := f.count(i, true), f.count(i, false)
		n := "stands=" + strconv.Itoa(min(stand, 3)) + strconv.Itoa(min(other, 2))
		at := "events=" + strconv.Itoa(min(u.events, 3))
		x := []string{"bias", "kind=" + p.Kind, n, n + p.Kind, at, at + p.Kind, at + n, "name=" + gazetteer.Fold(p.Name),
			"last=" + lastWord(p.Name),
			"report=" + strconv.Itoa(min(events/2, 5)), "places=" + strconv.Itoa(min(len(f.places)/3, 5))}
		x = append(x, u.what...)
		for _, w := range u.what {
			x = append(x, w+"/"+p.Kind)
		}
		if strings.Contains(title, " "+gazetteer.Fold(p.Name)+" ") {
			x = append(x, "title", "title="+p.Kind)
		}
		if p.Lat != nil {
			x = append(x, "known="+p.Kind)
		}
		if _, seat := gazetteer.Metonym(p.Name); seat {
			x = append(x, "seat", "seat"+n)
		}
		if p.Country != nil {
			x = append(x, "inner="+strconv.Itoa(min(inner[*p.Country], 2))+p.Kind, "of="+*p.Country)
			x = append(x, "weight="+strconv.Itoa(min(f.weight[*p.Country]/3, 4))+p.Kind)
		}
		x = append(x, f.played(i, p.Kind, n)...)
		for k, s := range f.spots[i] {
			x = append(x, f.stand(s, p.Kind)...)
			if k == 0 {
				x = append(x, "first="+strconv.Itoa(min(f.tree.Sentence(s.head), 8)/2), "words="+strconv.Itoa(min(s.last-s.first, 3))+p.Kind)
				if s.first == 0 && s.last+1 < len(f.doc.Tokens) && strings.ContainsAny(f.doc.Tokens[s.last+1].Form, "(—–-,") {
					x = append(x, "dateline")
				}
			}
		}
		slices.Sort(x)
		all[i] = slices.Compact(x)
	}
	return all
}

// played names the parts that the engine gives place i in what the report tells.
func (f *Finder) played(i int, kind, stands string) []string {
	top, often := map[string]float32{}, 0
	for _, s := range f.spots[i] {
		for k := s.first; k <= s.last; k++ {
			for _, a := range f.parts[k] {
				top[a.Role] = max(top[a.Role], a.Score)
				if a.Role == "place" && a.Score >= sure {
					often++
				}
			}
		}
	}
	at := "part=" + learnt.Fifths(top["place"])
	party := "party=" + learnt.Fifths(max(top["actor"], top["recipient"]))
	return []string{at, at + kind, at + stands, party, party + kind, at + party, "sure=" + strconv.Itoa(min(often, 3)) + kind}
}

// lastWord is the last word of a name, which tells what a described place is.
func lastWord(name string) string {
	w := strings.Fields(gazetteer.Fold(name))
	if len(w) == 0 {
		return ""
	}
	return w[len(w)-1]
}

// stand names how a place stands in one spot.
func (f *Finder) stand(s spot, kind string) []string {
	rel, c, typ := f.tree.Rel(s.head), f.caseWord(s.name), s.typ
	x := []string{"type=" + typ, "rel=" + rel, "case=" + c, "case=" + c + "/" + kind, "rel=" + rel + "/" + kind, "type=" + typ + kind}
	if s.stands {
		x = append(x, "located="+c+rel)
	}
	if h := f.tree.Head(s.head); h >= 0 {
		l := strings.ToLower(f.doc.Tokens[h].Lemma)
		x = append(x, "under="+l, "under="+l+"/"+c, "pos="+f.doc.Tokens[h].UPOS+c)
	}
	if _, acts := f.actors.At(s.head); acts {
		x = append(x, "acts="+rel)
	}
	return x
}

// count returns in how many spots a place stands as one, or does not.
func (f *Finder) count(i int, stands bool) int {
	n := 0
	for _, s := range f.spots[i] {
		if s.stands == stands {
			n++
		}
	}
	return n
}
