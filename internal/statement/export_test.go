package statement

import (
	"readout/internal/lang"
	"readout/internal/record"
)

// A Spoken is a statement with who may be its speaker, as the engine weighs them.
type Spoken struct {
	record.Statement
	Of    []int
	Items []lang.Item
	IDs   []string
}

// Spokens returns the statements of a document with who may speak them.
func Spokens(d *lang.Doc, actors Actors) []Spoken {
	f := newFinder(d, actors)
	f.look()
	meant := f.meant()
	var out []Spoken
	for k, r := range f.records() {
		s := &f.out[k]
		if f.shared(k) {
			continue
		}
		x := Spoken{Statement: r, Of: []int{f.cue(s)}}
		voices := f.voices(s, meant)
		x.Items = f.voiceItems(s, voices, meant)
		for _, v := range voices {
			x.IDs = append(x.IDs, v.id)
		}
		out = append(out, x)
	}
	return out
}

// Candidates returns what may be a statement, as the engine weighs it.
func Candidates(d *lang.Doc, actors Actors) []Spoken {
	f := newFinder(d, actors)
	f.sure()
	f.guess()
	items := f.saidItems()
	var out []Spoken
	for k, r := range f.records() {
		out = append(out, Spoken{Statement: r, Of: f.words([]lang.Span{f.out[k].cue}), Items: items[k : k+1]})
	}
	return out
}
