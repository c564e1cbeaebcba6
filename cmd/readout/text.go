package main

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"readout/internal/lang"
	"readout/internal/lang/tokenize"
	"readout/internal/record"
)

// A sheet writes one record to be read by a person.
type sheet struct {
	w     *bufio.Writer
	width int
	style style
	r     *record.Reading
	names map[string]string // id to name, of actors and places

	sentences []lang.Sentence // of the report's text, once they are asked for
}

// writeText prints a record for a person: header, events in order of time,
// statements by speaker, situations, each with the sentence it came from.
func writeText(w io.Writer, r *record.Reading, width int, color bool) error {
	s := &sheet{w: bufio.NewWriter(w), width: max(40, min(width, 120)), style: style{color}, r: r, names: map[string]string{}}
	for _, a := range r.Actors {
		s.names[a.ID] = record.OneLine(a.Name)
	}
	for _, p := range r.Places {
		s.names[p.ID] = record.OneLine(p.Name)
	}
	s.header()
	s.events()
	s.statements()
	s.situations()
	s.explained()
	if r.Notice == "" && len(r.Events)+len(r.Statements)+len(r.Situations) == 0 {
		s.para("", "No event, statement or situation was found.")
	}
	return s.w.Flush()
}

func (s *sheet) line(indent, text string) {
	s.w.WriteString(indent)
	s.w.WriteString(text)
	s.w.WriteByte('\n')
}

// fact prints the headline of a fact, with hanging lines, and a blank line
// before it.
func (s *sheet) fact(text string) {
	s.line("", "")
	for i, l := range wrap(text, s.width-4) {
		s.line([2]string{"  ", "      "}[min(i, 1)], s.style.bold(l))
	}
}

// heading opens a part of the sheet and says how much it holds.
func (s *sheet) heading(text string, n int) {
	s.line("", "")
	s.line("", s.style.bold(text)+s.style.dim(fmt.Sprintf(" (%d)", n)))
}

// about prints what is to be said of a fact, first what it stands at: a state
// that is other than the usual one is set off.
func (s *sheet) about(state, usual string, rest ...string) {
	parts := slices.DeleteFunc(append([]string{state}, rest...), func(p string) bool { return p == "" })
	for i, l := range wrap(strings.Join(parts, " · "), s.width-4) {
		if after, ok := strings.CutPrefix(l, state); ok && i == 0 && state != usual {
			s.line("    ", s.style.warn(state)+s.style.dim(after))
			continue
		}
		s.line("    ", s.style.dim(l))
	}
}

func (s *sheet) header() {
	h := &s.r.Report
	for _, l := range wrap(record.OneLine(orElse(h.Title, "(no title)")), s.width) {
		s.line("", s.style.bold(l))
	}
	var parts []string
	add := func(label string, p *string) {
		if p != nil && record.OneLine(*p) != "" {
			parts = append(parts, label+record.OneLine(*p))
		}
	}
	add("", h.Outlet)
	add("agency ", h.Agency)
	if len(h.Bylines) > 0 {
		by := strings.Join(h.Bylines, ", ")
		add("by ", &by)
	}
	add("", clock(h.Published))
	add("modified ", clock(h.Modified))
	add("from ", h.Dateline.Place)
	add("language ", h.Language)
	s.para("", strings.Join(parts, " · "))
	if h.URL != nil {
		s.line("", s.style.dim(record.OneLine(*h.URL)))
	}
	for _, c := range h.Captions {
		s.para("", "Picture: "+record.OneLine(c.Text)+inParens(orElse(c.Credit, "")))
	}
	for _, r := range h.Related {
		s.para("", "Related: "+record.OneLine(r.Title))
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
	s.heading("Events", len(s.r.Events))
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
		told := ""
		if e.AttributedTo != nil {
			told = "told by " + s.name(e.AttributedTo)
		}
		s.fact(head)
		s.about(e.Factuality, "actual", s.list(e.Places, ""), whenText(e.When), told)
		s.evidence([]record.Evidence{e.Trigger}, e.Evidence...)
		s.because(e.ID)
	}
}

func (s *sheet) statements() {
	if len(s.r.Statements) == 0 {
		return
	}
	s.heading("Statements", len(s.r.Statements))
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
		s.said(by[name])
	}
}

// said prints one speaker's statements. Those that one stretch of the text
// holds stand together.
func (s *sheet) said(list []record.Statement) {
	for i := 0; i < len(list); {
		from := s.around(append(slices.Clone(list[i].Content), list[i].Cue))
		var cues []record.Evidence
		var ids []string
		for ; i < len(list); i++ {
			st := list[i]
			if next := s.around(append(slices.Clone(st.Content), st.Cue)); next != from {
				break
			}
			to := ""
			if len(st.Addressees) > 0 {
				to = "to " + s.list(st.Addressees, "")
			}
			s.about(st.Form, st.Form, to, whenText(st.When))
			cues, ids = append(cues, st.Cue), append(ids, st.ID)
		}
		s.evidence(cues, from)
		s.because(ids...)
	}
}

// around is the stretch of text that holds all spans: the sentences they lie in.
func (s *sheet) around(spans []record.Evidence) record.Evidence {
	out := spans[0]
	for _, sp := range spans[1:] {
		if sp.Quote != "" {
			out.Start, out.End = min(out.Start, sp.Start), max(out.End, sp.End)
		}
	}
	if s.sentences == nil {
		s.sentences = tokenize.Doc("", s.r.Report.Text, "").Sentences
	}
	start, end := out.Start, out.End
	for _, t := range s.sentences {
		if t.Start < end && start < t.End {
			out.Start, out.End = min(out.Start, t.Start), max(out.End, t.End)
		}
	}
	out.Quote = s.r.Report.Text[out.Start:out.End]
	return out
}

func (s *sheet) situations() {
	if len(s.r.Situations) == 0 {
		return
	}
	s.heading("Situations", len(s.r.Situations))
	for _, t := range s.r.Situations {
		verb := record.Verb(t.Kind)
		if t.Title != nil {
			verb = record.OneLine(*t.Title) + " of"
		}
		head := s.name(t.Holder) + " → " + verb
		if t.Object != nil {
			head += " → " + s.name(t.Object)
		}
		if t.What != nil {
			head += ": " + record.OneLine(*t.What)
		}
		since, until := "", ""
		if t.Since != nil {
			since = "since " + *t.Since
		}
		if t.Until != nil {
			until = "until " + *t.Until
		}
		s.fact(head)
		s.about(strings.ReplaceAll(t.State, "_", " "), "in force", since, until)
		s.evidence(s.mentions(t.Holder, t.Object), t.Evidence...)
		s.because(t.ID)
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

// evidence prints stretches of the report with the marked spans set off. Of
// several, each hangs from its first line.
func (s *sheet) evidence(marks []record.Evidence, from ...record.Evidence) {
	marks = slices.Clone(marks)
	slices.SortFunc(marks, func(a, b record.Evidence) int { return cmp.Compare(a.Start, b.Start) })
	hang := ""
	if len(from) > 1 {
		hang = "  "
	}
	for _, ev := range from {
		text := s.marked(ev, marks)
		if !s.style.color { // brackets take room on the line
			text = strings.Join(s.style.marks([]string{text}), "")
		}
		for i, l := range s.style.marks(wrap(text, s.width-6-len(hang))) {
			s.line("    │ "+hang[:min(i, 1)*len(hang)], l)
		}
	}
}

// marked is a stretch of the report with marks around the spans that lie in it.
func (s *sheet) marked(ev record.Evidence, marks []record.Evidence) string {
	text := s.r.Report.Text
	var b strings.Builder
	at := ev.Start
	for _, m := range marks {
		if m.Start < at || m.End > ev.End || m.Start == m.End {
			continue
		}
		b.WriteString(record.Clean(text[at:m.Start]))
		b.WriteRune(markOn)
		b.WriteString(record.Clean(text[m.Start:m.End]))
		b.WriteRune(markOff)
		at = m.End
	}
	b.WriteString(record.Clean(text[at:ev.End]))
	return b.String()
}

func (s *sheet) name(ref *string) string {
	if ref == nil {
		return "?"
	}
	if n := s.names[*ref]; n != "" {
		return n
	}
	return record.OneLine(*ref)
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

// clock writes an instant as people do, a day as it stands.
func clock(p *string) *string {
	if p == nil {
		return nil
	}
	t, err := time.Parse(time.RFC3339, *p)
	if local, bad := time.Parse("2006-01-02T15:04:05", *p); bad == nil {
		out := local.Format("2006-01-02 15:04")
		return &out
	}
	if err != nil {
		return p
	}
	out := t.Format("2006-01-02 15:04 -07:00")
	if t.UTC().Format("15:04 -07:00") == t.Format("15:04 -07:00") {
		out = t.Format("2006-01-02 15:04 UTC")
	}
	return &out
}

func inParens(s string) string {
	if s = record.OneLine(s); s == "" {
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
