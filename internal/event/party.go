package event

import (
	"slices"
	"strconv"
	"strings"
)

// roleFeatures names what the weights look at: who the party is, and where it
// stands to the trigger.
func (f *finder) roleFeatures(c *candidate, p *party) []string {
	v := f.view(c, p)
	if p.tok < 0 {
		return append(f.identity(c, p, v), f.absence(c, p, v)...)
	}
	return slices.Concat(f.identity(c, p, v), f.position(c, p, v), f.governor(c, p, v))
}

// A view is what many features of a party name together.
type view struct {
	pos, act, lemma string // of the trigger
	rule            string // the part that the tree gives the party
	able            string // in which capacity it acts
	anchor, tie     string // the plainest actor, and how the party belongs together with it
	side, rel, with string // of a phrase: before or after the trigger, its relation, its preposition
}

func (f *finder) view(c *candidate, p *party) view {
	v := view{pos: "n", act: c.typ, lemma: f.lemma(c.i), rule: "none", able: f.able(p.id), tie: "none", side: "before"}
	if verbal(f.doc.Tokens[c.i].UPOS) {
		v.pos = "v"
		if f.passive(c.i) {
			v.pos = "p"
		}
	}
	if c.mode == "visit" {
		v.act = "VISIT"
	}
	v.rule = role(c, p.id)
	if v.anchor = f.anchor(c); v.anchor != "" {
		v.tie = f.tie(v.anchor, p.id)
	}
	if p.tok > c.i {
		v.side = "after"
	}
	if p.tok >= 0 {
		v.rel, v.with = f.doc.Tokens[p.tok].Deprel, f.cased(p.tok)
	}
	return v
}

// role names the part that a candidate gives an actor.
func role(c *candidate, id string) string {
	switch {
	case slices.Contains(c.actors, id):
		return "actor"
	case slices.Contains(c.recipients, id):
		return "recipient"
	}
	return "none"
}

// identity names what a party is and what the report tells of it.
func (f *finder) identity(c *candidate, p *party, v view) []string {
	out := []string{"bias", "pos=" + v.pos, "rule=" + v.rule + "/" + v.pos, "rule=" + v.rule + "/" + v.act,
		"found=" + v.rule + strconv.Itoa(min(len(c.actors), 1)) + strconv.Itoa(min(len(c.recipients), 1)) + v.pos,
		"able=" + v.able + "/" + v.act, "often=" + f.often(p.id) + "/" + v.pos, "able=" + v.able + v.rule}
	if v.anchor != "" {
		pair := "tie=" + f.able(v.anchor) + v.tie + v.able
		out = append(out, pair, pair+"/"+v.act)
	}
	kind, sector, _ := f.look(p.id)
	out = append(out, "tie="+v.tie, "tie="+v.tie+"/"+v.act, "tie="+v.tie+v.rule,
		"kind="+kind+sector+"/"+v.act, "kind="+kind+sector, "kind="+kind+"/"+v.lemma)
	where, dangling := "in", f.dangling(c.i)
	if p.tok < 0 {
		where = "off"
	}
	for _, x := range p.clues {
		x += "/" + where
		out = append(out, x, x+"/"+v.act, x+v.pos, x+"/"+dangling)
	}
	return out
}

// absence names what stands in the place of a party that the sentence does not
// name.
func (f *finder) absence(c *candidate, p *party, v view) []string {
	kind, _, _ := f.look(p.id)
	dangling := f.dangling(c.i)
	return []string{"off", "off/" + v.act, "off/" + v.pos, "off/" + v.able, "off/" + dangling, "off/" + dangling + "/" + v.able,
		"off=" + p.kin, "off=" + p.kin + "/" + v.act, "off=" + f.stray(c.i) + "/" + kind}
}

// position names where a phrase stands to the trigger.
func (f *finder) position(c *candidate, p *party, v view) []string {
	t := f.doc.Tokens[p.tok]
	path := "path=" + f.tree.Path(p.tok, c.i)
	out := []string{"side=" + v.side + "/" + v.pos, "side=" + v.side + "/" + v.act, "side=" + v.side + "/" + v.lemma,
		"word=" + t.UPOS, "rel=" + v.rel + "/" + v.pos + v.side,
		"with=" + v.with + "/" + v.pos + v.side, "with=" + v.with + "/" + v.act, "with=" + v.with + "/" + v.lemma,
		"nth=" + strconv.Itoa(min(p.nth, 4)) + v.side + v.pos,
		path, path + "/" + v.pos, path + "/" + v.act, path + "/" + v.with, path + "/" + v.lemma,
		"times=" + strconv.Itoa(min(p.times, 3)) + v.tie, "able=" + v.able + "/" + v.side + v.pos,
		"marks=" + strconv.Itoa(f.marksBetween(p.tok, c.i)) + v.side,
		"far=" + distance(p.tok, c.i) + v.side, "verbs=" + strconv.Itoa(f.verbsBetween(p.tok, c.i)) + v.side}
	if t.UPOS == "PRON" {
		pron := "pron=" + strings.ToLower(t.Form)
		out = append(out, pron, pron+"/"+v.able, pron+"/"+v.rel)
	}
	if t.UPOS == "NOUN" {
		out = append(out, "noun="+f.lemma(p.tok), "noun="+f.lemma(p.tok)+"/"+v.side)
	}
	if t.Source {
		out = append(out, "source/"+v.pos, "source/"+v.act)
	}
	if p.nth == 0 {
		out = append(out, "nearest"+v.side+"/"+v.act)
	}
	if p.site {
		out = append(out, "site", "site/"+v.act, "site/"+v.with)
	}
	if s := f.tree.Child(c.i, "nsubj", "nsubj:pass"); s >= 0 && s != p.tok {
		out = append(out, "under="+strconv.FormatBool(f.tree.Under(p.tok, s))+"/"+v.act)
	}
	part, parts := "part="+f.part(c.i, p.tok), "parts="+p.parts
	return append(out, part, part+v.rule, part+v.pos, part+"/told"+logit(f.doc.Tokens[c.i].Told),
		parts, parts+v.tie, parts+"/"+v.act, "top="+f.topPart(c.i, p.tok))
}

// governor names the word that a phrase hangs from.
func (f *finder) governor(c *candidate, p *party, v view) []string {
	h := f.tree.Head(p.tok)
	if h < 0 {
		return nil
	}
	var out []string
	if h != c.i {
		word := "over=" + f.lemma(h) + "/"
		out = append(out, "over="+f.doc.Tokens[h].UPOS+"/"+v.rel+v.pos+v.side, word+v.rel)
		if f.doc.Tokens[h].UPOS != "VERB" {
			out = append(out, word+v.with+v.side)
		}
	}
	if id, ok := f.one(h); ok && id != p.id {
		in := "in=" + role(c, id)
		out = append(out, in+"/"+v.rel, in+"/"+v.rel+v.act, in+"/"+f.topPart(c.i, h))
	}
	return out
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
