package event

import (
	"slices"

	"readout/internal/codebook"
)

// rioting makes a protest of an assault by protesters alone, unless it wounds:
// what they throw and smash is a riot.
func (f *finder) rioting(c *candidate) {
	if c.typ != codebook.Assault || len(c.actors) == 0 || wounding[f.lemma(c.i)] || f.doc.Tokens[c.i].UPOS != "VERB" {
		return
	}
	for _, id := range c.actors {
		if !slices.ContainsFunc(f.mentions()[id], func(tok int) bool { return protesting[f.lemma(tok)] }) {
			return
		}
	}
	c.typ, c.mode = codebook.Protest, "riot"
}

// protesting lists nouns for who protests, wounding verbs for acts that stay
// assaults whoever does them.
var (
	protesting = words("protester protestor demonstrator rioter youth marcher looter student striker")
	wounding   = words("kill murder shoot stab injure wound beat assassinate abduct kidnap execute rape lynch behead torture detonate")
)
