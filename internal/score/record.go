// Package score compares what was read with what is right: whole records by
// the rules of doc/record.md, and single layers of annotation.
//
// It reads gold and predictions only; nothing here reads a report.
package score

import (
	"slices"

	"readout/internal/record"
)

// A Count is matched, gold and predicted facts.
type Count struct {
	Matched   int `json:"tp"`
	Gold      int `json:"gold"`
	Predicted int `json:"pred"`
}

// Add adds o to c.
func (c *Count) Add(o Count) {
	c.Matched += o.Matched
	c.Gold += o.Gold
	c.Predicted += o.Predicted
}

// Precision is the share of the predicted that matched.
func (c Count) Precision() float64 { return ratio(c.Matched, c.Predicted) }

// Recall is the share of the gold that was matched.
func (c Count) Recall() float64 { return ratio(c.Matched, c.Gold) }

// F1 is the harmonic mean of precision and recall.
func (c Count) F1() float64 { return ratio(2*c.Matched, c.Gold+c.Predicted) }

func ratio(a, b int) float64 {
	if b == 0 {
		return 0
	}
	return float64(a) / float64(b)
}

// A Share is how many of n were right.
type Share struct {
	Right int `json:"right"`
	N     int `json:"n"`
}

// Value is Right of N as a fraction.
func (s Share) Value() float64 { return ratio(s.Right, s.N) }

// Records sums the comparison of records over reports.
type Records struct {
	Reports int
	Counts  map[string]*Count // by the names of RecordLayers
	Details map[string]*Share // accuracy of the details over the matched facts
}

// RecordLayers lists the keys of Records.Counts in the order they are shown.
// events.parties are the actors and recipients of events that are found by type
// and sentence; the shared scorer has all others too.
var RecordLayers = []string{"actors", "places", "events", "events.relaxed", "events.parties", "statements", "statements.content", "situations"}

// NewRecords returns an empty sum.
func NewRecords() *Records {
	r := &Records{Counts: map[string]*Count{}, Details: map[string]*Share{}}
	for _, k := range RecordLayers {
		r.Counts[k] = &Count{}
	}
	return r
}

// Add compares one predicted record with its gold record.
func (r *Records) Add(gold, pred *record.Reading) {
	c := comparison{r, newEntities(gold), newEntities(pred)}
	r.Reports++
	c.actors(gold, pred)
	c.places(gold, pred)
	c.events(gold, pred)
	c.statements(gold, pred)
	c.situations(gold, pred)
	c.header(&gold.Report, &pred.Report)
}

func (r *Records) note(what string, ok bool) {
	s := r.Details[what]
	if s == nil {
		s = &Share{}
		r.Details[what] = s
	}
	s.N++
	if ok {
		s.Right++
	}
}

// A comparison is one pair of records under comparison.
type comparison struct {
	*Records
	gold, pred entities
}

func (c comparison) count(what string, matched, gold, pred int) {
	c.Counts[what].Add(Count{matched, gold, pred})
}

func (c comparison) actors(gold, pred *record.Reading) {
	g, p := gold.Actors, pred.Actors
	pairs := align(len(g), len(p), func(i, j int) bool { return same(c.gold, g[i].ID, c.pred, p[j].ID) })
	c.count("actors", len(pairs), len(g), len(p))
	for _, m := range pairs {
		a, b := g[m.gold], p[m.pred]
		if a.Country != nil && *a.Country != "" {
			c.note("actors.country", *a.Country == deref(b.Country))
		}
		c.note("actors.kind", a.Kind == b.Kind)
		if len(a.Sectors) > 0 {
			c.note("actors.sector", meet(a.Sectors, b.Sectors))
		}
	}
}

func meet(a, b []string) bool {
	for _, x := range a {
		for _, y := range b {
			if x == y {
				return true
			}
		}
	}
	return false
}

func (c comparison) places(gold, pred *record.Reading) {
	g, p := gold.Places, pred.Places
	pairs := align(len(g), len(p), func(i, j int) bool { return same(c.gold, g[i].ID, c.pred, p[j].ID) })
	c.count("places", len(pairs), len(g), len(p))
	for _, m := range pairs {
		if k := g[m.gold].Country; k != nil && *k != "" {
			c.note("places.country", *k == deref(p[m.pred].Country))
		}
	}
}

func (c comparison) events(gold, pred *record.Reading) {
	g, p := gold.Events, pred.Events
	strict := align(len(g), len(p), func(i, j int) bool { return c.event(&g[i], &p[j], false) })
	c.count("events", len(strict), len(g), len(p))
	for _, m := range strict {
		c.eventDetails(&g[m.gold], &p[m.pred])
	}
	relaxed := align(len(g), len(p), func(i, j int) bool { return c.event(&g[i], &p[j], true) })
	c.count("events.relaxed", len(relaxed), len(g), len(p))
	for _, m := range relaxed {
		a, b := &g[m.gold], &p[m.pred]
		if reciprocal[a.Type] {
			c.listed(participants(a), participants(b))
			continue
		}
		c.listed(a.Actors, b.Actors)
		c.listed(a.Recipients, b.Recipients)
	}
}

// listed counts the parties of an event that both have.
func (c comparison) listed(g, p []string) {
	pairs := align(len(g), len(p), func(i, j int) bool { return same(c.gold, g[i], c.pred, p[j]) })
	c.count("events.parties", len(pairs), len(g), len(p))
}

// participants are the actors and the recipients of an event.
func participants(e *record.Event) []string { return slices.Concat(e.Actors, e.Recipients) }

func (c comparison) eventDetails(g, p *record.Event) {
	if g.Type == p.Type {
		c.note("events.factuality", g.Factuality == p.Factuality)
		if g.Mode != nil && *g.Mode != "" {
			c.note("events.mode", *g.Mode == deref(p.Mode))
		}
	}
	gs, ge := days(g.When)
	ps, pe := days(p.When)
	if gs != "" {
		c.note("events.when", gs == ps && ge == pe)
	} else {
		c.note("events.when_null", ps == "")
	}
	if len(g.Places) > 0 {
		c.note("events.place", some(c.gold, g.Places, c.pred, p.Places))
	}
}

func days(w *record.When) (start, end string) {
	if w == nil {
		return "", ""
	}
	return deref(w.Start), deref(w.End)
}

// folded is the type after PLOVER's folding of future acts, so that "will aid"
// and "promises to aid" agree.
func folded(e *record.Event) string {
	if e.Factuality == "planned" {
		switch e.Type {
		case "CONSULT", "SUPPORT", "COOPERATE", "AID":
			return "AGREE"
		case "RETREAT":
			return "CONCEDE"
		}
	}
	return e.Type
}

// reciprocal types: who is named first is no fault.
var reciprocal = map[string]bool{"CONSULT": true, "COOPERATE": true, "AGREE": true, "ASSAULT": true}

// event reports whether p is gold event g: the type as it stands or folded,
// half of an evidence sentence, and unless relaxed an actor and a recipient.
func (c comparison) event(g, p *record.Event, relaxed bool) bool {
	if g.Type != p.Type && folded(g) != folded(p) || !evidence(g.Evidence, p.Evidence) {
		return false
	}
	if relaxed {
		return true
	}
	if reciprocal[g.Type] {
		return c.parties(g, p)
	}
	if len(g.Actors) > 0 && !some(c.gold, g.Actors, c.pred, p.Actors) {
		return false
	}
	return len(g.Recipients) == 0 || some(c.gold, g.Recipients, c.pred, p.Recipients)
}

// parties asks for two of the gold event's participants, on whichever side.
func (c comparison) parties(g, p *record.Event) bool {
	gold, pred := participants(g), participants(p)
	hits := 0
	for _, x := range gold {
		if some(c.gold, []string{x}, c.pred, pred) {
			hits++
		}
	}
	return hits >= min(2, len(gold))
}

func evidence(gold, pred []record.Evidence) bool {
	for _, g := range gold {
		for _, p := range pred {
			if Overlap(g.Quote, p.Quote) >= 0.5 {
				return true
			}
		}
	}
	return false
}

func (c comparison) statements(gold, pred *record.Reading) {
	g, p := gold.Statements, pred.Statements
	content := func(i, j int) bool { return evidence(g[i].Content, p[j].Content) }
	pairs := align(len(g), len(p), func(i, j int) bool {
		return samePtr(c.gold, g[i].Speaker, c.pred, p[j].Speaker) && content(i, j)
	})
	c.count("statements", len(pairs), len(g), len(p))
	for _, m := range pairs {
		c.note("statements.form", g[m.gold].Form == p[m.pred].Form)
	}
	c.count("statements.content", len(align(len(g), len(p), content)), len(g), len(p))
}

// symmetric kinds may have holder and object change places.
var symmetric = map[string]bool{"agreement": true, "fights": true, "relations": true}

func (c comparison) situations(gold, pred *record.Reading) {
	g, p := gold.Situations, pred.Situations
	pairs := align(len(g), len(p), func(i, j int) bool { return c.situation(&g[i], &p[j]) })
	c.count("situations", len(pairs), len(g), len(p))
	for _, m := range pairs {
		c.note("situations.state", g[m.gold].State == p[m.pred].State)
		c.wording("situations.what", deref(g[m.gold].What), deref(p[m.pred].What))
	}
}

// wording adds the words that two wordings share, as F1 of the words of all, where
// gold gives any. The shared scorer does not look at wordings.
func (c comparison) wording(what, gold, pred string) {
	if gold == "" {
		return
	}
	s := c.Details[what]
	if s == nil {
		s = &Share{}
		c.Details[what] = s
	}
	of := map[string]int{}
	for _, w := range words(gold) {
		of[w]++
		s.N++
	}
	for _, w := range words(pred) {
		s.N++
		if of[w] > 0 {
			of[w]--
			s.Right += 2
		}
	}
}

func (c comparison) situation(g, p *record.Situation) bool {
	if g.Kind != p.Kind {
		return false
	}
	if samePtr(c.gold, g.Holder, c.pred, p.Holder) &&
		(deref(g.Object) == "" || samePtr(c.gold, g.Object, c.pred, p.Object)) {
		return true
	}
	return symmetric[g.Kind] && samePtr(c.gold, g.Holder, c.pred, p.Object) && samePtr(c.gold, g.Object, c.pred, p.Holder)
}

func (c comparison) header(g, p *record.Report) {
	for _, f := range []struct {
		name       string
		gold, pred *string
	}{
		{"title", g.Title, p.Title}, {"outlet", g.Outlet, p.Outlet}, {"agency", g.Agency, p.Agency},
		{"published", g.Published, p.Published}, {"language", g.Language, p.Language},
	} {
		if deref(f.gold) != "" {
			c.note("report."+f.name, normName(*f.gold) == normName(deref(f.pred)))
		}
	}
}

// A pair is a matched gold fact and prediction, by index.
type pair struct{ gold, pred int }

// align matches one to one by augmenting paths: the largest matching, so that
// order never costs a match (a greedy pass can block a later, only match).
func align(gold, pred int, match func(g, p int) bool) []pair {
	edges := make([][]int, gold)
	for g := range edges {
		for p := 0; p < pred; p++ {
			if match(g, p) {
				edges[g] = append(edges[g], p)
			}
		}
	}
	owner := make([]int, pred)
	for i := range owner {
		owner[i] = -1
	}
	var place func(g int, seen []bool) bool
	place = func(g int, seen []bool) bool {
		for _, p := range edges[g] {
			if seen[p] {
				continue
			}
			seen[p] = true
			if owner[p] < 0 || place(owner[p], seen) {
				owner[p] = g
				return true
			}
		}
		return false
	}
	for g := range edges {
		place(g, make([]bool, pred))
	}
	var out []pair
	for p, g := range owner {
		if g >= 0 {
			out = append(out, pair{g, p})
		}
	}
	return out
}
