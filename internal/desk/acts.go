package desk

import (
	"cmp"
	"context"
	"encoding/json"
	"net/url"
	"slices"
	"time"

	"readout/internal/codebook"
	"readout/internal/draw"
	"readout/internal/store"
)

// An act is an event as charts and graphs count it.
type act struct {
	item                       store.Item
	Type, Mode, Factuality     string
	Actors, Recipients, Places []string
	cooperation, conflict      bool
	weight                     float64 // on Goldstein's scale, from -10 (conflict) to +10 (cooperation)
	day                        time.Time
}

// How many events a page goes through at most, the latest: those of one entry,
// and those in which one of two actors acts.
const (
	actsRead = 300
	sideRead = 200
)

// acts are the latest events that a query asks for, up to its limit, the
// latest first; cut is true where there are more.
func (d *desk) acts(ctx context.Context, q store.Query) (out []act, cut bool, err error) {
	q.Kind, q.Newest = "event", true
	items, err := d.Store.Some(ctx, q)
	for _, i := range items {
		out = append(out, actOf(i))
	}
	return out, len(items) == q.Limit, err
}

func actOf(i store.Item) act {
	a := act{item: i}
	json.Unmarshal(i.Body, &a) // a field that is not there stays empty
	a.day = dayOf(i.Day)
	code, known := codebook.CAMEO(a.Type, a.Mode, a.Factuality)
	if !known || a.Factuality == codebook.Denied || a.Factuality == codebook.Possible {
		return a
	}
	folded, _ := codebook.TypeByName(codebook.Fold(a.Type, a.Factuality))
	a.cooperation = folded.Quad == codebook.VerbalCooperation || folded.Quad == codebook.MaterialCooperation
	a.conflict = !a.cooperation
	a.weight = code.Weight
	return a
}

// pairs are the parties between whom an act is: each actor with each
// recipient, and with each other where the act is mutual.
func (a act) pairs() (out [][2]string) {
	for i, x := range a.Actors {
		with := a.Recipients
		if len(with) == 0 {
			with = a.Actors[i+1:]
		}
		for _, y := range with {
			if x != y {
				out = append(out, [2]string{min(x, y), max(x, y)})
			}
		}
	}
	return out
}

// A tally counts what brings together and what sets apart.
type tally struct {
	ID                    string
	Cooperation, Conflict int
	Other                 int // denied or only possible
}

// All is how many there are.
func (t tally) All() int { return t.Cooperation + t.Conflict + t.Other }

// tallies count acts by some of their properties, the most first.
func tallies(acts []act, by func(act) []string) (out []tally) {
	at := map[string]int{}
	for _, a := range acts {
		for _, id := range distinct(by(a)) {
			k, ok := at[id]
			if !ok {
				k = len(out)
				at[id], out = k, append(out, tally{ID: id})
			}
			switch {
			case a.cooperation:
				out[k].Cooperation++
			case a.conflict:
				out[k].Conflict++
			default:
				out[k].Other++
			}
		}
	}
	slices.SortStableFunc(out, func(a, b tally) int { return cmp.Or(b.All()-a.All(), cmp.Compare(a.ID, b.ID)) })
	return out
}

func distinct(list []string) []string {
	out := slices.Clone(list)
	slices.Sort(out)
	return slices.Compact(out)
}

// periodsOf are the periods in which acts with a day lie.
func periodsOf(acts []act) []draw.Period {
	var from, to time.Time
	for _, a := range acts {
		if a.day.IsZero() {
			continue
		}
		if from.IsZero() || a.day.Before(from) {
			from = a.day
		}
		if a.day.After(to) {
			to = a.day
		}
	}
	if from.IsZero() {
		return nil
	}
	return draw.Periods(from, to)
}

// series count acts over time.
func series(name, link string, periods []draw.Period, acts []act, value func(act) float64) draw.Series {
	s := draw.Series{Name: name, URL: link, Up: make([]float64, len(periods)), Down: make([]float64, len(periods))}
	for _, a := range acts {
		k, ok := draw.PeriodOf(periods, a.day)
		if !ok {
			continue
		}
		if v := value(a); v > 0 {
			s.Up[k] += v
		} else {
			s.Down[k] -= v
		}
	}
	return s
}

// once counts an act as one above or below the line.
func once(a act) float64 {
	switch {
	case a.cooperation:
		return 1
	case a.conflict:
		return -1
	}
	return 0
}

// listURL is the address of the search for all of a kind that have some
// properties, given as names and values by turns.
func listURL(kind string, properties ...string) string {
	return address("/search", append(properties, "kind", kind, "newest", "true"))
}

// dyadURL is the address of the page of two actors in a time of days, "" for
// none.
func dyadURL(a, b, since, until string) string {
	return address("/dyad", []string{"a", a, "b", b, "since", since, "until", until})
}

// address is a path with the properties that have a value.
func address(path string, properties []string) string {
	v := url.Values{}
	for i := 0; i < len(properties); i += 2 {
		if properties[i+1] != "" {
			v.Set(properties[i], properties[i+1])
		}
	}
	return path + "?" + v.Encode()
}
