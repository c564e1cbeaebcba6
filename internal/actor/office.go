package actor

import (
	_ "embed"
	"slices"
	"strconv"
	"strings"
	"sync"

	"readout/internal/codebook"
	"readout/internal/lang"
	"readout/internal/learnt"
)

//go:embed office.tsv
var officeTable string

// officeWeights weigh what a title is of; learnt and read as the others.
var officeWeights = sync.OnceValue(func() weights { return readWeights(officeTable) })

// leastOffice is the probability that an office needs, and leastEnded that of
// its being a former one.
const leastOffice = 0.35

// A post is a person's title, wherever the report gives it.
type post struct {
	holder int
	noun   string // the head noun, without short forms
	roles  []role
}

// A Seat is what a title may be of: the id of a state or body, "" for none.
type Seat struct {
	Object   string
	Features []string
	entity   int // -1 for none
}

// A Post is an example to learn from: who is titled, the titles, what they may
// be of.
type Post struct {
	Holder, Title string
	Seats         []Seat
	Of            []int // the head nouns of the titles
	Kind          string
	Items         []lang.Item // the seats as the engine weighs them
}

// Posts returns every title beside a person's name with what it may be of.
func (r *Resolver) Posts() []Post {
	var out []Post
	for _, p := range r.posts() {
		seats := r.seats(&p)
		out = append(out, Post{id(p.holder), p.roles[0].text, seats, p.nouns(), officeKind, r.seatItems(&p, seats)})
	}
	return out
}

// long gives the titles that are mostly cut short.
var long = map[string]string{"sen": "senator", "rep": "representative", "congressman": "representative", "congresswoman": "representative",
	"gov": "governor", "gen": "general", "lt": "lieutenant", "maj": "major", "col": "colonel", "adm": "admiral", "capt": "captain", "sgt": "sergeant",
	"spokesman": "spokesperson", "spokeswoman": "spokesperson", "chairwoman": "chairman", "chairperson": "chairman", "chair": "chairman",
	"advisor": "adviser", "pm": "premier", "co-founder": "founder"}

// posts gathers the titles of each person by their head noun.
func (r *Resolver) posts() []post {
	var out []post
	for e, x := range r.ents {
		if x.kind != "person" {
			continue
		}
		first := len(out)
		for _, ro := range x.roles {
			noun := single(r.lower(ro.noun))
			if s := nouns[noun].sector; !office[noun] && (s == "REB" || s == "UAF" || s == "CRM" || s == "REF") {
				continue // "a former guerrilla"
			}
			if l := long[noun]; l != "" {
				noun = l
			}
			k := first + slices.IndexFunc(out[first:], func(p post) bool { return p.noun == noun })
			if k < first {
				k = len(out)
				out = append(out, post{holder: e, noun: noun})
			}
			out[k].roles = append(out[k].roles, ro)
		}
	}
	return out
}

// fill gives each title the state or body that the weights find it to be of.
func (r *Resolver) fill() {
	r.offices = nil
	var rank []bool
	for _, p := range r.posts() {
		seats := r.seats(&p)
		best, share := r.pick(&p, seats)
		ro := p.roles[0]
		o := Office{Holder: id(p.holder), State: codebook.InForce, Local: local(&p)}
		seat := -1
		switch {
		case best > 0 && share >= leastOffice && !r.headsAnother(&p, &seats[best]):
			seat, o.Object = seats[best].entity, seats[best].Object
		case o.Local == nil:
			if seat = r.unnamedSeat(&p, "nmod", "nmod:poss", "compound"); seat < 0 {
				continue
			}
			o.Object = id(seat)
		}
		o.Title = r.titleOf(&p, seat, o.Local != nil)
		if ro.ended {
			o.State = codebook.Ended
		}
		o.Taken = slices.ContainsFunc(p.roles, func(ro role) bool { return ro.taken })
		if s := r.tree.Sentence(ro.noun); s >= 0 {
			o.Evidence = r.doc.Sentences[s].Span
		}
		if !slices.ContainsFunc(r.offices, func(x Office) bool {
			return x.Holder == o.Holder && x.Object == o.Object && strings.EqualFold(lastWord(x.Title), lastWord(o.Title))
		}) {
			r.offices = append(r.offices, o)
			rank = append(rank, r.bareRank(&p))
		}
	}
	all, n := r.offices, -1
	r.offices = slices.DeleteFunc(slices.Clone(all), func(o Office) bool {
		n++
		return rank[n] && slices.ContainsFunc(all, func(x Office) bool { return x.Holder == o.Holder && !bare(strings.ToLower(lastWord(x.Title))) })
	})
}

// bareRank reports whether a post is no more than a soldier's rank or a form of
// address: "General", "Sheikh".
func (r *Resolver) bareRank(p *post) bool {
	return !slices.ContainsFunc(p.roles, func(ro role) bool {
		return !bare(r.lower(ro.noun)) || slices.ContainsFunc(ro.words, func(i int) bool { return !bare(r.lower(i)) })
	})
}

// bare reports whether a word is one of a rank or a form of address.
func bare(w string) bool { return soldierly(w) || addresses[w] }

// titleOf returns the words of a title without those that say of what it is: of
// which seat, or of who heads a town or region, of which place.
func (r *Resolver) titleOf(p *post, seat int, local bool) string {
	ro := &p.roles[0]
	title := r.counterTitle(p)
	switch {
	case title != "":
	case local && len(ro.words) > 0 && ro.words[0] < ro.noun:
		title = clean(r.words(ro.words[0], ro.noun))
	case !local:
		title = r.unseated(ro, seat)
	}
	if title == "" {
		return r.doc.Tokens[ro.noun].Form
	}
	return title
}

// counterTitle returns the title of whom a counterpart is one: "foreign minister"
// for "Foreign Minister Orm and his Ruvian counterpart, Ewa Lund", "" for none.
func (r *Resolver) counterTitle(p *post) string {
	if p.noun != "counterpart" {
		return ""
	}
	n := p.roles[0].noun
	title := ""
	for e, x := range r.ents {
		for i := range x.roles {
			ro := &x.roles[i]
			if e != p.holder && office[single(r.lower(ro.noun))] && r.tree.Sentence(ro.noun) == r.tree.Sentence(n) && ro.noun < n {
				title = ro.text
			}
		}
	}
	if title != "" {
		return title
	}
	for _, k := range r.tree.Children(n, "nmod:poss") {
		if e := r.refer(k); e >= 0 && len(r.ents[e].roles) > 0 {
			return r.ents[e].roles[0].text
		}
	}
	return ""
}

// localHeads are nouns for who heads a town or region.
var localHeads = set("governor mayor sheriff alderman councilman councilwoman")

// local returns the words of the titles of who heads a town or region, the
// nearest to the noun first.
func local(p *post) []int {
	var out []int
	if !localHeads[p.noun] {
		return nil
	}
	for _, ro := range p.roles {
		toks := slices.DeleteFunc(slices.Clone(ro.toks), func(k int) bool { return k == ro.noun })
		slices.SortStableFunc(toks, func(a, b int) int { return max(a-ro.noun, ro.noun-a) - max(b-ro.noun, ro.noun-b) })
		out = append(out, toks...)
	}
	return out
}

// heading are titles of who heads a body.
var heading = set("president chairman chairwoman head chief leader director")

// headsAnother reports whether a title of who heads a body says of which one without
// a name, and so is not of a state that it does not name: "president of the union".
func (r *Resolver) headsAnother(p *post, s *Seat) bool {
	return heading[p.noun] && !r.stateless(s) && !r.said(p, s) && r.unnamedSeat(p, "nmod") >= 0
}

// unnamedSeat returns the body without a name that hangs from a title by one of the
// relations given: "the miners' union's president", "head of a survivors group"; -1
// for none.
func (r *Resolver) unnamedSeat(p *post, rels ...string) int {
	if !office[p.noun] || p.noun == "member" || p.noun == "counterpart" {
		return -1
	}
	for _, ro := range p.roles {
		for _, k := range r.tree.Children(ro.noun, rels...) {
			if _, named := r.names[k]; named || r.tree.Rel(k) == "nmod" && r.caseOf(k) != "of" && r.caseOf(k) != "for" {
				continue
			}
			if c, ok := r.class(k); ok && collective[c.kind] {
				return r.describe(k)
			}
		}
	}
	return -1
}

// pick returns the likeliest seat but the first, which is none, and its
// probability; -1 where there is no other.
func (r *Resolver) pick(p *post, seats []Seat) (best int, share float64) {
	if own := r.ownSeat(p, seats); own > 0 {
		return own, 1
	}
	items := r.seatItems(p, seats)
	r.doc.Weigh(officeScale, p.nouns(), officeKind, items)
	shares := learnt.Shares(lang.FirstOdds(items))
	best = -1
	for i := range shares {
		if i > 0 && (best < 0 || items[i].Odds[0] > items[best].Odds[0]) && !(cabinet[p.noun] && r.stateless(&seats[i]) && !r.said(p, &seats[i])) {
			best = i
		}
	}
	if best < 0 {
		return best, 0
	}
	return best, shares[best]
}

// cabinet lists titles of a state's government.
var cabinet = set("minister premier king queen emir sultan chancellor")

// stateless reports whether a seat is a body: no minister is of an agency that the
// sentence tells of.
func (r *Resolver) stateless(s *Seat) bool { return s.entity >= 0 && r.ents[s.entity].kind != "state" }

// said reports whether the words of a title or its possessor name a seat.
func (r *Resolver) said(p *post, s *Seat) bool {
	if s.entity < 0 {
		return false
	}
	k, ro := r.seatWord(p, s.entity)
	return k >= 0 && (slices.Contains(ro.toks, k) || r.possessor(ro.noun) == s.entity)
}

// ownSeat returns the seat that is the state possessing a title, or sending an
// envoy, or whose minister is known to bear it, which needs no weighing: "its foreign
// minister", "U.S. special envoy for Ruvia"; -1 for none.
func (r *Resolver) ownSeat(p *post, seats []Seat) int {
	if !office[p.noun] || p.noun == "counterpart" {
		return -1
	}
	for _, ro := range p.roles {
		tells := r.tree.Children(ro.noun, "nmod:poss")
		if sent[p.noun] {
			tells = append(tells, ro.toks...)
		}
		for _, k := range tells {
			if k > ro.noun {
				break
			}
			if e, ok := r.entityAt(k); ok && e >= 0 && r.ents[e].kind == "state" {
				return seatOf(seats, e)
			}
		}
	}
	x := r.ents[p.holder]
	if x.known != "" && cabinet[p.noun] && slices.Contains(x.titles, x.country+" "+p.noun) {
		return seatOf(seats, r.state(x.country, ""))
	}
	return -1
}

// seatOf returns the seat that is an entity, -1 for none.
func seatOf(seats []Seat, e int) int {
	if e < 0 {
		return -1
	}
	return slices.IndexFunc(seats, func(s Seat) bool { return s.entity == e })
}

// The scale that the engine's vectors weigh seats by, see lang.Scales, and the
// one kind that it knows.
const (
	officeScale = "office"
	officeKind  = "office"
)

// Where the nearest word that names a seat stands, as a sort.
const (
	noSeat = iota
	otherSeat
	seatBefore
	seatAfter
	seatInTitle
)

// seatItems returns seats as the engine weighs them, with how likely the table
// finds each.
func (r *Resolver) seatItems(p *post, seats []Seat) []lang.Item {
	sums := make([]float64, len(seats))
	for i, s := range seats {
		sums[i] = officeWeights().sum(s.Features, "")
	}
	x := r.ents[p.holder]
	items := make([]lang.Item, len(seats))
	for i, share := range learnt.Shares(sums) {
		item := lang.Item{Own: x.at, Whole: p.roles[0].toks, Odds: []float64{learnt.LogShare(share)}, Known: make([]float32, 5)}
		if e := seats[i].entity; e >= 0 {
			item.Sort, item.Own, item.Whole = otherSeat, r.ents[e].at, r.ents[e].at
			if k, ro := r.seatWord(p, e); k >= 0 {
				item.Own, item.Sort = []int{k}, stands(k, ro)
				item.Known[0] = lang.Gap(max(k-ro.noun, ro.noun-k))
			}
			item.Known[1] = lang.Count(len(r.ents[e].at))
			c := r.ents[e].country
			item.Known[3], item.Known[4] = lang.Bit(c != "" && c == x.country), lang.Bit(r.seatsAnother(p, e))
		}
		item.Known[2] = lang.Count(len(x.at))
		items[i] = item
	}
	return items
}

// seatsAnother reports whether a title of another person is an entity's: "in a
// meeting with Latvia's ambassador, Anna Ozola".
func (r *Resolver) seatsAnother(p *post, e int) bool {
	return r.another(p, func(ro role) bool { return ro.owner == e || r.possessor(ro.noun) == e })
}

// another reports whether a title of another than the holder of a post is so.
func (r *Resolver) another(p *post, so func(role) bool) bool {
	for o, x := range r.ents {
		if o != p.holder && slices.ContainsFunc(x.roles, so) {
			return true
		}
	}
	return false
}

// seatWord returns the word that names an entity next to one of a post's titles,
// in the title's sentence, and that title; -1 for none.
func (r *Resolver) seatWord(p *post, e int) (tok int, ro *role) {
	tok = -1
	for n := range p.roles {
		for _, k := range r.ents[e].at {
			at := &p.roles[n]
			if r.tree.Sentence(k) == r.tree.Sentence(at.noun) && (tok < 0 || max(k-at.noun, at.noun-k) < max(tok-ro.noun, ro.noun-tok)) {
				tok, ro = k, at
			}
		}
	}
	return tok, ro
}

// stands says where a word stands to a title.
func stands(k int, ro *role) int {
	switch {
	case slices.Contains(ro.toks, k):
		return seatInTitle
	case k < ro.noun:
		return seatBefore
	}
	return seatAfter
}

// nouns are the head nouns of a post's titles.
func (p *post) nouns() []int {
	out := make([]int, len(p.roles))
	for i, ro := range p.roles {
		out[i] = ro.noun
	}
	return out
}

// seats returns what a title may be of: none first, then the states and bodies
// that its sentences name, the holder's country, and legislatures.
func (r *Resolver) seats(p *post) []Seat {
	where := map[int][]string{} // by entity, how it stands to the title
	var order []int
	say := func(e int, how string) {
		if e < 0 || e == p.holder {
			return
		}
		if where[e] == nil {
			order = append(order, e)
		}
		if !slices.Contains(where[e], how) {
			where[e] = append(where[e], how)
		}
	}
	for i := range p.roles {
		r.near(p, &p.roles[i], say)
	}
	x := r.ents[p.holder]
	for i := range x.roles {
		if o := x.roles[i].owner; !slices.ContainsFunc(p.roles, func(ro role) bool { return ro.noun == x.roles[i].noun }) {
			say(o, "other title")
		}
	}
	say(r.state(x.country, ""), "home")
	say(r.state(r.main, ""), "main")
	for i, e := range r.ents {
		if e.kind == "government" && e.base == "" && first(e.sectors) == "LEG" {
			say(i, "legislature")
		}
	}
	out := []Seat{{Features: r.vacant(p, where), entity: -1}}
	for _, e := range order {
		out = append(out, Seat{id(e), r.seated(p, e, where), e})
	}
	return out
}

// near says how those that the title's sentence names stand to the title, but for
// whoever another's title there is of: "met Latvia's ambassador".
func (r *Resolver) near(p *post, ro *role, say func(e int, how string)) {
	say(r.possessor(ro.noun), "possessor")
	if len(ro.toks) == 0 {
		return
	}
	low, high := ro.toks[0], ro.toks[len(ro.toks)-1]
	for _, k := range r.tree.Kids(ro.noun) {
		if e := r.refer(k); e >= 0 {
			say(e, "refers "+r.tree.Rel(k))
		}
	}
	s := r.doc.Sentences[r.tree.Sentence(ro.noun)]
	for k := s.First; k < s.First+s.N; k++ {
		n, ok := r.names[k]
		if !ok || r.mentions[n].head != k || r.ofName[n] < 0 || r.titlesAnother(p, r.mentions[n]) {
			continue
		}
		e, prep := r.ofName[n], r.caseOf(k)
		switch {
		case k >= low && k < ro.noun:
			say(e, "in title before")
			say(e, "in title last "+strconv.FormatBool(r.mentions[n].last == ro.noun-1))
		case k > ro.noun && k <= high:
			say(e, "in title after "+prep)
		case k < ro.noun:
			say(e, "before")
		default:
			say(e, "after "+prep)
		}
		if path := r.tree.Path(k, ro.noun); path != "far" && path != "none" {
			say(e, "path "+path+" "+prep)
		}
	}
}

// titlesAnother reports whether a name stands in the title of another than the
// holder of a post, or possesses it.
func (r *Resolver) titlesAnother(p *post, m mention) bool {
	next := m.last + 1
	owns := next < len(r.doc.Tokens) && r.genitive(next)
	return r.another(p, func(ro role) bool {
		return slices.Contains(ro.toks, m.head) || owns && len(ro.toks) > 0 && ro.toks[0] <= next+1 && next < ro.noun
	})
}

// seated gives the features of a title's being of e.
func (r *Resolver) seated(p *post, e int, where map[int][]string) []string {
	x := r.ents[e]
	kind, sector := x.form(), x.kind+" "+first(x.sectors)
	tail := ""
	if len(x.names) > 0 && x.kind != "state" && x.kind != "person" {
		tail = strings.ToLower(lastWord(x.names[0]))
	}
	var out bag
	add := out.add
	add("kind", kind)
	add("kind", sector)
	add(p.noun, "of", kind)
	add(p.noun, "of", sector)
	add(p.noun, "of body", tail)
	add("body", tail)
	bodies := rivals(r, e, where)
	for _, how := range where[e] {
		add(how)
		add(how, "of", kind)
		add(p.noun, how)
		add(p.noun, how, "of", kind)
		add(how, "of", sector)
		if how == "home" || how == "main" || how == "legislature" {
			for _, b := range bodies {
				add(how, "but", b)
				add(p.noun, how, "but", b)
			}
		}
	}
	for _, w := range r.titleWords(p) {
		add("title", w, "of", kind)
		add("title", w, "of body", tail)
	}
	if x.country != "" && x.country == r.ents[p.holder].country {
		add("same country", kind)
	}
	add("named", learnt.Often(len(x.at)), kind)
	return out.list
}

// rivals says how others stand to the title, where nearer than by its country.
func rivals(r *Resolver, e int, where map[int][]string) []string {
	var out []string
	for o, hows := range where {
		if o == e {
			continue
		}
		for _, how := range hows {
			if how == "legislature" || how == "possessor" || strings.HasPrefix(how, "in title") || how == "other title" {
				if f := how + " " + r.ents[o].kind; !slices.Contains(out, f) {
					out = append(out, f)
				}
			}
		}
	}
	slices.Sort(out)
	return out
}

// vacant gives the features of a title's being no office.
func (r *Resolver) vacant(p *post, where map[int][]string) []string {
	x := r.ents[p.holder]
	var out bag
	out.add("none")
	add := func(words ...string) { out.add("none", strings.Join(words, " ")) }
	add(p.noun)
	add("times", learnt.Often(len(p.roles)))
	add("named", learnt.Often(len(x.at)))
	add("sector", first(x.sectors))
	add("country", strconv.FormatBool(x.country != ""))
	add("known", strconv.FormatBool(x.known != ""))
	add("words", strconv.Itoa(min(3, wordCount(first(x.names)))))
	for _, ro := range p.roles {
		how := "aside"
		if ro.before {
			how = "before"
		}
		if capital(r.doc.Tokens[ro.noun].Form) {
			how += " capital"
		}
		add(how)
		add(how, p.noun)
		if ro.ended {
			add("ended")
		}
	}
	for _, b := range rivals(r, -1, where) {
		add("but", b)
	}
	for _, w := range r.titleWords(p) {
		add("title", w)
	}
	return out.list
}

// titleWords are the words of a title that name nobody.
func (r *Resolver) titleWords(p *post) []string {
	var out []string
	for _, ro := range p.roles {
		for _, k := range ro.toks {
			if _, named := r.names[k]; !named && k != ro.noun && !slices.Contains(out, r.lower(k)) {
				out = append(out, r.lower(k))
			}
		}
	}
	return out
}
