package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"runtime"
	"strings"

	"readout/internal/guard"
	"readout/internal/lang"
	"readout/internal/reader"
	"readout/internal/record"
	"readout/internal/worker"
)

// An annotateInput is one line that readout annotate reads.
type annotateInput struct {
	ID        string `json:"id"`
	Title     string `json:"title"`
	Text      string `json:"text"`
	Published string `json:"published"`
}

// A span is a half-open range of bytes.
type span struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

// A typedSpan is a span with a type, and a value for times.
type typedSpan struct {
	span
	Type       string  `json:"type"`
	Value      *string `json:"value,omitempty"`
	Factuality string  `json:"factuality,omitempty"`
}

// An annotatedToken is one row of CoNLL-U. Head counts the sentence's tokens
// from 1; 0 is the root.
type annotatedToken struct {
	span
	Form   string `json:"form"`
	Lemma  string `json:"lemma"`
	UPOS   string `json:"upos"`
	Feats  string `json:"feats"`
	Head   int    `json:"head"`
	Deprel string `json:"deprel"`
}

// An attribution pairs source, cue and content.
type attribution struct {
	Source  []span `json:"source"`
	Cue     []span `json:"cue"`
	Content []span `json:"content"`
}

// An annotation is one line that readout annotate writes.
type annotation struct {
	ID           string           `json:"id"`
	Text         string           `json:"text"`
	Sentences    []span           `json:"sentences"`
	Tokens       []annotatedToken `json:"tokens"`
	Names        []typedSpan      `json:"names"`
	Times        []typedSpan      `json:"times"`
	Attributions []attribution    `json:"attributions"`
	Predicates   []typedSpan      `json:"predicates"`
	Chains       [][]span         `json:"chains"`
}

// runAnnotate reads JSON Lines of texts and writes the layers of each.
func runAnnotate(e *env, args []string) int {
	fs := e.newFlags("annotate")
	model := fs.String("model", "", "use the model in `FILE`")
	names := fs.String("names", "conll", "names as conll: PER, ORG and LOC; or as ontonotes, which tells GPE, FAC, NORP, EVENT and WEAPON too")
	if status, done := e.noInputs(fs, args); done {
		return status
	}
	if *names != "ontonotes" && *names != "conll" {
		return e.misuse("--names is ontonotes or conll, not %q", *names)
	}
	r, err := newReader(*model)
	if err != nil {
		fmt.Fprintf(e.stderr, "readout: %s\n", record.OneLine(err.Error()))
		return exitFailed
	}
	return e.annotateLines(r, *names == "conll")
}

// A line is one line of input with its number; its results replace it.
type line struct {
	n    int
	body []byte
	err  error
}

// annotateLines annotates standard input, several lines at a time, in order.
func (e *env) annotateLines(r *reader.Reader, conll bool) int {
	in := bufio.NewReaderSize(e.stdin, 1<<20)
	n := 0
	var readErr error
	next := func() (line, bool) {
		for readErr == nil {
			var body []byte
			body, readErr = in.ReadBytes('\n')
			n++
			if len(bytes.TrimSpace(body)) > 0 {
				return line{n: n, body: body}, true
			}
		}
		return line{}, false
	}
	out := bufio.NewWriter(e.stdout)
	status := exitOK
	emit := func(l line) {
		if l.err != nil {
			e.fail(fmt.Sprintf("line %d", l.n), l.err)
			status = exitFailed
			return
		}
		out.Write(l.body)
	}
	worker.InOrder(runtime.GOMAXPROCS(0), next, func(l line) line { return annotateLine(r, l, conll) }, emit)
	if readErr != nil && readErr != io.EOF {
		e.fail("standard input", readErr)
		status = exitFailed
	}
	if err := out.Flush(); err != nil {
		e.fail("standard output", err)
		status = exitFailed
	}
	return status
}

// annotateLine annotates one line; a panic becomes its error.
func annotateLine(r *reader.Reader, l line, conll bool) line {
	var b bytes.Buffer
	err := guard.Call(func() error {
		var in annotateInput
		if err := json.Unmarshal(l.body, &in); err != nil {
			return err
		}
		a := annotated(r.Doc(in.Title, in.Text, in.Published), conll)
		a.ID = in.ID
		enc := json.NewEncoder(&b)
		enc.SetEscapeHTML(false)
		return enc.Encode(a)
	})
	return line{n: l.n, body: b.Bytes(), err: err}
}

// annotated is a doc's layers as they are written; the title's sentence, which
// is no part of the text, is left out.
func annotated(d *lang.Doc, conll bool) *annotation {
	a := &annotation{
		Text: d.Text, Sentences: []span{}, Tokens: []annotatedToken{}, Names: []typedSpan{}, Times: []typedSpan{},
		Attributions: []attribution{}, Predicates: []typedSpan{}, Chains: [][]span{},
	}
	for i, s := range d.Sentences {
		if s.Paragraph < 0 {
			continue
		}
		a.Sentences = append(a.Sentences, span(s.Span))
		for _, t := range d.SentenceTokens(i) {
			a.Tokens = append(a.Tokens, annotatedToken{span(t.Span), t.Form, t.Lemma, t.UPOS, t.Feats, t.Head + 1, t.Deprel})
			if t.Event != "" {
				a.Predicates = append(a.Predicates, typedSpan{span: span(t.Span), Type: t.Event, Factuality: t.Fact})
			}
		}
	}
	for _, n := range d.Names {
		if t := nameType(n.Type, conll); t != "" {
			a.Names = append(a.Names, typedSpan{span: span(n.Span), Type: t})
		}
	}
	for _, t := range d.Times {
		a.Times = append(a.Times, typedSpan{span: span(t.Span), Type: t.Type, Value: &t.Value})
	}
	for _, t := range d.Attributions {
		a.Attributions = append(a.Attributions, attribution{spans(t.Source), spans(t.Cue), spans(t.Content)})
	}
	for _, c := range d.Chains {
		var chain []span
		for _, m := range c.Mentions {
			chain = append(chain, span(m.Span))
		}
		a.Chains = append(a.Chains, chain)
	}
	return a
}

// nameType maps OntoNotes types to those of CoNLL 2003, "" for none.
func nameType(t string, conll bool) string {
	if !conll || t == "PER" || t == "ORG" {
		return t
	}
	if strings.Contains(" LOC GPE FAC ", " "+t+" ") {
		return "LOC"
	}
	return ""
}

func spans(list []lang.Span) []span {
	out := []span{}
	for _, s := range list {
		out = append(out, span(s))
	}
	return out
}
