package annotate

import (
	"math"
	"math/rand/v2"
	"testing"

	"readout/internal/lang"
)

func TestLemma(t *testing.T) {
	for _, c := range [][3]string{
		{"Talks", "L-1+", "talk"}, {"Cities", "L-3+y", "city"}, {"Geneva", "P-0+", "Geneva"}, {"went", "=go", "go"},
		{"The", "=", "the"}, {"The", "", "the"}, {"a", "L-9+x", "a"}, {"x", "L", "x"},
	} {
		if got := lemma(c[0], c[1]); got != c[2] {
			t.Errorf("lemma(%q, %q) = %q, want %q", c[0], c[1], got, c[2])
		}
	}
}

func TestShape(t *testing.T) {
	for form, want := range map[string]int{"talks": 1, "Geneva": 2, "UN": 3, "U.S.": 3, "A": 4, "McKay": 5, "24": 6, "24th": 7, "--": 8, "": 0} {
		if got := shapeOf(form, false); got != want {
			t.Errorf("shapeOf(%q) = %d, want %d", form, got, want)
		}
	}
	if shapeOf("The", true) != 10 {
		t.Error("first word has no shape of its own")
	}
}

// TestArborescence compares with the best of all trees of four words.
func TestArborescence(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for range 300 {
		s := make([][]float64, 5)
		for i := range s {
			s[i] = make([]float64, 5)
			for j := range s[i] {
				s[i][j] = rng.NormFloat64()
			}
		}
		best, h := math.Inf(-1), []int{0, 0, 0, 0, 0}
		for c := range 625 {
			for i, v := 1, c; i < 5; i, v = i+1, v/5 {
				h[i] = v % 5
			}
			if single(h) {
				best = max(best, total(s, h))
			}
		}
		got := Arborescence(s)
		if !single(got) || math.Abs(total(s, got)-best) > 1e-9 {
			t.Fatalf("%v scores %v, best is %v", got, total(s, got), best)
		}
	}
}

func total(s [][]float64, h []int) (sum float64) {
	for i := 1; i < len(h); i++ {
		sum += s[i][h[i]]
	}
	return sum
}

func single(h []int) bool {
	roots := 0
	for i := 1; i < len(h); i++ {
		if h[i] == 0 {
			roots++
		}
		j := i
		for range h {
			j = h[j] * min(j, 1)
		}
		if j != 0 {
			return false
		}
	}
	return roots == 1
}

// TestPartitives: a rough count is the head of what it counts.
func TestPartitives(t *testing.T) {
	for _, c := range []struct{ in, want []lang.Token }{
		{ // Dozens of soldiers fell
			[]lang.Token{{Form: "Dozens", Head: 2, Deprel: "amod"}, {Form: "of", Head: 2, Deprel: "case"}, {Form: "soldiers", Head: 3, Deprel: "nsubj"}, {Form: "fell", Head: -1, Deprel: "root"}},
			[]lang.Token{{Form: "Dozens", Head: 3, Deprel: "nsubj"}, {Form: "of", Head: 2, Deprel: "case"}, {Form: "soldiers", Head: 0, Deprel: "nmod"}, {Form: "fell", Head: -1, Deprel: "root"}},
		},
		{ // Fans of soldiers fell
			[]lang.Token{{Form: "Fans", Head: 2, Deprel: "amod"}, {Form: "of", Head: 2, Deprel: "case"}, {Form: "soldiers", Head: 3, Deprel: "nsubj"}, {Form: "fell", Head: -1, Deprel: "root"}},
			[]lang.Token{{Form: "Fans", Head: 2, Deprel: "amod"}, {Form: "of", Head: 2, Deprel: "case"}, {Form: "soldiers", Head: 3, Deprel: "nsubj"}, {Form: "fell", Head: -1, Deprel: "root"}},
		},
	} {
		partitives(c.in)
		for i, got := range c.in {
			if got.Head != c.want[i].Head || got.Deprel != c.want[i].Deprel {
				t.Errorf("%s hangs from %d as %s, want %d, %s", got.Form, got.Head, got.Deprel, c.want[i].Head, c.want[i].Deprel)
			}
		}
	}
	long := []lang.Token{{Form: "Hundreds", Head: -1, Deprel: "root"}, {Form: "of", Head: 0, Deprel: "case"}}
	partitives(long) // nothing is counted
	if long[0].Head != -1 || long[1].Head != 0 {
		t.Errorf("%+v", long)
	}
}

func TestPossessors(t *testing.T) {
	word := func(form, upos string, head int, rel string) lang.Token {
		return lang.Token{Form: form, UPOS: upos, Head: head, Deprel: rel}
	}
	for _, c := range []struct {
		in    []lang.Token
		heads []int
		rel   string // of the owner, the first word
	}{
		{[]lang.Token{word("Tavria", "PROPN", 3, "nmod"), word("'s", "PART", 2, "case"), word("sailors", "NOUN", 3, "nsubj"), word("left", "VERB", -1, "root")}, []int{2, 0, 3, -1}, "nmod:poss"},
		{[]lang.Token{word("Milan", "PROPN", 4, "compound"), word("Oresk", "PROPN", 0, "flat"), word("’s", "NOUN", 3, "case"), word("men", "NOUN", 4, "nsubj"), word("left", "VERB", -1, "root")}, []int{3, 0, 0, 4, -1}, "nmod:poss"},
		// what is owned hangs from the owner: a tree has no rings
		{[]lang.Token{word("Tavria", "PROPN", -1, "root"), word("'s", "PART", 2, "case"), word("sailors", "NOUN", 0, "appos")}, []int{-1, 2, 0}, "root"},
		{[]lang.Token{word("Tavria", "PROPN", 2, "nmod:poss"), word("'s", "PART", 0, "case"), word("sailors", "NOUN", -1, "root")}, []int{2, 0, -1}, "nmod:poss"},
	} {
		possessors(c.in)
		for i, got := range c.in {
			if got.Head != c.heads[i] {
				t.Errorf("%v: %s hangs from %d, want %d", c.heads, got.Form, got.Head, c.heads[i])
			}
		}
		if c.in[0].Deprel != c.rel {
			t.Errorf("%v: the owner is %s, want %s", c.heads, c.in[0].Deprel, c.rel)
		}
	}
}
