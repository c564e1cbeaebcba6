package feed

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"mime"
	"regexp"
	"strings"

	"golang.org/x/net/html/charset"

	"readout/internal/acquire"
	"readout/internal/record"
)

// Bounds of XML, all far above what feeds have.
const (
	maxDepth      = 64
	maxAttributes = 128 // of an element
	maxPrefixes   = 64  // of namespaces, in all
	maxElements   = 1000000
)

// decode is the page's text in UTF-8, without a byte order mark, an XML
// declaration or control characters. A gzip file is undone.
func decode(page *record.Page) (string, error) {
	b := page.Body
	if len(b) > MaxSize {
		return "", acquire.TooLarge(MaxSize)
	}
	if bytes.HasPrefix(b, []byte{0x1f, 0x8b}) {
		var err error
		if b, err = acquire.Gunzip(b, MaxSize); err != nil {
			return "", err
		}
	}
	if name := charsetOf(page.ContentType, b); name != "" && name != "utf-8" {
		if r, err := charset.NewReaderLabel(name, bytes.NewReader(b)); err == nil {
			if b, err = io.ReadAll(io.LimitReader(r, MaxSize)); err != nil {
				return "", fmt.Errorf("text of %s: %w", name, err)
			}
		}
	}
	text := strings.TrimPrefix(strings.ToValidUTF8(string(b), "\uFFFD"), "\uFEFF")
	return strings.Map(printable, declaration.ReplaceAllString(text, "")), nil
}

// printable drops what XML 1.0 (section 2.2) has no place for.
func printable(r rune) rune {
	if r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF {
		return -1
	}
	return r
}

var (
	declaration = regexp.MustCompile(`^\s*<\?xml[^>]{0,200}\?>`)
	encoding    = regexp.MustCompile(`^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]+)["']`)
)

// charsetOf is the name of the text's encoding: by its byte order mark or
// first bytes, else by what the server or the declaration says. The server
// goes first (RFC 7303, section 3), unless it says UTF-8 and the text is not.
func charsetOf(contentType string, b []byte) string {
	switch {
	case bytes.HasPrefix(b, []byte("\xff\xfe")), bytes.HasPrefix(b, []byte("<\x00")):
		return "utf-16le"
	case bytes.HasPrefix(b, []byte("\xfe\xff")), bytes.HasPrefix(b, []byte("\x00<")):
		return "utf-16be"
	case bytes.HasPrefix(b, []byte("\xef\xbb\xbf")):
		return "utf-8"
	}
	said := ""
	if m := encoding.FindSubmatch(b[:min(len(b), 500)]); m != nil {
		said = strings.ToLower(string(m[1]))
	}
	if _, p, err := mime.ParseMediaType(contentType); err == nil && p["charset"] != "" {
		if served := strings.ToLower(p["charset"]); served != "utf-8" || said == "" {
			return served
		}
	}
	return said
}

// newDecoder reads XML as feeds are written, not as it should be.
func newDecoder(text string) *xml.Decoder {
	d := xml.NewDecoder(strings.NewReader(text))
	d.Strict = false
	d.Entity = xml.HTMLEntity
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
	return d
}

// check holds XML to the bounds, before a parser builds anything of it. A
// document that declares entities is refused: no feed needs them, and they
// stand for ever more of each other, or for files.
func check(text string) error {
	d := newDecoder(text)
	depth, elements := 0, 0
	prefixes := map[string]bool{}
	for {
		t, err := d.Token()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return fmt.Errorf("broken XML: %w", err)
		}
		switch t := t.(type) {
		case xml.Directive:
			if bytes.Contains(bytes.ToUpper(t), []byte("<!ENTITY")) {
				return errors.New("refused: it declares XML entities")
			}
		case xml.StartElement:
			if depth++; depth > maxDepth {
				return fmt.Errorf("refused: elements nested more than %d deep", maxDepth)
			}
			if elements++; elements > maxElements {
				return fmt.Errorf("refused: more than %d elements", maxElements)
			}
			if len(t.Attr) > maxAttributes {
				return fmt.Errorf("refused: an element with more than %d attributes", maxAttributes)
			}
			for _, a := range t.Attr {
				if a.Name.Space == "xmlns" {
					prefixes[a.Name.Local] = true
				}
			}
			if len(prefixes) > maxPrefixes {
				return fmt.Errorf("refused: more than %d XML namespaces", maxPrefixes)
			}
		case xml.EndElement:
			depth--
		}
	}
}
