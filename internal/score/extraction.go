package score

import (
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// A shingle is a run of up to four words.
type shingle [4]string

// wordsOf cuts a text into runs of letters, numbers and underscores. Marks
// that combine part words, as \w of Python has it.
func wordsOf(text string) []string {
	return strings.FieldsFunc(strings.ReplaceAll(text, "\u00ad", ""), func(c rune) bool {
		return !unicode.IsLetter(c) && !unicode.IsNumber(c) && c != '_'
	})
}

// shingles counts the runs of four words of a text; a shorter text is one run.
func shingles(text string) map[shingle]int {
	words := wordsOf(text)
	out := map[shingle]int{}
	for i := 0; i < max(1, len(words)-3) && len(words) > 0; i++ {
		var s shingle
		copy(s[:], words[i:])
		out[s]++
	}
	return out
}

// Shingles counts the runs of four words that an extracted text shares with
// the gold text.
func Shingles(gold, pred string) Count {
	g, p := shingles(gold), shingles(pred)
	var c Count
	for s, n := range p {
		c.Predicted += n
		c.Matched += min(n, g[s])
	}
	for _, n := range g {
		c.Gold += n
	}
	return c
}

// Bodies are the counts of pages, a page each. Their precision is the mean
// over the pages with a prediction, their recall over those with gold.
type Bodies []Count

// PRF gives the means of precision and recall, and their harmonic mean.
func (b Bodies) PRF() (p, r, f float64) {
	var np, nr float64
	for _, c := range b {
		if c.Predicted > 0 {
			p += float64(c.Matched) / float64(c.Predicted)
			np++
		}
		if c.Gold > 0 {
			r += float64(c.Matched) / float64(c.Gold)
			nr++
		}
	}
	p, r = p/max(np, 1), r/max(nr, 1)
	if p+r > 0 {
		f = 2 * p * r / (p + r)
	}
	return p, r, f
}

// Folded is a text as the comparison of headers takes it: composed, with
// single spaces.
func Folded(s string) string {
	return strings.Join(strings.Fields(norm.NFC.String(s)), " ")
}

// caseless is a folded text in which case is of no account.
func caseless(s string) string { return cases.Fold().String(Folded(s)) }

// SameTitle says whether two titles are one but for space and case.
func SameTitle(gold, pred string) bool { return caseless(gold) == caseless(pred) }

// SameNames says whether two lists hold the same names, whatever their order and case.
func SameNames(a, b []string) bool {
	x, y := foldedNames(a), foldedNames(b)
	if len(x) != len(y) {
		return false
	}
	for n := range x {
		if !y[n] {
			return false
		}
	}
	return true
}

func foldedNames(names []string) map[string]bool {
	out := map[string]bool{}
	for _, n := range names {
		if n = caseless(n); n != "" {
			out[n] = true
		}
	}
	return out
}

// Segments counts the wanted segments of a page found in the text, and as
// predicted those and the unwanted ones found.
func Segments(text string, with, without []string) Count {
	text = Folded(text)
	c := Count{Gold: len(with)}
	for _, s := range with {
		if strings.Contains(text, Folded(s)) {
			c.Matched++
		}
	}
	c.Predicted = c.Matched
	for _, s := range without {
		if strings.Contains(text, Folded(s)) {
			c.Predicted++
		}
	}
	return c
}
