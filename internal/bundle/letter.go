package bundle

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"html"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"net/textproto"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/net/html/charset"

	"readout/internal/inflate"
	"readout/internal/record"
	"readout/internal/warc"
)

// Bounds of a message.
const (
	maxParts  = 200
	maxNested = 8
	maxHead   = 256 << 10 // bytes
)

// Message makes a page of HTML out of one that is a message, as an .eml or
// .mhtml file is; any other page stays as it is. A mailbox of several is an error.
func Message(p *record.Page) (*record.Page, error) {
	head := p.Body[:min(len(p.Body), sniffed)]
	switch kindOf(head, len(p.Body) > len(head)) {
	case "mbox":
		return nil, errors.New("a mailbox of several messages, which readout add reads from a file")
	case "letter":
		m, err := letter(p.Body)
		if err != nil {
			return nil, err
		}
		m.Input = p.Input
		return m, nil
	}
	return p, nil
}

// letter makes a page of HTML out of a message (RFC 5322, RFC 2045): its
// subject is the title, who sent it the outlet, its date that of publication.
func letter(body []byte) (*record.Page, error) {
	if end := bytes.Index(bytes.ReplaceAll(body[:min(len(body), maxHead)], []byte("\r"), nil), []byte("\n\n")); end < 0 && len(body) > maxHead {
		return nil, &Pass{Why: warc.Damaged, Detail: "a message whose header does not end"}
	}
	m, err := mail.ReadMessage(bytes.NewReader(body))
	if err != nil {
		return nil, &Pass{Why: warc.Damaged, Detail: "no message: " + err.Error()}
	}
	p := parts{left: maxParts}
	p.take(textproto.MIMEHeader(m.Header), m.Body, 0)
	text := p.html
	if at := m.Header.Get("Snapshot-Content-Location"); strings.HasPrefix(at, "http") && text != "" { // a page that a browser saved
		return &record.Page{URL: at, ContentType: "text/html; charset=utf-8", Body: []byte(text)}, nil
	}
	if text == "" && p.plain != "" {
		text = paragraphs(p.plain)
	}
	if text == "" {
		return nil, &Pass{Why: warc.NotHTML, Detail: "a message without text"}
	}
	page := top(m.Header) + text + "\n</body></html>\n"
	if len(page) > warc.MaxPage {
		return nil, &Pass{Why: warc.TooLarge}
	}
	return &record.Page{ContentType: "text/html; charset=utf-8", Body: []byte(page)}, nil
}

// top is the beginning of the page, with what the header of a message says.
func top(h mail.Header) string {
	var b strings.Builder
	b.WriteString("<!doctype html>\n<html><head><meta charset=\"utf-8\">\n")
	subject := decoded(h.Get("Subject"))
	fmt.Fprintf(&b, "<title>%s</title>\n", html.EscapeString(subject))
	meta := func(property, value string) {
		if value != "" {
			fmt.Fprintf(&b, "<meta property=\"%s\" content=\"%s\">\n", property, html.EscapeString(value))
		}
	}
	meta("og:title", subject)
	meta("og:site_name", sender(h))
	if at, err := h.Date(); err == nil && at.Year() > 1970 && at.Year() < 10000 {
		sent := at.Format(time.RFC3339)
		if raw := strings.TrimSpace(h.Get("Date")); namedZone.MatchString(raw) {
			sent = raw // package mail takes a zone that it knows only by name to be UTC
		}
		meta("article:published_time", sent)
	}
	fmt.Fprintf(&b, "</head><body>\n<h1>%s</h1>\n", html.EscapeString(subject))
	return b.String()
}

var namedZone = regexp.MustCompile(`\d [A-Z]{2,4}$`)

// sender is the name that a message comes from, else its address's host.
func sender(h mail.Header) string {
	from, err := (&mail.AddressParser{WordDecoder: words()}).Parse(h.Get("From"))
	if err != nil {
		return decoded(h.Get("From"))
	}
	if from.Name != "" {
		return from.Name
	}
	_, host, _ := strings.Cut(from.Address, "@")
	return host
}

func words() *mime.WordDecoder {
	return &mime.WordDecoder{CharsetReader: charset.NewReaderLabel}
}

// decoded undoes the encoded words of a header (RFC 2047).
func decoded(s string) string {
	if text, err := words().DecodeHeader(s); err == nil {
		return text
	}
	return s
}

// Parts are the texts of a message: the first of each kind.
type parts struct {
	html, plain string
	left        int
}

var looseParam = regexp.MustCompile(`;\s*(\w+)\s*=\s*"?([^";\s]+)`)

// take looks at a part and those within it.
func (p *parts) take(h textproto.MIMEHeader, body io.Reader, depth int) {
	kind, params, err := mime.ParseMediaType(h.Get("Content-Type"))
	if errors.Is(err, mime.ErrInvalidMediaParameter) { // such as boundary=----=_Part_1 without quotes
		params = map[string]string{}
		for _, m := range looseParam.FindAllStringSubmatch(h.Get("Content-Type"), -1) {
			params[strings.ToLower(m[1])] = m[2]
		}
	} else if err != nil || kind == "" {
		kind = "text/plain"
	}
	if p.left--; p.left < 0 || depth > maxNested {
		return
	}
	if at, _, _ := mime.ParseMediaType(h.Get("Content-Disposition")); at == "attachment" {
		return
	}
	switch {
	case strings.HasPrefix(kind, "multipart/"):
		r := multipart.NewReader(body, params["boundary"])
		for p.left >= 0 {
			part, err := r.NextRawPart()
			if err != nil {
				return
			}
			p.take(part.Header, part, depth+1)
		}
	case kind == "text/html" && p.html == "":
		p.html = readable(h, params["charset"], body)
	case kind == "text/plain" && p.plain == "":
		p.plain = readable(h, params["charset"], body)
	}
}

// readable undoes the transfer encoding and the character set of a part. Of
// one that breaks off, what came is taken.
func readable(h textproto.MIMEHeader, label string, body io.Reader) string {
	switch strings.ToLower(strings.TrimSpace(h.Get("Content-Transfer-Encoding"))) {
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, body)
	}
	raw, err := inflate.All(body, warc.MaxPage)
	if err == inflate.ErrTooLarge {
		return ""
	}
	if label == "" || utf8.Valid(raw) && !bytes.Contains(raw, []byte("\x1b")) {
		label = "utf-8"
		if !utf8.Valid(raw) {
			label = "windows-1252"
		}
	}
	r, err := charset.NewReaderLabel(label, bytes.NewReader(raw))
	if err != nil {
		return strings.ToValidUTF8(string(raw), "\ufffd")
	}
	text, _ := inflate.All(r, warc.MaxPage)
	return strings.ToValidUTF8(string(text), "\ufffd")
}

// paragraphs makes HTML of plain text: empty lines part paragraphs.
func paragraphs(text string) string {
	var b strings.Builder
	for _, para := range strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n\n") {
		if para = strings.TrimSpace(para); para != "" {
			fmt.Fprintf(&b, "<p>%s</p>\n", html.EscapeString(para))
		}
	}
	return b.String()
}
