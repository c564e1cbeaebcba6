package watch

import (
	"cmp"
	"hash/fnv"
	"math"
	"strconv"
	"time"

	"readout/internal/sources"
	"readout/internal/store"
)

// Bounds of the pace of a source, and of waiting after a fault.
const (
	fastest    = 5 * time.Minute
	slowest    = 24 * time.Hour
	firstPause = 5 * time.Minute
	halfLife   = 48.0 // hours after which what was counted weighs half
)

// learn counts the new entries that an answer at a time brought. What the
// first answer lists says nothing of a pace.
//
// New entries are taken for events of a Poisson process whose rate drifts with
// the day and the news. Entries and Hours are counts of which the past fades,
// so that the rate is their quotient. Since lists name each entry, they are
// counted and not only seen to have changed, and the estimate has none of the
// bias that Cho and Garcia-Molina ("Estimating Frequency of Change", 2003)
// mend for pages. A mean of the last gaps was not enough: it takes the silence
// of one night for a source that died.
func learn(s *store.Source, fresh int, now time.Time) {
	if s.Answered.IsZero() {
		return
	}
	hours := max(0, now.Sub(s.Answered).Hours())
	fade := math.Exp2(-hours / halfLife)
	s.Entries, s.Hours = s.Entries*fade+float64(fresh), s.Hours*fade+hours
}

// interval is the time in which one new entry is expected, within the bounds
// that the user set, or else ours. One entry and one hour are laid to what was
// counted, so that a source of which nothing is known is asked each hour.
func interval(s store.Source, c sources.Source) time.Duration {
	hours := (s.Hours + 1) / (s.Entries + 1)
	least := cmp.Or(c.MinPace, min(fastest, cmp.Or(c.MaxPace, fastest)))
	most := max(least, cmp.Or(c.MaxPace, slowest))
	return min(max(time.Duration(hours*float64(time.Hour)), least), most)
}

// backoff is how long to wait after so many faults in a row: twice as long
// each time, at most a day, less up to a quarter by chance in [0, 1).
func backoff(failures int, chance float64) time.Duration {
	pause := slowest
	if n := max(0, failures-1); n < 9 {
		pause = min(firstPause<<n, slowest)
	}
	return pause - time.Duration(chance*float64(pause)/4)
}

// around is a time up to a tenth shorter or longer by chance in [0, 1).
func around(d time.Duration, chance float64) time.Duration {
	return time.Duration(float64(d) * (0.9 + chance/5))
}

// chance is a number in [0, 1) that looks like chance and is the same for the
// same name and time.
func chance(name string, at time.Time) float64 {
	h := fnv.New64a()
	h.Write([]byte(name))
	h.Write([]byte(strconv.FormatInt(at.Unix(), 36)))
	x := h.Sum64() // FNV leaves the high bits of short texts alike, so they are stirred
	x ^= x >> 32
	x *= 0xd6e8feb86659fd93
	x ^= x >> 32
	return float64(x>>11) / (1 << 53)
}

// whole is a time in whole seconds, as the archive keeps it, and no sooner.
func whole(t time.Time) time.Time { return t.Add(time.Second - 1).Truncate(time.Second) }

// checks are the times after which a kept report is fetched again, each since
// the fetch before.
var checks = [...]time.Duration{time.Hour, 6 * time.Hour, 24 * time.Hour, 3 * 24 * time.Hour, 7 * 24 * time.Hour}

// longest is the longest that a page waits.
const longest = 8 * 24 * time.Hour
