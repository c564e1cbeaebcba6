package actor

import (
	"strings"

	"readout/internal/gazetteer"
)

// nameWords splits a person's name into folded words, articles of Arabic
// names and initials left out.
func nameWords(s string) []string {
	var out []string
	for _, w := range strings.Fields(gazetteer.Fold(s)) {
		if w == "al" || w == "bin" || w == "ibn" || len(w) == 1 || w == "jr" || w == "s" || w == "sr" {
			continue
		}
		out = append(out, w)
	}
	if len(out) == 0 {
		return strings.Fields(gazetteer.Fold(s))
	}
	return out
}

// samePerson compares two names: a single word with the last word of the other
// (or its first, where the family name leads), two full names by first and last.
func samePerson(a, b []string) bool {
	if len(a) == 0 || len(b) == 0 {
		return false
	}
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(a) == 1 {
		if near(a[0], b[len(b)-1]) {
			return true
		}
		return len(b) > 1 && a[0] == b[0] && (familyFirst[a[0]] || len(b) == 3 && len(a[0]) <= 5) || len(b) > 2 && len(a[0]) > 4 && near(a[0], b[1])
	}
	if strings.Join(a, " ") == strings.Join(b, " ") || near(a[0], b[0]) && near(a[len(a)-1], b[len(b)-1]) {
		return true
	}
	long, short := " "+strings.Join(b, " ")+" ", " "+strings.Join(a, " ")+" "
	return len(b) > len(a) && (strings.HasSuffix(long, short) || strings.HasPrefix(long, short))
}

var familyFirst = set("xi kim moon park lee li wang zhang hu wen chen tsai ma nguyen tran ban chung lam yang zhao liu sun mao deng hun abe")

// near compares two words of names as spellings of one: the same, or one
// letter apart in words of five letters and more that begin alike.
func near(a, b string) bool {
	if a == b {
		return true
	}
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(a) < 5 || a[0] != b[0] || len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) == len(b) {
		return a[i+1:] == b[i+1:] && vowel(a[i]) && vowel(b[i])
	}
	return a[i:] == b[i+1:]
}

func vowel(c byte) bool { return strings.IndexByte("aeiouy", c) >= 0 }
