package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"
)

// A hit is one item found.
type hit struct{ day, item int64 }

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
