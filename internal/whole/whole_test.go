package whole

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
)

// What fails midway leaves the old file, and nothing beside it.
func TestWrite(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "list")
	put := func(text string, fault error) error {
		return Write(path, 0o600, func(w io.Writer) error {
			io.WriteString(w, text)
			return fault
		})
	}
	if err := put("old", nil); err != nil {
		t.Fatal(err)
	}
	broken := errors.New("broken")
	if err := put("half", broken); !errors.Is(err, broken) {
		t.Errorf("Write = %v, want %v", err, broken)
	}
	if b, err := os.ReadFile(path); string(b) != "old" || err != nil {
		t.Errorf("the file holds %q, %v", b, err)
	}
	if entries, err := os.ReadDir(dir); len(entries) != 1 || err != nil {
		t.Errorf("%d files, %v", len(entries), err)
	}
	if err := put("new", nil); err != nil {
		t.Fatal(err)
	}
	if b, _ := os.ReadFile(path); string(b) != "new" {
		t.Errorf("the file holds %q", b)
	}
}
