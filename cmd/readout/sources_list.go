package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"readout/internal/acquire"
	"readout/internal/feed"
	"readout/internal/record"
	"readout/internal/sources"
	"readout/internal/worker"
)

func sourcesList(e *env, args []string) int {
	fs, file := e.newSourcesFlags("list", "[flags]")
	format := fs.String("format", "table", "table or json")
	if status, done := e.noInputs(fs, args); done {
		return status
	}
	f, err := loadSources(*file)
	if err != nil {
		return e.brokeAll(err)
	}
	switch *format {
	case "json":
		return e.sourcesJSON(f)
	case "table":
	default:
		return e.misuse("--format is table or json, not %q", *format)
	}
	if len(f.Sources) == 0 {
		fmt.Fprintf(e.stderr, "readout: %s names no source; readout sources add SITE adds one\n", record.Clean(*file))
		return exitOK
	}
	w := tabwriter.NewWriter(e.stdout, 0, 0, 2, ' ', 0)
	for _, s := range f.Sources {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", record.Clean(s.Name), cmp.Or(s.Kind, "?"), record.Clean(s.URL), record.Clean(remarks(s)))
	}
	w.Flush()
	return exitOK
}

// remarks is what a source has beside its name, kind and address.
func remarks(s sources.Source) string {
	var out []string
	if s.Paused {
		out = append(out, "paused")
	}
	if s.MinPace > 0 {
		out = append(out, "at most every "+sources.Pace(s.MinPace))
	}
	if s.MaxPace > 0 {
		out = append(out, "at least every "+sources.Pace(s.MaxPace))
	}
	f := s.Filter
	for _, list := range [][]string{f.Languages, f.Sections, f.Words, f.Actors, f.Countries} {
		if len(list) > 0 {
			out = append(out, "only "+strings.Join(list, "|"))
		}
	}
	if s.AllowPrivate {
		out = append(out, "may be private")
	}
	return strings.Join(out, "; ")
}

func (e *env) sourcesJSON(f *sources.File) int {
	type row struct {
		Name         string   `json:"name"`
		URL          string   `json:"url"`
		Kind         *string  `json:"kind"`
		MinPace      *string  `json:"min_pace"`
		MaxPace      *string  `json:"max_pace"`
		Languages    []string `json:"languages"`
		Sections     []string `json:"sections"`
		Words        []string `json:"words"`
		Actors       []string `json:"actors"`
		Countries    []string `json:"countries"`
		AllowPrivate bool     `json:"allow_private"`
		Paused       bool     `json:"paused"`
	}
	told := func(s string) *string {
		if s == "" {
			return nil
		}
		return &s
	}
	pace := func(d time.Duration) *string {
		if d == 0 {
			return nil
		}
		return told(sources.Pace(d))
	}
	list := func(s []string) []string { return append([]string{}, s...) }
	rows := []row{}
	for _, s := range f.Sources {
		rows = append(rows, row{s.Name, s.URL, told(string(s.Kind)), pace(s.MinPace), pace(s.MaxPace), list(s.Filter.Languages), list(s.Filter.Sections),
			list(s.Filter.Words), list(s.Filter.Actors), list(s.Filter.Countries), s.AllowPrivate, s.Paused})
	}
	enc := json.NewEncoder(e.stdout)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	if err := enc.Encode(rows); err != nil {
		return e.broke(err)
	}
	return exitOK
}

// A checked source is one that was looked at once.
type checked struct {
	source sources.Source
	gives  string
	err    error
}

// checksAtOnce is how many sources are asked at a time.
const checksAtOnce = 8

func sourcesCheck(e *env, args []string) int {
	var o sourcesFlags
	fs, file := e.newSourcesFlags("check", "[flags] [NAME...]")
	networkFlags(fs, &o.allowHosts, &o.allowPrivate)
	args, status, done := e.parseFlags(fs, args)
	if done {
		return status
	}
	f, err := sources.Load(*file)
	if err != nil {
		return e.brokeAll(err)
	}
	list := f.Sources
	if len(args) > 0 {
		list = slices.DeleteFunc(slices.Clone(list), func(s sources.Source) bool { return !slices.Contains(args, s.Name) })
		if len(list) < len(args) {
			return e.misuse("%s does not name all of %s", record.Clean(*file), record.Clean(strings.Join(args, ", ")))
		}
	}
	c := o.client(f)
	defer c.Close()
	finder := sources.Finder{Client: c, Robots: acquire.NewRobots(c)}
	failed := 0
	worker.InOrder(checksAtOnce, worker.Each(list), func(s sources.Source) checked { return check(finder, s) }, func(r checked) {
		if r.err != nil {
			e.fail(r.source.Name, r.err)
			failed++
			return
		}
		fmt.Fprintf(e.stdout, "%s: %s\n", record.Clean(r.source.Name), r.gives)
	})
	if failed > 0 {
		return exitFailed
	}
	return exitOK
}

// check looks at a source once.
func check(f sources.Finder, s sources.Source) checked {
	if s.Kind == feed.Folder {
		files, errs := acquire.Expand([]string{s.URL})
		if _, err := os.Stat(s.URL); err != nil {
			errs = []error{errors.New("no such folder")}
		}
		return checked{s, "folder, " + count(len(files), "report"), errors.Join(errs...)}
	}
	list, err := f.Look(context.Background(), s.URL)
	if err != nil {
		return checked{s, "", err}
	}
	if s.Kind != "" && s.Kind != list.Kind {
		return checked{s, "", fmt.Errorf("is a %s, and the file says %s", list.Kind, s.Kind)}
	}
	return checked{s, gives(list), nil}
}
