//go:build unix

package annotate

import (
	"os"
	"syscall"
	"testing"
	"time"

	"readout/internal/lang/tokenize"
)

// BenchmarkAnnotate measures the whole engine on a report, in processor time
// so that a busy machine counts little.
func BenchmarkAnnotate(b *testing.B) {
	text, err := os.ReadFile("../../examples/france-leaves-senegal.txt")
	if err != nil {
		b.Fatal(err)
	}
	whole := string(text) + "\n\n" + string(text) + "\n\n" + string(text)
	e := trainedModel(b)
	pieces := 0
	var took time.Duration
	for b.Loop() {
		b.StopTimer()
		d := tokenize.Doc("", whole, "2025-07-17")
		pieces = 0
		for i := range d.Tokens {
			pieces += len(e.model.AppendPieces(nil, d.Tokens[i].Form))
		}
		b.StartTimer()
		at := spent()
		e.Annotate(d)
		took += spent() - at
	}
	b.ReportMetric(float64(pieces*b.N)/took.Seconds(), "pieces/s")
	b.ReportMetric(float64(pieces), "pieces")
}

// spent is the processor time of the program so far.
func spent() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkLoad measures the start of the engine.
func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		trainedModel(b)
	}
}
