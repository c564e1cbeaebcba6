package reader

import "testing"

// embedded returns a reader with the model that the program holds.
func embedded(t testing.TB) *Reader {
	t.Helper()
	r, err := New(Embedded())
	if err != nil {
		t.Fatal(err)
	}
	return r
}
