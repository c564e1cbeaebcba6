// Package codebook holds the classes of PLOVER (the Political Language Ontology
// for Verifiable Event Records) and of the record's situations as tables, with
// PLOVER's folding rules. It decides nothing about a text.
package codebook

import "slices"

// A Quad is one of PLOVER's four quad classes.
type Quad string

// The four quad classes.
const (
	VerbalCooperation   Quad = "verbal cooperation"
	MaterialCooperation Quad = "material cooperation"
	VerbalConflict      Quad = "verbal conflict"
	MaterialConflict    Quad = "material conflict"
)

// The sixteen event types.
const (
	Agree     = "AGREE"
	Consult   = "CONSULT"
	Support   = "SUPPORT"
	Concede   = "CONCEDE"
	Cooperate = "COOPERATE"
	Aid       = "AID"
	Retreat   = "RETREAT"
	Request   = "REQUEST"
	Accuse    = "ACCUSE"
	Reject    = "REJECT"
	Threaten  = "THREATEN"
	Protest   = "PROTEST"
	Sanction  = "SANCTION"
	Mobilize  = "MOBILIZE"
	Coerce    = "COERCE"
	Assault   = "ASSAULT"
)

// Factualities of an event.
const (
	Actual   = "actual"
	Planned  = "planned"
	Denied   = "denied"
	Possible = "possible"
)

// States of a situation.
const (
	InForce = "in_force"
	Ended   = "ended"
	Sought  = "sought"
	InDoubt = "in_doubt"
)

// A Type is an event type with its quad class, the modes it may have and what
// a future act of the type folds to in PLOVER ("" when it stays).
type Type struct {
	Name   string
	Quad   Quad
	Mutual bool // its parties act on each other: all may be actors
	Future string
	Modes  []string
}

var types = [...]Type{
	{Name: Agree, Quad: VerbalCooperation, Mutual: true},
	{Name: Consult, Quad: VerbalCooperation, Mutual: true, Future: Agree, Modes: []string{"visit", "third-party", "multilateral", "phone"}},
	{Name: Support, Quad: VerbalCooperation, Future: Agree},
	{Name: Concede, Quad: VerbalCooperation},
	{Name: Cooperate, Quad: MaterialCooperation, Mutual: true, Future: Agree},
	{Name: Aid, Quad: MaterialCooperation, Future: Agree},
	{Name: Retreat, Quad: MaterialCooperation, Future: Concede, Modes: []string{"withdraw", "release", "disarm", "ceasefire", "access", "resign"}},
	{Name: Request, Quad: VerbalConflict, Modes: []string{"assist", "change", "yield", "meet"}},
	{Name: Accuse, Quad: VerbalConflict, Modes: []string{"disapprove", "investigate", "allege"}},
	{Name: Reject, Quad: VerbalConflict, Modes: []string{"assist", "change", "yield", "meet"}},
	{Name: Threaten, Quad: VerbalConflict, Modes: []string{"restrict", "arrest", "relations", "expel", "territory", "violence"}},
	{Name: Protest, Quad: MaterialConflict, Modes: []string{"demo", "riot", "strike", "hunger", "boycott", "obstruct", "vandalize"}},
	{Name: Sanction, Quad: MaterialConflict, Modes: []string{"convict", "expel", "withdraw", "discontinue"}},
	{Name: Mobilize, Quad: MaterialConflict, Modes: []string{"troops", "weapons", "police", "militia"}},
	{Name: Coerce, Quad: MaterialConflict, Modes: []string{"seize", "restrict", "censor", "curfew", "martial-law", "arrest", "deport", "withhold", "misinformation", "cyber"}},
	{Name: Assault, Quad: MaterialConflict, Modes: []string{"abduct", "beat", "torture", "sexual", "targeted", "destroy", "primitive", "firearms", "explosives", "suicide-attack", "aerial", "drone", "heavy-weapons", "crowd-control", "unconventional"}},
}

var sectors = [...]string{
	"GOV", "MIL", "LEG", "JUD", "COP", "SPY", "PTY", "OPP", "REB", "UAF", "CVL", "BUS", "MED", "EDU",
	"LAB", "REL", "REF", "CRM", "NGO", "IGO", "ELI", "UNK",
}

// A Kind is a kind of situation.
type Kind struct {
	Name      string
	Symmetric bool // holder and object may change places
}

var kinds = [...]Kind{
	{"holds", false}, {"office", false}, {"backs", false}, {"shelters", false}, {"detains", false},
	{"demands", false}, {"agreement", true}, {"sanctions", false}, {"fights", true}, {"relations", true},
}

// Types returns the sixteen event types in the manual's order.
func Types() []Type { return slices.Clone(types[:]) }

// TypeNames returns their names.
func TypeNames() (out []string) {
	for _, t := range types {
		out = append(out, t.Name)
	}
	return out
}

// Factualities returns what an event may be.
func Factualities() []string { return []string{Actual, Planned, Denied, Possible} }

// States returns the states of a situation.
func States() []string { return []string{InForce, Ended, Sought, InDoubt} }

// Sectors returns the sectors an actor may have.
func Sectors() []string { return slices.Clone(sectors[:]) }

// Words returns the words that a field of facts is one of, nil where any may stand.
func Words(field string) []string {
	switch field {
	case "factuality":
		return Factualities()
	case "state":
		return States()
	case "sector":
		return Sectors()
	}
	return nil
}

// Kinds returns the ten kinds of situation.
func Kinds() []Kind { return slices.Clone(kinds[:]) }

// TypeByName returns the type of a name.
func TypeByName(name string) (Type, bool) {
	for _, t := range types {
		if t.Name == name {
			return t, true
		}
	}
	return Type{}, false
}

// HasMode reports whether an event type has a mode; every type has "".
func HasMode(typ, mode string) bool {
	t, ok := TypeByName(typ)
	return ok && (mode == "" || slices.Contains(t.Modes, mode))
}

// Fold returns the type under which PLOVER itself files an event: a future
// CONSULT, SUPPORT, COOPERATE or AID is an AGREE, a future RETREAT a CONCEDE.
func Fold(typ, factuality string) string {
	if t, ok := TypeByName(typ); ok && factuality == Planned && t.Future != "" {
		return t.Future
	}
	return typ
}
