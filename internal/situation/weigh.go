package situation

import (
	"cmp"
	"slices"

	"readout/internal/lang"
	"readout/internal/learnt"
)

// stateScale is the scale that the engine's vectors weigh situations but offices by, see lang.Scales.
const stateScale = "state"

// oddsTold are the log odds of a triple of which a sentence does not name both parties.
const oddsTold = -1.5

// hopeless is how unlikely a triple is by the table that the engine's vectors are not asked for.
const hopeless = 0.003

// reweigh weighs a triple by the engine's vectors; false where it cannot.
func (f *finder) reweigh(t *triple) bool {
	if t.p < hopeless {
		return false
	}
	items := []lang.Item{f.item(t)}
	if !f.doc.Weigh(stateScale, []int{t.cue}, t.kind, items) {
		return false
	}
	t.p = learnt.Logistic(items[0].Odds[0])
	return true
}

// item returns a triple as the engine weighs it.
func (f *finder) item(t *triple) lang.Item {
	meant := f.meant()
	x := lang.Item{Own: meant[t.holder.id], Whole: meant[t.object.id], Sort: t.from, Odds: []float64{learnt.Odds(t.p)}}
	often := f.often[t.holder.id+" "+t.object.id]
	_, ruled := f.rule(t)
	x.Known = []float32{lang.Count(len(x.Own)), lang.Count(len(x.Whole)), lang.Count(often), lang.Bit(ruled), lang.Gap(f.tree.Sentence(t.cue)),
		0, 0, 0, 0, f.score(t.kind, t.holder.tok, t.object.tok), f.score(t.kind, t.object.tok, t.holder.tok)}
	if t.holder.tok != away {
		x.Own, x.Sort = []int{t.holder.tok}, x.Sort+sources
		x.Known[5], x.Known[7] = 1, lang.Gap(t.holder.tok-t.cue)
	}
	if t.object.tok != away {
		x.Whole, x.Sort = []int{t.object.tok}, x.Sort+2*sources
		x.Known[6], x.Known[8] = 1, lang.Gap(t.object.tok-t.cue)
	}
	return x
}

// score is the engine's, of two words in a state of affairs of a kind.
func (f *finder) score(kind string, holder, object int) float32 {
	if r := f.relation(holder, object); r != nil && r.Kind == kind {
		return r.Score
	}
	return 0
}

// relation returns how the engine relates two words, nil where it does not.
func (f *finder) relation(holder, object int) *lang.Relation {
	all := f.doc.Relations
	n, ok := slices.BinarySearchFunc(all, lang.Relation{Holder: holder, Object: object}, func(a, b lang.Relation) int {
		return cmp.Or(cmp.Compare(a.Holder, b.Holder), cmp.Compare(a.Object, b.Object))
	})
	if !ok {
		return nil
	}
	return &all[n]
}

// meant returns the words that name each party, gathered once.
func (f *finder) meant() map[string][]int {
	if f.means == nil {
		f.means = map[string][]int{}
		for si := range f.doc.Sentences {
			for _, t := range f.termsOf(si) {
				f.means[t.id] = append(f.means[t.id], t.tok)
			}
		}
	}
	return f.means
}

// termsOf returns the terms of a sentence, found once.
func (f *finder) termsOf(si int) []term {
	if f.named == nil {
		f.named = make([][]term, len(f.doc.Sentences))
	}
	if f.named[si] == nil {
		f.named[si] = append([]term{}, f.terms(si)...)
	}
	return f.named[si]
}
