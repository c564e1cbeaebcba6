// Package readertest holds what tests of several stages do with a reader.
package readertest

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"readout/internal/reader"
	"readout/internal/record"
)

// Learn writes what weights are learnt from, for train/weigh.py: with
// READOUT_LEARN=DIR it hands the embedded reader and each gold record of
// READOUT_RECORDS to one, with a writer of the file DIR/NAME for each name. It
// skips the test where either is not set.
func Learn(t *testing.T, names []string, one func(r *reader.Reader, g *record.Reading, w map[string]*bufio.Writer)) {
	out, records := os.Getenv("READOUT_LEARN"), os.Getenv("READOUT_RECORDS")
	if out == "" || records == "" {
		t.Skip("READOUT_LEARN and READOUT_RECORDS are not set")
	}
	r, err := reader.New(reader.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	w := map[string]*bufio.Writer{}
	for _, name := range names {
		f, err := os.Create(filepath.Join(out, name))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		w[name] = bufio.NewWriter(f)
		defer w[name].Flush()
	}
	files, _ := filepath.Glob(filepath.Join(records, "*.json"))
	for _, path := range files {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		g := &record.Reading{}
		if err := json.Unmarshal(data, g); err != nil {
			t.Fatal(path, err)
		}
		one(r, g, w)
	}
}
