package desk

import (
	"net/http"
	"strings"

	"readout/internal/diff"
	"readout/internal/record"
)

// changesPage is what differs between two reports, word by word.
type changesPage struct {
	Old, New   ref
	Header     []headerChange
	Paragraphs [][]run
	Same       bool
}

// A headerChange is a line of the header that differs.
type headerChange struct{ Name, Old, New string }

// A run is words that both texts have, or only one of them.
type run struct {
	Text string
	Old  bool // only the old text has it
	New  bool // only the new one
}

func (d *desk) changes(r *http.Request) (*page, error) {
	ctx := r.Context()
	now, err := d.Store.ReadingOf(ctx, r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	old, err := d.Store.ReadingOf(ctx, r.FormValue("from"))
	if err != nil {
		return nil, err
	}
	a, b := &old.Reading.Report, &now.Reading.Report
	p := changesPage{Old: ref{old.Key, titleOf(a)}, New: ref{now.Key, titleOf(b)}, Header: headerChanges(a, b), Same: a.Text == b.Text}
	p.Paragraphs = textChanges(a.Text, b.Text)
	return &page{Name: "changes", Title: "What changed: " + titleOf(b), Nav: "/search", Data: p}, nil
}

// titleOf is the title of a report, or what stands for one.
func titleOf(r *record.Report) string {
	if t := deref(r.Title); t != "" {
		return t
	}
	return "Untitled report"
}

// headerChanges lists what differs in the headers of two reports.
func headerChanges(a, b *record.Report) (out []headerChange) {
	for _, h := range []headerChange{
		{"Title", deref(a.Title), deref(b.Title)},
		{"Outlet", deref(a.Outlet), deref(b.Outlet)},
		{"Agency", deref(a.Agency), deref(b.Agency)},
		{"By", strings.Join(a.Bylines, ", "), strings.Join(b.Bylines, ", ")},
		{"Published", deref(a.Published), deref(b.Published)},
		{"Modified", deref(a.Modified), deref(b.Modified)},
		{"Address", deref(a.URL), deref(b.URL)},
	} {
		if h.Old != h.New {
			out = append(out, h)
		}
	}
	return out
}

// textChanges compares two texts word by word, in paragraphs of the new one.
func textChanges(old, now string) (paragraphs [][]run) {
	var line []run
	for _, part := range diff.Words(old, now) {
		r := run{Old: part.Op == diff.Gone, New: part.Op == diff.New}
		if r.Old {
			r.Text = part.Text
			line = append(line, r)
			continue
		}
		for i, text := range strings.Split(part.Text, gap) {
			if i > 0 {
				paragraphs, line = append(paragraphs, line), nil
			}
			if text != "" {
				line = append(line, run{text, r.Old, r.New})
			}
		}
	}
	return append(paragraphs, line)
}
