package desk

import (
	"net/http"

	"readout/internal/merge"
)

// statementPage is one statement: who said what to whom.
type statementPage struct {
	*merge.Statement
	Speaker    []ref
	Addressees []ref
	Story      *ref
	Sources    []source
	Total      int
	Backing    backing
}

func (d *desk) statement(r *http.Request) (*page, error) {
	ctx := r.Context()
	s, err := entry[merge.Statement](ctx, d, r.PathValue("id"), "statement")
	if err != nil {
		return nil, err
	}
	n, err := d.names(ctx, s.Addressees, s.Families, []string{s.ID, s.Speaker, s.Story})
	if err != nil {
		return nil, err
	}
	p := statementPage{Statement: s, Addressees: n.refs(s.Addressees), Story: n.story(s.Story), Backing: n.backing(s.Support)}
	if s.Speaker != "" {
		p.Speaker = n.refs([]string{s.Speaker})
	}
	if p.Sources, p.Total, err = d.sources(ctx, s.Evidence); err != nil {
		return nil, err
	}
	return &page{Name: "statement", Title: n[s.ID], Nav: "/search", Data: p}, nil
}
