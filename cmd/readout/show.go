package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"os/user"
	"regexp"
	"slices"
	"strings"
	"time"

	"readout/internal/merge"
	"readout/internal/query"
	"readout/internal/record"
	"readout/internal/store"
	"readout/internal/worker"
)

// runShow shows one entry with its evidence and origins.
func runShow(e *env, args []string) int {
	fs := e.newFlags("show")
	archive := archiveFlag(fs)
	format := fs.String("format", "text", "text or json; of a report, record prints the record of it")
	args, status, done := e.parseFlags(fs, args)
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
		if err := writeText(e.stdout, k.Reading, e.width, e.color); err != nil {
			return err
		}
		return e.otherVersions(ctx, db, k.Key)
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
	slices.Sort(named)
	titles, err := db.Titles(ctx, slices.Compact(named))
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintf(e.stdout, "%s %s\n%s\n\n", i.Kind, i.ID, style{e.color}.bold(record.OneLine(i.Title))); err != nil {
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
				line += "  " + style{e.color}.dim(cut(record.OneLine(t), 100))
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
		return record.Clean(unstring(line))
	}
	return key[1:] + ": " + record.Clean(unstring(rest))
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
	format := formatFlag(fs)
	limit := fs.Int("limit", 0, "how many events; 0 for all that matter of a story, for the latest of an actor")
	args, status, done := e.parseFlags(fs, args)
	if done {
		return status
	}
	if len(args) != 1 {
		return e.misuse("timeline needs the id of a story, or an actor")
	}
	if !slices.Contains(itemFormats, *format) || *limit < 0 {
		return e.misuse("--format is table, json, jsonl, csv or md, and --limit not below 0")
	}
	db, err := e.openMerged(*archive)
	if err != nil {
		return e.broke(err)
	}
	defer db.Close()
	items, err := query.Timeline(context.Background(), db, args[0], *limit)
	if err == nil {
		err = writeItems(e.stdout, items, *format, e.columns())
	}
	if err != nil {
		return e.broke(err)
	}
	return exitOK
}

// runSearch finds words in everything.
func runSearch(e *env, args []string) int {
	fs := e.newFlags("search")
	archive := archiveFlag(fs)
	format := formatFlag(fs)
	kind := fs.String("kind", "", "event, statement, situation, actor, place, story, report or family only")
	limit := fs.Int("limit", 20, "how many, 0 for all")
	offset := fs.Int("offset", 0, "leave out the first `N`")
	args, status, done := e.parseFlags(fs, args)
	if done {
		return status
	}
	switch {
	case len(args) == 0:
		return e.misuse("search needs words")
	case !slices.Contains(itemFormats, *format):
		return e.misuse("--format is table, json, jsonl, csv or md, not %q", *format)
	case *kind != "" && !slices.Contains(itemKinds, *kind):
		return e.misuse("--kind is %s, not %q", strings.Join(itemKinds, ", "), *kind)
	case *limit < 0 || *offset < 0:
		return e.misuse("--limit and --offset are not below 0")
	}
	db, err := e.openMerged(*archive)
	if err != nil {
		return e.broke(err)
	}
	defer db.Close()
	if err := e.search(db, strings.Join(args, " "), *kind, *format, *limit, *offset); err != nil {
		return e.broke(err)
	}
	return exitOK
}

// itemKinds are the kinds of items that words are looked for in.
var itemKinds = []string{"event", "statement", "situation", "actor", "place", "story", "report", "family"}

// search prints what holds words, and says where more does; a limit of 0 is none.
func (e *env) search(db *store.DB, words, kind, format string, limit, offset int) error {
	most := math.MaxInt
	if limit > 0 {
		most = limit + 1
	}
	items, err := db.Search(context.Background(), words, kind, most, offset)
	if err != nil {
		return err
	}
	more := limit > 0 && len(items) > limit
	if more {
		items = items[:limit]
	}
	if err := writeItems(e.stdout, items, format, e.columns()); err != nil {
		return err
	}
	if more && format == "table" {
		fmt.Fprintf(e.stderr, "%d to %d; --offset %d for more\n", offset+1, offset+limit, offset+limit)
	}
	return nil
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
	args, status, done := e.parseFlags(fs, args)
	if done {
		return status
	}
	if len(args) < 2 || !slices.Contains(worker.Kinds(), args[0]) {
		return e.misuse("correct needs join, split, wrong, right, retitle, edit or undo, then ids")
	}
	c.Kind, c.Targets = args[0], args[1:]
	if *value != "" {
		c.Values = []string{*value}
		if c.Kind == "split" {
			c.Values = strings.Split(*value, "|")
		}
	}
	if c.By == "" {
		if u, err := user.Current(); err == nil {
			c.By = u.Username
		}
	}
	c.At = time.Now().UTC().Format(time.RFC3339Nano)
	if err := worker.Complete(&c); err != nil {
		return e.misuse("%s", err)
	}
	db, err := openArchive(*archive)
	if err != nil {
		return e.broke(err)
	}
	defer db.Close()
	ctx := context.Background()
	var id string
	err = worker.Patiently(func() (err error) {
		id, err = worker.Correct(ctx, db, c)
		return err
	})
	if err == nil {
		err = worker.Merge(ctx, db)
	}
	if err != nil {
		return e.broke(err)
	}
	fmt.Fprintln(e.stdout, id)
	return exitOK
}
