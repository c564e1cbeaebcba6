package extract

import (
	"net/url"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/publicsuffix"
)

// outlets names the outlets of sites whose name the host does not spell.
var outlets = map[string]string{
	"themoscowtimes.com": "The Moscow Times", "bbc.com": "BBC News", "bbc.co.uk": "BBC News", "cnn.com": "CNN",
	"nytimes.com": "The New York Times", "washingtonpost.com": "The Washington Post", "theguardian.com": "The Guardian",
	"guardian.co.uk": "The Guardian", "reuters.com": "Reuters", "apnews.com": "AP News", "afp.com": "AFP", "upi.com": "UPI",
	"aljazeera.com": "Al Jazeera", "aljazeera.net": "Al Jazeera", "npr.org": "NPR", "foxnews.com": "Fox News",
	"usatoday.com": "USA Today", "timesofisrael.com": "The Times of Israel", "jpost.com": "The Jerusalem Post",
	"haaretz.com": "Haaretz", "washingtontimes.com": "The Washington Times", "thehill.com": "The Hill", "politico.com": "Politico",
	"politico.eu": "Politico Europe", "csmonitor.com": "The Christian Science Monitor", "wsj.com": "The Wall Street Journal",
	"ft.com": "Financial Times", "economist.com": "The Economist", "bloomberg.com": "Bloomberg", "cnbc.com": "CNBC",
	"nbcnews.com": "NBC News", "cbsnews.com": "CBS News", "abcnews.go.com": "ABC News", "go.com": "ABC News", "pbs.org": "PBS NewsHour",
	"cbc.ca": "CBC News", "abc.net.au": "ABC News (Australia)", "news.sky.com": "Sky News", "sky.com": "Sky News",
	"independent.co.uk": "The Independent", "telegraph.co.uk": "The Telegraph", "thetimes.com": "The Times", "thetimes.co.uk": "The Times",
	"dailymail.co.uk": "Daily Mail", "lemonde.fr": "Le Monde", "lefigaro.fr": "Le Figaro", "france24.com": "France 24", "rfi.fr": "RFI",
	"dw.com": "DW", "spiegel.de": "DER SPIEGEL", "zeit.de": "DIE ZEIT", "faz.net": "FAZ", "sueddeutsche.de": "Süddeutsche Zeitung",
	"welt.de": "WELT", "tagesschau.de": "tagesschau", "euronews.com": "Euronews", "euobserver.com": "EUobserver",
	"rferl.org": "Radio Free Europe/Radio Liberty", "voanews.com": "Voice of America", "kyivindependent.com": "The Kyiv Independent",
	"kyivpost.com": "Kyiv Post", "pravda.com.ua": "Ukrainska Pravda", "meduza.io": "Meduza", "tass.com": "TASS", "tass.ru": "TASS",
	"ria.ru": "RIA Novosti", "interfax.com": "Interfax", "interfax.ru": "Interfax", "rt.com": "RT", "sputnikglobe.com": "Sputnik",
	"kommersant.ru": "Kommersant", "rbc.ru": "RBC", "lenta.ru": "Lenta.ru", "xinhuanet.com": "Xinhua", "news.cn": "Xinhua",
	"chinadaily.com.cn": "China Daily", "globaltimes.cn": "Global Times", "cgtn.com": "CGTN", "scmp.com": "South China Morning Post",
	"japantimes.co.jp": "The Japan Times", "japantoday.com": "Japan Today", "nhk.or.jp": "NHK", "kyodonews.net": "Kyodo News",
	"asahi.com": "The Asahi Shimbun", "yna.co.kr": "Yonhap", "koreaherald.com": "The Korea Herald", "koreatimes.co.kr": "The Korea Times",
	"koreajoongangdaily.joins.com": "Korea JoongAng Daily", "timesofindia.indiatimes.com": "The Times of India",
	"indiatimes.com": "The Times of India", "thehindu.com": "The Hindu", "hindustantimes.com": "Hindustan Times", "ndtv.com": "NDTV",
	"indianexpress.com": "The Indian Express", "dawn.com": "Dawn", "channelnewsasia.com": "CNA", "straitstimes.com": "The Straits Times",
	"bangkokpost.com": "Bangkok Post", "tehrantimes.com": "Tehran Times", "irna.ir": "IRNA", "presstv.ir": "Press TV",
	"aa.com.tr": "Anadolu Agency", "dailysabah.com": "Daily Sabah", "hurriyetdailynews.com": "Hürriyet Daily News",
	"arabnews.com": "Arab News", "alarabiya.net": "Al Arabiya", "newarab.com": "The New Arab", "middleeasteye.net": "Middle East Eye",
	"al-monitor.com": "Al-Monitor", "sana.sy": "SANA", "wafa.ps": "WAFA", "thenationalnews.com": "The National",
	"gulfnews.com": "Gulf News", "ahram.org.eg": "Ahram Online", "batimes.com.ar": "Buenos Aires Times", "elpais.com": "EL PAÍS",
	"efe.com": "EFE", "ansa.it": "ANSA", "corriere.it": "Corriere della Sera", "repubblica.it": "la Repubblica",
	"smh.com.au": "The Sydney Morning Herald", "nzherald.co.nz": "NZ Herald", "theglobeandmail.com": "The Globe and Mail",
	"latimes.com": "Los Angeles Times", "sfgate.com": "SFGATE", "newsmax.com": "Newsmax", "breitbart.com": "Breitbart",
	"nationalreview.com": "National Review", "dailycaller.com": "The Daily Caller", "washingtonexaminer.com": "Washington Examiner",
	"townhall.com": "Townhall", "vox.com": "Vox", "slate.com": "Slate", "axios.com": "Axios", "theatlantic.com": "The Atlantic",
	"newsweek.com": "Newsweek", "time.com": "TIME", "nypost.com": "New York Post", "businessinsider.com": "Business Insider",
	"ibtimes.com": "International Business Times", "huffpost.com": "HuffPost", "theverge.com": "The Verge", "atlanticcouncil.org": "Atlantic Council",
	"foreignpolicy.com": "Foreign Policy", "irishtimes.com": "The Irish Times", "rte.ie": "RTÉ", "swissinfo.ch": "SWI swissinfo.ch",
	"balkaninsight.com": "Balkan Insight", "allafrica.com": "allAfrica", "premiumtimesng.com": "Premium Times", "nation.africa": "Nation",
	"mg.co.za": "Mail & Guardian", "news24.com": "News24",
}

// hostAgencies are agencies' own sites.
var hostAgencies = map[string]string{
	"reuters.com": "Reuters", "apnews.com": "AP", "afp.com": "AFP", "tass.com": "TASS", "tass.ru": "TASS", "xinhuanet.com": "Xinhua",
	"news.cn": "Xinhua", "aa.com.tr": "Anadolu", "upi.com": "UPI", "interfax.com": "Interfax", "interfax.ru": "Interfax",
	"ria.ru": "RIA Novosti", "yna.co.kr": "Yonhap", "kyodonews.net": "Kyodo", "irna.ir": "IRNA", "sana.sy": "SANA", "wafa.ps": "WAFA",
	"ansa.it": "ANSA", "efe.com": "EFE",
}

// pressWords are words that names of newspapers end in.
var pressWords = [...]string{"times", "post", "news", "herald", "tribune", "courier", "ledger", "gazette", "journal", "observer",
	"chronicle", "guardian", "telegraph", "express", "mirror", "independent", "monitor", "examiner", "inquirer", "dispatch",
	"bulletin", "review", "standard", "today"}

// isOutlet says whether a line's words can be the name of an outlet: they
// open with the article or end in a word of the press.
//
//	The Isle Courier    Kyiv Post    but not    New York
func isOutlet(name string) bool {
	words := strings.Fields(name)
	if len(words) < 2 || len(words) > 6 || len(name) > 60 || !unicode.IsUpper([]rune(name)[0]) || sentenceEnd(name) {
		return false
	}
	return words[0] == "The" && unicode.IsUpper([]rune(words[1])[0]) || slices.Contains(pressWords[:], strings.ToLower(words[len(words)-1]))
}

// spaced parts the words of a host that runs them together, where it ends in
// a word of the press: northgatepost is Northgate Post.
func spaced(name string) string {
	for _, w := range pressWords {
		stem, ok := strings.CutSuffix(name, w)
		if !ok || len(stem) < 4 || strings.HasSuffix(stem, "-") {
			continue
		}
		if rest, ok := strings.CutPrefix(stem, "the"); ok && len(rest) > 3 {
			stem = "the-" + rest
		}
		return stem + "-" + w
	}
	return name
}

// hostOf is the host of a URL in lower case, "" if there is none.
func hostOf(address *string) string {
	if address == nil {
		return ""
	}
	u, err := url.Parse(strings.TrimSpace(*address))
	if err != nil {
		return ""
	}
	return strings.ToLower(u.Hostname())
}

// bareHost is the shortest tail of a host that a table may know: the host
// without "www.", or its registered domain.
func bareHost(host string) string {
	host = strings.TrimPrefix(host, "www.")
	if outlets[host] != "" {
		return host
	}
	if site, err := publicsuffix.EffectiveTLDPlusOne(host); err == nil {
		return site
	}
	return host
}

// outletOf names the outlet of a host: by the table, else by the host itself.
func outletOf(host string) string {
	if !strings.Contains(host, ".") || strings.Trim(host, "0123456789.:") == "" {
		return ""
	}
	site := bareHost(host)
	if n := outlets[site]; n != "" {
		return n
	}
	name, _, _ := strings.Cut(site, ".")
	words := strings.Split(spaced(name), "-")
	for i, w := range words {
		if c := []rune(w); len(c) > 0 {
			c[0] = unicode.ToUpper(c[0])
			words[i] = string(c)
		}
	}
	return strings.Join(words, " ")
}

func outletAgency(host string) string {
	if host == "" {
		return ""
	}
	return hostAgencies[bareHost(host)]
}
