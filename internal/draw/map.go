package draw

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// A Map shows points over land and borders. The projection is the
// equirectangular one, true to scale in the middle of the map.
type Map struct {
	About
	Extent Extent
	Points []Point
}

// A Point is a place on a map.
type Point struct {
	Lat, Lon float64
	Name     string
	URL      string // "" for none
	Count    int    // of what it stands for; the more, the larger the mark
	What     string // one of them, such as "event"
}

// The sheet of a map, in points.
const (
	mapWide  = 760
	mapHigh  = 440
	mapWords = 12 // size of labels
)

// SVG draws the map. Names are left out where they would lie on others.
func (m *Map) SVG() string {
	v := view{Extent: m.Extent.shape(mapWide, mapHigh)}
	var s sheet
	s.open("map", m.About, mapWide, mapHigh, len(m.Points) > 0)
	s.leaf("rect", "class", "sea", "width", num(mapWide), "height", num(mapHigh))
	v.land(&s)
	v.marks(&s, m.Points)
	return s.done()
}

// A view is the way from degrees to the sheet.
type view struct{ Extent }

func (v view) xy(s spot) (x, y float64) {
	return (s.lon - v.West) / (v.East - v.West) * mapWide, (v.North - s.lat) / (v.North - v.South) * mapHigh
}

// land draws all countries in sight. Points lie on a grid, so that the border
// of two countries is one line, and what is too close to be told apart is one
// point; the grid is finer where less of the world is shown.
func (v view) land(s *sheet) {
	fine := 1.0
	if wide := v.East - v.West; wide < 50 {
		fine = 2
	} else if wide > 150 {
		fine = 0.75
	}
	dx, dy := (v.East-v.West)/100, (v.North-v.South)/100
	cut := Extent{v.West - dx, v.South - dy, v.East + dx, v.North + dy} // so that its edges are out of sight
	w := earth()
	var b strings.Builder
	for i, ring := range w.rings {
		if v.meets(w.bounds[i]) {
			v.ring(&b, clip(ring, cut), fine)
		}
	}
	s.leaf("path", "class", "land", "d", b.String(), "transform", fmt.Sprintf("scale(%.4g)", 1/fine), "stroke-width", num(0.7*fine))
}

// ring writes the path of a ring, if it is more than a line on the grid.
func (v view) ring(b *strings.Builder, ring []spot, fine float64) {
	var path []byte
	var lastX, lastY, drawn int
	for i, s := range ring {
		fx, fy := v.xy(s)
		x, y := int(math.Round(fx*fine)), int(math.Round(fy*fine))
		switch {
		case i == 0:
			path = fmt.Appendf(path, "M%d %dl", x, y)
		case x == lastX && y == lastY:
			continue
		default:
			path = appendStep(path, x-lastX)
			path = appendStep(path, y-lastY)
		}
		lastX, lastY, drawn = x, y, drawn+1
	}
	if drawn > 3 {
		b.Write(path)
		b.WriteString("z")
	}
}

// appendStep writes a number after others: its sign parts it from them.
func appendStep(path []byte, n int) []byte {
	if n >= 0 && path[len(path)-1] != 'l' {
		path = append(path, ' ')
	}
	return strconv.AppendInt(path, int64(n), 10)
}

// clip cuts a ring to an extent, side by side (Sutherland and Hodgman).
func clip(ring []spot, e Extent) []spot {
	for _, side := range []struct {
		in  func(spot) bool
		cut func(a, b spot) spot
	}{
		{func(s spot) bool { return s.lon >= e.West }, func(a, b spot) spot { return atLon(a, b, e.West) }},
		{func(s spot) bool { return s.lon <= e.East }, func(a, b spot) spot { return atLon(a, b, e.East) }},
		{func(s spot) bool { return s.lat >= e.South }, func(a, b spot) spot { return atLat(a, b, e.South) }},
		{func(s spot) bool { return s.lat <= e.North }, func(a, b spot) spot { return atLat(a, b, e.North) }},
	} {
		var out []spot
		for i, s := range ring {
			before := ring[(i+len(ring)-1)%len(ring)]
			if side.in(s) != side.in(before) {
				out = append(out, side.cut(before, s))
			}
			if side.in(s) {
				out = append(out, s)
			}
		}
		ring = out
	}
	return ring
}

func atLon(a, b spot, lon float64) spot {
	return spot{lon, a.lat + (b.lat-a.lat)*(lon-a.lon)/(b.lon-a.lon)}
}

func atLat(a, b spot, lat float64) spot {
	return spot{a.lon + (b.lon-a.lon)*(lat-a.lat)/(b.lat-a.lat), lat}
}

// A mark is a point on the sheet.
type mark struct {
	Point
	x, y, r float64
}

// marks draws the points in sight, the largest first and so undermost.
func (v view) marks(s *sheet, points []Point) {
	var list []mark
	most := 1
	for _, p := range points {
		if v.holds(spot{p.Lon, p.Lat}) {
			x, y := v.xy(spot{p.Lon, p.Lat})
			list, most = append(list, mark{p, x, y, 0}), max(most, p.Count)
		}
	}
	slices.SortStableFunc(list, func(a, b mark) int { return cmp.Or(b.Count-a.Count, cmp.Compare(a.Name, b.Name)) })
	var taken []box
	for i := range list {
		k := &list[i]
		k.r = 4 + 8*math.Sqrt(float64(k.Count)/float64(most))
		taken = append(taken, box{k.x - k.r, k.y - k.r, 2 * k.r, 2 * k.r})
	}
	for _, k := range list {
		end := s.link(k.URL)
		s.tag("g")
		s.words("title", k.Name+": "+things(k.Count, k.What))
		s.leaf("circle", "class", "mark", "cx", num(k.x), "cy", num(k.y), "r", num(k.r))
		if b, anchor, ok := k.label(taken); ok {
			taken = append(taken, b)
			x := map[string]float64{"start": b.x, "middle": b.x + b.w/2, "end": b.x + b.w}[anchor]
			s.text("label", x, b.y+b.h-3, anchor, short(k.Name, mapLetters))
		}
		s.end("g")
		end()
	}
}

// mapLetters is how much of a name a map shows.
const mapLetters = 28

// label finds room for the name of a mark: beside, above or below it.
func (k mark) label(taken []box) (box, string, bool) {
	w, h := width(short(k.Name, mapLetters), mapWords), mapWords+3.0
	for _, at := range []struct {
		box
		anchor string
	}{
		{box{k.x + k.r + 3, k.y - h/2, w, h}, "start"}, {box{k.x - k.r - 3 - w, k.y - h/2, w, h}, "end"},
		{box{k.x - w/2, k.y - k.r - 1 - h, w, h}, "middle"}, {box{k.x - w/2, k.y + k.r + 1, w, h}, "middle"},
	} {
		if at.within(mapWide, mapHigh) && !slices.ContainsFunc(taken, at.meets) {
			return at.box, at.anchor, true
		}
	}
	return box{}, "", false
}
