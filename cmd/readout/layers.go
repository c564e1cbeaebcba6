package main

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"unicode"

	"readout/internal/guard"
	"readout/internal/lang"
	"readout/internal/lang/conllu"
	"readout/internal/lang/tokenize"
	"readout/internal/reader"
	"readout/internal/score"
	"readout/internal/worker"
)

// An evalLayer is one block of the table.
type evalLayer struct {
	name  string
	score func(r *reader.Reader, data string) ([]figure, error)
}

// evalLayers lists the blocks in the order they are printed.
func evalLayers() []evalLayer {
	return []evalLayer{
		{"syntax", scoreSyntax},
		{"sentences", scoreSentences},
		{"names", scoreNames},
		{"times", scoreTimes},
		{"attributions", scoreAttributions},
		{"chains", scoreChains},
		{"relations", scoreRelations},
		{"events", scoreEvents},
		{"records", scoreRecords},
		{"extraction", scoreExtraction},
	}
}

// openSet opens a data set, which may be gzipped, and hands its text to read.
func openSet(file string, read func(*bufio.Reader) error) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	if !strings.HasSuffix(file, ".gz") {
		return read(bufio.NewReaderSize(f, 1<<20))
	}
	z, err := gzip.NewReader(f)
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return read(bufio.NewReaderSize(z, 1<<20))
}

// A goldDoc is one line of a data set.
type goldDoc struct {
	ID           string        `json:"id"`
	Text         string        `json:"text"`
	DCT          string        `json:"dct"`
	Date         string        `json:"date"`
	Title        string        `json:"title"`
	Entities     []typedSpan   `json:"entities"`
	Timexes      []typedSpan   `json:"timexes"`
	Attributions []attribution `json:"attributions"`
	Mentions     []span        `json:"mentions"`
	Clusters     [][]int       `json:"clusters"`
	Marks        []struct {
		Type  string `json:"type"`
		Spans []span `json:"spans"`
	} `json:"marks"`
}

// annotateSet annotates every document of a JSON Lines set, in order.
func annotateSet(r *reader.Reader, file string, conll bool, emit func(*goldDoc, *annotation)) error {
	type pair struct {
		gold *goldDoc
		pred *annotation
		err  error
	}
	return openSet(file, func(in *bufio.Reader) error {
		var failed error
		next := func() (*goldDoc, bool) {
			b, err := in.ReadBytes('\n')
			if err != nil && len(b) == 0 {
				return nil, false
			}
			var d goldDoc
			if err := json.Unmarshal(b, &d); err != nil {
				failed = err
				return nil, false
			}
			return &d, true
		}
		do := func(d *goldDoc) (p pair) {
			published := d.DCT
			if published == "" {
				published = d.Date
			}
			p.gold = d
			if err := guard.Call(func() error { p.pred = annotated(r.Doc("", d.Text, published), conll); return nil }); err != nil {
				p.err = fmt.Errorf("%s: %w", d.ID, err)
			}
			return p
		}
		var panicked error
		worker.InOrder(runtime.GOMAXPROCS(0), next, do, func(p pair) {
			if p.err != nil {
				panicked = p.err
				return
			}
			emit(p.gold, p.pred)
		})
		if failed == nil {
			failed = panicked
		}
		return failed
	})
}

// scoreSyntax tags and parses the gold tokens of the treebanks.
func scoreSyntax(r *reader.Reader, data string) ([]figure, error) {
	var out []figure
	for _, set := range []string{"ewt", "gum"} {
		var n score.Syntax
		file := filepath.Join(data, "data", "syntax", "en_"+set+"-ud-dev.conllu.gz")
		err := openSet(file, func(in *bufio.Reader) error {
			gold, err := conllu.Read(in)
			if err != nil {
				return err
			}
			n = syntaxOf(r, documents(gold))
			return nil
		})
		if err != nil {
			return nil, err
		}
		for _, f := range []struct {
			name  string
			right int
		}{{"upos", n.UPOS}, {"lemma", n.Lemma}, {"uas", n.UAS}, {"las", n.LAS}} {
			out = append(out, figure{Name: "syntax." + set + "." + f.name,
				Value: score.Share{Right: f.right, N: n.Tokens}.Value(), Note: fmt.Sprintf("of %d tokens", n.Tokens)})
		}
	}
	return out, nil
}

// syntaxOf compares the tags and trees of gold docs with the engine's.
func syntaxOf(r *reader.Reader, gold [][]conllu.Sentence) (n score.Syntax) {
	do := func(s []conllu.Sentence) [2]*lang.Doc {
		g := conllu.Doc(s)
		p := bare(g)
		r.Annotate(p)
		return [2]*lang.Doc{g, p}
	}
	worker.InOrder(runtime.GOMAXPROCS(0), worker.Each(gold), do, func(pair [2]*lang.Doc) {
		for k, g := range pair[0].Tokens {
			p := pair[1].Tokens[k]
			n.Tokens++
			n.UPOS += one(g.UPOS == p.UPOS)
			n.Lemma += one(strings.EqualFold(g.Lemma, p.Lemma))
			if g.Head == p.Head {
				n.UAS++
				n.LAS += one(universal(g.Deprel) == universal(p.Deprel))
			}
		}
	})
	return n
}

// bare is a copy of a doc with its tokens' layers taken off.
func bare(d *lang.Doc) *lang.Doc {
	c := *d
	c.Tokens = make([]lang.Token, len(d.Tokens))
	for i, t := range d.Tokens {
		c.Tokens[i] = lang.Token{Span: t.Span, Form: t.Form, Head: -1}
	}
	return &c
}

func one(ok bool) int {
	if ok {
		return 1
	}
	return 0
}

// universal is a relation without its subtype.
func universal(deprel string) string {
	rel, _, _ := strings.Cut(deprel, ":")
	return rel
}

// scoreSentences cuts the running text of GUM's documents.
func scoreSentences(_ *reader.Reader, data string) ([]figure, error) {
	var sum score.Count
	file := filepath.Join(data, "data", "syntax", "en_gum-ud-dev.conllu.gz")
	err := openSet(file, func(in *bufio.Reader) error {
		var sents []string
		var text strings.Builder
		flush := func() {
			if len(sents) > 0 {
				sum.Add(sentenceEnds(sents, text.String()))
			}
			sents = nil
			text.Reset()
		}
		par := false
		lines := bufio.NewScanner(in)
		lines.Buffer(nil, 1<<22)
		for lines.Scan() {
			l := lines.Text()
			switch {
			case strings.HasPrefix(l, "# newdoc"):
				flush()
			case strings.HasPrefix(l, "# newpar"):
				par = true
			case strings.HasPrefix(l, "# text = "):
				s := strings.TrimSpace(strings.TrimPrefix(l, "# text = "))
				if len(sents) > 0 {
					text.WriteString(map[bool]string{true: "\n\n", false: " "}[par])
				}
				par = false
				text.WriteString(s)
				sents = append(sents, s)
			}
		}
		flush()
		return lines.Err()
	})
	if err != nil {
		return nil, err
	}
	return []figure{prf("sentences.gum", sum)}, nil
}

// sentenceEnds counts ends of sentences by the characters before them, spaces
// not counted.
func sentenceEnds(gold []string, text string) score.Count {
	var want, got []int
	at := 0
	for _, s := range gold {
		at += inked(s)
		want = append(want, at)
	}
	for _, s := range tokenize.Doc("", text, "").Sentences {
		got = append(got, inked(text[:s.End]))
	}
	return score.Ends(want, got)
}

// inked counts the characters that are no space.
func inked(s string) int {
	n := 0
	for _, r := range s {
		n += one(!unicode.IsSpace(r))
	}
	return n
}

// scoreNames compares persons, organisations and locations.
func scoreNames(r *reader.Reader, data string) ([]figure, error) {
	var out []figure
	for _, set := range []string{"uner_ewt", "wikigold"} {
		var sum score.Count
		err := annotateSet(r, filepath.Join(data, "data", "entities", set+".dev.jsonl.gz"), true, func(g *goldDoc, p *annotation) {
			gold := slices.DeleteFunc(spansOf(g.Entities), func(s score.Span) bool { return nameType(s.Type, true) == "" })
			sum.Add(score.Sets(gold, spansOf(p.Names)))
		})
		if err != nil {
			return nil, err
		}
		out = append(out, prf("names."+set, sum))
	}
	return out, nil
}

func spansOf(list []typedSpan) []score.Span {
	var out []score.Span
	for _, s := range list {
		out = append(out, score.Span{Start: s.Start, End: s.End, Type: s.Type, Value: orElse(s.Value, "")})
	}
	return out
}

// scoreTimes compares time expressions and their values.
func scoreTimes(r *reader.Reader, data string) ([]figure, error) {
	var strict, value score.Count
	err := annotateSet(r, filepath.Join(data, "data", "time", "tbaq.dev.jsonl.gz"), false, func(g *goldDoc, p *annotation) {
		s, v := score.Times(spansOf(g.Timexes), spansOf(p.Times))
		strict.Add(s)
		value.Add(v)
	})
	if err != nil {
		return nil, err
	}
	return []figure{prf("times.tbaq.strict", strict), prf("times.tbaq.value", value)}, nil
}

// scoreAttributions compares sources, cues and contents, each as a set of spans.
func scoreAttributions(r *reader.Reader, data string) ([]figure, error) {
	var source, cue, content score.Count
	err := annotateSet(r, filepath.Join(data, "data", "attribution", "polnear.dev.jsonl.gz"), false, func(g *goldDoc, p *annotation) {
		pick := func(list []attribution, of func(attribution) []span) (keys []string) {
			for _, a := range list {
				if k := spansKey(of(a)); k != "" {
					keys = append(keys, k)
				}
			}
			return keys
		}
		for _, f := range []struct {
			sum *score.Count
			of  func(attribution) []span
		}{
			{&source, func(a attribution) []span { return a.Source }},
			{&cue, func(a attribution) []span { return a.Cue }},
			{&content, func(a attribution) []span { return a.Content }},
		} {
			f.sum.Add(score.Bags(pick(g.Attributions, f.of), pick(p.Attributions, f.of)))
		}
	})
	if err != nil {
		return nil, err
	}
	return []figure{prf("attributions.polnear.source", source), prf("attributions.polnear.cue", cue),
		prf("attributions.polnear.content", content)}, nil
}

// spansKey names a set of spans.
func spansKey(list []span) string {
	list = slices.Clone(list)
	slices.SortFunc(list, func(a, b span) int { return a.Start - b.Start })
	var b strings.Builder
	for _, s := range list {
		fmt.Fprintf(&b, "%d-%d ", s.Start, s.End)
	}
	return b.String()
}

// scoreChains compares which mentions are of one thing.
func scoreChains(r *reader.Reader, data string) ([]figure, error) {
	var sum score.Chains
	plain := func(s span) score.Span { return score.Span{Start: s.Start, End: s.End} }
	err := annotateSet(r, filepath.Join(data, "data", "coref", "ontogum.dev.jsonl.gz"), true, func(g *goldDoc, p *annotation) {
		var gold, pred [][]score.Span
		for _, c := range g.Clusters {
			var chain []score.Span
			for _, k := range c {
				chain = append(chain, plain(g.Mentions[k]))
			}
			gold = append(gold, chain)
		}
		for _, c := range p.Chains {
			var chain []score.Span
			for _, m := range c {
				chain = append(chain, plain(m))
			}
			pred = append(pred, chain)
		}
		sum.Add(gold, pred)
	})
	if err != nil {
		return nil, err
	}
	muc, b3, ceaf := sum.F1()
	return []figure{{Name: "chains.ontogum", Value: sum.CoNLL(), Note: fmt.Sprintf("MUC %.3f B3 %.3f CEAFe %.3f", muc, b3, ceaf)}}, nil
}

// scoreRelations types what one marked party does to another.
func scoreRelations(r *reader.Reader, data string) ([]figure, error) {
	type row struct {
		relateInput
		Events []struct {
			Source []int  `json:"source_span"`
			Target []int  `json:"target_span"`
			Binary string `json:"binary"`
			Quad   string `json:"quad"`
			Root   string `json:"root"`
		} `json:"events"`
	}
	var binary, quad, root score.Labels
	err := openSet(filepath.Join(data, "data", "events", "zsp_plv.dev.jsonl"), func(in *bufio.Reader) error {
		for d := json.NewDecoder(in); ; {
			var x row
			if err := d.Decode(&x); errors.Is(err, io.EOF) {
				return nil
			} else if err != nil {
				return err
			}
			g := x.Events[0]
			x.relateInput.Events = append(x.relateInput.Events, struct {
				Source []int `json:"source_span"`
				Target []int `json:"target_span"`
			}{g.Source, g.Target})
			p, err := relate(r, &x.relateInput)
			if err != nil {
				return err
			}
			binary.Add(g.Binary, p.Binary)
			quad.Add(g.Quad, p.Quad)
			root.Add(g.Root, p.Root)
		}
	})
	if err != nil {
		return nil, err
	}
	var out []figure
	for _, f := range []struct {
		name string
		of   *score.Labels
	}{{"binary", &binary}, {"quad", &quad}, {"root", &root}} {
		out = append(out, figure{Name: "relations.zsp_plv." + f.name, Value: f.of.MacroF1(), Note: fmt.Sprintf("accuracy %.3f", f.of.Accuracy())})
	}
	return out, nil
}
