package statement

import (
	"slices"
	"strings"

	"readout/internal/lang"
)

// The functions here read a sentence from left to right, where its tree does
// not tell who speaks or what is said.

// nearSpeaker returns the actor beside cue v: the noun before it, or the one
// after it where the clause comes first ("…, said X").
func (f *finder) nearSpeaker(v int) []string {
	s := f.doc.Sentences[f.tree.Sentence(v)]
	for k := v - 1; k >= s.First && v-k <= 7; k-- {
		t := f.doc.Tokens[k]
		if t.UPOS == "VERB" || t.UPOS == "SCONJ" || f.inQuote(t.Span) {
			break
		}
		if f.nominal(k) && !f.prepositional(k) {
			if who := f.named(k); len(who) > 0 {
				return who
			}
		}
	}
	for k := v + 1; k < s.First+s.N && k-v <= 6; k++ {
		switch t := f.doc.Tokens[k]; {
		case t.UPOS == "VERB" || t.UPOS == "SCONJ" || t.UPOS == "ADP" || t.UPOS == "PUNCT":
			return nil
		case f.nominal(k):
			if who := f.named(k); len(who) > 0 {
				return who
			}
		}
	}
	return nil
}

func (f *finder) nominal(k int) bool {
	switch f.doc.Tokens[k].UPOS {
	case "NOUN", "PROPN", "PRON":
	default:
		return false
	}
	switch f.tree.Rel(k) {
	case "compound", "flat", "nmod:poss", "amod", "obl:unmarked", "nmod:unmarked":
		return false
	}
	return true
}

func (f *finder) prepositional(k int) bool { return f.tree.Child(k, "case") >= 0 }

// rest returns what a verb of saying attributes by its place: all after it up
// to the end of the sentence, or all before its speaker.
func (f *finder) rest(v int) []lang.Span {
	s := f.doc.Sentences[f.tree.Sentence(v)]
	last := s.First + s.N
	if from := f.contentStart(v, last); from >= 0 {
		return f.runs(upTo(from, last))
	}
	for k := v - 1; k > s.First; k-- { // "…, officials say": all before the comma
		if v-k > 8 {
			break
		}
		if f.doc.Tokens[k].Form == "," && f.hasVerb(s.First, k) {
			return f.runs(upTo(s.First, k))
		}
	}
	return nil
}

// contentStart returns the token after cue v where its content starts, -1 for
// none: past the person addressed and the day, or past "that".
func (f *finder) contentStart(v, last int) int {
	for k := v + 1; k < last && k-v <= 10; k++ {
		if strings.EqualFold(f.doc.Tokens[k].Form, "that") && f.hasVerb(k, last) {
			return k + 1
		}
	}
	from := v + 1
	for from < last && (f.dated(from) || f.doc.Tokens[from].UPOS == "ADV") {
		from++
	}
	if from >= last || !f.states(from, last) || last-from < 4 {
		return -1
	}
	switch f.doc.Tokens[from].UPOS {
	case "PRON", "DET", "PROPN", "NOUN", "ADJ", "NUM":
		return from
	}
	return -1
}

func (f *finder) dated(k int) bool {
	for _, t := range f.doc.Times {
		if t.Contains(f.doc.Tokens[k].Span) {
			return true
		}
	}
	return false
}

// states reports whether a verb stands in tokens from..to that is finite there,
// outside a relative clause: a claim and no bare object ("announced a truce").
func (f *finder) states(from, to int) bool {
	for k := from; k < to; k++ {
		t := f.doc.Tokens[k]
		if t.UPOS != "VERB" && t.UPOS != "AUX" || t.Feats != "" && !strings.Contains(t.Feats, "VerbForm=Fin") {
			continue
		}
		if r := f.tree.Rel(f.predicate(k)); r != "acl:relcl" && r != "advcl" {
			return true
		}
	}
	return false
}

// predicate returns the token that verb i helps: "gone" for "has gone", i itself for none.
func (f *finder) predicate(i int) int {
	for h := f.tree.Head(i); h >= 0 && (f.tree.Rel(i) == "aux" || f.tree.Rel(i) == "aux:pass" || f.tree.Rel(i) == "cop"); h = f.tree.Head(i) {
		i = h
	}
	return i
}

func (f *finder) hasVerb(from, to int) bool {
	for k := from; k < to; k++ {
		if u := f.doc.Tokens[k].UPOS; u == "VERB" || u == "AUX" {
			return true
		}
	}
	return false
}

func upTo(from, to int) []int {
	var out []int
	for k := from; k < to; k++ {
		out = append(out, k)
	}
	return out
}

// accordingTo reads "according to X": X speaks, the rest of the sentence is
// the content.
func (f *finder) accordingTo(i int) {
	s := f.doc.Sentences[f.tree.Sentence(i)]
	last := s.First + s.N
	if i+2 >= last || f.inQuote(f.doc.Tokens[i].Span) || !strings.EqualFold(f.doc.Tokens[i+1].Form, "to") {
		return
	}
	end := i + 2
	for end < last && !slices.Contains([]string{",", ".", ";", "—", "–"}, f.doc.Tokens[end].Form) {
		end++
	}
	who := f.named(f.in(lang.Span{Start: f.doc.Tokens[i+2].Start, End: f.doc.Tokens[end-1].End}))
	for k := i + 2; k < end && len(who) == 0; k++ {
		if f.nominal(k) || f.doc.Tokens[k].UPOS == "PROPN" {
			who = f.named(k)
		}
	}
	cue := lang.Span{Start: f.doc.Tokens[i].Start, End: f.doc.Tokens[i+1].End}
	content := f.runs(upTo(s.First, i))
	if i-s.First < 3 || f.opened(i) && f.hasVerb(end, last) {
		content = f.runs(upTo(end, last))
	}
	for _, id := range who {
		f.add(found{speaker: id, by: byAccording, cue: cue, sentence: f.tree.Sentence(i), content: content})
	}
}

// opened reports whether what stands before token i has only opened a clause:
// "weeks of clashes in which, according to ...".
func (f *finder) opened(i int) bool {
	return i > 1 && f.doc.Tokens[i-1].Form == "," && openers[strings.ToLower(f.doc.Tokens[i-2].Form)]
}

// openers are words that open a clause.
var openers = map[string]bool{"which": true, "whom": true, "who": true, "where": true, "that": true, "and": true, "but": true, "because": true, "while": true}

// again gives the pronoun that speaks for cue v to who spoke last, close
// before: "he added".
func (f *finder) again(v int) (string, bool) {
	s := f.tree.Child(v, "nsubj")
	if s < 0 {
		return "", false
	}
	one := true
	switch strings.ToLower(f.doc.Tokens[s].Form) {
	case "he", "she":
	case "it":
		one = false
	default:
		return "", false
	}
	si := f.tree.Sentence(v)
	for k := len(f.out) - 1; k >= 0; k-- {
		o := &f.out[k]
		apart := f.doc.Sentences[si].Paragraph - f.doc.Sentences[o.sentence].Paragraph
		if o.sentence < si && apart <= 1 && f.person(o.speaker) == one {
			return o.speaker, true
		}
		if o.sentence < si {
			break
		}
	}
	return "", false
}

// person reports whether an actor has spoken as a person does: by a name or a
// title of one.
func (f *finder) person(id string) bool {
	p, ok := f.actors.(interface{ Person(string) bool })
	return !ok || p.Person(id)
}
