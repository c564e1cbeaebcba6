package extract

import (
	"regexp"
	"strings"
)

// agencies are news agencies: the short name, then names it goes by. Names
// in capitals are matched as written; others in any case.
var agencies = [...][]string{
	{"AFP", "Agence France-Presse", "Agence France Presse"},
	{"AP", "Associated Press", "The Associated Press", "AP News"},
	{"Reuters", "REUTERS", "Thomson Reuters"},
	{"TASS", "ITAR-TASS", "ТАСС"},
	{"Xinhua", "XINHUA", "Xinhua News Agency"},
	{"dpa", "DPA", "Deutsche Presse-Agentur", "dpa-infocom"},
	{"EFE", "Agencia EFE"},
	{"ANSA", "Agenzia ANSA"},
	{"Anadolu", "Anadolu Agency", "Anadolu Ajansi", "Anadolu Ajansı"},
	{"Interfax", "Интерфакс", "INTERFAX"},
	{"RIA Novosti", "RIA", "РИА Новости"},
	{"Kyodo", "KYODO", "Kyodo News", "Kyodo News Agency"},
	{"Jiji", "Jiji Press", "JIJI"},
	{"Yonhap", "YONHAP", "Yonhap News Agency"},
	{"PTI", "Press Trust of India"},
	{"ANI", "Asian News International"},
	{"IANS", "Indo-Asian News Service"},
	{"UPI", "United Press International"},
	{"PA", "PA Media", "Press Association", "PA news agency"},
	{"IRNA", "Islamic Republic News Agency"},
	{"SANA", "Syrian Arab News Agency"},
	{"WAFA", "Wafa"},
	{"MENA", "Middle East News Agency"},
	{"Bernama", "BERNAMA"},
	{"Antara", "ANTARA"},
	{"APA", "Austria Presse Agentur"},
	{"Keystone-SDA", "SDA", "Keystone-ATS"},
	{"Belga", "BELGA"},
	{"ANP"}, {"NTB"}, {"TT", "TT News Agency"}, {"Ritzau"}, {"STT"},
	{"PAP", "Polska Agencja Prasowa"}, {"CTK", "ČTK"}, {"MTI"},
	{"Lusa", "LUSA"}, {"Ukrinform"}, {"UNIAN"}, {"Belta", "BelTA"},
	{"KCNA", "Korean Central News Agency"},
	{"SPA", "Saudi Press Agency"}, {"WAM", "Emirates News Agency"},
	{"Tasnim", "Tasnim News Agency"}, {"Fars", "Fars News Agency"},
	{"SID"}, {"epd"}, {"KNA"}, {"AAP", "Australian Associated Press"},
	{"The Canadian Press", "Canadian Press"},
	{"Bloomberg", "Bloomberg News"},
}

// agencyForm is a name that says of itself that it is an agency's.
var agencyForm = regexp.MustCompile(`^(?:[Tt]he )?((?:\p{Lu}[\p{L}\p{N}.'’-]*\s+){0,3}\p{Lu}[\p{L}\p{N}.'’-]*)\s+(?i:news agency|press agency|news service|press service agency|news ?wire|press association)$`)

// agencyName gives the short name of the agency that a name is, "" for none.
// An agency that the table does not know keeps its name as it stands:
//
//	Meridian News Agency    but not    the agency, a news service
func agencyName(name string) string {
	name = strings.Trim(squeeze(name), " .,:;()[]*_")
	if a := knownAgency(name); a != "" {
		return a
	}
	m := agencyForm.FindStringSubmatch(name)
	if m == nil || len(name) > 60 {
		return ""
	}
	if a := knownAgency(m[1]); a != "" {
		return a
	}
	return strings.TrimPrefix(strings.TrimPrefix(name, "The "), "the ")
}

// knownAgency looks a name up in the table.
func knownAgency(name string) string {
	for _, a := range agencies {
		for i, n := range a {
			if n == name || (i > 0 || len(n) > 4) && strings.EqualFold(n, name) {
				return a[0]
			}
		}
	}
	return ""
}

var (
	wordSplit  = regexp.MustCompile(`\s*(?:[/|,;&+•·]|\band\b|\bvia\b|\bwith\b|\bund\b|\s[-–—]\s)\s*`)
	inBrackets = regexp.MustCompile(`^[^\n]{0,80}?[(\[]([^()\[\]]{2,40})[)\]]\s*(?:[-–—:]|$)`)
	openers    = regexp.MustCompile(`^\s*[(\[]([^()\[\]]{2,40})[)\]]\s*[-–—:.]*\s`)
	closers    = regexp.MustCompile(`(?:^|\s)[(\[]?([\pL-]{2,12}(?: [\pL-]{2,12}){0,3})[)\]]?\.?$`)
	slashes    = regexp.MustCompile(`\s[-–—]+\s*([\pL][\pL -]{1,24}?)\s*[-–—]\s`)
	copyright  = regexp.MustCompile(`(?i)(?:©|\(c\)|copyright)\s*(?:\d{4}\s*)?(?:by\s+)?(the\s+)?([\pL-]+(?:[ -][\pL-]+){0,2})`)
)

// agencyAmong gives the first agency among the parts of a credit or byline.
func agencyAmong(s string) string {
	if a := agencyName(s); a != "" {
		return a
	}
	for _, part := range wordSplit.Split(s, 12) {
		if a := agencyName(part); a != "" {
			return a
		}
	}
	return ""
}

// findAgency looks where agency copy names its agency: the dateline's
// brackets at the opening, the closing line, a copyright line.
func (d *draft) findAgency() {
	if d.Agency != nil || len(d.paras) == 0 {
		return
	}
	first := d.paras[0]
	first = first[:min(len(first), 200)]
	for _, re := range []*regexp.Regexp{openers, inBrackets, slashes} {
		if m := re.FindStringSubmatch(first); m != nil {
			if a := agencyAmong(m[1]); a != "" {
				fill(&d.Agency, a)
				return
			}
		}
	}
	last := d.paras[len(d.paras)-1]
	if m := copyright.FindStringSubmatch(last); m != nil {
		fill(&d.Agency, agencyName(m[2]))
	}
	if len(last) < 60 || strings.HasSuffix(last, ")") || strings.HasSuffix(last, "]") {
		if i := strings.LastIndexAny(last, "(["); i >= 0 {
			last = last[i:]
		}
		if m := closers.FindStringSubmatch(last); m != nil {
			fill(&d.Agency, agencyName(m[1]))
		}
	}
	if d.Agency == nil {
		fill(&d.Agency, outletAgency(hostOf(d.URL)))
	}
}

var (
	byWord    = regexp.MustCompile(`(?i)^(?:written by|reported by|report by|story by|reporting by|authors?:|autor(?:in)?:|text:|by:?|von|par|por)\s+`)
	otherHand = regexp.MustCompile(`(?i)^(?:edited|editing|edit|translated|translation|photos?|pictures|video|graphics|with agenc|agencies)\b`)
	nameList  = regexp.MustCompile(`\s*(?:,|;|\band\b|&|\||\bund\b)\s*`)
	desks     = regexp.MustCompile(`(?i)\b(?:staff|writers?|correspondents?|editors?|reporters?|newsroom|desk|agenc(?:y|ies)|bureau|chief|special to|image|photo|nachrichtenagentur|redaktion|contributors?|updated|published|follow|https?:)\b|[@\d]`)
)

// addByline adds the people of a byline, and takes an agency out of it.
func (d *draft) addByline(s string) {
	s = squeeze(byWord.ReplaceAllString(squeeze(s), ""))
	if s == "" || len(s) > 200 || strings.Contains(s, "://") {
		return
	}
	if a := agencyName(s); a != "" {
		fill(&d.Agency, a)
		return
	}
	parts := nameList.Split(s, 20)
	if strings.Contains(s, "/") || strings.Contains(s, " in ") || strings.Contains(s, "(") {
		parts = strings.FieldsFunc(strings.ReplaceAll(strings.Join(parts, "/"), " in ", "/\x00"), func(c rune) bool { return c == '/' || c == '(' || c == ')' })
	}
	for _, p := range parts {
		if strings.HasPrefix(p, "\x00") {
			continue // a place, after "in"
		}
		p = strings.Trim(squeeze(byWord.ReplaceAllString(p, "")), " .,*_-–—")
		switch a := agencyName(p); {
		case a != "":
			fill(&d.Agency, a)
		case otherHand.MatchString(p):
		case strings.Trim(p, "0123456789 ") == "" || len(strings.Fields(p)) > 5 || byWord.MatchString(p+" "):
		case desks.MatchString(p):
			if len(d.desks) == 0 && !strings.ContainsAny(p, "@/") && len(p) < 40 {
				d.desks = []string{p}
			}
		default:
			d.keepName(p)
		}
	}
}

// maxBylines is how many names a byline can have.
const maxBylines = 100

func (d *draft) keepName(name string) {
	if len(d.Bylines) == maxBylines {
		return
	}
	for _, b := range d.Bylines {
		if strings.EqualFold(b, name) {
			return
		}
	}
	d.Bylines = append(d.Bylines, name)
}
