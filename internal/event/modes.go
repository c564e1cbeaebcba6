package event

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed modes.tsv
var modeTable string

// A modeRule gives an event of a type a mode where one of its words stands.
type modeRule struct {
	typ, mode string
	words     map[string]bool
}

var modeRules = sync.OnceValue(func() []modeRule {
	var out []modeRule
	for line := range strings.Lines(modeTable) {
		c := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if len(c) == 4 && !strings.HasPrefix(line, "#") {
			out = append(out, modeRule{c[0], c[1], words(c[2])})
		}
	}
	return out
})

// modeOf returns the mode that the words under and beside the trigger tell, ""
// for none.
func (f *finder) modeOf(c *candidate) string {
	near := f.vicinity(c.i)
	for _, r := range modeRules() {
		if r.typ != c.typ {
			continue
		}
		if r.words["*"] {
			return r.mode
		}
		for _, w := range near {
			if r.words[w] {
				return r.mode
			}
		}
	}
	return ""
}

// vicinity returns the lemmas of a trigger, of all that hangs from it, and of
// its head and its head's subject.
func (f *finder) vicinity(i int) []string {
	toks := f.tree.Subtree(i)
	if h := f.tree.Head(i); h >= 0 {
		toks = append(toks, h)
		toks = append(toks, f.tree.Children(h, "nsubj", "obj", "nmod", "compound")...)
	}
	out := make([]string, 0, len(toks))
	for _, k := range toks {
		if k-i < 15 && i-k < 15 {
			out = append(out, f.lemma(k))
		}
	}
	return out
}
