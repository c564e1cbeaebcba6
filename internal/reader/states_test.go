package reader

import (
	"strings"
	"testing"

	"readout/internal/codebook"
	"readout/internal/record"
)

// ownStates are rows of situations in a user's codebook, beside one of a trigger.
const ownStates = `# mine
COERCE	buzz	v	+	buzz embassy|warship	Jets buzzed the warship.
state	patrols	v	patrol	subj	obj	Norway patrols the Black Sea.	Norway | Black Sea | in_force
state	patrols	v	patrol	subj	obj	The Black Sea is patrolled by Norway.	Norway | Black Sea | in_force
state	patrols	v	patrol	subj	obj	Norway no longer patrols the Black Sea.	Norway | Black Sea | ended
state	patrols	v	patrol	subj	obj	Norway plans to patrol the Black Sea.	Norway | Black Sea | sought
state	patrols	n	patrol	poss|by	in|of	Norway's patrols in the Black Sea went on for a year.	Norway | Black Sea | in_force
state	patrols	n	patrol	poss|subj	in|of	Norway ended its patrols in the Black Sea on Monday.	Norway | Black Sea | ended
state	mediates	v	mediate;act as mediator	subj	between	Qatar is acting as mediator between Israel and Hamas.	Qatar | Israel | in_force
state	mourning	v	mourn	subj	-	Norway mourned for three days.	Norway |  | in_force
effect	MOBILIZE	any	deploy	patrols	actor	place	in_force	sought	Norway deployed warships to the Black Sea on Monday.	Norway | Black Sea | in_force
effect	RETREAT	withdraw	any	patrols	actor	place	ended	in_doubt	Russia withdrew its troops from Qamishli airport on Monday.	Russia | Qamishli airport | ended
effect	COERCE	buzz	any	menaced	recipient	-	in_doubt	-	Norway buzzed a Danish warship on Monday.	Denmark |  | in_doubt
`

// TestOwnStates reads the example of each row of situations in a user's
// codebook, and asks for what the row says that it leaves.
func TestOwnStates(t *testing.T) {
	r := embedded(t)
	own, err := r.WithCodebook("mine.tsv", []byte(ownStates))
	if err != nil {
		t.Fatal(err)
	}
	for n, c := range codebook.Rows(ownStates) {
		if c[0] != codebook.StateRow && c[0] != codebook.EffectRow {
			continue
		}
		kind, example, leaves := c[1], c[len(c)-2], c[len(c)-1]
		if c[0] == codebook.EffectRow {
			kind = c[4]
		}
		if got := statesOf(own, kind, example); got != leaves {
			t.Errorf("line %d: %s: %s %q, want %q", n, example, kind, got, leaves)
		}
		if got := statesOf(r, kind, example); got != "" {
			t.Errorf("line %d: %s: without the codebook %q", n, example, got)
		}
	}
	for _, text := range []string{"Norway does not patrol the Black Sea.", "Norway might patrol the Black Sea.", "Norway refused to patrol the Black Sea."} {
		if got := statesOf(own, "patrols", text); got != "" {
			t.Errorf("%s: %q", text, got)
		}
	}
}

// A stateCase is a text with the situations of a kind that it tells.
type stateCase struct{ kind, text, want string }

// tell reads each text after another sentence.
func tell(t *testing.T, before string, cases []stateCase) {
	t.Helper()
	r := embedded(t)
	for _, c := range cases {
		if got := statesOf(r, c.kind, before+c.text); got != c.want {
			t.Errorf("%s: %q, want %q", c.text, got, c.want)
		}
	}
}

// TestStationed reads where troops are kept.
func TestStationed(t *testing.T) {
	tell(t, "", []stateCase{
		{"holds", "About 30,000 Turkish soldiers remain in northern Cyprus.", "About 30,000 Turkish soldiers | northern Cyprus | in_force"},
		{"holds", "Around 900 American soldiers are still deployed in Syria.", "Around 900 American soldiers | Syria | in_force"},
		{"holds", "Talks remain in doubt in Syria.", ""},
		{"holds", "Qatar said it held Iran fully responsible for the attack on a vessel near the strait.", ""},
		{"holds", "Rwanda has thousands of troops in eastern Congo, experts say.", "Rwanda | eastern Congo | in_force"},
		{"holds", "Turkey keeps about 40,000 soldiers in northern Cyprus.", "Turkey | northern Cyprus | in_force"},
		{"holds", "Israel still occupies five hilltop positions in southern Lebanon.", "Israel | southern Lebanon | in_force"},
		{"holds", "China seized the shoal from the Philippines after a standoff in 2012.", ""},
	})
}

// TestKept reads who is kept where, and who is said to back whom.
func TestKept(t *testing.T) {
	tell(t, "Officials met in Geneva on Monday.\n\n", []stateCase{
		{"detains", "Azerbaijan holds 23 Armenian prisoners.", "Azerbaijan | 23 Armenian prisoners | in_force"},
		{"shelters", "Sheikh Hasina, who is in exile in India, condemned the verdict on Monday.", "India | Sheikh Hasina | in_force"},
		{"shelters", "Edmundo Reyes, a former minister, has lived in exile in Madrid since 2024, Spain said.", "Spain | Edmundo Reyes | in_force"},
		{"backs", "Congo accused Rwanda on Wednesday of backing M23 rebels.", "Rwanda | M23 | in_doubt"},
	})
}

// TestLifted reads measures that end, and charges that are none.
func TestLifted(t *testing.T) {
	tell(t, "Prices rose in Cairo in October.\n\n", []stateCase{
		{"sanctions", "The European Union lifted sanctions on Syria's central bank on Monday.", "European Union | Syria's central bank | ended"},
		{"sanctions", "The United States dropped tariffs on Indian goods on Monday.", "United States | India | ended"},
		{"sanctions", "Britain eased sanctions on Turkey on Monday.", "United Kingdom | Turkey | in_doubt"},
		{"sanctions", "Kenyan prosecutors dropped charges against opposition leader Raila Omondi on Monday.", ""},
	})
}

// TestMediators reads deals that others bring about: they are between the two sides.
func TestMediators(t *testing.T) {
	tell(t, "Prices rose in Cairo in October.\n\n", []stateCase{
		{"agreement", "Hamas and Israel signed a truce brokered by Egypt and Qatar on Wednesday.", "Israel | Hamas | in_force"},
		{"agreement", "Norway brokered a truce between Colombia and the ELN on Wednesday.", "Colombia | ELN | in_force"},
	})
}

// TestWhat reads what a situation is about, in words that stand by themselves.
func TestWhat(t *testing.T) {
	r := embedded(t)
	for _, c := range []struct{ kind, text, want string }{
		{"demands", "Ethiopia demanded that Eritrea pull its soldiers out of the border town of Badme, which it holds.", "pull its soldiers out of the border town of Badme"},
		{"demands", "Japan urged China on Monday to release the crew of the trawler.", "to release the crew of the trawler"},
		{"demands", "Opposition leader Bobi Wine said Uganda must free all political prisoners.", "free all political prisoners"},
		{"demands", "BAMAKO (AP) - Mali's army fought JNIM on Monday.\n\nJNIM released 14 drivers. It has demanded that the government lift a ban on selling fuel in villages.", "lift a ban on selling fuel in villages"},
		{"demands", "Turkey asked NATO for an emergency meeting.", "emergency meeting"},
		{"agreement", "Egypt's 1979 peace treaty with Israel remains in force.", "1979 peace treaty"},
		{"agreement", "Armenia and Azerbaijan signed a border agreement, despite an existing ceasefire that both have broken.", "border agreement"},
		{"agreement", "India is withdrawing from the Indus Waters Treaty with Pakistan.", "Indus Waters Treaty"},
		{"agreement", "Rwanda and Congo signed a peace agreement in Washington in June under which Rwanda is to withdraw.", "peace agreement in Washington"},
		{"agreement", "ASTANA (AP) - Kazakhstan and Turkmenistan signed a treaty on Thursday on laying a gas pipeline, officials said.", "treaty"},
		{"relations", "Chad severed diplomatic relations with Sudan.", "diplomatic relations"},
		{"relations", "Thailand and Cambodia have a longstanding border dispute.", "longstanding border dispute"},
		{"relations", "Finland joined NATO in 2023.", "joined NATO"},
		{"relations", "Turkey, a NATO member, opened the border.", "NATO member"},
	} {
		en, day := "en", "2026-01-28"
		var got []string
		for _, s := range r.Read(&record.Report{Text: c.text, Language: &en, Published: &day}).Situations {
			if s.Kind == c.kind && s.What != nil {
				got = append(got, *s.What)
			}
		}
		if g := strings.Join(got, "; "); g != c.want {
			t.Errorf("%s: %q, want %q", c.text, g, c.want)
		}
	}
}

// TestNever reads what tells of no situation.
func TestNever(t *testing.T) {
	r := embedded(t)
	for _, c := range []struct{ kind, text, never string }{
		{"holds", "QUITO (AP) - Ecuador votes on Sunday on foreign bases.\n\nThe United States left its base at Manta in 2009.", "in_force"},
		{"office", "DJIBOUTI (AP) - The deal was signed in secret, said Sheikh Ali Barkat, leader of the opposition National Front.", "Sheikh"},
		{"backs", "The United States has bombers on the island. US President Donald Trump, who endorsed it in February, has said nothing since.", "United States"},
	} {
		en, day := "en", "2026-01-28"
		got := r.Read(&record.Report{Text: c.text, Language: &en, Published: &day})
		names := namesOf(got)
		for _, s := range got.Situations {
			if told := names[value(s.Object)] + " " + value(s.Title) + " " + s.State; s.Kind == c.kind && strings.Contains(told, c.never) {
				t.Errorf("%s: %s %s", c.text, s.Kind, told)
			}
		}
	}
}

// namesOf returns the names of a reading's actors and places by id.
func namesOf(r *record.Reading) map[string]string {
	names := map[string]string{}
	for _, a := range r.Actors {
		names[a.ID] = a.Name
	}
	for _, p := range r.Places {
		names[p.ID] = p.Name
	}
	return names
}

// statesOf reads a text and returns its situations of a kind, as a row has them.
func statesOf(r *Reader, kind, text string) string {
	en, day := "en", "2026-01-28"
	got := r.Read(&record.Report{Text: text, Language: &en, Published: &day})
	names := namesOf(got)
	var out []string
	for _, s := range got.Situations {
		if s.Kind == kind {
			out = append(out, names[value(s.Holder)]+" | "+names[value(s.Object)]+" | "+s.State)
		}
	}
	return strings.Join(out, "; ")
}

// A mistake in a row of situations is told with the file and its line.
func TestOwnStatesBad(t *testing.T) {
	r, err := New(nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ row, want string }{
		{"state\tp\tv\tpatrol\tsubj\tobj\tExample.", "7 columns"},
		{"state\tP 1\tv\tpatrol\tsubj\tobj\tExample.\tA | B | ended", "kind"},
		{"state\toffice\tv\tpatrol\tsubj\tobj\tExample.\tA | B | ended", "offices"},
		{"state\tp\tv\tpatrol|guard\tsubj\tobj\tExample.\tA | B | ended", "alternatives"},
		{"state\tp\tv\tpatrol\t-\tobj\tExample.\tA | B | ended", "holder"},
		{"state\tp\tv\tpatrol\tsubj\tobj\t\tA | B | ended", "no example"},
		{"state\tp\tv\tpatrol\tsubj\tobj\tExample.\tA | B | over", "holder | object | state"},
		{"effect\tMEET\tany\tany\tp\tactor\tplace\tended\tin_doubt\tExample.\tA | B | ended", "no type"},
		{"effect\tRETREAT\tany\tany\tp\tactor\tsource\tended\tin_doubt\tExample.\tA | B | ended", "none of actor"},
		{"effect\tRETREAT\tany\tany\tp\t-\tplace\tended\tin_doubt\tExample.\tA | B | ended", "no holder"},
	} {
		_, err := r.WithCodebook("mine.tsv", []byte("# mine\n\n"+c.row+"\n"))
		if err == nil || !strings.HasPrefix(err.Error(), "mine.tsv: line 3: ") || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %v, want %q", c.row, err, c.want)
		}
	}
}
