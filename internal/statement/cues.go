package statement

// A cueKind says what content a cue verb may take.
type cueKind int

const (
	says   cueKind = iota + 1 // a clause or a quotation: "said", "told"
	holds                     // a that-clause or a quotation, not a bare object: "urged", "believes"
	labels                    // names its object: called him "a thug", described it as
)

// cueVerbs lists the verbs that attribute, by lemma.
var cueVerbs = map[string]cueKind{
	"say": says, "tell": says, "write": says, "tweet": says, "add": says, "warn": says, "state": says,
	"announce": says, "declare": says, "report": says, "claim": says, "note": says, "stress": says,
	"explain": says, "insist": says, "argue": says, "confirm": says, "acknowledge": says, "admit": says,
	"reply": says, "respond": says, "answer": says, "remark": says, "comment": says, "reiterate": says,
	"emphasize": says, "emphasise": says, "assert": says, "allege": says, "testify": says, "concede": says,
	"conclude": holds, "caution": says, "contend": says, "maintain": holds, "mention": says, "observe": holds,
	"predict": says, "recall": holds, "reveal": says, "suggest": says, "continue": holds, "post": says,
	"quip": says, "joke": says, "shout": says, "chant": says, "complain": says, "affirm": says, "disclose": says,
	"underscore": says, "underline": says, "lament": says, "boast": says, "retort": says, "counter": says,
	"inform": says, "repeat": says, "exclaim": says, "vow": holds, "pledge": holds, "promise": holds,
	"assure": says, "signal": holds, "indicate": says, "estimate": says, "speculate": says, "opine": says,
	"believe": holds, "think": holds, "fear": holds, "hope": holds, "doubt": holds, "deny": holds,
	"demand": holds, "urge": holds, "ask": holds, "propose": holds, "threaten": holds, "order": holds, "read": holds,
	"find": holds, "rule": holds, "agree": holds, "question": holds, "accuse": holds, "criticize": holds,
	"criticise": holds, "condemn": holds, "denounce": holds, "blame": holds, "praise": holds, "welcome": holds,
	"hail": holds, "dismiss": holds, "reject": holds, "show": holds, "point": holds, "hint": says, "imply": holds,
	"swear": holds, "plead": holds, "pray": holds, "advise": holds, "decry": holds, "mock": holds, "lambast": holds,
	"blast": holds, "express": holds, "proclaim": says, "protest": holds, "recount": says, "relate": says,
	"retweet": says, "charge": holds, "expect": holds, "worry": holds, "wonder": holds, "stipulate": holds,
	"call": labels, "describe": labels, "brand": labels, "label": labels, "dub": labels, "characterize": labels,
	"characterise": labels, "portray": labels, "refer": labels, "denote": labels, "compare": labels, "regard": labels,
	"make": holds, "cite": holds, "speak": holds, "quote": holds, "sing": holds, "scream": says, "yell": says, "cry": holds, "mutter": says, "whisper": says,
}

// cueNouns name a thing said; their clause is its content and their possessor
// or the verb's subject its speaker.
var cueNouns = map[string]bool{
	"claim": true, "warning": true, "allegation": true, "assertion": true, "accusation": true, "suggestion": true,
	"insistence": true, "statement": true, "announcement": true, "assurance": true, "admission": true,
	"declaration": true, "complaint": true, "argument": true,
}

// documents speak for those who issued them.
var documents = map[string]bool{
	"statement": true, "report": true, "letter": true, "comment": true, "remark": true, "interview": true,
	"tweet": true, "message": true, "post": true, "communique": true, "transcript": true, "speech": true,
	"note": true, "email": true, "memo": true, "release": true, "declaration": true, "document": true,
	"announcement": true, "filing": true, "indictment": true, "complaint": true, "dispatch": true,
}

// told lists the cue verbs whose object is the person addressed.
var told = map[string]bool{
	"tell": true, "inform": true, "assure": true, "warn": true, "urge": true, "ask": true, "advise": true,
	"remind": true, "brief": true, "promise": true,
}

// bodies are nouns for what speaks as a body and may be named beside.
var bodies = map[string]bool{
	"agency": true, "authority": true, "ministry": true, "company": true, "party": true, "group": true, "service": true,
	"organization": true, "organisation": true, "mission": true, "union": true, "movement": true, "broadcaster": true,
	"newspaper": true, "channel": true, "station": true, "network": true, "commission": true, "council": true, "court": true,
	"office": true, "bureau": true, "force": true, "firm": true, "operator": true, "watchdog": true, "regulator": true,
	"charity": true, "coalition": true, "alliance": true, "bloc": true, "faction": true, "bank": true, "body": true,
	"committee": true, "department": true, "daily": true, "website": true, "monitor": true, "militia": true, "utility": true,
}
