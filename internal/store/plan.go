package store

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// A query is answered in two steps. The first walks through the numbers of
// items in order of day: those of the rarest facet, those that hold the words,
// or all of a kind; what else is asked is looked up for each, mostly among
// facets, which know the day too. It stops as soon as the page is full and
// enough is counted. The second reads the items of the page.
//
// Going through all that match and sorting it would be simpler, but a country
// has a hundred thousand events, and a common word stands in more.

// A stretch is a part of time that is walked through. What reaches a day
// begins on it, or shortly before, or lasts long: three cases that facets tell.
type stretch struct {
	from, to int64  // days on which items begin: those without a day too from noDay on
	long     bool   // only what lasts long
	reach    string // the day that items must reach, "" for any
}

// stretches are what a query walks through, in its order.
func (q *Query) stretches() []stretch {
	s := stretch{from: noDay, to: maxDay, reach: q.Since}
	if q.Since != "" || q.Until != "" {
		s.from = minDay
	}
	if q.Until != "" {
		s.to = dayNumber(q.Until)
	}
	out := []stretch{s}
	if q.Since != "" {
		since := dayNumber(q.Since)
		early, late := s, s
		early.long, early.to = true, min(s.to, since-longDays-1)
		late.from = since - longDays
		out = []stretch{early, late}
	}
	if q.Newest {
		slices.Reverse(out)
	}
	if q.After != nil {
		for k := range out {
			if q.Newest {
				out[k].to = min(out[k].to, dayNumber(q.After.Day))
			} else {
				out[k].from = max(out[k].from, dayNumber(q.After.Day))
			}
		}
	}
	return slices.DeleteFunc(out, func(s stretch) bool { return s.from > s.to })
}

// A choice is one field of a query: items have one of its keys.
type choice struct {
	keys  []any
	count int
}

// Bounds are the numbers by which a walk is chosen.
type bounds struct {
	drawFrom int // how many items of a facet, or that hold words, are counted
	fewItems int // up to how many items common words are looked up for each, and not the other way round
}

// manyKeys is from how many keys on it is cheaper to gather items and sort
// them than to walk through all keys side by side.
const manyKeys = 16

// kinds are the kinds of items. Rows of words are numbered by them: a new one
// goes to the end.
var kinds = []string{"event", "statement", "situation", "actor", "place", "story", "report", "family"}

// kindsOf are the kinds of a query, as facets name them.
func (q *Query) kindsOf() []string {
	of := kinds
	if q.Kind != "" {
		of = []string{q.Kind}
	}
	out := slices.Clone(of)
	if q.Hidden {
		for _, k := range of {
			out = append(out, hiddenKind(k))
		}
	}
	return out
}

// choices are the fields of a query, the rarest first.
func (db *DB) choices(ctx context.Context, q *Query, facets map[string][]string) ([]choice, error) {
	var out []choice
	for _, field := range slices.Sorted(maps.Keys(facets)) {
		c := choice{}
		for _, kind := range q.kindsOf() {
			for _, v := range facets[field] {
				key := facetKey(kind, field, v)
				n := 0
				if err := db.sql.QueryRowContext(ctx, fmt.Sprintf(`SELECT count(*) FROM (SELECT 1 FROM facet WHERE key = $1 LIMIT %d)`, db.bounds.drawFrom), key).Scan(&n); err != nil {
					return nil, err
				}
				if n > 0 {
					c.keys, c.count = append(c.keys, key), c.count+n
				}
			}
		}
		if c.keys == nil {
			c.keys = []any{0} // a key that nothing has
		}
		out = append(out, c)
	}
	slices.SortStableFunc(out, func(a, b choice) int { return cmp.Compare(a.weight(), b.weight()) })
	return out, nil
}

// weight is what walking through a choice costs.
func (c *choice) weight() int {
	if len(c.keys) > manyKeys {
		return 4 * c.count // to be sorted first
	}
	return c.count
}

// originsFacet is the facet that comes nearest to the origins wanted; exact is
// false when it holds items with fewer.
func (q *Query) originsFacet() (value string, exact bool) {
	for _, n := range slices.Backward(manyOrigins) {
		if q.MinOrigins >= n {
			return strconv.Itoa(n), q.MinOrigins == n
		}
	}
	return "", q.MinOrigins <= 0
}

// walks are the walks of a query, list after list; what the lists give is to
// be merged.
func (db *DB) walks(ctx context.Context, q *Query) ([][]*walk, error) {
	facets := maps.Clone(q.Facets)
	if v, _ := q.originsFacet(); v != "" {
		if facets == nil {
			facets = map[string][]string{}
		}
		facets["origins"] = []string{v}
	}
	base, err := db.choices(ctx, q, facets)
	if err != nil {
		return nil, err
	}
	var long []choice
	if q.Since != "" {
		if long, err = db.choices(ctx, q, map[string][]string{"long": {strconv.Itoa(yearOf(dayNumber(q.Since))), always}}); err != nil {
			return nil, err
		}
	}
	if strings.TrimSpace(q.Words) == "" {
		return [][]*walk{db.through(q, base, long, nil)}, nil
	}
	var out [][]*walk
	for _, kind := range kinds {
		for _, hidden := range []bool{false, true} {
			if q.Kind != "" && kind != q.Kind || hidden && !q.Hidden {
				continue
			}
			said, err := db.said(ctx, q, kind, hidden)
			if err != nil {
				return nil, err
			}
			if said.count > 0 {
				out = append(out, db.through(q, base, long, said))
			}
		}
	}
	return out, nil
}

// A said is the items of one kind that hold the words of a query.
type said struct {
	kind   string
	hidden bool
	count  int // up to drawFrom
}

func (db *DB) said(ctx context.Context, q *Query, kind string, hidden bool) (*said, error) {
	s := &said{kind: kind, hidden: hidden}
	condition, arg := db.match(q.Words, false)
	query := fmt.Sprintf(`SELECT count(*) FROM (SELECT 1 FROM words WHERE `+condition+` AND rowid >= $2 AND rowid <= $3 LIMIT %d)`, 1, db.bounds.drawFrom)
	err := db.sql.QueryRowContext(ctx, query, arg, s.row(noDay, 0), s.row(maxDay, 1<<itemBits-1)).Scan(&s.count)
	return s, err
}

func (s *said) row(day, n int64) int64 { return wordsNumber(s.kind, s.hidden, day, n) }

// through are the walks through all stretches of a query, for what is said
// where words are asked for.
func (db *DB) through(q *Query, base, long []choice, said *said) (out []*walk) {
	for _, s := range q.stretches() {
		list := base
		if s.long {
			list = slices.Concat(long, base) // of equals those that last are fewer
			slices.SortStableFunc(list, func(a, b choice) int { return cmp.Compare(a.weight(), b.weight()) })
		}
		w := &walk{}
		switch {
		case said != nil && (len(list) == 0 || said.count < db.bounds.drawFrom || list[0].count > db.bounds.fewItems):
			db.throughWords(w, q, s, list, said)
		case len(list) > 0:
			db.throughFacets(w, q, s, list, said)
		default:
			db.throughAll(w, q, s)
		}
		out = append(out, w)
	}
	return out
}
