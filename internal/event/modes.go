package event

import (
	_ "embed"
	"slices"
	"strings"
	"sync"

	"readout/internal/codebook"
	"readout/internal/lang"
	"readout/internal/record"
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

// remode gives an event the mode that is likeliest by the engine's vectors.
func (f *finder) remode(e *record.Event) {
	if f.moded[f.token(e.Trigger)] {
		return
	}
	modes, items := f.modeItems(e)
	if !f.doc.Weigh(modeScale, f.triggers[f.token(e.Trigger)], e.Type, items) {
		return
	}
	best := 0
	for n, x := range items {
		if x.Odds[0] > items[best].Odds[0] {
			best = n
		}
	}
	if mode := optional(modes[best]); modeName(mode) != modeName(e.Mode) {
		f.in.Why.Say(e.ID, "mode %s: by the engine's vectors, not %s as by the words beside the trigger", modeName(mode), modeName(e.Mode))
		e.Mode = mode
	}
}

func modeName(mode *string) string {
	if mode == nil {
		return "none"
	}
	return *mode
}

// modeItems returns the modes that an event may have, "" for none, as the engine
// weighs them.
func (f *finder) modeItems(e *record.Event) ([]string, []lang.Item) {
	typ, _ := codebook.TypeByName(e.Type)
	if len(typ.Modes) == 0 {
		return nil, nil
	}
	trigger := f.token(e.Trigger)
	modes, items := append([]string{""}, typ.Modes...), []lang.Item{}
	under := f.tree.Subtree(trigger)
	slices.Sort(under)
	for _, m := range modes {
		x := lang.Item{Own: under, Whole: f.wordsOf(f.tree.Sentence(trigger)), Sort: modeNumbers()[m], Odds: []float64{-1}, Known: make([]float32, 1)}
		if e.Mode != nil && *e.Mode == m || e.Mode == nil && m == "" {
			x.Odds[0] = 1
		}
		for _, k := range f.triggers[trigger] {
			x.Known[0] = max(x.Known[0], lang.Bit(m != "" && f.doc.Tokens[k].Mode == m))
		}
		items = append(items, x)
	}
	return modes, items
}

// modeNumbers numbers the modes of all types, none being 0.
var modeNumbers = sync.OnceValue(func() map[string]int {
	m := map[string]int{"": 0}
	for _, t := range codebook.Types() {
		for _, mode := range t.Modes {
			if _, ok := m[mode]; !ok {
				m[mode] = len(m)
			}
		}
	}
	return m
})
