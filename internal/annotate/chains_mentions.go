package annotate

import (
	"strings"

	"readout/internal/lang"
)

// A refers is a phrase that may refer, with what tells whether two phrases
// refer to one thing.
type refers struct {
	lang.Mention
	sent, order int      // sentence, and place among the document's mentions
	class       int      // pronoun, name or kind of description: one of the class constants
	lemma       string   // of the head, lower case
	full        string   // all words in lower case without determiners
	mods        []string // lower-case lemmas of modifiers that narrow the head
	names       []string // lower-case words of the proper name at its core
	acronym     string   // initials of its capitalised words
	gender      byte     // m, f, n or 0
	number      byte     // s, p or 0
	typ         string   // type of its name, "" for none
	governor    int      // the word its phrase hangs from, -1 for none
}

// Classes of mentions. Third-person pronouns come by form, others by person.
const (
	classI = iota
	classYou
	classHe
	classShe
	classIt
	classThey
	classWe
	classDemonstrative // this, that, these, those on their own
	classOther         // someone, one, who, each
	className
	classDefinite
	classIndefinite
	classPointed   // this man
	classPossessed // his wife
	classBare
	classNumber
	classCount
)

var pronouns = map[string]int{
	"i": classI, "me": classI, "my": classI, "mine": classI, "myself": classI,
	"you": classYou, "your": classYou, "yours": classYou, "yourself": classYou, "yourselves": classYou, "u": classYou, "ya": classYou,
	"he": classHe, "him": classHe, "his": classHe, "himself": classHe,
	"she": classShe, "her": classShe, "hers": classShe, "herself": classShe,
	"it": classIt, "its": classIt, "itself": classIt,
	"they": classThey, "them": classThey, "their": classThey, "theirs": classThey, "themselves": classThey, "themself": classThey, "'em": classThey,
	"we": classWe, "us": classWe, "our": classWe, "ours": classWe, "ourselves": classWe, "'s": classWe,
	"this": classDemonstrative, "that": classDemonstrative, "these": classDemonstrative, "those": classDemonstrative,
}

// refersOf returns the phrases of d that may refer, in text order.
func refersOf(d *lang.Doc, t *lang.Tree) []refers {
	names := make([]int, len(d.Tokens)) // 1 + index of the name that holds a token
	for n, name := range d.Names {
		for i := name.First; i <= name.Last; i++ {
			names[i] = n + 1
		}
	}
	var out []refers
	for i := range d.Tokens {
		if t.Sentence(i) < 0 || !mayRefer(d, t, names, i) {
			continue
		}
		m := refers{sent: t.Sentence(i), order: len(out), governor: t.Head(i), lemma: strings.ToLower(d.Tokens[i].Lemma)}
		m.Head = i
		m.First, m.Last = phrase(d, t, i)
		if n := names[i]; n > 0 && tokenOf(t, d.Names[n-1], i) {
			m.First, m.Last = min(m.First, d.Names[n-1].First), max(m.Last, d.Names[n-1].Last)
		}
		m.Span = lang.Span{Start: d.Tokens[m.First].Start, End: d.Tokens[m.Last].End}
		if n := names[i]; n > 0 {
			m.typ = d.Names[n-1].Type
		}
		m.describe(d, t)
		if m.typ != "PER" && m.class >= className {
			m.borrow(d, t, names)
		}
		out = append(out, m)
	}
	return out
}

// tokenOf reports whether i is the first word of the name that hangs from none of its others.
func tokenOf(t *lang.Tree, n lang.Name, i int) bool {
	for k := n.First; k <= n.Last; k++ {
		if h := t.Head(k); h < n.First || h > n.Last {
			return k == i
		}
	}
	return false
}

// mayRefer reports whether token i heads a phrase that may refer.
func mayRefer(d *lang.Doc, t *lang.Tree, names []int, i int) bool {
	tok := &d.Tokens[i]
	rel, _, _ := strings.Cut(tok.Deprel, ":")
	switch rel {
	case "flat", "fixed", "goeswith", "punct", "case", "cc", "mark", "aux", "cop", "discourse", "expl", "reparandum":
		return false
	case "compound":
		h := t.Head(i)
		return tok.UPOS == "PROPN" && tok.Deprel == "compound" && (h < 0 || names[h] == 0 || names[h] != names[i])
	}
	switch tok.UPOS {
	case "PRON":
		return !strings.Contains(tok.Feats, "PronType=Rel") && !strings.Contains(tok.Feats, "PronType=Int")
	case "NOUN", "PROPN":
		return tok.Deprel != "nmod:desc" || tok.UPOS == "PROPN" && names[i] > 0
	case "NUM":
		return rel != "nummod" && rel != "advmod"
	case "DET", "ADJ":
		return nominal[rel]
	case "ADV":
		return tok.Deprel == "advmod" && (strings.EqualFold(tok.Form, "here") || strings.EqualFold(tok.Form, "there"))
	}
	return false
}

var nominal = words("nsubj obj iobj obl nmod")

// words is the set of the words of s.
func words(s string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(s) {
		set[w] = true
	}
	return set
}

// outside are the relations of dependents that are no part of the phrase.
var outside = words(`cc conj punct cop nsubj csubj aux mark parataxis discourse advcl dislocated vocative expl
	orphan reparandum obl ccomp`)

// phrase returns the first and last token of the phrase that token i heads.
func phrase(d *lang.Doc, t *lang.Tree, i int) (first, last int) {
	first, last = i, i
	if d.Tokens[i].UPOS == "PRON" && d.Tokens[i].Deprel == "nmod:poss" {
		return
	}
	_, personal := pronouns[strings.ToLower(d.Tokens[i].Form)]
	for _, k := range t.Kids(i) {
		rel, _, _ := strings.Cut(d.Tokens[k].Deprel, ":")
		if outside[rel] || rel == "case" && k < i || rel == "advmod" && k < i && !inner(d, t, k) || personal && rel != "acl" && rel != "appos" && rel != "det" {
			continue
		}
		a, b := cover(t, k, 0)
		if k < i && a < i {
			first = min(first, a)
		} else if k > i {
			last = max(last, b)
		}
	}
	for last > i && d.Tokens[last].UPOS == "PUNCT" && d.Tokens[last].Form != ")" {
		last--
	}
	for first < i && d.Tokens[first].UPOS == "PUNCT" {
		first++
	}
	if last+1 < len(d.Tokens) && t.Sentence(last+1) == t.Sentence(i) && closes(d, first, last) {
		last++
	}
	return first, last
}

// closes reports whether the token after last closes what opens within first..last.
func closes(d *lang.Doc, first, last int) bool {
	next, open, marks := d.Tokens[last+1].Form, 0, 0
	for _, k := range d.Tokens[first : last+1] {
		switch k.Form {
		case "(", "[", "“":
			open++
		case ")", "]", "”":
			open--
		case "\"":
			marks++
		}
	}
	return open > 0 && (next == ")" || next == "]" || next == "”") || marks%2 == 1 && next == "\""
}

// inner reports whether the adverb k stands after the first word of its phrase, as in "the then leader".
func inner(d *lang.Doc, t *lang.Tree, k int) bool {
	for _, s := range t.Kids(t.Head(k)) {
		if s < k && d.Tokens[s].UPOS != "ADP" && d.Tokens[s].UPOS != "PUNCT" && d.Tokens[s].UPOS != "AUX" {
			return d.Tokens[s].Deprel == "det" || d.Tokens[s].Deprel == "nmod:poss"
		}
	}
	return false
}

// cover returns the first and last token of all that hangs from i.
func cover(t *lang.Tree, i, depth int) (first, last int) {
	first, last = i, i
	if depth > 200 {
		return
	}
	for _, k := range t.Kids(i) {
		a, b := cover(t, k, depth+1)
		first, last = min(first, a), max(last, b)
	}
	return
}

// describe fills what the words of the phrase say.
func (m *refers) describe(d *lang.Doc, t *lang.Tree) {
	head := &d.Tokens[m.Head]
	form := strings.ToLower(head.Form)
	m.full = m.lemma
	if c, ok := pronouns[form]; ok && head.UPOS != "NOUN" && head.UPOS != "PROPN" {
		m.class = c
	} else if head.UPOS == "PRON" || head.UPOS == "DET" {
		m.class = classOther
	} else {
		m.describeNoun(d, t)
	}
	switch {
	case m.class == classHe:
		m.gender, m.number = 'm', 's'
	case m.class == classShe:
		m.gender, m.number = 'f', 's'
	case m.class == classIt:
		m.gender, m.number = 'n', 's'
	case m.class == classThey || m.class == classWe:
		m.number = 'p'
	case m.class == classI:
		m.number = 's'
	case strings.Contains(head.Feats, "Number=Plur") || strings.Contains(head.Feats, "Number=Ptan"):
		m.number = 'p'
	case strings.Contains(head.Feats, "Number=Sing"):
		m.number = 's'
	}
}

// describeNoun does so for names and descriptions.
func (m *refers) describeNoun(d *lang.Doc, t *lang.Tree) {
	m.class = classBare
	tok := d.Tokens
	if tok[m.Head].UPOS == "NUM" {
		m.class = classNumber
	}
	var all []string
	for _, k := range t.Kids(m.Head) {
		if k > m.Head && tok[k].Deprel != "flat" && tok[k].Deprel != "nmod" {
			continue
		}
		rel, sub, _ := strings.Cut(tok[k].Deprel, ":")
		switch {
		case rel == "det" && m.class != classPossessed:
			m.class = determiner(strings.ToLower(tok[k].Form))
		case sub == "poss":
			m.class = classPossessed
			m.mods = append(m.mods, strings.ToLower(tok[k].Lemma))
		case rel == "nummod" && m.class == classBare:
			m.class = classNumber
			m.mods = append(m.mods, strings.ToLower(tok[k].Form))
		case rel == "amod" || rel == "compound" || rel == "nmod" || rel == "nummod" || rel == "flat":
			m.mods = append(m.mods, strings.ToLower(tok[k].Lemma))
		}
	}
	for i := m.First; i <= m.Last; i++ {
		if tok[i].UPOS == "DET" && tok[i].Deprel == "det" || tok[i].UPOS == "PART" || tok[i].UPOS == "PUNCT" {
			continue
		}
		all = append(all, strings.ToLower(tok[i].Form))
	}
	m.full = strings.Join(all, " ")
	if tok[m.Head].UPOS == "PROPN" {
		m.class = className
		m.nameWords(d, t)
	}
	m.genderOf(d)
}

// nameWords collects the words of the proper name around the head.
func (m *refers) nameWords(d *lang.Doc, t *lang.Tree) {
	var b strings.Builder
	for i := m.First; i <= m.Last; i++ {
		k := &d.Tokens[i]
		if k.UPOS == "PROPN" && (i == m.Head || t.Head(i) == m.Head && k.Deprel != "nmod" && k.Deprel != "nmod:poss" && k.Deprel != "conj" && k.Deprel != "nmod:desc") {
			m.names = append(m.names, strings.ToLower(k.Form))
		}
		if c := k.Form[:min(1, len(k.Form))]; c >= "A" && c <= "Z" {
			b.WriteString(strings.ToLower(c))
		}
	}
	m.acronym = b.String()
}

// borrow gives a title or description the name of the person that stands beside it.
func (m *refers) borrow(d *lang.Doc, t *lang.Tree, names []int) {
	for _, k := range t.Kids(m.Head) {
		rel := d.Tokens[k].Deprel
		if n := names[k]; n == 0 || d.Names[n-1].Type != "PER" || rel != "appos" && rel != "flat" && rel != "list" {
			continue
		}
		name := d.Names[names[k]-1]
		m.typ, m.names = name.Type, nil
		for _, w := range d.Tokens[name.First : name.Last+1] {
			if w.UPOS == "PROPN" {
				m.names = append(m.names, strings.ToLower(w.Form))
			}
		}
		m.genderOf(d)
		return
	}
}

func determiner(w string) int {
	switch w {
	case "the":
		return classDefinite
	case "this", "that", "these", "those":
		return classPointed
	}
	return classIndefinite
}

var (
	maleWords = words(`man men boy boys father fathers son sons brother brothers husband husbands king prince uncle grandfather
		gentleman guy mr mr. sir lord chairman spokesman businessman statesman policeman monk priest pope actor duke emperor nephew
		john james robert michael william david richard joseph thomas charles christopher daniel matthew anthony mark donald steven paul
		andrew joshua kenneth kevin brian george edward ronald timothy jason jeffrey ryan jacob gary nicholas eric jonathan stephen larry
		justin scott brandon benjamin samuel gregory frank alexander raymond patrick jack dennis jerry peter adam henry nathan douglas
		vladimir sergei ivan dmitry mohammed muhammad mohammad ahmed ali hassan hussein omar abdullah ibrahim bashar recep emmanuel
		volodymyr boris jose juan carlos luis pedro tony joe jim tom bob bill mike steve dan ben sam simon martin philip albert arthur louis`)
	femaleWords = words(`woman women girl girls mother mothers daughter daughters sister sisters wife wives queen princess aunt
		grandmother lady mrs mrs. ms ms. miss madam chairwoman spokeswoman businesswoman policewoman nun actress duchess empress niece
		mary patricia jennifer linda elizabeth barbara susan jessica sarah karen lisa nancy betty margaret sandra ashley kimberly emily
		donna michelle carol amanda melissa deborah stephanie rebecca laura sharon cynthia kathleen amy angela shirley anna brenda pamela
		emma nicole helen samantha katherine christine rachel catherine maria heather diane ruth julie olivia joyce virginia victoria
		kelly lauren christina joan evelyn judith megan hannah jane ann anne alice julia sophia hillary theresa ursula angelina fatima marie`)
	personNouns = words(`person people president minister leader official spokesperson soldier citizen doctor teacher student officer
		child children parent friend director author researcher scientist artist player writer judge lawyer senator governor mayor
		general commander ambassador candidate member professor user reader participant worker politician journalist neighbor host`)
)

// genderOf guesses the gender from the head, titles and given names.
func (m *refers) genderOf(d *lang.Doc) {
	for i := m.First; i <= m.Last && i <= m.Head+1; i++ {
		w := strings.ToLower(d.Tokens[i].Form)
		if i != m.Head && d.Tokens[i].UPOS != "PROPN" {
			continue
		}
		if maleWords[w] {
			m.gender = 'm'
		} else if femaleWords[w] {
			m.gender = 'f'
		}
		if m.gender != 0 {
			return
		}
	}
	switch {
	case m.typ == "PER" || personNouns[m.lemma]:
		m.gender = 'p'
	case m.typ != "":
		m.gender = 'n'
	}
}
