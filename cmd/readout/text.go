package main

import (
	"bufio"
	"cmp"
	"io"
	"slices"
	"strings"

	"readout/internal/record"
)

// A sheet writes one record to be read by a person.
type sheet struct {
	w     *bufio.Writer
	width int
	style style
	r     *record.Reading
	names map[string]string // id to name, of actors and places
}

// writeText prints a record for a person: header, events in order of time,
// statements by speaker, situations, each with the sentence it came from.
func writeText(w io.Writer, r *record.Reading, width int, color bool) error {
	s := &sheet{bufio.NewWriter(w), max(40, min(width, 120)), style{color}, r, map[string]string{}}
	for _, a := range r.Actors {
		s.names[a.ID] = oneLine(a.Name)
	}
	for _, p := range r.Places {
		s.names[p.ID] = oneLine(p.Name)
	}
	s.header()
	s.events()
	s.statements()
	s.situations()
	return s.w.Flush()
}

func (s *sheet) line(indent, text string) {
	s.w.WriteString(indent)
	s.w.WriteString(text)
	s.w.WriteByte('\n')
}

// fact prints the headline of a fact, with hanging lines.
func (s *sheet) fact(text string) {
	for i, l := range wrap(text, s.width-4) {
		s.line([2]string{"  ", "      "}[min(i, 1)], s.style.bold(l))
	}
}

func (s *sheet) heading(text string) {
	s.line("", "")
	s.line("", s.style.bold(text))
}

func (s *sheet) header() {
	h := &s.r.Report
	for _, l := range wrap(oneLine(orElse(h.Title, "(no title)")), s.width) {
		s.line("", s.style.bold(l))
	}
	var parts []string
	add := func(label string, p *string) {
		if p != nil && oneLine(*p) != "" {
			parts = append(parts, label+oneLine(*p))
		}
	}
	add("", h.Outlet)
	add("agency ", h.Agency)
	for _, b := range h.Bylines {
		add("by ", &b)
	}
	add("", h.Published)
	add("modified ", h.Modified)
	add("from ", h.Dateline.Place)
	add("language ", h.Language)
	s.para("", strings.Join(parts, " · "))
	if h.URL != nil {
		s.line("", s.style.dim(oneLine(*h.URL)))
	}
	for _, c := range h.Captions {
		s.para("", "Picture: "+oneLine(c.Text)+inParens(orElse(c.Credit, "")))
	}
	for _, r := range h.Related {
		s.para("", "Related: "+oneLine(r.Title))
	}
	if s.r.Notice != "" {
		s.para("", s.r.Notice)
	}
}

// para prints a wrapped paragraph in dim letters.
func (s *sheet) para(indent, text string) {
	if text == "" {
		return
	}
	for _, l := range wrap(text, s.width-len(indent)) {
		s.line(indent, s.style.dim(l))
	}
}

func (s *sheet) events() {
	if len(s.r.Events) == 0 {
		return
	}
	s.heading("Events")
	events := slices.Clone(s.r.Events)
	slices.SortStableFunc(events, func(a, b record.Event) int {
		return cmp.Or(cmp.Compare(sortDay(a.When), sortDay(b.When)), cmp.Compare(a.Trigger.Start, b.Trigger.Start))
	})
	for _, e := range events {
		what := e.Type
		if e.Mode != nil {
			what += " " + *e.Mode
		}
		head := s.list(e.Actors, "?") + " → " + what
		if len(e.Recipients) > 0 {
			head += " → " + s.list(e.Recipients, "")
		}
		tail := []string{}
		if len(e.Places) > 0 {
			tail = append(tail, s.list(e.Places, ""))
		}
		tail = append(tail, whenText(e.When), e.Factuality)
		if e.AttributedTo != nil {
			tail = append(tail, "told by "+s.name(e.AttributedTo))
		}
		s.fact(head)
		s.para("    ", strings.Join(slices.DeleteFunc(tail, func(t string) bool { return t == "" }), " · "))
		for _, ev := range e.Evidence {
			s.evidence(ev, []record.Evidence{e.Trigger})
		}
	}
}

func (s *sheet) statements() {
	if len(s.r.Statements) == 0 {
		return
	}
	s.heading("Statements")
	var speakers []string
	by := map[string][]record.Statement{}
	for _, st := range s.r.Statements {
		name := s.name(st.Speaker)
		if _, ok := by[name]; !ok {
			speakers = append(speakers, name)
		}
		by[name] = append(by[name], st)
	}
	for _, name := range speakers {
		s.fact(name)
		for _, st := range by[name] {
			about := []string{st.Form}
			if len(st.Addressees) > 0 {
				about = append(about, "to "+s.list(st.Addressees, ""))
			}
			if w := whenText(st.When); w != "" {
				about = append(about, w)
			}
			s.para("    ", strings.Join(about, " · "))
			s.evidence(s.around(append(slices.Clone(st.Content), st.Cue)), []record.Evidence{st.Cue})
		}
	}
}

// around is the stretch of text that holds all spans, cut to the paragraphs
// they lie in.
func (s *sheet) around(spans []record.Evidence) record.Evidence {
	out := spans[0]
	for _, sp := range spans[1:] {
		if sp.Quote != "" {
			out.Start, out.End = min(out.Start, sp.Start), max(out.End, sp.End)
		}
	}
	text := s.r.Report.Text
	from := strings.LastIndex(text[:out.Start], "\n\n") + 1
	to := len(text)
	if i := strings.Index(text[out.End:], "\n\n"); i >= 0 {
		to = out.End + i
	}
	if to-from <= 600 {
		out.Start, out.End = from, to
	}
	out.Quote = text[out.Start:out.End]
	return out
}

// relation says each kind of situation between its holder and its object.
var relation = map[string]string{
	"holds": "holds", "office": "in office", "backs": "backs", "shelters": "shelters", "detains": "detains",
	"demands": "demands of", "agreement": "agreement with", "sanctions": "sanctions", "fights": "fights",
	"relations": "relations with",
}

func (s *sheet) situations() {
	if len(s.r.Situations) == 0 {
		return
	}
	s.heading("Situations")
	for _, t := range s.r.Situations {
		verb := relation[t.Kind]
		if verb == "" {
			verb = t.Kind
		}
		if t.Title != nil {
			verb = oneLine(*t.Title) + " of"
		}
		head := s.name(t.Holder) + " · " + verb
		if t.Object != nil {
			head += " · " + s.name(t.Object)
		}
		if t.What != nil {
			head += ": " + oneLine(*t.What)
		}
		tail := strings.ReplaceAll(t.State, "_", " ")
		if t.Since != nil {
			tail += " · since " + *t.Since
		}
		if t.Until != nil {
			tail += " · until " + *t.Until
		}
		s.fact(head)
		s.para("    ", tail)
		for _, ev := range t.Evidence {
			s.evidence(ev, s.mentions(t.Holder, t.Object))
		}
	}
}

// mentions are the places in the text where the given actors and places stand.
func (s *sheet) mentions(refs ...*string) []record.Evidence {
	var out []record.Evidence
	for _, ref := range refs {
		for _, a := range s.r.Actors {
			if ref != nil && a.ID == *ref {
				out = append(out, a.Mentions...)
			}
		}
		for _, p := range s.r.Places {
			if ref != nil && p.ID == *ref {
				out = append(out, p.Mentions...)
			}
		}
	}
	return out
}

// evidence prints a stretch of the report with the marked spans set off.
func (s *sheet) evidence(ev record.Evidence, marks []record.Evidence) {
	marks = slices.Clone(marks)
	slices.SortFunc(marks, func(a, b record.Evidence) int { return cmp.Compare(a.Start, b.Start) })
	text := s.r.Report.Text
	var b strings.Builder
	at := ev.Start
	for _, m := range marks {
		if m.Start < at || m.End > ev.End || m.Start == m.End {
			continue
		}
		b.WriteString(clean(text[at:m.Start]))
		b.WriteRune(markOn)
		b.WriteString(clean(text[m.Start:m.End]))
		b.WriteRune(markOff)
		at = m.End
	}
	b.WriteString(clean(text[at:ev.End]))
	for _, l := range s.style.marks(wrap(b.String(), s.width-6)) {
		s.line("    │ ", l)
	}
}

func (s *sheet) name(ref *string) string {
	if ref == nil {
		return "?"
	}
	if n := s.names[*ref]; n != "" {
		return n
	}
	return oneLine(*ref)
}

// list joins the names of ids; none stands for no ids.
func (s *sheet) list(refs []string, none string) string {
	if len(refs) == 0 {
		return none
	}
	var names []string
	for _, ref := range refs {
		names = append(names, s.name(&ref))
	}
	return strings.Join(names, ", ")
}

// sortDay orders events: dated ones first.
func sortDay(w *record.When) string {
	if w != nil && w.Start != nil {
		return *w.Start
	}
	if w != nil && w.End != nil {
		return *w.End
	}
	return "~"
}

func whenText(w *record.When) string {
	if w == nil {
		return ""
	}
	start, end := orElse(w.Start, ""), orElse(w.End, "")
	out := start
	switch {
	case start == end:
	case end == "":
		out = "since " + start
	case start == "":
		out = "until " + end
	default:
		out = start + " to " + end
	}
	return strings.TrimSpace(out + inParens(orElse(w.Text, "")))
}

func inParens(s string) string {
	if s = oneLine(s); s == "" {
		return ""
	}
	return " (" + s + ")"
}

func orElse(p *string, or string) string {
	if p == nil {
		return or
	}
	return *p
}
