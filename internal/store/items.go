package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
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
	p, err := db.plan(ctx, q)
	if err != nil {
		return nil, 0, err
	}
	if out, err = db.some(ctx, p, q); err != nil {
		return nil, 0, err
	}
	if q.Limit <= 0 || len(out) > 0 && len(out) < q.Limit {
		return out, max(0, q.Offset) + len(out), nil
	}
	err = db.sql.QueryRowContext(ctx, fmt.Sprintf(`SELECT count(*) FROM (SELECT 1 FROM %s LIMIT %d)`, p.from, max(0, q.Offset)+q.Limit+Many), p.args...).Scan(&total)
	return out, total, err
}

// Some is Items without the count.
func (db *DB) Some(ctx context.Context, q Query) (out []Item, err error) {
	defer wrap(&err, "list items")
	p, err := db.plan(ctx, q)
	if err != nil {
		return nil, err
	}
	return db.some(ctx, p, q)
}

func (db *DB) some(ctx context.Context, p *plan, q Query) ([]Item, error) {
	limit := q.Limit
	if limit <= 0 {
		limit = -1
	}
	rows, err := db.sql.QueryContext(ctx, fmt.Sprintf(`SELECT i.kind, i.id, i.title, i.day, i.until, i.origins, i.body FROM %s ORDER BY %s LIMIT %d OFFSET %d`,
		p.from, p.order, limit, max(0, q.Offset)), p.args...)
	if err != nil {
		return nil, err
	}
	return scanItems(rows)
}

// Search lists the items of a kind, "" for all, that match words best.
func (db *DB) Search(ctx context.Context, words, kind string, limit, offset int) (out []Item, err error) {
	defer wrap(&err, "search")
	if strings.TrimSpace(words) == "" {
		return nil, nil
	}
	query, args := db.best(words, kind)
	rows, err := db.sql.QueryContext(ctx, query, append(args, limit+offset)...)
	if err != nil {
		return nil, err
	}
	var numbers []int64
	for rows.Next() {
		var n int64
		if err := rows.Scan(&n); err != nil {
			rows.Close()
			return nil, err
		}
		numbers = append(numbers, n)
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return nil, err
	}
	for _, n := range numbers[min(offset, len(numbers)):] {
		rows, err := db.sql.QueryContext(ctx, `SELECT kind, id, title, day, until, origins, body FROM item WHERE n = $1 AND hidden = 0`, n)
		if err != nil {
			return nil, err
		}
		items, err := scanItems(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, items...)
	}
	return out, nil
}

// A plan is the SQL of a query: what stands after FROM, with its arguments,
// and the order.
type plan struct {
	from, order string
	args        []any
	conditions  []string
}

// add adds a condition; each %d in it stands for the place of a value.
func (p *plan) add(format string, values ...any) {
	p.conditions = append(p.conditions, p.text(format, values...))
}

func (p *plan) text(format string, values ...any) string {
	var at []any
	for _, v := range values {
		p.args = append(p.args, v)
		at = append(at, len(p.args))
	}
	return fmt.Sprintf(format, at...)
}

// drawFrom is how many items of a facet are counted when one is chosen.
const drawFrom = 20000

// A choice is one field of a query: items have one of its keys.
type choice struct {
	keys  []any
	count int
}

func (c *choice) places() string {
	return strings.TrimSuffix(strings.Repeat("$%d, ", len(c.keys)), ", ")
}

// plan draws items from the rarest facet of a query, in order of day, and
// looks up the others for each; without facets from the index of days.
func (db *DB) plan(ctx context.Context, q Query) (*plan, error) {
	p := &plan{}
	choices, err := db.choices(ctx, q)
	if err != nil {
		return nil, err
	}
	day := "i.day"
	switch {
	case len(choices) == 0 && q.Changed > 0:
		p.from = p.text("(SELECT n FROM item WHERE changed > $%d) c "+db.inOrder()+" item i ON i.n = c.n", q.Changed)
	case len(choices) == 0:
		p.from = "item i"
	case len(choices[0].keys) == 1:
		day = "f.day"
		p.from = "facet f " + db.inOrder() + " item i ON i.n = f.item"
		p.add("f.key = $%d", choices[0].keys...)
	default:
		day = "f.day"
		p.from = p.text("(SELECT DISTINCT day, item FROM facet WHERE key IN ("+choices[0].places()+")) f "+db.inOrder()+" item i ON i.n = f.item", choices[0].keys...)
	}
	for k, c := range choices {
		switch {
		case k == 0:
		case len(c.keys) > 1 && c.count < len(c.keys)*choices[0].count: // cheaper to gather than to look up
			p.add("f.item IN (SELECT g.item FROM facet g WHERE g.key IN ("+c.places()+"))", c.keys...)
		default:
			p.add("EXISTS (SELECT 1 FROM facet g WHERE g.key IN ("+c.places()+") AND g.day = f.day AND g.item = f.item)", c.keys...)
		}
	}
	if !q.Hidden {
		p.add("i.hidden = 0")
	}
	if q.Kind != "" {
		p.add("i.kind = $%d", q.Kind)
	}
	if q.Since != "" {
		p.add("(i.until >= $%d OR i.until = '' AND i.day <> '')", q.Since)
	}
	if q.Until != "" {
		p.add("i.day <= $%d AND i.day <> ''", q.Until)
		if len(choices) > 0 {
			p.add("f.day <= $%d", dayNumber(q.Until))
		}
	}
	if q.Changed > 0 {
		p.add("i.changed > $%d", q.Changed)
	}
	if q.MinOrigins > 0 {
		p.add("i.origins >= $%d", q.MinOrigins)
	}
	if strings.TrimSpace(q.Words) != "" {
		condition, arg := db.match(q.Words)
		p.add(condition, arg)
	}
	if q.After != nil {
		p.after(q, len(choices) > 0)
	}
	if len(p.conditions) > 0 {
		p.from += " WHERE " + strings.Join(p.conditions, " AND ")
	}
	p.order = day + ", i.id"
	if q.Newest {
		p.order = day + " DESC, i.id"
	}
	return p, nil
}

// after leaves out what comes before a spot. The first condition alone bounds
// the part of an index that is gone through.
func (p *plan) after(q Query, facets bool) {
	column, day := "i.day", any(q.After.Day)
	if facets {
		column, day = "f.day", dayNumber(q.After.Day)
	}
	later := ">"
	if q.Newest {
		later = "<"
	}
	p.add(column+" "+later+"= $%d", day)
	p.add("("+column+" "+later+" $%d OR i.id > $%d)", day, q.After.ID)
}

// kinds are the kinds of items.
var kinds = []string{"event", "statement", "situation", "actor", "place", "story", "report", "family"}

// choices are the fields of a query, the rarest first, but those of several
// values after those of one.
func (db *DB) choices(ctx context.Context, q Query) ([]choice, error) {
	var out []choice
	of := kinds
	if q.Kind != "" {
		of = []string{q.Kind}
	}
	for _, field := range sortedFields(q.Facets) {
		c := choice{}
		for _, kind := range of {
			for _, v := range q.Facets[field] {
				key := facetKey(kind, field, v)
				n := 0
				if err := db.sql.QueryRowContext(ctx, fmt.Sprintf(`SELECT count(*) FROM (SELECT 1 FROM facet WHERE key = $1 LIMIT %d)`, drawFrom), key).Scan(&n); err != nil {
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
	slices.SortStableFunc(out, func(a, b choice) int {
		weigh := func(c choice) int {
			if len(c.keys) > 1 {
				return 4 * c.count // to be sorted first
			}
			return c.count
		}
		return cmp.Compare(weigh(a), weigh(b))
	})
	return out, nil
}

func sortedFields(m map[string][]string) []string { return slices.Sorted(maps.Keys(m)) }

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
	err = db.sql.QueryRowContext(ctx, `SELECT kind, id, title, day, until, origins, body FROM item WHERE id = $1`, id).
		Scan(&i.Kind, &i.ID, &i.Title, &i.Day, &i.Until, &i.Origins, &body)
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

// Stats counts what is kept.
func (db *DB) Stats(ctx context.Context) (s Stats, err error) {
	defer wrap(&err, "count")
	for _, c := range []struct {
		to    *int
		query string
	}{
		{&s.Pages, `SELECT count(*) FROM page`}, {&s.Reports, `SELECT count(*) FROM report`}, {&s.Readings, `SELECT count(*) FROM reading`},
		{&s.Unread, `SELECT count(*) FROM reading WHERE notice <> ''`}, {&s.Corrections, `SELECT count(*) FROM correction`},
	} {
		if err := db.sql.QueryRowContext(ctx, c.query).Scan(c.to); err != nil {
			return s, err
		}
	}
	if s.Items, err = db.counts(ctx, `SELECT substr(name, 7), CAST(value AS INTEGER) FROM merged WHERE name LIKE 'count %'`); err != nil {
		return s, err
	}
	if s.Readers, err = db.counts(ctx, `SELECT reader, count(*) FROM reading GROUP BY reader`); err != nil {
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
