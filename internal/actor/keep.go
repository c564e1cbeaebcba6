package actor

// Keep leaves out the actors that no fact uses and whose mention alone does not
// make them part of the matter: media and bodies that are credited, peoples,
// and what nothing is known of.
func (r *Resolver) Keep(used map[string]bool) {
	for i, e := range r.ents {
		if !e.shown || used[id(i)] || len(e.sectors) == 0 {
			continue
		}
		switch {
		case e.kind == "population", e.kind == "organization", e.kind == "military", e.base != "":
			e.shown = false
		case e.kind == "person" && !e.titled && e.known == "" && len(e.at) < 2:
			e.shown = false
		}
	}
}
