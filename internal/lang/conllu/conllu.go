// Package conllu reads and writes CoNLL-U (universaldependencies.org/format.html)
// without loss: comments, ranges of fused words, empty nodes and all ten
// columns come back as they were.
package conllu

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// The columns of a row.
const (
	ID = iota
	Form
	Lemma
	UPOS
	XPOS
	Feats
	Head
	Deprel
	Deps
	Misc
	columns
)

// A Row is one line of a sentence: a word, a range ("3-4") or an empty node ("5.1").
type Row [columns]string

// Word reports whether the row is a word, no range and no empty node.
func (r Row) Word() bool { return !strings.ContainsAny(r[ID], "-.") }

// A Sentence is a block of comments and rows. Comments keep their "#".
type Sentence struct {
	Comments []string
	Rows     []Row
}

// Comment returns the value of the comment "# key = value", and whether it is there.
func (s *Sentence) Comment(key string) (string, bool) {
	for _, c := range s.Comments {
		k, v, ok := strings.Cut(strings.TrimPrefix(c, "#"), "=")
		if ok && strings.TrimSpace(k) == key {
			return strings.TrimSpace(v), true
		}
	}
	return "", false
}

// Has reports whether there is a comment whose key is key, with or without a value.
func (s *Sentence) Has(key string) bool {
	for _, c := range s.Comments {
		k, _, _ := strings.Cut(strings.TrimPrefix(c, "#"), "=")
		if f := strings.Fields(k); len(f) > 0 && f[0] == key {
			return true
		}
	}
	return false
}

// Read returns the sentences of r. An error names the line.
func Read(r io.Reader) ([]Sentence, error) {
	var out []Sentence
	var cur Sentence
	sc := bufio.NewScanner(r)
	sc.Buffer(nil, 1<<24)
	n := 0
	for sc.Scan() {
		n++
		line := strings.TrimSuffix(sc.Text(), "\r")
		switch {
		case line == "":
			if len(cur.Rows) > 0 {
				out = append(out, cur)
				cur = Sentence{}
			}
		case line[0] == '#':
			cur.Comments = append(cur.Comments, line)
		default:
			c := strings.Split(line, "\t")
			if len(c) != columns {
				return out, fmt.Errorf("line %d: %d columns, want %d", n, len(c), columns)
			}
			cur.Rows = append(cur.Rows, Row(c))
		}
	}
	if err := sc.Err(); err != nil {
		return out, fmt.Errorf("line %d: %w", n+1, err)
	}
	if len(cur.Rows) > 0 || len(cur.Comments) > 0 {
		out = append(out, cur)
	}
	return out, nil
}

// Write prints sentences as CoNLL-U.
func Write(w io.Writer, sentences []Sentence) error {
	b := bufio.NewWriter(w)
	for _, s := range sentences {
		for _, c := range s.Comments {
			b.WriteString(c + "\n")
		}
		for _, r := range s.Rows {
			b.WriteString(strings.Join(r[:], "\t") + "\n")
		}
		b.WriteString("\n")
	}
	return b.Flush()
}
