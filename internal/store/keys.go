package store

import (
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"strconv"
	"time"
)

// facetKey numbers a property of items of a kind.
func facetKey(kind, field, value string) int64 {
	sum := sha256.Sum256([]byte(kind + "\x00" + field + "\x00" + value))
	return int64(binary.LittleEndian.Uint64(sum[:]))
}

// hiddenKind is a kind as facets of hidden items name it, so that those of
// others need not be looked up to know that they are not hidden.
func hiddenKind(kind string) string { return "hidden " + kind }

// longDays is after how many days from its first an item that lasts has the
// facets of longKeys: among items that begin before a day only those and the
// last few can reach it.
const longDays = 7

// manyYears is over how many years an item is found whatever the year.
const manyYears = 10

// always is the value of the facet long for what is open or lasts many years.
const always = ""

// longYears are the values of the facet long of an item: the years that it
// lasts through.
func longYears(first, last int64) []string {
	if last == noDay {
		return []string{always}
	}
	from, to := yearOf(first), yearOf(last)
	if to-from >= manyYears {
		return []string{always}
	}
	var out []string
	for y := from; y <= to; y++ {
		out = append(out, strconv.Itoa(y))
	}
	return out
}

func yearOf(day int64) int { return time.Unix(min(max(day, minDay), maxDay)*86400, 0).UTC().Year() }

// manyOrigins are the least numbers of origins that are facets.
var manyOrigins = []int{2, 3, 5}

// facetKeys are the keys of an item, in order.
func (i *Item) facetKeys() []int64 {
	kind := i.Kind
	if i.Hidden {
		kind = hiddenKind(kind)
	}
	var keys []int64
	for _, f := range i.Facets {
		if f.Value != "" {
			keys = append(keys, facetKey(kind, f.Field, f.Value))
		}
	}
	if first, last := dayNumber(i.Day), dayNumber(i.Until); first != noDay && (last == noDay || last-first > longDays) {
		for _, year := range longYears(first, last) {
			keys = append(keys, facetKey(kind, "long", year))
		}
	}
	for _, n := range manyOrigins {
		if i.Origins >= n {
			keys = append(keys, facetKey(kind, "origins", strconv.Itoa(n)))
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// A row of words is numbered by kind, day and item, so that what is found
// comes in this order, and a part of it can be asked for:
//
//	kind [5 bits], with hiddenCode when hidden; day from year 0, 0 for unknown [22]; item [36]
const (
	dayBits, itemBits = 22, 36
	hiddenCode        = 16
	yearZero          = 719528 // days from there to 1970
)

func wordsNumber(kind string, hidden bool, day, n int64) int64 {
	k := int64(slices.Index(kinds, kind))
	if hidden {
		k += hiddenCode
	}
	if day != noDay {
		day = min(max(1, day+yearZero), 1<<dayBits-1)
	} else {
		day = 0
	}
	return k<<(dayBits+itemBits) | day<<itemBits | n
}

// wordsDay is the day of a row of words.
func wordsDay(row int64) int64 {
	if day := row >> itemBits & (1<<dayBits - 1); day > 0 {
		return day - yearZero
	}
	return noDay
}

// itemOf is the item of a row of words.
func itemOf(row int64) int64 { return row & (1<<itemBits - 1) }

// noDay stands for an unknown day.
const noDay = -1 << 31

// dayNumber counts the days from 1970.
func dayNumber(day string) int64 {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return noDay
	}
	return t.Unix() / 86400
}
