package event

import (
	"strings"

	"readout/internal/codebook"
)

// brokering are verbs for what a third party does for a deal of others.
var brokering = words("broker mediate facilitate brokered mediated")

// brokers reports whether token tok is of who only brokers a deal: "a truce brokered
// by Orm", "Orm brokered a truce", "an Orm-brokered truce".
func (f *finder) brokers(tok int) bool {
	if tok < 0 {
		return false
	}
	for hops := 0; (f.tree.Rel(tok) == "conj" || f.partOfName(tok)) && hops < 6; hops++ {
		tok = f.tree.Head(tok)
	}
	h := f.tree.Head(tok)
	if h < 0 || !brokering[f.lemma(h)] && !strings.HasSuffix(strings.ToLower(f.doc.Tokens[h].Form), "-brokered") {
		return false
	}
	switch f.tree.Rel(tok) {
	case "obl", "obl:agent":
		return f.cased(tok) == "by"
	case "nsubj", "compound", "amod", "nmod", "obl:unmarked", "nmod:unmarked", "advmod":
		return true
	}
	return false
}

// partOfName reports whether a word belongs to the name that it hangs from.
func (f *finder) partOfName(tok int) bool {
	h := f.tree.Head(tok)
	if h < 0 || f.doc.Tokens[h].UPOS != "PROPN" {
		return false
	}
	r := f.tree.Rel(tok)
	return r == "amod" || r == "compound" || r == "flat"
}

// agreed are the types of acts that others may broker.
var agreed = map[string]bool{codebook.Agree: true, codebook.Support: true, codebook.Retreat: true, codebook.Cooperate: true}
