package record

import "fmt"

// A Why says of the facts of a reading how each came about: lines under the
// fact's id, and under Nearly what came close to being a fact. It is kept for
// people to read and is no part of the record. A nil Why keeps nothing.
type Why map[string][]string

// Nearly is the id under which a Why keeps what was rejected.
const Nearly = "-"

// Say adds a line under an id.
func (w Why) Say(id, format string, args ...any) {
	if w != nil {
		w[id] = append(w[id], fmt.Sprintf(format, args...))
	}
}
