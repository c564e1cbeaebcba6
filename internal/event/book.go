package event

import (
	"fmt"
	"strings"

	"readout/internal/codebook"
	"readout/internal/lang/en"
)

// A Codebook is the lexicon of triggers with a user's own rows, which win.
type Codebook struct{ lex *lexicon }

// ParseCodebook reads a user's rows, in the form of the built-in lexicon: type,
// mode, v or n, + or -, phrases and an example, parted by tabs; the example may
// be left out. Rows about situations are passed over.
func ParseCodebook(text string) (*Codebook, error) {
	own := &lexicon{map[string][]entry{}, map[string][]entry{}}
	for n, c := range codebook.Rows(text) {
		if c[0] == codebook.StateRow || c[0] == codebook.EffectRow {
			continue
		}
		if err := checkRow(c); err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		for phrase := range strings.SplitSeq(c[4], ";") {
			own.addForms(entry{typ: c[0], mode: c[1], noun: c[2] == "n", strong: c[3] == "+", own: true}, strings.Fields(strings.ToLower(phrase)))
		}
	}
	own.sort()
	return &Codebook{own.before(lexiconOnce())}, nil
}

// addForms adds a phrase under every lemma that its head may be given.
func (l *lexicon) addForms(e entry, words []string) {
	if len(words) == 0 {
		return
	}
	at, pos := 0, "VERB"
	if e.noun {
		at, pos = nounHead(words), "NOUN"
	}
	for _, lemma := range en.Lemmas(words[at], pos) {
		words[at] = lemma
		l.add(e, words)
	}
}

// checkRow says what is wrong with a row of a codebook.
func checkRow(c []string) error {
	if len(c) != 5 && len(c) != 6 {
		return fmt.Errorf("%d columns, not type, mode, v or n, + or -, phrases, example", len(c))
	}
	if _, ok := codebook.TypeByName(c[0]); !ok {
		return fmt.Errorf("%q is no type of event", c[0])
	}
	if c[1] != "" && !codebook.IsName(c[1]) {
		return fmt.Errorf("mode %q is not of small letters and hyphens", c[1])
	}
	if c[2] != "v" && c[2] != "n" {
		return fmt.Errorf("%q is neither v nor n", c[2])
	}
	if c[3] != "+" && c[3] != "-" {
		return fmt.Errorf("%q is neither + nor -", c[3])
	}
	if strings.Trim(c[4], "; ") == "" {
		return fmt.Errorf("no phrases")
	}
	return nil
}

// before returns a lexicon with the entries of l before those of other.
func (l *lexicon) before(other *lexicon) *lexicon {
	join := func(a, b map[string][]entry) map[string][]entry {
		m := make(map[string][]entry, len(a)+len(b))
		for _, side := range []map[string][]entry{a, b} {
			for head, es := range side {
				m[head] = append(m[head][:len(m[head]):len(m[head])], es...)
			}
		}
		return m
	}
	return &lexicon{join(l.verbs, other.verbs), join(l.nouns, other.nouns)}
}

// listed returns the lexicon to read with: the user's, else the built-in one.
func (b *Codebook) listed() *lexicon {
	if b == nil {
		return lexiconOnce()
	}
	return b.lex
}
