package actor

// armies lists armed forces that news calls by a name and as their country's army.
var armies = map[string]bool{"Israel Defense Forces": true, "People's Liberation Army": true, "Syrian Arab Army": true}

// vaguely lists words that leave open how many of a group are meant.
var vaguely = set("other some several many most all both more")

// armed tells words that make forces and groups armed ones outside a state.
var armed = set("rebel rebels insurgent separatist guerrilla kurdish militant militants militia jihadist houthi armed islamist extremist terror terrorist paramilitary jihadi opposition-armed")

// bands lists nouns for groups that an armed word makes an armed group.
var bands = set("group groups faction factions organization organizations organisation network alliance movement")

// governing lists offices that a word beside them does not move to another sector.
var governing = set("minister ministers president secretary premier chancellor king")

// attribute reports whether a noun only qualifies another: "military strikes",
// "a campaign pledge", "criminal charges".
func (r *Resolver) attribute(n int) bool {
	switch r.tree.Rel(n) {
	case "amod", "compound":
	default:
		return r.lower(n) == "campaign" && !r.owned(n)
	}
	h := r.tree.Head(n)
	if h < 0 {
		return false
	}
	_, named := r.names[h]
	return !named && h > n
}

// owned reports whether a noun has a possessor or a name before it.
func (r *Resolver) owned(n int) bool {
	for _, k := range r.tree.Children(n, "nmod:poss", "compound") {
		if _, named := r.names[k]; named || r.tree.Rel(k) == "nmod:poss" {
			return true
		}
	}
	return false
}

// pair reports whether the conjunction at token i joins two words that both
// qualify noun n: "British and French".
func (r *Resolver) pair(i, n int) bool {
	if i == 0 || i+1 >= n {
		return false
	}
	switch r.tree.Rel(i - 1) {
	case "amod", "compound", "nmod:poss", "conj", "nummod":
		return r.tree.Under(i-1, n) && r.tree.Under(i+1, n) && r.doc.Tokens[i-1].UPOS != "NOUN"
	}
	return false
}

// roughly lists words before a number that leave it open.
var roughly = set("about approximately around nearly almost roughly over some")

// quantified returns the first token of "at least", "about" and the like before
// a number at token first.
func (r *Resolver) quantified(first int) int {
	if first < 1 || r.doc.Tokens[first].UPOS != "NUM" || r.tree.Sentence(first-1) != r.tree.Sentence(first) {
		return first
	}
	if roughly[r.lower(first-1)] {
		return first - 1
	}
	if first < 2 || r.tree.Sentence(first-2) != r.tree.Sentence(first) {
		return first
	}
	switch r.lower(first-2) + " " + r.lower(first-1) {
	case "at least", "more than", "fewer than", "less than", "up to", "as many", "an estimated", "the estimated":
		return first - 2
	}
	return first
}
