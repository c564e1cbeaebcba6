package feed

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

// MaxFeed is how many entries of a feed are read, the first of it: feeds begin
// with their newest.
const MaxFeed = 10000

// maxDates is how many dates of a feed are read. What is no date costs the
// library a hundred tries, each as dear as a date.
const maxDates = 30000

// bounded is a feed with no more than so many entries and dates, and whether
// any was left out. It goes before the library, which reads all of it.
func bounded(text string, entries, dates int) (string, bool, error) {
	if strings.HasPrefix(strings.TrimSpace(text), "{") {
		return boundedJSON(text, entries)
	}
	d := newDecoder(text)
	c := counter{maxEntries: entries, maxDates: dates}
	for {
		t, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			return "", false, fmt.Errorf("broken XML: %w", err)
		}
		c.token(t, int(d.InputOffset()))
		if c.dates > dates && c.until == 0 {
			return "", false, fmt.Errorf("refused: more than %d dates", dates)
		}
	}
	if c.until == 0 || c.until == c.last {
		return text, false, nil
	}
	return text[:c.until] + text[c.last:], true, nil
}

// A counter counts the entries and dates of a feed.
type counter struct {
	maxEntries, maxDates int

	path    []string // names of the open elements
	entries int
	dates   int
	until   int // where the last entry ends that is read, 0 where all are
	end     int // where the latest entry ends that is within the bounds
	last    int // where the last entry of all ends
}

func (c *counter) token(t xml.Token, offset int) {
	switch t := t.(type) {
	case xml.StartElement:
		c.path = append(c.path, strings.ToLower(t.Name.Local))
		if isDate(c.path[len(c.path)-1]) {
			c.dates++
		}
		c.fill()
	case xml.EndElement:
		if len(c.path) == 0 {
			return
		}
		if c.inEntry() {
			c.last = offset
			c.entries++
			if c.until == 0 {
				c.end = offset
			}
		}
		c.path = c.path[:len(c.path)-1]
		c.fill()
	}
}

// fill ends what is read where a bound is reached after an entry.
func (c *counter) fill() {
	if c.until == 0 && c.end > 0 && (c.entries >= c.maxEntries || c.dates > c.maxDates) {
		c.until = c.end
	}
}

// inEntry says whether the open element is an entry: of RSS below the channel
// or the root, of Atom below the root.
func (c *counter) inEntry() bool {
	name := c.path[len(c.path)-1]
	return (name == "item" || name == "entry") && len(c.path) <= 3
}

func isDate(name string) bool {
	switch name {
	case "pubdate", "date", "published", "updated", "modified", "issued", "created", "lastbuilddate":
		return true
	}
	return false
}

// boundedJSON is a JSON Feed with no more than so many items.
func boundedJSON(text string, most int) (string, bool, error) {
	var top map[string]json.RawMessage
	if err := json.Unmarshal([]byte(text), &top); err != nil {
		return "", false, fmt.Errorf("a broken feed: %w", err)
	}
	cut := false
	for key, raw := range top {
		if !strings.EqualFold(key, "items") {
			continue
		}
		var items []json.RawMessage
		if json.Unmarshal(raw, &items) != nil {
			return "", false, errors.New("a broken feed: its items are no list")
		}
		if len(items) > most {
			top[key], cut = jsonOf(items[:most]), true
		}
	}
	return string(jsonOf(top)), cut, nil
}

// jsonOf encodes what was decoded.
func jsonOf(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return b
}
