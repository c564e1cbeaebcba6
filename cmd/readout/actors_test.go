package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestActorsFlag: a list of actors is taken, and its mistakes are told with their line.
func TestActorsFlag(t *testing.T) {
	file := filepath.Join(t.TempDir(), "mine.csv")
	for list, want := range map[string]string{
		"name,kind,country,sectors\nLake Front,armed_group,TCD,REB\n": `"country": "TCD"`,
		"name,kind\nLake Front,ship\n":                                "line 2",
	} {
		if err := os.WriteFile(file, []byte(list), 0o600); err != nil {
			t.Fatal(err)
		}
		_, stdout, stderr := readout("The Lake Front attacked a village on Monday.", "read", "--format", "json", "--actors", file, "-")
		if !strings.Contains(stdout+stderr, want) {
			t.Errorf("%q: %q %q, want %q", list, stdout, stderr, want)
		}
	}
	if status, _, _ := readout("", "read", "--actors", file+".none", "-"); status != exitFailed {
		t.Errorf("a missing list: status %d", status)
	}
}
