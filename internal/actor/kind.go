package actor

// Kind returns the kind of an actor and its sectors, "" for an unknown id.
func (r *Resolver) Kind(id string) (kind string, sectors []string) {
	if e := r.byID(id); e != nil {
		return e.kind, e.sectors
	}
	return "", nil
}
