package actor

import (
	"strings"
	"testing"

	"readout/internal/record"
)

func TestCode(t *testing.T) {
	syr := "SYR"
	for _, c := range []struct {
		a    record.Actor
		want string
	}{
		{record.Actor{Kind: "state", Country: &syr, Sectors: []string{"GOV"}}, "SYR"},
		{record.Actor{Kind: "person", Country: &syr, Sectors: []string{"GOV", "MIL", "ELI"}}, "SYRGOVMIL"},
		{record.Actor{Kind: "organization", Sectors: []string{"IGO"}}, "IGO"},
		{record.Actor{Kind: "population", Country: &syr, Sectors: []string{"UNK"}}, "SYR"},
		{record.Actor{Kind: "organization", Sectors: []string{"UNK"}}, "UNK"},
	} {
		if got := Code(c.a); got != c.want {
			t.Errorf("%+v is %s, want %s", c.a, got, c.want)
		}
	}
}

// TestCodePhrase is a table of cases of our own, a line a code.
func TestCodePhrase(t *testing.T) {
	for line := range strings.Lines(`
FRAGOV: the French foreign minister; Emmanuel Macron; France's president; the spokesman for the French government; a French diplomat
FRA: France; Paris; the Elysee
RUSGOV: Vladimir Putin; Sergei Lavrov; the Russian president; Russian officials; the Russian foreign ministry; Russia's ambassador
RUSMIL: Russian troops; the Russian army; Russian soldiers; a Russian general
RUSLEG: the State Duma; Russian lawmakers; the Russian parliament
RUSMED: TASS; a Russian newspaper; Russian journalists
RUSOPP: Alexei Navalny; the Russian opposition; a Russian opposition leader
USA: the United States; Washington; U.S.
USAGOV: the State Department; the White House; Joe Biden; a senior U.S. official; the U.S. ambassador to Germany
USALEG: Congress; the Senate; Ted Cruz; U.S. lawmakers; the Senate Foreign Relations Committee
USACOP: the Secret Service
USASPY: the CIA
COLREB: Colombian rebels; FARC; the ELN; a Colombian guerrilla
SYRREB: Syrian rebels; Syrian insurgents; the Free Syrian Army; Syrian rebel groups; a Syrian rebel commander
SYRMIL: the Syrian army; Syrian warplanes
SYRREF: Syrian refugees
SYRCVL: Syrian civilians; a Syrian woman; Syrian families
PSEREB: Hamas; Islamic Jihad
PSE: Palestine
LBNREB: Hezbollah; Hassan Nasrallah
YEMREB: the Houthis
IGO: the United Nations; NATO; the EU; the African Union; the Security Council
NGO: Doctors Without Borders; Greenpeace
USANGO: Human Rights Watch
GBRGOV: Keir Starmer; Downing Street officials; the British defence secretary; a British envoy
GBRLEG: the House of Commons; British lawmakers
GBRCOP: British police; a British detective
GBRMED: the BBC; a British journalist
DEUGOV: the German chancellor; the German government
DEUJUD: a German court; German prosecutors; a German judge
EGYPTY: the Muslim Brotherhood
CHNGOV: Xi Jinping; Chinese officials
CHNMIL: the People's Liberation Army; the Chinese navy
CHNBUS: Huawei; Chinese companies
INDCVLOPP: Indian protesters
NGAEDU: a Nigerian professor; Nigerian teachers
NGAEDUCVL: Nigerian students
IRNREL: an Iranian cleric
MEXCRM: Mexican smugglers; a Mexican trafficker
ISRMIL: the Israeli army; the Israeli military; Israeli soldiers
CIVGOV: the Ivorian president
HKGLEG: the Legislative Council
`) {
		want, list, ok := strings.Cut(strings.TrimSpace(line), ": ")
		if !ok {
			continue
		}
		for phrase := range strings.SplitSeq(list, "; ") {
			if got := CodePhrase(phrase); got != want {
				t.Errorf("%q is %s, want %s", phrase, got, want)
			}
		}
	}
}
