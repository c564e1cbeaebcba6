package store

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode"
)

// Of words that very many items hold, so many items of each kind are looked
// at, the newest first, and so many of those whose titles hold them.
const (
	manyHeld   = 1000
	manyTitles = 200
)

// A match is an item that holds words, as far as it is needed to rank it.
type match struct {
	hit
	id, title string
	origins   int
	score     float64
}

// Search lists the items of a kind, "" for all, that match words best: those
// of whose titles the words make up most and that many origins tell of, then
// those that hold them in their evidence.
func (db *DB) Search(ctx context.Context, words, kind string, limit, offset int) (out []Item, err error) {
	defer wrap(&err, "search")
	if strings.TrimSpace(words) == "" {
		return nil, nil
	}
	var list []match
	for _, k := range kinds {
		if kind != "" && kind != k {
			continue
		}
		found, err := db.matches(ctx, words, k)
		if err != nil {
			return nil, err
		}
		list = append(list, found...)
	}
	slices.SortFunc(list, func(a, b match) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(b.origins, a.origins), cmp.Compare(b.day, a.day), cmp.Compare(a.id, b.id))
	})
	list = list[min(max(0, offset), len(list)):]
	var hits []hit
	for _, m := range list[:min(max(0, limit), len(list))] {
		hits = append(hits, m.hit)
	}
	return db.itemsOf(ctx, hits)
}

// matches are the items of a kind that hold words, with what they are ranked by.
func (db *DB) matches(ctx context.Context, words, kind string) ([]match, error) {
	from, to := wordsNumber(kind, false, noDay, 0), wordsNumber(kind, false, maxDay, 1<<itemBits-1)
	held, err := db.held(ctx, words, false, from, to, manyHeld)
	if err != nil || len(held) == 0 {
		return nil, err
	}
	titled, err := db.held(ctx, words, true, held[len(held)-1], to, manyTitles)
	if err != nil {
		return nil, err
	}
	at := map[int64]*match{}
	var hits []hit
	out := make([]match, 0, 2*manyTitles)
	for _, rows := range [][]int64{titled, held[:min(len(held), manyTitles)]} {
		for _, row := range rows {
			h := hit{wordsDay(row), itemOf(row)}
			if at[h.item] == nil {
				out = append(out, match{hit: h})
				at[h.item] = &out[len(out)-1]
				hits = append(hits, h)
			}
		}
	}
	err = db.byNumber(ctx, `n, id, title, origins`, hits, func(rows *sql.Rows) error {
		var n int64
		var m match
		err := rows.Scan(&n, &m.id, &m.title, &m.origins)
		m.hit = at[n].hit
		*at[n] = m
		return err
	})
	for k := range out {
		out[k].rank(words, k < len(titled))
	}
	return out, err
}

func (m *match) rank(words string, inTitle bool) {
	if inTitle {
		share := float64(len(wordsOf(words))) / float64(max(1, len(wordsOf(m.title))))
		m.score = math.Sqrt(min(1, share)) * (1 + math.Log2(1+float64(m.origins)))
	}
}

// held lists rows of words, from and to some number, the last first.
func (db *DB) held(ctx context.Context, words string, title bool, from, to int64, limit int) (out []int64, err error) {
	condition, arg := db.match(words, title)
	query := fmt.Sprintf(`SELECT rowid FROM words WHERE `+condition+` AND rowid >= $2 AND rowid <= $3 ORDER BY rowid DESC LIMIT %d`, 1, limit)
	err = db.eachRow(ctx, query, func(rows *sql.Rows) error {
		var row int64
		err := rows.Scan(&row)
		out = append(out, row)
		return err
	}, arg, from, to)
	return out, err
}

// wordsOf are the words of a text as full text tells them apart.
func wordsOf(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) })
}
