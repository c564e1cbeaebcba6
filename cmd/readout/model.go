package main

import (
	"fmt"
	"readout/internal/record"
)

// runModel prints the card of a model: its layers, data, licences and scores.
func runModel(e *env, args []string) int {
	fs := e.newFlags("model")
	file := fs.String("model", "", "the card of the model in `FILE`")
	if status, done := e.noInputs(fs, args); done {
		return status
	}
	r, err := newReader(*file)
	if err == nil {
		var card []byte
		if card, err = r.Card(); err == nil {
			fmt.Fprintf(e.stdout, "%s\n", card)
			return exitOK
		}
	}
	fmt.Fprintf(e.stderr, "readout: model: %s\n", record.OneLine(err.Error()))
	return exitFailed
}
