package conllu

import (
	"strconv"
	"strings"

	"readout/internal/lang"
)

// Doc makes a document of sentences with their own words as tokens. Text is
// built from the forms and SpaceAfter=No; "# newpar" and "# newdoc" start a
// paragraph. Tags and trees that the rows carry are kept.
func Doc(sentences []Sentence) *lang.Doc {
	d := &lang.Doc{}
	var text strings.Builder
	par, gap := 0, ""
	for i := range sentences {
		s := &sentences[i]
		if text.Len() > 0 && (s.Has("newpar") || s.Has("newdoc")) {
			par++
			gap = "\n\n"
		}
		gap = addSentence(d, &text, s, par, gap)
	}
	d.Text = text.String()
	return d
}

// addSentence appends s to d and returns the gap that follows it.
func addSentence(d *lang.Doc, text *strings.Builder, s *Sentence, par int, gap string) string {
	first := len(d.Tokens)
	var heads []string
	until, surface := 0, lang.Span{} // the last word of the range that is open
	rest := ""                       // of the range's form, not yet given to a word
	for _, r := range s.Rows {
		if strings.Contains(r[ID], ".") {
			continue
		}
		if !r.Word() {
			_, hi, _ := strings.Cut(r[ID], "-")
			until, _ = strconv.Atoi(hi)
			surface, gap = put(text, r, gap)
			rest = r[Form]
			continue
		}
		t := lang.Token{Form: r[Form], UPOS: none(r[UPOS]), Feats: none(r[Feats]), Lemma: none(r[Lemma]), Deprel: none(r[Deprel]), Head: -1}
		n, _ := strconv.Atoi(r[ID])
		if n > 0 && n <= until {
			t.Span, rest = share(surface, rest, r[Form], n == until)
		} else {
			until = 0
			t.Span, gap = put(text, r, gap)
		}
		heads = append(heads, r[Head])
		d.Tokens = append(d.Tokens, t)
	}
	n := len(d.Tokens) - first
	if n == 0 {
		return gap
	}
	for k, h := range heads {
		if x, err := strconv.Atoi(h); err == nil && x > 0 && x <= n {
			d.Tokens[first+k].Head = x - 1
		}
	}
	d.Sentences = append(d.Sentences, lang.Sentence{
		Span:      lang.Span{Start: d.Tokens[first].Start, End: d.Tokens[first+n-1].End},
		First:     first,
		N:         n,
		Paragraph: par,
	})
	return gap
}

// put writes the form of r after gap and returns its span and the next gap.
func put(text *strings.Builder, r Row, gap string) (lang.Span, string) {
	text.WriteString(gap)
	at := text.Len()
	text.WriteString(r[Form])
	next := " "
	for _, m := range strings.Split(r[Misc], "|") {
		if m == "SpaceAfter=No" {
			next = ""
		}
	}
	return lang.Span{Start: at, End: text.Len()}, next
}

// share gives a word of a range its part of the range's form: its own letters
// where they stand there, else all that is left for the last word.
func share(surface lang.Span, rest, form string, last bool) (lang.Span, string) {
	start := surface.End - len(rest)
	if last {
		return lang.Span{Start: start, End: surface.End}, ""
	}
	if strings.HasPrefix(rest, form) {
		return lang.Span{Start: start, End: start + len(form)}, rest[len(form):]
	}
	return lang.Span{Start: start, End: start}, rest
}

// Fill writes the tags and trees of d back into the rows of the sentences that
// d was made from, leaving their other columns, ranges and comments alone.
func Fill(sentences []Sentence, d *lang.Doc) {
	at := 0
	for _, s := range sentences {
		for k := range s.Rows {
			if !s.Rows[k].Word() || at >= len(d.Tokens) {
				continue
			}
			fill(&s.Rows[k], d.Tokens[at])
			at++
		}
	}
}

func fill(r *Row, t lang.Token) {
	r[UPOS], r[Feats], r[Lemma], r[Deprel] = blank(t.UPOS), blank(t.Feats), blank(t.Lemma), blank(t.Deprel)
	r[Head] = "_"
	if t.Deprel != "" {
		r[Head] = strconv.Itoa(t.Head + 1)
	}
}

// FromDoc returns d as sentences, with SpaceAfter=No where the text has no
// space, and the comments "newpar", "sent_id" and "text".
func FromDoc(d *lang.Doc) []Sentence {
	out := make([]Sentence, 0, len(d.Sentences))
	par := -2
	for i, s := range d.Sentences {
		var c Sentence
		if s.Paragraph != par {
			c.Comments = append(c.Comments, "# newpar")
			par = s.Paragraph
		}
		c.Comments = append(c.Comments,
			"# sent_id = "+strconv.Itoa(i+1),
			"# text = "+strings.Join(strings.Fields(d.Slice(s.Span)), " "))
		toks := d.SentenceTokens(i)
		for k, t := range toks {
			r := Row{ID: strconv.Itoa(k + 1), Form: t.Form, XPOS: "_", Deps: "_", Misc: "_"}
			fill(&r, t)
			if next := s.First + k + 1; next < len(d.Tokens) && d.Tokens[next].Start == t.End {
				r[Misc] = "SpaceAfter=No"
			}
			c.Rows = append(c.Rows, r)
		}
		out = append(out, c)
	}
	return out
}

func none(s string) string {
	if s == "_" {
		return ""
	}
	return s
}

func blank(s string) string {
	if s == "" {
		return "_"
	}
	return s
}
