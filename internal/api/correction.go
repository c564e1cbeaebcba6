package api

import (
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"time"

	"readout/internal/access"
	"readout/internal/merge"
	"readout/internal/query"
	"readout/internal/store"
	"readout/internal/worker"
)

// A Wish is a correction as a program asks for it.
type Wish struct {
	Kind    string   `json:"kind" words:"correction"`
	Targets []string `json:"targets" doc:"ids of entries; of join two or more"`
	Field   string   `json:"field,omitempty" doc:"edit: the field"`
	Values  []string `json:"values,omitempty" doc:"retitle, edit: the new value; split: names or reports to part"`
	Reason  string   `json:"reason,omitempty"`
}

// Bounds of a correction.
const (
	mostWish    = 64 << 10
	mostTargets = 100
)

// correct writes a correction.
func (a *api) correct(r *request) (any, error) {
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/json" {
		return nil, mistake{http.StatusUnsupportedMediaType, "a correction comes as application/json"}
	}
	var w Wish
	d := json.NewDecoder(http.MaxBytesReader(r.w, r.Body, mostWish))
	d.DisallowUnknownFields()
	if err := d.Decode(&w); err != nil {
		var large *http.MaxBytesError
		if errors.As(err, &large) {
			return nil, err
		}
		return nil, wrong("the body is not the JSON of a correction: " + short(err.Error()))
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, wrong("the body has more than a correction")
	}
	if w.Kind == "undo" {
		return nil, wrong("a correction is undone at " + Root + "/corrections/{id}/undo")
	}
	return a.sign(r, merge.Correction{Kind: w.Kind, Targets: w.Targets, Field: w.Field, Values: w.Values, Reason: w.Reason})
}

// undo undoes a correction.
func (a *api) undo(r *request) (any, error) {
	if _, err := a.kept(r, r.PathValue("id")); err != nil {
		return nil, err
	}
	return a.sign(r, merge.Correction{Kind: "undo", Targets: []string{r.PathValue("id")}})
}

// sign signs, dates and keeps a correction.
func (a *api) sign(r *request, c merge.Correction) (any, error) {
	if len(c.Targets) > mostTargets || len(c.Values) > mostTargets {
		return nil, wrong("more than " + strconv.Itoa(mostTargets) + " targets or values")
	}
	if err := worker.Complete(&c); err != nil {
		return nil, wrong(err.Error())
	}
	c.By = access.From(r.Context()).Name
	c.At = a.Now().UTC().Format(time.RFC3339Nano)
	id, err := worker.Correct(r.Context(), a.Archive, c)
	var refusal worker.Refusal
	switch {
	case errors.As(err, &refusal):
		return nil, wrong(refusal.Error())
	case errors.Is(err, store.ErrNone):
		return nil, wrong("a target is the id of nothing")
	case err != nil:
		return nil, err
	}
	a.Merge()
	r.w.Header().Set("Location", Root+"/corrections/"+id)
	return a.kept(r, id)
}

// kept is a correction that is kept.
func (a *api) kept(r *request, id string) (merge.Correction, error) {
	list, err := a.all(r)
	if err != nil {
		return merge.Correction{}, err
	}
	k := slices.IndexFunc(list, func(c merge.Correction) bool { return c.ID == id })
	if k < 0 {
		return merge.Correction{}, store.ErrNone
	}
	return list[k], nil
}

// all lists all corrections, the last first.
func (a *api) all(r *request) ([]merge.Correction, error) {
	out, err := query.Corrections(r.Context(), a.Archive)
	slices.Reverse(out)
	return out, err
}

func (a *api) correction(r *request) (any, error) { return a.kept(r, r.PathValue("id")) }

// corrections lists corrections. A cursor names the last one shown, so that
// newer ones do not move the pages.
func (a *api) corrections(r *request) (any, error) {
	list, err := a.all(r)
	if err != nil {
		return nil, err
	}
	total := len(list)
	p, err := place(r.values, 1)
	if err != nil {
		return nil, err
	}
	out := List{Items: []json.RawMessage{}}
	if p == nil {
		out.Total = &total
	} else {
		list = list[1+slices.IndexFunc(list, func(c merge.Correction) bool { return c.ID == p[0] }):]
	}
	if n := limit(r.values); len(list) > n {
		list = list[:n]
		out.Next = cursor(r.values, list[n-1].ID)
	}
	for _, c := range list {
		b, err := json.Marshal(c)
		if err != nil {
			return nil, err
		}
		out.Items = append(out.Items, b)
	}
	return out, nil
}
