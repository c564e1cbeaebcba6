package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/user"
	"regexp"
	"slices"
	"strings"
	"time"

	"readout/internal/merge"
	"readout/internal/store"
)

func isDay(s string) bool {
	_, err := time.Parse(time.DateOnly, s)
	return err == nil
}

// runShow shows one entry with its evidence and origins.
func runShow(e *env, args []string) int {
	fs := e.newFlags("show")
	archive := archiveFlag(fs)
	format := fs.String("format", "text", "text or json; of a report, record prints the record of it")
	args, status, done := parseFlags(fs, args)
	if done {
		return status
	}
	if len(args) != 1 || !slices.Contains([]string{"text", "json", "record"}, *format) {
		return e.misuse("show needs one id, and --format is text, json or record")
	}
	db, err := openArchive(*archive)
	if err != nil {
		return e.broke(err)
	}
	defer db.Close()
	if err := e.show(db, args[0], *format); err != nil {
		return e.broke(err)
	}
	return exitOK
}

func (e *env) show(db *store.DB, id, format string) error {
	ctx := context.Background()
	i, err := db.Item(ctx, id)
	if errors.Is(err, store.ErrNone) { // the hash of a text names its report
		if k, kerr := db.Reading(ctx, id); kerr == nil {
			i, err = db.Item(ctx, k.Key)
		}
	}
	if err != nil {
		return err
	}
	if i.Kind == "report" && format != "json" {
		k, err := db.Reading(ctx, i.ID)
		if err != nil {
			return err
		}
		if format == "record" {
			return e.printer("json")(e.stdout, k.Reading)
		}
		return writeText(e.stdout, k.Reading, e.width, e.color)
	}
	var out bytes.Buffer
	if err := json.Indent(&out, i.Body, "", "  "); err != nil {
		return err
	}
	out.WriteByte('\n')
	if format == "json" {
		_, err = e.stdout.Write(out.Bytes())
		return err
	}
	return e.showText(ctx, db, i, out.String())
}

// ids finds ids of the archive in JSON.
var ids = regexp.MustCompile(`"([arpesftyc][0-9a-f]{16})"`)

// showText prints an entry's JSON as lines without quotes and braces, each
// id followed by what it names.
func (e *env) showText(ctx context.Context, db *store.DB, i store.Item, body string) error {
	var named []string
	for _, m := range ids.FindAllStringSubmatch(body, -1) {
		named = append(named, m[1])
	}
	titles, err := db.Titles(ctx, set(named...))
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintf(e.stdout, "%s %s\n%s\n\n", i.Kind, i.ID, style{e.color}.bold(oneLine(i.Title))); err != nil {
		return err
	}
	for l := range strings.Lines(body) {
		text := strings.TrimRight(strings.TrimRight(l, "\n"), "{}[],")
		if strings.TrimSpace(text) == "" {
			continue
		}
		indent := len(text) - len(strings.TrimLeft(text, " "))
		line := strings.Repeat(" ", max(0, indent-2)) + unquote(strings.TrimSpace(text))
		for _, m := range ids.FindAllStringSubmatch(l, -1) {
			if t := titles[m[1]]; t != "" && m[1] != i.ID {
				line += "  " + style{e.color}.dim(cut(oneLine(t), 100))
			}
		}
		if _, err := fmt.Fprintln(e.stdout, line); err != nil {
			return err
		}
	}
	return nil
}

// unquote writes one line of JSON as words: `"name": "x"` becomes name: x.
func unquote(line string) string {
	key, rest, ok := strings.Cut(line, `": `)
	if !ok || !strings.HasPrefix(key, `"`) {
		return clean(unstring(line))
	}
	return key[1:] + ": " + clean(unstring(rest))
}

func unstring(s string) string {
	var out string
	if json.Unmarshal([]byte(s), &out) == nil {
		return out
	}
	return strings.TrimRight(s, " {[")
}

// runTimeline prints the time line of a story or an actor.
func runTimeline(e *env, args []string) int {
	fs := e.newFlags("timeline")
	archive := archiveFlag(fs)
	format := fs.String("format", "table", "table, json, jsonl, csv or md")
	limit := fs.Int("limit", 0, "how many events; 0 for all that matter of a story, for the latest of an actor")
	args, status, done := parseFlags(fs, args)
	if done {
		return status
	}
	if len(args) != 1 {
		return e.misuse("timeline needs the id of a story, or an actor")
	}
	db, err := openArchive(*archive)
	if err != nil {
		return e.broke(err)
	}
	defer db.Close()
	items, err := timeline(context.Background(), db, args[0], *limit)
	if err == nil {
		err = writeItems(e.stdout, items, *format, e.columns())
	}
	if err != nil {
		return e.broke(err)
	}
	return exitOK
}

// timeline lists the events that matter of a story, or those of an actor.
func timeline(ctx context.Context, db *store.DB, of string, limit int) ([]store.Item, error) {
	i, err := db.Item(ctx, of)
	if err == nil && i.Kind == "story" {
		var y merge.Story
		if err := json.Unmarshal(i.Body, &y); err != nil {
			return nil, err
		}
		var out []store.Item
		for _, id := range y.Timeline {
			ev, err := db.Item(ctx, id)
			if err != nil {
				return nil, err
			}
			if !ev.Hidden {
				out = append(out, ev)
			}
		}
		if limit > 0 {
			out = out[:min(limit, len(out))]
		}
		return out, nil
	}
	actors, err := named(ctx, db, "actor", of)
	if err != nil {
		return nil, err
	}
	if len(actors) == 0 {
		return nil, fmt.Errorf("%q names no story and no actor", of)
	}
	if limit <= 0 {
		limit = latestEvents
	}
	out, _, err := db.Items(ctx, store.Query{Kind: "event", Facets: map[string][]string{"party": actors}, Limit: limit, Newest: true})
	slices.SortStableFunc(out, func(a, b store.Item) int { return cmp.Compare(a.Day, b.Day) })
	return out, err
}

// latestEvents is how many events the time line of an actor shows.
const latestEvents = 100

// runSearch finds words in everything.
func runSearch(e *env, args []string) int {
	fs := e.newFlags("search")
	archive := archiveFlag(fs)
	format := fs.String("format", "table", "table, json, jsonl, csv or md")
	kind := fs.String("kind", "", "event, statement, situation, actor, place, story or report only")
	limit := fs.Int("limit", 20, "how many")
	offset := fs.Int("offset", 0, "leave out the first `N`")
	args, status, done := parseFlags(fs, args)
	if done {
		return status
	}
	if len(args) == 0 {
		return e.misuse("search needs words")
	}
	db, err := openArchive(*archive)
	if err != nil {
		return e.broke(err)
	}
	defer db.Close()
	items, err := db.Search(context.Background(), strings.Join(args, " "), *kind, *limit, *offset)
	if err == nil {
		err = writeItems(e.stdout, items, *format, e.columns())
	}
	if err != nil {
		return e.broke(err)
	}
	return exitOK
}

// runStats counts what the archive keeps.
func runStats(e *env, args []string) int {
	fs := e.newFlags("stats")
	archive := archiveFlag(fs)
	if status, done := e.noInputs(fs, args); done {
		return status
	}
	db, err := openArchive(*archive)
	if err != nil {
		return e.broke(err)
	}
	defer db.Close()
	s, err := db.Stats(context.Background())
	if err != nil {
		return e.broke(err)
	}
	enc := json.NewEncoder(e.stdout)
	enc.SetIndent("", "  ")
	if err := enc.Encode(s); err != nil {
		return e.broke(err)
	}
	return exitOK
}

// runCorrect writes a correction and merges the archive under it.
func runCorrect(e *env, args []string) int {
	fs := e.newFlags("correct")
	archive := archiveFlag(fs)
	var c merge.Correction
	fs.StringVar(&c.By, "by", os.Getenv("READOUT_AUTHOR"), "who signs (default: the user's name)")
	fs.StringVar(&c.Field, "field", "", "edit: the field")
	fs.StringVar(&c.Reason, "reason", "", "why")
	value := fs.String("value", "", "retitle, edit: the new value; split: names or reports to part, with | between")
	args, status, done := parseFlags(fs, args)
	if done {
		return status
	}
	if len(args) < 2 || !slices.Contains([]string{"join", "split", "wrong", "right", "retitle", "edit", "undo"}, args[0]) {
		return e.misuse("correct needs join, split, wrong, right, retitle, edit or undo, then ids")
	}
	c.Kind, c.Targets = args[0], args[1:]
	if *value != "" {
		c.Values = []string{*value}
		if c.Kind == "split" {
			c.Values = strings.Split(*value, "|")
		}
	}
	if err := complete(&c); err != nil {
		return e.misuse("%s", err)
	}
	db, err := openArchive(*archive)
	if err != nil {
		return e.broke(err)
	}
	defer db.Close()
	if err := e.correct(db, c); err != nil {
		return e.broke(err)
	}
	return exitOK
}

// complete signs and dates a correction, and checks that it says enough.
func complete(c *merge.Correction) error {
	if c.By == "" {
		if u, err := user.Current(); err == nil {
			c.By = u.Username
		}
	}
	c.At = time.Now().UTC().Format(time.RFC3339Nano)
	switch {
	case c.Kind == "join" && len(c.Targets) < 2:
		return errors.New("join needs two ids or more")
	case (c.Kind == "retitle" || c.Kind == "edit" || c.Kind == "split") && len(c.Values) == 0:
		return fmt.Errorf("%s needs --value", c.Kind)
	case c.Kind == "edit" && c.Field == "":
		return errors.New("edit needs --field")
	}
	return nil
}

func (e *env) correct(db *store.DB, c merge.Correction) error {
	ctx := context.Background()
	for _, id := range c.Targets {
		if c.Kind == "undo" {
			if err := isCorrection(ctx, db, id); err != nil {
				return err
			}
			continue
		}
		i, err := db.Item(ctx, id)
		if err != nil {
			return err
		}
		entry, err := entryOf(i)
		if err != nil {
			return err
		}
		field := c.Field
		if c.Kind == "retitle" {
			field = "title"
		}
		if field != "" && !merge.Editable(entry, field) {
			return fmt.Errorf("%s %s has no field %q that can be corrected", i.Kind, id, field)
		}
		c.Anchors = append(c.Anchors, merge.Anchors(entry))
	}
	body, err := json.Marshal(&c)
	if err != nil {
		return err
	}
	c.ID = merge.ID("c", string(body))
	if err := db.AddCorrection(ctx, store.Correction{ID: c.ID, At: c.At, By: c.By, Kind: c.Kind, Body: body}); err != nil {
		return err
	}
	if err := mergeStale(ctx, db); err != nil {
		return err
	}
	_, err = fmt.Fprintf(e.stdout, "%s\n", c.ID)
	return err
}

// isCorrection fails unless there is such a correction to be undone.
func isCorrection(ctx context.Context, db *store.DB, id string) error {
	list, err := db.Corrections(ctx)
	if err == nil && !slices.ContainsFunc(list, func(c store.Correction) bool { return c.ID == id }) {
		err = fmt.Errorf("no correction %s", id)
	}
	return err
}

// entryOf is the entry of the merged record that an item holds.
func entryOf(i store.Item) (any, error) {
	entries := map[string]any{"actor": &merge.Actor{}, "place": &merge.Place{}, "event": &merge.Event{}, "statement": &merge.Statement{},
		"situation": &merge.Situation{}, "story": &merge.Story{}, "report": &merge.Report{}, "family": &merge.Family{}}
	entry := entries[i.Kind]
	return entry, json.Unmarshal(i.Body, entry)
}
