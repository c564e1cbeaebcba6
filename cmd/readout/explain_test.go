package main

import (
	"strings"
	"testing"
)

// TestExplain: what decided stands under each fact, and only where it is asked for.
func TestExplain(t *testing.T) {
	report := `{"language":"en","published":"2026-01-28","text":"Norway attacked a Danish warship near Skagen on Monday."}`
	_, plain, _ := readout(report, "read", "--format", "text", "-")
	status, told, stderr := readout(report, "read", "--explain", "-")
	if status != exitOK || !strings.Contains(told, "∵ trigger “attacked”: ") || !strings.Contains(told, "∵ actor Norway: “Norway” before") || !strings.Contains(told, "Nearly (") {
		t.Errorf("status %d, %s\n%s", status, stderr, told)
	}
	if strings.Contains(plain, "∵") || strings.Contains(plain, "Nearly") || !strings.Contains(plain, "ASSAULT") {
		t.Errorf("unasked: %s", plain)
	}
	if status, _, stderr := readout(report, "read", "--explain", "--format", "json", "-"); status != exitUsage || !strings.Contains(stderr, "--explain goes with") {
		t.Errorf("as JSON: status %d, %q", status, stderr)
	}
}
