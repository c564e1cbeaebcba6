package export

import (
	"fmt"
	"slices"
	"strings"

	"readout/internal/merge"
	"readout/internal/store"
)

// A brief is a story on a few pages: what happened by day, what was said, how
// things stand, and the reports that say so, numbered.
type brief struct {
	ID, Title, Start, End string
	Actors, Places        []string
	Events                []point
	Statements            []point
	Situations            []point
	Sources               []source
	More                  bool // the story has more than the brief shows
	Meta                  Meta

	numbers map[string]int // of reports
}

// A point is one line of a brief.
type point struct {
	ID, Day, Text, Note, Quote string
	Sources                    []int
}

// A source is a report that a brief cites.
type source struct {
	N                                   int
	ID, Title, Outlet, Agency, Day, URL string
}

// A brief has so many lines of a kind, and a line so many sources, at most.
const (
	linesOfBrief  = 300
	sourcesOfLine = 5
)

func (j *job) brief() (*brief, error) {
	i, err := j.db.Item(j.ctx, j.Filter.Story)
	if err != nil {
		return nil, err
	}
	rows, err := j.names.rows(j.ctx, []store.Item{i})
	if err != nil {
		return nil, err
	}
	y, ok := rows[0].entry.(*merge.Story)
	if !ok {
		return nil, fmt.Errorf("%s %s is no story", i.Kind, i.ID)
	}
	b := &brief{ID: y.ID, Title: safe(i.Title), Start: y.Start, End: y.End, Actors: each(y.Actors, func(id string) string { return safe(j.names.name(id)) }),
		Places: each(y.Places, func(id string) string { return safe(j.names.name(id)) }), Meta: j.meta, numbers: map[string]int{}}
	if err := j.timeline(b, y.Timeline); err != nil {
		return nil, err
	}
	if b.Statements, err = j.points(b, "statement"); err != nil {
		return nil, err
	}
	b.Situations, err = j.points(b, "situation")
	return b, err
}

// timeline adds the events that matter.
func (j *job) timeline(b *brief, ids []string) error {
	b.More = len(ids) > linesOfBrief
	for part := range slices.Chunk(ids[:min(linesOfBrief, len(ids))], atOnce) {
		found, err := j.db.ItemsByID(j.ctx, part)
		if err != nil {
			return err
		}
		var items []store.Item
		for _, id := range part {
			if i, ok := found[id]; ok {
				items = append(items, i)
			}
		}
		rows, err := j.names.rows(j.ctx, items)
		if err != nil {
			return err
		}
		for _, r := range rows {
			if corrected(r.entry) != "wrong" {
				b.Events = append(b.Events, b.point(r))
			}
		}
	}
	return nil
}

// points are the statements or situations of the story.
func (j *job) points(b *brief, kind string) (out []point, err error) {
	f := j.Filter
	f.Kind, f.Limit = kind, linesOfBrief+1
	one := *j
	one.Filter = f
	err = one.rows(kind, every, func(r *row) error {
		if len(out) == linesOfBrief {
			b.More = true
			return nil
		}
		out = append(out, b.point(r))
		return nil
	})
	return out, err
}

func (b *brief) point(r *row) point {
	p := point{ID: r.ID, Day: r.Day, Text: safe(r.Title), Quote: safe(quote(r))}
	switch e := r.entry.(type) {
	case *merge.Event:
		if e.Start != "" {
			p.Day = days(e.Start, e.End)
		}
		if len(e.Differences) > 0 {
			p.Note = "reports differ"
		}
	case *merge.Statement:
		p.Note = e.Form
	case *merge.Situation:
		p.Day, p.Note = e.Since, strings.ReplaceAll(e.State, "_", " ")
		if e.Until != "" {
			p.Day = strings.TrimSpace(e.Since + " to " + e.Until)
		}
		if e.Disputed {
			p.Note = note(p.Note, "disputed")
		}
	}
	p.Sources = b.cite(r)
	return p
}

func note(list ...string) string {
	return strings.Join(slices.DeleteFunc(list, func(s string) bool { return s == "" }), ", ")
}

// cite numbers the reports of a fact, the first of each origin.
func (b *brief) cite(r *row) (out []int) {
	origins := map[string]bool{}
	for _, m := range r.reports() {
		if origins[m.Origin] || len(out) == sourcesOfLine {
			continue
		}
		origins[m.Origin] = true
		n := b.numbers[m.ID]
		if n == 0 {
			n = len(b.Sources) + 1
			b.numbers[m.ID] = n
			b.Sources = append(b.Sources, source{n, m.ID, safe(m.Title), safe(m.Outlet), safe(m.Agency), safe(m.Published), webAddress(m.URL)})
		}
		out = append(out, n)
	}
	return out
}
