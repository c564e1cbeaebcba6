package reader

import (
	"bytes"
	"encoding/json"
	"fmt"

	"readout/internal/actor"
	"readout/internal/annotate"
	"readout/internal/encoder"
	"readout/internal/event"
	"readout/internal/models"
	"readout/internal/situation"
)

// A Reader reads reports. It does not change after New; goroutines share it.
type Reader struct {
	engine *annotate.Engine
	card   any
	book   *actor.Book

	codes   *event.Codebook
	states  *situation.Codebook
	explain bool
}

// Embedded returns the model inside the program.
func Embedded() []byte { return models.English }

// New returns a reader that uses a model file's bytes, which must not change
// afterwards. A reader without a model gives the header of a report and says
// that it was not read.
func New(model []byte) (*Reader, error) {
	if len(model) == 0 {
		return &Reader{}, nil
	}
	m, err := encoder.Load(model)
	if err != nil {
		return nil, fmt.Errorf("load model: %w", err)
	}
	engine, err := annotate.New(m)
	if err != nil {
		return nil, fmt.Errorf("open model: %w", err)
	}
	return &Reader{engine: engine, card: m.Card}, nil
}

// WithActors returns a reader that takes actors from a user's own list, which
// wins over the built-in ones: TOML where the file's name ends in .toml, else CSV.
func (r *Reader) WithActors(file string, data []byte) (*Reader, error) {
	book, err := actor.ParseBook(file, data)
	if err != nil {
		return nil, err
	}
	out := *r
	out.book = book
	return &out, nil
}

// WithCodebook returns a reader that also takes triggers of events, words that
// state situations and what events leave from a user's own table, which wins
// over the built-in ones.
func (r *Reader) WithCodebook(file string, data []byte) (*Reader, error) {
	codes, err := event.ParseCodebook(string(data))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	states, err := situation.ParseCodebook(string(data))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	out := *r
	out.codes, out.states = codes, states
	return &out, nil
}

// Card is the model's card: indented JSON of its layers, data and scores.
func (r *Reader) Card() ([]byte, error) {
	raw, err := json.Marshal(r.card)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = json.Indent(&out, raw, "", "  ")
	return out.Bytes(), err
}
