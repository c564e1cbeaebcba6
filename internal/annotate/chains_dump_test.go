package annotate

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"os"
	"testing"

	"readout/internal/encoder"
	"readout/internal/lang"
	"readout/internal/lang/tokenize"
)

// TestDumpChains writes what the scorer of chains is trained on, for
// train/chains.py. READOUT_MODEL is a model file, READOUT_CHAINS a file of JSON
// Lines {id, text}; NAME.json and NAME.bin appear beside it.
func TestDumpChains(t *testing.T) {
	name := os.Getenv("READOUT_CHAINS")
	if name == "" {
		t.Skip("for training only")
	}
	raw, err := os.ReadFile(os.Getenv("READOUT_MODEL"))
	if err != nil {
		t.Fatal(err)
	}
	m, err := encoder.Load(raw)
	if err != nil {
		t.Fatal(err)
	}
	e, err := New(m)
	if err != nil {
		t.Fatal(err)
	}
	in, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	meta, err := os.Create(name + ".json")
	if err != nil {
		t.Fatal(err)
	}
	defer meta.Close()
	data, err := os.Create(name + ".bin")
	if err != nil {
		t.Fatal(err)
	}
	defer data.Close()
	out := bufio.NewWriterSize(data, 1<<20)
	enc := json.NewEncoder(meta)
	enc.Encode(map[string]int{"own": size(ownBlocks), "pair": size(pairBlocks), "owns": len(ownBlocks), "pairs": len(pairBlocks), "numbers": pairNumbers, "width": linkWidth})
	for dec := json.NewDecoder(bufio.NewReader(in)); dec.More(); {
		var row struct{ ID, Text string }
		if err := dec.Decode(&row); err != nil {
			t.Fatal(err)
		}
		d := tokenize.Doc("", row.Text, "")
		e.Annotate(d)
		s := &scratch{state: m.NewState()}
		e.encode(d, s)
		tree := lang.NewTree(d)
		all := refersOf(d, tree)
		c := gather(d, tree, all, e.compare(d, s, all))
		var heads, spans [][2]int
		var lens []int
		for i := range c.all {
			h := d.Tokens[c.all[i].Head].Span
			heads = append(heads, [2]int{h.Start, h.End})
			spans = append(spans, [2]int{c.all[i].Start, c.all[i].End})
			lens = append(lens, len(c.earlier[i]))
		}
		enc.Encode(map[string]any{"id": row.ID, "heads": heads, "spans": spans, "lens": lens})
		for i := range c.all {
			binary.Write(out, binary.LittleEndian, c.own[i])
		}
		for i := range c.all {
			far := make([]int16, len(c.earlier[i]))
			for k, j := range c.earlier[i] {
				far[k] = int16(j)
			}
			binary.Write(out, binary.LittleEndian, far)
			binary.Write(out, binary.LittleEndian, c.pairs[i])
			binary.Write(out, binary.LittleEndian, c.numbers[i])
		}
	}
	if err := out.Flush(); err != nil {
		t.Fatal(err)
	}
}
