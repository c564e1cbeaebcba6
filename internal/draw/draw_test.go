package draw

import (
	"encoding/xml"
	"fmt"
	"io"
	"math"
	"strings"
	"testing"
	"time"
)

const evil = `"'><script>alert(1)</script>` + "\x00\x1b\xff"

// pictures are one of each kind, made with a name and an address.
func pictures(name, url string) map[string]string {
	about := About{name, name}
	day := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	periods := Periods(day, day.AddDate(0, 0, 9))
	values := make([]float64, len(periods))
	values[2] = 3
	points := []Point{{44.6, 33.5, name, url, 3, "event"}, {44.5, 33.6, name + "2", url, 1, "event"}}
	return map[string]string{
		"map":   (&Map{about, Around(points), points}).SVG(),
		"graph": (&Graph{about, []Node{{name, url, 2}, {name, url, 1}, {"C", "", 1}}, []Edge{{0, 1, 2, 1}, {1, 2, 0, 1}}}).SVG(),
		"bars":  (&Bars{about, periods, []Series{{name, url, values, values}}, 60, true}).SVG(),
		"spans": (&Spans{about, day, day.AddDate(0, 2, 0), []SpanRow{{name, url, []Span{{day, day, true, "in_force", name}, {Name: name}}}}}).SVG(),
	}
}

// Pictures are well formed, hold nothing but shapes and words, and link only
// within the page's origin.
func TestHostile(t *testing.T) {
	for _, url := range []string{"/actor/a1?" + evil, "javascript:alert(1)", "//elsewhere.example/"} {
		for name, picture := range pictures(evil, url) {
			d := xml.NewDecoder(strings.NewReader(picture))
			for {
				token, err := d.Token()
				if err == io.EOF {
					break
				}
				if err != nil {
					t.Fatalf("%s: %v", name, err)
				}
				e, ok := token.(xml.StartElement)
				if !ok {
					continue
				}
				for _, a := range e.Attr {
					if strings.HasPrefix(a.Name.Local, "on") || a.Name.Local == "style" || a.Name.Local == "href" && !strings.HasPrefix(a.Value, "/actor/") {
						t.Errorf("%s holds <%s %s=%q>", name, e.Name.Local, a.Name.Local, a.Value)
					}
				}
				switch e.Name.Local {
				case "script", "style", "image", "foreignObject", "use":
					t.Errorf("%s holds %s", name, e.Name.Local)
				}
			}
		}
	}
}

// The same values give the same bytes.
func TestSame(t *testing.T) {
	a, b := pictures("A", "/a"), pictures("A", "/a")
	for name := range a {
		if a[name] != b[name] {
			t.Errorf("%s differs from one time to the next", name)
		}
	}
}

// The world is where it should be: capitals lie on land, oceans do not.
func TestWorld(t *testing.T) {
	for _, c := range []struct {
		name     string
		lat, lon float64
		land     bool
	}{
		{"Damascus", 33.51, 36.29, true}, {"Moscow", 55.75, 37.62, true}, {"Canberra", -35.28, 149.13, true}, {"Brasilia", -15.79, -47.88, true},
		{"Reykjavik", 64.13, -21.8, true}, {"Pacific", 0, -150, false}, {"Atlantic", 30, -45, false}, {"Black Sea", 43.3, 34, false}, {"Arctic", 83.9, 0, false},
		{"Sakha", 66, 130, true}, {"Chukotka", 67, -178, true}, {"Labrador Sea", 66, -58, false}, {"Atlantic at 68 north", 68, -5, false},
	} {
		inside := 0
		for _, ring := range earth().rings {
			if holds(ring, spot{c.lon, c.lat}) {
				inside++
			}
		}
		if inside%2 == 1 != c.land {
			t.Errorf("%s lies in %d rings, on land: want %t", c.name, inside, c.land)
		}
	}
	if n := len(worldFile); n > 300_000 {
		t.Errorf("the world takes %d bytes", n)
	}
}

// holds counts how often a line to the east crosses a ring.
func holds(ring []spot, s spot) bool {
	in := false
	for i, a := range ring {
		b := ring[(i+1)%len(ring)]
		if (a.lat > s.lat) != (b.lat > s.lat) && s.lon < atLat(a, b, s.lat).lon {
			in = !in
		}
	}
	return in
}

// Parties and their names lie on no others.
func TestGraphLabels(t *testing.T) {
	g := &Graph{About: About{Title: "A graph"}}
	for n := range 20 {
		g.Nodes = append(g.Nodes, Node{Name: fmt.Sprint("A party of the name ", n), URL: "/a", Weight: n})
		for k := range n {
			if (n+k)%3 == 0 {
				g.Edges = append(g.Edges, Edge{k, n, n, k})
			}
		}
	}
	at := g.layout()
	for i := range at {
		if b := g.box(at[i], i); !b.within(graphWide, graphHigh) {
			t.Errorf("node %d lies off the sheet: %v", i, b)
		}
		for j := range i {
			if a, b := g.box(at[i], i), g.box(at[j], j); a.meets(b) {
				t.Errorf("nodes %d and %d lie on each other: %v, %v", i, j, a, b)
			}
		}
	}
}

// A few parties that deal with none of the others do not press these into a
// corner.
func TestGraphRoom(t *testing.T) {
	g := &Graph{About: About{Title: "A graph"}}
	for n := range 16 {
		g.Nodes = append(g.Nodes, Node{Name: fmt.Sprint("P", n), Weight: 1})
		for k := range n {
			if n < 13 && (n+k)%2 == 0 {
				g.Edges = append(g.Edges, Edge{k, n, 2, 2})
			}
		}
	}
	g.Edges = append(g.Edges, Edge{13, 14, 1, 0})
	at := g.layout()
	low, high := at[0], at[0]
	for _, p := range at[:13] {
		low, high = vector{min(low.x, p.x), min(low.y, p.y)}, vector{max(high.x, p.x), max(high.y, p.y)}
	}
	if room := (high.x - low.x) * (high.y - low.y) / (graphWide * graphHigh); room < 0.31 {
		t.Errorf("13 of 16 parties have %.2f of the sheet", room)
	}
}

// Names beside charts are cut to their room, as wide as their letters are.
func TestNames(t *testing.T) {
	for _, name := range []string{"Donald Trump demands of Nicolás Maduro: to surrender", strings.Repeat("W", 60), strings.Repeat("МИНИСТЕРСТВО ", 9), strings.Repeat("外交部", 30), "Tavria"} {
		got := fit(name, 240, 12)
		if width(got, 12) > 240 || (got != name) != strings.HasSuffix(got, "…") || len(got) < 6 {
			t.Errorf("fit(%s) = %s, of %.0f points", name, got, width(got, 12))
		}
	}
	if w := width("Donald Trump demands of Nicolás Mad…", 12); w < 243 { // as DejaVu Sans has it
		t.Errorf("the name is guessed to be %.0f points wide", w)
	}
}

// No map is heavier than a page has room for, and marks lie in it.
func TestMapWeight(t *testing.T) {
	whole := Around(nil)
	for _, e := range []Extent{whole, {30, 25, 50, 40}, {-10, 35, 30, 60}, {100, -10, 140, 20}, whole.Zoom(0.5)} {
		picture := (&Map{About{"A map", ""}, e, []Point{{34, 36, "A", "/a", 1, "event"}}}).SVG()
		if len(picture) > 90_000 {
			t.Errorf("the map of %s takes %d bytes", e, len(picture))
		}
	}
}

// Labels lie on no other label and no mark.
func TestLabels(t *testing.T) {
	var points []Point
	for n := range 40 {
		points = append(points, Point{34 + math.Sin(float64(n))*2, 36 + math.Cos(float64(n)*1.7)*3, fmt.Sprint("Place ", n), "/p", n, "event"})
	}
	picture := (&Map{About{"A map", ""}, Around(points), points}).SVG()
	if marks, labels := strings.Count(picture, "<circle"), strings.Count(picture, "<text"); marks != 40 || labels < 5 || labels > 40 {
		t.Errorf("%d marks with %d labels", marks, labels)
	}
}

func TestExtent(t *testing.T) {
	for in, want := range map[string]string{
		"10,20,30,40":       "10.00,20.00,30.00,40.00",
		"170,0,180,90":      "170.00,-6.00,180.00,84.00",
		"-180,-90,180,90":   "-180.00,-84.00,180.00,84.00",
		"10,10,10.01,10.01": "9.50,9.50,10.50,10.50",
		"":                  "", "1,2,3": "", "3,1,2,4": "", "NaN,1,2,3": "", "1,2,3,Inf": "", "1,2,1e300,4": "", "a,b,c,d": "",
	} {
		e, err := ParseExtent(in)
		got := e.String()
		if err != nil {
			got = ""
		}
		if got != want {
			t.Errorf("ParseExtent(%q) = %q, %v, want %q", in, got, err, want)
		}
	}
}

func TestPeriods(t *testing.T) {
	day := func(s string) time.Time {
		out, err := time.Parse(time.DateOnly, s)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	for _, c := range []struct{ from, to, first, last string }{
		{"2026-03-02", "2026-03-04", "2 Mar 2026", "4 Mar 2026"},
		{"2026-01-01", "2026-12-31", "29 Dec – 4 Jan 2026", "28 Dec – 3 Jan 2027"},
		{"2024-01-15", "2026-12-31", "Jan 2024", "Dec 2026"},
		{"1990-02-01", "2026-01-01", "1990", "2026"},
		{"0001-01-01", "9999-12-31", "all", "all"},
	} {
		list := Periods(day(c.from), day(c.to))
		if got := list[0].Name; got != c.first {
			t.Errorf("%s to %s begins with %s, want %s", c.from, c.to, got, c.first)
		}
		if got := list[len(list)-1].Name; got != c.last || len(list) > mostPeriods+2 {
			t.Errorf("%s to %s ends with %s, want %s, of %d", c.from, c.to, got, c.last, len(list))
		}
		for _, at := range []string{c.from, c.to} {
			if k, ok := PeriodOf(list, day(at)); !ok || list[k].From.After(day(at)) || list[k].To.Before(day(at)) {
				t.Errorf("%s is in period %d, %t", at, k, ok)
			}
		}
		if _, ok := PeriodOf(list, day(c.from).AddDate(-900, 0, 0)); ok {
			t.Error("a day long before is in a period")
		}
	}
}

// FuzzExtent holds that what an address says never makes a map fail.
func FuzzExtent(f *testing.F) {
	f.Add("10,20,30,40")
	f.Add("-180,-90,180,90")
	f.Add("179.9,83,180,84")
	f.Fuzz(func(t *testing.T, s string) {
		e, err := ParseExtent(s)
		if err != nil {
			return
		}
		for _, e := range []Extent{e, e.Zoom(2), e.Zoom(0.5), e.Move(0.5, -0.5)} {
			if again, err := ParseExtent(e.String()); err != nil || again.String() != e.String() {
				t.Fatalf("%q gives %s, which gives %s, %v", s, e, again, err)
			}
			if picture := (&Map{About{"A map", ""}, e, nil}).SVG(); strings.Contains(picture, "NaN") || strings.Contains(picture, "Inf") {
				t.Fatalf("the map of %s holds what is no number", e)
			}
		}
	})
}
