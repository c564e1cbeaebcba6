package codebook

import (
	"slices"
	"testing"
)

func TestFold(t *testing.T) {
	for _, c := range []struct{ typ, fact, want string }{
		{Consult, Planned, Agree}, {Retreat, Planned, Concede}, {Aid, Actual, Aid}, {Assault, Planned, Assault},
	} {
		if got := Fold(c.typ, c.fact); got != c.want {
			t.Errorf("Fold(%s, %s) = %s, want %s", c.typ, c.fact, got, c.want)
		}
	}
}

func TestModes(t *testing.T) {
	if len(Types()) != 16 || len(Kinds()) != 10 {
		t.Fatalf("%d types and %d kinds", len(Types()), len(Kinds()))
	}
	if !HasMode(Consult, "visit") || HasMode(Consult, "arrest") || HasMode("NONE", "") {
		t.Error("modes are not those of the manual")
	}
}

func TestEffects(t *testing.T) {
	states := []string{InForce, Ended, Sought, InDoubt}
	for _, e := range Effects() {
		if _, ok := TypeByName(e.Type); !ok || e.Mode != "any" && !HasMode(e.Type, e.Mode) {
			t.Errorf("%s %s: no such type or mode", e.Type, e.Mode)
		}
		if !slices.ContainsFunc(kinds[:], func(k Kind) bool { return k.Name == e.Kind }) || !slices.Contains(states, e.Done) || !slices.Contains(states, e.Planned) {
			t.Errorf("%s: %s becomes %s or %s, which is no situation or state", e.Type, e.Kind, e.Done, e.Planned)
		}
	}
}
