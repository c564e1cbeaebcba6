package main

import (
	"bufio"
	"fmt"
	"runtime"

	"readout/internal/lang/conllu"
	"readout/internal/record"
	"readout/internal/worker"
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
		fmt.Fprintf(e.stderr, "readout: %s\n", record.OneLine(err.Error()))
		return exitFailed
	}
	sentences, err := conllu.Read(bufio.NewReader(e.stdin))
	if err != nil {
		e.fail("standard input", err)
		return exitFailed
	}
	do := func(s []conllu.Sentence) []conllu.Sentence {
		d := bare(conllu.Doc(s))
		r.Annotate(d)
		conllu.Fill(s, d)
		return s
	}
	out := bufio.NewWriter(e.stdout)
	worker.InOrder(runtime.GOMAXPROCS(0), worker.Each(documents(sentences)), do, func(s []conllu.Sentence) {
		if err == nil {
			err = conllu.Write(out, s)
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

// documents parts sentences at "# newdoc".
func documents(sentences []conllu.Sentence) [][]conllu.Sentence {
	var out [][]conllu.Sentence
	from := 0
	for i := range sentences {
		if i > from && sentences[i].Has("newdoc") {
			out = append(out, sentences[from:i])
			from = i
		}
	}
	if from < len(sentences) {
		out = append(out, sentences[from:])
	}
	return out
}
