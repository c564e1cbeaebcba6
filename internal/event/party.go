package event

import (
	"slices"
	"strconv"
)

// roleFeatures names what the weights look at.
func (f *finder) roleFeatures(c *candidate, p *party) []string {
	pos := "n"
	if verbal(f.doc.Tokens[c.i].UPOS) {
		pos = "v"
		if f.passive(c.i) {
			pos = "p"
		}
	}
	act := c.typ
	if c.mode == "visit" {
		act = "VISIT"
	}
	out := []string{"bias", "pos=" + pos}
	rule := "none"
	switch {
	case slices.Contains(c.actors, p.id):
		rule = "actor"
	case slices.Contains(c.recipients, p.id):
		rule = "recipient"
	}
	out = append(out, "rule="+rule+"/"+pos, "rule="+rule+"/"+act,
		"found="+rule+strconv.Itoa(min(len(c.actors), 1))+strconv.Itoa(min(len(c.recipients), 1))+pos)
	able := f.able(p.id)
	out = append(out, "able="+able+"/"+act, "often="+f.often(p.id)+"/"+pos, "able="+able+rule)
	if p.tok < 0 {
		return append(out, p.from, p.from+"/"+act, p.from+"/"+pos, p.from+"/"+f.dangling(c.i))
	}
	t := f.doc.Tokens[p.tok]
	lemma := f.lemma(c.i)
	side := "before"
	if p.tok > c.i {
		side = "after"
	}
	rel, with := t.Deprel, f.cased(p.tok)
	path := f.tree.Path(p.tok, c.i)
	out = append(out, "side="+side+"/"+pos, "side="+side+"/"+act, "word="+t.UPOS, "rel="+rel+"/"+pos+side,
		"with="+with+"/"+pos+side, "with="+with+"/"+act, "nth="+strconv.Itoa(min(p.nth, 4))+side+pos,
		"path="+path, "path="+path+"/"+pos, "path="+path+"/"+act, "path="+path+"/"+with)
	part := f.part(c.i, p.tok)
	out = append(out, "part="+part, "part="+part+rule, "part="+part+pos, "part="+part+"/told"+logit(f.doc.Tokens[c.i].Told))
	out = append(out, "able="+able+"/"+side+pos, "with="+with+"/"+lemma)
	out = append(out, "top="+f.topPart(c.i, p.tok))
	if t.UPOS == "NOUN" {
		out = append(out, "noun="+f.lemma(p.tok), "noun="+f.lemma(p.tok)+"/"+side)
	}
	if t.Source {
		out = append(out, "source/"+pos, "source/"+act)
	}
	if p.nth == 0 {
		out = append(out, "nearest"+side+"/"+act)
	}
	if h := f.tree.Head(p.tok); h >= 0 && h != c.i {
		hp := f.doc.Tokens[h].UPOS
		out = append(out, "over="+hp+"/"+rel+pos+side)
		if hp == "VERB" {
			out = append(out, "over="+f.lemma(h)+"/"+rel)
		}
	}
	if h := f.tree.Head(p.tok); h >= 0 {
		if id, ok := f.one(h); ok && id != p.id {
			in := "none"
			switch {
			case slices.Contains(c.actors, id):
				in = "actor"
			case slices.Contains(c.recipients, id):
				in = "recipient"
			}
			out = append(out, "in="+in+"/"+rel, "in="+in+"/"+rel+act, "in="+in+"/"+f.topPart(c.i, h))
		}
	}
	out = append(out, "marks="+strconv.Itoa(f.marksBetween(p.tok, c.i))+side)
	if p.from == "site" {
		out = append(out, "site", "site/"+act, "site/"+with)
	}
	return append(out, "far="+distance(p.tok, c.i)+side, "verbs="+strconv.Itoa(f.verbsBetween(p.tok, c.i))+side)
}

// topPart names the parts for which the engine prefers a phrase to all others.
func (f *finder) topPart(i, tok int) string {
	out := ""
	for _, role := range []string{"actor", "recipient"} {
		best := -1
		top := float32(0)
		for _, a := range f.args[i] {
			if a.Role == role && a.Score > top {
				best, top = a.Token, a.Score
			}
		}
		if best == tok || best >= 0 && f.tree.Head(best) == tok && f.fused(best) {
			out += role
		}
	}
	return out
}

// marksBetween counts the commas and quotation marks between two tokens, to 3.
func (f *finder) marksBetween(a, b int) int {
	n := 0
	for k := min(a, b) + 1; k < max(a, b); k++ {
		switch f.doc.Tokens[k].Form {
		case ",", "“", "”", "\"", ";", ":", "–", "—":
			n++
		}
	}
	return min(n, 3)
}
