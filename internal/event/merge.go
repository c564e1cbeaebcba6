package event

import (
	"cmp"
	_ "embed"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"

	"readout/internal/codebook"
	"readout/internal/lang"
	"readout/internal/lang/en"
	"readout/internal/learnt"
	"readout/internal/record"
)

//go:embed joins.tsv
var joinTable string

// joins weighs whether two mentions tell one happening. Learnt as the gate is.
var joins = sync.OnceValue(func() learnt.Table { return learnt.Parse(joinTable) })

// A mention is an event as one word tells it.
type mention struct {
	candidate
	record.Event
	score float64
}

// In a report of one sentence two mentions must be so likely one happening, and
// in others at least so likely.
const (
	joined      = 0.5
	leastJoined = 0.2
)

// mostCompared bounds the mentions of one type that are compared with each
// other; no report but a book has so many.
const mostCompared = 200

// apart is how likely two groups of mentions must be one happening to become
// one: so likely that the less sure of them is hardly an event of its own. An
// event is worth finding where the likelihood that it is one, and another than
// those found, is that which a mention by itself needs.
func (f *finder) apart(sure float64) float64 {
	if f.single() {
		return joined
	}
	return max(leastJoined, 1-least/sure)
}

// merge makes one event of the mentions of each happening, in text order.
func (f *finder) merge(found []mention) []record.Event {
	byType := map[string][]int{}
	for i := range found {
		byType[found[i].Event.Type] = append(byType[found[i].Event.Type], i)
	}
	var groups [][]int
	for _, same := range byType {
		for part := range slices.Chunk(same, mostCompared) {
			groups = append(groups, f.grouped(found, part)...)
		}
	}
	slices.SortFunc(groups, func(a, b []int) int { return a[0] - b[0] })
	out := make([]record.Event, 0, len(groups))
	for _, members := range groups {
		out = append(out, f.union(found, members))
	}
	return out
}

// grouped joins mentions of one type, given by their numbers in text order: the
// two groups whose mentions are on average the likeliest to be one happening
// become one, as long as that is likely enough for the less sure of them
// (average linkage, Sokal and Michener 1958).
func (f *finder) grouped(found []mention, of []int) [][]int {
	groups := make([][]int, len(of))
	sums := make([][]float64, len(of)) // of the likelihoods of the pairs between two groups, the earlier group first
	sure := make([]float64, len(of))   // the score of the surest of each group
	leads, sides := make([]lead, len(of)), make([]map[string]bool, len(of))
	for a, i := range of {
		leads[a], sides[a] = foremost(found[i].parties), f.sides(&found[i])
	}
	w := joins()
	for a, i := range of {
		groups[a], sums[a], sure[a] = []int{i}, make([]float64, len(of)), found[i].score
		for b := a + 1; b < len(of); b++ {
			if !answers(leads[a], leads[b]) && !apartFrom(sides[a], sides[b]) && !f.unlike(&found[i].candidate, &found[of[b]].candidate) {
				sums[a][b] = w.Chance(f.joinFeatures(&found[i], &found[of[b]]))
			}
		}
	}
	for {
		x, y, likeliest := -1, -1, 0.0
		for a := range groups {
			for b := a + 1; b < len(groups) && groups[a] != nil; b++ {
				if groups[b] == nil {
					continue
				}
				p := sums[a][b] / float64(len(groups[a])*len(groups[b]))
				if p > likeliest && p > f.apart(min(sure[a], sure[b])) {
					x, y, likeliest = a, b, p
				}
			}
		}
		if x < 0 {
			break
		}
		groups[x], groups[y], sure[x] = append(groups[x], groups[y]...), nil, max(sure[x], sure[y])
		for c := range groups {
			switch {
			case c < x:
				sums[c][x] += sums[c][y]
			case c > x && c < y:
				sums[x][c] += sums[c][y]
			case c > y:
				sums[x][c] += sums[y][c]
			}
		}
	}
	return slices.DeleteFunc(groups, func(g []int) bool { return g == nil })
}

// surely is how likely a party must be for answers to take it for one.
const surely = 0.75

// A lead is who surely acts in a mention and who is surely acted on, "" for none.
type lead struct{ actor, recipient string }

// answers reports whether who surely acts in one of two mentions is surely acted
// on in the other, where another acts: a strike and the one that answers it are two.
func answers(a, b lead) bool {
	return a.actor != "" && b.actor != "" && a.actor != b.actor && (a.actor == b.recipient || b.actor == a.recipient)
}

// sides returns the likely parties of what two or more agree or talk about, and the
// countries that they are of; nil where fewer than two are likely.
func (f *finder) sides(m *mention) map[string]bool {
	if t := m.candidate.typ; t != codebook.Agree && t != codebook.Consult && t != codebook.Support && t != codebook.Cooperate {
		return nil
	}
	out, n := map[string]bool{}, 0
	for _, p := range strongest(m.parties) {
		if p.tok < 0 || p.actor < inEvent.third && p.recipient < inEvent.third {
			continue
		}
		n++
		_, _, country := f.look(p.id)
		if country == "" {
			return nil
		}
		out[p.id], out[country] = true, true
	}
	if n < 2 {
		return nil
	}
	return out
}

// apartFrom reports whether two mentions have two parties or more each and none in
// common: two deals.
func apartFrom(a, b map[string]bool) bool {
	if a == nil || b == nil {
		return false
	}
	for id := range a {
		if b[id] {
			return false
		}
	}
	return true
}

// unlike reports whether one of two candidates is plainly an expulsion and the other
// none by the words that tell it.
func (f *finder) unlike(a, b *candidate) bool {
	return f.unwelcome(a) && b.mode != "expel" || f.unwelcome(b) && a.mode != "expel"
}

// foremost returns the surest of the parties of a mention.
func foremost(parties []party) lead {
	var out lead
	acts, suffers := surely, surely
	for _, p := range parties {
		if p.actor >= acts {
			out.actor, acts = p.id, p.actor
		}
		if p.recipient >= suffers {
			out.recipient, suffers = p.id, p.recipient
		}
	}
	return out
}

// union makes one event of the mentions of a happening: the surest tells most,
// the others add what it leaves open. Who is party to it all of them tell.
func (f *finder) union(found []mention, members []int) record.Event {
	ordered := slices.Clone(members)
	slices.SortStableFunc(ordered, func(a, b int) int { return full(&found[b]) - full(&found[a]) })
	f.recastAll(found, ordered)
	out := found[ordered[0]].Event
	triggers := []int{found[ordered[0]].i}
	for _, i := range ordered[1:] {
		join(&out, &found[i].Event)
		triggers = append(triggers, found[i].i)
	}
	f.triggers[triggers[0]] = triggers
	return out
}

// recastAll gives the mentions of a happening, the surest first, the parties that
// are likely by any of them, unless the words of the surest settle who they are.
// What is learnt for that is learnt of whole reports; one of a single sentence
// keeps the parties that it has.
func (f *finder) recastAll(found []mention, ordered []int) {
	first := &found[ordered[0]]
	if f.single() || first.parties == nil {
		return
	}
	var parties []party
	brokers := map[string]bool{}
	for _, i := range ordered {
		for _, p := range f.recast(&found[i].candidate) {
			parties = append(parties, p)
			brokers[p.id] = brokers[p.id] || en.Brokers(f.doc, f.tree, p.tok)
		}
	}
	if agreed[first.candidate.typ] {
		parties = slices.DeleteFunc(parties, func(p party) bool { return brokers[p.id] })
	}
	actors, recipients := cast(parties, mutual(&first.candidate), inEvent)
	if first.candidate.typ == codebook.Consult {
		actors, recipients = thirdParty(actors, recipients, brokers)
	}
	for _, i := range ordered {
		e := &found[i].Event
		e.Actors, e.Recipients = some(actors), some(recipients)
		e.AttributedTo = f.attributed(lang.Span{Start: e.Trigger.Start, End: e.Trigger.End}, actors)
	}
}

// thirdParty parts those who consult where some only bring the others together: they act
// upon them (mode third-party).
func thirdParty(actors, recipients []string, brokers map[string]bool) (acting, met []string) {
	for _, id := range actors {
		if brokers[id] {
			acting = append(acting, id)
		} else {
			met = append(met, id)
		}
	}
	if len(acting) == 0 || len(met) < 2 || len(recipients) > 0 {
		return actors, recipients
	}
	return acting, met
}

// full counts what a mention tells.
func full(m *mention) int {
	n := int(m.score * 4)
	if len(m.Event.Actors) > 0 {
		n += 2
	}
	if len(m.Event.Recipients) > 0 {
		n += 2
	}
	return n
}

// joinFeatures names what speaks for and against one happening in two mentions
// of one type, a before b.
func (f *finder) joinFeatures(a, b *mention) []string {
	out := []string{"bias", "type=" + a.Event.Type}
	kind := "verb"
	if !verbal(f.doc.Tokens[b.i].UPOS) {
		kind = "noun"
		for _, d := range f.tree.Children(b.i, "det") {
			if strings.EqualFold(f.doc.Tokens[d].Form, "the") {
				kind = "the"
			}
		}
	}
	was := "verb"
	if !verbal(f.doc.Tokens[a.i].UPOS) {
		was = "noun"
	}
	apart := f.tree.Sentence(b.i) - f.tree.Sentence(a.i)
	word := "other"
	if f.lemma(a.i) == f.lemma(b.i) {
		word = "same"
	}
	far := "far"
	switch {
	case apart == 0:
		far = "here"
		if f.tree.Head(a.i) == b.i || f.tree.Head(b.i) == a.i {
			far = "linked"
		}
	case apart <= 2:
		far = "near"
	case apart <= 8:
		far = "mid"
	}
	who, whom := agreement(a.Event.Actors, b.Event.Actors), agreement(a.Event.Recipients, b.Event.Recipients)
	all := agreement(slices.Concat(a.Event.Actors, a.Event.Recipients), slices.Concat(b.Event.Actors, b.Event.Recipients))
	out = append(out, "kinds="+was+kind, "word="+word, "word="+word+kind, "apart="+far, "apart="+far+word, "who="+who, "whom="+whom, "parties="+who+whom,
		"all="+all+a.Event.Type, "all="+all+kind, "all="+all+word)
	out = append(out, "fact="+strconv.FormatBool(a.Factuality == b.Factuality), "mode="+modes(a.Mode, b.Mode)+word,
		"where="+agreement(a.Event.Places, b.Event.Places), "when="+times(a.When, b.When))
	if f.tree.Sentence(a.i) == 0 {
		out = append(out, "first", "first="+word, "first="+all)
	}
	out = append(out, "where="+agreement(a.Event.Places, b.Event.Places)+word, "when="+times(a.When, b.When)+word, "word="+word+a.Event.Type,
		"told="+f.lemma(a.i)+"+"+f.lemma(b.i), "late="+f.lemma(b.i)+word)
	again := "open"
	if x, ok := f.alike(a.i, b.i); ok {
		again = strconv.Itoa(int(math.Round(2 * max(-4, min(4, float64(x))))))
	}
	out = append(out, "again="+again, "again="+again+word, "again="+again+far, "again="+again+all)
	if a.Factuality != b.Factuality {
		out = append(out, "fact="+a.Factuality+"+"+b.Factuality)
	}
	x, y := f.meaning(a.i), f.meaning(b.i)
	wide, under := overlap(x.sentence, y.sentence), overlap(x.under, y.under)
	out = append(out, "share="+wide, "share="+wide+word, "share="+wide+far, "close="+under, "close="+under+word, "close="+under+kind)
	if far == "here" {
		out = append(out, "here="+f.tree.Rel(b.i), "here="+f.tree.Rel(a.i)+"+"+f.tree.Rel(b.i))
	}
	return out
}

// alike returns how far word j seems to tell the happening that the earlier word
// i tells, where the engine compared them.
func (f *finder) alike(i, j int) (float32, bool) {
	n, ok := slices.BinarySearchFunc(f.doc.Again, [2]int32{int32(i), int32(j)}, func(a lang.Again, at [2]int32) int {
		return cmp.Or(cmp.Compare(a.Earlier, at[0]), cmp.Compare(a.Later, at[1]))
	})
	if !ok {
		return 0, false
	}
	return f.doc.Again[n].Score, true
}

// A meaning is the words of meaning beside a token: in its sentence, and those
// of them that hang from it.
type meaning struct{ sentence, under map[string]bool }

// meaning returns that of token i, gathered once: each mention meets every other.
func (f *finder) meaning(i int) meaning {
	if m, ok := f.meanings[i]; ok {
		return m
	}
	m := meaning{map[string]bool{}, map[string]bool{}}
	s := f.doc.Sentences[f.tree.Sentence(i)]
	for k := s.First; k < s.First+s.N; k++ {
		switch f.doc.Tokens[k].UPOS {
		case "NOUN", "PROPN", "NUM", "VERB", "ADJ":
			if k == i {
				continue
			}
			m.sentence[f.lemma(k)] = true
			if f.tree.Under(k, i) {
				m.under[f.lemma(k)] = true
			}
		}
	}
	f.meanings[i] = m
	return m
}

// overlap says how much two sets of words have in common, in fifths of the
// smaller.
func overlap(a, b map[string]bool) string {
	least := min(len(a), len(b))
	if least == 0 {
		return "open"
	}
	n := 0
	for w := range a {
		if b[w] {
			n++
		}
	}
	if n == 0 {
		return "none"
	}
	return strconv.Itoa(n*5/least) + "of" + strconv.Itoa(min(n, 3))
}

// agreement says how two lists of ids stand: "open" when one is empty.
func agreement(a, b []string) string {
	if len(a) == 0 || len(b) == 0 {
		return "open"
	}
	n := 0
	for _, x := range a {
		if slices.Contains(b, x) {
			n++
		}
	}
	switch {
	case n == 0:
		return "none"
	case n == len(a) && n == len(b):
		return "equal"
	}
	return "some"
}

func modes(a, b *string) string {
	switch {
	case a == nil || b == nil:
		return "open"
	case *a == *b:
		return "equal"
	}
	return "none"
}

func times(a, b *record.When) string {
	switch {
	case a == nil || b == nil:
		return "open"
	case clash(a.Start, b.Start) || clash(a.End, b.End):
		return "none"
	}
	return "equal"
}

func join(a, b *record.Event) {
	if len(a.Actors) == 0 {
		a.Actors = b.Actors
	}
	if len(a.Recipients) == 0 {
		a.Recipients = some(less(b.Recipients, a.Actors))
	}
	a.Places = union(a.Places, b.Places)
	if a.When == nil {
		a.When = b.When
	}
	if a.Mode == nil {
		a.Mode = b.Mode
	}
	if b.AttributedTo == nil {
		a.AttributedTo = nil
	}
	for _, ev := range b.Evidence {
		if !slices.Contains(a.Evidence, ev) {
			a.Evidence = append(a.Evidence, ev)
		}
	}
}

func clash(a, b *string) bool { return a != nil && b != nil && *a != *b }

// less returns a without the members of b.
func less(a, b []string) []string {
	var out []string
	for _, x := range a {
		if !slices.Contains(b, x) {
			out = append(out, x)
		}
	}
	return out
}
