package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"readout/internal/export"
	"readout/internal/whole"
)

// runExport writes what the archive holds in a form that other tools read.
func runExport(e *env, args []string) int {
	var o export.Options
	fs := e.newFlags("export")
	archive := archiveFlag(fs)
	filterFlags(fs, &o.Filter)
	fs.StringVar(&o.Format, "format", "jsonl", strings.Join(export.Names(), ", "))
	fs.Func("kind", "event, statement, situation, actor, place, story, report or family; as often as the format allows", func(kind string) error {
		o.Kinds = append(o.Kinds, strings.Split(kind, ",")...)
		return nil
	})
	fs.StringVar(&o.Licence, "licence", "", "the licence that the export names; without it, what holds of all exports is said")
	fs.StringVar(&o.Self, "self", "", "the `URL` at which a feed will be had")
	out := fs.String("o", "", "write to `FILE`, and for a table its description to FILE-metadata.json; - is standard output")
	dictionary := fs.Bool("dictionary", false, "print what the columns of the format mean")
	if status, done := e.noInputs(fs, args); done {
		return status
	}
	if *dictionary {
		return e.dictionary(o.Format)
	}
	if err := o.Validate(); err != nil {
		return e.misuse("%s", err)
	}
	if *out == "-" || e.isStdout(*out) {
		*out = ""
	}
	if *out != "" && (ofArchive(*out, *archive) || ofArchive(*out+metadata, *archive)) {
		return e.misuse("-o %s is a file of the archive itself", *out)
	}
	if *out == "" && e.terminal && slices.Contains([]string{"parquet", "sqlite"}, o.Format) {
		return e.misuse("format %s is no text for a terminal; name a file with -o", o.Format)
	}
	if err := e.export(*archive, *out, o); err != nil {
		return e.broke(err)
	}
	return exitOK
}

// metadata ends the name of the file that describes a table.
const metadata = "-metadata.json"

// isStdout says whether a path is another name of standard output.
func (e *env) isStdout(path string) bool {
	f, ok := e.stdout.w.(*os.File)
	if !ok {
		return false
	}
	mine, err1 := f.Stat()
	named, err2 := os.Stat(path)
	return err1 == nil && err2 == nil && os.SameFile(mine, named)
}

func (e *env) dictionary(format string) int {
	var out bytes.Buffer
	if err := export.Dictionary(&out, format); err != nil {
		return e.misuse("%s", err)
	}
	e.stdout.Write(out.Bytes())
	return exitOK
}

func (e *env) export(archive, out string, o export.Options) error {
	db, err := e.openMerged(archive)
	if err != nil {
		return err
	}
	defer db.Close()
	ctx := context.Background()
	if out == "" {
		return export.Write(ctx, e.stdout, db, o)
	}
	if err := whole.Write(out, 0o644, func(w io.Writer) error { return export.Write(ctx, w, db, o) }); err != nil {
		return err
	}
	if st, err := os.Stat(out); err != nil || !st.Mode().IsRegular() {
		return err
	}
	f, err := export.Find(o.Format)
	if err != nil || f.Inside {
		return err
	}
	meta, err := export.MetaOf(ctx, db, o)
	if err != nil {
		return err
	}
	var about bytes.Buffer
	if err := export.WriteAbout(&about, meta, filepath.Base(out)); err != nil {
		return err
	}
	return whole.Write(out+metadata, 0o644, func(w io.Writer) error { _, err := about.WriteTo(w); return err })
}
