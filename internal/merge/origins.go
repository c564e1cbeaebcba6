package merge

import (
	"net/url"
	"slices"
	"strings"
	"unicode"

	"readout/internal/record"
)

// agencies are the names of news agencies, folded, with the name that stands
// for all of them. Common knowledge, own list.
var agencies = map[string]string{
	"ap": "AP", "associated press": "AP", "the associated press": "AP", "ap news": "AP",
	"reuters": "Reuters", "thomson reuters": "Reuters",
	"afp": "AFP", "agence france presse": "AFP",
	"upi": "UPI", "united press international": "UPI",
	"bloomberg": "Bloomberg", "bloomberg news": "Bloomberg",
	"dpa": "dpa", "deutsche presse agentur": "dpa",
	"tass": "TASS", "itar tass": "TASS", "ria": "RIA Novosti", "ria novosti": "RIA Novosti", "interfax": "Interfax",
	"xinhua": "Xinhua", "xinhua news agency": "Xinhua", "kyodo": "Kyodo", "kyodo news": "Kyodo",
	"yonhap": "Yonhap", "yonhap news agency": "Yonhap", "ansa": "ANSA", "efe": "EFE", "pa": "PA", "pa media": "PA", "press association": "PA",
	"sana": "SANA", "irna": "IRNA", "fars": "Fars", "fars news agency": "Fars", "tasnim": "Tasnim", "anadolu": "Anadolu", "anadolu agency": "Anadolu", "aa": "Anadolu",
	"pti": "PTI", "press trust of india": "PTI", "ani": "ANI", "kcna": "KCNA", "ukrinform": "Ukrinform",
	"belta": "BelTA", "antara": "Antara", "pap": "PAP", "apa": "APA", "ntb": "NTB", "tt": "TT", "wafa": "WAFA",
}

// agencyOf names the agency whose copy a report says it carries.
func agencyOf(r *record.Report) string {
	for _, name := range []string{value(r.Agency), value(r.Outlet)} {
		if a, ok := agencies[fold(name)]; ok {
			return a
		}
	}
	return value(r.Agency)
}

// outletOf names the outlet, by the host of its URL when the report does not.
func outletOf(r *record.Report) string {
	if o := value(r.Outlet); o != "" {
		return o
	}
	for _, at := range []string{value(r.CanonicalURL), value(r.URL)} {
		if u, err := url.Parse(at); err == nil && u.Host != "" {
			return strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
		}
	}
	return ""
}

// origins names for each source whom its facts come from: the agency whose
// copy it is, the outlet that printed a family first, or its own outlet.
func (m *merger) origins() {
	m.origin = make([]uint32, len(m.sources))
	m.sum = make([]uint64, len(m.sources))
	first := m.firstPrints()
	for i := range m.sources {
		s := &m.sources[i]
		m.origin[i] = m.ownOrigin(i)
		family := ""
		if f := m.family[i]; f >= 0 {
			family = m.kin[f].ID
			if m.origin[i] = m.names.of(m.kin[f].Agency); m.origin[i] == 0 {
				m.origin[i] = m.ownOrigin(first[f])
			}
		}
		m.sum[i] = mix(s.facts, sum64(s.key, m.str(s.reader), m.str(m.origin[i]), family, m.str(s.outlet), s.published))
	}
}

// firstPrints are the first source of each family that has a day, else its
// first.
func (m *merger) firstPrints() []int {
	first := make([]int, len(m.kin))
	for f := range first {
		first[f] = -1
	}
	for i, f := range m.family {
		if f >= 0 && (first[f] < 0 || m.sources[first[f]].day == noDay && m.sources[i].day != noDay) {
			first[f] = i
		}
	}
	return first
}

// ownOrigin is whom a report that stands alone comes from.
func (m *merger) ownOrigin(i int) uint32 {
	s := &m.sources[i]
	switch {
	case s.agency != 0:
		return s.agency
	case s.outlet != 0:
		return s.outlet
	}
	return m.names.of(s.key)
}

// credits are what stands before the name of a source.
var credits = []string{"citing", "according to", "quoted by", "reported by"}

// citedIn lists the agencies whose word a report of an agency rests on: those
// that its text names as its source in passing.
//
//	Reuters reported on Monday, citing TASS.
//	The plant was hit, according to the Interfax news agency.
func citedIn(text, own string) []string {
	var out []string
	for {
		at := -1
		for _, c := range credits {
			if k := strings.Index(text, c); k >= 0 && (at < 0 || k < at) {
				at = k
			}
		}
		if at < 0 {
			slices.Sort(out)
			return slices.Compact(out)
		}
		name, rest := creditedTo(text, at)
		out = append(out, agenciesIn(name, own)...)
		text = rest
	}
}

// creditedTo takes up to six words of a name that follow a credit, and
// returns what comes after.
func creditedTo(text string, at int) (name, rest string) {
	after := text[at+1:]
	if at > 0 && wordByte(text[at-1]) {
		return "", after // reciting
	}
	for _, c := range credits {
		if n, ok := strings.CutPrefix(text[at:], c); ok {
			from := strings.TrimLeft(n, spaces)
			rest := from
			for range 6 {
				rest = strings.TrimLeft(strings.TrimLeftFunc(rest, inName), spaces)
			}
			if len(from) == len(n) || len(rest) == len(from) {
				return "", after
			}
			return from[:len(from)-len(rest)], rest
		}
	}
	return "", after
}

const spaces = " \t\n\r\f"

func inName(r rune) bool { return unicode.IsLetter(r) || strings.ContainsRune(".'’-", r) }

func wordByte(b byte) bool {
	return b == '_' || '0' <= b && b <= '9' || 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z'
}

// agenciesIn are the agencies that words name, but for one.
func agenciesIn(name, own string) []string {
	var out []string
	words := strings.Fields(fold(name))
	for from := range words {
		for to := min(len(words), from+4); to > from; to-- {
			if a, ok := agencies[strings.Join(words[from:to], " ")]; ok && a != own && len(words[from]) > 2 {
				out = append(out, a)
			}
		}
	}
	return out
}

// supportOf counts what stands behind a fact. What a report has from another
// origin counts for that one: cited names it for each source, 0 for none.
func (m *merger) supportOf(sources []int, cited []uint32) Support {
	s := m.support(compactInts(slices.Clone(sources)))
	var origins []string
	for k, i := range sources {
		o := m.origin[i]
		if c := cited[k]; c != 0 {
			o = c
		}
		origins = append(origins, m.str(o))
	}
	s.Origins = set(origins)
	return s
}

// depend marks the families whose word rests on that of another: those of an
// agency that a family cites, printed within days of it.
func (m *merger) depend() {
	of := map[string][]int{}
	day := make([]int, len(m.kin))
	first := m.firstPrints()
	for f := range m.kin {
		k := &m.kin[f]
		k.Cites = slices.DeleteFunc(set(k.Cites), func(c string) bool { return c == k.Agency })
		day[f] = m.sources[first[f]].day
		for _, i := range k.Reports {
			if o := m.str(m.origin[m.at[i]]); o != "" && !slices.Contains(of[o], f) {
				of[o] = append(of[o], f)
			}
		}
	}
	for f := range m.kin {
		for _, c := range m.kin[f].Cites {
			for _, g := range of[c] {
				apart, ok := gap(day[f], day[g])
				if g != f && ok && apart <= foldDays && m.sameStory(f, g) {
					m.kin[f].Depends = append(m.kin[f].Depends, m.kin[g].ID)
				}
			}
		}
		if m.kin[f].Depends != nil {
			m.kin[f].Depends = set(m.kin[f].Depends)
		}
	}
}

func (m *merger) sameStory(f, g int) bool {
	return m.storyOf[m.at[m.kin[f].Reports[0]]] == m.storyOf[m.at[m.kin[g].Reports[0]]]
}
