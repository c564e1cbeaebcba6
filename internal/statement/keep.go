package statement

import (
	"slices"

	"readout/internal/lang"
	"readout/internal/learnt"
	"readout/internal/record"
)

// saidScale is the scale that the engine's vectors weigh statements by, see lang.Scales.
const saidScale = "said"

// leastSaid is how likely a statement has to be one.
const leastSaid = 0.35

// Log odds of what the rules find, and of what is guessed.
const (
	oddsFound   = 1.5
	oddsGuessed = -1.5
)

// least is how many words a quotation needs that the tree does not tie to a cue,
// and how many spaces what the engine attributes.
func (f *finder) least() int {
	if f.guesses {
		return 1
	}
	return 3
}

// guess finds what may be said besides: with cues that the engine alone takes for
// such, or not even it, with a word or two in quotation marks, and with nouns.
func (f *finder) guess() {
	f.guesses = true
	for i, t := range f.doc.Tokens {
		if f.cued(i) || f.inQuote(t.Span) {
			continue
		}
		kind := cueVerbs[f.lemma(i)]
		switch {
		case (t.UPOS == "VERB" || t.UPOS == "AUX") && (kind != 0 || t.Says || t.Cue):
			if kind == 0 {
				kind = holds
			}
			f.verb(i, f.lemma(i), kind)
		case t.UPOS == "NOUN" && (t.Says || t.Cue || cueNouns[f.lemma(i)]):
			f.noun(i)
		}
	}
	f.fromHead()
	f.guesses = false
	f.settle()
}

// cued reports whether a token is the cue of what is found.
func (f *finder) cued(i int) bool {
	return slices.ContainsFunc(f.out, func(s found) bool { return s.cue.Overlaps(f.doc.Tokens[i].Span) })
}

// keep drops what is hardly a statement by the engine's vectors, or is guessed
// and not weighed, and gives back the quotations that it had taken.
func (f *finder) keep() {
	items := f.saidItems()
	var kept []found
	for k, s := range f.out {
		weighed := f.doc.Weigh(saidScale, f.words([]lang.Span{s.cue}), f.form(s.content), items[k:k+1])
		share := learnt.Logistic(items[k].Odds[0])
		if share < leastSaid {
			f.sayNearly(&s, share)
			continue
		}
		if weighed {
			s.share = share
		}
		kept = append(kept, s)
	}
	f.out = kept
	for i := range f.quotes {
		q := &f.quotes[i]
		q.owned = slices.ContainsFunc(f.out, func(s found) bool { return covered(s.content, q.Span) })
	}
}

// nearly is how far below what it needed a statement may fall short to be told.
const nearly = 0.2

// sayNearly tells of what was nearly a statement.
func (f *finder) sayNearly(s *found, share float64) {
	if share >= leastSaid-nearly {
		f.why.Say(record.Nearly, "statement “%s … %s”: likelihood %.2f, needed %.2f", f.doc.Slice(s.cue), f.doc.Slice(s.content[0]), share, leastSaid)
	}
}

// saidItems returns what is found as the engine weighs it.
func (f *finder) saidItems() []lang.Item {
	meant := f.meant()
	out := make([]lang.Item, len(f.out))
	for k := range f.out {
		s := &f.out[k]
		x := lang.Item{Own: f.words(s.content), Whole: meant[s.speaker], Sort: int(s.by), Odds: []float64{oddsFound}}
		if s.by >= guessed {
			x.Odds[0] = oddsGuessed
		}
		cue := f.doc.Tokens[f.cue(s)]
		within, around, shares := f.overlaps(k)
		x.Known = []float32{lang.Bit(cue.Says), lang.Bit(cue.Cue), lang.Count(len(x.Own)), lang.Bit(len(s.content) > 1), lang.Bit(f.person(s.speaker)),
			lang.Bit(within), lang.Bit(around), lang.Bit(shares), lang.Count(len(x.Whole)), lang.Gap(f.tree.Sentence(f.cue(s)))}
		out[k] = x
	}
	return out
}

// overlaps reports how the content of statement k lies to that of the others:
// within one's, around one's cue, or sharing words with one's before.
func (f *finder) overlaps(k int) (within, around, shares bool) {
	s := &f.out[k]
	for n := range f.out {
		o := &f.out[n]
		if n == k {
			continue
		}
		within = within || covered(o.content, s.cue)
		around = around || covered(s.content, o.cue)
		shares = shares || n < k && slices.ContainsFunc(o.content, func(c lang.Span) bool { return covered(s.content, c) })
	}
	return within, around, shares
}

// words are the tokens that lie in spans.
func (f *finder) words(spans []lang.Span) []int {
	var out []int
	for _, s := range spans {
		at := f.doc.SentenceAt(s.Start)
		if at < 0 {
			continue
		}
		for i := f.doc.Sentences[at].First; i < len(f.doc.Tokens) && f.doc.Tokens[i].Start < s.End; i++ {
			if f.doc.Tokens[i].End > s.Start {
				out = append(out, i)
			}
		}
	}
	return out
}
