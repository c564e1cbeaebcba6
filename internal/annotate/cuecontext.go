package annotate

import "strconv"

// A cueContext names what is to be seen of words and borders from a cue.
type cueContext struct {
	*context
	first, last int              // words of the cue
	head        int              // the word of the cue that the others hang from
	above       int              // what that hangs from, -1 for a root
	odds        [][kinds]float32 // of the words of the window as source and content, by the head
	side        []int            // for each word of the window, the child of the cue's words it stands under, -2 under what is above, -1 neither
	from        int
}

// of sets the cue and the window.
func (c *cueContext) of(cue run, from, to int) {
	c.first, c.last, c.head, c.from = cue.first, cue.last, cue.first, from
	for i := cue.first; i <= cue.last; i++ {
		if h := c.tree.Head(i); h < cue.first || h > cue.last {
			c.head = i
			if c.d.Tokens[i].UPOS != "PUNCT" {
				break
			}
		}
	}
	c.above = c.tree.Head(c.head)
	c.side = c.side[:0]
	for i := from; i < to; i++ {
		c.side = append(c.side, c.sideOf(i))
	}
}

// in reports whether a word is of the cue.
func (c *cueContext) in(i int) bool { return c.first <= i && i <= c.last }

func (c *cueContext) sideOf(i int) int {
	if c.in(i) || c.tree.Sentence(i) != c.tree.Sentence(c.head) {
		return -1
	}
	for at, n := i, 0; at >= 0 && n < 64; n++ {
		h := c.tree.Head(at)
		if h >= 0 && c.in(h) {
			return at
		}
		if at == c.above {
			return -2
		}
		at = h
	}
	return -1
}

// sideName names the side of word i.
func (c *cueContext) sideName(i int) string {
	switch s := c.side[i-c.from]; s {
	case -1:
		return "-"
	case -2:
		return "^" + c.rel(c.head)
	default:
		return c.rel(s)
	}
}

// apart is how many sentences a word stands after the cue's.
func (c *cueContext) apart(i int) string {
	return strconv.Itoa(max(-3, min(4, c.tree.Sentence(i)-c.tree.Sentence(c.head))))
}

// word names what a word is to the cue.
func (c *cueContext) word(i int, f func(name []byte)) {
	quoted := "out"
	if c.quote[i] > 0 {
		quoted = "in"
		if c.quote[i] == c.quote[c.head] {
			quoted = "with"
		}
	}
	apart := c.apart(i)
	c.emit(f, "o", apart, quoted)
	for k, name := range []string{"hs", "hc"} {
		l := level(c.odds[i-c.from][k])
		c.emit(f, name, l, apart)
		c.emit(f, name, l, quoted)
	}
	if apart == "0" {
		side := c.sideName(i)
		c.emit(f, "u", side)
		c.emit(f, "u", side, quoted)
		if i < c.first {
			c.emit(f, "u", side, "before")
		}
	} else if c.d.Sentences[c.tree.Sentence(i)].Paragraph != c.d.Sentences[c.tree.Sentence(c.head)].Paragraph {
		c.emit(f, "p", apart, quoted)
	}
}

// near names what a border before word i is to the cue.
func (c *cueContext) near(i, to int, f func(name []byte)) {
	if i > c.from && c.in(i-1) {
		if b := "]"; i < to {
			b = c.class[i]
			c.emit(f, "cue>", b)
		}
		c.emit(f, "cue>")
	}
	if i < to && c.in(i) {
		c.emit(f, "cue<")
		if i > c.from {
			c.emit(f, "cue<", c.class[i-1])
		}
	}
	if i > c.from && i < to {
		a, b := c.odds[i-1-c.from], c.odds[i-c.from]
		c.emit(f, "hs", level(a[0]), level(b[0]))
		c.emit(f, "hc", level(a[1]), level(b[1]))
		if a, b := c.side[i-1-c.from], c.side[i-c.from]; a != b {
			c.emit(f, "side", c.sideName(i-1), c.sideName(i))
		} else if a >= 0 {
			c.emit(f, "same", c.sideName(i))
		}
	}
	if i < to && c.open[i] >= 0 && c.left[c.open[i]] == i {
		c.phrase(i, "cL", c.left, f)
	}
	if i > c.from {
		j := c.pastMarks(i, c.from)
		sort := "cR"
		if j != i-1 {
			sort = "cR,"
		}
		c.phrase(j, sort, c.right, f)
	}
}

// phrase names the child of the cue whose phrase has word i as its border.
func (c *cueContext) phrase(i int, sort string, border []int, f func(name []byte)) {
	if s := c.side[i-c.from]; s >= 0 && border[s] == i {
		c.emit(f, sort, c.rel(s))
		if i+1 < len(c.class) {
			c.emit(f, sort, c.rel(s), c.class[i+1])
		}
	} else if s == -2 && border[c.above] == i {
		c.emit(f, sort, "^", c.rel(c.head))
	}
}

// level names how high odds are.
func level(odds float32) string {
	switch {
	case odds < -6:
		return "---"
	case odds < -3:
		return "--"
	case odds < -1:
		return "-"
	case odds < 1:
		return "0"
	case odds < 3:
		return "+"
	case odds < 6:
		return "++"
	}
	return "+++"
}
