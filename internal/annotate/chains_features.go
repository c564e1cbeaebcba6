package annotate

import (
	"slices"
	"strings"

	"readout/internal/lang"
)

// A block is a feature of n values; its ids begin at the sum of those before it.
type block struct {
	name string
	n    int
}

// ownBlocks are the features of one mention, pairBlocks those of a later
// mention with an earlier one. Their order is that of the rows of chains.tsv.
var (
	ownBlocks = []block{{"class", classCount}, {"rel", 16}, {"upos", 6}, {"number", 3}, {"gender", 5}, {"type", 9}, {"length", 6}, {"sentence", 6},
		{"opens", 2}, {"quoted", 2}, {"count", 6}, {"before", 4}, {"after", 2}, {"names", 5}, {"above", 6}, {"inside", 2}}
	pairBlocks = []block{{"classes", classCount * classCount}, {"sentences", groups * 8}, {"mentions", 8}, {"lemma", groups * 2}, {"full", groups * 2},
		{"name", 9}, {"mods", 6}, {"gender", 25}, {"number", 9}, {"type", 81}, {"quoted", 4 * groups}, {"nested", 8}, {"rels", 36},
		{"between", groups * 6}, {"form", 2}, {"head", 2},
		{"paragraphs", groups * 4}, {"turn", 40}, {"parallel", 4}}
)

const groups = 6

// group joins classes that are referred to alike.
func classGroup(c int) int {
	switch {
	case c <= classYou || c == classWe:
		return 0
	case c <= classThey:
		return 1
	case c <= classOther:
		return 2
	case c == className:
		return 3
	case c == classDefinite || c == classPointed || c == classPossessed:
		return 4
	}
	return 5
}

// size returns the number of ids of blocks.
func size(blocks []block) (n int) {
	for _, b := range blocks {
		n += b.n
	}
	return n
}

// ids collects one value a block, in the order of the blocks.
type ids struct {
	blocks []block
	at     int
	list   []int16
}

func (f *ids) add(v int) {
	b := f.blocks[0]
	f.blocks = f.blocks[1:]
	f.list = append(f.list, int16(f.at+max(0, min(v, b.n-1))))
	f.at += b.n
}

func flag(b bool) int {
	if b {
		return 1
	}
	return 0
}

var bucketOf = [...]int{0, 1, 2, 3, 4, 4, 5, 5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6}

// bucket is n on a scale that grows coarser.
func bucket(n int) int {
	if n < len(bucketOf) {
		return bucketOf[max(n, 0)]
	}
	return 7
}

var (
	relIDs = index(`nsubj nsubj:pass obj iobj obl nmod nmod:poss compound appos conj root vocative nmod:unmarked obl:unmarked obl:agent`)
	uposes = index("PRON NOUN PROPN VERB ADJ")
	typIDs = index("PER ORG LOC GPE FAC NORP EVENT WEAPON")
	relSix = map[string]int{"nsubj": 1, "obj": 2, "iobj": 2, "obl": 3, "nmod": 3, "nmod:poss": 4, "conj": 5, "appos": 5}
)

// index numbers the words of s from 1.
func index(s string) map[string]int {
	m := map[string]int{}
	for i, w := range strings.Fields(s) {
		m[w] = i + 1
	}
	return m
}

func genderID(g byte) int { return strings.IndexByte("mfnp", g) + 1 }
func numberID(n byte) int { return strings.IndexByte("sp", n) + 1 }

// own returns the features of mention k of all.
func own(d *lang.Doc, t *lang.Tree, all []refers, k int, counts map[string]int, before int) []int16 {
	m := &all[k]
	tok := &d.Tokens[m.Head]
	f := ids{blocks: ownBlocks}
	f.add(m.class)
	f.add(relIDs[tok.Deprel])
	f.add(uposes[tok.UPOS])
	f.add(numberID(m.number))
	f.add(genderID(m.gender))
	f.add(typIDs[m.typ])
	f.add(bucket(m.Last - m.First))
	f.add(bucket(m.sent))
	f.add(flag(m.First == d.Sentences[m.sent].First))
	f.add(flag(tok.Quoted))
	f.add(bucket(counts[m.lemma] - 1))
	f.add(before)
	f.add(flag(m.Last > m.Head+1))
	f.add(len(m.names))
	above := 0
	if m.governor >= 0 {
		above = uposes[d.Tokens[m.governor].UPOS]
	}
	f.add(above)
	f.add(flag(k > 0 && all[k-1].Last >= m.Last && all[k-1].sent == m.sent))
	return f.list
}

// pair appends to list the features of mention i with the earlier mention j;
// rivals of the mentions between fit i.
func pair(d *lang.Doc, list []int16, all []refers, i, j, rivals int) []int16 {
	a, b := &all[i], &all[j]
	x, y := &d.Tokens[a.Head], &d.Tokens[b.Head]
	g := classGroup(a.class)
	f := ids{blocks: pairBlocks, list: list}
	f.add(a.class*classCount + b.class)
	f.add(g*8 + bucket(a.sent-b.sent))
	f.add(bucket((i - j) / 2))
	f.add(g*2 + flag(a.lemma == b.lemma))
	f.add(g*2 + flag(a.full == b.full))
	f.add(nameMatch(a, b))
	f.add(modsMatch(a, b))
	f.add(genderID(a.gender)*5 + genderID(b.gender))
	f.add(numberID(a.number)*3 + numberID(b.number))
	f.add(typIDs[a.typ]*9 + typIDs[b.typ])
	f.add(g*4 + flag(x.Quoted)*2 + flag(y.Quoted))
	f.add(nested(d, a, b))
	f.add(relSix[cutRel(x.Deprel)]*6 + relSix[cutRel(y.Deprel)])
	f.add(g*6 + rivals)
	f.add(flag(strings.EqualFold(x.Form, y.Form)))
	f.add(flag(a.class == className && b.class != className && slices.Contains(b.mods, a.lemma) || slices.Contains(a.mods, b.lemma)))
	turns := min(3, d.Sentences[a.sent].Paragraph-d.Sentences[b.sent].Paragraph)
	f.add(g*4 + turns)
	f.add((person[a.class]*3+person[b.class])*flag(g == 0 && classGroup(b.class) == 0)*4 + flag(g == 0 && classGroup(b.class) == 0)*4 + turns)
	f.add(parallel(d, a, b))
	return f.list
}

// person numbers the classes of those who talk and are talked to.
var person = map[int]int{classYou: 1, classWe: 2}

// parallel compares what two mentions hang from: 1 for the same word, 2 in the same part, 3 for the same part only.
func parallel(d *lang.Doc, a, b *refers) int {
	if a.governor < 0 || b.governor < 0 {
		return 0
	}
	part := d.Tokens[a.Head].Deprel == d.Tokens[b.Head].Deprel
	switch same := strings.EqualFold(d.Tokens[a.governor].Lemma, d.Tokens[b.governor].Lemma); {
	case same && part:
		return 2
	case same:
		return 1
	case part:
		return 3
	}
	return 0
}

func cutRel(rel string) string {
	if rel != "nmod:poss" {
		rel, _, _ = strings.Cut(rel, ":")
	}
	return rel
}

// nameMatch compares two proper names.
func nameMatch(a, b *refers) int {
	x, y := a.names, b.names
	switch {
	case len(x) == 0 || len(y) == 0:
		return 0
	case slices.Equal(x, y):
		return 1
	case x[len(x)-1] == y[len(y)-1] && (subset(x, y) || subset(y, x)):
		return 2
	case x[len(x)-1] == y[len(y)-1]:
		return 3
	case subset(x, y) || subset(y, x):
		return 4
	case len(x) == 1 && len(x[0]) > 1 && strings.ReplaceAll(x[0], ".", "") == b.acronym,
		len(y) == 1 && len(y[0]) > 1 && strings.ReplaceAll(y[0], ".", "") == a.acronym:
		return 5
	case slices.ContainsFunc(x, func(w string) bool { return slices.Contains(y, w) }):
		return 6
	case len(x[0]) > 3 && len(y[0]) > 3 && x[0][:4] == y[0][:4]:
		return 7
	}
	return 8
}

// modsMatch compares the modifiers of two descriptions with one head.
func modsMatch(a, b *refers) int {
	switch {
	case a.lemma != b.lemma || a.class < className:
		return 0
	case len(a.mods) == 0 && len(b.mods) == 0:
		return 1
	case subset(a.mods, b.mods) && subset(b.mods, a.mods):
		return 2
	case subset(a.mods, b.mods):
		return 3
	case subset(b.mods, a.mods):
		return 4
	}
	return 5
}

func subset(x, y []string) bool {
	for _, w := range x {
		if !slices.Contains(y, w) {
			return false
		}
	}
	return true
}

// nested says how two mentions stand in one sentence.
func nested(d *lang.Doc, a, b *refers) int {
	reflexive := strings.HasSuffix(d.Tokens[a.Head].Form, "self") || strings.HasSuffix(d.Tokens[a.Head].Form, "selves")
	switch {
	case a.sent != b.sent:
		return 0
	case reflexive && a.governor == b.governor:
		return 1
	case a.First >= b.First && a.Last <= b.Last:
		return 2
	case b.First >= a.First && b.Last <= a.Last:
		return 3
	case a.governor == b.governor:
		return 4
	case a.governor == b.Head:
		return 5
	case b.governor == a.Head:
		return 6
	}
	return 7
}

// fits reports whether a later mention may go with an earlier one by number and gender.
func fits(a, b *refers) bool {
	if a.class >= classOther {
		return a.lemma == b.lemma
	}
	if a.number != b.number && a.number != 0 && b.number != 0 {
		return false
	}
	x, y := a.gender, b.gender
	return x == y || x == 0 || y == 0 || y == 'p' && x != 'n' || x == 'p' && y != 'n'
}
