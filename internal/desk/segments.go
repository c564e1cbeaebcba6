package desk

import (
	"cmp"
	"slices"
	"strings"

	"readout/internal/record"
)

// A mark is a span of a report's text that a fact rests on.
type mark struct {
	start, end int
	fact       string // id of the fact in the reading
	class      string // how it is drawn: see desk.css
	anchor     bool   // the link to the fact stands after it
}

// A segment is a run of text under the same marks.
type segment struct {
	Text  string
	Class string
	Facts string // ids, parted by blanks
	ID    string
	Links []anchor // after the text
}

// An anchor is the link from the text to a fact beside it.
type anchor struct{ Fact, Kind, N string }

// marksOf are the marks of a reading's facts.
func marksOf(r *record.Reading) (out []mark) {
	for _, e := range r.Events {
		n := len(out)
		out = append(out, spans("ev-in", e.ID, e.Evidence...)...)
		if e.Trigger.Quote != "" {
			out = append(out, spans("ev", e.ID, e.Trigger)...)
		}
		anchorLast(out[n:])
	}
	for _, s := range r.Statements {
		n := len(out)
		out = append(out, spans("cue", s.ID, s.Cue)...)
		out = append(out, spans("st", s.ID, s.Content...)...)
		anchorLast(out[n:])
	}
	for _, t := range r.Situations {
		n := len(out)
		out = append(out, spans("si", t.ID, t.Evidence...)...)
		anchorLast(out[n:])
	}
	for _, a := range r.Actors {
		out = append(out, spans("name", a.ID, a.Mentions...)...)
	}
	for _, p := range r.Places {
		out = append(out, spans("name", p.ID, p.Mentions...)...)
	}
	return out
}

func spans(class, fact string, list ...record.Evidence) (out []mark) {
	for _, e := range list {
		if e.End > e.Start {
			out = append(out, mark{start: e.Start, end: e.End, fact: fact, class: class})
		}
	}
	return out
}

// anchorLast lets the link to a fact stand after the last kind of its marks,
// where that first occurs: after the trigger of an event, the first content
// of a statement.
func anchorLast(list []mark) {
	if len(list) == 0 {
		return
	}
	class := list[len(list)-1].class
	for i := range list {
		if list[i].class == class {
			list[i].anchor = true
			return
		}
	}
}

// segments cuts a text, in paragraphs, wherever a mark begins or ends. Marks
// that overlap share segments.
func segments(text string, marks []mark) (paragraphs [][]segment) {
	marks = slices.DeleteFunc(slices.Clone(marks), func(m mark) bool { return m.start < 0 || m.end > len(text) || m.start >= m.end })
	slices.SortStableFunc(marks, func(a, b mark) int { return cmp.Compare(a.start, b.start) })
	cuts := cutsOf(text, marks)
	var under []mark
	var line []segment
	for i := 0; i+1 < len(cuts); i++ {
		start, end := cuts[i], cuts[i+1]
		under = slices.DeleteFunc(under, func(m mark) bool { return m.end <= start })
		for len(marks) > 0 && marks[0].start <= start {
			under, marks = append(under, marks[0]), marks[1:]
		}
		part := text[start:end]
		if part == gap {
			paragraphs, line = append(paragraphs, line), nil
			continue
		}
		line = append(line, segmentOf(part, start, end, under))
	}
	return append(paragraphs, line)
}

// gap parts paragraphs.
const gap = "\n\n"

// cutsOf are the places at which a text is cut, the ends of it included. A
// gap is not cut in two.
func cutsOf(text string, marks []mark) []int {
	cuts := []int{0, len(text)}
	for _, m := range marks {
		cuts = append(cuts, m.start, m.end)
	}
	within := map[int]bool{}
	for at := 0; ; {
		i := strings.Index(text[at:], gap)
		if i < 0 {
			break
		}
		at += i + len(gap)
		within[at-1] = true
		cuts = append(cuts, at-len(gap), at)
	}
	slices.Sort(cuts)
	return slices.DeleteFunc(slices.Compact(cuts), func(c int) bool { return within[c] })
}

// segmentOf is the segment of a text under marks.
func segmentOf(text string, start, end int, under []mark) segment {
	s := segment{Text: text}
	var classes, facts []string
	for _, m := range under {
		if m.class == here {
			if m.start == start {
				s.ID = here
			}
		} else if !slices.Contains(facts, m.fact) {
			facts = append(facts, m.fact)
		}
		if !slices.Contains(classes, m.class) {
			classes = append(classes, m.class)
		}
		if m.anchor && m.end == end {
			s.Links = append(s.Links, anchor{m.fact, factKind(m.fact), m.fact[1:]})
		}
	}
	slices.Sort(classes)
	s.Class, s.Facts = strings.Join(classes, " "), strings.Join(facts, " ")
	return s
}

// here marks the words that the address of the page names.
const here = "here"

// factKind is the kind of a fact by its id in a reading.
func factKind(id string) string { return kindOf(id) }
