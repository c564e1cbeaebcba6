package main

import (
	"bytes"
	"encoding/json"
	"fmt"

	"readout/internal/encoder"
)

// runModel prints the card of a model: its layers, data, licences and scores.
func runModel(e *env, args []string) int {
	fs := e.newFlags("model")
	file := fs.String("model", "", "the card of the model in `FILE`")
	if status, done := e.noInputs(fs, args); done {
		return status
	}
	b, err := modelBytes(*file)
	if err == nil {
		var card []byte
		if card, err = cardOf(b); err == nil {
			fmt.Fprintf(e.stdout, "%s\n", card)
			return exitOK
		}
	}
	fmt.Fprintf(e.stderr, "readout: model: %s\n", oneLine(err.Error()))
	return exitFailed
}

// cardOf is the card of a model file, indented.
func cardOf(model []byte) ([]byte, error) {
	m, err := encoder.Load(model)
	if err != nil {
		return nil, err
	}
	raw, err := json.Marshal(m.Card)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = json.Indent(&out, raw, "", "  ")
	return out.Bytes(), err
}
