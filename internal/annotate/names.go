package annotate

import (
	"math"
	"strings"
	"unicode"

	"readout/internal/lang"
)

// What it costs a name, in natural logarithms, to begin or to end between two
// words that the tree or a hyphen ties together.
const (
	splitCompound = 1.5
	splitFlat     = 2.5
	splitHyphen   = 2.5
)

// properOut is what it costs a capitalised proper noun to be of no name.
const properOut = 0.5

// A nameLabel is one label of the names head.
type nameLabel struct {
	typ   string // "" for O
	begin bool
}

func nameLabels(labels []string) []nameLabel {
	out := make([]nameLabel, len(labels))
	for k, l := range labels {
		if bio, typ, ok := strings.Cut(l, "-"); ok {
			out[k] = nameLabel{typ, bio == "B"}
		}
	}
	return out
}

// follows reports whether label b may stand after a.
func (b nameLabel) follows(a nameLabel) bool {
	return b.typ == "" || b.begin || a.typ == b.typ
}

// names decodes the labels of each sentence as a whole (Viterbi), and takes
// the marks off the ends of names.
func (e *Engine) names(d *lang.Doc, s *scratch) {
	h := e.heads["names"]
	if h == nil {
		return
	}
	n, k := len(d.Tokens), len(h.labels)
	s.scores = grow(s.scores, n*k)
	e.scores(s, h, n, func(i int, scores []float32) { copy(s.scores[i*k:], scores) })
	labels := nameLabels(h.labels)
	tree := lang.NewTree(d)
	for _, sent := range d.Sentences {
		from, to := sent.First, min(sent.First+sent.N, n)
		path := s.nameBest(d, tree, labels, from, to)
		first := len(d.Names)
		for i := from; i < to; i++ {
			l := labels[path[i-from]]
			switch {
			case l.typ == "":
			case i == from || l.begin || labels[path[i-1-from]].typ != l.typ:
				d.Names = append(d.Names, lang.Name{Span: d.Tokens[i].Span, Type: l.typ, First: i, Last: i})
			default:
				d.Names[len(d.Names)-1].Last = i
			}
		}
		d.Names = append(d.Names[:first], trimmed(d, d.Names[first:])...)
	}
	s.agree(d, labels)
	d.Names = joinNames(d, tree, d.Names)
	for i := range d.Names {
		n := &d.Names[i]
		n.Start, n.End = d.Tokens[n.First].Start, d.Tokens[n.Last].End
	}
}

// others is how far what the other names of the same words seem to be, in the mean, counts for a name's type beside what it seems itself.
const others = 1

// agree settles the types of names of the same words together: a report rarely
// means two things by one name.
func (s *scratch) agree(d *lang.Doc, labels []nameLabel) {
	same := map[string][]int{}
	for n, name := range d.Names {
		words := strings.Join(strings.Fields(d.Text[d.Tokens[name.First].Start:d.Tokens[name.Last].End]), " ")
		same[words] = append(same[words], n)
	}
	for _, names := range same {
		if len(names) < 2 {
			continue
		}
		all := map[string]float32{}
		own := make([]map[string]float32, len(names))
		for k, n := range names {
			own[k] = s.typeScores(labels, &d.Names[n])
			for typ, v := range own[k] {
				all[typ] += v
			}
		}
		for k, n := range names {
			best := d.Names[n].Type
			of := func(typ string) float32 {
				return own[k][typ] + others*(all[typ]-own[k][typ])/float32(len(names)-1)
			}
			for _, l := range labels {
				if l.typ != "" && of(l.typ) > of(best) {
					best = l.typ
				}
			}
			d.Names[n].Type = best
		}
	}
}

// typeScores returns the score of a name as one of each type.
func (s *scratch) typeScores(labels []nameLabel, n *lang.Name) map[string]float32 {
	out := map[string]float32{}
	for i := n.First; i <= n.Last; i++ {
		for b, l := range labels {
			if l.typ != "" && l.begin == (i == n.First) {
				out[l.typ] += s.scores[i*len(labels)+b]
			}
		}
	}
	return out
}

// nameBest returns the labels of words from..to that score most together.
func (s *scratch) nameBest(d *lang.Doc, tree *lang.Tree, labels []nameLabel, from, to int) []uint8 {
	n, k := to-from, len(labels)
	s.steps = grow(s.steps, (n+1)*k)
	s.path = grow(s.path, n)
	score, next := grow(s.sums[0], k), grow(s.sums[1], k)
	clear(score)
	for i := range n {
		cost := float32(0)
		if i > 0 {
			cost = splitCost(d, tree, from+i)
		}
		row := s.scores[(from+i)*k:][:k]
		lone := isMarks(d.Tokens[from+i].Form)
		for b, lb := range labels {
			best, at := float32(math.Inf(-1)), 0
			for a, la := range labels {
				if i == 0 && a > 0 {
					break
				}
				if i == 0 {
					la = nameLabel{}
				}
				if !lb.follows(la) && !(i == 0) || i == 0 && lb.typ != "" && !lb.begin {
					continue
				}
				v := score[a]
				if i > 0 && (la.typ != "" || lb.typ != "") && (lb.begin || la.typ != lb.typ) {
					v -= cost
				}
				if v > best {
					best, at = v, a
				}
			}
			if lone && lb.begin {
				best -= 4
			}
			if lb.typ == "" && d.Tokens[from+i].UPOS == "PROPN" && capital(d.Tokens[from+i].Form) {
				best -= properOut
			}
			next[b] = best + row[b]
			s.steps[i*k+b] = uint8(at)
		}
		score, next = next, score
	}
	s.sums[0], s.sums[1] = score, next
	at := 0
	for b, v := range score {
		if v > score[at] {
			at = b
		}
	}
	for i := n - 1; i >= 0; i-- {
		s.path[i] = uint8(at)
		at = int(s.steps[i*k+at])
	}
	return s.path
}

// splitCost is what a border of a name before word i costs.
func splitCost(d *lang.Doc, tree *lang.Tree, i int) float32 {
	a, b := &d.Tokens[i-1], &d.Tokens[i]
	if a.End == b.Start && (b.Form == "-" && i+1 < len(d.Tokens) && b.End == d.Tokens[i+1].Start && capital(d.Tokens[i+1].Form) && capital(a.Form) ||
		a.Form == "-" && i > 1 && d.Tokens[i-2].End == a.Start && capital(b.Form) && capital(d.Tokens[i-2].Form)) {
		return splitHyphen
	}
	if !capital(a.Form) || !capital(b.Form) {
		return 0
	}
	rel := ""
	switch {
	case tree.Head(i-1) == i:
		rel = a.Deprel
	case tree.Head(i) == i-1:
		rel = b.Deprel
	case tree.Head(i) >= 0 && tree.Head(i) == tree.Head(i-1) && a.Deprel == b.Deprel:
		rel = b.Deprel
	}
	switch rel {
	case "flat", "goeswith":
		return splitFlat
	case "compound":
		return splitCompound
	}
	return 0
}

func capital(form string) bool {
	for _, r := range form {
		return unicode.IsUpper(r) || unicode.IsDigit(r)
	}
	return false
}

// isMarks reports whether a word has neither letter nor digit, or is a clitic.
func isMarks(form string) bool {
	if form == "'s" || form == "’s" {
		return true
	}
	return !strings.ContainsFunc(form, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}

// articles are the forms of the Arabic article as names of English text write it.
var articles = map[string]bool{"al": true, "el": true, "ul": true, "ad": true, "ar": true, "as": true, "ash": true, "at": true, "an": true, "az": true}

// trimmed parts names of places and persons at commas, takes the marks off the
// ends of names, gives Arabic articles back to theirs, and leaves out a name of
// marks alone.
func trimmed(d *lang.Doc, names []lang.Name) []lang.Name {
	var out []lang.Name
	for _, n := range names {
		for i := n.First; i <= n.Last && n.Type != "ORG" && n.Type != "EVENT"; i++ {
			if d.Tokens[i].Form == "," {
				out = append(out, lang.Name{Type: n.Type, First: n.First, Last: i - 1})
				n.First = i + 1
			}
		}
		out = append(out, n)
	}
	names, out = out, out[:0]
	for _, n := range names {
		if i := n.First; i >= 2 && d.Tokens[i-1].Form == "-" && articles[strings.ToLower(d.Tokens[i-2].Form)] &&
			d.Tokens[i-1].End == d.Tokens[i].Start && d.Tokens[i-2].End == d.Tokens[i-1].Start &&
			(len(out) == 0 || out[len(out)-1].Last < i-2) {
			n.First -= 2
		}
		for n.First <= n.Last && isMarks(d.Tokens[n.First].Form) {
			n.First++
		}
		for n.Last >= n.First && isMarks(d.Tokens[n.Last].Form) {
			n.Last--
		}
		if n.First <= n.Last {
			out = append(out, n)
		}
	}
	return out
}

// joinNames makes one name of a body's name and the name that "of" ties to it,
// as a university and its town.
func joinNames(d *lang.Doc, tree *lang.Tree, names []lang.Name) []lang.Name {
	out := names[:0]
	for _, n := range names {
		if k := len(out) - 1; k >= 0 && out[k].Type == "ORG" && n.Type != "PER" && n.Type != "NORP" && ofTies(d, tree, out[k], n) {
			out[k].Last = n.Last
			continue
		}
		out = append(out, n)
	}
	for k := range out { // an "of" with nothing after it
		for out[k].Last > out[k].First && d.Tokens[out[k].Last].Form == "of" {
			out[k].Last--
		}
	}
	return out
}

// ofTies reports whether "of" alone stands between a and b and b hangs from a.
func ofTies(d *lang.Doc, tree *lang.Tree, a, b lang.Name) bool {
	last := a.Last
	if d.Tokens[last].Form != "of" {
		last++
	}
	if last+1 < b.First && strings.EqualFold(d.Tokens[last+1].Form, "the") {
		last++
	}
	if last+1 != b.First || tree.Sentence(a.First) != tree.Sentence(b.First) {
		return false
	}
	for i := a.Last + 1; i < b.First; i++ {
		if f := d.Tokens[i].Form; f != "of" && f != "the" {
			return false
		}
	}
	if a.Last < last && d.Tokens[a.Last+1].Form != "of" && d.Tokens[a.Last].Form != "of" {
		return false
	}
	for i := b.First; i <= b.Last; i++ {
		if h := tree.Head(i); h >= a.First && h <= a.Last {
			return true
		}
	}
	return false
}
