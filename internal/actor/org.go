package actor

import (
	"strings"

	"readout/internal/gazetteer"
)

// bodies classes an organisation by a word of its name, the earlier rule first.
var bodies = []struct {
	words map[string]bool
	class
}{
	{set("times post news tv television radio journal gazette tribune herald telegraph magazine press newspaper broadcasting network daily guardian"), class{"organization", "MED"}},
	{set("university college school institute academy"), class{"organization", "EDU"}},
	{set("observatory foundation watch charity rights fund relief humanitarian center centre project"), class{"organization", "NGO"}},
	{set("party democrats republicans conservatives labour coalition"), class{"organization", "PTY"}},
	{set("court tribunal prosecutor prosecutors justice judiciary"), class{"government", "JUD"}},
	{set("parliament congress senate house committee duma assembly knesset legislature bundestag caucus"), class{"government", "LEG"}},
	{set("intelligence spy mossad"), class{"government", "SPY"}},
	{set("police policing"), class{"government", "COP"}},
	{set("brigade brigades front militia militias rebels liberation martyrs resistance jihad mujahideen"), class{"armed_group", "REB"}},
	{set("army forces navy force command corps marines fleet military guards regiment battalion division troops"), class{"military", "MIL"}},
	{set("ministry department government administration agency office bureau cabinet commission council authority embassy consulate directorate regime presidency service treasury"), class{"government", "GOV"}},
	{set("inc corp ltd company co bank group holdings airlines oil gas energy motors industries llc plc"), class{"organization", "BUS"}},
	{set("association union organization organisation society alliance campaign network forum movement"), class{"organization", "NGO"}},
	{set("church mosque diocese"), class{"organization", "REL"}},
}

// classify returns the kind and sectors of a named body.
func classify(name string) (class, []string) {
	words := strings.Fields(gazetteer.Fold(name))
	lower := " " + strings.Join(words, " ") + " "
	if strings.HasPrefix(lower, " white house ") {
		return class{"government", "GOV"}, []string{"GOV"}
	}
	if strings.Contains(lower, " defense ") || strings.Contains(lower, " defence ") {
		if strings.Contains(lower, " ministry ") || strings.Contains(lower, " department ") {
			return class{"government", "MIL"}, []string{"GOV", "MIL"}
		}
	}
	for _, b := range bodies {
		for _, w := range words {
			if b.words[w] {
				return b.class, []string{b.sector}
			}
		}
	}
	return class{"organization", "UNK"}, []string{"UNK"}
}

// collective lists the kinds of body, which act as one.
var collective = set("organization government military armed_group")

// domestic tells kinds of body that, with no country beside them, are of the
// country that the report is about.
func domestic(kind string) bool { return kind == "government" || kind == "military" }
