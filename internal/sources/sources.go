// Package sources keeps the file in which a user says what is followed
// (sources.toml), and finds what of a site can be.
package sources

import (
	"bytes"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"

	"readout/internal/feed"
	"readout/internal/filter"
)

// A File is what a sources file says.
type File struct {
	Contact string // a URL that the User-Agent names, so that an outlet finds who asks; "" for none
	Sources []Source
}

// A Source is one thing that is followed.
type Source struct {
	Name         string        // no other has it
	URL          string        // of a folder its path
	Kind         feed.Kind     // "" where it is to be found out
	MinPace      time.Duration // the shortest time between two looks; 0 leaves it to the watch
	MaxPace      time.Duration // the longest; likewise
	Filter       filter.Filter
	AllowPrivate bool // its host may lie inside this network
	Paused       bool // it is not looked at
	Line         int  // of the file
}

// AllowHosts are the hosts that the file lets lie inside this network, as
// acquire.Settings takes them.
func (f *File) AllowHosts() []string {
	var out []string
	for _, s := range f.Sources {
		if u, err := url.Parse(s.URL); err == nil && s.AllowPrivate && u.Host != "" {
			out = append(out, u.Host)
		}
	}
	return out
}

// A table is a source as TOML writes it.
type table struct {
	Name         string   `toml:"name"`
	URL          string   `toml:"url"`
	Kind         string   `toml:"kind"`
	MinPace      string   `toml:"min_pace"`
	MaxPace      string   `toml:"max_pace"`
	Languages    []string `toml:"languages"`
	Sections     []string `toml:"sections"`
	Words        []string `toml:"words"`
	Actors       []string `toml:"actors"`
	Countries    []string `toml:"countries"`
	AllowPrivate bool     `toml:"allow_private"`
	Paused       bool     `toml:"paused"`
}

// maxFile is the largest sources file, in bytes.
const maxFile = 4 << 20

// Load reads a sources file. Folders are meant from where it lies.
func Load(path string) (*File, error) {
	b, err := read(path)
	if err != nil {
		return nil, err
	}
	f, err := Parse(path, b)
	if err != nil {
		return nil, err
	}
	for i := range f.Sources {
		if s := &f.Sources[i]; s.Kind == feed.Folder && !filepath.IsAbs(s.URL) {
			s.URL = filepath.Join(filepath.Dir(path), s.URL)
		}
	}
	return f, nil
}

func read(path string) ([]byte, error) {
	st, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if st.Size() > maxFile {
		return nil, fmt.Errorf("%s: larger than %d MB", path, maxFile>>20)
	}
	return os.ReadFile(path)
}

// Parse reads the text of a sources file. The error says everything that is
// wrong, an error a line, each with the name of the file, the line and the
// field.
func Parse(name string, text []byte) (*File, error) {
	var raw struct {
		Contact string  `toml:"contact"`
		Source  []table `toml:"source"`
	}
	d := toml.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&raw); err != nil {
		return nil, decoding(name, err)
	}
	f := &File{Contact: raw.Contact}
	at := places(text)
	known := taken{}
	var wrong []error
	if u, err := url.Parse(raw.Contact); raw.Contact != "" && (err != nil || u.Host == "" && u.Scheme != "mailto") {
		wrong = append(wrong, fmt.Errorf("%s:%d: contact: not a URL: %q", name, at.contact, raw.Contact))
	}
	for i, t := range raw.Source {
		var p place
		if i < len(at.sources) {
			p = at.sources[i]
		}
		s, errs := t.source()
		s.Line = p.line
		for _, e := range append(errs, known.clash(s)...) {
			wrong = append(wrong, fmt.Errorf("%s:%d: %s: %w", name, p.of(e.field), e.field, e.err))
		}
		known.add(s)
		f.Sources = append(f.Sources, s)
	}
	if wrong != nil {
		return nil, errors.Join(wrong...)
	}
	return f, nil
}

// decoding puts what TOML found wrong in lines of our form.
func decoding(name string, err error) error {
	var strict *toml.StrictMissingError
	var one *toml.DecodeError
	switch {
	case errors.As(err, &strict):
		var out []error
		for i := range strict.Errors {
			e := &strict.Errors[i]
			line, _ := e.Position()
			out = append(out, fmt.Errorf("%s:%d: %s: no such field", name, line, strings.Join(e.Key(), ".")))
		}
		return errors.Join(out...)
	case errors.As(err, &one):
		line, _ := one.Position()
		what := strings.TrimPrefix(one.Error(), "toml: ")
		if key := strings.Join(one.Key(), "."); key != "" {
			what = key + ": " + what
		}
		return fmt.Errorf("%s:%d: %s", name, line, what)
	}
	return fmt.Errorf("%s: %w", name, err)
}

// A fault is what is wrong with one field.
type fault struct {
	field string
	err   error
}

// source checks a table.
func (t *table) source() (s Source, wrong []fault) {
	s = Source{
		Name: strings.TrimSpace(t.Name), URL: strings.TrimSpace(t.URL), Kind: feed.Kind(t.Kind),
		Filter:       filter.Filter{Languages: t.Languages, Sections: t.Sections, Words: t.Words, Actors: t.Actors, Countries: t.Countries},
		AllowPrivate: t.AllowPrivate, Paused: t.Paused,
	}
	check := func(field string, err error) {
		if err != nil {
			wrong = append(wrong, fault{field, err})
		}
	}
	check("url", s.address())
	if s.Kind != "" && !slices.Contains(kinds, s.Kind) {
		check("kind", fmt.Errorf("is feed, sitemap, page or folder, not %q", t.Kind))
	}
	var err error
	s.MinPace, err = pace(t.MinPace)
	check("min_pace", err)
	s.MaxPace, err = pace(t.MaxPace)
	check("max_pace", err)
	if s.MaxPace > 0 && s.MinPace > s.MaxPace {
		check("max_pace", errors.New("is shorter than min_pace"))
	}
	for field, f := range map[string]filter.Filter{"languages": {Languages: t.Languages}, "sections": {Sections: t.Sections},
		"words": {Words: t.Words}, "actors": {Actors: t.Actors}, "countries": {Countries: t.Countries}} {
		if err := f.Validate(); err != nil {
			check(field, errors.New(strings.TrimPrefix(err.Error(), "filter: ")))
		}
	}
	slices.SortStableFunc(wrong, func(a, b fault) int { return strings.Compare(a.field, b.field) })
	return s, wrong
}

var kinds = []feed.Kind{feed.Feed, feed.Sitemap, feed.Page, feed.Folder}

// address checks the URL, and makes a name of it where there is none.
func (s *Source) address() error {
	scheme, _, hasScheme := strings.Cut(s.URL, "://")
	switch {
	case s.URL == "":
		return errors.New("missing")
	case s.Kind == feed.Folder && hasScheme:
		return fmt.Errorf("not a folder: %q", s.URL)
	case s.Kind == feed.Folder:
	case !hasScheme:
		return fmt.Errorf("not an http or https URL, and for a folder kind = \"folder\" is missing: %q", s.URL)
	case scheme != "http" && scheme != "https":
		return fmt.Errorf("not an http or https URL: %q", s.URL)
	default:
		u, err := url.Parse(s.URL)
		if err != nil || u.Hostname() == "" {
			return fmt.Errorf("not a URL: %q", s.URL)
		}
		if u.User != nil {
			return errors.New("names and passwords have no place in it")
		}
	}
	if s.Name == "" {
		s.Name = s.URL[strings.Index(s.URL, "://")+1:]
		s.Name = strings.Trim(strings.TrimPrefix(s.Name, "//"), "/")
	}
	return nil
}

// taken are the names, in small letters, and the URLs of sources, with their
// lines. No name is a URL of another source, for it would name two.
type taken map[string]int

func (t taken) add(s Source) { t[strings.ToLower(s.Name)], t[s.URL] = s.Line, s.Line }

// clash says what a source has that another has.
func (t taken) clash(s Source) []fault {
	for _, f := range []struct{ field, value, key string }{{"name", s.Name, strings.ToLower(s.Name)}, {"url", s.URL, s.URL}} {
		if line, ok := t[f.key]; ok && f.value != "" {
			return []fault{{f.field, fmt.Errorf("%q is also that of line %d", f.value, line)}}
		}
	}
	return nil
}

// taken are the names and URLs of a file.
func (f *File) taken() taken {
	t := taken{}
	for _, s := range f.Sources {
		t.add(s)
	}
	return t
}

// pace reads a time such as 90s, 5m, 2h or 1d.
func pace(s string) (time.Duration, error) {
	if s == "" {
		return 0, nil
	}
	var d time.Duration
	var err error
	if days, ok := strings.CutSuffix(s, "d"); ok {
		var n float64
		n, err = strconv.ParseFloat(days, 64)
		d = time.Duration(n * float64(24*time.Hour))
	} else {
		d, err = time.ParseDuration(s)
	}
	if err != nil || d < time.Second || d > 366*24*time.Hour {
		return 0, fmt.Errorf("a time such as 90s, 5m, 2h or 1d, not %q", s)
	}
	return d, nil
}

// A place is where a source stands in the file: the line of its head, and
// those of its fields.
type place struct {
	line   int
	fields map[string]int
}

func (p place) of(field string) int {
	if n := p.fields[field]; n > 0 {
		return n
	}
	return p.line
}

type layout struct {
	contact int
	sources []place
}

// places finds the lines of a file that is sound TOML.
func places(text []byte) (l layout) {
	var p unstable.Parser
	p.Reset(text)
	line, counted := 1, 0
	for p.NextExpression() {
		e := p.Expression()
		key := e.Key()
		if !key.Next() {
			continue
		}
		at := int(key.Node().Raw.Offset)
		line, counted = line+bytes.Count(text[counted:at], []byte("\n")), at
		name := string(key.Node().Data)
		switch {
		case e.Kind == unstable.ArrayTable && name == "source":
			l.sources = append(l.sources, place{line, map[string]int{}})
		case e.Kind == unstable.KeyValue && len(l.sources) > 0:
			l.sources[len(l.sources)-1].fields[name] = line
		case e.Kind == unstable.KeyValue && name == "contact":
			l.contact = line
		}
	}
	return l
}
