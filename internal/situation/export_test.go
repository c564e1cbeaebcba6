package situation

// An Example is a cue with two parties, as the weights are learnt from.
type Example struct {
	Kind, Holder, Object string
	Features             []string
}

// Triples returns every example of a document.
func Triples(in Input) []Example {
	f := newFinder(in)
	f.ruled = f.byRule()
	f.often = f.together()
	var out []Example
	for _, t := range f.triples() {
		out = append(out, Example{t.kind, t.holder.id, t.object.id, f.stateFeatures(&t)})
	}
	return out
}
