// Package en holds the word tables of English that several stages share:
// abbreviations, bound prefixes and words that open a sentence.
package en

import "strings"

// An AbbrevKind says what a full stop after an abbreviation can mean.
type AbbrevKind int

// The kinds of abbreviation.
const (
	NotAbbrev AbbrevKind = iota
	Before               // stands before its word, never ends a sentence: "Mr.", "Gen."
	BeforeNum            // stands before a number: "No.", "Sept."
	Either               // may end a sentence: "Inc.", "U.S.", "p.m."
)

// Abbrev returns the kind of a word written with its final full stop.
func Abbrev(word string) AbbrevKind {
	w := strings.ToLower(strings.TrimSuffix(word, "."))
	if k, ok := abbrevs[w]; ok && word != w+"." || ok && !needsUpper[w] {
		return k
	}
	if initials(w) {
		if len(w) == 1 {
			if word == w+"." {
				return NotAbbrev
			}
			return Before
		}
		return Either
	}
	return NotAbbrev
}

// initials reports whether w (without its last stop) is letters parted by stops.
func initials(w string) bool {
	for i := 0; i < len(w); i++ {
		c := w[i]
		if i%2 == 0 && (c < 'a' || c > 'z') || i%2 == 1 && c != '.' {
			return false
		}
	}
	return len(w)%2 == 1
}

// needsUpper marks abbreviations that are also words when in lower case.
var needsUpper = set(`no sun sat mass ill wash ark art mar fig sen sec rep pat min col gen jan st pres det dec mt adm cap
 la pa ind md ill del miss mo mon fri ext ore est co wed`)

var abbrevs = kinds(map[AbbrevKind]string{
	Before: `mr mrs ms mx messrs dr prof rev hon st ste mt ft gen lt col maj capt cpt cmdr cdr adm sgt cpl pvt brig
 gov lt.gov sen rep reps sens pres supt det insp amb sec atty fr msgr mlle mme vs v cf e.g i.e eg viz
 ph lt.col maj.gen brig.gen lt.gen asst dep assoc hr esq ald`,
	BeforeNum: `no nos vol vols pp fig figs art sect jan feb mar apr jun jul aug sept sep oct nov dec approx ca circa`,
	Either: `inc corp co cos ltd llc plc bros jr sr etc al dept univ assn ave blvd rd a.m p.m u.s u.n u.k u.s.a e.u u.a.e d.c l.a n.y
 ph.d m.d b.a m.a m.sc b.sc ala ariz ark calif colo conn del fla ga ill ind kan ky la md mass mich minn miss mo mont neb nev okla ore pa tenn tex va vt wash wis wyo
 mon tue tues wed thu thur thurs fri sat sun est hrs mins yrs esp ext a.k.a intl natl govt`,
})

func kinds(src map[AbbrevKind]string) map[string]AbbrevKind {
	m := map[string]AbbrevKind{}
	for k, words := range src {
		for _, w := range strings.Fields(words) {
			m[w] = k
		}
	}
	return m
}

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// Opener reports whether a capitalised word is likely to open a sentence
// after an abbreviation: a function word that is no part of a name.
func Opener(word string) bool { return openers[word] }

var openers = set(`The A An This That These Those He She It They We I You His Her Its Their Our My In On At By For From With
 After Before During Since Until While When Where What Who Why How If Although Though Because But And Or So Yet However Meanwhile
 Some Many Most Several Both Each Every All Another Other There Here As Under Over About Among Also Then Now Last Earlier Later
 Despite According Officials Analysts Critics Experts Authorities Police Not No Only Even Still Once One Two Three`)

// BoundPrefix reports whether a lower-case prefix stays joined to its word by
// a hyphen, as "non-" in "non-combatant".
func BoundPrefix(p string) bool { return prefixes[p] }

var prefixes = set(`non pre co anti ex re semi multi pro mid e post inter intra trans sub super un de dis bi tri neo pan counter
 ultra over under mini macro micro mega quasi pseudo proto para psycho socio geo eco bio electro extra hyper infra meta mono poly
 uni`)
