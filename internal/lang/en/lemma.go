package en

import (
	"slices"
	"strings"
)

// irregular maps verb forms that no ending tells to their lemmas.
var irregular = forms(`be:am,is,are,was,were,been,being,'s,'re,'m have:has,had,having,'ve do:does,did,done go:went,gone,goes
say:said make:made take:took,taken get:got,gotten give:gave,given find:found think:thought tell:told become:became
leave:left feel:felt put:put bring:brought begin:began,begun keep:kept hold:held write:wrote,written stand:stood
hear:heard let:let mean:meant set:set,setting meet:met run:ran,running pay:paid sit:sat,sitting speak:spoke,spoken lie:lay,lain,lying
lead:led read:read grow:grew,grown lose:lost fall:fell,fallen send:sent build:built understand:understood draw:drew,drawn
break:broke,broken spend:spent cut:cut,cutting rise:rose,risen drive:drove,driven buy:bought wear:wore,worn choose:chose,chosen
seek:sought throw:threw,thrown catch:caught deal:dealt win:won,winning fight:fought shoot:shot sell:sold strike:struck,stricken
teach:taught hit:hit,hitting hurt:hurt bear:bore,borne beat:beaten bind:bound bite:bit,bitten bleed:bled blow:blew,blown
breed:bred burn:burnt cast:cast come:came cost:cost dig:dug eat:ate,eaten feed:fed flee:fled fly:flew,flown,flies
forbid:forbade,forbidden forget:forgot,forgotten forgive:forgave,forgiven freeze:froze,frozen hang:hung hide:hid,hidden
lay:laid lend:lent light:lit overthrow:overthrew,overthrown overrun:overran quit:quit,quitting ride:rode,ridden ring:rang,rung
see:saw,seen shake:shook,shaken shed:shed shut:shut,shutting sing:sang,sung sink:sank,sunk sleep:slept slay:slew,slain
spread:spread steal:stole,stolen stick:stuck strive:strove swear:swore,sworn sweep:swept swing:swung tear:tore,torn
undergo:underwent,undergone undertake:undertook,undertaken uphold:upheld wage:waged wake:woke,woken withdraw:withdrew,withdrawn
withhold:withheld withstand:withstood know:knew,known show:shown lie:lied die:died,dying tie:tied,tying vie:vied
agree:agreed disagree:disagreed free:freed guarantee:guaranteed decree:decreed boycott:boycotting,boycotted
partake:partook retake:retook,retaken foresee:foresaw,foreseen rebuild:rebuilt mislead:misled offset:offset rewrite:rewrote,rewritten
outlaw:outlawed plead:pled behold:beheld overcome:overcame arise:arose,arisen abide:abode shrink:shrank,shrunk spin:spun wind:wound
weep:wept grind:ground speed:sped sue:sued,suing flog:flogged age:aging use:used,using rebuke:rebuked focus:focused,focusing`)

// oddStems maps what is left of a form without its ending to its lemma, where
// the rules of restore would err.
var oddStems = forms(`add:add invite:invit cite:cit unite:unit ignite:ignit incite:incit excite:excit recite:recit expedite:expedit
compete:compet complete:complet delete:delet riot:riot pilot:pilot combat:combat postpone:postpon condone:condon phone:phon
telephone:telephon dethrone:dethron intervene:interven convene:conven interfere:interfer adhere:adher exile:exil file:fil
compile:compil reconcile:reconcil smile:smil bias:bias wipe:wip hope:hop cope:cop probe:prob bribe:brib describe:describ
subscribe:subscrib ascribe:ascrib prescribe:prescrib inscribe:inscrib rape:rap escape:escap shape:shap tape:tap reshape:reshap
taste:tast waste:wast haste:hast bathe:bath breathe:breath loathe:loath cancel:cancell handcuff:handcuff ruin:ruin develop:develop
gas:gass evoke:evok gallop:gallop cease:ceas lease:leas release:releas increase:increas decrease:decreas quiz:quizz
visit:visit edit:edit audit:audit vomit:vomit prohibit:prohibit inhibit:inhibit exhibit:exhibit solicit:solicit profit:profit
refer:referr prefer:preferr confer:conferr defer:deferr transfer:transferr
welcome:welcom extradite:extradit recall:recall install:install reinstall:reinstall persuade:persuad dissuade:dissuad massacre:massacr
strafe:straf scale:scal stone:ston fuel:fuell forestall:forestall`)

// bareOr are verbs in -or; the others in -or have lost an e ("restore").
var bareOr = set("favor honor labor monitor sponsor harbor author censor mirror anchor tutor color doctor")

func forms(s string) map[string]string {
	m := map[string]string{}
	for _, entry := range strings.Fields(s) {
		lemma, all, _ := strings.Cut(entry, ":")
		for form := range strings.SplitSeq(all, ",") {
			m[form] = lemma
		}
	}
	return m
}

// Lemma returns the lemma of a word by its form and universal part of speech,
// by rule: verbs and nouns lose their endings, all else is put in lower case.
func Lemma(form, upos string) string {
	w := strings.ToLower(form)
	switch upos {
	case "VERB", "AUX":
		return verbLemma(w)
	case "NOUN":
		return singular(w)
	}
	return w
}

// Lemmas returns the lemmas that the forms of a word may be given, the word
// itself first, for Lemma guesses those of words it does not know. The part of
// speech is VERB or NOUN.
func Lemmas(word, upos string) []string {
	out := []string{word}
	endings := []string{"s", "ed", "ing"}
	if upos == "NOUN" {
		endings = endings[:1]
	}
	for _, end := range endings {
		if l := Lemma(word+end, upos); !slices.Contains(out, l) {
			out = append(out, l)
		}
	}
	return out
}

func verbLemma(w string) string {
	if l, ok := irregular[w]; ok {
		return l
	}
	for _, end := range []string{"ing", "ed"} {
		if stem, ok := strings.CutSuffix(w, end); ok && len(stem) >= 2 && strings.ContainsAny(stem, "aeiouy") && !strings.HasSuffix(w, "eed") {
			return restore(stem)
		}
	}
	if strings.HasSuffix(w, "s") {
		return singular(w)
	}
	return w
}

// singular takes the ending -s off.
func singular(w string) string {
	stem, ok := strings.CutSuffix(w, "s")
	switch {
	case !ok || len(w) < 4 || ends(stem, "s", "u", "i"):
		return w
	case ends(stem, "ie") && len(stem) > 4:
		return stem[:len(stem)-2] + "y"
	case ends(stem, "che", "she", "xe", "sse", "zze", "oe") && len(stem) > 4:
		return stem[:len(stem)-1]
	}
	return stem
}

// restore makes a lemma of a verb's stem: "deni" to deny, "plann" to plan,
// "accus" to accuse.
func restore(s string) string {
	if l, ok := oddStems[s]; ok {
		return l
	}
	n := len(s)
	last, prev := s[n-1], s[n-2]
	switch {
	case last == 'i':
		return s[:n-1] + "y"
	case last == prev && strings.IndexByte("bdgmnprt", last) >= 0:
		return s[:n-1]
	case last == 'l' && prev == 'l' && syllables(s[:n-2]) > 1:
		return s[:n-1]
	case lostE(s):
		return s + "e"
	}
	return s
}

// syllables counts the runs of vowels.
func syllables(s string) int {
	n, in := 0, false
	for _, r := range s {
		v := strings.ContainsRune("aeiouy", r)
		if v && !in {
			n++
		}
		in = v
	}
	return n
}

func ends(s string, with ...string) bool {
	for _, w := range with {
		if strings.HasSuffix(s, w) {
			return true
		}
	}
	return false
}

// lostE reports whether a verb's stem had an e before its ending.
func lostE(s string) bool {
	n := len(s)
	last, prev := s[n-1], s[n-2]
	vowel := func(c byte) bool { return strings.IndexByte("aeiou", c) >= 0 }
	switch last {
	case 'v', 'c', 'u', 'z':
		return true
	case 's':
		return prev != 's'
	case 'g':
		return prev != 'n' || ends(s, "ang", "eng", "ung")
	case 'l':
		return !vowel(prev) && prev != 'l' && prev != 'r' && prev != 'w' || ends(s, "ul", "rol", "sol") && !ends(s, "oul", "aul")
	}
	if !vowel(prev) || n >= 3 && vowel(s[n-3]) && s[n-3:n-1] != "qu" && !ends(s, "quir", "uat", "iat", "eat") {
		return false
	}
	switch last {
	case 't':
		return ends(s, "at", "ut", "ot") && !(ends(s, "eat") && !ends(s, "creat"))
	case 'd':
		return ends(s, "id", "ad", "od", "ud", "ced", "ped")
	case 'r':
		return ends(s, "ur", "ir", "ar") || ends(s, "or") && !bareOr[s]
	case 'n':
		return ends(s, "in", "an", "un")
	case 'm':
		return !ends(s, "om", "em")
	case 'k', 'b':
		return true
	}
	return false
}
