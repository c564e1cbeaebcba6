package situation

import (
	"fmt"
	"slices"
	"strings"

	"readout/internal/codebook"
	"readout/internal/lang/en"
)

// A Codebook holds a user's rows about situations, of kinds of the user's own
// among them.
type Codebook struct {
	states  map[string][]wording // by the lemma of the head
	effects []codebook.Effect
}

// A wording is one phrase that states a situation: a head, the words that must
// hang from it, and where the two sides stand.
type wording struct {
	kind           string
	noun           bool
	with           [][]string
	holder, object []string // subj, obj, of, or prepositions; the object may be "-" for none
}

// ParseCodebook reads a user's rows about situations. A row that opens with
// "state" goes on with kind, v or n, phrases, where the holder stands, where
// the object stands, an example, and what that leaves; one that opens with
// "effect" with the columns of the table of effects. Other rows are passed over.
func ParseCodebook(text string) (*Codebook, error) {
	b := &Codebook{states: map[string][]wording{}}
	for n, c := range codebook.Rows(text) {
		var err error
		switch c[0] {
		case codebook.StateRow:
			err = b.addState(c[1:])
		case codebook.EffectRow:
			err = b.addEffect(c[1:])
		}
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
	}
	for _, ws := range b.states {
		slices.SortStableFunc(ws, func(a, b wording) int { return len(b.with) - len(a.with) })
	}
	return b, nil
}

// addState takes the columns of a row after its first.
func (b *Codebook) addState(c []string) error {
	if err := checkState(c); err != nil {
		return err
	}
	w := wording{kind: c[0], noun: c[1] == "n", holder: strings.Split(c[3], "|"), object: strings.Split(c[4], "|")}
	for phrase := range strings.SplitSeq(c[2], ";") {
		if err := b.addPhrase(w, strings.Fields(strings.ToLower(phrase))); err != nil {
			return err
		}
	}
	return nil
}

func (b *Codebook) addPhrase(w wording, words []string) error {
	if len(words) == 0 {
		return nil
	}
	pos, head, rest := "VERB", words[0], words[1:]
	if w.noun {
		pos, head, rest = "NOUN", words[len(words)-1], words[:len(words)-1]
	}
	if strings.Contains(head, "|") {
		return fmt.Errorf("the head %q has alternatives; give each a phrase of its own", head)
	}
	for _, x := range rest {
		w.with = append(w.with, strings.Split(x, "|"))
	}
	for _, lemma := range en.Lemmas(head, pos) {
		b.states[lemma] = append(b.states[lemma], w)
	}
	return nil
}

// checkState says what is wrong with a row of words that state a situation.
func checkState(c []string) error {
	switch {
	case len(c) != 7:
		return fmt.Errorf("%d columns, not state, kind, v or n, phrases, holder, object, example, leaves", len(c)+1)
	case c[1] != "v" && c[1] != "n":
		return fmt.Errorf("%q is neither v nor n", c[1])
	case strings.Trim(c[2], "; ") == "":
		return fmt.Errorf("no phrases")
	case !isSide(c[3]) || c[3] == "-":
		return fmt.Errorf("the holder stands at %q, which is none of subj, obj, poss, or prepositions", c[3])
	case !isSide(c[4]):
		return fmt.Errorf("the object stands at %q, which is none of subj, obj, poss, prepositions, or -", c[4])
	}
	return ownKind(c[0], codebook.CheckExample(c[0], c[5], c[6]))
}

// isSide reports whether s says where a side of a situation stands.
func isSide(s string) bool {
	return s == "-" || !slices.ContainsFunc(strings.Split(s, "|"), func(x string) bool { return strings.Trim(x, "abcdefghijklmnopqrstuvwxyz") != "" || x == "" })
}

// addEffect takes the columns of a row after its first.
func (b *Codebook) addEffect(c []string) error {
	e, err := codebook.ParseEffect(c)
	if err = ownKind(e.Kind, err); err != nil {
		return err
	}
	if e.Holder == "-" {
		return fmt.Errorf("no holder")
	}
	e.Own = true
	var words []string
	for _, w := range e.Words {
		words = append(append(words, en.Lemmas(w, "VERB")...), en.Lemmas(w, "NOUN")...)
	}
	e.Words = words
	b.effects = append(b.effects, e)
	return nil
}

// ownKind refuses offices, which titles tell and no row can.
func ownKind(kind string, err error) error {
	if err == nil && kind == "office" {
		return fmt.Errorf("offices are told by titles; give the situation another kind")
	}
	return err
}

// effectsOf are the rows that fit an event: the user's, one of each kind,
// then the first built-in one where the user's speak of no situation of its kind.
func (f *finder) effectsOf(typ, mode, lemma string) []codebook.Effect {
	var out []codebook.Effect
	take := func(rows []codebook.Effect) {
		for _, x := range rows {
			if x.Fits(typ, mode, lemma) && !slices.ContainsFunc(out, func(o codebook.Effect) bool { return o.Kind == x.Kind }) {
				out = append(out, x)
			}
		}
	}
	if f.in.Codebook != nil {
		take(f.in.Codebook.effects)
	}
	table := codebook.Effects()
	if n := slices.IndexFunc(table, func(x codebook.Effect) bool { return x.Fits(typ, mode, lemma) }); n >= 0 {
		take(table[n : n+1])
	}
	return out
}
