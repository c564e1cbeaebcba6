package draw

import (
	"fmt"
	"math"
	"slices"
)

// A Graph shows parties and what is between them.
type Graph struct {
	About
	Nodes []Node
	Edges []Edge
}

// A Node is a party.
type Node struct {
	Name, URL string
	Weight    int // the more, the larger
}

// An Edge counts what is between two nodes, which it names by number.
type Edge struct {
	A, B                  int
	Cooperation, Conflict int
}

// The sheet of a graph, in points, and the room at its sides.
const (
	graphWide, graphHigh = 760.0, 520.0
	graphSide, graphTop  = 90.0, 34.0
	graphTurns           = 400 // in which the layout settles
	graphParts           = 600 // in which names are parted
	graphWords           = 12  // size of names
	graphLetters         = 24
)

// SVG draws the graph. Cooperation is a whole line and conflict a dashed one,
// each as thick as it is often and with its count.
func (g *Graph) SVG() string {
	var s sheet
	s.open("graph", g.About, graphWide, graphHigh, len(g.Nodes) > 0)
	at := g.layout()
	for _, e := range g.Edges {
		g.edge(&s, at, e)
	}
	for i, n := range g.Nodes {
		end := s.link(n.URL)
		s.tag("g")
		s.words("title", n.Name+": "+things(n.Weight, "event"))
		r := g.radius(i)
		s.leaf("circle", "class", "node", "cx", num(at[i].x), "cy", num(at[i].y), "r", num(r))
		s.text("label", at[i].x, at[i].y+r+13, "middle", short(n.Name, graphLetters))
		s.end("g")
		end()
	}
	return s.done()
}

// edge draws what is between two nodes, side by side where it is both.
func (g *Graph) edge(s *sheet, at []vector, e Edge) {
	a, b := at[e.A], at[e.B]
	long := max(a.minus(b).length(), 1)
	away := vector{(b.y - a.y) / long, (a.x - b.x) / long}
	both := e.Cooperation > 0 && e.Conflict > 0
	for k, one := range []struct {
		class, sign string
		count       int
	}{{"cooperation", "+", e.Cooperation}, {"conflict", "−", e.Conflict}} {
		if one.count == 0 {
			continue
		}
		shift, along := 0.0, 0.5
		if both {
			shift, along = 3.5*float64(1-2*k), 0.42+0.16*float64(k)
		}
		x, y := away.x*shift, away.y*shift
		s.leaf("line", "class", "edge "+one.class, "x1", num(a.x+x), "y1", num(a.y+y), "x2", num(b.x+x), "y2", num(b.y+y),
			"stroke-width", num(1.2+math.Log2(float64(one.count))))
		s.text("count "+one.class, a.x+(b.x-a.x)*along+x*3, a.y+(b.y-a.y)*along+y*3+4, "middle", fmt.Sprint(one.sign, one.count))
	}
}

type vector struct{ x, y float64 }

func (a vector) minus(b vector) vector           { return vector{a.x - b.x, a.y - b.y} }
func (a vector) plus(b vector, k float64) vector { return vector{a.x + b.x*k, a.y + b.y*k} }
func (a vector) length() float64                 { return math.Hypot(a.x, a.y) }

// layout finds a place for each node: from a circle on, all push each other
// away and what is joined draws near, less from turn to turn (Fruchterman and
// Reingold 1991). Nothing is drawn by chance.
func (g *Graph) layout() []vector {
	n := len(g.Nodes)
	at := make([]vector, n)
	for i := range at {
		turn := 2 * math.Pi * float64(i) / float64(n)
		at[i] = vector{math.Cos(turn), math.Sin(turn)}
	}
	ideal := math.Sqrt(4 / float64(max(n, 1)))
	for turn := range graphTurns {
		push := g.forces(at, ideal)
		most := 0.2 * (1 - float64(turn)/graphTurns)
		for i, f := range push {
			if l := f.length(); l > 0 {
				at[i] = at[i].plus(f, min(l, most)/l)
			}
		}
	}
	spread(at)
	g.part(at)
	return at
}

func (g *Graph) radius(i int) float64 {
	most := 1
	for _, n := range g.Nodes {
		most = max(most, n.Weight)
	}
	return 5 + 9*math.Sqrt(float64(g.Nodes[i].Weight)/float64(most))
}

// box is what a node takes up with its name.
func (g *Graph) box(at vector, i int) box {
	r := g.radius(i)
	w := max(2*r, width(short(g.Nodes[i].Name, graphLetters), graphWords))
	return box{at.x - w/2, at.y - r, w, 2*r + 17}
}

// part moves nodes whose names lie on each other apart, along the shorter way.
func (g *Graph) part(at []vector) {
	for range graphParts {
		still := true
		for i := range at {
			for j := range i {
				a, b := g.box(at[i], i), g.box(at[j], j)
				if !a.meets(b) {
					continue
				}
				still = false
				x := min(a.x+a.w, b.x+b.w) - max(a.x, b.x) + 2
				y := min(a.y+a.h, b.y+b.h) - max(a.y, b.y) + 2
				move := vector{0, y / 2}
				if x < y {
					move = vector{x / 2, 0}
				}
				if move.x > 0 && at[i].x < at[j].x || move.y > 0 && at[i].y < at[j].y {
					move = vector{-move.x, -move.y}
				}
				at[i], at[j] = g.inside(at[i].plus(move, 1), i), g.inside(at[j].plus(move, -1), j)
			}
		}
		if still {
			return
		}
	}
}

// inside moves a node onto the sheet with its name.
func (g *Graph) inside(at vector, i int) vector {
	b := g.box(at, i)
	return vector{at.x + max(0, 2-b.x) - max(0, b.x+b.w+2-graphWide), at.y + max(0, 2-b.y) - max(0, b.y+b.h+2-graphHigh)}
}

// forces are what moves each node in a turn.
func (g *Graph) forces(at []vector, ideal float64) []vector {
	out := make([]vector, len(at))
	for i := range at {
		for j := range at {
			if i == j {
				continue
			}
			d := at[i].minus(at[j])
			l := max(d.length(), 0.01)
			out[i] = out[i].plus(d, ideal*ideal/(l*l))
		}
		out[i] = out[i].plus(at[i], -0.4) // none drifts away
	}
	for _, e := range g.Edges {
		d := at[e.A].minus(at[e.B])
		pull := d.length() / ideal * min(1+math.Log2(float64(max(e.Cooperation+e.Conflict, 1)))/4, 2)
		out[e.A], out[e.B] = out[e.A].plus(d, -pull), out[e.B].plus(d, pull)
	}
	return out
}

// spread stretches positions over the sheet. Half of where a node lies is its
// place in the order of all, so that a few far off do not press the others
// into a corner.
func spread(at []vector) {
	xs, ys := make([]float64, len(at)), make([]float64, len(at))
	for i, p := range at {
		xs[i], ys[i] = p.x, p.y
	}
	slices.Sort(xs)
	slices.Sort(ys)
	for i, p := range at {
		at[i] = vector{graphSide + along(p.x, xs)*(graphWide-2*graphSide), graphTop + along(p.y, ys)*(graphHigh-2*graphTop-12)}
	}
}

// along is how far a number lies on the way from the lowest of a sorted list
// to the highest: half by its size, half by its rank.
func along(x float64, list []float64) float64 {
	last := float64(len(list) - 1)
	rank, _ := slices.BinarySearch(list, x)
	return (part(x, list[0], list[len(list)-1]) + part(float64(rank), 0, last)) / 2
}

// part is how far a number lies between two others, one half where they are
// the same.
func part(x, low, high float64) float64 {
	if high-low < 1e-9 {
		return 0.5
	}
	return (x - low) / (high - low)
}
