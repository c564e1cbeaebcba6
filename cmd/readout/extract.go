package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"runtime"

	"readout/internal/acquire"
	"readout/internal/record"
	"readout/internal/worker"
)

// An extracted is what came of one input.
type extracted struct {
	input   string
	reports []*record.Report
	err     error
}

// runExtract prints header and text of reports, a JSON object a line, without
// reading them.
func runExtract(e *env, args []string) int {
	var o readOptions
	fs := e.newFlags("extract")
	headerFlags(fs, &o.extract)
	networkFlags(fs, &o.allowHosts, &o.allowPrivate)
	args, status, done := e.parseFlags(fs, args)
	if done {
		return status
	}
	if len(args) == 0 {
		return e.misuse("extract needs an input: a file, a folder, a URL, or - for standard input")
	}
	if err := checkHeader(o.extract); err != nil {
		return e.misuse("%s", err)
	}
	return e.extractAll(args, o)
}

// extractAll extracts inputs in parallel and prints their reports in order.
func (e *env) extractAll(args []string, o readOptions) int {
	inputs, errs := acquire.Expand(args)
	for _, err := range errs {
		fmt.Fprintf(e.stderr, "readout: %s\n", record.OneLine(err.Error()))
	}
	failed := len(errs) > 0
	out := bufio.NewWriter(e.stdout)
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	var broken error
	worker.InOrder(min(runtime.GOMAXPROCS(0), max(1, len(inputs))), worker.Each(inputs),
		func(input string) extracted { return e.extractOne(input, o) },
		func(x extracted) {
			if x.err != nil {
				e.fail(x.input, x.err)
				failed = failed || !holdsNone(x.err)
			}
			for _, r := range x.reports {
				if broken == nil {
					broken = enc.Encode(r)
				}
			}
		})
	if err := out.Flush(); broken == nil {
		broken = err
	}
	if broken != nil {
		e.fail("write", broken)
	}
	if failed || broken != nil {
		return exitFailed
	}
	return exitOK
}

// extractOne extracts one input. A panic is a mistake of ours in one page; it
// is reported as that input's failure.
func (e *env) extractOne(input string, o readOptions) extracted {
	reports, err := e.reports(input, o)
	return extracted{input: input, reports: reports, err: err}
}
