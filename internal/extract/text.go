package extract

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"readout/internal/record"
)

var (
	mdImage   = regexp.MustCompile(`!\[([^\]\n]*)\]\(\s*<?([^)\s>]*)>?[^)\n]*\)`)
	mdLink    = regexp.MustCompile(`\[([^\]\[\n]*)\]\(\s*<?([^)\s>]*)>?[^)\n]*\)`)
	mdStrong  = regexp.MustCompile(`\*\*([^*\n]+)\*\*|__([^_\n]+)__`)
	mdEm      = regexp.MustCompile(`(^|[\s("“‘])[*_]([^*_\s][^*_\n]*)[*_]($|[\s.,;:!?)"”’])`)
	mdEscape  = regexp.MustCompile("\\\\([\\\\`*_{}\\[\\]()#+\\-.!>~|])")
	autoLink  = regexp.MustCompile(`<(https?://[^>\s]+)>`)
	mdHeading = regexp.MustCompile(`^#{1,6}\s+(.*?)\s*#*$`)
	rule      = regexp.MustCompile(`^[-*_=~\s]{3,}$`)
	bareURL   = regexp.MustCompile(`^<?(https?://[^\s>]+)>?$`)
	urlLabel  = regexp.MustCompile(`(?i)^\W*(?:original(?: url| article| story)?|source(?: url)?|url|link|retrieved from|read the original)\W*:\s*(?:\[[^\]]*\]\()?<?(https?://[^\s>)]+)?[>)]*$`)
	creditEnd = regexp.MustCompile(`(?:\*\*|__|\*|_)([^*_\n]{2,80})(?:\*\*|__|\*|_)\.?$`)
	frontKey  = regexp.MustCompile(`^([A-Za-z_-]+):\s*(.*)$`)
	listItem  = regexp.MustCompile(`^(?:[-*+•]|\d{1,2}[.)])\s+`)
)

// plain takes the marks of Markdown off a text.
func plain(s string) string {
	s = mdImage.ReplaceAllString(s, "")
	s = mdLink.ReplaceAllString(s, "$1")
	s = autoLink.ReplaceAllString(s, "$1")
	s = mdStrong.ReplaceAllString(s, "$1$2")
	s = mdEm.ReplaceAllString(s, "$1$2$3")
	return squeeze(mdEscape.ReplaceAllString(s, "$1"))
}

// maxQuote is how deep quotation marks of Markdown may nest.
const maxQuote = 64

// quoteDepth is how many ">" the line with most of them opens with.
func quoteDepth(text string) int {
	n, most, opening := 0, 0, true
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\n':
			n, opening = 0, true
		case opening && c == '>':
			n++
			most = max(most, n)
		case c != ' ' && c != '\t':
			opening = false
		}
	}
	return most
}

// fromText reads Markdown or plain text: a header of headline, byline and
// date, then paragraphs, with captions and links to other reports among them.
func fromText(text string) *draft {
	d := &draft{}
	text = d.frontMatter(text)
	t := textReader{d: d, marked: strings.Contains(text, "\n#") || strings.HasPrefix(text, "#") || mdLink.MatchString(text)}
	for i, block := range blocks(text) {
		t.block(i, block)
	}
	return d
}

// blocks cuts a text at blank lines; a text without any, at line ends. A
// block that holds header lines is cut at each line.
func blocks(text string) []string {
	text = strings.TrimSpace(text)
	var parts [][]string
	var open []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			open = append(open, line)
		} else if open != nil {
			parts, open = append(parts, open), nil
		}
	}
	if open != nil {
		parts = append(parts, open)
	}
	var out []string
	for _, lines := range parts {
		if len(parts) == 1 && !wrapped(lines) || headerLines(lines) {
			out = append(out, lines...)
		} else {
			out = append(out, strings.Join(lines, "\n"))
		}
	}
	return out
}

// wrapped says whether lines look cut at a fixed width rather than at the
// end of paragraphs.
func wrapped(lines []string) bool {
	if len(lines) < 4 {
		return false
	}
	ends := 0
	for _, l := range lines {
		if len(l) > 100 {
			return false
		}
		if strings.ContainsAny(l[len(l)-1:], ".!?\"") {
			ends++
		}
	}
	return ends*2 < len(lines)
}

// headerLines says whether a block is of lines that each stand for themselves.
func headerLines(lines []string) bool {
	if len(lines) < 2 {
		return false
	}
	for _, l := range lines {
		if mdHeading.MatchString(l) || isByline(plain(l)) || isDate(plain(l)) || imprintLine.MatchString(plain(l)) && isOutlet(imprintLine.FindStringSubmatch(plain(l))[1]) || urlLabel.MatchString(l) || listItem.MatchString(l) || relatedLead.MatchString(plain(l)) {
			return true
		}
	}
	return false
}

// paragraphs cuts a clean text at blank lines, and collapses white space in
// each paragraph.
func paragraphs(text string) []string {
	var out []string
	for _, b := range strings.Split(strings.ReplaceAll(text, "\u2029", "\n\n"), "\n") {
		if b = squeeze(b); b != "" {
			out = append(out, b)
		}
	}
	if !strings.Contains(strings.TrimSpace(text), "\n\n") && !wrapped(out) {
		return out
	}
	out = out[:0]
	for _, b := range blankLines.Split(text, -1) {
		if b = squeeze(b); b != "" {
			out = append(out, b)
		}
	}
	return out
}

var blankLines = regexp.MustCompile(`\n[ \t]*\n\s*`)

// frontMatter takes the header between "---" lines that Markdown may open with.
func (d *draft) frontMatter(text string) string {
	text = strings.TrimSpace(text)
	rest, ok := strings.CutPrefix(text, "---\n")
	if !ok {
		return text
	}
	head, body, ok := strings.Cut(rest, "\n---")
	if first, _, _ := strings.Cut(strings.TrimSpace(head), "\n"); !ok || !frontKey.MatchString(first) && !strings.HasPrefix(first, "#") {
		return text
	}
	for _, v := range frontValues(head) {
		switch value := v.value; v.name {
		case "title", "headline":
			fill(&d.Title, value)
		case "author", "authors", "byline", "by":
			d.addByline(strings.Trim(strings.ReplaceAll(value, `"`, ""), "[]"))
		case "date", "published", "publish_date", "published_at":
			fill(&d.Published, date(value))
		case "modified", "updated", "lastmod":
			fill(&d.Modified, date(value))
		case "url", "link", "original_url", "canonical_url", "source_url":
			fill(&d.URL, value)
		case "source", "outlet", "publisher", "site":
			if strings.HasPrefix(value, "http") {
				fill(&d.URL, value)
			} else {
				fill(&d.Outlet, value)
			}
		case "agency":
			fill(&d.Agency, agencyName(value))
		case "lang", "language":
			fill(&d.Language, strings.ToLower(value))
		}
	}
	_, body, _ = strings.Cut("-"+body, "\n")
	return body
}

// frontValues lists the keys of a front matter with their values: one for each
// item of a list; lines of a folded text are joined. What is nested below a key
// is not the report's.
func frontValues(head string) (out []declaration) {
	folded := false
	for line := range strings.Lines(head) {
		text := strings.TrimSpace(line)
		item, listed := strings.CutPrefix(text, "- ")
		switch m := frontKey.FindStringSubmatch(strings.TrimRightFunc(line, unicode.IsSpace)); {
		case m != nil:
			folded = strings.HasPrefix(m[2], ">") || strings.HasPrefix(m[2], "|")
			value := scalar(m[2])
			if folded {
				value = ""
			}
			out = append(out, declaration{strings.ToLower(m[1]), value})
		case len(out) == 0:
		case folded:
			out[len(out)-1].value += " " + text
		case listed:
			out = append(out, declaration{out[len(out)-1].name, scalar(strings.TrimPrefix(item, "name: "))})
		}
	}
	return out
}

// scalar is a value of YAML without its quotation marks.
func scalar(v string) string {
	v = strings.TrimSpace(v)
	if len(v) < 2 || v[0] != v[len(v)-1] {
		return v
	}
	switch inner := v[1 : len(v)-1]; v[0] {
	case '"':
		if s, err := strconv.Unquote(v); err == nil {
			return s
		}
		return inner
	case '\'':
		return strings.ReplaceAll(inner, "''", "'")
	}
	return v
}

// A textReader sorts the blocks of a text into the parts of a draft.
type textReader struct {
	d       *draft
	marked  bool // Markdown
	body    bool // a paragraph of the article was seen
	urlNext bool // the label of the original URL was the last block
	list    bool // under a heading of related links
}

func (t *textReader) block(i int, block string) {
	d, text := t.d, plain(block)
	urlNext := t.urlNext
	t.urlNext = false
	if m := bareURL.FindStringSubmatch(block); m != nil {
		if urlNext || d.URL == nil {
			fill(&d.URL, m[1])
		}
		return
	}
	if m := urlLabel.FindStringSubmatch(block); m != nil {
		fill(&d.URL, m[1])
		t.urlNext = m[1] == ""
		return
	}
	if m := mdHeading.FindStringSubmatch(block); m != nil {
		t.heading(plain(m[1]))
		return
	}
	switch {
	case rule.MatchString(block):
	case t.picture(block):
	case d.relatedBlock(block, t.list):
	case text == "":
	case d.Title == nil && !t.body && t.headline(text):
		fill(&d.Title, text)
	case !t.body && isByline(text):
		d.addByline(text)
	case !t.body && t.imprint(text):
	case isDate(text) && (!t.body || d.Published == nil):
		t.dates(text)
	case t.caption(block, text):
	case !t.body && agencyName(text) != "":
		fill(&d.Agency, agencyName(text))
	case isByline(text) && len(text) < 80:
		d.addByline(text)
	default:
		t.list = false
		t.body = t.body || len(text) > 80 || sentenceEnd(text)
		if listItem.MatchString(block) {
			text = listItem.ReplaceAllString(text, "")
		}
		d.paras = append(d.paras, strings.TrimPrefix(text, "> "))
	}
}

func (t *textReader) heading(text string) {
	t.list = relatedHeading.MatchString(text)
	switch {
	case text == "" || t.list:
	case t.d.Title == nil:
		fill(&t.d.Title, text)
	case t.d.Title != nil && *t.d.Title == text:
	default:
		t.d.paras = append(t.d.paras, text)
	}
}

// headline says whether the first block of a text can be its headline.
func (t *textReader) headline(text string) bool {
	words := len(strings.Fields(text))
	return words >= 3 && words <= 30 && len(text) < 220 && !strings.HasSuffix(text, ".") && !isByline(text) && !isDate(text) && len(t.d.paras) == 0
}

var imprintLine = regexp.MustCompile(`^(.{4,60}?)\s*(?:[,|·•]|\s[-–—])\s*(.{6,40})$`)

// imprint takes a line that names the outlet before the day:
//
//	The Isle Courier, 10 March 2026    but not    Paris, 10 March 2026
func (t *textReader) imprint(text string) bool {
	m := imprintLine.FindStringSubmatch(text)
	if m == nil || !isOutlet(m[1]) || !isDate(m[2]) {
		return false
	}
	fill(&t.d.Outlet, m[1])
	t.dates(m[2])
	return true
}

func (t *textReader) dates(text string) {
	low := strings.ToLower(text)
	if strings.Contains(low, "updated") || strings.Contains(low, "modified") {
		before, after, _ := strings.Cut(low, "updated")
		fill(&t.d.Published, day(before))
		fill(&t.d.Modified, day(after))
		return
	}
	fill(&t.d.Published, date(stripDateLabel(text)))
}

// picture takes a block that is an image of Markdown, with its caption.
func (t *textReader) picture(block string) bool {
	m := mdImage.FindStringSubmatch(block)
	if m == nil || !strings.HasPrefix(strings.TrimSpace(block), "!") {
		return false
	}
	text, credit := splitCredit(mdImage.ReplaceAllString(block, ""))
	if text == "" {
		text = squeeze(m[1])
	}
	if text != "" {
		t.d.Captions = append(t.d.Captions, record.Caption{Text: text, Credit: ptr(credit), URL: ptr(m[2])})
	}
	return true
}

// caption takes a short block that ends in the credit of a picture.
func (t *textReader) caption(block, text string) bool {
	if len(text) > 400 {
		return false
	}
	caption, credit := splitCredit(block)
	if credit == "" {
		return false
	}
	if caption != "" {
		t.d.Captions = append(t.d.Captions, record.Caption{Text: caption, Credit: ptr(credit)})
	}
	return true
}

// sentenceEnd says whether a text ends as a sentence does.
func sentenceEnd(s string) bool {
	s = strings.TrimRightFunc(s, func(c rune) bool { return strings.ContainsRune(`"'”’»)]`, c) })
	return s != "" && strings.ContainsRune(".!?…", []rune(s)[len([]rune(s))-1])
}

var dateLabel = regexp.MustCompile(`(?i)^\W*(?:first )?(?:published|posted|updated|last updated|date|issued)?(?: on| at)?\s*:?\s*(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?`)

func stripDateLabel(s string) string { return dateLabel.ReplaceAllString(s, "") }

// isDate says whether a line is a date and nothing much else.
func isDate(s string) bool {
	if len(s) > 90 || day(s) == "" {
		return false
	}
	words := 0
	for _, w := range strings.FieldsFunc(stripDateLabel(s), func(c rune) bool { return !unicode.IsLetter(c) }) {
		if len(w) > 2 && monthOf(w) == "" {
			words++
		}
	}
	most := 3
	if sentenceEnd(s) {
		most = 1 // "Ruvia invaded Tavria on 24 February 2022."
	}
	return words <= most && !strings.Contains(s, "—")
}

// small counts the words that open with a small letter.
func small(s string) (n int) {
	for _, w := range strings.Fields(s) {
		if unicode.IsLower([]rune(w)[0]) {
			n++
		}
	}
	return n
}

// isByline says whether a line names who wrote the report.
func isByline(s string) bool {
	m := byWord.FindString(s)
	if m == "" || len(s) > 140 || strings.HasSuffix(s, ".") && len(s) > 60 {
		return false
	}
	if sentenceEnd(s) && small(s) > 2 {
		return false // "By Friday the city was quiet."
	}
	rest := []rune(s[len(m):])
	if len(rest) == 0 || len(strings.Fields(string(rest))) > 14 {
		return false
	}
	return unicode.IsUpper(rest[0]) || agencyName(string(rest)) != ""
}
