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
	db := filepath.Join(t.TempDir(), "a.db")
	if err := os.WriteFile(file, []byte("name,kind,country,sectors\nLake Front,armed_group,TCD,REB\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"add", "-"}, {"reread", "--actors", file}} {
		if status, _, stderr := readout("The Lake Front attacked a village on Monday.", append(args[:1:1], append([]string{"--archive", db}, args[1:]...)...)...); status != exitOK {
			t.Fatalf("%q: status %d, %s", args, status, stderr)
		}
	}
	if _, stdout, _ := readout("", "actors", "--archive", db, "--format", "json"); !strings.Contains(stdout, `"country": "TCD"`) {
		t.Errorf("after reading again with a list: %s", stdout)
	}
	if status, _, _ := readout("", "read", "--actors", file+".none", "-"); status != exitFailed {
		t.Errorf("a missing list: status %d", status)
	}
}
