package place

import (
	"testing"

	"readout/internal/actor"
)

// TestAgain holds "the strait" to the strait named before, and not where
// another is meant.
func TestAgain(t *testing.T) {
	full := "Ships/NOUN/2/nsubj sailed/VERB/0/root in/ADP/6/case the/DET/6/det Taiwan/PROPN/6/compound/LOC Strait/PROPN/2/obl "
	d := doc(t, full+"before/SCONJ/10/mark the/DET/9/det strait/NOUN/10/nsubj closed/VERB/2/advcl")
	d.Names[0].Last, d.Names[0].End = 5, d.Tokens[5].End
	f := Find(d, actor.Find(d))
	first, ok := f.At(5)
	if again, too := f.At(8); !ok || !too || first != again {
		t.Errorf("the strait is %q, the full name %q", again, first)
	}
	d = doc(t, "They/PRON/2/nsubj closed/VERB/0/root the/DET/4/det strait/NOUN/2/obj")
	if id, ok := Find(d, actor.Find(d)).At(3); ok {
		t.Errorf("a strait with no name before is %q", id)
	}
}
