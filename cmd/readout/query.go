package main

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"readout/internal/merge"
	"readout/internal/store"
)

// queryOptions are the flags that all lists have.
type queryOptions struct {
	archive, actor, recipient, country, place, typ string
	factuality, state, since, until, story, outlet string
	text, format, asOf, knownAt, sector, report    string
	minOrigins, limit, offset                      int
	newest, wrong                                  bool
}

func (o *queryOptions) flags(fs *flag.FlagSet, kind string) {
	fs.StringVar(&o.archive, "archive", *archiveFlag(flag.NewFlagSet("", flag.ContinueOnError)), "the archive's `FILE`")
	fs.StringVar(&o.actor, "actor", "", "who acts, speaks or holds: a `NAME` or an id")
	fs.StringVar(&o.recipient, "recipient", "", "who is acted on, addressed or held: a `NAME` or an id")
	fs.StringVar(&o.country, "country", "", "a country of the parties or places, ISO 3166-1 alpha-3")
	fs.StringVar(&o.place, "place", "", "a place: a `NAME` or an id")
	fs.StringVar(&o.typ, "type", "", "the type of an event, else the kind")
	fs.StringVar(&o.factuality, "factuality", "", "actual, planned, denied or possible")
	fs.StringVar(&o.since, "since", "", "the first `DAY` (YYYY-MM-DD)")
	fs.StringVar(&o.until, "until", "", "the last `DAY`")
	fs.StringVar(&o.story, "story", "", "the `ID` of a story")
	fs.StringVar(&o.outlet, "outlet", "", "an outlet or agency")
	fs.StringVar(&o.report, "report", "", "the `ID` of a report")
	fs.IntVar(&o.minOrigins, "min-origins", 0, "told by at least `N` independent origins")
	fs.StringVar(&o.text, "text", "", "`WORDS` that title or evidence hold")
	fs.StringVar(&o.format, "format", "", "table, json, jsonl, csv or md (default table)")
	fs.IntVar(&o.limit, "limit", 50, "how many of them, 0 for all")
	fs.IntVar(&o.offset, "offset", 0, "leave out the first `N`")
	fs.BoolVar(&o.newest, "newest", false, "newest first")
	fs.BoolVar(&o.wrong, "wrong", false, "those marked as wrong too")
	if kind == "situation" {
		fs.StringVar(&o.state, "state", "", "in_force, ended, sought or in_doubt")
		fs.StringVar(&o.asOf, "as-of", "", "the state on a `DAY`")
		fs.StringVar(&o.knownAt, "known-at", "", "as it was known on a `DAY`")
	}
	if kind == "actor" {
		fs.StringVar(&o.sector, "sector", "", "a PLOVER sector")
	}
}

// days checks the days among the flags.
func (o *queryOptions) days() error {
	for _, d := range []string{o.since, o.until, o.asOf, o.knownAt} {
		if d != "" && !isDay(d) {
			return fmt.Errorf("a day is written as 2026-01-28, not %q", d)
		}
	}
	return nil
}

// query makes the query of the flags. Names are looked up first.
func (o *queryOptions) query(ctx context.Context, db *store.DB, kind string) (store.Query, error) {
	q := store.Query{Kind: kind, Facets: map[string][]string{}, Since: o.since, Until: o.until, MinOrigins: o.minOrigins,
		Words: o.text, Limit: o.limit, Offset: o.offset, Newest: o.newest, Hidden: o.wrong}
	for _, f := range []struct{ field, value string }{
		{"country", strings.ToUpper(o.country)}, {"factuality", o.factuality}, {"state", o.state}, {"story", o.story},
		{"outlet", merge.Fold(o.outlet)}, {"sector", o.sector}, {"report", o.report},
	} {
		if f.value != "" {
			q.Facets[f.field] = []string{f.value}
		}
	}
	if field := map[string]string{"actor": "actor", "place": "place"}[kind]; field != "" && o.report != "" {
		delete(q.Facets, "report")
		ids, err := namedBy(ctx, db, o.report, field)
		if err != nil {
			return q, err
		}
		q.Facets[field] = ids
	}
	if o.typ != "" {
		q.Facets["type"] = set(o.typ, strings.ToUpper(o.typ), strings.ToLower(o.typ))
	}
	for _, f := range []struct{ field, kind, value string }{
		{"actor", "actor", o.actor}, {"recipient", "actor", o.recipient}, {"place", "place", o.place},
	} {
		if f.value == "" {
			continue
		}
		ids, err := named(ctx, db, f.kind, f.value)
		if err != nil {
			return q, err
		}
		q.Facets[f.field] = ids
	}
	return q, nil
}

func set(list ...string) []string {
	slices.Sort(list)
	return slices.Compact(list)
}

// namedBy lists the actors or places that a report tells of.
func namedBy(ctx context.Context, db *store.DB, report, field string) ([]string, error) {
	i, err := db.Item(ctx, report)
	if err != nil {
		return nil, err
	}
	var r merge.Report
	if err := json.Unmarshal(i.Body, &r); err != nil {
		return nil, err
	}
	if field == "place" {
		return r.Places, nil
	}
	return r.Actors, nil
}

// named lists the ids that a name or an id means.
func named(ctx context.Context, db *store.DB, kind, name string) ([]string, error) {
	if i, err := db.Item(ctx, name); err == nil {
		return []string{i.ID}, nil
	}
	list, _, err := db.Items(ctx, store.Query{Kind: kind, Facets: map[string][]string{"name": {merge.Fold(name)}}, Limit: 500})
	ids := []string{}
	for _, i := range list {
		ids = append(ids, i.ID)
	}
	return ids, err
}

// lister is the command that lists items of a kind.
func lister(name, kind string) func(*env, []string) int {
	return func(e *env, args []string) int {
		var o queryOptions
		fs := e.newFlags(name)
		o.flags(fs, kind)
		if status, done := e.noInputs(fs, args); done {
			return status
		}
		if err := o.days(); err != nil {
			return e.misuse("%s", err)
		}
		if o.format == "" {
			o.format = "table"
		}
		if !slices.Contains([]string{"table", "json", "jsonl", "csv", "md"}, o.format) {
			return e.misuse("--format is table, json, jsonl, csv or md, not %q", o.format)
		}
		db, err := openArchive(o.archive)
		if err != nil {
			return e.broke(err)
		}
		defer db.Close()
		if err := e.list(db, o, kind); err != nil {
			return e.broke(err)
		}
		return exitOK
	}
}

func (e *env) list(db *store.DB, o queryOptions, kind string) error {
	ctx := context.Background()
	q, err := o.query(ctx, db, kind)
	if err != nil {
		return err
	}
	var items []store.Item
	total := 0
	if o.asOf != "" || o.knownAt != "" {
		items, total, err = asOf(ctx, db, q, o)
	} else {
		items, total, err = db.Items(ctx, q)
	}
	if err != nil {
		return err
	}
	if err := writeItems(e.stdout, items, o.format, e.columns()); err != nil {
		return err
	}
	if o.format == "table" && total > len(items) {
		of := fmt.Sprint(total)
		if total > o.offset+o.limit+store.Many-1 {
			of = fmt.Sprint("more than ", total-1)
		}
		fmt.Fprintf(e.stderr, "%d to %d of %s; --offset %d for more\n", o.offset+1, o.offset+len(items), of, o.offset+len(items))
	}
	return nil
}

// asOf lists the situations of which something was known, with their state
// on a day as it was known on another.
func asOf(ctx context.Context, db *store.DB, q store.Query, o queryOptions) ([]store.Item, int, error) {
	day, known := o.asOf, o.knownAt
	if day == "" {
		day = known
	}
	if known == "" {
		known = "9999-12-31"
	}
	state := q.Facets["state"]
	delete(q.Facets, "state") // that of the last report
	var out []store.Item
	for q.Offset, q.Limit = 0, asOfAtOnce; ; q.Offset += q.Limit {
		page, _, err := db.Items(ctx, q)
		if err != nil {
			return nil, 0, err
		}
		for _, i := range page {
			seen, err := seenAt(&i, day, known, state)
			if err != nil {
				return nil, 0, err
			}
			if seen {
				out = append(out, i)
			}
		}
		enough := o.limit > 0 && len(out) > o.offset+o.limit
		if len(page) < q.Limit || enough {
			break
		}
	}
	total := len(out)
	out = out[min(o.offset, total):]
	if o.limit > 0 {
		out = out[:min(o.limit, len(out))]
	}
	return out, total, nil
}

// asOfAtOnce is how many ledgers are read at a time.
const asOfAtOnce = 100

// seenAt sets a situation to its state on a day as it was known on another;
// false when nothing was known or the state is not one of those wanted.
func seenAt(i *store.Item, day, known string, states []string) (bool, error) {
	var t merge.Situation
	if err := json.Unmarshal(i.Body, &t); err != nil {
		return false, err
	}
	v := t.At(day, known)
	if v.State == "" || len(states) > 0 && !slices.Contains(states, v.State) {
		return false, nil
	}
	t.State, t.Since, t.Until, t.Disputed, t.Entries = v.State, v.Since, v.Until, v.Disputed, v.Entries
	body, err := json.Marshal(&t)
	i.Body = body
	return true, err
}

// columns is how wide a table may be: as wide as it is, but on a terminal.
func (e *env) columns() int {
	if e.terminal {
		return e.width
	}
	return 1 << 20
}

// A row is an item in a table.
type row struct {
	ID, Day, Until, Title, State string
	Origins, Reports             int
}

func rowOf(i store.Item) row {
	var b struct {
		State, Factuality, Kind, Outlet string
		Disputed                        bool
		Reports                         []string
		Told                            int
	}
	json.Unmarshal(i.Body, &b) // a field that is not there stays empty
	r := row{i.ID, i.Day, i.Until, oneLine(i.Title), b.State, i.Origins, max(1, len(b.Reports), b.Told)}
	switch i.Kind {
	case "event":
		r.State = b.Factuality
	case "actor", "place":
		r.State = b.Kind
	case "report":
		r.State = b.Outlet
	}
	if b.Disputed {
		r.State += " (disputed)"
	}
	return r
}

// writeItems prints items in a format.
func writeItems(w io.Writer, items []store.Item, format string, width int) error {
	switch format {
	case "json":
		bodies := []json.RawMessage{}
		for _, i := range items {
			bodies = append(bodies, i.Body)
		}
		enc := json.NewEncoder(w)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", " ")
		return enc.Encode(bodies)
	case "jsonl":
		for _, i := range items {
			if _, err := fmt.Fprintf(w, "%s\n", i.Body); err != nil {
				return err
			}
		}
		return nil
	case "csv":
		return writeCSV(w, items)
	}
	return writeTable(w, items, format == "md", width)
}

func writeCSV(w io.Writer, items []store.Item) error {
	c := csv.NewWriter(w)
	c.Write([]string{"id", "kind", "day", "until", "title", "state", "origins", "reports"})
	for _, i := range items {
		r := rowOf(i)
		c.Write([]string{r.ID, i.Kind, r.Day, r.Until, plain(r.Title), plain(r.State), strconv.Itoa(r.Origins), strconv.Itoa(r.Reports)})
	}
	c.Flush()
	return c.Error()
}

// plain keeps a spreadsheet from taking outside text for a formula.
func plain(s string) string {
	if s != "" && strings.ContainsRune("=+-@", rune(s[0])) {
		return "'" + s
	}
	return s
}

func writeTable(w io.Writer, items []store.Item, md bool, width int) error {
	var err error
	say := func(format string, args ...any) {
		if err == nil {
			_, err = fmt.Fprintf(w, format, args...)
		}
	}
	if md {
		say("| id | day | what | state | origins | reports |\n| --- | --- | --- | --- | --- | --- |\n")
	}
	for _, i := range items {
		r := rowOf(i)
		day := r.Day
		if r.Until != "" && r.Until != r.Day {
			day += "/" + r.Until
		}
		if md {
			say("| %s | %s | %s | %s | %d | %d |\n", r.ID, day, strings.ReplaceAll(r.Title, "|", "\\|"), strings.ReplaceAll(r.State, "|", "\\|"), r.Origins, r.Reports)
			continue
		}
		say("%-17s  %-21s  %-10s %2d/%-3d %s\n", r.ID, day, cut(r.State, 20), r.Origins, r.Reports, cut(r.Title, max(30, width-60)))
	}
	return err
}

// cut shortens a line to n letters.
func cut(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return string(r[:n-1]) + "…"
}
