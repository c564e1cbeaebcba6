package codebook

import (
	_ "embed"
	"slices"
	"strconv"
	"strings"
	"sync"
)

//go:embed cameo.tsv
var cameoTable string

// A Code is a code of CAMEO (Conflict and Mediation Event Observations, code
// book 1.1b3).
type Code struct {
	Type, Mode string  // PLOVER's; Mode is "any" where it does not matter
	Planned    bool    // for a future act that PLOVER folds into another type
	Code       string  // two to four digits, a leading zero kept
	Weight     float64 // on Goldstein's scale, from -10 (conflict) to +10 (cooperation)
}

// Base is the first three digits: the class of a code of four.
func (c Code) Base() string { return c.Code[:min(3, len(c.Code))] }

// Root is the first two digits, 01 to 20.
func (c Code) Root() string { return c.Code[:min(2, len(c.Code))] }

// Quad is the number of the quad class that CAMEO's roots fall into: 1 verbal
// cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
func (c Code) Quad() int {
	root, _ := strconv.Atoi(c.Root())
	for quad, last := range []int{5, 8, 13} {
		if root <= last {
			return quad + 1
		}
	}
	return 4
}

var codes = sync.OnceValue(func() []Code {
	var out []Code
	for line := range strings.Lines(cameoTable) {
		c := strings.Split(strings.TrimRight(line, "\r\n"), "\t")
		if len(c) != 5 || strings.HasPrefix(line, "#") {
			continue
		}
		weight, err := strconv.ParseFloat(c[4], 64)
		if err != nil {
			panic("cameo.tsv: " + line) // a mistake of ours, which any test shows
		}
		out = append(out, Code{c[0], c[1], c[2] == Planned, c[3], weight})
	}
	return out
})

// CAMEO returns the code of an event; false when it has no type of PLOVER's.
func CAMEO(typ, mode, factuality string) (Code, bool) {
	for _, c := range codes() {
		if c.Type == typ && (c.Mode == "any" || c.Mode == mode) && (!c.Planned || factuality == Planned) {
			return c, true
		}
	}
	return Code{}, false
}

// Number is the number of a quad class, 1 to 4 in the order of the constants.
func (q Quad) Number() int {
	return slices.Index([]Quad{VerbalCooperation, MaterialCooperation, VerbalConflict, MaterialConflict}, q) + 1
}
