package reader

import (
	"strings"
	"testing"

	"readout/internal/record"
)

// TestHappenings reads short reports, published on Thursday 13 November 2025, and
// looks for what each tells of statements and events, and for what it must not tell.
func TestHappenings(t *testing.T) {
	r := embedded(t)
	for _, c := range []struct{ what, text, want, never string }{
		{"a body named beside what it is", "QUITO, Ecuador (AP) - Ecuador has moved ten prisoners, the prison authority SNAI said.\n\nThe state oil company Petroecuador said on Tuesday that its main pipeline had been halted.",
			"SNAI: Ecuador has moved ten prisoners\nPetroecuador: its main pipeline had been halted", ""},
		{"the subject of what is said is no speaker", "TBILISI - Georgia's State Security Service said on Saturday that it had detained three Chinese nationals.\n\nThe detainees planned to transport the nuclear material to China through Russia, the service said in a statement.",
			"", "detainees: "},
		{"what is told of the speaker after the quotation", "MANILA (Reuters) - Canadian Defence Minister David McGuinty visited Manila.\n\n\"Canada stands with the Philippines,\" said McGuinty, who met President Ferdinand Marcos Jr. during his two-day visit.",
			"David McGuinty: Canada stands with the Philippines\n", "who met"},
		{"who was quoted as saying", "WARSAW - Poland closed its border with Belarus on Wednesday.\n\nBelarusian President Alexander Lukashenko called the closure \"a crazy scam\" and said trucks would not be let out until the border reopened.\n\n\"If they want to talk, we are ready,\" Lukashenko was quoted as saying by the Belta news agency.",
			"Alexander Lukashenko: If they want to talk, we are ready\n", "was quoted"},
		{"another speaks after a semicolon", "GAZA - Israel returned the bodies of 15 Palestinians on Monday. Gaza health authorities said Israeli fire had killed two people near Khan Younis over the weekend; the military said they had crossed the \"yellow line\" and posed an immediate threat.",
			"Gaza health authorities: Israeli fire had killed two people near Khan Younis over the weekend\nmilitary: they had crossed the \"yellow line\" and posed an immediate threat", ""},
		{"who brokers a deal is no party to it", "KHARTOUM (Reuters) - Sudan's army and the Rapid Support Forces signed a truce brokered by Egypt and Saudi Arabia on Tuesday.",
			"AGREE actual: Rapid Support Forces, Sudan's army >  on 2025-11-11", "SUPPORT actual: Egypt"},
		{"two deals of others", "KAMPALA - Kenya and Uganda have agreed to set up a joint commission, Ugandan Foreign Minister Jeje Odongo and his Kenyan counterpart Musalia Mudavadi announced on Thursday after two days of talks.\n\nSeparately, Tanzania and Malawi resumed negotiations over their lake border.",
			"", "CONSULT actual: Malawi, Tanzania, Musalia"},
		{"an envoy recalled for consultations meets nobody", "BOGOTA - Colombian President Gustavo Petro called the move arbitrary and recalled his ambassador in Washington for consultations. Switzerland and Norway offered to mediate.",
			"SANCTION withdraw actual: Gustavo Petro", "CONSULT"},
		{"an envoy expelled is no convict", "QUITO (AP) - Ecuador declared Cuban Ambassador Basilio Ruiz persona non grata on Wednesday.\n\nEcuador broke with Mexico in 2024 over Jorge Glas. Glas is serving a 13-year sentence in a prison in Guayaquil.",
			"SANCTION expel actual: Ecuador > Basilio Ruiz", "Jorge Glas, Basilio Ruiz"},
		{"what something waits for", "DOHA (Reuters) - Congo's chief negotiator said the agreement could take effect only once the M23 rebels had withdrawn from Goma and Bukavu.",
			"RETREAT withdraw possible", "RETREAT withdraw actual"},
		{"a stretch of days", "MOSCOW (Reuters) - Russian President Vladimir Putin will visit India on Dec. 4 and 5 for talks with Prime Minister Narendra Modi. India and China held talks in Beijing from Nov. 3 to 5.",
			" on 2025-12-04 to 2025-12-05\n", " on 2025-11-03\n"},
		{"who is due somewhere goes there later", "KYIV - Ukraine's President Volodymyr Zelensky is due to travel to Paris on Nov. 17 to meet French President Emmanuel Macron.",
			"CONSULT visit planned: Volodymyr Zelensky", "actual"},
		{"a strike by which people stop work", "BELGRADE (Reuters) - Serbian railway workers announced a strike against the government for Monday.",
			"PROTEST strike planned", "ASSAULT"},
		{"whom an armed group seizes is abducted", "ABUJA (AP) - Boko Haram fighters seized 276 girls from a school in Chibok in 2014.",
			"ASSAULT abduct actual: Boko Haram", "COERCE"},
		{"whom a state captures again is arrested", "QUITO (AP) - Police in Ecuador recaptured gang leader Adolfo Macias in June in a bunker in Manta.",
			"COERCE arrest actual", "ASSAULT"},
		{"a minister who tells of arrests made none", "BELGRADE (Reuters) - Police fired tear gas to disperse protesters. Thirty-seven people were detained, Serbian Interior Minister Ivica Dacic said.",
			"COERCE arrest actual: ", "COERCE arrest actual: Ivica Dacic"},
		{"suspended sanctions are not imposed", "WASHINGTON (Reuters) - The U.S. Treasury announced a 180-day suspension of the sanctions on Syria.",
			"CONCEDE", "SANCTION"},
	} {
		en, day := "en", "2025-11-13"
		all := happened(r.Read(&record.Report{Language: &en, Published: &day, Text: c.text}))
		if !strings.Contains(all, c.want) || c.never != "" && strings.Contains(all, c.never) {
			t.Errorf("%s: want %q and not %q in\n%s", c.what, c.want, c.never, all)
		}
	}
}

// happened lists what a reading tells was said and done, a line for each.
func happened(got *record.Reading) string {
	names := namesOf(got)
	of := func(ids []string) string {
		var out []string
		for _, id := range ids {
			out = append(out, names[id])
		}
		return strings.Join(out, ", ")
	}
	var out strings.Builder
	for _, s := range got.Statements {
		if s.Speaker != nil {
			out.WriteString(names[*s.Speaker])
		}
		for _, c := range s.Content {
			out.WriteString(": " + c.Quote)
		}
		out.WriteString("\n")
	}
	for _, e := range got.Events {
		mode := ""
		if e.Mode != nil {
			mode = *e.Mode + " "
		}
		when := ""
		if e.When != nil && e.When.Start != nil {
			when = " on " + *e.When.Start
			if end := e.When.End; end != nil && *end != *e.When.Start {
				when += " to " + *end
			}
		}
		out.WriteString(e.Type + " " + mode + e.Factuality + ": " + of(e.Actors) + " > " + of(e.Recipients) + when + "\n")
	}
	return out.String()
}
