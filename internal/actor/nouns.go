package actor

import "strings"

// A class says what kind of actor a noun names.
type class struct{ kind, sector string }

// nouns lists the nouns that name people and bodies: a kind and sector, then
// the nouns, each in the number it has in text.
var nouns = readNouns(`
person GOV: staffer bureaucrat functionary director undersecretary-general chairman chairwoman chief president premier minister secretary chancellor king queen emir sultan sheikh prince princess monarch emperor governor mayor ambassador envoy diplomat official spokesman spokeswoman spokesperson ruler dictator strongman leader premier-designate adviser advisor aide undersecretary commissioner delegate negotiator counterpart consul president-elect pm pope-emeritus statesman successor predecessor administrator czar attaché councillor vice-president ex-president ex-premier politician bureaucrat
person LEG: senator congressman congresswoman representative lawmaker legislator mp mep parliamentarian deputy speaker sen rep
person MIL: paratrooper cadet conscript commando veteran contractor planner deserter interrogator general commander colonel soldier admiral officer lieutenant captain sergeant major brigadier marshal pilot sailor marine gen col lt maj capt sgt brig cpl adm serviceman veteran airman commodore
person JUD: juror inspector judge justice prosecutor lawyer attorney solicitor magistrate counsel barrister
person COP: gendarme bodyguard trooper cop marshal superintendent policeman policewoman sheriff detective inspector constable agent investigator guard
person SPY: informant spy spymaster
person MED: commentator pundit journalist reporter correspondent editor columnist blogger broadcaster photographer anchor host cameraman commentator presenter
person EDU: specialist engineer epidemiologist graduate technician professor analyst expert researcher scholar academic teacher student scientist economist historian pollster lecturer fellow strategist
person BUS: employer manager developer creditor customer dealer homeowner owner consumer founder ceo businessman businesswoman executive entrepreneur banker tycoon investor oligarch trader
person REL: mullah evangelical pope cleric imam priest bishop archbishop ayatollah rabbi patriarch cardinal mufti pastor monk nun catholicos
person CVL: caller eyewitness schoolgirl schoolboy evacuee expatriate plaintiff herder tribesman colleague associate acquaintance follower observer pedestrian peer employee traveler traveller tourist bystander spectator foreigner minor kid aunt firefighter advocate organizer organiser loyalist insider proponent backer adherent responder passerby passer-by applicant returnee defector whistleblower user viewer listener taxpayer donor newcomer nephew niece grandmother grandfather roommate classmate spouse fiancee protestor man woman boy girl child teenager resident civilian worker farmer driver mother father wife husband son daughter brother sister widow uncle cousin victim witness survivor citizen passenger neighbor neighbour activist dissident relative patient doctor nurse protester demonstrator person individual voter hostage friend supporter singer actor writer author artist shopkeeper villager girlfriend boyfriend prisoner detainee fan volunteer
person ELI: skeptic sceptic hardliner hard-liner hawk liberal conservative progressive libertarian moderate critic candidate nominee billionaire tsar lobbyist
person OPP: rival oppositionist opponent
person REF: deportee stowaway immigrant refugee migrant
person UAF: pirate sniper shooter perpetrator mercenary captor abductor kidnapper recruit operative gunman attacker militant terrorist bomber extremist jihadist suspect assailant hijacker kidnapper
person CRM: robber thief burglar smuggler gangster mobster arsonist convict fugitive kingpin hacker looter troll thug rapist killer criminal murderer trafficker
person REB: guerrilla rebel insurgent fighter warlord separatist militiaman
person UNK: source
government GOV: bureau watchdog regulator regulators directorate secretariat politburo panel board bureaucracy embassies government administration regime ministry department authorities authority cabinet officials presidency embassy consulate agency council commission municipality junta leadership state-department delegation office officialdom ministers diplomats envoys aides
government LEG: caucus parliament congress senate legislature committee assembly duma subcommittee house
government JUD: jury court courts judiciary tribunal prosecutors judges prosecution
government COP: gendarmerie constabulary troopers gendarmes enforcement patrol police investigators detectives policemen
government SPY: intelligence spies
military MIL: peshmerga squadron platoon contingent garrison frigate destroyer navies unit planes warplane plane helicopter submarine sub army military navy troops forces soldiers battalion brigade regiment airforce commanders warplanes jets marines paratroopers fleet artillery warships warship officers generals personnel servicemen servicemembers commandos peacekeepers units pilots sailors bombers corps helicopters aircraft fighter-jets jet warplane
armed_group REB: proxies mercenaries guerrillas rebels insurgents militia militias fighters separatists guerrillas insurgency faction factions militiamen paramilitaries rebellion gunmen
armed_group UAF: pirates cartel cartels militants jihadists terrorists extremists jihadis islamists attackers bombers cell
organization PTY: party parties coalition campaign
organization OPP: opposition
organization MED: media newspaper newspapers press magazine broadcaster channel television outlet outlets website newswire tabloid daily
organization BUS: airline airlines retailer lender insurer conglomerate consortium startup automakers company companies firm firms bank banks corporation business businesses industry refinery
organization NGO: federation confederation association nonprofit nonprofits charity charities ngo ngos group groups organization organizations organisation organisations campaigners foundation think-tank
organization IGO: bloc alliance
organization EDU: university universities museum museums academy
organization CVL: union unions hospital
state GOV: countries nations powers states allies country nation neighbors neighbours kingdom republic
population GOV: leaders counterparts negotiators politicians ambassadors presidents advisers advisors governors policymakers mediators premiers mayors councillors councilors delegates
population LEG: lawmakers senators mps legislators parliamentarians congressmen deputies representatives
population MED: reporters journalists correspondents editors columnists photographers
population EDU: analysts experts scholars students scientists economists academics teachers researchers historians professors
population ELI: critics opponents elites candidates
population BUS: businessmen executives investors traders oligarchs businesspeople
population REL: clerics christians muslims jews bishops priests monks worshippers worshipers sunnis shiites alawites druze
population REF: caravan caravans refugees migrants exiles asylum-seekers
population OPP: foes detractors dissidents oppositionists
population CVL: adults infants babies constituents respondents attendees guests visitors islanders squatters vendors staff communities folks first-responders youngsters audience mob crew team mourners people civilians children women men residents protesters demonstrators activists victims hostages citizens workers families voters supporters students crowd crowds public villagers families relatives survivors passengers doctors nurses medics rescuers youths youth tribes tribe detainees prisoners inmates witnesses marchers farmers mourners nationals population locals teenagers girls boys fans parents volunteers teachers onlookers strikers rioters pilgrims tourists neighbours lawyers family community minority minorities persons individuals dead wounded settlers captives participants members dockers miners truckers drivers pensioners commuters fishermen employees pupils
population UNK: sources others
population UAF: suspects
population CRM: criminals smugglers traffickers gang gangs
`)

func readNouns(table string) map[string]class {
	m := map[string]class{}
	for line := range strings.Lines(table) {
		head, rest, ok := strings.Cut(line, ":")
		f := strings.Fields(head)
		if !ok || len(f) != 2 {
			continue
		}
		for _, w := range strings.Fields(rest) {
			if _, taken := m[w]; !taken {
				m[w] = class{f[0], f[1]}
			}
		}
	}
	return m
}

// extra lists second sectors of nouns.
var extra = map[string]string{"protesters": "OPP", "demonstrators": "OPP", "activists": "OPP", "protester": "OPP", "activist": "NGO",
	"gunmen": "UAF", "militants": "REB", "jihadists": "REB", "extremists": "REB", "fighters": "UAF", "students": "CVL", "dissident": "OPP"}

// civil tells nouns that name an office: a person "is" one, of something.
var office = set("president premier minister secretary chancellor king queen emir sultan prince princess governor mayor ambassador envoy spokesman spokeswoman spokesperson leader adviser advisor senator congressman congresswoman representative lawmaker legislator mp speaker general commander colonel admiral judge justice attorney counsel sheriff director chairman chairwoman chair head chief ceo founder member pope archbishop patriarch ayatollah coordinator commissioner undersecretary deputy candidate nominee counterpart ruler dictator sen rep gov premier pm editor co-founder president-elect vice-president prosecutor consul lieutenant captain major brigadier marshal officer inspector treasurer administrator analyst researcher professor fellow negotiator official diplomat correspondent chairperson strongman")

// heads lists titles that take their sector from what they head.
var heads = set("director chairman chairwoman chair head chief founder member spokesman spokeswoman spokesperson coordinator official deputy chairperson co-founder leader commissioner treasurer secretary-general administrator adviser advisor negotiator envoy fellow analyst researcher officer")

// honours are forms of address, no part of a name.
var honours = set("mr mrs ms miss mr. mrs. ms. dr dr. sir lord lady dame sheikh sheik ayatollah imam pope saint rev rev. reverend prof prof. president premier minister prime foreign defense defence secretary state chancellor king queen emir sultan crown prince princess governor gov gov. senator sen sen. sens. sens rep rep. reps. congressman congresswoman representative general gen gen. lt lt. maj maj. col col. colonel captain capt capt. sgt sgt. sergeant lieutenant admiral adm adm. brigadier brig brig. commander judge justice attorney speaker mayor ambassador spokesman spokeswoman former interim acting deputy vice ex leader chairman director supreme grand chief adviser advisor interior finance treasury army the first lady field marshal mullah hajj retired major " +
	"archbishop bishop cardinal patriarch catholicos metropolitan mufti rabbi commodore")

// american tells titles that, with no country beside them, are of the United States.
var american = set("senator sen sens rep reps congressman congresswoman")

// kin lists relatives and the like, whose possessor tells who they are.
var feminine = set("spokeswoman congresswoman queen princess chairwoman mrs ms miss woman wife mother daughter sister girl lady widow businesswoman policewoman she her herself hers mary maria anna angela hillary theresa susan nancy heather samantha sarah condoleezza federica marine aung julia laura jennifer catherine elizabeth christine kamala ursula kaja giorgia jen marie kate carrie nikki michelle melania ivanka yulia yingluck dilma park sherry fatima aisha malala gina janet kayleigh lisa amy emily rachel rebecca victoria olga natalia elena svetlana tsai")

func set(s string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(s) {
		m[w] = true
	}
	return m
}
