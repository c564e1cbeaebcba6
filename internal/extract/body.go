package extract

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"readout/internal/record"
)

var (
	relatedLead    = regexp.MustCompile(`(?i)^\W*(?:related(?: article| articles| story| stories| coverage| news| content| link| topics?)?|read (?:more|also|next|the full story)|also read|see also|more on this(?: story)?|further reading|recommended(?: stories| reading)?|don't miss|watch(?: more| now)?|listen|explainer|in case you missed it)\W*:\W*(.*)$`)
	relatedHeading = regexp.MustCompile(`(?i)^\W*(?:related(?: articles?| stor(?:y|ies)| coverage| news| content| links?| topics?)?|read (?:more|also|next)|also read|see also|more on this(?: story)?|further reading|recommended(?: stories| for you)?|more stories|you may also like|most read|latest news)\W*$`)
	junk           = regexp.MustCompile(`(?i)^\W*(?:sign up (?:for|to|here)|sign in to|subscribe (?:to|now|here|for)|get (?:the|our) (?:latest|daily|free|morning)[^.]{0,80}(?:inbox|newsletter|email)|follow us on|follow @|share (?:this|on)|click here|we use cookies|this (?:web)?site uses cookies|(?:by clicking|accept) [^.]{0,60}cookies|advertisement\W*$|story continues below|article continues (?:below|after)|continue reading|scroll (?:down )?to continue|enlarge this image|toggle caption|loading\W*$|all rights reserved|©|copyright ©|download our app|join (?:our|us on) (?:whatsapp|telegram)|support (?:our|independent) journalism|donate (?:now|today)|read more\.{0,3}$|skip to (?:content|main)|listen to (?:this )?article|most read$|thank you for (?:reading|subscribing)|already a subscriber|create (?:a|your) free account|our standards:|(?:please |you need to |to continue,? please )?(?:enable|turn on|allow) (?:javascript|js|cookies)|(?:javascript|cookies) (?:is|are|must be) (?:disabled|enabled|required|blocked)|(?:please )?(?:verify|confirm) (?:that )?you are (?:not a robot|(?:a )?human)|checking (?:if the site|your browser)|access (?:to this page )?(?:has been )?denied\W*$|page not found\W*$|this material may not be published)`)
	creditLead     = regexp.MustCompile(`(?i)^(?:photo(?:graph)?(?:s|er)?|image|images|picture|pic|credit|photo credit|image credit|foto|source|file photo)\s*(?:by|:|credit:|/)\s*(.+)$`)
	creditInside   = regexp.MustCompile(`(?i)(?:^|[\s.])\(?(?:(?:(?:photo(?:graph)?|image|picture|photo credit|image credit|credit|foto)\s*(?::|/|©)|(?:^|[.!?”"(]\s*)(?:photo(?:graph)?|image|picture|foto) by\b)\s*|©\s*)([^()\n]{2,90}?)\)?\.?$`)
	creditBracket  = regexp.MustCompile(`[\[(]([^\[\]()\n]{2,90})[\])]\.?$`)
	creditWords    = regexp.MustCompile(`(?i)\b(?:getty|shutterstock|alamy|handout|pool|epa|imago|photo|file|via|picture alliance|press service|kremlin\.ru|ap|afp|reuters)\b`)
)

// isCredit says whether a text names who took a picture.
func isCredit(s string) bool {
	s = squeeze(s)
	if s == "" || len(s) > 90 || sentenceEnd(s) && strings.Count(s, " ") > 6 {
		return false
	}
	return agencyAmong(s) != "" || strings.Contains(s, " / ") || creditWords.MatchString(s) && strings.ContainsAny(s, "/:©")
}

// splitCredit parts a caption from the credit at its end. Without a credit
// the second is empty.
func splitCredit(block string) (caption, credit string) {
	block = strings.TrimSpace(block)
	text := plain(block)
	if m := creditEnd.FindStringSubmatchIndex(block); m != nil {
		if c := plain(block[m[2]:m[3]]); isCredit(c) || creditLead.MatchString(c) {
			if l := creditLead.FindStringSubmatch(c); l != nil {
				c = l[1]
			}
			return plain(block[:m[0]]), c
		}
	}
	if m := creditInside.FindStringSubmatchIndex(text); m != nil && m[1]-m[0] < 110 {
		return strings.TrimSpace(text[:m[0]+dot(text[m[0]:])]), strings.Trim(text[m[2]:m[3]], " .")
	}
	// The harbour of Velm. Leo Marsh / POOL / TASS
	if i := strings.LastIndex(text, ". "); i > 0 && strings.Contains(text[i:], " / ") && isCredit(text[i+2:]) {
		return text[:i+1], text[i+2:]
	}
	if m := creditBracket.FindStringSubmatchIndex(text); m != nil {
		if c := text[m[2]:m[3]]; isCredit(c) && (strings.ContainsAny(c, "/") || creditWords.MatchString(c)) && strings.Contains(c, " ") || strings.Contains(c, "/") && unicode.IsUpper([]rune(c)[0]) {
			return strings.TrimSpace(text[:m[0]]), text[m[2]:m[3]]
		}
	}
	return text, ""
}

// dot is 1 if a text starts with the full stop of the sentence before.
func dot(s string) int {
	if strings.HasPrefix(s, ".") {
		return 1
	}
	return 0
}

// relatedBlock takes a block that links to another report, in a list of such
// links or with a lead such as "Related article:".
func (d *draft) relatedBlock(block string, inList bool) bool {
	text := plain(block)
	m := relatedLead.FindStringSubmatch(text)
	if m == nil && !inList {
		return false
	}
	link := mdLink.FindStringSubmatch(mdImage.ReplaceAllString(block, ""))
	switch {
	case m != nil && link == nil:
		if len(text) > 220 || sentenceEnd(text) && strings.Count(text, ". ") > 0 {
			return false
		}
		d.addRelated(m[1], "")
	case link == nil && !listItem.MatchString(block):
		return false
	case link == nil:
		d.addRelated(listItem.ReplaceAllString(text, ""), "")
	default:
		for _, l := range mdLink.FindAllStringSubmatch(block, 20) {
			d.addRelated(l[1], l[2])
		}
	}
	return true
}

// addRelated keeps a link to another report once.
func (d *draft) addRelated(title, address string) {
	title = plain(title)
	if title == "" || len(d.Related) >= 50 {
		return
	}
	for _, r := range d.Related {
		if r.Title == title {
			return
		}
	}
	if !strings.HasPrefix(address, "http") {
		address = ""
	}
	d.Related = append(d.Related, record.Related{Title: title, URL: ptr(address)})
}

// tidyBody leaves out of the body what is none of the article's: boxes,
// captions, the headline again.
func (d *draft) tidyBody() {
	if d.verbatim {
		return
	}
	kept := d.paras[:0:0]
	for i, p := range d.paras {
		p = squeeze(p)
		switch {
		case p == "":
		case junk.MatchString(p) && len(p) < 300:
			if m := copyright.FindStringSubmatch(p); m != nil {
				fill(&d.Agency, agencyName(m[2]))
			}
		case d.Title != nil && i < 3 && strings.EqualFold(p, *d.Title):
		case d.isCaption(p):
		case relatedHeading.MatchString(p):
		case len(p) < 220 && d.relatedLine(p):
		default:
			kept = append(kept, p)
		}
	}
	d.paras = kept
}

func (d *draft) isCaption(p string) bool {
	for _, c := range d.Captions {
		if p == c.Text || c.Credit != nil && (p == *c.Credit || p == c.Text+" "+*c.Credit) {
			return true
		}
	}
	return false
}

// relatedLine takes a paragraph that is only a pointer to another report.
func (d *draft) relatedLine(p string) bool {
	m := relatedLead.FindStringSubmatch(p)
	if m == nil || strings.Count(p, ". ") > 0 {
		return false
	}
	d.addRelated(m[1], "")
	return true
}

var (
	capsPlace = regexp.MustCompile(`^([\p{Lu}][\p{Lu}.'’ -]{2,40}(?:,\s+[\p{L}.'’ -]{2,30})?(?:\s*/\s*[\p{Lu}][\p{Lu}.'’ -]{2,40})?)\s*(?:,\s*((?:[A-Z][a-z]{2,8}\.?)\s+\d{1,2}(?:,\s*\d{4})?|\d{1,2}\s+[A-Z][a-z]{2,8}(?:\s+\d{4})?))?\s*(?:[(\[/][^()\[\]\n]{2,40}[)\]/])?\s*(?:--|[-–—:]|\.\s*/\w+/\.)\s*`)
	anyPlace  = regexp.MustCompile(`^(\p{Lu}[\p{L}.'’-]+(?:[ -]\p{Lu}[\p{L}.'’-]+){0,3}(?:,\s+\p{Lu}[\p{L}. ]{2,25})?)\s*(?:,\s*((?:[A-Z][a-z]{2,8}\.?)\s+\d{1,2}(?:,\s*\d{4})?|\d{1,2}\s+[A-Z][a-z]{2,8}(?:\s+\d{4})?))?\s*[(\[]([^()\[\]\n]{2,40})[)\]]\s*(?:--|[-–—:])?\s`)
)

// findDateline reads the place and date that agency copy opens with. They
// stay in the text, which is as published.
func (d *draft) findDateline() {
	if len(d.paras) == 0 || d.Dateline.Place != nil {
		return
	}
	first := d.paras[0]
	first = first[:min(len(first), 200)]
	m := capsPlace.FindStringSubmatch(first)
	if m == nil {
		m = anyPlace.FindStringSubmatch(first)
		if m != nil && (agencyAmong(m[3]) == "" && strings.ToUpper(m[3]) != m[3]) {
			m = nil
		}
	}
	if m == nil || strings.Count(m[1], " ") > 5 {
		return
	}
	place := strings.Trim(m[1], " ,.-")
	if agencyName(place) != "" {
		return
	}
	fill(&d.Dateline.Place, place)
	fill(&d.Dateline.Date, d.datelineDay(m[2]))
}

// datelineDay gives a dateline's date the year it lacks: that of publication,
// or the one before when the day would lie after it.
func (d *draft) datelineDay(s string) string {
	if s == "" {
		return ""
	}
	if full := day(s); full != "" || d.Published == nil || len(*d.Published) < 10 {
		return full
	}
	published := (*d.Published)[:10]
	got := day(s + " " + published[:4])
	if got == "" {
		got = day(s + ", " + published[:4])
	}
	if got > published && got[:7] > published[:7] {
		year, _ := strconv.Atoi(published[:4])
		return fmt.Sprintf("%04d%s", year-1, got[4:])
	}
	return got
}
