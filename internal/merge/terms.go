package merge

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A term is a stemmed word of a text with how often it stands there, or its
// weight.
type term struct {
	hash uint32
	n    float32
}

// Words of a title count more, and those far down in a long report not at
// all: they are background. Names and numbers are what similar events differ
// in.
const (
	titleWeight = 3
	nameWeight  = 3
	leadWords   = 400
)

// newTerms counts the content words of a report and says how many there are.
func newTerms(title, text string) (terms []term, words int) {
	n := map[uint32]float32{}
	words = countTerms(n, title, titleWeight, leadWords) + countTerms(n, text, 1, leadWords)
	terms = make([]term, 0, len(n))
	for h, k := range n {
		terms = append(terms, term{h, k})
	}
	slices.SortFunc(terms, func(a, b term) int { return cmp.Compare(a.hash, b.hash) })
	return terms, words
}

// countTerms adds the terms of a text, of limit words at most.
func countTerms(n map[uint32]float32, text string, weight float32, limit int) int {
	words := 0
	for _, raw := range rawWords(text) {
		w := contentWord(raw)
		if w == "" {
			continue
		}
		k := weight
		if c, _ := utf8.DecodeRuneInString(raw); unicode.IsUpper(c) || unicode.IsDigit(c) {
			k *= nameWeight
		}
		n[uint32(fnv(w)>>16)] += k
		if words++; words >= limit {
			break
		}
	}
	return words
}

func rawWords(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '\'' && r != '’' })
}

// contentWord is the stem of a word, "" for a word of grammar.
func contentWord(raw string) string {
	w := strings.ToLower(strings.ReplaceAll(raw, "’", "'"))
	w, _, _ = strings.Cut(w, "'")
	if len(w) < 2 || grammar[w] {
		return ""
	}
	return stem(w)
}

// contentWords are the stems of a text without words of grammar.
func contentWords(text string) []string {
	var out []string
	for _, raw := range rawWords(text) {
		if w := contentWord(raw); w != "" {
			out = append(out, w)
		}
	}
	return out
}

// stem cuts the endings of English that tell forms of one word apart.
func stem(w string) string {
	if len(w) > 4 && strings.HasSuffix(w, "ies") {
		return w[:len(w)-3] + "y"
	}
	for _, end := range []string{"ingly", "edly", "ings", "ing", "ed", "es", "s", "ly"} {
		if strings.HasSuffix(w, end) && len(w)-len(end) >= 3 && !strings.HasSuffix(w, "ss") {
			w = w[:len(w)-len(end)]
			break
		}
	}
	if n := len(w); n > 3 && w[n-1] == w[n-2] && w[n-1] != 'l' && w[n-1] != 's' {
		w = w[:n-1]
	}
	return strings.TrimSuffix(w, "e")
}

// grammar holds words that tell nothing of what a text is about.
var grammar = wordSet(`a about above after again against all also am an and any are aren as at be because been before
	being below between both but by can could couldn did didn do does doesn doing don down during each few for from further had
	hadn has hasn have haven having he her here hers herself him himself his how i if in into is isn it its itself just let ll me
	more most mustn my myself no nor not now of off on once only or other our ours ourselves out over own re s same shan she should
	shouldn so some such t than that the their theirs them themselves then there these they this those through to too under until up
	ve very was wasn we were weren what when where which while who whom why will with won would wouldn you your yours yourself
	said says say told according mr mrs ms one two new year years day days time last first week month people may might also still
	back like get make made many much even since per via us monday tuesday wednesday thursday friday saturday sunday january
	february march april june july august september october november december`)

func wordSet(list string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(list) {
		out[w] = true
	}
	return out
}

// bag is the set of content words of some text, as sorted hashes.
func bag(texts ...string) []uint32 {
	var out []uint32
	for _, t := range texts {
		for _, w := range contentWords(t) {
			out = append(out, uint32(fnv(w)>>16))
		}
	}
	slices.Sort(out)
	return slices.Clip(slices.Compact(out))
}

// dice is how alike two sets are, from 0 to 1.
func dice(a, b []uint32) float64 {
	if len(a)+len(b) == 0 {
		return 0
	}
	return 2 * float64(common(a, b)) / float64(len(a)+len(b))
}

// common counts what two sorted lists share.
func common[T cmp.Ordered](a, b []T) int {
	n := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch c := cmp.Compare(a[i], b[j]); {
		case c < 0:
			i++
		case c > 0:
			j++
		default:
			n++
			i, j = i+1, j+1
		}
	}
	return n
}
