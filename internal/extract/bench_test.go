package extract

import (
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"testing"

	"readout/internal/record"
)

// BenchmarkPages makes reports of news pages of four sets.
func BenchmarkPages(b *testing.B) {
	files, _ := filepath.Glob(filepath.Join("..", "..", "..", "shared", "data", "extraction", "*", "html", "*.html.gz"))
	if len(files) == 0 {
		b.Skip("no pages in ../shared/data/extraction")
	}
	pages, size := benchPages(b, files)
	b.SetBytes(size)
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		for _, p := range pages {
			Report(p, Options{})
		}
	}
	b.ReportMetric(float64(len(pages)*b.N)/b.Elapsed().Seconds(), "pages/s")
}

func benchPages(b *testing.B, files []string) (pages []*record.Page, size int64) {
	for _, file := range files {
		f, err := os.Open(file)
		if err != nil {
			b.Fatal(err)
		}
		z, err := gzip.NewReader(f)
		if err != nil {
			b.Fatal(err)
		}
		body, err := io.ReadAll(z)
		if err != nil {
			b.Fatal(err)
		}
		f.Close()
		pages = append(pages, &record.Page{Input: file, Body: body})
		size += int64(len(body))
	}
	return pages, size
}
