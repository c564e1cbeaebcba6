package merge

import (
	"net/url"
	"slices"
	"strings"

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
	m.origin = make([]string, len(m.sources))
	first := make([]int, len(m.out.Families))
	for i := len(m.sources) - 1; i >= 0; i-- {
		if f := m.family[i]; f >= 0 {
			first[f] = i
		}
	}
	for i, s := range m.sources {
		m.origin[i] = s.origin()
		if f := m.family[i]; f >= 0 {
			m.origin[i] = m.out.Families[f].Agency
			if m.origin[i] == "" {
				m.origin[i] = m.sources[first[f]].origin()
			}
		}
	}
}

// origin is whom a report that stands alone comes from.
func (s *Source) origin() string {
	switch {
	case s.agency != "":
		return s.agency
	case s.outlet != "":
		return s.outlet
	}
	return s.Key
}

// cited is the agency or outlet to which a fact is attributed, "" when the
// report tells it on its own word: "Reuters reported, citing TASS".
func (m *merger) cited(source int, speaker *string) string {
	if speaker == nil {
		return ""
	}
	for _, a := range m.sources[source].Reading.Actors {
		if a.ID != *speaker {
			continue
		}
		for _, name := range append(slices.Clone(a.Names), a.Name) {
			if agency, ok := agencies[fold(name)]; ok {
				return agency
			}
		}
		if slices.Contains(a.Sectors, "MED") && a.Kind == "organization" {
			return a.Name
		}
	}
	return ""
}

// supportOf counts what stands behind a fact whose attributions are known:
// what a report has from another origin counts for that one.
func (m *merger) supportOf(ws []witness, speaker func(witness) *string) Support {
	var sources []int
	for _, w := range ws {
		sources = append(sources, w.source)
	}
	slices.Sort(sources)
	s := m.support(slices.Compact(sources))
	var origins []string
	for _, w := range ws {
		o := m.origin[w.source]
		if c := m.cited(w.source, speaker(w)); c != "" && c != o {
			if f := m.family[w.source]; f >= 0 {
				m.out.Families[f].Cites = set(append(m.out.Families[f].Cites, c))
			}
			o = c
		}
		origins = append(origins, o)
	}
	s.Origins = set(origins)
	return s
}
