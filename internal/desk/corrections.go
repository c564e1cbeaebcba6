package desk

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"readout/internal/merge"
	"readout/internal/query"
	"readout/internal/store"
)

// correctionsPage is the corrections, the last first, and how it stands with
// one just made.
type correctionsPage struct {
	Made    string // id of the one just made
	Merging bool   // the merged record does not show all of them yet
	List    []corrected
	Total   int
	Back    string // address of the page before, "" where there is none
	Next    string
	May     bool
}

// A corrected is a correction as the list shows it.
type corrected struct {
	merge.Correction
	Targets []ref
	Undone  bool
	New     bool
}

func (d *desk) corrections(r *http.Request) (*page, error) {
	ctx := r.Context()
	list, err := query.Corrections(ctx, d.Store)
	if err != nil {
		return nil, err
	}
	note, err := d.Store.Stale(ctx)
	if err != nil {
		return nil, err
	}
	p := correctionsPage{Made: r.FormValue("made"), Merging: note != "", Total: len(list), May: d.mayCorrect(r)}
	if !slices.ContainsFunc(list, func(c merge.Correction) bool { return c.ID == p.Made }) {
		p.Made = ""
	}
	undone := merge.Undone(list)
	slices.Reverse(list)
	from, err := startOf(r, list)
	if err != nil {
		return nil, err
	}
	at := func(offset int) string { return fmt.Sprint("/corrections?offset=", offset) }
	if from > 0 {
		p.Back = at(max(0, min(from, len(list))-perPage))
	}
	list = list[min(from, len(list)):]
	if len(list) > perPage {
		list, p.Next = list[:perPage], at(from+perPage)
	}
	var ids []string
	for _, c := range list {
		ids = append(ids, c.Targets...)
	}
	n, err := d.names(ctx, ids)
	if err != nil {
		return nil, err
	}
	for _, c := range list {
		p.List = append(p.List, corrected{c, n.present(c.Targets), undone[c.ID], c.ID == p.Made})
	}
	return &page{Name: "corrections", Title: "Corrections", Nav: "/corrections", Data: p}, nil
}

// startOf reads from which entry on a list is shown: from one, or that of the
// page that holds the correction named by at.
func startOf(r *http.Request, list []merge.Correction) (int, error) {
	if at := r.FormValue("at"); at != "" {
		k := slices.IndexFunc(list, func(c merge.Correction) bool { return c.ID == at })
		if k < 0 {
			return 0, store.ErrNone
		}
		return k - k%perPage, nil
	}
	s := r.FormValue("offset")
	if s == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 {
		return 0, misuse("offset is a number, not %q.", s)
	}
	return n, nil
}
