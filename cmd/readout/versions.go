package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"readout/internal/diff"
	"readout/internal/query"
	"readout/internal/record"
	"readout/internal/store"
)

// runVersions shows what stood under the URL of a report, and what changed.
func runVersions(e *env, args []string) int {
	fs := e.newFlags("versions")
	archive := archiveFlag(fs)
	format := fs.String("format", "text", "text or json")
	args, status, done := e.parseFlags(fs, args)
	if done {
		return status
	}
	if len(args) != 1 || *format != "text" && *format != "json" {
		return e.misuse("versions needs the id of one report, and --format is text or json")
	}
	db, err := openArchive(*archive)
	if err != nil {
		return e.broke(err)
	}
	defer db.Close()
	list, err := query.Versions(context.Background(), db, args[0])
	if err != nil {
		return e.broke(err)
	}
	if *format == "json" {
		enc := json.NewEncoder(e.stdout)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		err = enc.Encode(list)
	} else {
		err = e.writeVersions(list)
	}
	if err != nil {
		return e.broke(err)
	}
	return exitOK
}

// otherVersions says of a report that others stood under its URL.
func (e *env) otherVersions(ctx context.Context, db *store.DB, key string) error {
	list, err := db.Versions(ctx, key)
	if err == nil && len(list) > 1 {
		_, err = fmt.Fprintf(e.stdout, "\n%d versions stood under its URL: readout versions %s\n", len(list), key)
	}
	return err
}

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// writeVersions writes a block for each version: its head, and the paragraphs
// that changed with what is gone in [-…-] and what is new in {+…+}.
func (e *env) writeVersions(list []query.Version) error {
	var b strings.Builder
	for i, v := range list {
		if i > 0 {
			b.WriteByte('\n')
		}
		fmt.Fprintf(&b, "%s  kept %s  %s\n", v.ID, v.Kept, style{e.color}.bold(record.OneLine(text(v.Title))))
		if v.Retitled {
			fmt.Fprintf(&b, "  before: %s\n", record.OneLine(text(list[i-1].Title)))
		}
		for _, p := range e.changed(v.Changes) {
			for _, line := range wrap(p, e.columns()-4) {
				b.WriteString("  │ " + line + "\n")
			}
		}
	}
	_, err := fmt.Fprint(e.stdout, b.String())
	return err
}

// changed are the paragraphs in which something changed.
func (e *env) changed(parts []diff.Part) (out []string) {
	var para strings.Builder
	marked := false
	end := func() {
		if marked {
			out = append(out, record.OneLine(para.String()))
		}
		para.Reset()
		marked = false
	}
	for _, p := range parts {
		pieces := strings.Split(p.Text, "\n\n")
		for i, piece := range pieces {
			if i > 0 {
				end()
			}
			words := strings.TrimSpace(piece)
			switch {
			case words == "":
				continue
			case p.Op == diff.Gone:
				words, marked = "[-"+words+"-]", true
			case p.Op == diff.New:
				words, marked = "{+"+words+"+}", true
			}
			para.WriteString(words + " ")
		}
	}
	end()
	return out
}
