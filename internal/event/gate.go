package event

import (
	_ "embed"
	"math"
	"strconv"
	"strings"
	"sync"

	"readout/internal/codebook"
	"readout/internal/lang"
	"readout/internal/learnt"
)

//go:embed gate.tsv
var gateTable string

// gate weighs what stands around a candidate: how far each feature speaks for
// an event that a reader would record. Its table is learnt from annotated
// reports by logistic regression (see train/weigh.py) and may be edited by hand.
var gate = sync.OnceValue(func() learnt.Table { return learnt.Parse(gateTable) })

// score returns the probability that a candidate is an event.
func (f *finder) score(c *candidate) float64 {
	if c.from == yielded {
		return 1
	}
	items := []lang.Item{f.gateItem(c, gate().Chance(f.features(c)))}
	f.doc.Weigh(gateScale, []int{c.i}, c.typ, items)
	return learnt.Logistic(items[0].Odds[0])
}

// A setting is what the gate knows of a whole document.
type setting struct {
	personal string // how much the writer says "I" and "we"
	play     string // share of the words of sport, trade and leisure, in tenths
	idle     bool   // sport, trade or leisure, not affairs of state
	quoted   []lang.Span
	said     []lang.Span
	public   string          // share of its actors that act politically, in tenths
	dense    string          // share of its sentences that tell events, in tenths
	high     []float32       // by sentence: the surest trigger by the engine
	title    map[string]bool // words of the title, in lower case
	main     string          // the actor named most
	count    map[string]int  // how often actors are named
	leading  []string        // the actors named most
	titled   []string        // the actors that the title names
}

func (f *finder) setting() setting {
	var s setting
	for _, st := range f.in.Statements {
		for _, c := range st.Content {
			span := lang.Span{Start: c.Start, End: c.End}
			if st.Form == "direct" {
				s.quoted = append(s.quoted, span)
			} else {
				s.said = append(s.said, span)
			}
		}
	}
	n, play, state := 0, 0, 0
	for i, t := range f.doc.Tokens {
		l := f.lemma(i)
		if playWords[l] && t.UPOS != "VERB" { // "shared intelligence" is no share
			play++
		}
		if stateWords[l] {
			state++
		}
		if firstPerson[strings.ToLower(t.Form)] && !inside(s.quoted, t.Span) && !inside(s.said, t.Span) {
			n++
		}
	}
	s.idle = play > 2*state
	s.title = words(strings.ToLower(f.doc.Title))
	s.play = tenths(play, play+state)
	f.survey(&s)
	switch per := n * 1000 / (len(f.doc.Tokens) + 200); {
	case per >= 12:
		s.personal = "much"
	case per >= 5:
		s.personal = "some"
	case per >= 2:
		s.personal = "little"
	}
	return s
}

var firstPerson = words("i we my our us me you your")

// Words of reports whose attacks, deals and strikes are none, and of those
// whose are.
var (
	playWords = words(`game season coach team league player striker midfielder goalkeeper goal match club manager football cup fan
		basketball baseball cricket tennis tournament championship film movie actor singer song album band concert show episode series
		share stock earnings profit revenue investor quarter sale shareholder startup retail bet market price analyst brand recipe`)
	stateWords = words(`government president minister ministry army military police troop soldier court parliament congress senate
		rebel militant terrorist war sanction treaty diplomat embassy state prime foreign nuclear protest protester election opposition
		security border law official authority nation country`)
)

func inside(spans []lang.Span, t lang.Span) bool {
	for _, s := range spans {
		if s.Contains(t) {
			return true
		}
	}
	return false
}

// verbForm names the form of a verb in short.
func verbForm(t lang.Token) string {
	for _, p := range [][2]string{{"VerbForm=Inf", "inf"}, {"VerbForm=Ger", "ger"}, {"Voice=Pass", "pass"}, {"Tense=Past|VerbForm=Part", "part"}, {"Tense=Pres|VerbForm=Part", "ing"}, {"Tense=Past", "past"}, {"Tense=Pres", "pres"}} {
		if strings.Contains(t.Feats, p[0]) {
			return p[1]
		}
	}
	return "-"
}

// mutual reports whether all parties of a type's acts are its actors.
func mutual(c *candidate) bool { return c.typ == codebook.Consult && c.mode != "visit" }

// logit names a probability by its log odds, rounded.
func logit(p float32) string {
	x := math.Log(float64(p+1e-4) / float64(1-p+1e-4))
	return strconv.Itoa(int(math.Round(max(-7, min(5, x)))))
}
