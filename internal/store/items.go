package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
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
	Newest     bool // last day first
	Hidden     bool // hidden items too
}

// Items lists the items that a query asks for, in order of day and id, and
// how many there are on all pages.
func (db *DB) Items(ctx context.Context, q Query) (out []Item, total int, err error) {
	defer wrap(&err, "list items")
	where, args := db.where(q)
	if err := db.sql.QueryRowContext(ctx, `SELECT count(*) FROM item i WHERE `+where, args...).Scan(&total); err != nil {
		return nil, 0, err
	}
	order := "i.day, i.id"
	if q.Newest {
		order = "i.day DESC, i.id"
	}
	limit := q.Limit
	if limit <= 0 {
		limit = -1
	}
	rows, err := db.sql.QueryContext(ctx, fmt.Sprintf(`SELECT i.kind, i.id, i.title, i.day, i.until, i.origins, i.body FROM item i WHERE %s ORDER BY %s LIMIT %d OFFSET %d`,
		where, order, limit, max(0, q.Offset)), args...)
	if err != nil {
		return nil, 0, err
	}
	out, err = scanItems(rows)
	return out, total, err
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

// where writes the condition of a query.
func (db *DB) where(q Query) (string, []any) {
	conditions := []string{"i.hidden = 0"}
	if q.Hidden {
		conditions = []string{"1 = 1"}
	}
	var args []any
	add := func(format string, values ...any) {
		var at []any
		for _, v := range values {
			args = append(args, v)
			at = append(at, len(args))
		}
		conditions = append(conditions, fmt.Sprintf(format, at...))
	}
	if q.Kind != "" {
		add("i.kind = $%d", q.Kind)
	}
	for _, field := range sortedFields(q.Facets) {
		values := []any{field}
		var places []string
		for _, v := range q.Facets[field] {
			values = append(values, v)
			places = append(places, "$%d")
		}
		add("i.n IN (SELECT f.item FROM facet f WHERE f.field = $%d AND f.value IN ("+strings.Join(places, ", ")+"))", values...)
	}
	if q.Since != "" {
		add("(i.until >= $%d OR i.until = '' AND i.day <> '')", q.Since)
	}
	if q.Until != "" {
		add("(i.day <= $%d AND i.day <> '')", q.Until)
	}
	if q.MinOrigins > 0 {
		add("i.origins >= $%d", q.MinOrigins)
	}
	if strings.TrimSpace(q.Words) != "" {
		condition, arg := db.match(q.Words)
		add(condition, arg)
	}
	return strings.Join(conditions, " AND "), args
}

func sortedFields(m map[string][]string) []string {
	var out []string
	for f := range m {
		out = append(out, f)
	}
	// Few fields: insertion keeps them in order without a map's.
	for i := 1; i < len(out); i++ {
		for j := i; j > 0 && out[j] < out[j-1]; j-- {
			out[j], out[j-1] = out[j-1], out[j]
		}
	}
	return out
}

func scanItems(rows *sql.Rows) (out []Item, err error) {
	defer rows.Close()
	for rows.Next() {
		var i Item
		var body []byte
		if err := rows.Scan(&i.Kind, &i.ID, &i.Title, &i.Day, &i.Until, &i.Origins, &body); err != nil {
			return nil, err
		}
		if i.Body, err = unpack(body); err != nil {
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
	i.Body, err = unpack(body)
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

// Values lists the values of a field that begin with a prefix, with how many
// items have each, most first.
func (db *DB) Values(ctx context.Context, kind, field string, limit int) (names []string, counts []int, err error) {
	defer wrap(&err, "list %s", field)
	rows, err := db.sql.QueryContext(ctx, `SELECT f.value, count(*) AS c FROM facet f JOIN item i ON i.n = f.item
		WHERE f.field = $1 AND i.kind = $2 GROUP BY f.value ORDER BY c DESC, f.value LIMIT $3`, field, kind, limit)
	if err != nil {
		return nil, nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var n string
		var c int
		if err := rows.Scan(&n, &c); err != nil {
			return nil, nil, err
		}
		names, counts = append(names, n), append(counts, c)
	}
	return names, counts, rows.Err()
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
	if s.Items, err = db.counts(ctx, `SELECT kind, count(*) FROM item GROUP BY kind`); err != nil {
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
