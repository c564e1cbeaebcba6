package event

import (
	_ "embed"
	"slices"
	"strconv"
	"strings"
	"sync"

	"readout/internal/codebook"
	"readout/internal/lang"
	"readout/internal/learnt"
	"readout/internal/record"
)

//go:embed when.tsv
var whenTable string

// whenWeights weighs whether an event is at a time that the report tells.
// Learnt as the gate is.
var whenWeights = sync.OnceValue(func() learnt.Table { return learnt.Parse(whenTable) })

// How likely the time of an event must be: one that the rules give it, and
// another.
const (
	thenFrom  = 0.35
	otherFrom = 0.65
)

// likelyTime returns when event i most likely is.
func (f *finder) likelyTime(events []record.Event, i int) *record.When {
	var best *record.When
	top := 0.0
	w := whenWeights()
	for _, x := range f.timePairs(events, i) {
		need := otherFrom
		if x.ruled {
			need = thenFrom
		}
		if p := w.Chance(x.features); p >= need && p > top {
			best, top = x.when, p
		}
	}
	return best
}

// A timePair is an event and a time, and what speaks for and against it.
type timePair struct {
	when     *record.When
	ruled    bool // the rules give the event this time
	features []string
}

// timePairs returns the times that the report tells and what speaks for each as
// the time of event i, the time that the rules give it among them.
func (f *finder) timePairs(events []record.Event, i int) []timePair {
	e := &events[i]
	trigger := f.token(e.Trigger)
	var out []timePair
	ruled := false
	for k := range f.doc.Times {
		t := &f.doc.Times[k]
		if !f.dates(t) {
			continue
		}
		when := f.told(*t, e.Factuality)
		same := e.When != nil && sameDays(e.When, when)
		ruled = ruled || same
		out = append(out, timePair{when, same, f.timeFeatures(k, when, events, i, trigger, same)})
	}
	if e.When != nil && !ruled {
		out = append(out, timePair{e.When, true, []string{"bias", "rule", "rule only", "rule/" + e.Type}})
	}
	return out
}

func sameDays(a, b *record.When) bool { return equal(a.Start, b.Start) && equal(a.End, b.End) }

func equal(a, b *string) bool { return a == nil && b == nil || a != nil && b != nil && *a == *b }

// dates reports whether a time tells days.
func (f *finder) dates(t *lang.Timex) bool {
	return t.Type != "DURATION" && t.Type != "SET" && (t.Start != "" || t.End != "") && !vague[strings.ToLower(f.doc.Slice(t.Span))]
}

// timeFeatures names what speaks for and against time k, read as when, as the
// time of event i.
func (f *finder) timeFeatures(k int, when *record.When, events []record.Event, i, trigger int, ruled bool) []string {
	e, t := &events[i], f.doc.Times[k]
	sentence := f.doc.Sentences[f.doc.SentenceAt(t.Span.Start)]
	at := f.first(t.Span, sentence)
	near, c, grain := f.reached(at, trigger, e), f.cased(at), grainOf(when)
	shape, way := shapeOf(strings.ToLower(f.doc.Slice(t.Span))), f.way(when)+"/"+e.Factuality
	pos := "noun"
	if verbal(f.doc.Tokens[trigger].UPOS) {
		pos = "verb"
	}
	x := []string{"bias", near, near + pos, near + "/" + e.Type, near + grain, near + shape, near + "/" + c, "grain=" + grain, "shape=" + shape,
		"way=" + way, "way=" + way + near, "rel=" + f.tree.Rel(at) + near, "at=" + learnt.Depth(f.tree.Sentence(trigger)) + near}
	if ruled {
		x = append(x, "rule", "rule"+near, "rule/"+e.Type)
	} else if e.When != nil {
		x = append(x, "another", "another"+near)
	}
	here, between, rivals := 0, 0, 0
	for m := range f.doc.Times {
		o := &f.doc.Times[m]
		if m == k || !f.dates(o) {
			continue
		}
		if sentence.Contains(o.Span) {
			here++
		}
		if own := f.doc.Sentences[f.tree.Sentence(trigger)]; own.Contains(o.Span) {
			rivals = max(rivals, 1+f.nearness(f.first(o.Span, own), trigger))
		}
		p, a, b := o.Span.Start, t.Span.Start, f.doc.Tokens[trigger].Start
		if a < p && p < b || b < p && p < a {
			between++
		}
	}
	x = append(x, "beside="+strconv.Itoa(min(here, 2))+near, "between="+strconv.Itoa(min(between, 2))+near, "times="+strconv.Itoa(min(len(f.doc.Times)/3, 4))+near)
	x = append(x, "rivals="+strconv.Itoa(rivals)+near, "word="+f.lemma(trigger), "word="+f.lemma(trigger)+near[:4])
	x = append(x, f.timeOwner(at, trigger, near)...)
	x = append(x, f.timeAround(when, events, i, near)...)
	slices.Sort(x)
	return slices.Compact(x)
}

// timeOwner names what a time hangs from, beside trigger.
func (f *finder) timeOwner(at, trigger int, near string) []string {
	side := "after"
	if at < trigger {
		side = "before"
	}
	x := []string{near + side}
	if strings.HasPrefix(near, "near") {
		x = append(x, "away="+far(max(at-trigger, trigger-at)/3+1)+side, "away="+far(max(at-trigger, trigger-at)/3+1)+near)
	}
	t := f.doc.Tokens[trigger]
	x = append(x, "form="+verbForm(t)+near, "as="+t.Deprel+near)
	for _, k := range f.tree.Children(trigger, "aux", "det", "mark", "case") {
		x = append(x, "has="+f.lemma(k)+near)
	}
	if inside(f.set.quoted, t.Span) {
		x = append(x, "quoted"+near)
	}
	o := f.owner(at, trigger)
	if o < 0 {
		return append(x, "free"+near)
	}
	t = f.doc.Tokens[o]
	x = append(x, "owner="+t.UPOS+near)
	if t.Says || t.Cue {
		x = append(x, "says"+near, "says"+near+f.tree.Rel(f.clause(trigger)))
	}
	if t.Told >= guessFrom && o != trigger {
		x = append(x, "act"+near)
	}
	return x
}

// timeAround names what the events beside say of a time, and who tells it.
func (f *finder) timeAround(when *record.When, events []record.Event, i int, near string) []string {
	var x []string
	e := &events[i]
	if e.AttributedTo != nil {
		x = append(x, "attributed"+near)
	}
	neighbours(events, i, func(side string, o *record.Event) {
		if o.When == nil {
			return
		}
		name := side + strconv.FormatBool(sameDays(o.When, when))
		x = append(x, echoes(name, near, o, e)...)
		if o.Factuality == e.Factuality {
			x = append(x, name+"fact")
		}
	})
	return x
}

// grainOf names how long a time is.
func grainOf(w *record.When) string {
	switch {
	case w.Start == nil || w.End == nil:
		return "open"
	case *w.Start == *w.End:
		return "day"
	case (*w.Start)[:7] == (*w.End)[:7]:
		return "month"
	case (*w.Start)[:4] == (*w.End)[:4]:
		return "year"
	}
	return "years"
}

// way says on which side of the day of publication a time lies.
func (f *finder) way(w *record.When) string {
	day := f.doc.Published
	switch {
	case day == "":
		return "undated"
	case w.End != nil && *w.End < day:
		return "past"
	case w.Start != nil && *w.Start > day:
		return "future"
	}
	return "present"
}

// shapes are words that tell what form a time has, the first found wins.
var shapes = strings.Fields("ago last next this earlier later past since today yesterday tomorrow tonight morning night week weekend month year")

// shapeOf names the form of a time.
func shapeOf(text string) string {
	w := strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == '-' || r == '\'' || r == '’' })
	for _, s := range shapes {
		if slices.Contains(w, s) {
			return s
		}
	}
	if slices.ContainsFunc(w, func(s string) bool { return weekdays[s] }) {
		return "weekday"
	}
	if text != "" && strings.Trim(text, "0123456789") == "" {
		return "number"
	}
	if strings.ContainsAny(text, "0123456789") {
		return "date"
	}
	return "other"
}

// told is what a time tells of an event: the days still to come of what is
// planned, the days gone of what is not.
func (f *finder) told(t lang.Timex, fact string) *record.When {
	text := f.doc.Slice(t.Span)
	if fact == codebook.Planned {
		t.Start, t.End = ahead(t, strings.ToLower(text), f.doc.Published)
	}
	start, end := cut(t.Start, t.End, f.doc.Published, fact)
	return &record.When{Start: optional(start), End: optional(end), Text: &text}
}
