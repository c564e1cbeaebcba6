package reader

import (
	"slices"
	"strings"
	"testing"

	"readout/internal/record"
)

// TestWire reads short reports in wire style, and looks for one actor, place, office or statement that each tells.
func TestWire(t *testing.T) {
	r, err := New(Embedded())
	if err != nil {
		t.Fatal(err)
	}
	manila := "MANILA (Reuters) - The Philippines accused China's coast guard of ramming a boat on Sunday.\n\nManila summoned the Chinese ambassador on Monday, the foreign ministry said. The envoy did not comment."
	for _, c := range []struct{ what, text, want string }{
		{"fighters are their group", "GOMA, Congo (Reuters) - Congo sent troops to Goma on Monday.\n\nRebels of the M23 group took the town of Sake. \"We will go on,\" an M23 spokesman said. M23 fighters also seized a mine on Tuesday.",
			"armed_group: M23\nperson: M23 spokesman"},
		{"a region of a country that a town elsewhere is named like", "KINSHASA (Reuters) - Rebels seized a mine in eastern Congo on Monday, officials said. Dozens of people were killed in the clashes.",
			"place: eastern Congo, COD"},
		{"a report is of the country of its towns", "PORT-AU-PRINCE (Reuters) - Gangs stormed a prison in Cap-Haitien on Monday.\n\nFinance Minister Paul Boisson, who is acting prime minister, signed a decree in Port-au-Prince on Tuesday. Kenyan officers will arrive in May. A Kenyan court had blocked the mission.",
			"office: Paul Boisson, Haiti, in_force"},
		{"who is dismissed, and who comes after", "President Jan Kowal of Poland met his cabinet on Monday.\n\nKowal dismissed Defense Minister Adam Zych on Tuesday, state television reported, and named Ewa Maj as his replacement.",
			"office: Adam Zych, Poland, ended"},
		{"a counterpart is of another country", "MINSK, Belarus (AFP) - Belarus freed 18 prisoners on Monday.\n\nRussia has stationed weapons in Belarus since 2023. Foreign Minister Maksim Ryzhik will hold talks in Moscow on Wednesday with his Russian counterpart, Sergei Lavrov.",
			"office: Maksim Ryzhik, Belarus, in_force"},
		{"a ministry is no agency", manila,
			"statement: foreign ministry"},
		{"a guard that is a force", manila,
			"military: China's coast guard"},
		{"a long name whole", "CAIRO (AP) - Troops shelled a market in Omdurman on Monday.\n\nMore than 10 million people have fled the war, the International Organization for Migration said last month.",
			"statement: International Organization for Migration"},
		{"the minister of the state before", "NIAMEY (Reuters) - Soldiers toppled the president of Niger in July. Niger's junta has rejected talks.\n\nAlgeria, which opposes force, has proposed a transition. Its foreign minister, Karim Attaf, visited Nigeria this week.",
			"office: Karim Attaf, Algeria, in_force"},
		{"who sends an envoy", "CAIRO (AP) - Sudan's army rejected talks in Geneva on Monday.\n\nU.S. special envoy for Sudan Tom Perrin said the talks would go ahead. Sudan has been at war since 2023.",
			"office: Tom Perrin, United States, in_force"},
		{"where they are is not who they are", "BAKU (Reuters) - Azerbaijan captured two villages on Monday.\n\nIn Yerevan, thousands of protesters called on Prime Minister Nikol Pashinyan to resign.",
			"population: thousands of protesters"},
		{"a place of issue says nothing, and the council is the one named", "UNITED NATIONS (AP) - The U.N. Security Council renewed an arms embargo on South Sudan on Thursday.\n\nKenya's ambassador, Martin Kim, told the council that the embargo hinders the army. Human Rights Watch had urged the council to keep it.",
			"organization: U.N. Security Council\nstate: South Sudan\nstate: Kenya\norganization: Human Rights Watch\noffice"},
		{"a sheikh by his given name, and where a known group is from", "DOHA (Reuters) - Israel and Hamas agreed on Wednesday to a ceasefire, Qatar's prime minister, Sheikh Faris bin Khalid al-Nuri, said.\n\nThe deal takes effect on Sunday, Sheikh Faris told reporters in Doha. Hamas said that Israel had met its demands.",
			"statement: Faris bin Khalid al-Nuri\ncontent: The deal takes effect on Sunday"},
		{"states that a country's name only likens, and a republic once", "CARACAS (AP) - Venezuela's court certified the vote on Thursday.\n\nSpain and 10 Latin American countries refused to recognize the result. The United States seized a plane in the Dominican Republic on Friday. The Dominican Republic said it had helped.",
			"state: United States\nstate: Dominican Republic\ngovernment: Venezuela's court\nstate: 10 Latin American countries\n"},
		{"who opens a report in capitals acts", "NATO, the European Union and Britain pledged aid to Ukraine on Monday. \"We will help,\" Finland's premier said.",
			"organization: NATO"},
		{"where it is said is not what is said", "Officials met in Geneva on Monday.\n\nIn Washington, Foreign Minister Ewa Maj said Poland would send aid to Moldova.",
			"content: Poland would send aid to Moldova"},
	} {
		en, day := "en", "2024-05-07"
		got := r.Read(&record.Report{Language: &en, Published: &day, Text: c.text})
		if all := told(got); !strings.Contains(all, c.want) {
			t.Errorf("%s: want %q in\n%s", c.what, c.want, all)
		}
	}
}

// told lists what a reading says, a line for each actor, place, office and statement.
func told(got *record.Reading) string {
	names := namesOf(got)
	var out []string
	for _, a := range got.Actors {
		out = append(out, a.Kind+": "+strings.Join(a.Names, " | "))
	}
	for _, p := range got.Places {
		if p.Country != nil {
			out = append(out, "place: "+p.Name+", "+*p.Country)
		}
	}
	for _, s := range got.Situations {
		if s.Kind == "office" && s.Object != nil {
			out = append(out, "office: "+names[*s.Holder]+", "+names[*s.Object]+", "+s.State)
		}
	}
	for _, s := range got.Statements {
		if s.Speaker != nil {
			out = append(out, "statement: "+names[*s.Speaker])
		}
		for _, c := range s.Content {
			out = append(out, "content: "+c.Quote)
		}
	}
	return strings.Join(slices.Compact(out), "\n")
}
