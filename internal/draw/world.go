package draw

import (
	_ "embed"
	"encoding/binary"
	"math"
	"slices"
	"strings"
	"sync"
)

// The coasts and borders of the world: Natural Earth, 1:50m, public domain,
// by way of world-atlas 2.0.2 (ISC), simplified by gen/world.py on 2026-11-26.
// The file is
//
//	"readout world 1\n"
//	lines   count, then each: count of its points, and each point's longitude and latitude in
//	        hundredths of a degree, less those of the point before
//	rings   count, then each: count of its lines, and their numbers; -n-1 is line n from its end
//
// Counts are varints; points and numbers of lines are signed ones.
//
//go:embed world.map
var worldFile string

// A spot is a longitude and a latitude in degrees.
type spot struct{ lon, lat float64 }

// A world is the outlines of all countries.
type world struct {
	rings  [][]spot
	bounds []Extent // of each
}

var earth = sync.OnceValue(func() *world {
	const head = "readout world 1\n"
	if !strings.HasPrefix(worldFile, head) {
		panic("world.map is no map") // a mistake of ours, which any test shows
	}
	r := strings.NewReader(worldFile[len(head):])
	count := func() int {
		n, err := binary.ReadUvarint(r)
		if err != nil {
			panic(err)
		}
		return int(n)
	}
	signed := func() int {
		n, err := binary.ReadVarint(r)
		if err != nil {
			panic(err)
		}
		return int(n)
	}
	lines := make([][]spot, count())
	for i := range lines {
		lines[i] = readLine(count(), signed)
	}
	w := &world{}
	for range count() {
		var ring []spot
		for range count() {
			ring = follow(ring, lines, signed())
		}
		w.add(ring)
	}
	return w
})

func readLine(n int, signed func() int) (out []spot) {
	x, y := 0, 0
	for range n {
		x, y = x+signed(), y+signed()
		out = append(out, spot{float64(x) / 100, float64(y) / 100})
	}
	return out
}

// follow adds a line to a ring.
func follow(ring []spot, lines [][]spot, n int) []spot {
	if n >= 0 {
		return append(ring, lines[n]...)
	}
	line := slices.Clone(lines[-n-1])
	slices.Reverse(line)
	return append(ring, line...)
}

// add adds a ring. One that crosses the 180th meridian, where longitudes
// jump, is made whole beyond it, and added at the other end of the map too.
func (w *world) add(ring []spot) {
	for i := 1; i < len(ring); i++ {
		ring[i].lon -= 360 * math.Round((ring[i].lon-ring[i-1].lon)/360)
	}
	b := boundsOf(ring)
	w.rings, w.bounds = append(w.rings, ring), append(w.bounds, b)
	for _, turn := range []float64{-360, 360} {
		if b.East+turn > -180 && b.West+turn < 180 {
			again := slices.Clone(ring)
			for i := range again {
				again[i].lon += turn
			}
			w.rings, w.bounds = append(w.rings, again), append(w.bounds, boundsOf(again))
		}
	}
}

func boundsOf(list []spot) Extent {
	e := Extent{720, 90, -720, -90}
	for _, s := range list {
		e.West, e.East = min(e.West, s.lon), max(e.East, s.lon)
		e.South, e.North = min(e.South, s.lat), max(e.North, s.lat)
	}
	return e
}
