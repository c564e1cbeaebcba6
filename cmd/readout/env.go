package main

import (
	"flag"
	"fmt"
	"io"
	"os"

	"golang.org/x/term"

	"readout/internal/reader"
)

// An env is what a command has of the outside: streams and what they are.
type env struct {
	stdin    io.Reader
	stdout   *output
	stderr   io.Writer
	terminal bool // stdout is one
	progress bool // stderr is a terminal
	color    bool
	width    int // columns
}

// An output is a stream that keeps the first error of writing to it.
type output struct {
	w   io.Writer
	err error
}

func (o *output) Write(p []byte) (int, error) {
	n, err := o.w.Write(p)
	if o.err == nil {
		o.err = err
	}
	return n, err
}

func newEnv(stdin io.Reader, stdout, stderr io.Writer) *env {
	e := &env{stdin: stdin, stdout: &output{w: stdout}, stderr: stderr, width: 80}
	if f, ok := stdout.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		e.terminal = true
		e.color = os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
		if w, _, err := term.GetSize(int(f.Fd())); err == nil && w > 0 {
			e.width = w
		}
	}
	if f, ok := stderr.(*os.File); ok {
		e.progress = term.IsTerminal(int(f.Fd()))
	}
	return e
}

// newReader opens a reader over the model in a file, or the embedded one.
func newReader(file string) (*reader.Reader, error) {
	b := reader.Embedded()
	if file != "" {
		var err error
		if b, err = os.ReadFile(file); err != nil {
			return nil, err
		}
	}
	r, err := reader.New(b)
	if err != nil && file != "" {
		err = fmt.Errorf("%s: %w", file, err)
	}
	return r, err
}

// readerFlags are the files that a reader is opened with; none where empty.
type readerFlags struct{ model, actors, codebook string }

func (o *readerFlags) define(fs *flag.FlagSet) {
	fs.StringVar(&o.model, "model", "", "use the model in `FILE`")
	fs.StringVar(&o.actors, "actors", "", "take actors from `FILE` (CSV, or TOML), which win over the built-in ones")
	fs.StringVar(&o.codebook, "codebook", "", "take triggers of events and kinds of situation from `FILE` (TSV), which win over the built-in ones")
}

// open opens the reader over the model, with the user's list of actors and
// codebook.
func (o *readerFlags) open() (*reader.Reader, error) {
	r, err := newReader(o.model)
	if err != nil {
		return nil, err
	}
	if o.actors != "" {
		list, err := os.ReadFile(o.actors)
		if err != nil {
			return nil, err
		}
		if r, err = r.WithActors(o.actors, list); err != nil {
			return nil, fmt.Errorf("%s: %w", o.actors, err)
		}
	}
	if o.codebook != "" {
		rows, err := os.ReadFile(o.codebook)
		if err != nil {
			return nil, err
		}
		if r, err = r.WithCodebook(o.codebook, rows); err != nil {
			return nil, err
		}
	}
	return r, nil
}
