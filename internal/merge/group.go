package merge

import (
	"cmp"
	"container/heap"
	"math"
	"slices"
)

// Stories are found by joining, again and again, the two groups of reports
// that are most alike on average, as long as they are alike enough. Likeness
// is the cosine of tf-idf of words and of actors, and fades with the days
// between two groups. A bare headline has few words to go by, so that it must
// share more of them, on nearly the same day; a full report carries a matter
// over weeks. Only groups that hold near neighbours are compared.
const (
	idfPower    = 2
	idfLeast    = 0.3
	background  = 200 // reports that a small archive is taken to be part of
	actorCount  = 2   // an actor counts as a word that stands so often
	neighbours  = 40  // of each report
	seekTerms   = 30  // the heaviest terms of a report find its neighbours
	seekReports = 3000

	undatedFrom   = 1.33 // times as much, where a day is not known
	storyFrom     = 0.12 // least mean likeness of full reports
	headlineFrom  = 0.17 // the same of headlines
	headlineWords = 15   // content words up to which a report is a headline
	fullWords     = 60   // and those from which it is a full one
	storyHalf     = 45.0 // days after which likeness of full reports is worth half
	headlineHalf  = 0.4
	storyRest     = 0.3 // what is left of it however long ago
	headlineRest  = 0.1
)

// A vector is the unit tf-idf vector of a source, in order of hash.
type vector []weighted

type weighted struct {
	hash uint32
	w    float64
}

// vectors weighs the terms of all sources.
func (m *merger) vectors() []vector {
	terms := make([][]term, len(m.sources))
	df := map[uint32]int{}
	for i, s := range m.sources {
		terms[i] = m.withActors(i, s.terms)
		for _, t := range terms[i] {
			df[t.hash]++
		}
	}
	n := float64(len(m.sources) + background)
	out := make([]vector, len(m.sources))
	for i := range m.sources {
		v := make(vector, 0, len(terms[i]))
		norm := 0.0
		for _, t := range terms[i] {
			w := math.Log1p(float64(t.n)) * math.Pow(math.Log((1+n)/float64(1+df[t.hash]))+idfLeast, idfPower)
			v = append(v, weighted{t.hash, w})
			norm += w * w
		}
		norm = math.Sqrt(max(norm, 1e-12))
		for k := range v {
			v[k].w /= norm
		}
		out[i] = v
	}
	return out
}

// withActors adds the merged actors of a source to its terms: one actor under
// two spellings is one term.
func (m *merger) withActors(i int, terms []term) []term {
	out := slices.Clone(terms)
	for _, n := range m.distinct(m.actorOf[i]) {
		if a := &m.out.Actors[n]; named(a.Name) {
			out = append(out, term{uint32(fnv("actor "+a.ID) >> 16), actorCount})
		}
	}
	slices.SortStableFunc(out, func(a, b term) int { return cmp.Compare(a.hash, b.hash) })
	return slices.CompactFunc(out, func(a, b term) bool { return a.hash == b.hash })
}

// A cluster is a group under way.
type cluster struct {
	members []int
	sum     vector // of the vectors of its members
	full    float64
	first   int // days
	last    int
	mean    float64
	near    map[int]bool // clusters that hold near neighbours
	version int
	gone    bool
}

// A proposal is two clusters to be joined, as of their versions.
type proposal struct {
	a, b, va, vb int
	margin       float64 // likeness over what is needed
}

type proposals []proposal

func (p proposals) Len() int { return len(p) }
func (p proposals) Less(i, j int) bool {
	x, y := p[i], p[j]
	if x.margin != y.margin {
		return x.margin > y.margin
	}
	return cmp.Or(cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b)) < 0
}
func (p proposals) Swap(i, j int) { p[i], p[j] = p[j], p[i] }
func (p *proposals) Push(x any)   { *p = append(*p, x.(proposal)) }
func (p *proposals) Pop() any {
	old := *p
	x := old[len(old)-1]
	*p = old[:len(old)-1]
	return x
}

// group finds the groups of sources that are stories, in order of their
// first members.
func (m *merger) group(vectors []vector) [][]int {
	clusters := m.seeds(vectors)
	var queue proposals
	propose := func(a, b int) {
		a, b = min(a, b), max(a, b)
		if margin := clusters[a].likeness(clusters[b]); margin >= 1 {
			heap.Push(&queue, proposal{a, b, clusters[a].version, clusters[b].version, margin})
		}
	}
	for a, c := range clusters {
		for _, b := range sortedInts(c.near) {
			if a < b {
				propose(a, b)
			}
		}
	}
	for queue.Len() > 0 {
		p := heap.Pop(&queue).(proposal)
		a, b := clusters[p.a], clusters[p.b]
		if a.gone || b.gone || a.version != p.va || b.version != p.vb {
			continue
		}
		a.join(b)
		for _, n := range sortedInts(b.near) {
			delete(clusters[n].near, p.b)
			if n != p.a {
				clusters[n].near[p.a] = true
				a.near[n] = true
			}
		}
		b.near, b.sum = nil, nil
		for _, n := range sortedInts(a.near) {
			propose(p.a, n)
		}
	}
	var out [][]int
	for _, c := range clusters {
		if !c.gone {
			slices.Sort(c.members)
			out = append(out, c.members)
		}
	}
	slices.SortFunc(out, func(a, b []int) int { return cmp.Compare(a[0], b[0]) })
	return out
}

func sortedInts(set map[int]bool) []int {
	out := make([]int, 0, len(set))
	for n := range set {
		out = append(out, n)
	}
	slices.Sort(out)
	return out
}

// seeds makes a cluster of each report; reprints begin together.
func (m *merger) seeds(vectors []vector) []*cluster {
	var clusters []*cluster
	at := make([]int, len(m.sources))
	ofFamily := map[int]int{}
	for i, s := range m.sources {
		c := &cluster{members: []int{i}, sum: vectors[i], full: fullness(s.words), first: s.day, last: s.day, mean: float64(s.day), near: map[int]bool{}}
		f := m.family[i]
		if n, ok := ofFamily[f]; ok && f >= 0 {
			clusters[n].join(c)
			at[i] = n
			continue
		}
		if f >= 0 {
			ofFamily[f] = len(clusters)
		}
		at[i] = len(clusters)
		clusters = append(clusters, c)
	}
	for i, list := range m.neighbours(vectors) {
		for _, j := range list {
			if a, b := at[i], at[j]; a != b {
				clusters[a].near[b], clusters[b].near[a] = true, true
			}
		}
	}
	return clusters
}

// fullness is 0 for a bare headline and 1 for a full report.
func fullness(words int) float64 {
	return min(1, max(0, float64(words-headlineWords)/(fullWords-headlineWords)))
}

// join takes another cluster in.
func (c *cluster) join(o *cluster) {
	n, k := float64(len(c.members)), float64(len(o.members))
	c.sum = plus(c.sum, o.sum)
	c.full = (c.full*n + o.full*k) / (n + k)
	switch {
	case c.first == noDay:
		c.first, c.last, c.mean = o.first, o.last, o.mean
	case o.first != noDay:
		c.mean = (c.mean*n + o.mean*k) / (n + k)
		c.first, c.last = min(c.first, o.first), max(c.last, o.last)
	}
	c.members = append(c.members, o.members...)
	c.version++
	o.gone = true
}

// likeness is the mean cosine of the reports of two clusters, faded, over
// what is needed to join them.
func (c *cluster) likeness(o *cluster) float64 {
	s := dot(c.sum, o.sum) / float64(len(c.members)*len(o.members))
	full := min(c.full, o.full)
	mix := func(headline, story float64) float64 { return headline + (story-headline)*full }
	if c.first != noDay && o.first != noDay {
		apart := float64(max(0, o.first-c.last, c.first-o.last))
		if full < 1 {
			apart = mix(math.Abs(c.mean-o.mean), apart)
		}
		rest := mix(headlineRest, storyRest)
		s *= rest + (1-rest)*math.Exp2(-apart/mix(headlineHalf, storyHalf))
	}
	if c.first == noDay || o.first == noDay {
		s /= mix(1, undatedFrom)
	}
	return s / mix(headlineFrom, storyFrom)
}

func plus(a, b vector) vector {
	out := make(vector, 0, len(a)+len(b))
	i, j := 0, 0
	for i < len(a) && j < len(b) {
		switch c := cmp.Compare(a[i].hash, b[j].hash); {
		case c < 0:
			out = append(out, a[i])
			i++
		case c > 0:
			out = append(out, b[j])
			j++
		default:
			out = append(out, weighted{a[i].hash, a[i].w + b[j].w})
			i, j = i+1, j+1
		}
	}
	return append(append(out, a[i:]...), b[j:]...)
}

func dot(a, b vector) float64 {
	s := 0.0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch c := cmp.Compare(a[i].hash, b[j].hash); {
		case c < 0:
			i++
		case c > 0:
			j++
		default:
			s += a[i].w * b[j].w
			i, j = i+1, j+1
		}
	}
	return s
}

// neighbours lists for each source those before it that are most like it.
func (m *merger) neighbours(vectors []vector) [][]int {
	heavy := make([]vector, len(vectors))
	post := map[uint32][]int32{}
	for i, v := range vectors {
		h := slices.Clone(v)
		slices.SortFunc(h, func(a, b weighted) int { return cmp.Or(cmp.Compare(b.w, a.w), cmp.Compare(a.hash, b.hash)) })
		heavy[i] = slices.Clone(h[:min(len(h), seekTerms)])
		for _, t := range heavy[i] {
			post[t.hash] = append(post[t.hash], int32(i))
		}
	}
	out := make([][]int, len(vectors))
	score := make([]float64, len(vectors))
	for i := range vectors {
		var seen []int
		for _, t := range heavy[i] {
			list := post[t.hash]
			at, _ := slices.BinarySearch(list, int32(i))
			for _, j := range list[max(0, at-seekReports):at] {
				if score[j] == 0 {
					seen = append(seen, int(j))
				}
				score[j] += t.w
			}
		}
		slices.SortFunc(seen, func(a, b int) int { return cmp.Or(cmp.Compare(score[b], score[a]), cmp.Compare(b, a)) })
		out[i] = slices.Clone(seen[:min(len(seen), neighbours)])
		for _, j := range seen {
			score[j] = 0
		}
	}
	return out
}
