package bundle

import (
	"archive/tar"
	"bytes"
	"encoding/json"
	"io"
	"path"
	"regexp"
	"slices"
	"strings"

	"readout/internal/inflate"
)

// sniffed is how many bytes tell what a file is.
const sniffed = 64 << 10

// sniff tells the kind of a file (warc, zip, tar, mbox, jsonl; page for one
// packed page; "" for what is none of these) and how it is packed.
func sniff(f io.ReaderAt, size int64) (kind, coding string, err error) {
	head := make([]byte, min(size, sniffed))
	if _, err := f.ReadAt(head, 0); err != nil && err != io.EOF {
		return "", "", err
	}
	coding = packedBy(head)
	if coding == "" {
		return kindOf(head, size > int64(len(head))), "", nil
	}
	r, err := inflate.Open(coding, io.NewSectionReader(f, 0, size))
	if err != nil {
		return "", "", nil
	}
	head, _ = io.ReadAll(io.LimitReader(r, sniffed)) // what came before an error tells as much
	switch kind = kindOf(head, len(head) == sniffed); {
	case kind == "zip" || packedBy(head) != "":
		return "", "", nil
	case kind == "warc" && coding != "gzip":
		return "", "", nil
	case kind == "":
		kind = "page"
	}
	return kind, coding, nil
}

// packedBy is the coding that bytes are packed by.
func packedBy(head []byte) string {
	switch {
	case bytes.HasPrefix(head, []byte("\x1f\x8b\x08")):
		return "gzip"
	case bytes.HasPrefix(head, []byte("\x28\xb5\x2f\xfd")):
		return "zstd"
	}
	return ""
}

// kindOf tells the kind of a file that is not packed by its first bytes; more
// says that others follow.
func kindOf(head []byte, more bool) string {
	switch {
	case bytes.HasPrefix(head, []byte("WARC/")):
		return "warc"
	case bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.HasPrefix(head, []byte("PK\x05\x06")):
		return "zip"
	case isTar(head):
		return "tar"
	case isMbox(head):
		return "mbox"
	case isLetter(head):
		return "letter"
	case isLines(head, more):
		return "jsonl"
	}
	return ""
}

// isTar asks the tar reader, whose header carries a sum of itself.
func isTar(head []byte) bool {
	if len(head) < 512 || bytes.IndexByte(head[:100], 0) == 0 {
		return false
	}
	_, err := tar.NewReader(bytes.NewReader(head)).Next()
	return err == nil
}

// fromLine is the line that parts the messages of an mbox (RFC 4155, appendix
// A): a sender and a time.
var fromLine = regexp.MustCompile(`^From .*\d\d:\d\d`)

var headerLine = regexp.MustCompile(`^[!-9;-~]+:`)

func isMbox(head []byte) bool {
	first, rest, _ := bytes.Cut(head, []byte("\n"))
	return fromLine.Match(first) && headerLine.Match(rest)
}

// isLetter says whether a file is one message, as .eml and .mhtml files are: a
// header (RFC 5322) with several of the fields that messages have.
func isLetter(head []byte) bool {
	known := 0
	for line := range bytes.Lines(head) {
		line = bytes.TrimRight(line, "\r\n")
		switch {
		case len(line) == 0:
			return known > 2
		case line[0] == ' ' || line[0] == '\t':
		case !headerLine.Match(line):
			return false
		}
		name, _, _ := bytes.Cut(line, []byte(":"))
		switch strings.ToLower(string(name)) {
		case "from", "to", "date", "subject", "mime-version", "message-id", "content-type", "received":
			known++
		}
	}
	return false
}

// isLines says whether a file has one JSON object a line, and more than one.
func isLines(head []byte, more bool) bool {
	head = bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n")
	if len(head) == 0 || head[0] != '{' {
		return false
	}
	first, rest, ok := bytes.Cut(head, []byte("\n"))
	if !ok {
		return false // of one line, or of one that is longer than what is sniffed
	}
	rest = bytes.TrimSpace(rest)
	return json.Valid(first) && (len(rest) > 0 && rest[0] == '{' || len(rest) == 0 && more)
}

// texts are the names of members that may be reports.
var texts = []string{".html", ".htm", ".xhtml", ".md", ".markdown", ".txt", ".json", ".jsonl", ".eml", ".mht", ".mhtml"}

// reports says whether a member may be a report: by its name, or where its
// name ends in nothing known, by how it begins.
func reports(name string, body []byte) bool {
	base := path.Base(name)
	if strings.HasPrefix(base, ".") || strings.HasPrefix(name, "__MACOSX/") || about(base) {
		return false
	}
	if slices.Contains(texts, strings.ToLower(path.Ext(base))) {
		return true
	}
	head := bytes.ToLower(bytes.TrimSpace(body[:min(len(body), 512)]))
	return bytes.HasPrefix(head, []byte("<!doctype html")) || bytes.HasPrefix(head, []byte("<html"))
}

// about says whether a file tells of the folder that it lies in.
func about(base string) bool {
	return strings.EqualFold(strings.TrimSuffix(base, path.Ext(base)), "readme")
}
