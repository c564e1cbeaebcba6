package whole

import (
	"errors"
	"fmt"
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

// A link stays one and its file is written; a link that leads nowhere is told of.
func TestWriteLink(t *testing.T) {
	dir := t.TempDir()
	file, link, lost := filepath.Join(dir, "file"), filepath.Join(dir, "link"), filepath.Join(dir, "lost")
	put := func(path string) error {
		return Write(path, 0o600, func(w io.Writer) error { _, err := io.WriteString(w, "new"); return err })
	}
	if err := os.WriteFile(file, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	if os.Symlink("file", link) != nil || os.Symlink("nothing", lost) != nil {
		t.Skip("no links here")
	}
	if err := put(link); err != nil {
		t.Fatal(err)
	}
	if b, err := os.ReadFile(file); string(b) != "new" || err != nil {
		t.Errorf("the linked file holds %q, %v", b, err)
	}
	if to, err := os.Readlink(link); to != "file" || err != nil {
		t.Errorf("the link leads to %q, %v", to, err)
	}
	if err := put(lost); err == nil {
		t.Error("a link that leads nowhere was written")
	}
}

// A pipe stays one, though its name leads to no file.
func TestWritePipe(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	name := fmt.Sprintf("/proc/self/fd/%d", w.Fd())
	if _, err := os.Stat(name); err != nil {
		t.Skip("no names of open files")
	}
	if err := Write(name, 0o600, func(w io.Writer) error { _, err := io.WriteString(w, "new"); return err }); err != nil {
		t.Error(err)
	}
	w.Close()
	if b, err := io.ReadAll(r); string(b) != "new" || err != nil {
		t.Errorf("through the pipe came %q, %v", b, err)
	}
}
