package alert

import (
	"context"
	"io"
	"path/filepath"

	"readout/internal/export"
	"readout/internal/store"
	"readout/internal/whole"
)

// factsOfFeed is how many facts a feed shows, the last found first.
const factsOfFeed = 100

// writeFeed writes the feed of an alert anew: Atom to a path that ends in .atom
// or .xml, JSON Feed to one that ends in .json, and to another path both, with
// these endings.
func (a *Alert) writeFeed(ctx context.Context, db *store.DB, path string) error {
	f, err := a.feed(ctx, db)
	if err != nil {
		return err
	}
	atom := func(w io.Writer) error { return export.WriteAtom(w, f) }
	json := func(w io.Writer) error { return export.WriteJSONFeed(w, f) }
	switch filepath.Ext(path) {
	case ".atom", ".xml":
		return whole.Write(path, 0o644, atom)
	case ".json":
		return whole.Write(path, 0o644, json)
	}
	if err := whole.Write(path+".atom", 0o644, atom); err != nil {
		return err
	}
	return whole.Write(path+".json", 0o644, json)
}

// feed is what an alert found last.
func (a *Alert) feed(ctx context.Context, db *store.DB) (export.Feed, error) {
	meta, err := export.MetaOf(ctx, db, export.Options{Format: "atom", Kinds: a.kinds()})
	if err != nil {
		return export.Feed{}, err
	}
	meta.Filter = a.Filter
	f := export.Feed{Name: "alert " + a.Name, Title: "readout: " + a.Name, Meta: meta}
	list, err := db.LatestDeliveries(ctx, a.Name, factsOfFeed)
	if err != nil {
		return f, err
	}
	ids := make([]string, len(list))
	for k, d := range list {
		ids[k] = d.Item
	}
	found, err := db.ItemsByID(ctx, ids)
	if err != nil {
		return f, err
	}
	var items []store.Item
	for _, id := range ids {
		if i, ok := found[id]; ok && !wrong(i) {
			items = append(items, i)
		}
	}
	f.Posts, err = export.PostsOf(ctx, db, items)
	return f, err
}
