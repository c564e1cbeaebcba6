// Package record holds the nouns of readout: the page, the report, and the
// record that a reading makes of it. The JSON is that of doc/record.md.
package record

// A Page is the bytes of one input as they came.
type Page struct {
	Input       string // what the user named: a path, a URL or "-"
	URL         string // where it came from, "" for a file
	ContentType string // as the server declared it, "" for a file
	Body        []byte
}

// Evidence is a span of the report's text. Offsets are UTF-8 bytes into
// Report.Text, half open, and Quote is exactly that slice.
type Evidence struct {
	Start int    `json:"start"`
	End   int    `json:"end"`
	Quote string `json:"quote"`
}

// A Caption is the text under a picture, with its credit.
type Caption struct {
	Text   string  `json:"text"`
	Credit *string `json:"credit"`
	URL    *string `json:"url"`
}

// A Related is a link to another report that the page shows beside this one.
type Related struct {
	Title string  `json:"title"`
	URL   *string `json:"url"`
}

// A Dateline is the place and date that open agency copy.
type Dateline struct {
	Place *string `json:"place"`
	Date  *string `json:"date"`
}

// A Report is one published article: its header and its clean text,
// paragraphs parted by one blank line.
type Report struct {
	ID           string    `json:"id"` // hex SHA-256 of Title, "\n\n" and Text, first 16 digits
	URL          *string   `json:"url"`
	CanonicalURL *string   `json:"canonical_url"`
	Outlet       *string   `json:"outlet"`
	Agency       *string   `json:"agency"`
	Bylines      []string  `json:"bylines"`
	Title        *string   `json:"title"`
	Published    *string   `json:"published"` // ISO 8601 day, or time, with its zone where the page gives one
	Modified     *string   `json:"modified"`
	Language     *string   `json:"language"` // ISO 639-1
	Dateline     Dateline  `json:"dateline"`
	Captions     []Caption `json:"captions"`
	Related      []Related `json:"related"`
	Text         string    `json:"text"`
}

// An Actor is a person, state, body, organisation, armed group or population
// that acts, is acted on, or speaks.
type Actor struct {
	ID       string     `json:"id"`
	Name     string     `json:"name"`
	Kind     string     `json:"kind"`    // person, state, government, military, armed_group, organization, population
	Country  *string    `json:"country"` // ISO 3166-1 alpha-3
	Sectors  []string   `json:"sectors"` // PLOVER sectors
	Names    []string   `json:"names"`
	Mentions []Evidence `json:"mentions"`
}

// A Place is where something happens, or an installation that is held.
type Place struct {
	ID       string     `json:"id"`
	Name     string     `json:"name"`
	Kind     string     `json:"kind"` // city, country, region, airbase, naval_base, airport, building, installation, sea, border_crossing, water
	Country  *string    `json:"country"`
	Lat      *float64   `json:"lat"` // degrees north, WGS 84
	Lon      *float64   `json:"lon"` // degrees east
	Names    []string   `json:"names"`
	Mentions []Evidence `json:"mentions"`
}

// When is an interval of days, both inclusive; nil is open or unknown.
type When struct {
	Start *string `json:"start"`
	End   *string `json:"end"`
	Text  *string `json:"text"`
}

// An Event is something an actor did, with a PLOVER type. Actors, Recipients
// and Places hold ids of the record.
type Event struct {
	ID           string     `json:"id"`
	Type         string     `json:"type"`
	Mode         *string    `json:"mode"`
	Factuality   string     `json:"factuality"` // actual, planned, denied, possible
	Actors       []string   `json:"actors"`
	Recipients   []string   `json:"recipients"`
	Places       []string   `json:"places"`
	When         *When      `json:"when"`
	AttributedTo *string    `json:"attributed_to"`
	Trigger      Evidence   `json:"trigger"`
	Evidence     []Evidence `json:"evidence"`
}

// A Statement is an attribution: speaker, cue, content.
type Statement struct {
	ID         string     `json:"id"`
	Speaker    *string    `json:"speaker"`
	Addressees []string   `json:"addressees"`
	Form       string     `json:"form"` // direct, indirect, mixed
	Cue        Evidence   `json:"cue"`
	Content    []Evidence `json:"content"`
	When       *When      `json:"when"`
	Topics     []string   `json:"topics"` // ids of the actors, places and events that the content names
}

// A Situation is a state of affairs that lasts and can change. Holder and
// Object hold ids of actors or places.
type Situation struct {
	ID        string     `json:"id"`
	Kind      string     `json:"kind"` // holds, office, backs, shelters, detains, demands, agreement, sanctions, fights, relations
	Holder    *string    `json:"holder"`
	Object    *string    `json:"object"`
	Title     *string    `json:"title,omitempty"` // office
	What      *string    `json:"what,omitempty"`  // demands, agreement, relations
	State     string     `json:"state"`           // in_force, ended, sought, in_doubt
	Since     *string    `json:"since"`
	Until     *string    `json:"until"`
	ChangedBy *string    `json:"changed_by,omitempty"` // id of an event
	Evidence  []Evidence `json:"evidence"`
}

// A Reading is the record of one report.
type Reading struct {
	Report     Report      `json:"report"`
	Reader     string      `json:"reader"` // version of the reader that made it
	Notice     string      `json:"notice,omitempty"`
	Actors     []Actor     `json:"actors"`
	Places     []Place     `json:"places"`
	Events     []Event     `json:"events"`
	Statements []Statement `json:"statements"`
	Situations []Situation `json:"situations"`
	Nth        int         `json:"-"` // of the reports of its page, from 0
	Why        Why         `json:"-"` // how the facts came about, where that was asked for
}
