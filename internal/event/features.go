package event

import (
	"math"
	"strconv"
	"strings"

	"readout/internal/lang"
	"readout/internal/learnt"
)

// features names what the gate looks at.
func (f *finder) features(c *candidate) []string {
	t := f.doc.Tokens[c.i]
	form, lemma := strings.ToLower(t.Form), f.lemma(c.i)
	pos := "n"
	if t.UPOS == "VERB" || t.UPOS == "ADJ" || t.UPOS == "AUX" {
		pos = "v"
	}
	out := []string{"bias", "pos=" + pos}
	add := func(ok bool, name string) {
		if ok {
			out = append(out, name)
		}
	}
	out = append(out, "type="+c.typ, "word="+lemma+"/"+pos, "len="+strconv.Itoa(min(len(c.with), 2))+pos)
	add(c.from == "listed" && c.strong, "strong="+pos)
	out = append(out, "from="+c.from+pos, "from="+c.from+c.typ)
	for _, x := range c.beside {
		out = append(out, "beside="+x+c.from, "beside="+x+c.typ)
	}
	out = append(out, "rel="+t.Deprel+"/"+pos)
	guess := "other"
	if t.Guess == c.typ {
		guess = "same"
	}
	out = append(out, "told="+logit(t.Told), "told="+logit(t.Told)+guess, "told="+logit(t.Told)+guess+pos)
	own := "own=" + logit(likelihood(t, c.typ))
	out = append(out, own, own+pos, own+c.typ)
	if pos == "v" {
		out = append(out, "form="+verbForm(t)+"/"+t.Deprel)
	} else {
		add(strings.HasSuffix(form, "s") && lemma != form, "plural")
		add(len(f.tree.Kids(c.i)) == 0, "bare")
		for _, d := range f.tree.Children(c.i, "det") {
			out = append(out, "det="+strings.ToLower(f.doc.Tokens[d].Form))
		}
	}
	if h := f.tree.Head(c.i); h >= 0 {
		out = append(out, "head="+f.doc.Tokens[h].UPOS+"/"+pos)
		e, ok := f.lookup(h)
		add(ok && e.typ == c.typ, "headsame")
		add(ok && e.typ != c.typ, "headother")
		if ok {
			rel, _, _ := strings.Cut(t.Deprel, ":")
			out = append(out, "under="+e.typ+"/"+c.typ, "under="+e.typ+"/"+rel+pos)
		}
	}
	out = append(out, "fact="+c.fact+pos)
	for _, k := range f.tree.Children(c.i, "aux", "advmod", "mark", "amod") {
		out = append(out, "with="+f.lemma(k))
	}
	out = append(out, "actors="+strconv.Itoa(min(len(c.actors), 2))+pos, "recipients="+strconv.Itoa(min(len(c.recipients), 2))+pos,
		"parties="+strconv.Itoa(min(len(c.actors), 1))+strconv.Itoa(min(len(c.recipients), 1))+c.typ)
	add(len(c.where) > 0, "place="+pos)
	add(c.when != nil, "when="+pos)
	si := f.tree.Sentence(c.i)
	out = append(out, f.context(c, pos, si)...)
	out = append(out, "at="+learnt.Depth(si))
	add(inside(f.set.quoted, t.Span), "quoted="+pos)
	add(inside(f.set.said, t.Span), "said="+pos)
	add(f.set.personal != "", "personal="+f.set.personal)
	return out
}

// likelihood is the probability by the engine that a word tells an event of a
// type, 0 where it is too small to be kept.
func likelihood(t lang.Token, typ string) float32 {
	for _, k := range t.Tells {
		if k.Name == typ {
			return k.P
		}
	}
	return 0
}

// context names what the gate looks at beyond the word: the report, the
// sentences around, who acts, and what the word governs.
func (f *finder) context(c *candidate, pos string, si int) []string {
	t := f.doc.Tokens[c.i]
	who, whom := f.ablest(c.actors), f.ablest(c.recipients)
	out := []string{"public=" + f.set.public, "dense=" + f.set.dense, "play=" + f.set.play, "who=" + who, "whom=" + whom,
		"who=" + who + "/" + c.typ, "whom=" + whom + "/" + c.typ, "who=" + who + whom}
	around := float32(-1)
	for _, k := range []int{si - 1, si + 1} {
		if k >= 0 && k < len(f.set.high) {
			around = max(around, f.set.high[k])
		}
	}
	if around >= 0 { // a report of one sentence has nothing around it
		out = append(out, "around="+logit(around))
	}
	if si >= 0 && si < len(f.set.high) {
		top := "lower"
		if f.set.high[si] <= t.Told {
			top = "top"
		}
		out = append(out, "among="+top+pos, "here="+logit(f.set.high[si]))
	}
	lemma := f.lemma(c.i)
	higher, earlier := f.peers(c, si)
	out = append(out, "higher="+strconv.Itoa(higher), "higher="+strconv.Itoa(higher)+pos+c.from, "earlier="+strconv.Itoa(earlier)+pos)
	for n, e := range f.echoes(c.i, c.typ) {
		side := []string{"before=", "after="}[n]
		out = append(out, side+e, side+e+"/"+logit(likelihood(t, c.typ)), side+e+pos)
	}
	for _, k := range f.tree.Children(c.i, "obj", "nsubj:pass", "xcomp", "ccomp", "obl", "nmod", "compound") {
		rel, _, _ := strings.Cut(f.tree.Rel(k), ":")
		out = append(out, "has="+rel+"/"+c.typ, "has="+rel+f.cased(k)+"/"+lemma, "gov="+f.lemma(k)+"/"+c.typ, "gov="+f.lemma(k))
	}
	if f.set.title[lemma] {
		out = append(out, "title="+pos)
	}
	if t.Says || t.Cue {
		out = append(out, "says="+c.typ, "says="+c.from)
	}
	return out
}

// echoes names how far the words before and after that likely tell events of a
// type seem to tell the happening that token i tells.
func (f *finder) echoes(i int, typ string) [2]string {
	best := [2]float64{-9, -9}
	for _, n := range f.again[int32(i)] {
		a := f.doc.Again[n]
		side, k := 0, a.Earlier
		if int(k) == i {
			side, k = 1, a.Later
		}
		if likelihood(f.doc.Tokens[k], typ) >= guessFrom {
			best[side] = max(best[side], float64(a.Score))
		}
	}
	var out [2]string
	for n, x := range best {
		out[n] = "none"
		if x > -9 {
			out[n] = strconv.Itoa(int(math.Round(max(-4, min(3, x)))))
		}
	}
	return out
}

// peers counts, to 2, the words of the sentence that more likely tell an event
// of the candidate's type, and the sentences before that likely tell one by the
// same word.
func (f *finder) peers(c *candidate, si int) (higher, earlier int) {
	t, s := f.doc.Tokens[c.i], f.doc.Sentences[si]
	for _, o := range f.doc.Tokens[s.First : s.First+s.N] {
		if o.Guess == c.typ && o.Told > t.Told {
			higher++
		}
	}
	for _, k := range f.guessed[[2]string{c.typ, f.lemma(c.i)}] {
		if k >= s.First || earlier == 2 {
			break
		}
		earlier++
	}
	return min(higher, 2), earlier
}
