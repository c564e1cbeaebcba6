package api

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"readout/internal/query"
	"readout/internal/store"
)

// mostItems is how many items an answer has at most.
const mostItems = 500

// mostLedgers is how many situations are looked at for one answer as of a day.
const mostLedgers = 2000

// mostOffset is how far a ranked list goes.
const mostOffset = 1000

// A List is one page of entries.
type List struct {
	Items []json.RawMessage `json:"items"`
	Total *int              `json:"total,omitempty" doc:"how many there are on all pages; on the first page only"`
	More  bool              `json:"total_is_least,omitempty" doc:"there are more than total"`
	Next  string            `json:"next,omitempty" doc:"the cursor of the next page, where there is one"`
	Names map[string]string `json:"names,omitempty" doc:"what the ids in the items name, where that was asked for"`
}

// list answers with the entries of a kind that a filter asks for.
func (a *api) list(kind string) func(*request) (any, error) {
	return func(r *request) (any, error) {
		f := query.Filter{Kind: kind}
		given := url.Values{}
		for name, v := range r.values {
			given[strings.ReplaceAll(name, "_", "-")] = v
		}
		if err := f.Set(given); err != nil {
			return nil, wrong(err.Error())
		}
		f.Most = mostLedgers
		limit := f.Limit
		f.Limit++ // to see whether there are more
		var err error
		if f.After, err = spot(r.values); err != nil {
			return nil, err
		}
		items, total, err := f.Items(r.Context(), a.Archive)
		if errors.Is(err, store.ErrNone) {
			return nil, wrong("report or family is the id of nothing")
		}
		cut := errors.Is(err, query.ErrMost)
		if cut {
			err = nil
		}
		if err != nil {
			return nil, err
		}
		out := List{Items: []json.RawMessage{}}
		if len(items) > limit {
			last := items[limit-1]
			items, out.Next = items[:limit], cursor(r.values, last.Day, last.ID)
		} else if cut { // the next page looks on from the last that was looked at
			out.Next = cursor(r.values, f.Looked.Day, f.Looked.ID)
		}
		if f.After == nil {
			out.More = cut || total > store.Many+limit
			out.Total = &total
		}
		for _, i := range items {
			out.Items = append(out.Items, i.Body)
		}
		if r.values.Get("names") == "true" {
			out.Names, err = a.names(r.Context(), out.Items)
		}
		return out, err
	}
}

// A cursor is opaque to whoever uses it: where a page ended, under the sum of
// the question that it belongs to.
func cursor(question url.Values, place ...string) string {
	b, err := json.Marshal(append([]string{sum(question)}, place...))
	if err != nil {
		panic(err) // strings always have JSON
	}
	return base64.RawURLEncoding.EncodeToString(b)
}

// place is what cursor was given, nil where there is no cursor.
func place(question url.Values, n int) ([]string, error) {
	c := question.Get("cursor")
	if c == "" {
		return nil, nil
	}
	var got []string
	b, err := base64.RawURLEncoding.DecodeString(c)
	if err != nil || json.Unmarshal(b, &got) != nil || len(got) != n+1 || got[0] != sum(question) {
		return nil, wrong("the cursor is not one of an earlier answer to this question")
	}
	return got[1:], nil
}

// sum names a question, whatever its cursor and however many it asks for.
func sum(question url.Values) string {
	q := maps.Clone(question)
	for _, name := range []string{"cursor", "limit", "names"} {
		q.Del(name)
	}
	h := sha256.Sum256([]byte(q.Encode()))
	return hex.EncodeToString(h[:6])
}

func spot(question url.Values) (*store.Spot, error) {
	p, err := place(question, 2)
	if p == nil || err != nil {
		return nil, err
	}
	return &store.Spot{Day: p[0], ID: p[1]}, nil
}

// offset is how many a ranked list leaves out.
func offset(question url.Values) (int, error) {
	p, err := place(question, 1)
	if p == nil || err != nil {
		return 0, err
	}
	n, err := strconv.Atoi(p[0])
	if err != nil || n < 0 || n > mostOffset {
		return 0, wrong("the cursor is not one of an earlier answer to this question")
	}
	return n, nil
}

// limit is how many are asked for; the route has set it.
func limit(question url.Values) int {
	n, _ := strconv.Atoi(question.Get("limit")) // checked by the route
	return n
}

// ids finds ids of the archive in JSON.
var ids = regexp.MustCompile(`"([arpesftyc][0-9a-f]{16})"`)

// names tells what ids in entries name.
func (a *api) names(ctx context.Context, bodies []json.RawMessage) (map[string]string, error) {
	seen := map[string]bool{}
	for _, b := range bodies {
		for _, m := range ids.FindAllSubmatch(b, -1) {
			seen[string(m[1])] = true
		}
	}
	return a.Archive.Titles(ctx, slices.Sorted(maps.Keys(seen)))
}
