package score

// A Span is a half-open range of bytes with a label ("" where there is none).
type Span struct {
	Start, End int
	Type       string
	Value      string
}

// Syntax counts tokens whose tags and heads are right.
type Syntax struct{ Tokens, UPOS, Lemma, UAS, LAS int }

// Sets counts the predicted spans of one document that are gold exactly, label
// included; both sides are taken as sets.
func Sets(gold, pred []Span) Count {
	want := map[Span]bool{}
	for _, s := range gold {
		s.Value = ""
		want[s] = true
	}
	got := map[Span]bool{}
	c := Count{Gold: len(want)}
	for _, s := range pred {
		s.Value = ""
		if got[s] {
			continue
		}
		got[s] = true
		if want[s] {
			c.Matched++
		}
	}
	c.Predicted = len(got)
	return c
}

// Times counts time expressions as TempEval-3 does: a gold expression takes
// the free prediction that overlaps it most; strict asks for the same span,
// value for the same TIMEX3 value.
func Times(gold, pred []Span) (strict, value Count) {
	strict = Count{Gold: len(gold), Predicted: len(pred)}
	value = strict
	used := make([]bool, len(pred))
	for _, g := range gold {
		best, most := -1, 0
		for k, p := range pred {
			if n := min(p.End, g.End) - max(p.Start, g.Start); !used[k] && n > most {
				best, most = k, n
			}
		}
		if best < 0 {
			continue
		}
		used[best] = true
		p := pred[best]
		if p.Start == g.Start && p.End == g.End {
			strict.Matched++
		}
		if p.Value == g.Value {
			value.Matched++
		}
	}
	return strict, value
}

// Bags counts equal keys on both sides, each as often as it occurs.
func Bags(gold, pred []string) Count {
	left := map[string]int{}
	for _, k := range gold {
		left[k]++
	}
	c := Count{Gold: len(gold), Predicted: len(pred)}
	for _, k := range pred {
		if left[k] > 0 {
			left[k]--
			c.Matched++
		}
	}
	return c
}

// Ends counts sentence ends that agree, given as numbers of characters before
// them.
func Ends(gold, pred []int) Count {
	want := map[int]bool{}
	for _, e := range gold {
		want[e] = true
	}
	got := map[int]bool{}
	c := Count{Gold: len(gold), Predicted: len(pred)}
	for _, e := range pred {
		if want[e] && !got[e] {
			c.Matched++
		}
		got[e] = true
	}
	return c
}
