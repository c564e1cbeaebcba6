package situation

import (
	"slices"

	"readout/internal/codebook"
	"readout/internal/lang"
	"readout/internal/learnt"
	"readout/internal/record"
)

// standingScale is the scale that the engine's vectors weigh by how a situation stands, see lang.Scales.
const standingScale = "standing"

// standings are the ways a situation may stand, in the order of their sorts.
var standings = []string{codebook.InForce, codebook.Ended, codebook.Sought, codebook.InDoubt}

// How much likelier the standing is that the rules tell than another, as log odds.
const oddsStanding = 2

// leastChanged is how likely another standing of an office must be than the one
// that its title tells.
const leastChanged = 0.75

// restate gives each situation the standing that is likeliest by the engine's
// vectors. What a construction states beyond doubt stays.
func (f *finder) restate() {
	if f.doc.Scales == nil {
		return
	}
	for i := range f.out {
		s := &f.out[i]
		if f.surely(s) {
			continue
		}
		of, items := f.standingItems(s)
		if !f.doc.Weigh(standingScale, of, s.Kind, items) {
			continue
		}
		odds := lang.FirstOdds(items)
		best := slices.Index(odds, slices.Max(odds))
		share := learnt.Shares(odds)[best]
		if state := standings[best]; state != s.State && (s.Kind != "office" || share >= leastChanged) {
			f.in.Why.Say(s.ID, "state %s: by the engine's vectors (%.2f), not %s as by the words beside it", state, share, s.State)
			s.State, s.ChangedBy = state, nil
		}
	}
}

// standingItems returns the ways a situation may stand as the engine weighs them,
// with the words that tell of it.
func (f *finder) standingItems(s *record.Situation) (of []int, items []lang.Item) {
	parties, words := []int{}, []int{}
	for _, e := range s.Evidence {
		si := f.doc.SentenceAt(e.Start)
		for _, t := range f.termsOf(si) {
			if t.id == value(s.Holder) {
				of = append(of, t.tok)
			}
			if t.id == value(s.Holder) || t.id == value(s.Object) {
				parties = append(parties, t.tok)
			}
		}
		at := f.doc.Sentences[si]
		for k := at.First; k < at.First+at.N; k++ {
			words = append(words, k)
		}
	}
	if t := f.likeliest(s); t != nil {
		of = []int{t.cue}
	}
	known := []float32{lang.Bit(f.surely(s)), lang.Bit(s.ChangedBy != nil), lang.Count(len(s.Evidence)), lang.Gap(f.doc.SentenceAt(s.Evidence[0].Start))}
	for n, state := range standings {
		x := lang.Item{Own: parties, Whole: words, Sort: n, Odds: []float64{0}, Known: known}
		if state == s.State {
			x.Odds[0] = oddsStanding
		}
		items = append(items, x)
	}
	return of, items
}

// likeliest returns the likeliest triple that tells a situation, nil for none.
func (f *finder) likeliest(s *record.Situation) *triple {
	n := slices.IndexFunc(f.likely, func(t triple) bool { return f.meets(s, t.kind, t.holder.id, t.object.id) })
	if n < 0 {
		return nil
	}
	return &f.likely[n]
}

// surely reports whether a construction states a situation.
func (f *finder) surely(s *record.Situation) bool {
	return slices.ContainsFunc(f.sure, func(x record.Situation) bool { return f.meets(s, x.Kind, value(x.Holder), value(x.Object)) })
}
