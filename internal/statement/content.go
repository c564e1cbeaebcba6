package statement

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"readout/internal/lang"
)

// contentOf returns what cue verb v attributes, nil when nothing is said.
func (f *finder) contentOf(v int, kind cueKind) []lang.Span {
	s := f.doc.Sentences[f.tree.Sentence(v)]
	c := f.tree.Child(v, "ccomp")
	if c < 0 { // "made clear that"
		c = f.tree.Child(f.tree.Child(v, "xcomp"), "ccomp")
	}
	var content []lang.Span
	switch {
	case kind == labels:
		if q := f.quotesUnder(v); len(q) > 0 {
			return q
		}
		return f.labelled(v)
	case c >= 0 && !f.infinitive(c) && (kind == says || f.finite(c)):
		content = f.runs(f.claimed(v, c))
	case kind == says && f.tree.Rel(v) == "parataxis" && f.tree.Head(v) >= 0:
		content = f.runs(without(f.tree.Subtree(f.tree.Head(v)), f.tree.Subtree(v)))
	case kind == says:
		if p := f.tree.Child(v, "parataxis"); p >= 0 {
			content = f.runs(f.tree.Subtree(p))
		}
	}
	quotes := f.quotesIn(s, v)
	switch {
	case len(content) == 0:
		if kind == holds && !f.onlyCue(s, v) {
			return f.quotesUnder(v)
		}
		return quotes
	case len(quotes) > 0 && quoted(content, quotes) && !f.partly(content, quotes):
		return quotes // the marks are surer than the tree
	case kind == says && f.onlyCue(s, v):
		for _, q := range quotes {
			if !covered(content, q) {
				content = append(content, q)
			}
		}
	}
	return content
}

// claimed is what cue v attributes where clause c is its complement: the clause, a
// second one joined to it and a subject that the tree gives to the cue beside the
// cue's own ("The men fled, the army said"), without the cue's words, a clause that
// tells of the speaker and what another says after a semicolon.
func (f *finder) claimed(v, c int) []int {
	toks := without(f.clauseTokens(c), f.cueTokens(v, c))
	if subjects := f.tree.Children(v, "nsubj"); len(toks) > 0 && len(subjects) > 1 && subjects[0] < c && c < subjects[1] && subjects[1] < v {
		if first := f.tree.Subtree(subjects[0])[0]; first < toks[0] && !f.quotesFrom(first, toks[len(toks)-1]) {
			toks = upTo(first, toks[len(toks)-1]+1)
		}
	}
	for _, k := range f.tree.Children(v, "ccomp") {
		if cc := f.tree.Child(k, "cc"); k > c && c > v && cc >= 0 && len(toks) > 0 && cc == toks[len(toks)-1]+1 {
			toks = append(toks, f.tree.Subtree(k)...)
		}
	}
	for _, k := range toks {
		if c < v && k > v && f.tellsOf(k) && !f.inQuote(f.doc.Tokens[k].Span) {
			toks = without(toks, f.tree.Subtree(k)) // "…," said Orm, who left
		}
	}
	for n, k := range toks {
		if f.doc.Tokens[k].Form == ";" && c > v && f.saidAfter(k) {
			return toks[:n]
		}
	}
	return toks
}

// quotesFrom reports whether a quotation of a whole sentence begins among tokens.
func (f *finder) quotesFrom(first, last int) bool {
	return slices.ContainsFunc(f.quotes, func(q quotation) bool {
		return f.doc.Tokens[first].Start < q.Start && q.Start < f.doc.Tokens[last].End && !f.fragment(q.Span)
	})
}

// tellsOf reports whether a clause tells of somebody: "who left".
func (f *finder) tellsOf(k int) bool {
	s := f.tree.Child(k, "nsubj")
	return s >= 0 && strings.EqualFold(f.doc.Tokens[s].Form, "who")
}

// saidAfter reports whether somebody else speaks after a semicolon: "; the army said".
func (f *finder) saidAfter(semicolon int) bool {
	s := f.doc.Sentences[f.tree.Sentence(semicolon)]
	for k := semicolon + 1; k < s.First+s.N; k++ {
		if t := f.doc.Tokens[k]; t.UPOS == "VERB" && cueVerbs[f.lemma(k)] == says && !f.inQuote(t.Span) && f.tree.Child(k, "nsubj") > semicolon {
			return true
		}
	}
	return false
}

// onlyCue reports whether no surer cue than v stands in its sentence.
func (f *finder) onlyCue(s lang.Sentence, v int) bool {
	for k := range s.N {
		i := s.First + k
		t := f.doc.Tokens[i]
		if i != v && t.UPOS == "VERB" && cueVerbs[f.lemma(i)] == says && !f.inQuote(t.Span) {
			return false
		}
	}
	return true
}

// finite reports whether a clause has a subject or "that".
func (f *finder) finite(c int) bool {
	if m := f.tree.Child(c, "mark"); m >= 0 {
		switch strings.ToLower(f.doc.Tokens[m].Form) {
		case "of", "for", "to", "from", "by", "in", "on", "with":
			return false
		}
		return true
	}
	return f.tree.Child(c, "nsubj", "nsubj:pass", "expl", "csubj") >= 0
}

// infinitive reports whether a clause is one of "to": something asked or
// intended, not said.
func (f *finder) infinitive(c int) bool {
	m := f.tree.Child(c, "mark")
	return m >= 0 && strings.EqualFold(f.doc.Tokens[m].Form, "to") && f.tree.Child(c, "nsubj") < 0
}

// clauseTokens is the subtree of c without an opening "that" or "whether".
func (f *finder) clauseTokens(c int) []int {
	toks := f.tree.Subtree(c)
	for len(toks) > 1 {
		form := strings.ToLower(f.doc.Tokens[toks[0]].Form)
		if form != "that" && f.doc.Tokens[toks[0]].UPOS != "PUNCT" {
			break
		}
		toks = toks[1:]
	}
	return toks
}

// cueTokens is the cue's own clause: the verb and all that hangs from it but
// the content.
func (f *finder) cueTokens(v, content int) []int {
	out := []int{v}
	for _, k := range f.tree.Kids(v) {
		if k != content {
			out = append(out, f.tree.Subtree(k)...)
		}
	}
	slices.Sort(out)
	return out
}

// runs turns tokens into spans: one for each unbroken run, trimmed.
func (f *finder) runs(toks []int) []lang.Span {
	var out []lang.Span
	for i := 0; i < len(toks); {
		j := i
		for j+1 < len(toks) && f.joined(toks[j], toks[j+1]) {
			j++
		}
		s := trim(f.doc.Text, f.tree.Cover(toks[i:j+1]))
		if s.Len() > 0 && (j > i || len(toks) == 1) && strings.ContainsAny(f.doc.Slice(s), " ") {
			out = append(out, s)
		}
		i = j + 1
	}
	return out
}

// led is content that ends with the quotation that opens the sentence where the
// quotation's last mark is a comma: what follows tells who speaks ("“…,” Orm was
// quoted as saying").
func (f *finder) led(content []lang.Span, cue lang.Span) []lang.Span {
	si := f.doc.SentenceAt(cue.Start)
	if si < 0 {
		return content
	}
	for _, q := range f.quotes {
		if q.End > cue.Start || q.Start < f.doc.Sentences[si].Start || q.Start-f.doc.Sentences[si].Start > 4 || !f.handsOver(q.Span) {
			continue
		}
		for k, c := range content {
			if q.Contains(lang.Span{Start: c.Start, End: c.Start + 1}) && c.End > q.End && c.End <= cue.End {
				content = slices.Clone(content)
				content[k].End = q.End
			}
		}
	}
	return content
}

// handsOver reports whether a quotation closes with a comma in its marks.
func (f *finder) handsOver(q lang.Span) bool {
	rest := f.doc.Text[q.End:min(len(f.doc.Text), q.End+4)]
	return strings.HasPrefix(rest, `,"`) || strings.HasPrefix(rest, ",”")
}

// unfronted is content without an adverbial that opens the sentence before
// speaker and cue, which tells of the saying as often as of what is said: "In
// Washington, the minister said the vote would go ahead".
func (f *finder) unfronted(content []lang.Span, cue lang.Span) []lang.Span {
	if len(content) < 2 || content[0].End > cue.Start || content[1].Start < cue.End || f.inQuote(content[0]) {
		return content
	}
	own := f.subjected(content[1])
	for _, t := range f.doc.SentenceTokens(f.doc.SentenceAt(content[0].Start)) {
		clause := t.UPOS == "AUX" && t.Form != "'s" && t.Form != "’s" || t.UPOS == "VERB" && t.Deprel != "acl" && t.Deprel != "amod"
		if content[0].Contains(t.Span) && (clause || t.Start == content[0].Start && t.UPOS != "ADP" && !own) {
			return content
		}
	}
	rest := slices.Clone(content[1:])
	if strings.HasPrefix(f.doc.Slice(rest[0]), "that ") {
		rest[0].Start += len("that ")
	}
	return rest
}

// subjected reports whether a span has the subject of its own first verb: what
// stands before the cue then is no part of it, but who speaks ("The owner's
// lawyer, Jan Orm, said his client would pay").
func (f *finder) subjected(s lang.Span) bool {
	own := f.doc.Sentences[f.doc.SentenceAt(s.Start)]
	for i := own.First; i < own.First+own.N; i++ {
		if t := f.doc.Tokens[i]; s.Contains(t.Span) && (t.UPOS == "VERB" || t.UPOS == "AUX") {
			return slices.ContainsFunc(f.tree.Children(f.predicate(i), "nsubj", "nsubj:pass"), func(n int) bool { return s.Contains(f.doc.Tokens[n].Span) })
		}
	}
	return false
}

// joined reports whether nothing but punctuation stands between two tokens.
func (f *finder) joined(a, b int) bool {
	for k := a + 1; k < b; k++ {
		if f.doc.Tokens[k].UPOS != "PUNCT" {
			return false
		}
	}
	return b-a <= 3
}

// quotesIn returns the quotations that touch the sentence of cue v, and takes
// single quoted words only when there is nothing longer.
func (f *finder) quotesIn(s lang.Sentence, v int) []lang.Span {
	var out []lang.Span
	for i := range f.quotes {
		q := &f.quotes[i]
		if q.Overlaps(s.Span) && q.words >= f.least() && !q.owned {
			out = append(out, q.Span)
		}
	}
	return out
}

// quotesUnder returns the quotations within the clause of v.
func (f *finder) quotesUnder(v int) []lang.Span {
	cover := f.tree.Cover(f.tree.Subtree(v))
	var out []lang.Span
	for _, q := range f.quotes {
		if q.Start >= f.doc.Tokens[v].End && cover.Contains(q.Span) && !q.owned {
			out = append(out, q.Span)
		}
	}
	return out
}

// labelled returns the name that a verb such as "call" or "describe" gives.
func (f *finder) labelled(v int) []lang.Span {
	for _, k := range f.tree.Children(v, "xcomp", "obl", "advcl") {
		as := f.tree.Child(k, "case", "mark")
		if f.tree.Rel(k) == "xcomp" && f.tree.Child(v, "obj") >= 0 && f.doc.Tokens[k].UPOS != "VERB" {
			return f.runs(f.tree.Subtree(k))
		}
		if as >= 0 && strings.EqualFold(f.doc.Tokens[as].Form, "as") {
			return f.runs(without(f.tree.Subtree(k), []int{as}))
		}
	}
	return nil
}

// names reports whether verb v plainly names its object: "called the move a breach".
func (f *finder) names(v int) bool {
	x := f.tree.Child(v, "xcomp")
	if x < 0 || f.tree.Child(v, "obj") < 0 || f.tree.Child(v, "nsubj") < 0 {
		return false
	}
	u := f.doc.Tokens[x].UPOS
	return u == "NOUN" || u == "ADJ"
}

// quoted reports whether the quotations hold most of the content.
func quoted(content, quotes []lang.Span) bool {
	all, in := 0, 0
	for _, c := range content {
		all += c.Len()
		for _, q := range quotes {
			if c.Overlaps(q) {
				in += min(c.End, q.End) - max(c.Start, q.Start)
			}
		}
	}
	return in*10 >= all*8
}

// partly reports whether quotations are fragments set into content: the words
// of the report lead into them ("said the deal “was dead”").
func (f *finder) partly(content, quotes []lang.Span) bool {
	return slices.ContainsFunc(content, func(c lang.Span) bool {
		return slices.ContainsFunc(quotes, func(q lang.Span) bool {
			return c.Start < q.Start && q.Start < c.End && strings.ContainsAny(f.doc.Text[c.Start:q.Start], " ") && f.fragment(q)
		})
	})
}

// fragment reports whether a quotation starts within a sentence.
func (f *finder) fragment(q lang.Span) bool {
	r, _ := utf8.DecodeRuneInString(f.doc.Text[q.Start:])
	return unicode.IsLower(r)
}

// take marks the quotations that a cue's content covers.
func (f *finder) take(v int, content []lang.Span) {
	for i := range f.quotes {
		for _, c := range content {
			if f.quotes[i].Overlaps(c) {
				f.quotes[i].owned = true
			}
		}
	}
}

// form says how much of the content stands in quotation marks.
func (f *finder) form(content []lang.Span) string {
	in, out := 0, 0
	for _, c := range content {
		held := false
		for _, q := range f.quotes {
			switch {
			case q.Contains(c) || (q.Start <= c.Start+1 && c.End-1 <= q.End):
				in++
				held = true
			case q.Overlaps(c):
				in++
				out++
				held = true
			}
			if held {
				break
			}
		}
		if !held {
			out++
		}
	}
	switch {
	case out == 0:
		return "direct"
	case in == 0:
		return "indirect"
	}
	return "mixed"
}

func (f *finder) inQuote(s lang.Span) bool {
	for _, q := range f.quotes {
		if q.words >= 3 && q.Contains(s) {
			return true
		}
	}
	return false
}

func covered(content []lang.Span, s lang.Span) bool {
	return slices.ContainsFunc(content, func(c lang.Span) bool { return c.Overlaps(s) })
}

// without returns the members of a sorted list that are not in another.
func without(toks, drop []int) []int {
	var out []int
	for _, t := range toks {
		if !slices.Contains(drop, t) {
			out = append(out, t)
		}
	}
	return out
}
