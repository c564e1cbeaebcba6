package event

import (
	"slices"

	"readout/internal/codebook"
)

// rioting makes a protest of an assault by protesters alone, unless it wounds:
// what they throw and smash is a riot.
func (f *finder) rioting(c *candidate) {
	if c.typ != codebook.Assault || wounding[f.lemma(c.i)] || f.doc.Tokens[c.i].UPOS != "VERB" {
		return
	}
	s := f.tree.Child(c.i, "nsubj")
	if r := f.tree.Rel(c.i); s < 0 && (r == "amod" || r == "acl") { // a subject that the tree hangs the verb from
		s = f.tree.Head(c.i)
	}
	if s >= 0 && s < c.i && protesting[f.lemma(s)] && !f.passive(c.i) && f.tree.Child(c.i, "obj") >= 0 {
		c.typ, c.mode = codebook.Protest, "riot"
		c.actors = f.who(s)
		c.recipients = less(c.recipients, c.actors)
		return
	}
	if len(c.actors) == 0 {
		return
	}
	for _, id := range c.actors {
		if !slices.ContainsFunc(f.mentions()[id], func(tok int) bool { return protesting[f.lemma(tok)] }) {
			return
		}
	}
	c.typ, c.mode = codebook.Protest, "riot"
}

// downing makes a protest of a strike by which people stop work.
func (f *finder) downing(c *candidate) {
	if c.typ != codebook.Assault || f.lemma(c.i) != "strike" || f.tree.Child(c.i, "obj") >= 0 {
		return
	}
	s := f.tree.Child(c.i, "nsubj", "compound", "nmod:poss")
	if h := f.tree.Head(c.i); h >= 0 && f.doc.Tokens[h].UPOS == "VERB" {
		s = max(s, f.tree.Child(h, "nsubj"))
	}
	if s >= 0 && working[f.lemma(s)] {
		c.typ, c.mode = codebook.Protest, "strike"
		f.moded[c.i] = true
	}
}

// working lists nouns for who may stop work.
var working = words("worker union driver nurse doctor teacher miner docker farmer pilot crew staff employee lecturer trader")

// protesting lists nouns for who protests, wounding verbs for acts that stay
// assaults whoever does them.
var (
	protesting = words("protester protestor demonstrator rioter youth marcher looter student striker")
	wounding   = words("kill murder shoot stab injure wound beat assassinate abduct kidnap execute rape lynch behead torture detonate")
)
