package tokenize

import (
	"unicode"
	"unicode/utf8"

	"readout/internal/lang"
)

// maxDateline is how many words a dateline has at most.
const maxDateline = 20

// dateline counts the words of the dateline that a report opens with, the
// dash included. It is no part of the sentence that follows it.
//
//	VELM, March 9 (Reuters) - Envoys met …
//	Velm (AFP) -- Envoys met …
//
// but not
//
//	NATO - an alliance - met …
func dateline(text string, words []lang.Span) int {
	capitals, bracket := true, false
	for i, w := range words[:min(len(words), maxDateline)] {
		form := text[w.Start:w.End]
		r, _ := utf8.DecodeRuneInString(form)
		switch {
		case form == "(" || form == "[":
			bracket = true
		case dash(form) && i > 0 && i+1 < len(words):
			if !(capitals || bracket) || words[i-1].End == w.Start || !opensReport(text, words[i+1]) {
				return 0
			}
			return i + 1
		case bracket:
		case i == 0:
			if !unicode.IsUpper(r) || len(form) < 2 {
				return 0
			}
			capitals = allCapitals(form)
		case unicode.IsUpper(r), unicode.IsDigit(r), form == ",", form == "/", form == ".":
		case i > 1 && len(form) < 4: // "of" and "de" in names of places
		default:
			return 0
		}
	}
	return 0
}

// opensReport says whether a word can open the first sentence of a report.
func opensReport(text string, w lang.Span) bool {
	r, _ := utf8.DecodeRuneInString(text[w.Start:w.End])
	return unicode.IsUpper(r) || unicode.IsDigit(r) || opener(text[w.Start:w.End])
}

func dash(form string) bool {
	switch form {
	case "-", "--", "–", "—":
		return true
	}
	return false
}

func allCapitals(s string) bool {
	for _, r := range s {
		if unicode.IsLower(r) {
			return false
		}
	}
	return true
}
