package sources

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"readout/internal/feed"
	"readout/internal/whole"
)

// Add adds sources to the end of a file, or makes it. What stands there stays
// as it is, comments too. A source that the file has already, by name or URL,
// is an error, and then nothing is added.
func Add(path string, list ...Source) error {
	text, err := read(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	f, err := Parse(path, text)
	if err != nil {
		return err
	}
	known := f.taken()
	for _, s := range list {
		for _, w := range known.clash(s) {
			return fmt.Errorf("%s: %s %w", path, w.field, w.err)
		}
		if len(text) > 0 && !bytes.HasSuffix(text, []byte("\n")) {
			text = append(text, '\n')
		}
		if len(text) > 0 {
			text = append(text, '\n')
		}
		text = append(text, s.TOML()...)
	}
	if _, err := Parse(path, text); err != nil {
		return err
	}
	return write(path, text)
}

// Remove takes a source out of a file, by its name or URL, with the comments
// that stand right above and below it. The rest stays as it is.
func Remove(path, nameOrURL string) error {
	text, err := read(path)
	if err != nil {
		return err
	}
	f, err := Parse(path, text)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(f.Sources, func(s Source) bool { return s.Name == nameOrURL || s.URL == nameOrURL })
	if i < 0 {
		return fmt.Errorf("%s: no source %q", path, nameOrURL)
	}
	if f.Sources[i].Line == 0 {
		return fmt.Errorf("%s: %q is not written as a [[source]] of its own: take it out by hand", path, nameOrURL)
	}
	lines := strings.SplitAfter(string(text), "\n")
	from, to := above(lines, f.Sources[i].Line-1), len(lines)
	if i+1 < len(f.Sources) {
		to = above(lines, f.Sources[i+1].Line-1)
	}
	to = below(lines, from, to)
	left := []byte(strings.Join(slices.Delete(lines, from, to), ""))
	if now, err := Parse(path, left); err != nil || len(now.Sources) != len(f.Sources)-1 {
		return fmt.Errorf("%s: %q cannot be parted from the rest: take it out by hand", path, nameOrURL)
	}
	return write(path, left)
}

// above is the index of the first of the comment lines right above a line.
func above(lines []string, i int) int {
	for i > 0 && strings.HasPrefix(strings.TrimSpace(lines[i-1]), "#") {
		i--
	}
	return i
}

// below is the index of the line after a source that lies between two lines,
// with the comments right below its last field and the empty lines after them.
func below(lines []string, from, to int) int {
	empty := func(i int) bool { return strings.TrimSpace(lines[i]) == "" }
	last := to
	for last > from && (empty(last-1) || strings.HasPrefix(strings.TrimSpace(lines[last-1]), "#")) {
		last--
	}
	for last < to && !empty(last) {
		last++
	}
	for last < to && empty(last) {
		last++
	}
	return last
}

// write puts a file in the place of another, with its permissions.
func write(path string, text []byte) error {
	mode := fs.FileMode(0o644)
	if st, err := os.Stat(path); err == nil {
		mode = st.Mode().Perm()
	}
	return whole.Write(path, mode, func(w io.Writer) error { _, err := w.Write(text); return err })
}

// TOML is a source as the file has it. What is as it would be anyway is left
// out.
func (s Source) TOML() string {
	var b strings.Builder
	line := func(key, value string) { fmt.Fprintf(&b, "%s = %s\n", key, value) }
	b.WriteString("[[source]]\n")
	line("name", quote(s.Name))
	line("url", quote(s.URL))
	if s.Kind != "" {
		line("kind", quote(string(s.Kind)))
	}
	for _, p := range []struct {
		key  string
		time time.Duration
	}{{"min_pace", s.MinPace}, {"max_pace", s.MaxPace}} {
		if p.time > 0 {
			line(p.key, quote(Pace(p.time)))
		}
	}
	for _, f := range []struct {
		key    string
		values []string
	}{{"languages", s.Filter.Languages}, {"sections", s.Filter.Sections}, {"words", s.Filter.Words}, {"actors", s.Filter.Actors}, {"countries", s.Filter.Countries}} {
		if len(f.values) > 0 {
			line(f.key, quoteAll(f.values))
		}
	}
	for _, o := range []struct {
		key string
		set bool
	}{{"allow_private", s.AllowPrivate}, {"paused", s.Paused}} {
		if o.set {
			line(o.key, "true")
		}
	}
	return b.String()
}

// quote is a basic string of TOML (toml.io, v1.0.0, String).
func quote(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range strings.ToValidUTF8(s, string(utf8.RuneError)) {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r < ' ' || r == 0x7f:
			fmt.Fprintf(&b, `\u%04X`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

func quoteAll(list []string) string {
	var out []string
	for _, s := range list {
		out = append(out, quote(s))
	}
	return "[" + strings.Join(out, ", ") + "]"
}

// Pace is a time as the file has it, such as 90s, 5m, 2h or 1d.
func Pace(d time.Duration) string {
	for _, u := range []struct {
		name string
		time time.Duration
	}{{"d", 24 * time.Hour}, {"h", time.Hour}, {"m", time.Minute}} {
		if d >= u.time && d%u.time == 0 {
			return strconv.Itoa(int(d/u.time)) + u.name
		}
	}
	return d.String()
}

// Outlines are the sources that an OPML list can hold.
func (f *File) Outlines() (out []feed.Outline) {
	for _, s := range f.Sources {
		if s.Kind == feed.Feed || s.Kind == "" {
			out = append(out, feed.Outline{Title: s.Name, URL: s.URL})
		}
	}
	return out
}

// Unused is a name, with a number behind it where a source has it already.
func (f *File) Unused(name string) string { return f.taken().unused(name) }

func (t taken) unused(name string) string {
	unused := name
	for n := 2; ; n++ {
		if _, ok := t[strings.ToLower(unused)]; !ok {
			return unused
		}
		unused = fmt.Sprintf("%s %d", name, n)
	}
}

// FromOPML makes sources of an OPML list, leaving out those whose URL the file
// has and counting them. A name that another source has gets a number.
func (f *File) FromOPML(list []feed.Outline) (fresh []Source, had int) {
	known := f.taken()
	for _, o := range list {
		if _, ok := known[o.URL]; ok {
			had++
			continue
		}
		s := Source{Name: o.Title, URL: o.URL, Kind: feed.Feed}
		if s.address() != nil {
			continue
		}
		s.Name = known.unused(s.Name)
		known.add(s)
		fresh = append(fresh, s)
	}
	return fresh, had
}
