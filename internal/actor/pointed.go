package actor

// pairs lists nouns that with "two" or "both" take up parties named before.
var pairs = set("leaders countries nations sides states presidents governments candidates ministers neighbors neighbours allies powers parties militaries armies men rivals")

// craft lists what a state acts with: "Ruvian jets" are Ruvia.
var craft = set("jet jets warplane warplanes aircraft bomber bombers helicopter helicopters fighter-jets warship warships drones")

// fighting lists nouns for those who fight for a group.
var fighting = set("fighters militants rebels insurgents guerrillas gunmen jihadists militiamen")

// ranks returns the armed group whose fighters, or which itself, a noun names by
// the group's name: "Hamas militants", "rebels of the M23 group"; -1 for none,
// and where some of them are meant: "three Hamas militants".
func (r *Resolver) ranks(n int) int {
	own := fighting[r.lower(n)]
	if !own && !bands[r.lower(n)] && r.lower(n) != "militia" {
		return -1
	}
	found := -1
	for _, k := range r.tree.Kids(n) {
		m, named := r.names[k]
		switch rel := r.tree.Rel(k); {
		case rel == "nummod", vaguely[r.lower(k)]:
			return -1
		case named && (rel == "compound" || rel == "amod" || rel == "nmod:unmarked") && k < n:
			found = r.group(m, own)
		case rel == "nmod" && own && (r.caseOf(k) == "of" || r.caseOf(k) == "from"):
			if found = r.ranks(k); named {
				found = r.group(m, own)
			}
		}
	}
	return found
}

// group returns the entity of a name where it is an armed group, or may be one
// since it has fighters; -1 otherwise.
func (r *Resolver) group(m int, fighters bool) int {
	e := r.ofName[m]
	if e < 0 || r.ents[e].booked != nil {
		return -1
	}
	if x := r.ents[e]; x.kind == "organization" && x.known == "" && fighters && r.doc.Tokens[r.mentions[m].head].UPOS != "ADJ" {
		x.kind, x.sectors = "armed_group", []string{"REB"}
	}
	if r.ents[e].kind != "armed_group" {
		return -1
	}
	return e
}

// pointed returns what a noun only points to: the state of "his country"; and
// nobody new for "the two leaders", who are named elsewhere.
func (r *Resolver) pointed(n int, w string) (e int, known bool) {
	if w == "country" || w == "nation" {
		for _, k := range r.tree.Children(n, "nmod:poss") {
			if o := r.refer(k); o >= 0 && r.ents[o].country != "" {
				return r.state(r.ents[o].country, ""), true
			}
		}
		return -1, false
	}
	if craft[r.lower(n)] {
		if c := r.countryOf(n); c != "" {
			return r.state(c, ""), true
		}
	}
	if e := r.ranks(n); e >= 0 {
		return e, true
	}
	if !pairs[r.lower(n)] {
		return -1, false
	}
	two := false
	for _, k := range r.tree.Children(n, "nummod", "det", "amod", "compound", "nmod:poss", "nmod", "acl:relcl") {
		switch l := r.lower(k); {
		case l == "two" || l == "both":
			two = true
		case l == "the" || l == "these" || l == "those":
		default:
			return -1, false
		}
	}
	return -1, two
}
