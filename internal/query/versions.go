package query

import (
	"context"
	"errors"

	"readout/internal/diff"
	"readout/internal/store"
)

// A Version is one text that stood under a URL, and what it changed.
type Version struct {
	ID       string      `json:"id"`
	Kept     string      `json:"kept"` // when, RFC 3339
	Title    *string     `json:"title"`
	Modified *string     `json:"modified"`
	Changes  []diff.Part `json:"changes,omitempty"` // of the text, against the version before
	Retitled bool        `json:"retitled"`
}

// Versions compares each text under the URL of a report, named by its key or
// the hash of its text, with the one before.
func Versions(ctx context.Context, db *store.DB, id string) ([]Version, error) {
	kept, err := db.Versions(ctx, id)
	if errors.Is(err, store.ErrNone) { // the hash of a text names its report
		if k, kerr := db.Reading(ctx, id); kerr == nil {
			kept, err = db.Versions(ctx, k.Key)
		}
	}
	if err != nil {
		return nil, err
	}
	var out []Version
	for i, k := range kept {
		r := &k.Reading.Report
		v := Version{ID: k.Key, Kept: k.Added, Title: r.Title, Modified: r.Modified}
		if i > 0 {
			before := &kept[i-1].Reading.Report
			v.Changes = diff.Words(before.Text, r.Text)
			v.Retitled = text(before.Title) != text(r.Title)
		}
		out = append(out, v)
	}
	return out, nil
}

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
