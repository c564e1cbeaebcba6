package reader

import (
	"slices"
	"strings"
	"testing"

	"readout/internal/record"
)

// TestWire reads short reports in wire style, and looks for what each tells of an actor, a place, an office, a statement or an event.
func TestWire(t *testing.T) {
	r := embedded(t)
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
		{"a warship is of its navy, and no town", "MUMBAI (Reuters) - Indian navy commandos captured 20 pirates in the Gulf of Aden on Saturday.\n\nThe INS Mysore, a destroyer, had answered a call from a merchant ship. The Mysore then attacked the pirates.",
			"country: INS Mysore, IND"},
		{"a town of the country that the report names", "Firefighters searched a tower in the Spanish city of Valencia on Saturday. The cause was unknown, the city's mayor, Laura Ferrer, said.",
			"country: Laura Ferrer, ESP"},
		{"a chamber of the country that the report is about", "ABUJA (Reuters) - Nigeria's government raised fuel prices on Monday.\n\nThe Senate rejected the rise on Tuesday. The Nigerian minister of finance, Musa Ado, had told the Senate that Nigeria needed the money.",
			"country: Senate, NGA"},
		{"a region that news spells its own way", "KABUL (AP) - The Taliban attacked a convoy in Logar on Monday. A helicopter had come down in Shandong.",
			"place: Logar, AFG\nplace: Shandong, CHN"},
		{"a description is without the clause that only adds to it", "ADDIS ABABA (AFP) - Eritrean soldiers who had occupied a hill since 2020 withdrew on Friday.\n\nThe interim government of Musa Ado, a banker, thanked Djibouti.",
			"state: Djibouti\nmilitary: Eritrean soldiers\ngovernment: interim government of Musa Ado | interim government"},
		{"seats of the country that the report is from", "COLOMBO (Reuters) - Sri Lanka on Tuesday extradited to India a man whom an Indian court had sought, police said.\n\nJustice Minister Anil Perera told reporters that India had waited since 2019.",
			"office: Anil Perera, Sri Lanka, in_force"},
		{"a strike and the one that answers it", "JERUSALEM (AP) - Israeli warplanes bombed a Houthi base near Hodeida on Monday, hours after the Houthi rebels fired a missile at Israel.",
			"event: ASSAULT by Israel\nevent: ASSAULT by Houthi"},
		{"one who goes by the first name, and the network's full stop", "ADDIS ABABA (AFP) - Prime Minister Tadele Bekele met the president of Djibouti.\n\n\"The guns are silent,\" Tadele wrote on X. Eritrea said nothing.",
			"statement: Tadele Bekele\ncontent: The guns are silent\n"},
		{"who speaks is not what is said", "COLOMBO (Reuters) - Police arrested Ruwan Perera on Monday.\n\nPerera's lawyer, Chandra de Silva, said his client denied the charges and would ask a court to release him on bail.",
			"statement: Chandra de Silva\ncontent: his client denied the charges and would ask a court to release him on bail\n"},
		{"what a body is cited for within a clause", "DHAKA (Reuters) - Asha Rahman fled to India in August after weeks of protests in which, according to the United Nations, up to 1,400 people were killed.",
			"statement: United Nations\ncontent: up to 1,400 people were killed"},
		{"Brussels is the Union where Belgium is not named", "TBILISI (AFP) - Georgia's prime minister rejected criticism from Brussels on Tuesday.",
			"organization: European Union"},
		{"a body of many", "KABUL (Reuters) - The Taliban detained four journalists on Tuesday, the Afghan Journalists' Safety Committee said, calling for their release.",
			"statement: Afghan Journalists' Safety Committee"},
		{"the two of the sentence before", "GOMA (AP) - President Jean Sule of Congo met President Paul Gatete of Rwanda in Doha on Monday. The two signed a peace deal under pressure from the United States.",
			"event: AGREE by Jean Sule\nevent: AGREE by Paul Gatete"},
		{"a site lies where the place in its name does", "Deportees from Arizona landed at Lahore airport on Monday, officials in Pakistan said.",
			"place: Lahore airport, PAK"},
		{"a body is for what its name says", "ALMATY (Reuters) - Police in Kazakhstan arrested 12 activists on Monday.\n\n\"They did nothing,\" said Aida Nurova, the director of the Almaty Foundation for Human Rights.",
			"office: Aida Nurova, Almaty Foundation for Human Rights, in_force"},
		{"a short name in brackets", "THE HAGUE (Reuters) - A tank fired at the reporters, the Organisation for Applied Research (TNO) said on Monday.\n\nTNO said it had heard the shots.",
			"Organisation for Applied Research | TNO"},
		{"a group that its people have", "ADDIS ABABA (Reuters) - Ethiopia and Tigray agreed on a truce on Wednesday.\n\nGetachew Alem, a spokesman for the Tigray People's Liberation Front, signed the deal.",
			"office: Getachew Alem, Tigray People's Liberation Front, in_force"},
		{"a body without a name has a president", "NAIROBI (Reuters) - Kenya raised school fees on Monday.\n\n\"We will strike,\" said John Kamau, president of the teachers' union.",
			"office: John Kamau, teachers' union, in_force"},
		{"the rebels are the one group named", "BOGOTA (Reuters) - Colombia's National Liberation Army (ELN) attacked a base in Arauca on Tuesday.\n\nThe rebels wounded three soldiers, the army said.",
			"event: ASSAULT by National Liberation Army"},
		{"what protesters throw is a riot", "ATHENS (AP) - Thousands of students marched in Athens on Monday.\n\nProtesters hurled rocks at riot police outside the parliament.",
			"event: PROTEST by Protesters"},
		{"ethnic Ruvians are of where they live", "BELGRADE, Serbia (AP) - Serbs in northern Kosovo blocked a road on Friday.\n\nThe ethnic Albanian mayor of the Kosovo town of Zvecan, Izer Gashi, was taken to his office by Kosovo police.",
			"country: Izer Gashi, XKX"},
		{"no minister is of an agency beside him", "ISLAMABAD (Reuters) - Pakistan's former premier was arrested on Tuesday.\n\nThe arrest was ordered by the National Accountability Bureau, Interior Minister Rana Bashir told a news conference.",
			"office: Rana Bashir, Pakistan, in_force"},
		{"a minister who is known has his own state's office", "BAMAKO (Reuters) - Mali's junta on Monday ordered the ambassador to leave over comments by Foreign Minister Jean-Yves Le Drian, Malian officials said.",
			"office: Jean-Yves Le Drian, France, in_force"},
		{"who is sworn in, and no office of a guerrilla", "LIMA (Reuters) - Peru's Congress met on Wednesday.\n\nAna Quispe, a former guerrilla, was sworn in as president of Peru on Thursday.",
			"office: Ana Quispe, Peru, in_force\n"},
		{"an abbreviation is of the name before it, whoever else has it", "TOKYO (Reuters) - Japan's Self-Defense Forces (SDF) deployed two destroyers on Monday.\n\nThe SDF said it would watch the strait.",
			"Self-Defense Forces | SDF"},
		{"a state of Australia, not the capital of an island", "SYDNEY (Reuters) - Victoria declared a state of emergency on Monday as fires spread in the Australian state.\n\nPolice in Victoria arrested two men.",
			"country: Police in Victoria, AUS"},
		{"an Islamic republic other than Iran", "NOUAKCHOTT (AFP) - The Islamic Republic of Mauritania recalled its ambassador from Mali on Monday.\n\nThe Islamic Republic of Mauritania accused Mali of an attack on a village.",
			"country: Mauritania, MRT"},
		{"a square that many cities have", "ACCRA (Reuters) - Hundreds of protesters clashed with police in Independence Square in Accra on Monday.",
			"country: Hundreds of protesters, GHA"},
		{"an ambassador recalled", "BANGKOK (Reuters) - Thailand recalled its ambassador from Phnom Penh on Monday.\n\nCambodia called the move regrettable.",
			"event: SANCTION by Thailand"},
		{"an envoy who is not welcome", "NAIROBI (AP) - Kenya summoned the Sudanese ambassador on Sunday.\n\nKenya declared the ambassador persona non grata on Monday.",
			"event: SANCTION by Kenya"},
		{"a dateline of two words", "LA PAZ, Nov 12 (Reuters) - Bolivia expelled two diplomats of Peru on Monday.\n\nPeru said it would answer.",
			"event: SANCTION by Bolivia"},
		{"one who has another name", "MANTA, Ecuador (Reuters) - Police in Ecuador captured drug lord Adolfo Macias, known as \"Fito\", in the port of Manta on Wednesday.\n\nFito had fled a prison in Guayaquil.",
			"person: Adolfo Macias | Fito"},
		{"a body that tells of another by its other name", "CANBERRA (AP) - The Australian Security Intelligence Organisation (ASIO) warned ports on Monday.\n\nMike Burge, director of ASIO, said the group, known as Salt Typhoon, had attacked networks.",
			"ASIO\n"},
		{"another name comes after the first, however long", "LAE, Papua New Guinea (AP) - Police are hunting Tom Bala, known as \"Black Tommy\", after a jailbreak on Sunday.\n\nBala was convicted of murder in 2022.",
			"person: Tom Bala | Black Tommy"},
		{"a movement that its leader is named like", "MUSCAT (Reuters) - Yemen's government and the Houthi movement agreed on Monday to swap prisoners.\n\nAbdul-Malik al-Houthi, who leads the group, praised the deal.",
			"event: AGREE by Houthi"},
		{"another name beside what he is", "MANTA, Ecuador (Reuters) - Police in Ecuador captured Adolfo Macias, the gang leader known as \"Fito\", on Wednesday.\n\nFito had fled a prison in Guayaquil.",
			"person: Adolfo Macias | Fito"},
		{"a company by the word that its name begins with", "ZURICH (AP) - Switzerland froze assets of Geneva-based Norlake Commodities and Ferticom AG on Monday.\n\nNorlake said it would go to court.",
			"organization: Norlake Commodities | Norlake\n"},
		{"what the television says is said by it", "BAMAKO (Reuters) - Mali's junta on Monday ordered the French ambassador to leave over comments by French Foreign Minister Louis Perrin, state television said.\n\nPerrin said last week that the junta was \"out of control\".\n\nHis ministry said in a statement that it took note of the decision.",
			"statement: state television"},
	} {
		en, day := "en", "2024-05-07"
		got := r.Read(&record.Report{Language: &en, Published: &day, Text: c.text})
		if all := told(got); !strings.Contains(all, c.want) {
			t.Errorf("%s: want %q in\n%s", c.what, c.want, all)
		}
	}
}

// told lists what a reading says, a line for each actor, place, office and statement, for the country of each actor and who did what.
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
	for _, a := range got.Actors {
		if a.Country != nil {
			out = append(out, "country: "+a.Name+", "+*a.Country)
		}
	}
	for _, e := range got.Events {
		for _, id := range e.Actors {
			out = append(out, "event: "+e.Type+" by "+names[id])
		}
	}
	return strings.Join(slices.Compact(out), "\n")
}
