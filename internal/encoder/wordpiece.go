package encoder

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

const maxPieceWord = 100

// AppendPieces appends the pieces of a word, cut as BERT's uncased tokeniser
// does: lower case, no accents, punctuation apart, longest piece first. A word
// without any piece gives [UNK].
func (m *Model) AppendPieces(ids []int32, word string) []int32 {
	start := len(ids)
	var buf [128]byte
	part := buf[:0]
	flush := func() {
		if len(part) > 0 {
			ids = m.greedy(ids, part)
			part = part[:0]
		}
	}
	for _, r := range clean(word) {
		switch {
		case r == 0 || r == utf8.RuneError || unicode.Is(unicode.Mn, r) || unicode.Is(unicode.C, r) && r != '\t' && r != '\n' && r != '\r':
		case unicode.IsSpace(r):
			flush()
		case punct(r) || chinese(r):
			flush()
			part = utf8.AppendRune(part, r)
			flush()
		default:
			part = utf8.AppendRune(part, unicode.ToLower(r))
		}
	}
	flush()
	if len(ids) == start {
		ids = append(ids, m.unk)
	}
	return ids
}

// clean decomposes a word's accents; plain ASCII stays as it is.
func clean(word string) string {
	for i := range len(word) {
		if word[i] >= utf8.RuneSelf {
			return norm.NFD.String(word)
		}
	}
	return word
}

func (m *Model) greedy(ids []int32, word []byte) []int32 {
	start := len(ids)
	if utf8.RuneCount(word) > maxPieceWord {
		return append(ids, m.unk)
	}
	var buf [512]byte
	for at := 0; at < len(word); {
		found := -1
		for end := len(word); end > at; end-- {
			key := buf[:0]
			if at > 0 {
				key = append(key, "##"...)
			}
			key = append(key, word[at:end]...)
			if id, ok := m.pieces[string(key)]; ok {
				ids, found = append(ids, id), end
				break
			}
		}
		if found < 0 {
			return append(ids[:start], m.unk)
		}
		at = found
	}
	return ids
}

func punct(r rune) bool {
	if r < utf8.RuneSelf {
		return r >= 33 && r <= 47 || r >= 58 && r <= 64 || r >= 91 && r <= 96 || r >= 123 && r <= 126
	}
	return unicode.Is(unicode.P, r)
}

func chinese(r rune) bool {
	return r >= 0x4e00 && r <= 0x9fff || r >= 0x3400 && r <= 0x4dbf || r >= 0xf900 && r <= 0xfaff || r >= 0x20000 && r <= 0x2ceaf
}
