package annotate

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"readout/internal/encoder"
	"readout/internal/lang"
)

var testHeads = []encoder.HeadCard{
	{Name: "upos", Labels: []string{"NOUN", "VERB"}}, {Name: "lemma", Labels: []string{"=", "L-1+"}},
	{Name: "names", Labels: []string{"O", "B-PER", "I-PER", "I-ORG"}}, {Name: "cue", Labels: []string{"O", "B-cue"}},
	{Name: "event", Labels: []string{"O", "ASSAULT"}},
}

var testPairs = []encoder.HeadCard{
	{Name: "args", Labels: []string{"none", "actor", "place"}}, {Name: "state", Labels: []string{"none", "holds"}},
	{Name: "attr", Labels: []string{"none", "source", "content"}}, {Name: "again", Labels: []string{"same"}},
	{Name: "around", Labels: []string{"none", "actor", "recipient"}},
}

var testScales = []encoder.Scale{{Name: "party", Kinds: []string{"ASSAULT", "CONSULT"}, Sorts: 2, Parts: 2, Known: 3, Width: 128}}

// build writes a model file of random weights.
func build(layers, width, heads, ffn int, pieces []string) []byte {
	rng := rand.New(rand.NewPCG(1, 2))
	b := []byte("readout model 1\n")
	card, _ := json.Marshal(map[string]any{"name": "test", "layers": layers, "width": width, "heads": heads, "ffn": ffn, "rels": []string{"root", "nsubj", "obj"}, "heads_list": testHeads, "pairs": testPairs, "scales": testScales})
	b = append(binary.LittleEndian.AppendUint32(b, uint32(len(card))), card...)
	b = binary.LittleEndian.AppendUint32(b, uint32(len(pieces)))
	for _, p := range pieces {
		b = append(append(b, byte(len(p))), p...)
	}
	type entry struct {
		name string
		kind byte
		dims []int
	}
	var list []entry
	add := func(name string, kind byte, dims ...int) { list = append(list, entry{name, kind, dims}) }
	add("emb.word", 1, len(pieces), width)
	add("emb.pos", 0, 256, width)
	add("emb.case", 0, 16, width)
	add("emb.ln.w", 0, width)
	add("emb.ln.b", 0, width)
	for i := range layers {
		for _, n := range []string{"q", "k", "v", "o", "ff1", "ff2"} {
			out, in := width, width
			if n == "ff1" {
				out = ffn
			} else if n == "ff2" {
				in = ffn
			}
			add(fmt.Sprintf("layer.%d.%s.w", i, n), 1, out, in)
			add(fmt.Sprintf("layer.%d.%s.b", i, n), 0, out)
		}
		for _, n := range []string{"ln1", "ln2"} {
			add(fmt.Sprintf("layer.%d.%s.w", i, n), 0, width)
			add(fmt.Sprintf("layer.%d.%s.b", i, n), 0, width)
		}
	}
	add("emb.shape", 0, 16, 32)
	for _, h := range testHeads {
		add("head."+h.Name+".1.w", 1, 128, width+32)
		add("head."+h.Name+".1.b", 0, 128)
		add("head."+h.Name+".2.w", 0, len(h.Labels), 128)
		add("head."+h.Name+".2.b", 0, len(h.Labels))
	}
	for _, h := range testPairs {
		for _, n := range []string{"dep", "head"} {
			add("pair."+h.Name+"."+n+".w", 1, 96, width+32)
			add("pair."+h.Name+"."+n+".b", 0, 96)
		}
		add("pair."+h.Name+".rel", 0, len(h.Labels), 97, 97)
	}
	for _, n := range []string{"arcdep", "archead", "reldep", "relhead"} {
		out := 256
		if n[0] == 'r' {
			out = 96
		}
		add("tree."+n+".w", 1, out, width+32)
		add("tree."+n+".b", 0, out)
	}
	for _, l := range []struct {
		name    string
		kind    byte
		out, in int
	}{{"of", 1, 256, width + 32}, {"own", 1, 256, width + 32}, {"whole", 1, 128, width + 32}, {"numbers", 0, 128, 5}, {"up", 1, 256, 128}, {"down", 1, 128, 256}, {"out", 0, 2, 128}} {
		add("scale.party."+l.name+".w", l.kind, l.out, l.in)
		add("scale.party."+l.name+".b", 0, l.out)
	}
	add("scale.party.kind", 0, 2, 128)
	add("scale.party.sort", 0, 2, 128)
	add("scale.party.keep", 0, 2)
	add("tree.arcroot", 0, 256)
	add("tree.relroot", 0, 96)
	add("tree.arc.u", 0, 256, 256)
	add("tree.arc.v", 0, 256)
	add("tree.rel", 0, 3, 97, 97)
	head := len(b) + 4
	for _, e := range list {
		head += 2 + len(e.name) + 1 + 4*len(e.dims) + 1 + 16
	}
	align := func(n int) int { return (n + 63) &^ 63 }
	at := align(head)
	b = binary.LittleEndian.AppendUint32(b, uint32(len(list)))
	var data []byte
	pad := func() { data = append(data, make([]byte, align(len(data))-len(data))...) }
	for _, e := range list {
		b = append(binary.LittleEndian.AppendUint16(b, uint16(len(e.name))), e.name...)
		b = append(b, byte(len(e.dims)))
		size := 1
		for _, d := range e.dims {
			b = binary.LittleEndian.AppendUint32(b, uint32(d))
			size *= d
		}
		b = append(b, e.kind)
		scale := 0
		if e.kind == 1 {
			pad()
			scale = at + len(data)
			for range e.dims[0] {
				data = binary.LittleEndian.AppendUint32(data, math.Float32bits(0.002))
			}
		}
		pad()
		b = binary.LittleEndian.AppendUint64(b, uint64(scale))
		b = binary.LittleEndian.AppendUint64(b, uint64(at+len(data)))
		for range size {
			if e.kind == 1 {
				data = append(data, byte(int8(rng.IntN(255)-127)))
			} else {
				data = binary.LittleEndian.AppendUint32(data, math.Float32bits(float32(rng.NormFloat64())*0.5))
			}
		}
	}
	b = append(append(b, make([]byte, at-len(b))...), data...)
	sum := sha256.Sum256(b)
	return append(b, sum[:]...)
}

var testPieces = []string{"[PAD]", "[UNK]", "[CLS]", "[SEP]", "the", "minister", "##s", "said", "cafe", "-", ".", "un", "##known"}

// testEngine is an engine of random weights, with its model.
func testEngine(t *testing.T) (*encoder.Model, *Engine) {
	m, err := encoder.Load(build(1, 64, 2, 64, testPieces))
	if err != nil {
		t.Fatal(err)
	}
	e, err := New(m)
	if err != nil {
		t.Fatal(err)
	}
	return m, e
}

// annotated is a document of a few sentences of random tags, as the engine reads it.
func annotated(t *testing.T) (*encoder.Model, *lang.Doc) {
	m, e := testEngine(t)
	d := &lang.Doc{Sentences: []lang.Sentence{{First: 0, N: 7}, {First: 7, N: 9}}}
	for i := range 16 {
		d.Tokens = append(d.Tokens, lang.Token{Span: lang.Span{Start: i, End: i + 1}, Form: testPieces[4+i%9]})
	}
	d.Text = strings.Repeat("x", len(d.Tokens))
	e.Annotate(d)
	return m, d
}

// TestEngine runs every layer on random weights: the trees are sound, and two
// runs give the same.
func TestEngine(t *testing.T) {
	_, e := testEngine(t)
	read := func() *lang.Doc {
		d := &lang.Doc{}
		for _, n := range []int{1, 7, 140, 900, 3} {
			d.Sentences = append(d.Sentences, lang.Sentence{First: len(d.Tokens), N: n})
			for i := range n {
				d.Tokens = append(d.Tokens, lang.Token{Form: []string{"The", "ministers", "said", "cafe-", "."}[i%5]})
			}
		}
		d.Text = strings.Repeat("x", len(d.Tokens))
		for i := range d.Tokens {
			d.Tokens[i].Span = lang.Span{Start: i, End: i + 1}
		}
		e.Annotate(d)
		return d
	}
	d := read()
	if !reflect.DeepEqual(d, read()) {
		t.Error("two runs differ")
	}
	for i, s := range d.Sentences {
		roots := 0
		for k, tok := range d.SentenceTokens(i) {
			if tok.Head == -1 {
				roots++
			}
			if tok.Head == k || tok.Head >= s.N || tok.Deprel == "" || tok.UPOS == "" {
				t.Fatalf("sentence %d word %d: %+v", i, k, tok)
			}
		}
		if roots != 1 {
			t.Errorf("sentence %d has %d roots", i, roots)
		}
	}
	with := map[int32]int{}
	for _, a := range d.Again {
		with[a.Earlier]++
		if a.Earlier >= a.Later || len(d.Tokens[a.Earlier].Tells) == 0 || len(d.Tokens[a.Later].Tells) == 0 {
			t.Fatalf("%+v joins what tells no events, or not an earlier word with a later one", a)
		}
	}
	for i, n := range with {
		if n > mostLater {
			t.Errorf("word %d is compared with %d later ones", i, n)
		}
	}
	if len(with) == 0 {
		t.Error("no words are compared")
	}
}
