package guard_test

import (
	"errors"
	"io"
	"testing"

	"readout/internal/guard"
)

func TestCall(t *testing.T) {
	if err := guard.Call(func() error { return nil }); err != nil {
		t.Errorf("no error: got %v", err)
	}
	if err := guard.Call(func() error { return io.EOF }); !errors.Is(err, io.EOF) {
		t.Errorf("its error: got %v", err)
	}
	err := guard.Call(func() error { panic("no such word") })
	if want := "internal error, please report it: no such word"; err == nil || err.Error() != want {
		t.Errorf("a panic: got %v, want %q", err, want)
	}
}
