package merge

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// id makes an id of what a thing is known by. Equal parts give equal ids, in
// every rebuild and every archive.
func id(prefix string, parts ...string) string { return idString(prefix, sum64(parts...)) }

// sum64 is the number behind an id.
func sum64(parts ...string) uint64 {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return binary.BigEndian.Uint64(sum[:8])
}

// idString writes the number of an id as sixteen hexadecimal digits.
func idString(prefix string, n uint64) string {
	var b [8]byte
	binary.BigEndian.PutUint64(b[:], n)
	return prefix + hex.EncodeToString(b[:])
}

// idNumber is the number of an id; ok is false when it is none.
func idNumber(id string) (n uint64, ok bool) {
	if len(id) != 17 {
		return 0, false
	}
	n, err := strconv.ParseUint(id[1:], 16, 64)
	return n, err == nil
}

// ID makes an id as the record does.
func ID(prefix string, parts ...string) string { return id(prefix, parts...) }

// Fold writes a name in small letters without accents, points and
// apostrophes, words parted by one space, as names are compared.
func Fold(name string) string { return fold(name) }

func fold(name string) string {
	var b strings.Builder
	space := false
	for _, r := range norm.NFD.String(name) {
		switch {
		case unicode.Is(unicode.Mn, r), r == '\'', r == '’', r == '‘', r == 'ʿ', r == 'ʾ', r == '`', r == '.':
			continue
		case unicode.IsLetter(r), unicode.IsDigit(r):
			if space && b.Len() > 0 {
				b.WriteByte(' ')
			}
			space = false
			b.WriteString(foldRune(unicode.ToLower(r)))
		default:
			space = true
		}
	}
	return b.String()
}

// foldRune gives letters that do not come apart their Latin pair.
func foldRune(r rune) string {
	switch r {
	case 'ø':
		return "o"
	case 'ł':
		return "l"
	case 'đ', 'ð':
		return "d"
	case 'ß':
		return "ss"
	case 'æ':
		return "ae"
	case 'œ':
		return "oe"
	case 'ı':
		return "i"
	case 'þ':
		return "th"
	}
	return string(r)
}

// particles are words of names that spellings add and drop.
var particles = map[string]bool{
	"al": true, "el": true, "as": true, "ash": true, "ad": true, "an": true, "at": true, "ar": true, "az": true,
	"ibn": true, "bin": true, "ben": true, "bint": true, "abd": false, "de": true, "der": true, "van": true,
	"von": true, "la": true, "da": true, "di": true, "du": true, "dos": true, "jr": true, "sr": true, "ii": true, "iii": true,
}

// titles are words before a name that are no part of it.
var titles = map[string]bool{
	"mr": true, "mrs": true, "ms": true, "dr": true, "sir": true, "lord": true, "president": true, "king": true,
	"queen": true, "prince": true, "princess": true, "sheikh": true, "general": true, "gen": true, "colonel": true,
	"col": true, "lt": true, "maj": true, "sen": true, "rep": true, "gov": true, "minister": true, "ayatollah": true,
	"pope": true, "chancellor": true, "senator": true, "the": true, "captain": true, "capt": true, "judge": true,
}

// nameWords are the words of a person's name that identify it.
func nameWords(folded string) []string {
	words := strings.Fields(folded)
	for len(words) > 1 && titles[words[0]] {
		words = words[1:]
	}
	var out []string
	for _, w := range words {
		if !particles[w] {
			out = append(out, w)
		}
	}
	if len(out) == 0 {
		return words
	}
	return out
}
