package en

import (
	"strings"

	"readout/internal/lang"
)

// brokering are verbs for what a third party does for a deal of others.
var brokering = set("broker mediate facilitate")

// Brokers reports whether token i is of who only brings others to a deal: "a truce
// brokered by Orm and Ruvia", "Orm brokered a truce", "an Orm-brokered truce", "Orm, a
// mediator". Who brokers a deal with another is a party to it.
func Brokers(d *lang.Doc, t *lang.Tree, i int) bool {
	if i < 0 {
		return false
	}
	if by := beforeRow(d, t, i); by > 0 && strings.EqualFold(d.Tokens[by].Form, "by") && brokers(d, by-1) {
		return true
	}
	for hops := 0; (t.Rel(i) == "conj" && t.Head(i) < i || partOfName(d, t, i)) && hops < 6; hops++ {
		i = t.Head(i)
	}
	h := t.Head(i)
	if h < 0 {
		return false
	}
	rel := t.Rel(i)
	if k := t.Child(i, "appos", "nmod:desc"); mediator(d, k) || mediator(d, h) && (rel == "appos" || rel == "nsubj") {
		return true
	}
	if !brokers(d, h) {
		return false
	}
	passive := h+1 < len(d.Tokens) && strings.EqualFold(d.Tokens[h+1].Form, "by") // "Orm reached a deal brokered by Ruvia"
	switch {
	case rel == "obl" || rel == "obl:agent":
		return cased(d, t, i) == "by"
	case passive:
		return false
	}
	switch rel {
	case "nsubj":
		for _, k := range t.Children(h, "obl", "nmod") {
			if cased(d, t, k) == "with" {
				return false
			}
		}
		return true
	case "compound", "amod", "nmod", "obl:unmarked", "nmod:unmarked", "advmod":
		return true
	}
	return false
}

// beforeRow returns the token before the names that stand one after the other up to
// token i, whatever the tree hangs them from: "Norrland, Ruvia and the United Nations".
func beforeRow(d *lang.Doc, t *lang.Tree, i int) int {
	si := t.Sentence(i)
	if si < 0 {
		return -1
	}
	for ; i >= d.Sentences[si].First; i-- {
		switch x := d.Tokens[i]; {
		case x.UPOS != "PROPN" && x.UPOS != "ADJ" && x.UPOS != "CCONJ" && x.UPOS != "DET" && x.Form != ",":
			return i
		}
	}
	return -1
}

// brokers reports whether token i is a verb of brokering.
func brokers(d *lang.Doc, i int) bool {
	if i < 0 {
		return false
	}
	form := strings.ToLower(d.Tokens[i].Form)
	return brokering[Lemma(form, "VERB")] || strings.HasSuffix(form, "-brokered") || strings.HasSuffix(form, "-mediated")
}

func mediator(d *lang.Doc, i int) bool {
	return i >= 0 && Lemma(d.Tokens[i].Form, "NOUN") == "mediator"
}

func cased(d *lang.Doc, t *lang.Tree, i int) string {
	if c := t.Child(i, "case"); c >= 0 {
		return strings.ToLower(d.Tokens[c].Form)
	}
	return ""
}

// partOfName reports whether a word belongs to the name beside it that it hangs from.
func partOfName(d *lang.Doc, t *lang.Tree, i int) bool {
	h := t.Head(i)
	if h < 0 || d.Tokens[h].UPOS != "PROPN" || max(h-i, i-h) > 2 {
		return false
	}
	r := t.Rel(i)
	return r == "amod" || r == "compound" || r == "flat"
}
