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
type vector []term

// vectors weighs the terms of all sources.
func (m *merger) vectors() ([]vector, error) {
	actors := m.actorTerms()
	out := make([]vector, len(m.sources))
	df := map[uint32]int32{}
	var p pile[term]
	var hashes []uint32
	var buf []term
	err := m.each(PartTerms, func(i int, d *decoder) {
		m.sources[i].words = d.int()
		hashes, buf = d.sorted(hashes[:0]), buf[:0]
		for _, h := range hashes {
			buf = append(buf, term{h, float32(d.uint())})
		}
		buf = m.withActors(i, buf, actors)
		for _, t := range buf {
			df[t.hash]++
		}
		out[i] = p.keep(buf)
	})
	n := float64(len(m.sources) + background)
	idf := make(map[uint32]float64, len(df))
	for hash, k := range df {
		idf[hash] = math.Pow(math.Log((1+n)/float64(1+k))+idfLeast, idfPower)
	}
	for _, v := range out {
		norm := 0.0
		for k := range v {
			w := math.Log1p(float64(v[k].n)) * idf[v[k].hash]
			v[k].n = float32(w)
			norm += w * w
		}
		norm = math.Sqrt(max(norm, 1e-12))
		for k := range v {
			v[k].n = float32(float64(v[k].n) / norm)
		}
	}
	return out, err
}

// actorTerms is a term for each merged actor with a name: one actor under two
// spellings is one term. It is 0 for the others.
func (m *merger) actorTerms() []uint32 {
	out := make([]uint32, len(m.people))
	for n := range m.people {
		if named(m.str(m.people[n].name)) {
			out[n] = max(1, uint32(fnv("actor "+idString("a", m.people[n].id))>>16))
		}
	}
	return out
}

// withActors adds the merged actors of a source to its terms.
func (m *merger) withActors(i int, terms []term, actors []uint32) []term {
	for _, n := range distinct(m.actorOf[i]) {
		if h := actors[n]; h != 0 {
			terms = append(terms, term{h, actorCount})
		}
	}
	slices.SortStableFunc(terms, func(a, b term) int { return cmp.Compare(a.hash, b.hash) })
	return slices.CompactFunc(terms, func(a, b term) bool { return a.hash == b.hash })
}

// A cluster is a group under way.
type cluster struct {
	members []int
	sum     vector // of the vectors of its members
	full    float64
	first   int // days
	last    int
	mean    float64
	near    []edge // clusters that hold near neighbours, in order
	version int
	gone    bool
}

// An edge leads to a cluster. The product of the two sums is kept, for that of
// a joint cluster is the sum of those of its halves.
type edge struct {
	to  int32
	dot float32
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
	propose := func(a, b int, dot float32) {
		a, b = min(a, b), max(a, b)
		if margin := clusters[a].likeness(clusters[b], float64(dot)); margin >= 1 {
			heap.Push(&queue, proposal{a, b, clusters[a].version, clusters[b].version, margin})
		}
	}
	for a, c := range clusters {
		for _, e := range c.near {
			if a < int(e.to) {
				propose(a, int(e.to), e.dot)
			}
		}
	}
	for queue.Len() > 0 {
		p := heap.Pop(&queue).(proposal)
		a, b := clusters[p.a], clusters[p.b]
		if a.gone || b.gone || a.version != p.va || b.version != p.vb {
			continue
		}
		near := jointEdges(clusters, p.a, p.b)
		a.join(b)
		a.near, b.near, b.sum = near, nil, nil
		for _, e := range near {
			c := clusters[e.to]
			c.near = with(without(c.near, int32(p.b)), edge{int32(p.a), e.dot})
			propose(p.a, int(e.to), e.dot)
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

// jointEdges are the edges of two clusters to others, once they are one.
func jointEdges(clusters []*cluster, a, b int) []edge {
	x, y := clusters[a], clusters[b]
	out := make([]edge, 0, len(x.near)+len(y.near))
	add := func(to int32, dot float32) {
		if int(to) != a && int(to) != b {
			out = append(out, edge{to, dot})
		}
	}
	lacks := func(c *cluster, e edge) float32 {
		if int(e.to) == a || int(e.to) == b {
			return 0
		}
		return e.dot + float32(dot(c.sum, clusters[e.to].sum))
	}
	i, j := 0, 0
	for i < len(x.near) || j < len(y.near) {
		switch {
		case j == len(y.near) || i < len(x.near) && x.near[i].to < y.near[j].to:
			add(x.near[i].to, lacks(y, x.near[i]))
			i++
		case i == len(x.near) || x.near[i].to > y.near[j].to:
			add(y.near[j].to, lacks(x, y.near[j]))
			j++
		default:
			add(x.near[i].to, x.near[i].dot+y.near[j].dot)
			i, j = i+1, j+1
		}
	}
	return out
}

func toward(e edge, to int32) int { return cmp.Compare(e.to, to) }

// with puts an edge in a sorted list, in place of one to the same cluster.
func with(list []edge, e edge) []edge {
	at, in := slices.BinarySearchFunc(list, e.to, toward)
	if !in {
		return slices.Insert(list, at, e)
	}
	list[at] = e
	return list
}

// without drops the edge to a cluster from a sorted list that may have it.
func without(list []edge, to int32) []edge {
	if at, in := slices.BinarySearchFunc(list, to, toward); in {
		return slices.Delete(list, at, at+1)
	}
	return list
}

// seeds makes a cluster of each report; reprints begin together.
func (m *merger) seeds(vectors []vector) []*cluster {
	var clusters []*cluster
	at := make([]int, len(m.sources))
	ofFamily := map[int]int{}
	for i := range m.sources {
		s := &m.sources[i]
		c := &cluster{members: []int{i}, sum: vectors[i], full: fullness(s.words), first: s.day, last: s.day, mean: float64(s.day)}
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
				clusters[a].near, clusters[b].near = append(clusters[a].near, edge{to: int32(b)}), append(clusters[b].near, edge{to: int32(a)})
			}
		}
	}
	for _, c := range clusters {
		slices.SortFunc(c.near, func(a, b edge) int { return toward(a, b.to) })
		c.near = slices.Clip(slices.Compact(c.near))
	}
	for a, c := range clusters {
		for k, e := range c.near {
			o := clusters[e.to]
			if int(e.to) < a {
				at, _ := slices.BinarySearchFunc(o.near, int32(a), toward)
				c.near[k].dot = o.near[at].dot
			} else {
				c.near[k].dot = float32(dot(c.sum, o.sum))
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
func (c *cluster) likeness(o *cluster, dot float64) float64 {
	s := dot / float64(len(c.members)*len(o.members))
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
			out = append(out, term{a[i].hash, a[i].n + b[j].n})
			i, j = i+1, j+1
		}
	}
	return append(append(out, a[i:]...), b[j:]...)
}

// A vector this many times as long as another is searched, not gone through.
const muchLonger = 16

func dot(a, b vector) float64 {
	if len(a) > len(b) {
		a, b = b, a
	}
	s := 0.0
	if len(b) > muchLonger*len(a) {
		for _, x := range a {
			at, in := slices.BinarySearchFunc(b, x.hash, func(y term, hash uint32) int { return cmp.Compare(y.hash, hash) })
			if in {
				s += float64(x.n) * float64(b[at].n)
			}
			b = b[at:]
		}
		return s
	}
	for i, j := 0, 0; i < len(a) && j < len(b); {
		x, y := a[i], b[j]
		if x.hash == y.hash {
			s += float64(x.n) * float64(y.n)
		}
		if x.hash <= y.hash {
			i++
		}
		if y.hash <= x.hash {
			j++
		}
	}
	return s
}

// neighbours lists for each source those before it that are most like it.
func (m *merger) neighbours(vectors []vector) [][]int32 {
	post := map[uint32][]int32{}
	out := make([][]int32, len(vectors))
	score := make([]float32, len(vectors))
	var p pile[int32]
	var h vector
	var seen []int32
	for i, v := range vectors {
		h, seen = append(h[:0], v...), seen[:0]
		slices.SortFunc(h, func(a, b term) int { return cmp.Or(cmp.Compare(b.n, a.n), cmp.Compare(a.hash, b.hash)) })
		h = h[:min(len(h), seekTerms)]
		for _, t := range h {
			list := post[t.hash]
			for _, j := range list[max(0, len(list)-seekReports):] {
				if score[j] == 0 {
					seen = append(seen, j)
				}
				score[j] += t.n
			}
			post[t.hash] = append(list, int32(i))
		}
		slices.SortFunc(seen, func(a, b int32) int { return cmp.Or(cmp.Compare(score[b], score[a]), cmp.Compare(b, a)) })
		out[i] = p.keep(seen[:min(len(seen), neighbours)])
		for _, j := range seen {
			score[j] = 0
		}
	}
	return out
}
