package event

import (
	"slices"
	"strings"

	"readout/internal/lang"
	"readout/internal/learnt"
	"readout/internal/record"
)

// The scales that the engine's vectors weigh by, see lang.Scales.
const (
	gateScale  = "gate"
	partyScale = "party"
	placeScale = "place"
	timeScale  = "time"
	modeScale  = "mode"
)

// The parts of a party, among its odds.
const (
	acting = iota
	suffering
)

// Whether the sentence names a party, as a sort.
const (
	here = iota
	away
)

// partyItems returns parties as the engine weighs them.
func (f *finder) partyItems(trigger int, parties []party) []lang.Item {
	out := make([]lang.Item, len(parties))
	for n, p := range parties {
		m := f.mentions()[p.id]
		x := lang.Item{Own: m, Whole: m, Sort: away, Odds: []float64{learnt.Odds(p.actor), learnt.Odds(p.recipient)}}
		if p.tok >= 0 {
			x.Own, x.Sort = []int{p.tok}, here
		}
		back, none := float32(2.5), float32(1)
		if before, _ := slices.BinarySearch(m, trigger); before > 0 {
			back, none = lang.Gap(trigger-m[before-1]), 0
		}
		x.Known = []float32{back, lang.Count(len(m)), none}
		out[n] = x
	}
	return out
}

// gateItem returns a candidate as the engine weighs it: by its sentence and the
// whole report.
func (f *finder) gateItem(c *candidate, p float64) lang.Item {
	t := f.doc.Tokens[c.i]
	all, own := 0.0, 0.0
	for _, k := range t.Tells {
		all += float64(k.P)
		if k.Name == c.typ {
			own = float64(k.P)
		}
	}
	si := f.tree.Sentence(c.i)
	return lang.Item{Own: f.wordsOf(si), Whole: f.allWords(), Sort: origins[c.from], Odds: []float64{learnt.Odds(p)},
		Known: []float32{float32(learnt.Odds(own) / 3), float32(learnt.Odds(all) / 3), lang.Gap(len(f.doc.Sentences)), lang.Gap(si)}}
}

// origins numbers what a candidate is of its type by.
var origins = map[string]int{"listed": 1, "guessed": 2, "refusal": 3, "harm": 4, "menace": 5, "duty": 6}

// allWords lists all tokens, once.
func (f *finder) allWords() []int {
	if f.words == nil {
		f.words = make([]int, len(f.doc.Tokens))
		for i := range f.words {
			f.words[i] = i
		}
	}
	return f.words
}

// wordsOf lists the tokens of a sentence.
func (f *finder) wordsOf(si int) []int {
	s := f.doc.Sentences[si]
	return f.allWords()[s.First : s.First+s.N]
}

// placeItem returns a place as the engine weighs it, by the spot of it that is
// next to event e.
func (f *finder) placeItem(spots []spot, s spot, e *record.Event, p float64) lang.Item {
	trigger := f.token(e.Trigger)
	var all []int
	stands := 0
	for _, o := range spots {
		if o.ID == s.ID {
			all = append(all, o.head)
			if o.stands {
				stands++
			}
		}
	}
	return lang.Item{Own: []int{s.head}, Whole: all, Sort: reaches[f.reached(s.head, trigger, e)], Odds: []float64{learnt.Odds(p)},
		Known: []float32{lang.Gap(s.head - trigger), lang.Bit(s.stands), lang.Bit(slices.Contains(e.Places, s.ID)), lang.Count(len(all)), lang.Count(stands)}}
}

// reaches numbers how far a token stands from an event.
var reaches = map[string]int{"near0": 1, "near1": 2, "near2": 3, "near3": 4, "told": 5, "before1": 6, "before2": 7, "before3": 8, "before6": 9, "after1": 10, "after2": 11, "after3": 12, "after6": 13}

// timeItem returns a time, in one of its senses, as the engine weighs it; with
// none, that no time is told.
func (f *finder) timeItem(x *timePair, e *record.Event, p float64) lang.Item {
	trigger := f.token(e.Trigger)
	out := lang.Item{Own: []int{}, Whole: f.wordsOf(f.tree.Sentence(trigger)), Odds: []float64{learnt.LogShare(p)}, Known: make([]float32, 4+reachCount)}
	out.Known[0] = lang.Bit(e.When != nil)
	if x.when == nil {
		return out
	}
	out.Known[1] = lang.Bit(e.When != nil && sameDays(e.When, x.when))
	out.Sort = senseNumbers[x.as]
	if x.at < 0 {
		return out
	}
	t := f.doc.Times[x.at]
	s := f.doc.Sentences[f.doc.SentenceAt(t.Span.Start)]
	for k := s.First; k < s.First+s.N; k++ {
		if t.Span.Contains(f.doc.Tokens[k].Span) {
			out.Own = append(out.Own, k)
		}
	}
	first := f.first(t.Span, s)
	out.Whole = []int{first}
	if o := f.owner(first, trigger); o >= 0 {
		out.Whole = []int{o}
	}
	out.Known[2], out.Known[3] = lang.Gap(first-trigger), float32(strings.Count(f.doc.Text[min(t.Span.Start, e.Trigger.Start):max(t.Span.Start, e.Trigger.Start)], "\n"))/10
	out.Known[3+reaches[f.reached(first, trigger, e)]] = 1
	return out
}

const reachCount = 13

// senseNumbers numbers the senses of a time.
var senseNumbers = map[string]int{"told": 2, "last": 3, "next": 4, "now": 5, "gone": 6, "left": 7, "turnedlast": 8, "turnednext": 9, "turnednow": 10, "open": 11, "through": 12, "back": 13, "rule": 1}
