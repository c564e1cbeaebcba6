package actor

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"readout/internal/codebook"
	"readout/internal/gazetteer"
)

// A Book is a user's own list of actors. It adds to the gazetteer's and to what
// a report says of them, and it wins over both.
type Book struct {
	rows   []bookRow
	byName map[string][]int
	words  int // in the longest name
}

// A bookRow is an actor with the days between which the row holds.
type bookRow struct {
	name, kind, country string
	aliases, sectors    []string
	from, until         string
}

var kinds = set("person state government military armed_group organization population")

// ParseBook reads a list of actors: TOML with [[actor]] tables where the file's
// name ends in .toml, else CSV with a head. The columns or keys are name,
// aliases, kind, country, sectors, from and until.
func ParseBook(file string, data []byte) (*Book, error) {
	read := readCSV
	if strings.EqualFold(filepath.Ext(file), ".toml") {
		read = readTOML
	}
	b := &Book{byName: map[string][]int{}}
	err := read(string(data), func(line int, field map[string][]string) error {
		row, err := newRow(field)
		if err != nil {
			return fmt.Errorf("line %d: %w", line, err)
		}
		b.add(row)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return b, nil
}

func (b *Book) add(row bookRow) {
	for _, n := range append([]string{row.name}, row.aliases...) {
		f := gazetteer.Fold(n)
		if f == "" {
			continue
		}
		b.byName[f] = append(b.byName[f], len(b.rows))
		b.words = max(b.words, wordCount(strings.NewReplacer("-", " - ", "–", " – ", "'", " '", "’", " ’").Replace(n)))
	}
	b.rows = append(b.rows, row)
}

// newRow checks the fields of one actor.
func newRow(field map[string][]string) (bookRow, error) {
	one := func(key string) string { return strings.Join(field[key], ";") }
	for _, key := range []string{"name", "kind", "country", "from", "until"} {
		if len(field[key]) > 1 {
			return bookRow{}, fmt.Errorf("%s has several values", key)
		}
	}
	r := bookRow{name: one("name"), kind: one("kind"), country: one("country"), aliases: field["aliases"], sectors: field["sectors"], from: one("from"), until: one("until")}
	if r.name == "" {
		return r, errors.New("the actor has no name")
	}
	if r.kind == "" {
		r.kind = "person"
	}
	if !kinds[r.kind] {
		return r, fmt.Errorf("%s: kind %q is not one of person, state, government, military, armed_group, organization, population", r.name, r.kind)
	}
	if r.country != "" {
		c, ok := gazetteer.CountryByCode(r.country)
		if !ok {
			return r, fmt.Errorf("%s: country %q is no code of ISO 3166-1", r.name, r.country)
		}
		r.country = c.Alpha3
	}
	if r.kind == "state" && r.country == "" {
		return r, fmt.Errorf("%s: a state needs a country", r.name)
	}
	for _, s := range r.sectors {
		if !slices.Contains(codebook.Sectors(), s) {
			return r, fmt.Errorf("%s: sector %q is none of %s", r.name, s, strings.Join(codebook.Sectors(), " "))
		}
	}
	for _, d := range []string{r.from, r.until} {
		if !isDay(d) {
			return r, fmt.Errorf("%s: %q is no date such as 2025, 2025-01 or 2025-01-28", r.name, d)
		}
	}
	if r.until != "" && r.until < r.from {
		return r, fmt.Errorf("%s: until %s is before from %s", r.name, r.until, r.from)
	}
	return r, nil
}

// isDay reports whether s is empty or a year, month or day.
func isDay(s string) bool {
	if s == "" {
		return true
	}
	const form = "0000-00-00"
	if len(s) != 4 && len(s) != 7 && len(s) != 10 {
		return false
	}
	for i := range len(s) {
		if digit := s[i] >= '0' && s[i] <= '9'; digit != (form[i] == '0') {
			return false
		}
	}
	return true
}

// find returns the row of a name that holds on a day; without a day, any.
func (b *Book) find(name, day string) (*bookRow, bool) {
	if b == nil {
		return nil, false
	}
	for _, i := range b.byName[gazetteer.Fold(name)] {
		r := &b.rows[i]
		if day == "" || r.from <= day && (r.until == "" || day <= r.until+"~") {
			return r, true
		}
	}
	return nil, false
}

// listed keeps the names of the user's actors, longest first.
func (r *Resolver) listed(taken []bool, keep func(mention)) {
	if r.book == nil {
		return
	}
	for _, s := range r.doc.Sentences {
		for i := s.First; i < s.First+s.N && i < len(taken); i++ {
			if taken[i] {
				continue
			}
			for k := min(i+r.book.words, s.First+s.N-1, len(taken)-1); k >= i; k-- {
				text := r.words(i, k)
				row, ok := r.book.find(text, r.doc.Published)
				if !ok || taken[k] || r.loose(i) || !capital(r.doc.Tokens[i].Form) && text != row.name && !slices.Contains(row.aliases, text) {
					continue
				}
				m := r.mention(i, k, "ORG")
				if m.typ = "ORG"; row.kind == "person" {
					m.typ = "PER"
				} else if row.kind == "state" {
					m.typ = "STATE"
				}
				keep(m)
				i = k
				break
			}
		}
	}
}

// booked returns the entity of a user's actor.
func (r *Resolver) booked(row *bookRow, surface string) int {
	if row.kind == "state" {
		return r.state(row.country, surface)
	}
	for i, e := range r.ents {
		if e.booked == row {
			e.name(surface)
			return i
		}
	}
	e := entity{kind: row.kind, country: row.country, sectors: slices.Clone(row.sectors), names: []string{surface},
		known: row.name, booked: row, titled: len(row.sectors) > 0, plural: row.kind == "population"}
	return r.add(e)
}

// readCSV gives the rows of a table with a head; lists are parted by semicolons.
func readCSV(text string, each func(int, map[string][]string) error) error {
	in := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff")))
	in.Comment, in.TrimLeadingSpace = '#', true
	head, err := in.Read()
	if err == io.EOF {
		return errors.New("the list is empty")
	}
	if err != nil {
		return err
	}
	for i, h := range head {
		head[i] = strings.ToLower(strings.TrimSpace(h))
		if !columns[head[i]] {
			return fmt.Errorf("line 1: column %q is none of name, aliases, kind, country, sectors, from, until", h)
		}
	}
	for {
		cells, err := in.Read()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		field := map[string][]string{}
		for i, c := range cells {
			for v := range strings.SplitSeq(c, ";") {
				if v = strings.TrimSpace(v); v != "" {
					field[head[i]] = append(field[head[i]], v)
				}
			}
		}
		line, _ := in.FieldPos(0)
		if err := each(line, field); err != nil {
			return err
		}
	}
}

var columns = set("name aliases kind country sectors from until")

// readTOML gives the [[actor]] tables of a file: keys with a string or a list
// of strings on one line, the part of TOML that a list of actors needs.
func readTOML(text string, each func(int, map[string][]string) error) error {
	var field map[string][]string
	from, n := 0, 0
	flush := func() error {
		if field == nil {
			return nil
		}
		return each(from, field)
	}
	for l := range strings.Lines(text) {
		n++
		l = strings.TrimSpace(l)
		if l == "" || l[0] == '#' {
			continue
		}
		if l[0] == '[' {
			if strings.TrimSpace(strings.Trim(l, "[]")) != "actor" {
				return fmt.Errorf("line %d: the only table is [[actor]], not %s", n, l)
			}
			if err := flush(); err != nil {
				return err
			}
			field, from = map[string][]string{}, n
			continue
		}
		key, value, ok := strings.Cut(l, "=")
		key = strings.TrimSpace(key)
		switch {
		case !ok:
			return fmt.Errorf("line %d: not a key with a value", n)
		case field == nil:
			return fmt.Errorf("line %d: %s stands before any [[actor]]", n, key)
		case !columns[key]:
			return fmt.Errorf("line %d: key %q is none of name, aliases, kind, country, sectors, from, until", n, key)
		}
		values, err := tomlStrings(strings.TrimSpace(value))
		if err != nil {
			return fmt.Errorf("line %d: %w", n, err)
		}
		field[key] = values
	}
	return flush()
}

// tomlStrings reads a quoted string, a bare date, or a list of strings.
func tomlStrings(s string) ([]string, error) {
	list := strings.HasPrefix(s, "[")
	s = strings.TrimPrefix(s, "[")
	var out []string
	for {
		s = strings.TrimLeft(s, " \t,")
		switch {
		case s == "" && list:
			return nil, errors.New("the list is not closed on its line")
		case s == "", s[0] == '#', list && s[0] == ']':
			return out, nil
		case s[0] == '"' || s[0] == '\'':
			end := strings.IndexByte(s[1:], s[0])
			if end < 0 {
				return nil, errors.New("the string is not closed")
			}
			if v := strings.TrimSpace(s[1 : 1+end]); v != "" {
				out = append(out, v)
			}
			s = s[end+2:]
		default:
			v, rest, _ := strings.Cut(s, "#")
			if v = strings.TrimSpace(v); list || !isDay(v) {
				return nil, fmt.Errorf("%s is not a string in quotation marks", v)
			}
			out, s = append(out, v), "#"+rest
		}
		if !list && len(out) > 0 {
			if rest := strings.TrimSpace(s); rest != "" && rest[0] != '#' {
				return nil, fmt.Errorf("%s follows the value", rest)
			}
			return out, nil
		}
	}
}
