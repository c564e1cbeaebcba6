package codebook

import "testing"

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
