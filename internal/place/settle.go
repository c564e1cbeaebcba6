package place

import (
	"cmp"
	"strings"

	"readout/internal/gazetteer"
	"readout/internal/lang"
	"readout/internal/record"
)

// words tells the kind of a place by a word of its name or beside it.
var words = []struct{ word, kind string }{
	{"airbase", "airbase"}, {"air base", "airbase"}, {"airfield", "airbase"}, {"air field", "airbase"}, {"air force base", "airbase"},
	{"naval base", "naval_base"}, {"naval facility", "naval_base"}, {"airport", "airport"},
	{"border crossing", "border_crossing"}, {"crossing", "border_crossing"}, {"checkpoint", "border_crossing"},
	{"base", "installation"}, {"camp", "installation"}, {"barracks", "installation"}, {"reactor", "installation"}, {"plant", "installation"},
	{"square", "installation"}, {"bridge", "installation"}, {"port", "installation"}, {"facility", "installation"}, {"compound", "installation"}, {"outpost", "installation"},
	{"sea", "sea"}, {"ocean", "sea"}, {"gulf", "sea"}, {"river", "water"}, {"strait", "water"}, {"canal", "water"}, {"lake", "water"},
	{"embassy", "building"}, {"consulate", "building"}, {"prison", "building"}, {"palace", "building"}, {"hospital", "building"}, {"mosque", "building"},
	{"church", "building"}, {"cathedral", "building"}, {"hotel", "building"}, {"court", "building"}, {"hall", "building"}, {"house", "building"}, {"station", "building"}, {"ministry", "building"},
	{"headquarters", "building"}, {"stadium", "building"}, {"tower", "building"}, {"school", "building"}, {"university", "building"}, {"temple", "building"}, {"museum", "building"}, {"jail", "building"}, {"center", "building"}, {"centre", "building"}, {"building", "building"}, {"courthouse", "building"}, {"nightclub", "building"}, {"residence", "building"}, {"parliament", "building"}, {"resort", "building"}, {"factory", "building"}, {"mall", "building"}, {"market", "building"}, {"supermarket", "building"},
	{"home", "building"}, {"apartment", "building"}, {"room", "building"}, {"clinic", "building"}, {"warehouse", "building"}, {"restaurant", "building"}, {"cafe", "building"}, {"theater", "building"}, {"theatre", "building"},
	{"synagogue", "building"}, {"shrine", "building"}, {"monastery", "building"}, {"college", "building"}, {"laboratory", "building"}, {"store", "building"}, {"annex", "building"}, {"airstrip", "airbase"},
	{"post", "installation"}, {"garrison", "installation"}, {"campus", "installation"}, {"complex", "installation"}, {"field", "installation"}, {"dam", "installation"}, {"mine", "installation"}, {"highway", "installation"}, {"railway", "installation"}, {"subway", "installation"}, {"metro", "installation"}, {"plaza", "installation"}, {"site", "installation"},
	{"province", "region"}, {"governorate", "region"}, {"region", "region"}, {"state", "region"}, {"oblast", "region"}, {"district", "region"}, {"valley", "region"}, {"island", "region"}, {"islands", "region"}, {"peninsula", "region"}, {"county", "region"}, {"heights", "region"}, {"strip", "region"}, {"mountains", "region"},
	{"city", "city"}, {"town", "city"}, {"village", "city"}, {"suburb", "city"},
}

// place decides which place a name is of, no place for none, and whether it
// stands as one.
func (f *Finder) place(n name, names []name) (record.Place, bool) {
	located := f.actors.Located(n.head)
	if c, ok := gazetteer.CountryByName(n.text); ok && n.typ != "ORG" && !f.actors.Namesake(n.text) {
		if p, ok := f.side(n, c.Alpha3); ok {
			return p, true
		}
		return country(c), located || f.owned(n) || f.targeted(n)
	}
	if p, ok := f.opensWithSide(n); ok {
		return p, true
	}
	if n.typ == "ORG" {
		p, known := f.installation(n)
		if !known {
			return record.Place{}, false
		}
		return p, located && f.enclosed(n)
	}
	if vague[n.text] || f.partyNote(n) {
		return record.Place{}, false
	}
	kind := f.kindOf(n)
	known, ok := f.which(n, names, kind)
	solid := n.typ == "FAC" || ok && (known.Kind == "airbase" || known.Kind == "naval_base" || known.Kind == "border_crossing" || known.Kind == "sea" || known.Kind == "water" || known.Kind == "airport")
	_, seat := gazetteer.Metonym(n.text)
	_, acts := gazetteer.FindActor(n.text)
	stands := located || f.owned(n) || !seat && !acts && (solid || ok && f.passive(n))
	if ok && (known.Kind == "region" || known.Kind == "city") && !f.unit(n) {
		if p, sided := f.side(n, known.Alpha3); sided {
			return p, stands
		}
	}
	p := record.Place{Name: n.text, Kind: kind, Names: []string{n.text}}
	if ok {
		if p.Kind == "" || known.Kind != "city" {
			p.Kind = known.Kind
		}
		if known.Alpha3 != "" {
			c := known.Alpha3
			p.Country = &c
		}
		lat, lon := known.Lat, known.Lon
		p.Lat, p.Lon = &lat, &lon
		if f.same(n.text, known) || known.Kind != "city" {
			p.Name = known.Name
			if known.Kind == "region" || known.Kind == "city" {
				p.Name = n.text
			}
		}
	} else if c := cmp.Or(f.within(n, names), f.opening(n)); c != "" {
		p.Country = &c
	}
	if p.Kind == "" {
		switch n.typ {
		case "FAC":
			p.Kind = "building"
		case "LOC":
			p.Kind = "region"
		default:
			p.Kind = "city"
		}
	}
	return p, stands
}

// opening returns the country of the place that a name begins with: "Delhi airport".
func (f *Finder) opening(n name) string {
	words := strings.Fields(n.text)
	for k := len(words) - 1; k > 0; k-- {
		for _, p := range gazetteer.PlacesByName(strings.Join(words[:k], " ")) {
			if p.Alpha3 != "" && (p.Kind == "region" || p.Population > 300_000 || f.weight[p.Alpha3] > 0) {
				return p.Alpha3
			}
		}
	}
	return ""
}

// passive reports whether a name stands where what is talked of stands, not
// who acts.
func (f *Finder) passive(n name) bool {
	switch f.tree.Rel(n.head) {
	case "obj", "nsubj:pass", "obl", "nmod", "nmod:poss", "conj", "root", "appos":
		return true
	}
	return false
}

// sides lists the words for a part of a country.
var sides = set("north south east west northern southern eastern western northeast northwest southeast southwest northeastern northwestern southeastern southwestern central")

// side makes a region of a side of a country, region or city: "northern Syria",
// "Syria's northeast", "eastern Aleppo".
func (f *Finder) side(n name, code string) (record.Place, bool) {
	m := f.sided(n)
	p := record.Place{Name: m.text, Kind: "region", Names: []string{m.text}}
	if code != "" {
		p.Country = &code
	}
	return p, m != n
}

// opensWithSide makes a region of a name that has the side in it: "Northern Syria".
func (f *Finder) opensWithSide(n name) (record.Place, bool) {
	side, of, ok := strings.Cut(n.text, " ")
	if !ok || !sides[strings.ToLower(side)] || len(gazetteer.PlacesByName(n.text)) > 0 {
		return record.Place{}, false
	}
	code := ""
	if c, ok := gazetteer.CountryByName(of); ok {
		code = c.Alpha3
	} else if p, ok := region(of); ok {
		code = p.Alpha3
	}
	return record.Place{Name: n.text, Kind: "region", Names: []string{n.text}, Country: &code}, code != ""
}

// units lists the words that close the name of a place: "Hubei province".
var units = set("province provinces state county governorate region oblast prefecture district island peninsula valley city town village")

// unit reports whether a word for what it is follows a name. A side before it
// says where that lies: "central Hubei province".
func (f *Finder) unit(n name) bool {
	k := n.last + 1
	return k < len(f.doc.Tokens) && units[f.lower(k)] && f.tree.Head(n.head) == k
}

// sided is the name of a country with the words for a side of it:
//
//	"northern and western Iraq", "mainland Greece"
//	"Syria's Kurdish-held northeast"
//
// or the name as it is.
func (f *Finder) sided(n name) name {
	k := n.first
	for k > 0 && (sides[f.lower(k-1)] || f.lower(k-1) == "mainland" || k > 1 && f.lower(k-1) == "and" && sides[f.lower(k-2)] && k < n.first) &&
		f.tree.Sentence(k-1) == f.tree.Sentence(n.head) {
		k--
	}
	if k < n.first {
		return f.named(k, n.last, n)
	}
	if h := f.tree.Head(n.head); h > n.last && h-n.last <= 5 && sides[f.lower(h)] && !(h+1 < len(f.doc.Tokens) && f.lower(h+1) == "of") {
		return f.named(n.first, h, n)
	}
	return n
}

// named is a name over other tokens.
func (f *Finder) named(first, last int, n name) name {
	n.first, n.last, n.text = first, last, f.words(first, last)
	n.span = lang.Span{Start: f.doc.Tokens[first].Start, End: f.doc.Tokens[last].End}
	return n
}

// whole is the name of a place as it stands in the text: with its side, where
// the place is one.
func (f *Finder) whole(n name, p record.Place) name {
	if m := f.sided(n); m != n && p.Kind == "region" && p.Name == m.text {
		return m
	}
	return n
}

func (f *Finder) same(text string, p gazetteer.Place) bool {
	return gazetteer.Fold(text) == gazetteer.Fold(p.Name)
}

func country(c *gazetteer.Country) record.Place {
	code := c.Alpha3
	kind := "country"
	if code == "HKG" || code == "MAC" {
		kind = "city"
	}
	p := record.Place{Name: c.Name, Kind: kind, Country: &code, Names: []string{c.Name}}
	if c.Lat != 0 || c.Lon != 0 {
		lat, lon := c.Lat, c.Lon
		p.Lat, p.Lon = &lat, &lon
	}
	return p
}

// enclosed reports whether a name hangs from a preposition of where one is.
func (f *Finder) enclosed(n name) bool {
	switch f.caseWord(n) {
	case "in", "at", "near", "outside", "inside", "around":
		return true
	}
	return false
}

// installation makes a place of a body that may stand as one: "at the Pentagon".
func (f *Finder) installation(n name) (record.Place, bool) {
	kind := f.kindOf(n)
	p := record.Place{Name: n.text, Kind: kind, Names: []string{n.text}}
	if known := gazetteer.PlacesByName(n.text); len(known) > 0 && known[0].Kind != "city" {
		c, lat, lon := known[0].Alpha3, known[0].Lat, known[0].Lon
		p.Kind, p.Lat, p.Lon = known[0].Kind, &lat, &lon
		if c != "" {
			p.Country = &c
		}
		return p, true
	}
	return p, kind != "" && kind != "region"
}

// partyNote reports whether a name tells where a lawmaker is from: "(D., Calif.)".
func (f *Finder) partyNote(n name) bool {
	k := n.first - 1
	for k > 0 && (f.doc.Tokens[k].Form == "," || f.doc.Tokens[k].Form == "-") {
		k--
	}
	if k < 0 || k == n.first-1 {
		return false
	}
	switch f.doc.Tokens[k].Form {
	case "D.", "R.", "D", "R":
		return true
	}
	return false
}

// vague lists words that are no place by themselves.
var vague = set("North South West East City Avenue Court House Center Centre Street Park Square Road Station Hall Church School College University Island Islands Airport Base Bridge Tower Hotel River Lake Sea Bay Beach Paul Wing")

// caseWord returns the preposition of a name.
func (f *Finder) caseWord(n name) string {
	if c := f.tree.Child(n.head, "case"); c >= 0 {
		return f.lower(c)
	}
	return ""
}

// kindOf reads a kind from the name's last words or the word it hangs from.
func (f *Finder) kindOf(n name) string {
	low := " " + strings.ToLower(n.text) + " "
	for _, w := range words {
		if strings.HasSuffix(low, " "+w.word+" ") {
			return w.kind
		}
	}
	around := ""
	if h := f.tree.Head(n.head); h >= 0 {
		switch f.tree.Rel(n.head) {
		case "compound", "nmod", "appos", "flat":
			around += " " + f.lower(h)
		}
	}
	for _, k := range f.tree.Children(n.head, "compound", "appos") {
		if k > n.last || k < n.first {
			around += " " + f.lower(k)
		}
	}
	around += " "
	if around == " " {
		return ""
	}
	for _, w := range words {
		if strings.Contains(around, " "+w.word+" ") {
			switch w.kind {
			case "region", "city":
				return w.kind
			}
		}
	}
	return ""
}

// owned reports whether a name hangs from a word for a kind of place that is
// itself located: "the province of Idlib", "Idlib province".
func (f *Finder) owned(n name) bool {
	h := f.tree.Head(n.head)
	if h < 0 {
		return false
	}
	switch f.tree.Rel(n.head) {
	case "compound", "nmod", "appos", "flat", "amod":
		return placeNouns[f.lower(h)] && (f.actors.Located(h) || f.struck(h))
	case "obj":
		return held[strings.ToLower(f.doc.Tokens[h].Lemma)]
	}
	return false
}

// targeted reports whether a country is what an attack is on: "strikes on Ruvia".
func (f *Finder) targeted(n name) bool {
	h := f.tree.Head(n.head)
	if h < 0 {
		return false
	}
	lemma := strings.ToLower(f.doc.Tokens[h].Lemma)
	switch f.tree.Rel(n.head) {
	case "obj", "nsubj:pass":
		return assaults[lemma]
	case "nmod", "obl":
		c := f.caseWord(n)
		return assaults[lemma] && (c == "on" || c == "against" || c == "of" || c == "into")
	}
	return false
}

var assaults = set("strike airstrike attack raid bombing bombardment invasion incursion shelling offensive invade bomb shell hit overrun")

var placeNouns = set("city town village province region district area border capital suburb governorate state coast outskirts district streets neighbourhoods districts suburbs outskirts parts centre center downtown shores village towns cities villages north south east west airport base port camp streets street neighborhood neighbourhood enclave territory island countryside")

var held = set("hit strike attack target storm raid control hold seize capture occupy annex retake recapture shell bomb enter leave visit reach liberate besiege surround evacuate tour")

func set(s string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(s) {
		m[w] = true
	}
	return m
}
