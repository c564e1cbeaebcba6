package main

import (
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

// Marks stand around words of evidence until the text is wrapped; clean has
// taken them out of outside text.
const (
	markOn  = '\x01'
	markOff = '\x02'
)

// columns is the width of a word on a terminal.
func columns(s string) int {
	n := 0
	for _, r := range s {
		switch {
		case r == markOn, r == markOff, unicode.Is(unicode.Mn, r):
		case wide(r):
			n += 2
		default:
			n++
		}
	}
	return n
}

func wide(r rune) bool {
	k := width.LookupRune(r).Kind()
	return k == width.EastAsianWide || k == width.EastAsianFullwidth
}

// wrap breaks a text into lines of at most w columns, at spaces.
func wrap(s string, w int) []string {
	var lines []string
	var line strings.Builder
	at := 0
	for _, word := range strings.Fields(s) {
		n := columns(word)
		if at > 0 && at+1+n > w {
			lines = append(lines, line.String())
			line.Reset()
			at = 0
		}
		if at > 0 {
			line.WriteByte(' ')
			at++
		}
		line.WriteString(word)
		at += n
	}
	return append(lines, line.String())
}

// A style turns marks and headings into what the output can show.
type style struct{ color bool }

// Escape sequences of ANSI (ECMA-48 SGR).
const (
	sgrBold = "\x1b[1m"
	sgrDim  = "\x1b[2m"
	sgrMark = "\x1b[1;4m"
	sgrWarn = "\x1b[33m"
	sgrOff  = "\x1b[0m"
)

func (s style) bold(text string) string { return s.sgr(sgrBold, text) }
func (s style) dim(text string) string  { return s.sgr(sgrDim, text) }
func (s style) warn(text string) string { return s.sgr(sgrWarn, text) }

func (s style) sgr(code, text string) string {
	if !s.color || text == "" {
		return text
	}
	return code + text + sgrOff
}

// marks replaces the marks of wrapped lines: bold and underlined, or square
// brackets. A mark that runs over a line's end is closed and opened again, so
// that the margin is not underlined.
func (s style) marks(lines []string) []string {
	on, off := "[", "]"
	if s.color {
		on, off = sgrMark, sgrOff
	}
	out := make([]string, len(lines))
	open := false
	for i, l := range lines {
		var b strings.Builder
		if open && s.color {
			b.WriteString(on)
		}
		for _, r := range l {
			switch r {
			case markOn:
				open = true
				b.WriteString(on)
			case markOff:
				open = false
				b.WriteString(off)
			default:
				b.WriteRune(r)
			}
		}
		if open && s.color {
			b.WriteString(off)
		}
		out[i] = b.String()
	}
	return out
}
