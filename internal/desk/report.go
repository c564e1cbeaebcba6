package desk

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"readout/internal/merge"
	"readout/internal/record"
	"readout/internal/store"
)

// reportPage is one report: its text with every fact marked in it, and the
// facts beside it.
type reportPage struct {
	Key        string
	Report     record.Report
	Reading    *record.Reading
	Merged     *merge.Report // nil before the archive is merged
	Paragraphs [][]segment
	Groups     []factGroup
	Story      *ref
	Family     *familyView
	VersionOf  []ref
	Versions   []version
	Actors     []ref
	Places     []ref
	CanExplain bool
	Explained  bool
	Nearly     []string
	Reread     bool // the explanation is of another reader than the kept reading
}

// A version is a report that stands under the same URL.
type version struct {
	Report ref
	Added  string
	This   bool
}

// A familyView is the prints of one text that a report belongs to.
type familyView struct {
	Link    ref
	Agency  string
	Outlets []string
	Depends []ref
}

func (d *desk) report(r *http.Request) (*page, error) {
	ctx := r.Context()
	k, err := d.Store.Reading(ctx, r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	p := &reportPage{Key: k.Key, Report: k.Reading.Report, Reading: k.Reading, CanExplain: d.Explain != nil}
	marks := []mark{}
	if at := r.FormValue("at"); at != "" {
		m, err := markAt(at, len(p.Report.Text))
		if err != nil {
			return nil, err
		}
		marks = append(marks, m)
	}
	if r.FormValue("why") != "" {
		if err := d.explain(ctx, p); err != nil {
			return nil, err
		}
	}
	p.Paragraphs = segments(p.Report.Text, append(marks, marksOf(p.Reading)...))
	if err := d.fillReport(ctx, p); err != nil {
		return nil, err
	}
	return &page{Name: "report", Title: titleOf(&p.Report), Nav: "/search", Data: p}, nil
}

// markAt reads the span of a text that an address names, such as 120-164.
func markAt(at string, size int) (mark, error) {
	from, to, _ := strings.Cut(at, "-")
	start, err := strconv.Atoi(from)
	end, err2 := strconv.Atoi(to)
	if err != nil || err2 != nil || start < 0 || end > size || start >= end {
		return mark{}, misuse("The words of a report are named by two numbers, such as at=120-164, within its %d bytes; not %q.", size, at)
	}
	return mark{start: start, end: end, class: here}, nil
}

// mostExplained is how many bytes a text may have that is read again.
const mostExplained = 50_000

// explain reads the report again and keeps how its facts came about.
func (d *desk) explain(ctx context.Context, p *reportPage) error {
	if d.Explain == nil {
		return misuse("This desk has no reader at hand that could say how facts were decided.")
	}
	if len(p.Report.Text) > mostExplained {
		return misuse("The report is too long to be read again here: readout read --explain does it.")
	}
	select {
	case d.explains <- struct{}{}:
		defer func() { <-d.explains }()
	case <-ctx.Done():
		return ctx.Err()
	}
	again, err := d.Explain(&p.Report)
	if err != nil {
		return err
	}
	p.Reread = again.Reader != p.Reading.Reader
	p.Reading, p.Explained, p.Nearly = again, true, again.Why[record.Nearly]
	return nil
}

// fillReport looks up what the merged record says of a report.
func (d *desk) fillReport(ctx context.Context, p *reportPage) error {
	m, err := entry[merge.Report](ctx, d, p.Key, "report")
	if err != nil && !errors.Is(err, store.ErrNone) {
		return err
	}
	found := &merged{}
	if m != nil {
		p.Merged = m
		n, err := d.names(ctx, m.Actors, m.Places, []string{m.Story, m.VersionOf})
		if err != nil {
			return err
		}
		p.Story, p.VersionOf, p.Actors, p.Places = n.story(m.Story), n.told(m.VersionOf), n.refs(m.Actors), n.refs(m.Places)
		if p.Family, err = d.family(ctx, m.Family); err != nil {
			return err
		}
		if found, err = d.mergedOf(ctx, p.Key); err != nil {
			return err
		}
	}
	p.Groups = groupsOf(p.Reading, found)
	return d.fillVersions(ctx, p)
}

func (d *desk) fillVersions(ctx context.Context, p *reportPage) error {
	list, err := d.Store.Versions(ctx, p.Key)
	if err != nil || len(list) < 2 {
		return err
	}
	for _, v := range list {
		p.Versions = append(p.Versions, version{ref{v.Key, cmp.Or(deref(v.Reading.Report.Title), v.Key)}, v.Added, v.Key == p.Key})
	}
	return nil
}

// family is the family of a report, nil where it has none.
func (d *desk) family(ctx context.Context, id string) (*familyView, error) {
	if id == "" {
		return nil, nil
	}
	f, err := entry[merge.Family](ctx, d, id, "family")
	if err != nil {
		return nil, err
	}
	n, err := d.names(ctx, f.Depends)
	return &familyView{ref{f.ID, cmp.Or(f.Title, f.ID)}, f.Agency, f.Outlets, n.refs(f.Depends)}, err
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return strings.TrimSpace(*s)
}
