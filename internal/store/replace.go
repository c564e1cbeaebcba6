package store

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/maphash"
	"io"
	"slices"
	"strings"
)

// A Writer takes the items of the merged record.
type Writer interface {
	// Same says that the item with an id is there already, with this sum, and
	// keeps it.
	Same(id string, sum uint64) bool
	// Keep writes an item, unless it is there already with its sum.
	Keep(Item) error
}

// Replace makes the items that add hands to a writer the merged record: those
// that are as they were stay, the rest is written anew or dropped. Readers
// see the old record until the new is complete. The note is what Stale
// returned before what is merged was read.
func (db *DB) Replace(ctx context.Context, note string, add func(Writer) error) (err error) {
	defer wrap(&err, "keep the merged record")
	return db.in(ctx, func(tx *sql.Tx) error {
		w, err := newItemWriter(ctx, tx)
		if err != nil {
			return err
		}
		if err := add(w); err != nil {
			return err
		}
		if err := w.flush(); err != nil {
			return err
		}
		if err := w.dropRest(); err != nil {
			return err
		}
		if err := countItems(ctx, tx); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM merged WHERE name = 'stale' AND value = $1`, note); err != nil {
			return err
		}
		return setMerged(ctx, tx, "at", now())
	})
}

func setMerged(ctx context.Context, tx *sql.Tx, name, value string) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO merged (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value`, name, value)
	return err
}

// countItems keeps how many items of each kind there are.
func countItems(ctx context.Context, tx *sql.Tx) error {
	if _, err := tx.ExecContext(ctx, `DELETE FROM merged WHERE name LIKE 'count %'`); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, `INSERT INTO merged (name, value) SELECT 'count ' || kind, count(*) FROM item GROUP BY kind`)
	return err
}

// An itemWriter keeps items in one transaction.
type itemWriter struct {
	ctx context.Context

	find, item, facet, facets, words *sql.Stmt // facets: facetsAtOnce of them
	dropItem, dropFacet, dropWords   *sql.Stmt
	waiting                          []facetRow
	unsaid                           []wordsRow

	seed  maphash.Seed
	at    map[uint64]int32 // of an id's hash: index into the lists below
	n     []int64
	sums  []uint64
	state []bool // kept
	last  int64  // number given
	merge int64  // number of this merge
}

func newItemWriter(ctx context.Context, tx *sql.Tx) (*itemWriter, error) {
	w := &itemWriter{ctx: ctx, seed: maphash.MakeSeed(), at: map[uint64]int32{}}
	var err error
	for _, s := range []struct {
		to    **sql.Stmt
		query string
	}{
		{&w.find, `SELECT kind, day, hidden, found, facets, came, changed, body FROM item WHERE n = $1`},
		{&w.item, `INSERT INTO item (n, kind, id, title, day, until, origins, hidden, sum, found, facets, body, came, changed) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`},
		{&w.facet, `INSERT INTO facet (key, day, item) VALUES ` + rows(1) + ` ON CONFLICT DO NOTHING`},
		{&w.facets, `INSERT INTO facet (key, day, item) VALUES ` + rows(facetsAtOnce) + ` ON CONFLICT DO NOTHING`},
		{&w.words, `INSERT INTO words (rowid, title, text) VALUES ($1, $2, $3)`},
		{&w.dropItem, `DELETE FROM item WHERE n = $1`},
		{&w.dropFacet, `DELETE FROM facet WHERE key = $1 AND day = $2 AND item = $3`},
		{&w.dropWords, `DELETE FROM words WHERE rowid = $1`},
	} {
		if *s.to, err = tx.PrepareContext(ctx, s.query); err != nil {
			return nil, err
		}
	}
	if w.merge, err = nextMerge(ctx, tx); err != nil {
		return nil, err
	}
	return w, w.load(tx)
}

// A facetRow waits to be written with others, in order: what lies together in
// the file is written together.
type facetRow struct{ key, day, item int64 }

// A wordsRow waits likewise: the full text index takes rows in order best.
type wordsRow struct {
	row         int64
	title, text string
}

const (
	facetsWaiting = 1 << 17
	facetsAtOnce  = 20
	wordsWaiting  = 1 << 14
)

// rows is the places of the values of n rows of three.
func rows(n int) string {
	var list []string
	for k := range n {
		list = append(list, fmt.Sprintf("($%d, $%d, $%d)", 3*k+1, 3*k+2, 3*k+3))
	}
	return strings.Join(list, ", ")
}

// flush writes the facets and words that wait.
func (w *itemWriter) flush() error {
	if err := w.flushFacets(); err != nil {
		return err
	}
	return w.flushWords()
}

func (w *itemWriter) flushWords() error {
	slices.SortFunc(w.unsaid, func(a, b wordsRow) int { return cmp.Compare(a.row, b.row) })
	for _, x := range w.unsaid {
		if _, err := w.words.ExecContext(w.ctx, x.row, x.title, x.text); err != nil {
			return err
		}
	}
	clear(w.unsaid)
	w.unsaid = w.unsaid[:0]
	return nil
}

func (w *itemWriter) flushFacets() error {
	slices.SortFunc(w.waiting, func(a, b facetRow) int {
		return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.day, b.day), cmp.Compare(a.item, b.item))
	})
	args := make([]any, 0, 3*facetsAtOnce)
	for list := w.waiting; len(list) > 0; {
		n, stmt := 1, w.facet
		if len(list) >= facetsAtOnce {
			n, stmt = facetsAtOnce, w.facets
		}
		args = args[:0]
		for _, f := range list[:n] {
			args = append(args, f.key, f.day, f.item)
		}
		if _, err := stmt.ExecContext(w.ctx, args...); err != nil {
			return err
		}
		list = list[n:]
	}
	w.waiting = w.waiting[:0]
	return nil
}

// load reads which items there are.
func (w *itemWriter) load(tx *sql.Tx) error {
	rows, err := tx.QueryContext(w.ctx, `SELECT n, id, sum FROM item ORDER BY n`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var n, sum int64
		var id sql.RawBytes
		if err := rows.Scan(&n, &id, &sum); err != nil {
			return err
		}
		w.at[maphash.Bytes(w.seed, id)] = int32(len(w.n))
		w.n, w.sums, w.state = append(w.n, n), append(w.sums, uint64(sum)), append(w.state, false)
		w.last = n
	}
	return rows.Err()
}

// sum names all that an item says and is found by.
func (i *Item) sum() uint64 {
	h := sha256.New()
	put := func(s string) { // with its length, so that no two items run together
		h.Write(binary.AppendUvarint(nil, uint64(len(s))))
		io.WriteString(h, s)
	}
	for _, s := range []string{i.Kind, i.ID, i.Title, i.Day, i.Until, fmt.Sprint(i.Origins, i.Hidden), string(i.Body), i.Text} {
		put(s)
	}
	for _, f := range i.Facets {
		put(f.Field)
		put(f.Value)
	}
	return binary.LittleEndian.Uint64(h.Sum(nil))
}

// words is what full text finds an item by.
func (i *Item) words() uint64 {
	sum := sha256.Sum256([]byte(i.Title + "\x00" + i.Text))
	return binary.LittleEndian.Uint64(sum[:])
}

func (w *itemWriter) Same(id string, sum uint64) bool {
	k, ok := w.at[maphash.String(w.seed, id)]
	if !ok || w.state[k] || w.sums[k] != sum {
		return false
	}
	w.state[k] = true
	return true
}

func (w *itemWriter) Keep(i Item) (err error) {
	defer wrap(&err, "%s %s", i.Kind, i.ID)
	sum := i.Sum
	if sum == 0 {
		if sum = i.sum(); w.Same(i.ID, sum) {
			return nil
		}
	}
	hash := maphash.String(w.seed, i.ID)
	k, ok := w.at[hash]
	if !ok {
		w.last++
		k = int32(len(w.n))
		w.at[hash] = k
		w.n, w.sums, w.state = append(w.n, w.last), append(w.sums, sum), append(w.state, true)
		return w.write(w.n[k], &i, sum, nil)
	}
	if w.state[k] {
		return errors.New("two items have this id")
	}
	w.state[k], w.sums[k] = true, sum
	return w.rewrite(w.n[k], &i, sum)
}

// An old item is what of it lies outside its row.
type oldItem struct {
	day   int64
	row   int64 // of words
	found int64
	keys  []int64

	came, changed int64
	body          []byte
}

func (w *itemWriter) old(n int64) (*oldItem, error) {
	var o oldItem
	var kind, day string
	var hidden bool
	var facets []byte
	if err := w.find.QueryRowContext(w.ctx, n).Scan(&kind, &day, &hidden, &o.found, &facets, &o.came, &o.changed, &o.body); err != nil {
		return nil, err
	}
	o.day = dayNumber(day)
	o.row = wordsNumber(kind, hidden, o.day, n)
	for ; len(facets) >= 8; facets = facets[8:] {
		o.keys = append(o.keys, int64(binary.LittleEndian.Uint64(facets)))
	}
	return &o, nil
}

// rewrite writes an item in the place of another, and of its facets and words
// only what changed.
func (w *itemWriter) rewrite(n int64, i *Item, sum uint64) error {
	o, err := w.old(n)
	if err != nil {
		return err
	}
	if _, err := w.dropItem.ExecContext(w.ctx, n); err != nil {
		return err
	}
	return w.write(n, i, sum, o)
}

func (w *itemWriter) write(n int64, i *Item, sum uint64, o *oldItem) error {
	keys := i.facetKeys()
	packed := []byte{}
	for _, k := range keys {
		packed = binary.LittleEndian.AppendUint64(packed, uint64(k))
	}
	found, body := int64(i.words()), packItem(i.Body)
	came, changed := w.merge, w.merge
	if o != nil {
		came = o.came
		if bytes.Equal(body, o.body) {
			changed = o.changed
		}
	}
	if _, err := w.item.ExecContext(w.ctx, n, i.Kind, i.ID, i.Title, i.Day, i.Until, i.Origins, i.Hidden, int64(sum), found, packed, body, came, changed); err != nil {
		return err
	}
	day := dayNumber(i.Day)
	if err := w.putFacets(n, day, keys, o); err != nil {
		return err
	}
	row := wordsNumber(i.Kind, i.Hidden, day, n)
	if o != nil {
		if o.found == found && o.row == row {
			return nil
		}
		if _, err := w.dropWords.ExecContext(w.ctx, o.row); err != nil {
			return err
		}
	}
	if w.unsaid = append(w.unsaid, wordsRow{row, i.Title, i.Text}); len(w.unsaid) >= wordsWaiting {
		return w.flushWords()
	}
	return nil
}

// putFacets writes those facets of an item that it had not, and drops those that
// it has no longer.
func (w *itemWriter) putFacets(n, day int64, keys []int64, o *oldItem) error {
	same := o != nil && o.day == day
	if o != nil {
		for _, k := range o.keys {
			if _, in := slices.BinarySearch(keys, k); in && same {
				continue
			}
			if _, err := w.dropFacet.ExecContext(w.ctx, k, o.day, n); err != nil {
				return err
			}
		}
	}
	for _, k := range keys {
		if same {
			if _, in := slices.BinarySearch(o.keys, k); in {
				continue
			}
		}
		w.waiting = append(w.waiting, facetRow{k, day, n})
	}
	if len(w.waiting) >= facetsWaiting {
		return w.flushFacets()
	}
	return nil
}

// dropRest drops the items that were not handed over.
func (w *itemWriter) dropRest() error {
	for k, kept := range w.state {
		if kept {
			continue
		}
		n := w.n[k]
		o, err := w.old(n)
		if err != nil {
			return err
		}
		if err := w.putFacets(n, o.day, nil, o); err != nil {
			return err
		}
		if _, err := w.dropWords.ExecContext(w.ctx, o.row); err != nil {
			return err
		}
		if _, err := w.dropItem.ExecContext(w.ctx, n); err != nil {
			return err
		}
	}
	return nil
}
