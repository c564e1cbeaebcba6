package draw

import "time"

// Spans are rows of what lasted from some day to another.
type Spans struct {
	About
	From, To time.Time // what of time is shown
	Rows     []SpanRow
}

// A SpanRow is one row of Spans.
type SpanRow struct {
	Name, URL string
	Spans     []Span
}

// A Span lasted from a day to another. A zero time is one that nobody told.
type Span struct {
	From, To time.Time
	Open     bool   // it lasts on: To is when it was last told
	Class    string // by which the page colours it
	Name     string
}

// The rows of spans, in points.
const (
	spanHigh  = 26.0
	spanName  = 250.0
	spanThick = 12.0
)

// SVG draws the rows. What has no known beginning or goes on runs out in a
// thin line.
func (c *Spans) SVG() string {
	var s sheet
	links := false
	for _, r := range c.Rows {
		links = links || r.URL != ""
	}
	high := spanHigh*float64(len(c.Rows)) + chartFoot + 8
	s.open("spans", c.About, chartWide, high, links)
	a := axis{c.From, c.To.AddDate(0, 0, 1), spanName, chartWide - spanName - 12}
	a.draw(&s, 4, high-chartFoot)
	for i, r := range c.Rows {
		y := 4 + spanHigh*(float64(i)+0.5)
		end := s.link(r.URL)
		s.text("label", spanName-10, y+4, "end", fit(r.Name, spanName-12, chartWords))
		end()
		s.line("base", a.x, y, a.x+a.w, y)
		for _, x := range r.Spans {
			a.span(&s, x, y)
		}
	}
	return s.done()
}

func (a axis) span(s *sheet, x Span, y float64) {
	s.tag("g")
	s.words("title", x.Name)
	from, to := a.x, a.x+a.w
	if !x.From.IsZero() {
		from = min(max(a.at(x.From), a.x), a.x+a.w)
	}
	if !x.To.IsZero() {
		to = min(max(a.at(x.To.AddDate(0, 0, 1)), from), a.x+a.w)
	}
	thick := max(to-from, 4)
	s.leaf("rect", "class", "span "+x.Class, "x", num(min(from, a.x+a.w-thick)), "y", num(y-spanThick/2), "width", num(thick), "height", num(spanThick))
	if x.Open && to < a.x+a.w {
		s.line("span "+x.Class, to, y, a.x+a.w, y)
	}
	s.end("g")
}
