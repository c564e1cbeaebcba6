package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// An Item is one entry of the merged record, with what it is found by.
type Item struct {
	Kind    string // event, statement, situation, actor, place, story, report, family
	ID      string
	Title   string
	Day     string // first day, "" when unknown
	Until   string // last day
	Origins int
	Hidden  bool // found by id only: a person marked it as wrong
	Body    json.RawMessage
	Facets  []Facet
	Text    string // words by which it is found, besides those of the title; not read back
	Sum     uint64 // names what it is made of, 0 to have it taken from all the rest; not read back
}

// A Facet is one property by which items are filtered: the field "actor"
// with the id of an actor or a name of it.
type Facet struct{ Field, Value string }

// A Query says which items are wanted. Values of one field are alternatives;
// all fields must hold.
type Query struct {
	Kind       string
	Facets     map[string][]string
	Since      string // items that end before are left out
	Until      string // items that start after are left out
	MinOrigins int
	Words      string
	Limit      int
	Offset     int
	Newest     bool  // last day first
	Hidden     bool  // hidden items too
	After      *Spot // items that come later in the order than this
	Changed    int64 // items that came or changed in a merge after the one of this number; 0 for all
}

// A Spot is the place of an item in the order of a query: the next page
// begins after the spot of the last item of this one, however far in it is and
// whatever came before it meanwhile.
type Spot struct{ Day, ID string }

// Many is how many items of a query are counted at most, beyond its page.
const Many = 1000

// Items lists the items that a query asks for, in order of day and id, and
// how many there are on all pages: of more than Many, some number beyond it.
func (db *DB) Items(ctx context.Context, q Query) (out []Item, total int, err error) {
	defer wrap(&err, "list items")
	return db.list(ctx, &q, Many)
}

// Some is Items without the count.
func (db *DB) Some(ctx context.Context, q Query) (out []Item, err error) {
	defer wrap(&err, "list items")
	out, _, err = db.list(ctx, &q, 0)
	return out, err
}

// listTries is how often a page is looked for while merges drop what was
// found of it.
const listTries = 5

// list counts so many items beyond the page at most. A page is whole: a short
// one would be taken for the last.
func (db *DB) list(ctx context.Context, q *Query, beyond int) ([]Item, int, error) {
	for range listTries {
		hits, total, err := db.find(ctx, q, beyond)
		if err != nil {
			return nil, 0, err
		}
		out, err := db.itemsOf(ctx, hits)
		if err != nil || len(out) == len(hits) {
			return out, total, err
		}
	}
	return nil, 0, errors.New("the merged record changes too quickly")
}

// find looks for the items of a page, and counts those beyond it.
func (db *DB) find(ctx context.Context, q *Query, beyond int) (hits []hit, total int, err error) {
	lists, err := db.walks(ctx, q)
	if err != nil {
		return nil, 0, err
	}
	for _, walks := range lists {
		c := q.newCatch(beyond)
		for _, w := range walks {
			more, err := db.run(ctx, w, c)
			if err != nil {
				return nil, 0, err
			}
			if !more {
				break
			}
		}
		hits, total = append(hits, c.hits...), total+c.count
	}
	if len(lists) > 1 {
		slices.SortStableFunc(hits, q.byDay)
	}
	found := len(hits)
	if hits, err = db.afterSpot(ctx, q, hits); err != nil {
		return nil, 0, err
	}
	total -= found - len(hits)
	hits, err = db.cut(ctx, q, hits)
	return hits, total, err
}

func (q *Query) newCatch(beyond int) *catch {
	c := &catch{want: -1, most: -1, aside: noDay - 1}
	if q.Limit > 0 {
		c.want = max(0, q.Offset) + q.Limit
		c.most = c.want + beyond
	}
	if q.After != nil {
		c.aside = dayNumber(q.After.Day)
	}
	return c
}

func (q *Query) byDay(a, b hit) int {
	if q.Newest {
		a, b = b, a
	}
	return cmp.Compare(a.day, b.day)
}

// afterSpot leaves out hits on the day of the query's spot that come before it.
func (db *DB) afterSpot(ctx context.Context, q *Query, hits []hit) ([]hit, error) {
	if q.After == nil {
		return hits, nil
	}
	day := dayNumber(q.After.Day)
	var same []hit
	for _, h := range hits {
		if h.day == day {
			same = append(same, h)
		}
	}
	ids, err := db.idsOf(ctx, same)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(hits, func(h hit) bool { return h.day == day && ids[h.item] <= q.After.ID }), nil
}

// cut puts the hits of each day in order of id and takes those of the page.
func (db *DB) cut(ctx context.Context, q *Query, hits []hit) ([]hit, error) {
	from := min(max(0, q.Offset), len(hits))
	to := len(hits)
	if q.Limit > 0 {
		to = min(to, from+q.Limit)
	}
	for a := from; a > 0 && from < to && hits[a-1].day == hits[from].day; a-- {
		from-- // to where its day begins
	}
	skip := max(0, min(max(0, q.Offset), len(hits))-from)
	end := to
	for end > from && end < len(hits) && hits[end].day == hits[to-1].day {
		end++
	}
	days := hits[from:end]
	ids, err := db.idsOf(ctx, days)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(days, func(a, b hit) int { return cmp.Or(q.byDay(a, b), cmp.Compare(ids[a.item], ids[b.item])) })
	return hits[from+skip : to], nil
}

// idsOf are the ids of hits by number.
func (db *DB) idsOf(ctx context.Context, hits []hit) (map[int64]string, error) {
	out := make(map[int64]string, len(hits))
	err := db.byNumber(ctx, `n, id`, hits, func(rows *sql.Rows) error {
		var n int64
		var id string
		err := rows.Scan(&n, &id)
		out[n] = id
		return err
	})
	return out, err
}

// itemsOf reads the items of hits, in their order.
func (db *DB) itemsOf(ctx context.Context, hits []hit) ([]Item, error) {
	all := make(map[int64]Item, len(hits))
	err := db.byNumber(ctx, `n, kind, id, title, day, until, origins, body`, hits, func(rows *sql.Rows) error {
		var n int64
		var i Item
		var body []byte
		err := rows.Scan(&n, &i.Kind, &i.ID, &i.Title, &i.Day, &i.Until, &i.Origins, &body)
		if err != nil {
			return err
		}
		if i.Body, err = unpackItem(body); err != nil {
			return fmt.Errorf("%s %s: %w", i.Kind, i.ID, err)
		}
		all[n] = i
		return nil
	})
	var out []Item
	for _, h := range hits {
		if i, ok := all[h.item]; ok { // else a merge dropped it meanwhile
			out = append(out, i)
		}
	}
	return out, err
}

// byNumber selects columns of the items of hits, in any order.
func (db *DB) byNumber(ctx context.Context, columns string, hits []hit, each func(*sql.Rows) error) error {
	const batch = 500
	for len(hits) > 0 {
		part := hits[:min(batch, len(hits))]
		hits = hits[len(part):]
		var list []string
		for _, h := range part {
			list = append(list, strconv.FormatInt(h.item, 10))
		}
		if err := db.eachRow(ctx, `SELECT `+columns+` FROM item WHERE n IN (`+strings.Join(list, ", ")+`)`, each); err != nil {
			return err
		}
	}
	return nil
}

func (db *DB) eachRow(ctx context.Context, query string, each func(*sql.Rows) error, args ...any) error {
	rows, err := db.sql.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := each(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

func scanItems(rows *sql.Rows) (out []Item, err error) {
	defer rows.Close()
	for rows.Next() {
		var i Item
		var body []byte
		if err := rows.Scan(&i.Kind, &i.ID, &i.Title, &i.Day, &i.Until, &i.Origins, &body); err != nil {
			return nil, err
		}
		if i.Body, err = unpackItem(body); err != nil {
			return nil, fmt.Errorf("%s %s: %w", i.Kind, i.ID, err)
		}
		out = append(out, i)
	}
	return out, rows.Err()
}

// Item is the item with an id.
func (db *DB) Item(ctx context.Context, id string) (i Item, err error) {
	defer wrap(&err, "item %s", id)
	var body []byte
	err = db.sql.QueryRowContext(ctx, `SELECT kind, id, title, day, until, origins, hidden, body FROM item WHERE id = $1`, id).
		Scan(&i.Kind, &i.ID, &i.Title, &i.Day, &i.Until, &i.Origins, &i.Hidden, &body)
	if errors.Is(err, sql.ErrNoRows) {
		return i, ErrNone
	}
	if err != nil {
		return i, err
	}
	i.Body, err = unpackItem(body)
	return i, err
}

// Titles are the titles of items by id.
func (db *DB) Titles(ctx context.Context, ids []string) (out map[string]string, err error) {
	defer wrap(&err, "list titles")
	out = map[string]string{}
	const batch = 500
	for len(ids) > 0 {
		part := ids[:min(batch, len(ids))]
		ids = ids[len(part):]
		var places []string
		var args []any
		for k, id := range part {
			places = append(places, fmt.Sprintf("$%d", k+1))
			args = append(args, id)
		}
		if err := db.titles(ctx, `SELECT id, title FROM item WHERE id IN (`+strings.Join(places, ", ")+`)`, args, out); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (db *DB) titles(ctx context.Context, query string, args []any, out map[string]string) error {
	rows, err := db.sql.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id, title string
		if err := rows.Scan(&id, &title); err != nil {
			return err
		}
		out[id] = title
	}
	return rows.Err()
}

// Stats are counts of what is kept.
type Stats struct {
	Pages       int            `json:"pages"`
	Reports     int            `json:"reports"`
	Readings    int            `json:"readings"`
	Unread      int            `json:"unread"` // reports whose reading has a notice
	Corrections int            `json:"corrections"`
	Items       map[string]int `json:"merged"`
	MergedAt    string         `json:"merged_at"`
	Readers     map[string]int `json:"readers"`
}

// Stats counts what is kept, in one walk each through pages, reports and readings.
func (db *DB) Stats(ctx context.Context) (s Stats, err error) {
	defer wrap(&err, "count")
	for _, c := range []struct {
		to    *int
		query string
	}{
		{&s.Pages, `SELECT count(*) FROM page`}, {&s.Reports, `SELECT count(*) FROM report`}, {&s.Corrections, `SELECT count(*) FROM correction`},
	} {
		if err := db.sql.QueryRowContext(ctx, c.query).Scan(c.to); err != nil {
			return s, err
		}
	}
	s.Readers = map[string]int{}
	err = db.eachRow(ctx, `SELECT reader, notice <> '', count(*) FROM reading GROUP BY reader, notice <> ''`, func(rows *sql.Rows) error {
		var reader string
		var unread bool
		var n int
		err := rows.Scan(&reader, &unread, &n)
		s.Readers[reader] += n
		s.Readings += n
		if unread {
			s.Unread += n
		}
		return err
	})
	if err != nil {
		return s, err
	}
	if s.Items, err = db.counts(ctx, `SELECT substr(name, 7), CAST(value AS INTEGER) FROM merged WHERE name LIKE 'count %'`); err != nil {
		return s, err
	}
	err = db.sql.QueryRowContext(ctx, `SELECT coalesce(max(value), '') FROM merged WHERE name = 'at'`).Scan(&s.MergedAt)
	return s, err
}

func (db *DB) counts(ctx context.Context, query string) (map[string]int, error) {
	rows, err := db.sql.QueryContext(ctx, query)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[string]int{}
	for rows.Next() {
		var k string
		var n int
		if err := rows.Scan(&k, &n); err != nil {
			return nil, err
		}
		out[k] = n
	}
	return out, rows.Err()
}
