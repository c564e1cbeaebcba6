// Package export writes what an archive holds in the forms that other tools
// read, one file a format. An export says of itself, where the format has a
// place for it, which form it has, under which licence it stands and which
// readers read the reports; Dictionary says what its columns mean.
//
// The same archive gives the same bytes: times come out of the reports, never
// from a clock. Items are gone through some at a time, so that memory does not
// grow with the archive.
package export

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"net/url"
	"slices"
	"strings"

	"readout/internal/query"
	"readout/internal/store"
)

// Schema is the version of the forms: it grows when a column is taken out or
// changes its meaning.
const Schema = "1"

// Licence is what holds of an export when its maker says nothing else.
const Licence = "Titles and quotes belong to their publishers. Coordinates are of GeoNames, CC BY 4.0 (https://www.geonames.org)."

// Options say what is exported, and how.
type Options struct {
	Format  string
	Filter  query.Filter // without a Kind
	Kinds   []string     // none for those that the format holds by itself
	Licence string       // "" for Licence
	Self    string       // the address under which the export is had, for feeds; may be ""
}

// A Format is one form of an export.
type Format struct {
	Name  string
	Type  string // media type
	Ext   string // of a file, with its dot
	Help  string
	Kinds []string // of the items that it can hold, first those that it holds by itself
	// How many of Kinds it holds by itself; one file holds more than one kind
	// only where this is more than one.
	Default int
	Whole   bool // the archive itself, whatever the filter: for its owner alone
	Inside  bool // says in the file itself what Meta says
	write   func(*job) error
	columns func(kind string) []column // nil where the form is not one of columns
}

// formats lists the formats in the order in which help shows them.
func formats() []Format {
	facts := []string{"event", "statement", "situation"}
	all := append(slices.Clone(facts), "actor", "place", "story", "report", "family")
	event := []string{"event"}
	return []Format{
		{"jsonl", "application/jsonl", ".jsonl", "JSON Lines: entries as the archive holds them, with names and codes", all, len(all), false, true, writeJSONLines, jsonlColumns},
		{"csv", "text/csv; charset=utf-8; header=present", ".csv", "a table of one kind (RFC 4180)", all, 1, false, false, writeCSV, tableColumns},
		{"parquet", "application/vnd.apache.parquet", ".parquet", "a table of one kind (Apache Parquet)", all, 1, false, true, writeParquet, tableColumns},
		{"geojson", "application/geo+json", ".geojson", "what has coordinates (RFC 7946)", []string{"event", "situation", "place"}, 2, false, true, writeGeoJSON, tableColumns},
		{"gdelt", "text/tab-separated-values; charset=utf-8", ".export.CSV", "events in the 61 columns of GDELT 2.0, without a header", event, 1, false, false, writeGDELT, gdeltColumns},
		{"gdelt-mentions", "text/tab-separated-values; charset=utf-8", ".mentions.CSV", "mentions in the 16 columns of GDELT 2.0, without a header", event, 1, false, false, writeMentions, mentionColumns},
		{"polecat", "text/tab-separated-values; charset=utf-8", ".txt", "events in the 40 columns of POLECAT, with a header", event, 1, false, false, writePOLECAT, polecatColumns},
		{"acled", "text/csv; charset=utf-8; header=present", ".csv", "political violence, protest and what goes with them in the columns of ACLED", event, 1, false, false, writeACLED, acledColumns},
		{"atom", "application/atom+xml; charset=utf-8", ".atom", "a feed (RFC 4287), newest first", facts, len(facts), false, true, writeAtomFeed, nil},
		{"jsonfeed", "application/feed+json", ".json", "a feed (JSON Feed 1.1), newest first", facts, len(facts), false, true, writeJSONFeed, nil},
		{"md", "text/markdown; charset=utf-8", ".md", "a brief of a story with numbered sources, in Markdown", []string{"story"}, 1, false, true, writeMarkdown, nil},
		{"html", "text/html; charset=utf-8", ".html", "a brief of a story with numbered sources, in HTML", []string{"story"}, 1, false, true, writeHTML, nil},
		{"warc", "application/warc", ".warc.gz", "the pages as they came, WARC 1.1 with gzip", []string{"report"}, 1, false, true, writeWARC, nil},
		{"sqlite", "application/vnd.sqlite3", ".db", "a copy of the whole archive, without its tokens and alerts", nil, 0, true, true, writeSQLite, nil},
	}
}

// Formats lists the formats in the order in which help shows them.
func Formats() []Format { return formats() }

// Names lists the names of the formats.
func Names() []string {
	var out []string
	for _, f := range formats() {
		out = append(out, f.Name)
	}
	return out
}

// Find returns the format of a name.
func Find(name string) (Format, error) {
	for _, f := range formats() {
		if f.Name == name {
			return f, nil
		}
	}
	return Format{}, fmt.Errorf("format is one of %s, not %q", strings.Join(Names(), ", "), name)
}

// Tables says that a format is one of columns, which Dictionary lists.
func (f Format) Tables() bool { return f.columns != nil }

// Parse takes options from the query of an address: format, kind (more than
// once, or parted by commas) and the properties of a filter, whose names may be
// written with underscores, as the API has them. It refuses what it does not
// know: an export of more than was asked for looks like the one that was.
func Parse(query string) (Options, error) {
	given, err := parameters(query)
	if err != nil {
		return Options{}, err
	}
	o := Options{Format: cmp.Or(given.Get("format"), "jsonl")}
	for _, k := range given["kind"] {
		o.Kinds = append(o.Kinds, strings.Split(k, ",")...)
	}
	if err := o.Filter.Set(given); err != nil {
		return o, err
	}
	return o, o.Validate()
}

// parameters takes apart the query of an address. A parameter without a value
// is none, for forms send such.
func parameters(raw string) (url.Values, error) {
	values, err := url.ParseQuery(raw)
	if err != nil {
		return nil, errors.New("the query of the address cannot be taken apart")
	}
	names := []string{"format", "kind"}
	for _, f := range new(query.Filter).Fields() {
		names = append(names, f.Name)
	}
	given := url.Values{}
	for name, list := range values {
		as := strings.ReplaceAll(name, "_", "-")
		if !slices.Contains(names, as) {
			return nil, fmt.Errorf("no parameter %q; there are: %s", name, strings.Join(names, ", "))
		}
		given[as] = append(given[as], slices.DeleteFunc(list, func(s string) bool { return s == "" })...)
		if as != "kind" && len(given[as]) > 1 {
			return nil, fmt.Errorf("%s is given more than once", as)
		}
	}
	return given, nil
}

// Validate checks the options.
func (o *Options) Validate() error {
	f, err := Find(o.Format)
	if err != nil {
		return err
	}
	if err := o.Filter.Validate(); err != nil {
		return err
	}
	for _, k := range o.Kinds {
		if !slices.Contains(f.Kinds, k) {
			return fmt.Errorf("format %s holds %s, not kind %q", f.Name, cmp.Or(strings.Join(f.Kinds, ", "), "the archive"), k)
		}
	}
	if len(o.kinds(f)) > 1 && f.Default < 2 {
		return fmt.Errorf("format %s holds one kind a file", f.Name)
	}
	if f.Name == "md" || f.Name == "html" {
		switch whole := (query.Filter{Story: o.Filter.Story}); {
		case o.Filter.Story == "":
			return fmt.Errorf("format %s needs the id of a story", f.Name)
		case o.Filter != whole:
			return fmt.Errorf("format %s is a brief of a whole story: of the filters it takes story alone", f.Name)
		}
	}
	if (o.Filter.AsOf != "" || o.Filter.KnownAt != "") && !slices.Equal(o.kinds(f), []string{"situation"}) {
		return errors.New("as-of and known-at are asked of kind situation alone")
	}
	return nil
}

// FileName is the name under which an export is kept: the kind where there is
// one, and the format's ending.
func (o *Options) FileName() string {
	f, err := Find(o.Format)
	if err != nil {
		return "readout"
	}
	name := "readout"
	if k := o.kinds(f); len(k) == 1 {
		name += "-" + k[0]
	}
	return name + f.Ext
}

// kinds lists the kinds of items that are written, each once.
func (o *Options) kinds(f Format) []string {
	if len(o.Kinds) == 0 {
		return f.Kinds[:f.Default]
	}
	var out []string
	for _, k := range o.Kinds {
		if !slices.Contains(out, k) {
			out = append(out, k)
		}
	}
	return out
}

// Meta is what an export says of itself.
type Meta struct {
	Schema  string   `json:"schema"`
	Format  string   `json:"format"`
	Licence string   `json:"licence"`
	Readers []string `json:"readers"` // versions that read reports of the archive
	Kinds   []string `json:"kinds"`
	Filter  string   `json:"filter,omitempty"` // as in an address
}

// MetaOf says what an export says of itself.
func MetaOf(ctx context.Context, db *store.DB, o Options) (Meta, error) {
	f, err := Find(o.Format)
	if err != nil {
		return Meta{}, err
	}
	stats, err := db.Stats(ctx)
	if err != nil {
		return Meta{}, err
	}
	return Meta{Schema, f.Name, cmp.Or(o.Licence, Licence), slices.Sorted(maps.Keys(stats.Readers)), o.kinds(f), o.Filter.Values().Encode()}, nil
}

// pairs lists what an export says of itself as names and values.
func (m Meta) pairs() [][2]string {
	return [][2]string{{"readout.schema", m.Schema}, {"readout.format", m.Format}, {"readout.licence", m.Licence}, {"readout.readers", strings.Join(m.Readers, ", ")},
		{"readout.kinds", strings.Join(m.Kinds, ",")}, {"readout.filter", m.Filter}}
}

// A job is one export under way.
type job struct {
	Options
	ctx    context.Context
	db     *store.DB
	w      *bufio.Writer
	format Format
	meta   Meta
	names  *names
}

// Write writes an export. An error leaves w with a part of it.
func Write(ctx context.Context, w io.Writer, db *store.DB, o Options) error {
	if err := o.Validate(); err != nil {
		return err
	}
	f, err := Find(o.Format)
	if err != nil {
		return err
	}
	meta, err := MetaOf(ctx, db, o)
	if err != nil {
		return err
	}
	j := &job{o, ctx, db, bufio.NewWriterSize(w, 1<<16), f, meta, &names{db: db}}
	if err := f.write(j); err != nil {
		return err
	}
	return j.w.Flush()
}

// atOnce is how many items are held at a time.
const atOnce = 200

// every is had by a format that holds all items of a kind.
func every(*row) bool { return true }

// rows hands out those items of a kind that a format has, each with the names
// of those in it. They are what limit and offset count.
func (j *job) rows(kind string, has func(*row) bool, do func(*row) error) error {
	f := j.Filter
	f.Kind, f.Limit, f.Offset = kind, 0, 0
	skip, left := j.Filter.Offset, cmp.Or(j.Filter.Limit, math.MaxInt)
	enough := errors.New("enough")
	err := f.Each(j.ctx, j.db, atOnce, func(items []store.Item) error {
		list, err := j.names.rows(j.ctx, items)
		if err != nil {
			return err
		}
		for _, r := range list {
			switch {
			case !has(r):
				continue
			case skip > 0:
				skip--
				continue
			}
			if err := do(r); err != nil {
				return err
			}
			if left--; left == 0 {
				return enough
			}
		}
		return nil
	})
	if err == enough {
		return nil
	}
	return err
}
