package actor

// pairs lists nouns that with "two" or "both" take up parties named before.
var pairs = set("leaders countries nations sides states presidents governments candidates ministers neighbors neighbours allies powers parties militaries armies men rivals")

// craft lists what a state acts with: "Ruvian jets" are Ruvia.
var craft = set("jet jets warplane warplanes aircraft bomber bombers helicopter helicopters fighter-jets warship warships drones")

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
