package codebook

import "testing"

func TestCAMEO(t *testing.T) {
	for _, c := range []struct {
		typ, mode, fact, code, base, root string
		quad                              int
		weight                            float64
	}{
		{Consult, "visit", Actual, "042", "042", "04", 1, 1.9},
		{Consult, "visit", Planned, "036", "036", "03", 1, 4},
		{Retreat, "release", Planned, "0353", "035", "03", 1, 7},
		{Retreat, "withdraw", Actual, "0874", "087", "08", 2, 10},
		{Accuse, "", Actual, "110", "110", "11", 3, -2},
		{Protest, "riot", Actual, "145", "145", "14", 4, -7.5},
		{Assault, "a mode of the user's", Actual, "190", "190", "19", 4, -10},
		{Assault, "drone", Planned, "195", "195", "19", 4, -10},
	} {
		got, ok := CAMEO(c.typ, c.mode, c.fact)
		if !ok || got.Code != c.code || got.Base() != c.base || got.Root() != c.root || got.Quad() != c.quad || got.Weight != c.weight {
			t.Errorf("CAMEO(%s, %s, %s) = %+v, %v (quad %d); want %s, %v (quad %d)", c.typ, c.mode, c.fact, got, ok, got.Quad(), c.code, c.weight, c.quad)
		}
	}
	if _, ok := CAMEO("NONE", "", Actual); ok {
		t.Error("a type that PLOVER lacks has a code")
	}
}

// Every type has a code for all its modes, and no row is there that nothing
// reaches or that changes the side, cooperation or conflict, of its type.
func TestCodesReachEveryType(t *testing.T) {
	reached := map[Code]bool{}
	for _, typ := range types {
		for _, mode := range append(typ.Modes, "") {
			for _, fact := range []string{Actual, Planned} {
				c, ok := CAMEO(typ.Name, mode, fact)
				if !ok {
					t.Errorf("no code for %s %s, %s", typ.Name, mode, fact)
				}
				reached[c] = true
				folded, _ := TypeByName(Fold(typ.Name, fact))
				if (c.Quad() > 2) != (folded.Quad.Number() > 2) || (c.Weight < 0) != (c.Quad() > 2) {
					t.Errorf("%s %s, %s has code %s of quad class %d and weight %v", typ.Name, mode, fact, c.Code, c.Quad(), c.Weight)
				}
			}
		}
	}
	for _, c := range codes() {
		if !reached[c] {
			t.Errorf("nothing reaches the row %+v", c)
		}
	}
}
