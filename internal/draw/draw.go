// Package draw makes pictures for pages: maps, graphs, charts and time lines
// as SVG, from plain values. It knows nothing of records.
//
// Pictures hold no style and no script: their classes are coloured by the
// page. What they are told is escaped, and a link leads only to an address of
// the page's own origin. The same values give the same bytes.
package draw

import (
	"fmt"
	"html"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A sheet is a picture under way.
type sheet struct{ b strings.Builder }

// An About says what a picture shows, to those who do not see it too.
type About struct {
	Title string // in a few words
	Desc  string // in a sentence
}

// open begins a picture of a width and height in points. One with links in it
// is a group of them; any other is an image.
func (s *sheet) open(class string, a About, w, h float64, links bool) {
	role := "img"
	if links {
		role = "group"
	}
	s.tag("svg", "class", "pic "+class, "viewBox", "0 0 "+num(w)+" "+num(h), "role", role, "aria-label", a.Title)
	s.words("title", a.Title)
	if a.Desc != "" {
		s.words("desc", a.Desc)
	}
}

// done ends the picture.
func (s *sheet) done() string {
	s.end("svg")
	return s.b.String()
}

// tag opens an element; attributes are names and values by turns. Those
// without a value are left out.
func (s *sheet) tag(name string, attributes ...string) { s.element(name, ">", attributes) }

// leaf is an element with nothing in it.
func (s *sheet) leaf(name string, attributes ...string) { s.element(name, "/>", attributes) }

func (s *sheet) element(name, close string, attributes []string) {
	s.b.WriteString("<" + name)
	for i := 0; i < len(attributes); i += 2 {
		if attributes[i+1] != "" {
			s.b.WriteString(" " + attributes[i] + `="` + html.EscapeString(clean(attributes[i+1])) + `"`)
		}
	}
	s.b.WriteString(close)
}

func (s *sheet) end(name string) { s.b.WriteString("</" + name + ">") }

// words is an element that holds words.
func (s *sheet) words(name, words string, attributes ...string) {
	s.tag(name, attributes...)
	s.b.WriteString(html.EscapeString(clean(words)))
	s.end(name)
}

// text writes words at a point; anchor is start, middle or end.
func (s *sheet) text(class string, x, y float64, anchor, words string) {
	s.words("text", words, "class", class, "x", num(x), "y", num(y), "text-anchor", anchor)
}

// line draws a line between two points.
func (s *sheet) line(class string, x1, y1, x2, y2 float64) {
	s.leaf("line", "class", class, "x1", num(x1), "y1", num(y1), "x2", num(x2), "y2", num(y2))
}

// link opens a link to an address, and returns what ends it.
func (s *sheet) link(url string) (end func()) {
	if !strings.HasPrefix(url, "/") || strings.HasPrefix(url, "//") {
		return func() {}
	}
	s.tag("a", "href", url)
	return func() { s.end("a") }
}

// clean leaves out what no XML may hold.
func clean(words string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' && r != '\n' || r == utf8.RuneError || r == 0xFFFE || r == 0xFFFF {
			return -1
		}
		return r
	}, words)
}

// num writes a length, to a tenth of a point.
func num(x float64) string {
	out := strconv.FormatFloat(x, 'f', 1, 64)
	if out = strings.TrimSuffix(out, ".0"); out == "-0" {
		return "0"
	}
	return out
}

// short cuts a name to so many letters.
func short(name string, most int) string {
	if utf8.RuneCountInString(name) <= most {
		return name
	}
	return string([]rune(name)[:most-1]) + "…"
}

// things writes a number of things.
func things(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprint(n, " ", thing, "s")
}

// fit cuts a name to a room.
func fit(name string, room, size float64) string {
	if width(name, size) <= room {
		return name
	}
	cut := []rune(name)
	for len(cut) > 0 && width(string(cut), size)+size > room {
		cut = cut[:len(cut)-1]
	}
	return string(cut) + "…"
}

// width guesses how wide words of a size will be: as wide as in the widest
// fonts that readers are likely to have.
func width(words string, size float64) float64 {
	sum := 0.0
	for _, r := range words {
		sum += letter(r)
	}
	return sum * size
}

// letter is the width of a letter of size 1.
func letter(r rune) float64 {
	switch {
	case unicode.Is(unicode.Mn, r):
		return 0
	case strings.ContainsRune("iljI.,:;'’| ", r):
		return 0.33
	case strings.ContainsRune("ftr()[]-", r):
		return 0.42
	case strings.ContainsRune("mwMW@%—…", r) || r >= 0x2e80:
		return 1
	case unicode.IsUpper(r):
		return 0.72
	}
	return 0.62
}

// A box is a part of the sheet.
type box struct{ x, y, w, h float64 }

func (a box) meets(b box) bool {
	return a.x < b.x+b.w && b.x < a.x+a.w && a.y < b.y+b.h && b.y < a.y+a.h
}

func (a box) within(w, h float64) bool {
	return a.x >= 0 && a.y >= 0 && a.x+a.w <= w && a.y+a.h <= h
}
