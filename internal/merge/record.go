package merge

import (
	"cmp"
	"slices"

	"readout/internal/record"
)

// A Record is what all reports together say. Lists are in order of id.
type Record struct {
	Reports    []Report
	Families   []Family
	Actors     []Actor
	Places     []Place
	Events     []Event
	Statements []Statement
	Situations []Situation
	Stories    []Story
}

// Support is what stands behind a fact. Corroboration is the number of
// origins: a family is one origin however many outlets print it.
type Support struct {
	Reports  []string `json:"reports"`
	Families []string `json:"families"`
	Origins  []string `json:"origins"`
	First    string   `json:"first_known,omitempty"` // day on which the first report of it was published
	Last     string   `json:"last_known,omitempty"`
}

// Marks are what corrections did to an entry.
type Marks struct {
	Wrong       bool     `json:"wrong,omitempty"`
	Confirmed   bool     `json:"confirmed,omitempty"`
	Corrections []string `json:"corrections,omitempty"` // ids
	Edited      []string `json:"edited,omitempty"`      // fields that a person set
}

// A Sourced quote names the report that it stands in.
type Sourced struct {
	Report string `json:"report"`
	Start  int    `json:"start"`
	End    int    `json:"end"`
	Quote  string `json:"quote"`
}

func sourced(key string, e record.Evidence) Sourced {
	return Sourced{key, e.Start, e.End, e.Quote}
}

// A Report is one print of one text.
type Report struct {
	ID        string   `json:"id"`
	Hash      string   `json:"text_id"` // record.Report.ID: equal texts have it in common
	Title     string   `json:"title"`
	Outlet    string   `json:"outlet,omitempty"`
	Agency    string   `json:"agency,omitempty"`
	URL       string   `json:"url,omitempty"`
	Published string   `json:"published,omitempty"`
	Language  string   `json:"language,omitempty"`
	Reader    string   `json:"reader"`
	Notice    string   `json:"notice,omitempty"`
	Family    string   `json:"family,omitempty"`
	Origin    string   `json:"origin"`
	Story     string   `json:"story,omitempty"`
	VersionOf string   `json:"version_of,omitempty"` // an earlier report of the same outlet that this one reworks
	Events    []string `json:"events"`
	Actors    []string `json:"actors"`
	Places    []string `json:"places"`
	Marks
}

// A Family is the prints of one agency copy, or of one text.
type Family struct {
	ID      string   `json:"id"`
	Title   string   `json:"title"`
	Agency  string   `json:"agency,omitempty"` // whose copy it is, where one is credited
	Outlets []string `json:"outlets"`
	Reports []string `json:"reports"`
	Cites   []string `json:"cites,omitempty"`      // origins that this family's facts are attributed to
	Depends []string `json:"depends_on,omitempty"` // ids of the families of one story whose word it rests on
	Marks
}

// An Actor is one actor across reports.
type Actor struct {
	ID      string   `json:"id"`
	Name    string   `json:"name"`
	Kind    string   `json:"kind"`
	Country string   `json:"country,omitempty"`
	Sectors []string `json:"sectors"`
	Names   []string `json:"names"`
	Offices []Office `json:"offices,omitempty"`
	Company []string `json:"company,omitempty"` // ids of the actors it is told of with most often
	Stories []string `json:"stories,omitempty"`
	Told    int      `json:"told"` // by how many reports; Reports names the latest at most
	Support
	Marks
}

// An Office is one line of the time line of a person's offices.
type Office struct {
	Title string `json:"title"`
	Of    string `json:"of,omitempty"` // id of the state or body
	State string `json:"state"`
	Since string `json:"since,omitempty"`
	Until string `json:"until,omitempty"`
	First string `json:"first_known,omitempty"`
	Last  string `json:"last_known,omitempty"`
}

// A Place is one place across reports.
type Place struct {
	ID      string   `json:"id"`
	Name    string   `json:"name"`
	Kind    string   `json:"kind"`
	Country string   `json:"country,omitempty"`
	Lat     *float64 `json:"lat"`
	Lon     *float64 `json:"lon"`
	Names   []string `json:"names"`
	Stories []string `json:"stories,omitempty"`
	Told    int      `json:"told"` // by how many reports; Reports names the latest at most
	Support
	Marks
}

// A Said is one side of a difference.
type Said struct {
	Value   string   `json:"value"`
	Reports []string `json:"reports"`
	Origins []string `json:"origins"`
}

// A Difference is something that the reports of one event do not agree on.
type Difference struct {
	What string `json:"what"`
	Said []Said `json:"said"`
}

// An Event is one happening across reports, with the fullest parties and the
// dates that its reports agree on, or the range that they do not.
type Event struct {
	ID           string       `json:"id"`
	Type         string       `json:"type"`
	Mode         string       `json:"mode,omitempty"`
	Factuality   string       `json:"factuality"`
	Actors       []string     `json:"actors"`
	Recipients   []string     `json:"recipients"`
	Places       []string     `json:"places"`
	Start        string       `json:"start,omitempty"`
	End          string       `json:"end,omitempty"`
	AttributedTo []string     `json:"attributed_to,omitempty"`
	Triggers     []string     `json:"triggers"`
	Differences  []Difference `json:"differences,omitempty"`
	Story        string       `json:"story,omitempty"`
	Evidence     []Sourced    `json:"evidence"`
	Support
	Marks
}

// A Statement is one saying across reports.
type Statement struct {
	ID         string    `json:"id"`
	Speaker    string    `json:"speaker,omitempty"`
	Addressees []string  `json:"addressees"`
	Form       string    `json:"form"`
	Content    []string  `json:"content"`
	Day        string    `json:"day,omitempty"`
	Story      string    `json:"story,omitempty"`
	Evidence   []Sourced `json:"evidence"`
	Support
	Marks
}

// A Situation is the ledger of one state of affairs. State, Since and Until
// are as of the last report; At answers for any other day.
type Situation struct {
	ID       string  `json:"id"`
	Kind     string  `json:"kind"`
	Holder   string  `json:"holder,omitempty"` // id of an actor or a place
	Object   string  `json:"object,omitempty"`
	Title    string  `json:"title,omitempty"`
	What     string  `json:"what,omitempty"`
	State    string  `json:"state"`
	Since    string  `json:"since,omitempty"`
	Until    string  `json:"until,omitempty"`
	Disputed bool    `json:"disputed,omitempty"`
	Story    string  `json:"story,omitempty"`
	Entries  []Entry `json:"entries"`
	Support
	Marks
}

// An Entry is what one report says of a situation. From is the day from
// which the state holds, Known the day on which it was told.
type Entry struct {
	Report    string    `json:"report"`
	Origin    string    `json:"origin"`
	State     string    `json:"state"`
	From      string    `json:"from,omitempty"`
	Since     string    `json:"since,omitempty"`
	Until     string    `json:"until,omitempty"`
	Known     string    `json:"known,omitempty"`
	Does      string    `json:"does"` // opens, confirms, changes, ends or disputes the entry before
	ChangedBy string    `json:"changed_by,omitempty"`
	Evidence  []Sourced `json:"evidence"`
}

// A Story is reports and events of one running matter.
type Story struct {
	ID       string   `json:"id"`
	Title    string   `json:"title"`
	Start    string   `json:"start,omitempty"`
	End      string   `json:"end,omitempty"`
	Actors   []string `json:"actors"` // the main ones
	Places   []string `json:"places"`
	Events   []string `json:"events"`
	Timeline []string `json:"timeline"` // ids of the events that matter, in order of time
	Support
	Marks
}

// Same of a record in memory is always false: all is written.
func (r *Record) Same(string, uint64) bool { return false }

// Keep adds an entry to the record.
func (r *Record) Keep(entry any, _ uint64) error {
	switch x := entry.(type) {
	case *Report:
		r.Reports = append(r.Reports, *x)
	case *Family:
		r.Families = append(r.Families, *x)
	case *Actor:
		r.Actors = append(r.Actors, *x)
	case *Place:
		r.Places = append(r.Places, *x)
	case *Event:
		r.Events = append(r.Events, *x)
	case *Statement:
		r.Statements = append(r.Statements, *x)
	case *Situation:
		r.Situations = append(r.Situations, *x)
	case *Story:
		r.Stories = append(r.Stories, *x)
	}
	return nil
}

// sort puts all lists in order of id.
func (r *Record) sort() {
	byID(r.Reports, func(x Report) string { return x.ID })
	byID(r.Families, func(x Family) string { return x.ID })
	byID(r.Actors, func(x Actor) string { return x.ID })
	byID(r.Places, func(x Place) string { return x.ID })
	byID(r.Events, func(x Event) string { return x.ID })
	byID(r.Statements, func(x Statement) string { return x.ID })
	byID(r.Situations, func(x Situation) string { return x.ID })
	byID(r.Stories, func(x Story) string { return x.ID })
}

func byID[T any](list []T, id func(T) string) {
	slices.SortFunc(list, func(a, b T) int { return cmp.Compare(id(a), id(b)) })
}
