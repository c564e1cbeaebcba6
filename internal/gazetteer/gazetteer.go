// Package gazetteer answers what a name is known to mean: countries with their
// demonyms and capitals, cities, sites, and actors that news keeps naming. Its
// tables are embedded; each opens with its source, licence and day. It knows
// nothing of any text: the stages that ask let the text overrule it.
package gazetteer

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"
)

//go:embed countries.tsv
var countriesTSV string

//go:embed cities.tsv
var citiesTSV string

//go:embed sites.tsv
var sitesTSV string

//go:embed metonyms.tsv
var metonymsTSV string

//go:embed known.tsv
var knownTSV string

// A Country is a state or territory of ISO 3166-1 (and Kosovo).
type Country struct {
	Alpha3, Alpha2, Name, Capital string
	Demonyms, Aliases             []string
	Lat, Lon                      float64 // the middle of its cities; 0, 0 when unknown
}

// A Place is a city, site, region or water. Population is 0 where not known.
type Place struct {
	Name, Kind, Alpha3 string
	Lat, Lon           float64
	Population         int
	Aliases            []string

	division bool // a region out of the list of all divisions of states
}

// A KnownActor is a body or group that news keeps naming.
type KnownActor struct {
	Name, Kind, Alpha3 string
	Sectors, Aliases   []string
	Common             bool // bodies of other countries bear the name
}

// Fold reduces a name to what its spellings share: lower case, no accents,
// article, points, hyphens or apostrophes, and "al" for the Arabic article.
func Fold(name string) string {
	words := strings.Fields(letters(name))
	for len(words) > 1 && words[0] == "the" {
		words = words[1:]
	}
	for i, w := range words {
		if w == "el" || w == "ul" {
			words[i] = "al"
		}
	}
	return strings.Join(words, " ")
}

// letters lowers a name, drops points and apostrophes, and makes hyphens and
// the like spaces.
func letters(name string) string {
	var b strings.Builder
	b.Grow(len(name))
	for _, r := range name {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteByte(byte(r))
		case r >= 'A' && r <= 'Z':
			b.WriteByte(byte(r + 'a' - 'A'))
		case strings.ContainsRune(".'’‘ʻʼ`ʿʾ\u200b\u00ad", r):
		case r < 0x80:
			b.WriteByte(' ')
		case plain(r) != "":
			b.WriteString(plain(r))
		case r >= 0x300 && r < 0x370: // combining marks
		case strings.ContainsRune("–—‐‑\u00a0", r):
			b.WriteByte(' ')
		default:
			b.WriteString(strings.ToLower(string(r)))
		}
	}
	return b.String()
}

// accents lists letters with marks by the plain letters they stand for.
var accents = [...][2]string{
	{"a", "àáâãäåāăąǎạảấầẩẫậắằẳẵặÀÁÂÃÄÅĀĂĄẠẢẤ"}, {"c", "çćĉċčÇĆĈĊČ"}, {"d", "ďđḍḏĎĐḌḎ"}, {"dh", "ðÐ"},
	{"e", "èéêëēĕėęěẹẻẽếềểễệəÈÉÊËĒĖĘĚẸƏ"}, {"g", "ĝğġģǧĜĞĠĢǦ"}, {"h", "ĥħḥḩḫĤĦḤḨḪ"},
	{"i", "ìíîïĩīĭįıịỉÌÍÎÏĨĪĮİỊ"}, {"j", "ĵĴ"}, {"k", "ķḳǩĶḲ"}, {"l", "ĺļľłḷĹĻĽŁ"}, {"n", "ñńņňṇÑŃŅŇ"},
	{"o", "òóôõöøōŏőơọỏốồổỗộớờởỡợÒÓÔÕÖØŌŐƠỌ"}, {"r", "ŕŗřṛŔŘ"}, {"s", "śŝşšșṣşŚŜŞŠȘṢ"}, {"ss", "ß"},
	{"t", "ţťŧțṭţŢŤȚṬ"}, {"th", "þÞ"}, {"u", "ùúûüũūŭůűųưụủứừửữựÙÚÛÜŪŮŰŲƯỤ"}, {"w", "ŵŴ"},
	{"y", "ýÿŷỳỹỵÝŸ"}, {"z", "źżžẓẕŹŻŽẒẔ"}, {"ae", "æÆ"}, {"oe", "œŒ"},
}

var plainLetters = sync.OnceValue(func() map[rune]string {
	m := map[rune]string{}
	for _, a := range accents {
		for _, r := range a[1] {
			m[r] = a[0]
		}
	}
	return m
})

func plain(r rune) string { return plainLetters()[r] }

// rows splits a table into its rows' cells, past the head.
func rows(table string, cells int, each func([]string)) {
	for line := range strings.Lines(table) {
		line = strings.TrimRight(line, "\r\n")
		if line == "" || line[0] == '#' {
			continue
		}
		c := strings.Split(line, "\t")
		for len(c) < cells {
			c = append(c, "")
		}
		each(c)
	}
}

func list(cell, sep string) []string {
	var out []string
	for s := range strings.SplitSeq(cell, sep) {
		if s = strings.TrimSpace(s); s != "" {
			out = append(out, s)
		}
	}
	return out
}

func number(s string) float64 {
	f, _ := strconv.ParseFloat(s, 64)
	return f
}
