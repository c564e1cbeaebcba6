package actor

// Kind returns the kind of an actor and its sectors, "" for an unknown id.
func (r *Resolver) Kind(id string) (kind string, sectors []string) {
	if e := r.byID(id); e != nil {
		return e.kind, e.sectors
	}
	return "", nil
}

// Country returns the code of an actor's country, "" for none.
func (r *Resolver) Country(id string) string {
	if e := r.byID(id); e != nil {
		return e.country
	}
	return ""
}
