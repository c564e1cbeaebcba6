// Package lang holds annotated text as it passes from stage to stage: a Doc of
// sentences and tokens, and the layers that the engine adds to it.
//
// Every span is a half-open range of bytes in the report's text, set once by
// the stage that makes the thing; nothing searches the text again.
package lang

// A Span is a half-open range of bytes in the report's text.
type Span struct{ Start, End int }

// Len returns the span's length in bytes.
func (s Span) Len() int { return s.End - s.Start }

// Contains reports whether o lies within s.
func (s Span) Contains(o Span) bool { return s.Start <= o.Start && o.End <= s.End }

// Overlaps reports whether s and o share a byte.
func (s Span) Overlaps(o Span) bool { return s.Start < o.End && o.Start < s.End }

// A Token is one row of CoNLL-U (universaldependencies.org/format.html). The
// comment beside a field names the stage that sets it.
type Token struct {
	Span
	Form   string  // tokenize; the text's own slice, or the part of it for a split contraction
	UPOS   string  // annotate/tags
	Feats  string  // annotate/tags: "Key=Value|Key=Value" in CoNLL-U order, "" for none
	Lemma  string  // annotate/tags
	Head   int     // annotate/tree: index of the head in the sentence, -1 for the root
	Deprel string  // annotate/tree: with its subtype, as "nsubj:pass"
	Event  string  // annotate/predicates: PLOVER type of the event this word triggers, "" for none
	Guess  string  // annotate/predicates: the type of event it most likely triggers, Event or not
	Told   float32 // annotate/predicates: probability that it triggers an event, 0 to 1
	Tells  []Type  // annotate/predicates: the types of event it may trigger, likeliest first
	Fact   string  // annotate/predicates: factuality of that event, "" for none
	Mode   string  // annotate/predicates: mode of that event, "" for none
	Says   bool    // annotate/predicates: tells that somebody makes a statement
	Cue    bool    // annotate/attribution: part of an attribution's cue
	Source bool    // annotate/attribution: part of an attribution's source
	Quoted bool    // annotate/attribution: part of an attribution's content
}

// A Type is a PLOVER type that a word may tell, with its probability, 0 to 1.
type Type struct {
	Name string
	P    float32
}

// A Sentence is a run of tokens within one paragraph.
type Sentence struct {
	Span
	First     int // index of its first token in Doc.Tokens
	N         int // number of tokens
	Paragraph int // index of the paragraph it lies in, from 0; -1 for the title
}

// A Name is a proper name with its type: PER, ORG, LOC, GPE, FAC, NORP, EVENT
// or WEAPON (OntoNotes 5 terms).
type Name struct {
	Span
	Type        string
	First, Last int // its tokens: Doc.Tokens[First:Last+1]
}

// A Timex is a TIMEX3 time expression (TimeML 1.2.1).
type Timex struct {
	Span
	Type  string // DATE, TIME, DURATION or SET
	Value string // TIMEX3 value, as "2026-01-28", "2025-W51", "P14Y", "PAST_REF"; "" when unresolved
	// Start and End are the days it covers, ISO 8601, both inclusive; "" where open or unknown.
	Start, End string
}

// An Attribution pairs a cue with its source and content (PolNeAR terms).
type Attribution struct {
	Source, Cue, Content []Span
}

// An Arg says which part a word plays in the event that another word triggers.
type Arg struct {
	Trigger, Token int     // indexes in Doc.Tokens
	Role           string  // "actor", "recipient" or "place"
	Score          float32 // probability, 0 to 1
}

// A Relation says in what state of affairs one word's bearer stands to another's.
type Relation struct {
	Holder, Object int     // indexes in Doc.Tokens, of one sentence
	Kind           string  // a situation kind of doc/record.md, as "holds"
	Score          float32 // probability, 0 to 1
}

// An Again says how far a word seems to tell the happening that an earlier word tells.
type Again struct {
	Earlier, Later int32   // indexes in Doc.Tokens
	Score          float32 // log odds against its telling a happening not told before
}

// A Mention is a phrase that refers: a name, a description or a pronoun.
type Mention struct {
	Span
	Head        int // index in Doc.Tokens of its head word
	First, Last int // its tokens
}

// A Chain is the mentions of one thing, in text order.
type Chain struct{ Mentions []Mention }

// A Doc is one report's text with its layers. Tokenize makes it, the engine
// fills it, the fact stages read it.
type Doc struct {
	Title        string // not part of Text; read as a sentence of its own by stages that want it
	Text         string
	Published    string // ISO 8601 day, "" when unknown
	Outlet       string // who published it, "" when unknown
	Sentences    []Sentence
	Tokens       []Token
	Names        []Name        // annotate/names, in text order, not overlapping
	Times        []Timex       // timex
	Attributions []Attribution // annotate/attribution
	Args         []Arg         // annotate/args: by trigger, then token
	Around       []Arg         // annotate/args: of words of the sentences before the trigger's, by trigger
	Relations    []Relation    // annotate/relations: by holder, then object
	Again        []Again       // annotate/again: of the words that may tell events, by earlier, then later
	Chains       []Chain       // annotate/chains
	Vectors      []float32     // annotate: of each token, one after the other
	Scales       Scales        // annotate/scale; nil for a text of one sentence
}

// Slice returns the text of a span.
func (d *Doc) Slice(s Span) string { return d.Text[s.Start:s.End] }

// SentenceTokens returns the tokens of sentence i.
func (d *Doc) SentenceTokens(i int) []Token {
	s := d.Sentences[i]
	return d.Tokens[s.First : s.First+s.N]
}

// SentenceAt returns the index of the sentence that holds byte offset at, or -1.
func (d *Doc) SentenceAt(at int) int {
	lo, hi := 0, len(d.Sentences)
	for lo < hi {
		m := (lo + hi) / 2
		if d.Sentences[m].End <= at {
			lo = m + 1
		} else {
			hi = m
		}
	}
	if lo < len(d.Sentences) && d.Sentences[lo].Start <= at {
		return lo
	}
	return -1
}
