package merge

import "strings"

// spellings writes letters and pairs that transliterations exchange in one
// way. A q may be a k or a g: Qaddafi, Gaddafi.
var spellings = strings.NewReplacer(
	"tsch", "C", "sch", "S", "tch", "C", "sh", "S", "ch", "C", "kh", "k", "gh", "g", "ph", "f", "th", "t", "dh", "d", "zh", "z",
	"dj", "D", "ck", "k", "tz", "z", "ts", "z", "ks", "x", "qu", "k", "c", "k", "w", "v",
	"ou", "u", "oo", "u", "ee", "i", "y", "i", "j", "i", "h", "")

// A spelling is a word taken apart: its consonants, and the vowels before,
// between and after them. What is doubled stands once.
type spelling struct {
	word       string
	consonants []byte
	vowels     []string
	skeleton   string // the consonants as all spellings of the word share them
}

// A speller keeps the spellings of words: each word has one, so that equal
// pointers mean equal words.
type speller map[string]*spelling

func (s speller) of(word string) *spelling {
	if x, ok := s[word]; ok {
		return x
	}
	x := spell(word)
	x.word, x.skeleton = word, skeleton(word, x.consonants)
	s[word] = &x
	return &x
}

func spell(word string) spelling {
	if stem, ok := strings.CutSuffix(word, "ff"); ok && len(stem) > 3 {
		word = stem + "v" // Lavroff
	}
	var s spelling
	var run []byte
	var last byte
	for _, c := range []byte(spellings.Replace(word)) {
		switch {
		case c == last:
		case strings.IndexByte("aeiou", c) >= 0:
			run = append(run, c)
		default:
			s.consonants = append(s.consonants, c)
			s.vowels = append(s.vowels, string(run))
			run = nil
		}
		last = c
	}
	s.vowels = append(s.vowels, string(run))
	return s
}

// loose writes consonants that spellings exchange in one way.
var loose = strings.NewReplacer("q", "k", "g", "k")

// skeleton is the consonants of a word as all its spellings share them:
// Zelensky, Zelenskiy and Zelenskyy have one, Ahmed and Ahmad too.
func skeleton(word string, consonants []byte) string {
	if len(consonants) == 0 {
		return word
	}
	return loose.Replace(string(consonants))
}

// nearly says that two words can be spellings of one: their consonants are
// the same, and their vowels such as transliterations exchange. The ending -a
// tells a woman's name from a man's and is none.
func nearly(x, y *spelling) bool {
	if x == y {
		return true
	}
	if x.skeleton != y.skeleton || len(x.word) < 3 || len(y.word) < 3 || len(x.consonants) == 0 || len(y.consonants) == 0 {
		return false
	}
	for i, c := range x.consonants {
		if d := y.consonants[i]; c != d && c != 'q' && d != 'q' {
			return false
		}
	}
	differ, left := 0, 0
	for i, v := range x.vowels {
		w := y.vowels[i]
		if v == w {
			continue
		}
		if v == "" || w == "" {
			if left++; i == 0 || i == len(x.vowels)-1 {
				return false
			}
		} else if !sound(v, w) && !(i == 0 && throat(v) && throat(w)) {
			return false
		}
		differ++
	}
	return left <= 1 && differ <= 1+min(len(x.word), len(y.word))/4
}

// throat says that a word begins with a vowel that may stand for the Arabic
// letter ayn, which any of these does: Abadi, Ibadi.
func throat(v string) bool { return v == "a" || v == "e" || v == "i" }

// exchanged are pairs of vowels that stand for one.
const exchanged = "ae ea ei ie ou uo au ua"

// sound says that two runs of vowels can be one: letter by letter, or the one
// begins or ends the other.
func sound(v, w string) bool {
	if len(v) > len(w) {
		v, w = w, v
	}
	same := func(w string) bool {
		for i := range len(v) {
			if v[i] != w[i] && !strings.Contains(exchanged, string([]byte{v[i], w[i]})) {
				return false
			}
		}
		return true
	}
	return same(w[:len(v)]) || same(w[len(w)-len(v):])
}
