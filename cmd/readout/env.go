package main

import (
	"fmt"
	"io"
	"os"

	"golang.org/x/term"

	"readout/internal/reader"
)

// An env is what a command has of the outside: streams and what they are.
type env struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	terminal       bool // stdout is one
	progress       bool // stderr is a terminal
	color          bool
	width          int // columns
}

func newEnv(stdin io.Reader, stdout, stderr io.Writer) *env {
	e := &env{stdin: stdin, stdout: stdout, stderr: stderr, width: 80}
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

// readerWith is newReader with the user's list of actors and codebook, where
// they are given.
func readerWith(model, actors, codebook string) (*reader.Reader, error) {
	r, err := newReader(model)
	if err != nil {
		return nil, err
	}
	if actors != "" {
		list, err := os.ReadFile(actors)
		if err != nil {
			return nil, err
		}
		if r, err = r.WithActors(actors, list); err != nil {
			return nil, fmt.Errorf("%s: %w", actors, err)
		}
	}
	if codebook != "" {
		rows, err := os.ReadFile(codebook)
		if err != nil {
			return nil, err
		}
		if r, err = r.WithCodebook(codebook, rows); err != nil {
			return nil, err
		}
	}
	return r, nil
}
