package export

import (
	"crypto/sha256"
	_ "embed"
	"encoding/binary"
	"strings"
	"sync"

	"readout/internal/codebook"
	"readout/internal/merge"
)

// partiesOfPairs is how many actors, and how many recipients, of one event are
// paired at most.
const partiesOfPairs = 10

// pairs are the lines of an event in books that have one actor and one
// recipient a line: each actor with each recipient. Those who act on each
// other, without a recipient, are paired in both directions.
func (j *job) pairs(r *row) []*row {
	e := r.entry.(*merge.Event)
	actors, recipients := r.parties(e.Actors), r.parties(e.Recipients)
	t, _ := codebook.TypeByName(e.Type)
	both := len(recipients) == 0 && len(actors) > 1 && t.Mutual
	if both {
		recipients = actors
	}
	var out []*row
	for _, a := range orNobody(actors) {
		for _, b := range orNobody(recipients) {
			if both && a == b {
				continue
			}
			line := *r
			line.actor, line.recipient = a, b
			out = append(out, &line)
		}
	}
	return out
}

// codable reports whether those books have an event: not what did not happen,
// nor what is planned where PLOVER has no type for a future act of its kind,
// unless the export's filter names a factuality.
func (j *job) codable(r *row) bool {
	e := r.entry.(*merge.Event)
	if _, ok := codebook.TypeByName(e.Type); !ok {
		return false
	}
	return j.Filter.Factuality != "" || e.Factuality == codebook.Actual || codebook.Fold(e.Type, e.Factuality) != e.Type
}

func (r *row) parties(ids []string) (out []*merge.Actor) {
	for _, id := range ids {
		if a := r.names.actor(id); a != nil && len(out) < partiesOfPairs {
			out = append(out, a)
		}
	}
	return out
}

func orNobody(list []*merge.Actor) []*merge.Actor {
	if len(list) == 0 {
		return []*merge.Actor{nil}
	}
	return list
}

// mentions are the lines of an event, one a pair and report.
func (j *job) mentions(r *row) (out []*row) {
	reports := r.reports()
	for _, pair := range j.pairs(r) {
		for _, rep := range reports {
			line := *pair
			line.mention = rep
			out = append(out, &line)
		}
	}
	return out
}

// pairID names one line of an event: its id with those of the parties.
func pairID(r *row) string {
	id := r.ID
	for _, a := range []*merge.Actor{r.actor, r.recipient} {
		id += "-"
		if a != nil {
			id += a.ID
		}
	}
	return id
}

// numbered is a name as a number of 63 bits, for books whose ids are numbers.
func numbered(id string) int64 {
	sum := sha256.Sum256([]byte(id))
	return int64(binary.BigEndian.Uint64(sum[:]) >> 1)
}

//go:embed countries.tsv
var countryTable string

// A country with its codes in other books.
type country struct{ Alpha3, Alpha2, Numeric, FIPS, Name string }

var countries = sync.OnceValue(func() map[string]country {
	out := map[string]country{}
	for line := range strings.Lines(countryTable) {
		c := strings.Split(strings.TrimRight(line, "\r\n"), "\t")
		if len(c) == 5 && !strings.HasPrefix(line, "#") {
			out[c[0]] = country{c[0], c[1], c[2], c[3], c[4]}
		}
	}
	return out
})

// where is the first place of an event, with coordinates where one has them;
// nil where none is told.
func where(r *row) *merge.Place {
	if p := r.places(); len(p) > 0 {
		return p[0]
	}
	for _, id := range r.entry.(*merge.Event).Places {
		if p := r.names.place(id); p != nil {
			return p
		}
	}
	return nil
}
