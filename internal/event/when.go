package event

import (
	_ "embed"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

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

// How likely a time must be as that of an event, beside that it has none.
const datedFrom = 0.36

// likelyTime returns when event i most likely is: so long before what its
// sentence tells, or the days that its candidates together speak for.
func (f *finder) likelyTime(events []record.Event, i int) *record.When {
	if w := f.since(f.token(events[i].Trigger)); w != nil {
		f.in.Why.Say(events[i].ID, "time: the act goes on since then")
		return w
	}
	pairs := f.timePairs(events, i)
	items := f.timeItems(pairs, &events[i])
	f.doc.Weigh(timeScale, f.triggers[f.token(events[i].Trigger)], events[i].Type, items)
	sum := map[days]float64{}
	for k, p := range learnt.Shares(lang.FirstOdds(items)) {
		if w := pairs[k].when; w != nil {
			sum[daysOf(w)] += p
		}
	}
	var best timePair
	top := datedFrom
	for _, x := range pairs {
		if x.when == nil {
			continue
		}
		if d := daysOf(x.when); sum[d] > top {
			best, top = x, sum[d]
		}
	}
	if best.when == nil {
		return nil
	}
	if text := best.when.Text; text != nil {
		f.sayChosen(events[i].ID, "time “"+*text+"”", top, datedFrom, whenWeights(), best.features)
	}
	return best.when
}

// days are the first and the last day of a time, "" where open.
type days struct{ start, end string }

func daysOf(w *record.When) days {
	var d days
	if w.Start != nil {
		d.start = *w.Start
	}
	if w.End != nil {
		d.end = *w.End
	}
	return d
}

// A timePair is an event and a time, nil for none, and what speaks for and
// against it.
type timePair struct {
	when     *record.When
	at       int    // number of the time; -1 for none
	as       string // how it is taken
	features []string
}

// timePairs returns none and the times that the report tells, in each of their
// senses, and what speaks for each as the time of event i.
func (f *finder) timePairs(events []record.Event, i int) []timePair {
	e := &events[i]
	trigger := f.token(e.Trigger)
	out := []timePair{{nil, -1, "", f.undated(e, trigger)}}
	ruled := false
	for k := range f.doc.Times {
		if at := f.doc.SentenceAt(f.doc.Times[k].Span.Start); at < 0 || !f.inScene(f.doc.Sentences[at].First, trigger) || f.beyond(k, trigger) {
			continue
		}
		ss := f.senses(k)
		if len(ss) == 0 {
			continue
		}
		near, common := f.timeFeatures(k, e, trigger)
		for _, s := range ss {
			same := e.When != nil && sameDays(e.When, s.when)
			ruled = ruled || same
			x := slices.Concat(common, f.senseFeatures(k, s, near, events, i, same))
			slices.Sort(x)
			out = append(out, timePair{s.when, k, s.as, slices.Compact(x)})
		}
	}
	if e.When != nil && !ruled {
		out = append(out, timePair{e.When, -1, "rule", []string{"rule", "rule only", "rule/" + e.Type}})
	}
	return out
}

// timeItems returns the times that an event may be at with how likely the table finds each.
func (f *finder) timeItems(pairs []timePair, e *record.Event) []lang.Item {
	items, scores := make([]lang.Item, len(pairs)), make([]float64, len(pairs))
	for k, x := range pairs {
		scores[k] = whenWeights().Score(x.features)
	}
	for k, p := range learnt.Shares(scores) {
		items[k] = f.timeItem(&pairs[k], e, p)
	}
	return items
}

func sameDays(a, b *record.When) bool { return daysOf(a) == daysOf(b) }

// dates reports whether a time tells days.
func (f *finder) dates(t *lang.Timex) bool {
	return t.Type != "DURATION" && t.Type != "SET" && (t.Start != "" || t.End != "") && !vague[strings.ToLower(f.doc.Slice(t.Span))]
}

// undated names what speaks for and against an event having no time.
func (f *finder) undated(e *record.Event, trigger int) []string {
	own, rivals := f.doc.Sentences[f.tree.Sentence(trigger)], 0
	for k := range f.doc.Times {
		if t := &f.doc.Times[k]; f.dates(t) && own.Contains(t.Span) {
			rivals = max(rivals, 1+f.nearness(f.first(t.Span, own), trigger))
		}
	}
	r := "/" + strconv.Itoa(rivals)
	x := []string{"none", "none/" + e.Type, "none/" + e.Factuality + r, "none" + r, "none/" + e.Type + r, "none at=" + learnt.Depth(f.tree.Sentence(trigger)),
		"none word=" + f.lemma(trigger), "none form=" + verbForm(f.doc.Tokens[trigger]) + r, "none as=" + f.tree.Rel(trigger) + r,
		"none times=" + strconv.Itoa(min(len(f.doc.Times)/3, 4)) + r, "none ruled=" + strconv.FormatBool(e.When != nil)}
	for _, k := range f.tree.Children(trigger, "aux", "det", "case", "amod") {
		x = append(x, "none has="+f.lemma(k))
	}
	if inside(f.set.quoted, f.doc.Tokens[trigger].Span) {
		x = append(x, "none quoted"+r)
	}
	if e.AttributedTo != nil {
		x = append(x, "none attributed"+r)
	}
	slices.Sort(x)
	return slices.Compact(x)
}

// timeFeatures names what speaks for and against time k as the time of event e,
// whatever its sense, and how near it is told.
func (f *finder) timeFeatures(k int, e *record.Event, trigger int) (string, []string) {
	t := f.doc.Times[k]
	n := f.doc.SentenceAt(t.Span.Start)
	sentence := f.doc.Sentences[n]
	at := f.first(t.Span, sentence)
	near, c := f.reached(at, trigger, e), f.cased(at)
	shape := shapeOf(strings.ToLower(f.doc.Slice(t.Span)))
	pos := "noun"
	if verbal(f.doc.Tokens[trigger].UPOS) {
		pos = "verb"
	}
	x := []string{near, near + pos, near + "/" + e.Type, near + shape, near + "/" + c, "shape=" + shape,
		"rel=" + f.tree.Rel(at) + near, "at=" + learnt.Depth(f.tree.Sentence(trigger)) + near, "in=" + learnt.Depth(n) + near}
	if k == 0 {
		x = append(x, "first"+near)
	}
	if at <= sentence.First+2 {
		x = append(x, "opens"+near, "opens"+near+"/"+e.Type)
	}
	if strings.HasPrefix(near, "near") {
		p := f.tree.Path(at, trigger)
		x = append(x, "path="+p, "path="+p+"/"+e.Type, "path="+p+"/"+c, "path="+p+"/"+f.lemma(trigger))
	}
	own := f.doc.Sentences[f.tree.Sentence(trigger)]
	here, between, rivals := 0, 0, 0
	for m := range f.doc.Times {
		o := &f.doc.Times[m]
		if m == k || !f.dates(o) {
			continue
		}
		if sentence.Contains(o.Span) {
			here++
		}
		if own.Contains(o.Span) {
			rivals = max(rivals, 1+f.nearness(f.first(o.Span, own), trigger))
		}
		p, a, b := o.Span.Start, t.Span.Start, f.doc.Tokens[trigger].Start
		if a < p && p < b || b < p && p < a {
			between++
		}
	}
	x = append(x, "beside="+strconv.Itoa(min(here, 2))+near, "between="+strconv.Itoa(min(between, 2))+near, "times="+strconv.Itoa(min(len(f.doc.Times)/3, 4))+near)
	x = append(x, "rivals="+strconv.Itoa(rivals)+near, "word="+f.lemma(trigger)+near[:4])
	if e.AttributedTo != nil {
		x = append(x, "attributed"+near)
	}
	x = append(x, f.timeSpoken(at, e, near)...)
	if !own.Contains(t.Span) {
		x = append(x, f.timeBeside(n, e, trigger, near)...)
	}
	return near, append(x, f.timeOwner(at, trigger, e, near)...)
}

// timeBeside names what sentence n, which tells a time, has of an event told
// elsewhere: its parties, its word.
func (f *finder) timeBeside(n int, e *record.Event, trigger int, near string) []string {
	actor, recipient, word := "", "", ""
	s := f.doc.Sentences[n]
	for k := s.First; k < s.First+s.N; k++ {
		if id, ok := f.in.Actors.At(k); ok {
			if slices.Contains(e.Actors, id) {
				actor = "actor"
			} else if slices.Contains(e.Recipients, id) {
				recipient = "recipient"
			}
		}
		if f.lemma(k) == f.lemma(trigger) {
			word = "word"
		}
	}
	return []string{"has " + actor + recipient + near, "has " + actor + recipient + word + near, "has " + actor + recipient + word + "/" + e.Type}
}

// timeSpoken names how a time stands to the statement that tells an event: the
// day of the saying is that of an act which is the saying.
func (f *finder) timeSpoken(at int, e *record.Event, near string) []string {
	var x []string
	t := f.doc.Tokens[at].Span
	for _, st := range f.in.Statements {
		if !slices.ContainsFunc(st.Content, func(v record.Evidence) bool { return v.Start <= e.Trigger.Start && e.Trigger.Start < v.End }) {
			continue
		}
		who := "other"
		if st.Speaker != nil && slices.Contains(e.Actors, *st.Speaker) {
			who = "own"
		}
		switch cue := f.doc.SentenceAt(st.Cue.Start); {
		case slices.ContainsFunc(st.Content, func(v record.Evidence) bool { return v.Start <= t.Start && t.Start < v.End }):
			x = append(x, "content/"+who+near)
		case f.doc.SentenceAt(t.Start) == cue:
			x = append(x, "cue/"+who+near, "cue/"+who+"/"+e.Type)
		}
	}
	return x
}

// senseFeatures names what speaks for and against a sense of time k as the time
// of event i.
func (f *finder) senseFeatures(k int, s sense, near string, events []record.Event, i int, ruled bool) []string {
	e, t := &events[i], f.doc.Times[k]
	sentence := f.doc.Sentences[f.doc.SentenceAt(t.Span.Start)]
	at := f.first(t.Span, sentence)
	grain, way := grainOf(s.when), f.way(s.when)+"/"+e.Factuality
	shape := shapeOf(strings.ToLower(f.doc.Slice(t.Span)))
	as := "as=" + s.as
	x := []string{"grain=" + grain, near + grain, "way=" + way, "way=" + way + near, as, as + near, as + "/" + shape, as + "/" + e.Factuality,
		as + "/" + shape + "/" + e.Factuality, as + "/" + f.cased(at), as + "/" + e.Type}
	if o := f.owner(at, f.token(e.Trigger)); o >= 0 {
		v := f.doc.Tokens[o]
		x = append(x, as+"/"+verbForm(v), as+"/"+f.lemma(o))
		for _, a := range f.tree.Children(o, "aux", "aux:pass", "mark") {
			x = append(x, as+"/"+verbForm(v)+strings.ToLower(f.doc.Tokens[a].Form))
		}
	}
	v := f.doc.Tokens[f.token(e.Trigger)]
	x = append(x, "tense="+verbForm(v)+way, "gap="+f.gap(s.when)+near, "gap="+f.gap(s.when)+"/"+e.Type)
	for _, a := range f.tree.Children(f.token(e.Trigger), "aux") {
		x = append(x, "tense="+strings.ToLower(f.doc.Tokens[a].Form)+verbForm(v)+way)
	}
	if ruled {
		x = append(x, "rule", "rule"+near, "rule/"+e.Type)
	} else if e.When != nil {
		x = append(x, "another", "another"+near)
	}
	return append(x, f.timeAround(s.when, events, i, near)...)
}

// timeOwner names what a time hangs from, beside trigger.
func (f *finder) timeOwner(at, trigger int, e *record.Event, near string) []string {
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
	v := o
	if !verbal(f.doc.Tokens[o].UPOS) {
		v = f.clause(o)
	}
	whose := agreement(f.subject(v), e.Actors)
	x = append(x, "whose="+whose+near, "whose="+whose+near+"/"+e.Type)
	if o != trigger && f.lemma(o) == f.lemma(trigger) {
		x = append(x, "alike"+near)
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

// timeAround names what the events beside say of a time.
func (f *finder) timeAround(when *record.When, events []record.Event, i int, near string) []string {
	var x []string
	e := &events[i]
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

// gap names how long before or after the day of publication a time begins.
func (f *finder) gap(w *record.When) string {
	if w.Start == nil {
		return "open"
	}
	a, err := time.Parse(time.DateOnly, *w.Start)
	day, bad := time.Parse(time.DateOnly, f.today())
	if err != nil || bad != nil {
		return "undated"
	}
	n := int(day.Sub(a).Hours() / 24)
	for _, most := range []int{-8, -1, 0, 1, 2, 7, 31, 200, 400, 2000} {
		if n <= most {
			return strconv.Itoa(most)
		}
	}
	return "old"
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
