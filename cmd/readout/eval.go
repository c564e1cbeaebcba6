package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"readout/internal/guard"
	"readout/internal/reader"
	"readout/internal/record"
	"readout/internal/score"
	"readout/internal/worker"
)

// A figure is one measured value of the table, between 0 and 1.
type figure struct {
	Name  string  `json:"name"` // as in eval/floor.tsv
	Value float64 `json:"value"`
	Known string  `json:"known,omitempty"` // what others have reached
	Note  string  `json:"note,omitempty"`  // counts behind it
}

// runEval scores the layers and the records on the data sets.
func runEval(e *env, args []string) int {
	fs := e.newFlags("eval")
	data := fs.String("data", filepath.Join("..", "shared"), "the `FOLDER` that holds data/, gold/ and reports/")
	asJSON := fs.Bool("json", false, "write JSON")
	asTable := fs.Bool("markdown", false, "write the table of README")
	floor := fs.String("floor", "", "fail if a figure is below that of `FILE` (name, tab, value)")
	model := fs.String("model", "", "use the model in `FILE`")
	only := fs.String("only", "", "score only the figures whose names begin so, as records or syntax.ewt.upos")
	if status, done := e.noInputs(fs, args); done {
		return status
	}
	layers := layersOf(*only)
	if len(layers) == 0 {
		return e.misuse("no figure begins with %q", *only)
	}
	r, err := newReader(*model)
	if err != nil {
		fmt.Fprintf(e.stderr, "readout: %s\n", record.OneLine(err.Error()))
		return exitFailed
	}
	var figures []figure
	status := exitOK
	for _, l := range layers {
		got, err := l.score(r, *data)
		if err != nil {
			e.fail("eval "+l.name, err)
			status = exitFailed
			continue
		}
		for _, f := range got {
			if strings.HasPrefix(f.Name, *only) {
				figures = append(figures, f)
			}
		}
	}
	if len(figures) == 0 && status == exitOK {
		return e.misuse("no figure begins with %q", *only)
	}
	for i := range figures {
		figures[i].Known = known(figures[i].Name)
	}
	switch {
	case *asJSON:
		enc := json.NewEncoder(e.stdout)
		enc.SetIndent("", " ")
		enc.Encode(figures)
	case *asTable:
		e.printTable(figures)
	default:
		e.printFigures(figures)
	}
	if *floor != "" {
		if n, err := e.belowFloor(*floor, *only, figures); err != nil {
			e.fail(*floor, err)
			status = exitFailed
		} else if n > 0 {
			status = exitFailed
		}
	}
	return status
}

// layersOf are the layers that have figures whose names begin with only.
func layersOf(only string) (out []evalLayer) {
	for _, l := range evalLayers() {
		if strings.HasPrefix(l.name, only) || strings.HasPrefix(only, l.name+".") {
			out = append(out, l)
		}
	}
	return out
}

func (e *env) printFigures(figures []figure) {
	w := bufio.NewWriter(e.stdout)
	defer w.Flush()
	for _, f := range figures {
		fmt.Fprintln(w, strings.TrimRight(fmt.Sprintf("%-32s %.4f  %-28s %s", f.Name, f.Value, f.Known, f.Note), " "))
	}
}

// belowFloor reports the figures below the floors of a file and counts them.
func (e *env) belowFloor(file, only string, figures []figure) (int, error) {
	b, err := os.ReadFile(file)
	if err != nil {
		return 0, err
	}
	below := 0
	for line := range strings.Lines(string(b)) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		name, text, _ := strings.Cut(line, "\t")
		want, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
		if err != nil {
			return below, fmt.Errorf("no value in line %q", line)
		}
		if !strings.HasPrefix(name, only) {
			continue
		}
		i := slices.IndexFunc(figures, func(f figure) bool { return f.Name == name })
		switch {
		case i < 0:
			fmt.Fprintf(e.stderr, "readout: floor: %s was not measured\n", name)
			below++
		case figures[i].Value < want:
			fmt.Fprintf(e.stderr, "readout: floor: %s is %.4f, below %.4f\n", name, figures[i].Value, want)
			below++
		}
	}
	return below, nil
}

// scoreRecords reads the reports of gold/dev and compares the records.
func scoreRecords(r *reader.Reader, data string) ([]figure, error) {
	files, err := filepath.Glob(filepath.Join(data, "gold", "dev", "*.json"))
	if err != nil || len(files) == 0 {
		return nil, fmt.Errorf("no gold records in %s", filepath.Join(data, "gold", "dev"))
	}
	type pair struct {
		gold, pred *record.Reading
		err        error
	}
	do := func(file string) (p pair) {
		if p.gold, p.err = goldRecord(file); p.err != nil {
			return p
		}
		rep := p.gold.Report
		if err := guard.Call(func() error { p.pred = r.Read(&rep); return nil }); err != nil {
			p.err = fmt.Errorf("%s: %w", file, err)
		}
		return p
	}
	sum := score.NewRecords()
	worker.InOrder(runtime.GOMAXPROCS(0), worker.Each(files), do, func(p pair) {
		if err == nil {
			err = p.err
		}
		if p.err == nil {
			sum.Add(p.gold, p.pred)
		}
	})
	if err != nil {
		return nil, err
	}
	var out []figure
	for _, k := range score.RecordLayers {
		out = append(out, prf("records."+k, *sum.Counts[k]))
	}
	var details []string
	for k := range sum.Details {
		if !strings.HasPrefix(k, "report.") { // the gold header was handed in
			details = append(details, k)
		}
	}
	slices.Sort(details)
	for _, k := range details {
		s := sum.Details[k]
		out = append(out, figure{Name: "records.detail." + k, Value: s.Value(), Note: fmt.Sprintf("of %d", s.N)})
	}
	return out, nil
}

func goldRecord(file string) (*record.Reading, error) {
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var gold record.Reading
	if err := json.Unmarshal(b, &gold); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return &gold, nil
}

// prf is the F1 of a count, with precision and recall in the note.
func prf(name string, c score.Count) figure {
	return figure{Name: name, Value: c.F1(), Note: fmt.Sprintf("P %.3f R %.3f (%d of %d gold, %d predicted)",
		c.Precision(), c.Recall(), c.Matched, c.Gold, c.Predicted)}
}
