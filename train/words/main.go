// Command words cuts the texts of JSON Lines {"id","title","text"} into the
// sentences and words that readout itself reads, so that training sees what
// reading will. One line each comes out: {"id","sentences":[[[start,end],…],…]}.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"

	"readout/internal/lang/tokenize"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "words:", err)
		os.Exit(1)
	}
}

func run() error {
	in := json.NewDecoder(bufio.NewReader(os.Stdin))
	out := bufio.NewWriter(os.Stdout)
	enc := json.NewEncoder(out)
	for in.More() {
		var row struct{ ID, Text string }
		if err := in.Decode(&row); err != nil {
			return fmt.Errorf("read text: %w", err)
		}
		doc := tokenize.Doc("", row.Text, "")
		sentences := make([][][2]int, len(doc.Sentences))
		for i := range doc.Sentences {
			for _, t := range doc.SentenceTokens(i) {
				sentences[i] = append(sentences[i], [2]int{t.Start, t.End})
			}
		}
		if err := enc.Encode(map[string]any{"id": row.ID, "sentences": sentences}); err != nil {
			return err
		}
	}
	return out.Flush()
}
