// Package tokenize cuts a report's text into paragraphs, sentences and words
// in the manner of Universal Dependencies English, keeping byte offsets.
package tokenize

import (
	"strings"
	"unicode/utf8"

	"readout/internal/lang"
)

// Doc returns the text cut into sentences and tokens. The title is kept as it
// stands; only the text is cut.
func Doc(title, text, published string) *lang.Doc {
	d := &lang.Doc{Title: title, Text: text, Published: published}
	for n, p := range Paragraphs(text) {
		addParagraph(d, p, n)
	}
	return d
}

// maxWords bounds a sentence, for text that is a list or no prose at all.
const maxWords = 400

func addParagraph(d *lang.Doc, p lang.Span, n int) {
	words := Words(d.Text, p)
	first, head := 0, 0
	if n == 0 {
		head = dateline(d.Text, words)
	}
	for i := range words {
		if i+1 != head && i+1 < len(words) && i+1-first < maxWords && !ends(d.Text, words, first, i) {
			continue
		}
		s := lang.Sentence{
			Span:      lang.Span{Start: words[first].Start, End: words[i].End},
			First:     len(d.Tokens),
			N:         i + 1 - first,
			Paragraph: n,
		}
		for _, w := range words[first : i+1] {
			d.Tokens = append(d.Tokens, lang.Token{Span: w, Form: d.Text[w.Start:w.End], Head: -1})
		}
		d.Sentences = append(d.Sentences, s)
		first = i + 1
	}
}

// Paragraphs returns the paragraphs of text: blocks parted by blank lines,
// and single lines that plainly stand alone, such as list items.
func Paragraphs(text string) []lang.Span {
	var out []lang.Span
	var block []lang.Span
	flush := func() {
		out = append(out, joinLines(text, block)...)
		block = block[:0]
	}
	for at := 0; at < len(text); {
		end := at + lineLen(text[at:])
		l := trim(text, lang.Span{Start: at, End: end})
		if l.Len() == 0 {
			flush()
		} else {
			block = append(block, l)
		}
		at = end + breakLen(text[end:])
	}
	flush()
	return out
}

func lineLen(s string) int {
	for i := 0; i < len(s); i++ {
		if breakLen(s[i:]) > 0 {
			return i
		}
	}
	return len(s)
}

// breakLen returns the length of the line break that s starts with, or 0.
func breakLen(s string) int {
	switch {
	case s == "":
		return 0
	case s[0] == '\n':
		return 1
	case s[0] == '\r':
		if len(s) > 1 && s[1] == '\n' {
			return 2
		}
		return 1
	case strings.HasPrefix(s, "\u2029"), strings.HasPrefix(s, "\u2028"):
		return 3
	}
	return 0
}

func trim(text string, s lang.Span) lang.Span {
	for s.Start < s.End {
		r, n := utf8.DecodeRuneInString(text[s.Start:s.End])
		if !space(r) {
			break
		}
		s.Start += n
	}
	for s.Start < s.End {
		r, n := utf8.DecodeLastRuneInString(text[s.Start:s.End])
		if !space(r) {
			break
		}
		s.End -= n
	}
	return s
}

// joinLines joins the lines of a block where they are one wrapped paragraph.
func joinLines(text string, lines []lang.Span) []lang.Span {
	longest := 0
	for _, l := range lines {
		longest = max(longest, l.Len())
	}
	var out []lang.Span
	for i, l := range lines {
		if i > 0 && !alone(text, lines[i-1], l, longest) {
			out[len(out)-1].End = l.End
			continue
		}
		out = append(out, l)
	}
	return out
}

// alone reports whether the line next starts a paragraph of its own.
func alone(text string, prev, next lang.Span, longest int) bool {
	if bullet(text[next.Start:next.End]) {
		return true
	}
	r, _ := utf8.DecodeRuneInString(text[next.Start:])
	return prev.Len()*10 < longest*6 && !lower(r) && !strings.HasSuffix(text[prev.Start:prev.End], ",")
}

func bullet(line string) bool {
	for _, b := range []string{"- ", "* ", "• ", "– ", "— ", "# ", "## ", "### ", "> ", "· ", "▪ "} {
		if strings.HasPrefix(line, b) {
			return true
		}
	}
	i := 0
	for i < len(line) && i < 3 && line[i] >= '0' && line[i] <= '9' {
		i++
	}
	return i > 0 && i+1 < len(line) && (line[i] == '.' || line[i] == ')') && line[i+1] == ' '
}
