package api

import (
	"encoding/json"
	"errors"
	"net/http"
	"strconv"

	"readout/internal/query"
	"readout/internal/store"
)

// A Found is an entry of any kind, with its title in one line.
type Found struct {
	Kind    string   `json:"kind"`
	ID      string   `json:"id"`
	Title   string   `json:"title" doc:"the entry in one line"`
	Day     string   `json:"day,omitempty" doc:"the first day, where one is known"`
	Until   string   `json:"until,omitempty" doc:"the last day"`
	Origins int      `json:"origins" doc:"how many independent origins tell it"`
	Entry   anyEntry `json:"entry"`
}

// anyEntry is the JSON of an entry of some kind.
type anyEntry struct{ json.RawMessage }

func found(i store.Item) Found {
	return Found{i.Kind, i.ID, i.Title, i.Day, i.Until, i.Origins, anyEntry{i.Body}}
}

// item is the item with an id; the hash of a text names its report.
func (a *api) item(r *request) (store.Item, error) {
	i, err := a.Archive.Item(r.Context(), r.PathValue("id"))
	if errors.Is(err, store.ErrNone) {
		k, err := a.Archive.Reading(r.Context(), r.PathValue("id"))
		if err != nil {
			return i, err
		}
		return a.Archive.Item(r.Context(), k.Key)
	}
	return i, err
}

// one answers with the entry of a kind that has an id.
func (a *api) one(kind string) func(*request) (any, error) {
	return func(r *request) (any, error) {
		i, err := a.item(r)
		if err == nil && i.Kind != kind {
			err = store.ErrNone
		}
		return i.Body, err
	}
}

func (a *api) entry(r *request) (any, error) {
	i, err := a.item(r)
	return found(i), err
}

func (a *api) record(r *request) (any, error) {
	k, err := a.Archive.Reading(r.Context(), r.PathValue("id"))
	return k.Reading, err
}

func (a *api) search(r *request) (any, error) {
	from, err := offset(r.values)
	if err != nil {
		return nil, err
	}
	n := limit(r.values)
	items, err := a.Archive.Search(r.Context(), r.values.Get("text"), r.values.Get("kind"), n+1, from)
	if err != nil {
		return nil, err
	}
	out := List{Items: []json.RawMessage{}}
	if len(items) > n {
		items = items[:n]
		if from+n <= mostOffset {
			out.Next = cursor(r.values, strconv.Itoa(from+n))
		}
	}
	for _, i := range items {
		b, err := json.Marshal(found(i))
		if err != nil {
			return nil, err
		}
		out.Items = append(out.Items, b)
	}
	return out, nil
}

func (a *api) timeline(r *request) (any, error) {
	items, err := query.Timeline(r.Context(), a.Archive, r.values.Get("of"), limit(r.values))
	if errors.Is(err, query.ErrUnnamed) {
		err = mistake{http.StatusNotFound, "that names no story and no actor"}
	}
	if err != nil {
		return nil, err
	}
	out := List{Items: []json.RawMessage{}}
	for _, i := range items {
		out.Items = append(out.Items, i.Body)
	}
	return out, nil
}

func (a *api) stats(r *request) (any, error) {
	return a.Archive.Stats(r.Context())
}
