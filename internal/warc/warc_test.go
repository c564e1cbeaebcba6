package warc

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zlib"
	"github.com/klauspost/compress/zstd"

	"readout/internal/record"
)

// rec writes a record of WARC 1.0 with the length of its block, or of what
// the fields say.
func rec(kind, fields, block string) string {
	length := fmt.Sprintf("Content-Length: %d\r\n", len(block))
	if strings.Contains(fields, "Content-Length:") {
		length = ""
	}
	return "WARC/1.0\r\nWARC-Type: " + kind + "\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Date: 2026-03-01T00:00:00Z\r\n" + fields + length + "\r\n" + block + "\r\n\r\n"
}

func response(head, body string) string {
	return rec("response", "WARC-Target-URI: https://ledger.example/a\r\nContent-Type: application/http; msgtype=response\r\n", "HTTP/1.1 200 OK\r\n"+head+"\r\n"+body)
}

const html = "Content-Type: text/html; charset=utf-8\r\n"

func zipped(parts ...string) string {
	var b bytes.Buffer
	for _, p := range parts {
		w := gzip.NewWriter(&b)
		w.Write([]byte(p))
		w.Close()
	}
	return b.String()
}

// all reads a file to its end and tells what came: the pages, "-WHY" for
// what gives none, "!WHY" for damage.
func all(t testing.TB, file string, from Place) (got []string, places []Place) {
	t.Helper()
	r, err := NewReader(strings.NewReader(file), int64(len(file)), from)
	if err != nil {
		t.Fatal(err)
	}
	for range 100000 {
		rec, err := r.Next()
		var d *Damage
		var pass *Pass
		switch {
		case err == io.EOF:
			return got, places
		case errors.As(err, &d):
			got = append(got, "!"+d.Why)
			continue
		case err != nil:
			t.Fatal(err)
		}
		places = append(places, rec.Place)
		page, err := rec.Page()
		switch {
		case err == nil:
			got = append(got, string(page.Body))
		case errors.As(err, &pass):
			got = append(got, "-"+pass.Error())
		default:
			t.Fatal(err)
		}
	}
	t.Fatal("reading does not end")
	return nil, nil
}

func list(got []string) string { return strings.Join(got, " | ") }

// Plain, gzipped by record, gzipped as a whole and cut anywhere, a file has
// the same records, and reading can begin at each.
func TestForms(t *testing.T) {
	var parts []string
	for i := range 5 {
		parts = append(parts, response(html, fmt.Sprintf("<p>%d</p>%s", i, strings.Repeat("x", i*7000))))
	}
	parts = append([]string{rec("warcinfo", "", "software: x\r\n")}, parts...)
	plain := strings.Join(parts, "")
	want, _ := all(t, plain, Place{})
	if len(want) != 6 || want[0] != "-record that holds no page: warcinfo" || want[1] != "<p>0</p>" {
		t.Fatalf("plain: %s", list(want))
	}
	for name, file := range map[string]string{"plain": plain, "by record": zipped(parts...), "whole": zipped(plain),
		"anywhere": zipped(plain[:400], plain[400:900], plain[900:20000], plain[20000:])} {
		got, places := all(t, file, Place{})
		if list(got) != list(want) {
			t.Errorf("%s: %.300s", name, list(got))
			continue
		}
		for i, at := range places {
			if rest, _ := all(t, file, at); list(rest) != list(want[i:]) {
				t.Errorf("%s from %+v: %.300s", name, at, list(rest))
			}
			if name == "by record" && at.Skip != 0 {
				t.Errorf("record %d lies %d bytes within a member", i, at.Skip)
			}
		}
	}
}

func pack(t *testing.T, coding, s string) string {
	var b bytes.Buffer
	var w io.WriteCloser
	switch coding {
	case "gzip":
		w = gzip.NewWriter(&b)
	case "deflate":
		w = zlib.NewWriter(&b)
	case "br":
		w = brotli.NewWriter(&b)
	case "zstd":
		w, _ = zstd.NewWriter(&b)
	}
	io.WriteString(w, s)
	w.Close()
	return b.String()
}

func TestPage(t *testing.T) {
	body := "<html>The ships left Port Selm.</html>"
	chunks := "7\r\n" + body[:7] + "\r\n" + fmt.Sprintf("%x;x=y\r\n", len(body)-7) + body[7:] + "\r\n0\r\n\r\n"
	coded := func(coding string) string {
		return response(html+"Content-Encoding: "+coding+"\r\n", pack(t, coding, body))
	}
	uri := "WARC-Target-URI: <https://ledger.example/a>\r\nContent-Type: text/html\r\n"
	sum, wrong := "WARC-Block-Digest: "+digest([]byte(body))+"\r\n", "WARC-Block-Digest: sha1:AAAA\r\n"
	for _, c := range []struct{ name, file, want string }{
		{"plain", response(html, body), body},
		{"chunked", response(html+"Transfer-Encoding: chunked\r\n", chunks), body},
		{"said to be chunked", response(html+"Transfer-Encoding: chunked\r\n", body), body},
		{"bad chunks", response(html+"Transfer-Encoding: chunked\r\n", "7\r\n"+body), "-damaged: the chunks of the body: malformed chunked encoding"},
		{"chunks that end early", response(html+"Transfer-Encoding: chunked\r\n", chunks[:40]), "-damaged: the chunks of the body end early"},
		{"a chunk of 2^62 bytes", response(html+"Transfer-Encoding: chunked\r\n", "3fffffffffffffff\r\n"+body), "-damaged: the chunks of the body end early"},
		{"gzip", coded("gzip"), body}, {"deflate", coded("deflate"), body}, {"br", coded("br"), body}, {"zstd", coded("zstd"), body},
		{"gzip in chunks", response(html+"Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n", "1000\r\n"+pack(t, "gzip", strings.Repeat(body, 2000))), "-damaged: the chunks of the body end early"},
		{"said to be gzip", response(html+"Content-Encoding: gzip\r\n", body), body},
		{"broken gzip", response(html+"Content-Encoding: gzip\r\n", pack(t, "gzip", body)[:20]), "-damaged: gzip: unexpected EOF"},
		{"unknown coding", response(html+"Content-Encoding: rot13\r\n", "guvf"), `-damaged: rot13: a coding that is not known: "rot13"`},
		{"four codings", response(html+"Content-Encoding: gzip, gzip, gzip, gzip\r\n", "x"), "-damaged: gzip, gzip, gzip, gzip: 4 codings over each other"},
		{"a bomb in a body", response(html+"Content-Encoding: gzip\r\n", pack(t, "gzip", strings.Repeat("a", 40<<20))), "-larger than 16 MB: when it is unpacked"},
		{"no type", response("", body), body},
		{"picture", response("Content-Type: image/png\r\n", "x"), "-not a page of text: image/png"},
		{"not found", strings.Replace(response(html, body), "200 OK", "404 NO", 1), "-answer other than 200: 404"},
		{"no HTTP", rec("response", uri[:strings.Index(uri, "\n")+1], "hello"), "-damaged: no HTTP answer"},
		{"a head without an end", response(html+strings.Repeat("X-Long: y\r\n", 2000), body), "-damaged: an HTTP head without an end"},
		{"a huge head", response(html+"X-Long: "+strings.Repeat("y", 300<<10)+"\r\n", body), "-damaged: an HTTP head without an end"},
		{"resource", rec("resource", uri+sum, body), body},
		{"resource with a wrong digest", rec("resource", uri+wrong, body), "-damaged: the block differs from its digest"},
		{"NUL bytes", response(html, "<p>\x00\x00</p>"), "<p>\x00\x00</p>"},
		{"revisit", rec("revisit", uri, ""), "-seen before, by the crawler: <https://ledger.example/a>"},
		{"request", rec("request", uri, "GET / HTTP/1.1\r\n\r\n"), "-record that holds no page: request"},
		{"cut short", rec("response", uri+"WARC-Truncated: length\r\n", "HTTP/1.1 200 OK\r\n\r\n<html>"), "-cut short by the crawler: length"},
		{"in segments", rec("response", uri+"WARC-Segment-Number: 1\r\n", "HTTP/1.1 200 OK\r\n\r\n<html>"), "-cut short by the crawler: a record in segments"},
		{"folded field", rec("resource", "Content-Type: text/\r\n html\r\n", body), "-not a page of text: text/ html"},
	} {
		got, _ := all(t, c.file, Place{})
		if list(got) != c.want {
			t.Errorf("%s: %.200s, want %s", c.name, list(got), c.want)
		}
	}
}

// What is broken is told of, and what comes after it is read.
func TestDamage(t *testing.T) {
	a, b, c := response(html, "<p>a</p>"), response(html, "<p>b</p>"), response(html, "<p>c</p>")
	short := rec("resource", "Content-Type: text/html\r\nContent-Length: 3\r\n", "<p>wrong</p>")
	long := rec("resource", "Content-Type: text/html\r\nContent-Length: 70\r\n", "<p>wrong</p>")
	huge := rec("resource", "Content-Type: text/html\r\nContent-Length: 9000000000000000000\r\n", "<p>wrong</p>")
	sick := []byte(zipped(b))
	sick[len(sick)/2] ^= 0xff
	header := "WARC/1.0\r\nWARC-Type: resource\r\nX: " + strings.Repeat("y", 70<<10) + "\r\n\r\n"
	for _, x := range []struct{ name, file, want string }{
		{"too short a length", a + short + c, "<p>a</p> | !a record that does not end after its 3 bytes | <p>c</p>"},
		{"too long a length", a + long + c, "<p>a</p> | !a record that does not end after its 70 bytes | <p>c</p>"},
		{"a length past the file", a + huge + c, "<p>a</p> | !a record of 9000000000000000000 bytes where the file has 296 | <p>c</p>"},
		{"too short, gzipped", zipped(a, short, c), "<p>a</p> | !a record that does not end after its 3 bytes | <p>c</p>"},
		{"too long, gzipped", zipped(a, long, c), "<p>a</p> | !a record that is longer than its gzip member | <p>c</p>"},
		{"past the file, gzipped", zipped(a, huge, c), "<p>a</p> | !a record that is longer than its gzip member | <p>c</p>"},
		{"a negative length", a + rec("resource", "Content-Length: -5\r\n", "x") + c, "<p>a</p> | !a record without a length | <p>c</p>"},
		{"no record", a + "hello\r\n\r\n" + c, "<p>a</p> | !no record where one should begin | <p>c</p>"},
		{"another version", a + strings.Replace(b, "WARC/1.0", "WARC/0.18", 1) + c, `<p>a</p> | !a record of "WARC/0.18", which is not WARC 1.0 or 1.1 | <p>c</p>`},
		{"a huge header", a + header + c, "<p>a</p> | !a header of more than 65536 bytes | <p>c</p>"},
		{"a line without a name", a + "WARC/1.0\r\nhello\r\n\r\n" + c, "<p>a</p> | !a header line without a name | <p>c</p>"},
		{"cut off in a block", a + b[:len(b)-9], "<p>a</p> | !a record of 67 bytes where the file has 62"},
		{"cut off in a header", a + b[:40], "<p>a</p> | !the file ends within a record"},
		{"cut off, gzipped", zipped(a) + zipped(b)[:150], "<p>a</p> | !gzip: unexpected EOF"},
		{"a broken member", zipped(a) + string(sick) + zipped(c), "<p>a</p> | !gzip: flate: corrupt input before offset 103 | <p>c</p>"},
		{"rubbish between members", zipped(a) + "\x1f\x8b\x08 rubbish" + zipped(c), "<p>a</p> | !gzip: gzip: invalid header | <p>c</p>"},
		{"a bomb", zipped(a) + zipped("WARC/1.0\r\nWARC-Type: resource\r\nContent-Length: 900000000\r\n\r\n"+strings.Repeat("a", 100<<20)) + zipped(c), "<p>a</p> | !gzip: grows more than 200 times when it is unpacked | <p>c</p>"},
	} {
		got, _ := all(t, x.file, Place{})
		if list(got) != x.want {
			t.Errorf("%s: %.300s\nwant %s", x.name, list(got), x.want)
		}
	}
}

// A block longer than MaxBlock is passed over, and costs no memory.
func TestLong(t *testing.T) {
	long := rec("response", "", strings.Repeat("x", MaxBlock+1))
	for name, file := range map[string]string{"plain": long + response(html, "<p>c</p>"), "gzipped": zipped(long, response(html, "<p>c</p>"))} {
		if got, _ := all(t, file, Place{}); list(got) != "-larger than 16 MB: 17825793 bytes | <p>c</p>" {
			t.Errorf("%s: %s", name, list(got))
		}
	}
}

// What the writer writes is read as it was, and the same each time.
func TestWriter(t *testing.T) {
	at := time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)
	pages := []*record.Page{
		{Input: "x", URL: "https://ledger.example/a?b=c", ContentType: "text/html; charset=iso-8859-1", Body: []byte("<p>Caf\xe9</p>")},
		{Input: "folder/note one.txt", Body: []byte("Ships left.\r\n\r\nWARC/1.0\r\n")},
		{Input: "y", URL: "https://ledger.example/\r\nWARC-Type: x", Body: nil},
	}
	write := func() string {
		var b bytes.Buffer
		w, err := NewWriter(&b, "readout 1", at)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range pages {
			if err := w.Page(p, at); err != nil {
				t.Fatal(err)
			}
		}
		return b.String()
	}
	file := write()
	if write() != file {
		t.Error("two writings differ")
	}
	r, err := NewReader(strings.NewReader(file), int64(len(file)), Place{})
	if err != nil {
		t.Fatal(err)
	}
	if info, err := r.Next(); err != nil || info.Type != "warcinfo" {
		t.Fatalf("%+v, %v", info, err)
	}
	for _, want := range pages[:2] {
		rec, err := r.Next()
		if err != nil {
			t.Fatal(err)
		}
		got, err := rec.Page()
		if err != nil || got.URL != want.URL || got.ContentType != want.ContentType || !bytes.Equal(got.Body, want.Body) {
			t.Errorf("%+v, %v; want %+v", got, err, want)
		}
		if want.URL == "" && got.Input != "note one.txt" {
			t.Errorf("input %q", got.Input)
		}
	}
	if rec, err := r.Next(); err != nil || rec.Type != "resource" || rec.Place.Skip != 0 {
		t.Errorf("%+v, %v", rec, err)
	}
}

// Whatever the bytes, reading ends, stays in its bounds, and goes on from
// each record as it did.
func FuzzReader(f *testing.F) {
	a := response(html, "<p>a</p>")
	f.Add([]byte(a + rec("revisit", "", "") + a))
	f.Add([]byte(zipped(a, a)))
	f.Add([]byte(zipped(a + a)))
	f.Add([]byte(response(html+"Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n", "3\r\nabc\r\n0\r\n\r\n")))
	f.Add([]byte(a + rec("resource", "Content-Length: 400\r\n", "x") + a))
	f.Fuzz(func(t *testing.T, file []byte) {
		got, places := all(t, string(file), Place{})
		if len(places) > 0 {
			n := len(places) - 1
			rest, _ := all(t, string(file), places[n])
			if len(rest) == 0 || len(rest) > len(got) || list(rest) != list(got[len(got)-len(rest):]) {
				t.Errorf("from %+v: %q, of %q", places[n], rest, got)
			}
		}
	})
}
