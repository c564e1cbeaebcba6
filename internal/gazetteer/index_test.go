package gazetteer

import (
	"encoding/binary"
	"flag"
	"os"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write cities.idx anew")

// TestIndex compares cities.idx with cities.tsv; -update writes it.
func TestIndex(t *testing.T) {
	type named struct {
		key string
		at  uint32
	}
	var all []named
	at := 0
	for line := range strings.Lines(citiesTSV) {
		cells := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if line[0] != '#' {
			all = append(all, named{placeKey(cells[0]), uint32(at)})
			from := at + len(line) - 1 - len(cells[5])
			for s := range strings.SplitSeq(cells[5], "|") {
				if s != "" {
					all = append(all, named{placeKey(s), uint32(from)})
				}
				from += len(s) + 1
			}
		}
		at += len(line)
	}
	slices.SortFunc(all, func(a, b named) int {
		if c := strings.Compare(a.key, b.key); c != 0 {
			return c
		}
		return int(a.at) - int(b.at)
	})
	var want []byte
	for _, n := range all {
		want = binary.LittleEndian.AppendUint32(want, n.at)
	}
	if *update {
		if err := os.WriteFile("cities.idx", want, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if citiesIndex != string(want) {
		t.Error("cities.idx is not that of cities.tsv; run go test ./internal/gazetteer -run TestIndex -update")
	}
}
