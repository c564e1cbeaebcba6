package statement

import (
	"strings"
	"unicode/utf8"

	"readout/internal/lang"
)

// A quotation is text between quotation marks, without them.
type quotation struct {
	lang.Span
	words int
	owned bool // a statement has it
}

// quotations returns the quotations of d in text order. A mark left open runs
// to the end of its paragraph.
func quotations(d *lang.Doc) []quotation {
	var out []quotation
	for i := 0; i < len(d.Sentences); {
		j := i
		for j+1 < len(d.Sentences) && d.Sentences[j+1].Paragraph == d.Sentences[i].Paragraph {
			j++
		}
		out = append(out, inParagraph(d.Text, lang.Span{Start: d.Sentences[i].Start, End: d.Sentences[j].End})...)
		i = j + 1
	}
	return out
}

func inParagraph(text string, p lang.Span) []quotation {
	var out []quotation
	open := -1
	add := func(start, end int) {
		s := trim(text, lang.Span{Start: start, End: end})
		if s.Len() > 0 {
			out = append(out, quotation{Span: s, words: len(strings.Fields(text[s.Start:s.End]))})
		}
	}
	if p.Start < 0 || p.End > len(text) {
		return nil
	}
	for at := p.Start; at < p.End; {
		r, n := utf8.DecodeRuneInString(text[at:])
		switch {
		case open < 0 && (strings.HasPrefix(text[at:], "‘’") || strings.HasPrefix(text[at:], "‘‘")):
			n = 2 * len("‘")
			open = at + n
		case open >= 0 && strings.HasPrefix(text[at:], "’’"):
			add(open, at)
			open, n = -1, 2*len("’")
		case r == '“' || r == '„' || r == '«' || (r == '"' && open < 0):
			open = at + n
		case r == '”' || r == '»' || r == '"':
			if open >= 0 {
				add(open, at)
			}
			open = -1
		case strings.HasPrefix(text[at:], "''") && open >= 0:
			add(open, at)
			open, n = -1, 2
		case strings.HasPrefix(text[at:], "``"):
			open, n = at+2, 2
		}
		at += n
	}
	if open >= 0 {
		add(open, p.End)
	}
	return out
}

// closed takes in the closing mark of a quotation that a span opens and leaves
// open at its end.
func closed(text string, s lang.Span) lang.Span {
	in := text[s.Start:s.End]
	if strings.Count(in, "“") <= strings.Count(in, "”") && strings.Count(in, `"`)%2 == 0 {
		return s
	}
	rest := strings.TrimLeft(text[s.End:min(len(text), s.End+8)], ".,")
	for _, mark := range []string{"”", `"`} {
		if strings.HasPrefix(rest, mark) {
			s.End += strings.Index(text[s.End:], mark) + len(mark)
			return s
		}
	}
	return s
}

// trim drops spaces, commas, dashes and stray marks from the ends of a span.
func trim(text string, s lang.Span) lang.Span {
	const edge = " \t\n\r,;:—–-\"“”«»„…"
	in := text[s.Start:s.End]
	left := len(in) - len(strings.TrimLeft(in, edge))
	if left == len(in) {
		return lang.Span{Start: s.Start, End: s.Start}
	}
	return lang.Span{Start: s.Start + left, End: s.Start + len(strings.TrimRight(in, edge))}
}
