package desk

import (
	"cmp"
	"net/http"

	"readout/internal/merge"
	"readout/internal/store"
)

// familyPage is the prints of one agency copy, or of one text.
type familyPage struct {
	*merge.Family
	Depends []ref
	Rows    []row
	Total   int
}

func (d *desk) familyOf(r *http.Request) (*page, error) {
	ctx := r.Context()
	f, err := entry[merge.Family](ctx, d, r.PathValue("id"), "family")
	if err != nil {
		return nil, err
	}
	n, err := d.names(ctx, f.Depends)
	if err != nil {
		return nil, err
	}
	shown := f.Reports[:min(len(f.Reports), mostPage)]
	items, err := d.Store.ItemsByID(ctx, shown)
	if err != nil {
		return nil, err
	}
	var list []store.Item
	for _, id := range shown {
		if i, ok := items[id]; ok {
			list = append(list, i)
		}
	}
	p := familyPage{Family: f, Depends: n.refs(f.Depends), Rows: rowsOf(list), Total: len(f.Reports)}
	return &page{Name: "family", Title: cmp.Or(f.Title, "Wire family"), Nav: "/search", Data: p}, nil
}
