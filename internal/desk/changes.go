package desk

import (
	"net/http"
	"regexp"
	"strings"

	"github.com/aymanbagabas/go-udiff/lcs"

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

// aWord is a word with the space after it, or what parts lines or paragraphs.
var aWord = regexp.MustCompile(`\n\n|\n|\S+[^\S\n]*|[^\S\n]+`)

// textChanges compares two texts word by word, in paragraphs of the new one.
func textChanges(old, now string) (paragraphs [][]run) {
	a, b := aWord.FindAllString(old, -1), aWord.FindAllString(now, -1)
	var line []run
	put := func(words []string, r run) {
		for _, w := range words {
			switch {
			case w == gap && !r.Old:
				paragraphs, line = append(paragraphs, line), nil
			case len(line) > 0 && line[len(line)-1].Old == r.Old && line[len(line)-1].New == r.New:
				line[len(line)-1].Text += w
			default:
				line = append(line, run{w, r.Old, r.New})
			}
		}
	}
	at := 0
	for _, d := range lcs.DiffLines(a, b) {
		put(a[at:d.Start], run{})
		put(a[d.Start:d.End], run{Old: true})
		put(b[d.ReplStart:d.ReplEnd], run{New: true})
		at = d.End
	}
	put(a[at:], run{})
	return append(paragraphs, line)
}
