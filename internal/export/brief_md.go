package export

import (
	"fmt"
	"strings"
)

// writeMarkdown writes a brief as Markdown (CommonMark).
func writeMarkdown(j *job) error {
	b, err := j.brief()
	if err != nil {
		return err
	}
	var out strings.Builder
	say := func(format string, args ...any) { fmt.Fprintf(&out, format, args...) }
	say("# %s\n\n%s\n", md(b.Title), days(b.Start, b.End))
	if len(b.Actors) > 0 {
		say("\nParties: %s\n", md(strings.Join(b.Actors, ", ")))
	}
	if len(b.Places) > 0 {
		say("\nPlaces: %s\n", md(strings.Join(b.Places, ", ")))
	}
	for _, part := range b.parts() {
		say("\n## %s\n", part.Title)
		for _, p := range part.Points {
			say("\n- %s%s%s%s\n", prefix(p.Day), md(p.Text), brackets(p.Note), marks(p.Sources))
			if p.Quote != "" && part.Quotes {
				say("  > %s\n", md(p.Quote))
			}
		}
	}
	if b.More {
		say("\nThe story has more than is shown here.\n")
	}
	say("\n## Sources\n\n")
	for _, s := range b.Sources {
		say("%d. %s\n", s.N, s.md())
	}
	say("\n---\n\n%s\n\nSchema %s; read by %s; story %s.\n", md(b.Meta.Licence), b.Meta.Schema, md(strings.Join(b.Meta.Readers, ", ")), b.ID)
	_, err = j.w.WriteString(out.String())
	return err
}

// A part is one section of a brief.
type part struct {
	Title  string
	Points []point
	Quotes bool // its points show their sentences
}

func (b *brief) parts() (out []part) {
	for _, p := range []part{{"What happened", b.Events, true}, {"What was said", b.Statements, false}, {"How things stand", b.Situations, true}} {
		if len(p.Points) > 0 {
			out = append(out, p)
		}
	}
	return out
}

func days(start, end string) string {
	switch {
	case start == "" && end == "":
		return "Undated"
	case start == end || end == "":
		return start
	}
	return start + " to " + end
}

func prefix(day string) string {
	if day == "" {
		return ""
	}
	return "**" + day + "** "
}

func brackets(note string) string {
	if note == "" {
		return ""
	}
	return " (" + md(note) + ")"
}

// marks are the numbers of sources, as "[1][2]" with the brackets escaped.
func marks(list []int) string {
	var b strings.Builder
	for _, n := range list {
		fmt.Fprintf(&b, ` \[%d\]`, n)
	}
	return b.String()
}

func (s source) md() string {
	var parts []string
	if s.URL != "" {
		parts = append(parts, "["+md(s.Title)+"](<"+strings.NewReplacer("<", "%3C", ">", "%3E", `\`, "%5C").Replace(s.URL)+">)")
	} else {
		parts = append(parts, md(s.Title))
	}
	for _, p := range []string{s.Outlet, s.Agency, s.Day} {
		if p != "" {
			parts = append(parts, md(p))
		}
	}
	return strings.Join(parts, ", ")
}

// md keeps outside text from being taken for Markdown: whatever could begin a
// mark-up has a backslash before it.
func md(s string) string {
	var b strings.Builder
	number := true // so far only digits, as in "1." at the start of a list
	for k, r := range s {
		if strings.ContainsRune("\\`*_{}[]<>#+-=!|~&^$", r) || number && k > 0 && (r == '.' || r == ')') {
			b.WriteByte('\\')
		}
		number = number && r >= '0' && r <= '9'
		b.WriteRune(r)
	}
	return b.String()
}
