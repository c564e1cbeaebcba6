package extract

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// A Kind is what a page is that holds no report.
type Kind string

// The kinds of pages that hold no report.
const (
	SoftNotFound Kind = "page not found" // answered as if it were there
	ConsentWall  Kind = "cookie wall"
	RobotCheck   Kind = "check for robots"
	PaywallStub  Kind = "paywall stub"
	LinkPage     Kind = "page of links"
	MediaPage    Kind = "video or gallery"
)

// A KindError says that a page holds no report because it is of another kind.
// It is an ErrNoArticle too.
type KindError struct {
	Kind Kind
	Why  string // what decided, for a user
}

func (e *KindError) Error() string {
	if e.Why == "" {
		return "not a report: " + string(e.Kind)
	}
	return fmt.Sprintf("not a report: %s: %s", e.Kind, e.Why)
}

// Unwrap is ErrNoArticle.
func (e *KindError) Unwrap() error { return ErrNoArticle }

// A flow says how the blocks of a page follow each other. A report has
// paragraphs one after another; a page of links parts them by headlines.
type flow struct {
	links   int // blocks that are links and read as headlines
	paras   int // blocks of running text
	led     int // of these, how many follow such a link
	longest int // paragraphs in the longest run; a long one counts as two
}

// flowOf follows the blocks of a page.
func flowOf(blocks []block) (f flow) {
	run, link := 0, false
	for _, b := range blocks {
		switch {
		case b.sentence():
			f.paras++
			if link {
				f.led++
			}
			if run++; b.words >= 80 {
				run++
			}
			f.longest = max(f.longest, run)
		case b.pointsAway() && b.words > 3:
			f.links++
			run = 0
		case b.heading:
			run = 0
		}
		link = b.pointsAway() && b.words > 3
	}
	return f
}

// signs are what a page says of its own kind.
type signs struct {
	article bool // it calls itself an article
	media   bool // it calls itself a video or a gallery
	paid    bool // it calls its text not free, or asks to subscribe for the rest
	titles  []string
}

// signsOf reads the signs of a page.
func signsOf(doc *html.Node, heads []string) (s signs) {
	s.titles = slices.Clone(heads)
	for n := range doc.Descendants() {
		switch n.DataAtom {
		case atom.Title:
			if n.Parent != nil && n.Parent.DataAtom == atom.Head {
				s.titles = append(s.titles, lineOf(n))
			}
		case atom.H1:
			if len(s.titles) < 20 {
				s.titles = append(s.titles, lineOf(n))
			}
		case atom.Meta:
			s.meta(strings.ToLower(attr(n, "property")+attr(n, "name")), strings.ToLower(attr(n, "content")))
		case atom.Script:
			if n.FirstChild != nil && strings.Contains(strings.ToLower(attr(n, "type")), "ld+json") {
				s.linked(n.FirstChild.Data)
			}
		}
	}
	return s
}

func (s *signs) meta(name, value string) {
	switch name {
	case "og:type":
		s.article = s.article || strings.HasPrefix(value, "article")
		s.media = s.media || strings.HasPrefix(value, "video")
	case "article:published_time", "article:published":
		s.article = s.article || value != ""
	case "article:content_tier":
		s.paid = s.paid || value == "locked" || value == "metered"
	}
}

var (
	linkedArticle = regexp.MustCompile(`"@type"\s*:\s*\[?\s*"[A-Za-z]*(?:Article|BlogPosting)"`)
	linkedMedia   = regexp.MustCompile(`"@type"\s*:\s*\[?\s*"(?:VideoObject|ImageGallery|MediaGallery|VideoGallery)"`)
	linkedPaid    = regexp.MustCompile(`(?i)"isAccessibleForFree"\s*:\s*"?false`)
)

func (s *signs) linked(raw string) {
	s.article = s.article || linkedArticle.MatchString(raw)
	s.media = s.media || linkedMedia.MatchString(raw)
	s.paid = s.paid || linkedPaid.MatchString(raw)
}

var (
	notFound = regexp.MustCompile(`(?i)^\W*(?:error\W*)?(?:404\W*(?:$|[|:–—-]|(?:error|page|not|file|oops|sorry)\b)|page (?:not|cannot be|could not be) found|(?:this |the )?page (?:you .{0,40} )?(?:does not|doesn.t|no longer) exist|not found\W*$|(?:sorry|oops)\b.{0,30}(?:find|found|exist)|article (?:not found|no longer available)|seite (?:wurde )?nicht gefunden|page (?:introuvable|non trouvée)|página no encontrada|pagina non trovata|página não encontrada|страница не найдена|nie znaleziono strony)`)
	consent  = regexp.MustCompile(`(?i)\b(?:cookies?|consent|gdpr|privacy (?:policy|settings|preferences|choices)|personali[sz]ed (?:ads|advertising)|tracking|datenschutz\w*|einwilligung|zustimm\w+|werbung und tracking|vendors|our partners|unsere partner|traceurs|consentement)\b`)
	cookies  = regexp.MustCompile(`(?i)\b(?:cookies?|gdpr|privacy|personali[sz]ed (?:ads|advertising)|datenschutz\w*|einwilligung|werbung und tracking|traceurs|consentement)\b`)
	walled   = regexp.MustCompile(`(?i)^\W*(?:before you continue|we (?:value|care about|respect) your privacy|your privacy|privacy settings|cookie|consent|(?:mit|lesen sie .{0,40} mit) werbung|datenschutzeinstellungen|willkommen bei|votre vie privée|nous respectons votre vie privée)`)
	robots   = regexp.MustCompile(`(?i)(?:are you a (?:robot|human)|^\W*just a moment|attention required|verify(?:ing)? (?:that )?you are (?:a |not a )?(?:human|robot)|^\W*(?:security check|access (?:to this page has been |is )?denied)\W*(?:$|[|:–—-])|checking your browser|captcha|unusual traffic|^\W*unusual activity\W*$)`)
	payLine  = regexp.MustCompile(`(?i)(?:subscribe (?:now |today )?to (?:continue|read|keep reading|unlock)|to (?:continue|keep) reading|(?:this|the) (?:article|story|content) is (?:only )?(?:available |reserved )?(?:for|to) (?:our )?(?:subscribers|members)|(?:subscribers|members)[- ]only|already a subscriber|unlock this (?:article|story)|jetzt weiterlesen|weiterlesen mit|nur für abonnenten|réservé aux abonnés|exclusivo para (?:suscriptores|assinantes)|contenuto riservato agli abbonati)`)
)

// judge says of what other kind a page is by what was found as its text, nil
// for a report. It doubts only where several signs agree: a report taken for
// something else is lost.
func (s signs) judge(paras []string, run flow) error {
	words := 0
	for _, p := range paras {
		words += wordCount(p)
	}
	about := wordsOnConsent(paras)
	says := func(re *regexp.Regexp) string {
		i := slices.IndexFunc(s.titles, re.MatchString)
		if i < 0 {
			return ""
		}
		return fmt.Sprintf("it is headed %q", shortened(s.titles[i]))
	}
	switch {
	case !s.article && words < 150 && says(notFound) != "":
		return &KindError{SoftNotFound, says(notFound)}
	case !s.article && words < 150 && says(robots) != "":
		return &KindError{RobotCheck, says(robots)}
	case words > 0 && 10*about > 9*words, !s.article && 2*about > words && says(walled) != "":
		return &KindError{ConsentWall, "its text is about cookies and privacy"}
	case s.paid && words < stubWords:
		return &KindError{PaywallStub, fmt.Sprintf("%d words can be read without paying", words)}
	case s.media && !s.article && words < 60:
		return &KindError{MediaPage, fmt.Sprintf("%d words of text", words)}
	case !s.article && run.links >= 8 && run.longest < 2 && 3*run.led >= 2*run.paras:
		return &KindError{LinkPage, fmt.Sprintf("%d links to other pages beside %d paragraphs", run.links, run.paras)}
	}
	return nil
}

// stubWords is how many words are too few for the lead of a report.
const stubWords = 25

// few says whether paragraphs have fewer words than n.
func few(paras []string, n int) bool {
	for _, p := range paras {
		n -= wordCount(p)
	}
	return n > 0
}

// wordsOnConsent counts the words of paragraphs on cookies and privacy. A
// page asks for consent in its first one, or is no wall.
func wordsOnConsent(paras []string) (n int) {
	if !slices.ContainsFunc(paras, cookies.MatchString) {
		return 0 // a navy may be tracking a ship, without consent
	}
	for i, p := range paras {
		switch {
		case consent.MatchString(p):
			n += wordCount(p)
		case i > 2 && n == 0:
			return 0
		}
	}
	return n
}

// shortened is a heading that fits a line of log.
func shortened(s string) string {
	if c := []rune(s); len(c) > 60 {
		return string(c[:57]) + "..."
	}
	return s
}
