package reader

import (
	"os"
	"strconv"
	"strings"
	"testing"

	"readout/internal/record"
)

// BenchmarkRead measures the whole reading of a report and of one that is many
// times as long: bytes and words a second must be of the same order.
func BenchmarkRead(b *testing.B) {
	text, err := os.ReadFile("../../examples/france-leaves-senegal.txt")
	if err != nil {
		b.Fatal(err)
	}
	r := embedded(b)
	for _, times := range []int{1, 10, 100} {
		long := strings.Repeat(string(text)+"\n\n", times)
		b.Run(strconv.Itoa(len(strings.Fields(long)))+"words", func(b *testing.B) {
			b.SetBytes(int64(len(long)))
			b.ReportAllocs()
			for b.Loop() {
				r.Read(&record.Report{ID: "long", Text: long})
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "reports/s")
		})
	}
}
