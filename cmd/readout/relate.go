package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"readout/internal/annotate"
	"readout/internal/codebook"
	"readout/internal/lang"
	"readout/internal/reader"
)

// A relateInput is one line that readout relate reads: a text and two spans in
// it, as bytes, or as code points in the first of its events. Either may be
// missing where the text does not name who acts, or on whom.
type relateInput struct {
	ID     string `json:"id"`
	Text   string `json:"text"`
	Source *span  `json:"source"`
	Target *span  `json:"target"`
	Events []struct {
		Source []int `json:"source_span"`
		Target []int `json:"target_span"`
	} `json:"events"`
}

// A typedPair is one line that readout relate writes.
type typedPair struct {
	ID     string             `json:"id"`
	Type   string             `json:"type"`   // the likeliest of the sixteen
	Root   string             `json:"root"`   // the likeliest of fifteen: RETREAT and CONCEDE are one, YIELD
	Quad   string             `json:"quad"`   // V-COOP, M-COOP, V-CONF or M-CONF
	Binary string             `json:"binary"` // COOP or CONF
	Scores map[string]float64 `json:"scores"` // of the sixteen types; they sum to 1
}

// quads are the short names of the quad classes; the last four letters tell
// cooperation from conflict.
var quads = map[codebook.Quad]string{
	codebook.VerbalCooperation: "V-COOP", codebook.MaterialCooperation: "M-COOP",
	codebook.VerbalConflict: "V-CONF", codebook.MaterialConflict: "M-CONF",
}

// runRelate says what the bearer of one span does to that of another.
func runRelate(e *env, args []string) int {
	fs := e.newFlags("relate")
	model := fs.String("model", "", "use the model in `FILE`")
	if status, done := e.noInputs(fs, args); done {
		return status
	}
	r, err := newReader(*model)
	if err != nil {
		e.fail("relate", err)
		return exitFailed
	}
	in := json.NewDecoder(bufio.NewReader(e.stdin))
	out := bufio.NewWriter(e.stdout)
	defer out.Flush()
	enc := json.NewEncoder(out)
	for n := 1; ; n++ {
		var row relateInput
		if err := in.Decode(&row); errors.Is(err, io.EOF) {
			return exitOK
		} else if err != nil {
			e.fail(fmt.Sprintf("relate: row %d", n), err)
			return exitFailed
		}
		rel, err := relate(r, &row)
		if err == nil {
			err = enc.Encode(rel)
		}
		if err != nil {
			e.fail(fmt.Sprintf("relate: row %d", n), err)
			return exitFailed
		}
	}
}

func relate(r *reader.Reader, row *relateInput) (*typedPair, error) {
	from, to, err := row.spans()
	if err != nil {
		return nil, err
	}
	types := r.Relate(row.Text, from, to)
	if len(types) == 0 {
		return nil, errors.New("this model tells no events, or the text has no words")
	}
	return judged(row.ID, types, readRelation(r.Doc("", row.Text, ""), from, to)), nil
}

// readWeight is how much likelier a type is that the words themselves tell.
const readWeight = 20

// judged weighs the model's types, and makes likelier the one that was read
// off the words, if any.
func judged(id string, types []annotate.TypeScore, read string) *typedPair {
	rel := &typedPair{ID: id, Scores: map[string]float64{}}
	sums := map[string]float64{}
	total, best := 0.0, 0.0
	for i, t := range types {
		if rootOf(t.Type) == read {
			types[i].Score = readWeight * (t.Score + 0.3)
		}
		total += types[i].Score
	}
	var roots []string
	for _, t := range types {
		v, root := t.Score/total, rootOf(t.Type)
		if v > best {
			rel.Type, best = t.Type, v
		}
		rel.Scores[t.Type] = v
		roots = append(roots, root)
		for _, name := range []string{root, quadOf(root), quadOf(root)[2:]} {
			sums[name] += v
		}
	}
	rel.Root = likeliest(sums, roots...)
	rel.Quad = likeliest(sums, "V-COOP", "M-COOP", "V-CONF", "M-CONF")
	rel.Binary = likeliest(sums, "COOP", "CONF")
	return rel
}

// quadOf is the short name of the quad of one of the fifteen types; YIELD is material.
func quadOf(root string) string {
	if root == "YIELD" {
		root = codebook.Retreat
	}
	kind, _ := codebook.TypeByName(root)
	return quads[kind.Quad]
}

// rootOf is a type as the PLOVER of fifteen types has it, whose YIELD is
// RETREAT and CONCEDE together.
func rootOf(typ string) string {
	if typ == codebook.Retreat || typ == codebook.Concede {
		return "YIELD"
	}
	return typ
}

// likeliest is the name with the highest sum, the first of equals.
func likeliest(sums map[string]float64, names ...string) string {
	best := names[0]
	for _, n := range names {
		if sums[n] > sums[best] {
			best = n
		}
	}
	return best
}

// bytes is the span as the engine has it, empty for none.
func (s *span) bytes() lang.Span {
	if s == nil {
		return lang.Span{}
	}
	return lang.Span{Start: s.Start, End: s.End}
}

// spans returns the two spans in bytes, empty where the row has none.
func (row *relateInput) spans() (from, to lang.Span, err error) {
	switch {
	case row.Source != nil || row.Target != nil:
		from, to = row.Source.bytes(), row.Target.bytes()
	case len(row.Events) > 0:
		at := offsets(row.Text)
		if from, err = inBytes(at, row.Events[0].Source); err == nil {
			to, err = inBytes(at, row.Events[0].Target)
		}
	default:
		err = errors.New(`no "source" and no "target"`)
	}
	if err != nil {
		return from, to, err
	}
	for _, s := range []lang.Span{from, to} {
		if s != (lang.Span{}) && (s.Start < 0 || s.End > len(row.Text) || s.Start >= s.End) {
			return from, to, fmt.Errorf("span %d to %d is not within a text of %d bytes", s.Start, s.End, len(row.Text))
		}
	}
	return from, to, nil
}

// inBytes turns a span of code points into one of bytes; at is what offsets
// returns. No span gives an empty one.
func inBytes(at, s []int) (lang.Span, error) {
	if len(s) == 0 {
		return lang.Span{}, nil
	}
	if len(s) != 2 || s[0] < 0 || s[1] >= len(at) || s[0] >= s[1] {
		return lang.Span{}, fmt.Errorf("span %v is not within a text of %d code points", s, len(at)-1)
	}
	return lang.Span{Start: at[s[0]], End: at[s[1]]}, nil
}

// offsets is the byte offset of each code point of text, and its length.
func offsets(text string) []int {
	out := make([]int, 0, utf8.RuneCountInString(text)+1)
	for i := range text {
		out = append(out, i)
	}
	return append(out, len(text))
}
