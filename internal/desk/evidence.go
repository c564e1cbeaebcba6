package desk

import (
	"cmp"
	"context"
	"slices"
	"time"

	"readout/internal/merge"
)

// A source is what one report says of a fact, in its own words.
type source struct {
	Report                    ref
	Outlet, Agency, Published string
	Quotes                    []quote
}

// A quote is words of a report with the address where they stand in it.
type quote struct{ Text, URL string }

// manySources is how many reports a page quotes at most.
const manySources = 60

// sources groups evidence by report, the first published first, and says of
// how many reports it was.
func (d *desk) sources(ctx context.Context, evidence []merge.Sourced) (out []source, total int, err error) {
	at := map[string]int{}
	for _, e := range evidence {
		k, ok := at[e.Report]
		if !ok {
			k = len(at)
			at[e.Report] = k
			if k < manySources {
				out = append(out, source{Report: ref{ID: e.Report}})
			}
		}
		if k < manySources {
			out[k].Quotes = append(out[k].Quotes, quote{e.Quote, quoteURL(e.Report, e.Start, e.End)})
		}
	}
	for k := range out {
		if err := d.fill(ctx, &out[k]); err != nil {
			return nil, 0, err
		}
	}
	slices.SortStableFunc(out, func(a, b source) int { return published(a).Compare(published(b)) })
	return out, len(at), nil
}

// published is when a source was: of a bare day its first moment, of what tells
// no time after all others.
func published(s source) time.Time {
	if t, _, ok := parseMoment(s.Published); ok {
		return t
	}
	if t, err := time.Parse(time.DateOnly, s.Published); err == nil {
		return t
	}
	return time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)
}

// fill sets what is known of a source's report.
func (d *desk) fill(ctx context.Context, s *source) error {
	r, err := entry[merge.Report](ctx, d, s.Report.ID, "report")
	if err != nil {
		return err
	}
	s.Report.Name = cmp.Or(r.Title, r.ID)
	s.Outlet, s.Published = r.Outlet, r.Published
	if r.Agency != r.Outlet {
		s.Agency = r.Agency
	}
	return nil
}
