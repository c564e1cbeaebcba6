package actor

import (
	"cmp"
	_ "embed"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"

	"readout/internal/codebook"
	"readout/internal/lang"
	"readout/internal/learnt"
)

// The tables below are learnt from annotated reports by logistic regression
// (see train/weigh.py) and may be edited by hand.

//go:embed country.tsv
var countryTable string

//go:embed kind.tsv
var kindTable string

//go:embed sector.tsv
var sectorTable string

var (
	countryWeights = sync.OnceValue(func() weights { return readWeights(countryTable) })
	kindWeights    = sync.OnceValue(func() weights { return readWeights(kindTable) })
	sectorWeights  = sync.OnceValue(func() weights { return readWeights(sectorTable) })
)

// weights say by feature how far it speaks for each label.
type weights map[string][]weight

type weight struct {
	label string
	by    float64
}

// readWeights reads rows of a feature and the labels with their weights, as
// "name police	COP 1.20	GOV -0.31"; a weight alone has the label "".
func readWeights(table string) weights {
	w := weights{}
	for line := range strings.Lines(table) {
		c := strings.Split(strings.TrimSpace(line), "\t")
		for _, cell := range c[1:] {
			label, number, ok := strings.Cut(cell, " ")
			if !ok {
				label, number = "", cell
			}
			if v, err := strconv.ParseFloat(number, 64); err == nil {
				w[c[0]] = append(w[c[0]], weight{label, v})
			}
		}
	}
	return w
}

// A choice is a label with its probability.
type choice struct {
	label string
	p     float64
}

// sum is how far the features speak for a label.
func (w weights) sum(features []string, label string) float64 {
	sum := 0.0
	for _, f := range features {
		for _, x := range w[f] {
			if x.label == label {
				sum += x.by
			}
		}
	}
	return sum
}

// choose gives the labels that the features speak for, likeliest first.
func (w weights) choose(features []string) []choice {
	sum := map[string]float64{}
	for _, f := range features {
		for _, x := range w[f] {
			sum[x.label] += x.by
		}
	}
	var out []choice
	top := math.Inf(-1)
	for _, s := range sum {
		top = max(top, s)
	}
	all := 0.0
	for l, s := range sum {
		out = append(out, choice{label: l, p: math.Exp(s - top)})
	}
	slices.SortFunc(out, func(a, b choice) int { return cmp.Or(cmp.Compare(b.p, a.p), cmp.Compare(a.label, b.label)) })
	for _, c := range out {
		all += c.p
	}
	for i := range out {
		out[i].p /= all
	}
	return out
}

// reasons gives the features that speak most for a label, at most three.
func (w weights) reasons(features []string, label string) string {
	type reason struct {
		feature string
		by      float64
	}
	var all []reason
	for _, f := range features {
		for _, x := range w[f] {
			if x.label == label && x.by > 0.1 && f != "bias" {
				all = append(all, reason{f, x.by})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b reason) int { return cmp.Compare(b.by, a.by) })
	var out []string
	for _, x := range all[:min(3, len(all))] {
		out = append(out, fmt.Sprintf("%s %+.1f", x.feature, x.by))
	}
	if len(out) == 0 {
		return "nothing that speaks against it"
	}
	return strings.Join(out, ", ")
}

// A bag gathers features, each once.
type bag struct {
	list []string
	seen map[string]bool
}

// add joins words to a feature.
func (b *bag) add(words ...string) {
	f := strings.Join(words, " ")
	if b.seen[f] {
		return
	}
	if b.seen == nil {
		b.seen = map[string]bool{}
	}
	b.seen[f] = true
	b.list = append(b.list, f)
}

// form is an entity's kind, and whether it is known by description only.
func (e *entity) form() string {
	if e.base != "" {
		return "described " + e.kind
	}
	return e.kind
}

// An Example is what weights are learnt from: an actor, its traits, and the
// countries that some source gives it.
type Example struct {
	ID        string
	Traits    []string
	Countries []Candidate
	Of        []int       // the heads of its mentions
	Kind      string      // as the scale of sectors takes it
	Sectors   []lang.Item // one of each sector, in the order of codebook.Sectors
}

// A Candidate is a country that an actor may be of; "" for none.
type Candidate struct {
	Country  string
	Features []string
}

// Examples returns the actors that were weighed, if they were read by Learning.
func (r *Resolver) Examples() []Example { return r.examples }

// weigh settles the kind, country and sectors of actor i by the learnt tables;
// what the user's list gives stays.
func (r *Resolver) weigh(i int, heads []int) {
	e := r.ents[i]
	if len(heads) == 0 || e.kind == "state" || e.booked != nil && e.country != "" && len(e.booked.sectors) > 0 {
		return
	}
	traits := r.traits(e, heads)
	candidates := r.candidates(e, heads, traits)
	if r.learning {
		r.examples = append(r.examples, Example{id(i), traits, candidates, slices.Clone(heads), e.form(), r.sectorItems(e, heads, traits)})
	}
	var why []string
	if e.booked == nil && !e.listed() {
		why = append(why, r.weighKind(e, traits))
	}
	if known := e.known != "" && e.country != "" && e.kind != "person"; !known && (e.booked == nil || e.booked.country == "") {
		why = append(why, r.weighCountry(e, candidates))
	}
	if (e.booked == nil || len(e.booked.sectors) == 0) && !e.listed() {
		why = append(why, r.weighSectors(e, heads, traits))
	}
	r.tell(i, why)
}

// listed reports whether an actor is a body that the gazetteer knows, which is what the
// gazetteer says, whatever stands beside its name.
func (e *entity) listed() bool { return e.known != "" && e.kind != "person" && e.kind != "state" }

func (r *Resolver) weighKind(e *entity, traits []string) string {
	w := kindWeights()
	c := w.choose(traits)
	if len(c) == 0 || c[0].label == e.kind || c[0].label == "state" || c[0].p < 0.5 { // states have names of their own
		return ""
	}
	e.kind = c[0].label
	return fmt.Sprintf("kind %s (%.2f): by %s", e.kind, c[0].p, w.reasons(traits, e.kind))
}

func (r *Resolver) weighSectors(e *entity, heads []int, traits []string) string {
	items := r.sectorItems(e, heads, traits)
	r.doc.Weigh(sectorScale, heads, e.form(), items)
	shares, choices := learnt.Shares(lang.FirstOdds(items)), make([]choice, len(items))
	for n, s := range codebook.Sectors() {
		choices[n] = choice{s, shares[n]}
	}
	slices.SortStableFunc(choices, func(a, b choice) int { return cmp.Compare(b.p, a.p) })
	best, next := choices[0], choices[1]
	e.sectors = []string{best.label}
	if next.p > alsoSector && next.label != "UNK" {
		e.sectors = append(e.sectors, next.label)
	}
	return fmt.Sprintf("sectors %s (%.2f): by %s", strings.Join(e.sectors, " "), best.p, sectorWeights().reasons(traits, best.label))
}

func (r *Resolver) weighCountry(e *entity, candidates []Candidate) string {
	w := countryWeights()
	if len(w) == 0 {
		return ""
	}
	best, sum := -1, 0.0
	for i, c := range candidates {
		if s := w.sum(c.Features, ""); best < 0 || s > sum {
			best, sum = i, s
		}
	}
	if best < 0 {
		return ""
	}
	c := candidates[best]
	was := e.country
	for k, t := range e.titles {
		if noun, ok := strings.CutPrefix(t, was+" "); ok {
			e.titles[k] = c.Country + " " + noun
		}
	}
	if e.country = c.Country; e.country == "" {
		if was == "" {
			return ""
		}
		return "no country: no source is sure enough"
	}
	return fmt.Sprintf("country %s: by %s", e.country, w.reasons(c.Features, ""))
}

// tell keeps what the tables decided, where it is to be explained.
func (r *Resolver) tell(i int, why []string) {
	if r.trail == nil {
		return
	}
	e := r.ents[i]
	r.trail.looks[i] = look{e.kind, e.country, strings.Join(e.sectors, " ")}
	for _, line := range why {
		if line != "" {
			r.trail.lines[i] = append(r.trail.lines[i], line)
		}
	}
}

// candidates returns the countries that a source gives an actor, and none.
func (r *Resolver) candidates(e *entity, heads []int, traits []string) []Candidate {
	clues := r.sources(e, heads)
	var order []string
	for _, c := range clues {
		if !slices.Contains(order, c.country) {
			order = append(order, c.country)
		}
	}
	slices.Sort(order)
	out := []Candidate{{Features: homeless(clues, traits)}}
	for _, c := range order {
		out = append(out, Candidate{c, speaking(e, c, clues, traits)})
	}
	return out
}

// homeless gives the features of an actor's being of no country.
func homeless(clues []clue, traits []string) []string {
	var out bag
	out.add("none")
	for _, t := range traits {
		out.add("none", t)
	}
	for _, c := range clues {
		if !grounds(c.source) {
			out.add("none but", c.source)
		}
	}
	return out.list
}

// grounds reports whether a source is of the report, not of the actor.
func grounds(source string) bool {
	for _, p := range []string{"named", "known", "set", "scene", "dateline", "title", "outlet", "rule guess"} {
		if strings.HasPrefix(source, p) {
			return true
		}
	}
	return false
}

// speaking gives the features of an actor's being of a country: the sources
// that speak for it, and those that speak for another only.
func speaking(e *entity, country string, clues []clue, traits []string) []string {
	var out bag
	n, form := 0, e.form()
	rule := first(e.sectors)
	for _, c := range clues {
		if c.country != country {
			if !slices.Contains(clues, clue{country, c.source}) {
				out.add("not", c.source)
				out.add("not", c.source, form)
			}
			continue
		}
		n++
		out.add(c.source)
		out.add(c.source, "of", form)
		if grounds(c.source) {
			out.add(c.source, "of", rule)
			if e.base != "" {
				out.add(c.source, "of", e.base)
			}
		}
	}
	out.add("sources", strconv.Itoa(min(n, 6)))
	if country == "USA" {
		for _, t := range traits {
			out.add("USA", t)
		}
	}
	return out.list
}

// Learning is Find, and keeps the Examples.
func Learning(d *lang.Doc) *Resolver {
	r := newResolver(d, nil)
	r.learning = true
	return r.find()
}

// sectorScale is the scale that the engine's vectors weigh sectors by, see lang.Scales.
const sectorScale = "sector"

// alsoSector is how likely a second sector has to be.
const alsoSector = 0.25

// sectorItems returns the sectors that an actor may have as the engine weighs
// them, by the words of its first mention and those that its mentions hang from.
func (r *Resolver) sectorItems(e *entity, heads []int, traits []string) []lang.Item {
	odds := map[string]float64{}
	for _, c := range sectorWeights().choose(traits) {
		odds[c.label] = c.p
	}
	under, above := r.tree.Subtree(heads[0]), r.tree.Heads(heads)
	known := []float32{lang.Count(len(heads)), lang.Bit(e.titled), lang.Bit(e.plural), lang.Bit(e.country != "")}
	var out []lang.Item
	for n, s := range codebook.Sectors() {
		out = append(out, lang.Item{Own: under, Whole: above, Sort: n, Odds: []float64{learnt.LogShare(odds[s])}, Known: known})
	}
	return out
}
