// Package filter decides which reports are kept: by language, section and
// words before a report is read, by actors and countries after.
package filter

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"readout/internal/record"
)

// A Filter says which reports are kept. Values of one field are alternatives;
// all fields that have values must hold. The zero value keeps everything.
type Filter struct {
	Languages []string // ISO 639-1
	Sections  []string // parts of the path of the URL, such as "world" or "news/europe"
	Words     []string // words or phrases in title or text
	Actors    []string // names, or parts of names
	Countries []string // ISO 3166-1 alpha-3, of an actor or a place
}

// Empty says that everything is kept.
func (f Filter) Empty() bool {
	return len(f.Languages)+len(f.Sections)+len(f.Words)+len(f.Actors)+len(f.Countries) == 0
}

// Validate lists what is wrong with a filter.
func (f Filter) Validate() error {
	var wrong []string
	for _, l := range f.Languages {
		if !letters(l, 2) {
			wrong = append(wrong, fmt.Sprintf("a language is two letters such as en, not %q", l))
		}
	}
	for _, c := range f.Countries {
		if !letters(c, 3) {
			wrong = append(wrong, fmt.Sprintf("a country is three letters such as FRA, not %q", c))
		}
	}
	for _, list := range [][]string{f.Sections, f.Words, f.Actors} {
		for _, v := range list {
			if fold(v) == "" {
				wrong = append(wrong, fmt.Sprintf("%q has no word to look for", v))
			}
		}
	}
	if wrong != nil {
		return fmt.Errorf("filter: %s", strings.Join(wrong, "; "))
	}
	return nil
}

func letters(s string, n int) bool {
	return len(s) == n && strings.Trim(strings.ToLower(s), "abcdefghijklmnopqrstuvwxyz") == ""
}

// Listed says whether a page may be kept, before it is fetched: by its URL and
// by what its source tells of it, a language, "" for none, and names of
// sections.
func (f Filter) Listed(address, language string, sections ...string) bool {
	told := slices.ContainsFunc(sections, func(s string) bool {
		return slices.ContainsFunc(f.Sections, func(want string) bool { return strings.EqualFold(s, want) })
	})
	return (language == "" || f.language(language)) && (told || f.section(address))
}

// Report says whether a report may be kept, before it is read. A report whose
// language nobody knows passes.
func (f Filter) Report(r *record.Report) bool {
	at := value(r.CanonicalURL)
	if at == "" {
		at = value(r.URL)
	}
	return (r.Language == nil || f.language(*r.Language)) && f.section(at) && f.words(r)
}

// Reading says whether a report is kept, by the facts that were read in it.
func (f Filter) Reading(r *record.Reading) bool { return f.actors(r) && f.countries(r) }

func (f Filter) language(tag string) bool {
	primary, _, _ := strings.Cut(strings.ReplaceAll(tag, "_", "-"), "-")
	return len(f.Languages) == 0 || slices.ContainsFunc(f.Languages, func(l string) bool { return strings.EqualFold(l, primary) })
}

func (f Filter) section(address string) bool {
	if len(f.Sections) == 0 {
		return true
	}
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	path := strings.ToLower(u.Path) + "/"
	return slices.ContainsFunc(f.Sections, func(s string) bool {
		return strings.Contains(path, "/"+strings.Trim(strings.ToLower(s), "/")+"/")
	})
}

func (f Filter) words(r *record.Report) bool {
	return len(f.Words) == 0 || holdsOne(value(r.Title)+"\n"+r.Text, f.Words)
}

func (f Filter) actors(r *record.Reading) bool {
	return len(f.Actors) == 0 || slices.ContainsFunc(r.Actors, func(a record.Actor) bool {
		return holdsOne(strings.Join(append([]string{a.Name}, a.Names...), " | "), f.Actors)
	})
}

func (f Filter) countries(r *record.Reading) bool {
	one := func(code *string) bool {
		return code != nil && slices.ContainsFunc(f.Countries, func(c string) bool { return strings.EqualFold(c, *code) })
	}
	return len(f.Countries) == 0 ||
		slices.ContainsFunc(r.Actors, func(a record.Actor) bool { return one(a.Country) }) ||
		slices.ContainsFunc(r.Places, func(p record.Place) bool { return one(p.Country) })
}

// holdsOne says whether a text has one of several phrases, as whole words in
// any case.
func holdsOne(text string, phrases []string) bool {
	text = fold(text)
	return slices.ContainsFunc(phrases, func(p string) bool { p = fold(p); return p != "" && strings.Contains(text, p) })
}

// fold is the words of a text in small letters, a space around each. A line
// between words stands for the end of a name or a paragraph, over which no
// phrase goes.
func fold(text string) string {
	var b strings.Builder
	b.Grow(len(text) + 2)
	in, any := false, false
	for _, c := range text {
		word := unicode.IsLetter(c) || unicode.IsDigit(c) || unicode.IsMark(c)
		switch {
		case word && !in:
			b.WriteByte(' ')
			fallthrough
		case word:
			b.WriteRune(unicode.ToLower(c))
			any = true
		case c == '|' || c == '\n':
			b.WriteString(" |")
		}
		in = word
	}
	if !any {
		return ""
	}
	return b.String() + " "
}

func value(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
