package draw

import (
	"fmt"
	"math"
)

// Bars are small charts one below the other, with the same periods: what
// brings together stands above the line, what sets apart below it.
type Bars struct {
	About
	Periods []Period
	Rows    []Series
	High    float64 // of each row, in points
	Balance bool    // a line shows the sum of both
}

// A Series is one row: values for each period.
type Series struct {
	Name, URL string
	Up, Down  []float64 // neither is below 0
}

// The sheet of charts, in points.
const (
	chartWide  = 760.0
	chartName  = 170.0 // of the names at its left
	chartFoot  = 26.0
	chartWords = 12.0 // size of names
)

// SVG draws the charts. All rows have one scale.
func (c *Bars) SVG() string {
	var s sheet
	links := false
	for _, r := range c.Rows {
		links = links || r.URL != ""
	}
	high := c.High*float64(len(c.Rows)) + chartFoot + 8
	s.open("bars", c.About, chartWide, high, links)
	if len(c.Periods) == 0 {
		return s.done()
	}
	a := axis{c.Periods[0].From, c.Periods[len(c.Periods)-1].To.AddDate(0, 0, 1), chartName, chartWide - chartName - 12}
	a.draw(&s, 4, high-chartFoot)
	up, down := c.scale()
	for i, r := range c.Rows {
		c.row(&s, a, r, 4+c.High*float64(i), up, down)
	}
	return s.done()
}

// scale is the highest value above and below the line.
func (c *Bars) scale() (up, down float64) {
	for _, r := range c.Rows {
		for k := range c.Periods {
			up, down = max(up, r.Up[k]), max(down, r.Down[k])
		}
	}
	return up, down
}

func (c *Bars) row(s *sheet, a axis, r Series, top, up, down float64) {
	room := c.High - 8
	unit := room / max(up+down, 1e-9)
	base := top + 4 + up*unit
	end := s.link(r.URL)
	s.text("label", chartName-10, base+4, "end", fit(r.Name, chartName-12, chartWords))
	end()
	s.line("base", a.x, base, a.x+a.w, base)
	balance := ""
	for k, p := range c.Periods {
		x := a.at(p.From)
		w := max(a.at(p.To.AddDate(0, 0, 1))-x-1, 1)
		if r.Up[k] > 0 || r.Down[k] > 0 {
			s.tag("g")
			s.words("title", fmt.Sprintf("%s, %s: %s", r.Name, p.Name, values(r.Up[k], r.Down[k])))
			s.bar("cooperation", x, base-r.Up[k]*unit, w, r.Up[k]*unit)
			s.bar("conflict", x, base, w, r.Down[k]*unit)
			s.end("g")
		}
		if c.Balance {
			balance += fmt.Sprintf("%s%s %s", map[bool]string{true: "M", false: "L"}[balance == ""], num(x+w/2), num(base-(r.Up[k]-r.Down[k])*unit))
		}
	}
	if c.Balance {
		s.leaf("path", "class", "balance", "d", balance)
	}
}

func (s *sheet) bar(class string, x, y, w, h float64) {
	if h > 0 {
		s.leaf("rect", "class", "bar "+class, "x", num(x), "y", num(y), "width", num(w), "height", num(math.Max(h, 1)))
	}
}

func values(up, down float64) string {
	switch {
	case down == 0:
		return "+" + num(up)
	case up == 0:
		return "−" + num(down)
	}
	return "+" + num(up) + ", −" + num(down)
}
