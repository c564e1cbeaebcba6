package main

import (
	"bufio"
	"fmt"
	"runtime"

	"readout/internal/lang"
	"readout/internal/lang/conllu"
)

// runParse reads CoNLL-U with gold tokens and writes it with tags, lemmas and
// trees of the engine.
func runParse(e *env, args []string) int {
	fs := e.newFlags("parse")
	model := fs.String("model", "", "use the model in `FILE`")
	if status, done := e.noInputs(fs, args); done {
		return status
	}
	r, err := newReader(*model)
	if err != nil {
		fmt.Fprintf(e.stderr, "readout: %s\n", oneLine(err.Error()))
		return exitFailed
	}
	docs, err := conllu.Read(bufio.NewReader(e.stdin))
	if err != nil {
		e.fail("standard input", err)
		return exitFailed
	}
	i := 0
	next := func() (*lang.Doc, bool) {
		if i == len(docs) {
			return nil, false
		}
		i++
		return docs[i-1], true
	}
	do := func(d *lang.Doc) *lang.Doc {
		r.Annotate(d)
		return d
	}
	out := bufio.NewWriter(e.stdout)
	inOrder(runtime.GOMAXPROCS(0), next, do, func(d *lang.Doc) {
		if err == nil {
			err = conllu.Write(out, d)
		}
	})
	if err == nil {
		err = out.Flush()
	}
	if err != nil {
		e.fail("standard output", err)
		return exitFailed
	}
	return exitOK
}
