// Package learnt reads tables of weights that train/weigh.py learns from
// annotated reports by logistic regression, and names what they look at. A row
// may be edited by hand.
package learnt

import (
	"math"
	"slices"
	"strconv"
	"strings"
)

// A Table says by feature how far it speaks for what is weighed.
type Table map[string]float64

// Parse reads rows of a feature and its weight, parted by a tab; it passes over
// others.
func Parse(table string) Table {
	t := Table{}
	for line := range strings.Lines(table) {
		name, w, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if v, err := strconv.ParseFloat(w, 64); ok && err == nil {
			t[name] = v
		}
	}
	return t
}

// Score returns the sum of what the features say, log odds where each stands for itself.
func (t Table) Score(features []string) float64 {
	sum := 0.0
	for _, name := range features {
		sum += t[name]
	}
	return sum
}

// Chance returns how likely what has the features is, 0 to 1.
func (t Table) Chance(features []string) float64 { return Logistic(t.Score(features)) }

// Shares returns how likely each of several is that one of which is right, by
// their scores.
func Shares(scores []float64) []float64 {
	out, all, top := make([]float64, len(scores)), 0.0, slices.Max(scores)
	for k, x := range scores {
		out[k] = math.Exp(x - top)
		all += out[k]
	}
	for k := range out {
		out[k] /= all
	}
	return out
}

// Logistic turns log odds into a probability.
func Logistic(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

// Odds turns a probability into log odds, those of nought and one as of one in
// ten thousand.
func Odds(p float64) float64 {
	p = min(max(p, 1e-4), 1-1e-4)
	return math.Log(p / (1 - p))
}

// LogShare is the logarithm of a share of one, of less than one in ten thousand as
// of that.
func LogShare(p float64) float64 { return math.Log(max(p, 1e-4)) }

// Depth names how far into a report a sentence stands, the first being 0.
func Depth(sentence int) string {
	switch {
	case sentence < 1:
		return "0"
	case sentence < 3:
		return "1"
	case sentence < 8:
		return "3"
	case sentence < 20:
		return "8"
	}
	return "20"
}

// Fifths names a probability, from 0 to 5.
func Fifths(p float32) string { return strconv.Itoa(int(p*5 + 0.999)) }

// Often names a count roughly.
func Often(n int) string {
	switch {
	case n <= 1:
		return "1"
	case n <= 3:
		return "3"
	}
	return "many"
}
