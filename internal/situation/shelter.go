package situation

// sheltered reads "living in exile in Ruvia", "his asylum in Ruvia" and "fled
// to Ruvia": the country named shelters the guest.
func (f *finder) sheltered(i int) {
	h := f.tree.Head(i)
	guest, ok := f.who(f.tree.Child(i, "nmod:poss", "nsubj"))
	if !ok && h >= 0 && f.doc.Tokens[i].UPOS == "NOUN" && f.doc.Tokens[h].UPOS == "VERB" {
		guest, ok = f.who(f.tree.Child(h, "nsubj", "nsubj:pass"))
	}
	if !ok {
		return
	}
	near := f.tree.Children(i, "nmod", "obl")
	if h >= 0 && f.doc.Tokens[i].UPOS == "NOUN" {
		near = append(near, f.tree.Children(h, "obl")...)
	}
	for _, k := range near {
		switch f.cased(k) {
		case "in", "to":
			if host, named := f.in.Actors.At(k); named && k != i {
				f.keep(i, "shelters", host, guest)
				return
			}
		}
	}
}
