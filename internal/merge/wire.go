package merge

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
)

// Copy is found by shingles: runs of five words of a text, as hashes. What
// counts is containment, the part of the shorter text that stands in the
// longer, for cut copy keeps little of the likeness of two texts but all of
// the containment. An index over shingles finds the pairs; only every fourth
// shingle of a long text is kept, chosen by its hash, so that two texts keep
// the same ones.
const (
	shingleWords = 5
	allShingles  = 256 // texts of no more keep every shingle
	foldFrom     = 0.5 // containment from which two outlets have one text
	creditFrom   = 0.3 // the same where both credit one agency
	leastShared  = 12  // shingles, of all, that must be shared
	foldDays     = 14  // copy is printed within these
	versionDays  = 3   // an outlet reworks its own report within these
	sidebarDays  = 6   // what one outlet prints again after more days is no copy
	commonest    = 200 // a shingle of more texts finds only
	nearest      = 20  // the last few before each, enough for a chain of copies
)

// A shingleSet is the shingles of one text in order. At level 2 only those
// are kept whose two lowest bits are zero.
type shingleSet struct {
	hashes  []uint32
	sampled bool
	total   int // kept and not
}

// newShingles hashes every run of five words, in small letters and digits.
func newShingles(text string) shingleSet {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if len(words) < shingleWords {
		return shingleSet{}
	}
	sums := make([]uint64, len(words))
	for i, w := range words {
		sums[i] = fnv(w)
	}
	var all []uint32
	for i := shingleWords; i <= len(sums); i++ {
		h := uint64(14695981039346656037)
		for _, s := range sums[i-shingleWords : i] {
			h = (h ^ s) * 0x9E3779B97F4A7C15
			h ^= h >> 29
		}
		all = append(all, uint32(h>>32)<<2|uint32(h>>11)&3)
	}
	slices.Sort(all)
	all = slices.Compact(all)
	s := shingleSet{hashes: all, total: len(all)}
	if len(all) > allShingles {
		s.hashes, s.sampled = slices.Clip(slices.DeleteFunc(all, unsampled)), true
	}
	return s
}

func unsampled(h uint32) bool { return h&3 != 0 }

func fnv(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return h
}

// A likeness is what two sources share, of the shingles that both keep.
type likeness struct {
	a, b   int
	shared int // scaled to all shingles
	of     int // those of the shorter, scaled
}

func (l likeness) containment() float64 { return float64(l.shared) / float64(max(1, l.of)) }

// A copybook is the shingles of all sources while families are found.
type copybook struct {
	m    *merger
	sets []shingleSet
}

func (m *merger) copybook() (*copybook, error) {
	c := &copybook{m, make([]shingleSet, len(m.sources))}
	var p pile[uint32]
	var buf []uint32
	err := m.each(PartCopy, func(i int, d *decoder) {
		s := shingleSet{total: d.int(), sampled: d.uint() == 1}
		buf = d.sorted(buf[:0])
		s.hashes = p.keep(buf)
		c.sets[i] = s
	})
	return c, err
}

// likenesses finds all pairs that share copy, in order of a, then b.
func (c *copybook) likenesses() []likeness {
	post := c.postings()
	sidebar := c.sidebars(post)
	kept := make([][]uint32, len(c.sets))
	for i, s := range c.sets {
		kept[i] = s.hashes
		if drop := sidebar[i]; len(drop) > 0 {
			kept[i] = slices.DeleteFunc(slices.Clone(kept[i]), func(h uint32) bool { _, in := slices.BinarySearch(drop, h); return in })
		}
	}
	var out []likeness
	counts := make([]int32, len(c.sets))
	var touched []int
	for i := range c.sets {
		for _, h := range kept[i] {
			for _, p := range post.before(h, int32(i)) {
				j := int(p)
				if counts[j] == 0 {
					touched = append(touched, j)
				}
				counts[j]++
			}
		}
		for _, j := range touched {
			if l, ok := c.likeness(j, i, int(counts[j]), kept); ok {
				out = append(out, l)
			}
			counts[j] = 0
		}
		touched = touched[:0]
	}
	slices.SortFunc(out, func(x, y likeness) int { return cmp.Or(cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b)) })
	return out
}

// likeness counts exactly what a rough count of the index promises.
func (c *copybook) likeness(i, j, rough int, kept [][]uint32) (likeness, bool) {
	if rough < leastShared/4 {
		return likeness{}, false
	}
	sampled := c.sets[i].sampled || c.sets[j].sampled
	a, na := level(kept[i], sampled)
	b, nb := level(kept[j], sampled)
	shared := 0
	for x, y := 0, 0; x < len(a) && y < len(b); {
		switch d := cmp.Compare(a[x], b[y]); {
		case d < 0:
			x++
		case d > 0:
			y++
		default:
			if !sampled || !unsampled(a[x]) {
				shared++
			}
			x, y = x+1, y+1
		}
	}
	l := likeness{a: i, b: j, shared: shared, of: min(na, nb)}
	if sampled {
		l.shared, l.of = l.shared*4, l.of*4
	}
	// A text that is mostly sidebar tells nothing.
	least := min(c.sets[i].total, c.sets[j].total)
	return l, l.shared >= leastShared && l.of*3 >= least
}

// level is a set with its size among sampled shingles.
func level(hashes []uint32, sampled bool) ([]uint32, int) {
	if !sampled {
		return hashes, len(hashes)
	}
	n := 0
	for _, h := range hashes {
		if !unsampled(h) {
			n++
		}
	}
	return hashes, n
}

// postings is the index: for each shingle the sources that have it, in order.
type postings struct {
	hashes  []uint32
	starts  []int32
	sources []int32
}

func (c *copybook) postings() postings {
	n := 0
	for _, s := range c.sets {
		n += len(s.hashes)
	}
	all := make([]uint64, 0, n) // hash, then source
	for i, s := range c.sets {
		for _, h := range s.hashes {
			all = append(all, uint64(h)<<32|uint64(i))
		}
	}
	slices.Sort(all)
	var p postings
	for i := 0; i < len(all); {
		j := i
		for j < len(all) && all[j]>>32 == all[i]>>32 {
			j++
		}
		if j-i > 1 {
			p.hashes = append(p.hashes, uint32(all[i]>>32))
			p.starts = append(p.starts, int32(len(p.sources)))
			for _, e := range all[i:j] {
				p.sources = append(p.sources, int32(uint32(e)))
			}
		}
		i = j
	}
	p.starts = append(p.starts, int32(len(p.sources)))
	return p
}

// of lists the sources that have a shingle, none when only one has it.
func (p *postings) of(h uint32) []int32 {
	i, ok := slices.BinarySearch(p.hashes, h)
	if !ok {
		return nil
	}
	return p.sources[p.starts[i]:p.starts[i+1]]
}

// before lists the sources before one that have a shingle too.
func (p *postings) before(h uint32, i int32) []int32 {
	list := p.of(h)
	at, _ := slices.BinarySearch(list, i)
	if len(list) > commonest {
		return list[max(0, at-nearest):at]
	}
	return list[:at]
}

// A stretch is the first and the last day on which an outlet printed a shingle.
type stretch struct{ shingle, first, last int }

// sidebars lists for each source the shingles that its outlet printed on days
// far apart: captions, links and notes that stand beside every report.
func (c *copybook) sidebars(post postings) [][]uint32 {
	out := make([][]uint32, len(c.sets))
	printed := make([]stretch, len(c.m.names.list)) // by outlets
	for k, h := range post.hashes {
		list := post.sources[post.starts[k]:post.starts[k+1]]
		for _, i := range list {
			if s := &c.m.sources[i]; s.day != noDay {
				p := &printed[s.outlet]
				if p.shingle != k+1 {
					*p = stretch{k + 1, s.day, s.day}
				}
				p.first, p.last = min(p.first, s.day), max(p.last, s.day)
			}
		}
		for _, i := range list {
			s := &c.m.sources[i]
			if p := printed[s.outlet]; s.outlet != 0 && s.day != noDay && max(s.day-p.first, p.last-s.day) >= sidebarDays {
				out[i] = append(out[i], h)
			}
		}
	}
	return out
}

// families folds reports that carry one copy and tells the versions that an
// outlet makes of its own report from reprints.
func (m *merger) families() error {
	c, err := m.copybook()
	if err != nil {
		return err
	}
	u := newUnion(len(m.sources))
	m.versionOf = make([]int, len(m.sources))
	m.family = make([]int, len(m.sources))
	for i := range m.family {
		m.family[i], m.versionOf[i] = -1, -1
	}
	for _, l := range c.likenesses() {
		switch {
		case m.isVersion(l):
			m.versionOf[l.b] = l.a
			u.join(l.a, l.b)
		case m.isCopy(l):
			u.join(l.a, l.b)
		}
	}
	m.sameText(u)
	for _, group := range u.groups() {
		if len(group) < 2 {
			continue
		}
		for _, i := range group {
			m.family[i] = len(m.kin)
		}
		m.kin = append(m.kin, m.newFamily(group))
	}
	m.origins()
	return nil
}

// sameText folds reports whose title and text are equal, however short.
func (m *merger) sameText(u union) {
	first := map[string]int{}
	for i := range m.sources {
		hash := m.sources[i].hash
		if j, ok := first[hash]; ok && hash != "" {
			u.join(j, i)
		} else {
			first[hash] = i
		}
	}
}

// isCopy says that two outlets print one text.
func (m *merger) isCopy(l likeness) bool {
	a, b := &m.sources[l.a], &m.sources[l.b]
	if a.outlet == b.outlet && a.outlet != 0 {
		return false
	}
	if d, ok := gap(a.day, b.day); ok && d > foldDays {
		return false
	}
	from := foldFrom
	if a.agency != 0 && a.agency == b.agency {
		from = creditFrom
	}
	return l.containment() >= from
}

// isVersion says that b is a later state of a, printed by the same outlet.
func (m *merger) isVersion(l likeness) bool {
	a, b := &m.sources[l.a], &m.sources[l.b]
	if a.outlet != b.outlet || a.outlet == 0 {
		return false
	}
	d, ok := gap(a.day, b.day)
	return (!ok || d <= versionDays) && l.containment() >= foldFrom
}

func (m *merger) newFamily(group []int) Family {
	f := Family{ID: id("f", m.sources[group[0]].key), Title: m.sources[group[0]].title}
	var agencies []string
	for _, i := range group {
		s := &m.sources[i]
		f.Reports = append(f.Reports, s.key)
		if s.outlet != 0 {
			f.Outlets = append(f.Outlets, m.str(s.outlet))
		}
		if s.agency != 0 {
			agencies = append(agencies, m.str(s.agency))
		}
		f.Cites = append(f.Cites, s.cites...)
	}
	f.Outlets = set(f.Outlets)
	f.Agency = commonestOf(agencies)
	return f
}

// commonestOf is the most frequent string, the least of equals.
func commonestOf(list []string) string {
	same := true
	for _, s := range list {
		same = same && s == list[0]
	}
	if same {
		return first(list)
	}
	n := map[string]int{}
	best := ""
	for _, s := range list {
		n[s]++
	}
	for s, k := range n {
		if best == "" || k > n[best] || k == n[best] && s < best {
			best = s
		}
	}
	return best
}
