package bundle

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// all reads a bundle from a mark on and tells what came: names and bodies,
// with "-WHY" for what gives no page and "!" for what ends it.
func all(t testing.TB, file string, from Mark) (got []string, marks []Mark) {
	t.Helper()
	r, err := open("x", strings.NewReader(file), int64(len(file)), from)
	if err != nil {
		return []string{"!" + err.Error()}, nil
	}
	for range 100000 {
		e, err := r.Next()
		if err == io.EOF {
			return got, marks
		}
		if err != nil {
			return append(got, "!"+err.Error()), marks
		}
		marks = append(marks, e.Next)
		page, err := e.Page()
		var pass *Pass
		switch {
		case err == nil:
			got = append(got, page.Input+"="+string(page.Body))
		case errors.As(err, &pass):
			got = append(got, e.Name+"-"+pass.Error())
		default:
			t.Fatal(err)
		}
	}
	t.Fatal("reading does not end")
	return nil, nil
}

func list(got []string) string { return strings.Join(got, " | ") }

func gz(s string) string {
	var b bytes.Buffer
	w, _ := gzip.NewWriterLevel(&b, gzip.BestSpeed)
	io.WriteString(w, s)
	w.Close()
	return b.String()
}

func zst(s string) string {
	w, _ := zstd.NewWriter(nil)
	return string(w.EncodeAll([]byte(s), nil))
}

// A file is a member of an archive.
type member struct{ name, body string }

func zipOf(files ...member) string {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	w.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestSpeed) })
	for _, f := range files {
		h := &zip.FileHeader{Name: f.name, Method: zip.Deflate}
		if strings.HasSuffix(f.name, ".warc.gz") {
			h.Method = zip.Store
		}
		if f.body == "LINK" {
			h.SetMode(os.ModeSymlink | 0o777)
		}
		m, err := w.CreateHeader(h)
		if err != nil {
			panic(err)
		}
		io.WriteString(m, f.body)
	}
	w.Close()
	return b.String()
}

func tarOf(files ...member) string {
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, f := range files {
		h := &tar.Header{Name: f.name, Size: int64(len(f.body)), Mode: 0o600}
		if f.body == "LINK" {
			h.Typeflag, h.Linkname, h.Size, f.body = tar.TypeSymlink, "/etc/passwd", 0, ""
		}
		if err := w.WriteHeader(h); err != nil {
			panic(err)
		}
		io.WriteString(w, f.body)
	}
	w.Close()
	return b.String()
}

func entry(body string) string {
	return fmt.Sprintf("WARC/1.1\r\nWARC-Type: resource\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n", len(body), body)
}

const jsonl = `{"title":"A","text":"Ships left."}` + "\n\n" + `{"title":"B","text":"Ships came."}` + "\n" + `{"title":"C"` + "\n"

const letters = "From ledger@ledger.example Sun Mar  1 08:00:00 2026\nFrom: Ledger <ledger@ledger.example>\nSubject: A\n\nOne.\n>From here\n>>From there\nFrom where?\n\n" +
	"From ledger@ledger.example Mon Mar  2 08:00:00 2026\nFrom: Ledger <ledger@ledger.example>\nSubject: B\n\nTwo.\n"

func letterOf(subject, text string) string {
	return "<!doctype html>\n<html><head><meta charset=\"utf-8\">\n<title>" + subject + "</title>\n<meta property=\"og:title\" content=\"" + subject +
		"\">\n<meta property=\"og:site_name\" content=\"Ledger\">\n</head><body>\n<h1>" + subject + "</h1>\n" + text + "\n\n</body></html>\n"
}

// Every kind is known by its bytes, and read from each of its marks on.
func TestKinds(t *testing.T) {
	files := []member{{"a.html", "<p>a</p>"}, {"b/c.md", "# c"}, {"d.css", "p{}"}, {"README.md", "x"}, {"e", "<!DOCTYPE html>e"}}
	wantFiles := "x/a.html=<p>a</p> | x/b/c.md=# c | x/d.css-file that is no report by its name | x/README.md-file that is no report by its name | x/e=<!DOCTYPE html>e"
	wantLines := `x#0={"title":"A","text":"Ships left."}` + "\n | x#36=" + `{"title":"B","text":"Ships came."}` + "\n | x#71=" + `{"title":"C"` + "\n"
	wantLetters := "x#0=" + letterOf("A", "<p>One.\nFrom here\n&gt;From there\nFrom where?</p>") + " | x#143=" + letterOf("B", "<p>Two.</p>")
	crawl := gz(entry("<p>a</p>")) + gz(entry("<p>b</p>"))
	for _, c := range []struct{ name, file, want string }{
		{"zip", zipOf(files...), wantFiles},
		{"zip of an old tool", zipOf(member{`b\`, ""}, member{`b\c.md`, "# c"}, member{`b\README.md`, "x"}), "x/b/c.md=# c | x/b/README.md-file that is no report by its name"},
		{"tar", tarOf(files...), wantFiles},
		{"tar.gz", gz(tarOf(files...)), wantFiles},
		{"tar.zst", zst(tarOf(files...)), wantFiles},
		{"jsonl", jsonl, wantLines}, {"jsonl.gz", gz(jsonl), wantLines}, {"jsonl.zst", zst(jsonl), wantLines},
		{"mbox", letters, wantLetters}, {"mbox.gz", gz(letters), wantLetters},
		{"html.gz", gz("<p>a</p>"), "x=<p>a</p>"},
		{"warc", entry("<p>a</p>") + entry("<p>b</p>"), "x#0=<p>a</p> | x#89=<p>b</p>"},
		{"wacz", zipOf(member{"datapackage.json", "{}"}, member{"archive/1.warc.gz", crawl}, member{"pages/pages.jsonl", "{}"}, member{"archive/2.warc.gz", crawl}, member{"archive/3.warc", "x"}),
			fmt.Sprintf("x/archive/1.warc.gz#0=<p>a</p> | x/archive/1.warc.gz#%[1]d=<p>b</p> | x/archive/2.warc.gz#0=<p>a</p> | x/archive/2.warc.gz#%[1]d=<p>b</p> | x/archive/3.warc-WARC that is packed again within its WACZ", len(gz(entry("<p>a</p>"))))},
		{"a page", "<p>a</p>", "!" + ErrPage.Error()},
		{"one report", `{"title":"A","text":"Ships left."}`, "!" + ErrPage.Error()},
		{"one report in lines", "{\n\"title\":\"A\"}\n", "!" + ErrPage.Error()},
		{"a letter", "From here, the ships left at 08:00.\nThe harbour was quiet.\n", "!" + ErrPage.Error()},
		{"nothing", "", "!" + ErrPage.Error()},
		{"office document", zipOf(member{"[Content_Types].xml", ""}), "!" + ErrPage.Error()},
		{"gzip in gzip", gz(gz("<p>a</p>")), "!" + ErrPage.Error()},
	} {
		got, marks := all(t, c.file, Mark{})
		if list(got) != c.want {
			t.Errorf("%s: %s\nwant %s", c.name, list(got), c.want)
			continue
		}
		for i, m := range marks {
			if rest, _ := all(t, c.file, m); list(rest) != list(got[i+1:]) {
				t.Errorf("%s from %+v: %s", c.name, m, list(rest))
			}
		}
	}
}

// What is crafted to do harm is refused within bounds, or passed over and
// told of.
func TestCrafted(t *testing.T) {
	zeros := strings.Repeat("\x00", 17<<20)
	bomb := make([]member, 8)
	for i := range bomb {
		bomb[i] = member{fmt.Sprintf("%d.html", i), strings.Repeat("a", 15<<20)}
	}
	lies := []byte(zipOf(member{"a.html", "<p>a</p>" + strings.Repeat("b", 1000)}))
	at := bytes.LastIndex(lies, []byte("PK\x01\x02"))
	binary.LittleEndian.PutUint32(lies[at+24:], 3) // the size that the list of members tells
	many := []byte(zipOf(member{"a.html", "<p>a</p>"}))
	binary.LittleEndian.PutUint32(many[len(many)-10:], 0x7fffffff) // the size of that list
	climbs := []member{{"../a.html", "a"}, {"/a.html", "a"}, {"b/../../a.html", "a"}, {`..\a.html`, "a"}, {"l.html", "LINK"}, {"ok.html", "<p>"}}
	wantClimbs := "x/../a.html-name that leads out of the archive | x//a.html-name that leads out of the archive | x/b/../../a.html-name that leads out of the archive" +
		` | x/..\a.html-name that leads out of the archive | x/l.html-link or device | x/ok.html=<p>`
	for _, c := range []struct{ name, file, want string }{
		{"names that climb, zip", zipOf(climbs...), strings.ReplaceAll(wantClimbs, `\`, "/")},
		{"names that climb, tar", tarOf(climbs...), wantClimbs},
		{"a large member, zip", zipOf(member{"a.html", zeros}, member{"b.html", "<p>"}), "x/a.html-larger than 16 MB: 17825792 bytes | x/b.html=<p>"},
		{"a large member, tar", gz(tarOf(member{"a.html", zeros}, member{"b.html", "<p>"})), "x/a.html-larger than 16 MB: 17825792 bytes | x/b.html=<p>"},
		{"archives in archives", zipOf(member{"a.html", gz("x")}, member{"b.html", zipOf()}, member{"c.txt", tarOf(member{"a", "b"})}, member{"d.txt", letters}),
			"x/a.html-archive within an archive | x/b.html-archive within an archive | x/c.txt-archive within an archive | x/d.txt-archive within an archive"},
		{"a size that lies", string(lies), "x/a.html-damaged: zip: not a valid zip file"},
		{"a list of members that lies", string(many), "!a zip whose list of members has more than 16 MB"},
		{"a zip cut off", zipOf(member{"a.html", "<p>a</p>"})[:60], "!zip: not a valid zip file"},
		{"a tar cut off", tarOf(member{"a.html", "<p>a</p>"}, member{"b.html", "<p>b</p>"})[:1100], "x/a.html=<p>a</p> | !unexpected EOF"},
		{"a packed page that is a bomb", gz(strings.Repeat("a", 40<<20)), "x-larger than 16 MB: when it is unpacked"},
		{"lines that are a bomb", gz(jsonl + strings.Repeat("a", 100<<20)), "!grows more than 200 times when it is unpacked"},
		{"an endless line", jsonl + `{"a":"` + zeros, "x#84-larger than 16 MB"},
	} {
		got, _ := all(t, c.file, Mark{})
		if len(got) > 3 && c.name == "lines that are a bomb" {
			got = got[3:]
		}
		if c.name == "an endless line" {
			got = got[3:]
		}
		if list(got) != c.want {
			t.Errorf("%s: %.400s\nwant %s", c.name, list(got), c.want)
		}
	}
	if got, _ := all(t, zipOf(bomb...), Mark{}); got[len(got)-1] != "!grows more than 200 times when it is unpacked" {
		t.Errorf("a zip bomb: %d members, %.100s", len(got), got[len(got)-1])
	}
}

// nest begins so many parts within each other.
func nest(n int) (s string) {
	for i := range n {
		s += fmt.Sprintf("Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n", i, i)
	}
	return s
}

// Messages become pages whatever they are written in.
func TestLetters(t *testing.T) {
	head := "From: =?utf-8?q?K=C3=BCsten-Bote?= <news@bote.example>\r\nSubject: =?iso-8859-1?q?H=E4fen_leer?=\r\nDate: Sun, 1 Mar 2026 08:00:00 +0100\r\n"
	page := func(text string) string {
		return "<!doctype html>\n<html><head><meta charset=\"utf-8\">\n<title>Häfen leer</title>\n<meta property=\"og:title\" content=\"Häfen leer\">\n<meta property=\"og:site_name\" content=\"Küsten-Bote\">\n" +
			"<meta property=\"article:published_time\" content=\"2026-03-01T08:00:00+01:00\">\n</head><body>\n<h1>Häfen leer</h1>\n" + text + "\n</body></html>\n"
	}
	part := func(kind, body string) string { return "--b\r\nContent-Type: " + kind + "\r\n\r\n" + body + "\r\n" }
	alternative := head + "Content-Type: multipart/alternative; boundary=b\r\n\r\n" + part("text/plain", "plain") + part("text/html", "<p>rich</p>") + "--b--\r\n"
	for _, c := range []struct{ name, message, want string }{
		{"quoted-printable", head + "Content-Type: text/html; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<p>Caf=E9 =\r\nau lait</p>", page("<p>Café au lait</p>")},
		{"base64", head + "Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64.StdEncoding.EncodeToString([]byte("<p>Häfen</p>")), page("<p>Häfen</p>")},
		{"alternative", alternative, page("<p>rich</p>")},
		{"a boundary without quotes", head + "Content-Type: multipart/alternative; boundary=----=_Part_1\r\n\r\n" + strings.ReplaceAll(part("text/plain", "plain")+part("text/html", "<p>rich</p>")+"--b--\r\n", "--b", "------=_Part_1"), page("<p>rich</p>")},
		{"mixed", head + "Content-Type: multipart/mixed; boundary=m\r\n\r\n--m\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n" + part("text/plain", "plain & simple") + "--b--\r\n--m\r\nContent-Type: text/html\r\nContent-Disposition: attachment\r\n\r\n<p>no</p>\r\n--m--", page("<p>plain &amp; simple</p>\n")},
		{"broken off", strings.TrimSuffix(alternative, "--b--\r\n"), page("<p>rich</p>")},
		{"no charset", head + "Content-Type: text/html\r\n\r\n<p>Caf\xe9</p>", page("<p>Café</p>")},
		{"unknown charset", head + "Content-Type: text/html; charset=klingon\r\n\r\n<p>Caf\xe9</p>", page("<p>Caf\ufffd</p>")},
		{"no text", head + "Content-Type: image/png\r\n\r\nx", "-not a page of text: a message without text"},
		{"nested too deeply", head + nest(20) + "Content-Type: text/plain\r\n\r\nx", "-not a page of text: a message without text"},
		{"an endless header", "A: " + strings.Repeat("b\r\nC: ", 100000), "-damaged: a message whose header does not end"},
	} {
		p, err := letter([]byte(c.message))
		got := ""
		if err != nil {
			got = "-" + err.Error()
		} else {
			got = string(p.Body)
		}
		if got != c.want {
			t.Errorf("%s: %s\nwant %s", c.name, got, c.want)
		}
	}
	if got := top(map[string][]string{"Subject": {`</title><script>x()</script>`}, "From": {`"\"><script>" <a@b.example>`}}); strings.Contains(got, "<script>") {
		t.Errorf("a header that is not escaped: %s", got)
	}
}

// Files of the same name differ by what is in them.
func TestID(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a")
	seen := map[string]bool{}
	for _, body := range []string{"", "a", "b", strings.Repeat("a", 300<<10), strings.Repeat("a", 300<<10-1) + "b"} {
		if err := os.WriteFile(path, []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
		id, err := ID(path)
		if err != nil || seen[id] {
			t.Errorf("ID of %d bytes: %q, %v", len(body), id, err)
		}
		seen[id] = true
	}
}

// Whatever the bytes, reading ends, and goes on from each mark as it did.
func FuzzOpen(f *testing.F) {
	for _, s := range []string{letters, jsonl, gz(letters), tarOf(member{"a.html", "<p>"}, member{"../b", "x"}), zipOf(member{"a.html", "<p>"}),
		zipOf(member{"datapackage.json", "{}"}, member{"archive/1.warc.gz", gz(entry("<p>"))}),
		"From a Sun Mar  1 08:00:00 2026\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Transfer-Encoding: base64\n\nYQ==\n--b--\n"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		got, marks := all(t, string(file), Mark{})
		if len(marks) > 1 {
			n := len(marks) / 2
			if rest, _ := all(t, string(file), marks[n]); list(rest) != list(got[n+1:]) {
				t.Errorf("from %+v: %q, of %q", marks[n], rest, got)
			}
		}
	})
}

// A tar of endlessly many members ends.
func TestMembers(t *testing.T) {
	file := tarOf(member{"a.html", "<p>"})
	s, err := newStream(strings.NewReader(file), int64(len(file)), "")
	if err != nil {
		t.Fatal(err)
	}
	tape := &tape{name: "x", s: s, r: tar.NewReader(s), n: maxMembers}
	if _, err := tape.Next(); err == nil || err.Error() != "more than 2000000 members" {
		t.Errorf("after two million members: %v", err)
	}
}
