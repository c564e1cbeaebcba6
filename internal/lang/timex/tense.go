package timex

import "strings"

// A tense is the time of the clause that a time expression stands in.
type tense int

const (
	unknown tense = iota
	past
	future
)

// tenseAt guesses the tense of the clause around tokens first..last: the
// nearest verb before it, then the nearest after it.
func (p *parser) tenseAt(first, last int) tense {
	if p.is(first-1, "until", "till") || p.is(first-1, "as") && p.is(first-2, "early", "soon") {
		return future
	}
	if p.is(first-1, "by") && p.is(first-2, "completed", "end", "conclude", "finish", "done", "ready") {
		return future
	}
	for k := first - 1; k > 0 && k >= first-5; k-- {
		if p.is(k, "of") && p.is(k-1, "ahead") {
			return future
		}
	}
	for k := first - 1; k >= 0 && k >= first-14; k-- {
		if t := p.verb(k); t != unknown {
			return t
		}
	}
	for k := last + 1; k < len(p.low) && k <= last+14; k++ {
		if t := p.verb(k); t != unknown {
			return t
		}
	}
	return unknown
}

// verb returns the tense that token k shows, unknown where it is no verb.
func (p *parser) verb(k int) tense {
	w, t := p.w(k), p.toks[k]
	switch w {
	case "will", "'ll", "’ll", "shall", "wo", "upcoming":
		if w != "will" || t.UPOS != "NOUN" {
			return future
		}
	case "scheduled", "slated", "due", "expected", "planned", "set", "plans", "expects", "intends", "hopes", "going":
		if p.is(k+1, "to", "for", "in", "by", "before", "at", "as", "early", "late", "next") && !(w == "planned" && !p.is(k+1, "to", "for")) && !p.is(k-1, "had") {
			return future
		}
	case "would", "could", "might", "should":
		if p.is(k+1, "have") {
			return past
		}
		if w == "would" {
			return future
		}
		return unknown
	case "was", "were", "had", "did", "been":
		return past
	case "to":
		if p.is(k-1, "is", "are", "plan", "plans", "planned", "planning", "expect", "intend", "hope", "hopes", "due", "scheduled", "expected", "expects", "set", "slated", "agreed", "intends") {
			return future
		}
		return unknown
	}
	if t.UPOS != "" {
		return p.tagged(k)
	}
	if p.is(k-1, "be", "is", "are", "'s", "’s", "a", "an", "the", "still", "its", "their", "his") {
		return unknown
	}
	if pastForms[w] || len(w) > 4 && strings.HasSuffix(w, "ed") && !notPast[w] {
		return past
	}
	return unknown
}

// tagged reads the tense of token k from its features.
func (p *parser) tagged(k int) tense {
	t := p.toks[k]
	if t.UPOS != "VERB" && t.UPOS != "AUX" {
		return unknown
	}
	switch {
	case strings.Contains(t.Feats, "Tense=Past") && !p.is(k-1, "be") && !(p.is(k-1, "is", "are") && p.subordinate(k)):
		return past
	case strings.Contains(t.Feats, "Tense=Pres") && t.UPOS == "AUX" && p.is(k, "is", "are") && p.subordinate(k):
		return future
	case strings.Contains(t.Feats, "VerbForm=Inf") && p.near(k, "will", "'ll", "’ll", "shall", "wo"):
		return future
	case strings.Contains(t.Feats, "Tense=Pres") && strings.Contains(t.Feats, "VerbForm=Fin") && t.UPOS == "VERB" &&
		strings.Contains("starts begins opens ends expires meets arrives leaves takes resumes visits travels faces votes", p.w(k)):
		return future
	}
	return unknown
}

// subordinate reports whether a clause of time or condition begins shortly
// before token k, whose present tense then tells of what is to come.
func (p *parser) subordinate(k int) bool {
	for j := k - 1; j >= 0 && j >= k-5; j-- {
		if p.is(j, "when", "once", "until", "before") {
			return true
		}
		if p.is(j, ",", ".", ";") {
			return false
		}
	}
	return false
}

func (p *parser) near(k int, words ...string) bool {
	return p.is(k-1, words...) || p.is(k-2, words...) || p.is(k-3, words...)
}

var notPast = map[string]bool{"united": true, "armed": true, "need": true, "indeed": true, "speed": true, "hundred": true, "based": true, "exceed": true, "proceed": true, "succeed": true}

var pastForms = words(`said told met came went made took gave held began saw found left led sent won lost fell rose
 ran put brought spoke wrote became kept hit struck shot fought fled flew built bought sold paid thought knew got grew drew
 broke chose drove withdrew overthrew seized stood understood swore threw wore sought caught taught sat lay dealt felt heard`)

func words(s string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(s) {
		m[w] = true
	}
	return m
}
