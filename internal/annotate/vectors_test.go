package annotate

import (
	"cmp"
	"compress/gzip"
	"encoding/json"
	"math"
	"os"
	"testing"

	"readout/internal/encoder"
	"readout/internal/lang"
)

// trainedSentence is what the model said of a sentence where it was trained.
type trainedSentence struct {
	Words   []string
	Vectors [][]float32
	Head    []int
	Arcs    [][]float64
	labels  map[string]json.RawMessage
}

func (t *trainedSentence) UnmarshalJSON(b []byte) error {
	type plain trainedSentence
	if err := json.Unmarshal(b, (*plain)(t)); err != nil {
		return err
	}
	return json.Unmarshal(b, &t.labels)
}

// trainedModel returns the engine of the model in the tree.
func trainedModel(tb testing.TB) *Engine {
	data, err := os.ReadFile(cmp.Or(os.Getenv("READOUT_MODEL"), "../models/english.model"))
	if err != nil {
		tb.Skip("the tree has no model: ", err)
	}
	m, err := encoder.Load(data)
	if err != nil {
		tb.Fatal(err)
	}
	e, err := New(m)
	if err != nil {
		tb.Fatal(err)
	}
	return e
}

// TestTrained holds the engine to what train/vectors.py wrote of the same model.
// A number that falls to the other side of a rounding to 8 bits changes all
// after it a little: PyTorch in float32 and in float64 differ by 0.02 in the
// mean and 0.15 at most, in values of deviation 0.6. Factuality and mode are
// compared where there is an event.
func TestTrained(t *testing.T) {
	f, err := os.Open(cmp.Or(os.Getenv("READOUT_VECTORS"), "testdata/vectors.json.gz"))
	if err != nil {
		t.Skip("no vectors to compare with: ", err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	var texts []struct{ Sentences []trainedSentence }
	if err := json.NewDecoder(z).Decode(&texts); err != nil {
		t.Fatal(err)
	}
	c := comparison{Engine: trainedModel(t), s: &scratch{}, same: map[string]int{}, n: map[string]int{}}
	c.s.state = c.model.NewState()
	for _, text := range texts {
		c.text(t, text.Sentences)
	}
	same, all := 0, 0
	for layer, n := range c.n {
		t.Logf("%-6s %d of %d equal", layer, c.same[layer], n)
		same, all = same+c.same[layer], all+n
	}
	t.Logf("vectors differ by %.5f at most, %.5f in the mean, arcs by %.3f", c.vector, c.sum/float64(c.values), c.arc)
	if mean := c.sum / float64(c.values); float64(same) < 0.995*float64(all) || c.vector > 0.3 || mean > 0.05 {
		t.Errorf("%d of %d labels are equal, vectors differ by %v in the mean", same, all, mean)
	}
}

// comparison counts what is equal.
type comparison struct {
	*Engine
	s           *scratch
	same, n     map[string]int
	vector, arc float64
	sum         float64
	values      int
}

func (c *comparison) text(t *testing.T, sents []trainedSentence) {
	d := &lang.Doc{}
	for _, x := range sents {
		d.Sentences = append(d.Sentences, lang.Sentence{First: len(d.Tokens), N: len(x.Words)})
		for _, w := range x.Words {
			d.Tokens = append(d.Tokens, lang.Token{Form: w})
		}
	}
	c.encode(d, c.s)
	for i, x := range sents {
		first := d.Sentences[i].First
		for k, v := range x.Vectors {
			for j, want := range v {
				diff := math.Abs(float64(c.s.x[(first+k)*c.width+j] - want))
				c.vector, c.sum, c.values = max(c.vector, diff), c.sum+diff, c.values+1
			}
		}
		for k, row := range c.tree.arcs(c.s.x[first*c.width:], len(x.Words), c.s)[1:] {
			best := 0
			for j, v := range row {
				if j != k+1 && v > row[best] {
					best = j
				}
				if len(x.Arcs) > k && j != k+1 {
					c.arc = max(c.arc, math.Abs(v-x.Arcs[k][j]))
				}
			}
			c.count("head", best == x.Head[k])
		}
	}
	event := labels(t, sents, "event")
	for name := range c.heads {
		want := labels(t, sents, name)
		c.label(c.s, name, len(d.Tokens), func(i int, l string) {
			if event[i] != "O" || name != "fact" && name != "mode" {
				c.count(name, l == want[i])
			}
		})
	}
}

func labels(t *testing.T, sents []trainedSentence, layer string) (out []string) {
	for _, x := range sents {
		var l []string
		if err := json.Unmarshal(x.labels[layer], &l); err != nil {
			t.Fatalf("labels of %s: %v", layer, err)
		}
		out = append(out, l...)
	}
	return out
}

func (c *comparison) count(layer string, same bool) {
	c.n[layer]++
	if same {
		c.same[layer]++
	}
}
