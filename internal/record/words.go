package record

import (
	"strings"
	"unicode"
)

// Clean makes outside text safe to show: control characters, which could
// drive a terminal, and marks that turn the direction of writing are dropped;
// line breaks and tabs become spaces.
func Clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n', r == '\t', r == '\r', r == '\u2028', r == '\u2029':
			return ' '
		case unicode.IsControl(r), r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069', r == '\ufeff':
			return -1
		}
		return r
	}, s)
}

// OneLine is Clean with runs of space made one.
func OneLine(s string) string { return strings.Join(strings.Fields(Clean(s)), " ") }

// Verb says a kind of situation between its holder and its object: "holds".
func Verb(kind string) string {
	switch kind {
	case "office":
		return "in office"
	case "demands":
		return "demands of"
	case "agreement", "relations":
		return kind + " with"
	}
	return kind
}
