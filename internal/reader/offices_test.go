package reader

import (
	"strings"
	"testing"

	"readout/internal/record"
)

// TestOffices reads one sentence in wire style for each way of saying who holds which office, within a short report.
func TestOffices(t *testing.T) {
	r := embedded(t)
	en, day := "en", "2026-01-28"
	for _, c := range []struct{ sentence, want string }{
		{"Olav Dahl, a spokesman for Finnish President Marta Lind, told reporters that the charge was slander.", "Marta Lind, President of Finland, in_force"},
		{"The foreign ministry summoned the U.S. Ambassador to Norway Max Baum.", "Max Baum, Ambassador to Norway of United States, in_force"},
		{"Anders Holm was appointed interior minister of Norway on Sunday.", "Anders Holm, interior minister of Norway, in_force"},
		{"Richard Moore was named as Britain's ambassador to Turkey.", "Richard Moore, ambassador to Turkey of United Kingdom, in_force"},
		{"Moscow Mayor Ivan Belov said that talks would resume.", "Ivan Belov, Mayor of Moscow, in_force"},
		{"Chicago's mayor, Laura Lind, said that talks would resume.", "Laura Lind, mayor of Chicago, in_force"},
		{"Greg Holm, the governor of Texas, said that talks would resume.", "Greg Holm, governor of Texas, in_force"},
		{"EU envoy Peter Lund and the rebels' commander, Omar Sule, met there.", "Peter Lund, envoy of EU, in_force\nOmar Sule, commander of rebels, in_force"},
		{"Gen. Luis Rey, commander of the army's 18th Brigade, said they were well.", "Luis Rey, commander of 18th Brigade, in_force"},
		{"Foreign Minister Jan Orm of Poland met his Turkish counterpart, Hakan Demir.", "Hakan Demir, Foreign Minister of Turkey, in_force"},
		{"NATO Secretary General Jens Lund said that talks would resume.", "Jens Lund, Secretary General of NATO, in_force"},
		{"Army spokesman Gen. Luis Rey said they were well.", "Luis Rey, spokesman of Army, in_force"},
		{"Mali's army chief of staff, General Oumar Diarra, said they were well.", "Oumar Diarra, army chief of staff of Mali, in_force"},
		{"Haiti's transitional council, headed by Ana Prosper, thanked Kenya.", "Ana Prosper, head of Haiti's transitional council, in_force"},
		{"Tunisia rejected calls for the immediate release of opposition leader Ana Reyes.", "Ana Reyes, opposition leader of Tunisia, in_force"},
		{"Tahir Nguilin took over as finance minister of Chad on Friday.", "Tahir Nguilin, finance minister of Chad, in_force"},
		{"Aziz Saleh of Chad was replaced as oil minister by Ali Naimbaye.", "Aziz Saleh, oil minister of Chad, ended"},
		{"Ana Reyes resigned as defence minister of Peru on Friday.", "Ana Reyes, defence minister of Peru, ended"},
		{"Sushila Rai succeeds Hari Oli as prime minister of Nepal.", "Hari Oli, prime minister of Nepal, ended"},
		{"Rosa Rai will replace Hari Oli as finance minister of Nepal.", "Hari Oli, finance minister of Nepal, in_force"},
		{"The Constitutional Court removed President Jan Kowal of Poland from office on Friday.", "Jan Kowal, President of Poland, ended"},
	} {
		got := r.Read(&record.Report{Language: &en, Published: &day, Text: "Officials met in Geneva on Monday. " + c.sentence + " The meeting ended without a deal."})
		names := namesOf(got)
		var offices []string
		for _, s := range got.Situations {
			if s.Kind == "office" && s.Object != nil {
				offices = append(offices, names[*s.Holder]+", "+*s.Title+" of "+names[*s.Object]+", "+s.State)
			}
		}
		if all := strings.Join(offices, "\n"); !strings.Contains(all, c.want) {
			t.Errorf("%s\ngot %q, want %q", c.sentence, all, c.want)
		}
	}
}
