package tokenize

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"readout/internal/lang"
	"readout/internal/lang/en"
)

func space(r rune) bool {
	return unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff' || r == '\u2060' || r == '\u00ad' || unicode.IsControl(r)
}

func lower(r rune) bool { return unicode.IsLower(r) }

func word(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || r == '_' || r == '\u200d'
}

func digit(r rune) bool { return r >= '0' && r <= '9' }

func apostrophe(r rune) bool { return r == '\'' || r == '’' || r == '`' || r == 'ʼ' }

// Words returns the words and punctuation marks within p.
func Words(text string, p lang.Span) []lang.Span {
	var out []lang.Span
	before := ""
	for at := p.Start; at < p.End; {
		r, n := utf8.DecodeRuneInString(text[at:p.End])
		if space(r) {
			at += n
			continue
		}
		end := at
		for end < p.End {
			r, n := utf8.DecodeRuneInString(text[end:p.End])
			if space(r) {
				break
			}
			end += n
		}
		c := cutter{s: text[at:end], base: at, out: out}
		c.first = len(out) == 0
		c.figure = end+1 < p.End && digit(rune(text[end+1]))
		c.posted = before == "on" || before == "to" || before == "via"
		c.final = strings.TrimFunc(text[end:p.End], space) == ""
		c.run()
		out = c.out
		before, at = c.s, end
	}
	return out
}

// A cutter cuts one chunk free of white space.
type cutter struct {
	s     string
	base  int
	first bool // the chunk opens its paragraph
	// figure is set where a figure follows the chunk, as in "No. 5".
	figure bool
	// final is set where nothing follows the chunk: no title that goes before a name.
	final bool
	// posted is set where an X that follows is the network and no initial, as in
	// "wrote on X."
	posted bool
	out    []lang.Span
}

func (c *cutter) emit(from, to int) {
	if from < to {
		c.out = append(c.out, lang.Span{Start: c.base + from, End: c.base + to})
	}
}

func (c *cutter) at(i int) (rune, int) {
	if i >= len(c.s) {
		return 0, 0
	}
	return utf8.DecodeRuneInString(c.s[i:])
}

func (c *cutter) run() {
	if c.first && bullet(c.s+" x") && digit(rune(c.s[0])) {
		c.emit(0, len(c.s))
		return
	}
	for i := 0; i < len(c.s); {
		switch r, _ := c.at(i); {
		case word(r):
			i = c.word(i)
		case apostrophe(r) && c.clitic(i) > 0:
			n := c.clitic(i)
			c.emit(i, i+n)
			i += n
		case (r == '@' || r == '#') && c.tag(i) > 1:
			n := c.tag(i)
			c.emit(i, i+n)
			i += n
		default:
			i = c.mark(i)
		}
	}
}

// tag returns the length of a handle or hash tag at i.
func (c *cutter) tag(i int) int {
	j := i + 1
	for j < len(c.s) {
		r, n := c.at(j)
		if !word(r) {
			break
		}
		j += n
	}
	if r, _ := c.at(i + 1); !unicode.IsLetter(r) {
		return 0
	}
	return j - i
}

// clitic returns the length of a clitic such as 's or 'll at i, or 0.
func (c *cutter) clitic(i int) int {
	_, n := c.at(i)
	j := i + n
	for j < len(c.s) {
		r, n := c.at(j)
		if !word(r) {
			break
		}
		j += n
	}
	switch strings.ToLower(c.s[i+n : j]) {
	case "s", "re", "ve", "ll", "d", "m":
		if i > 0 || j == len(c.s) {
			return j - i
		}
	case "em", "til", "cause", "tis":
		return j - i
	}
	return 0
}

// mark cuts a punctuation mark at i and returns where it ends.
func (c *cutter) mark(i int) int {
	r, n := c.at(i)
	j := i + n
	if face := emoticon(c.s[i:]); face > 0 {
		c.emit(i, i+face)
		return i + face
	}
	same := func(q rune) bool {
		switch r {
		case '.', '-', '*', '=', '~', '>', '<', '+', '…', '—', '–', '`', '\'':
			return q == r
		case '!', '?':
			return q == '!' || q == '?'
		}
		return false
	}
	for {
		q, n := c.at(j)
		if n == 0 || !same(q) {
			break
		}
		j += n
	}
	c.emit(i, j)
	return j
}

// emoticon returns the length of an emoticon that s is as a whole.
func emoticon(s string) int {
	switch s {
	case ":)", ":-)", ":(", ":-(", ";)", ";-)", ":D", ":-D", ":P", ":/", "=)", "<3":
		return len(s)
	}
	return 0
}

// word cuts a word at i and returns where it ends.
func (c *cutter) word(i int) int {
	if n := address(c.s[i:]); n > 0 {
		c.emit(i, i+n)
		return i + n
	}
	j, part := i, i
	for j < len(c.s) {
		r, n := c.at(j)
		if word(r) {
			j += n
			continue
		}
		if c.joins(i, j, r, n) {
			j += n
			continue
		}
		break
	}
	if r, n := c.at(j); r == '.' && c.keepStop(part, j) {
		j += n
	}
	if r, n := c.at(j); r == '$' && upper(c.s[part:j]) {
		j += n
	}
	c.split(part, j)
	return j
}

func upper(s string) bool { return s == strings.ToUpper(s) && s != strings.ToLower(s) && len(s) <= 3 }

// joins reports whether the mark r at j stands within a word that starts at i.
func (c *cutter) joins(i, j int, r rune, n int) bool {
	prev, _ := utf8.DecodeLastRuneInString(c.s[:j])
	next, _ := c.at(j + n)
	if !word(next) || !word(prev) && prev != '.' {
		return false
	}
	switch r {
	case '.':
		return c.innerStop(i, j, prev, next)
	case ',', ':':
		return digit(prev) && digit(next)
	case '/':
		return digit(prev) && digit(next) || j-i == 1 && len(c.s) == 3
	case '&':
		return unicode.IsUpper(prev) && unicode.IsUpper(next) && j-i <= 2
	case '-', '‑':
		return c.hyphen(i, j, n)
	}
	return apostrophe(r) && unicode.IsLetter(prev) && unicode.IsLetter(next)
}

// innerStop reports whether a full stop at j is part of the word, as in
// "U.S.", "3.5" or "example.com", and no end of sentence that lacks its space.
func (c *cutter) innerStop(i, j int, prev, next rune) bool {
	if digit(prev) && digit(next) {
		return true
	}
	if (unicode.IsUpper(next) || digit(next)) && lower(prev) && j-i > 2 {
		return false
	}
	return unicode.IsLetter(next) || unicode.IsLetter(prev)
}

// hyphen reports whether the hyphen at j stays within the word.
func (c *cutter) hyphen(i, j, n int) bool {
	head := c.s[i:j]
	if en.BoundPrefix(strings.ToLower(head)) {
		return len(c.s) > maxAddress || !strings.Contains(strings.ToLower(c.s), "-to-")
	}
	tail := c.s[j+n:]
	if numeric(head) && numericStart(tail) >= 2 {
		return phone(c.s[i:])
	}
	return false
}

func numeric(s string) bool {
	for _, r := range s {
		if !digit(r) && r != '-' {
			return false
		}
	}
	return s != ""
}

func numericStart(s string) int {
	n := 0
	for n < len(s) && digit(rune(s[n])) {
		n++
	}
	return n
}

// phone reports whether s starts with a telephone number or an ISO date:
// three groups of digits, or three and four digits.
func phone(s string) bool {
	groups := []int{}
	for {
		n := numericStart(s)
		if n == 0 {
			break
		}
		groups = append(groups, n)
		if n >= len(s) || s[n] != '-' || len(groups) == 4 {
			break
		}
		s = s[n+1:]
	}
	return len(groups) >= 3 || len(groups) == 2 && groups[0] == 3 && groups[1] == 4
}

// keepStop reports whether the full stop at j belongs to the word i..j.
func (c *cutter) keepStop(i, j int) bool {
	if r, _ := c.at(j + 1); r == '.' {
		return false
	}
	w := c.s[i:j]
	if strings.EqualFold(w, "no") && !c.figure || w == "X" && c.posted {
		return false
	}
	if k := strings.LastIndexAny(w, "-"); k >= 0 {
		w = w[k+1:]
	}
	kind := en.Abbrev(w + ".")
	return kind != en.NotAbbrev && !(c.final && kind == en.Before && len(w) > 1)
}

// split emits a word, parted from its clitics.
func (c *cutter) split(i, j int) {
	w := strings.ToLower(strings.ReplaceAll(c.s[i:j], "’", "'"))
	if at := contraction(w); at > 0 {
		at = byteAt(c.s[i:j], at)
		c.emit(i, i+at)
		c.emit(i+at, j)
		return
	}
	if at := unitAt(c.s[i:j]); at > 0 {
		c.emit(i, i+at)
		c.emit(i+at, j)
		return
	}
	for _, suffix := range []string{"n't", "'s", "'re", "'ve", "'ll", "'d", "'m"} {
		if strings.HasSuffix(w, suffix) && len(w) > len(suffix) {
			runes := utf8.RuneCountInString(w) - len(suffix)
			at := byteAt(c.s[i:j], runes)
			c.split(i, i+at)
			c.emit(i+at, j)
			return
		}
	}
	c.emit(i, j)
}

// byteAt returns the byte offset of the n-th rune of s.
func byteAt(s string, n int) int {
	for i := range s {
		if n == 0 {
			return i
		}
		n--
	}
	return len(s)
}

// contraction returns where a fused word splits, or 0.
func contraction(w string) int {
	switch w {
	case "cannot", "gonna", "gotta", "lemme", "gimme":
		return 3
	case "wanna":
		return 3
	case "dunno":
		return 2
	}
	return 0
}

// unitAt returns where a number splits from a unit written with it, or 0.
func unitAt(w string) int {
	n := 0
	for n < len(w) && (digit(rune(w[n])) || (w[n] == '.' || w[n] == ':' || w[n] == ',') && n > 0) {
		n++
	}
	if n == 0 || n == len(w) {
		return 0
	}
	switch strings.ToLower(w[n:]) {
	case "am", "pm", "a.m.", "p.m.", "km", "kg", "cm", "mm", "m", "mph", "ft", "lb", "lbs", "hrs", "min", "bn", "mb", "gb", "mg", "ml", "k", "yr":
		return n
	}
	return 0
}

// maxAddress bounds the length of a web address and of what a hyphen looks at.
const maxAddress = 2048

// address returns the length of a web or mail address at the start of s.
func address(s string) int {
	if len(s) > maxAddress {
		return 0
	}
	l := strings.ToLower(s)
	web := strings.HasPrefix(l, "http://") || strings.HasPrefix(l, "https://") || strings.HasPrefix(l, "www.") || strings.HasPrefix(l, "ftp://")
	at := strings.IndexByte(s, '@')
	mail := at > 0 && strings.IndexByte(s[at:], '.') > 1 && !strings.ContainsAny(s[:at], "()<>\",;:[]")
	if !web && !mail {
		return 0
	}
	n := len(s)
	if k := strings.IndexAny(s, "<>\"”“[]"); k > 0 {
		n = k
	}
	for n > 0 {
		r, size := utf8.DecodeLastRuneInString(s[:n])
		if !strings.ContainsRune(".,;:!?'’)", r) || r == ')' && strings.Contains(s[:n], "(") {
			break
		}
		n -= size
	}
	return n
}
