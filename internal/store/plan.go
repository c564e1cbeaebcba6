package store

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A query is answered in two steps. The first walks through the numbers of
// items in order of day: those of the rarest facet, those that hold the words,
// or all of a kind; what else is asked is looked up for each, mostly among
// facets, which know the day too. It stops as soon as the page is full and
// enough is counted. The second reads the items of the page.
//
// Going through all that match and sorting it would be simpler, but a country
// has a hundred thousand events, and a common word stands in more.

// A hit is one item found.
type hit struct{ day, item int64 }

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

// A walk selects days and numbers of items, or rows of words, in order of day.
type walk struct {
	sql  strings.Builder
	args []any
	rows bool // of words
}

// add adds SQL; each %d in it stands for the place of a value.
func (w *walk) add(format string, values ...any) {
	var at []any
	for _, v := range values {
		w.args = append(w.args, v)
		at = append(at, len(w.args))
	}
	fmt.Fprintf(&w.sql, format, at...)
}

func places(n int) string { return strings.TrimSuffix(strings.Repeat("$%d, ", n), ", ") }

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
		if long, err = db.choices(ctx, q, map[string][]string{"long": {""}}); err != nil {
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
			list = slices.Concat(base, long)
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

// order ends a walk.
func (w *walk) order(column string, newest bool) {
	w.add(" ORDER BY " + column)
	if newest {
		w.add(" DESC")
	}
}

// throughAll walks through all items of a kind.
func (db *DB) throughAll(w *walk, q *Query, s stretch) {
	w.add("SELECT i.day, i.n FROM ")
	if q.Changed > 0 {
		w.add("(SELECT n FROM item WHERE changed > $%d) c "+db.inOrder()+" item i ON i.n = c.n", q.Changed)
	} else {
		w.add("item i")
	}
	w.add(" WHERE 1 = 1")
	if q.Kind != "" {
		w.add(" AND i.kind = $%d", q.Kind)
	}
	if !q.Hidden {
		w.add(" AND i.hidden = 0")
	}
	if s.from > noDay {
		w.add(" AND i.day >= $%d", dayText(s.from))
	}
	if s.to < maxDay {
		w.add(" AND i.day <= $%d", dayText(s.to))
	}
	if s.reach != "" {
		w.add(" AND (i.until >= $%d OR i.until = '')", s.reach)
	}
	if q.MinOrigins > 0 {
		w.add(" AND i.origins >= $%d", q.MinOrigins)
	}
	w.order("i.day", q.Newest)
}

// throughFacets walks through the items of the first choice, and through
// several keys side by side.
func (db *DB) throughFacets(w *walk, q *Query, s stretch, list []choice, said *said) {
	term := func(keys []any) {
		w.add("SELECT f.day, f.item FROM facet f WHERE f.key IN ("+places(len(keys))+")", keys...)
		w.bound("f.day", s)
		w.rest("f.day", "f.item", q, s, list[1:], list[0].count)
		if said != nil {
			condition, arg := db.match(q.Words, false)
			w.add(" AND EXISTS (SELECT 1 FROM words WHERE "+condition, arg)
			w.add(" AND words.rowid = $%d + (CASE f.day WHEN $%d THEN 0 ELSE f.day + $%d END << $%d) + f.item)", said.row(noDay, 0), noDay, yearZero, itemBits)
		}
	}
	keys := list[0].keys
	switch {
	case len(keys) == 1:
		term(keys)
		w.order("f.day", q.Newest)
	case len(keys) > manyKeys:
		w.add("SELECT DISTINCT day, item FROM (")
		term(keys)
		w.add(")")
		w.order("day", q.Newest)
	default:
		for k := range keys {
			if k > 0 {
				w.add(" UNION ")
			}
			term(keys[k : k+1])
		}
		w.order("1", q.Newest)
		w.add(", 2")
		if q.Newest {
			w.add(" DESC")
		}
	}
}

// throughWords walks through the items of one kind that hold the words.
func (db *DB) throughWords(w *walk, q *Query, s stretch, list []choice, said *said) {
	w.rows = true
	condition, arg := db.match(q.Words, false)
	w.add("SELECT words.rowid FROM words WHERE "+condition, arg)
	w.add(" AND words.rowid >= $%d AND words.rowid <= $%d", said.row(s.from, 0), said.row(s.to, 1<<itemBits-1))
	number := fmt.Sprintf("(words.rowid >> %d & %d)", itemBits, 1<<dayBits-1)
	day := fmt.Sprintf("(CASE %s WHEN 0 THEN %d ELSE %s - %d END)", number, noDay, number, yearZero)
	w.rest(day, fmt.Sprintf("(words.rowid & %d)", int64(1<<itemBits-1)), q, s, list, db.bounds.drawFrom)
	w.order("words.rowid", q.Newest)
}

// bound keeps a walk within a stretch.
func (w *walk) bound(day string, s stretch) {
	if s.from > noDay {
		w.add(" AND "+day+" >= $%d", s.from)
	}
	if s.to < maxDay {
		w.add(" AND "+day+" <= $%d", s.to)
	}
}

// rest looks up for each item what else is asked: the other facets, and what
// only the item knows.
func (w *walk) rest(day, item string, q *Query, s stretch, list []choice, drawn int) {
	for _, c := range list {
		if len(c.keys) > manyKeys && c.count < len(c.keys)*drawn { // cheaper to gather than to look up
			w.add(" AND "+item+" IN (SELECT g.item FROM facet g WHERE g.key IN ("+places(len(c.keys))+"))", c.keys...)
		} else {
			w.add(" AND EXISTS (SELECT 1 FROM facet g WHERE g.key IN ("+places(len(c.keys))+") AND g.day = "+day+" AND g.item = "+item+")", c.keys...)
		}
	}
	if s.reach != "" {
		w.add(" AND ("+day+" >= $%d OR EXISTS (SELECT 1 FROM item i WHERE i.n = "+item+" AND (i.until >= $%d OR i.until = '')))", dayNumber(s.reach), s.reach)
	}
	if q.Changed > 0 {
		w.add(" AND "+item+" IN (SELECT n FROM item WHERE changed > $%d)", q.Changed)
	}
	if _, exact := q.originsFacet(); !exact {
		w.add(" AND EXISTS (SELECT 1 FROM item i WHERE i.n = "+item+" AND i.origins >= $%d)", q.MinOrigins)
	}
}

// Days of the calendar as numbers, from the first year to the last that is
// written with four digits.
const (
	minDay = -719162
	maxDay = 2932896
)

// dayText writes a day, "" for an unknown one.
func dayText(day int64) string {
	if day == noDay {
		return ""
	}
	return time.Unix(min(max(day, minDay), maxDay)*86400, 0).UTC().Format(time.DateOnly)
}

// A catch is what walks find.
type catch struct {
	want, most int // hits to keep and to count, -1 for all
	hits       []hit
	count      int
	aside      int64 // a day whose hits do not count among those wanted
	asides     int
}

// take takes a hit and says whether more are wanted. A day is taken whole: its
// items are in order of id only when all are known.
func (c *catch) take(h hit) bool {
	n := len(c.hits)
	if h.day == c.aside {
		c.asides++
	} else if c.want >= 0 && n-c.asides >= c.want && h.day != c.hits[n-1].day {
		c.count++
		return c.count-c.asides < c.most
	}
	c.hits = append(c.hits, h)
	c.count++
	return true
}

// run goes a walk.
func (db *DB) run(ctx context.Context, w *walk, c *catch) (more bool, err error) {
	rows, err := db.sql.QueryContext(ctx, w.sql.String(), w.args...)
	if err != nil {
		return false, err
	}
	defer rows.Close()
	for rows.Next() {
		h, err := w.scan(rows)
		if err != nil {
			return false, err
		}
		if !c.take(h) {
			return false, nil
		}
	}
	return true, rows.Err()
}

func (w *walk) scan(rows *sql.Rows) (h hit, err error) {
	if w.rows {
		var row int64
		err = rows.Scan(&row)
		return hit{wordsDay(row), itemOf(row)}, err
	}
	var day any
	if err = rows.Scan(&day, &h.item); err != nil {
		return h, err
	}
	switch d := day.(type) {
	case int64:
		h.day = d
	case string:
		h.day = dayNumber(d)
	}
	return h, nil
}
