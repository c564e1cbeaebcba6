package extract

import (
	"bytes"
	"cmp"
	"fmt"
	"mime"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gogs/chardet"
	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode/utf32"

	"readout/internal/record"
)

// magics are the first bytes of files that hold no text.
var magics = [...]struct{ head, kind string }{
	{"%PDF-", "PDF"}, {"\x89PNG", "PNG image"}, {"\xff\xd8\xff", "JPEG image"}, {"GIF8", "GIF image"},
	{"II*\x00", "TIFF image"}, {"MM\x00*", "TIFF image"}, {"PK\x03\x04", "ZIP archive or office document"},
	{"\x1f\x8b", "gzip archive"}, {"BZh", "bzip2 archive"}, {"\xfd7zXZ", "xz archive"}, {"(\xb5/\xfd", "zstd archive"},
	{"7z\xbc\xaf", "7z archive"}, {"Rar!", "RAR archive"}, {"\x7fELF", "program"}, {"\xd0\xcf\x11\xe0", "office document"},
	{"OggS", "audio"}, {"ID3", "audio"}, {"fLaC", "audio"}, {"WARC/1.", "WARC, which readout add reads"}, {"{\\rtf", "RTF document"}, {"SQLite format", "database"},
	{"\x00\x00\x00\x18ftyp", "video"}, {"\x00\x00\x00\x1cftyp", "video"}, {"\x00\x00\x00 ftyp", "video"}, {"\x1aE\xdf\xa3", "video"},
	{"wOF2", "font"}, {"\x00asm", "program"}, {"\xca\xfe\xba\xbe", "program"},
}

// unsupported names the kind of a page that is no text.
func unsupported(page *record.Page) error {
	b := page.Body
	for _, m := range magics {
		if bytes.HasPrefix(b, []byte(m.head)) {
			return fmt.Errorf("%w: %s", ErrUnsupported, m.kind)
		}
	}
	if len(b) > 12 && string(b[:4]) == "RIFF" {
		return fmt.Errorf("%w: %s", ErrUnsupported, strings.TrimSpace(string(b[8:12])))
	}
	if kind, _, err := mime.ParseMediaType(page.ContentType); err == nil {
		switch top, _, _ := strings.Cut(kind, "/"); {
		case top == "image", top == "audio", top == "video", top == "font", kind == "application/pdf", kind == "application/zip":
			return fmt.Errorf("%w: %s", ErrUnsupported, kind)
		}
	}
	return nil
}

// errBinary means that a page is of bytes that stand for no text.
var errBinary = fmt.Errorf("%w: binary", ErrUnsupported)

// controls says whether bytes hold more control characters than any text has.
func controls(b []byte) bool {
	n := 0
	b = b[:min(len(b), 8192)]
	for _, c := range b {
		if c < ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != 0x1b {
			n++
		}
	}
	return n*20 > len(b)
}

// declared finds the character set that a page's head names.
var declared = regexp.MustCompile(`(?i)(?:<meta[^>]{0,200}?charset|<\?xml[^>]{0,100}?encoding)\s*=\s*["']?\s*([\w.:-]+)`)

// decode turns a page into UTF-8 text with "\n" at line ends.
func decode(page *record.Page) (string, error) {
	text, err := decodeBytes(page)
	if err != nil {
		return "", err
	}
	text = strings.TrimPrefix(text, "\ufeff")
	if strings.Contains(text, "\r") {
		text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	}
	return text, binary(text)
}

func decodeBytes(page *record.Page) (string, error) {
	b := page.Body
	if bytes.HasPrefix(b, []byte("\xff\xfe\x00\x00")) || bytes.HasPrefix(b, []byte("\x00\x00\xfe\xff")) {
		return with(utf32.UTF32(utf32.LittleEndian, utf32.UseBOM), b)
	}
	if name := byMark(b); name != "" {
		return named(name, b)
	}
	if controls(b) {
		return "", errBinary
	}
	if utf8.Valid(b) {
		// What is valid UTF-8 and not plain ASCII is hardly ever anything
		// else; escaped sets such as ISO-2022-JP are ASCII.
		if !bytes.Contains(b, []byte("\x1b$")) && !bytes.Contains(b, []byte("~{")) {
			return string(b), nil
		}
	}
	if _, p, err := mime.ParseMediaType(page.ContentType); err == nil && p["charset"] != "" {
		if text, err := named(p["charset"], b); err == nil && sound(text) {
			return text, nil
		}
	}
	if m := declared.FindSubmatch(b[:min(len(b), 8192)]); m != nil {
		if text, err := named(string(m[1]), b); err == nil && sound(text) {
			return text, nil
		}
	}
	if utf8.Valid(b) {
		return string(b), nil
	}
	// A page of UTF-8 with a few broken bytes stays UTF-8.
	if text := strings.ToValidUTF8(string(b), "\ufffd"); mostlyUTF8(b, text) {
		return text, nil
	}
	return detect(b)
}

// byMark names the set that a byte order mark, or its lack in two-byte text,
// shows.
func byMark(b []byte) string {
	switch {
	case bytes.HasPrefix(b, []byte("\xef\xbb\xbf")):
		return "utf-8"
	case bytes.HasPrefix(b, []byte("\xff\xfe")):
		return "utf-16le"
	case bytes.HasPrefix(b, []byte("\xfe\xff")):
		return "utf-16be"
	}
	var zeros [2]int
	n := min(len(b), 1024)
	for i, c := range b[:n] {
		if c == 0 {
			zeros[i&1]++
		}
	}
	switch {
	case zeros[1] > n/5 && zeros[0] == 0:
		return "utf-16le"
	case zeros[0] > n/5 && zeros[1] == 0:
		return "utf-16be"
	}
	return ""
}

func named(name string, b []byte) (string, error) {
	enc, _ := charset.Lookup(name)
	if enc == nil {
		return "", ErrUndecodable
	}
	return with(enc, b)
}

func with(enc encoding.Encoding, b []byte) (string, error) {
	out, err := enc.NewDecoder().Bytes(b)
	if err != nil {
		return "", ErrUndecodable
	}
	return strings.ToValidUTF8(string(out), "\ufffd"), nil
}

// sound says whether a decoded text is free of broken characters, but for a few.
func sound(text string) bool {
	return strings.Count(text, "\ufffd")*200 <= len(text)+400
}

// mostlyUTF8 says whether text, made of b, has far more good sequences of
// several bytes than broken ones.
func mostlyUTF8(b []byte, text string) bool {
	broken := strings.Count(text, "\ufffd")
	good := 0
	for _, c := range text {
		if c > 0x7f && c != '\ufffd' {
			good++
		}
	}
	return good > 20*broken
}

// detect guesses the set by the bytes.
func detect(b []byte) (string, error) {
	// The detector asks its recognisers at once, so those of one confidence
	// come in any order: their names settle it.
	found, _ := chardet.NewHtmlDetector().DetectAll(b[:min(len(b), 1<<20)])
	slices.SortFunc(found, func(x, y chardet.Result) int {
		return cmp.Or(cmp.Compare(y.Confidence, x.Confidence), cmp.Compare(x.Charset, y.Charset), cmp.Compare(x.Language, y.Language))
	})
	for _, f := range found[:min(len(found), 1)] {
		name := f.Charset
		if strings.HasPrefix(name, "GB-") || name == "GB18030" {
			name = "gb18030"
		}
		if text, err := named(name, b); err == nil && sound(text) {
			return text, nil
		}
	}
	text, err := named("windows-1252", b)
	if err != nil || !sound(text) {
		return "", ErrUndecodable
	}
	return text, nil
}

// binary refuses a text that is full of control characters.
func binary(text string) error {
	bad, n := 0, 0
	for _, c := range text[:min(len(text), 8192)] {
		n++
		if c == 0 || unicode.IsControl(c) && !unicode.IsSpace(c) || c == '\ufffd' {
			bad++
		}
	}
	switch {
	case bad*10 > n:
		return errBinary
	case !sound(text):
		return ErrUndecodable
	}
	return nil
}
