package merge

import "strings"

// forms are words of happenings whose forms no ending tells, each line one
// happening: verbs, their past and their nouns. Common words, own list.
var forms = formTable(`
	shoot shot shooting gunfire
	die died death dead dying
	kill killed killing slay slain murder murdered homicide
	win won victory winner
	strike struck
	steal stole stolen theft
	sell sold sale
	buy bought purchase acquire acquired acquisition
	flee fled flight
	fight fought
	meet met meeting
	hit
	lose lost loss
	leave left departure depart
	give gave given
	take took taken
	speak spoke spoken speech
	find found
	begin began begun start started
	hold held
	lead led
	fall fell fallen
	rise rose risen
	quake earthquake temblor tremor
	choose chose chosen choice
	appoint appointed appointment name named
	announce announced announcement unveil unveiled reveal revealed
	arrest arrested
	resign resigned resignation
	withdraw withdrew withdrawn withdrawal pullout
	agree agreed agreement
	sign signed signing
	attack attacked assault assaulted
	bomb bombed bombing
	explode exploded explosion blast
	invade invaded invasion
	decide decided decision
	marry married marriage wedding wed
	injure injured injury wound wounded
	destroy destroyed destruction
	collide collided collision crash crashed
	convict convicted conviction guilty
	sentence sentenced
	accuse accused accusation
	deny denied denial
	break broke broken
	replace replaced replacement
	launch launched
	drive drove driven
	sink sank sunk
	hijack hijacked hijacking seize seized seizure
	suspend suspended suspension
	protest protested demonstration demonstrate
	visit visited
	negotiate negotiated negotiation talk talks
	threaten threatened threat
	warn warned warning
	deploy deployed deployment
	evacuate evacuated evacuation
	rescue rescued
	release released
	extradite extradited extradition
	elect elected election
	defeat defeated beat beaten
	`)

func formTable(list string) map[string]string {
	out := map[string]string{}
	for l := range strings.Lines(list) {
		f := strings.Fields(l)
		for _, w := range f {
			out[w] = f[0]
			out[stem(w)] = f[0]
		}
	}
	return out
}

// happening is what the forms of a word that names a happening have in
// common: verbs and their nouns come to one.
func happening(words string) string {
	list := contentWords(words)
	if len(list) == 0 {
		return fold(words)
	}
	for _, raw := range rawWords(words) {
		if f, ok := forms[strings.ToLower(raw)]; ok {
			return f
		}
	}
	w := list[0]
	if f, ok := forms[w]; ok {
		return f
	}
	for _, end := range []string{"ation", "ition", "ment", "ion", "er", "or", "at"} {
		if base, ok := strings.CutSuffix(w, end); ok && len(base) >= 4 {
			return base
		}
	}
	return w
}
