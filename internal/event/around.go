package event

import (
	"slices"
	"strconv"
	"strings"

	"readout/internal/gazetteer"
	"readout/internal/lang"
	"readout/internal/learnt"
	"readout/internal/record"
)

// placeParts names the part that the engine gives a place in an event, in what
// else its sentences tell, and anywhere in the report.
func (f *finder) placeParts(spots []spot, s spot, e *record.Event, near string) []string {
	trigger := f.token(e.Trigger)
	own, rival, told, any := lang.Arg{}, float32(0), float32(0), float32(0)
	for _, o := range spots {
		for k := o.first; k <= o.last; k++ {
			for _, a := range f.plays[k] {
				switch {
				case a.Trigger == trigger && o.ID == s.ID && a.Score > own.Score:
					own = a
				case a.Trigger == trigger && o.ID != s.ID && a.Role == "place":
					rival = max(rival, a.Score)
				}
				if a.Role == "place" && o.ID == s.ID {
					any = max(any, a.Score)
					if f.tells(e, a.Trigger) {
						told = max(told, a.Score)
					}
				}
			}
		}
	}
	part := "part=" + own.Role + learnt.Fifths(own.Score)
	return []string{part, part + near, part + "/" + s.Kind, part + "/" + e.Type, part + "rival" + learnt.Fifths(rival), "rival=" + learnt.Fifths(rival) + near,
		"toldpart=" + learnt.Fifths(told), "toldpart=" + learnt.Fifths(told) + near, "toldpart=" + learnt.Fifths(told) + "rival" + learnt.Fifths(rival), "anypart=" + learnt.Fifths(any), "anypart=" + learnt.Fifths(any) + near}
}

// placeAround names what the report around an event says of a place: its first
// words, its title, the event before.
func (f *finder) placeAround(s spot, events []record.Event, i int, near string) []string {
	x := []string{"at=" + learnt.Depth(f.tree.Sentence(f.token(events[i].Trigger)))}
	if s.first == 0 {
		x = append(x, "dateline")
	}
	if strings.Contains(" "+gazetteer.Fold(f.doc.Title)+" ", " "+gazetteer.Fold(s.Place.Name)+" ") {
		x = append(x, "title="+s.Kind, "title"+near)
	}
	neighbours(events, i, func(side string, o *record.Event) {
		if len(o.Places) > 0 {
			x = append(x, echoes(side+strconv.FormatBool(slices.Contains(o.Places, s.ID)), near, o, &events[i])...)
		}
	})
	return x
}

// placeKin names what a place is to the parties of an event: in the country of one.
func (f *finder) placeKin(e *record.Event, s spot, near string) []string {
	name := gazetteer.Fold(s.Place.Name)
	x := []string{"name=" + name, "name=" + name + "/" + near[:4]}
	if _, seat := gazetteer.Metonym(s.Place.Name); seat {
		x = append(x, "seat"+near, "seat"+near+strconv.FormatBool(s.stands))
	}
	if s.Country == nil {
		return x
	}
	of := func(ids []string) string {
		if len(ids) == 0 {
			return "-"
		}
		return strconv.FormatBool(slices.ContainsFunc(ids, func(id string) bool {
			_, _, country := f.look(id)
			return country == *s.Country
		}))
	}
	kin := "kin=" + of(e.Actors) + of(e.Recipients)
	return append(x, kin+s.Kind, kin+e.Type, kin+near, kin+s.Kind+e.Type)
}

// placeRank names where a place stands among those that the report names as
// places: by how lately it was named before the trigger, and by how often.
func (f *finder) placeRank(spots []spot, s spot, trigger int, near string) []string {
	last, often := map[string]int{}, map[string]int{}
	lead := false
	for _, o := range spots {
		if !o.stands {
			continue
		}
		often[o.ID]++
		if o.head < trigger {
			last[o.ID] = o.head + 1
		}
		lead = lead || o.ID == s.ID && f.tree.Sentence(o.head) < 2
	}
	later, more := 0, 0
	for id := range often {
		if last[id] > last[s.ID] {
			later++
		}
		if often[id] > often[s.ID] {
			more++
		}
	}
	if often[s.ID] == 0 {
		more = 9
	}
	x := []string{"often=" + strconv.Itoa(min(more, 3)), "often=" + strconv.Itoa(min(more, 3)) + near}
	if last[s.ID] > 0 {
		at := "lately=" + strconv.Itoa(min(later, 4))
		x = append(x, at+near, at+s.Kind, at+"often="+strconv.Itoa(min(more, 3)))
		if p := f.doc.Sentences[f.tree.Sentence(last[s.ID]-1)].Paragraph; p == f.doc.Sentences[f.tree.Sentence(trigger)].Paragraph {
			x = append(x, "paragraph"+near)
		}
	}
	if lead {
		x = append(x, "lead", "lead"+near, "lead"+s.Kind)
	}
	return x
}

// placeDoings names what is done at a place elsewhere in the report, and whether
// a party of the event does it: "Kerry arrived in Varon. He warned ...".
func (f *finder) placeDoings(spots []spot, s spot, trigger int, e *record.Event) []string {
	var x []string
	for _, o := range spots {
		if o.ID != s.ID || !o.stands || f.tree.Sentence(o.head) == f.tree.Sentence(trigger) {
			continue
		}
		v := f.owner(o.head, -1)
		if v < 0 {
			continue
		}
		does := "does=" + f.lemma(v)
		x = append(x, does, does+"/"+e.Type)
		side := "later"
		if o.head < trigger {
			side = "earlier"
		}
		if n := f.tree.Child(v, "nsubj"); n >= 0 {
			if id, ok := f.in.Actors.At(n); ok && (slices.Contains(e.Actors, id) || slices.Contains(e.Recipients, id)) {
				x = append(x, "party"+side, "party"+side+e.Type, "party"+does)
			}
		}
	}
	return x
}
