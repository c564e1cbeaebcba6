package draw

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// An Extent is the part of the world that a map shows, in degrees.
type Extent struct{ West, South, East, North float64 }

// How small and how far from the equator an extent may be, in degrees.
const (
	leastWide = 1.0
	mostNorth = 84.0
)

// ParseExtent reads an extent as String writes it.
func ParseExtent(s string) (Extent, error) {
	part := strings.Split(s, ",")
	var v [4]float64
	for i := range v {
		if len(part) != len(v) {
			return Extent{}, fmt.Errorf("an extent is west,south,east,north in degrees, not %q", s)
		}
		x, err := strconv.ParseFloat(part[i], 64)
		if err != nil || math.IsNaN(x) || math.Abs(x) > 180 {
			return Extent{}, fmt.Errorf("an extent is in degrees, not %q", part[i])
		}
		v[i] = x
	}
	e := Extent{v[0], v[1], v[2], v[3]}
	if e.West >= e.East || e.South >= e.North {
		return Extent{}, fmt.Errorf("an extent runs from west to east and from south to north, not %q", s)
	}
	return e.fit(), nil
}

func (e Extent) String() string {
	return fmt.Sprintf("%.2f,%.2f,%.2f,%.2f", e.West, e.South, e.East, e.North)
}

// Around is the extent that holds all points with some room, and is not too
// narrow to tell where in the world it is.
func Around(points []Point) Extent {
	if len(points) == 0 {
		return Extent{-180, -58, 180, mostNorth}
	}
	var list []spot
	for _, p := range points {
		list = append(list, spot{p.Lon, p.Lat})
	}
	e := boundsOf(list)
	const least = 14
	dx, dy := max(e.East-e.West, least)*0.62, max(e.North-e.South, least*0.6)*0.62
	x, y := (e.West+e.East)/2, (e.South+e.North)/2
	return Extent{x - dx, y - dy, x + dx, y + dy}.fit()
}

// Zoom is an extent about the same middle, so many times as wide.
func (e Extent) Zoom(times float64) Extent {
	x, y := (e.West+e.East)/2, (e.South+e.North)/2
	dx, dy := (e.East-e.West)/2*times, (e.North-e.South)/2*times
	return Extent{x - dx, y - dy, x + dx, y + dy}.fit()
}

// Move is an extent moved by parts of its width and height.
func (e Extent) Move(right, up float64) Extent {
	dx, dy := (e.East-e.West)*right, (e.North-e.South)*up
	return Extent{e.West + dx, e.South + dy, e.East + dx, e.North + dy}.fit()
}

// fit moves and cuts an extent to what a map can show.
func (e Extent) fit() Extent {
	e.West, e.East = interval(e.West, e.East, -180, 180)
	e.South, e.North = interval(e.South, e.North, -mostNorth, mostNorth)
	return e
}

// interval moves an interval between two ends, and cuts it where it is wider.
func interval(from, to, first, last float64) (float64, float64) {
	if to-from < leastWide {
		middle := (from + to) / 2
		from, to = middle-leastWide/2, middle+leastWide/2
	}
	if shift := max(0, first-from) - max(0, to-last); to-from < last-first {
		from, to = from+shift, to+shift
	}
	return max(from, first), min(to, last)
}

func (e Extent) meets(f Extent) bool {
	return e.West < f.East && f.West < e.East && e.South < f.North && f.South < e.North
}

func (e Extent) holds(s spot) bool {
	return s.lon >= e.West && s.lon <= e.East && s.lat >= e.South && s.lat <= e.North
}

// shape widens an extent to the form of a sheet, so that a degree of latitude
// is as long as one of longitude is in the middle of the map.
func (e Extent) shape(w, h float64) Extent {
	squeeze := math.Cos((e.South + e.North) / 2 * math.Pi / 180)
	wide, high := (e.East-e.West)*squeeze, e.North-e.South
	x, y := (e.West+e.East)/2, (e.South+e.North)/2
	if wide/high < w/h {
		half := high * w / h / squeeze / 2
		return Extent{x - half, e.South, x + half, e.North}
	}
	half := wide * h / w / 2
	return Extent{e.West, y - half, e.East, y + half}
}
