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

	"readout/internal/query"
	"readout/internal/store"
)

// filterFlags adds the flags of a filter.
func filterFlags(fs *flag.FlagSet, f *query.Filter) {
	for _, p := range f.Fields() {
		switch {
		case p.String != nil:
			fs.StringVar(p.String, p.Name, *p.String, p.Help)
		case p.Int != nil:
			fs.IntVar(p.Int, p.Name, *p.Int, p.Help)
		default:
			fs.BoolVar(p.Bool, p.Name, *p.Bool, p.Help)
		}
	}
}

// itemFormats are the formats in which items are printed.
var itemFormats = []string{"table", "json", "jsonl", "csv", "md"}

func formatFlag(fs *flag.FlagSet) *string {
	return fs.String("format", "table", "table, json, jsonl, csv or md")
}

// lister is the command that lists items of a kind.
func lister(name, kind string) func(*env, []string) int {
	return func(e *env, args []string) int {
		f := query.Filter{Kind: kind, Limit: 50}
		fs := e.newFlags(name)
		archive := archiveFlag(fs)
		filterFlags(fs, &f)
		format := formatFlag(fs)
		if status, done := e.noInputs(fs, args); done {
			return status
		}
		if err := f.Validate(); err != nil {
			return e.misuse("%s", err)
		}
		if !slices.Contains(itemFormats, *format) {
			return e.misuse("--format is table, json, jsonl, csv or md, not %q", *format)
		}
		db, err := e.openMerged(*archive)
		if err != nil {
			return e.broke(err)
		}
		defer db.Close()
		if err := e.list(db, &f, *format); err != nil {
			return e.broke(err)
		}
		return exitOK
	}
}

func (e *env) list(db *store.DB, f *query.Filter, format string) error {
	items, total, err := f.Items(context.Background(), db)
	if err != nil {
		return err
	}
	if err := writeItems(e.stdout, items, format, e.columns()); err != nil {
		return err
	}
	end := f.Offset + len(items)
	if format != "table" || total <= end && len(items) > 0 || total == 0 {
		return nil
	}
	of := fmt.Sprint(total)
	if f.Limit > 0 && total > f.Offset+f.Limit+store.Many-1 {
		of = fmt.Sprint("more than ", total-1)
	}
	if len(items) == 0 {
		fmt.Fprintf(e.stderr, "readout: there are %s; --offset %d leaves out all\n", of, f.Offset)
		return nil
	}
	fmt.Fprintf(e.stderr, "%d to %d of %s; --offset %d for more\n", f.Offset+1, end, of, end)
	return nil
}

// columns is how wide a table may be: as wide as it is, but on a terminal.
func (e *env) columns() int {
	if e.terminal {
		return e.width
	}
	return 1 << 20
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
		r := query.RowOf(i)
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
		r := query.RowOf(i)
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
