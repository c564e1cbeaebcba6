package tokenize

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"readout/internal/lang"
	"readout/internal/lang/en"
)

// ends reports whether a sentence of words that starts at first ends with
// word i, the next word being there.
func ends(text string, words []lang.Span, first, i int) bool {
	next := i + 1
	if words[i].End == words[next].Start && !fusedStop(text, words, i) {
		return false
	}
	last := i // the word before closing quotes and brackets
	for last > first && closer(text[words[last].Start:words[last].End]) && words[last-1].End == words[last].Start {
		last--
	}
	if note(text, words, first, last) {
		last--
	}
	w := text[words[last].Start:words[last].End]
	abbrev := en.NotAbbrev
	switch {
	case final(w):
	case strings.HasSuffix(w, ".") && len(w) > 1:
		if abbrev = en.Abbrev(w); abbrev == en.NotAbbrev || last == first {
			return false
		}
	default:
		return false
	}
	return opens(text, words, next, w, abbrev, last < i)
}

// note reports whether word i is the number of a footnote, set right after a
// full stop as in "the front.12".
func note(text string, words []lang.Span, first, i int) bool {
	w := words[i]
	return i-2 >= first && numeric(text[w.Start:w.End]) && w.Len() <= 3 &&
		words[i-1].End == w.Start && words[i-2].End == words[i-1].Start && text[words[i-1].Start:words[i-1].End] == "."
}

// fusedStop reports whether a stop at i lacks the space before the next word.
func fusedStop(text string, words []lang.Span, i int) bool {
	w := text[words[i].Start:words[i].End]
	r, _ := utf8.DecodeRuneInString(text[words[i+1].Start:])
	return w == "." && unicode.IsUpper(r) && i > 0 && words[i-1].Len() > 2
}

func final(w string) bool {
	return strings.Trim(w, ".!?…") == ""
}

func closer(w string) bool {
	switch w {
	case `"`, "”", "’", "'", "''", ")", "]", "»", "}":
		return true
	}
	return false
}

func opener(w string) bool {
	switch w {
	case `"`, "“", "‘", "'", "``", "`", "(", "[", "«", "{", "*", "-", "--", "–", "—", "•", "…", "...", "_":
		return true
	}
	return false
}

// opens reports whether the word at next can open a sentence after the stop w.
func opens(text string, words []lang.Span, next int, w string, abbrev en.AbbrevKind, closed bool) bool {
	k := next
	for k < next+8 && k+1 < len(words) && opener(text[words[k].Start:words[k].End]) {
		k++
	}
	head := text[words[k].Start:words[k].End]
	r, _ := utf8.DecodeRuneInString(head)
	switch {
	case abbrev == en.Before:
		return false
	case abbrev == en.BeforeNum:
		return unicode.IsUpper(r) && en.Opener(head)
	case abbrev == en.Either:
		return unicode.IsUpper(r) && (k > next || en.Opener(head))
	case lower(r):
		return false
	case closed && !strings.HasPrefix(w, "."):
		return !tag(text, words, k)
	}
	return true
}

// tag reports whether words from k on are a speech tag after a quoted question
// or exclamation: "?" Ivanov asked.
func tag(text string, words []lang.Span, k int) bool {
	for j := k + 1; j < len(words) && j < k+4; j++ {
		switch text[words[j].Start:words[j].End] {
		case "said", "asked", "says", "told", "wrote", "added", "asks", "shouted":
			return true
		}
	}
	return false
}
