// Command crawl makes a large WARC file out of a few pages, to measure how
// readout adds one: the pages are written in rounds, each with other words
// changed places, as answers of a server in the forms that crawlers keep.
//
//	go run ./bench/crawl -size 1000 -out crawl.warc.gz FOLDER...
package main

import (
	"bytes"
	"compress/gzip"
	"flag"
	"fmt"
	"hash/fnv"
	"io"
	"io/fs"
	"log"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"readout/internal/warc"
)

func main() {
	size := flag.Int("size", 1000, "megabytes of answers, before a member is made of each")
	out := flag.String("out", "crawl.warc.gz", "the file to write")
	plain := flag.Bool("plain", false, "write without gzip")
	flag.Parse()
	pages, err := load(flag.Args())
	if err == nil && len(pages) == 0 {
		err = fmt.Errorf("no page in %q", flag.Args())
	}
	if err == nil {
		err = write(*out, pages, int64(*size)*1e6, *plain)
	}
	if err != nil {
		log.Fatal(err)
	}
}

// load reads the pages in folders: HTML, as it is or gzipped.
func load(folders []string) (pages [][]byte, err error) {
	for _, dir := range folders {
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			name := strings.TrimSuffix(path, ".gz")
			if err != nil || d.IsDir() || !strings.HasSuffix(name, ".html") {
				return err
			}
			body, err := os.ReadFile(path)
			if err == nil && name != path {
				body, err = unzip(body)
			}
			pages = append(pages, body)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return pages, nil
}

func unzip(b []byte) ([]byte, error) {
	r, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

func write(path string, pages [][]byte, size int64, plain bool) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	at := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	begin := warc.NewWriter
	if plain {
		begin = warc.NewPlainWriter
	}
	w, err := begin(f, "readout bench/crawl", at)
	if err != nil {
		return err
	}
	var done int64
	for n := 0; done < size; n++ {
		body := vary(pages[n%len(pages)], n/len(pages))
		url := fmt.Sprintf("https://outlet%d.example/%d/report-%d.html", n%97, n/len(pages), n%len(pages))
		at = at.Add(time.Second)
		if err := w.Record("request", url, "application/http; msgtype=request", at, []byte("GET / HTTP/1.1\r\n\r\n")); err != nil {
			return err
		}
		block := answer(body, n)
		if err := w.Record("response", url, "application/http; msgtype=response", at, block); err != nil {
			return err
		}
		done += int64(len(block))
	}
	return f.Close()
}

// answer is a page as a server sends it, in one of the forms that there are.
func answer(body []byte, n int) []byte {
	var b bytes.Buffer
	status := "200 OK"
	if n%50 == 49 {
		status = "404 Not Found"
	}
	fmt.Fprintf(&b, "HTTP/1.1 %s\r\nContent-Type: text/html\r\n", status)
	if n%4 == 1 {
		var packed bytes.Buffer
		w := gzip.NewWriter(&packed)
		w.Write(body)
		w.Close()
		body = packed.Bytes()
		b.WriteString("Content-Encoding: gzip\r\n")
	}
	if n%4 < 2 {
		fmt.Fprintf(&b, "Content-Length: %d\r\n\r\n%s", len(body), body)
		return b.Bytes()
	}
	b.WriteString("Transfer-Encoding: chunked\r\n\r\n")
	for len(body) > 0 {
		part := body[:min(len(body), 8000)]
		fmt.Fprintf(&b, "%x\r\n%s\r\n", len(part), part)
		body = body[len(part):]
	}
	b.WriteString("0\r\n\r\n")
	return b.Bytes()
}

var (
	between = regexp.MustCompile(`>[^<]{40,}<`)
	word    = regexp.MustCompile(`\b[a-z]{5,}\b`)
)

// vary exchanges a third of the longer words of a page's text.
func vary(page []byte, round int) []byte {
	if round == 0 {
		return page
	}
	h := fnv.New64a()
	h.Write(page)
	random := rand.New(rand.NewPCG(h.Sum64(), uint64(round)))
	words := word.FindAll(bytes.Join(between.FindAll(page, 200), []byte(" ")), 2000)
	if len(words) == 0 {
		return page
	}
	return between.ReplaceAllFunc(page, func(text []byte) []byte {
		return word.ReplaceAllFunc(text, func(w []byte) []byte {
			if random.IntN(3) == 0 {
				return words[random.IntN(len(words))]
			}
			return w
		})
	})
}
