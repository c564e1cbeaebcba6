package reader

import (
	"strings"
	"testing"

	"readout/internal/record"
)

// TestWorld reads short reports of many countries, and looks for who is who and what lies where.
func TestWorld(t *testing.T) {
	r := embedded(t)
	for _, c := range []struct{ what, text, want string }{
		{"the party of the report's country, of those that bear the name", "ABUJA (AP) - Nigeria's opposition Peoples Democratic Party (PDP) accused President Bola Tinubu of failing schools on Monday.",
			"PTY NGA Peoples Democratic Party"},
		{"the party that is called as a parliament elsewhere", "NEW DELHI (Reuters) - India's opposition Congress on Tuesday accused the Indian government of misusing the police. Congress will hold protests in Lucknow.",
			"PTY IND Congress"},
		{"an airline, and the state", "DUBAI (Reuters) - Emirates and Qatar Airways suspended flights to Tehran on Monday. The UAE condemned the attack.",
			"BUS ARE Emirates\n"},
		{"an abbreviation of whom the report spells out", "PARIS (AFP) - Reporters Without Borders said on Tuesday that 67 journalists were killed this year. RSF blamed the army.",
			"NGO FRA Reporters Without Borders | RSF"},
		{"the same of the first of them", "PORT SUDAN (Reuters) - Sudan's army attacked the RSF in Kordofan on Monday. The RSF said it had shot down a drone.",
			"REB SDN RSF"},
		{"a service of the country right before it", "DAMASCUS (Reuters) - Turkey's MIT chief met Syria's president in Damascus on Monday. The MIT had shared intelligence with Syria.",
			"SPY TUR MIT"},
		{"a chamber of the country right before it", "BANGKOK (Reuters) - Thailand rejected talks on Monday, Thai officials said. Cambodia's Senate condemned the attack by Thai troops on Thursday.",
			"LEG KHM Senate"},
		{"a seat of government that is not the capital", "LA PAZ, Nov 12 (Reuters) - La Paz recalled its ambassador to Peru on Wednesday. Lima called the move unfriendly.",
			"GOV BOL Bolivia"},
		{"a seat that the engine takes for a person", "YAOUNDE, May 4 (AFP) - Malabo expelled three French diplomats on Monday. France condemned the move.",
			"GOV GNQ Equatorial Guinea"},
		{"a gang of crime", "QUITO (Reuters) - Los Choneros attacked a prison in Ecuador on Monday, the army said.",
			"CRM ECU Los Choneros"},
		{"a churchman without his title", "YEREVAN (Reuters) - Armenian police detained Archbishop Bagrat Galstanyan on Monday.",
			" ARM Bagrat Galstanyan\n"},
		{"a rank is no part of a title", "BISSAU (Reuters) - Soldiers toppled the president of Guinea-Bissau. Prime Minister General Horta N'Tam was sworn in on Thursday.",
			"title: Prime Minister\n"},
	} {
		en, day := "en", "2025-11-20"
		got := r.Read(&record.Report{Language: &en, Published: &day, Text: c.text})
		if all := bodies(got); !strings.Contains(all, c.want) {
			t.Errorf("%s: want %q in\n%s", c.what, c.want, all)
		}
	}
}

// TestFiled: the agency that sends a report does nothing in it.
func TestFiled(t *testing.T) {
	en, day := "en", "2025-06-23"
	got := embedded(t).Read(&record.Report{Language: &en, Published: &day, Text: "DAMASCUS, March 10 (Reuters) - Syrian President Ahmed al-Sharaa signed a deal with Mazloum Abdi in Damascus on Monday."})
	if all := bodies(got); strings.Contains(all, "Reuters") {
		t.Error(all)
	}
}

// bodies lists the first sector, country and names of each actor, and each title, a line each.
func bodies(got *record.Reading) string {
	var b strings.Builder
	for _, a := range got.Actors {
		country := "-"
		if a.Country != nil {
			country = *a.Country
		}
		b.WriteString(strings.Join(append(a.Sectors[:min(1, len(a.Sectors))], country, strings.Join(append([]string{a.Name}, drop(a.Names, a.Name)...), " | ")), " ") + "\n")
	}
	for _, s := range got.Situations {
		if s.Title != nil {
			b.WriteString("title: " + *s.Title + "\n")
		}
	}
	return b.String()
}

// drop returns a list without one of its words.
func drop(list []string, word string) (out []string) {
	for _, x := range list {
		if x != word {
			out = append(out, x)
		}
	}
	return out
}
