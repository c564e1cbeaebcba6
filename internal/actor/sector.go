package actor

import "strings"

// qualifier tells the sector of a role by a word beside its noun.
var qualifier = map[string]string{"opposition": "OPP", "rebel": "REB", "police": "COP", "military": "MIL", "army": "MIL", "navy": "MIL",
	"intelligence": "SPY", "militant": "UAF", "jihadist": "UAF", "insurgent": "REB", "separatist": "REB", "terrorist": "UAF",
	"media": "MED", "news": "MED", "religious": "REL", "spiritual": "REL", "party": "PTY", "campaign": "PTY", "company": "BUS", "business": "BUS", "protest": "OPP",
	"union": "LAB", "security": "GOV", "judicial": "JUD", "congressional": "LEG", "parliamentary": "LEG", "muslim": "REL", "minority": "LEG", "majority": "LEG", "senate": "LEG", "house": "LEG", "un": "IGO", "u.n.": "IGO", "nato": "IGO", "eu": "IGO", "e.u.": "IGO", "financial": "BUS", "ngo": "NGO", "rights": "NGO", "aid": "NGO"}

// phraseSector returns the sectors of a title whose words together mean another
// thing than its last: "attorney general", "chief financial officer", "police chief".
func (r *Resolver) phraseSector(w string, ro role) []string {
	var b strings.Builder
	b.WriteByte(' ')
	for _, i := range ro.toks {
		b.WriteString(r.lower(i))
		b.WriteByte(' ')
	}
	text := b.String()
	has := func(s string) bool { return strings.Contains(text, " "+s+" ") }
	switch {
	case has("attorney general"), has("solicitor general"):
		return []string{"GOV", "JUD"}
	case has("secretary general"), has("secretary - general"), has("director general"):
		return nil
	case has("surgeon general"), has("governor general"), has("consul general"), has("inspector general"):
		return []string{"GOV"}
	case w == "officer" && has("chief") && !has("police"), has("vice president of"), has("co - founder"):
		return []string{"BUS"}
	case has("police"), has("superintendent"), has("detective"):
		if nouns[w].kind == "person" || heads[w] {
			return []string{"COP"}
		}
	case has("chief justice"):
		return []string{"JUD"}
	}
	return nil
}

// american reports whether a title is one that only the United States has, in a
// report that names them.
func (r *Resolver) american(ro role) bool {
	var b strings.Builder
	b.WriteByte(' ')
	for _, i := range ro.toks {
		b.WriteString(r.lower(i))
		b.WriteByte(' ')
	}
	for _, t := range []string{"treasury secretary", "defense secretary", "secretary of defense", "secretary of state", "secretary of the treasury", "homeland security secretary",
		"commerce secretary", "energy secretary", "joint chiefs", "house speaker", "speaker of the house", "majority leader", "minority leader", "majority whip", "special counsel", "director of national intelligence", "white house"} {
		if strings.Contains(b.String(), " "+t+" ") {
			return r.naming("USA")
		}
	}
	return false
}

// naming reports whether the report names a country, its people or its seat.
func (r *Resolver) naming(code string) bool { return r.codes[code] }

// namedCodes gathers the countries that the report names, by themselves, their people
// or seats.
func (r *Resolver) namedCodes() map[string]bool {
	out := map[string]bool{}
	for _, m := range r.mentions {
		if c := codeOf(m.surface); c != "" {
			out[c] = true
		}
	}
	return out
}
