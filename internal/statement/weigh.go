package statement

import (
	"slices"

	"readout/internal/lang"
	"readout/internal/learnt"
)

// speakerScale is the scale that the engine's vectors weigh speakers by, see lang.Scales.
const speakerScale = "speaker"

// surely is how likely another speaker than the one the rules find must be.
const surely = 0.65

// Sentences around that of a cue whose actors may be the speaker.
const (
	sentencesBefore = 3
	sentencesAfter  = 1
)

// A voice is an actor that may be the speaker of a statement.
type voice struct {
	id   string
	toks []int // the words around the cue that mean it, the nearest first
}

// respeak gives each statement the speaker that the engine's vectors make likely
// enough, whom the statement is then not told to.
func (f *finder) respeak() {
	if f.doc.Scales == nil {
		return
	}
	meant := f.meant()
	for k := range f.out {
		s := &f.out[k]
		if f.shared(k) || f.outright(s) {
			continue
		}
		voices := f.voices(s, meant)
		items := f.voiceItems(s, voices, meant)
		if len(voices) < 2 || !f.doc.Weigh(speakerScale, []int{f.cue(s)}, f.form(s.content), items) {
			continue
		}
		for n, share := range learnt.Shares(lang.FirstOdds(items)) {
			if id := voices[n].id; share >= surely && id != s.speaker {
				s.speaker = id
				s.addressees = slices.DeleteFunc(s.addressees, func(to string) bool { return to == id })
			}
		}
	}
}

// outright reports whether the subject of a statement's cue names its speaker, or
// describes one that is no person: "the official" may be somebody named elsewhere.
func (f *finder) outright(s *found) bool {
	for _, k := range f.tree.Children(f.cue(s), "nsubj") {
		id, named := f.actors.At(k)
		if !named {
			id, _ = f.actors.Describe(k)
		}
		if id == s.speaker && f.doc.Tokens[k].UPOS != "PRON" && (named || !f.person(id)) {
			return true
		}
	}
	return false
}

// shared reports whether another statement has the cue of statement k: two speak it.
func (f *finder) shared(k int) bool {
	return k > 0 && f.out[k-1].cue == f.out[k].cue || k+1 < len(f.out) && f.out[k+1].cue == f.out[k].cue
}

// meant returns the words of the document that mean each actor, gathered once.
func (f *finder) meant() map[string][]int {
	if f.means == nil {
		f.means = map[string][]int{}
		for k := range f.doc.Tokens {
			if id, ok := f.heard(k); ok {
				f.means[id] = append(f.means[id], k)
			}
		}
	}
	return f.means
}

// heard returns the actor that a name, a pronoun or the head of a description means.
func (f *finder) heard(k int) (string, bool) {
	switch f.tree.Rel(k) {
	case "compound", "flat", "amod", "fixed":
		return "", false
	}
	switch f.doc.Tokens[k].UPOS {
	case "PROPN", "PRON":
		return f.actors.At(k)
	case "NOUN":
		return f.one(k)
	}
	return "", false
}

// cue returns the token that the cue of a statement begins with.
func (f *finder) cue(s *found) int {
	at := f.doc.Sentences[f.doc.SentenceAt(s.cue.Start)]
	for k := at.First; k < at.First+at.N; k++ {
		if f.doc.Tokens[k].End > s.cue.Start {
			return k
		}
	}
	return at.First
}

// voices returns who may be the speaker of a statement: whom the rules find, and
// who is meant in the sentences around the cue.
func (f *finder) voices(s *found, meant map[string][]int) []voice {
	si, cue := f.doc.SentenceAt(s.cue.Start), f.cue(s)
	first := f.doc.Sentences[max(0, si-sentencesBefore)].First
	last := f.doc.Sentences[min(len(f.doc.Sentences)-1, si+sentencesAfter)]
	out := []voice{{id: s.speaker}}
	for id, toks := range meant {
		var around []int
		for _, k := range toks {
			if first <= k && k < last.First+last.N {
				around = append(around, k)
			}
		}
		slices.SortStableFunc(around, func(a, b int) int { return f.remote(s, cue, a) - f.remote(s, cue, b) })
		switch {
		case id == s.speaker:
			out[0].toks = around
		case len(around) > 0:
			out = append(out, voice{id, around})
		}
	}
	slices.SortStableFunc(out[1:], func(a, b voice) int { return a.toks[0] - b.toks[0] })
	return out
}

// remote is how far a word stands from a cue: what the statement contains, and
// what stands in another sentence, is farther than the rest.
func (f *finder) remote(s *found, cue, k int) int {
	n := max(k-cue, cue-k)
	if f.tree.Sentence(k) != f.tree.Sentence(cue) {
		n += 10000
	}
	if covered(s.content, f.doc.Tokens[k].Span) {
		n += 1000
	}
	return n
}

// Where the nearest word that means an actor stands, as a sort; found by the
// rules is as many more.
const (
	nowhere = iota
	beforeCue
	afterCue
	inside
	sentenceBefore
	sentenceAfter
	byRule
)

// voiceItems returns voices as the engine weighs them.
func (f *finder) voiceItems(s *found, voices []voice, meant map[string][]int) []lang.Item {
	out := make([]lang.Item, len(voices))
	cue := f.cue(s)
	for n, v := range voices {
		x := lang.Item{Whole: meant[v.id], Odds: []float64{-2}, Known: make([]float32, 4)}
		x.Known[1] = lang.Count(len(meant[v.id]))
		if len(v.toks) > 0 {
			k := v.toks[0]
			x.Own, x.Sort = v.toks[:1], f.stands(s, cue, k)
			x.Known[0] = lang.Gap(max(k-cue, cue-k))
			x.Known[2], x.Known[3] = lang.Bit(f.tree.Rel(k) == "nsubj"), lang.Bit(f.person(v.id))
		}
		if v.id == s.speaker {
			x.Sort, x.Odds[0] = x.Sort+byRule, 1
		}
		out[n] = x
	}
	return out
}

// stands says where a word stands to a cue.
func (f *finder) stands(s *found, cue, k int) int {
	switch a, b := f.tree.Sentence(k), f.tree.Sentence(cue); {
	case a < b:
		return sentenceBefore
	case a > b:
		return sentenceAfter
	case covered(s.content, f.doc.Tokens[k].Span):
		return inside
	case k < cue:
		return beforeCue
	}
	return afterCue
}
